// SPDX-License-Identifier: MIT
// The same as frozen_c.c in C++11.
#include <reroute/plugin.h>
#include <cstring>

namespace {

const rrp_text words[] = {{RRP_S("en"), RRP_S("Frozen: little is missing")}, {RRP_S("zh"), RRP_S("固化：所缺不多")}};

rrp_str text(const char *literal)
{
    return rrp_str{literal, std::strlen(literal)};
}

int32_t score(void *, rrp_call *call, const rrp_profile *, const rrp_vec *candidates, rrp_vec *verdicts)
{
    auto *list = static_cast<rrp_verdict *>(call->host->alloc(call, (candidates->count + 1) * sizeof(rrp_verdict), alignof(rrp_verdict)));
    auto *findings = static_cast<rrp_finding *>(call->host->alloc(call, (candidates->count + 1) * sizeof(rrp_finding), alignof(rrp_finding)));
    if (list == nullptr || findings == nullptr)
        return RRP_ENOMEM;
    for (uint32_t i = 0; i < candidates->count; i++) {
        bool few = RRP_AT(rrp_candidate, *candidates, i)->missing.count < 3;
        findings[i].rule_class = RRP_PROGRAMME;
        findings[i].state = RRP_MET;
        findings[i].delta_ppm = 1000;
        findings[i].confidence = RRP_LOW;
        findings[i].code = text("frozen");
        findings[i].texts = rrp_vec RRP_VEC(rrp_text, words, 2);
        findings[i].source = text("Made up for tests");
        list[i].candidate = i;
        list[i].findings = rrp_vec RRP_VEC(rrp_finding, &findings[i], few ? 1 : 0);
    }
    *verdicts = rrp_vec RRP_VEC(rrp_verdict, list, candidates->count);
    return RRP_OK;
}

const void *get(const char *id)
{
    static const rrp_scoring scoring = {sizeof(rrp_scoring), 0, nullptr, nullptr, score};
    return std::strcmp(id, RRP_SCORING) == 0 ? &scoring : nullptr;
}

}

RRP_PLUGIN("org.example.frozen", "Frozen", "1.0", "tests", "MIT", get);

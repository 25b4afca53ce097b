/* SPDX-License-Identifier: MIT */
/* A scoring plugin of plugin ABI 1.0: every role that lacks fewer than three skills gains a thousandth. */
#include <reroute/plugin.h>
#include <string.h>

static const rrp_text words[] = {{RRP_S("en"), RRP_S("Frozen: little is missing")}, {RRP_S("zh"), RRP_S("固化：所缺不多")}};

static int32_t score(void *self, rrp_call *call, const rrp_profile *profile, const rrp_vec *candidates, rrp_vec *verdicts)
{
    (void)self, (void)profile;
    rrp_verdict *list = (rrp_verdict *)call->host->alloc(call, (candidates->count + 1) * sizeof *list, 8);
    rrp_finding *findings = (rrp_finding *)call->host->alloc(call, (candidates->count + 1) * sizeof *findings, 8);
    if (list == NULL || findings == NULL)
        return RRP_ENOMEM;
    for (uint32_t i = 0; i < candidates->count; i++) {
        uint32_t few = RRP_AT(rrp_candidate, *candidates, i)->missing.count < 3;
        rrp_finding finding = {RRP_PROGRAMME, RRP_MET, 1000, 0, RRP_LOW, 0, RRP_S("frozen"), {"", 0}, RRP_VEC(rrp_text, words, 2),
                               {NULL, 0, sizeof(rrp_text)}, RRP_S("Made up for tests"), {"", 0}};
        findings[i] = finding;
        rrp_verdict verdict = {i, 0, RRP_VEC(rrp_finding, &findings[i], few)};
        list[i] = verdict;
    }
    rrp_vec all = RRP_VEC(rrp_verdict, list, candidates->count);
    *verdicts = all;
    return RRP_OK;
}

static const void *get(const char *id)
{
    static const rrp_scoring scoring = {sizeof scoring, 0, NULL, NULL, score};
    return strcmp(id, RRP_SCORING) == 0 ? &scoring : NULL;
}

RRP_PLUGIN("org.example.frozen", "Frozen", "1.0", "tests", "MIT", get);

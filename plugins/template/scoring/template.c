/* SPDX-License-Identifier: MIT */
/* A scoring rule in code: the role that the setting "programme-role" of plugin.xml names counts one percent
 * more. What data can say, say in rules.xml; this is for what it can't. */
#include "plugin.h"
#include <string.h>

static const rrp_text reason[] = {{RRP_S("en"), RRP_S("Sample: a programme of the region names this role")},
                                  {RRP_S("zh"), RRP_S("示例：本地项目列明该职业")}};
static const rrp_finding named = {
    .rule_class = RRP_PROGRAMME, .state = RRP_MET, .delta_ppm = 10000, .confidence = RRP_LOW, .code = RRP_S("template-programme"),
    .texts = RRP_VEC(rrp_text, reason, 2), .source = RRP_S("Made up to show the format / 为演示格式而虚构")};

static int32_t score(void *self, rrp_call *call, const rrp_profile *profile, const rrp_vec *candidates, rrp_vec *verdicts)
{
    uint32_t role = call->host->intern(call, RRP_OCCUPATION, call->host->config(call, (rrp_str)RRP_S("programme-role")));
    rrp_verdict *out = call->host->alloc(call, (candidates->count + 1) * sizeof *out, _Alignof(rrp_verdict));
    (void)self, (void)profile;
    if (out == NULL)
        return RRP_ENOMEM;
    for (uint32_t i = 0; i < candidates->count; i++) {
        uint32_t is_named = role != 0 && RRP_AT(rrp_candidate, *candidates, i)->occupation == role;
        out[i] = (rrp_verdict){.candidate = i, .findings = RRP_VEC(rrp_finding, &named, is_named)};
    }
    *verdicts = (rrp_vec)RRP_VEC(rrp_verdict, out, candidates->count);
    return RRP_OK;
}

static const void *get(const char *interface_id)
{
    static const rrp_scoring scoring = {.size = sizeof scoring, .score = score};
    return strcmp(interface_id, RRP_SCORING) == 0 ? &scoring : NULL;
}

RRP_PLUGIN("org.example.template", "Scoring of template", "1.0", "example", "MIT", get);

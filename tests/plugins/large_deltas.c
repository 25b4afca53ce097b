/* SPDX-License-Identifier: MIT */
/* As many findings on each candidate as may be, each with as large a delta: all for the even ones, all against the odd. */
#include <reroute/plugin.h>

static int32_t push(rrp_call *call, const rrp_vec *candidates, rrp_vec *verdicts)
{
    enum { EACH = 64 };
    static const rrp_text why = {RRP_S("en"), RRP_S("because")};
    rrp_verdict *verdict = (rrp_verdict *)call->host->alloc(call, candidates->count * sizeof *verdict, 8);
    rrp_finding *findings = (rrp_finding *)call->host->alloc(call, 2 * EACH * sizeof *findings, 8);
    if (verdict == NULL || findings == NULL)
        return RRP_ENOMEM;
    for (int i = 0; i < 2 * EACH; i++)
        findings[i] = (rrp_finding){.rule_class = RRP_CUSTOM, .state = RRP_MET, .delta_ppm = i < EACH ? 200000 : -200000,
                                    .code = RRP_S("large"), .texts = RRP_VEC(rrp_text, &why, 1)};
    for (uint32_t i = 0; i < candidates->count; i++)
        verdict[i] = (rrp_verdict){.candidate = i, .findings = RRP_VEC(rrp_finding, findings + (i % 2) * EACH, EACH)};
    *verdicts = (rrp_vec)RRP_VEC(rrp_verdict, verdict, candidates->count);
    return RRP_OK;
}
#define IN_SCORE return push(call, candidates, verdicts)
#include "fixture.h"

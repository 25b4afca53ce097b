/* SPDX-License-Identifier: MIT */
/* Answers with VERDICTS times a thousand findings, which share their memory: small here, large on the way. */
#include <reroute/plugin.h>

static int32_t say_too_much(rrp_call *call, rrp_vec *verdicts)
{
    rrp_verdict *verdict = (rrp_verdict *)call->host->alloc(call, VERDICTS * sizeof *verdict, 8);
    rrp_finding *finding = (rrp_finding *)call->host->alloc(call, 1000 * sizeof *finding, 8);
    if (verdict == NULL || finding == NULL)
        return RRP_ENOMEM;
    rrp_vec findings = RRP_VEC(rrp_finding, finding, 1000), all = RRP_VEC(rrp_verdict, verdict, VERDICTS);
    for (int i = 0; i < VERDICTS; i++)
        verdict[i].findings = findings;
    *verdicts = all;
    return RRP_OK;
}
#define IN_SCORE return say_too_much(call, verdicts)
#include "fixture.h"

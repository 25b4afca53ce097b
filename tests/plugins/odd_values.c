/* SPDX-License-Identifier: MIT */
/* Numbers that can't be: a loss of more than everything, a state and a class that don't exist, money below nothing,
 * four thousand times the price. */
#include <reroute/plugin.h>

static int32_t judge(rrp_vec *verdicts)
{
    static const rrp_finding odd = {.rule_class = 77, .state = 99, .delta_ppm = INT32_MIN, .flags = UINT32_MAX, .confidence = 1000,
                                    .reserved = 7, .code = RRP_S("odd")};
    static const rrp_verdict verdict = {.findings = RRP_VEC(rrp_finding, &odd, 1)};
    static const rrp_vec all = RRP_VEC(rrp_verdict, &verdict, 1);
    *verdicts = all;
    return RRP_OK;
}

static int32_t grant(rrp_vec *out)
{
    static const rrp_grant odd = {.code = RRP_S("odd"), .currency = RRP_S("XXXX"), .state = 9, .flags = UINT32_MAX, .has = 15,
                                  .amount_minor = INT64_MIN, .cap_minor = -1, .share_ppm = 4000000000u, .claim_within_days = -1,
                                  .certificate_level = 44};
    static const rrp_vec all = RRP_VEC(rrp_grant, &odd, 1);
    *out = all;
    return RRP_OK;
}
#define IN_SCORE return judge(verdicts)
#define IN_GRANTS return grant(out)
#include "fixture.h"

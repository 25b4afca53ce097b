/* SPDX-License-Identifier: MIT */
/* Reasons that are no text: a cut character, an overlong one, a surrogate. */
#include <reroute/plugin.h>

static int32_t mumble(rrp_vec *verdicts)
{
    static const rrp_text noise[] = {{RRP_S("zh"), RRP_S("\xe5\xb9")}, {RRP_S("en"), RRP_S("\xc0\xaf\xed\xa0\x80")}};
    static const rrp_finding finding = {.rule_class = RRP_LAW, .state = RRP_UNMET, .code = RRP_S("bad"), .texts = RRP_VEC(rrp_text, noise, 2)};
    static const rrp_verdict verdict = {.findings = RRP_VEC(rrp_finding, &finding, 1)};
    static const rrp_vec all = RRP_VEC(rrp_verdict, &verdict, 1);
    *verdicts = all;
    return RRP_OK;
}
#define IN_SCORE return mumble(verdicts)
#include "fixture.h"

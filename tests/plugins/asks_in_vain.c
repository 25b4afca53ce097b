/* SPDX-License-Identifier: MIT */
/* Interns skills and roles that no taxonomy has: two for its catalogue, one of them three times, one for each score, and one
 * that is no text. */
#include <reroute/plugin.h>

static void ask(rrp_call *call, uint32_t kind, rrp_str id)
{
    (void)call->host->intern(call, kind, id);
}
#define IN_COURSES \
    do { \
        for (int i = 0; i < 3; i++) \
            ask(call, RRP_SKILL, (rrp_str)RRP_S("s.nowhere")); \
        ask(call, RRP_OCCUPATION, (rrp_str)RRP_S("nowhere:role")); \
        ask(call, RRP_REGION, (rrp_str)RRP_S("ZZ-99")); \
        ask(call, RRP_SKILL, (rrp_str){"", 0}); \
    } while (0)
#define IN_SCORE ask(call, RRP_SKILL, (rrp_str)RRP_S("s.later")), ask(call, RRP_SKILL, (rrp_str)RRP_S("\x1b[31m\xff"))
#include "fixture.h"

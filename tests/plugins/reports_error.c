/* SPDX-License-Identifier: MIT */
/* Fails in the way that is meant for it. */
#include <reroute/plugin.h>

static int32_t fail(rrp_call *call)
{
    static const rrp_str text = RRP_S("no rates for 2027"), where = RRP_S("rates.tsv:3");
    return call->host->fail(call, RRP_EDATA, text, where);
}
#define IN_SCORE return fail(call)
#include "fixture.h"

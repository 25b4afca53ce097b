/* SPDX-License-Identifier: MIT */
/* Asks its host for more and more, and says so when there is no more. */
#include <reroute/plugin.h>

static int32_t take_all(rrp_call *call)
{
    while (call->host->alloc(call, 1 << 20, 8) != NULL)
        ;
    return RRP_ENOMEM;
}
#define IN_SCORE return take_all(call)
#include "fixture.h"

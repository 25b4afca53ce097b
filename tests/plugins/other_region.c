/* SPDX-License-Identifier: MIT */
/* Its code serves another region than its manifest. */
#include <reroute/plugin.h>

static int32_t name_other(rrp_call *call, rrp_vec *out)
{
    uint32_t *region = (uint32_t *)call->host->alloc(call, sizeof *region, 4);
    if (region == NULL)
        return RRP_ENOMEM;
    *region = call->host->intern(call, RRP_REGION, (rrp_str)RRP_S("CN-ZJ"));
    *out = (rrp_vec)RRP_VEC(uint32_t, region, 1);
    return RRP_OK;
}
#define IN_REGIONS return name_other(call, out)
#include "fixture.h"

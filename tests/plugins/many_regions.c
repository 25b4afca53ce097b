/* SPDX-License-Identifier: MIT */
/* More regions than the world has. */
#include <reroute/plugin.h>

static int32_t name_all(rrp_vec *out)
{
    static const uint32_t none[100000];
    *out = (rrp_vec)RRP_VEC(uint32_t, none, 100000);
    return RRP_OK;
}
#define IN_REGIONS return name_all(out)
#include "fixture.h"

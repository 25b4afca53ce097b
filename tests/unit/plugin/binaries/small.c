/* SPDX-License-Identifier: MIT */
/* A scoring plugin in few lines, without state. */
#include <reroute/plugin.h>

static int32_t score(void *self, rrp_call *call, const rrp_profile *profile, const rrp_vec *candidates, rrp_vec *verdicts)
{
    static const rrp_verdict one = {0, 0, {0, 0, 0}};
    (void)self, (void)call, (void)profile, (void)candidates;
    *verdicts = (rrp_vec)RRP_VEC(rrp_verdict, &one, 1);
    return RRP_OK;
}

static const rrp_scoring scoring = {sizeof(rrp_scoring), 0, NULL, NULL, score};

static const void *get(const char *id)
{
    return id[8] == 's' ? &scoring : NULL; /* reroute.scoring/1 */
}

RRP_PLUGIN("org.reroute.small", "Small", "1", "reroute", "MIT", get);

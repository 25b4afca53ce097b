/* SPDX-License-Identifier: MIT */
/* A worker and a role in, the essential requirements that are not covered out, in the units of the readiness. */
#include "base/error.h"
#include "plan/gather.h"

static uint32_t find_gap(const rr_match *match, uint32_t descriptor)
{
    for (size_t i = 0; i < match->gap_count; i++)
        if (match->gap[i].descriptor == descriptor)
            return (uint32_t)i;
    return RR_NONE;
}

rr_status rr__gather_items(rr__gathering *g, rr_error *err)
{
    const rr__block *b = g->w->matcher->taxonomy->block;
    const rr__occupation *o = rr__block_occupation(b, g->match->occupation);
    g->items = rr__arena_alloc(g->arena, (o->requirements.count + (size_t)1) * sizeof *g->items, 8);
    if (g->items == NULL)
        return rr__fail_nomem(err);
    for (uint32_t k = 0; k < o->requirements.count; k++) {
        const rr__requirement *r = RR__RECORD(rr__requirement, b, RR__SEC_REQUIREMENTS, o->requirements.first + k);
        uint32_t relative = RR_NONE;
        if (!rr__counts_for_readiness(b, r))
            continue;
        uint32_t covered = rr__cover(g->w, r, &relative), gap = find_gap(g->match, r->descriptor);
        g->total += rr__weight_of(r);
        g->covered += rr__weight_of(r) * covered / 1000000;
        if (covered < 1000000 && gap != RR_NONE && rr__weight_of(r) > 0)
            g->items[g->item_count++] = (rr__item){r, gap, covered, rr__weight_of(r)};
    }
    int64_t asked = (int64_t)rr__block_head(b)->viable_readiness_ppm * g->total;
    g->limits.threshold_ppm = rr__block_head(b)->viable_readiness_ppm;
    g->threshold = (asked + 999999) / 1000000 - g->covered;
    return RR_OK;
}

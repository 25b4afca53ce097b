/* SPDX-License-Identifier: MIT */
/* A requirement and a worker in, how far it is covered out: by the descriptor itself, level counted, or in
 * part by a close relative in the hierarchy. */
#include "match/worker.h"

/* What a relative is worth. A parent or child is nearly the thing, a sibling is half of it; a fit with a
 * relative never covers fully. */
static const struct { uint32_t parent_or_child, sibling; } credit = {750000, 500000};
enum { SIBLINGS_MOST = 2000 };

bool rr__counts_for_readiness(const rr__block *b, const rr__requirement *r)
{
    return r->essential && RR__RECORD(rr__facet, b, RR__SEC_FACETS, rr__block_descriptor(b, r->descriptor)->facet)->kind != RR_FACET_SCALE;
}

static uint32_t lowest_level(const rr__block *b, uint32_t descriptor)
{
    uint32_t scale = RR__RECORD(rr__facet, b, RR__SEC_FACETS, rr__block_descriptor(b, descriptor)->facet)->scale;
    if (scale == RR_NONE)
        return 0;
    const rr__scale *s = RR__RECORD(rr__scale, b, RR__SEC_SCALES, scale);
    int32_t low = s->first < s->last ? s->first : s->last;
    return low < 0 ? 0 : (uint32_t)low;
}

/* Held at the level asked for or higher: all of it. Lower: the steps climbed of the steps asked for, where
 * the lowest level is one step. A level nobody stated counts as the lowest. */
static uint32_t cover_level(const rr__block *b, const rr__holding *h, const rr__requirement *r)
{
    if (r->level < 0)
        return 1000000;
    int64_t low = lowest_level(b, r->descriptor), have = h->level < 0 ? low : h->level;
    if (have >= r->level || r->level < low) /* a file may ask for less than its scale has */
        return 1000000;
    return (uint32_t)((have - low + 100) * 1000000 / (r->level - low + 100));
}

static void consider(const rr__worker *w, const rr__requirement *r, uint32_t other, uint32_t worth, uint32_t *best, uint32_t *relative)
{
    const rr__holding *h = &w->holdings[other];
    if (other == r->descriptor || !h->held)
        return;
    uint32_t share = (uint32_t)((uint64_t)cover_level(w->matcher->taxonomy->block, h, r) * worth / 1000000);
    if (share > *best || (share == *best && share > 0 && other < *relative)) {
        *best = share;
        *relative = other;
    }
}

uint32_t rr__cover(const rr__worker *w, const rr__requirement *r, uint32_t *relative)
{
    const rr__block *b = w->matcher->taxonomy->block;
    const rr__descriptor *d = rr__block_descriptor(b, r->descriptor);
    const rr__holding *own = &w->holdings[r->descriptor];
    uint32_t best = 0;
    *relative = RR_NONE;
    if (own->held)
        return cover_level(b, own, r);
    if (own->struck)
        return 0;
    for (uint32_t k = 0; k < d->narrower.count && k < SIBLINGS_MOST; k++)
        consider(w, r, *RR__RECORD(uint32_t, b, RR__SEC_NARROWER, d->narrower.first + k), credit.parent_or_child, &best, relative);
    for (uint32_t k = 0; k < d->broader.count; k++) {
        uint32_t parent = *RR__RECORD(uint32_t, b, RR__SEC_BROADER, d->broader.first + k);
        rr__group siblings = rr__block_descriptor(b, parent)->narrower;
        consider(w, r, parent, credit.parent_or_child, &best, relative);
        for (uint32_t s = 0; s < siblings.count && s < SIBLINGS_MOST; s++)
            consider(w, r, *RR__RECORD(uint32_t, b, RR__SEC_NARROWER, siblings.first + s), credit.sibling, &best, relative);
    }
    return best;
}

/* An importance nobody stated counts as one. */
int32_t rr__readiness(const rr__worker *w, uint32_t occupation)
{
    const rr__block *b = w->matcher->taxonomy->block;
    const rr__occupation *o = rr__block_occupation(b, occupation);
    uint64_t total = 0, covered = 0;
    for (uint32_t k = 0; k < o->requirements.count; k++) {
        const rr__requirement *r = RR__RECORD(rr__requirement, b, RR__SEC_REQUIREMENTS, o->requirements.first + k);
        uint32_t relative = RR_NONE;
        if (!rr__counts_for_readiness(b, r))
            continue;
        uint64_t weight = r->importance_ppm < 0 ? 1000000 : (uint64_t)r->importance_ppm;
        total += weight;
        covered += weight * rr__cover(w, r, &relative) / 1000000;
    }
    return total == 0 ? -1 : (int32_t)(covered * 1000000 / total);
}

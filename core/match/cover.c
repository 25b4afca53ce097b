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
uint32_t rr__cover_level(const rr__block *b, const rr__requirement *r, int32_t held_level)
{
    if (r->level < 0)
        return 1000000;
    int64_t low = lowest_level(b, r->descriptor), have = held_level < 0 ? low : held_level;
    if (have >= r->level || r->level < low) /* a file may ask for less than its scale has */
        return 1000000;
    return (uint32_t)((have - low + 100) * 1000000 / (r->level - low + 100));
}

void rr__each_relative(const rr__block *b, uint32_t descriptor, void (*each)(void *user, uint32_t relative, uint32_t worth_ppm), void *user)
{
    const rr__descriptor *d = rr__block_descriptor(b, descriptor);
    for (uint32_t k = 0; k < d->narrower.count && k < SIBLINGS_MOST; k++)
        each(user, *RR__RECORD(uint32_t, b, RR__SEC_NARROWER, d->narrower.first + k), credit.parent_or_child);
    for (uint32_t k = 0; k < d->broader.count; k++) {
        uint32_t parent = *RR__RECORD(uint32_t, b, RR__SEC_BROADER, d->broader.first + k);
        rr__group siblings = rr__block_descriptor(b, parent)->narrower;
        each(user, parent, credit.parent_or_child);
        for (uint32_t s = 0; s < siblings.count && s < SIBLINGS_MOST; s++) {
            uint32_t sibling = *RR__RECORD(uint32_t, b, RR__SEC_NARROWER, siblings.first + s);
            if (sibling != descriptor)
                each(user, sibling, credit.sibling);
        }
    }
}

typedef struct covering { const rr__worker *w; const rr__requirement *r; uint32_t best, relative; } covering;

static void consider(void *user, uint32_t other, uint32_t worth)
{
    covering *c = user;
    const rr__holding *h = &c->w->holdings[other];
    if (!h->held)
        return;
    uint32_t share = (uint32_t)((uint64_t)rr__cover_level(c->w->matcher->taxonomy->block, c->r, h->level) * worth / 1000000);
    if (share > c->best || (share == c->best && share > 0 && c->relative != RR_NONE && other < c->relative)) {
        c->best = share;
        c->relative = other;
    }
}

/* The best of what is held itself and of its relatives: to learn more never covers less. */
uint32_t rr__cover(const rr__worker *w, const rr__requirement *r, uint32_t *relative)
{
    const rr__block *b = w->matcher->taxonomy->block;
    const rr__holding *own = &w->holdings[r->descriptor];
    covering c = {w, r, own->held ? rr__cover_level(b, r, own->level) : 0, RR_NONE};
    if (!own->struck && c.best < 1000000)
        rr__each_relative(b, r->descriptor, consider, &c);
    *relative = c.relative;
    return c.best;
}

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
        uint64_t weight = (uint64_t)rr__weight_of(r);
        total += weight;
        covered += weight * rr__cover(w, r, &relative) / 1000000;
    }
    return total == 0 ? -1 : (int32_t)(covered * 1000000 / total);
}

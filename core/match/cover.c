/* SPDX-License-Identifier: MIT */
/* A requirement and a worker in, how far it is covered out: by the descriptor itself, level counted, or in
 * part by a close relative in the hierarchy. */
#include "match/worker.h"

/* What a relative is worth. A parent or child is nearly the thing, a sibling is half of it; a fit with a
 * relative never covers fully. */
enum { FULL = 1000000, KIN = 750000 /* parent or child */, SIBLING = 500000 };
enum { SIBLINGS_MOST = 2000 };

bool rr__counts_for_readiness(const rr__block *b, const rr__requirement *r)
{
    return r->essential && RR__RECORD(rr__facet, b, RR__SEC_FACETS, rr__block_descriptor(b, r->descriptor)->facet)->kind != RR_FACET_SCALE;
}

static int32_t lowest_level(const rr__block *b, uint32_t descriptor)
{
    uint32_t scale = RR__RECORD(rr__facet, b, RR__SEC_FACETS, rr__block_descriptor(b, descriptor)->facet)->scale;
    if (scale == RR_NONE)
        return 0;
    const rr__scale *s = RR__RECORD(rr__scale, b, RR__SEC_SCALES, scale);
    int32_t low = s->first < s->last ? s->first : s->last;
    return low < 0 ? 0 : low;
}

/* Held at the level asked for or higher: all of it. Lower: the steps climbed of the steps asked for, where
 * the lowest level is one step. A level nobody stated counts as the lowest. */
static uint32_t cover_level(int32_t level, int32_t lowest, int32_t held_level)
{
    if (level < 0)
        return FULL;
    int64_t low = lowest, have = held_level < 0 ? low : held_level, climbed = have - low + 100, steps = level - low + 100;
    if (level < low) /* a file may ask for less than its scale has */
        return FULL;
    if (climbed > steps)
        climbed = steps;
    return steps < UINT32_MAX / FULL ? (uint32_t)climbed * FULL / (uint32_t)steps : (uint32_t)(climbed * FULL / steps);
}

uint32_t rr__cover_level(const rr__block *b, const rr__requirement *r, int32_t held_level)
{
    return cover_level(r->level, r->level < 0 ? 0 : lowest_level(b, r->descriptor), held_level);
}

void rr__each_relative(const rr__block *b, uint32_t descriptor, void (*each)(void *user, uint32_t relative, uint32_t worth_ppm), void *user)
{
    const rr__descriptor *d = rr__block_descriptor(b, descriptor);
    for (uint32_t k = 0; k < d->narrower.count && k < SIBLINGS_MOST; k++)
        each(user, *RR__RECORD(uint32_t, b, RR__SEC_NARROWER, d->narrower.first + k), KIN);
    for (uint32_t k = 0; k < d->broader.count; k++) {
        uint32_t parent = *RR__RECORD(uint32_t, b, RR__SEC_BROADER, d->broader.first + k);
        rr__group siblings = rr__block_descriptor(b, parent)->narrower;
        each(user, parent, KIN);
        for (uint32_t s = 0; s < siblings.count && s < SIBLINGS_MOST; s++) {
            uint32_t sibling = *RR__RECORD(uint32_t, b, RR__SEC_NARROWER, siblings.first + s);
            if (sibling != descriptor)
                each(user, sibling, SIBLING);
        }
    }
}

typedef struct covering { const rr__worker *w; int32_t level, low; uint32_t best, relative; } covering;

static void consider(void *user, uint32_t other, uint32_t worth)
{
    covering *c = user;
    const rr__holding *h = &c->w->holdings[other];
    if (!rr__worker_holds(c->w, other))
        return;
    uint32_t share = (uint32_t)((uint64_t)cover_level(c->level, c->low, h->level) * worth / 1000000);
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
    int32_t low = r->level < 0 ? 0 : lowest_level(b, r->descriptor);
    covering c = {w, r->level, low, own->held ? cover_level(r->level, low, own->level) : 0, RR_NONE};
    if (!own->struck && c.best < 1000000)
        rr__each_relative(b, r->descriptor, consider, &c);
    *relative = c.relative;
    return c.best;
}

/* ---- readiness: how far, without the relative's name ---- */

uint32_t rr__parent_of(const rr__block *b, uint32_t descriptor)
{
    const rr__descriptor *d = rr__block_descriptor(b, descriptor);
    if (d->broader.count > 1 || d->narrower.count > SIBLINGS_MOST)
        return RR__FAMILY;
    if (d->broader.count == 0)
        return RR_NONE;
    uint32_t parent = *RR__RECORD(uint32_t, b, RR__SEC_BROADER, d->broader.first);
    return rr__block_descriptor(b, parent)->narrower.count > SIBLINGS_MOST ? RR__FAMILY : parent;
}

static void mark_one(rr__worker *w, uint32_t parent)
{
    if (w->marks[parent] == 0)
        w->noted[w->noted_count++] = parent;
    w->marks[parent] |= RR__NOTED | RR__BELOW;
}

void rr__worker_mark_below(rr__worker *w, uint32_t descriptor, uint32_t parent)
{
    const rr__block *b = w->matcher->taxonomy->block;
    if (parent == RR_NONE)
        return;
    if (parent != RR__FAMILY) {
        mark_one(w, parent);
        return;
    }
    rr__group broader = rr__block_descriptor(b, descriptor)->broader;
    for (uint32_t k = 0; k < broader.count; k++)
        mark_one(w, *RR__RECORD(uint32_t, b, RR__SEC_BROADER, broader.first + k));
}

static void mark_below(rr__worker *w)
{
    uint32_t count = w->noted_count;
    for (uint32_t i = 0; i < count; i++)
        if (rr__worker_holds(w, w->noted[i]))
            rr__worker_mark_below(w, w->noted[i], w->roles != NULL ? w->roles->parents[w->noted[i]] : RR__FAMILY);
    w->below_marked = true;
}

void rr__forget_below(rr__worker *w)
{
    for (uint32_t i = 0; i < w->noted_count; i++)
        w->marks[w->noted[i]] &= (uint8_t)~RR__BELOW;
    w->below_marked = false;
}

/* Where no level is asked for, a relative that is held is worth the same whichever it is: a mark at the parent tells of
 * all siblings. (Then the descriptor itself is not held, or it would cover more.) What is held is not to be guessed, so this
 * is a table by the marks of both, without a branch: own BELOW, HELD, STRUCK, then the parent's BELOW and HELD. */
#define BY_PARENT(none, below, held) {none, below, held, held}
static const uint32_t plain_credit[8][4] = {
    BY_PARENT(0, SIBLING, KIN), BY_PARENT(KIN, KIN, KIN), BY_PARENT(FULL, FULL, FULL), BY_PARENT(FULL, FULL, FULL),
    BY_PARENT(0, 0, 0), BY_PARENT(0, 0, 0), BY_PARENT(FULL, FULL, FULL), BY_PARENT(FULL, FULL, FULL)};

static inline uint32_t cover_plain(const uint8_t *marks, uint32_t descriptor, uint32_t parent)
{
    return plain_credit[marks[descriptor] >> 1 & 7][marks[parent] >> 1 & 3];
}

/* Kept out of its caller, which nearly always does without. */
__attribute__((noinline)) static uint32_t cover_by_relatives(const rr__worker *w, const rr__ask *ask, uint32_t best)
{
    covering c = {w, ask->level, ask->low, best, RR_NONE};
    rr__each_relative(w->matcher->taxonomy->block, ask->descriptor, consider, &c);
    return c.best;
}

/* Otherwise relatives are looked at one by one, where one could be worth more than what is held. */
static inline uint32_t cover_ask(const rr__worker *w, const rr__ask *ask)
{
    const uint8_t marks = w->marks[ask->descriptor];
    if (ask->level < 0 && ask->parent != RR__FAMILY)
        return cover_plain(w->marks, ask->descriptor, ask->parent != RR_NONE ? ask->parent : w->descriptors);
    uint32_t best = (marks & RR__HELD) != 0 ? cover_level(ask->level, ask->low, w->holdings[ask->descriptor].level) : 0;
    bool alone = ask->parent == RR_NONE && (marks & RR__BELOW) == 0;
    return alone || best >= KIN || (marks & RR__STRUCK) != 0 ? best : cover_by_relatives(w, ask, best);
}

rr__ask rr__ask_of(const rr__block *b, const rr__requirement *r)
{
    return (rr__ask){r->descriptor, rr__parent_of(b, r->descriptor), (uint32_t)rr__weight_of(r), r->level,
                     r->level < 0 ? 0 : lowest_level(b, r->descriptor)};
}

/* Parts that are added up, so that nobody need have all of them in one place. */
typedef struct sum { uint64_t total, covered; } sum;

static void add_ask(sum *s, const rr__worker *w, const rr__ask *ask)
{
    s->total += ask->weight;
    s->covered += (uint64_t)ask->weight * cover_ask(w, ask) / 1000000;
}

static int32_t share_of(const sum *s)
{
    return s->total == 0 ? -1 : (int32_t)(s->covered * 1000000 / s->total);
}

int32_t rr__readiness_at(rr__worker *w, const rr__roles *roles, uint32_t document)
{
    sum s = {0, 0};
    const rr__plain_ask *plain = roles->plain.data;
    const rr__ask *asks = roles->asks.data;
    if (!w->below_marked)
        mark_below(w);
    for (uint32_t i = roles->first_plain[document]; i < roles->first_plain[document + 1]; i++)
        s.covered += cover_plain(w->marks, plain[i].descriptor, plain[i].parent);
    s.total = (uint64_t)(roles->first_plain[document + 1] - roles->first_plain[document]) * 1000000;
    for (uint32_t i = roles->first_ask[document]; i < roles->first_ask[document + 1]; i++)
        add_ask(&s, w, &asks[i]);
    return share_of(&s);
}

int32_t rr__readiness(rr__worker *w, uint32_t occupation)
{
    const rr__block *b = w->matcher->taxonomy->block;
    const rr__occupation *o = rr__block_occupation(b, occupation);
    sum s = {0, 0};
    if (!w->below_marked)
        mark_below(w);
    for (uint32_t k = 0; k < o->requirements.count; k++) {
        const rr__requirement *r = RR__RECORD(rr__requirement, b, RR__SEC_REQUIREMENTS, o->requirements.first + k);
        if (!rr__counts_for_readiness(b, r))
            continue;
        rr__ask ask = rr__ask_of(b, r);
        add_ask(&s, w, &ask);
    }
    return share_of(&s);
}

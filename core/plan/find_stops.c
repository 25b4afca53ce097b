/* SPDX-License-Identifier: MIT */
/* A worker and a role in, the roles that would bring it nearer out: who works in one holds what it asks for afterwards. */
#include <stdlib.h>
#include <string.h>

#include "plan/stops.h"

typedef struct open { const rr__requirement *requirement; int64_t weight, covered; } open;  /* an essential requirement; covered: in weight */
typedef struct touch { uint32_t item, worth, next; } touch;                                /* to hold a descriptor covers the item */

typedef struct near { uint32_t worth; int32_t level; } near; /* what of a descriptor's relatives is held */

typedef struct looking {
    const rr__worker *w;
    near *nears;       /* by descriptor */
    uint32_t held;
    open *items;
    uint32_t item_count, item;
    int64_t total, covered;
    uint32_t *first;   /* by descriptor: its first touch + 1 */
    rr__vec touches;
    int64_t *best;     /* by item, of the role at hand */
    bool nomem;
} looking;

static void add_touch(void *user, uint32_t descriptor, uint32_t worth)
{
    looking *l = user;
    l->nomem = !rr__vec_push(&l->touches, &(touch){l->item, worth, l->first[descriptor]}) || l->nomem;
    l->first[descriptor] = (uint32_t)l->touches.count;
}

static void take_target(looking *l, uint32_t target)
{
    const rr__block *b = l->w->matcher->taxonomy->block;
    rr__group requirements = rr__block_occupation(b, target)->requirements;
    for (uint32_t k = 0; k < requirements.count && !l->nomem; k++) {
        const rr__requirement *r = RR__RECORD(rr__requirement, b, RR__SEC_REQUIREMENTS, requirements.first + k);
        uint32_t relative = RR_NONE;
        if (!rr__counts_for_readiness(b, r))
            continue;
        int64_t covered = rr__weight_of(r) * rr__cover(l->w, r, &relative) / 1000000;
        l->total += rr__weight_of(r);
        l->covered += covered;
        if (covered >= rr__weight_of(r))
            continue;
        l->item = l->item_count;
        l->items[l->item_count++] = (open){r, rr__weight_of(r), covered};
        add_touch(l, r->descriptor, 1000000);
        rr__each_relative(b, r->descriptor, add_touch, l);
    }
}

/* What working in a role would add, in weight. */
static int64_t added_by(looking *l, uint32_t occupation)
{
    const rr__block *b = l->w->matcher->taxonomy->block;
    rr__group requirements = rr__block_occupation(b, occupation)->requirements;
    int64_t sum = 0;
    memset(l->best, 0, (l->item_count + (size_t)1) * sizeof *l->best);
    for (uint32_t k = 0; k < requirements.count; k++) {
        const rr__requirement *r = RR__RECORD(rr__requirement, b, RR__SEC_REQUIREMENTS, requirements.first + k);
        for (uint32_t t = l->first[r->descriptor]; t != 0; t = RR__AT(touch, &l->touches, t - 1).next) {
            const touch *to = &RR__AT(touch, &l->touches, t - 1);
            const open *item = &l->items[to->item];
            int64_t share = (int64_t)rr__cover_level(b, item->requirement, r->level) * to->worth / 1000000;
            int64_t more = item->weight * share / 1000000 - item->covered;
            l->best[to->item] = more > l->best[to->item] ? more : l->best[to->item];
        }
    }
    for (uint32_t i = 0; i < l->item_count; i++)
        sum += l->best[i];
    return sum;
}

static void be_near(void *user, uint32_t relative, uint32_t worth)
{
    looking *l = user;
    near *n = &l->nears[relative];
    int32_t level = l->w->holdings[l->held].level;
    if (worth > n->worth || (worth == n->worth && level > n->level))
        *n = (near){worth, level};
}

static void find_nears(looking *l)
{
    const rr__block *b = l->w->matcher->taxonomy->block;
    for (l->held = 0; l->held < rr__block_count(b, RR__SEC_DESCRIPTORS); l->held++)
        if (l->w->holdings[l->held].held)
            rr__each_relative(b, l->held, be_near, l);
}

/* The readiness for a role, from the nearest relative of each requirement alone: enough to choose what is worth a plan. */
static int32_t estimate_readiness(const looking *l, uint32_t occupation)
{
    const rr__block *b = l->w->matcher->taxonomy->block;
    rr__group requirements = rr__block_occupation(b, occupation)->requirements;
    int64_t total = 0, covered = 0;
    for (uint32_t k = 0; k < requirements.count; k++) {
        const rr__requirement *r = RR__RECORD(rr__requirement, b, RR__SEC_REQUIREMENTS, requirements.first + k);
        const rr__holding *own = &l->w->holdings[r->descriptor];
        const near *n = &l->nears[r->descriptor];
        if (!rr__counts_for_readiness(b, r))
            continue;
        int64_t share = own->held ? rr__cover_level(b, r, own->level) : 0;
        int64_t relative = own->struck || n->worth == 0 ? 0 : (int64_t)rr__cover_level(b, r, n->level) * n->worth / 1000000;
        total += rr__weight_of(r);
        covered += rr__weight_of(r) * (relative > share ? relative : share) / 1000000;
    }
    return total == 0 ? -1 : (int32_t)(covered * 1000000 / total);
}

static int compare(const void *x, const void *y)
{
    const rr__stop *a = x, *b = y;
    if (a->viable != b->viable)
        return a->viable ? -1 : 1;
    if (a->leads_to_ppm != b->leads_to_ppm)
        return a->leads_to_ppm > b->leads_to_ppm ? -1 : 1;
    return a->occupation < b->occupation ? -1 : a->occupation > b->occupation;
}

/* Whether the person worked in it: whoever leaves a job is not sent back to it. */
static bool is_left(const rr__worker *w, uint32_t document)
{
    bool left = false;
    for (size_t i = 0; i < w->history.count; i++)
        left = left || RR__AT(rr__past, &w->history, i).document == document;
    return left;
}

static void find(looking *l, rr__stop *stops, size_t *count, uint32_t target, bool all)
{
    const rr__block *b = l->w->matcher->taxonomy->block;
    int32_t threshold = (int32_t)rr__block_head(b)->viable_readiness_ppm;
    for (uint32_t o = 0; o < l->w->matcher->index->occupations; o++) {
        uint32_t document = rr__index_document_of(l->w->matcher->index)[o];
        if (o == target || rr__block_occupation(b, o)->role == RR_ROLE_SOURCE || document == RR_NONE)
            continue;
        int64_t added = added_by(l, o);
        if (added <= 0 && (!all || is_left(l->w, document)))
            continue;
        int32_t own = estimate_readiness(l, o);
        if ((added <= 0 && own < threshold) || rr__breaks_law(l->w, o))
            continue;
        stops[(*count)++] = (rr__stop){o, own, (int32_t)((l->covered + added) * 1000000 / l->total), own >= threshold};
    }
    qsort(stops, *count, sizeof *stops, compare);
}

static size_t size_of_stops(const rr__worker *w)
{
    return (w->matcher->index->occupations + (size_t)1) * sizeof(rr__stop);
}

void rr__stops_free(const rr__worker *w, rr__stop *stops)
{
    rr__free_secret(&w->matcher->context->allocator, stops, size_of_stops(w));
}

bool rr__find_stops(rr__stop **out, size_t *count, const rr__worker *w, uint32_t target, bool all)
{
    const rr__block *b = w->matcher->taxonomy->block;
    const rr_allocator *a = &w->matcher->context->allocator;
    size_t items = rr__block_occupation(b, target)->requirements.count + (size_t)1, descriptors = rr__block_count(b, RR__SEC_DESCRIPTORS) + (size_t)1;
    looking l = {.w = w};
    rr__vec_init(&l.touches, a, sizeof(touch));
    l.touches.secret = true;
    l.items = rr__alloc(a, items * sizeof *l.items);
    l.best = rr__alloc(a, items * sizeof *l.best);
    l.first = rr__alloc(a, descriptors * sizeof *l.first);
    l.nears = rr__alloc(a, descriptors * sizeof *l.nears);
    *out = rr__alloc(a, size_of_stops(w));
    *count = 0;
    bool good = l.items != NULL && l.best != NULL && l.first != NULL && l.nears != NULL && *out != NULL;
    if (good)
        take_target(&l, target);
    good = good && !l.nomem;
    if (good && l.total > 0)
        find_nears(&l);
    if (good && l.total > 0)
        find(&l, *out, count, target, all);
    rr__free_secret(a, l.items, items * sizeof *l.items);
    rr__free_secret(a, l.best, items * sizeof *l.best);
    rr__free_secret(a, l.first, descriptors * sizeof *l.first);
    rr__free_secret(a, l.nears, descriptors * sizeof *l.nears);
    rr__vec_finish(&l.touches);
    if (!good) {
        rr__stops_free(w, *out);
        *out = NULL;
    }
    return good;
}

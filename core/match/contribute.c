/* SPDX-License-Identifier: MIT */
/* One match in, the summands of its fit out: largest first, and what they leave by name, so that they add
 * up exactly to the fit that ranked the role. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "match/worker.h"

typedef struct summing {
    const rr__worker *w;
    const rr__index *index;
    rr__vec out;      /* rr_contribution */
    double factor;    /* raw -> ppm */
    uint32_t document;
    float fineness;   /* of the query */
    bool failed;
} summing;

static int32_t round_ppm(double x)
{
    x = x > -INT32_MAX ? x : -INT32_MAX; /* so is what is no number: a file may hold any */
    x = x < INT32_MAX ? x : INT32_MAX;
    return (int32_t)(x < 0 ? x - 0.5 : x + 0.5);
}

static void add(summing *s, rr_contribution_kind kind, uint32_t term, uint32_t descriptor, rr_origin origin, double raw)
{
    const rr_override *override = descriptor == RR_NONE ? NULL : s->w->whence[descriptor].override;
    rr_contribution c = {kind, term, descriptor, origin, round_ppm(raw * s->factor), override};
    if (c.ppm != 0 && !rr__vec_push(&s->out, &c))
        s->failed = true;
}

static rr_origin origin_of(const summing *s, uint32_t t, uint32_t descriptor)
{
    const rr__holding *h = &s->w->holdings[descriptor];
    return s->w->query.terms[t].estimated ? RR_ORIGIN_ESTIMATED : h->held ? (rr_origin)h->origin : RR_ORIGIN_INFERRED;
}

/* Products by feature, of the whole numbers that scoring multiplied. A distance is 2ab - b^2 for each column, less |a|^2 that
 * no column owns. */
static void sum_features(summing *s, uint32_t t, float weight)
{
    const rr__index_term *term = &rr__index_terms(s->index)[t];
    const rr__query_term *own = &s->w->query.terms[t];
    const rr__entry_of *entries = s->w->query.entries + own->first;
    bool distance = rr__is_distance(term);
    double words = 0, squared = (double)weight / ((double)term->how.divisor / 1e6);
    float factor = rr__query_factor(term, weight, s->fineness);
    const uint32_t *forward = rr__index_forward(s->index, t) + s->document;
    const rr__entry_of *theirs = rr__index_entries(s->index) + forward[0], *end = rr__index_entries(s->index) + forward[1];
    for (uint32_t i = 0; i < own->count; i++) { /* features ascend on both sides */
        const rr__feature *f = &rr__index_features(s->index)[entries[i].feature];
        while (theirs < end && theirs->feature < entries[i].feature)
            theirs++;
        bool shared = theirs < end && theirs->feature == entries[i].feature;
        double b = shared ? (double)theirs->value : 0;
        int32_t product = shared ? rr__whole(entries[i].value * factor) * rr__whole(theirs->value * term->grain) : 0;
        double raw = product / (double)s->fineness - (distance ? squared * b * b : 0);
        if (f->descriptor == RR_NONE)
            words += raw;
        else
            add(s, RR_CONTRIBUTION_DESCRIPTOR, t, f->descriptor, origin_of(s, t, f->descriptor), raw);
    }
    if (term->how.kind == RR__TERM_TITLES || term->how.kind == RR__TERM_TEXT)
        add(s, term->how.kind == RR__TERM_TITLES ? RR_CONTRIBUTION_TITLES : RR_CONTRIBUTION_TEXT, t, RR_NONE, RR_ORIGIN_INFERRED, words);
    if (distance)
        add(s, RR_CONTRIBUTION_REST, t, RR_NONE, RR_ORIGIN_INFERRED, -(double)weight * (double)own->own_norm);
}

static uint32_t scale_descriptor(const summing *s, uint32_t facet)
{
    const rr__block *b = s->w->matcher->taxonomy->block;
    for (uint32_t d = 0; d < rr__block_count(b, RR__SEC_DESCRIPTORS); d++)
        if (rr__block_descriptor(b, d)->facet == facet)
            return d;
    return RR_NONE;
}

static void sum_terms(summing *s, const float *weights)
{
    for (uint32_t t = 0; t < s->index->terms && !s->failed; t++) {
        const rr__index_term *term = &rr__index_terms(s->index)[t];
        const rr__query_term *own = &s->w->query.terms[t];
        double weight = (double)weights[t];
        if (weights[t] == 0)
            continue;
        if (!own->present || rr__index_lacks(s->index, t)[s->document]) {
            add(s, RR_CONTRIBUTION_MISSING, t, RR_NONE, RR_ORIGIN_INFERRED, weight * (double)term->mean);
        } else if (term->how.kind == RR__TERM_SCALE) {
            double far = (double)rr__index_bias(s->index, t)[s->document] - (double)own->scale_value;
            uint32_t d = scale_descriptor(s, term->how.facet);
            add(s, d == RR_NONE ? RR_CONTRIBUTION_REST : RR_CONTRIBUTION_DESCRIPTOR, t, d, d == RR_NONE ? RR_ORIGIN_INFERRED : origin_of(s, t, d),
                -weight * (far < 0 ? -far : far) / ((double)term->how.divisor / 1e6));
        } else {
            sum_features(s, t, weights[t]);
        }
    }
}

static int compare(const void *a, const void *b)
{
    const rr_contribution *x = a, *y = b;
    bool x_named = x->kind <= RR_CONTRIBUTION_TEXT, y_named = y->kind <= RR_CONTRIBUTION_TEXT;
    if (x_named != y_named)
        return x_named ? -1 : 1;
    if (x->ppm != y->ppm)
        return x->ppm > y->ppm ? -1 : 1;
    if (x->term != y->term)
        return x->term < y->term ? -1 : 1;
    return x->descriptor < y->descriptor ? -1 : x->descriptor > y->descriptor;
}

/* The named constants, then whatever rounding and unlisted summands leave. */
static void add_constants(summing *s, const rr_match *match, const rr__combination *c)
{
    add(s, RR_CONTRIBUTION_OFFSET, RR_NONE, RR_NONE, RR_ORIGIN_INFERRED, -c->lowest);
    int64_t sum = 0;
    for (size_t i = 0; i < s->out.count; i++)
        sum += RR__AT(rr_contribution, &s->out, i).ppm;
    /* At an end of the scale the difference is what the clamp cut off; inside it, rounding. */
    bool clamped = match->fit_ppm == 0 || match->fit_ppm == 1000000;
    rr_contribution rest = {clamped ? RR_CONTRIBUTION_CLAMP : RR_CONTRIBUTION_REST, RR_NONE, RR_NONE, RR_ORIGIN_INFERRED,
                            (int32_t)(match->fit_ppm - sum), NULL};
    if (rest.ppm != 0 && !rr__vec_push(&s->out, &rest))
        s->failed = true;
}

rr_status rr__add_contributions(rr_match *match, rr__arena *arena, const rr__worker *w, uint32_t document, const float *weights,
                                const rr__combination *c, rr_error *err)
{
    summing s = {.w = w, .index = w->matcher->index, .factor = 1e6 / (c->highest - c->lowest), .document = document};
    s.fineness = rr__query_fineness(&w->query, s.index, weights);
    rr__vec_init(&s.out, &w->matcher->context->allocator, sizeof(rr_contribution));
    s.out.secret = true;
    sum_terms(&s, weights);
    if (!s.failed)
        add_constants(&s, match, c);
    rr_contribution *kept = s.failed ? NULL : rr__arena_alloc(arena, (s.out.count + 1) * sizeof *kept, 8);
    if (kept != NULL && s.out.count > 0)
        memcpy(kept, s.out.data, s.out.count * sizeof *kept);
    match->contributions = kept;
    match->contribution_count = s.out.count;
    rr__vec_finish(&s.out);
    return kept == NULL ? rr__fail_nomem(err) : RR_OK;
}

/* Puts one of them where it belongs among the largest, which are sorted; what falls out is returned in ppm. */
static int32_t keep_largest(rr_contribution *largest, size_t *count, size_t most, rr_contribution own)
{
    int32_t fallen = 0;
    if (*count == most) {
        if (compare(&own, &largest[most - 1]) >= 0)
            return own.ppm;
        fallen = largest[--*count].ppm;
    }
    size_t at = (*count)++;
    for (; at > 0 && compare(&own, &largest[at - 1]) < 0; at--)
        largest[at] = largest[at - 1];
    largest[at] = own;
    return fallen;
}

/* A list for the desk is short: the smaller summands become one, and need no order. */
static void shorten(rr_match *match, rr_contribution *all)
{
    enum { LISTED_MOST = 40 };
    rr_contribution largest[LISTED_MOST];
    size_t named = 0, constants = 0;
    int64_t rest = 0;
    for (size_t i = 0; i < match->contribution_count; i++)
        if (all[i].kind <= RR_CONTRIBUTION_TEXT)
            rest += keep_largest(largest, &named, LISTED_MOST, all[i]);
        else if (all[i].kind == RR_CONTRIBUTION_REST)
            rest += all[i].ppm;
        else
            all[constants++] = all[i];
    if (constants > 0)
        qsort(all, constants, sizeof *all, compare);
    memmove(all + named, all, constants * sizeof *all);
    memcpy(all, largest, named * sizeof *all);
    match->contribution_count = named + constants;
    if (rest != 0)
        all[match->contribution_count++] =
            (rr_contribution){.kind = RR_CONTRIBUTION_REST, .term = RR_NONE, .descriptor = RR_NONE, .origin = RR_ORIGIN_INFERRED, .ppm = (int32_t)rest};
}

void rr__sort_contributions(rr_match *match, bool everything)
{
    rr_contribution *all = (rr_contribution *)(uintptr_t)match->contributions; /* ours, behind a const of the callers' */
    if (!everything)
        shorten(match, all);
    else if (match->contribution_count > 0)
        qsort(all, match->contribution_count, sizeof *all, compare);
}

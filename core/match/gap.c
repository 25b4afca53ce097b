/* SPDX-License-Identifier: MIT */
/* A role and a worker in; what is missing and what is held of it out. */
#include <stdlib.h>

#include "base/error.h"
#include "match/worker.h"
#include "plugin/plugins.h"

static int compare_gap(const void *a, const void *b)
{
    const rr_gap_item *x = a, *y = b;
    if (x->essential != y->essential)
        return y->essential - x->essential;
    if (x->importance_ppm != y->importance_ppm)
        return x->importance_ppm > y->importance_ppm ? -1 : 1;
    return x->descriptor < y->descriptor ? -1 : x->descriptor > y->descriptor;
}

static int compare_held(const void *a, const void *b)
{
    const rr_held *x = a, *y = b;
    if (x->contribution_ppm != y->contribution_ppm)
        return x->contribution_ppm > y->contribution_ppm ? -1 : 1;
    return x->descriptor < y->descriptor ? -1 : x->descriptor > y->descriptor;
}

static const rr__requirement *requirement_at(const rr__worker *w, const rr_match *match, uint32_t k)
{
    const rr__block *b = w->matcher->taxonomy->block;
    return RR__RECORD(rr__requirement, b, RR__SEC_REQUIREMENTS, rr__block_occupation(b, match->occupation)->requirements.first + k);
}

/* In a rated facet everything is rated: only what is essential there can be missing. A listed facet of which
 * no role needs anything (a classification) holds nothing that could be. */
static bool can_be_missing(const rr__worker *w, const rr__requirement *r)
{
    const rr__block *b = w->matcher->taxonomy->block;
    uint32_t facet = rr__block_descriptor(b, r->descriptor)->facet;
    return r->essential || (RR__RECORD(rr__facet, b, RR__SEC_FACETS, facet)->kind == RR_FACET_LISTED && rr__index_needed(w->matcher->index)[facet]);
}

/* Which courses of the region teach each item beyond what is held. The first is the one that closes most of the whole gap:
 * what it adds to the readiness; where nothing adds to it, how many items. */
rr_status rr__add_courses(rr_match *match, const rr__worker *w, rr_error *err)
{
    const rr_plugins *plugins = w->options->plugins;
    const rr_allocator *a = &w->matcher->context->allocator;
    rr_gap_item *gap = (rr_gap_item *)(uintptr_t)match->gap; /* our own, still being made */
    rr_taxonomy_info info;
    if (plugins == NULL || rr__catalogue_count(plugins->catalogue) == 0)
        return RR_OK;
    rr_taxonomy_get_info(w->matcher->taxonomy, &info);
    rr__lack *lacks = rr__alloc(a, (info.descriptor_count + (size_t)1) * sizeof *lacks);
    if (lacks == NULL)
        return rr__fail_nomem(err);
    bool counts = false;
    for (size_t i = 0; i < match->gap_count; i++)
        counts = counts || gap[i].readiness_ppm > 0;
    for (size_t i = 0; i < match->gap_count; i++)
        lacks[gap[i].descriptor] = (rr__lack){gap[i].to_level, counts ? gap[i].readiness_ppm : 1};
    for (size_t i = 0; i < match->gap_count; i++) {
        rr__offer first;
        gap[i].course_count = rr__catalogue_find(plugins->catalogue, gap[i].descriptor, gap[i].from_level, gap[i].to_level, lacks, &first);
        if (gap[i].course_count > 0)
            gap[i].first_course = (rr_offer){first.plugin, first.course, first.school};
    }
    rr__free_secret(a, lacks, (info.descriptor_count + (size_t)1) * sizeof *lacks);
    return RR_OK;
}

rr_status rr__add_gap(rr_match *match, rr__arena *arena, const rr__worker *w, rr_error *err)
{
    const rr__block *b = w->matcher->taxonomy->block;
    uint32_t count = rr__block_occupation(b, match->occupation)->requirements.count;
    rr_gap_item *gap = rr__arena_alloc(arena, (count + (size_t)1) * sizeof *gap, 8);
    uint64_t total = 0;
    size_t n = 0;
    if (gap == NULL)
        return rr__fail_nomem(err);
    for (uint32_t k = 0; k < count; k++)
        total += rr__counts_for_readiness(b, requirement_at(w, match, k)) ? (uint64_t)rr__weight_of(requirement_at(w, match, k)) : 0;
    for (uint32_t k = 0; k < count; k++) {
        const rr__requirement *r = requirement_at(w, match, k);
        const rr__holding *h = &w->holdings[r->descriptor];
        uint32_t relative = RR_NONE, covered = can_be_missing(w, r) ? rr__cover(w, r, &relative) : 1000000;
        if (covered >= 1000000)
            continue;
        uint64_t open = (uint64_t)rr__weight_of(r) - (uint64_t)rr__weight_of(r) * covered / 1000000;
        gap[n++] = (rr_gap_item){.descriptor = r->descriptor, .essential = (int)r->essential, .from_level = h->held ? h->level : 0,
                                 .to_level = r->level, .importance_ppm = r->importance_ppm, .relative = relative, .covered_ppm = covered,
                                 .hours = r->hours, .hours_basis = rr__block_text(b, r->hours_basis),
                                 .override = w->whence[r->descriptor].override,
                                 .readiness_ppm = rr__counts_for_readiness(b, r) && total > 0 ? (uint32_t)(open * 1000000 / total) : 0};
    }
    qsort(gap, n, sizeof *gap, compare_gap);
    match->gap = gap;
    match->gap_count = n;
    return RR_OK;
}

static int32_t contribution_of(const rr_match *match, uint32_t descriptor)
{
    int32_t sum = 0;
    for (size_t i = 0; i < match->contribution_count; i++)
        if (match->contributions[i].kind == RR_CONTRIBUTION_DESCRIPTOR && match->contributions[i].descriptor == descriptor)
            sum += match->contributions[i].ppm;
    return sum;
}

rr_status rr__add_held(rr_match *match, rr__arena *arena, const rr__worker *w, rr_error *err)
{
    uint32_t count = rr__block_occupation(w->matcher->taxonomy->block, match->occupation)->requirements.count;
    rr_held *held = rr__arena_alloc(arena, (count + (size_t)1) * sizeof *held, 8);
    size_t n = 0;
    if (held == NULL)
        return rr__fail_nomem(err);
    for (uint32_t k = 0; k < count; k++) {
        const rr__requirement *r = requirement_at(w, match, k);
        const rr__holding *h = &w->holdings[r->descriptor];
        if (h->held && can_be_missing(w, r))
            held[n++] = (rr_held){r->descriptor, h->level, (rr_origin)h->origin, w->whence[r->descriptor].job,
                                  contribution_of(match, r->descriptor), w->whence[r->descriptor].override};
    }
    qsort(held, n, sizeof *held, compare_held);
    match->held = held;
    match->held_count = n;
    return RR_OK;
}

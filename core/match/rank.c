/* SPDX-License-Identifier: MIT */
/* rr_match_run and rr_match_one: a profile in, ranked roles with their details out. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "match/ranking.h"
#include "profile/model.h"

enum { MILLION = 1000000 };

static int compare(const void *a, const void *b)
{
    const rr__candidate *x = a, *y = b;
    if (x->sunk != y->sunk)
        return x->sunk - y->sunk;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    if (x->fit != y->fit) /* both at the end of the scale, or moved to one place from two */
        return x->fit > y->fit ? -1 : 1;
    return x->document < y->document ? -1 : x->document > y->document;
}

static bool was_held(const rr__worker *w, uint32_t document)
{
    for (size_t i = 0; i < w->history.count; i++)
        if (RR__AT(const rr__past, &w->history, i).document == document)
            return true;
    return false;
}

/* Roles that nobody moves to are left out, and so is where the worker comes from, unless asked for. */
static bool is_offered(const rr__ranking *r, uint32_t document, uint32_t asked_for)
{
    if (document == asked_for)
        return true;
    uint32_t occupation = rr__index_documents(r->index)[document];
    bool source = rr__block_occupation(r->w->matcher->taxonomy->block, occupation)->role == RR_ROLE_SOURCE;
    return !was_held(r->w, document) && (!source || r->w->options->all_roles);
}

static rr_status find_candidates(rr__ranking *r, uint32_t asked_for, rr_error *err)
{
    r->candidates = rr__alloc(&r->w->matcher->context->allocator, (r->index->documents + (size_t)1) * sizeof *r->candidates);
    if (r->candidates == NULL)
        return rr__fail_nomem(err);
    rr__score(r->w->scores, r->index, &r->w->query, 1, r->weights);
    rr__fits(r->w->fits, r->index, r->w->scores, r->combination);
    for (uint32_t d = 0; d < r->index->documents; d++)
        if (is_offered(r, d, asked_for))
            r->candidates[r->count++] =
                (rr__candidate){.document = d, .fit = r->w->fits[d], .sunk = rr__breaks_law(r->w, rr__index_documents(r->index)[d])};
    return RR_OK;
}

/* A share of the whole, whatever plugins add to it or take from it. */
static int32_t score_of(const rr__candidate *c)
{
    int64_t sum = c->fit + c->delta;
    return (int32_t)(sum < 0 ? 0 : sum > MILLION ? MILLION : sum);
}

static rr_status rank_all(rr__ranking *r, rr_match_result *result, uint32_t asked_for, rr_error *err)
{
    rr_status status = find_candidates(r, asked_for, err);
    if (status == RR_OK)
        status = rr__ranking_consult(r, result, err);
    if (status != RR_OK)
        return status;
    for (uint32_t i = 0; i < r->count; i++)
        r->candidates[i].score = score_of(&r->candidates[i]);
    qsort(r->candidates, r->count, sizeof *r->candidates, compare);
    rr__decide_note_verdicts(r);
    status = rr__decide_order(r, err);
    for (uint32_t i = 0; i < r->count; i++)
        r->sunk += r->candidates[i].sunk && r->candidates[i].order == NULL;
    return status;
}

/* The share of pairs whose fit is lower, from the stored quantiles. */
static uint32_t percentile(const rr__combination *c, int32_t fit)
{
    uint32_t low = 0, high = RR__QUANTILES;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (c->quantiles[mid] < fit)
            low = mid + 1;
        else
            high = mid;
    }
    return (uint32_t)((uint64_t)low * 1000000 / RR__QUANTILES);
}

static rr_status detail(rr_match *m, const rr__ranking *r, uint32_t at, rr__arena *arena, bool everything, rr_error *err)
{
    const rr__candidate *c = &r->candidates[at];
    uint32_t occupation = rr__index_documents(r->index)[c->document];
    *m = (rr_match){.rank = at < r->count - r->left_out ? at + 1 : 0, .order = c->order, .computed_rank = c->computed, .occupation = occupation,
                    .score_ppm = c->score, .fit_ppm = c->fit, .clipped_ppm = c->score - (c->fit + c->delta),
                    .findings = c->findings == 0 ? NULL : &r->findings[c->first], .finding_count = c->findings,
                    .fit_percentile_ppm = percentile(r->combination, c->fit), .readiness_ppm = rr__readiness(r->w, occupation)};
    uint32_t threshold = rr__block_head(r->w->matcher->taxonomy->block)->viable_readiness_ppm;
    m->viable = !c->sunk && m->readiness_ppm >= 0 && (uint32_t)m->readiness_ppm >= threshold;
    rr_status status = rr__add_contributions(m, arena, r->w, c->document, r->weights, r->combination, err);
    if (status == RR_OK)
        status = rr__add_held(m, arena, r->w, err);
    if (status == RR_OK)
        status = rr__add_gap(m, arena, r->w, err);
    if (status == RR_OK)
        status = rr__add_courses(m, r->w, err);
    if (status == RR_OK)
        status = rr__add_verdicts(m, arena, r->w, err);
    if (status == RR_OK) /* held summed over all; what is kept may be the short list */
        rr__sort_contributions(m, everything);
    return status;
}

static rr_status fill(rr_match_result *result, const rr__ranking *r, uint32_t asked_for, rr_error *err)
{
    uint32_t listed = r->count - r->left_out, first = 0;
    uint32_t top = r->w->options->top == 0 || r->w->options->top > listed ? listed : r->w->options->top;
    uint32_t left_out = asked_for == RR_NONE ? r->left_out : 0;
    if (asked_for != RR_NONE) {
        while (first < r->count && r->candidates[first].document != asked_for)
            first++;
        top = 1;
    }
    result->ranked = r->count;
    result->sunk = r->sunk;
    result->matches = rr__arena_alloc(&result->arena, (top + left_out + (size_t)1) * sizeof *result->matches, 8);
    if (result->matches == NULL)
        return rr__fail_nomem(err);
    rr_status status = RR_OK;
    for (uint32_t i = 0; i < top && status == RR_OK; i++) {
        status = detail(&result->matches[i], r, first + i, &result->arena, asked_for != RR_NONE, err);
        if (status == RR_OK)
            status = rr__check_time(r->w->matcher->context, r->w->options->deadline_ms, err);
        result->count++;
    }
    for (uint32_t i = 0; i < left_out && status == RR_OK; i++) {
        status = detail(&result->matches[top + i], r, listed + i, &result->arena, false, err);
        result->left_out++;
    }
    return status;
}

/* A day that the calendar does not have, or a region that is none, would leave rules silently undecided. */
static rr_status check_options(const rr_match_options *o, rr_error *err)
{
    int64_t day = 0;
    if (memchr(o->date, '\0', sizeof o->date) == NULL || (o->date[0] != '\0' && !rr__parse_date(o->date, strlen(o->date), &day)))
        return rr__fail(err, RR_EUSAGE, RR__MSG_PROFILE_DATE, "date", NULL);
    if (o->region != NULL && rr__recognise_region(o->region) == NULL && !rr__profile_is_region(o->region))
        return rr__fail(err, RR_EUSAGE, RR__MSG_PROFILE_REGION, "region", NULL);
    return RR_OK;
}

rr_status rr__match_options_take(rr_match_options *out, const rr_match_options *given, const rr_matcher *m, rr_error *err)
{
    memset(out, 0, sizeof *out); /* a caller built with fewer options leaves the others out */
    memcpy(out, given, given->size < sizeof *out ? given->size : sizeof *out);
    rr_status status = check_options(out, err);
    return status == RR_OK ? rr__decide_options(out, m, err) : status;
}

static rr_status run(rr_match_result **out, const rr_matcher *m, const rr_profile *profile, uint32_t asked_for,
                     const rr_match_options *given, rr_error *err)
{
    rr_match_options known, *options = &known;
    const rr_allocator *a = &m->context->allocator;
    *out = NULL;
    rr_status status = rr__match_options_take(options, given, m, err);
    if (status != RR_OK)
        return status;
    uint32_t combination = rr__combination_of(options->no_titles, options->no_text);
    rr__ranking r = {.index = m->index, .combination = &m->index->combinations[combination]};
    rr__term_weights(r.weights, m->index, combination);
    rr_match_result *result = rr__alloc(a, sizeof *result);
    if (result == NULL)
        return rr__fail_nomem(err);
    result->context = (rr_context *)(uintptr_t)m->context;
    rr__arena_init(&result->arena, a);
    result->arena.secret = true;
    result->overrides = options->overrides;
    result->effects = rr__decide_effects(&result->arena, options->overrides);
    status = result->effects == NULL ? rr__fail_nomem(err) : rr__worker_create(&r.w, m, profile, options, result->effects, err);
    if (status == RR_OK)
        status = rr__worker_query(r.w, r.weights, err);
    if (status == RR_OK)
        status = rr__check_time(m->context, options->deadline_ms, err);
    if (status == RR_OK)
        status = rank_all(&r, result, asked_for, err);
    if (status == RR_OK)
        status = fill(result, &r, asked_for, err);
    rr__free_secret(a, r.candidates, (m->index->documents + (size_t)1) * sizeof *r.candidates);
    rr__worker_destroy(r.w);
    if (status != RR_OK)
        rr_match_result_destroy(result);
    else
        *out = result;
    return status;
}

rr_status rr_match_run(rr_match_result **out, const rr_matcher *m, const rr_profile *profile, const rr_match_options *options, rr_error *err)
{
    return run(out, m, profile, RR_NONE, options, err);
}

rr_status rr_match_one(rr_match_result **out, const rr_matcher *m, const rr_profile *profile, uint32_t occupation,
                       const rr_match_options *options, rr_error *err)
{
    *out = NULL;
    uint32_t document = occupation < m->index->occupations ? rr__index_document_of(m->index)[occupation] : RR_NONE;
    if (document == RR_NONE)
        return rr__fail(err, RR_ENOTFOUND, RR__MSG_ROLE_WITHOUT_CONTENT, NULL);
    return run(out, m, profile, document, options, err);
}

void rr_match_result_destroy(rr_match_result *result)
{
    if (result == NULL)
        return;
    rr__arena_finish(&result->arena);
    rr__free_secret(&result->context->allocator, result, sizeof *result);
}

size_t rr_match_count(const rr_match_result *result)
{
    return result->count;
}

const rr_match *rr_match_at(const rr_match_result *result, size_t index)
{
    return index < result->count ? &result->matches[index] : NULL;
}

size_t rr_match_left_out_count(const rr_match_result *result)
{
    return result->left_out;
}

const rr_match *rr_match_left_out(const rr_match_result *result, size_t index)
{
    return index < result->left_out ? &result->matches[result->count + index] : NULL;
}

int rr_match_override(const rr_match_result *result, size_t index, rr_override_effect *out)
{
    memset(out, 0, sizeof *out);
    if (index >= rr_overrides_count(result->overrides))
        return 0;
    *out = result->effects[index];
    return 1;
}

const rr_overrides *rr_match_overrides(const rr_match_result *result)
{
    return result->overrides;
}

size_t rr_match_ranked(const rr_match_result *result)
{
    return result->ranked;
}

size_t rr_match_sunk(const rr_match_result *result)
{
    return result->sunk;
}

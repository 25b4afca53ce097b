/* SPDX-License-Identifier: MIT */
/* rr_match_list: a profile in, its ranked roles without what explains them out; for millions of profiles, in
 * memory that is used again. */
#include <string.h>

#include "base/error.h"
#include "match/ranking.h"

/* What does not change from one profile to the next, and room for what does. */
struct rr__listing {
    rr__worker *worker;
    uint8_t *bound;                /* one a document: it has conditions of law; and JUDGED, they have been looked at */
    uint32_t *leaving;             /* documents of roles that nobody moves to */
    uint32_t *best, *judged, *sunk; /* documents */
    uint32_t leaving_count, judged_count, sunk_count;
};
enum { BOUND = 1, JUDGED = 2 };

void rr__listing_destroy(struct rr__listing *l)
{
    if (l == NULL)
        return;
    const rr_allocator *a = &l->worker->matcher->context->allocator;
    rr__free(a, l->bound);
    rr__free(a, l->leaving);
    rr__free(a, l->best);
    rr__free(a, l->judged);
    rr__free(a, l->sunk);
    rr__worker_destroy(l->worker);
    rr__free(a, l);
}

static bool has_law(const rr__block *b, const rr__occupation *o)
{
    bool any = false;
    for (uint32_t k = 0; k < o->entries.count; k++)
        any = any || RR__RECORD(rr__entry, b, RR__SEC_ENTRIES, o->entries.first + k)->rule_class == RR_CLASS_LAW;
    return any;
}

static void look_through_roles(struct rr__listing *l, const rr_matcher *m)
{
    const rr__block *b = m->taxonomy->block;
    for (uint32_t d = 0; d < m->index->documents; d++) {
        const rr__occupation *o = rr__block_occupation(b, rr__index_documents(m->index)[d]);
        l->bound[d] = has_law(b, o) ? BOUND : 0;
        if (o->role == RR_ROLE_SOURCE)
            l->leaving[l->leaving_count++] = d;
    }
}

static rr_status prepare(rr_scratch *s, rr_error *err)
{
    const rr_matcher *m = s->matcher;
    const rr_allocator *a = &m->context->allocator;
    rr__worker *worker = NULL;
    if (s->listing != NULL)
        return RR_OK;
    rr_status status = rr__worker_reserve(&worker, m, err);
    if (status != RR_OK)
        return status;
    struct rr__listing *l = rr__alloc(a, sizeof *l);
    if (l == NULL) {
        rr__worker_destroy(worker);
        return rr__fail_nomem(err);
    }
    l->worker = worker;
    size_t room = m->index->documents + (size_t)1;
    l->bound = rr__alloc(a, room);
    l->leaving = rr__alloc(a, room * sizeof *l->leaving);
    l->best = rr__alloc(a, room * sizeof *l->best);
    l->judged = rr__alloc(a, room * sizeof *l->judged);
    l->sunk = rr__alloc(a, room * sizeof *l->sunk);
    if (l->bound == NULL || l->leaving == NULL || l->best == NULL || l->judged == NULL || l->sunk == NULL) {
        rr__listing_destroy(l);
        return rr__fail_nomem(err);
    }
    look_through_roles(l, m);
    s->listing = l;
    return RR_OK;
}

/* A fit of -1 is no candidate. */
static void leave_out(struct rr__listing *l, int32_t *fits)
{
    for (uint32_t i = 0; i < l->leaving_count && !l->worker->options->all_roles; i++)
        fits[l->leaving[i]] = -1;
    for (size_t i = 0; i < l->worker->history.count; i++)
        fits[RR__AT(rr__past, &l->worker->history, i).document] = -1;
}

/* A fit that ranks below all others is kept below zero. */
static int32_t turn_over(int32_t fit)
{
    return -2 - fit;
}

/* Whether one of the best breaks a law, which takes it from among them. */
static bool sink(struct rr__listing *l, const rr__index *index, int32_t *fits, uint32_t count)
{
    uint32_t before = l->sunk_count;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t d = l->best[i];
        if (l->bound[d] != BOUND)
            continue;
        l->bound[d] |= JUDGED;
        l->judged[l->judged_count++] = d;
        if (!rr__breaks_law(l->worker, rr__index_documents(index)[d]))
            continue;
        fits[d] = turn_over(fits[d]);
        uint32_t at = l->sunk_count++;
        for (; at > 0 && (fits[l->sunk[at - 1]] > fits[d] || (fits[l->sunk[at - 1]] == fits[d] && l->sunk[at - 1] > d)); at--)
            l->sunk[at] = l->sunk[at - 1];
        l->sunk[at] = d;
    }
    return l->sunk_count > before;
}

/* The first `top` in the order of rr_match_run: conditions are looked at only of roles that would be among them. */
static uint32_t pick(struct rr__listing *l, const rr__index *index, int32_t *fits, uint32_t top)
{
    uint32_t count = 0;
    l->judged_count = l->sunk_count = 0;
    do
        count = rr__top(l->best, top, fits, index);
    while (sink(l, index, fits, count));
    for (uint32_t i = 0; i < l->sunk_count && count < top; i++) {
        fits[l->sunk[i]] = turn_over(fits[l->sunk[i]]);
        l->best[count++] = l->sunk[i];
    }
    for (uint32_t i = 0; i < l->judged_count; i++)
        l->bound[l->judged[i]] = BOUND;
    return count;
}

/* With plugins or overrides a role's place hangs on more than its fit. */
static rr_status list_in_full(const rr_matcher *m, const rr_profile *profile, rr_match_options *options, rr_match_row *rows, uint32_t *count,
                              rr_error *err)
{
    rr_match_result *result = NULL;
    rr_status status = rr_match_run(&result, m, profile, options, err);
    for (*count = 0; status == RR_OK && *count < result->count; ++*count) {
        const rr_match *match = &result->matches[*count];
        rows[*count] = (rr_match_row){match->rank, match->occupation, match->score_ppm, match->fit_ppm, match->readiness_ppm};
    }
    rr_match_result_destroy(result);
    return status;
}

rr_status rr_match_list(const rr_matcher *m, rr_scratch *s, const rr_profile *profile, const rr_match_options *given, rr_match_row *rows,
                        uint32_t *count, rr_error *err)
{
    rr_match_options options;
    float weights[RR__TERMS_MAX];
    uint32_t room = *count;
    *count = 0;
    rr__error_clear(err);
    rr_status status = s->matcher != m ? rr__fail(err, RR_EUSAGE, RR__MSG_BAD_CALL, "rr_match_list", NULL) : rr__match_options_take(&options, given, m, err);
    if (status != RR_OK || room == 0)
        return status;
    uint32_t combination = rr__combination_of(options.no_titles, options.no_text);
    options.top = options.top == 0 || options.top > room ? room : options.top;
    if (options.plugins != NULL || rr_overrides_count(options.overrides) > 0)
        return list_in_full(m, profile, &options, rows, count, err);
    rr__term_weights(weights, m->index, combination);
    status = prepare(s, err);
    struct rr__listing *l = s->listing;
    if (status == RR_OK)
        status = rr__worker_take(l->worker, profile, &options, NULL, err);
    if (status == RR_OK)
        status = rr__worker_query(l->worker, weights, err);
    if (status != RR_OK)
        return status;
    int32_t *fits = l->worker->fits;
    rr__score(s->scores, m->index, &l->worker->query, 1, weights);
    rr__fits(fits, m->index, s->scores, &m->index->combinations[combination]);
    leave_out(l, fits);
    *count = pick(l, m->index, fits, options.top);
    for (uint32_t i = 0; i < *count; i++) {
        uint32_t occupation = rr__index_documents(m->index)[l->best[i]];
        rows[i] = (rr_match_row){i + 1, occupation, fits[l->best[i]], fits[l->best[i]], rr__readiness(l->worker, occupation)};
    }
    return RR_OK;
}

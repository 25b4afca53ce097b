/* SPDX-License-Identifier: MIT */
/* rr_match_lists: profiles in, their ranked roles without what explains them out; for millions of profiles, in memory
 * that is used again. Profiles are scored side by side, so that an occupation's values are read once for all. */
#include <string.h>

#include "base/error.h"
#include "match/ranking.h"

/* What does not change from one profile to the next, and room for what does. */
struct rr__listing {
    rr__worker *worker;
    uint8_t *bound;                /* one a document: it has conditions of law; and JUDGED, they have been looked at */
    uint32_t *leaving;             /* documents of roles that nobody moves to */
    uint32_t *best, *judged, *sunk; /* documents */
    size_t room;                   /* for so many */
    uint32_t leaving_count, judged_count, sunk_count;
    const rr_profile *profile;     /* whose best are picked */
    const rr_match_options *options;
    bool inferred;                 /* the worker is the profile's */
    rr__roles roles;
    rr__vec entries;               /* rr__entry_of: of the queries under way */
    uint32_t places[RR__QUERIES_MAX]; /* which profile a query is of */
    size_t first[RR__QUERIES_MAX]; /* where its entries are */
};
#define IN_INDEX SIZE_MAX /* a document's own */
enum { BOUND = 1, JUDGED = 2 };

void rr__listing_destroy(struct rr__listing *l)
{
    if (l == NULL)
        return;
    const rr_allocator *a = l->entries.allocator;
    rr__free(a, l->bound);
    rr__free(a, l->leaving);
    rr__free_secret(a, l->best, l->room * sizeof *l->best);
    rr__free_secret(a, l->judged, l->room * sizeof *l->judged);
    rr__free_secret(a, l->sunk, l->room * sizeof *l->sunk);
    rr__free(a, l->roles.parents);
    rr__free(a, l->roles.first_ask);
    rr__free(a, l->roles.first_plain);
    rr__free(a, l->roles.first_need);
    rr__vec_finish(&l->roles.plain);
    rr__vec_finish(&l->roles.asks);
    rr__vec_finish(&l->roles.needs);
    rr__vec_finish(&l->entries);
    rr__worker_destroy(l->worker);
    rr__free_secret(a, l, sizeof *l);
}

static bool has_law(const rr__block *b, const rr__occupation *o)
{
    bool any = false;
    for (uint32_t k = 0; k < o->entries.count; k++)
        any = any || RR__RECORD(rr__entry, b, RR__SEC_ENTRIES, o->entries.first + k)->rule_class == RR_CLASS_LAW;
    return any;
}

static bool list_requirements(rr__roles *roles, const rr__block *b, const rr__occupation *o)
{
    for (uint32_t k = 0; k < o->requirements.count; k++) {
        const rr__requirement *r = RR__RECORD(rr__requirement, b, RR__SEC_REQUIREMENTS, o->requirements.first + k);
        const rr__ask ask = rr__ask_of(b, r);
        uint32_t nobody = rr__block_count(b, RR__SEC_DESCRIPTORS), parent = ask.parent != RR_NONE ? ask.parent : nobody;
        const rr__plain_ask plain = {(uint16_t)ask.descriptor, (uint16_t)parent};
        const rr__need need = {r->descriptor, ask.parent, r->level};
        bool is_plain = ask.level < 0 && ask.weight == 1000000 && ask.parent != RR__FAMILY && nobody <= UINT16_MAX;
        if (!rr__vec_push(&roles->needs, &need))
            return false;
        if (rr__counts_for_readiness(b, r) && !(is_plain ? rr__vec_push(&roles->plain, &plain) : rr__vec_push(&roles->asks, &ask)))
            return false;
    }
    return true;
}

static bool look_through_roles(struct rr__listing *l, const rr_matcher *m)
{
    const rr__block *b = m->taxonomy->block;
    uint32_t documents = m->index->documents;
    for (uint32_t d = 0; d < rr__block_count(b, RR__SEC_DESCRIPTORS); d++)
        l->roles.parents[d] = rr__parent_of(b, d);
    for (uint32_t d = 0; d < documents; d++) {
        const rr__occupation *o = rr__block_occupation(b, rr__index_documents(m->index)[d]);
        l->bound[d] = has_law(b, o) ? BOUND : 0;
        if (o->role == RR_ROLE_SOURCE)
            l->leaving[l->leaving_count++] = d;
        l->roles.first_ask[d] = (uint32_t)l->roles.asks.count;
        l->roles.first_plain[d] = (uint32_t)l->roles.plain.count;
        l->roles.first_need[d] = (uint32_t)l->roles.needs.count;
        if (!list_requirements(&l->roles, b, o))
            return false;
    }
    l->roles.first_ask[documents] = (uint32_t)l->roles.asks.count;
    l->roles.first_plain[documents] = (uint32_t)l->roles.plain.count;
    l->roles.first_need[documents] = (uint32_t)l->roles.needs.count;
    return true;
}

static bool reserve(struct rr__listing *l, const rr_matcher *m)
{
    const rr_allocator *a = &m->context->allocator;
    size_t room = l->room = m->index->documents + (size_t)1, descriptors = rr__block_count(m->taxonomy->block, RR__SEC_DESCRIPTORS) + (size_t)1;
    rr__vec_init(&l->roles.asks, a, sizeof(rr__ask));
    rr__vec_init(&l->roles.plain, a, sizeof(rr__plain_ask));
    rr__vec_init(&l->roles.needs, a, sizeof(rr__need));
    rr__vec_init(&l->entries, a, sizeof(rr__entry_of));
    l->entries.secret = true;
    l->bound = rr__alloc(a, room);
    l->roles.parents = rr__alloc(a, descriptors * sizeof *l->roles.parents);
    uint32_t **lists[] = {&l->leaving, &l->best, &l->judged, &l->sunk, &l->roles.first_ask, &l->roles.first_plain, &l->roles.first_need};
    bool good = l->bound != NULL && l->roles.parents != NULL;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        *lists[i] = rr__alloc(a, room * sizeof **lists[i]);
        good = good && *lists[i] != NULL;
    }
    return good && rr__worker_reserve(&l->worker, m, &l->roles, NULL) == RR_OK;
}

static rr_status prepare(rr_scratch *s, rr_error *err)
{
    if (s->listing != NULL)
        return RR_OK;
    struct rr__listing *l = rr__alloc(&s->matcher->context->allocator, sizeof *l);
    if (l == NULL)
        return rr__fail_nomem(err);
    if (!reserve(l, s->matcher) || !look_through_roles(l, s->matcher)) {
        rr__listing_destroy(l);
        return rr__fail_nomem(err);
    }
    s->listing = l;
    return RR_OK;
}

/* The occupation of a profile's job, as a document; RR_NONE: none. */
static uint32_t document_of(const rr__index *index, const rr_profile *profile, size_t job)
{
    uint32_t occupation = rr_profile_job(profile, job)->occupation;
    return occupation < index->occupations ? rr__index_document_of(index)[occupation] : RR_NONE;
}

/* A fit of -1 is no candidate. */
static void leave_out(const struct rr__listing *l, const rr__index *index, int32_t *fits)
{
    for (uint32_t i = 0; i < l->leaving_count && !l->options->all_roles; i++)
        fits[l->leaving[i]] = -1;
    for (size_t i = 0, jobs = rr_profile_job_count(l->profile); i < jobs; i++) {
        uint32_t held = document_of(index, l->profile, i);
        if (held != RR_NONE)
            fits[held] = -1;
    }
}

/* A fit that ranks below all others is kept below zero. */
static int32_t turn_over(int32_t fit)
{
    return -2 - fit;
}

static rr_status infer(struct rr__listing *l, rr_error *err)
{
    rr_status status = l->inferred ? RR_OK : rr__worker_take(l->worker, l->profile, l->options, NULL, err);
    l->inferred = true;
    return status;
}

/* Whether one of the best breaks a law, which takes it from among them. */
static bool sink(struct rr__listing *l, const rr__index *index, int32_t *fits, uint32_t count, rr_status *status, rr_error *err)
{
    uint32_t before = l->sunk_count;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t d = l->best[i];
        if (l->bound[d] != BOUND)
            continue;
        if ((*status = infer(l, err)) != RR_OK)
            return false;
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
static rr_status pick(struct rr__listing *l, const rr__index *index, int32_t *fits, uint32_t top, uint32_t *picked, rr_error *err)
{
    uint32_t count = 0;
    rr_status status = RR_OK;
    l->judged_count = l->sunk_count = 0;
    do
        count = rr__top(l->best, top, fits, index);
    while (sink(l, index, fits, count, &status, err));
    for (uint32_t i = 0; i < l->sunk_count && count < top; i++) {
        fits[l->sunk[i]] = turn_over(fits[l->sunk[i]]);
        l->best[count++] = l->sunk[i];
    }
    for (uint32_t i = 0; i < l->judged_count; i++)
        l->bound[l->judged[i]] = BOUND;
    *picked = count;
    return status;
}

/* With plugins or overrides a role's place hangs on more than its fit. */
static rr_status list_in_full(const rr_matcher *m, const rr_profile *profile, const rr_match_options *options, rr_match_row *rows, uint32_t *count,
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

/* One call's profiles and where its answers go. */
typedef struct asked {
    rr_scratch *scratch;
    const rr_profile *const *profiles;
    const rr_match_options *options;
    const float *weights;
    const rr__combination *combination;
    rr_match_row *rows;
    uint32_t room;
    uint32_t *counts;
    rr_error *errors;
} asked;

/* A profile's query behind the others. */
static rr_status ask(const asked *a, size_t place, uint32_t *queries)
{
    struct rr__listing *l = a->scratch->listing;
    rr__worker *w = l->worker;
    rr_status status = rr__worker_listen(w, a->profiles[place], a->options, NULL, &a->errors[place]);
    if (status == RR_OK)
        status = rr__worker_query(w, a->weights, &a->errors[place]);
    if (status != RR_OK)
        return status;
    l->places[*queries] = (uint32_t)place;
    a->scratch->queries[*queries].entries = w->query.entries;
    l->first[*queries] = w->query.entries == w->entries.data ? l->entries.count : IN_INDEX;
    memcpy(a->scratch->queries[*queries].terms, w->query.terms, w->matcher->index->terms * sizeof *w->query.terms);
    if (l->first[*queries] != IN_INDEX && w->entries.count > 0 && !rr__vec_add(&l->entries, w->entries.data, w->entries.count))
        return rr__fail_nomem(&a->errors[place]);
    ++*queries;
    return RR_OK;
}

/* The best roles by their scores; how ready for them the person is comes later, for all profiles after one another: it needs
 * other tables, and what scoring needs stays in the processor's cache. */
static rr_status take_best(const asked *a, uint32_t query)
{
    struct rr__listing *l = a->scratch->listing;
    const rr__index *index = a->scratch->matcher->index;
    uint32_t place = l->places[query], count = 0;
    int32_t *fits = l->worker->fits;
    l->profile = a->profiles[place];
    l->options = a->options;
    l->inferred = false;
    rr__fits(fits, index, a->scratch->scores + (size_t)query * index->padded, a->combination);
    leave_out(l, index, fits);
    rr_status status = pick(l, index, fits, a->options->top, &count, &a->errors[place]);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t d = l->best[i];
        a->rows[(size_t)place * a->room + i] = (rr_match_row){i + 1, rr__index_documents(index)[d], fits[d], fits[d], -1};
    }
    a->counts[place] = count;
    return status;
}

static rr_status add_readiness(const asked *a, size_t place)
{
    struct rr__listing *l = a->scratch->listing;
    const rr__index *index = a->scratch->matcher->index;
    if (a->counts[place] == 0)
        return RR_OK;
    rr_status status = rr__worker_take(l->worker, a->profiles[place], a->options, NULL, &a->errors[place]);
    for (uint32_t i = 0; i < a->counts[place] && status == RR_OK; i++) {
        rr_match_row *row = &a->rows[place * a->room + i];
        row->readiness_ppm = rr__readiness_at(l->worker, &l->roles, rr__index_document_of(index)[row->occupation]);
    }
    return status;
}

/* Those of one round, chained by their first occupations: neighbours share much of what is read for them. */
static void sort_round(const asked *a, size_t from, uint32_t count)
{
    rr_scratch *s = a->scratch;
    const rr__index *index = s->matcher->index;
    for (uint32_t d = 0; d <= index->documents; d++)
        s->first[d] = RR_NONE;
    for (uint32_t i = count; i-- > 0;) {
        const rr_profile *profile = a->profiles[from + i];
        uint32_t document = rr_profile_job_count(profile) > 0 ? document_of(index, profile, 0) : RR_NONE;
        uint32_t *first = &s->first[document == RR_NONE ? index->documents : document];
        s->next[i] = *first;
        *first = i;
    }
}

/* What was asked is scored together. */
static rr_status answer_all(const asked *a, uint32_t queries)
{
    struct rr__listing *l = a->scratch->listing;
    for (uint32_t q = 0; q < queries; q++)
        if (l->first[q] != IN_INDEX)
            a->scratch->queries[q].entries = (const rr__entry_of *)l->entries.data + l->first[q];
    rr__score(a->scratch->scores, a->scratch->matcher->index, a->scratch->queries, queries, a->weights);
    for (uint32_t q = 0; q < queries; q++)
        if (take_best(a, q) == RR_ENOMEM)
            return RR_ENOMEM;
    l->entries.count = 0;
    return RR_OK;
}

/* Only what concerns all alike ends it. */
static rr_status list_round(const asked *a, size_t from, uint32_t count, rr_error *err)
{
    rr_scratch *s = a->scratch;
    uint32_t queries = 0;
    rr_status status = RR_OK;
    sort_round(a, from, count);
    for (uint32_t d = 0; d <= s->matcher->index->documents; d++)
        for (uint32_t i = s->first[d]; i != RR_NONE && status == RR_OK; i = s->next[i]) {
            if (ask(a, from + i, &queries) == RR_ENOMEM || (queries == RR__QUERIES_MAX && answer_all(a, queries) == RR_ENOMEM))
                return rr__fail_nomem(err);
            if (queries == RR__QUERIES_MAX) {
                queries = 0;
                status = rr__check_time(s->matcher->context, a->options->deadline_ms, err);
            }
        }
    if (status == RR_OK && queries > 0 && answer_all(a, queries) == RR_ENOMEM)
        return rr__fail_nomem(err);
    for (uint32_t d = 0; d <= s->matcher->index->documents; d++)
        for (uint32_t i = s->first[d]; i != RR_NONE && status == RR_OK; i = s->next[i])
            if (add_readiness(a, from + i) == RR_ENOMEM)
                return rr__fail_nomem(err);
    return status;
}

static rr_status list_all(asked *a, size_t count, rr_error *err)
{
    const rr_matcher *m = a->scratch->matcher;
    float weights[RR__TERMS_MAX];
    uint32_t combination = rr__combination_of(a->options->no_titles, a->options->no_text);
    rr_status status = prepare(a->scratch, err);
    a->weights = weights;
    a->combination = &m->index->combinations[combination];
    rr__term_weights(weights, m->index, combination);
    if (status == RR_OK)
        a->scratch->listing->entries.count = 0;
    for (size_t from = 0; from < count && status == RR_OK; from += RR__SOURCES_MAX)
        status = list_round(a, from, count - from < RR__SOURCES_MAX ? (uint32_t)(count - from) : RR__SOURCES_MAX, err);
    return status == RR_OK ? rr__check_time(m->context, a->options->deadline_ms, err) : status;
}

rr_status rr_match_lists(const rr_matcher *m, rr_scratch *s, const rr_profile *const *profiles, size_t count, const rr_match_options *given,
                         uint32_t room, rr_match_row *rows, uint32_t *counts, rr_error *errors, rr_error *err)
{
    rr_match_options options;
    rr__error_clear(err);
    for (size_t i = 0; i < count; i++) {
        rr__error_clear(&errors[i]);
        counts[i] = 0;
    }
    rr_status status = s->matcher != m || room == 0 ? rr__fail(err, RR_EUSAGE, RR__MSG_BAD_CALL, "rr_match_lists", NULL)
                                                    : rr__match_options_take(&options, given, m, err);
    if (status != RR_OK)
        return status;
    options.top = options.top == 0 || options.top > room ? room : options.top;
    asked a = {.scratch = s, .profiles = profiles, .options = &options, .rows = rows, .room = room, .counts = counts, .errors = errors};
    if (options.plugins == NULL && rr_overrides_count(options.overrides) == 0)
        return list_all(&a, count, err);
    for (size_t i = 0; i < count && status == RR_OK; i++) {
        status = list_in_full(m, profiles[i], &options, rows + i * room, &counts[i], &errors[i]);
        if (status != RR_ENOMEM && status != RR_ECANCELLED && status != RR_ELATE)
            status = RR_OK;
        else if (err != NULL)
            *err = errors[i];
    }
    return status;
}

rr_status rr_match_list(const rr_matcher *m, rr_scratch *s, const rr_profile *profile, const rr_match_options *options, rr_match_row *rows,
                        uint32_t *count, rr_error *err)
{
    rr_error own, one;
    uint32_t room = *count;
    rr_status status = rr_match_lists(m, s, &profile, 1, options, room, rows, count, &one, &own);
    if (err != NULL)
        *err = status != RR_OK ? own : one;
    return status != RR_OK ? status : one.status;
}

/* SPDX-License-Identifier: MIT */
/* A worker's history and skills in, the query for scoring out: a sum of occupations' raw values, changed by
 * what was stated, verified or struck out, then transformed exactly as a document is. */
#include <string.h>

#include "base/error.h"
#include "match/worker.h"

enum { NEIGHBOURS = 10, KEPT = 1, TOUCHED = 2 };

/* Documents whose values are summed, with their shares. */
typedef struct mix { const rr__past *parts; size_t count; } mix;

typedef struct asking {
    rr__worker *w;
    const rr__index *index;
    float *sums;   /* by feature; the worker's */
    uint8_t *seen; /* by feature: KEPT, or TOUCHED: its sum is to be cleared */
    bool failed;
} asking;

static void add_document(asking *q, uint32_t t, uint32_t document, float share, bool *any)
{
    const uint32_t *forward = rr__index_forward(q->index, t);
    for (uint32_t i = forward[document]; i < forward[document + 1]; i++) {
        const rr__entry_of *e = &rr__index_entries(q->index)[i];
        q->sums[e->feature] += share * e->raw;
        q->seen[e->feature] = KEPT;
        *any = true;
    }
}

/* Documents that lack the facet leave their share to the others. */
static bool sum_documents(asking *q, uint32_t t, const mix *m)
{
    const uint8_t *lacks = rr__index_lacks(q->index, t);
    double total = 0;
    bool any = false;
    for (size_t i = 0; i < m->count; i++)
        total += lacks[m->parts[i].document] ? 0 : (double)m->parts[i].share;
    for (size_t i = 0; i < m->count && total > 0; i++)
        if (!lacks[m->parts[i].document])
            add_document(q, t, m->parts[i].document, m->count == 1 ? 1 : (float)((double)m->parts[i].share / total), &any);
    return any;
}

/* The features of a listed term that a descriptor counts for: itself, or its ancestors of the generation. */
static uint32_t find_features(const asking *q, const rr__index_term *term, uint32_t descriptor, uint32_t *out, uint32_t most)
{
    const rr__block *b = q->w->matcher->taxonomy->block;
    const rr__feature *features = rr__index_features(q->index);
    uint32_t now[64] = {descriptor}, next[64], count = 1, found = 0;
    for (uint32_t g = 0; g < term->how.generation; g++) {
        uint32_t above = 0;
        for (uint32_t i = 0; i < count; i++) {
            rr__group broader = rr__block_descriptor(b, now[i])->broader;
            for (uint32_t k = 0; k < broader.count && above < 64; k++)
                next[above++] = *RR__RECORD(uint32_t, b, RR__SEC_BROADER, broader.first + k);
        }
        memcpy(now, next, above * sizeof *now);
        count = above;
    }
    for (uint32_t i = 0; i < term->feature_count; i++)
        for (uint32_t k = 0; k < count && found < most; k++)
            if (features[term->first_feature + i].descriptor == now[k]) {
                out[found++] = term->first_feature + i;
                break;
            }
    return found;
}

/* Stated and verified skills count as essential requirements do; struck ones are taken away. */
static bool change_listed(asking *q, const rr__index_term *term)
{
    const rr__block *b = q->w->matcher->taxonomy->block;
    bool any = false;
    for (size_t i = 0; i < q->w->statements.count; i++) {
        const rr__statement *s = &RR__AT(rr__statement, &q->w->statements, i);
        if (s->descriptor == RR_NONE || rr__block_descriptor(b, s->descriptor)->facet != term->how.facet)
            continue;
        uint32_t features[64], count = find_features(q, term, s->descriptor, features, 64);
        for (uint32_t k = 0; k < count; k++) {
            float *sum = &q->sums[features[k]];
            if (s->state == RR_SKILL_STRUCK) {
                if (term->how.generation == 0)
                    q->seen[features[k]] = TOUCHED;
                else
                    *sum = *sum > 1 ? *sum - 1 : 0;
            } else {
                q->seen[features[k]] = KEPT;
                *sum = term->how.generation == 0 ? (*sum > 1 ? *sum : 1) : *sum + 1;
                any = true;
            }
        }
    }
    return any;
}

static void set_sum(asking *q, uint32_t feature, float value)
{
    q->sums[feature] = value;
    if (q->seen[feature] == 0)
        q->seen[feature] = TOUCHED;
}

/* A stated level sets the level column and, where it has none, leaves the importance; struck is the least. */
static void change_rated(asking *q, const rr__index_term *term)
{
    const rr__feature *features = rr__index_features(q->index);
    uint32_t half = term->how.columns == 3 ? term->feature_count / 2 : term->feature_count;
    for (size_t i = 0; i < q->w->statements.count; i++) {
        const rr__statement *s = &RR__AT(rr__statement, &q->w->statements, i);
        for (uint32_t k = 0; k < half && s->descriptor != RR_NONE; k++) {
            uint32_t f = term->first_feature + k;
            if (features[f].descriptor != s->descriptor)
                continue;
            if (s->state == RR_SKILL_STRUCK)
                set_sum(q, f, 0);
            if ((term->how.columns & RR__COLUMN_LEVEL) && (s->level >= 0 || s->state == RR_SKILL_STRUCK))
                set_sum(q, term->how.columns == 3 ? f + half : f, s->state == RR_SKILL_STRUCK ? 0 : rr__level_value(term, s->level));
        }
    }
}

/* The first feature from `from` on that was touched, or `end`. Most of a term's are not. */
static uint32_t next_seen(const asking *q, uint32_t from, uint32_t end)
{
    for (uint64_t eight = 0; from + sizeof eight <= end; from += (uint32_t)sizeof eight) {
        memcpy(&eight, q->seen + from, sizeof eight);
        if (eight != 0)
            break;
    }
    while (from < end && !q->seen[from])
        from++;
    return from;
}

static void keep_entries(asking *q, const rr__index_term *term, rr__query_term *own)
{
    uint32_t end = term->first_feature + term->feature_count;
    own->first = (uint32_t)q->w->entries.count;
    for (uint32_t f = term->first_feature; (f = next_seen(q, f, end)) < end && !q->failed; f++) {
        rr__entry_of e = {f, q->sums[f], 0};
        if (q->seen[f] == KEPT && (term->how.kind == RR__TERM_RATED || e.raw > 0) && !rr__vec_push(&q->w->entries, &e))
            q->failed = true;
        q->sums[f] = 0;
        q->seen[f] = 0;
    }
    own->count = (uint32_t)q->w->entries.count - own->first;
    q->w->query.entries = q->w->entries.data;
    rr__entry_of *entries = own->count == 0 ? NULL : (rr__entry_of *)q->w->entries.data + own->first;
    if (!q->failed)
        rr__transform(term, rr__index_features(q->index), entries, own->count, &own->own_norm);
}

/* Whether a statement changes what the term sums up. */
static bool is_changed(const asking *q, const rr__index_term *term)
{
    const rr__block *b = q->w->matcher->taxonomy->block;
    for (size_t i = 0; i < q->w->statements.count; i++) {
        uint32_t d = RR__AT(rr__statement, &q->w->statements, i).descriptor;
        if (d != RR_NONE && rr__block_descriptor(b, d)->facet == term->how.facet)
            return true;
    }
    return false;
}

/* A single occupation and nothing else: its own entries, which went through the same transform. */
static void copy_entries(asking *q, uint32_t t, uint32_t document, rr__query_term *own)
{
    const uint32_t *forward = rr__index_forward(q->index, t);
    uint32_t first = forward[document], count = forward[document + 1] - first;
    const rr__entry_of *from = rr__index_entries(q->index) + first;
    bool listed = rr__index_terms(q->index)[t].how.kind != RR__TERM_RATED, zero = false;
    own->first = (uint32_t)q->w->entries.count;
    for (uint32_t i = 0; i < count && listed; i++)
        zero = zero || from[i].raw <= 0;
    if (count > 0 && !zero) {
        q->failed = q->failed || !rr__vec_add(&q->w->entries, from, count);
    } else {
        for (uint32_t i = 0; i < count; i++)
            if (!listed || from[i].raw > 0)
                q->failed = q->failed || !rr__vec_push(&q->w->entries, &from[i]);
    }
    q->w->query.entries = q->w->entries.data;
    own->count = (uint32_t)q->w->entries.count - own->first;
    own->own_norm = rr__index_norms(q->index, t)[document];
    own->present = own->count > 0;
}

/* Whether the worker is one occupation and nothing else, of which everything that counts is known. */
static bool is_document(const rr__worker *w, const float *weights)
{
    const rr__index *index = w->matcher->index;
    if (w->history.count != 1 || w->statements.count > 0)
        return false;
    uint32_t document = RR__AT(rr__past, &w->history, 0).document;
    for (uint32_t t = 0; t < index->terms; t++) {
        const uint32_t *forward = rr__index_forward(index, t) + document;
        uint32_t kind = rr__index_terms(index)[t].how.kind;
        if (weights[t] == 0)
            continue;
        if (rr__index_lacks(index, t)[document] || (kind != RR__TERM_SCALE && forward[0] == forward[1]))
            return false;
        for (uint32_t i = forward[0]; i < forward[1] && kind != RR__TERM_RATED; i++)
            if (rr__index_entries(index)[i].raw <= 0)
                return false; /* which a query leaves out */
    }
    return true;
}

static void ask_scale(asking *q, uint32_t t, const mix *m, rr__query_term *own)
{
    double total = 0, sum = 0;
    for (size_t i = 0; i < m->count; i++)
        if (!rr__index_lacks(q->index, t)[m->parts[i].document]) {
            total += (double)m->parts[i].share;
            sum += (double)m->parts[i].share * (double)rr__index_bias(q->index, t)[m->parts[i].document];
        }
    own->present = total > 0;
    own->scale_value = total > 0 ? (float)(sum / total) : 0;
}

static void ask_term(asking *q, uint32_t t, const mix *m, bool skills)
{
    const rr__index_term *term = &rr__index_terms(q->index)[t];
    rr__query_term *own = &q->w->query.terms[t];
    if (term->how.kind == RR__TERM_SCALE) {
        ask_scale(q, t, m, own);
        return;
    }
    bool words = term->how.kind == RR__TERM_TITLES || term->how.kind == RR__TERM_TEXT;
    if (m->count == 1 && (!skills || words || !is_changed(q, term))) {
        if (!rr__index_lacks(q->index, t)[m->parts[0].document])
            copy_entries(q, t, m->parts[0].document, own);
        return;
    }
    bool any = sum_documents(q, t, m);
    if (skills && term->how.kind == RR__TERM_LISTED)
        any = change_listed(q, term) || any;
    if (skills && any && term->how.kind == RR__TERM_RATED)
        change_rated(q, term);
    keep_entries(q, term, own);
    own->present = any && own->count > 0;
}

static bool can_be_estimated(const rr__index *index, uint32_t t)
{
    uint32_t kind = rr__index_terms(index)[t].how.kind;
    return kind != RR__TERM_TITLES && kind != RR__TERM_TEXT;
}

/* The nearest occupations by what is known stand in for what is not; titles and texts are not made up. */
static void estimate(asking *q, const float *weights)
{
    uint32_t nearest[NEIGHBOURS];
    rr__past parts[NEIGHBOURS];
    rr__worker *w = q->w;
    rr__score(w->scores, q->index, &w->query, 1, weights);
    rr__fits(w->fits, q->index, w->scores, &q->index->combinations[rr__combination_of(w->options->no_titles, w->options->no_text)]);
    uint32_t count = rr__top(nearest, NEIGHBOURS, w->fits, q->index);
    for (uint32_t i = 0; i < count; i++)
        parts[i] = (rr__past){nearest[i], RR_NONE, 1.0f / (float)count};
    mix m = {parts, count};
    for (uint32_t t = 0; t < q->index->terms && !q->failed; t++) {
        if (q->w->query.terms[t].present || !can_be_estimated(q->index, t) || weights[t] == 0)
            continue;
        ask_term(q, t, &m, true);
        q->w->query.terms[t].estimated = true;
    }
}

static enum rr__message why_nothing(const rr__worker *w)
{
    bool job = false, skill = false;
    for (size_t i = 0; i < rr_profile_job_count(w->profile); i++)
        job = job || rr_profile_job(w->profile, i)->occupation != RR_NONE;
    for (size_t i = 0; i < rr_profile_skill_count(w->profile); i++)
        skill = skill || rr_profile_skill(w->profile, i)->descriptor != RR_NONE;
    bool silent = rr_profile_job_count(w->profile) + rr_profile_skill_count(w->profile) == 0;
    return job ? RR__MSG_JOBS_WITHOUT_CONTENT : silent || skill ? RR__MSG_NOTHING_TO_MATCH : RR__MSG_NOTHING_KNOWN;
}

/* What queries are made in, once a worker. */
static bool reserve(rr__worker *w)
{
    const rr_allocator *a = &w->matcher->context->allocator;
    const rr__index *index = w->matcher->index;
    if (w->fits != NULL)
        return true;
    w->sums = w->sums != NULL ? w->sums : rr__alloc(a, (index->features + (size_t)1) * sizeof *w->sums);
    w->seen = w->seen != NULL ? w->seen : rr__alloc(a, index->features + (size_t)1);
    w->scores = w->scores != NULL ? w->scores : rr__alloc(a, rr__scores_size(index, 1));
    w->fits = w->sums == NULL || w->seen == NULL || w->scores == NULL ? NULL : rr__alloc(a, (index->padded + (size_t)1) * sizeof *w->fits);
    return w->fits != NULL;
}

rr_status rr__worker_query(rr__worker *w, const float *weights, rr_error *err)
{
    if (!reserve(w))
        return rr__fail_nomem(err);
    if (is_document(w, weights)) {
        rr__query_of_document(&w->query, w->matcher->index, RR__AT(rr__past, &w->history, 0).document);
        return RR_OK;
    }
    asking q = {.w = w, .index = w->matcher->index, .sums = w->sums, .seen = w->seen};
    mix history = {w->history.data, w->history.count};
    bool any = false, lacks = false;
    for (int counted = 1; counted >= 0; counted--) /* what counts for nothing says at most that there is something */
        for (uint32_t t = 0; t < q.index->terms && !q.failed; t++) {
            if ((weights[t] != 0) != (counted == 1) || (counted == 0 && any))
                continue;
            ask_term(&q, t, &history, w->statements.count > 0);
            any = any || w->query.terms[t].present;
            lacks = lacks || (counted == 1 && !w->query.terms[t].present && can_be_estimated(q.index, t));
        }
    if (any && lacks && !q.failed)
        estimate(&q, weights);
    if (q.failed) { /* somewhere between: the next query needs a blank sheet */
        memset(w->sums, 0, q.index->features * sizeof *w->sums);
        memset(w->seen, 0, q.index->features);
        return rr__fail_nomem(err);
    }
    return any ? RR_OK : rr__fail(err, RR_EINVALID, why_nothing(w), NULL);
}

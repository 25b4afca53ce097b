/* SPDX-License-Identifier: MIT */
/* A taxonomy in, a matcher out; saving both; and the ranked lists of whole occupations. */
#include <string.h>

#include "base/error.h"
#include "match/index.h"

rr_status rr_matcher_create(rr_matcher **out, rr_context *context, const rr_taxonomy *taxonomy, rr_error *err)
{
    size_t size = 0;
    *out = NULL;
    rr_matcher *m = rr__alloc(&context->allocator, sizeof *m);
    if (m == NULL)
        return rr__fail_nomem(err);
    m->context = context;
    m->taxonomy = taxonomy;
    if (taxonomy->index != NULL) {
        bool known = rr__index_is_known(taxonomy->index, taxonomy->index_len);
        const char *wrong = !known           ? "another version or kind of machine"
                            : taxonomy->ours ? NULL
                                             : rr__index_check(taxonomy->index, taxonomy->index_len, taxonomy->block);
        if (wrong != NULL) {
            rr__free(&context->allocator, m);
            return rr__fail(err, RR_EDAMAGED, known ? RR__MSG_FROZEN_DAMAGED : RR__MSG_FROZEN_FOREIGN, wrong, NULL);
        }
        m->index = taxonomy->index;
    } else {
        rr_status status = rr__index_build(&m->owned, &size, context, taxonomy->block, RR__STRETCH, err);
        if (status != RR_OK) {
            rr__free(&context->allocator, m);
            return status;
        }
        m->index = m->owned;
    }
    *out = m;
    return RR_OK;
}

void rr_matcher_destroy(rr_matcher *m)
{
    if (m == NULL)
        return;
    rr__free(&m->context->allocator, m->owned);
    rr__free(&m->context->allocator, m);
}

rr_status rr_taxonomy_save(const rr_taxonomy *taxonomy, const char *path, rr_error *err)
{
    void *index = NULL;
    size_t size = 0;
    if (taxonomy->index != NULL)
        return rr__taxonomy_save(taxonomy, taxonomy->index, taxonomy->index_len, path, err);
    rr_status status = rr__index_build(&index, &size, taxonomy->context, taxonomy->block, RR__STRETCH, err);
    if (status == RR_OK)
        status = rr__taxonomy_save(taxonomy, index, size, path, err);
    rr__free(&taxonomy->context->allocator, index);
    return status;
}

size_t rr_matcher_term_count(const rr_matcher *m)
{
    return m->index->terms;
}

static const char *name_default(const rr_matcher *m, const rr__term *how)
{
    if (how->kind == RR__TERM_TITLES)
        return how->ngrams ? "title-ngrams" : "title-words";
    if (how->kind == RR__TERM_TEXT)
        return how->text_kind ? "tasks" : "descriptions";
    return rr__block_text(m->taxonomy->block, RR__RECORD(rr__facet, m->taxonomy->block, RR__SEC_FACETS, how->facet)->id);
}

int rr_matcher_term(const rr_matcher *m, size_t index, int no_titles, int no_text, rr_term *out)
{
    memset(out, 0, sizeof *out);
    if (index >= m->index->terms)
        return 0;
    const rr__index_term *t = &rr__index_terms(m->index)[index];
    double weight = (double)t->weights[rr__combination_of(no_titles, no_text)] * 1e6;
    out->id = t->term == RR_NONE ? name_default(m, &t->how) : rr__block_text(m->taxonomy->block, t->how.id);
    out->facet = t->how.facet;
    out->weight_ppm = (int32_t)(weight + 0.5);
    return 1;
}

enum { LINE = 64 }; /* bytes of the processor's cache line */

rr_status rr_scratch_create(rr_scratch **out, const rr_matcher *m, rr_error *err)
{
    const rr_allocator *a = &m->context->allocator;
    rr_scratch *s = rr__alloc(a, sizeof *s);
    *out = s;
    if (s != NULL) {
        s->matcher = m;
        s->block = rr__alloc(a, rr__scores_size(m->index, RR__QUERIES_MAX) + LINE);
        s->scores = s->block == NULL ? NULL : (float *)(void *)((char *)s->block + (LINE - (uintptr_t)s->block % LINE) % LINE);
        s->fits = rr__alloc(a, (m->index->padded + (size_t)1) * sizeof *s->fits);
        s->first = rr__alloc(a, (m->index->documents + (size_t)1) * sizeof *s->first);
        if (s->scores != NULL && s->fits != NULL && s->first != NULL)
            return RR_OK;
    }
    rr_scratch_destroy(s);
    *out = NULL;
    return rr__fail_nomem(err);
}

void rr_scratch_destroy(rr_scratch *s)
{
    if (s == NULL)
        return;
    const rr_allocator *a = &s->matcher->context->allocator;
    const rr__index *index = s->matcher->index;
    rr__listing_destroy(s->listing);
    rr__free_secret(a, s->block, rr__scores_size(index, RR__QUERIES_MAX) + LINE);
    rr__free(a, s->fits); /* of occupations, not of people */
    rr__free_secret(a, s->first, (index->documents + (size_t)1) * sizeof *s->first);
    rr__free_secret(a, s, sizeof *s);
}

/* The best of one source's scores; itself is no answer. */
static void take_best(rr_scratch *s, const float *scores, uint32_t document, const rr__combination *c, uint32_t top, uint32_t *targets,
                      int32_t *fits_ppm)
{
    const rr__index *index = s->matcher->index;
    uint32_t count = 0;
    if (document != RR_NONE) {
        rr__fits(s->fits, index, scores, c);
        s->fits[document] = -1;
        count = rr__top(targets, top, s->fits, index);
    }
    for (uint32_t k = 0; k < top; k++) {
        fits_ppm[k] = k < count ? s->fits[targets[k]] : -1;
        targets[k] = k < count ? rr__index_documents(index)[targets[k]] : RR_NONE;
    }
}

/* The sources of one round, chained by document, so that neighbours, which share much, are scored together. */
static void sort_sources(rr_scratch *s, const uint32_t *sources, uint32_t count)
{
    const rr__index *index = s->matcher->index;
    for (uint32_t d = 0; d <= index->documents; d++)
        s->first[d] = RR_NONE;
    for (uint32_t i = count; i-- > 0;) {
        uint32_t document = sources[i] < index->occupations ? rr__index_document_of(index)[sources[i]] : RR_NONE;
        uint32_t *first = &s->first[document == RR_NONE ? index->documents : document];
        s->next[i] = *first;
        *first = i;
    }
}

/* Where the answers go. */
typedef struct answers {
    rr_scratch *scratch;
    const float *weights;
    const rr__combination *combination;
    uint32_t top;
    uint32_t *targets;
    int32_t *fits_ppm;
} answers;

static void answer(const answers *a, const uint32_t *documents, const uint32_t *places, uint32_t count)
{
    rr_scratch *s = a->scratch;
    rr__score(s->scores, s->matcher->index, s->queries, count, a->weights);
    for (uint32_t i = 0; i < count; i++) {
        size_t at = (size_t)places[i] * a->top;
        take_best(s, s->scores + (size_t)i * s->matcher->index->padded, documents[i], a->combination, a->top, a->targets + at, a->fits_ppm + at);
    }
}

static rr_status answer_all(const answers *a, rr_error *err)
{
    rr_scratch *s = a->scratch;
    const rr__index *index = s->matcher->index;
    uint32_t documents[RR__QUERIES_MAX], places[RR__QUERIES_MAX], count = 0;
    for (uint32_t i = s->first[index->documents]; i != RR_NONE; i = s->next[i])
        take_best(s, NULL, RR_NONE, a->combination, a->top, a->targets + (size_t)i * a->top, a->fits_ppm + (size_t)i * a->top);
    for (uint32_t d = 0; d < index->documents; d++)
        for (uint32_t i = s->first[d]; i != RR_NONE; i = s->next[i]) {
            rr__query_of_document(&s->queries[count], index, d);
            documents[count] = d;
            places[count++] = i;
            if (count == RR__QUERIES_MAX) {
                answer(a, documents, places, count);
                count = 0;
                if (rr__cancelled(s->matcher->context))
                    return rr__fail(err, RR_ECANCELLED, RR__MSG_CANCELLED, NULL);
            }
        }
    answer(a, documents, places, count);
    return RR_OK;
}

rr_status rr_matcher_similar(const rr_matcher *m, rr_scratch *s, const uint32_t *sources, size_t source_count, uint32_t top,
                             int no_titles, int no_text, uint32_t *targets, int32_t *fits_ppm, rr_error *err)
{
    float weights[RR__TERMS_MAX];
    uint32_t combination = rr__combination_of(no_titles, no_text);
    rr__term_weights(weights, m->index, combination);
    rr_status status = RR_OK;
    for (size_t from = 0; from < source_count && status == RR_OK; from += RR__SOURCES_MAX) {
        uint32_t count = source_count - from < RR__SOURCES_MAX ? (uint32_t)(source_count - from) : RR__SOURCES_MAX;
        answers a = {s, weights, &m->index->combinations[combination], top, targets + from * top, fits_ppm + from * top};
        sort_sources(s, sources + from, count);
        status = answer_all(&a, err);
    }
    return status;
}

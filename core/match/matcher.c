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
        const char *wrong = rr__index_check(taxonomy->index, taxonomy->index_len, taxonomy->block);
        if (wrong != NULL) {
            rr__free(&context->allocator, m);
            return rr__fail(err, RR_EDAMAGED, RR__MSG_FROZEN_DAMAGED, wrong, NULL);
        }
        m->index = taxonomy->index;
    } else {
        rr_status status = rr__index_build(&m->owned, &size, context, taxonomy->block, err);
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
    rr_status status = rr__index_build(&index, &size, taxonomy->context, taxonomy->block, err);
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

rr_status rr_scratch_create(rr_scratch **out, const rr_matcher *m, rr_error *err)
{
    const rr_allocator *a = &m->context->allocator;
    rr_scratch *s = rr__alloc(a, sizeof *s);
    *out = s;
    if (s != NULL) {
        s->matcher = m;
        s->scores = rr__alloc(a, (m->index->padded + (size_t)1) * sizeof *s->scores);
        s->fits = rr__alloc(a, (m->index->padded + (size_t)1) * sizeof *s->fits);
        rr__vec_init(&s->query.entries, a, sizeof(rr__entry_of));
        if (s->scores != NULL && s->fits != NULL)
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
    rr__free(a, s->scores);
    rr__free(a, s->fits);
    rr__vec_finish(&s->query.entries);
    rr__free(a, s);
}

rr_status rr_matcher_similar(const rr_matcher *m, rr_scratch *s, const uint32_t *sources, size_t source_count, uint32_t top,
                             int no_titles, int no_text, uint32_t *targets, int32_t *fits_ppm, rr_error *err)
{
    const rr__index *index = m->index;
    float weights[RR__TERMS_MAX];
    uint32_t combination = rr__combination_of(no_titles, no_text);
    rr__term_weights(weights, index, combination);
    for (size_t i = 0; i < source_count; i++) {
        uint32_t document = sources[i] < index->occupations ? rr__index_document_of(index)[sources[i]] : RR_NONE, count = 0;
        bool failed = false;
        if (document != RR_NONE) {
            rr__query_of_document(&s->query, index, document, &failed);
            if (failed)
                return rr__fail_nomem(err);
            rr__score(s->scores, index, &s->query, weights);
            rr__fits(s->fits, index, s->scores, &index->combinations[combination]);
            s->fits[document] = -1; /* itself is no answer */
            count = rr__top(targets + i * top, top, s->fits, index->documents, NULL);
        }
        for (uint32_t k = 0; k < top; k++) {
            uint32_t *target = &targets[i * top + k];
            fits_ppm[i * top + k] = k < count ? s->fits[*target] : -1;
            *target = k < count ? rr__index_documents(index)[*target] : RR_NONE;
        }
        if ((i & 63) == 63 && rr__cancelled(m->context))
            return rr__fail(err, RR_ECANCELLED, RR__MSG_CANCELLED, NULL);
    }
    return RR_OK;
}

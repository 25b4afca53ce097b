/* SPDX-License-Identifier: MIT */
/* An index without statistics in, the same with them out: each term's mean similarity, the range that fits
 * are mapped from, and how fits of pairs are spread. Taken over evenly spaced sources, so that the same
 * taxonomy always gives the same figures. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "match/index.h"

enum { SOURCES_MOST = 256 };

typedef struct measuring {
    rr__index *index;
    const rr_context *ctx;
    rr__query query;
    float *scores;
    float weights[RR__TERMS_MAX];
    uint32_t sources;
    bool failed;
} measuring;

static uint32_t source_at(const measuring *m, uint32_t i)
{
    return (uint32_t)((uint64_t)i * m->index->documents / m->sources);
}

static void score_source(measuring *m, uint32_t i)
{
    rr__query_of_document(&m->query, m->index, source_at(m, i));
    rr__score(m->scores, m->index, &m->query, 1, m->weights);
}

/* Over pairs in which both sides state the facet. */
static void measure_term(measuring *m, uint32_t t)
{
    rr__index_term *term = (rr__index_term *)(void *)((char *)m->index + m->index->at_terms) + t;
    const uint8_t *lacks = rr__index_lacks(m->index, t);
    double sum = 0, pairs = 0;
    memset(m->weights, 0, sizeof m->weights);
    m->weights[t] = 1;
    for (uint32_t i = 0; i < m->sources; i++) {
        uint32_t source = source_at(m, i);
        if (lacks[source])
            continue;
        score_source(m, i);
        for (uint32_t d = 0; d < m->index->documents; d++)
            if (d != source && !lacks[d]) {
                sum += (double)m->scores[d];
                pairs++;
            }
    }
    term->mean = pairs > 0 ? (float)(sum / pairs) : 0;
    float *bias = (float *)(void *)((char *)m->index + m->index->at_bias) + (size_t)t * m->index->padded;
    for (uint32_t d = 0; d < m->index->documents && term->how.kind != RR__TERM_SCALE; d++)
        if (lacks[d]) {
            bias[d] = term->mean;
            term->biased = 1;
        }
}

static int compare_fits(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return x < y ? -1 : x > y;
}

static void measure_range(measuring *m, rr__combination *c)
{
    double lowest = 0, highest = 0;
    for (uint32_t t = 0; t < m->index->terms; t++) {
        const rr__index_term *term = &rr__index_terms(m->index)[t];
        bool cosine = term->how.kind != RR__TERM_SCALE && !rr__is_distance(term);
        highest += cosine ? (double)m->weights[t] : 0;
    }
    lowest = highest;
    for (uint32_t i = 0; i < m->sources; i++) {
        score_source(m, i);
        for (uint32_t d = 0; d < m->index->documents; d++)
            if ((double)m->scores[d] < lowest)
                lowest = (double)m->scores[d];
    }
    c->lowest = lowest;
    c->highest = highest > lowest ? highest : lowest + 1;
}

static void measure_quantiles(measuring *m, rr__combination *c, int32_t *fits, int32_t *all)
{
    size_t count = 0;
    for (uint32_t i = 0; i < m->sources; i++) {
        score_source(m, i);
        rr__fits(fits, m->index, m->scores, c);
        for (uint32_t d = 0; d < m->index->documents; d++)
            if (d != source_at(m, i))
                all[count++] = fits[d];
    }
    qsort(all, count, sizeof *all, compare_fits);
    for (size_t q = 0; q < RR__QUANTILES && count > 0; q++)
        c->quantiles[q] = all[q * (count - 1) / (RR__QUANTILES - 1)];
}

rr_status rr__index_measure(rr__index *index, const rr_context *ctx, rr_error *err)
{
    const rr_allocator *a = &ctx->allocator;
    measuring m = {.index = index, .ctx = ctx, .sources = index->documents < SOURCES_MOST ? index->documents : SOURCES_MOST};
    m.scores = rr__alloc(a, rr__scores_size(index, 1));
    int32_t *fits = rr__alloc(a, (index->padded + (size_t)1) * sizeof *fits);
    int32_t *all = rr__alloc(a, ((size_t)index->documents * m.sources + 1) * sizeof *all);
    m.failed = m.scores == NULL || fits == NULL || all == NULL;
    for (uint32_t t = 0; t < index->terms && !m.failed; t++)
        measure_term(&m, t);
    for (uint32_t c = 0; c < RR__COMBINATIONS && !m.failed; c++) {
        rr__term_weights(m.weights, index, c);
        measure_range(&m, &index->combinations[c]);
        measure_quantiles(&m, &index->combinations[c], fits, all);
    }
    rr__free(a, m.scores);
    rr__free(a, fits);
    rr__free(a, all);
    return m.failed ? rr__fail_nomem(err) : RR_OK;
}

/* SPDX-License-Identifier: MIT */
/* A query in, its similarity with every document out. Sums run over features in a fixed order and lane by
 * lane over documents, so that the width of the machine's vectors changes no bit. */
#include <string.h>

#include "match/index.h"

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define FOR_EACH_MACHINE __attribute__((target_clones("avx512f", "avx2", "default"), optimize("O3")))
#else
#define FOR_EACH_MACHINE
#endif

/* scores += q[0] c[0] + ... + q[3] c[3], each product added in turn. */
FOR_EACH_MACHINE
static void add_columns(float *restrict scores, const float *restrict a, const float *restrict b, const float *restrict c,
                        const float *restrict d, const float *q, uint32_t padded)
{
    float qa = q[0], qb = q[1], qc = q[2], qd = q[3];
    for (uint32_t i = 0; i < padded; i++) {
        float sum = scores[i] + qa * a[i];
        sum = sum + qb * b[i];
        sum = sum + qc * c[i];
        scores[i] = sum + qd * d[i];
    }
}

FOR_EACH_MACHINE
static void add_column(float *restrict scores, const float *restrict column, float q, uint32_t padded)
{
    for (uint32_t i = 0; i < padded; i++)
        scores[i] = scores[i] + q * column[i];
}

FOR_EACH_MACHINE
static void add_distance(float *restrict scores, const float *restrict levels, float own, float weight, float divisor, uint32_t padded)
{
    for (uint32_t i = 0; i < padded; i++) {
        float far = levels[i] - own;
        far = far < 0 ? -far : far;
        scores[i] = scores[i] - weight * (far / divisor);
    }
}

FOR_EACH_MACHINE
static void add_constant(float *restrict scores, float constant, uint32_t documents)
{
    for (uint32_t d = 0; d < documents; d++)
        scores[d] += constant;
}

/* Documents that lack the facet count at the mean, which their bias holds: takes back what was added. */
FOR_EACH_MACHINE
static void settle_lacking(float *restrict scores, const uint8_t *restrict lacks, float constant, uint32_t documents)
{
    for (uint32_t d = 0; d < documents; d++)
        scores[d] = lacks[d] ? scores[d] - constant : scores[d];
}

FOR_EACH_MACHINE
static void round_fits(int32_t *restrict fits, const float *restrict scores, float lowest, float factor, uint32_t documents)
{
    for (uint32_t i = 0; i < documents; i++) {
        float fit = (scores[i] - lowest) * factor;
        fit = fit < 0 ? 0 : fit;
        fit = fit > 1000000 ? 1000000 : fit;
        fits[i] = (int32_t)(fit + 0.5f);
    }
}

void rr__term_weights(float *out, const rr__index *index, uint32_t combination)
{
    for (uint32_t t = 0; t < index->terms; t++)
        out[t] = rr__index_terms(index)[t].weights[combination];
}

static const float *column_at(const rr__index *index, uint32_t column)
{
    return RR__INDEX_AT(float, index, at_dense) + (size_t)column * index->padded;
}

/* Four dense columns at a time; the inverted lists of the rest. */
static void add_entries(float *scores, const rr__index *index, const rr__entry_of *entries, uint32_t count, float weight)
{
    const rr__feature *features = rr__index_features(index);
    const rr__posting *postings = RR__INDEX_AT(rr__posting, index, at_postings);
    const float *columns[4];
    float q[4];
    uint32_t waiting = 0;
    for (uint32_t i = 0; i < count; i++) {
        const rr__feature *f = &features[entries[i].feature];
        float value = entries[i].value * weight;
        if (f->column == RR_NONE) {
            const rr__posting *p = postings + f->first;
            for (uint32_t k = 0; k < f->count; k++)
                scores[p[k].document] += value * p[k].value;
            continue;
        }
        columns[waiting] = column_at(index, f->column);
        q[waiting++] = value;
        if (waiting == 4) {
            add_columns(scores, columns[0], columns[1], columns[2], columns[3], q, index->padded);
            waiting = 0;
        }
    }
    for (uint32_t i = 0; i < waiting; i++)
        add_column(scores, columns[i], q[i], index->padded);
}

static void score_scale(float *scores, const rr__index *index, uint32_t t, float own, float weight)
{
    const rr__index_term *term = &rr__index_terms(index)[t];
    const float *levels = rr__index_bias(index, t);
    const uint8_t *lacks = rr__index_lacks(index, t);
    float divisor = (float)((double)term->how.divisor / 1e6);
    add_distance(scores, levels, own, weight, divisor, index->padded);
    for (uint32_t d = 0; d < index->documents; d++)
        if (lacks[d]) {
            float far = levels[d] - own;
            far = far < 0 ? -far : far;
            scores[d] = scores[d] + weight * (far / divisor) + weight * term->mean;
        }
}

/* Adds a term to the scores; what it adds to all of them alike goes to the constant. */
static void score_term(float *scores, float *constant, const rr__index *index, uint32_t t, const rr__query *q, float weight)
{
    const rr__index_term *term = &rr__index_terms(index)[t];
    const rr__query_term *own = &q->terms[t];
    if (!own->present) {
        *constant += weight * term->mean;
    } else if (term->how.kind == RR__TERM_SCALE) {
        score_scale(scores, index, t, own->scale_value, weight);
    } else {
        bool distance = term->how.kind == RR__TERM_RATED && term->how.distance;
        float factor = distance ? (float)(2e6 / (double)term->how.divisor) : 1;
        add_entries(scores, index, q->entries + own->first, own->count, weight * factor);
        add_column(scores, rr__index_bias(index, t), weight, index->padded);
        if (distance) {
            float norm = weight * own->own_norm;
            *constant -= norm;
            settle_lacking(scores, rr__index_lacks(index, t), -norm, index->documents);
        }
    }
}

/* Term by term over all queries, so that a term's columns and lists stay in the processor's cache. */
void rr__score(float *scores, const rr__index *index, const rr__query *q, uint32_t count, const float *weights)
{
    float constants[RR__QUERIES_MAX] = {0};
    memset(scores, 0, (size_t)count * index->padded * sizeof *scores);
    for (uint32_t t = 0; t < index->terms; t++)
        for (uint32_t i = 0; i < count && weights[t] != 0; i++)
            score_term(scores + (size_t)i * index->padded, &constants[i], index, t, &q[i], weights[t]);
    for (uint32_t i = 0; i < count; i++)
        add_constant(scores + (size_t)i * index->padded, constants[i], index->documents);
}

void rr__fits(int32_t *fits, const rr__index *index, const float *scores, const rr__combination *c)
{
    double range = c->highest - c->lowest;
    round_fits(fits, scores, (float)c->lowest, (float)(range > 0 ? 1e6 / range : 0), index->documents);
}

uint32_t rr__top(uint32_t *out, uint32_t top, const int32_t *fits, uint32_t documents, const uint8_t *skip)
{
    uint32_t count = 0;
    int32_t least = -1; /* of the worst kept, once there are enough */
    for (uint32_t d = 0; d < documents; d++) {
        if (fits[d] <= least || (skip != NULL && skip[d]) || top == 0)
            continue;
        uint32_t at = count < top ? count++ : top - 1;
        while (at > 0 && fits[out[at - 1]] < fits[d]) {
            out[at] = out[at - 1];
            at--;
        }
        out[at] = d;
        if (count == top)
            least = fits[out[top - 1]];
    }
    return count;
}

/* A document as its own query: its entries are ready. */
void rr__query_of_document(rr__query *q, const rr__index *index, uint32_t document)
{
    q->entries = rr__index_entries(index);
    for (uint32_t t = 0; t < index->terms; t++) {
        const uint32_t *at = rr__index_forward(index, t) + document;
        bool scale = rr__index_terms(index)[t].how.kind == RR__TERM_SCALE;
        q->terms[t] = (rr__query_term){.present = !rr__index_lacks(index, t)[document], .first = at[0], .count = at[1] - at[0],
                                       .scale_value = scale ? rr__index_bias(index, t)[document] : 0,
                                       .own_norm = rr__index_norms(index, t)[document]};
    }
}

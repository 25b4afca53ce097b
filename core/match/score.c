/* SPDX-License-Identifier: MIT */
/* Queries in, their similarities with every document out. Products are added up as whole numbers, the rest in a fixed order
 * and lane by lane over documents, so that the width of the machine's vectors changes no bit. */
#include <string.h>

#include "match/accumulate.h"
#include "match/index.h"

void rr__term_weights(float *out, const rr__index *index, uint32_t combination)
{
    for (uint32_t t = 0; t < index->terms; t++)
        out[t] = rr__index_terms(index)[t].weights[combination];
}

enum { PAIR = 2 };

/* What one call of rr__score works with. */
typedef struct scoring {
    const rr__index *index;
    const rr__loops *loops;
    const rr__query *queries;
    const float *weights;
    float *scores;                     /* [query][padded]; sums of products at first */
    uint32_t *at;                      /* [query][capacity]: sparse columns, as rr__picks has them */
    int16_t *values;
    uint32_t capacity;
    int16_t *dense;                    /* [query][the index's dense]: values of the dense columns */
    rr__picks picks[RR__QUERIES_MAX];
    float fineness[RR__QUERIES_MAX];
} scoring;

/* Sparse columns that a query can have: each once, and one more that makes their count even. */
static uint32_t capacity_of(const rr__index *index)
{
    return (index->columns + PAIR) / PAIR * PAIR;
}

size_t rr__scores_size(const rr__index *index, uint32_t count)
{
    return count * (index->padded * sizeof(float) + capacity_of(index) * (sizeof(uint32_t) + sizeof(int16_t)) + index->dense * sizeof(int16_t)) + 1;
}

static int16_t *dense_of(const scoring *s, uint32_t query)
{
    return s->dense + (size_t)query * s->index->dense;
}

static void place_dense(int16_t *values, const rr__index_term *term, const rr__entry_of *entries, uint32_t count, float factor)
{
    for (uint32_t i = 0; i < count; i++)
        values[term->first_column + (entries[i].feature - term->first_feature)] = rr__whole(entries[i].value * factor);
}

/* Entries up to the first list become picks; features ascend, columns first. */
static uint32_t pick_columns(scoring *s, uint32_t query, const rr__index_term *term, const rr__entry_of *entries, uint32_t count, float factor)
{
    uint32_t done = 0, to = s->picks[query].count, first = term->first_feature, lists = first + term->columns;
    uint32_t *at = s->at + (size_t)query * s->capacity;
    int16_t *values = s->values + (size_t)query * s->capacity;
    for (; done < count && entries[done].feature < lists; done++, to++) {
        at[to] = (term->first_column + (entries[done].feature - first)) * (uint32_t)(RR__TILE * sizeof(int16_t));
        values[to] = rr__whole(entries[done].value * factor);
    }
    s->picks[query].count = to;
    return done;
}

static void add_posting(uint32_t *sums, rr__posting p, int32_t value)
{
    sums[p.document] += (uint32_t)(value * p.value); /* wraps as unsigned numbers do, whatever a file says */
}

/* Lists lie far apart: asking for the first lines of one ahead of its turn costs less than waiting. Kept out of its caller,
 * whose variables would take the registers. */
__attribute__((noinline)) static void add_lists(uint32_t *restrict sums, const rr__posting *restrict postings, const uint32_t *restrict lists,
                                                const rr__entry_of *restrict entries, uint32_t count, float factor)
{
    enum { AHEAD = 6, LINE = 64 / sizeof(rr__posting) };
    for (uint32_t i = 0; i < count; i++) {
        const rr__posting *list = postings + lists[entries[i].feature], *end = postings + lists[entries[i].feature + 1];
        const rr__posting *later = postings + lists[entries[i + AHEAD < count ? i + AHEAD : i].feature];
        int32_t value = rr__whole(entries[i].value * factor);
        __builtin_prefetch(later);
        __builtin_prefetch(later + LINE);
        for (; list < end; list += RR__LIST_STEP) {
            add_posting(sums, list[0], value);
            add_posting(sums, list[1], value);
            add_posting(sums, list[2], value);
            add_posting(sums, list[3], value);
        }
    }
}

/* Adds a query's lists to its sums and notes its values of columns, which are multiplied with those of the others. */
static void take_query(scoring *s, uint32_t query)
{
    const rr__index *index = s->index;
    const rr__query *q = &s->queries[query];
    uint32_t *sums = (uint32_t *)(void *)(s->scores + (size_t)query * index->padded);
    s->fineness[query] = rr__query_fineness(q, index, s->weights);
    s->picks[query] = (rr__picks){s->at + (size_t)query * s->capacity, s->values + (size_t)query * s->capacity, 0};
    memset(sums, 0, index->padded * sizeof *sums);
    memset(dense_of(s, query), 0, index->dense * sizeof *s->dense);
    for (uint32_t t = 0; t < index->terms; t++) {
        const rr__index_term *term = &rr__index_terms(index)[t];
        const rr__query_term *own = &q->terms[t];
        const rr__entry_of *entries = q->entries + own->first;
        if (s->weights[t] == 0 || !own->present || term->how.kind == RR__TERM_SCALE)
            continue;
        float factor = rr__query_factor(term, s->weights[t], s->fineness[query]);
        if (rr__is_rated(term)) {
            place_dense(dense_of(s, query), term, entries, own->count, factor);
            continue;
        }
        uint32_t picked = pick_columns(s, query, term, entries, own->count, factor);
        for (uint32_t k = 0; k < rr__index_stretches(index) && picked < own->count; k++)
            add_lists(sums + (size_t)k * index->stretch, rr__index_postings(index), rr__index_lists(index, k), entries + picked, own->count - picked, factor);
    }
    if (s->picks[query].count % PAIR != 0) { /* the other of the last pair counts nothing */
        uint32_t *last = s->at + (size_t)query * s->capacity + s->picks[query].count;
        *last = last[-1];
        s->values[(size_t)query * s->capacity + s->picks[query].count++] = 0;
    }
}

/* The first document from `from` on that lacks the facet, or `documents`. Few do. */
static uint32_t next_lacking(const uint8_t *lacks, uint32_t from, uint32_t documents)
{
    for (uint64_t eight = 0; from + sizeof eight <= documents; from += (uint32_t)sizeof eight) {
        memcpy(&eight, lacks + from, sizeof eight);
        if (eight != 0)
            break;
    }
    while (from < documents && !lacks[from])
        from++;
    return from;
}

static void score_scale(const scoring *s, float *scores, uint32_t t, float own, float weight)
{
    const rr__index_term *term = &rr__index_terms(s->index)[t];
    const float *levels = rr__index_bias(s->index, t);
    const uint8_t *lacks = rr__index_lacks(s->index, t);
    uint32_t documents = s->index->documents;
    float divisor = (float)((double)term->how.divisor / 1e6);
    s->loops->add_distance(scores, levels, own, weight, divisor, s->index->padded);
    for (uint32_t d = next_lacking(lacks, 0, documents); d < documents; d = next_lacking(lacks, d + 1, documents)) {
        float far = levels[d] - own;
        far = far < 0 ? -far : far;
        scores[d] = scores[d] + weight * (far / divisor) + weight * term->mean;
    }
}

/* What a term adds whatever the profile, and a distance's |a|^2, which goes to the constant. Documents that lack the facet
 * count at the mean, which their bias holds: they get back what the constant takes. */
static float settle(const scoring *s, float *scores, uint32_t t, float own_norm, float weight)
{
    const rr__index_term *term = &rr__index_terms(s->index)[t];
    if (term->biased)
        s->loops->add_biases(scores, rr__index_bias(s->index, t), weight, s->index->padded);
    if (!rr__is_distance(term))
        return 0;
    const uint8_t *lacks = rr__index_lacks(s->index, t);
    uint32_t documents = s->index->documents;
    for (uint32_t d = next_lacking(lacks, 0, documents); d < documents; d = next_lacking(lacks, d + 1, documents))
        scores[d] += weight * own_norm;
    return -(weight * own_norm);
}

/* Sums of products become scores; then what each term adds beside them, in the order of terms. */
static void finish_query(const scoring *s, uint32_t query)
{
    float *scores = s->scores + (size_t)query * s->index->padded, constant = 0;
    s->loops->weigh_sums(scores, 1 / s->fineness[query], s->index->padded);
    for (uint32_t t = 0; t < s->index->terms; t++) {
        const rr__index_term *term = &rr__index_terms(s->index)[t];
        const rr__query_term *own = &s->queries[query].terms[t];
        float weight = s->weights[t];
        if (weight == 0)
            continue;
        if (!own->present)
            constant += weight * term->mean;
        else if (term->how.kind == RR__TERM_SCALE)
            score_scale(s, scores, t, own->scale_value, weight);
        else
            constant += settle(s, scores, t, own->own_norm, weight);
    }
    s->loops->add_constant(scores, constant, s->index->padded);
}

static void multiply_columns(const scoring *s, uint32_t count)
{
    const rr__index *index = s->index;
    int32_t *sums = (int32_t *)(void *)s->scores;
    for (uint32_t t = 0; t < index->terms; t++) {
        const rr__index_term *term = &rr__index_terms(index)[t];
        const rr__pairs pairs = {rr__index_dense(index, term), rr__pairs_of(term), s->dense + term->first_column, index->dense};
        if (rr__is_rated(term) && s->weights[t] != 0)
            s->loops->add_dense(sums, &pairs, count, index->padded);
    }
    s->loops->add_columns(sums, rr__index_tiles(index), index->columns, s->picks, count, index->padded);
}

void rr__score(float *scores, const rr__index *index, const rr__query *q, uint32_t count, const float *weights)
{
    scoring s = {.index = index, .loops = rr__loops_here(), .queries = q, .weights = weights, .scores = scores, .capacity = capacity_of(index)};
    s.at = (uint32_t *)(void *)(scores + (size_t)count * index->padded);
    s.values = (int16_t *)(void *)(s.at + (size_t)count * s.capacity);
    s.dense = s.values + (size_t)count * s.capacity;
    for (uint32_t i = 0; i < count; i++)
        take_query(&s, i);
    multiply_columns(&s, count);
    for (uint32_t i = 0; i < count; i++)
        finish_query(&s, i);
}

void rr__fits(int32_t *fits, const rr__index *index, const float *scores, const rr__combination *c)
{
    double range = c->highest - c->lowest;
    rr__loops_here()->round_fits(fits, scores, (float)c->lowest, (float)(range > 0 ? 1e6 / range : 0), index->padded);
    for (uint32_t d = index->documents; d < index->padded; d++)
        fits[d] = -1;
}

/* A fit that all of the top have at least. */
static int32_t least_of_top(const rr__loops *loops, const int32_t *fits, uint32_t padded, uint32_t top)
{
    int32_t least = top > RR__CONTENDERS ? 0 : loops->find_least(fits, top, padded);
    return least < 0 ? 0 : least;
}

/* Documents below what the top must reach are passed over, whole vectors at a time. */
uint32_t rr__top(uint32_t *out, uint32_t top, const int32_t *fits, const rr__index *index)
{
    const rr__loops *loops = rr__loops_here();
    uint32_t count = 0;
    int32_t least = top == 0 ? INT32_MAX : least_of_top(loops, fits, index->padded, top);
    for (uint32_t from = 0; (from = loops->find_reaching(fits, least, from, index->padded)) < index->padded; from += RR__LANES)
        for (uint32_t d = from; d < from + RR__LANES; d++) {
            if (fits[d] < least)
                continue;
            uint32_t at = count < top ? count++ : top - 1;
            while (at > 0 && fits[out[at - 1]] < fits[d]) {
                out[at] = out[at - 1];
                at--;
            }
            out[at] = d;
            if (count == top)
                least = fits[out[top - 1]] + 1; /* equal ones rank behind */
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

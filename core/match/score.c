/* SPDX-License-Identifier: MIT */
/* Queries in, their similarities with every document out. Sums run over features in a fixed order and lane by
 * lane over documents, so that the width of the machine's vectors changes no bit. */
#include <string.h>

#include "match/accumulate.h"
#include "match/index.h"

void rr__term_weights(float *out, const rr__index *index, uint32_t combination)
{
    for (uint32_t t = 0; t < index->terms; t++)
        out[t] = rr__index_terms(index)[t].weights[combination];
}

/* A list that is to be added, behind so many of the columns found with it. */
typedef struct found { const rr__posting *postings; uint32_t count, columns; float value; } found;
enum { FOUND_MOST = 128, COLUMNS_TOGETHER = 4 };

/* What one call of rr__score works with. */
typedef struct scoring {
    const rr__index *index;
    const rr__loops *loops;
    const rr__place *places;
    const rr__posting *postings;
    const rr__query *queries;
    float *scores;                      /* [query][padded] */
    float constants[RR__QUERIES_MAX];   /* what is added to all documents alike */
    found lists[FOUND_MOST + 1];
    const float *columns[FOUND_MOST + COLUMNS_TOGETHER]; /* and their values */
    float values[FOUND_MOST + COLUMNS_TOGETHER];
    uint32_t list_count, column_count;
} scoring;

static const float *column_at(const scoring *s, uint32_t column)
{
    return RR__INDEX_AT(float, s->index, at_dense) + (size_t)column * s->index->padded;
}

/* Where entries' lists and columns are; nothing here depends on which of both one is, for that is not to be guessed. */
static void find(scoring *s, const rr__entry_of *entries, uint32_t count, float weight)
{
    s->list_count = 0;
    for (uint32_t i = 0; i < count; i++) {
        rr__place at = s->places[entries[i].feature];
        bool column = at.count == RR_NONE;
        float value = entries[i].value * weight;
        s->lists[s->list_count] = (found){s->postings + (column ? 0 : at.at), at.count, s->column_count, value};
        s->columns[s->column_count] = column_at(s, column ? at.at : 0);
        s->values[s->column_count] = value;
        __builtin_prefetch(s->columns[s->column_count]);
        s->list_count += !column;
        s->column_count += column;
    }
}

/* Lists lie far apart: asking for the first lines of one ahead of its turn costs less than waiting. */
static void fetch(const rr__posting *list)
{
    enum { LINE = 64 / sizeof(rr__posting) };
    __builtin_prefetch(list);
    __builtin_prefetch(list + LINE);
    __builtin_prefetch(list + 2 * LINE);
}

static void add_list(float *restrict scores, const rr__posting *restrict list, uint32_t count, float value)
{
    for (uint32_t k = 0; k < count; k++)
        scores[list[k].document] += value * list[k].value;
}

/* Adds what was found. Lists are added in their turn, columns by fours, each four before the list behind it: an order
 * that all sums keep. Columns short of four stay for what is found next. */
static void add_found(scoring *s, float *scores)
{
    enum { AHEAD = 4 };
    uint32_t done = 0;
    for (uint32_t i = 0; i <= s->list_count; i++) {
        const found *f = &s->lists[i];
        uint32_t ready = ((i < s->list_count ? f->columns : s->column_count) - done) / COLUMNS_TOGETHER * COLUMNS_TOGETHER;
        if (ready > 0) {
            s->loops->add_columns(scores, s->columns + done, s->values + done, ready, s->index->padded);
            done += ready;
        }
        if (i == s->list_count)
            break;
        if (i + AHEAD < s->list_count)
            fetch(f[AHEAD].postings);
        add_list(scores, f->postings, f->count, f->value);
    }
    s->column_count -= done;
    for (uint32_t i = 0; i < s->column_count; i++) {
        s->columns[i] = s->columns[done + i];
        s->values[i] = s->values[done + i];
    }
}

static void add_entries(scoring *s, uint32_t query, uint32_t t, float weight)
{
    const rr__query_term *own = &s->queries[query].terms[t];
    const rr__entry_of *entries = s->queries[query].entries + own->first;
    float *scores = s->scores + (size_t)query * s->index->padded;
    s->column_count = 0;
    for (uint32_t from = 0; from < own->count; from += FOUND_MOST) {
        find(s, entries + from, own->count - from < FOUND_MOST ? own->count - from : FOUND_MOST, weight);
        add_found(s, scores);
    }
    if (s->column_count > 0)
        s->loops->add_columns(scores, s->columns, s->values, s->column_count, s->index->padded);
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

static bool is_distance(const rr__index_term *term)
{
    return term->how.kind == RR__TERM_RATED && term->how.distance;
}

static float weigh_products(const rr__index_term *term, float weight)
{
    return weight * (is_distance(term) ? (float)(2e6 / (double)term->how.divisor) : 1);
}

/* What a term adds whatever the profile, and a distance's |a|^2. Documents that lack the facet count at the
 * mean, which their bias holds: they get back what the constant takes. */
static void settle(scoring *s, uint32_t query, uint32_t t, float weight)
{
    const rr__index_term *term = &rr__index_terms(s->index)[t];
    float *scores = s->scores + (size_t)query * s->index->padded;
    const float *bias = rr__index_bias(s->index, t);
    s->loops->add_columns(scores, &bias, &weight, 1, s->index->padded);
    if (is_distance(term)) {
        const uint8_t *lacks = rr__index_lacks(s->index, t);
        float norm = weight * s->queries[query].terms[t].own_norm;
        uint32_t documents = s->index->documents;
        s->constants[query] -= norm;
        for (uint32_t d = next_lacking(lacks, 0, documents); d < documents; d = next_lacking(lacks, d + 1, documents))
            scores[d] += norm;
    }
}

/* Whether each of the queries states every column of the term, so that they can be multiplied side by side. */
static bool state_all(const scoring *s, uint32_t first, uint32_t t)
{
    const rr__index_term *term = &rr__index_terms(s->index)[t];
    for (uint32_t i = first; i < first + RR__ABREAST; i++) {
        const rr__query_term *own = &s->queries[i].terms[t];
        if (!own->present || own->count != term->feature_count)
            return false;
        for (uint32_t k = 0; k < own->count; k++)
            if (s->queries[i].entries[own->first + k].feature != term->first_feature + k)
                return false;
    }
    return true;
}

static void add_rated_abreast(const scoring *s, uint32_t first, uint32_t t, float weight)
{
    enum { COLUMNS = 64 };
    const rr__index_term *term = &rr__index_terms(s->index)[t];
    const float *columns[COLUMNS];
    float values[COLUMNS * RR__ABREAST];
    for (uint32_t from = 0; from < term->feature_count; from += COLUMNS) {
        uint32_t count = term->feature_count - from < COLUMNS ? term->feature_count - from : COLUMNS;
        for (uint32_t k = 0; k < count; k++) {
            columns[k] = column_at(s, s->places[term->first_feature + from + k].at);
            for (uint32_t i = 0; i < RR__ABREAST; i++) {
                const rr__query *q = &s->queries[first + i];
                values[k * RR__ABREAST + i] = q->entries[q->terms[t].first + from + k].value * weight;
            }
        }
        s->loops->add_columns_abreast(s->scores + (size_t)first * s->index->padded, columns, values, count, s->index->padded);
    }
}

/* Adds a term to the scores of one query; what it adds to all documents alike goes to the constant. */
static void score_term(scoring *s, uint32_t query, uint32_t t, float weight)
{
    const rr__index_term *term = &rr__index_terms(s->index)[t];
    const rr__query *q = &s->queries[query];
    const rr__query_term *own = &q->terms[t];
    float *scores = s->scores + (size_t)query * s->index->padded;
    if (!own->present) {
        s->constants[query] += weight * term->mean;
    } else if (term->how.kind == RR__TERM_SCALE) {
        score_scale(s, scores, t, own->scale_value, weight);
    } else {
        add_entries(s, query, t, weigh_products(term, weight));
        settle(s, query, t, weight);
    }
}

/* Term by term over all queries, so that a term's columns and lists stay in the processor's cache. */
void rr__score(float *scores, const rr__index *index, const rr__query *q, uint32_t count, const float *weights)
{
    scoring s = {.index = index, .loops = rr__loops_here(), .places = rr__index_places(index), .queries = q, .scores = scores,
                 .postings = RR__INDEX_AT(rr__posting, index, at_postings)};
    memset(scores, 0, (size_t)count * index->padded * sizeof *scores);
    for (uint32_t t = 0; t < index->terms; t++) {
        const rr__index_term *term = &rr__index_terms(index)[t];
        for (uint32_t i = 0; i < count && weights[t] != 0;) {
            if (term->how.kind == RR__TERM_RATED && count - i >= RR__ABREAST && state_all(&s, i, t)) {
                add_rated_abreast(&s, i, t, weigh_products(term, weights[t]));
                for (uint32_t end = i + RR__ABREAST; i < end; i++)
                    settle(&s, i, t, weights[t]);
            } else {
                score_term(&s, i++, t, weights[t]);
            }
        }
    }
    for (uint32_t i = 0; i < count; i++)
        s.loops->add_constant(scores + (size_t)i * index->padded, s.constants[i], index->padded);
}

void rr__fits(int32_t *fits, const rr__index *index, const float *scores, const rr__combination *c)
{
    double range = c->highest - c->lowest;
    rr__loops_here()->round_fits(fits, scores, (float)c->lowest, (float)(range > 0 ? 1e6 / range : 0), index->padded);
    for (uint32_t d = index->documents; d < index->padded; d++)
        fits[d] = -1;
}

/* As many groups as are asked for have a best fit of at least this, and so have as many documents. */
static int32_t least_of_top(const rr__loops *loops, const int32_t *fits, uint32_t padded, uint32_t top)
{
    int32_t best[RR__CONTENDERS];
    if (top > RR__CONTENDERS)
        return 0;
    loops->find_contenders(best, fits, padded);
    for (uint32_t i = 1; i < RR__CONTENDERS; i++) {
        int32_t own = best[i];
        uint32_t at = i;
        for (; at > 0 && best[at - 1] < own; at--)
            best[at] = best[at - 1];
        best[at] = own;
    }
    return best[top - 1] < 0 ? 0 : best[top - 1];
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

/* SPDX-License-Identifier: MIT */
/* A matcher and expert truth in; nDCG@20, recall@10, precision@5 and MRR out. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "match/truth.h"

enum { DEPTH = 20, RECALL_DEPTH = 10, PRECISION_DEPTH = 5 };

static double discount(uint32_t rank)
{
    return rr__ln(2) / rr__ln((double)rank + 1); /* 1 / log2(rank + 1), rank from 1 */
}

static double gain_of(const rr__truth_row *rows, uint32_t count, uint32_t target)
{
    for (uint32_t i = 0; i < count; i++)
        if (rows[i].target == target)
            return rows[i].gain;
    return 0;
}

static double ideal(const rr__truth_row *rows, uint32_t count)
{
    double best[DEPTH] = {0}, sum = 0;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < DEPTH; k++)
            if (rows[i].gain > best[k]) {
                memmove(best + k + 1, best + k, (DEPTH - 1 - k) * sizeof *best);
                best[k] = rows[i].gain;
                break;
            }
    for (uint32_t k = 0; k < DEPTH; k++)
        sum += best[k] * discount(k + 1);
    return sum;
}

static double first_rank(const rr_scratch *s, const rr__truth_row *rows, uint32_t count, uint32_t documents)
{
    int32_t best = -1;
    uint32_t at = 0, rank = 1;
    for (uint32_t i = 0; i < count; i++)
        if (rows[i].gain > 0 && (s->fits[rows[i].target] > best || (s->fits[rows[i].target] == best && rows[i].target < at))) {
            best = s->fits[rows[i].target];
            at = rows[i].target;
        }
    for (uint32_t d = 0; d < documents; d++)
        rank += s->fits[d] > best || (s->fits[d] == best && d < at);
    return rank;
}

static void judge_source(rr__figures *f, const rr_scratch *s, const rr__truth_row *rows, uint32_t count, const rr__index *index)
{
    uint32_t top[DEPTH], found = rr__top(top, DEPTH, s->fits, index), primary = 0, primary_found = 0, right = 0;
    double dcg = 0, best = ideal(rows, count);
    for (uint32_t i = 0; i < count; i++)
        primary += rows[i].gain >= 2;
    for (uint32_t k = 0; k < found; k++) {
        double gain = gain_of(rows, count, top[k]);
        dcg += gain * discount(k + 1);
        primary_found += k < RECALL_DEPTH && gain >= 2;
        right += k < PRECISION_DEPTH && gain > 0;
    }
    f->ndcg20 += best > 0 ? dcg / best : 0;
    f->recall10 += primary > 0 ? (double)primary_found / primary : 0;
    f->precision5 += (double)right / PRECISION_DEPTH;
    f->mrr += 1 / first_rank(s, rows, count, index->documents);
    f->n++;
}

/* The map to fits under weights that were not measured: wide enough that nothing is cut off. */
static rr__combination open_range(const float *scores, uint32_t documents)
{
    rr__combination c = {.lowest = (double)scores[0], .highest = (double)scores[0]};
    for (uint32_t d = 1; d < documents; d++) {
        c.lowest = (double)scores[d] < c.lowest ? (double)scores[d] : c.lowest;
        c.highest = (double)scores[d] > c.highest ? (double)scores[d] : c.highest;
    }
    return c;
}

rr_status rr__truth_evaluate(rr__figures *out, const rr_matcher *m, rr_scratch *s, const rr__truth *truth, const float *weights, rr_error *err)
{
    *out = (rr__figures){0};
    for (size_t i = 0; i + 1 < truth->sources.count; i++) {
        uint32_t from = RR__AT(uint32_t, &truth->sources, i), to = RR__AT(uint32_t, &truth->sources, i + 1);
        const rr__truth_row *rows = (const rr__truth_row *)truth->rows.data + from;
        rr__query_of_document(s->queries, m->index, rows->source);
        rr__score(s->scores, m->index, s->queries, 1, weights);
        rr__combination range = open_range(s->scores, m->index->documents);
        rr__fits(s->fits, m->index, s->scores, &range);
        s->fits[rows->source] = -1;
        judge_source(out, s, rows, to - from, m->index);
        if (rr__cancelled(m->context))
            return rr__fail(err, RR_ECANCELLED, RR__MSG_CANCELLED, NULL);
    }
    double n = out->n == 0 ? 1 : out->n;
    out->ndcg20 /= n;
    out->recall10 /= n;
    out->precision5 /= n;
    out->mrr /= n;
    return RR_OK;
}

void rr__figures_round(rr_evaluation *out, const rr__figures *f, uint32_t skipped)
{
    *out = (rr_evaluation){f->n, skipped, (uint32_t)(f->ndcg20 * 1e6 + 0.5), (uint32_t)(f->recall10 * 1e6 + 0.5),
                           (uint32_t)(f->precision5 * 1e6 + 0.5), (uint32_t)(f->mrr * 1e6 + 0.5)};
}

static uint32_t find_term(const rr_matcher *m, const char *name, size_t len)
{
    rr_term term;
    for (size_t t = 0; rr_matcher_term(m, t, 0, 0, &term); t++)
        if (strlen(term.id) == len && memcmp(term.id, name, len) == 0)
            return (uint32_t)t;
    return RR_NONE;
}

rr_status rr__weights_parse(float *weights, const rr_matcher *m, const char *text, rr_error *err)
{
    memset(weights, 0, RR__TERMS_MAX * sizeof *weights);
    for (const char *at = text + strspn(text, " ,"); *at != '\0'; at += strspn(at, " ,")) {
        size_t len = strcspn(at, " ,"), name = strcspn(at, "=");
        int64_t value = 0;
        uint32_t t = name < len ? find_term(m, at, name) : RR_NONE;
        if (t == RR_NONE || !rr__parse_decimal(at + name + 1, len - name - 1, &value) || value < 0)
            return rr__fail(err, RR_EINVALID, RR__MSG_BAD_WEIGHTS, at, NULL);
        weights[t] = (float)((double)value / 1e6);
        at += len;
    }
    return RR_OK;
}

rr_status rr_evaluate(rr_evaluation *out, const rr_matcher *m, const char *truth_path, const rr_evaluate_options *given, rr_error *err)
{
    rr_evaluate_options known = {0}, *o = &known; /* a caller built with fewer options leaves the others out */
    memcpy(o, given, given->size < sizeof known ? given->size : sizeof known);
    rr__truth truth;
    rr_scratch *s = NULL;
    rr__figures figures;
    float weights[RR__TERMS_MAX];
    memset(out, 0, sizeof *out);
    rr__term_weights(weights, m->index, rr__combination_of(o->no_titles, o->no_text));
    rr_status status = o->weights == NULL ? RR_OK : rr__weights_parse(weights, m, o->weights, err);
    if (status != RR_OK)
        return status;
    status = rr__truth_read(&truth, m, truth_path, o->fold, o->folds, err);
    if (status == RR_OK)
        status = rr_scratch_create(&s, m, err);
    if (status == RR_OK)
        status = rr__truth_evaluate(&figures, m, s, &truth, weights, err);
    if (status == RR_OK)
        rr__figures_round(out, &figures, truth.skipped);
    rr_scratch_destroy(s);
    rr__truth_finish(&truth);
    return status;
}

/* SPDX-License-Identifier: MIT */
/* rr_tune: a matcher and expert truth in, better weights out. Coordinate ascent over round numbers: each
 * term's weight in turn is tried a step up and down its ladder while the mean nDCG@20 rises. Figures are
 * cross-validated: each fifth of the sources is judged with weights tuned on the other four fifths. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "match/truth.h"

enum { FOLDS = 5, ROUNDS = 6 };

static const float ladder[] = {0, 0.05f, 0.1f, 0.15f, 0.2f, 0.25f, 0.3f, 0.35f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f, 1, 1.25f, 1.5f, 2};
enum { STEPS = sizeof ladder / sizeof ladder[0] };

static int nearest_step(float weight)
{
    int best = 0;
    for (int i = 1; i < STEPS; i++) {
        float a = ladder[i] - weight, b = ladder[best] - weight;
        if ((a < 0 ? -a : a) < (b < 0 ? -b : b))
            best = i;
    }
    return best;
}

static bool may_change(const rr__index_term *t, const rr_evaluate_options *o)
{
    return !(t->how.kind == RR__TERM_TITLES && o->no_titles) && !(t->how.kind == RR__TERM_TEXT && o->no_text);
}

/* Sources of all folds but one (RR_NONE: of all). */
static rr_status select_sources(rr__truth *out, const rr__truth *all, uint32_t without, const rr_matcher *m, bool only, rr_error *err)
{
    rr__vec_init(&out->rows, &m->context->allocator, sizeof(rr__truth_row));
    rr__vec_init(&out->sources, &m->context->allocator, sizeof(uint32_t));
    for (size_t i = 0; i + 1 < all->sources.count; i++) {
        uint32_t from = RR__AT(uint32_t, &all->sources, i), to = RR__AT(uint32_t, &all->sources, i + 1), start = (uint32_t)out->rows.count;
        uint32_t fold = (uint32_t)(i % FOLDS);
        if (without != RR_NONE && (fold == without) != only)
            continue;
        if (!rr__vec_push(&out->sources, &start))
            return rr__fail_nomem(err);
        for (uint32_t k = from; k < to; k++)
            if (!rr__vec_push(&out->rows, &RR__AT(rr__truth_row, &all->rows, k)))
                return rr__fail_nomem(err);
    }
    uint32_t end = (uint32_t)out->rows.count;
    return rr__vec_push(&out->sources, &end) ? RR_OK : rr__fail_nomem(err);
}

static rr_status ascend(float *weights, const rr_matcher *m, rr_scratch *s, const rr__truth *truth, const rr_evaluate_options *o, rr_error *err)
{
    rr__figures best, tried;
    for (uint32_t t = 0; t < m->index->terms; t++)
        weights[t] = may_change(&rr__index_terms(m->index)[t], o) ? ladder[nearest_step(weights[t])] : 0;
    rr_status status = rr__truth_evaluate(&best, m, s, truth, weights, err);
    bool rose = true;
    for (int round = 0; round < ROUNDS && rose && status == RR_OK; round++) {
        rose = false;
        for (uint32_t t = 0; t < m->index->terms && status == RR_OK; t++) {
            float own = weights[t];
            int at = nearest_step(own);
            for (int step = -2; step <= 2 && status == RR_OK && may_change(&rr__index_terms(m->index)[t], o); step++) {
                if (step == 0 || at + step < 0 || at + step >= STEPS)
                    continue;
                weights[t] = ladder[at + step];
                status = rr__truth_evaluate(&tried, m, s, truth, weights, err);
                if (status == RR_OK && tried.ndcg20 > best.ndcg20 + 1e-5) {
                    best = tried;
                    own = weights[t];
                    rose = true;
                }
            }
            weights[t] = own;
        }
        if (m->context->progress != NULL)
            m->context->progress(m->context->user, "tune", (uint64_t)round + 1, ROUNDS);
    }
    return status;
}

static void write_weights(char *out, size_t size, const rr_matcher *m, const float *weights)
{
    size_t used = 0;
    for (uint32_t t = 0; t < m->index->terms; t++) {
        char number[32];
        rr_term term;
        if (weights[t] == 0 || !rr_matcher_term(m, t, 0, 0, &term))
            continue;
        size_t len = rr__format_decimal(number, (int64_t)((double)weights[t] * 1e6 + 0.5));
        if (used + strlen(term.id) + len + 3 > size)
            return;
        if (used > 0)
            out[used++] = ' ';
        memcpy(out + used, term.id, strlen(term.id));
        used += strlen(term.id);
        out[used++] = '=';
        memcpy(out + used, number, len + 1);
        used += len;
    }
}

/* The figures of sources that had no part in choosing the weights they are judged with. */
static rr_status validate(rr__figures *sum, const rr_matcher *m, rr_scratch *s, const rr__truth *all, const float *start,
                          const rr_evaluate_options *o, rr_error *err)
{
    rr_status status = RR_OK;
    *sum = (rr__figures){0};
    for (uint32_t fold = 0; fold < FOLDS && status == RR_OK; fold++) {
        rr__truth train = {.skipped = 0}, held = {.skipped = 0};
        rr__figures own;
        float weights[RR__TERMS_MAX];
        memcpy(weights, start, sizeof weights);
        status = select_sources(&train, all, fold, m, false, err);
        if (status == RR_OK)
            status = select_sources(&held, all, fold, m, true, err);
        else
            rr__vec_init(&held.rows, &m->context->allocator, 1), rr__vec_init(&held.sources, &m->context->allocator, 1);
        if (status == RR_OK)
            status = ascend(weights, m, s, &train, o, err);
        if (status == RR_OK)
            status = rr__truth_evaluate(&own, m, s, &held, weights, err);
        if (status == RR_OK) {
            sum->n += own.n;
            sum->ndcg20 += own.ndcg20 * own.n;
            sum->recall10 += own.recall10 * own.n;
            sum->precision5 += own.precision5 * own.n;
            sum->mrr += own.mrr * own.n;
        }
        rr__truth_finish(&train);
        rr__truth_finish(&held);
    }
    double n = sum->n == 0 ? 1 : sum->n;
    *sum = (rr__figures){sum->ndcg20 / n, sum->recall10 / n, sum->precision5 / n, sum->mrr / n, sum->n};
    return status;
}

rr_status rr_tune(const rr_matcher *m, const char *truth_path, const rr_evaluate_options *given, char *out, size_t size,
                  rr_evaluation *held_out, rr_error *err)
{
    rr_evaluate_options known = {0}, *o = &known; /* a caller built with fewer options leaves the others out */
    memcpy(o, given, given->size < sizeof known ? given->size : sizeof known);
    rr__truth truth;
    rr_scratch *s = NULL;
    rr__figures figures;
    float start[RR__TERMS_MAX] = {0}, weights[RR__TERMS_MAX];
    memset(held_out, 0, sizeof *held_out);
    if (size > 0)
        out[0] = '\0';
    rr__term_weights(start, m->index, rr__combination_of(o->no_titles, o->no_text));
    rr_status status = o->weights == NULL ? RR_OK : rr__weights_parse(start, m, o->weights, err);
    if (status != RR_OK)
        return status;
    status = rr__truth_read(&truth, m, truth_path, o->fold, o->folds, err);
    if (status == RR_OK)
        status = rr_scratch_create(&s, m, err);
    if (status == RR_OK)
        status = validate(&figures, m, s, &truth, start, o, err);
    memcpy(weights, start, sizeof weights);
    if (status == RR_OK)
        status = ascend(weights, m, s, &truth, o, err);
    if (status == RR_OK) {
        write_weights(out, size, m, weights);
        rr__figures_round(held_out, &figures, truth.skipped);
    }
    rr_scratch_destroy(s);
    rr__truth_finish(&truth);
    return status;
}

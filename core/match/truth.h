/* SPDX-License-Identifier: MIT */
/* Expert truth: which targets an expert named for which source, with gains. */
#ifndef RR_MATCH_TRUTH_H
#define RR_MATCH_TRUTH_H

#include "match/index.h"

typedef struct rr__truth_row { uint32_t source, target; /* documents */ double gain; } rr__truth_row;
typedef struct rr__truth {
    rr__vec rows;     /* rr__truth_row, grouped by source, ascending */
    rr__vec sources;  /* uint32_t: index of each source's first row, and the end */
    uint32_t skipped;
} rr__truth;

/* truth.c. Only rows of sources in the fold asked for are kept. */
rr_status rr__truth_read(rr__truth *truth, const rr_matcher *m, const char *path, uint32_t fold, uint32_t folds, rr_error *err);
void rr__truth_finish(rr__truth *truth);

/* evaluate.c: the mean figures over the truth's sources under some weights. */
typedef struct rr__figures { double ndcg20, recall10, precision5, mrr; uint32_t n; } rr__figures;
rr_status rr__truth_evaluate(rr__figures *out, const rr_matcher *m, rr_scratch *s, const rr__truth *truth, const float *weights, rr_error *err);
void rr__figures_round(rr_evaluation *out, const rr__figures *f, uint32_t skipped);
/* "K2=0.5 DWA=0.1": the terms named get these weights, the others none. */
rr_status rr__weights_parse(float *weights, const rr_matcher *m, const char *text, rr_error *err);
#endif

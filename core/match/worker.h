/* SPDX-License-Identifier: MIT */
/* A worker as the matcher sees one: what is held, where each piece comes from, and the query for scoring. */
#ifndef RR_MATCH_WORKER_H
#define RR_MATCH_WORKER_H

#include "match/index.h"

/* What the worker holds of one descriptor. */
typedef struct rr__holding {
    uint8_t held, struck, origin, zero;
    int32_t level;  /* ascending hundredths; -1: unknown */
    uint32_t job;   /* index of the job it was inferred from, or RR_NONE */
    float raw;      /* listed: the value in the query */
} rr__holding;

typedef struct rr__worker {
    const rr_matcher *matcher;
    const rr_profile *profile;
    const rr_match_options *options;
    rr__holding *holdings; /* one a descriptor */
    uint32_t *documents;   /* of the history */
    float *weights;        /* of each, summing to 1 */
    uint32_t *jobs;        /* which job each is */
    uint32_t document_count;
    int32_t today_year;    /* -1: unknown */
    int64_t today;
    rr__query query;
    rr__vec entries;       /* rr__entry_of: of the query */
} rr__worker;

/* worker.c */
rr_status rr__worker_create(rr__worker **out, const rr_matcher *m, const rr_profile *profile, const rr_match_options *options, rr_error *err);
void rr__worker_destroy(rr__worker *w);
/* query.c: fills the query; facets without evidence are estimated from the nearest occupations. */
rr_status rr__worker_query(rr__worker *w, const float *weights, rr_error *err);
/* cover.c: how far the worker covers a requirement, ppm; *relative gets a close relative that counted. */
uint32_t rr__cover(const rr__worker *w, const rr__requirement *r, uint32_t *relative);
bool rr__counts_for_readiness(const rr__block *b, const rr__requirement *r);
/* judge.c */
rr_verdict_state rr__judge(const rr__worker *w, const rr__entry *entry);

struct rr_match_result {
    rr_context *context;
    rr__arena arena;
    rr_match *matches;
    size_t count, ranked, sunk;
    const rr_plugins *plugins; /* NULL: none were asked */
    struct rr__said *said;     /* one a plugin */
};
/* contribute.c and gap.c: details of one match, in the result's arena. */
rr_status rr__add_contributions(rr_match *match, rr__arena *arena, const rr__worker *w, uint32_t document, const float *weights,
                                const rr__combination *c, rr_error *err);
void rr__sort_contributions(rr_match *match, bool everything); /* largest first; not everything: the smaller ones as one */
rr_status rr__add_gap(rr_match *match, rr__arena *arena, const rr__worker *w, rr_error *err);
rr_status rr__add_held(rr_match *match, rr__arena *arena, const rr__worker *w, rr_error *err);
rr_status rr__add_verdicts(rr_match *match, rr__arena *arena, const rr__worker *w, rr_error *err);
int32_t rr__readiness(const rr__worker *w, uint32_t occupation);
bool rr__breaks_law(const rr__worker *w, uint32_t occupation);
#endif

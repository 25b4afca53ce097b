/* SPDX-License-Identifier: MIT */
/* The candidates of one match while they are ranked. */
#ifndef RR_MATCH_RANKING_H
#define RR_MATCH_RANKING_H

#include "match/worker.h"

typedef struct rr__candidate {
    uint32_t document;
    int32_t fit, score;       /* score: fit and delta, kept from 0 to a million */
    int64_t delta;            /* the plugins' adjustments, added up: 64 bits hold whatever so many plugins say */
    uint8_t sunk;             /* a rule of law is not met */
    const rr_override *order; /* that gives it its place; NULL: none */
    uint32_t computed;        /* its rank without */
    uint32_t first, findings; /* into rr__ranking.findings */
} rr__candidate;

typedef struct rr__ranking {
    rr__worker *w;
    const rr__index *index;
    const rr__combination *combination;
    float weights[RR__TERMS_MAX];
    rr__candidate *candidates;
    uint32_t count, sunk, left_out; /* those left out are the last of all */
    const rr_rule_finding *findings; /* by candidate, then plugin; in the result's arena */
} rr__ranking;

/* rank.c: the options as given, checked. */
rr_status rr__match_options_take(rr_match_options *out, const rr_match_options *given, const rr_matcher *m, rr_error *err);
/* ask_plugins.c: asks the plugins about all candidates; what they said goes into them and the result. */
rr_status rr__ranking_consult(rr__ranking *r, rr_match_result *result, rr_error *err);
/* decide.c: puts sorted candidates where overrides want them. */
rr_status rr__decide_order(rr__ranking *r, rr_error *err);
/* What overrides of conditions came to among the candidates. */
void rr__decide_note_verdicts(const rr__ranking *r);
#endif

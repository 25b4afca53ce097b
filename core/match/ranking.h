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
    uint32_t first, findings; /* into rr__ranking.findings */
} rr__candidate;

typedef struct rr__ranking {
    rr__worker *w;
    const rr__index *index;
    const rr__combination *combination;
    float weights[RR__TERMS_MAX];
    rr__candidate *candidates;
    uint32_t count, sunk;
    const rr_rule_finding *findings; /* by candidate, then plugin; in the result's arena */
} rr__ranking;

/* ask_plugins.c: asks the plugins about all candidates; what they said goes into them and the result. */
rr_status rr__ranking_consult(rr__ranking *r, rr_match_result *result, rr_error *err);
#endif

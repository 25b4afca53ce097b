/* SPDX-License-Identifier: MIT */
/* A comparison being made: what it owns of each role, and its questions. */
#ifndef RR_PLAN_COMPARE_H
#define RR_PLAN_COMPARE_H

#include <reroute/compare.h>

#include "match/worker.h"

typedef struct rr__compared_role {
    rr_compared is;
    rr_plan_result *plans;
    rr__vec pays, conditions, openings, risks; /* what `is` points to */
} rr__compared_role;

struct rr_comparison {
    rr_context *context;
    rr__compared_role roles[RR_COMPARE_MOST];
    size_t count;
    rr__vec asks; /* rr_ask */
};

typedef struct rr__comparing {
    const rr_context *context;
    const rr_taxonomy *taxonomy;
    rr_match_options options;
    const rr_plan_options *limits;
} rr__comparing;

/* gather_asks.c: what is open about all roles, each question once. false: out of memory. */
bool rr__gather_asks(rr_comparison *r, const rr_taxonomy *taxonomy);
#endif

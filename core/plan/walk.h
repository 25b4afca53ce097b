/* SPDX-License-Identifier: MIT */
/* Paths while they are worked out: path.c (which are kept), find_chains.c (which roles they go over), walk.c (what they take). */
#ifndef RR_PLAN_WALK_H
#define RR_PLAN_WALK_H

#include <reroute/path.h>

#include "match/worker.h"

enum { RR__STEPS_MOST = 3, RR__CHAINS_MOST = 64 };

typedef struct rr__walked { rr_path path; rr_path_step steps[RR__STEPS_MOST]; } rr__walked;

struct rr_path_result {
    rr_context *context;
    rr__arena arena;        /* exposures of the steps; and what overrides did, which nobody asks here */
    rr__vec plans;          /* rr_plan_result *: all that were made */
    rr__vec kept;           /* rr__walked */
    rr_overrides *later;    /* those of later steps, NULL: none; what they say of skills is in the later profile */
    uint32_t considered;
    int64_t floor_minor;
};

/* Plans for a first step. */
typedef struct rr__begun { uint32_t occupation; const rr_plan_result *plans; } rr__begun;

typedef struct rr__walking {
    rr_path_result *result;
    const rr_matcher *m;
    const rr_profile *profile;
    rr_match_options options;
    rr_plan_options limits;
    uint32_t most_steps, stop_months;
    const char *currency;   /* of the floor */
    int32_t first_day;
    int64_t most_cost;      /* of a whole path; -1: no limit */
    rr__vec found;          /* rr__walked: those that reach */
    rr__vec begun;          /* rr__begun: many paths share them */
    rr_error *err;
    rr_status status;
} rr__walking;

/* Roles to go over, the last one at the end. */
typedef struct rr__chains { uint32_t roles[RR__CHAINS_MOST][RR__STEPS_MOST]; size_t lengths[RR__CHAINS_MOST], count; } rr__chains;

/* All of these fail by w->status and w->err. */
/* find_chains.c */
void rr__find_chains(rr__walking *w, rr__chains *c, uint32_t target);
/* walk.c */
void rr__walk(rr__walking *w, const uint32_t *roles, size_t count); /* what reaches the last role is in w->found */
void rr__walk_directly(rr__walking *w, uint32_t target);            /* kept also when it leads nowhere */
void rr__judge_income(const rr__walking *w, rr_path_step *step);
int rr__income_rank(rr_income_state state);                         /* the least is best */
int32_t rr__stop_days(const rr__walking *w);                        /* how long a stop is worked */
/* The person as a match takes them on a day. NULL: failed. */
rr__worker *rr__worker_on(rr__walking *w, const rr_profile *person, int32_t day, rr_match_options *options);
#endif

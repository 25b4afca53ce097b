/* SPDX-License-Identifier: MIT */
/* What a plan is made of, between the catalogue's records and the numbers of the planning problem. */
#ifndef RR_PLAN_GATHER_H
#define RR_PLAN_GATHER_H

#include <reroute/plan.h>

#include "base/text.h"
#include "base/truth.h"
#include "match/worker.h"
#include "plan/problem.h"
#include "plugin/plugins.h"

/* An essential requirement that is not covered. */
typedef struct rr__item {
    const rr__requirement *requirement;
    uint32_t gap;               /* index into the match's gap */
    uint32_t covered_ppm;
    int64_t weight;
} rr__item;

/* A course that came into question. Studies of the problem are its candidates without a reason against them. */
typedef struct rr__candidate_course {
    rr__offer offer;
    uint32_t study;             /* RR__NOTHING: it can't be part of a plan */
    rr_open_reason reason;      /* why not */
    int64_t value;
    const rrp_need *need;
    rr__span lessons, slots;    /* of the gathering */
} rr__candidate_course;

typedef struct rr__payable { uint32_t plugin; const rrp_grant *grant; rr_plan_grant_state state; bool exam_open; uint32_t payment; } rr__payable;

typedef struct rr__gathering {
    rr_context *context;
    rr__arena *arena;
    const rr__worker *w;
    const rr_plugins *plugins;
    const rr_match *match;
    const rr_plan *const *before; /* plans that were carried out already: what they were granted was had */
    size_t before_count;
    rr_plan_limits limits;
    int32_t today, has_home, home_lat_e6, home_lon_e6;
    rr__item *items;
    uint32_t item_count;
    int64_t threshold, covered, total; /* threshold: the gain that makes it viable */
    rr__vec courses;            /* rr__candidate_course, by plugin and id */
    rr__vec lessons;            /* rr__lesson, of all candidates */
    uint32_t *course_of;        /* by study: index into courses */
    rr__vec slots, spans, providers, studies, payments, limits_of; /* of the problem */
    rr__vec hoped_of;           /* as limits_of, if what was open before was granted as well */
    rr__vec payables;           /* rr__payable, by study */
    rr__span *payables_of;      /* by study */
    uint8_t *counted;           /* by payment: its conditions are met */
    rr__said *said;             /* of the grants */
    rr__problem p, funded;      /* funded: the same with payments whose conditions are unknown */
} rr__gathering;

void rr__gathering_finish(rr__gathering *g);

/* items.c */
rr_status rr__gather_items(rr__gathering *g, rr_error *err);
/* gather.c: candidates, what each brings, when it runs and what speaks against it. */
rr_status rr__gather_courses(rr__gathering *g, rr_error *err);
/* sessions.c: the slots of one course; false: out of memory. `reason` and `value` when none is left. */
bool rr__gather_slots(rr__gathering *g, rr__candidate_course *c, rr__span *out);
bool rr__asks_travel(uint32_t mode);
/* grants.c */
rr_status rr__gather_grants(rr__gathering *g, rr_error *err);
rr_verdict_state rr__exam_admits(const rr__worker *w, const rrp_certificate *certificate);

/* judge_needs.c */
rr__truth rr__judge_need(const rr__worker *w, const rrp_need *n);
rr__truth rr__judge_group(const rr__worker *w, const rrp_vec *needs, uint32_t i); /* the group of need `i` */
uint32_t rr__next_group(const rrp_vec *needs, uint32_t from);                     /* first need of the next group from there on */
rr__truth rr__judge_all(const rr__worker *w, const rrp_vec *needs);

/* build_plan.c: a solution as the public records, in the arena. */
rr_status rr__build_plan(rr_plan *out, rr__gathering *g, const rr__solution *s, rr_error *err);
/* Weeks in which the plan leaves no room for work: begun ones of the days on which a session runs by day, or at hours nobody
 * states. `*first_day`: the first of these days, untouched where there is none; may be NULL. */
uint32_t rr__day_weeks(const rr_plan *plan, int32_t *first_day);
/* plan.c: rr_plan_run for who carried out the plans `before`. */
rr_status rr__plan_run_after(rr_plan_result **out, const rr_matcher *m, const rr_profile *profile, uint32_t occupation,
                             const rr_match_options *options, const rr_plan_options *limits, const rr_plan *const *before,
                             size_t before_count, rr_error *err);
/* why_open.c */
rr_status rr__list_open(rr_plan_open **out, size_t *count, rr__gathering *g, const rr_plan *plans, size_t plan_count, rr_error *err);
#endif

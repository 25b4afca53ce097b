/* SPDX-License-Identifier: MIT */
/* The planning problem as plain numbers: courses with what each gains, when it runs, what it costs and what it
 * asks for first. No taxonomy, no plugin and no calendar is known here, so that a search can be held against
 * brute force.
 *
 * Of the set that is chosen, an item's gain is the greatest that any chosen course brings; gains of items add up.
 * A course asks for every group of needs: one of the group's courses must have ended before it starts. The loads
 * of courses that run at the same time may not exceed the hours a week. */
#ifndef RR_PLAN_PROBLEM_H
#define RR_PLAN_PROBLEM_H

#include "base/mem.h"

#define RR__NOTHING UINT32_MAX
#define RR__UNPRICED INT64_C(1000000000000) /* a price nobody stated: dearer than any, taken off again where it is shown */

typedef struct rr__span { uint32_t first, count; } rr__span;

typedef struct rr__lesson { uint32_t item; int64_t gain; } rr__lesson;
typedef struct rr__slot { /* end: the last day; load: hours a week; apply_by and session are carried along */
    int32_t start, end, apply_by;
    uint32_t load, session;
    int64_t price;
} rr__slot;
typedef struct rr__payment { /* of a grant, towards one course */
    uint32_t limit;          /* whose uses are counted: index into limits */
    uint32_t group;          /* one of a group is paid for a course; RR__NOTHING: none */
    int64_t amount;          /* fixed; -1: a share of the price */
    uint32_t share_ppm;
    int64_t cap;             /* -1: none */
} rr__payment;
typedef struct rr__study {
    rr__span lessons, slots, needs, payments; /* slots by end, then start; needs: spans of providers */
    int64_t fee;
    uint32_t hours;          /* at least one */
} rr__study;

typedef struct rr__problem {
    const rr__study *studies; /* in the order that ties go by */
    uint32_t study_count, item_count;
    const rr__lesson *lessons;
    const rr__slot *slots;
    const rr__span *needs;    /* groups, spans of providers */
    const uint32_t *providers;
    const rr__payment *payments;
    const uint32_t *limits;   /* how often each grant may be paid */
    uint32_t limit_count;
    uint32_t hours_per_week;
    int32_t first_day;
    int64_t deadline_ms;      /* for the search; 0: none */
} rr__problem;

typedef struct rr__pick { uint32_t study, slot; } rr__pick; /* slot: index into the problem's slots */
typedef struct rr__solution {
    bool found, complete;    /* complete: nothing better was left unsearched */
    int64_t cost;
    int32_t finish;
    uint64_t hours;
    int64_t gain;
    rr__pick *picks;         /* by study */
    uint32_t count;
} rr__solution;

/* What is asked: a set that gains at least so much, ends by a day and costs no more. The best is the one of least
 * cost, then finish, then hours, then the greatest gain, then the lowest studies, then the earliest starts. */
typedef struct rr__goal {
    int64_t gain, most_cost;
    int32_t last_day;
    bool any;                /* the first that is found will do */
} rr__goal;

typedef struct rr__search rr__search;
/* NULL: out of memory. The problem is borrowed. */
rr__search *rr__search_create(const rr_context *context, const rr__problem *problem);
void rr__search_destroy(rr__search *search);
/* At most `effort` steps. The solution's picks are borrowed until the next call. false: out of memory or cancelled. */
bool rr__search_solve(rr__search *search, const rr__goal *goal, uint64_t effort, uint64_t *spent, rr__solution *out);
/* No set that reaches the goal costs less; INT64_MAX: none reaches it. */
int64_t rr__search_bound(rr__search *search, const rr__goal *goal);
/* The greatest gain that all courses ending by the day have together, whatever they cost. */
int64_t rr__search_reach(const rr__search *search, int32_t last_day);

/* first_ends.c: of each study the soonest it can end, what it needs first counted, whatever a goal asks; INT32_MAX: never. */
void rr__find_first_ends(const rr__problem *p, int32_t *first_end);
/* The soonest that one of each group of a study's needs can have ended; INT32_MAX: never. */
int32_t rr__ready_for(const rr__problem *p, const int32_t *first_end, uint32_t study);

/* fund.c: the most that is paid towards the picks by payments that are `on` (one a payment; NULL: all), never more for a
 * course than it costs, and nothing where nobody stated the price. `taken` (one a payment of the problem; may be NULL) gets what each pays. `*spent` grows by the steps
 * it took, or by RR__INEXACT when the limits of so many grants cross that not every way was tried: then less may be counted
 * than could be had. */
#define RR__INEXACT (UINT64_C(1) << 40)
int64_t rr__fund(const rr__problem *p, const rr__pick *picks, uint32_t count, const uint8_t *on, int64_t *taken, uint64_t *spent);
int64_t rr__payment_of(const rr__payment *payment, int64_t price);

/* three.c */
typedef struct rr__three {
    rr__solution complete, cheapest, fastest; /* picks are the caller's arena's */
    int64_t complete_bound, cheapest_bound;
    int32_t fastest_bound;
    bool searched;           /* nothing was left unsearched */
} rr__three;
/* `threshold`: the gain that makes the role viable. false: out of memory or cancelled. */
bool rr__three_plans(rr__three *out, rr__arena *arena, rr__search *search, const rr__problem *p, int64_t threshold, int64_t most_cost,
                     int32_t last_day, uint64_t effort);
#endif

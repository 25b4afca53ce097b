/* SPDX-License-Identifier: MIT */
/* The state of a search over sets of courses, shared by search.c (which sets) and schedule.c (when). */
#ifndef RR_PLAN_SEARCH_H
#define RR_PLAN_SEARCH_H

#include "plan/problem.h"

enum { RR__STUDY_FREE = 0, RR__STUDY_CHOSEN = 1, RR__STUDY_BARRED = 2 }; /* barred: all sets with it were looked at, or it can't be */

typedef struct rr__bringer { uint32_t study; int64_t gain; double worth; } rr__bringer; /* of an item; worth: cost by all it gains */
typedef struct rr__edge { uint32_t provider, asks; } rr__edge; /* must end before the other starts */
typedef struct rr__undo { uint32_t item; int64_t had, reach; } rr__undo;
typedef struct rr__priced { double price; uint32_t item; } rr__priced;

struct rr__search {
    const rr_context *context;
    const rr__problem *p;
    rr__arena arena;
    rr__goal goal;
    uint64_t effort, spent, polls;
    bool stopped, cancelled, exact;

    /* by study */
    uint32_t *slot_count;           /* that end in time */
    int64_t *least_cost, *least_work, *total;
    double *slack;
    uint8_t *state;
    int32_t *first_end;             /* the soonest it can end, what it needs first counted; INT32_MAX: never */
    int64_t *full_cost, *full_work; /* with the least of what it needs first */
    /* by item */
    rr__span *by_item;
    rr__bringer *bringers;
    int64_t *most, *have, *sums;           /* the greatest gain any course brings; of the chosen ones */
    uint8_t *left;                  /* decided to stay as it is */
    double *money, *labour;         /* least price of a unit of gain */
    uint32_t *money_order, *labour_order, *turn;
    rr__priced *sorting;
    /* by slot */
    int64_t *slot_cost;             /* own cost if nothing limited the grants */
    uint32_t *by_start;             /* slots of each study by start */

    /* the node */
    uint32_t *chosen, *next_need, *marks, chosen_count;
    rr__edge *edges;
    uint32_t edge_count;
    rr__vec stack;                  /* rr__bringer: courses being tried, of every level; an item may be taken up at several */
    uint32_t *set_aside;            /* greedy.c: what could not be added */
    rr__undo *undo;
    uint32_t undo_count;
    int64_t gain, reach, cost, work, most_work;
    uint64_t hours;

    /* schedule.c: of the set at hand */
    uint32_t *sorted, *in_order;    /* by id; providers first */
    rr__pick *placed, *set_picks;
    int64_t *rest_least;
    bool set_found;
    int64_t set_cost;
    int32_t set_finish;

    rr__solution best;
    rr__pick *best_picks;
    rr__edge *best_edges;
    uint32_t best_edge_count;
};

bool rr__search_is_over(rr__search *s);
void rr__choose(rr__search *s, uint32_t study);
void rr__drop(rr__search *s); /* the last that was chosen */
int64_t rr__margin(const rr__search *s, uint32_t study);
/* Whether the chosen set, at this cost and end, would be the best so far. Its ids stand in `sorted`. */
bool rr__would_be_best(const rr__search *s, int64_t cost, int32_t finish);

/* greedy.c */
void rr__sum_needs(rr__search *s);
void rr__try_greedy(rr__search *s); /* keeps the best set it finds, if any */

/* schedule.c: dates the chosen set as well as can be and keeps it if it is the best. */
void rr__schedule(rr__search *s);
/* Of the dates that make the best set so good, the earliest. */
void rr__settle(rr__search *s);
void rr__sort_by_start(rr__search *s);
bool rr__fits_week(const rr__search *s, const rr__pick *placed, uint32_t count, const rr__pick *next);
#endif

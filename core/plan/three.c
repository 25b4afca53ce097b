/* SPDX-License-Identifier: MIT */
/* A planning problem in, the three plans that differ in kind out: the most complete, the cheapest and the fastest. */
#include <string.h>

#include "plan/search.h"

enum { EFFORT_LEAST = 50, UNPROVEN_MOST = 8 }; /* halving goes on without a proof so often: then it is not exact anyway */

typedef struct asking {
    rr__search *search;
    rr__arena *arena;
    const rr__problem *p;
    uint64_t effort;   /* of each part of the work */
    bool failed, stopped;
} asking;

/* One goal, with so many parts of the effort in a hundred. */
static bool ask(asking *a, rr__goal goal, uint32_t parts, rr__solution *out)
{
    uint64_t spent = 0;
    rr__solution found;
    a->failed = a->failed || !rr__search_solve(a->search, &goal, a->effort * parts / 100 + EFFORT_LEAST, &spent, &found);
    if (a->failed)
        return false;
    a->stopped = a->stopped || !found.complete;
    *out = found;
    out->picks = rr__arena_alloc(a->arena, (found.count + (size_t)1) * sizeof *found.picks, 8);
    a->failed = out->picks == NULL;
    if (!a->failed && found.count > 0)
        memcpy(out->picks, found.picks, found.count * sizeof *found.picks);
    return !a->failed && found.found;
}

/* What was found before stays if the search ended without anything as good. */
static void ask_or_keep(asking *a, rr__goal goal, rr__solution *out, const rr__solution *before)
{
    bool found = ask(a, goal, 25, out);
    bool keeps = before->finish <= goal.last_day && (!found || before->cost < out->cost || (before->cost == out->cost && before->finish < out->finish));
    if ((found && !keeps) || a->failed)
        return;
    *out = *before;
    out->complete = false;
}

/* The greatest gain that a set can have within the limits, by halving, and a set that has it; *bound: no set has more. */
static int64_t find_reach(asking *a, int64_t most_cost, int32_t last_day, int64_t *bound, rr__solution *best)
{
    int64_t low = 0, high = *bound;
    uint32_t unproven = 0;
    rr__solution some;
    while (low < high && unproven < UNPROVEN_MOST && !a->failed) {
        int64_t middle = low + (high - low + 1) / 2;
        if (ask(a, (rr__goal){middle, most_cost, last_day, true}, 2, &some)) {
            low = some.gain;
            *best = some;
        } else {
            unproven += !some.complete;
            if (some.complete && middle - 1 < *bound)
                *bound = middle - 1;
            high = middle - 1;
        }
    }
    if (unproven == 0)
        *bound = low;
    return low;
}

/* The first day by which a set can be done, by halving between days on which something ends; *bound: none is done before. */
static int32_t find_finish(asking *a, int64_t gain, int64_t most_cost, int32_t last_day, int32_t *bound)
{
    int32_t low = a->p->first_day, high = last_day;
    while (low < high) { /* first, what all courses together could bring */
        int32_t middle = low + (high - low) / 2;
        if (rr__search_reach(a->search, middle) >= gain)
            high = middle;
        else
            low = middle + 1;
    }
    *bound = low;
    bool proven = true;
    rr__solution some;
    for (high = last_day; low < high && !a->failed;) {
        int32_t middle = low + (high - low) / 2;
        if (ask(a, (rr__goal){gain, most_cost, middle, true}, 2, &some)) {
            high = some.finish;
        } else {
            proven = proven && some.complete;
            low = middle + 1;
            if (some.complete && proven)
                *bound = low;
        }
    }
    return high;
}

bool rr__three_plans(rr__three *out, rr__arena *arena, rr__search *search, const rr__problem *p, int64_t threshold, int64_t most_cost,
                     int32_t last_day, uint64_t effort)
{
    asking a = {search, arena, p, effort, false, false};
    *out = (rr__three){.complete_bound = rr__search_reach(search, last_day), .searched = true};
    int64_t reach = out->complete_bound;
    if (reach <= 0)
        return true;
    if (!ask(&a, (rr__goal){reach, most_cost, last_day, false}, 15, &out->complete) && !a.failed) {
        bool none = out->complete.complete; /* proven: not everything at once */
        out->complete_bound = none ? reach - 1 : reach;
        rr__solution some = {0};
        reach = find_reach(&a, most_cost, last_day, &out->complete_bound, &some);
        if (reach > 0)
            ask_or_keep(&a, (rr__goal){reach, most_cost, last_day, false}, &out->complete, &some);
    }
    out->searched = !a.stopped;
    if (a.failed || !out->complete.found)
        return !a.failed;
    out->complete.complete = out->complete.complete && out->complete_bound == out->complete.gain;
    out->searched = out->complete.complete;
    if (threshold <= 0)
        return true; /* viable as it is: nothing has to be bought or waited for */
    rr__goal goal = {threshold < reach ? threshold : reach, most_cost, last_day, false};
    out->cheapest_bound = rr__search_bound(search, &goal);
    if (goal.gain == reach)
        out->cheapest = out->complete;
    else
        ask_or_keep(&a, goal, &out->cheapest, &out->complete);
    out->cheapest_bound = out->cheapest.complete ? out->cheapest.cost : out->cheapest_bound;
    goal.last_day = find_finish(&a, goal.gain, most_cost, out->cheapest.finish, &out->fastest_bound);
    if (goal.last_day == out->cheapest.finish && out->cheapest.complete && out->fastest_bound == goal.last_day)
        out->fastest = out->cheapest;
    else
        ask_or_keep(&a, goal, &out->fastest, &out->cheapest);
    out->fastest.complete = out->fastest.complete && out->fastest_bound == out->fastest.finish;
    out->searched = out->complete.complete && out->cheapest.complete && out->fastest.complete;
    return !a.failed;
}

/* SPDX-License-Identifier: MIT */
/* A goal in, a good set of courses out: again and again the course that adds most for what it takes, with what it needs
 * first, in the first session that fits. Not the best, but something for the search to beat. */
#include <string.h>

#include "plan/search.h"

enum { DEPTH_MOST = 24, TRIES_MOST = 4, ASIDE_MOST = 200 };

/* What a course takes together with the cheapest way to be admitted. A need that several courses share is counted for
 * each, so this orders and bounds nothing. */
static void sum_one(rr__search *s, int64_t *full, const int64_t *own)
{
    const rr__problem *p = s->p;
    for (uint32_t c = 0; c < p->study_count; c++)
        full[c] = s->state[c] == RR__STUDY_FREE && p->studies[c].needs.count == 0 ? own[c] : INT64_MAX;
    bool changed = true;
    for (int round = 0; changed && round < DEPTH_MOST; round++) {
        changed = false;
        for (uint32_t c = 0; c < p->study_count; c++) {
            if (s->state[c] != RR__STUDY_FREE || p->studies[c].needs.count == 0)
                continue;
            int64_t sum = own[c];
            for (uint32_t g = p->studies[c].needs.first; g < p->studies[c].needs.first + p->studies[c].needs.count && sum < INT64_MAX; g++) {
                int64_t least = INT64_MAX;
                for (uint32_t k = p->needs[g].first; k < p->needs[g].first + p->needs[g].count; k++)
                    least = p->providers[k] != c && full[p->providers[k]] < least ? full[p->providers[k]] : least;
                sum = least < INT64_MAX - sum ? sum + least : INT64_MAX;
            }
            changed = changed || sum < full[c];
            full[c] = sum < full[c] ? sum : full[c];
        }
    }
    for (uint32_t c = 0; c < p->study_count; c++)
        full[c] = full[c] == INT64_MAX ? INT64_MAX / 4 : full[c];
}

void rr__sum_needs(rr__search *s)
{
    sum_one(s, s->full_cost, s->least_cost);
    sum_one(s, s->full_work, s->least_work);
}

static int32_t end_of(const rr__search *s, uint32_t study)
{
    for (uint32_t k = 0; k < s->chosen_count; k++)
        if (s->chosen[k] == study)
            return s->p->slots[s->set_picks[k].slot].end;
    return INT32_MAX;
}

static void go_back(rr__search *s, uint32_t chosen, uint32_t edges)
{
    while (s->chosen_count > chosen)
        rr__drop(s);
    s->edge_count = edges;
}

static bool add(rr__search *s, uint32_t c, uint32_t depth, bool soon);

/* One of a group that is or can be in the set; its last day, or INT32_MAX. */
static int32_t provide(rr__search *s, uint32_t c, rr__span group, uint32_t depth, bool soon)
{
    const rr__problem *p = s->p;
    uint32_t best = RR__NOTHING, failed[TRIES_MOST], tries = 0;
    int32_t end = INT32_MAX;
    for (uint32_t k = group.first; k < group.first + group.count; k++)
        if (s->state[p->providers[k]] == RR__STUDY_CHOSEN && end_of(s, p->providers[k]) < end) {
            best = p->providers[k];
            end = end_of(s, best);
        }
    while (best == RR__NOTHING && tries < TRIES_MOST) {
        const int64_t *full = soon ? s->full_work : s->full_cost;
        for (uint32_t k = group.first; k < group.first + group.count; k++) {
            uint32_t provider = p->providers[k];
            bool open = s->state[provider] == RR__STUDY_FREE && provider != c;
            for (uint32_t i = 0; i < tries && open; i++)
                open = failed[i] != provider;
            if (open && (best == RR__NOTHING || full[provider] < full[best]))
                best = provider;
        }
        if (best == RR__NOTHING)
            return INT32_MAX;
        if (!add(s, best, depth + 1, soon)) {
            failed[tries++] = best;
            best = RR__NOTHING;
        }
    }
    if (best == RR__NOTHING)
        return INT32_MAX;
    s->edges[s->edge_count++] = (rr__edge){best, c};
    return end_of(s, best);
}

/* The cheapest slot that fits, or the one that ends first. */
static bool find_slot(const rr__search *s, uint32_t c, int32_t from, bool soon, rr__pick *out)
{
    bool found = false;
    for (uint32_t k = s->p->studies[c].slots.first; k < s->p->studies[c].slots.first + s->slot_count[c]; k++) {
        rr__pick next = {c, k};
        if (s->p->slots[k].start < from || !rr__fits_week(s, s->set_picks, s->chosen_count, &next) ||
            (found && (soon || s->slot_cost[k] >= s->slot_cost[out->slot])))
            continue;
        *out = next;
        found = true;
    }
    return found;
}

static bool add(rr__search *s, uint32_t c, uint32_t depth, bool soon)
{
    const rr__problem *p = s->p;
    uint32_t chosen = s->chosen_count, edges = s->edge_count;
    int32_t from = p->first_day;
    rr__pick pick;
    s->state[c] = RR__STUDY_BARRED; /* while it is being added, nothing may ask for it */
    bool good = depth < DEPTH_MOST;
    for (uint32_t g = 0; g < p->studies[c].needs.count && good; g++) {
        int32_t end = provide(s, c, p->needs[p->studies[c].needs.first + g], depth, soon);
        good = end != INT32_MAX;
        from = good && end >= from ? end + 1 : from;
    }
    s->state[c] = RR__STUDY_FREE;
    if (good && find_slot(s, c, from, soon, &pick) && s->cost + s->least_cost[c] <= s->goal.most_cost) {
        s->set_picks[s->chosen_count] = pick;
        rr__choose(s, c);
        return true;
    }
    go_back(s, chosen, edges);
    return false;
}

static uint32_t find_next(const rr__search *s, bool soon)
{
    uint32_t best = RR__NOTHING;
    double best_worth = 0;
    for (uint32_t c = 0; c < s->p->study_count; c++) {
        if (s->state[c] != RR__STUDY_FREE)
            continue;
        int64_t margin = rr__margin(s, c);
        if (margin <= 0)
            continue;
        double cost = (double)s->full_cost[c], work = (double)s->full_work[c];
        double worth = (soon ? work + cost * 1e-9 : cost + work * 1e-3) / (double)margin;
        if (best == RR__NOTHING || worth < best_worth) {
            best = c;
            best_worth = worth;
        }
    }
    return best;
}

/* Leaves out what the goal is reached without, the dearest first. */
static void leave_out(rr__search *s)
{
    const rr__problem *p = s->p;
    uint32_t count = s->chosen_count, edges = s->edge_count;
    memcpy(s->in_order, s->chosen, count * sizeof *s->in_order);
    for (bool dropped = true; dropped;) {
        uint32_t best = RR__NOTHING;
        dropped = false;
        for (uint32_t k = 0; k < count; k++) {
            bool wanted = false;
            for (uint32_t e = 0; e < edges && !wanted; e++)
                wanted = s->edges[e].provider == s->in_order[k];
            if (wanted || (best != RR__NOTHING && s->least_cost[s->in_order[k]] <= s->least_cost[s->in_order[best]]))
                continue;
            int64_t gain = 0;
            memset(s->sums, 0, p->item_count * sizeof *s->sums);
            for (uint32_t i = 0; i < count; i++)
                for (uint32_t l = 0; l < p->studies[s->in_order[i]].lessons.count && i != k; l++) {
                    const rr__lesson *lesson = &p->lessons[p->studies[s->in_order[i]].lessons.first + l];
                    gain += lesson->gain > s->sums[lesson->item] ? lesson->gain - s->sums[lesson->item] : 0;
                    s->sums[lesson->item] = lesson->gain > s->sums[lesson->item] ? lesson->gain : s->sums[lesson->item];
                }
            if (gain >= s->goal.gain)
                best = k;
        }
        if (best != RR__NOTHING) {
            uint32_t kept = 0, gone = s->in_order[best];
            for (uint32_t e = 0; e < edges; e++)
                if (s->edges[e].asks != gone)
                    s->edges[kept++] = s->edges[e];
            edges = kept;
            memmove(&s->in_order[best], &s->in_order[best + 1], (--count - best) * sizeof *s->in_order);
            dropped = true;
        }
    }
    go_back(s, 0, edges);
    for (uint32_t k = 0; k < count; k++)
        rr__choose(s, s->in_order[k]);
}

static void run(rr__search *s, bool soon)
{
    uint32_t aside = 0, next;
    while (s->gain < s->goal.gain && aside < ASIDE_MOST && (next = find_next(s, soon)) != RR__NOTHING && !rr__search_is_over(s)) {
        s->spent += s->p->study_count / 64 + 1;
        if (add(s, next, 0, soon))
            continue;
        s->state[next] = RR__STUDY_BARRED;
        s->set_aside[aside++] = next;
    }
    if (s->gain >= s->goal.gain && s->chosen_count > 0) {
        leave_out(s);
        rr__schedule(s);
    }
    go_back(s, 0, 0);
    while (aside > 0)
        s->state[s->set_aside[--aside]] = RR__STUDY_FREE;
}

void rr__try_greedy(rr__search *s)
{
    run(s, s->goal.any); /* within a time the quickest ways are likelier to fit, else the cheapest are likelier the best */
    if (!s->goal.any || !s->best.found)
        run(s, !s->goal.any);
}

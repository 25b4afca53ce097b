/* SPDX-License-Identifier: MIT */
/* A chosen set of courses in, the sessions that make it cheapest and then soonest done out: providers end before
 * what asks for them starts, and what runs at the same time fits into the person's week. */
#include <stdlib.h>
#include <string.h>

#include "plan/search.h"

enum { SETTLE_MOST = 50000 };

static const rr__slot *slot_of(const rr__search *s, const rr__pick *pick)
{
    return &s->p->slots[pick->slot];
}

/* Hours a week that are taken on a day. */
static uint64_t load_on(const rr__search *s, const rr__pick *placed, uint32_t count, int32_t day)
{
    uint64_t sum = 0;
    for (uint32_t k = 0; k < count; k++)
        if (slot_of(s, &placed[k])->start <= day && day <= slot_of(s, &placed[k])->end)
            sum += slot_of(s, &placed[k])->load;
    return sum;
}

/* The load is greatest on a day when something starts. */
bool rr__fits_week(const rr__search *s, const rr__pick *placed, uint32_t count, const rr__pick *next)
{
    const rr__slot *slot = slot_of(s, next);
    uint64_t room = s->p->hours_per_week, own = slot->load;
    if (own > room || load_on(s, placed, count, slot->start) + own > room)
        return false;
    for (uint32_t k = 0; k < count; k++) {
        int32_t day = slot_of(s, &placed[k])->start;
        if (day > slot->start && day <= slot->end && load_on(s, placed, count, day) + own > room)
            return false;
    }
    return true;
}

static const rr__pick *find_pick(const rr__pick *picks, uint32_t count, uint32_t study)
{
    for (uint32_t k = 0; k < count; k++)
        if (picks[k].study == study)
            return &picks[k];
    return NULL;
}

/* Providers come before what asks for them; false: they ask for each other. */
static bool put_in_order(rr__search *s)
{
    uint32_t count = 0;
    while (count < s->chosen_count) {
        uint32_t before = count;
        for (uint32_t k = 0; k < s->chosen_count; k++) {
            bool ready = true;
            for (uint32_t i = 0; i < count && ready; i++)
                ready = s->in_order[i] != s->sorted[k];
            for (uint32_t e = 0; e < s->edge_count && ready; e++) {
                bool placed = s->edges[e].asks != s->sorted[k];
                for (uint32_t i = 0; i < count && !placed; i++)
                    placed = s->in_order[i] == s->edges[e].provider;
                ready = placed;
            }
            if (ready)
                s->in_order[count++] = s->sorted[k];
        }
        if (count == before)
            return false;
    }
    return true;
}

static void sort_chosen(rr__search *s)
{
    for (uint32_t k = 0; k < s->chosen_count; k++) {
        uint32_t at = k;
        for (; at > 0 && s->sorted[at - 1] > s->chosen[k]; at--)
            s->sorted[at] = s->sorted[at - 1];
        s->sorted[at] = s->chosen[k];
    }
}

static bool is_better(const rr__search *s, int64_t cost, int32_t finish)
{
    if (cost > s->goal.most_cost)
        return false;
    if (s->set_found)
        return cost != s->set_cost ? cost < s->set_cost : finish < s->set_finish;
    return rr__would_be_best(s, cost, finish);
}

static int64_t cost_of(rr__search *s, const rr__pick *picks, uint32_t count)
{
    int64_t sum = 0;
    for (uint32_t k = 0; k < count; k++)
        sum += slot_of(s, &picks[k])->price + s->p->studies[picks[k].study].fee;
    uint64_t steps = 0;
    sum -= rr__fund(s->p, picks, count, NULL, NULL, &steps);
    s->exact = s->exact && steps < RR__INEXACT;
    s->spent += steps % RR__INEXACT / 4;
    return sum;
}

static void take_set(rr__search *s, int32_t finish)
{
    int64_t cost = cost_of(s, s->placed, s->chosen_count);
    if (!is_better(s, cost, finish))
        return;
    s->set_found = true;
    s->set_cost = cost;
    s->set_finish = finish;
    memcpy(s->set_picks, s->placed, s->chosen_count * sizeof *s->placed);
}

/* The first day after all providers of a course that are placed. */
static int32_t first_day_of(const rr__search *s, uint32_t study, uint32_t placed)
{
    int32_t first = s->p->first_day;
    for (uint32_t e = 0; e < s->edge_count; e++) {
        const rr__pick *provider = s->edges[e].asks == study ? find_pick(s->placed, placed, s->edges[e].provider) : NULL;
        if (provider != NULL && slot_of(s, provider)->end >= first)
            first = slot_of(s, provider)->end + 1;
    }
    return first;
}

static void place(rr__search *s, uint32_t k, int64_t cost, int32_t finish)
{
    if (k == s->chosen_count) {
        take_set(s, finish);
        return;
    }
    uint32_t study = s->in_order[k], first = s->p->studies[study].slots.first;
    int32_t from = first_day_of(s, study, k);
    for (uint32_t i = first; i < first + s->slot_count[study] && !rr__search_is_over(s); i++) {
        const rr__slot *slot = &s->p->slots[i];
        rr__pick next = {study, i};
        int32_t end = slot->end > finish ? slot->end : finish;
        if (slot->start < from || !is_better(s, cost + s->slot_cost[i] + s->rest_least[k + 1], end) || !rr__fits_week(s, s->placed, k, &next))
            continue;
        s->spent++;
        s->placed[k] = next;
        place(s, k + 1, cost + s->slot_cost[i], end);
    }
}

static int by_study(const void *x, const void *y)
{
    const rr__pick *a = x, *b = y;
    return a->study < b->study ? -1 : a->study > b->study;
}

void rr__schedule(rr__search *s)
{
    uint32_t n = s->chosen_count;
    sort_chosen(s);
    if (!put_in_order(s))
        return;
    s->rest_least[n] = 0;
    for (uint32_t k = n; k-- > 0;)
        s->rest_least[k] = s->rest_least[k + 1] + s->least_cost[s->in_order[k]];
    s->set_found = false;
    place(s, 0, 0, INT32_MIN);
    if (!s->set_found)
        return;
    qsort(s->set_picks, n, sizeof *s->set_picks, by_study);
    memcpy(s->best_picks, s->set_picks, n * sizeof *s->set_picks);
    memcpy(s->best_edges, s->edges, s->edge_count * sizeof *s->edges);
    s->best_edge_count = s->edge_count;
    s->best = (rr__solution){.found = true, .cost = s->set_cost, .finish = s->set_finish, .hours = s->hours, .gain = s->gain,
                             .picks = s->best_picks, .count = n};
}

/* ---- the earliest dates of the best set ---- */

static bool keeps_order(const rr__search *s, uint32_t placed, const rr__pick *next)
{
    for (uint32_t e = 0; e < s->best_edge_count; e++) {
        const rr__edge *edge = &s->best_edges[e];
        const rr__pick *other = find_pick(s->placed, placed, edge->asks == next->study ? edge->provider : edge->asks);
        if (other == NULL || (edge->asks != next->study && edge->provider != next->study))
            continue;
        bool asks = edge->asks == next->study;
        if (slot_of(s, asks ? next : other)->start <= slot_of(s, asks ? other : next)->end)
            return false;
    }
    return true;
}

static bool settle(rr__search *s, uint32_t k, uint32_t *steps)
{
    if (k == s->best.count)
        return cost_of(s, s->placed, k) == s->best.cost;
    uint32_t study = s->set_picks[k].study, first = s->p->studies[study].slots.first;
    for (uint32_t i = first; i < first + s->p->studies[study].slots.count && *steps < SETTLE_MOST; i++) {
        rr__pick next = {study, s->by_start[i]};
        if (slot_of(s, &next)->end > s->best.finish || !keeps_order(s, k, &next) || !rr__fits_week(s, s->placed, k, &next))
            continue;
        ++*steps;
        s->placed[k] = next;
        if (settle(s, k + 1, steps))
            return true;
    }
    return false;
}

void rr__settle(rr__search *s)
{
    uint32_t steps = 0;
    memcpy(s->set_picks, s->best_picks, s->best.count * sizeof *s->set_picks);
    if (settle(s, 0, &steps))
        memcpy(s->best_picks, s->placed, s->best.count * sizeof *s->placed);
}

void rr__sort_by_start(rr__search *s)
{
    const rr__slot *slots = s->p->slots;
    for (uint32_t c = 0; c < s->p->study_count; c++) {
        rr__span span = s->p->studies[c].slots;
        for (uint32_t k = 0; k < span.count; k++) {
            uint32_t slot = span.first + k, at = slot;
            for (; at > span.first && (slots[s->by_start[at - 1]].start > slots[slot].start ||
                                       (slots[s->by_start[at - 1]].start == slots[slot].start && slots[s->by_start[at - 1]].end > slots[slot].end));
                 at--)
                s->by_start[at] = s->by_start[at - 1];
            s->by_start[at] = slot;
        }
    }
}

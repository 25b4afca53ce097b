/* SPDX-License-Identifier: MIT */
/* A planning problem in; the soonest that each course can end, what it needs first counted, out. */
#include "plan/problem.h"

int32_t rr__ready_for(const rr__problem *p, const int32_t *first_end, uint32_t c)
{
    int32_t ready = p->first_day - 1;
    for (uint32_t g = p->studies[c].needs.first; g < p->studies[c].needs.first + p->studies[c].needs.count; g++) {
        int32_t soonest = INT32_MAX;
        for (uint32_t k = p->needs[g].first; k < p->needs[g].first + p->needs[g].count; k++)
            if (p->providers[k] != c && first_end[p->providers[k]] < soonest)
                soonest = first_end[p->providers[k]];
        ready = soonest > ready ? soonest : ready;
    }
    return ready;
}

void rr__find_first_ends(const rr__problem *p, int32_t *first_end)
{
    for (uint32_t c = 0; c < p->study_count; c++)
        first_end[c] = INT32_MAX;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t c = 0; c < p->study_count; c++) {
            rr__span slots = p->studies[c].slots;
            int32_t ready = first_end[c] == INT32_MAX || p->studies[c].needs.count > 0 ? rr__ready_for(p, first_end, c) : INT32_MAX;
            for (uint32_t k = slots.first; k < slots.first + slots.count && ready != INT32_MAX && p->slots[k].end < first_end[c]; k++)
                if (p->slots[k].start > ready && p->slots[k].load <= p->hours_per_week) {
                    first_end[c] = p->slots[k].end;
                    changed = true;
                }
        }
    }
}

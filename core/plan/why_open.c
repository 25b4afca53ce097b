/* SPDX-License-Identifier: MIT */
/* The items of a gap and the plans in; which items each plan leaves open, and why, out. */
#include "base/error.h"
#include "plan/gather.h"

/* How far the plan brings an item. */
static uint32_t covered_in(const rr_plan *plan, const rr__item *item)
{
    uint32_t best = item->covered_ppm;
    for (size_t s = 0; s < plan->step_count; s++)
        for (size_t i = 0; i < plan->steps[s].closes_count; i++) {
            const rr_plan_closes *c = &plan->steps[s].closes[i];
            if (c->gap == item->gap && c->covered_ppm > best)
                best = c->covered_ppm;
        }
    return best;
}


static bool teaches(const rr__candidate_course *c, const rr__item *item, int32_t *level)
{
    for (uint32_t i = 0; i < c->offer.course->teaches.count; i++) {
        const rrp_skill_level *t = RRP_AT(rrp_skill_level, c->offer.course->teaches, i);
        if (t->skill == item->requirement->descriptor + 1) {
            *level = t->level;
            return true;
        }
    }
    return false;
}

/* What stands against a course, nearest to possible first. */
static int nearness(rr_open_reason reason)
{
    static const uint8_t rank[] = {[RR_OPEN_NOT_NEEDED] = 0, [RR_OPEN_TOGETHER] = 1, [RR_OPEN_LEVEL] = 2, [RR_OPEN_COST] = 3, [RR_OPEN_NO_SEAT] = 4,
                                   [RR_OPEN_HOURS] = 5, [RR_OPEN_TOO_LATE] = 6, [RR_OPEN_MODE] = 7, [RR_OPEN_TRAVEL] = 8, [RR_OPEN_PRICE] = 9,
                                   [RR_OPEN_LENGTH] = 10, [RR_OPEN_CURRENCY] = 11, [RR_OPEN_PREREQUISITE] = 12, [RR_OPEN_NOT_TAUGHT] = 13};
    return rank[reason];
}

/* The least a course costs the person by itself. */
static int64_t own_cost(const rr__gathering *g, uint32_t study)
{
    int64_t least = INT64_MAX;
    rr__span slots = g->p.studies[study].slots;
    for (uint32_t k = slots.first; k < slots.first + slots.count; k++) {
        rr__pick pick = {study, k};
        int64_t cost = g->p.slots[k].price + g->p.studies[study].fee - rr__fund(&g->p, &pick, 1, NULL, NULL, NULL);
        least = cost < least ? cost : least;
    }
    return least;
}

static const rrp_need *first_unmet(const rr__gathering *g, const rrp_vec *needs)
{
    for (uint32_t k = rr__next_group(needs, 0); k < needs->count; k = rr__next_group(needs, k + 1))
        if (rr__judge_group(g->w, needs, k) == RR__UNMET)
            return RRP_AT(rrp_need, *needs, k);
    return NULL;
}

/* What stands against a course that teaches the item. `first_end`: of each study, the soonest it can end, or never. */
static rr_plan_open look_at(const rr__gathering *g, const rr__candidate_course *c, const rr__item *item, const int32_t *first_end, int32_t level)
{
    rr_plan_open open = {.gap = item->gap, .offer = {c->offer.plugin, c->offer.course, c->offer.school}, .reason = c->reason, .value = c->value,
                         .need = c->need};
    if (c->study == RR__NOTHING)
        return open;
    open.need = NULL;
    int64_t cost = own_cost(g, c->study);
    if (g->limits.max_cost_minor >= 0 && cost > g->limits.max_cost_minor) {
        open.reason = RR_OPEN_COST;
        open.value = cost;
    } else if (first_end[c->study] == INT32_MAX) {
        open.reason = RR_OPEN_PREREQUISITE;
        open.need = first_unmet(g, &c->offer.course->needs);
        open.value = -1;
    } else if (level > 0 && item->requirement->level > level) {
        open.reason = RR_OPEN_LEVEL;
        open.value = level;
    } else {
        open.reason = RR_OPEN_TOGETHER;
        open.value = -1;
    }
    return open;
}

static rr_plan_open find_nearest(const rr__gathering *g, const rr__item *item, const int32_t *first_end)
{
    rr_plan_open best = {.gap = item->gap, .reason = RR_OPEN_NOT_TAUGHT, .value = -1};
    for (size_t i = 0; i < g->courses.count; i++) {
        const rr__candidate_course *c = &RR__AT(rr__candidate_course, &g->courses, i);
        int32_t level = 0;
        if (!teaches(c, item, &level))
            continue;
        rr_plan_open open = look_at(g, c, item, first_end, level);
        bool nearer = nearness(open.reason) < nearness(best.reason);
        bool lower = open.reason == best.reason && open.value >= 0 && (best.value < 0 || (open.reason == RR_OPEN_LEVEL ? open.value > best.value : open.value < best.value));
        if (nearer || lower)
            best = open;
    }
    return best;
}

rr_status rr__list_open(rr_plan_open **out, size_t *count, rr__gathering *g, const rr_plan *plans, size_t plan_count, rr_error *err)
{
    size_t studies = g->studies.count + 1;
    rr_plan_open *list = rr__arena_alloc(g->arena, (g->item_count + (size_t)1) * sizeof *list, 8);
    int32_t *first_end = rr__arena_alloc(g->arena, studies * sizeof *first_end, 8);
    if (list == NULL || first_end == NULL)
        return rr__fail_nomem(err);
    rr__find_first_ends(&g->p, first_end);
    *count = 0;
    for (uint32_t i = 0; i < g->item_count; i++) {
        const rr__item *item = &g->items[i];
        uint32_t bits = 0, best = item->covered_ppm;
        for (uint32_t k = 0; k < plan_count; k++) {
            uint32_t covered = covered_in(&plans[k], item);
            bits |= covered < 1000000 ? 1u << k : 0;
            best = covered > best ? covered : best;
        }
        if (plan_count > 0 && bits == 0)
            continue;
        rr_plan_open open = find_nearest(g, item, first_end);
        if (best >= 1000000) { /* another plan closes it */
            open.reason = RR_OPEN_NOT_NEEDED;
            open.value = -1;
        }
        open.plans = bits;
        list[(*count)++] = open;
    }
    *out = list;
    return RR_OK;
}

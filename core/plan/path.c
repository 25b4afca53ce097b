/* SPDX-License-Identifier: MIT */
/* rr_path_run: a worker and a role in; the direct way and the best ways over other roles, each step with its plan, out. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "plan/walk.h"

enum { STOP_MONTHS = 12, PATHS = 3 };

/* ---- which paths are kept ---- */

/* What paths are judged by, and behind it what only puts them in order. */
enum { JUDGED = 4, ORDERED };
typedef struct sums { int64_t of[ORDERED]; } sums;

static sums sums_of(const rr__walked *p)
{
    return (sums){{rr__income_rank(p->path.income), p->path.unpaid_weeks, p->path.own_minor, p->path.weeks, (int64_t)p->path.step_count}};
}

/* Whether `a` is as good in everything, and came first or is better in something. */
static bool beats(const rr__walked *a, const rr__walked *b, bool a_first)
{
    const sums x = sums_of(a), y = sums_of(b);
    bool better = false;
    for (int i = 0; i < JUDGED; i++) {
        if (x.of[i] > y.of[i])
            return false;
        better = better || x.of[i] < y.of[i];
    }
    return better || a_first;
}

static int compare(const void *x, const void *y)
{
    const rr__walked *a = x, *b = y;
    const sums p = sums_of(a), q = sums_of(b);
    for (int i = 0; i < ORDERED; i++)
        if (p.of[i] != q.of[i])
            return p.of[i] < q.of[i] ? -1 : 1;
    for (size_t s = 0; s < a->path.step_count; s++)
        if (a->steps[s].occupation != b->steps[s].occupation)
            return a->steps[s].occupation < b->steps[s].occupation ? -1 : 1;
    return 0;
}

static void take_exposures(rr__walking *w, rr_path_step *step)
{
    rr_exposure exposure;
    uint32_t count = 0;
    while (rr_occupation_exposure(w->m->taxonomy, step->occupation, count, &exposure))
        count++;
    rr_exposure *all = count == 0 ? NULL : rr__arena_alloc(&w->result->arena, count * sizeof *all, _Alignof(rr_exposure));
    if (count > 0 && all == NULL) {
        w->status = rr__fail_nomem(w->err);
        return;
    }
    for (uint32_t k = 0; k < count; k++)
        rr_occupation_exposure(w->m->taxonomy, step->occupation, k, &all[k]);
    step->exposures = all;
    step->exposure_count = count;
}

static void keep_best(rr__walking *w, uint32_t most)
{
    rr__vec *kept = &w->result->kept;
    size_t direct = kept->count;
    if (w->found.count > 0)
        qsort(w->found.data, w->found.count, sizeof(rr__walked), compare);
    for (size_t i = 0; i < w->found.count && kept->count - direct < most && w->status == RR_OK; i++) {
        const rr__walked *p = &RR__AT(rr__walked, &w->found, i);
        bool beaten = false;
        for (size_t k = 0; k < direct && !beaten; k++)
            beaten = RR__AT(rr__walked, kept, k).path.reaches && beats(&RR__AT(rr__walked, kept, k), p, true);
        for (size_t k = 0; k < w->found.count && !beaten; k++)
            beaten = k != i && beats(&RR__AT(rr__walked, &w->found, k), p, k < i);
        if (!beaten && !rr__vec_push(kept, p))
            w->status = rr__fail_nomem(w->err);
    }
    for (size_t i = 0; i < kept->count && w->status == RR_OK; i++) {
        rr__walked *p = &RR__AT(rr__walked, kept, i);
        p->path.steps = p->steps;
        for (size_t s = 0; s < p->path.step_count; s++)
            take_exposures(w, &p->steps[s]);
    }
}

static rr_status take_options(rr__walking *w, const rr_match_options *options, const rr_path_options *given, uint32_t *most, rr_error *err)
{
    rr_path_options how = {.floor_minor = -1};
    const rr_constraints *c = rr_profile_constraints(w->profile);
    int64_t today = 0, first = 0;
    memcpy(&w->options, options, options->size < sizeof w->options ? options->size : sizeof w->options);
    if (given != NULL)
        memcpy(&how, given, given->size < sizeof how ? given->size : sizeof how);
    if (how.limits != NULL)
        memcpy(&w->limits, how.limits, how.limits->size < sizeof w->limits ? how.limits->size : sizeof w->limits);
    if (!rr__parse_date(w->options.date, strlen(w->options.date), &today))
        return rr__fail(err, RR_EUSAGE, RR__MSG_PLAN_DATE, NULL);
    if (how.most_steps > RR__STEPS_MOST || how.stop_months > 120)
        return rr__fail(err, RR_EUSAGE, RR__MSG_PATH_LIMIT, NULL);
    const char *earliest = w->limits.earliest_start[0] != '\0' ? w->limits.earliest_start : c->earliest_start;
    if (rr__parse_date(earliest, strlen(earliest), &first) && first > today)
        today = first;
    w->limits.size = sizeof w->limits;
    w->limits.earliest_start[0] = '\0';
    w->first_day = (int32_t)today;
    w->most_cost = w->limits.max_cost_minor >= 0 ? w->limits.max_cost_minor : c->max_cost_minor;
    w->most_steps = how.most_steps > 0 ? how.most_steps : RR__STEPS_MOST;
    w->stop_months = how.stop_months > 0 ? how.stop_months : STOP_MONTHS;
    w->result->floor_minor = how.floor_minor >= 0 ? how.floor_minor : c->income_floor_minor;
    w->currency = c->currency;
    *most = how.most_paths > 0 ? how.most_paths : PATHS;
    return RR_OK;
}

/* What the overrides say of skills is part of the later profile; the rest of them stands for every step. */
static void take_later_overrides(rr__walking *w)
{
    const rr_overrides *all = w->options.overrides;
    if (all == NULL || (w->status = rr_overrides_create(&w->result->later, w->result->context, w->err)) != RR_OK)
        return;
    for (size_t i = 0; i < rr_overrides_count(all) && w->status == RR_OK; i++)
        if (rr_overrides_at(all, i)->kind >= RR_OVERRIDE_VERDICT)
            w->status = rr_overrides_add(w->result->later, rr_overrides_at(all, i), w->err);
    if (w->status == RR_OK)
        w->status = rr_overrides_resolve(w->result->later, w->m->taxonomy, w->options.plugins, NULL, NULL, w->err);
}

static void run(rr__walking *w, uint32_t target, uint32_t most)
{
    rr__chains c = {.count = 0};
    take_later_overrides(w);
    if (w->status != RR_OK)
        return;
    rr__walk_directly(w, target);
    if (w->status == RR_OK)
        rr__find_chains(w, &c, target);
    for (size_t i = 0; i < c.count && w->status == RR_OK; i++)
        rr__walk(w, c.roles[i], c.lengths[i]);
    if (w->status == RR_OK)
        keep_best(w, most);
}

rr_status rr_path_run(rr_path_result **out, const rr_matcher *m, const rr_profile *profile, uint32_t occupation, const rr_match_options *options,
                      const rr_path_options *how, rr_error *err)
{
    uint32_t most = 0;
    *out = NULL;
    rr_path_result *r = rr__alloc(&m->context->allocator, sizeof *r);
    if (r == NULL)
        return rr__fail_nomem(err);
    r->context = (rr_context *)(uintptr_t)m->context;
    rr__arena_init(&r->arena, &r->context->allocator);
    r->arena.secret = true;
    rr__vec_init(&r->plans, &r->context->allocator, sizeof(rr_plan_result *));
    rr__vec_init(&r->kept, &r->context->allocator, sizeof(rr__walked));
    r->plans.secret = r->kept.secret = true;
    rr__walking w = {.result = r, .m = m, .profile = profile, .err = err,
                     .limits = {.size = sizeof w.limits, .max_weeks = -1, .hours_per_week = -1, .travel_minutes = -1, .max_cost_minor = -1}};
    rr__vec_init(&w.found, &r->context->allocator, sizeof(rr__walked));
    rr__vec_init(&w.begun, &r->context->allocator, sizeof(rr__begun));
    w.found.secret = w.begun.secret = true;
    w.status = take_options(&w, options, how, &most, err);
    if (w.status == RR_OK)
        run(&w, occupation, most);
    rr__vec_finish(&w.found);
    rr__vec_finish(&w.begun);
    if (w.status != RR_OK)
        rr_path_result_destroy(r);
    else
        *out = r;
    return w.status;
}

void rr_path_result_destroy(rr_path_result *r)
{
    if (r == NULL)
        return;
    for (size_t i = 0; i < r->plans.count; i++)
        rr_plan_result_destroy(RR__AT(rr_plan_result *, &r->plans, i));
    rr__vec_finish(&r->plans);
    rr__vec_finish(&r->kept);
    rr_overrides_destroy(r->later);
    rr__arena_finish(&r->arena);
    rr__free_secret(&r->context->allocator, r, sizeof *r);
}

size_t rr_path_count(const rr_path_result *r)
{
    return r->kept.count;
}

const rr_path *rr_path_at(const rr_path_result *r, size_t index)
{
    return index < r->kept.count ? &RR__AT(rr__walked, &r->kept, index).path : NULL;
}

uint32_t rr_path_considered(const rr_path_result *r)
{
    return r->considered;
}

int64_t rr_path_floor(const rr_path_result *r)
{
    return r->floor_minor;
}

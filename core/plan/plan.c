/* SPDX-License-Identifier: MIT */
/* rr_plan_run: a worker, a role and limits in; up to three plans, how sure they are and what stays open out. */
#include <string.h>

#include "base/error.h"
#include "plan/gather.h"

enum { HOURS_ASSUMED = 40, EFFORT = 300000, WEEK = 7, HORIZON_DAYS = 3 * 366, HOURS_MOST = 168, WEEKS_MOST = 520 };

struct rr_plan_result {
    rr_context *context;
    rr__arena arena;
    rr_match_result *match;
    const rr_plugins *plugins;
    rr__said *said;
    rr_plan_limits limits;
    rr_plan plans[3];
    size_t plan_count;
    rr_plan_proof proofs[3];
    size_t proof_count;
    rr_plan_open *open;
    size_t open_count;
    bool searched;
};

/* ---- limits ---- */

static int64_t given(int64_t option, int64_t constraint)
{
    return option >= 0 ? option : constraint;
}

static rr_status take_days(rr__gathering *g, const char *date, const char *earliest, int64_t max_weeks, rr_error *err)
{
    int64_t today = 0, first = 0;
    if (!rr__parse_date(date, strlen(date), &today) || today < 0 || today > RR__DAY_MAX) /* no course is outside these */
        return rr__fail(err, RR_EUSAGE, RR__MSG_PLAN_DATE, NULL);
    if (earliest[0] != '\0' && !rr__parse_date(earliest, strlen(earliest), &first))
        return rr__fail(err, RR_EUSAGE, RR__MSG_PROFILE_DATE, "earliest_start", NULL);
    if (first > RR__DAY_MAX)
        return rr__fail(err, RR_EUSAGE, RR__MSG_PLAN_DATE, NULL);
    g->today = (int32_t)today;
    g->limits.first_day = first > today ? (int32_t)first : g->today;
    g->limits.last_day = g->limits.first_day + (max_weeks >= 0 ? (int32_t)max_weeks * WEEK - 1 : HORIZON_DAYS);
    if (g->limits.last_day > RR__DAY_MAX)
        g->limits.last_day = RR__DAY_MAX;
    return RR_OK;
}

static rr_status take_limits(rr__gathering *g, const rr_profile *profile, const char *date, const rr_plan_options *o, rr_error *err)
{
    const rr_constraints *c = rr_profile_constraints(profile);
    rr_plan_limits *l = &g->limits;
    int64_t hours = given(o->hours_per_week, c->hours_per_week), weeks = given(o->max_weeks, c->max_weeks < WEEKS_MOST ? c->max_weeks : WEEKS_MOST);
    const char *currency = o->currency[0] != '\0' ? o->currency : c->currency;
    if (hours == 0 || hours > HOURS_MOST || weeks == 0 || weeks > WEEKS_MOST || o->max_cost_minor > INT64_MAX / 1000000)
        return rr__fail(err, RR_EUSAGE, RR__MSG_PLAN_LIMIT, NULL);
    l->hours_assumed = hours < 0;
    l->hours_per_week = hours < 0 ? HOURS_ASSUMED : (int32_t)hours;
    l->travel_minutes = (int32_t)given(o->travel_minutes, c->travel_minutes);
    l->max_cost_minor = given(o->max_cost_minor, c->max_cost_minor);
    l->modes = o->modes;
    l->effort = o->effort > 0 ? o->effort : EFFORT;
    memcpy(l->currency, currency, strnlen(currency, sizeof l->currency - 1));
    g->has_home = o->has_home;
    g->home_lat_e6 = o->home_lat_e6;
    g->home_lon_e6 = o->home_lon_e6;
    return take_days(g, date, o->earliest_start[0] != '\0' ? o->earliest_start : c->earliest_start, weeks, err);
}

/* ---- plans ---- */

/* Whether `b` is the same plan, or as good in everything: then `a` has nothing to offer beside it. */
static bool has_nothing_over(const rr__solution *a, const rr__solution *b)
{
    return b->cost <= a->cost && b->finish <= a->finish && b->hours <= a->hours && b->gain >= a->gain;
}

/* What is learned changes no rule of law. */
static bool breaks_no_law(const rr_match *match)
{
    bool broken = false;
    for (size_t i = 0; i < match->verdict_count; i++)
        broken = broken || (match->verdicts[i].rule_class == RR_CLASS_LAW && match->verdicts[i].state == RR_VERDICT_UNMET);
    for (size_t i = 0; i < match->finding_count; i++) {
        const rrp_finding *f = match->findings[i].finding;
        bool to_meet = (f->flags & RRP_INFORMATION) == 0 && f->course_id.n == 0;
        broken = broken || (to_meet && f->rule_class == RRP_LAW && f->state == RRP_UNMET);
    }
    return !broken;
}

static rr_status take_plans(rr_plan_result *r, rr__gathering *g, const rr__three *three, const rr_match *match, rr_error *err)
{
    const struct { const rr__solution *solution; rr_plan_kind kind; int64_t bound; } kinds[] = {
        {&three->cheapest, RR_PLAN_CHEAPEST, three->cheapest_bound},
        {&three->fastest, RR_PLAN_FASTEST, three->fastest_bound},
        {&three->complete, RR_PLAN_COMPLETE, g->total > 0 ? (g->covered + three->complete_bound) * 1000000 / g->total : 0}};
    const rr__solution *kept[3];
    bool lawful = breaks_no_law(match);
    rr_status status = RR_OK;
    for (size_t i = 0; i < 3 && status == RR_OK; i++) {
        if (!kinds[i].solution->found)
            continue;
        r->proofs[r->proof_count++] = (rr_plan_proof){kinds[i].kind, kinds[i].solution->complete, kinds[i].bound};
        size_t same = 0;
        while (same < r->plan_count && !has_nothing_over(kinds[i].solution, kept[same]))
            same++;
        if (same == r->plan_count) {
            kept[same] = kinds[i].solution;
            status = rr__build_plan(&r->plans[r->plan_count++], g, kinds[i].solution, err);
            r->plans[same].viable = lawful && r->plans[same].readiness_ppm >= (int32_t)g->limits.threshold_ppm;
        }
        r->plans[same].kinds |= kinds[i].kind;
    }
    return status;
}

static rr_status fail_search(const rr__gathering *g, rr_error *err)
{
    rr_status status = rr__check_time(g->context, g->p.deadline_ms, err);
    return status != RR_OK ? status : rr__fail_nomem(err);
}

static rr_status search(rr_plan_result *r, rr__gathering *g, const rr_match *match, rr_error *err)
{
    rr__three three = {0};
    int64_t most_cost = g->limits.max_cost_minor >= 0 ? g->limits.max_cost_minor : INT64_MAX / 4;
    rr__search *s = rr__search_create(g->context, &g->p);
    if (s == NULL)
        return rr__fail_nomem(err);
    bool good = rr__three_plans(&three, g->arena, s, &g->p, g->threshold, most_cost, g->limits.last_day, g->limits.effort);
    rr__search_destroy(s);
    if (!good)
        return fail_search(g, err);
    r->searched = three.searched;
    return take_plans(r, g, &three, match, err);
}

static rr_status run(rr_plan_result *r, rr__gathering *g, const rr_match *match, rr_error *err)
{
    rr_status status = rr__gather_items(g, err);
    if (status == RR_OK)
        status = rr__gather_courses(g, err);
    if (status == RR_OK)
        status = rr__gather_grants(g, err);
    if (status == RR_OK)
        status = rr__check_time(g->context, g->p.deadline_ms, err);
    if (status == RR_OK)
        status = search(r, g, match, err);
    if (status == RR_OK)
        status = rr__list_open(&r->open, &r->open_count, g, r->plans, r->plan_count, err);
    r->limits = g->limits;
    r->said = g->said;
    return status;
}

static void init_gathering(rr__gathering *g, rr_plan_result *r)
{
    const struct { rr__vec *vec; size_t stride; } vecs[] = {
        {&g->courses, sizeof(rr__candidate_course)}, {&g->lessons, sizeof(rr__lesson)}, {&g->slots, sizeof(rr__slot)},
        {&g->spans, sizeof(rr__span)}, {&g->providers, sizeof(uint32_t)}, {&g->studies, sizeof(rr__study)},
        {&g->payments, sizeof(rr__payment)}, {&g->limits_of, sizeof(uint32_t)}, {&g->hoped_of, sizeof(uint32_t)}, {&g->payables, sizeof(rr__payable)}};
    for (size_t i = 0; i < sizeof vecs / sizeof vecs[0]; i++)
        rr__vec_init(vecs[i].vec, &r->context->allocator, vecs[i].stride);
    g->context = r->context;
    g->arena = &r->arena;
    g->plugins = r->plugins;
}

rr_status rr__plan_run_after(rr_plan_result **out, const rr_matcher *m, const rr_profile *profile, uint32_t occupation,
                             const rr_match_options *given_options, const rr_plan_options *given_limits, const rr_plan *const *before,
                             size_t before_count, rr_error *err)
{
    rr_match_options options = {0};
    rr_plan_options limits = {.max_weeks = -1, .hours_per_week = -1, .travel_minutes = -1, .max_cost_minor = -1};
    rr__worker *w = NULL;
    *out = NULL;
    memcpy(&options, given_options, given_options->size < sizeof options ? given_options->size : sizeof options);
    if (given_limits != NULL)
        memcpy(&limits, given_limits, given_limits->size < sizeof limits ? given_limits->size : sizeof limits);
    rr_plan_result *r = rr__alloc(&m->context->allocator, sizeof *r);
    if (r == NULL)
        return rr__fail_nomem(err);
    r->context = (rr_context *)(uintptr_t)m->context;
    r->plugins = options.plugins;
    rr__arena_init(&r->arena, &m->context->allocator);
    r->arena.secret = true;
    rr__gathering g = {0};
    init_gathering(&g, r);
    g.before = before;
    g.before_count = before_count;
    rr_status status = take_limits(&g, profile, options.date, &limits, err);
    if (status == RR_OK)
        status = rr_match_one(&r->match, m, profile, occupation, &options, err);
    rr_override_effect *effects = rr__decide_effects(&r->arena, options.overrides);
    if (status == RR_OK)
        status = effects == NULL ? rr__fail_nomem(err) : rr__worker_create(&w, m, profile, &options, effects, err);
    if (status == RR_OK) {
        g.w = w;
        g.match = rr_match_at(r->match, 0);
        status = run(r, &g, g.match, err);
    }
    rr__gathering_finish(&g);
    rr__worker_destroy(w);
    if (status != RR_OK)
        rr_plan_result_destroy(r);
    else
        *out = r;
    return status;
}

rr_status rr_plan_run(rr_plan_result **out, const rr_matcher *m, const rr_profile *profile, uint32_t occupation,
                      const rr_match_options *options, const rr_plan_options *limits, rr_error *err)
{
    return rr__plan_run_after(out, m, profile, occupation, options, limits, NULL, 0, err);
}

void rr_plan_result_destroy(rr_plan_result *r)
{
    if (r == NULL)
        return;
    rr_match_result_destroy(r->match);
    rr__arena_finish(&r->arena);
    rr__free_secret(&r->context->allocator, r, sizeof *r);
}

const rr_match_result *rr_plan_result_match(const rr_plan_result *r) { return r->match; }
const rr_plan_limits *rr_plan_result_limits(const rr_plan_result *r) { return &r->limits; }
size_t rr_plan_count(const rr_plan_result *r) { return r->plan_count; }
size_t rr_plan_proof_count(const rr_plan_result *r) { return r->proof_count; }
size_t rr_plan_open_count(const rr_plan_result *r) { return r->open_count; }
int rr_plan_searched(const rr_plan_result *r) { return r->searched; }

const rr_plan *rr_plan_at(const rr_plan_result *r, size_t index)
{
    return index < r->plan_count ? &r->plans[index] : NULL;
}

const rr_plan_proof *rr_plan_proof_at(const rr_plan_result *r, size_t index)
{
    return index < r->proof_count ? &r->proofs[index] : NULL;
}

const rr_plan_open *rr_plan_open_at(const rr_plan_result *r, size_t index)
{
    return index < r->open_count ? &r->open[index] : NULL;
}

int rr_plan_plugin(const rr_plan_result *r, size_t index, rr_plugin_run *out)
{
    rr_plugin_info info;
    memset(out, 0, sizeof *out);
    if (r->said == NULL || !rr_plugins_at(r->plugins, index, &info))
        return 0;
    *out = (rr_plugin_run){rr__fault_code(r->said[index].failure.fault), r->said[index].failure.detail, info.isolation};
    return 1;
}

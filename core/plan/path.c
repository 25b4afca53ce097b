/* SPDX-License-Identifier: MIT */
/* rr_path_run: a worker and a role in; the direct way and the best ways over other roles, each step with its plan, out. */
#include <reroute/path.h>

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "plan/gather.h"
#include "plan/later_self.h"
#include "plan/stops.h"

enum { STEPS_MOST = 3, STOP_MONTHS = 12, PATHS = 3, WEEK = 7, MONTH_DAYS_HUNDREDTHS = 3044,
       STOPS_MOST = 8,    /* roles tried as the stop of a path of two */
       AFLOAT_MOST = 4,   /* and of more than those the ones whose pay reaches the floor */
       PAIRS_MOST = 6, BEFORE_MOST = 2, /* second stops of a path of three, and first ones tried for each */
       LOOKS_MOST = 10,   /* second stops for which first ones are looked for */
       AHEAD_MOST = 16,   /* first stops from which the next are looked for, without courses */
       CHAINS_MOST = 64 };

typedef struct walked { rr_path path; rr_path_step steps[STEPS_MOST]; } walked;

struct rr_path_result {
    rr_context *context;
    rr__arena arena;        /* exposures of the steps; and what overrides did, which nobody asks here */
    rr__vec plans;          /* rr_plan_result *: all that were made */
    rr__vec kept;           /* walked */
    rr_overrides *later;    /* those of later steps, NULL: none; what they say of skills is in the later profile */
    uint32_t considered;
    int64_t floor_minor;
};

typedef struct walking {
    rr_path_result *result;
    const rr_matcher *m;
    const rr_profile *profile;
    rr_match_options options;
    rr_plan_options limits;
    uint32_t most_steps, stop_months;
    const char *currency;   /* of the floor */
    int32_t first_day;
    int64_t most_cost;      /* of a whole path; -1: no limit */
    rr__vec found;          /* walked: that reach */
    rr__vec begun;          /* begun: plans for first steps, which many paths share */
    rr_error *err;
    rr_status status;
} walking;

/* ---- income ---- */

static bool is_of_place(const char *place, const char *region)
{
    size_t n = strlen(place);
    return strcmp(place, region) == 0 || (n == 2 && strncmp(place, region, 2) == 0 && region[2] == '-');
}

/* The latest pay stated for the region, else for its country; RR_NONE: none. */
static uint32_t find_pay(const walking *w, uint32_t occupation, rr_pay *out)
{
    uint32_t best = RR_NONE;
    rr_pay pay;
    for (uint32_t k = 0; rr_occupation_pay(w->m->taxonomy, occupation, k, &pay); k++) {
        if (pay.place == NULL || w->options.region == NULL || !is_of_place(pay.place, w->options.region) || strcmp(pay.period, "month") != 0)
            continue;
        bool nearer = best == RR_NONE || strlen(pay.place) > strlen(out->place);
        if (nearer || (strlen(pay.place) == strlen(out->place) && pay.year > out->year)) {
            *out = pay;
            best = k;
        }
    }
    return best;
}

static void judge_income(const walking *w, rr_path_step *step)
{
    rr_pay pay = {0};
    int64_t floor = w->result->floor_minor;
    step->pay = find_pay(w, step->occupation, &pay);
    step->income = RR_INCOME_UNKNOWN;
    if (floor < 0)
        step->income = RR_INCOME_NO_FLOOR;
    else if (step->pay != RR_NONE && (w->currency[0] == '\0' || strcmp(w->currency, pay.currency) == 0)) {
        if (pay.low_minor >= floor)
            step->income = RR_INCOME_MET;
        else if (pay.high_minor >= 0 && pay.high_minor < floor)
            step->income = RR_INCOME_BELOW;
    }
}

/* ---- one step ---- */

static void format_date(char out[11], int32_t day)
{
    rr__civil c = rr__civil_of(day);
    const int64_t parts[] = {c.year / 1000, c.year / 100 % 10, c.year / 10 % 10, c.year % 10, -1, c.month / 10, c.month % 10, -1, c.day / 10, c.day % 10};
    for (int i = 0; i < 10; i++)
        out[i] = parts[i] < 0 ? '-' : (char)('0' + parts[i]);
    out[10] = '\0';
}

static uint32_t weeks_between(int32_t from, int32_t to)
{
    return to <= from ? 0 : (uint32_t)(to - from + WEEK - 1) / WEEK;
}

/* Of the plans that make the role viable, the cheapest or the fastest. */
static const rr_plan *choose_plan(const rr_plan_result *plans, bool fast)
{
    const rr_plan *best = NULL;
    for (size_t i = 0; i < rr_plan_count(plans); i++) {
        const rr_plan *p = rr_plan_at(plans, i);
        if (p->viable && (p->kinds & (fast ? RR_PLAN_FASTEST : RR_PLAN_CHEAPEST)) != 0)
            best = p;
    }
    return best;
}

static int64_t spent_in(const walked *p)
{
    int64_t sum = 0;
    for (size_t s = 0; s < p->path.step_count; s++)
        sum += p->steps[s].own_minor;
    return sum;
}

/* Plans for a role as things stand on a day, after the steps so far; kept by the result. */
static const rr_plan_result *make_plans(walking *w, const rr_profile *person, uint32_t occupation, int32_t day, const walked *so_far)
{
    int64_t spent = spent_in(so_far);
    const rr_plan *before[STEPS_MOST];
    size_t before_count = 0;
    for (size_t s = 0; s < so_far->path.step_count; s++)
        if (so_far->steps[s].plan != NULL)
            before[before_count++] = so_far->steps[s].plan;
    rr_match_options options = w->options;
    rr_plan_options limits = w->limits;
    rr_plan_result *plans = NULL;
    if (person != w->profile)
        options.overrides = w->result->later;
    if (w->most_cost >= 0) /* of the whole path */
        limits.max_cost_minor = w->most_cost > spent ? w->most_cost - spent : 0;
    format_date(options.date, day);
    w->status = rr__plan_run_after(&plans, w->m, person, occupation, &options, &limits, before, before_count, w->err);
    if (w->status == RR_OK && !rr__vec_push(&w->result->plans, &plans)) {
        rr_plan_result_destroy(plans);
        w->status = rr__fail_nomem(w->err);
    }
    return w->status == RR_OK ? plans : NULL;
}

typedef struct begun { uint32_t occupation; const rr_plan_result *plans; } begun;

static const rr_plan_result *plan_step(walking *w, const rr_profile *person, uint32_t occupation, int32_t day, const walked *so_far)
{
    for (size_t i = 0; person == w->profile && i < w->begun.count; i++)
        if (RR__AT(begun, &w->begun, i).occupation == occupation)
            return RR__AT(begun, &w->begun, i).plans;
    const rr_plan_result *plans = make_plans(w, person, occupation, day, so_far);
    if (plans != NULL && person == w->profile && !rr__vec_push(&w->begun, &(begun){occupation, plans}))
        w->status = rr__fail_nomem(w->err);
    return w->status == RR_OK ? plans : NULL;
}

static void take_step(walking *w, rr_path_step *step, uint32_t occupation, int32_t day, const rr_plan_result *plans, bool fast, bool first)
{
    const rr_match *match = rr_match_at(rr_plan_result_match(plans), 0);
    *step = (rr_path_step){.occupation = occupation, .readiness_before_ppm = match->readiness_ppm, .readiness_ppm = match->readiness_ppm,
                           .start_day = day, .ready_day = day, .leave_day = -1, .plans = plans, .reached = match->viable};
    judge_income(w, step);
    if (match->viable)
        return;
    step->plan = choose_plan(plans, fast);
    if (step->plan == NULL)
        return;
    step->reached = 1;
    step->readiness_ppm = step->plan->readiness_ppm;
    step->ready_day = step->plan->finish_day + 1;
    step->training_weeks = weeks_between(day, step->ready_day);
    step->unpaid_weeks = first ? step->training_weeks : 0;
    step->own_minor = step->plan->own_minor;
    step->own_if_granted_minor = step->plan->own_if_granted_minor;
}

static int income_rank(rr_income_state state)
{
    return state == RR_INCOME_BELOW ? 2 : state == RR_INCOME_UNKNOWN ? 1 : 0;
}

static void sum_up(const walking *w, walked *p)
{
    p->path.weeks = p->path.unpaid_weeks = 0;
    p->path.own_minor = p->path.own_if_granted_minor = 0;
    p->path.reaches = 1;
    p->path.income = p->steps[0].income;
    for (size_t s = 0; s < p->path.step_count; s++) {
        const rr_path_step *step = &p->steps[s];
        p->path.reaches = p->path.reaches && step->reached;
        p->path.unpaid_weeks += step->unpaid_weeks;
        p->path.own_minor += step->own_minor;
        p->path.own_if_granted_minor += step->own_if_granted_minor;
        p->path.income = income_rank(step->income) > income_rank(p->path.income) ? step->income : p->path.income;
    }
    p->path.weeks = weeks_between(w->first_day, p->steps[p->path.step_count - 1].ready_day);
}

/* ---- whole paths ---- */

/* Where a path stands: the person, the day and the steps so far. */
typedef struct standing { const rr_profile *person; int32_t day; walked so_far; } standing;

static void walk(walking *w, const standing *at, const uint32_t *roles, size_t count);

static rr__worker *worker_of(walking *w, const rr_profile *person, int32_t day, rr_match_options *options)
{
    rr__worker *worker = NULL;
    *options = w->options;
    if (person != w->profile)
        options->overrides = w->result->later;
    format_date(options->date, day);
    rr_override_effect *effects = rr__decide_effects(&w->result->arena, options->overrides);
    w->status = effects == NULL ? rr__fail_nomem(w->err) : rr__worker_create(&worker, w->m, person, options, effects, w->err);
    return w->status == RR_OK ? worker : NULL;
}

/* Works the stop and goes on to the rest of the roles. */
static void go_on(walking *w, const standing *at, const rr_path_step *step, const uint32_t *roles, size_t count)
{
    rr_match_options options;
    rr_profile *later = NULL;
    int32_t leave = step->ready_day + (int32_t)(w->stop_months * MONTH_DAYS_HUNDREDTHS / 100);
    rr__worker *worker = worker_of(w, at->person, at->day, &options);
    if (worker == NULL)
        return;
    w->status = rr__later_self(&later, worker, step->plan, step->occupation, w->stop_months, leave, w->err);
    rr__worker_destroy(worker);
    if (w->status != RR_OK)
        return;
    standing next = {later, leave, at->so_far};
    next.so_far.steps[next.so_far.path.step_count - 1].leave_day = leave;
    walk(w, &next, roles, count);
    rr_profile_destroy(later);
}

static void walk(walking *w, const standing *at, const uint32_t *roles, size_t count)
{
    const rr_plan_result *plans = at->day <= RR__DAY_MAX - 366 ? plan_step(w, at->person, roles[0], at->day, &at->so_far) : NULL;
    if (plans == NULL)
        return;
    for (int fast = 0; fast < 2 && w->status == RR_OK; fast++) {
        standing next = *at;
        rr_path_step *step = &next.so_far.steps[next.so_far.path.step_count++];
        take_step(w, step, roles[0], at->day, plans, fast != 0, at->so_far.path.step_count == 0);
        if (at->so_far.path.step_count > 0 && step->plan != NULL) { /* what is learnt beside work is learnt beside that of the stop */
            step[-1].leave_day = step->ready_day;
            rr__day_weeks(step->plan, &step[-1].leave_day);
            step->unpaid_weeks = weeks_between(step[-1].leave_day, step->ready_day);
        }
        bool same = fast != 0 && (step->plan == NULL || step->plan == choose_plan(plans, false));
        if (!step->reached || same)
            continue;
        if (count > 1) {
            go_on(w, &next, step, roles + 1, count - 1);
        } else {
            sum_up(w, &next.so_far);
            w->result->considered++;
            if (!rr__vec_push(&w->found, &next.so_far))
                w->status = rr__fail_nomem(w->err);
        }
    }
}

/* The direct way: also when it leads nowhere. */
static void walk_directly(walking *w, uint32_t target)
{
    const rr_plan_result *plans = plan_step(w, w->profile, target, w->first_day, &(walked){0});
    if (plans == NULL)
        return;
    for (int fast = 0; fast < 2 && w->status == RR_OK; fast++) {
        walked direct = {.path = {.direct = 1, .step_count = 1}};
        take_step(w, &direct.steps[0], target, w->first_day, plans, fast != 0, true);
        if (fast != 0 && (direct.steps[0].plan == NULL || direct.steps[0].plan == choose_plan(plans, false)))
            return;
        sum_up(w, &direct);
        w->result->considered++;
        if (!rr__vec_push(&w->result->kept, &direct))
            w->status = rr__fail_nomem(w->err);
    }
}

/* ---- which stops ---- */

typedef struct chains { uint32_t roles[CHAINS_MOST][STEPS_MOST]; size_t lengths[CHAINS_MOST], count; } chains;

static void add_chain(chains *c, const uint32_t *roles, size_t length)
{
    if (c->count == CHAINS_MOST)
        return;
    memcpy(c->roles[c->count], roles, length * sizeof *roles);
    c->lengths[c->count++] = length;
}

/* Whether what the role pays reaches the floor. */
static bool keeps_afloat(const walking *w, uint32_t occupation)
{
    rr_path_step step = {.occupation = occupation};
    judge_income(w, &step);
    return step.income == RR_INCOME_MET;
}

/* Viable stops first; with a catalogue also some that courses may make viable, which stand behind them, and some that only
 * keep the household while the rest is learnt. Without one, what a stop teaches must be enough. */
static void add_stops(const walking *w, chains *c, const rr__stop *stops, size_t count, uint32_t target, int32_t threshold, bool courses)
{
    size_t viable = 0, others = 0, afloat = 0;
    for (size_t i = 0; i < count; i++) {
        size_t *taken = stops[i].viable ? &viable : &others;
        bool leads = courses || (stops[i].viable && stops[i].leads_to_ppm >= threshold);
        if (*taken >= STOPS_MOST && courses && stops[i].viable && afloat < AFLOAT_MOST && keeps_afloat(w, stops[i].occupation))
            taken = &afloat;
        else if (*taken >= STOPS_MOST || !leads)
            continue;
        ++*taken;
        add_chain(c, (uint32_t[]){stops[i].occupation, target}, 2);
    }
}

/* With courses: second stops that aren't viable yet, with the first stops that lead furthest towards them. */
static void add_pairs(walking *w, chains *c, const rr__worker *worker, const rr__stop *stops, size_t count, uint32_t target, int32_t threshold)
{
    (void)threshold;
    size_t pairs = 0, looks = 0;
    for (size_t i = 0; i < count && pairs < PAIRS_MOST && looks < LOOKS_MOST && w->status == RR_OK; i++) {
        rr__stop *before = NULL;
        size_t before_count = 0, taken = 0;
        if (stops[i].viable)
            continue;
        looks++;
        if (!rr__find_stops(&before, &before_count, worker, stops[i].occupation, false)) {
            w->status = rr__fail_nomem(w->err);
            return;
        }
        for (size_t k = 0; k < before_count && taken < BEFORE_MOST && before[k].viable; k++)
            if (before[k].occupation != target) {
                add_chain(c, (uint32_t[]){before[k].occupation, stops[i].occupation, target}, 3);
                taken++;
            }
        pairs += taken > 0;
        rr__stops_free(worker, before);
    }
}

/* Without courses: what each viable first stop makes viable. */
static void look_ahead(walking *w, chains *c, const rr__worker *worker, const rr__stop *stops, size_t count, uint32_t target, int32_t threshold)
{
    for (size_t i = 0; i < count && i < AHEAD_MOST && stops[i].viable && w->status == RR_OK; i++) {
        rr_match_options options;
        rr_profile *later = NULL;
        rr__stop *next = NULL;
        size_t next_count = 0, taken = 0;
        int32_t leave = w->first_day + (int32_t)(w->stop_months * MONTH_DAYS_HUNDREDTHS / 100);
        w->status = rr__later_self(&later, worker, NULL, stops[i].occupation, w->stop_months, leave, w->err);
        rr__worker *then = w->status == RR_OK ? worker_of(w, later, leave, &options) : NULL;
        if (then != NULL && !rr__find_stops(&next, &next_count, then, target, false))
            w->status = rr__fail_nomem(w->err);
        for (size_t k = 0; k < next_count && taken < BEFORE_MOST && next[k].viable; k++)
            if (next[k].leads_to_ppm >= threshold && next[k].occupation != stops[i].occupation) {
                add_chain(c, (uint32_t[]){stops[i].occupation, next[k].occupation, target}, 3);
                taken++;
            }
        rr__stops_free(worker, next);
        rr__worker_destroy(then);
        rr_profile_destroy(later);
    }
}

static void find_chains(walking *w, chains *c, uint32_t target)
{
    rr_match_options options;
    rr__stop *stops = NULL;
    size_t count = 0;
    int32_t threshold = (int32_t)rr__block_head(w->m->taxonomy->block)->viable_readiness_ppm;
    bool courses = w->options.plugins != NULL && rr_plugins_course_count(w->options.plugins) > 0;
    rr__worker *worker = worker_of(w, w->profile, w->first_day, &options);
    if (worker == NULL)
        return;
    if (!rr__find_stops(&stops, &count, worker, target, true))
        w->status = rr__fail_nomem(w->err);
    if (w->status == RR_OK && w->most_steps > 1)
        add_stops(w, c, stops, count, target, threshold, courses);
    if (w->status == RR_OK && w->most_steps > 2)
        (courses ? add_pairs : look_ahead)(w, c, worker, stops, count, target, threshold);
    rr__stops_free(worker, stops);
    rr__worker_destroy(worker);
}

/* ---- which paths are kept ---- */

/* Whether `a` is as good in everything, and came first or is better in something. */
static bool beats(const walked *a, const walked *b, bool a_first)
{
    const int64_t x[] = {income_rank(a->path.income), a->path.unpaid_weeks, a->path.own_minor, a->path.weeks};
    const int64_t y[] = {income_rank(b->path.income), b->path.unpaid_weeks, b->path.own_minor, b->path.weeks};
    bool better = false;
    for (int i = 0; i < 4; i++) {
        if (x[i] > y[i])
            return false;
        better = better || x[i] < y[i];
    }
    return better || a_first;
}

static int compare(const void *x, const void *y)
{
    const walked *a = x, *b = y;
    const int64_t p[] = {income_rank(a->path.income), a->path.unpaid_weeks, a->path.own_minor, a->path.weeks, (int64_t)a->path.step_count};
    const int64_t q[] = {income_rank(b->path.income), b->path.unpaid_weeks, b->path.own_minor, b->path.weeks, (int64_t)b->path.step_count};
    for (int i = 0; i < 5; i++)
        if (p[i] != q[i])
            return p[i] < q[i] ? -1 : 1;
    for (size_t s = 0; s < a->path.step_count; s++)
        if (a->steps[s].occupation != b->steps[s].occupation)
            return a->steps[s].occupation < b->steps[s].occupation ? -1 : 1;
    return 0;
}

static void take_exposures(walking *w, rr_path_step *step)
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

static void keep_best(walking *w, uint32_t most)
{
    rr__vec *kept = &w->result->kept;
    size_t direct = kept->count;
    if (w->found.count > 0)
        qsort(w->found.data, w->found.count, sizeof(walked), compare);
    for (size_t i = 0; i < w->found.count && kept->count - direct < most && w->status == RR_OK; i++) {
        const walked *p = &RR__AT(walked, &w->found, i);
        bool beaten = false;
        for (size_t k = 0; k < direct && !beaten; k++)
            beaten = RR__AT(walked, kept, k).path.reaches && beats(&RR__AT(walked, kept, k), p, true);
        for (size_t k = 0; k < w->found.count && !beaten; k++)
            beaten = k != i && beats(&RR__AT(walked, &w->found, k), p, k < i);
        if (!beaten && !rr__vec_push(kept, p))
            w->status = rr__fail_nomem(w->err);
    }
    for (size_t i = 0; i < kept->count && w->status == RR_OK; i++) {
        walked *p = &RR__AT(walked, kept, i);
        p->path.steps = p->steps;
        for (size_t s = 0; s < p->path.step_count; s++)
            take_exposures(w, &p->steps[s]);
    }
}

static rr_status take_options(walking *w, const rr_match_options *options, const rr_path_options *given, uint32_t *most, rr_error *err)
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
    if (how.most_steps > STEPS_MOST || how.stop_months > 120)
        return rr__fail(err, RR_EUSAGE, RR__MSG_PATH_LIMIT, NULL);
    const char *earliest = w->limits.earliest_start[0] != '\0' ? w->limits.earliest_start : c->earliest_start;
    if (rr__parse_date(earliest, strlen(earliest), &first) && first > today)
        today = first;
    w->limits.size = sizeof w->limits;
    w->limits.earliest_start[0] = '\0';
    w->first_day = (int32_t)today;
    w->most_cost = w->limits.max_cost_minor >= 0 ? w->limits.max_cost_minor : c->max_cost_minor;
    w->most_steps = how.most_steps > 0 ? how.most_steps : STEPS_MOST;
    w->stop_months = how.stop_months > 0 ? how.stop_months : STOP_MONTHS;
    w->result->floor_minor = how.floor_minor >= 0 ? how.floor_minor : c->income_floor_minor;
    w->currency = c->currency;
    *most = how.most_paths > 0 ? how.most_paths : PATHS;
    return RR_OK;
}

/* What the overrides say of skills is part of the later profile; the rest of them stands for every step. */
static void take_later_overrides(walking *w)
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

static void run(walking *w, uint32_t target, uint32_t most)
{
    chains c = {.count = 0};
    take_later_overrides(w);
    if (w->status != RR_OK)
        return;
    walk_directly(w, target);
    if (w->status == RR_OK)
        find_chains(w, &c, target);
    for (size_t i = 0; i < c.count && w->status == RR_OK; i++) {
        standing start = {.person = w->profile, .day = w->first_day};
        walk(w, &start, c.roles[i], c.lengths[i]);
    }
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
    rr__vec_init(&r->kept, &r->context->allocator, sizeof(walked));
    r->plans.secret = r->kept.secret = true;
    walking w = {.result = r, .m = m, .profile = profile, .err = err,
                 .limits = {.size = sizeof w.limits, .max_weeks = -1, .hours_per_week = -1, .travel_minutes = -1, .max_cost_minor = -1}};
    rr__vec_init(&w.found, &r->context->allocator, sizeof(walked));
    rr__vec_init(&w.begun, &r->context->allocator, sizeof(begun));
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
    return index < r->kept.count ? &RR__AT(walked, &r->kept, index).path : NULL;
}

uint32_t rr_path_considered(const rr_path_result *r)
{
    return r->considered;
}

int64_t rr_path_floor(const rr_path_result *r)
{
    return r->floor_minor;
}

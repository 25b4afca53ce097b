/* SPDX-License-Identifier: MIT */
/* Roles in a row in; the person walked over them, each with its plan, the income and the weeks without one, out. */
#include "plan/walk.h"

#include <string.h>

#include "base/text.h"
#include "plan/gather.h"
#include "plan/later_self.h"

enum { WEEK = 7, MONTH_DAYS_HUNDREDTHS = 3044 };

/* ---- income ---- */

static bool is_of_place(const char *place, const char *region)
{
    size_t n = strlen(place);
    return strcmp(place, region) == 0 || (n == 2 && strncmp(place, region, 2) == 0 && region[2] == '-');
}

/* The latest pay stated for the region, else for its country; RR_NONE: none. */
static uint32_t find_pay(const rr__walking *w, uint32_t occupation, rr_pay *out)
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

void rr__judge_income(const rr__walking *w, rr_path_step *step)
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

static int64_t spent_in(const rr__walked *p)
{
    int64_t sum = 0;
    for (size_t s = 0; s < p->path.step_count; s++)
        sum += p->steps[s].own_minor;
    return sum;
}

/* Plans for a role as things stand on a day, after the steps so far; kept by the result. */
static const rr_plan_result *make_plans(rr__walking *w, const rr_profile *person, uint32_t occupation, int32_t day, const rr__walked *so_far)
{
    int64_t spent = spent_in(so_far);
    const rr_plan *before[RR__STEPS_MOST];
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

static const rr_plan_result *plan_step(rr__walking *w, const rr_profile *person, uint32_t occupation, int32_t day, const rr__walked *so_far)
{
    for (size_t i = 0; person == w->profile && i < w->begun.count; i++)
        if (RR__AT(rr__begun, &w->begun, i).occupation == occupation)
            return RR__AT(rr__begun, &w->begun, i).plans;
    const rr_plan_result *plans = make_plans(w, person, occupation, day, so_far);
    if (plans != NULL && person == w->profile && !rr__vec_push(&w->begun, &(rr__begun){occupation, plans}))
        w->status = rr__fail_nomem(w->err);
    return w->status == RR_OK ? plans : NULL;
}

static void take_step(rr__walking *w, rr_path_step *step, uint32_t occupation, int32_t day, const rr_plan_result *plans, bool fast, bool first)
{
    const rr_match *match = rr_match_at(rr_plan_result_match(plans), 0);
    *step = (rr_path_step){.occupation = occupation, .readiness_before_ppm = match->readiness_ppm, .readiness_ppm = match->readiness_ppm,
                           .start_day = day, .ready_day = day, .leave_day = -1, .plans = plans, .reached = match->viable};
    rr__judge_income(w, step);
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

int rr__income_rank(rr_income_state state)
{
    return state == RR_INCOME_BELOW ? 2 : state == RR_INCOME_UNKNOWN ? 1 : 0;
}

static void sum_up(const rr__walking *w, rr__walked *p)
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
        p->path.income = rr__income_rank(step->income) > rr__income_rank(p->path.income) ? step->income : p->path.income;
    }
    p->path.weeks = weeks_between(w->first_day, p->steps[p->path.step_count - 1].ready_day);
}

/* ---- whole paths ---- */

/* Where a path stands: the person, the day and the steps so far. */
typedef struct standing { const rr_profile *person; int32_t day; rr__walked so_far; } standing;

static void walk(rr__walking *w, const standing *at, const uint32_t *roles, size_t count);

int32_t rr__stop_days(const rr__walking *w)
{
    return (int32_t)(w->stop_months * MONTH_DAYS_HUNDREDTHS / 100);
}

rr__worker *rr__worker_on(rr__walking *w, const rr_profile *person, int32_t day, rr_match_options *options)
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
static void go_on(rr__walking *w, const standing *at, const rr_path_step *step, const uint32_t *roles, size_t count)
{
    rr_match_options options;
    rr_profile *later = NULL;
    int32_t leave = step->ready_day + rr__stop_days(w);
    rr__worker *worker = rr__worker_on(w, at->person, at->day, &options);
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

static void walk(rr__walking *w, const standing *at, const uint32_t *roles, size_t count)
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

void rr__walk(rr__walking *w, const uint32_t *roles, size_t count)
{
    const standing start = {.person = w->profile, .day = w->first_day};
    walk(w, &start, roles, count);
}

void rr__walk_directly(rr__walking *w, uint32_t target)
{
    const rr_plan_result *plans = plan_step(w, w->profile, target, w->first_day, &(rr__walked){0});
    if (plans == NULL)
        return;
    for (int fast = 0; fast < 2 && w->status == RR_OK; fast++) {
        rr__walked direct = {.path = {.direct = 1, .step_count = 1}};
        take_step(w, &direct.steps[0], target, w->first_day, plans, fast != 0, true);
        if (fast != 0 && (direct.steps[0].plan == NULL || direct.steps[0].plan == choose_plan(plans, false)))
            return;
        sum_up(w, &direct);
        w->result->considered++;
        if (!rr__vec_push(&w->result->kept, &direct))
            w->status = rr__fail_nomem(w->err);
    }
}

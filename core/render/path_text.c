/* SPDX-License-Identifier: MIT */
/* A path result in, a page for the desk out: the direct way first, then the ways over other roles, each role with what it
 * takes, what it pays against the floor and how exposed it is. */
#include <string.h>

#include "render/path_page.h"

enum { INDENT = 14 };

static void flow(rr__page *page, rr__word_id head, rr__style style)
{
    rr__page_flow(page, rr__word(page->options.lang, head), INDENT, style);
}

/* ---- above the paths ---- */

void rr__page_floor(const rr__pathing *p)
{
    char amount[48];
    rr__page *page = p->page;
    const char *currency = rr__floor_currency(p);
    if (rr_path_floor(p->result) < 0) {
        rr__page_label(page, RR__LABEL_NO_FLOOR, NULL, NULL, NULL);
        flow(page, RR__LABEL_FLOOR, RR__DOUBT);
        return;
    }
    rr__money(amount, rr_path_floor(p->result), (rrp_str){currency, strlen(currency)});
    rr__page_label(page, RR__LABEL_A_MONTH, amount, NULL, NULL);
    flow(page, RR__LABEL_FLOOR, RR__PLAIN);
}

void rr__page_no_courses(const rr__pathing *p)
{
    rr__page *page = p->page;
    if (page->plugins != NULL && rr_plugins_course_count(page->plugins) > 0)
        return;
    bool client = page->options.view == RR_VIEW_CLIENT, named = p->asked->region != NULL;
    rr__page_label(page, client ? RR__LABEL_NO_CATALOGUE_CLIENT : named ? RR__LABEL_NO_CATALOGUE : RR__LABEL_REGION_HINT, NULL, NULL, NULL);
    rr__page_flow(page, NULL, client ? 0 : INDENT, RR__BAD);
    if (client)
        rr__page_gap(page);
}

static void show_head(const rr__pathing *p)
{
    rr__page *page = p->page;
    rr__page_worker(page, p->profile, p->asked);
    rr__page_law_overrides(page, rr_plan_result_match(p->direct.result));
    rr__page_gap(page);
    rr__page_add(page, rr__label_of(p, p->direct.match->occupation));
    rr__buf_text(&page->line, "  ");
    rr__page_add(page, rr__occupation_id(page->taxonomy, p->direct.match->occupation));
    rr__page_flow(page, NULL, 0, RR__BOLD);
    rr__page_numbers(page, p->direct.match);
    rr__page_floor(p);
    rr__page_limits(&p->direct);
    rr__page_no_courses(p);
}

/* ---- one step ---- */

static void show_readiness(const rr__pathing *p, const rr_path_step *step, bool first)
{
    char before[24], after[24];
    rr__page *page = p->page;
    rr__planning plans = rr__planning_of_step(p, step);
    const rr_plan *nearest = step->reached ? NULL : rr__cheapest_plan(step->plans);
    int32_t then = nearest != NULL ? nearest->readiness_ppm : step->readiness_ppm;
    if (step->readiness_before_ppm < 0)
        rr__page_label(page, RR__LABEL_READINESS_NONE, NULL, NULL, NULL);
    else if (then == step->readiness_before_ppm)
        rr__page_label(page, RR__LABEL_READY_SAME, rr__percent(before, then), NULL, NULL);
    else
        rr__page_label(page, first ? RR__LABEL_READY_CHANGE : RR__LABEL_READY_THEN, rr__percent(before, step->readiness_before_ppm), rr__percent(after, then), NULL);
    rr__add_part(page, step->reached ? RR__LABEL_VIABLE : RR__LABEL_NOT_VIABLE, NULL, NULL);
    if (!step->reached && then >= 0 && then < (int32_t)plans.limits->threshold_ppm)
        rr__add_part(page, RR__LABEL_READY_NEEDED, rr__percent(after, plans.limits->threshold_ppm), NULL);
    else if (!step->reached && then >= 0)
        rr__add_part(page, RR__LABEL_LAW_STANDS, NULL, NULL);
    flow(page, RR__LABEL_READY, step->reached ? RR__GOOD : RR__BAD);
}

/* Readiness, courses and weeks of what doesn't reach stand in `reroute plan`. */
static void show_hint(const rr__pathing *p, const rr_path_step *step)
{
    rr__page_label(p->page, RR__LABEL_PLAN_HINT, rr__occupation_id(p->page->taxonomy, step->occupation), NULL, NULL);
    rr__page_flow(p->page, NULL, INDENT, RR__DIM);
}

static void show_courses(const rr__pathing *p, const rr_path_step *step)
{
    char from[16], to[16];
    rr__page *page = p->page;
    for (size_t k = 0; step->plan != NULL && k < step->plan->step_count; k++) {
        const rr_plan_step *course = &step->plan->steps[k];
        rr__page_label(page, RR__LABEL_FROM_TO, rr__day(from, course->start_day), rr__day(to, course->end_day), NULL);
        rr__buf_text(&page->line, rr__between(page, ": ", "："));
        rr__page_offer(page, &course->offer);
        if (course->mode != 0) {
            rr__buf_text(&page->line, rr__between(page, ", ", "，"));
            rr__page_modes(page, course->mode);
        }
        rr__page_flow(page, k == 0 ? rr__word(page->options.lang, RR__LABEL_COURSES) : NULL, INDENT, RR__PLAIN);
    }
    if (step->plan == NULL && step->reached) {
        rr__page_label(page, RR__LABEL_NO_COURSE_NEEDED, NULL, NULL, NULL);
        flow(page, RR__LABEL_COURSES, RR__PLAIN);
    }
}

static void add_unpaid(rr__page *page, uint32_t weeks)
{
    char number[24];
    rr__add_part(page, weeks == 0 ? RR__LABEL_NONE_WITHOUT_INCOME : RR__LABEL_WITHOUT_INCOME, rr__number(number, weeks), NULL);
}

static void show_dates(const rr__pathing *p, const rr_path_step *step)
{
    char number[24], a[16];
    rr__page *page = p->page;
    if (!step->reached)
        return;
    if (step->training_weeks > 0)
        rr__page_label(page, step->training_weeks == 1 ? RR__LABEL_WEEK_OF_TRAINING : RR__LABEL_WEEKS_OF_TRAINING,
                       rr__number(number, step->training_weeks), NULL, NULL);
    if (step->training_weeks > 0)
        add_unpaid(page, step->unpaid_weeks);
    rr__add_part(page, RR__LABEL_TAKE_UP, rr__day(a, step->ready_day), NULL);
    if (step->leave_day >= 0)
        rr__add_part(page, RR__LABEL_WORKED_UNTIL, rr__day(a, step->leave_day), NULL);
    flow(page, RR__LABEL_TIME, RR__PLAIN);
}

/* Own cost either way. */
static void show_cost(const rr__pathing *p, const rr__planning *plans, int64_t own, int64_t own_if_granted, uint32_t unknown_prices)
{
    char amount[48];
    rr__page *page = p->page;
    rr__page_amount(plans, own);
    if (unknown_prices > 0)
        rr__add_part(page, RR__LABEL_COST_WITHOUT, rr__number(amount, unknown_prices), NULL);
    if (own_if_granted != own)
        rr__add_part(page, RR__LABEL_COST_IF_GRANTED, rr__amount(plans, amount, own_if_granted), NULL);
    flow(page, RR__LABEL_OWN_COST, RR__BOLD);
}

static void add_elsewhere(const rr__pathing *p, const rr_path_step *step)
{
    rr_pay pay;
    rr__page *page = p->page;
    for (uint32_t k = 0; rr_occupation_pay(page->taxonomy, step->occupation, k, &pay); k++) {
        if (k == 0)
            rr__add_part(page, RR__LABEL_PAY_ELSEWHERE, NULL, NULL);
        rr__buf_text(&page->line, k == 0 ? "" : ", ");
        rr__page_pay(page, &pay);
        rr__page_provenance(page, &pay.provenance);
    }
}

/* What adverts and the like say of it is no statistic: it is told, not held against the floor. */
static void add_said(const rr__pathing *p, const rr_path_step *step)
{
    rr_note note;
    rr__page *page = p->page;
    for (uint32_t k = 0; rr_occupation_note(page->taxonomy, step->occupation, k, page->options.lang, &note); k++)
        if (strcmp(note.kind, "pay") == 0) {
            rr__add_separator(page);
            rr__page_add(page, note.text);
            rr__page_provenance(page, &note.provenance);
        }
}

static void show_income(const rr__pathing *p, const rr_path_step *step)
{
    static const rr__word_id words[] = {RR__LABEL_COUNT, RR__LABEL_INCOME_MET, RR__LABEL_INCOME_UNKNOWN, RR__LABEL_INCOME_BELOW};
    static const rr__style styles[] = {RR__PLAIN, RR__GOOD, RR__DOUBT, RR__BAD};
    rr__page *page = p->page;
    rr_pay pay;
    bool known = rr__step_pay(p, step, &pay);
    if (known) {
        rr__page_pay(page, &pay);
        rr__page_provenance(page, &pay.provenance);
        if (step->income != RR_INCOME_NO_FLOOR)
            rr__add_part(page, words[step->income], NULL, NULL);
    } else {
        rr__page_label(page, RR__LABEL_PAY_UNKNOWN, NULL, NULL, NULL);
        add_elsewhere(p, step);
        add_said(p, step);
    }
    if (!known || step->income == RR_INCOME_UNKNOWN)
        rr__page_question(page, rr__word(page->options.lang, RR__LABEL_ASK_PAY));
    flow(page, RR__LABEL_PAY, known ? styles[step->income] : RR__DOUBT);
}

static void show_exposure(const rr__pathing *p, const rr_path_step *step)
{
    rr__page *page = p->page;
    if (step->exposure_count == 0)
        rr__page_label(page, RR__LABEL_NO_EXPOSURE, NULL, NULL, NULL);
    rr__page_exposure(page, step->occupation, INDENT);
}

/* The match of the role where it first appears; NULL: here. */
const rr_match *rr__first_match(const rr__pathing *p, size_t path, size_t step)
{
    uint32_t occupation = rr_path_at(p->result, path)->steps[step].occupation;
    for (size_t i = 0; i <= path; i++) {
        const rr_path *before = rr_path_at(p->result, i);
        for (size_t k = 0; k < (i < path ? before->step_count : step); k++)
            if (before->steps[k].occupation == occupation)
                return rr__planning_of_step(p, &before->steps[k]).match;
    }
    return NULL;
}

void rr__page_rules_as_before(rr__page *page, const rr_match *before, uint32_t indent)
{
    if (before == NULL || before->verdict_count + before->finding_count == 0)
        return;
    rr__page_label(page, RR__LABEL_RULES_AS_BEFORE, NULL, NULL, NULL);
    rr__page_flow(page, NULL, indent, RR__DIM);
}

/* What no course changes: all of it where the role first appears, afterwards what has changed on the way. */
static void show_rules(const rr__pathing *p, const rr_match *match, const rr_match *before)
{
    for (size_t i = 0; i < match->verdict_count; i++)
        if (before != NULL ? !rr__is_entry_as_before(before, &match->verdicts[i]) : match->verdicts[i].state != RR_VERDICT_MET)
            rr__page_verdict(p->page, match, &match->verdicts[i], INDENT);
    for (size_t i = 0; i < match->finding_count; i++) {
        const rrp_finding *f = match->findings[i].finding;
        bool said = before != NULL ? rr__is_finding_as_before(before, &match->findings[i]) : f->state == RRP_MET;
        if (f->delta_ppm == 0 && (f->flags & RRP_INFORMATION) == 0 && !said)
            rr__page_finding(p->page, &match->findings[i], INDENT, p->page->options.verbose);
    }
    rr__page_rules_as_before(p->page, before, INDENT);
}

void rr__page_path_step(const rr__pathing *p, const rr_path_step *step, bool first)
{
    rr__planning plans = rr__planning_of_step(p, step);
    show_readiness(p, step, first);
    if (!step->reached)
        show_hint(p, step);
    show_dates(p, step);
    if (p->page->html == NULL || step->plan == NULL) /* a page has a table of them */
        show_courses(p, step);
    if (step->plan != NULL)
        show_cost(p, &plans, step->own_minor, step->own_if_granted_minor, step->plan->unknown_prices);
    show_income(p, step);
    show_exposure(p, step);
}

static void show_step(const rr__pathing *p, size_t path, size_t k)
{
    char number[24];
    rr__page *page = p->page;
    const rr_path_step *step = &rr_path_at(p->result, path)->steps[k];
    rr__planning plans = rr__planning_of_step(p, step);
    rr__page_gap(page);
    rr__page_add(page, rr__label_of(p, step->occupation));
    rr__buf_text(&page->line, "  ");
    rr__page_add(page, rr__occupation_id(page->taxonomy, step->occupation));
    rr__page_flow(page, rr__number(number, (int64_t)k + 1), INDENT, RR__BOLD);
    rr__page_path_step(p, step, k == 0);
    show_rules(p, plans.match, rr__first_match(p, path, k));
}

/* ---- one path ---- */

size_t rr__count_direct(const rr__pathing *p)
{
    size_t direct = 0;
    while (direct < rr_path_count(p->result) && rr_path_at(p->result, direct)->direct)
        direct++;
    return direct;
}

void rr__add_path_title(const rr__pathing *p, size_t index)
{
    char number[24];
    rr__page *page = p->page;
    const rr_path *path = rr_path_at(p->result, index);
    size_t direct = rr__count_direct(p);
    if (path->direct) {
        rr__page_label(page, RR__LABEL_DIRECT_WAY, NULL, NULL, NULL);
        if (direct > 1 && path->steps[0].plan != NULL) {
            rr__buf_text(&page->line, rr__between(page, ", ", "，"));
            rr__page_kinds(page, path->steps[0].plan->kinds);
        }
        return;
    }
    rr__page_label(page, RR__LABEL_WAY, rr__number(number, (int64_t)(index - direct) + 1), NULL, NULL);
    for (size_t k = 0; k + 1 < path->step_count; k++) {
        rr__buf_text(&page->line, k == 0 ? "" : rr__between(page, ", then ", "，再到 "));
        rr__page_add(page, rr__label_of(p, path->steps[k].occupation));
    }
}

/* Of its roles, each with the person as they then are. */
static size_t count_rules(const rr__pathing *p, const rr_path *path, bool unmet)
{
    size_t count = 0;
    for (size_t k = 0; k < path->step_count; k++) {
        const rr_match *m = rr__planning_of_step(p, &path->steps[k]).match;
        for (size_t i = 0; i < m->verdict_count; i++)
            count += m->verdicts[i].state == (unmet ? RR_VERDICT_UNMET : RR_VERDICT_UNKNOWN);
        for (size_t i = 0; i < m->finding_count; i++) {
            const rrp_finding *f = m->findings[i].finding;
            bool rule = f->delta_ppm == 0 && (f->flags & RRP_INFORMATION) == 0;
            count += rule && f->state == (uint32_t)(unmet ? RRP_UNMET : RRP_UNKNOWN);
        }
    }
    return count;
}

/* A way that hangs on answers says so beside its weeks; which they are stands with its roles. */
static void show_conditions(const rr__pathing *p, const rr_path *path)
{
    char number[24];
    size_t unmet = count_rules(p, path, true), unknown = count_rules(p, path, false);
    if (unmet > 0)
        rr__add_part(p->page, RR__LABEL_RULES_UNMET, rr__number(number, (int64_t)unmet), NULL);
    if (unknown > 0)
        rr__add_part(p->page, RR__LABEL_RULES_UNKNOWN, rr__number(number, (int64_t)unknown), NULL);
    if (unmet + unknown > 0)
        flow(p->page, RR__LABEL_RULES_HEAD, unmet > 0 ? RR__BAD : RR__DOUBT);
}

void rr__page_path_sums(const rr__pathing *p, const rr_path *path)
{
    static const rr__word_id words[] = {RR__LABEL_COUNT, RR__LABEL_INCOME_MET_ALL, RR__LABEL_INCOME_UNKNOWN_SOME, RR__LABEL_INCOME_BELOW_SOME};
    static const rr__style styles[] = {RR__PLAIN, RR__GOOD, RR__DOUBT, RR__BAD};
    char number[24];
    rr__page *page = p->page;
    uint32_t unknown_prices = 0;
    for (size_t k = 0; k < path->step_count; k++)
        unknown_prices += path->steps[k].plan == NULL ? 0 : path->steps[k].plan->unknown_prices;
    if (!path->reaches) {
        bool searched = rr_plan_searched(path->steps[0].plans);
        rr__page_label(page, searched ? RR__LABEL_DIRECT_FAILS : RR__LABEL_DIRECT_NOT_FOUND, NULL, NULL, NULL);
        rr__page_flow(page, NULL, 3, RR__BAD);
        return;
    }
    if (path->weeks == 0)
        rr__page_label(page, RR__LABEL_AT_ONCE, NULL, NULL, NULL);
    else
        rr__page_label(page, path->weeks == 1 ? RR__LABEL_ONE_WEEK : RR__LABEL_COURSE_WEEKS, rr__number(number, path->weeks), NULL, NULL);
    if (path->weeks > 0)
        add_unpaid(page, path->unpaid_weeks);
    flow(page, RR__LABEL_TIME, RR__BOLD);
    show_cost(p, &p->direct, path->own_minor, path->own_if_granted_minor, unknown_prices);
    if (path->income != RR_INCOME_NO_FLOOR) {
        rr__page_label(page, words[path->income], NULL, NULL, NULL);
        flow(page, RR__LABEL_INCOME, styles[path->income]);
    }
    show_conditions(p, path);
}

void rr__page_path_notes(const rr__pathing *p)
{
    char number[24];
    rr__page *page = p->page;
    rr__page_gap(page);
    if (rr_path_count(p->result) == rr__count_direct(p)) {
        rr__page_label(page, rr_path_at(p->result, 0)->reaches ? RR__LABEL_NO_BETTER_WAY : RR__LABEL_NO_OTHER_WAY, NULL, NULL, NULL);
        rr__page_flow(page, NULL, 0, RR__PLAIN);
    }
    rr__page_label(page, rr_path_considered(p->result) == 1 ? RR__LABEL_ONE_WAY_LOOKED_AT : RR__LABEL_WAYS_LOOKED_AT, rr__number(number, rr_path_considered(p->result)), NULL, NULL);
    rr__page_flow(page, NULL, 0, RR__DIM);
    rr__page_label(page, RR__LABEL_UNPAID_MEANS, NULL, NULL, NULL);
    rr__page_question(page, rr__word(page->options.lang, RR__LABEL_ASK_SUPPORT));
    rr__page_flow(page, NULL, 0, RR__DOUBT);
}

void rr__path_text(const rr__pathing *p)
{
    rr__page *page = p->page;
    show_head(p);
    for (size_t i = 0; i < rr_path_count(p->result); i++) {
        rr__page_gap(page);
        rr__add_path_title(p, i);
        rr__page_flow(page, NULL, 0, RR__BOLD);
        rr__page_path_sums(p, rr_path_at(p->result, i));
        for (size_t k = 0; k < rr_path_at(p->result, i)->step_count; k++)
            show_step(p, i, k);
    }
    rr__page_path_notes(p);
    rr__page_overrides(page, rr_plan_result_match(p->direct.result));
    rr__page_unmatched(page, p->profile);
    rr__page_plugins(page, rr_plan_result_match(p->direct.result), p->asked);
}

/* SPDX-License-Identifier: MIT */
/* A plan result in, a page for the desk out: what stands in the way, the limits, each plan by date with what it costs
 * either way, who else pays, and what stays open. */
#include <string.h>

#include "render/plan_parts.h"

enum { INDENT = 14 };

static void flow(rr__page *page, rr__word_id head, rr__style style)
{
    rr__page_flow(page, rr__word(page->options.lang, head), INDENT, style);
}

/* ---- above the plans ---- */

static void show_role(const rr__planning *p)
{
    rr__page *page = p->page;
    rr__page_gap(page);
    rr__page_add(page, rr_occupation_label(page->taxonomy, p->match->occupation, page->options.lang));
    rr__buf_text(&page->line, "  ");
    rr__page_add(page, rr__occupation_id(page->taxonomy, p->match->occupation));
    rr__page_flow(page, NULL, 0, RR__BOLD);
    rr__page_numbers(page, p->match);
}

/* What no course changes. */
static void show_way(const rr__planning *p)
{
    bool verbose = p->page->options.verbose != 0;
    for (size_t i = 0; i < p->match->verdict_count; i++)
        if (p->match->verdicts[i].state != RR_VERDICT_MET || p->match->verdicts[i].override != NULL || verbose)
            rr__page_verdict(p->page, p->match, &p->match->verdicts[i], INDENT);
    for (size_t i = 0; i < p->match->finding_count; i++) {
        const rrp_finding *f = p->match->findings[i].finding;
        bool quiet = f->delta_ppm != 0 || f->state == RRP_MET || (f->flags & RRP_INFORMATION) != 0;
        if (!quiet || p->match->findings[i].override != NULL || verbose)
            rr__page_finding(p->page, &p->match->findings[i], INDENT, verbose);
    }
}

void rr__page_limits(const rr__planning *p)
{
    char a[48], b[48];
    rr__page *page = p->page;
    const rr_plan_limits *l = p->limits;
    rr__add_part(page, RR__LABEL_FROM_TO, rr__day(a, l->first_day), rr__day(b, l->last_day));
    if (!l->hours_assumed)
        rr__add_part(page, RR__LABEL_HOURS_A_WEEK, rr__number(a, l->hours_per_week), NULL);
    if (l->max_cost_minor >= 0)
        rr__add_part(page, RR__LABEL_COST_LIMIT, rr__amount(p, a, l->max_cost_minor), NULL);
    else
        rr__add_part(page, RR__LABEL_NO_COST_LIMIT, NULL, NULL);
    if (l->travel_minutes >= 0)
        rr__add_part(page, RR__LABEL_TRAVEL_LIMIT, rr__number(a, l->travel_minutes), NULL);
    if (l->modes != 0) {
        rr__add_part(page, RR__LABEL_ONLY_MODES, "", NULL);
        rr__page_modes(page, l->modes);
    }
    rr__add_part(page, l->course_count == 1 ? RR__LABEL_ONE_COURSE_LOOKED_AT : RR__LABEL_COURSES_LOOKED_AT, rr__number(a, l->course_count), NULL);
    flow(page, RR__LABEL_LIMITS, RR__PLAIN);
    if (l->hours_assumed) {
        rr__page_label(page, RR__LABEL_HOURS_ASSUMED, rr__number(a, l->hours_per_week), NULL, NULL);
        rr__page_question(page, rr__word(page->options.lang, RR__LABEL_ASK_HOURS));
        rr__page_flow(page, NULL, INDENT, RR__DOUBT);
    }
}

/* ---- one plan ---- */

static void show_cost(const rr__planning *p, const rr_plan *plan)
{
    rr__add_cost(p, plan);
    flow(p->page, RR__LABEL_OWN_COST, RR__BOLD);
    if (rr__add_cost_if_granted(p, plan))
        rr__page_flow(p->page, NULL, INDENT, RR__DOUBT);
}

static void show_time(const rr__planning *p, const rr_plan *plan)
{
    rr__add_time(p, plan);
    flow(p->page, RR__LABEL_TIME, RR__PLAIN);
}

static void show_readiness(const rr__planning *p, const rr_plan *plan)
{
    rr__add_readiness(p, plan);
    flow(p->page, RR__LABEL_READY, plan->viable ? RR__GOOD : RR__BAD);
}

static void show_proof(const rr__planning *p, const rr_plan *plan)
{
    bool optimal = true;
    for (size_t i = 0; i < rr_plan_proof_count(p->result); i++)
        if (rr__add_doubt(p, plan, i)) {
            flow(p->page, RR__LABEL_PROOF, RR__DOUBT);
            optimal = false;
        }
    if (!optimal)
        return;
    rr__page_label(p->page, RR__LABEL_OPTIMAL, NULL, NULL, NULL);
    flow(p->page, RR__LABEL_PROOF, RR__GOOD);
}

/* ---- one step ---- */

static void show_dates(rr__page *page, const rr_plan_step *step)
{
    char a[16], b[16];
    rr__add_part(page, RR__LABEL_FROM_TO, rr__day(a, step->start_day), rr__day(b, step->end_day));
    rr__add_part(page, RR__LABEL_APPLY_BY, rr__day(a, step->apply_by_day), NULL);
    flow(page, RR__LABEL_DATES, RR__PLAIN);
}

/* The line under its head; nothing where there is nothing to say. */
static void show_any(rr__page *page, rr__word_id head)
{
    if (page->line.len > 0)
        flow(page, head, RR__PLAIN);
}

static void show_step(const rr__planning *p, const rr_plan *plan, size_t k)
{
    char number[24];
    rr__page *page = p->page;
    const rr_plan_step *step = &plan->steps[k];
    rr__page_offer(page, &step->offer);
    rr__page_flow(page, rr__number(number, (int64_t)k + 1), INDENT, RR__BOLD);
    show_dates(page, step);
    rr__add_load(page, step);
    flow(page, RR__LABEL_LOAD, RR__PLAIN);
    rr__add_price(p, step);
    flow(page, RR__LABEL_PRICE, RR__PLAIN);
    rr__add_closes(p, plan, k);
    show_any(page, RR__LABEL_CLOSES);
    rr__add_before(page, step);
    show_any(page, RR__LABEL_AFTER);
    for (size_t i = 0; i < step->exam_count; i++)
        flow(page, RR__LABEL_EXAM, rr__add_exam(page, step, &step->exams[i]));
    for (size_t i = 0; i < step->question_count; i++) {
        rr__page_plan_question(page, step, &step->questions[i]);
        flow(page, RR__LABEL_ASK_HEAD, RR__DOUBT);
    }
    if (page->options.verbose && step->offer.course->source.n > 0) {
        rr__page_add(page, step->offer.course->source.p);
        flow(page, RR__LABEL_SOURCE, RR__DIM);
    }
}

/* ---- what stays open ---- */

/* Items with the same reason share a line. */
static void show_open(const rr__planning *p)
{
    size_t count = rr_plan_open_count(p->result);
    if (count > 0)
        rr__page_heading(p->page, RR__LABEL_OPEN_HEADING);
    for (size_t i = 0; i < count; i++) {
        if (!rr__add_open(p, i))
            continue;
        rr__page_flow(p->page, "-", 5, RR__PLAIN);
        rr__page_open_reason(p, rr_plan_open_at(p->result, i));
        rr__page_flow(p->page, NULL, 7, RR__DOUBT);
    }
}

/* ---- all of it ---- */

static void show_plan(const rr__planning *p, size_t index)
{
    const rr_plan *plan = rr_plan_at(p->result, index);
    rr__page_gap(p->page);
    rr__add_plan_name(p->page, plan, index);
    rr__page_flow(p->page, NULL, 0, RR__BOLD);
    show_cost(p, plan);
    show_time(p, plan);
    show_readiness(p, plan);
    show_proof(p, plan);
    for (size_t k = 0; k < plan->step_count; k++) {
        rr__page_gap(p->page);
        show_step(p, plan, k);
    }
    rr__page_plan_grants(p, plan);
}

/* Why there is no plan. */
static rr__word_id why_none(const rr__planning *p)
{
    bool courses = p->page->plugins != NULL && rr_plugins_course_count(p->page->plugins) > 0;
    return p->match->readiness_ppm < 0          ? RR__LABEL_NOTHING_STATED
           : rr_plan_open_count(p->result) == 0 ? RR__LABEL_NOTHING_TO_PLAN
           : !rr_plan_searched(p->result)        ? RR__LABEL_NOT_FOUND
           : courses                            ? RR__LABEL_NO_PLAN
           : p->page->options.view == RR_VIEW_CLIENT ? RR__LABEL_NO_CATALOGUE_CLIENT
                                                     : RR__LABEL_NO_CATALOGUE;
}

void rr__page_no_plan(const rr__planning *p)
{
    rr__word_id label = why_none(p);
    rr__page_gap(p->page);
    rr__page_label(p->page, label, NULL, NULL, NULL);
    if (label == RR__LABEL_NOT_FOUND && p->page->options.view != RR_VIEW_CLIENT)
        rr__add_go_on(p);
    rr__page_flow(p->page, NULL, 0, label == RR__LABEL_NOTHING_TO_PLAN ? RR__GOOD : RR__BAD);
}

void rr__page_grants_left_out(const rr__planning *p)
{
    rr_plugin_info info;
    rr_plugin_run run;
    for (size_t i = 0; rr_plan_plugin(p->result, i, &run); i++) {
        if (strcmp(run.state, "ok") == 0 || !rr__is_at_work(run.state) || !rr_plugins_at(p->page->plugins, i, &info))
            continue;
        rr__page_gap(p->page);
        rr__page_label(p->page, RR__LABEL_LEFT_OUT_GRANTS, rr_plugins_name(p->page->plugins, i, p->page->options.lang),
                       rr_plugins_state_text(run.state, p->page->options.lang), run.detail[0] == '\0' ? info.id : run.detail);
        rr__page_flow(p->page, NULL, 0, RR__BAD);
    }
}

void rr__plan_text(const rr__planning *p, const rr_profile *profile)
{
    const rr_match_result *match = rr_plan_result_match(p->result);
    rr__page_worker(p->page, profile, p->asked);
    rr__page_law_overrides(p->page, match);
    show_role(p);
    show_way(p);
    rr__page_role_overrides(p->page, match, p->match, INDENT);
    rr__page_limits(p);
    if (rr_plan_count(p->result) > 0 && rr__cheapest_plan(p->result) == NULL) {
        rr__page_gap(p->page);
        rr__page_label(p->page, RR__LABEL_WITHOUT_COURSE, NULL, NULL, NULL);
        rr__page_flow(p->page, NULL, 0, RR__PLAIN);
    }
    for (size_t k = 0; k < rr_plan_count(p->result); k++)
        show_plan(p, k);
    if (rr_plan_count(p->result) == 0)
        rr__page_no_plan(p);
    show_open(p);
    rr__page_overrides(p->page, match);
    rr__page_grants_left_out(p);
    rr__page_unmatched(p->page, profile);
    rr__page_plugins(p->page, match, p->asked);
}

static void show_hint(const rr__planning *p)
{
    rr__page_label(p->page, RR__LABEL_PLAN_HINT, rr__occupation_id(p->page->taxonomy, p->match->occupation), NULL, NULL);
    rr__page_flow(p->page, NULL, 3, RR__DIM);
}

void rr__page_plan_summary(const rr__planning *p)
{
    char number[24], start[16];
    rr__page *page = p->page;
    const rr_plan *plan = rr__cheapest_plan(p->result);
    if (plan == NULL && rr_plan_open_count(p->result) == 0)
        return; /* nothing to close */
    rr__page_heading(page, RR__LABEL_CHEAPEST_FIX);
    if (plan == NULL) {
        rr__page_label(page, rr_plan_count(p->result) > 0 ? RR__LABEL_WITHOUT_COURSE : why_none(p), NULL, NULL, NULL);
        rr__page_flow(page, NULL, 3, RR__PLAIN);
        show_hint(p);
        return;
    }
    show_cost(p, plan);
    show_time(p, plan);
    show_readiness(p, plan);
    show_proof(p, plan);
    for (size_t k = 0; k < plan->step_count && page->html == NULL; k++) { /* a page has a table of them */
        rr__page_add(page, rr__day(start, plan->steps[k].start_day));
        rr__buf_text(&page->line, "  ");
        rr__page_offer(page, &plan->steps[k].offer);
        rr__page_flow(page, rr__number(number, (int64_t)k + 1), INDENT, RR__PLAIN);
    }
    show_hint(p);
}

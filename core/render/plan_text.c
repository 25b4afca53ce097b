/* SPDX-License-Identifier: MIT */
/* A plan result in, a page for the desk out: what stands in the way, the limits, each plan by date with what it costs
 * either way, who else pays, and what stays open. */
#include <string.h>

#include "render/plan_parts.h"

enum { INDENT = 14, GO_ON_TIMES = 10, EFFORT_MOST = 1000000000 };

static void flow(rr__page *page, rr__word_id head, rr__style style)
{
    rr__page_flow(page, rr__word(page->options.lang, head), INDENT, style);
}

static void add_separator(rr__page *page)
{
    if (page->line.len > 0)
        rr__buf_text(&page->line, rr__between(page, "; ", "；"));
}

/* A label behind what stands on the line already. */
static void add_part(rr__page *page, rr__word_id label, const char *a, const char *b)
{
    add_separator(page);
    rr__page_label(page, label, a, b, NULL);
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
    add_part(page, RR__LABEL_FROM_TO, rr__day(a, l->first_day), rr__day(b, l->last_day));
    if (!l->hours_assumed)
        add_part(page, RR__LABEL_HOURS_A_WEEK, rr__number(a, l->hours_per_week), NULL);
    if (l->max_cost_minor >= 0)
        add_part(page, RR__LABEL_COST_LIMIT, rr__amount(p, a, l->max_cost_minor), NULL);
    else
        add_part(page, RR__LABEL_NO_COST_LIMIT, NULL, NULL);
    if (l->travel_minutes >= 0)
        add_part(page, RR__LABEL_TRAVEL_LIMIT, rr__number(a, l->travel_minutes), NULL);
    if (l->modes != 0) {
        add_part(page, RR__LABEL_ONLY_MODES, "", NULL);
        rr__page_modes(page, l->modes);
    }
    add_part(page, l->course_count == 1 ? RR__LABEL_ONE_COURSE_LOOKED_AT : RR__LABEL_COURSES_LOOKED_AT, rr__number(a, l->course_count), NULL);
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
    char a[48], b[48], c[48];
    rr__page *page = p->page;
    rr__page_amount(p, plan->own_minor);
    rr__buf_text(&page->line, " = ");
    rr__page_label(page, RR__LABEL_COST_PARTS, rr__amount(p, a, plan->price_minor), rr__amount(p, b, plan->fee_minor), rr__amount(p, c, plan->granted_minor));
    if (plan->unknown_prices > 0)
        add_part(page, RR__LABEL_COST_WITHOUT, rr__number(a, plan->unknown_prices), NULL);
    flow(page, RR__LABEL_OWN_COST, RR__BOLD);
    if (plan->own_if_granted_minor == plan->own_minor)
        return;
    rr__page_label(page, RR__LABEL_COST_IF_GRANTED, rr__amount(p, a, plan->own_if_granted_minor), NULL, NULL);
    rr__page_flow(page, NULL, INDENT, RR__DOUBT);
}

static void show_time(const rr__planning *p, const rr_plan *plan)
{
    char number[24], from[16], start[16], finish[16];
    bool known = true;
    rr__page *page = p->page;
    rr__page_label(page, plan->weeks == 1 ? RR__LABEL_WEEK_FROM : RR__LABEL_WEEKS_FROM, rr__number(number, plan->weeks), rr__day(from, p->limits->first_day), NULL);
    add_part(page, RR__LABEL_COURSES_RUN, rr__day(start, plan->start_day), rr__day(finish, plan->finish_day));
    for (size_t k = 0; k < plan->step_count; k++)
        known = known && plan->steps[k].hours > 0;
    if (plan->hours > 0)
        add_part(page, RR__LABEL_COURSE_HOURS, rr__number(number, plan->hours), NULL);
    if (!known)
        add_part(page, RR__LABEL_HOURS_NOT_STATED, NULL, NULL);
    flow(page, RR__LABEL_TIME, RR__PLAIN);
}

static void show_readiness(const rr__planning *p, const rr_plan *plan)
{
    char now[24], after[24];
    rr__page *page = p->page;
    rr__page_label(page, RR__LABEL_READY_CHANGE, rr__percent(now, p->match->readiness_ppm), rr__percent(after, plan->readiness_ppm), NULL);
    add_part(page, plan->viable ? RR__LABEL_VIABLE : RR__LABEL_NOT_VIABLE, NULL, NULL);
    if (!plan->viable && plan->readiness_ppm < (int32_t)p->limits->threshold_ppm)
        add_part(page, RR__LABEL_READY_NEEDED, rr__percent(now, p->limits->threshold_ppm), NULL);
    else if (!plan->viable)
        add_part(page, RR__LABEL_LAW_STANDS, NULL, NULL);
    flow(page, RR__LABEL_READY, plan->viable ? RR__GOOD : RR__BAD);
}

static void add_go_on(const rr__planning *p)
{
    char number[24];
    int64_t more = (int64_t)p->limits->effort * GO_ON_TIMES;
    add_part(p->page, RR__LABEL_GO_ON, rr__number(number, more < EFFORT_MOST ? more : EFFORT_MOST), NULL);
}

/* How good a plan could still be: by the bound, or where it is reached, only in what ties go by. */
static void add_bound(const rr__planning *p, const rr_plan *plan, const rr_plan_proof *proof)
{
    char bound[48];
    rr__page *page = p->page;
    bool cheapest = proof->kind == RR_PLAN_CHEAPEST, fastest = proof->kind == RR_PLAN_FASTEST;
    const char *kind = rr__word(page->options.lang, cheapest ? RR__LABEL_CHEAPEST : fastest ? RR__LABEL_FASTEST : RR__LABEL_COMPLETE);
    if (proof->bound == (cheapest ? plan->own_minor : fastest ? plan->finish_day : plan->readiness_ppm))
        rr__page_label(page, RR__LABEL_BOUND_REACHED, kind, NULL, NULL);
    else if (cheapest)
        rr__page_label(page, RR__LABEL_NO_CHEAPER, kind, rr__amount(p, bound, proof->bound), NULL);
    else if (fastest)
        rr__page_label(page, RR__LABEL_NO_FASTER, kind, rr__day(bound, (int32_t)proof->bound), NULL);
    else
        rr__page_label(page, RR__LABEL_NO_MORE_COMPLETE, kind, rr__percent(bound, proof->bound), NULL);
    add_go_on(p);
}

static void show_proof(const rr__planning *p, const rr_plan *plan)
{
    bool optimal = true;
    for (size_t i = 0; i < rr_plan_proof_count(p->result); i++) {
        const rr_plan_proof *proof = rr_plan_proof_at(p->result, i);
        if ((plan->kinds & (uint32_t)proof->kind) == 0 || proof->optimal)
            continue;
        add_bound(p, plan, proof);
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
    add_part(page, RR__LABEL_FROM_TO, rr__day(a, step->start_day), rr__day(b, step->end_day));
    add_part(page, RR__LABEL_APPLY_BY, rr__day(a, step->apply_by_day), NULL);
    flow(page, RR__LABEL_DATES, RR__PLAIN);
}

static void show_load(rr__page *page, const rr_plan_step *step)
{
    char number[24];
    if (step->hours > 0)
        add_part(page, RR__LABEL_COURSE_HOURS, rr__number(number, step->hours), NULL);
    else
        add_part(page, RR__LABEL_HOURS_NOT_STATED, NULL, NULL);
    add_part(page, RR__LABEL_HOURS_A_WEEK, rr__number(number, step->hours_per_week), NULL);
    if (step->mode != 0) {
        add_separator(page);
        rr__page_modes(page, step->mode);
    }
    flow(page, RR__LABEL_LOAD, RR__PLAIN);
}

static void show_price(const rr__planning *p, const rr_plan_step *step)
{
    char number[48];
    rr__page *page = p->page;
    if (!step->price_known)
        rr__page_label(page, RR__LABEL_PRICE_UNKNOWN, NULL, NULL, NULL);
    else if (step->price_minor == 0)
        rr__page_label(page, RR__LABEL_FREE, NULL, NULL, NULL);
    else
        rr__page_amount(p, step->price_minor);
    if (step->fee_minor > 0)
        add_part(page, RR__LABEL_STEP_FEES, rr__amount(p, number, step->fee_minor), NULL);
    if (step->granted_minor > 0)
        add_part(page, RR__LABEL_LESS_GRANTS, rr__amount(p, number, step->granted_minor), NULL);
    flow(page, RR__LABEL_PRICE, RR__PLAIN);
}

static void show_closes(const rr__planning *p, const rr_plan *plan, size_t k)
{
    const rr_plan_step *step = &plan->steps[k];
    bool any = false;
    rr__page *page = p->page;
    for (size_t i = 0; i < step->closes_count; i++) {
        const rr_plan_closes *c = &step->closes[i];
        const rr_gap_item *item = &p->match->gap[c->gap];
        if (!rr__adds(plan, k, c))
            continue;
        any = true;
        add_separator(page);
        rr__page_add(page, rr_descriptor_label(page->taxonomy, item->descriptor, page->options.lang));
        if (c->level > 0)
            rr__page_level(page, item->descriptor, item->from_level, c->level);
        if (c->covered_ppm < 1000000) {
            rr__buf_text(&page->line, rr__between(page, ", ", "，"));
            rr__page_label(page, RR__LABEL_PARTLY, NULL, NULL, NULL);
        }
    }
    if (any)
        flow(page, RR__LABEL_CLOSES, RR__PLAIN);
}

static void show_before(rr__page *page, const rr_plan_step *step)
{
    char number[24];
    for (size_t i = 0; i < step->before_count; i++)
        add_part(page, RR__LABEL_STEP, rr__number(number, (int64_t)step->before[i] + 1), NULL);
    if (step->before_count > 0)
        flow(page, RR__LABEL_AFTER, RR__PLAIN);
}

static void show_exams(rr__page *page, const rr_plan_step *step)
{
    static const rr__word_id words[] = {RR__LABEL_EXAM_OPEN, RR__LABEL_EXAM_ADMITS, RR__LABEL_EXAM_REFUSES};
    static const rr__style styles[] = {RR__DOUBT, RR__GOOD, RR__BAD};
    for (size_t i = 0; i < step->exam_count; i++) {
        const rrp_certificate *c = step->exams[i].certificate;
        rr__page_add(page, rr_plugin_text(&c->names, page->options.lang));
        rr__buf_text(&page->line, rr__between(page, ": ", "："));
        rr__page_label(page, words[step->exams[i].admitted], NULL, NULL, NULL);
        if (c->needs.count > 0) {
            add_part(page, RR__LABEL_EXAM_ASKS, NULL, NULL);
            rr__page_needs(page, &c->needs);
        }
        if (page->options.verbose && c->source.n > 0) {
            rr__buf_text(&page->line, rr__between(page, " [", "【"));
            rr__page_add(page, c->source.p);
            rr__buf_text(&page->line, rr__between(page, "]", "】"));
        }
        flow(page, RR__LABEL_EXAM, styles[step->exams[i].admitted]);
    }
}

static void show_step(const rr__planning *p, const rr_plan *plan, size_t k)
{
    char number[24];
    rr__page *page = p->page;
    const rr_plan_step *step = &plan->steps[k];
    rr__page_offer(page, &step->offer);
    rr__page_flow(page, rr__number(number, (int64_t)k + 1), INDENT, RR__BOLD);
    show_dates(page, step);
    show_load(page, step);
    show_price(p, step);
    show_closes(p, plan, k);
    show_before(page, step);
    show_exams(page, step);
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

static bool same_reason(const rr_plan_open *a, const rr_plan_open *b)
{
    if (a->reason == RR_OPEN_NOT_NEEDED && b->reason == RR_OPEN_NOT_NEEDED)
        return a->plans == b->plans;
    return a->reason == b->reason && a->value == b->value && a->offer.course == b->offer.course && a->need == b->need && a->plans == b->plans;
}

static void add_gap(const rr__planning *p, const rr_plan_open *open)
{
    const rr_gap_item *item = &p->match->gap[open->gap];
    add_separator(p->page);
    rr__page_add(p->page, rr_descriptor_label(p->page->taxonomy, item->descriptor, p->page->options.lang));
    rr__page_level(p->page, item->descriptor, item->from_level, item->to_level);
}

/* Which plans leave it open, where others don't. */
static void add_plans(const rr__planning *p, const rr_plan_open *open)
{
    char number[24];
    size_t count = rr_plan_count(p->result);
    if (open->reason == RR_OPEN_NOT_NEEDED || open->plans == (1u << count) - 1)
        return;
    for (size_t k = 0; k < count; k++)
        if ((open->plans & 1u << k) != 0) {
            rr__buf_text(&p->page->line, rr__between(p->page, ", ", "，"));
            rr__page_label(p->page, RR__LABEL_IN_PLANS, rr__number(number, (int64_t)k + 1), NULL, NULL);
        }
}

/* Items with the same reason share a line. */
static void show_open(const rr__planning *p)
{
    size_t count = rr_plan_open_count(p->result);
    if (count > 0)
        rr__page_heading(p->page, RR__LABEL_OPEN_HEADING);
    for (size_t i = 0; i < count; i++) {
        const rr_plan_open *open = rr_plan_open_at(p->result, i);
        bool again = false;
        for (size_t k = 0; k < i; k++)
            again = again || same_reason(rr_plan_open_at(p->result, k), open);
        if (again)
            continue;
        for (size_t k = i; k < count; k++)
            if (same_reason(rr_plan_open_at(p->result, k), open))
                add_gap(p, rr_plan_open_at(p->result, k));
        add_plans(p, open);
        rr__page_flow(p->page, "-", 5, RR__PLAIN);
        rr__page_open_reason(p, open);
        rr__page_flow(p->page, NULL, 7, RR__DOUBT);
    }
}

/* ---- all of it ---- */

static void show_plan(const rr__planning *p, size_t index)
{
    char number[24];
    const rr_plan *plan = rr_plan_at(p->result, index);
    rr__page_gap(p->page);
    rr__page_label(p->page, RR__LABEL_PLAN, rr__number(number, (int64_t)index + 1), NULL, NULL);
    rr__page_kinds(p->page, plan->kinds);
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
                                                : RR__LABEL_NO_CATALOGUE;
}

static void show_none(const rr__planning *p)
{
    rr__word_id label = why_none(p);
    rr__page_gap(p->page);
    rr__page_label(p->page, label, NULL, NULL, NULL);
    if (label == RR__LABEL_NOT_FOUND)
        add_go_on(p);
    rr__page_flow(p->page, NULL, 0, label == RR__LABEL_NOTHING_TO_PLAN ? RR__GOOD : RR__BAD);
}

static void show_plugins(const rr__planning *p)
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
        show_none(p);
    show_open(p);
    rr__page_overrides(p->page, match);
    show_plugins(p);
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
    for (size_t k = 0; k < plan->step_count; k++) {
        rr__page_add(page, rr__day(start, plan->steps[k].start_day));
        rr__buf_text(&page->line, "  ");
        rr__page_offer(page, &plan->steps[k].offer);
        rr__page_flow(page, rr__number(number, (int64_t)k + 1), INDENT, RR__PLAIN);
    }
    show_hint(p);
}

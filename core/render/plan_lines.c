/* SPDX-License-Identifier: MIT */
/* A plan, a step or what stays open in; a piece of it on the page's line out, for text and pages alike. */
#include "render/plan_parts.h"

enum { GO_ON_TIMES = 10, EFFORT_MOST = 1000000000 };

void rr__add_separator(rr__page *page)
{
    if (page->line.len > 0)
        rr__buf_text(&page->line, rr__between(page, "; ", "；"));
}

void rr__add_part(rr__page *page, rr__word_id label, const char *a, const char *b)
{
    rr__add_separator(page);
    rr__page_label(page, label, a, b, NULL);
}

/* ---- a plan ---- */

void rr__add_plan_name(rr__page *page, const rr_plan *plan, size_t index)
{
    char number[24];
    rr__page_label(page, RR__LABEL_PLAN, rr__number(number, (int64_t)index + 1), NULL, NULL);
    rr__page_kinds(page, plan->kinds);
}

void rr__add_cost(const rr__planning *p, const rr_plan *plan)
{
    char a[48], b[48], c[48];
    rr__page *page = p->page;
    rr__page_amount(p, plan->own_minor);
    rr__buf_text(&page->line, " = ");
    rr__page_label(page, RR__LABEL_COST_PARTS, rr__amount(p, a, plan->price_minor), rr__amount(p, b, plan->fee_minor), rr__amount(p, c, plan->granted_minor));
    if (plan->unknown_prices > 0)
        rr__add_part(page, RR__LABEL_COST_WITHOUT, rr__number(a, plan->unknown_prices), NULL);
}

bool rr__add_cost_if_granted(const rr__planning *p, const rr_plan *plan)
{
    char amount[48];
    if (plan->own_if_granted_minor == plan->own_minor)
        return false;
    rr__page_label(p->page, RR__LABEL_COST_IF_GRANTED, rr__amount(p, amount, plan->own_if_granted_minor), NULL, NULL);
    return true;
}

void rr__add_time(const rr__planning *p, const rr_plan *plan)
{
    char number[24], from[16], start[16], finish[16];
    rr__page *page = p->page;
    rr__page_label(page, plan->weeks == 1 ? RR__LABEL_WEEK_FROM : RR__LABEL_WEEKS_FROM, rr__number(number, plan->weeks), rr__day(from, p->limits->first_day), NULL);
    rr__add_part(page, RR__LABEL_COURSES_RUN, rr__day(start, plan->start_day), rr__day(finish, plan->finish_day));
    if (plan->hours > 0)
        rr__add_part(page, RR__LABEL_COURSE_HOURS, rr__number(number, plan->hours), NULL);
    if (!rr__hours_are_known(plan))
        rr__add_part(page, RR__LABEL_HOURS_NOT_STATED, NULL, NULL);
}

void rr__add_readiness(const rr__planning *p, const rr_plan *plan)
{
    char now[24], after[24];
    rr__page *page = p->page;
    rr__page_label(page, RR__LABEL_READY_CHANGE, rr__percent(now, p->match->readiness_ppm), rr__percent(after, plan->readiness_ppm), NULL);
    rr__add_part(page, plan->viable ? RR__LABEL_VIABLE : RR__LABEL_NOT_VIABLE, NULL, NULL);
    if (!plan->viable && plan->readiness_ppm < (int32_t)p->limits->threshold_ppm)
        rr__add_part(page, RR__LABEL_READY_NEEDED, rr__percent(now, p->limits->threshold_ppm), NULL);
    else if (!plan->viable)
        rr__add_part(page, RR__LABEL_LAW_STANDS, NULL, NULL);
}

void rr__add_go_on(const rr__planning *p)
{
    char number[24];
    int64_t more = (int64_t)p->limits->effort * GO_ON_TIMES;
    rr__add_part(p->page, RR__LABEL_GO_ON, rr__number(number, more < EFFORT_MOST ? more : EFFORT_MOST), NULL);
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
    rr__add_go_on(p);
}

bool rr__add_doubt(const rr__planning *p, const rr_plan *plan, size_t proof_index)
{
    const rr_plan_proof *proof = rr_plan_proof_at(p->result, proof_index);
    if ((plan->kinds & (uint32_t)proof->kind) == 0 || proof->optimal)
        return false;
    add_bound(p, plan, proof);
    return true;
}

/* ---- a step ---- */

void rr__add_load(rr__page *page, const rr_plan_step *step)
{
    char number[24];
    if (step->hours > 0)
        rr__add_part(page, RR__LABEL_COURSE_HOURS, rr__number(number, step->hours), NULL);
    else
        rr__add_part(page, RR__LABEL_HOURS_NOT_STATED, NULL, NULL);
    rr__add_part(page, RR__LABEL_HOURS_A_WEEK, rr__number(number, step->hours_per_week), NULL);
    if (step->mode != 0) {
        rr__add_separator(page);
        rr__page_modes(page, step->mode);
    }
}

void rr__add_price(const rr__planning *p, const rr_plan_step *step)
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
        rr__add_part(page, RR__LABEL_STEP_FEES, rr__amount(p, number, step->fee_minor), NULL);
    if (step->granted_minor > 0)
        rr__add_part(page, RR__LABEL_LESS_GRANTS, rr__amount(p, number, step->granted_minor), NULL);
}

void rr__add_closes(const rr__planning *p, const rr_plan *plan, size_t k)
{
    const rr_plan_step *step = &plan->steps[k];
    rr__page *page = p->page;
    for (size_t i = 0; i < step->closes_count; i++) {
        const rr_plan_closes *c = &step->closes[i];
        const rr_gap_item *item = &p->match->gap[c->gap];
        if (!rr__adds(plan, k, c))
            continue;
        rr__add_separator(page);
        rr__page_add(page, rr_descriptor_label(page->taxonomy, item->descriptor, page->options.lang));
        if (c->level > 0)
            rr__page_level(page, item->descriptor, item->from_level, c->level);
        if (c->covered_ppm < 1000000) {
            rr__buf_text(&page->line, rr__between(page, ", ", "，"));
            rr__page_label(page, RR__LABEL_PARTLY, NULL, NULL, NULL);
        }
    }
}

void rr__add_before(rr__page *page, const rr_plan_step *step)
{
    char number[24];
    for (size_t i = 0; i < step->before_count; i++)
        rr__add_part(page, RR__LABEL_STEP, rr__number(number, (int64_t)step->before[i] + 1), NULL);
}

rr__style rr__add_exam(rr__page *page, const rr_plan_step *step, const rr_plan_exam *exam)
{
    static const rr__word_id words[] = {RR__LABEL_EXAM_OPEN, RR__LABEL_EXAM_ADMITS, RR__LABEL_EXAM_REFUSES};
    static const rr__style styles[] = {RR__DOUBT, RR__GOOD, RR__BAD};
    const rrp_certificate *c = exam->certificate;
    rr__page_add(page, rr_plugin_text(&c->names, page->options.lang));
    rr__buf_text(&page->line, rr__between(page, ": ", "："));
    rr__page_label(page, words[exam->admitted], NULL, NULL, NULL);
    if (c->needs.count > 0) {
        rr__add_part(page, RR__LABEL_EXAM_ASKS, NULL, NULL);
        rr__page_needs(page, step->offer.plugin, &c->needs);
    }
    if (page->options.verbose && c->source.n > 0) {
        rr__buf_text(&page->line, rr__between(page, " [", "【"));
        rr__page_add(page, c->source.p);
        rr__buf_text(&page->line, rr__between(page, "]", "】"));
    }
    return styles[exam->admitted];
}

/* ---- what stays open ---- */

bool rr__stays_open(const rr__planning *p, const rr_plan_open *open)
{
    for (size_t k = 0; p->one && k < rr_plan_count(p->result); k++)
        if (rr_plan_at(p->result, k) == p->shown)
            return (open->plans & 1u << k) != 0;
    return true;
}

static bool same_reason(const rr__planning *p, const rr_plan_open *a, const rr_plan_open *b)
{
    if (a->reason != b->reason || (!p->one && a->plans != b->plans))
        return false;
    return a->reason == RR_OPEN_NOT_NEEDED || (a->value == b->value && a->offer.course == b->offer.course && a->need == b->need);
}

static void add_gap(const rr__planning *p, const rr_gap_item *item)
{
    rr__add_separator(p->page);
    rr__page_add(p->page, rr_descriptor_label(p->page->taxonomy, item->descriptor, p->page->options.lang));
    rr__page_level(p->page, item->descriptor, item->from_level, item->to_level);
}

/* Which plans leave it open, where others don't. */
static void add_plans(const rr__planning *p, const rr_plan_open *open)
{
    char number[24];
    size_t count = rr_plan_count(p->result);
    if (p->one || open->reason == RR_OPEN_NOT_NEEDED || open->plans == (1u << count) - 1)
        return;
    for (size_t k = 0; k < count; k++)
        if ((open->plans & 1u << k) != 0) {
            rr__buf_text(&p->page->line, rr__between(p->page, ", ", "，"));
            rr__page_label(p->page, RR__LABEL_IN_PLANS, rr__number(number, (int64_t)k + 1), NULL, NULL);
        }
}

bool rr__add_open(const rr__planning *p, size_t index)
{
    const rr_plan_open *open = rr_plan_open_at(p->result, index);
    if (!rr__stays_open(p, open) || (p->one && open->reason == RR_OPEN_NOT_NEEDED))
        return false;
    for (size_t k = 0; k < index; k++)
        if (rr__stays_open(p, rr_plan_open_at(p->result, k)) && same_reason(p, rr_plan_open_at(p->result, k), open))
            return false;
    for (size_t k = index; k < rr_plan_open_count(p->result); k++)
        if (rr__stays_open(p, rr_plan_open_at(p->result, k)) && same_reason(p, rr_plan_open_at(p->result, k), open))
            add_gap(p, &p->match->gap[rr_plan_open_at(p->result, k)->gap]);
    add_plans(p, open);
    return true;
}

static const rr_plan_open *find_open(const rr__planning *p, size_t gap)
{
    for (size_t k = 0; k < rr_plan_open_count(p->result); k++)
        if (rr_plan_open_at(p->result, k)->gap == gap)
            return rr_plan_open_at(p->result, k);
    return NULL;
}

/* What all plans close has no record: without a course it stays open too. */
bool rr__add_open_by_choice(const rr__planning *p)
{
    for (size_t i = 0; p->one && i < p->match->gap_count; i++) {
        const rr_plan_open *open = find_open(p, i);
        bool unlisted = open == NULL && p->shown == NULL && rr_plan_count(p->result) > 0 && p->match->gap[i].essential;
        if (unlisted || (open != NULL && open->reason == RR_OPEN_NOT_NEEDED && rr__stays_open(p, open)))
            add_gap(p, &p->match->gap[i]);
    }
    return p->page->line.len > 0;
}

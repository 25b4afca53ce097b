/* SPDX-License-Identifier: MIT */
/* One role of a comparison in; under each topic the paragraphs of its cell, for the client or the caseworker, out. */
#include <string.h>

#include "render/compare_parts.h"

/* Ends the paragraph on the line. */
static void end(rr__comparing_page *p)
{
    rr__page *page = p->page;
    if (page->line.len > 0) {
        rr__buf_add(p->cell, page->line.data, page->line.len);
        rr__buf_char(p->cell, '\n');
    }
    rr__page_forget(page);
}

static void bullet(rr__comparing_page *p)
{
    rr__buf_text(&p->page->line, "- ");
}

static void say(rr__comparing_page *p, rr__word_id label)
{
    rr__page_label(p->page, label, NULL, NULL, NULL);
    end(p);
}

/* "3 courses" */
static void say_count(rr__comparing_page *p, size_t count)
{
    char number[24];
    bullet(p);
    rr__page_label(p->page, count == 1 ? RR__LABEL_ONE_COURSE : RR__LABEL_COURSE_COUNT, rr__number(number, (int64_t)count), NULL, NULL);
    end(p);
}

static void say_more(rr__comparing_page *p, size_t more)
{
    char number[24];
    if (more == 0)
        return;
    bullet(p);
    rr__page_label(p->page, RR__LABEL_AND_MORE, rr__number(number, (int64_t)more), NULL, NULL);
    end(p);
}

static const char *descriptor_label(const rr__comparing_page *p, uint32_t descriptor)
{
    return rr_descriptor_label(p->page->taxonomy, descriptor, p->page->options.lang);
}

/* ---- what is there, what is missing ---- */

static void put_held(rr__comparing_page *p, const rr_compared *c)
{
    static const rr__word_id origins[] = {RR__LABEL_INFERRED_PLAIN, RR__LABEL_STATED, RR__LABEL_VERIFIED, RR__LABEL_ESTIMATED};
    const rr_match *m = c->match;
    size_t most = p->most.held;
    for (size_t i = 0; i < m->held_count && i < most; i++) {
        bullet(p);
        rr__page_add(p->page, descriptor_label(p, m->held[i].descriptor));
        if (!p->client) {
            rr__page_level(p->page, m->held[i].descriptor, 0, m->held[i].level);
            rr__buf_text(&p->page->line, rr__between(p->page, ", ", "，"));
            rr__page_label(p->page, origins[m->held[i].origin], NULL, NULL, NULL);
        }
        end(p);
    }
    say_more(p, m->held_count > most ? m->held_count - most : 0);
    if (m->held_count == 0)
        say(p, RR__LABEL_NOTHING_HELD);
}

static void put_missing(rr__comparing_page *p, const rr_compared *c)
{
    const rr_match *m = c->match;
    size_t shown = 0, more = 0;
    for (size_t i = 0; i < m->gap_count; i++) {
        if (!m->gap[i].essential)
            continue;
        if (shown == p->most.missing) {
            more++;
            continue;
        }
        shown++;
        bullet(p);
        if (p->client)
            rr__page_add(p->page, descriptor_label(p, m->gap[i].descriptor));
        else
            rr__page_gap_item(p->page, &m->gap[i]);
        end(p);
    }
    say_more(p, more);
    if (shown == 0)
        say(p, m->readiness_ppm < 0 ? RR__LABEL_NOTHING_STATED : RR__LABEL_NOTHING_MISSING);
}

/* ---- weeks, own cost, income meanwhile: of the cheapest and of the fastest plan ---- */

/* "cheapest: ", where there are two. */
static void add_kind(rr__comparing_page *p, const rr_compared *c, const rr_plan *plan)
{
    if (rr__shown_plan(c, 1) == NULL)
        return;
    rr__page_kinds(p->page, plan->kinds);
    rr__buf_text(&p->page->line, rr__between(p->page, ": ", "："));
}

static void put_course(rr__comparing_page *p, const rr_plan_step *step)
{
    char from[16], to[16];
    rr__page *page = p->page;
    bullet(p);
    if (p->client) {
        rr__page_add(page, rr_plugin_text(&step->offer.course->titles, page->options.lang));
        if (rr__is_sample(page->plugins, &step->offer))
            rr__page_label(page, RR__LABEL_SAMPLE, NULL, NULL, NULL);
        rr__add_part(page, RR__LABEL_STARTS, rr__day(from, step->start_day), rr__day(to, step->apply_by_day));
    } else {
        rr__page_label(page, RR__LABEL_FROM_TO, rr__day(from, step->start_day), rr__day(to, step->end_day), NULL);
        rr__buf_text(&page->line, rr__between(page, ": ", "："));
        rr__page_offer(page, &step->offer);
        rr__add_part(page, RR__LABEL_APPLY_BY, rr__day(to, step->apply_by_day), NULL);
    }
    if (step->mode != 0) {
        rr__buf_text(&page->line, rr__between(page, "; ", "；"));
        rr__page_modes(page, step->mode);
    }
    end(p);
}

static void add_proof(rr__comparing_page *p, const rr_compared *c, const rr_plan *plan)
{
    bool proven = (plan == c->cheapest && c->cheapest_proven) || (plan == c->fastest && c->fastest_proven);
    rr__add_part(p->page, proven ? RR__LABEL_OPTIMAL : RR__LABEL_RISK_UNPROVEN, NULL, NULL);
}

static void put_weeks(rr__comparing_page *p, const rr_compared *c)
{
    char number[24], day[16], after[24];
    const rr_plan *plan;
    rr__page *page = p->page;
    rr__page_way(p, c);
    end(p);
    for (size_t k = 0; (plan = rr__shown_plan(c, k)) != NULL; k++) {
        add_kind(p, c, plan);
        rr__page_label(page, plan->weeks == 1 ? RR__LABEL_WEEK_DONE : RR__LABEL_WEEKS_DONE, rr__number(number, plan->weeks), rr__day(day, plan->finish_day), NULL);
        if (plan->hours > 0 && !p->client)
            rr__add_part(page, RR__LABEL_COURSE_HOURS, rr__number(number, plan->hours), NULL);
        if (!p->client) {
            rr__add_part(page, RR__LABEL_READY_CHANGE, rr__percent(number, c->match->readiness_ppm), rr__percent(after, plan->readiness_ppm));
            add_proof(p, c, plan);
        }
        end(p);
        size_t most = k > 0 && p->most.first_alone ? 0 : p->most.courses;
        for (size_t s = 0; s < plan->step_count && s < most; s++)
            put_course(p, &plan->steps[s]);
        if (most == 0)
            say_count(p, plan->step_count);
        else
            say_more(p, plan->step_count > most ? plan->step_count - most : 0);
    }
    if (p->client || c->cheapest == NULL)
        return;
    rr__page_label(p->page, RR__LABEL_PLAN_HINT, rr__occupation_id(p->page->taxonomy, c->occupation), NULL, NULL);
    end(p);
}

static void put_cost(rr__comparing_page *p, const rr_compared *c)
{
    char number[48];
    const rr_plan *plan;
    rr__page *page = p->page;
    rr__planning plans = rr__planning_of_role(p, c);
    for (size_t k = 0; (plan = rr__shown_plan(c, k)) != NULL; k++) {
        add_kind(p, c, plan);
        rr__page_own_money(p, &plans, plan->own_minor);
        if (plan->unknown_prices > 0)
            rr__add_part(page, RR__LABEL_COST_WITHOUT, rr__number(number, plan->unknown_prices), NULL);
        if (plan->own_if_granted_minor != plan->own_minor) {
            rr__buf_text(&page->line, rr__between(page, "; ", "；"));
            rr__page_own_money(p, &plans, plan->own_if_granted_minor);
            rr__page_label(page, p->client && page->html != NULL ? RR__LABEL_IF_ALL : RR__LABEL_IF_GRANTED, NULL, NULL, NULL);
        }
        end(p);
    }
    if (c->cheapest == NULL)
        say(p, c->way == RR_WAY_NO_COURSE ? RR__LABEL_COST_NOTHING : RR__LABEL_NO_PLAN_HERE);
}

static void put_living(rr__comparing_page *p, const rr_compared *c)
{
    char a[24], b[24];
    const rr_plan *plan;
    for (size_t k = 0; (plan = rr__shown_plan(c, k)) != NULL && (k == 0 || !p->most.first_alone); k++) {
        const rr_training *t = plan == c->cheapest ? &c->cheapest_training : &c->fastest_training;
        add_kind(p, c, plan);
        rr__page_label(p->page, t->beside_work ? RR__LABEL_LIVING_BESIDE : RR__LABEL_LIVING_DAY, rr__number(a, t->day_weeks), rr__number(b, t->weeks), NULL);
        end(p);
    }
    say(p, c->cheapest != NULL ? RR__LABEL_LIVING_UNKNOWN : c->way == RR_WAY_NO_COURSE ? RR__LABEL_LIVING_NONE : RR__LABEL_NO_PLAN_HERE);
}

/* ---- the job itself ---- */

static void put_notes(rr__comparing_page *p, const rr_compared *c, const uint32_t *notes, size_t count)
{
    rr_note note;
    for (size_t i = 0; i < count; i++)
        if (rr_occupation_note(p->page->taxonomy, c->occupation, notes[i], p->page->options.lang, &note)) {
            rr__page_add(p->page, note.text);
            if (!p->client)
                rr__page_provenance(p->page, &note.provenance);
            end(p);
        }
}

/* Those of the kind. */
static void put_notes_of(rr__comparing_page *p, const rr_compared *c, const char *kind)
{
    rr_note note;
    for (uint32_t k = 0; rr__next_note(p, c, kind, &k, &note); k++)
        put_notes(p, c, &k, 1);
}

/* What adverts say is shown for what it is: no statistic, and still to be asked. */
static void put_pay(rr__comparing_page *p, const rr_compared *c)
{
    rr_note note;
    uint32_t first = 0;
    bool said = rr__next_note(p, c, "pay", &first, &note);
    for (size_t i = 0; i < c->pay_count; i++) {
        rr__page_compared_pay(p, c, &c->pays[i]);
        end(p);
    }
    if (c->pay_count == 0 || c->pays[0].here == 0)
        say(p, said ? RR__LABEL_PAY_ONLY_SAID : p->client ? RR__LABEL_UNKNOWN_HERE : RR__LABEL_PAY_UNKNOWN);
    put_notes_of(p, c, "pay");
}

/* What notes say of conditions is not yet the hours and the contract: that stays a question. */
static void put_conditions(rr__comparing_page *p, const rr_compared *c)
{
    put_notes(p, c, c->conditions, c->condition_count);
    if (c->condition_count == 0 || !p->most.unknown_once)
        say(p, RR__LABEL_HOURS_UNKNOWN);
}

static void put_exposure(rr__comparing_page *p, const rr_compared *c)
{
    rr_exposure exposure;
    uint32_t k = 0;
    for (; rr_occupation_exposure(p->page->taxonomy, c->occupation, k, &exposure); k++) {
        rr__page_compared_exposure(p, &exposure);
        end(p);
    }
    if (k == 0)
        say(p, RR__LABEL_NO_EXPOSURE);
    if (!p->client)
        put_notes_of(p, c, "exposure");
}

static void put_openings(rr__comparing_page *p, const rr_compared *c)
{
    put_notes(p, c, c->openings, c->opening_count);
    if (c->opening_count == 0 || !p->most.unknown_once)
        say(p, RR__LABEL_OPENINGS_UNKNOWN);
}

static bool is_unknown(const rr_compared *c, const rr_risk *risk)
{
    if (risk->kind == RR_RISK_EXAM) /* what it asks for is asked */
        return risk->plan->steps[risk->step].exams[risk->index].admitted == RR_VERDICT_UNKNOWN;
    return (risk->kind == RR_RISK_ENTRY && c->match->verdicts[risk->index].state == RR_VERDICT_UNKNOWN) ||
           (risk->kind == RR_RISK_RULE && c->match->findings[risk->index].finding->state == RRP_UNKNOWN);
}

/* What the client can't do anything about, and what stands among the questions anyway, is left to the caseworker. */
static void put_risks(rr__comparing_page *p, const rr_compared *c)
{
    char number[24];
    size_t unknown = 0, shown = 0;
    for (size_t i = 0; i < c->risk_count; i++) {
        bool open = is_unknown(c, &c->risks[i]);
        unknown += open;
        bool again = c->risks[i].kind == RR_RISK_EXPOSURE && i > 0 && c->risks[i - 1].kind == RR_RISK_EXPOSURE; /* figures stand above */
        if (p->client && (open || again || c->risks[i].kind == RR_RISK_UNPROVEN))
            continue;
        shown++;
        bullet(p);
        rr__page_risk(p, c, &c->risks[i]);
        end(p);
    }
    if (p->client && unknown > 0) {
        bullet(p);
        rr__page_label(p->page, unknown == 1 ? RR__LABEL_RISK_OPEN : RR__LABEL_RISKS_OPEN, rr__number(number, (int64_t)unknown), NULL, NULL);
        end(p);
    } else if (shown == 0) {
        say(p, RR__LABEL_RISK_NONE);
    }
}

const rr__topic rr__topics[] = {
    {RR__LABEL_TOPIC_CAN, RR__LABEL_TOPIC_CAN_YOU, put_held},
    {RR__LABEL_TOPIC_MISSING, RR__LABEL_TOPIC_MISSING_YOU, put_missing},
    {RR__LABEL_TOPIC_WEEKS, RR__LABEL_TOPIC_WEEKS_YOU, put_weeks},
    {RR__LABEL_TOPIC_COST, RR__LABEL_TOPIC_COST_YOU, put_cost},
    {RR__LABEL_TOPIC_LIVING, RR__LABEL_TOPIC_LIVING_YOU, put_living},
    {RR__LABEL_TOPIC_PAY, RR__LABEL_TOPIC_PAY_YOU, put_pay},
    {RR__LABEL_TOPIC_HOURS, RR__LABEL_TOPIC_HOURS, put_conditions},
    {RR__LABEL_TOPIC_EXPOSURE, RR__LABEL_TOPIC_EXPOSURE_YOU, put_exposure},
    {RR__LABEL_TOPIC_OPENINGS, RR__LABEL_TOPIC_OPENINGS, put_openings},
    {RR__LABEL_TOPIC_WRONG, RR__LABEL_TOPIC_WRONG, put_risks},
};
const size_t rr__topic_count = sizeof rr__topics / sizeof rr__topics[0];

void rr__put_topic(rr__comparing_page *p, size_t topic, size_t role)
{
    p->cell = &p->cells[role];
    rr__topics[topic].put(p, rr_compared_at(p->result, role));
}

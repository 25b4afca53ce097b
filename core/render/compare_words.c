/* SPDX-License-Identifier: MIT */
/* Ways, pay, exposure, risks and questions of compared roles in; words on the page's line out. */
#include <string.h>

#include "base/text.h"
#include "render/compare_parts.h"

rr__decided rr__decided_of(const rr__comparing_page *p)
{
    rr__decided of = {.count = 0};
    for (size_t k = 0; k < rr_compared_count(p->result); k++)
        of.results[of.count++] = rr_plan_result_match(rr_compared_at(p->result, k)->plans);
    return of;
}

rr__planning rr__planning_of_role(const rr__comparing_page *p, const rr_compared *c)
{
    return rr__planning_of(p->page, c->plans, p->asked);
}

const rr_plan *rr__shown_plan(const rr_compared *c, size_t k)
{
    return k == 0 ? c->cheapest : k == 1 && c->fastest != c->cheapest ? c->fastest : NULL;
}

static bool has_open_law(const rr_compared *c)
{
    for (size_t i = 0; i < c->risk_count; i++) {
        const rr_risk *r = &c->risks[i];
        if (r->kind == RR_RISK_ENTRY && c->match->verdicts[r->index].state == RR_VERDICT_UNKNOWN && c->match->verdicts[r->index].rule_class == RR_CLASS_LAW)
            return true;
        if (r->kind == RR_RISK_RULE && c->match->findings[r->index].finding->state == RRP_UNKNOWN && c->match->findings[r->index].finding->rule_class == RRP_LAW)
            return true;
    }
    return false;
}

void rr__page_way(const rr__comparing_page *p, const rr_compared *c)
{
    static const rr__word_id words[] = {RR__LABEL_VIABLE_AFTER, RR__LABEL_WAY_NO_COURSE, RR__LABEL_WAY_PART, RR__LABEL_WAY_LAW, RR__LABEL_WAY_NONE,
                                        RR__LABEL_WAY_NOT_FOUND, RR__LABEL_WAY_NO_CATALOGUE, RR__LABEL_NOTHING_STATED};
    rr__page_label(p->page, words[c->way], NULL, NULL, NULL);
    if ((c->way == RR_WAY_PLAN || c->way == RR_WAY_NO_COURSE) && has_open_law(c))
        rr__page_label(p->page, RR__LABEL_IF_LAWS, NULL, NULL, NULL);
}

const char *rr__way_name(rr_way way)
{
    static const char *const names[] = {"plan", "no-course", "part", "law", "none", "not-found", "no-catalogue", "nothing-stated"};
    return names[way];
}

/* ---- money, pay, exposure: for the caseworker as everywhere ---- */

void rr__page_own_money(const rr__comparing_page *p, const rr__planning *plans, int64_t minor)
{
    if (p->client)
        rr__page_money_words(p->page, minor, plans->limits->currency);
    else
        rr__page_amount(plans, minor);
}

void rr__page_compared_pay(const rr__comparing_page *p, const rr_compared *c, const rr_compared_pay *which)
{
    rr_pay pay;
    rr__page *page = p->page;
    if (!rr_occupation_pay(page->taxonomy, c->occupation, which->pay, &pay))
        return;
    if (p->client) {
        rr__page_pay_words(page, &pay, which->here);
        return;
    }
    rr__page_pay(page, &pay);
    if (p->sources)
        rr__page_provenance(page, &pay.provenance);
}

bool rr__next_note(const rr__comparing_page *p, const rr_compared *c, const char *kind, uint32_t *index, rr_note *out)
{
    for (; rr_occupation_note(p->page->taxonomy, c->occupation, *index, p->page->options.lang, out); *index += 1)
        if (strcmp(out->kind, kind) == 0)
            return true;
    return false;
}

void rr__page_compared_exposure(const rr__comparing_page *p, const rr_exposure *e)
{
    char number[32];
    rr__page *page = p->page;
    if (p->client) {
        rr__page_exposure_words(page, e);
        return;
    }
    number[e->value_ppm >= 0 ? rr__format_decimal(number, e->value_ppm) : 0] = '\0';
    rr__page_add(page, e->index);
    rr__buf_char(&page->line, ' ');
    rr__page_int(page, e->year);
    rr__buf_text(&page->line, ": ");
    rr__page_add(page, number);
    rr__buf_text(&page->line, number[0] != '\0' && e->grade[0] != '\0' ? " " : "");
    rr__page_add(page, e->grade);
    if (p->sources)
        rr__page_provenance(page, &e->provenance);
}

/* ---- what could go wrong ---- */

static void add_colon(rr__page *page)
{
    rr__buf_text(&page->line, rr__between(page, ": ", "："));
}

static void add_state(rr__page *page, rr__word_id kind, uint32_t state)
{
    rr__page_label(page, kind, NULL, NULL, NULL);
    rr__buf_text(&page->line, rr__between(page, ", ", "，"));
    rr__page_label(page, rr__verdict_word((rr_verdict_state)(state % 3)), NULL, NULL, NULL);
    add_colon(page);
}

static void add_entry(const rr__comparing_page *p, const rr_compared *c, const rr_verdict *v)
{
    static const rr__word_id classes[] = {RR__LABEL_LAW, RR__LABEL_CUSTOM, RR__LABEL_PROGRAMME};
    rr_entry entry;
    rr__page *page = p->page;
    add_state(page, classes[v->rule_class], v->state);
    rr__page_add(page, rr_occupation_entry_text(page->taxonomy, c->occupation, v->entry, page->options.lang));
    if (p->sources && rr_occupation_entry(page->taxonomy, c->occupation, v->entry, &entry)) {
        rr__page_dispute(page, &entry);
        rr__page_provenance(page, &entry.provenance);
    }
}

static void add_rule(const rr__comparing_page *p, const rr_rule_finding *said)
{
    static const rr__word_id classes[] = {RR__LABEL_LAW, RR__LABEL_LAW, RR__LABEL_CUSTOM, RR__LABEL_PROGRAMME};
    rr_plugin_info info;
    rr__page *page = p->page;
    const rrp_finding *f = said->finding;
    add_state(page, classes[f->rule_class & 3], f->state);
    rr__page_add(page, rr_plugin_text(&f->texts, page->options.lang));
    if (!p->sources)
        return;
    rr__buf_text(&page->line, " [");
    rr__page_add(page, f->source.n > 0 ? f->source.p : "");
    rr__buf_text(&page->line, f->source.n > 0 ? "; " : "");
    rr__page_add(page, rr_plugins_at(page->plugins, said->plugin, &info) ? info.id : "");
    rr__buf_text(&page->line, "]");
}

static void add_exam(rr__page *page, const rr_plan_exam *exam)
{
    static const rr__word_id words[] = {RR__LABEL_EXAM_OPEN, RR__LABEL_EXAM_ADMITS, RR__LABEL_EXAM_REFUSES};
    rr__page_add(page, rr_plugin_text(&exam->certificate->names, page->options.lang));
    add_colon(page);
    rr__page_label(page, words[exam->admitted], NULL, NULL, NULL);
}

void rr__page_risk(const rr__comparing_page *p, const rr_compared *c, const rr_risk *risk)
{
    rr__page *page = p->page;
    rr_exposure exposure;
    char number[24];
    const rr_plan_step *step = risk->plan == NULL || risk->kind == RR_RISK_UNPROVEN ? NULL : &risk->plan->steps[risk->step];
    switch (risk->kind) {
    case RR_RISK_ENTRY:
        add_entry(p, c, &c->match->verdicts[risk->index]);
        break;
    case RR_RISK_RULE:
        add_rule(p, &c->match->findings[risk->index]);
        break;
    case RR_RISK_EXAM:
        add_exam(page, &step->exams[risk->index]);
        break;
    case RR_RISK_EXPOSURE:
        rr__page_label(page, p->client ? RR__LABEL_RISK_EXPOSED_YOU : RR__LABEL_RISK_EXPOSED, NULL, NULL, NULL);
        if (!p->client && rr_occupation_exposure(page->taxonomy, c->occupation, risk->index, &exposure))
            rr__page_compared_exposure(p, &exposure);
        break;
    case RR_RISK_DECLINING:
        rr__page_label(page, RR__LABEL_RISK_DECLINING, NULL, NULL, NULL);
        break;
    case RR_RISK_SEATS:
        rr__page_label(page, step->session->seats == 1 ? RR__LABEL_RISK_SEAT : RR__LABEL_RISK_SEATS, rr__number(number, step->session->seats),
                       rr_plugin_text(&step->offer.course->titles, page->options.lang), NULL);
        break;
    case RR_RISK_PRICE:
        rr__page_label(page, RR__LABEL_RISK_PRICE, rr_plugin_text(&step->offer.course->titles, page->options.lang), NULL, NULL);
        break;
    case RR_RISK_UNPROVEN:
        rr__page_kinds(page, risk->plan->kinds);
        add_colon(page);
        rr__page_label(page, RR__LABEL_RISK_UNPROVEN, NULL, NULL, NULL);
        break;
    }
}

/* ---- what to ask ---- */

static void add_course_question(rr__page *page, const rr_ask *ask)
{
    const rr_plan_step *step = &ask->plan->steps[ask->step];
    const rr_plan_question *q = &step->questions[ask->index];
    rr__page_plan_question(page, step, q);
    bool named = q->kind == RR_QUESTION_EXAM && step->exam_count > 1;
    if (q->kind == RR_QUESTION_NEED || named)
        return; /* about the person, whichever course it is, or about an exam that it says */
    rr__buf_text(&page->line, rr__between(page, " (", "（"));
    rr__page_add(page, rr_plugin_text(&step->offer.course->titles, page->options.lang));
    rr__buf_text(&page->line, rr__between(page, ")", "）"));
}

/* The question alone, in a client's words; other reasons are no question. */
static rr__word_id open_question(rr_open_reason reason)
{
    return reason == RR_OPEN_NO_SEAT    ? RR__LABEL_ASK_SEAT
           : reason == RR_OPEN_TOO_LATE ? RR__LABEL_ASK_SESSION
           : reason == RR_OPEN_PRICE    ? RR__LABEL_ASK_PRICE
           : reason == RR_OPEN_LENGTH   ? RR__LABEL_ASK_LENGTH
                                        : RR__LABEL_ASK_NOT_TAUGHT;
}

/* "NAME: why nothing closes it, and the question". */
static void add_open(const rr__comparing_page *p, const rr_ask *ask)
{
    const rr_compared *c = rr_compared_at(p->result, ask->role);
    const rr_plan_open *open = rr_plan_open_at(c->plans, ask->index);
    rr__planning plans = rr__planning_of_role(p, c);
    rr__page_add(p->page, rr_descriptor_label(p->page->taxonomy, c->match->gap[open->gap].descriptor, p->page->options.lang));
    add_colon(p->page);
    if (!p->client) {
        rr__page_open_reason(&plans, open);
        return;
    }
    rr__page_label(p->page, open_question(open->reason), NULL, NULL, NULL);
    if (open->offer.course != NULL) {
        rr__buf_text(&p->page->line, rr__between(p->page, " (", "（"));
        rr__page_add(p->page, rr_plugin_text(&open->offer.course->titles, p->page->options.lang));
        rr__buf_text(&p->page->line, rr__between(p->page, ")", "）"));
    }
}

void rr__page_ask(const rr__comparing_page *p, const rr_ask *ask)
{
    const rr__word_id words[] = {[RR_ASK_HOURS] = p->client ? RR__LABEL_ASK_HOURS_YOU : RR__LABEL_ASK_HOURS, [RR_ASK_SUPPORT] = RR__LABEL_ASK_SUPPORT, [RR_ASK_PAY] = RR__LABEL_ASK_PAY,
                                        [RR_ASK_CONDITIONS] = RR__LABEL_ASK_CONDITIONS, [RR_ASK_OPENINGS] = RR__LABEL_ASK_OPENINGS};
    rr__page *page = p->page;
    rr_lang lang = page->options.lang;
    const rr_match *m = rr_compared_at(p->result, ask->role)->match;
    if (ask->kind == RR_ASK_ENTRY)
        rr__page_add(page, rr_occupation_entry_question(page->taxonomy, m->occupation, m->verdicts[ask->index].entry, lang));
    else if (ask->kind == RR_ASK_RULE)
        rr__page_add(page, rr_plugin_text(&m->findings[ask->index].finding->questions, lang));
    else if (ask->kind == RR_ASK_GRANT)
        rr__page_add(page, rr_plugin_text(&ask->plan->grants[ask->index].grant->questions, lang));
    else if (ask->kind == RR_ASK_COURSE)
        add_course_question(page, ask);
    else if (ask->kind == RR_ASK_OPEN)
        add_open(p, ask);
    else
        rr__page_label(page, words[ask->kind], NULL, NULL, NULL);
}

void rr__page_asked_of(const rr__comparing_page *p, const rr_ask *ask)
{
    rr__page *page = p->page;
    size_t count = rr_compared_count(p->result);
    bool any = false;
    if (ask->roles == (1u << count) - 1)
        return;
    for (size_t k = 0; k < count; k++) {
        if ((ask->roles & 1u << k) == 0)
            continue;
        rr__buf_text(&page->line, any ? rr__between(page, "; ", "；") : rr__between(page, " (", "（"));
        rr__page_add(page, rr_occupation_label(page->taxonomy, rr_compared_at(p->result, k)->occupation, page->options.lang));
        any = true;
    }
    rr__buf_text(&page->line, rr__between(page, ")", "）"));
}

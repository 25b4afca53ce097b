/* SPDX-License-Identifier: MIT */
/* A comparison in, one stable JSON object out (schema reroute.compare/1): the match of each role, its plans, and what
 * stands beside them. Plans and steps are counted from 1. */
#include "render/compare_parts.h"

/* The line as a text of the object. */
static void put_line(rr__json_out *w, const char *key, rr__page *page)
{
    rr__json_text(w, key, page->line.len == 0 ? NULL : page->line.data);
    rr__page_forget(page);
}

static void put_plan_number(rr__json_out *w, const char *key, const rr_compared *c, const rr_plan *plan)
{
    for (size_t k = 0; k < rr_plan_count(c->plans); k++)
        if (rr_plan_at(c->plans, k) == plan) {
            rr__json_int(w, key, (int64_t)k + 1);
            return;
        }
    rr__json_null(w, key);
}

static void put_choice(rr__json_out *w, const char *key, const rr_compared *c, const rr_plan *plan, const rr_training *t, int proven)
{
    if (plan == NULL) {
        rr__json_null(w, key);
        return;
    }
    rr__json_open(w, key, '{');
    put_plan_number(w, "plan", c, plan);
    rr__json_int(w, "weeks", t->weeks);
    rr__json_int(w, "own_minor", plan->own_minor);
    rr__json_int(w, "own_if_granted_minor", plan->own_if_granted_minor);
    rr__json_bool(w, "optimal", proven != 0);
    rr__json_int(w, "day_weeks", t->day_weeks);
    rr__json_bool(w, "beside_work", t->beside_work != 0);
    rr__json_null(w, "income_meanwhile_minor"); /* nobody states it */
    rr__json_close(w, '}');
}

static void put_pays(rr__json_out *w, const rr__comparing_page *p, const rr_compared *c)
{
    static const char *const places[] = {"elsewhere", "country", "region"};
    rr_pay pay;
    rr__json_open(w, "pay", '[');
    for (size_t i = 0; i < c->pay_count; i++) {
        if (!rr_occupation_pay(p->page->taxonomy, c->occupation, c->pays[i].pay, &pay))
            continue;
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "nearness", places[c->pays[i].here]);
        rr__json_pay(w, "stated", p->page->taxonomy, &pay);
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

static void put_step_number(rr__json_out *w, const rr_compared *c, const rr_plan *plan, uint32_t step, bool has_step)
{
    if (plan == NULL)
        return;
    put_plan_number(w, "plan", c, plan);
    if (has_step)
        rr__json_int(w, "step", (int64_t)step + 1);
}

/* Which rule it is: the code of an entry condition or of a plugin's rule. */
static void put_entry_code(rr__json_out *w, const rr__comparing_page *p, const rr_compared *c, uint32_t verdict)
{
    rr_entry entry;
    if (rr_occupation_entry(p->page->taxonomy, c->occupation, c->match->verdicts[verdict].entry, &entry))
        rr__json_text(w, "code", entry.code);
}

static void put_rule_code(rr__json_out *w, const rr__comparing_page *p, uint32_t plugin, const char *code)
{
    rr_plugin_info info;
    rr__json_text(w, "plugin", rr_plugins_at(p->page->plugins, plugin, &info) ? info.id : NULL);
    rr__json_text(w, "code", code);
}

static void put_risks(rr__json_out *w, const rr__comparing_page *p, const rr_compared *c)
{
    static const char *const kinds[] = {"entry", "rule", "exam", "exposure", "declining", "seats", "price", "unproven"};
    rr__json_open(w, "risks", '[');
    for (size_t i = 0; i < c->risk_count; i++) {
        const rr_risk *risk = &c->risks[i];
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "kind", kinds[risk->kind]);
        rr__page_risk(p, c, risk);
        put_line(w, "text", p->page);
        if (risk->kind == RR_RISK_ENTRY)
            put_entry_code(w, p, c, risk->index);
        if (risk->kind == RR_RISK_RULE)
            put_rule_code(w, p, c->match->findings[risk->index].plugin, c->match->findings[risk->index].finding->code.p);
        if (risk->kind == RR_RISK_EXAM)
            rr__json_text(w, "certificate", risk->plan->steps[risk->step].exams[risk->index].certificate->id.p);
        put_step_number(w, c, risk->plan, risk->step, risk->kind != RR_RISK_UNPROVEN);
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

static void put_role(rr__json_out *w, const rr__comparing_page *p, const rr_compared *c)
{
    rr__planning plans = rr__planning_of_role(p, c);
    rr__json_open(w, NULL, '{');
    rr__json_text(w, "occupation", rr__occupation_id(p->page->taxonomy, c->occupation));
    rr__json_text(w, "label", rr_occupation_label(p->page->taxonomy, c->occupation, p->page->options.lang));
    rr__json_text(w, "way", rr__way_name(c->way));
    put_choice(w, "cheapest", c, c->cheapest, &c->cheapest_training, c->cheapest_proven);
    put_choice(w, "fastest", c, c->fastest, &c->fastest_training, c->fastest_proven);
    put_pays(w, p, c);
    rr__json_notes(w, "pay_notes", p->page, c->occupation, "pay");
    rr__json_notes(w, "conditions", p->page, c->occupation, "condition");
    rr__json_notes(w, "openings", p->page, c->occupation, "demand");
    put_risks(w, p, c);
    rr__json_plans(w, &plans);
    rr__json_close(w, '}');
}

static void put_asks(rr__json_out *w, const rr__comparing_page *p)
{
    static const char *const kinds[] = {"entry", "rule", "course", "grant", "open", "hours", "support", "pay", "conditions", "openings"};
    rr__json_open(w, "questions", '[');
    for (size_t i = 0; i < rr_ask_count(p->result); i++) {
        const rr_ask *ask = rr_ask_at(p->result, i);
        const rr_compared *c = rr_compared_at(p->result, ask->role);
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "kind", kinds[ask->kind]);
        rr__page_ask(p, ask);
        put_line(w, "text", p->page);
        rr__json_open(w, "roles", '[');
        for (size_t k = 0; k < rr_compared_count(p->result); k++)
            if ((ask->roles & 1u << k) != 0)
                rr__json_text(w, NULL, rr__occupation_id(p->page->taxonomy, rr_compared_at(p->result, k)->occupation));
        rr__json_close(w, ']');
        if (ask->kind == RR_ASK_ENTRY)
            put_entry_code(w, p, c, ask->index);
        if (ask->kind == RR_ASK_RULE)
            put_rule_code(w, p, c->match->findings[ask->index].plugin, c->match->findings[ask->index].finding->code.p);
        if (ask->kind == RR_ASK_GRANT)
            put_rule_code(w, p, ask->plan->grants[ask->index].plugin, ask->plan->grants[ask->index].grant->code.p);
        put_step_number(w, c, ask->plan, ask->step, ask->kind == RR_ASK_COURSE);
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

void rr__comparison_json(rr__comparing_page *p)
{
    rr__json_out w;
    rr__page *page = p->page;
    const rr_match_result *first = rr_plan_result_match(rr_compared_at(p->result, 0)->plans);
    rr__json_out_init(&w, &page->out, page->options.format == RR_FORMAT_JSON);
    rr__json_open(&w, NULL, '{');
    rr__json_result_head(&w, "reroute.compare/1", first, page->taxonomy, p->profile, p->asked, &page->options);
    rr__json_open(&w, "matches", '[');
    for (size_t k = 0; k < rr_compared_count(p->result); k++)
        rr__json_match(&w, rr_compared_at(p->result, k)->match, page->taxonomy, p->asked, page->options.lang, false);
    rr__json_close(&w, ']');
    rr__json_open(&w, "roles", '[');
    for (size_t k = 0; k < rr_compared_count(p->result); k++)
        put_role(&w, p, rr_compared_at(p->result, k));
    rr__json_close(&w, ']');
    put_asks(&w, p);
    rr__json_notices(&w, first, page->taxonomy, p->profile, p->asked, page->options.lang);
    rr__json_result_end(&w, &page->options);
}

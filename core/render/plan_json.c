/* SPDX-License-Identifier: MIT */
/* A plan result in, one stable JSON object out (schema reroute.plan/1). Amounts are in the currency's minor unit, days
 * as YYYY-MM-DD, steps and plans counted from 1, as the text does. */
#include <string.h>

#include "render/plan_parts.h"

static void put_bits(rr__json_out *w, const char *key, uint32_t bits, const rr__bit_name *words)
{
    rr__json_open(w, key, '[');
    for (; words->name != NULL; words++)
        if ((bits & words->bit) != 0)
            rr__json_text(w, NULL, words->name);
    rr__json_close(w, ']');
}

/* What the words put on the page's line, as a text of the object. */
static void put_line(rr__json_out *w, const char *key, rr__page *page)
{
    rr__json_text(w, key, page->line.len == 0 ? NULL : page->line.data);
    rr__page_forget(page);
}

static const char *or_null(rrp_str text)
{
    return text.n == 0 ? NULL : text.p;
}

static void put_need(rr__json_out *w, const char *key, const rrp_need *need, const rr__page *page)
{
    rrp_vec one = {need, need != NULL, sizeof *need};
    rr__json_needs(w, key, &one, page->taxonomy, page->options.lang);
}

/* ---- a step ---- */

static void put_closes(rr__json_out *w, const rr__planning *p, const rr_plan_step *step)
{
    char written[32];
    const rr_taxonomy *taxonomy = p->page->taxonomy;
    rr__json_open(w, "closes", '[');
    for (size_t i = 0; i < step->closes_count; i++) {
        const rr_plan_closes *c = &step->closes[i];
        const rr_gap_item *item = &p->match->gap[c->gap];
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "descriptor", rr__descriptor_id(taxonomy, item->descriptor));
        rr__json_text(w, "label", rr_descriptor_label(taxonomy, item->descriptor, p->page->options.lang));
        rr__json_level(w, "from_level", item->from_level);
        rr__json_level(w, "level", c->level > 0 ? c->level : -1);
        bool known = c->level > 0 && rr_level_format(taxonomy, item->descriptor, c->level, written, sizeof written) > 0;
        rr__json_text(w, "level_written", known ? written : NULL);
        rr__json_int(w, "covered_ppm", c->covered_ppm);
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

static void put_exams(rr__json_out *w, const rr__planning *p, const rr_plan_step *step)
{
    rr__json_open(w, "exams", '[');
    for (size_t i = 0; i < step->exam_count; i++) {
        const rrp_certificate *c = step->exams[i].certificate;
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "certificate", c->id.p);
        rr__json_text(w, "name", rr_plugin_text(&c->names, p->page->options.lang));
        rr__json_text(w, "issuer", or_null(c->issuer));
        rr__json_known(w, "level", c->level, c->level > 0);
        rr__json_text(w, "admitted", rr__state_name(step->exams[i].admitted));
        rr__json_known(w, "fee_minor", c->exam_fee_minor, (c->has & RRP_CERTIFICATE_FEE) != 0);
        rr__json_needs(w, "needs", &c->needs, p->page->taxonomy, p->page->options.lang);
        rr__json_text(w, "source", or_null(c->source));
        rr__json_text(w, "source_url", or_null(c->source_url));
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

static void put_questions(rr__json_out *w, const rr__planning *p, const rr_plan_step *step)
{
    static const char *const names[] = {"need", "exam", "seats", "travel", "price", "level"};
    rr__json_open(w, "questions", '[');
    for (size_t i = 0; i < step->question_count; i++) {
        const rr_plan_question *q = &step->questions[i];
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "kind", names[q->kind]);
        rr__page_plan_question(p->page, step, q);
        put_line(w, "text", p->page);
        rr__json_text(w, "certificate", q->certificate == NULL ? NULL : q->certificate->id.p);
        put_need(w, "need", q->need, p->page);
        rr__json_text(w, "descriptor", q->descriptor == RR_NONE ? NULL : rr__descriptor_id(p->page->taxonomy, q->descriptor));
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

static void put_step(rr__json_out *w, const rr__planning *p, const rr_plan_step *step, size_t k)
{
    rr__json_open(w, NULL, '{');
    rr__json_int(w, "step", (int64_t)k + 1);
    rr__json_offer(w, "course", &step->offer, p->page->taxonomy, p->asked, p->page->options.lang);
    rr__json_text(w, "session", step->session->id.p);
    rr__json_known(w, "seats", step->session->seats, (step->session->has & RRP_SESSION_SEATS) != 0);
    rr__json_day(w, "start", step->start_day);
    rr__json_day(w, "end", step->end_day);
    rr__json_day(w, "apply_by", step->apply_by_day);
    rr__json_known(w, "hours", step->hours, step->hours > 0);
    rr__json_int(w, "hours_per_week", step->hours_per_week);
    put_bits(w, "modes", step->mode, rr__mode_names);
    rr__json_known(w, "price_minor", step->price_minor, step->price_known != 0);
    rr__json_int(w, "fee_minor", step->fee_minor);
    rr__json_int(w, "granted_minor", step->granted_minor);
    rr__json_int(w, "own_minor", step->own_minor);
    put_closes(w, p, step);
    rr__json_open(w, "after", '[');
    for (size_t i = 0; i < step->before_count; i++)
        rr__json_int(w, NULL, (int64_t)step->before[i] + 1);
    rr__json_close(w, ']');
    put_exams(w, p, step);
    put_questions(w, p, step);
    rr__json_close(w, '}');
}

/* ---- grants ---- */

static void put_amounts(rr__json_out *w, const rr_plan_grant *g)
{
    const rrp_grant *grant = g->grant;
    rr__json_known(w, "amount_minor", g->amount_minor, g->state == RR_GRANT_COUNTED);
    rr__json_known(w, "saves_minor", g->saves_minor, g->state == RR_GRANT_UNKNOWN);
    rr__json_day(w, "claim_by", g->claim_by_day);
    rr__json_text(w, "currency", or_null(grant->currency));
    rr__json_known(w, "fixed_minor", grant->amount_minor, (grant->has & RRP_GRANT_AMOUNT) != 0);
    rr__json_known(w, "share_ppm", grant->share_ppm, (grant->has & RRP_GRANT_SHARE) != 0);
    rr__json_known(w, "cap_minor", grant->cap_minor, (grant->has & RRP_GRANT_CAP) != 0);
    rr__json_known(w, "per_person", grant->per_person, grant->per_person > 0);
    rr__json_text(w, "exclusion_group", or_null(grant->exclusion_group));
    rr__json_bool(w, "on_certificate", (grant->flags & RRP_GRANT_ON_CERTIFICATE) != 0 || grant->certificate_level > 0);
    rr__json_known(w, "certificate_level", grant->certificate_level, grant->certificate_level > 0);
    rr__json_known(w, "claim_within_days", grant->claim_within_days, (grant->has & RRP_GRANT_CLAIM) != 0);
}

static void put_grant(rr__json_out *w, const rr__planning *p, const rr_plan_grant *g)
{
    static const char *const states[] = {"counted", "unknown", "no-amount", "unmet", "exam-unmet", "excluded", "currency"};
    static const char *const confidences[] = {NULL, "low", "medium", "high"}, *const conditions[] = {"unknown", "met", "unmet"};
    rr_lang lang = p->page->options.lang;
    rr_plugin_info info = {0};
    const char *question = rr_plugin_text(&g->grant->questions, lang);
    rr__json_open(w, NULL, '{');
    rr__json_text(w, "plugin", rr_plugins_at(p->page->plugins, g->plugin, &info) ? info.id : "");
    rr__json_int(w, "step", (int64_t)g->step + 1);
    rr__json_text(w, "code", g->grant->code.p);
    rr__json_text(w, "state", states[g->state]);
    rr__json_text(w, "conditions", conditions[g->grant->state % 3]);
    rr__json_bool(w, "exam_open", g->exam_open != 0);
    put_amounts(w, g);
    rr__json_text(w, "text", rr_plugin_text(&g->grant->texts, lang));
    rr__json_text(w, "question", question[0] == '\0' ? NULL : question);
    rr__json_open(w, "documents", '[');
    for (const rrp_text *t = NULL; (t = rr__next_document(g->grant, lang, t)) != NULL;)
        rr__json_text(w, NULL, t->text.p);
    rr__json_close(w, ']');
    rr__json_text(w, "source", or_null(g->grant->source));
    rr__json_text(w, "source_url", or_null(g->grant->source_url));
    rr__json_text(w, "confidence", confidences[g->grant->confidence & 3]);
    rr__json_bool(w, "illustrative", (g->grant->flags & RRP_ILLUSTRATIVE) != 0);
    rr__json_close(w, '}');
}

/* ---- plans, proofs, what stays open ---- */

static void put_plan(rr__json_out *w, const char *key, const rr__planning *p, const rr_plan *plan)
{
    rr__json_open(w, key, '{');
    put_bits(w, "kinds", plan->kinds, rr__kind_names);
    rr__json_bool(w, "viable", plan->viable != 0);
    rr__json_int(w, "readiness_ppm", plan->readiness_ppm);
    rr__json_day(w, "start", plan->start_day);
    rr__json_day(w, "finish", plan->finish_day);
    rr__json_int(w, "weeks", plan->weeks);
    rr__json_known(w, "hours", plan->hours, rr__hours_are_known(plan));
    rr__json_text(w, "currency", p->limits->currency[0] == '\0' ? NULL : p->limits->currency);
    rr__json_int(w, "price_minor", plan->price_minor);
    rr__json_int(w, "fee_minor", plan->fee_minor);
    rr__json_int(w, "granted_minor", plan->granted_minor);
    rr__json_int(w, "own_minor", plan->own_minor);
    rr__json_int(w, "own_if_granted_minor", plan->own_if_granted_minor);
    rr__json_int(w, "unknown_prices", plan->unknown_prices);
    rr__json_open(w, "steps", '[');
    for (size_t k = 0; k < plan->step_count; k++)
        put_step(w, p, &plan->steps[k], k);
    rr__json_close(w, ']');
    rr__json_open(w, "grants", '[');
    for (size_t k = 0; k < plan->grant_count; k++)
        put_grant(w, p, &plan->grants[k]);
    rr__json_close(w, ']');
    rr__json_close(w, '}');
}

static void put_proofs(rr__json_out *w, const rr__planning *p)
{
    rr__json_open(w, "proofs", '[');
    for (size_t i = 0; i < rr_plan_proof_count(p->result); i++) {
        const rr_plan_proof *proof = rr_plan_proof_at(p->result, i);
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "kind", rr__kind_names[proof->kind == RR_PLAN_CHEAPEST ? 0 : proof->kind == RR_PLAN_FASTEST ? 1 : 2].name);
        rr__json_bool(w, "optimal", proof->optimal != 0);
        if (proof->kind == RR_PLAN_FASTEST)
            rr__json_day(w, "bound_finish", proof->bound);
        else
            rr__json_int(w, proof->kind == RR_PLAN_CHEAPEST ? "bound_own_minor" : "bound_readiness_ppm", proof->bound);
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

static void put_reason_value(rr__json_out *w, const rr_plan_open *o)
{
    static const char *const keys[] = {[RR_OPEN_TOO_LATE] = "days_over", [RR_OPEN_HOURS] = "hours_per_week", [RR_OPEN_COST] = "own_minor",
                                       [RR_OPEN_TRAVEL] = "minutes", [RR_OPEN_TOGETHER] = NULL};
    if (o->reason == RR_OPEN_LEVEL)
        rr__json_level(w, "level", (int32_t)o->value);
    else if (o->reason == RR_OPEN_NO_SEAT)
        rr__json_day(w, "next_start_with_seats", o->value);
    else if (keys[o->reason] != NULL)
        rr__json_known(w, keys[o->reason], o->value, o->value >= 0);
}

static void put_plan_numbers(rr__json_out *w, const rr__planning *p, uint32_t bits)
{
    rr__json_open(w, "plans", '[');
    for (uint32_t k = 0; k < rr_plan_count(p->result); k++)
        if ((bits & 1u << k) != 0)
            rr__json_int(w, NULL, (int64_t)k + 1);
    rr__json_close(w, ']');
}

static void put_open(rr__json_out *w, const rr__planning *p)
{
    rr__json_open(w, "open", '[');
    for (size_t i = 0; i < rr_plan_open_count(p->result); i++) {
        const rr_plan_open *o = rr_plan_open_at(p->result, i);
        uint32_t descriptor = p->match->gap[o->gap].descriptor;
        if (!rr__stays_open(p, o))
            continue;
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "descriptor", rr__descriptor_id(p->page->taxonomy, descriptor));
        rr__json_text(w, "label", rr_descriptor_label(p->page->taxonomy, descriptor, p->page->options.lang));
        if (!p->one)
            put_plan_numbers(w, p, o->plans);
        rr__json_text(w, "reason", rr__reason_name(o->reason));
        put_reason_value(w, o);
        rr__page_open_reason(p, o);
        put_line(w, "text", p->page);
        put_need(w, "need", o->need, p->page);
        rr__json_offer(w, "course", &o->offer, p->page->taxonomy, p->asked, p->page->options.lang);
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

static void put_limits(rr__json_out *w, const rr_plan_limits *l)
{
    rr__json_open(w, "limits", '{');
    rr__json_day(w, "first", l->first_day);
    rr__json_day(w, "last", l->last_day);
    rr__json_int(w, "hours_per_week", l->hours_per_week);
    rr__json_bool(w, "hours_assumed", l->hours_assumed != 0);
    rr__json_known(w, "travel_minutes", l->travel_minutes, l->travel_minutes >= 0);
    rr__json_known(w, "max_cost_minor", l->max_cost_minor, l->max_cost_minor >= 0);
    rr__json_text(w, "currency", l->currency[0] == '\0' ? NULL : l->currency);
    put_bits(w, "modes", l->modes, rr__mode_names);
    rr__json_int(w, "effort", l->effort);
    rr__json_int(w, "threshold_ppm", l->threshold_ppm);
    rr__json_int(w, "courses", l->course_count);
    rr__json_close(w, '}');
}

/* How the plugins fared when asked who pays. */
static void put_payers(rr__json_out *w, const rr__planning *p)
{
    rr_plugin_info info;
    rr_plugin_run run;
    rr__json_open(w, "funding", '[');
    for (size_t i = 0; rr_plan_plugin(p->result, i, &run) && rr_plugins_at(p->page->plugins, i, &info); i++) {
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "plugin", info.id);
        rr__json_text(w, "status", run.state);
        rr__json_text(w, "detail", run.detail[0] == '\0' ? NULL : run.detail);
        rr__json_text(w, "isolation", run.isolation[0] == '\0' ? NULL : run.isolation);
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

void rr__json_plans(rr__json_out *w, const rr__planning *p)
{
    put_limits(w, p->limits);
    rr__json_int(w, "catalogue", p->page->plugins == NULL ? 0 : (int64_t)rr_plugins_course_count(p->page->plugins));
    rr__json_open(w, "plans", '[');
    for (size_t k = 0; k < rr_plan_count(p->result); k++)
        put_plan(w, NULL, p, rr_plan_at(p->result, k));
    rr__json_close(w, ']');
    rr__json_bool(w, "search_complete", rr_plan_searched(p->result));
    put_proofs(w, p);
    put_open(w, p);
    put_payers(w, p);
}

void rr__plan_json(const rr__planning *p, const rr_profile *profile)
{
    rr__json_out w;
    rr__page *page = p->page;
    const rr_match_result *match = rr_plan_result_match(p->result);
    rr__json_out_init(&w, &page->out, page->options.format == RR_FORMAT_JSON);
    rr__json_open(&w, NULL, '{');
    rr__json_result_head(&w, "reroute.plan/1", match, page->taxonomy, profile, p->asked, &page->options);
    rr__json_open(&w, "matches", '[');
    rr__json_match(&w, p->match, page->taxonomy, p->asked, page->options.lang, false);
    rr__json_close(&w, ']');
    rr__json_plans(&w, p);
    rr__json_notices(&w, match, page->taxonomy, profile, p->asked, page->options.lang);
    rr__json_result_end(&w, &page->options);
}

static void put_one(rr__json_out *w, const rr__planning *p, const char *key, const rr_plan *plan)
{
    put_limits(w, p->limits);
    if (plan != NULL)
        put_plan(w, key, p, plan);
    else
        rr__json_null(w, key);
    rr__json_bool(w, "search_complete", rr_plan_searched(p->result));
    put_proofs(w, p);
}

void rr__json_plan_summary(rr__json_out *w, const rr__planning *p)
{
    put_one(w, p, "cheapest_plan", rr__cheapest_plan(p->result));
}

void rr__json_plan_of(rr__json_out *w, const rr__planning *p, const char *key, const rr_plan *plan)
{
    put_one(w, p, key, plan);
    put_open(w, p);
}

/* SPDX-License-Identifier: MIT */
/* A path result in, one stable JSON object out (schema reroute.path/1): the direct way first, each step with its whole
 * plan. Amounts are in the currency's minor unit, days as YYYY-MM-DD. */
#include "render/path_parts.h"

static void put_cost(rr__json_out *w, uint32_t unpaid_weeks, int64_t own, int64_t own_if_granted, rr_income_state income)
{
    rr__json_int(w, "unpaid_weeks", unpaid_weeks);
    rr__json_int(w, "own_minor", own);
    rr__json_int(w, "own_if_granted_minor", own_if_granted);
    rr__json_text(w, "income", rr__income_name(income));
}

static void put_pay(rr__json_out *w, const rr__pathing *p, const rr_path_step *step)
{
    rr_pay pay;
    if (rr__step_pay(p, step, &pay))
        rr__json_pay(w, "pay", p->page->taxonomy, &pay);
    else
        rr__json_null(w, "pay");
    rr__json_notes(w, "pay_notes", p->page, step->occupation, "pay");
}

static void put_step(rr__json_out *w, const rr__pathing *p, const rr_path_step *step, size_t k)
{
    const rr_taxonomy *taxonomy = p->page->taxonomy;
    rr__planning plans = rr__planning_of_step(p, step);
    rr__json_open(w, NULL, '{');
    rr__json_int(w, "step", (int64_t)k + 1);
    rr__json_text(w, "occupation", rr__occupation_id(taxonomy, step->occupation));
    rr__json_codes(w, taxonomy, step->occupation);
    rr__json_text(w, "label", rr__label_of(p, step->occupation));
    rr__json_bool(w, "reached", step->reached != 0);
    rr__json_known(w, "readiness_before_ppm", step->readiness_before_ppm, step->readiness_before_ppm >= 0);
    rr__json_known(w, "readiness_ppm", step->readiness_ppm, step->readiness_ppm >= 0);
    rr__json_day(w, "start", step->start_day);
    rr__json_day(w, "ready", step->reached ? step->ready_day : -1);
    rr__json_day(w, "leave", step->leave_day);
    rr__json_int(w, "training_weeks", step->training_weeks);
    put_cost(w, step->unpaid_weeks, step->own_minor, step->own_if_granted_minor, step->income);
    put_pay(w, p, step);
    rr__json_exposure(w, taxonomy, step->occupation);
    rr__json_verdicts(w, plans.match, taxonomy, p->asked->plugins, p->page->options.lang);
    rr__json_plan_of(w, &plans, "plan", step->plan);
    rr__json_close(w, '}');
}

static void put_path(rr__json_out *w, const rr__pathing *p, const rr_path *path)
{
    rr__json_open(w, NULL, '{');
    rr__json_bool(w, "direct", path->direct != 0);
    rr__json_bool(w, "reaches", path->reaches != 0);
    rr__json_int(w, "weeks", path->weeks);
    put_cost(w, path->unpaid_weeks, path->own_minor, path->own_if_granted_minor, path->income);
    rr__json_open(w, "steps", '[');
    for (size_t k = 0; k < path->step_count; k++)
        put_step(w, p, &path->steps[k], k);
    rr__json_close(w, ']');
    rr__json_close(w, '}');
}

void rr__path_json(const rr__pathing *p)
{
    rr__json_out w;
    rr__page *page = p->page;
    const char *currency = rr__floor_currency(p);
    const rr_match_result *match = rr_plan_result_match(p->direct.result);
    rr__json_out_init(&w, &page->out, page->options.format == RR_FORMAT_JSON);
    rr__json_open(&w, NULL, '{');
    rr__json_result_head(&w, "reroute.path/1", match, page->taxonomy, p->profile, p->asked, &page->options);
    rr__json_open(&w, "matches", '[');
    rr__json_match(&w, p->direct.match, page->taxonomy, p->asked, page->options.lang, false);
    rr__json_close(&w, ']');
    rr__json_known(&w, "floor_minor", rr_path_floor(p->result), rr_path_floor(p->result) >= 0);
    rr__json_text(&w, "floor_currency", currency[0] == '\0' ? NULL : currency);
    rr__json_int(&w, "considered", rr_path_considered(p->result));
    rr__json_open(&w, "paths", '[');
    for (size_t i = 0; i < rr_path_count(p->result); i++)
        put_path(&w, p, rr_path_at(p->result, i));
    rr__json_close(&w, ']');
    rr__json_notices(&w, match, page->taxonomy, p->profile, p->asked, page->options.lang);
    rr__json_result_end(&w, &page->options);
}

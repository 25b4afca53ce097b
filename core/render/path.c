/* SPDX-License-Identifier: MIT */
/* rr_render_path: a path result in; text or HTML in the view asked for, JSON, CSV or TSV (a row for each step of each path) out. */
#include <string.h>

#include "render/path_page.h"
#include "taxonomy/block.h"

rr__planning rr__planning_of_step(const rr__pathing *p, const rr_path_step *step)
{
    rr__planning plans = rr__planning_of(p->page, step->plans, p->asked);
    plans.one = true;
    plans.shown = step->reached ? step->plan : rr__cheapest_plan(step->plans); /* what leads nowhere: as far as it leads */
    return plans;
}

const char *rr__label_of(const rr__pathing *p, uint32_t occupation)
{
    return rr_occupation_label(p->page->taxonomy, occupation, p->page->options.lang);
}

bool rr__step_pay(const rr__pathing *p, const rr_path_step *step, rr_pay *out)
{
    return step->pay != RR_NONE && rr_occupation_pay(p->page->taxonomy, step->occupation, step->pay, out);
}

const char *rr__floor_currency(const rr__pathing *p)
{
    const char *stated = rr_profile_constraints(p->profile)->currency;
    return stated[0] != '\0' ? stated : p->direct.limits->currency;
}

const char *rr__income_name(rr_income_state income)
{
    static const char *const names[] = {"no-floor", "met", "unknown", "below"};
    return names[income];
}

static void put_path(const rr__pathing *p, size_t index)
{
    rr__page *page = p->page;
    const rr_path *path = rr_path_at(p->result, index);
    rr__cell(page, rr_profile_id(p->profile), true);
    rr__cell_int(page, (int64_t)index + 1, false);
    rr__cell_int(page, path->direct, false);
    rr__cell_int(page, path->reaches, false);
    rr__cell_int(page, path->weeks, false);
    rr__cell_int(page, path->unpaid_weeks, false);
    rr__cell_int(page, path->own_minor, false);
    rr__cell_int(page, path->own_if_granted_minor, false);
    rr__cell(page, rr__income_name(path->income), false);
}

static void put_pay(const rr__pathing *p, const rr_path_step *step)
{
    rr__page *page = p->page;
    rr_pay pay = {.low_minor = -1, .high_minor = -1};
    rr_source source = {0};
    bool known = rr__step_pay(p, step, &pay);
    rr__cell_known(page, pay.low_minor, pay.low_minor >= 0);
    rr__cell_known(page, pay.high_minor, pay.high_minor >= 0);
    rr__cell(page, known ? pay.currency : "", false);
    rr__cell(page, known ? pay.period : "", false);
    rr__cell(page, known ? pay.place : "", false);
    rr__cell_known(page, pay.year, known);
    rr__cell(page, known && rr_taxonomy_source(page->taxonomy, pay.provenance.source, &source) ? source.id : "", false);
}

static void put_courses(const rr__pathing *p, const rr_path_step *step, bool titles)
{
    for (size_t k = 0; step->plan != NULL && k < step->plan->step_count; k++) {
        const rrp_course *course = step->plan->steps[k].offer.course;
        rr__buf_text(&p->page->line, k == 0 ? "" : "; ");
        rr__page_add(p->page, titles ? rr_plugin_text(&course->titles, p->page->options.lang) : course->id.p);
    }
    rr__cell_line(p->page);
}

static void put_step(const rr__pathing *p, const rr_path_step *step, size_t k)
{
    rr__page *page = p->page;
    rr__cell_int(page, (int64_t)k + 1, false);
    rr__cell(page, rr__occupation_id(page->taxonomy, step->occupation), false);
    rr__page_add(page, rr__label_of(p, step->occupation));
    rr__cell_line(page);
    rr__cell_int(page, step->reached, false);
    rr__cell_known(page, step->readiness_before_ppm, step->readiness_before_ppm >= 0);
    rr__cell_known(page, step->readiness_ppm, step->readiness_ppm >= 0);
    rr__cell_day(page, step->start_day);
    rr__cell_day(page, step->reached ? step->ready_day : -1);
    rr__cell_day(page, step->leave_day);
    rr__cell_int(page, step->training_weeks, false);
    rr__cell_int(page, step->unpaid_weeks, false);
    rr__cell_int(page, step->own_minor, false);
    rr__cell_int(page, step->own_if_granted_minor, false);
    rr__cell(page, rr__planning_of_step(p, step).limits->currency, false);
    rr__cell(page, rr__income_name(step->income), false);
    put_pay(p, step);
    rr__page_add_exposure(page, step->occupation);
    rr__cell_line(page);
    put_courses(p, step, false);
    put_courses(p, step, true);
    rr__cell_later_overrides(page, k == 0 ? NULL : rr_plan_result_match(p->direct.result), rr_plan_result_match(step->plans),
                             rr__planning_of_step(p, step).match);
}

static void put_table(const rr__pathing *p)
{
    static const char *const columns[] = {"profile", "path", "direct", "reaches", "path_weeks", "path_unpaid_weeks", "path_own_minor",
                                          "path_own_if_granted_minor", "path_income", "step", "occupation", "label", "reached",
                                          "readiness_before_ppm", "readiness_ppm", "start", "ready", "leave", "training_weeks", "unpaid_weeks",
                                          "own_minor", "own_if_granted_minor", "currency", "income", "pay_low_minor", "pay_high_minor",
                                          "pay_currency", "pay_period", "pay_place", "pay_year", "pay_source", "exposure", "courses", "titles", "overrides"};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        rr__cell(p->page, columns[i], i == 0);
    rr__row_end(p->page);
    for (size_t i = 0; i < rr_path_count(p->result); i++)
        for (size_t k = 0; k < rr_path_at(p->result, i)->step_count; k++) {
            put_path(p, i);
            put_step(p, &rr_path_at(p->result, i)->steps[k], k);
            rr__row_end(p->page);
        }
}

rr_status rr_render_path(const rr_path_result *result, const rr_taxonomy *taxonomy, const rr_profile *profile, const rr_match_options *asked,
                         const rr_render_options *options, const rr_sink *sink, rr_error *err)
{
    rr__page page;
    rr__page_init(&page, taxonomy, taxonomy->context, options);
    page.plugins = asked->plugins;
    rr__pathing p = {&page, result, profile, asked, rr__planning_of(&page, rr_path_at(result, 0)->steps[0].plans, asked)};
    if (options->format == RR_FORMAT_TEXT && options->view == RR_VIEW_CLIENT)
        rr__path_client(&p);
    else if (options->format == RR_FORMAT_TEXT)
        rr__path_text(&p);
    else if (options->format == RR_FORMAT_HTML)
        rr__path_html(&p);
    else if (options->format == RR_FORMAT_JSON || options->format == RR_FORMAT_JSONL)
        rr__path_json(&p);
    else
        put_table(&p);
    return rr__page_send(&page, sink, err);
}

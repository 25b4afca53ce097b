/* SPDX-License-Identifier: MIT */
/* rr_render_plan: a plan result in, text, JSON, CSV or TSV (a row for each step of each plan and for each skill that it
 * leaves open) or HTML out. */
#include <string.h>

#include "render/plan_page.h"
#include "taxonomy/block.h"

enum { PLAN_CELLS = 7, STEP_CELLS = 21, OPEN_CELLS = 4 };

static void put_bits(rr__page *page, uint32_t bits, const rr__bit_name *names)
{
    for (; names->name != NULL; names++) {
        if ((bits & names->bit) == 0)
            continue;
        rr__buf_text(&page->line, page->line.len == 0 ? "" : " ");
        rr__buf_text(&page->line, names->name);
    }
    rr__cell_line(page);
}

/* No plan at all: its cells are empty. */
static void put_plan(const rr__planning *p, const rr_profile *profile, size_t index)
{
    rr__page *page = p->page;
    const rr_plan *plan = rr_plan_at(p->result, index);
    rr__cell(page, rr_profile_id(profile), true);
    rr__cell(page, rr__occupation_id(page->taxonomy, p->match->occupation), false);
    if (plan == NULL) {
        rr__cells_empty(page, PLAN_CELLS);
        return;
    }
    rr__cell_int(page, (int64_t)index + 1, false);
    put_bits(page, plan->kinds, rr__kind_names);
    rr__cell_int(page, plan->viable, false);
    rr__cell_int(page, plan->readiness_ppm, false);
    rr__cell_int(page, plan->weeks, false);
    rr__cell_int(page, plan->own_minor, false);
    rr__cell_int(page, plan->own_if_granted_minor, false);
}

static void put_closes(const rr__planning *p, const rr_plan *plan, size_t k)
{
    const rr_plan_step *step = &plan->steps[k];
    for (size_t i = 0; i < step->closes_count; i++) {
        if (!rr__adds(plan, k, &step->closes[i]))
            continue;
        rr__buf_text(&p->page->line, p->page->line.len == 0 ? "" : "; ");
        rr__page_add(p->page, rr_descriptor_label(p->page->taxonomy, p->match->gap[step->closes[i].gap].descriptor, p->page->options.lang));
    }
    rr__cell_line(p->page);
}

static void put_after(rr__page *page, const rr_plan_step *step)
{
    for (size_t i = 0; i < step->before_count; i++) {
        rr__buf_text(&page->line, i == 0 ? "" : "; ");
        rr__page_int(page, (int64_t)step->before[i] + 1);
    }
    rr__cell_line(page);
}

static void put_questions(rr__page *page, const rr_plan_step *step)
{
    for (size_t i = 0; i < step->question_count; i++) {
        rr__buf_text(&page->line, i == 0 ? "" : " ");
        rr__page_plan_question(page, step, &step->questions[i]);
    }
    rr__cell_line(page);
}

/* Visible, so that nothing in a title acts on a terminal or turns the line around. */
static void put_visible(rr__page *page, const char *text)
{
    rr__page_add(page, text);
    rr__cell_line(page);
}

void rr__cells_step(const rr__planning *p, const rr_plan *plan, size_t k)
{
    const rr_plan_step *step = &plan->steps[k];
    rr__page *page = p->page;
    rr_plugin_info info = {0};
    const rrp_course *course = step->offer.course;
    rr__cell_int(page, (int64_t)k + 1, false);
    rr__cell(page, rr_plugins_at(page->plugins, step->offer.plugin, &info) ? info.id : "", false);
    rr__cell(page, course->id.p, false);
    put_visible(page, rr_plugin_text(&course->titles, page->options.lang));
    put_visible(page, step->offer.school == NULL ? "" : rr_plugin_text(&step->offer.school->names, page->options.lang));
    rr__cell(page, step->session->id.p, false);
    rr__cell_day(page, step->start_day);
    rr__cell_day(page, step->end_day);
    rr__cell_day(page, step->apply_by_day);
    rr__cell_known(page, step->hours, step->hours > 0);
    rr__cell_int(page, step->hours_per_week, false);
    put_bits(page, step->mode, rr__mode_names);
    rr__cell_known(page, step->price_minor, step->price_known != 0);
    rr__cell_int(page, step->fee_minor, false);
    rr__cell_int(page, step->granted_minor, false);
    rr__cell_int(page, step->own_minor, false);
    rr__cell(page, p->limits->currency, false);
    put_closes(p, plan, k);
    put_after(page, step);
    put_questions(page, step);
    rr__cell_int(page, rr__is_sample(page->plugins, &step->offer), false);
}

/* A skill that the plan, or where there is none, everything leaves open: why, and what would change that. */
static void put_open(const rr__planning *p, const rr_plan_open *open)
{
    rr__page *page = p->page;
    uint32_t descriptor = p->match->gap[open->gap].descriptor;
    rr__cells_empty(page, STEP_CELLS);
    rr__cell_overrides(page, rr_plan_result_match(p->result), p->match);
    rr__cell(page, "open", false);
    rr__cell(page, rr__descriptor_id(page->taxonomy, descriptor), false);
    put_visible(page, rr_descriptor_label(page->taxonomy, descriptor, page->options.lang));
    rr__cell(page, rr__reason_name(open->reason), false);
    rr__page_open_reason(p, open);
    rr__cell_line(page);
}

static void put_table(const rr__planning *p, const rr_profile *profile)
{
    static const char *const columns[] = {"profile", "occupation", "plan", "kinds", "viable", "readiness_ppm", "weeks", "plan_own_minor",
                                          "plan_own_if_granted_minor", "step", "plugin", "course", "title", "school", "session", "start", "end",
                                          "apply_by", "hours", "hours_per_week", "mode", "price_minor", "fee_minor", "granted_minor", "own_minor",
                                          "currency", "closes", "after", "questions", "illustrative", "overrides", "row", "open", "open_label", "reason", "reason_text"};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        rr__cell(p->page, columns[i], i == 0);
    rr__row_end(p->page);
    size_t count = rr_plan_count(p->result);
    for (size_t i = 0; i < (count == 0 ? 1 : count); i++) {
        const rr_plan *plan = rr_plan_at(p->result, i);
        for (size_t k = 0; plan != NULL && k < plan->step_count; k++) {
            put_plan(p, profile, i);
            rr__cells_step(p, plan, k);
            rr__cell_overrides(p->page, rr_plan_result_match(p->result), p->match);
            rr__cell(p->page, "step", false);
            rr__cells_empty(p->page, OPEN_CELLS);
            rr__row_end(p->page);
        }
        for (size_t k = 0; k < rr_plan_open_count(p->result); k++) {
            const rr_plan_open *open = rr_plan_open_at(p->result, k);
            if (plan != NULL && (open->plans & 1u << i) == 0)
                continue;
            put_plan(p, profile, i);
            put_open(p, open);
            rr__row_end(p->page);
        }
    }
}

rr_status rr_render_plan(const rr_plan_result *result, const rr_taxonomy *taxonomy, const rr_profile *profile, const rr_match_options *asked,
                         const rr_render_options *options, const rr_sink *sink, rr_error *err)
{
    rr__page page;
    rr__page_init(&page, taxonomy, taxonomy->context, options);
    page.plugins = asked->plugins;
    rr__planning p = rr__planning_of(&page, result, asked);
    if (options->format == RR_FORMAT_TEXT && options->view == RR_VIEW_CLIENT)
        rr__plan_client(&page, &p, profile);
    else if (options->format == RR_FORMAT_TEXT)
        rr__plan_text(&p, profile);
    else if (options->format == RR_FORMAT_HTML)
        rr__plan_html(&p, profile);
    else if (options->format == RR_FORMAT_JSON || options->format == RR_FORMAT_JSONL)
        rr__plan_json(&p, profile);
    else
        put_table(&p, profile);
    return rr__page_send(&page, sink, err);
}

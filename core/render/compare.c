/* SPDX-License-Identifier: MIT */
/* rr_render_comparison: compared roles in; text or HTML in the view asked for, JSON, CSV or TSV (a row for each role) out. */
#include <string.h>

#include "render/compare_parts.h"
#include "taxonomy/block.h"

static const rr__compare_limits client_limits = {5, 5, RR__COMPARE_ALL, 12, RR__COMPARE_ALL, false, false},
                                caseworker_limits = {12, RR__COMPARE_ALL, RR__COMPARE_ALL, RR__COMPARE_ALL, RR__COMPARE_ALL, false, false};

static void separate(rr__page *page)
{
    rr__buf_text(&page->line, page->line.len == 0 ? "" : "; ");
}

static void put_skills(rr__page *page, const rr_match *m)
{
    for (size_t i = 0; i < m->held_count; i++) {
        separate(page);
        rr__page_add(page, rr_descriptor_label(page->taxonomy, m->held[i].descriptor, page->options.lang));
    }
    rr__cell_line(page);
    for (size_t i = 0; i < m->gap_count; i++) {
        if (!m->gap[i].essential)
            continue;
        separate(page);
        rr__page_add(page, rr_descriptor_label(page->taxonomy, m->gap[i].descriptor, page->options.lang));
    }
    rr__cell_line(page);
}

static void put_choice(rr__page *page, const rr_plan *plan, const rr_training *t, int proven)
{
    bool known = plan != NULL;
    rr__cell_known(page, t->weeks, known);
    rr__cell_known(page, t->day_weeks, known);
    rr__cell_known(page, t->beside_work, known);
    rr__cell_known(page, known ? plan->own_minor : 0, known);
    rr__cell_known(page, known ? plan->own_if_granted_minor : 0, known);
    rr__cell_known(page, known ? plan->unknown_prices : 0, known);
    rr__cell_known(page, proven != 0, known);
}

/* Behind what stands in the cell. */
static void put_notes(rr__comparing_page *p, const rr_compared *c, const char *kind)
{
    rr_note note;
    for (uint32_t k = 0; rr__next_note(p, c, kind, &k, &note); k++) {
        separate(p->page);
        rr__page_add(p->page, note.text);
    }
    rr__cell_line(p->page);
}

static void put_job(rr__comparing_page *p, const rr_compared *c)
{
    rr__page *page = p->page;
    for (size_t i = 0; i < c->pay_count; i++) {
        separate(page);
        rr__page_compared_pay(p, c, &c->pays[i]);
    }
    put_notes(p, c, "pay");
    put_notes(p, c, "condition");
    rr__page_add_exposure(page, c->occupation);
    rr__cell_line(page);
    put_notes(p, c, "demand");
}

static void put_open(rr__comparing_page *p, const rr_compared *c, size_t k)
{
    rr__page *page = p->page;
    for (size_t i = 0; i < c->risk_count; i++) {
        separate(page);
        rr__page_risk(p, c, &c->risks[i]);
    }
    rr__cell_line(page);
    for (size_t i = 0; i < rr_ask_count(p->result); i++) {
        const rr_ask *ask = rr_ask_at(p->result, i);
        if ((ask->roles & 1u << k) == 0)
            continue;
        separate(page);
        rr__page_ask(p, ask);
    }
    rr__cell_line(page);
}

static void put_table(rr__comparing_page *p)
{
    static const char *const columns[] = {"profile", "occupation", "label", "readiness_ppm", "viable", "way", "held", "missing", "cheapest_weeks",
                                          "cheapest_day_weeks", "cheapest_beside_work", "cheapest_own_minor", "cheapest_own_if_granted_minor",
                                          "cheapest_unknown_prices", "cheapest_optimal", "fastest_weeks", "fastest_day_weeks",
                                          "fastest_beside_work", "fastest_own_minor", "fastest_own_if_granted_minor", "fastest_unknown_prices",
                                          "fastest_optimal", "currency", "pay", "conditions", "exposure", "openings", "risks", "questions", "overrides"};
    rr__page *page = p->page;
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        rr__cell(page, columns[i], i == 0);
    rr__row_end(page);
    for (size_t k = 0; k < rr_compared_count(p->result); k++) {
        const rr_compared *c = rr_compared_at(p->result, k);
        rr__cell(page, rr_profile_id(p->profile), true);
        rr__cell(page, rr__occupation_id(page->taxonomy, c->occupation), false);
        rr__page_add(page, rr_occupation_label(page->taxonomy, c->occupation, page->options.lang));
        rr__cell_line(page);
        rr__cell_known(page, c->match->readiness_ppm, c->match->readiness_ppm >= 0);
        rr__cell_int(page, c->match->viable, false);
        rr__cell(page, rr__way_name(c->way), false);
        put_skills(page, c->match);
        put_choice(page, c->cheapest, &c->cheapest_training, c->cheapest_proven);
        put_choice(page, c->fastest, &c->fastest_training, c->fastest_proven);
        rr__cell(page, rr__planning_of_role(p, c).limits->currency, false);
        put_job(p, c);
        put_open(p, c, k);
        rr__cell_overrides(page, rr_plan_result_match(c->plans), c->match);
        rr__row_end(page);
    }
}

rr_status rr_render_comparison(const rr_comparison *comparison, const rr_taxonomy *taxonomy, const rr_profile *profile,
                               const rr_match_options *asked, const rr_render_options *options, const rr_sink *sink, rr_error *err)
{
    rr__page page;
    bool shown = options->format == RR_FORMAT_TEXT || options->format == RR_FORMAT_HTML;
    rr__comparing_page p = {.page = &page, .result = comparison, .profile = profile, .asked = asked};
    p.client = shown && options->view == RR_VIEW_CLIENT;
    p.sources = !p.client && options->format != RR_FORMAT_JSON && options->format != RR_FORMAT_JSONL; /* in JSON they are keys of their own */
    p.most = p.client ? client_limits : caseworker_limits;
    rr__page_init(&page, taxonomy, taxonomy->context, options);
    page.options.view = p.client ? RR_VIEW_CLIENT : RR_VIEW_CASEWORKER; /* what programs read speaks of the person */
    page.plugins = asked->plugins;
    for (size_t k = 0; k < RR_COMPARE_MOST; k++)
        rr__buf_init_like(&p.cells[k], &page.out);
    if (options->format == RR_FORMAT_TEXT)
        rr__comparison_text(&p);
    else if (options->format == RR_FORMAT_HTML)
        rr__comparison_html(&p);
    else if (options->format == RR_FORMAT_JSON || options->format == RR_FORMAT_JSONL)
        rr__comparison_json(&p);
    else
        put_table(&p);
    for (size_t k = 0; k < RR_COMPARE_MOST; k++)
        rr__buf_finish(&p.cells[k]);
    return rr__page_send(&page, sink, err);
}

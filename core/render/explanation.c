/* SPDX-License-Identifier: MIT */
/* rr_render_explanation: why, why not and the smallest set of changes in; text, JSON, CSV, TSV or HTML out. */
#include <string.h>

#include "render/match_page.h"
#include "render/plan_parts.h"
#include "taxonomy/block.h"

enum { INDENT = 14, HELD_SHOWN = 12, GAP_SHOWN = 25, TERMS_SHOWN = 12 };

static void show_origin(rr__page *page, const rr_profile *profile, rr_origin origin, uint32_t job)
{
    static const rr__word_id labels[] = {RR__LABEL_INFERRED_PLAIN, RR__LABEL_STATED, RR__LABEL_VERIFIED, RR__LABEL_ESTIMATED};
    rr__buf_text(&page->line, page->options.lang == RR_LANG_ZH ? "，" : ", ");
    if (origin == RR_ORIGIN_INFERRED && job < rr_profile_job_count(profile)) {
        const rr_job *from = rr_profile_job(profile, job);
        rr__page_label(page, RR__LABEL_INFERRED,
                       from->occupation == RR_NONE ? from->title
                                                   : rr_occupation_label(page->taxonomy, from->occupation, page->options.lang),
                       NULL, NULL);
    } else {
        rr__page_label(page, labels[origin], NULL, NULL, NULL);
    }
}

static void show_why(rr__page *page, const rr_match *match, const rr_profile *profile)
{
    char written[32];
    rr__page_heading(page, RR__LABEL_WHY);
    for (size_t i = 0; i < match->held_count && i < HELD_SHOWN; i++) {
        const rr_held *held = &match->held[i];
        rr__page_add(page, rr_descriptor_label(page->taxonomy, held->descriptor, page->options.lang));
        if (held->level >= 0 && rr_level_format(page->taxonomy, held->descriptor, held->level, written, sizeof written) > 0) {
            rr__buf_text(&page->line, page->options.lang == RR_LANG_ZH ? "，" : ", ");
            rr__page_label(page, RR__LABEL_LEVEL, written, NULL, NULL);
        }
        show_origin(page, profile, held->origin, held->job);
        rr__page_decided(page, held->override);
        rr__page_flow(page, "+", 5, RR__PLAIN);
    }
}

static void show_way(rr__page *page, const rr_match *match)
{
    size_t shown = 0;
    rr__page_heading(page, RR__LABEL_WHY_NOT);
    for (size_t i = 0; i < match->gap_count && shown < GAP_SHOWN; i++) {
        if (!match->gap[i].essential && !page->options.verbose)
            continue;
        shown++;
        rr__page_gap_item(page, &match->gap[i]);
        if (match->gap[i].course_count > 0) {
            rr__buf_text(&page->line, rr__semicolon(page));
            rr__page_courses(page, &match->gap[i]);
        }
        rr__page_flow(page, "-", 5, RR__PLAIN);
    }
    for (size_t i = 0; i < match->verdict_count; i++)
        rr__page_verdict(page, match, &match->verdicts[i], INDENT);
    for (size_t i = 0; i < match->finding_count; i++)
        rr__page_finding(page, &match->findings[i], INDENT, true);
    rr__page_clipped(page, match, INDENT);
    rr__page_exposure(page, match->occupation, INDENT);
}

static bool is_ask(const rr_change *change)
{
    return change->kind == RR_CHANGE_ASK || change->kind == RR_CHANGE_ASK_RULE;
}

static const char *rule_text(const rr__page *page, const rrp_finding *finding, bool question)
{
    const char *asked = rr_plugin_text(&finding->questions, page->options.lang);
    return question && asked[0] != '\0' ? asked : rr_plugin_text(&finding->texts, page->options.lang);
}

const char *rr__change_text(const rr__page *page, const rr_match *match, const rr_change *change, bool question)
{
    if (change->kind == RR_CHANGE_RULE || change->kind == RR_CHANGE_ASK_RULE)
        return rule_text(page, match->findings[change->index].finding, question);
    uint32_t entry = match->verdicts[change->index].entry;
    const char *asked = rr_occupation_entry_question(page->taxonomy, match->occupation, entry, page->options.lang);
    return question && asked[0] != '\0' ? asked
                                        : rr_occupation_entry_text(page->taxonomy, match->occupation, entry, page->options.lang);
}

static void show_changes(rr__page *page, const rr_explanation *explanation, uint32_t threshold_ppm)
{
    char number[24], place[26];
    const rr_match *match = rr_explanation_match(explanation);
    rr__page_heading(page, RR__LABEL_SMALLEST);
    if (!rr_explanation_reachable(explanation)) {
        rr__page_label(page, RR__LABEL_UNREACHABLE, NULL, NULL, NULL);
        rr__page_flow(page, NULL, 3, RR__BAD);
    } else if (rr_explanation_change_count(explanation) == 0) {
        rr__page_label(page, RR__LABEL_NO_CHANGE, NULL, NULL, NULL);
        rr__page_flow(page, NULL, 3, RR__GOOD);
    }
    for (size_t i = 0; i < rr_explanation_change_count(explanation); i++) {
        const rr_change *change = rr_explanation_change(explanation, i);
        rr__number(place, (int64_t)i + 1);
        strcat(place, ".");
        if (change->kind == RR_CHANGE_GAP) {
            rr__page_label(page, RR__LABEL_CHANGE_GAP, "", NULL, NULL);
            rr__page_gap_item(page, &match->gap[change->index]);
        } else {
            bool ask = is_ask(change);
            rr__page_label(page, ask ? RR__LABEL_CHANGE_ASK : RR__LABEL_CHANGE_LAW, rr__change_text(page, match, change, ask), NULL, NULL);
        }
        if (change->kind == RR_CHANGE_GAP) {
            rr__buf_text(&page->line, rr__semicolon(page));
            rr__page_label(page, RR__LABEL_THEN_READINESS, rr__percent(number, change->readiness_ppm), NULL, NULL);
        }
        rr__page_flow(page, place, (uint32_t)strlen(place) + 4, RR__PLAIN);
    }
    rr__page_label(page, RR__LABEL_THRESHOLD, rr__percent(number, threshold_ppm), NULL, NULL);
    rr__page_flow(page, NULL, 3, RR__DIM);
}

static void show_contribution(rr__page *page, const rr_contribution *c, const rr_matcher *matcher, const rr_match_options *asked)
{
    static const rr__word_id labels[] = {RR__LABEL_REST,   RR__LABEL_SAME_WORK, RR__LABEL_SAME_TEXT, RR__LABEL_MEAN,
                                          RR__LABEL_OFFSET, RR__LABEL_CLAMP,     RR__LABEL_REST};
    char number[24], padded[32];
    rr_term term;
    rr__number(number, c->ppm);
    size_t pad = strlen(number) < 9 ? 9 - strlen(number) : 0;
    memset(padded, ' ', pad);
    memcpy(padded + pad, number, strlen(number) + 1);
    if (c->descriptor != RR_NONE)
        rr__page_add(page, rr_descriptor_label(page->taxonomy, c->descriptor, page->options.lang));
    else
        rr__page_label(page, labels[c->kind], NULL, NULL, NULL);
    rr__page_decided(page, c->override);
    if (c->term != RR_NONE && rr_matcher_term(matcher, c->term, asked->no_titles, asked->no_text, &term)) {
        rr__buf_text(&page->line, " [");
        rr__page_add(page, term.id);
        rr__buf_text(&page->line, "]");
    }
    rr__page_flow(page, padded, 14, RR__PLAIN);
}

/* The largest terms by name; what they leave goes into one line, so that the column adds up. */
static void show_sum(rr__page *page, const rr_match *match, const rr_matcher *matcher, const rr_match_options *asked)
{
    char number[24];
    int64_t left = match->fit_ppm;
    size_t shown = page->options.verbose || match->contribution_count < TERMS_SHOWN ? match->contribution_count : TERMS_SHOWN;
    rr__page_gap(page);
    rr__page_label(page, RR__LABEL_FIT_ADDS_UP, rr__number(number, match->fit_ppm), NULL, NULL);
    rr__page_flow(page, NULL, 0, RR__BOLD);
    for (size_t i = 0; i < shown; i++) {
        show_contribution(page, &match->contributions[i], matcher, asked);
        left -= match->contributions[i].ppm;
    }
    rr_contribution rest = {RR_CONTRIBUTION_REST, RR_NONE, RR_NONE, RR_ORIGIN_INFERRED, (int32_t)left, NULL};
    if (shown < match->contribution_count)
        show_contribution(page, &rest, matcher, asked);
}

static void put_text(rr__page *page, const rr_explanation *explanation, const rr_matcher *matcher, const rr_profile *profile,
                     const rr_match_options *asked)
{
    const rr_match *match = rr_explanation_match(explanation);
    rr_taxonomy_info info;
    char rank[24];
    rr_taxonomy_get_info(page->taxonomy, &info);
    rr__page_worker(page, profile, asked);
    rr__page_gap(page);
    rr__page_add(page, rr_occupation_label(page->taxonomy, match->occupation, page->options.lang));
    rr__buf_text(&page->line, "  ");
    rr__page_add(page, rr__occupation_id(page->taxonomy, match->occupation));
    rr__buf_text(&page->line, "  #");
    rr__buf_text(&page->line, match->rank == 0 ? "-" : rr__number(rank, match->rank));
    rr__buf_text(&page->line, "/");
    rr__page_int(page, (int64_t)rr_explanation_ranked(explanation));
    if (match->order != NULL) {
        rr__page_label(page, RR__LABEL_COMPUTED_RANK, rr__number(rank, match->computed_rank), NULL, NULL);
        rr__page_decided(page, match->order);
    }
    rr__page_flow(page, NULL, 0, RR__BOLD);
    rr__page_law_overrides(page, rr_explanation_result(explanation));
    rr__page_numbers(page, match);
    show_why(page, match, profile);
    show_way(page, match);
    show_changes(page, explanation, info.viable_readiness_ppm);
    if (rr_explanation_plan(explanation) != NULL) {
        rr__planning p = rr__planning_of(page, rr_explanation_plan(explanation), asked);
        rr__page_plan_summary(&p);
    }
    rr__page_first_courses(page, match, asked->date);
    show_sum(page, match, matcher, asked);
    rr__page_unmatched(page, profile);
    rr__page_overrides(page, rr_explanation_result(explanation));
    rr__page_plugins(page, rr_explanation_result(explanation), asked);
}

static void put_changes(rr__json_out *w, const rr_explanation *explanation, const rr_taxonomy *taxonomy)
{
    static const char *const kinds[] = {"gap", "law", "ask", "law", "ask"};
    const rr_match *match = rr_explanation_match(explanation);
    rr__json_bool(w, "reachable", rr_explanation_reachable(explanation) != 0);
    rr__json_open(w, "changes", '[');
    for (size_t i = 0; i < rr_explanation_change_count(explanation); i++) {
        const rr_change *change = rr_explanation_change(explanation, i);
        rr_entry entry;
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "kind", kinds[change->kind]);
        if (change->kind == RR_CHANGE_GAP)
            rr__json_text(w, "descriptor", rr__descriptor_id(taxonomy, match->gap[change->index].descriptor));
        else if (change->kind == RR_CHANGE_RULE || change->kind == RR_CHANGE_ASK_RULE)
            rr__json_text(w, "code", match->findings[change->index].finding->code.p);
        else if (rr_occupation_entry(taxonomy, match->occupation, match->verdicts[change->index].entry, &entry))
            rr__json_text(w, "code", entry.code);
        rr__json_int(w, "readiness_ppm", change->readiness_ppm);
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

static void put_terms(rr__json_out *w, const rr_matcher *matcher, const rr_match_options *asked)
{
    rr_term term;
    rr__json_open(w, "terms", '[');
    for (size_t i = 0; rr_matcher_term(matcher, i, asked->no_titles, asked->no_text, &term); i++) {
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "id", term.id);
        rr__json_int(w, "weight_ppm", term.weight_ppm);
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

static void put_json(rr__page *page, const rr_explanation *explanation, const rr_matcher *matcher, const rr_profile *profile,
                     const rr_match_options *asked)
{
    rr__json_out w;
    rr__json_out_init(&w, &page->out, page->options.format == RR_FORMAT_JSON);
    rr__json_open(&w, NULL, '{');
    rr__json_result_head(&w, "reroute.explain/1", rr_explanation_result(explanation), page->taxonomy, profile, asked, &page->options);
    rr__json_int(&w, "ranked", (int64_t)rr_explanation_ranked(explanation));
    rr__json_open(&w, "matches", '[');
    rr__json_match(&w, rr_explanation_match(explanation), page->taxonomy, asked, page->options.lang, true);
    rr__json_close(&w, ']');
    put_changes(&w, explanation, page->taxonomy);
    if (rr_explanation_plan(explanation) != NULL) {
        rr__planning p = rr__planning_of(page, rr_explanation_plan(explanation), asked);
        rr__json_plan_summary(&w, &p);
    } else {
        rr__json_null(&w, "cheapest_plan");
    }
    put_terms(&w, matcher, asked);
    rr__json_notices(&w, rr_explanation_result(explanation), page->taxonomy, profile, asked, page->options.lang);
    rr__json_result_end(&w, &page->options);
}

enum { OWN_COLUMNS = 4, STEP_COLUMNS = 21 };

/* The cheapest plan's steps, with the columns of a plan's own table. */
static void put_plan_rows(rr__page *page, const rr_explanation *explanation, const rr_match_options *asked)
{
    const rr_plan_result *result = rr_explanation_plan(explanation);
    const rr_plan *plan = result == NULL ? NULL : rr__cheapest_plan(result);
    if (plan == NULL)
        return;
    rr__planning p = rr__planning_of(page, result, asked);
    for (size_t k = 0; k < plan->step_count; k++) {
        rr__cell(page, "plan-step", true);
        rr__cells_empty(page, OWN_COLUMNS - 1);
        rr__cells_step(&p, plan, k);
        rr__row_end(page);
    }
}

static void put_table(rr__page *page, const rr_explanation *explanation, const rr_match_options *asked)
{
    static const char *const columns[] = {"kind", "descriptor", "ppm", "override", "step", "plugin", "course", "title", "school", "session", "start", "end",
                                          "apply_by", "hours", "hours_per_week", "mode", "price_minor", "fee_minor", "granted_minor", "own_minor",
                                          "currency", "closes", "after", "questions", "illustrative"};
    static const char *const kinds[] = {"descriptor", "titles", "text", "missing", "offset", "clamp", "rest"};
    const rr_match *match = rr_explanation_match(explanation);
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        rr__cell(page, columns[i], i == 0);
    rr__row_end(page);
    for (size_t i = 0; i < match->contribution_count; i++) {
        const rr_contribution *c = &match->contributions[i];
        rr__cell(page, kinds[c->kind], true);
        rr__cell(page, c->descriptor == RR_NONE ? "" : rr__descriptor_id(page->taxonomy, c->descriptor), false);
        rr__cell_int(page, c->ppm, false);
        rr__cell(page, c->override == NULL ? "" : c->override->reason, false);
        rr__cells_empty(page, STEP_COLUMNS);
        rr__row_end(page);
    }
    rr__rows_overrides(page, rr_explanation_result(explanation), STEP_COLUMNS);
    put_plan_rows(page, explanation, asked);
}

rr_status rr_render_explanation(const rr_explanation *explanation, const rr_matcher *matcher, const rr_taxonomy *taxonomy,
                                const rr_profile *profile, const rr_match_options *asked, const rr_render_options *options,
                                const rr_sink *sink, rr_error *err)
{
    rr__page page;
    rr__match_page shown = {rr_explanation_result(explanation), rr_explanation_match(explanation), profile, asked, explanation, matcher, NULL};
    rr__page_init(&page, taxonomy, taxonomy->context, options);
    page.plugins = asked->plugins;
    if (options->format == RR_FORMAT_TEXT && options->view == RR_VIEW_CLIENT)
        rr__explanation_client_text(&page, &shown);
    else if (options->format == RR_FORMAT_TEXT)
        put_text(&page, explanation, matcher, profile, asked);
    else if (options->format == RR_FORMAT_HTML)
        rr__explanation_html(&page, &shown);
    else if (options->format == RR_FORMAT_JSON || options->format == RR_FORMAT_JSONL)
        put_json(&page, explanation, matcher, profile, asked);
    else
        put_table(&page, explanation, asked);
    return rr__page_send(&page, sink, err);
}

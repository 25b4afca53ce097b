/* SPDX-License-Identifier: MIT */
/* rr_render_match: a match result in, text, JSON, CSV, TSV or HTML out. */
#include "render/match_page.h"
#include "taxonomy/block.h"

static void put_labels(rr__page *page, const rr_match *match, bool held)
{
    size_t count = held ? match->held_count : match->gap_count;
    rr__page_forget(page);
    for (size_t i = 0, shown = 0; i < count && shown < 5; i++) {
        if (!held && !match->gap[i].essential)
            continue;
        rr__buf_text(&page->line, shown++ == 0 ? "" : "; ");
        rr__buf_text(&page->line, rr_descriptor_label(page->taxonomy, held ? match->held[i].descriptor : match->gap[i].descriptor,
                                                      page->options.lang));
    }
    rr__cell(page, page->line.len == 0 ? "" : page->line.data, false);
    rr__page_forget(page);
}

static int64_t count_verdicts(const rr_match *match, rr_verdict_state state)
{
    int64_t count = 0;
    for (size_t i = 0; i < match->verdict_count; i++)
        count += match->verdicts[i].state == state;
    for (size_t i = 0; i < match->finding_count; i++)
        count += (match->findings[i].finding->flags & RRP_INFORMATION) == 0 && match->findings[i].finding->state == (uint32_t)state;
    return count;
}

/* A role that an override leaves out has no rank. */
static void put_row(rr__page *page, const rr_match_result *result, const rr_match *m, const rr_profile *profile)
{
    rr__cell(page, rr_profile_id(profile), true);
    if (m->rank == 0)
        rr__cell(page, "", false);
    else
        rr__cell_int(page, m->rank, false);
    rr__cell(page, rr__occupation_id(page->taxonomy, m->occupation), false);
    rr__cell(page, rr_occupation_label(page->taxonomy, m->occupation, page->options.lang), false);
    rr__cell_int(page, m->score_ppm, false);
    rr__cell_int(page, m->fit_ppm, false);
    rr__cell_int(page, m->fit_percentile_ppm, false);
    if (m->readiness_ppm < 0)
        rr__cell(page, "", false);
    else
        rr__cell_int(page, m->readiness_ppm, false);
    rr__cell_int(page, m->viable, false);
    rr__cell_int(page, count_verdicts(m, RR_VERDICT_UNMET), false);
    rr__cell_int(page, count_verdicts(m, RR_VERDICT_UNKNOWN), false);
    put_labels(page, m, true);
    put_labels(page, m, false);
    rr__cell_int(page, m->computed_rank, false);
    rr__cell_overrides(page, result, m);
    rr__row_end(page);
}

static void put_table(rr__page *page, const rr_match_result *result, const rr_profile *profile)
{
    static const char *const columns[] = {"profile", "rank", "occupation", "label", "score_ppm", "fit_ppm",
                                          "fit_percentile_ppm", "readiness_ppm", "viable", "unmet", "unknown", "held", "missing", "computed_rank", "overrides"};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        rr__cell(page, columns[i], i == 0);
    rr__row_end(page);
    for (size_t i = 0; i < rr_match_count(result); i++)
        put_row(page, result, rr_match_at(result, i), profile);
    for (size_t i = 0; i < rr_match_left_out_count(result); i++)
        put_row(page, result, rr_match_left_out(result, i), profile);
}

rr_status rr_render_match(const rr_match_result *result, const rr_taxonomy *taxonomy, const rr_profile *profile,
                          const rr_match_options *asked, const rr_render_options *options, const rr_sink *sink, rr_error *err)
{
    rr__page page;
    rr__match_page shown = {.result = result, .profile = profile, .asked = asked};
    rr__page_init(&page, taxonomy, taxonomy->context, options);
    page.plugins = asked->plugins;
    if (options->format == RR_FORMAT_TEXT && options->view == RR_VIEW_CLIENT)
        rr__match_client_text(&page, &shown);
    else if (options->format == RR_FORMAT_TEXT)
        rr__match_text(&page, result, profile, asked);
    else if (options->format == RR_FORMAT_HTML)
        rr__match_html(&page, &shown);
    else if (options->format == RR_FORMAT_JSON || options->format == RR_FORMAT_JSONL)
        rr__match_json(&page, result, profile, asked);
    else
        put_table(&page, result, profile);
    return rr__page_send(&page, sink, err);
}

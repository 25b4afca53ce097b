/* SPDX-License-Identifier: MIT */
/* rr_render_trial: the same match without and with a plugin in; what it changes, side by side, out. */
#include <string.h>

#include "render/page.h"
#include "taxonomy/block.h"

static const rr_match *find_role(const rr_match_result *result, uint32_t occupation)
{
    for (size_t i = 0; i < rr_match_count(result); i++)
        if (rr_match_at(result, i)->occupation == occupation)
            return rr_match_at(result, i);
    return NULL;
}

static void add_change(rr__page *page, int64_t before, int64_t after, bool percent)
{
    char a[24], b[24];
    rr__buf_text(&page->line, percent ? rr__percent(a, before) : rr__number(a, before));
    if (before == after)
        return;
    rr__buf_text(&page->line, " -> ");
    rr__buf_text(&page->line, percent ? rr__percent(b, after) : rr__number(b, after));
}

static void put_text(rr__page *page, const rr_match_result *before, const rr_match_result *after, const rr_match_options *asked, uint32_t top)
{
    size_t same = 0, moved = 0, shown = 0;
    for (size_t i = 0; i < rr_match_count(after); i++) {
        const rr_match *m = rr_match_at(after, i), *was = find_role(before, m->occupation);
        bool changed = was == NULL || was->rank != m->rank || was->score_ppm != m->score_ppm || m->finding_count > 0;
        bool own = was == NULL || was->rank != m->rank || was->score_ppm != m->score_ppm;
        for (size_t f = 0; f < m->finding_count; f++)
            own = own || !rr__is_shared(after, &m->findings[f]);
        same += !changed;
        moved += was != NULL && was->rank != m->rank;
        if (!own || (shown++ >= top && top > 0))
            continue;
        rr__page_gap(page);
        rr__page_label(page, RR__LABEL_RANK, NULL, NULL, NULL);
        rr__buf_char(&page->line, ' ');
        add_change(page, was == NULL ? m->rank : was->rank, m->rank, false);
        rr__buf_text(&page->line, "  ");
        rr__page_add(page, rr_occupation_label(page->taxonomy, m->occupation, page->options.lang));
        rr__buf_text(&page->line, "  ");
        rr__page_add(page, rr__occupation_id(page->taxonomy, m->occupation));
        rr__page_flow(page, NULL, 0, RR__BOLD);
        add_change(page, was == NULL ? m->fit_ppm : was->score_ppm, m->score_ppm, true);
        rr__buf_text(&page->line, " %");
        rr__page_flow(page, rr__word(page->options.lang, RR__LABEL_SCORE_HEAD), 14, RR__PLAIN);
        for (size_t f = 0; f < m->finding_count; f++)
            if (!rr__is_shared(after, &m->findings[f]))
                rr__page_finding(page, &m->findings[f], 14, true);
        rr__page_clipped(page, m, 14);
        const rr_gap_item *items[3];
        size_t count = 0;
        for (size_t g = 0; g < m->gap_count && count < 3; g++)
            if (m->gap[g].course_count > 0)
                items[count++] = &m->gap[g];
        rr__page_course_lines(page, items, count, 14);
    }
    char a[24], b[24];
    rr__page_gap(page);
    rr__page_label(page, RR__LABEL_TRIAL_SUM, rr__number(a, (int64_t)moved), rr__number(b, (int64_t)same), NULL);
    rr__page_flow(page, NULL, 0, RR__BOLD);
    for (size_t i = 0; i < rr_plugins_count(page->plugins); i++)
        rr__page_unknown(page, page->plugins, i);
    rr__page_shared(page, after);
    rr__page_plugins(page, after, asked);
}

static void put_json(rr__page *page, const rr_match_result *before, const rr_match_result *after, const rr_profile *profile,
                     const rr_match_options *asked)
{
    rr__json_out w;
    rr__json_out_init(&w, &page->out, page->options.format == RR_FORMAT_JSON);
    rr__json_open(&w, NULL, '{');
    rr__json_result_head(&w, "reroute.trial/1", after, page->taxonomy, profile, asked, &page->options);
    rr__json_open(&w, "roles", '[');
    for (size_t i = 0; i < rr_match_count(after); i++) {
        const rr_match *m = rr_match_at(after, i), *was = find_role(before, m->occupation);
        rr__json_open(&w, NULL, '{');
        rr__json_text(&w, "occupation", rr__occupation_id(page->taxonomy, m->occupation));
        rr__json_int(&w, "rank_before", was == NULL ? 0 : was->rank);
        rr__json_int(&w, "rank", m->rank);
        rr__json_int(&w, "score_before_ppm", was == NULL ? m->fit_ppm : was->score_ppm);
        rr__json_int(&w, "score_ppm", m->score_ppm);
        rr__json_adjustments(&w, m, page->plugins, page->options.lang);
        rr__json_open(&w, "verdicts", '[');
        rr__json_findings(&w, m, page->plugins, page->options.lang);
        rr__json_close(&w, ']');
        rr__json_close(&w, '}');
    }
    rr__json_close(&w, ']');
    rr__json_open(&w, "unknown_names", '[');
    for (size_t i = 0; i < rr_plugins_count(page->plugins); i++)
        rr__json_unknown(&w, page->plugins, i);
    rr__json_close(&w, ']');
    rr__json_notices(&w, after, page->taxonomy, profile, asked, page->options.lang);
    rr__json_close(&w, '}');
    rr__buf_char(&page->out, '\n');
}

rr_status rr_render_trial(const rr_match_result *before, const rr_match_result *after, uint32_t top, const rr_taxonomy *taxonomy,
                          const rr_profile *profile, const rr_match_options *asked, const rr_render_options *options,
                          const rr_sink *sink, rr_error *err)
{
    rr__page page;
    rr__page_init(&page, taxonomy, taxonomy->context, options);
    page.plugins = asked->plugins;
    if (options->format == RR_FORMAT_TEXT) {
        rr__page_worker(&page, profile, asked);
        put_text(&page, before, after, asked, top);
    } else {
        put_json(&page, before, after, profile, asked);
    }
    return rr__page_send(&page, sink, err);
}

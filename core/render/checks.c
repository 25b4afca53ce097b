/* SPDX-License-Identifier: MIT */
/* rr_render_checks: verdicts of a plugin's checks in; text, JSON, CSV or TSV out. */
#include "render/page.h"

static const rr__style styles[] = {RR__GOOD, RR__BAD, RR__BAD, RR__DIM, RR__DOUBT};
static const rr__word_id labels[] = {RR__LABEL_CHECK_PASS, RR__LABEL_CHECK_FAIL, RR__LABEL_CHECK_CRASH, RR__LABEL_CHECK_SKIP, RR__LABEL_CHECK_WARNING};

static void put_text(rr__page *page, const rr_checked *results, size_t count)
{
    size_t sums[5] = {0};
    char number[24];
    rr_check check;
    for (size_t i = 0; i < count; i++) {
        const rr_checked *r = &results[i];
        bool bad = r->state != RR_CHECK_PASS && r->state != RR_CHECK_SKIP;
        rr_check_at(r->index, page->options.lang, &check);
        sums[r->state]++;
        rr__page_add(page, check.id);
        if (r->detail[0] != '\0' && (bad || page->options.verbose)) {
            rr__buf_text(&page->line, page->options.lang == RR_LANG_ZH ? "：" : ": ");
            rr__page_add(page, r->detail);
        }
        rr__page_flow(page, rr__word(page->options.lang, labels[r->state]), 10, styles[r->state]);
        if (!bad)
            continue;
        rr__page_add(page, check.why);
        rr__page_flow(page, NULL, 10, RR__PLAIN);
        rr__page_add(page, check.hint);
        rr__page_flow(page, NULL, 10, RR__PLAIN);
    }
    rr__page_gap(page);
    for (int state = 0; state < 5; state++) {
        rr__buf_text(&page->line, state == 0 ? "" : page->options.lang == RR_LANG_ZH ? "，" : ", ");
        rr__buf_text(&page->line, rr__number(number, (int64_t)sums[state]));
        rr__buf_char(&page->line, ' ');
        rr__page_label(page, labels[state], NULL, NULL, NULL);
    }
    rr__page_flow(page, NULL, 0, sums[RR_CHECK_FAIL] + sums[RR_CHECK_CRASH] > 0 ? RR__BAD : RR__GOOD);
}

static void put_json(rr__page *page, const rr_checked *results, size_t count)
{
    rr__json_out w;
    rr_check check;
    rr__json_out_init(&w, &page->out, page->options.format == RR_FORMAT_JSON);
    rr__json_open(&w, NULL, '{');
    rr__json_text(&w, "schema", "reroute.checks/1");
    rr__json_text(&w, "engine", rr_version());
    rr__json_open(&w, "checks", '[');
    for (size_t i = 0; i < count; i++) {
        rr_check_at(results[i].index, page->options.lang, &check);
        rr__json_open(&w, NULL, '{');
        rr__json_text(&w, "id", check.id);
        rr__json_text(&w, "group", check.group);
        rr__json_text(&w, "state", rr_check_state_name(results[i].state));
        rr__json_text(&w, "detail", results[i].detail[0] == '\0' ? NULL : results[i].detail);
        rr__json_text(&w, "why", check.why);
        rr__json_text(&w, "hint", check.hint);
        rr__json_close(&w, '}');
    }
    rr__json_close(&w, ']');
    rr__json_close(&w, '}');
    rr__buf_char(&page->out, '\n');
}

static void put_table(rr__page *page, const rr_checked *results, size_t count)
{
    static const char *const columns[] = {"id", "group", "state", "detail"};
    rr_check check;
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        rr__cell(page, columns[i], i == 0);
    rr__row_end(page);
    for (size_t i = 0; i < count; i++) {
        rr_check_at(results[i].index, page->options.lang, &check);
        rr__cell(page, check.id, true);
        rr__cell(page, check.group, false);
        rr__cell(page, rr_check_state_name(results[i].state), false);
        rr__cell(page, results[i].detail, false);
        rr__row_end(page);
    }
}

rr_status rr_render_checks(rr_context *context, const rr_checked *results, size_t count, const rr_render_options *options,
                           const rr_sink *sink, rr_error *err)
{
    rr__page page;
    rr__page_init(&page, NULL, context, options);
    if (options->format == RR_FORMAT_TEXT)
        put_text(&page, results, count);
    else if (options->format == RR_FORMAT_JSON || options->format == RR_FORMAT_JSONL)
        put_json(&page, results, count);
    else
        put_table(&page, results, count);
    return rr__page_send(&page, sink, err);
}

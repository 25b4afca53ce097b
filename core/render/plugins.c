/* SPDX-License-Identifier: MIT */
/* rr_render_plugins: opened plugins in; what each is, its state and why, as text, JSON, CSV or TSV out. */
#include <string.h>

#include "render/page.h"
#include "taxonomy/block.h"

static void add_kinds(rr__page *page, const rr_plugin_info *info)
{
    char number[24];
    const char *comma = page->options.lang == RR_LANG_ZH ? "，" : ", ";
    if (info->course_count > 0) {
        rr__buf_text(&page->line, comma);
        rr__page_label(page, RR__LABEL_COURSES_OFFERED, rr__number(number, info->course_count), NULL, NULL);
    }
    if (info->rule_count > 0) {
        rr__buf_text(&page->line, comma);
        rr__page_label(page, RR__LABEL_RULES, rr__number(number, info->rule_count), NULL, NULL);
    }
    if (info->refused_count > 0) {
        rr__buf_text(&page->line, comma);
        rr__page_label(page, RR__LABEL_ROWS_REFUSED, rr__number(number, info->refused_count), NULL, NULL);
    }
    if (info->illustrative)
        rr__page_label(page, RR__LABEL_SAMPLE, NULL, NULL, NULL);
}

void rr__page_unknown(rr__page *page, const rr_plugins *plugins, size_t index)
{
    char number[24];
    uint32_t times = 0;
    size_t count = rr_plugins_unknown_count(plugins, index);
    if (count == 0)
        return;
    rr__page_label(page, RR__LABEL_UNKNOWN_NAMES, rr__number(number, (int64_t)count), NULL, NULL);
    for (size_t k = 0; k < count && (k < 8 || page->options.verbose); k++) {
        rr__buf_text(&page->line, k == 0 ? " " : ", ");
        rr__page_add(page, rr_plugins_unknown(plugins, index, k, &times));
    }
    rr__page_flow(page, NULL, 3, RR__DOUBT);
}

static void put_text(rr__page *page, const rr_plugins *plugins)
{
    char detail[2048];
    rr_plugin_info info;
    rr_lang lang = page->options.lang;
    for (size_t i = 0; rr_plugins_at(plugins, i, &info); i++) {
        bool good = strcmp(info.state, "ok") == 0;
        rr__page_add(page, info.id);
        rr__buf_char(&page->line, ' ');
        rr__page_add(page, info.version);
        rr__buf_text(&page->line, "  ");
        rr__page_add(page, rr_plugins_name(plugins, i, lang));
        rr__page_flow(page, NULL, 0, RR__BOLD);
        rr__page_add(page, info.state);
        rr__buf_text(&page->line, lang == RR_LANG_ZH ? "：" : ": ");
        rr__page_add(page, rr_plugins_state_text(info.state, lang));
        if (good) {
            add_kinds(page, &info);
            rr__buf_text(&page->line, lang == RR_LANG_ZH ? "，" : ", ");
            rr__page_label(page, RR__LABEL_ISOLATION, info.isolation, NULL, NULL);
        }
        rr__page_flow(page, NULL, 3, good ? RR__GOOD : strcmp(info.state, "not-served") == 0 ? RR__PLAIN : RR__BAD);
        if (info.detail[0] != '\0') {
            rr_plugins_detail(plugins, i, info.detail, lang, detail, sizeof detail);
            rr__page_add(page, detail);
            rr__page_flow(page, NULL, 3, RR__PLAIN);
        }
        rr__page_unknown(page, plugins, i);
        rr__page_add(page, info.regions);
        rr__buf_text(&page->line, info.regions[0] == '\0' ? "" : "  ");
        rr__page_add(page, info.folder);
        rr__page_flow(page, NULL, 3, RR__DIM);
    }
    if (rr_plugins_count(plugins) == 0) {
        rr__page_label(page, RR__LABEL_NO_PLUGINS, NULL, NULL, NULL);
        rr__page_flow(page, NULL, 0, RR__PLAIN);
    }
}

void rr__json_unknown(rr__json_out *w, const rr_plugins *plugins, size_t index)
{
    uint32_t times = 0;
    for (size_t k = 0; k < rr_plugins_unknown_count(plugins, index); k++) {
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "name", rr_plugins_unknown(plugins, index, k, &times));
        rr__json_int(w, "times", times);
        rr__json_close(w, '}');
    }
}

static void put_kinds(rr__json_out *w, uint32_t kinds)
{
    static const struct { uint32_t bit; const char *name; } names[] = {
        {RR_PLUGIN_COURSES, "courses"}, {RR_PLUGIN_SCORING, "scoring"}, {RR_PLUGIN_FUNDING, "funding"}};
    rr__json_open(w, "kinds", '[');
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if ((kinds & names[i].bit) != 0)
            rr__json_text(w, NULL, names[i].name);
    rr__json_close(w, ']');
}

static void put_json(rr__page *page, const rr_plugins *plugins)
{
    rr_plugin_info info;
    rr__json_out w;
    rr__json_out_init(&w, &page->out, page->options.format == RR_FORMAT_JSON);
    rr__json_open(&w, NULL, '{');
    rr__json_text(&w, "schema", "reroute.plugins/1");
    rr__json_text(&w, "engine", rr_version());
    rr__json_open(&w, "plugins", '[');
    for (size_t i = 0; rr_plugins_at(plugins, i, &info); i++) {
        rr__json_open(&w, NULL, '{');
        rr__json_text(&w, "id", info.id);
        rr__json_text(&w, "version", info.version);
        rr__json_text(&w, "name", rr_plugins_name(plugins, i, page->options.lang));
        rr__json_text(&w, "vendor", info.vendor);
        rr__json_text(&w, "licence", info.licence);
        rr__json_text(&w, "regions", info.regions);
        rr__json_text(&w, "folder", info.folder);
        rr__json_text(&w, "sha256", info.sha256[0] == '\0' ? NULL : info.sha256);
        rr__json_text(&w, "status", info.state);
        rr__json_text(&w, "detail", info.detail[0] == '\0' ? NULL : info.detail);
        rr__json_text(&w, "isolation", info.isolation[0] == '\0' ? NULL : info.isolation);
        put_kinds(&w, info.kinds);
        rr__json_bool(&w, "illustrative", info.illustrative != 0);
        rr__json_int(&w, "courses", info.course_count);
        rr__json_int(&w, "refused_rows", info.refused_count);
        rr__json_int(&w, "rules", info.rule_count);
        rr__json_open(&w, "unknown_names", '[');
        rr__json_unknown(&w, plugins, i);
        rr__json_close(&w, ']');
        rr__json_close(&w, '}');
    }
    rr__json_close(&w, ']');
    rr__json_close(&w, '}');
    rr__buf_char(&page->out, '\n');
}

static void put_table(rr__page *page, const rr_plugins *plugins)
{
    static const char *const columns[] = {"id", "version", "status", "isolation", "courses", "rules", "folder"};
    rr_plugin_info info;
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        rr__cell(page, columns[i], i == 0);
    rr__row_end(page);
    for (size_t i = 0; rr_plugins_at(plugins, i, &info); i++) {
        rr__cell(page, info.id, true);
        rr__cell(page, info.version, false);
        rr__cell(page, info.state, false);
        rr__cell(page, info.isolation, false);
        rr__cell_int(page, info.course_count, false);
        rr__cell_int(page, info.rule_count, false);
        rr__cell(page, info.folder, false);
        rr__row_end(page);
    }
}

rr_status rr_render_plugins(const rr_plugins *plugins, const rr_taxonomy *taxonomy, const rr_render_options *options, const rr_sink *sink, rr_error *err)
{
    rr__page page;
    rr__page_init(&page, taxonomy, taxonomy->context, options);
    if (options->format == RR_FORMAT_TEXT)
        put_text(&page, plugins);
    else if (options->format == RR_FORMAT_JSON || options->format == RR_FORMAT_JSONL)
        put_json(&page, plugins);
    else
        put_table(&page, plugins);
    return rr__page_send(&page, sink, err);
}

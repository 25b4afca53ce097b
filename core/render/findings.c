/* SPDX-License-Identifier: MIT */
/* What the region's plugins say of a role in; lines of text and JSON out: findings, adjustments, courses for what is
 * missing, and which plugins took part. */
#include <string.h>

#include "render/page.h"

static const char *plugin_id(const rr_plugins *plugins, uint32_t index, rr_plugin_info *info)
{
    return rr_plugins_at(plugins, index, info) ? info->id : "";
}

static rr__word_id confidence_label(uint32_t confidence)
{
    return confidence == RRP_HIGH ? RR__LABEL_HIGH : confidence == RRP_MEDIUM ? RR__LABEL_MEDIUM : RR__LABEL_LOW;
}

static bool is_information(const rrp_finding *f)
{
    return (f->flags & RRP_INFORMATION) != 0;
}

/* " [source, confidence; plugin]" */
static void add_source(rr__page *page, const rr_rule_finding *said, bool whole)
{
    rr_plugin_info info;
    const rrp_finding *f = said->finding;
    rr__buf_text(&page->line, rr__between(page, " [", "【"));
    if (whole && f->source.n > 0) {
        rr__page_add(page, f->source.p);
        if (f->confidence != 0) {
            rr__buf_text(&page->line, rr__between(page, ", ", "，"));
            rr__page_label(page, confidence_label(f->confidence), NULL, NULL, NULL);
        }
        rr__buf_text(&page->line, rr__between(page, "; ", "；"));
    }
    rr__page_add(page, plugin_id(page->plugins, said->plugin, &info)); /* its courses may be samples; its rules cite a source */
    rr__buf_text(&page->line, rr__between(page, "]", "】"));
}

static void add_delta(rr__page *page, int64_t delta)
{
    char number[24];
    rr__buf_text(&page->line, delta < 0 ? "-" : "+");
    rr__buf_text(&page->line, rr__percent(number, delta < 0 ? -delta : delta));
    rr__buf_text(&page->line, rr__between(page, " %: ", "%："));
}

void rr__page_finding(rr__page *page, const rr_rule_finding *said, uint32_t indent, bool source)
{
    static const rr__word_id classes[] = {RR__LABEL_LAW, RR__LABEL_LAW, RR__LABEL_CUSTOM, RR__LABEL_PROGRAMME};
    static const rr__style styles[] = {RR__DOUBT, RR__GOOD, RR__BAD};
    const rrp_finding *f = said->finding;
    rr__word_id head = is_information(f) ? RR__LABEL_TO_KNOW : f->delta_ppm != 0 ? RR__LABEL_ADJUSTED : classes[f->rule_class & 3];
    rr__style style = is_information(f) || f->delta_ppm != 0 ? RR__PLAIN : styles[f->state % 3];
    const char *question = rr_plugin_text(&f->questions, page->options.lang);
    if (f->delta_ppm != 0) {
        add_delta(page, f->delta_ppm);
    } else if (!is_information(f)) {
        rr__page_state(page, (rr_verdict_state)(f->state % 3), said->override, said->computed);
    }
    rr__page_add(page, rr_plugin_text(&f->texts, page->options.lang));
    if (f->state == RRP_UNKNOWN && question[0] != '\0') {
        rr__buf_text(&page->line, rr__between(page, ". ", "。"));
        rr__page_label(page, RR__LABEL_ASK, question, NULL, NULL);
    }
    add_source(page, said, source);
    rr__page_decided(page, said->override);
    rr__page_flow(page, rr__word(page->options.lang, head), indent, style);
}

void rr__page_clipped(rr__page *page, const rr_match *match, uint32_t indent)
{
    if (match->clipped_ppm == 0)
        return;
    add_delta(page, match->clipped_ppm);
    rr__page_label(page, RR__LABEL_CLIPPED, NULL, NULL, NULL);
    rr__page_flow(page, rr__word(page->options.lang, RR__LABEL_ADJUSTED), indent, RR__PLAIN);
}

/* "TITLE (SCHOOL, 1800 CNY, sample data)" */
static void add_offer(rr__page *page, const rr_offer *offer)
{
    rr_plugin_info info;
    rr__page_add(page, rr_plugin_text(&offer->course->titles, page->options.lang));
    rr__buf_text(&page->line, rr__between(page, " (", "（"));
    if (offer->school != NULL) {
        rr__page_add(page, rr_plugin_text(&offer->school->names, page->options.lang));
        rr__buf_text(&page->line, rr__between(page, ", ", "，"));
    }
    rr__page_price(page, (offer->course->has & RRP_COURSE_PRICE) != 0, offer->course->price_minor, offer->course->currency);
    plugin_id(page->plugins, offer->plugin, &info);
    if (rr__is_sample(page->plugins, offer))
        rr__page_label(page, RR__LABEL_SAMPLE, NULL, NULL, NULL);
    rr__buf_text(&page->line, rr__between(page, ")", "）"));
}

void rr__page_courses(rr__page *page, const rr_gap_item *item)
{
    char number[24];
    rr__page_label(page, item->course_count == 1 ? RR__LABEL_ONE_COURSE : RR__LABEL_COURSE_COUNT, rr__number(number, item->course_count),
                   NULL, NULL);
    if (item->first_course.course == NULL)
        return;
    rr__page_label(page, item->course_count == 1 ? RR__LABEL_IT : RR__LABEL_THE_FIRST, NULL, NULL, NULL);
    add_offer(page, &item->first_course);
}

/* A line for each first course: "NAME: 3 courses, the first: ..." or, where one is the first of several items, "NAME: 3
 * courses; NAME: 2 courses; the first of each: ...". */
void rr__page_course_lines(rr__page *page, const rr_gap_item *const *items, size_t count, uint32_t indent)
{
    char number[24];
    const char *head = rr__word(page->options.lang, RR__LABEL_COURSES);
    for (size_t i = 0; i < count; i++) {
        size_t together = 0;
        bool done = false;
        for (size_t k = 0; k < i; k++)
            done = done || items[k]->first_course.course == items[i]->first_course.course;
        for (size_t k = i; k < count && !done; k++) {
            if (items[k]->first_course.course != items[i]->first_course.course)
                continue;
            rr__buf_text(&page->line, together++ == 0 ? "" : rr__semicolon(page));
            rr__page_add(page, rr_descriptor_label(page->taxonomy, items[k]->descriptor, page->options.lang));
            rr__buf_text(&page->line, rr__between(page, ": ", "："));
            rr__page_label(page, items[k]->course_count == 1 ? RR__LABEL_ONE_COURSE : RR__LABEL_COURSE_COUNT,
                           rr__number(number, items[k]->course_count), NULL, NULL);
        }
        if (done)
            continue;
        rr__page_label(page, together > 1 ? RR__LABEL_FIRST_OF_EACH : items[i]->course_count == 1 ? RR__LABEL_IT : RR__LABEL_THE_FIRST, NULL, NULL, NULL);
        add_offer(page, &items[i]->first_course);
        rr__page_flow(page, head, indent, RR__PLAIN);
        head = NULL;
    }
}

bool rr__same_rule(const rr_rule_finding *a, const rr_rule_finding *b)
{
    return a->plugin == b->plugin && a->finding->code.n == b->finding->code.n &&
           memcmp(a->finding->code.p, b->finding->code.p, a->finding->code.n) == 0;
}

static bool same_finding(const rr_rule_finding *a, const rr_rule_finding *b)
{
    return rr__same_rule(a, b) && a->override == b->override && a->finding->state == b->finding->state;
}

static bool says(const rr_match *match, const rr_rule_finding *said)
{
    for (size_t i = 0; i < match->finding_count; i++)
        if (same_finding(&match->findings[i], said))
            return true;
    return false;
}

bool rr__is_shared(const rr_match_result *result, const rr_rule_finding *said)
{
    if (said->finding->delta_ppm != 0)
        return false;
    for (size_t i = 0; i < rr_match_count(result); i++)
        if (!says(rr_match_at(result, i), said))
            return false;
    return true;
}

bool rr__is_at_work(const char *state)
{
    return strcmp(state, "not-served") != 0 && strcmp(state, "shadowed") != 0;
}

void rr__page_shared(rr__page *page, const rr_match_result *result)
{
    char number[24];
    int64_t to_know = 0;
    bool any = false;
    const rr_match *match = rr_match_at(result, 0);
    for (size_t i = 0; match != NULL && i < match->finding_count; i++) {
        const rr_rule_finding *said = &match->findings[i];
        bool quiet = is_information(said->finding) && !page->options.verbose;
        if (!rr__is_shared(result, said))
            continue;
        to_know += quiet;
        if (!quiet && !any)
            rr__page_heading(page, RR__LABEL_FOR_ALL_ROLES);
        any = any || !quiet;
        if (!quiet)
            rr__page_finding(page, said, 14, page->options.verbose);
    }
    if (to_know == 0)
        return;
    rr__page_gap(page);
    rr__page_label(page, RR__LABEL_MORE_TO_KNOW, rr__number(number, to_know), NULL, NULL);
    rr__page_flow(page, NULL, 0, RR__PLAIN);
}

static bool is_expected(const rr_plugin_info *info, const char *state)
{
    return info->named && strcmp(state, "not-served") == 0;
}

/* Plugins that somebody named, and that serve another region. */
static void show_other_regions(rr__page *page, const rr_match_result *result, const rr_match_options *asked)
{
    rr_plugin_info info;
    rr_plugin_run run;
    for (size_t i = 0; asked->region != NULL && rr_match_plugin(result, i, &run) && rr_plugins_at(asked->plugins, i, &info); i++) {
        if (!is_expected(&info, run.state))
            continue;
        rr__page_gap(page);
        rr__page_label(page, RR__LABEL_OTHER_REGION, rr_plugins_name(asked->plugins, i, page->options.lang), info.regions, asked->region);
        rr__page_flow(page, NULL, 0, RR__DOUBT);
    }
}

/* Who took part, and who should have. */
void rr__page_plugins(rr__page *page, const rr_match_result *result, const rr_match_options *asked)
{
    rr_plugin_info info;
    rr_plugin_run run;
    char detail[2048];
    bool sample = false;
    for (size_t i = 0; rr_match_plugin(result, i, &run); i++) {
        if (strcmp(run.state, "ok") == 0 || !rr__is_at_work(run.state) || !rr_plugins_at(asked->plugins, i, &info))
            continue;
        rr__page_gap(page);
        rr_plugins_detail(asked->plugins, i, run.detail, page->options.lang, detail, sizeof detail);
        rr__page_label(page, RR__LABEL_LEFT_OUT, rr_plugins_name(asked->plugins, i, page->options.lang),
                       rr_plugins_state_text(run.state, page->options.lang), detail[0] == '\0' ? info.id : detail);
        rr__page_flow(page, NULL, 0, RR__BAD);
    }
    show_other_regions(page, result, asked);
    for (size_t i = 0; rr_match_plugin(result, i, &run); i++) {
        if (strcmp(run.state, "ok") != 0 || !rr_plugins_at(asked->plugins, i, &info))
            continue;
        if (page->line.len == 0) {
            rr__page_gap(page);
            rr__page_label(page, RR__LABEL_PLUGINS, NULL, NULL, NULL);
            rr__buf_text(&page->line, rr__between(page, ": ", "："));
        } else {
            rr__buf_text(&page->line, rr__between(page, ", ", "、"));
        }
        rr__page_add(page, rr_plugins_name(asked->plugins, i, page->options.lang));
        rr__buf_char(&page->line, ' ');
        rr__page_add(page, info.version);
        sample = sample || info.illustrative;
    }
    if (page->line.len > 0)
        rr__page_flow(page, NULL, 0, RR__DIM);
    if (sample) {
        rr__page_label(page, RR__LABEL_SAMPLE_NOTICE, NULL, NULL, NULL);
        rr__page_flow(page, NULL, 0, RR__DOUBT);
    }
    if (asked->region == NULL) {
        rr__page_gap(page);
        rr__page_label(page, RR__LABEL_REGION_HINT, NULL, NULL, NULL);
        rr__page_flow(page, NULL, 0, RR__DIM);
    }
}

/* ---- JSON ---- */

static const char *or_null(rrp_str text)
{
    return text.n == 0 ? NULL : text.p;
}

static void put_source(rr__json_out *w, const rrp_finding *f)
{
    static const char *const confidences[] = {NULL, "low", "medium", "high"};
    rr__json_text(w, "source", or_null(f->source));
    rr__json_text(w, "source_url", or_null(f->source_url));
    rr__json_text(w, "confidence", confidences[f->confidence & 3]);
}

/* No plugin's, so that all adjustments together are the score less the fit. */
static void put_clipped(rr__json_out *w, int64_t clipped, rr_lang lang)
{
    rr__json_open(w, NULL, '{');
    rr__json_null(w, "plugin");
    rr__json_int(w, "delta_ppm", clipped);
    rr__json_text(w, "code", "clipped");
    rr__json_text(w, "text", rr__word(lang, RR__LABEL_CLIPPED));
    put_source(w, &(rrp_finding){.code = {"", 0}});
    rr__json_close(w, '}');
}

void rr__json_adjustments(rr__json_out *w, const rr_match *match, const rr_plugins *plugins, rr_lang lang)
{
    rr_plugin_info info;
    rr__json_open(w, "adjustments", '[');
    for (size_t i = 0; i < match->finding_count; i++) {
        const rrp_finding *f = match->findings[i].finding;
        if (f->delta_ppm == 0)
            continue;
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "plugin", plugin_id(plugins, match->findings[i].plugin, &info));
        rr__json_int(w, "delta_ppm", f->delta_ppm);
        rr__json_text(w, "code", f->code.p);
        rr__json_text(w, "text", rr_plugin_text(&f->texts, lang));
        put_source(w, f);
        rr__json_close(w, '}');
    }
    if (match->clipped_ppm != 0)
        put_clipped(w, match->clipped_ppm, lang);
    rr__json_close(w, ']');
}

/* Inside the list of verdicts, after those of the taxonomy. */
void rr__json_findings(rr__json_out *w, const rr_match *match, const rr_plugins *plugins, rr_lang lang)
{
    static const char *const classes[] = {"law", "law", "custom", "programme"}, *const states[] = {"unknown", "met", "unmet"};
    rr_plugin_info info;
    for (size_t i = 0; i < match->finding_count; i++) {
        const rrp_finding *f = match->findings[i].finding;
        const char *question = rr_plugin_text(&f->questions, lang);
        if (f->delta_ppm != 0)
            continue;
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "class", classes[f->rule_class & 3]);
        rr__json_text(w, "state", is_information(f) ? "information" : states[f->state % 3]);
        rr__json_text(w, "plugin", plugin_id(plugins, match->findings[i].plugin, &info));
        rr__json_text(w, "code", f->code.p);
        rr__json_text(w, "text", rr_plugin_text(&f->texts, lang));
        rr__json_text(w, "question", f->state == RRP_UNKNOWN && question[0] != '\0' ? question : NULL);
        if (f->course_id.n > 0)
            rr__json_text(w, "course", f->course_id.p);
        put_source(w, f);
        rr__json_override(w, match->findings[i].override);
        if (match->findings[i].override != NULL)
            rr__json_text(w, "computed_state", rr__state_name(match->findings[i].computed));
        rr__json_close(w, '}');
    }
}

void rr__json_offer(rr__json_out *w, const char *key, const rr_offer *offer, const rr_taxonomy *taxonomy, const rr_match_options *asked, rr_lang lang)
{
    static const char *const confidences[] = {NULL, "low", "medium", "high"};
    rr_plugin_info info = {0};
    const rrp_course *c = offer->course;
    if (c == NULL) {
        rr__json_null(w, key);
        return;
    }
    rr__json_open(w, key, '{');
    rr__json_text(w, "plugin", plugin_id(asked->plugins, offer->plugin, &info));
    rr__json_text(w, "id", c->id.p);
    rr__json_text(w, "title", rr_plugin_text(&c->titles, lang));
    rr__json_text(w, "school", offer->school == NULL ? NULL : rr_plugin_text(&offer->school->names, lang));
    rr__json_known(w, "price_minor", c->price_minor, (c->has & RRP_COURSE_PRICE) != 0);
    rr__json_text(w, "currency", or_null(c->currency));
    rr__json_bool(w, "illustrative", rr__is_sample(asked->plugins, offer));
    rr__json_course(w, c, asked->date, taxonomy, lang);
    rr__json_text(w, "url", or_null(c->url));
    rr__json_text(w, "source", or_null(c->source));
    rr__json_text(w, "source_url", or_null(c->source_url));
    rr__json_text(w, "confidence", confidences[c->confidence & 3]);
    rr__json_close(w, '}');
}

void rr__json_courses(rr__json_out *w, const rr_gap_item *item, const rr_taxonomy *taxonomy, const rr_match_options *asked, rr_lang lang)
{
    rr__json_int(w, "courses", item->course_count);
    rr__json_offer(w, "first_course", &item->first_course, taxonomy, asked, lang);
}

void rr__json_plugins(rr__json_out *w, const rr_match_result *result, const rr_plugins *plugins)
{
    rr_plugin_info info;
    rr_plugin_run run;
    rr__json_open(w, "plugins", '[');
    for (size_t i = 0; rr_match_plugin(result, i, &run) && rr_plugins_at(plugins, i, &info); i++) {
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "id", info.id);
        rr__json_text(w, "version", info.version);
        rr__json_text(w, "sha256", info.sha256[0] == '\0' ? NULL : info.sha256);
        rr__json_text(w, "status", run.state);
        rr__json_text(w, "detail", run.detail[0] == '\0' ? NULL : run.detail);
        rr__json_text(w, "isolation", run.isolation[0] == '\0' ? NULL : run.isolation);
        rr__json_bool(w, "illustrative", info.illustrative != 0);
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

void rr__json_plugin_notices(rr__json_out *w, const rr_match_result *result, const rr_match_options *asked, rr_lang lang)
{
    rr_plugin_info info;
    rr_plugin_run run;
    const rr_plugins *plugins = asked->plugins;
    if (asked->region == NULL) {
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "kind", "no-region");
        rr__json_text(w, "text", rr__word(lang, RR__LABEL_REGION_HINT));
        rr__json_close(w, '}');
    }
    for (size_t i = 0; rr_match_plugin(result, i, &run) && rr_plugins_at(plugins, i, &info); i++) {
        bool elsewhere = is_expected(&info, run.state), failed = strcmp(run.state, "ok") != 0 && rr__is_at_work(run.state);
        if (!failed && !elsewhere && !(info.illustrative && strcmp(run.state, "ok") == 0))
            continue;
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "kind", failed ? "plugin-left-out" : elsewhere ? "plugin-not-served" : "illustrative");
        rr__json_text(w, "plugin", info.id);
        if (elsewhere)
            rr__json_text(w, "serves", info.regions);
        rr__json_text(w, "text", failed || elsewhere ? rr_plugins_state_text(run.state, lang) : rr__word(lang, RR__LABEL_SAMPLE_NOTICE));
        rr__json_close(w, '}');
    }
}

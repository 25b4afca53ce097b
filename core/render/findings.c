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

static void add_delta(rr__page *page, int32_t delta)
{
    char number[24];
    rr__buf_text(&page->line, delta < 0 ? "-" : "+");
    rr__buf_text(&page->line, rr__percent(number, delta < 0 ? -(int64_t)delta : delta));
    rr__buf_text(&page->line, rr__between(page, " %: ", "%："));
}

void rr__page_finding(rr__page *page, const rr_rule_finding *said, uint32_t indent, bool source)
{
    static const rr__word_id classes[] = {RR__LABEL_LAW, RR__LABEL_LAW, RR__LABEL_CUSTOM, RR__LABEL_PROGRAMME};
    static const rr__word_id states[] = {RR__LABEL_UNKNOWN, RR__LABEL_MET, RR__LABEL_UNMET};
    static const rr__style styles[] = {RR__DOUBT, RR__GOOD, RR__BAD};
    const rrp_finding *f = said->finding;
    rr__word_id head = is_information(f) ? RR__LABEL_TO_KNOW : f->delta_ppm != 0 ? RR__LABEL_ADJUSTED : classes[f->rule_class & 3];
    rr__style style = is_information(f) || f->delta_ppm != 0 ? RR__PLAIN : styles[f->state % 3];
    const char *question = rr_plugin_text(&f->questions, page->options.lang);
    if (f->delta_ppm != 0) {
        add_delta(page, f->delta_ppm);
    } else if (!is_information(f)) {
        rr__page_label(page, states[f->state % 3], NULL, NULL, NULL);
        rr__buf_text(&page->line, rr__between(page, ": ", "："));
    }
    rr__page_add(page, rr_plugin_text(&f->texts, page->options.lang));
    if (f->state == RRP_UNKNOWN && question[0] != '\0') {
        rr__buf_text(&page->line, rr__between(page, ". ", "。"));
        rr__page_label(page, RR__LABEL_ASK, question, NULL, NULL);
    }
    add_source(page, said, source);
    rr__page_flow(page, rr__word(page->options.lang, head), indent, style);
}

/* "NAME: 3 courses, the first TITLE (SCHOOL, 1,800 CNY, sample)"; the name may stand before it already. */
void rr__page_courses(rr__page *page, const rr_gap_item *item, bool named)
{
    char number[48];
    const rr_offer *first = &item->first_course;
    if (!named) {
        rr__page_add(page, rr_descriptor_label(page->taxonomy, item->descriptor, page->options.lang));
        rr__buf_text(&page->line, rr__between(page, ": ", "："));
    }
    rr__page_label(page, item->course_count == 1 ? RR__LABEL_ONE_COURSE : RR__LABEL_COURSE_COUNT, rr__number(number, item->course_count),
                   NULL, NULL);
    if (first->course == NULL)
        return;
    rr__page_add(page, rr_plugin_text(&first->course->titles, page->options.lang));
    rr__buf_text(&page->line, rr__between(page, " (", "（"));
    if (first->school != NULL) {
        rr__page_add(page, rr_plugin_text(&first->school->names, page->options.lang));
        rr__buf_text(&page->line, rr__between(page, ", ", "，"));
    }
    if ((first->course->has & RRP_COURSE_PRICE) != 0)
        rr__buf_text(&page->line, rr__money(number, first->course->price_minor, first->course->currency));
    else
        rr__page_label(page, RR__LABEL_PRICE_UNKNOWN, NULL, NULL, NULL);
    if (rr__is_sample(page->plugins, first))
        rr__page_label(page, RR__LABEL_SAMPLE, NULL, NULL, NULL);
    rr__buf_text(&page->line, rr__between(page, ")", "）"));
}

bool rr__same_rule(const rr_rule_finding *a, const rr_rule_finding *b)
{
    return a->plugin == b->plugin && a->finding->code.n == b->finding->code.n &&
           memcmp(a->finding->code.p, b->finding->code.p, a->finding->code.n) == 0;
}

static bool same_finding(const rr_rule_finding *a, const rr_rule_finding *b)
{
    return rr__same_rule(a, b) && a->finding->state == b->finding->state;
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

/* Who took part, and who should have. */
void rr__page_plugins(rr__page *page, const rr_match_result *result, const rr_match_options *asked)
{
    rr_plugin_info info;
    rr_plugin_run run;
    bool sample = false;
    for (size_t i = 0; rr_match_plugin(result, i, &run); i++) {
        if (strcmp(run.state, "ok") == 0 || !rr__is_at_work(run.state) || !rr_plugins_at(asked->plugins, i, &info))
            continue;
        rr__page_gap(page);
        rr__page_label(page, RR__LABEL_LEFT_OUT, rr_plugins_name(asked->plugins, i, page->options.lang),
                       rr_plugins_state_text(run.state, page->options.lang), run.detail[0] == '\0' ? info.id : run.detail);
        rr__page_flow(page, NULL, 0, RR__BAD);
    }
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
    if ((c->has & RRP_COURSE_PRICE) != 0)
        rr__json_int(w, "price_minor", c->price_minor);
    else
        rr__json_null(w, "price_minor");
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

void rr__json_plugin_notices(rr__json_out *w, const rr_match_result *result, const rr_plugins *plugins, rr_lang lang)
{
    rr_plugin_info info;
    rr_plugin_run run;
    for (size_t i = 0; rr_match_plugin(result, i, &run) && rr_plugins_at(plugins, i, &info); i++) {
        bool failed = strcmp(run.state, "ok") != 0 && rr__is_at_work(run.state);
        if (!failed && !(info.illustrative && strcmp(run.state, "ok") == 0))
            continue;
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "kind", failed ? "plugin-left-out" : "illustrative");
        rr__json_text(w, "plugin", info.id);
        rr__json_text(w, "text", failed ? rr_plugins_state_text(run.state, lang) : rr__word(lang, RR__LABEL_SAMPLE_NOTICE));
        rr__json_close(w, '}');
    }
}

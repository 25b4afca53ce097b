/* SPDX-License-Identifier: MIT */
/* Lists in, text, JSON, CSV or TSV out: candidates of a search, the roles most alike, figures of an
 * evaluation, and profiles as JSON lines. */
#include <string.h>

#include "base/text.h"
#include "render/page.h"
#include "taxonomy/block.h"

static bool is_json(const rr_render_options *options)
{
    return options->format == RR_FORMAT_JSON || options->format == RR_FORMAT_JSONL;
}

static void put_candidate(rr__page *page, rr__json_out *w, const char *kind, const char *id, const char *label, uint32_t likeness)
{
    if (w != NULL) {
        rr__json_open(w, NULL, '{');
        rr__json_text(w, kind, id);
        rr__json_text(w, "label", label);
        rr__json_int(w, "likeness_ppm", likeness);
        rr__json_close(w, '}');
    } else if (page->options.format == RR_FORMAT_TEXT) {
        rr__page_add(page, label);
        rr__buf_text(&page->line, "  ");
        rr__page_add(page, id);
        rr__page_flow(page, NULL, 0, RR__PLAIN);
    } else {
        rr__cell(page, id, true);
        rr__cell(page, label, false);
        rr__cell_int(page, likeness, false);
        rr__row_end(page);
    }
}

rr_status rr_render_candidates(const rr_taxonomy *taxonomy, rr_concept concept, const rr_candidate *candidates, size_t count,
                               const rr_render_options *options, const rr_sink *sink, rr_error *err)
{
    rr__page page;
    rr__json_out w;
    bool json = is_json(options), role = concept == RR_CONCEPT_OCCUPATION;
    rr__page_init(&page, taxonomy, taxonomy->context, options);
    rr__json_out_init(&w, &page.out, options->format == RR_FORMAT_JSON);
    if (json)
        rr__json_open(&w, NULL, '[');
    for (size_t i = 0; i < count; i++) {
        uint32_t index = candidates[i].index;
        put_candidate(&page, json ? &w : NULL, role ? "occupation" : "descriptor",
                      role ? rr__occupation_id(taxonomy, index) : rr__descriptor_id(taxonomy, index),
                      role ? rr_occupation_label(taxonomy, index, options->lang) : rr_descriptor_label(taxonomy, index, options->lang),
                      candidates[i].likeness_ppm);
    }
    if (json) {
        rr__json_close(&w, ']');
        rr__buf_char(&page.out, '\n');
    }
    return rr__page_send(&page, sink, err);
}

static void put_similar_json(rr__page *page, const uint32_t *sources, size_t source_count, uint32_t top, const uint32_t *targets,
                             const int32_t *fits_ppm)
{
    rr__json_out w;
    rr__json_out_init(&w, &page->out, page->options.format == RR_FORMAT_JSON);
    rr__json_open(&w, NULL, '[');
    for (size_t s = 0; s < source_count; s++)
        for (uint32_t k = 0; k < top && targets[s * top + k] != RR_NONE; k++) {
            rr__json_open(&w, NULL, '{');
            rr__json_text(&w, "source", rr__occupation_id(page->taxonomy, sources[s]));
            rr__json_int(&w, "rank", (int64_t)k + 1);
            rr__json_text(&w, "target", rr__occupation_id(page->taxonomy, targets[s * top + k]));
            rr__json_text(&w, "label", rr_occupation_label(page->taxonomy, targets[s * top + k], page->options.lang));
            rr__json_int(&w, "fit_ppm", fits_ppm[s * top + k]);
            rr__json_close(&w, '}');
        }
    rr__json_close(&w, ']');
    rr__buf_char(&page->out, '\n');
}

static void put_similar_row(rr__page *page, uint32_t source, uint32_t rank, uint32_t target, int32_t fit_ppm)
{
    char number[24];
    if (page->options.format != RR_FORMAT_TEXT) {
        rr__cell(page, rr__occupation_id(page->taxonomy, source), true);
        rr__cell_int(page, rank, false);
        rr__cell(page, rr__occupation_id(page->taxonomy, target), false);
        rr__cell_int(page, fit_ppm, false);
        rr__row_end(page);
        return;
    }
    rr__page_int(page, rank);
    rr__buf_text(&page->line, rank < 10 ? "  " : " ");
    rr__page_add(page, rr_occupation_label(page->taxonomy, target, page->options.lang));
    rr__buf_text(&page->line, "  ");
    rr__page_add(page, rr__occupation_id(page->taxonomy, target));
    rr__buf_text(&page->line, "  ");
    rr__page_label(page, RR__LABEL_FIT, rr__percent(number, fit_ppm), NULL, NULL);
    rr__page_flow(page, NULL, 3, RR__PLAIN);
}

rr_status rr_render_similar(const rr_taxonomy *taxonomy, const uint32_t *sources, size_t source_count, uint32_t top,
                            const uint32_t *targets, const int32_t *fits_ppm, const rr_render_options *options,
                            const rr_sink *sink, rr_error *err)
{
    rr__page page;
    rr__page_init(&page, taxonomy, taxonomy->context, options);
    if (is_json(options))
        put_similar_json(&page, sources, source_count, top, targets, fits_ppm);
    for (size_t s = 0; s < source_count && !is_json(options); s++) {
        if (options->format == RR_FORMAT_TEXT) {
            if (s > 0)
                rr__page_gap(&page);
            rr__page_label(&page, RR__LABEL_NEAREST_TO, rr_occupation_label(taxonomy, sources[s], options->lang), NULL, NULL);
            rr__page_flow(&page, NULL, 0, RR__BOLD);
        }
        for (uint32_t k = 0; k < top && targets[s * top + k] != RR_NONE; k++)
            put_similar_row(&page, sources[s], k + 1, targets[s * top + k], fits_ppm[s * top + k]);
    }
    return rr__page_send(&page, sink, err);
}

/* 0.712345 of 712345: rates are shown as fractions, six places at the most. */
static void add_rate(rr__page *page, const char *name, uint32_t ppm, bool json, bool first)
{
    char text[32];
    text[rr__format_decimal(text, ppm)] = '\0';
    if (json)
        rr__buf_text(&page->out, first ? "\"" : ",\"");
    rr__buf_text(&page->out, name);
    rr__buf_text(&page->out, json ? "\":" : "\t");
    rr__buf_text(&page->out, text);
    if (!json)
        rr__buf_char(&page->out, '\n');
}

rr_status rr_render_evaluation(const rr_evaluation *e, const rr_render_options *options, const rr_sink *sink, rr_error *err)
{
    static const rr_context plain = {.allocator = {NULL, NULL}};
    rr_context context = plain;
    rr__page page;
    char n[24], skipped[24];
    bool json = is_json(options);
    context.allocator = rr__malloc_allocator;
    rr__page_init(&page, NULL, &context, options);
    if (json) {
        rr__buf_text(&page.out, "{\"n\":");
        rr__buf_int(&page.out, e->n);
        rr__buf_text(&page.out, ",");
    } else if (options->format == RR_FORMAT_TEXT) {
        rr__page_label(&page, RR__LABEL_EVALUATED, rr__number(n, e->n), rr__number(skipped, e->skipped_rows), NULL);
        rr__page_flow(&page, NULL, 0, RR__PLAIN);
    }
    add_rate(&page, "ndcg20", e->ndcg20_ppm, json, true);
    add_rate(&page, "recall10", e->recall10_ppm, json, false);
    add_rate(&page, "precision5", e->precision5_ppm, json, false);
    add_rate(&page, "mrr", e->mrr_ppm, json, false);
    if (json) {
        rr__buf_text(&page.out, ",\"skipped_rows\":");
        rr__buf_int(&page.out, e->skipped_rows);
        rr__buf_text(&page.out, "}\n");
    }
    return rr__page_send(&page, sink, err);
}

typedef struct squeezing { rr__buf *out; bool quoted, escaped; } squeezing;

/* Takes JSON's white space out, strings aside: what was written over many lines becomes one. */
static int squeeze(void *user, const char *bytes, size_t len)
{
    squeezing *s = user;
    for (size_t i = 0; i < len; i++) {
        char c = bytes[i];
        bool quote = c == '"' && !s->escaped;
        s->escaped = s->quoted && c == '\\' && !s->escaped;
        s->quoted = quote ? !s->quoted : s->quoted;
        if (s->quoted || (c != ' ' && c != '\n'))
            rr__buf_char(s->out, c);
    }
    return s->out->failed;
}

rr_status rr_render_profile(const rr_profile *profile, const rr_taxonomy *taxonomy, const rr_render_options *options,
                            const rr_sink *sink, rr_error *err)
{
    rr_context context = {.allocator = rr__malloc_allocator};
    rr__page page;
    rr__page_init(&page, taxonomy, &context, options);
    squeezing state = {&page.out, false, false};
    rr_sink line = {&state, squeeze};
    rr_status status = options->format == RR_FORMAT_CSV    ? rr_profile_write(profile, RR_PROFILE_CSV, 1, sink, err)
                       : options->format == RR_FORMAT_JSON ? rr_profile_write(profile, RR_PROFILE_JSON, 0, sink, err)
                       : options->format == RR_FORMAT_TEXT ? rr_profile_write(profile, RR_PROFILE_XML, 0, sink, err)
                                                           : rr_profile_write(profile, RR_PROFILE_JSON, 0, &line, err);
    if (options->format == RR_FORMAT_JSONL)
        rr__buf_char(&page.out, '\n');
    rr_status sent = rr__page_send(&page, sink, err);
    return status != RR_OK ? status : sent;
}

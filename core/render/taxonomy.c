/* SPDX-License-Identifier: MIT */
/* rr_render_taxonomy: what a taxonomy is and holds, its licence and the attribution it asks for. */
#include <string.h>

#include "render/page.h"
#include "taxonomy/block.h"

enum { INDENT = 18 };

static void show_count(rr__page *page, rr__word_id id, int64_t count)
{
    rr__page_int(page, count);
    rr__page_flow(page, rr__word(page->options.lang, id), INDENT, RR__PLAIN);
}

static void show_text(rr__page *page, rr__word_id id, const char *text)
{
    rr__page_add(page, text);
    rr__page_flow(page, rr__word(page->options.lang, id), INDENT, RR__PLAIN);
}

static void show_facets(rr__page *page)
{
    static const rr__word_id kinds[] = {RR__LABEL_RATED, RR__LABEL_LISTED, RR__LABEL_SCALE};
    rr_facet facet;
    rr__page_heading(page, RR__LABEL_FACETS);
    for (uint32_t i = 0; rr_taxonomy_facet(page->taxonomy, i, &facet); i++) {
        rr__page_add(page, facet.id);
        rr__buf_text(&page->line, ": ");
        rr__page_add(page, rr_facet_label(page->taxonomy, i, page->options.lang));
        rr__buf_text(&page->line, " (");
        rr__page_label(page, kinds[facet.kind], NULL, NULL, NULL);
        rr__buf_text(&page->line, ", ");
        rr__page_int(page, facet.descriptor_count);
        rr__buf_text(&page->line, ")");
        rr__page_flow(page, NULL, 3, RR__PLAIN);
    }
}

static void show_sources(rr__page *page)
{
    rr_source source;
    rr__page_heading(page, RR__LABEL_SOURCES);
    for (uint32_t i = 0; rr_taxonomy_source(page->taxonomy, i, &source); i++) {
        rr__page_add(page, source.id);
        rr__buf_text(&page->line, ": ");
        rr__page_add(page, source.text);
        rr__buf_text(&page->line, source.url[0] == '\0' ? "" : " <");
        rr__page_add(page, source.url);
        rr__buf_text(&page->line, source.url[0] == '\0' ? "" : ">");
        rr__page_flow(page, NULL, 3, RR__PLAIN);
    }
}

static void show_taxonomy(rr__page *page, const rr_taxonomy_info *info)
{
    const char *label = rr_taxonomy_label(page->taxonomy, page->options.lang);
    rr__page_add(page, info->id);
    rr__buf_text(&page->line, label[0] == '\0' ? "" : "  ");
    rr__page_add(page, label);
    rr__page_flow(page, NULL, 0, RR__BOLD);
    show_text(page, RR__LABEL_VERSION, info->version);
    show_text(page, RR__LABEL_LICENCE, info->licence);
    if (info->attribution[0] != '\0')
        show_text(page, RR__LABEL_SOURCE, info->attribution);
    show_text(page, RR__LABEL_CONTENT_HASH, info->sha256);
    show_count(page, RR__LABEL_OCCUPATIONS, info->occupation_count);
    show_count(page, RR__LABEL_WITH_CONTENT, info->rated_occupation_count);
    show_count(page, RR__LABEL_DESCRIPTORS, info->descriptor_count);
    show_count(page, RR__LABEL_REQUIREMENTS, info->requirement_count);
    show_count(page, RR__LABEL_LABELS, info->label_count);
    show_count(page, RR__LABEL_BYTES, (int64_t)info->block_bytes);
    show_facets(page);
    if (page->options.verbose || info->source_count <= 5)
        show_sources(page);
    else
        show_count(page, RR__LABEL_SOURCES, info->source_count);
}

static void put_facets(rr__json_out *w, const rr_taxonomy *taxonomy, rr_lang lang)
{
    static const char *const kinds[] = {"rated", "listed", "scale"};
    rr_facet facet;
    rr__json_open(w, "facets", '[');
    for (uint32_t i = 0; rr_taxonomy_facet(taxonomy, i, &facet); i++) {
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "id", facet.id);
        rr__json_text(w, "label", rr_facet_label(taxonomy, i, lang));
        rr__json_text(w, "kind", kinds[facet.kind]);
        rr__json_int(w, "descriptors", facet.descriptor_count);
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

static void put_taxonomy(rr__page *page, const rr_taxonomy_info *info)
{
    rr__json_out w;
    rr__json_out_init(&w, &page->out, page->options.format == RR_FORMAT_JSON);
    rr__json_open(&w, NULL, '{');
    rr__json_text(&w, "schema", "reroute.taxonomy/1");
    rr__json_text(&w, "id", info->id);
    rr__json_text(&w, "version", info->version);
    rr__json_text(&w, "label", rr_taxonomy_label(page->taxonomy, page->options.lang));
    rr__json_text(&w, "sha256", info->sha256);
    rr__json_text(&w, "licence", info->licence);
    rr__json_text(&w, "licence_url", info->licence_url[0] == '\0' ? NULL : info->licence_url);
    rr__json_text(&w, "attribution", info->attribution[0] == '\0' ? NULL : info->attribution);
    rr__json_int(&w, "occupations", info->occupation_count);
    rr__json_int(&w, "with_content", info->rated_occupation_count);
    rr__json_int(&w, "descriptors", info->descriptor_count);
    rr__json_int(&w, "requirements", info->requirement_count);
    rr__json_int(&w, "labels", info->label_count);
    rr__json_int(&w, "broader", info->broader_count);
    rr__json_int(&w, "crosswalks", info->crosswalk_count);
    rr__json_int(&w, "sources", info->source_count);
    rr__json_int(&w, "frozen_bytes", (int64_t)info->block_bytes);
    put_facets(&w, page->taxonomy, page->options.lang);
    rr__json_close(&w, '}');
    rr__buf_char(&page->out, '\n');
}

rr_status rr_render_taxonomy(const rr_taxonomy *taxonomy, const rr_render_options *options, const rr_sink *sink, rr_error *err)
{
    rr__page page;
    rr_taxonomy_info info;
    rr_taxonomy_get_info(taxonomy, &info);
    rr__page_init(&page, taxonomy, taxonomy->context, options);
    if (options->format == RR_FORMAT_JSON || options->format == RR_FORMAT_JSONL)
        put_taxonomy(&page, &info);
    else
        show_taxonomy(&page, &info);
    return rr__page_send(&page, sink, err);
}

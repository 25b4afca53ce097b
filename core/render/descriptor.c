/* SPDX-License-Identifier: MIT */
/* rr_render_descriptor: a skill or other descriptor in; its names, relatives and the roles that ask for
 * it out. */
#include <string.h>

#include "render/page.h"
#include "taxonomy/block.h"

enum { INDENT = 14, ROLES_SHOWN = 20 };

static void show_relatives(rr__page *page, uint32_t index, bool broader)
{
    uint32_t other = 0;
    for (uint32_t k = 0; (other = broader ? rr_descriptor_broader(page->taxonomy, index, k)
                                          : rr_descriptor_narrower(page->taxonomy, index, k)) != RR_NONE; k++) {
        if (k == ROLES_SHOWN) {
            rr__buf_text(&page->line, "; ...");
            break;
        }
        rr__buf_text(&page->line, k == 0 ? "" : "; ");
        rr__page_add(page, rr_descriptor_label(page->taxonomy, other, page->options.lang));
    }
    if (page->line.len > 0)
        rr__page_flow(page, rr__word(page->options.lang, broader ? RR__LABEL_BROADER : RR__LABEL_NARROWER), INDENT, RR__PLAIN);
}

static void show_descriptor(rr__page *page, uint32_t index)
{
    char number[24];
    rr_descriptor d;
    rr_label name;
    rr_taxonomy_descriptor(page->taxonomy, index, &d);
    rr__page_add(page, rr_descriptor_label(page->taxonomy, index, page->options.lang));
    rr__buf_text(&page->line, "  ");
    rr__page_add(page, d.id);
    if (page->options.verbose)
        rr__page_provenance(page, &d.provenance);
    rr__page_flow(page, NULL, 0, RR__BOLD);
    rr__page_add(page, rr_descriptor_description(page->taxonomy, index, page->options.lang));
    if (page->line.len > 0)
        rr__page_flow(page, NULL, 3, RR__PLAIN);
    for (uint32_t k = 0; rr_descriptor_name(page->taxonomy, index, k, &name); k++) {
        rr__buf_text(&page->line, k == 0 ? "" : "; ");
        rr__page_add(page, name.text);
    }
    rr__page_flow(page, rr__word(page->options.lang, RR__LABEL_ALSO), INDENT, RR__PLAIN);
    show_relatives(page, index, true);
    show_relatives(page, index, false);
    rr__page_heading(page, RR__LABEL_ASKED_BY);
    for (uint32_t k = 0; k < d.occupation_count && (k < ROLES_SHOWN || page->options.verbose); k++) {
        uint32_t occupation = rr_descriptor_occupation(page->taxonomy, index, k);
        rr__page_add(page, rr_occupation_label(page->taxonomy, occupation, page->options.lang));
        rr__buf_text(&page->line, "  ");
        rr__page_add(page, rr__occupation_id(page->taxonomy, occupation));
        rr__page_flow(page, NULL, 3, RR__PLAIN);
    }
    if (d.occupation_count > ROLES_SHOWN && !page->options.verbose) {
        rr__page_label(page, RR__LABEL_AND_MORE, rr__number(number, d.occupation_count - ROLES_SHOWN), NULL, NULL);
        rr__page_flow(page, NULL, 3, RR__PLAIN);
    }
}

static void put_ids(rr__json_out *w, const char *key, const rr_taxonomy *taxonomy, uint32_t index,
                    uint32_t (*each)(const rr_taxonomy *, uint32_t, uint32_t), bool occupations)
{
    uint32_t other = 0;
    rr__json_open(w, key, '[');
    for (uint32_t k = 0; (other = each(taxonomy, index, k)) != RR_NONE; k++)
        rr__json_text(w, NULL, occupations ? rr__occupation_id(taxonomy, other) : rr__descriptor_id(taxonomy, other));
    rr__json_close(w, ']');
}

static void put_descriptor(rr__page *page, uint32_t index)
{
    rr__json_out w;
    rr_descriptor d;
    rr_taxonomy_descriptor(page->taxonomy, index, &d);
    rr__json_out_init(&w, &page->out, page->options.format == RR_FORMAT_JSON);
    rr__json_open(&w, NULL, '{');
    rr__json_text(&w, "schema", "reroute.skill/1");
    rr__json_text(&w, "descriptor", d.id);
    rr__json_text(&w, "label", rr_descriptor_label(page->taxonomy, index, page->options.lang));
    rr__json_names(&w, page->taxonomy, index, rr_descriptor_name);
    rr__json_provenance(&w, page->taxonomy, &d.provenance);
    put_ids(&w, "broader", page->taxonomy, index, rr_descriptor_broader, false);
    put_ids(&w, "narrower", page->taxonomy, index, rr_descriptor_narrower, false);
    put_ids(&w, "occupations", page->taxonomy, index, rr_descriptor_occupation, true);
    rr__json_close(&w, '}');
    rr__buf_char(&page->out, '\n');
}

rr_status rr_render_descriptor(const rr_taxonomy *taxonomy, uint32_t descriptor, const rr_render_options *options,
                               const rr_sink *sink, rr_error *err)
{
    rr__page page;
    rr__page_init(&page, taxonomy, taxonomy->context, options);
    if (options->format == RR_FORMAT_JSON || options->format == RR_FORMAT_JSONL)
        put_descriptor(&page, descriptor);
    else
        show_descriptor(&page, descriptor);
    return rr__page_send(&page, sink, err);
}

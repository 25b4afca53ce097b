/* SPDX-License-Identifier: MIT */
/* rr_render_occupation: everything a taxonomy says of a role, with its sources. */
#include <string.h>

#include "base/text.h"
#include "render/page.h"
#include "taxonomy/block.h"

enum { INDENT = 14 };

static const char *head(const rr__page *page, rr__word_id id)
{
    return rr__word(page->options.lang, id);
}

static void show_title(rr__page *page, const char *label, const char *id)
{
    rr__page_add(page, label);
    rr__buf_text(&page->line, "  ");
    rr__page_add(page, id);
    rr__page_flow(page, NULL, 0, RR__BOLD);
}

static void show_names(rr__page *page, uint32_t index, bool occupation)
{
    rr_label name;
    const char *shown = occupation ? rr_occupation_label(page->taxonomy, index, page->options.lang)
                                   : rr_descriptor_label(page->taxonomy, index, page->options.lang);
    for (uint32_t k = 0; occupation ? rr_occupation_name(page->taxonomy, index, k, &name)
                                    : rr_descriptor_name(page->taxonomy, index, k, &name); k++) {
        if (strcmp(name.text, shown) == 0)
            continue;
        rr__buf_text(&page->line, page->line.len == 0 ? "" : "; ");
        rr__page_add(page, name.text);
    }
    if (page->line.len > 0)
        rr__page_flow(page, head(page, RR__LABEL_ALSO), INDENT, RR__PLAIN);
}

static void show_crosswalks(rr__page *page, uint32_t index, bool occupation)
{
    static const rr__word_id types[] = {RR__LABEL_EXACT, RR__LABEL_CLOSE, RR__LABEL_BROAD, RR__LABEL_NARROW};
    rr_crosswalk c;
    for (uint32_t k = 0; occupation ? rr_occupation_crosswalk(page->taxonomy, index, k, &c)
                                    : rr_descriptor_crosswalk(page->taxonomy, index, k, &c); k++) {
        rr__buf_text(&page->line, page->line.len == 0 ? "" : "; ");
        rr__page_add(page, c.scheme);
        rr__buf_char(&page->line, ' ');
        rr__page_add(page, c.code);
        rr__buf_text(&page->line, " (");
        rr__page_label(page, types[c.match], NULL, NULL, NULL);
        rr__buf_text(&page->line, ")");
        if (page->options.verbose)
            rr__page_provenance(page, &c.provenance);
    }
    if (page->line.len > 0)
        rr__page_flow(page, head(page, RR__LABEL_CROSSWALKS), INDENT, RR__PLAIN);
}

static void show_codes(rr__page *page, uint32_t occupation)
{
    rr_code code;
    for (uint32_t k = 0; rr_occupation_code(page->taxonomy, occupation, k, &code); k++) {
        rr__buf_text(&page->line, k == 0 ? "" : "; ");
        rr__page_add(page, code.scheme);
        rr__buf_text(&page->line, code.edition[0] == '\0' ? "" : " ");
        rr__page_add(page, code.edition);
        rr__buf_text(&page->line, ": ");
        rr__page_add(page, code.code);
    }
    if (page->line.len > 0)
        rr__page_flow(page, head(page, RR__LABEL_CODES), INDENT, RR__PLAIN);
}

static void show_standards(rr__page *page, uint32_t occupation)
{
    rr_standard s;
    char number[24];
    for (uint32_t k = 0; rr_occupation_standard(page->taxonomy, occupation, k, &s); k++) {
        const char *level = NULL;
        int32_t hours = 0;
        bool known = s.lowest[0] != '\0' && s.highest[0] != '\0';
        rr__page_label(page, known ? RR__LABEL_STANDARD_LEVELS : RR__LABEL_STANDARD_EDITION, s.edition, s.lowest, s.highest);
        for (uint32_t h = 0; rr_occupation_standard_hours(page->taxonomy, occupation, k, h, &level, &hours); h++) {
            rr__buf_text(&page->line, "; ");
            rr__page_label(page, RR__LABEL_STANDARD_HOURS, level, rr__number(number, hours), NULL);
        }
        if (page->options.verbose)
            rr__page_provenance(page, &s.provenance);
        rr__page_flow(page, head(page, RR__LABEL_STANDARD), INDENT, RR__PLAIN);
    }
}

static void show_pays(rr__page *page, uint32_t occupation)
{
    rr_pay pay;
    for (uint32_t k = 0; rr_occupation_pay(page->taxonomy, occupation, k, &pay); k++) {
        rr__page_pay(page, &pay);
        rr__page_provenance(page, &pay.provenance);
        rr__page_flow(page, head(page, RR__LABEL_PAY), INDENT, RR__PLAIN);
    }
}

static void show_requirements(rr__page *page, uint32_t occupation)
{
    rr_requirement r;
    char number[24], level[32];
    const char *comma = page->options.lang == RR_LANG_ZH ? "，" : ", ";
    rr__page_heading(page, RR__LABEL_REQUIRES);
    for (uint32_t k = 0; rr_occupation_requirement(page->taxonomy, occupation, k, &r); k++) {
        rr__page_add(page, rr_descriptor_label(page->taxonomy, r.descriptor, page->options.lang));
        rr__buf_text(&page->line, comma);
        rr__page_label(page, r.essential ? RR__LABEL_ESSENTIAL : RR__LABEL_OPTIONAL, NULL, NULL, NULL);
        if (r.importance_ppm >= 0) {
            rr__buf_text(&page->line, comma);
            rr__page_label(page, RR__LABEL_IMPORTANCE, rr__percent(number, r.importance_ppm), NULL, NULL);
        }
        if (r.level >= 0 && rr_level_format(page->taxonomy, r.descriptor, r.level, level, sizeof level) > 0) {
            rr__buf_text(&page->line, comma);
            rr__page_label(page, RR__LABEL_LEVEL, level, NULL, NULL);
        }
        if (r.hours >= 0) {
            rr__buf_text(&page->line, comma);
            rr__page_label(page, RR__LABEL_HOURS, rr__number(number, r.hours), r.hours_basis, NULL);
        }
        if (page->options.verbose)
            rr__page_provenance(page, &r.provenance);
        rr__page_flow(page, NULL, 3, RR__PLAIN);
    }
}

static void show_entries(rr__page *page, uint32_t occupation)
{
    static const rr__word_id classes[] = {RR__LABEL_LAW, RR__LABEL_CUSTOM, RR__LABEL_PROGRAMME};
    rr_entry entry;
    rr_note claim;
    rr_lang lang = page->options.lang;
    for (uint32_t k = 0; rr_occupation_entry(page->taxonomy, occupation, k, &entry); k++) {
        if (k == 0)
            rr__page_heading(page, RR__LABEL_ENTRY);
        rr__page_add(page, rr_occupation_entry_text(page->taxonomy, occupation, k, lang));
        rr__page_dispute(page, &entry);
        rr__page_provenance(page, &entry.provenance);
        rr__page_question(page, rr_occupation_entry_question(page->taxonomy, occupation, k, lang));
        rr__page_flow(page, head(page, classes[entry.rule_class]), INDENT, RR__PLAIN);
        for (uint32_t c = 0; c < entry.claim_count; c++)
            if (rr_occupation_entry_claim(page->taxonomy, occupation, k, c, lang, &claim)) {
                rr__page_add(page, claim.text);
                rr__page_provenance(page, &claim.provenance);
                rr__page_flow(page, NULL, INDENT, RR__DIM);
            }
    }
}

static void show_notes(rr__page *page, uint32_t occupation)
{
    rr_note note;
    bool any = false;
    for (uint32_t k = 0; rr_occupation_note(page->taxonomy, occupation, k, page->options.lang, &note); k++) {
        if (strcmp(note.kind, "exposure") == 0)
            continue;
        if (!any)
            rr__page_heading(page, RR__LABEL_NOTES);
        any = true;
        rr__page_add(page, note.text);
        rr__page_provenance(page, &note.provenance);
        rr__page_flow(page, NULL, 3, RR__PLAIN);
    }
}

static void show_occupation(rr__page *page, uint32_t index)
{
    static const rr__word_id outlooks[] = {RR__LABEL_UNKNOWN, RR__LABEL_EMERGING, RR__LABEL_STABLE, RR__LABEL_DECLINING};
    rr_occupation o;
    rr_taxonomy_occupation(page->taxonomy, index, &o);
    show_title(page, rr_occupation_label(page->taxonomy, index, page->options.lang), o.id);
    rr__page_add(page, rr_occupation_description(page->taxonomy, index, page->options.lang));
    if (page->line.len > 0)
        rr__page_flow(page, NULL, 3, RR__PLAIN);
    show_names(page, index, true);
    rr__page_label(page, outlooks[o.outlook], NULL, NULL, NULL);
    rr__page_flow(page, head(page, RR__LABEL_OUTLOOK), INDENT, RR__PLAIN);
    show_codes(page, index);
    show_crosswalks(page, index, true);
    show_standards(page, index);
    rr__page_exposure(page, index, INDENT);
    show_pays(page, index);
    show_entries(page, index);
    show_requirements(page, index);
    if (page->options.verbose && rr_occupation_task(page->taxonomy, index, 0, page->options.lang)[0] != '\0') {
        rr__page_heading(page, RR__LABEL_TASKS);
        for (uint32_t k = 0; rr_occupation_task(page->taxonomy, index, k, page->options.lang)[0] != '\0'; k++) {
            rr__page_add(page, rr_occupation_task(page->taxonomy, index, k, page->options.lang));
            rr__page_flow(page, NULL, 3, RR__PLAIN);
        }
    }
    show_notes(page, index);
}

static void put_requirements(rr__json_out *w, const rr_taxonomy *taxonomy, uint32_t index, rr_lang lang)
{
    rr_requirement r;
    rr__json_open(w, "requires", '[');
    for (uint32_t k = 0; rr_occupation_requirement(taxonomy, index, k, &r); k++) {
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "descriptor", rr__descriptor_id(taxonomy, r.descriptor));
        rr__json_text(w, "label", rr_descriptor_label(taxonomy, r.descriptor, lang));
        rr__json_bool(w, "essential", r.essential != 0);
        rr__json_known(w, "importance_ppm", r.importance_ppm, r.importance_ppm >= 0);
        rr__json_level(w, "level", r.level);
        rr__json_int(w, "count", r.count);
        rr__json_provenance(w, taxonomy, &r.provenance);
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

static void put_note(rr__json_out *w, const rr_taxonomy *taxonomy, const rr_note *note, bool kind)
{
    rr__json_open(w, NULL, '{');
    if (kind)
        rr__json_text(w, "kind", note->kind);
    rr__json_text(w, "text", note->text);
    rr__json_provenance(w, taxonomy, &note->provenance);
    rr__json_close(w, '}');
}

static void put_claims(rr__json_out *w, const rr_taxonomy *taxonomy, uint32_t index, uint32_t entry, rr_lang lang)
{
    rr_note claim;
    rr__json_open(w, "claims", '[');
    for (uint32_t c = 0; rr_occupation_entry_claim(taxonomy, index, entry, c, lang, &claim); c++)
        put_note(w, taxonomy, &claim, false);
    rr__json_close(w, ']');
}

static void put_entries(rr__json_out *w, const rr_taxonomy *taxonomy, uint32_t index, rr_lang lang)
{
    rr_entry entry;
    rr__json_open(w, "entry", '[');
    for (uint32_t k = 0; rr_occupation_entry(taxonomy, index, k, &entry); k++) {
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "class", rr__class_name(entry.rule_class));
        rr__json_text(w, "code", entry.code);
        rr__json_text(w, "text", rr_occupation_entry_text(taxonomy, index, k, lang));
        rr__json_text(w, "question", rr_occupation_entry_question(taxonomy, index, k, lang));
        rr__json_bool(w, "disputed", entry.disputed != 0);
        put_claims(w, taxonomy, index, k, lang);
        rr__json_provenance(w, taxonomy, &entry.provenance);
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

static void put_crosswalks(rr__json_out *w, const rr_taxonomy *taxonomy, uint32_t index)
{
    static const char *const types[] = {"exact", "close", "broad", "narrow"};
    rr_crosswalk c;
    rr__json_open(w, "crosswalks", '[');
    for (uint32_t k = 0; rr_occupation_crosswalk(taxonomy, index, k, &c); k++) {
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "scheme", c.scheme);
        rr__json_text(w, "code", c.code);
        rr__json_text(w, "match", types[c.match]);
        rr__json_provenance(w, taxonomy, &c.provenance);
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

static void put_standards(rr__json_out *w, const rr_taxonomy *taxonomy, uint32_t index)
{
    rr_standard s;
    rr__json_open(w, "standards", '[');
    for (uint32_t k = 0; rr_occupation_standard(taxonomy, index, k, &s); k++) {
        const char *level = NULL;
        int32_t hours = 0;
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "edition", s.edition);
        rr__json_text(w, "lowest", s.lowest);
        rr__json_text(w, "highest", s.highest);
        rr__json_open(w, "hours", '[');
        for (uint32_t h = 0; rr_occupation_standard_hours(taxonomy, index, k, h, &level, &hours); h++) {
            rr__json_open(w, NULL, '{');
            rr__json_text(w, "level", level);
            rr__json_int(w, "hours", hours);
            rr__json_close(w, '}');
        }
        rr__json_close(w, ']');
        rr__json_provenance(w, taxonomy, &s.provenance);
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

static void put_pays(rr__json_out *w, const rr_taxonomy *taxonomy, uint32_t index)
{
    rr_pay pay;
    rr__json_open(w, "pay", '[');
    for (uint32_t k = 0; rr_occupation_pay(taxonomy, index, k, &pay); k++)
        rr__json_pay(w, NULL, taxonomy, &pay);
    rr__json_close(w, ']');
}

static void put_texts(rr__json_out *w, const rr_taxonomy *taxonomy, uint32_t index, rr_lang lang)
{
    rr_note note;
    rr__json_open(w, "notes", '[');
    for (uint32_t k = 0; rr_occupation_note(taxonomy, index, k, lang, &note); k++)
        put_note(w, taxonomy, &note, true);
    rr__json_close(w, ']');
    rr__json_open(w, "tasks", '[');
    for (uint32_t k = 0; rr_occupation_task(taxonomy, index, k, lang)[0] != '\0'; k++)
        rr__json_text(w, NULL, rr_occupation_task(taxonomy, index, k, lang));
    rr__json_close(w, ']');
}

static void put_occupation(rr__page *page, uint32_t index)
{
    static const char *const outlooks[] = {NULL, "emerging", "stable", "declining"};
    rr__json_out w;
    rr_occupation o;
    rr_taxonomy_occupation(page->taxonomy, index, &o);
    rr__json_out_init(&w, &page->out, page->options.format == RR_FORMAT_JSON);
    rr__json_open(&w, NULL, '{');
    rr__json_text(&w, "schema", "reroute.role/1");
    rr__json_text(&w, "occupation", o.id);
    rr__json_text(&w, "label", rr_occupation_label(page->taxonomy, index, page->options.lang));
    rr__json_text(&w, "description", rr_occupation_description(page->taxonomy, index, page->options.lang));
    rr__json_text(&w, "outlook", outlooks[o.outlook]);
    rr__json_codes(&w, page->taxonomy, index);
    rr__json_exposure(&w, page->taxonomy, index);
    put_entries(&w, page->taxonomy, index, page->options.lang);
    put_requirements(&w, page->taxonomy, index, page->options.lang);
    rr__json_names(&w, page->taxonomy, index, rr_occupation_name);
    put_crosswalks(&w, page->taxonomy, index);
    put_standards(&w, page->taxonomy, index);
    put_pays(&w, page->taxonomy, index);
    put_texts(&w, page->taxonomy, index, page->options.lang);
    rr__json_provenance(&w, page->taxonomy, &o.provenance);
    rr__json_close(&w, '}');
    rr__buf_char(&page->out, '\n');
}

static void put_requirement_table(rr__page *page, uint32_t index)
{
    static const char *const columns[] = {"occupation", "descriptor", "label", "essential", "importance_ppm", "level_hundredths"};
    rr_requirement r;
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        rr__cell(page, columns[i], i == 0);
    rr__row_end(page);
    for (uint32_t k = 0; rr_occupation_requirement(page->taxonomy, index, k, &r); k++) {
        rr__cell(page, rr__occupation_id(page->taxonomy, index), true);
        rr__cell(page, rr__descriptor_id(page->taxonomy, r.descriptor), false);
        rr__cell(page, rr_descriptor_label(page->taxonomy, r.descriptor, page->options.lang), false);
        rr__cell_int(page, r.essential != 0, false);
        rr__cell_int(page, r.importance_ppm, false);
        rr__cell_int(page, r.level, false);
        rr__row_end(page);
    }
}

rr_status rr_render_occupation(const rr_taxonomy *taxonomy, uint32_t occupation, const rr_render_options *options,
                               const rr_sink *sink, rr_error *err)
{
    rr__page page;
    rr__page_init(&page, taxonomy, taxonomy->context, options);
    if (options->format == RR_FORMAT_TEXT)
        show_occupation(&page, occupation);
    else if (options->format == RR_FORMAT_JSON || options->format == RR_FORMAT_JSONL)
        put_occupation(&page, occupation);
    else
        put_requirement_table(&page, occupation);
    return rr__page_send(&page, sink, err);
}

/* SPDX-License-Identifier: MIT */
/* The parts that several results show alike: provenance, exposure, codes, the taxonomy, names of states. */
#include <string.h>

#include "base/text.h"
#include "render/html.h"

const char *rr__class_name(rr_rule_class rule_class)
{
    static const char *const names[] = {"law", "custom", "programme"};
    return names[rule_class];
}

const char *rr__state_name(rr_verdict_state state)
{
    static const char *const names[] = {"unknown", "met", "unmet"};
    return names[state];
}

rr__word_id rr__verdict_word(rr_verdict_state state)
{
    static const rr__word_id words[] = {RR__LABEL_UNKNOWN, RR__LABEL_MET, RR__LABEL_UNMET};
    return words[state];
}

const char *rr__origin_name(rr_origin origin)
{
    static const char *const names[] = {"inferred", "stated", "verified", "estimated"};
    return names[origin];
}

static const char *confidence_name(rr_confidence confidence)
{
    static const char *const names[] = {"unstated", "low", "medium", "high"};
    return names[confidence];
}

void rr__json_provenance(rr__json_out *w, const rr_taxonomy *taxonomy, const rr_provenance *provenance)
{
    rr_source source;
    if (rr_taxonomy_source(taxonomy, provenance->source, &source)) {
        rr__json_text(w, "source", source.text);
        rr__json_text(w, "source_id", source.id);
        rr__json_text(w, "source_url", source.url[0] == '\0' ? NULL : source.url);
    } else {
        rr__json_null(w, "source");
    }
    rr__json_text(w, "confidence", confidence_name(provenance->confidence));
    rr__json_text(w, "basis", provenance->basis == RR_BASIS_JUDGED ? "judged" : "sourced");
}

void rr__json_taxonomy(rr__json_out *w, const rr_taxonomy *taxonomy)
{
    rr_taxonomy_info info;
    rr_taxonomy_get_info(taxonomy, &info);
    rr__json_open(w, "taxonomy", '{');
    rr__json_text(w, "id", info.id);
    rr__json_text(w, "version", info.version);
    rr__json_text(w, "sha256", info.sha256);
    rr__json_close(w, '}');
}

void rr__json_codes(rr__json_out *w, const rr_taxonomy *taxonomy, uint32_t occupation)
{
    rr_code code;
    rr__json_open(w, "codes", '[');
    for (uint32_t k = 0; rr_occupation_code(taxonomy, occupation, k, &code); k++) {
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "scheme", code.scheme);
        rr__json_text(w, "edition", code.edition[0] == '\0' ? NULL : code.edition);
        rr__json_text(w, "code", code.code);
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

void rr__json_names(rr__json_out *w, const rr_taxonomy *taxonomy, uint32_t concept, rr__name_at name_at)
{
    rr_label name;
    rr__json_open(w, "names", '[');
    for (uint32_t k = 0; name_at(taxonomy, concept, k, &name); k++) {
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "text", name.text);
        rr__json_text(w, "lang", name.lang);
        rr__json_bool(w, "preferred", name.preferred != 0);
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

void rr__json_exposure(rr__json_out *w, const rr_taxonomy *taxonomy, uint32_t occupation)
{
    rr_exposure exposure;
    rr__json_open(w, "exposure", '[');
    for (uint32_t k = 0; rr_occupation_exposure(taxonomy, occupation, k, &exposure); k++) {
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "index", exposure.index);
        rr__json_int(w, "year", exposure.year);
        rr__json_known(w, "value_ppm", exposure.value_ppm, exposure.value_ppm >= 0);
        rr__json_text(w, "grade", exposure.grade[0] == '\0' ? NULL : exposure.grade);
        rr__json_provenance(w, taxonomy, &exposure.provenance);
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

void rr__json_known(rr__json_out *w, const char *key, int64_t value, bool known)
{
    if (known)
        rr__json_int(w, key, value);
    else
        rr__json_null(w, key);
}

void rr__json_day(rr__json_out *w, const char *key, int64_t day)
{
    char text[16];
    rr__json_text(w, key, day < 0 ? NULL : rr__day(text, (int32_t)day));
}

void rr__json_level(rr__json_out *w, const char *key, int32_t level)
{
    if (level < 0)
        rr__json_null(w, key);
    else
        rr__json_decimal(w, key, (int64_t)level * 10000);
}

void rr__page_provenance(rr__page *page, const rr_provenance *provenance)
{
    static const rr__word_id confidences[] = {RR__LABEL_COUNT, RR__LABEL_LOW, RR__LABEL_MEDIUM, RR__LABEL_HIGH};
    rr_source source;
    const char *comma = page->options.lang == RR_LANG_ZH ? "，" : ", ";
    rr__buf_text(&page->line, " [");
    bool known = rr_taxonomy_source(page->taxonomy, provenance->source, &source) != 0;
    rr__page_add(page, known ? source.id : "?");
    if (page->html != NULL && known)
        rr__html_note_source(page->html, provenance->source);
    if (provenance->confidence != RR_CONFIDENCE_UNSTATED) {
        rr__buf_text(&page->line, comma);
        rr__page_label(page, confidences[provenance->confidence], NULL, NULL, NULL);
    }
    if (provenance->basis == RR_BASIS_JUDGED) {
        rr__buf_text(&page->line, comma);
        rr__page_label(page, RR__LABEL_JUDGED, NULL, NULL, NULL);
    }
    rr__buf_char(&page->line, ']');
}

void rr__page_range(rr__page *page, const char *low, const char *high, const char *between)
{
    bool both = low[0] != '\0' && high[0] != '\0' && strcmp(low, high) != 0;
    if (low[0] != '\0' && high[0] == '\0')
        rr__page_label(page, RR__LABEL_FROM_AMOUNT, low, NULL, NULL);
    else if (low[0] == '\0')
        rr__page_label(page, high[0] == '\0' ? RR__LABEL_UNKNOWN : RR__LABEL_UP_TO_AMOUNT, high, NULL, NULL);
    else
        rr__page_add(page, low);
    rr__buf_text(&page->line, both ? between : "");
    rr__page_add(page, both ? high : "");
}

static const char *format_pay(char out[32], int64_t minor)
{
    out[minor < 0 ? 0 : rr__format_decimal(out, minor * 10000)] = '\0';
    return out;
}

void rr__page_pay(rr__page *page, const rr_pay *pay)
{
    char low[32], high[32];
    rr__page_add(page, pay->place);
    rr__buf_char(&page->line, ' ');
    rr__page_int(page, pay->year);
    rr__buf_text(&page->line, ": ");
    rr__page_range(page, format_pay(low, pay->low_minor), format_pay(high, pay->high_minor), "-");
    rr__buf_char(&page->line, ' ');
    rr__page_add(page, pay->currency);
    rr__buf_text(&page->line, "/");
    rr__page_add(page, pay->period);
}

static void put_money(rr__json_out *w, const char *key, int64_t minor)
{
    if (minor < 0)
        rr__json_null(w, key);
    else
        rr__json_decimal(w, key, minor * 10000);
}

void rr__json_pay(rr__json_out *w, const char *key, const rr_taxonomy *taxonomy, const rr_pay *pay)
{
    rr__json_open(w, key, '{');
    rr__json_text(w, "place", pay->place);
    rr__json_int(w, "year", pay->year);
    put_money(w, "low", pay->low_minor);
    put_money(w, "high", pay->high_minor);
    rr__json_text(w, "currency", pay->currency);
    rr__json_text(w, "period", pay->period);
    rr__json_provenance(w, taxonomy, &pay->provenance);
    rr__json_close(w, '}');
}

void rr__json_notes(rr__json_out *w, const char *key, const rr__page *page, uint32_t occupation, const char *kind)
{
    rr_note note;
    rr__json_open(w, key, '[');
    for (uint32_t k = 0; rr_occupation_note(page->taxonomy, occupation, k, page->options.lang, &note); k++) {
        if (strcmp(note.kind, kind) != 0)
            continue;
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "text", note.text);
        rr__json_provenance(w, page->taxonomy, &note.provenance);
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

void rr__page_add_exposure(rr__page *page, uint32_t occupation)
{
    rr_exposure exposure;
    rr_note note;
    char number[32];
    for (uint32_t k = 0; rr_occupation_exposure(page->taxonomy, occupation, k, &exposure); k++) {
        rr__buf_text(&page->line, k == 0 ? "" : rr__semicolon(page));
        rr__page_add(page, exposure.index);
        rr__buf_char(&page->line, ' ');
        rr__page_int(page, exposure.year);
        rr__buf_text(&page->line, ": ");
        if (exposure.value_ppm >= 0) {
            number[rr__format_decimal(number, exposure.value_ppm)] = '\0';
            rr__page_add(page, number);
        }
        rr__buf_text(&page->line, exposure.value_ppm >= 0 && exposure.grade[0] != '\0' ? " " : "");
        rr__page_add(page, exposure.grade);
        if (page->options.verbose)
            rr__page_provenance(page, &exposure.provenance);
    }
    for (uint32_t k = 0; rr_occupation_note(page->taxonomy, occupation, k, page->options.lang, &note); k++)
        if (strcmp(note.kind, "exposure") == 0) {
            rr__buf_text(&page->line, page->line.len == 0 ? "" : rr__semicolon(page));
            rr__page_add(page, note.text);
        }
}

void rr__page_exposure(rr__page *page, uint32_t occupation, uint32_t indent)
{
    rr__page_add_exposure(page, occupation);
    if (page->line.len > 0)
        rr__page_flow(page, rr__word(page->options.lang, RR__LABEL_EXPOSED), indent, RR__PLAIN);
}

void rr__cell_known(rr__page *page, int64_t value, bool known)
{
    if (known)
        rr__cell_int(page, value, false);
    else
        rr__cell(page, "", false);
}

void rr__cells_empty(rr__page *page, size_t count)
{
    for (size_t i = 0; i < count; i++)
        rr__cell(page, "", false);
}

void rr__cell_day(rr__page *page, int32_t day)
{
    char text[16];
    rr__cell(page, day < 0 ? "" : rr__day(text, day), false);
}

void rr__cell_line(rr__page *page)
{
    rr__cell(page, page->line.len == 0 ? "" : page->line.data, false);
    rr__page_forget(page);
}

/* SPDX-License-Identifier: MIT */
/* A profile's ranked list in, one line of JSON, or rows of CSV or TSV, out: what a batch writes a million times. */
#include <string.h>

#include "base/text.h"
#include "render/page.h"
#include "taxonomy/block.h"

enum { KEY = 24 };
#define KNOWN(name, of_role) {name, ",\"" name "\":", sizeof name + 3, of_role}
static const struct { const char *name; char key[KEY]; size_t key_len; bool of_role; } fields_known[RR_LIST_FIELDS] = {
    [RR_LIST_ID] = KNOWN("id", false), [RR_LIST_LINE] = KNOWN("line", false), [RR_LIST_UNRESOLVED] = KNOWN("unresolved", false),
    [RR_LIST_RANK] = KNOWN("rank", true), [RR_LIST_OCCUPATION] = KNOWN("occupation", true), [RR_LIST_LABEL] = KNOWN("label", true),
    [RR_LIST_SCORE] = KNOWN("score_ppm", true), [RR_LIST_FIT] = KNOWN("fit_ppm", true), [RR_LIST_READINESS] = KNOWN("readiness_ppm", true)};

const char *rr_list_field_name(rr_list_field field)
{
    return (unsigned)field < RR_LIST_FIELDS ? fields_known[field].name : NULL;
}

/* A value as text or as a number; neither: it is not known. */
typedef struct value { const char *text; int64_t number; bool is_number; } value;

static value text_of(const char *text)
{
    return (value){.text = text};
}

static value number_of(int64_t number)
{
    return (value){.number = number, .is_number = true};
}

static value value_of(const rr__page *page, const rr_listed *listed, const rr_match_row *row, rr_list_field field)
{
    switch (field) {
    case RR_LIST_ID: return text_of(listed->id);
    case RR_LIST_LINE: return listed->line == 0 ? text_of(NULL) : number_of((int64_t)listed->line);
    case RR_LIST_UNRESOLVED: return listed->failure != NULL ? text_of(NULL) : number_of(listed->unresolved);
    default: break;
    }
    if (row == NULL)
        return text_of(NULL);
    switch (field) {
    case RR_LIST_RANK: return number_of(row->rank);
    case RR_LIST_OCCUPATION: return text_of(rr__block_text(page->taxonomy->block, rr__block_occupation(page->taxonomy->block, row->occupation)->id));
    case RR_LIST_LABEL: return text_of(rr_occupation_label(page->taxonomy, row->occupation, page->options.lang));
    case RR_LIST_SCORE: return number_of(row->score_ppm);
    case RR_LIST_FIT: return number_of(row->fit_ppm);
    default: return row->readiness_ppm < 0 ? text_of(NULL) : number_of(row->readiness_ppm);
    }
}

static void put_text(rr__page *page, const char *text)
{
    rr__json_out w;
    rr__json_out_init(&w, &page->out, false);
    rr__json_text(&w, NULL, text);
}

/* Lines are written by the million: a key and its value go straight to their place, unless a text needs more than quotes. */
enum { TEXT_SHORT = 128, DIGITS = 20 };

static char *write_number(char *out, int64_t number)
{
    char digits[DIGITS];
    size_t count = 0;
    uint32_t small = 0;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    for (; rest > UINT32_MAX; rest /= 10)
        digits[count++] = (char)('0' + rest % 10);
    for (small = (uint32_t)rest; small >= 10; small /= 10)
        digits[count++] = (char)('0' + small % 10);
    digits[count++] = (char)('0' + small);
    if (number < 0)
        *out++ = '-';
    while (count > 0)
        *out++ = digits[--count];
    return out;
}

/* In quotes. NULL: it is long, or has what JSON writes otherwise. */
static char *write_plain(char *out, const char *text)
{
    size_t len = 0;
    *out++ = '"';
    for (; len < TEXT_SHORT && text[len] >= ' ' && text[len] < 0x7f && text[len] != '"' && text[len] != '\\'; len++)
        *out++ = text[len];
    *out++ = '"';
    return text[len] == '\0' ? out : NULL;
}

static void put_member(rr__page *page, const rr_listed *listed, const rr_match_row *row, rr_list_field field, bool first)
{
    value v = value_of(page, listed, row, field);
    char *start = rr__buf_room(&page->out, KEY + TEXT_SHORT + 2);
    if (start == NULL)
        return;
    memcpy(start, fields_known[field].key + first, KEY - 1); /* a length the compiler knows; what is behind the key is written over */
    char *out = start + fields_known[field].key_len - first, *end = out;
    if (v.is_number)
        end = write_number(out, v.number);
    else if (v.text != NULL)
        end = write_plain(out, v.text);
    else
        end = (char *)memcpy(out, "null", 4) + 4;
    bool plain = end != NULL;
    end = plain ? end : out;
    *end = '\0';
    page->out.len += (size_t)(end - start);
    if (!plain)
        put_text(page, v.text);
}

/* "R0401", and the message alone in `text`. */
static void tell_failure(const rr__page *page, const rr_error *failure, char number[16], char *text, size_t size)
{
    number[0] = 'R';
    for (int i = 4, rest = failure->number; i > 0; i--, rest /= 10)
        number[i] = (char)('0' + rest % 10);
    number[5] = '\0';
    rr__error_text(failure, page->options.lang, text, size);
}

static void put_failure(rr__page *page, const rr_listed *listed)
{
    char number[16], text[1024];
    tell_failure(page, listed->failure, number, text, sizeof text);
    rr__buf_text(&page->out, "{");
    put_member(page, listed, NULL, RR_LIST_LINE, true);
    put_member(page, listed, NULL, RR_LIST_ID, false);
    rr__buf_text(&page->out, ",\"error\":");
    put_text(page, number);
    rr__buf_text(&page->out, ",\"message\":");
    put_text(page, text);
    explicit_bzero(text, sizeof text); /* it may name who it is about */
    rr__buf_text(&page->out, "}\n");
}

/* The fields of the profile, or those of one role. */
static bool put_members(rr__page *page, const rr_listed *listed, const rr_match_row *row, const rr_list_field *fields, size_t count)
{
    bool first = true;
    for (size_t i = 0; i < count; i++)
        if (fields_known[fields[i]].of_role == (row != NULL)) {
            put_member(page, listed, row, fields[i], first);
            first = false;
        }
    return !first;
}

static bool has_roles(const rr_list_field *fields, size_t count)
{
    bool roles = false;
    for (size_t i = 0; i < count; i++)
        roles = roles || fields_known[fields[i]].of_role;
    return roles;
}

static void put_object(rr__page *page, const rr_listed *listed, const rr_list_field *fields, size_t count)
{
    bool roles = has_roles(fields, count);
    rr__buf_text(&page->out, "{");
    bool any = put_members(page, listed, NULL, fields, count);
    if (roles)
        rr__buf_text(&page->out, any ? ",\"matches\":[" : "\"matches\":[");
    for (uint32_t k = 0; k < listed->count && roles; k++) {
        rr__buf_text(&page->out, k == 0 ? "{" : ",{");
        put_members(page, listed, &listed->rows[k], fields, count);
        rr__buf_text(&page->out, "}");
    }
    rr__buf_text(&page->out, roles ? "]}\n" : "}\n");
}

static void put_row(rr__page *page, const rr_listed *listed, const rr_match_row *row, const rr_list_field *fields, size_t count)
{
    char number[16], text[1024];
    for (size_t i = 0; i < count; i++) {
        value v = value_of(page, listed, row, fields[i]);
        if (v.is_number)
            rr__cell_int(page, v.number, i == 0);
        else
            rr__cell(page, v.text == NULL ? "" : v.text, i == 0);
    }
    rr__page_forget(page);
    if (listed->failure != NULL) {
        tell_failure(page, listed->failure, number, text, sizeof text);
        char line[32];
        rr__format_decimal(line, (int64_t)listed->line * 1000000);
        rr__page_label(page, RR__LABEL_LIST_FAILED, line, number, text);
        explicit_bzero(text, sizeof text);
    }
    rr__cell(page, page->line.len == 0 ? "" : page->line.data, false);
    rr__row_end(page);
}

/* Numbers from outside that lead to no field and no occupation are refused. */
static bool fields_are_known(const rr_list_field *fields, size_t count)
{
    bool known = true;
    for (size_t i = 0; i < count; i++)
        known = known && (uint32_t)fields[i] < RR_LIST_FIELDS;
    return known;
}

static bool rows_are_known(const rr_taxonomy *taxonomy, const rr_listed *listed)
{
    uint32_t occupations = rr__block_count(taxonomy->block, RR__SEC_OCCUPATIONS);
    bool known = true;
    for (uint32_t i = 0; i < listed->count && listed->failure == NULL; i++)
        known = known && listed->rows[i].occupation < occupations;
    return known;
}

rr_status rr_render_list(const rr_taxonomy *taxonomy, const rr_listed *listed, const rr_list_field *fields, size_t field_count,
                         const rr_render_options *options, const rr_sink *sink, rr_error *err)
{
    enum { ROLE = 128 }; /* bytes that one takes, roughly: a buffer that grows is copied */
    rr__page page;
    if (!fields_are_known(fields, field_count) || !rows_are_known(taxonomy, listed))
        return rr__fail(err, RR_EUSAGE, RR__MSG_BAD_CALL, "rr_render_list", NULL);
    rr__page_init(&page, taxonomy, taxonomy->context, options);
    size_t room = ((size_t)listed->count + 2) * ROLE;
    page.out.data = rr__resize(page.out.allocator, NULL, room);
    page.out.capacity = page.out.data == NULL ? 0 : room;
    bool table = page.options.format == RR_FORMAT_CSV || page.options.format == RR_FORMAT_TSV;
    if (!table && listed->failure != NULL)
        put_failure(&page, listed);
    else if (!table)
        put_object(&page, listed, fields, field_count);
    else if (listed->failure != NULL || listed->count == 0 || !has_roles(fields, field_count))
        put_row(&page, listed, NULL, fields, field_count); /* nobody is left out */
    else
        for (uint32_t i = 0; i < listed->count; i++)
            put_row(&page, listed, &listed->rows[i], fields, field_count);
    return rr__page_send(&page, sink, err);
}

rr_status rr_render_list_head(const rr_taxonomy *taxonomy, const rr_list_field *fields, size_t field_count, const rr_render_options *options,
                              const rr_sink *sink, rr_error *err)
{
    rr__page page;
    if (!fields_are_known(fields, field_count))
        return rr__fail(err, RR_EUSAGE, RR__MSG_BAD_CALL, "rr_render_list_head", NULL);
    rr__page_init(&page, taxonomy, taxonomy->context, options);
    for (size_t i = 0; i < field_count; i++)
        rr__cell(&page, fields_known[fields[i]].name, i == 0);
    rr__cell(&page, "error", false);
    rr__row_end(&page);
    return rr__page_send(&page, sink, err);
}

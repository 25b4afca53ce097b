/* SPDX-License-Identifier: MIT */
/* Pieces of text in, wrapped lines out; labels and the small parts that all renderers share. */
#include "render/html.h"

#include <string.h>

#include "base/csv.h"
#include "base/text.h"

enum { PAGE_LIMIT = 1 << 30 };

static const char *const labels[RR__LABEL_COUNT][2] = {
#define LABEL(name, en, zh) {en, zh},
#include "render/labels.def"
#undef LABEL
};

void rr__page_init(rr__page *page, const rr_taxonomy *taxonomy, const rr_context *context, const rr_render_options *options)
{
    rr__buf_init(&page->out, &context->allocator, PAGE_LIMIT);
    rr__buf_init(&page->line, &context->allocator, PAGE_LIMIT);
    page->out.secret = page->line.secret = true; /* all of it is about a person */
    page->taxonomy = taxonomy;
    page->plugins = NULL;
    page->html = NULL;
    page->options = (rr_render_options){.size = sizeof page->options}; /* a caller built with fewer leaves the others out */
    memcpy(&page->options, options, options->size < sizeof page->options ? options->size : sizeof page->options);
    if (page->options.columns == 0)
        page->options.columns = 80;
}

rr_status rr__page_send(rr__page *page, const rr_sink *sink, rr_error *err)
{
    rr_status status = RR_OK;
    bool is_html = page->out.len > 9 && memcmp(page->out.data, "<!DOCTYPE", 9) == 0;
    if (page->out.failed || page->line.failed)
        status = rr__fail_nomem(err);
    else if (page->options.format == RR_FORMAT_HTML && !is_html) /* what this result has no page for */
        status = rr__fail(err, RR_EUSAGE, RR__MSG_BAD_CALL, "rr_render", NULL);
    else if (page->out.len > 0 && sink->write(sink->user, page->out.data, page->out.len) != 0)
        status = rr__fail(err, RR_EIO, RR__MSG_CANNOT_WRITE, "the output", NULL);
    rr__buf_finish(&page->out);
    rr__buf_finish(&page->line);
    return status;
}

const char *rr__word(rr_lang lang, rr__word_id id)
{
    return labels[id][lang == RR_LANG_ZH];
}

/* Whether the text has characters of a right-to-left script, which would carry their neighbours along. */
static bool runs_left(const char *text)
{
    static const uint32_t blocks[][2] = {{0x590, 0x8ff}, {0xfb1d, 0xfdff}, {0xfe70, 0xfefe}, {0x10800, 0x10fff}, {0x1e800, 0x1efff}};
    const char *end = text + strlen(text);
    while (text < end) {
        uint32_t c = rr__utf8_next(&text, end);
        for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
            if (c >= blocks[i][0] && c <= blocks[i][1])
                return true;
    }
    return false;
}

void rr__page_add(rr__page *page, const char *text)
{
    bool isolate = page->html != NULL && runs_left(text);
    rr__buf_text(&page->line, isolate ? "\xe2\x81\xa8" : "");
    rr__add_visible(&page->line, text, strlen(text));
    rr__buf_text(&page->line, isolate ? "\xe2\x81\xa9" : "");
}

const char *rr__between(const rr__page *page, const char *en, const char *zh)
{
    return page->options.lang == RR_LANG_ZH ? zh : en;
}

void rr__page_label(rr__page *page, rr__word_id label, const char *a, const char *b, const char *c)
{
    const char *const values[] = {a, b, c};
    for (const char *at = rr__word(page->options.lang, label); *at != '\0'; at++) {
        if (*at == '%' && at[1] >= '1' && at[1] <= '3') {
            const char *value = values[*++at - '1'];
            rr__page_add(page, value == NULL ? "" : value);
        } else {
            rr__buf_char(&page->line, *at);
        }
    }
}

void rr__page_int(rr__page *page, int64_t value)
{
    rr__buf_int(&page->line, value);
}

static const char *style_code(const rr__page *page, rr__style style)
{
    static const char *const codes[] = {"", "\x1b[1m", "\x1b[2m", "\x1b[32m", "\x1b[31m", "\x1b[33m"};
    return page->options.colour ? codes[style] : "";
}

static void add_spaces(rr__buf *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        rr__buf_char(out, ' ');
}

static bool is_one_of(uint32_t c, const uint32_t *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] == c)
            return true;
    return false;
}

/* Punctuation that ends a line but never begins one, and the other way round. */
static bool is_closing(uint32_t c)
{
    static const uint32_t closing[] = {'!', '%', ')', ',', '.', ':', ';', '?', ']', 0x3001, 0x3002, 0x300b, 0x300d, 0x3011, 0x3015, 0xff01, 0xff05, 0xff09, 0xff0c, 0xff1a, 0xff1b, 0xff1f, 0x2019, 0x201d};
    return is_one_of(c, closing, sizeof closing / sizeof *closing);
}

static bool is_opening(uint32_t c)
{
    static const uint32_t opening[] = {'(', '[', 0x300a, 0x300c, 0x3010, 0x3014, 0xff08, 0x2018, 0x201c};
    return is_one_of(c, opening, sizeof opening / sizeof *opening);
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

size_t rr__fit_columns(const char *text, size_t len, size_t columns)
{
    const char *at = text, *end = text + len;
    size_t used = 0;
    while (at < end) {
        const char *before = at;
        rr__utf8_next(&at, end);
        used += rr__width(before, (size_t)(at - before));
        if (used > columns && before > text)
            return (size_t)(before - text);
    }
    return len;
}

/* Where a line that starts at `text` may end so that it fits: after a space (but not between a number and its %) or
 * beside a wide character; where a single word is longer, behind its last hyphen that fits. Takes at least one character. */
size_t rr__fit_line(const char *text, size_t len, size_t columns)
{
    const char *at = text, *end = text + len;
    size_t used = 0, best = 0, hyphen = 0;
    bool wide = false, opened = false; /* of the character before: its width, and whether it opens something */
    while (at < end) {
        const char *before = at;
        uint32_t c = rr__utf8_next(&at, end);
        size_t width = rr__width(before, (size_t)(at - before));
        if ((width == 2 || wide) && before > text && c != ' ' && !opened && !is_closing(c))
            best = (size_t)(before - text);
        if (used + width > columns)
            return best > 0 ? best : hyphen > 0 ? hyphen : before > text ? (size_t)(before - text) : (size_t)(at - text);
        used += width;
        wide = width == 2;
        opened = is_opening(c);
        if (c == ' ' && !(at < end && *at == '%'))
            best = (size_t)(at - text);
        if (c == '-' && before > text && is_letter(before[-1]) && at < end && is_letter(*at))
            hyphen = (size_t)(at - text);
    }
    return len;
}

void rr__page_flow(rr__page *page, const char *head, uint32_t indent, rr__style style)
{
    if (page->html != NULL) {
        rr__html_flow(page->html, head, style);
        return;
    }
    const char *text = page->line.data == NULL ? "" : page->line.data;
    size_t len = page->line.failed ? 0 : page->line.len;
    size_t room = page->options.columns > indent + 10 ? page->options.columns - indent : 10;
    size_t head_width = head == NULL ? 0 : rr__width(head, strlen(head));
    bool first = true;
    while (first || len > 0) {
        size_t pad = indent;
        if (first && head != NULL) {
            rr__buf_text(&page->out, "   ");
            rr__buf_text(&page->out, head);
            pad = indent > head_width + 3 ? indent - head_width - 3 : 1;
        }
        add_spaces(&page->out, pad);
        size_t take = rr__fit_line(text, len, room), shown = take;
        while (shown > 0 && text[shown - 1] == ' ')
            shown--;
        rr__buf_text(&page->out, shown > 0 ? style_code(page, style) : "");
        rr__buf_add(&page->out, text, shown);
        rr__buf_text(&page->out, shown > 0 && style != RR__PLAIN ? (page->options.colour ? "\x1b[0m" : "") : "");
        rr__buf_char(&page->out, '\n');
        text += take;
        len -= take;
        first = false;
    }
    rr__page_forget(page);
}

const char *rr__semicolon(const rr__page *page)
{
    return page->options.lang == RR_LANG_ZH ? "；" : "; ";
}

void rr__page_forget(rr__page *page)
{
    page->out.failed = page->out.failed || page->line.failed; /* clearing would forget it */
    rr__buf_clear(&page->line);
}

void rr__page_gap(rr__page *page)
{
    if (page->html == NULL)
        rr__buf_char(&page->out, '\n');
}

void rr__page_heading(rr__page *page, rr__word_id label)
{
    if (page->html != NULL) {
        rr__html_word_in(page->html, RR__TAG_h2, label);
        return;
    }
    rr__page_gap(page);
    rr__page_label(page, label, NULL, NULL, NULL);
    rr__page_flow(page, NULL, 0, RR__BOLD);
}

const char *rr__number(char out[24], int64_t value)
{
    char digits[24];
    size_t n = 0, used = 0;
    uint64_t rest = value < 0 ? (uint64_t)0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[n++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0)
        out[used++] = '-';
    while (n > 0)
        out[used++] = digits[--n];
    out[used] = '\0';
    return out;
}

const char *rr__day(char out[16], int32_t day)
{
    rr__civil c = rr__civil_of(day);
    char digits[24];
    const struct { int64_t value; size_t width; char after; } parts[] = {{c.year, 4, '-'}, {c.month, 2, '-'}, {c.day, 2, '\0'}};
    size_t at = 0;
    for (size_t i = 0; i < 3; i++) {
        size_t len = strlen(rr__number(digits, parts[i].value));
        for (size_t zeros = len; zeros < parts[i].width; zeros++)
            out[at++] = '0';
        memcpy(out + at, digits, len);
        at += len;
        out[at++] = parts[i].after;
    }
    return out;
}

const char *rr__money(char out[48], int64_t minor, rrp_str currency)
{
    size_t len = strlen(rr__number(out, minor / 100));
    if (minor % 100 != 0) {
        out[len++] = '.';
        out[len++] = (char)('0' + minor % 100 / 10);
        out[len++] = (char)('0' + minor % 10);
    }
    size_t letters = currency.n < 3 ? (size_t)currency.n : 3;
    if (letters > 0)
        out[len++] = ' ';
    memcpy(out + len, currency.p, letters);
    out[len + letters] = '\0';
    return out;
}

const char *rr__percent(char out[24], int64_t ppm)
{
    int64_t tenths = (ppm + (ppm < 0 ? -500 : 500)) / 1000;
    if (tenths >= 1000 && ppm < 1000000)
        tenths = 999; /* "100 %" only when it is all of it */
    rr__number(out, tenths / 10);
    size_t len = strlen(out);
    if (tenths % 10 != 0) {
        out[len] = '.';
        out[len + 1] = (char)('0' + (tenths < 0 ? -(tenths % 10) : tenths % 10));
        out[len + 2] = '\0';
    }
    return out;
}

/* Whether a spreadsheet may take the text for a formula: by its first sign, also a full-width one, behind blanks and quotes. */
static bool looks_like_formula(const char *text)
{
    static const char *const signs[] = {"=", "+", "-", "@", "＝", "＋", "－", "＠"};
    text += strspn(text, " \"");
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (strncmp(text, signs[i], strlen(signs[i])) == 0)
            return true;
    return false;
}

/* Tabs and line ends as \t \n \r, which programs undo; else what is hidden as \u{202E}. */
static void add_cell(rr__buf *out, const char *text)
{
    rr__buf_text(out, looks_like_formula(text) ? "'" : "");
    while (*text != '\0') {
        size_t len = strcspn(text, "\t\n\r");
        rr__add_visible(out, text, len);
        text += len;
        if (*text != '\0') {
            rr__buf_char(out, '\\');
            rr__buf_char(out, *text == '\t' ? 't' : *text == '\n' ? 'n' : 'r');
            text++;
        }
    }
}

void rr__cell(rr__page *page, const char *text, bool first)
{
    rr__buf cell;
    rr__buf_init_like(&cell, &page->out);
    add_cell(&cell, text);
    if (page->options.format == RR_FORMAT_CSV) {
        rr__csv_add(&page->out, cell.data == NULL ? "" : cell.data, first);
    } else {
        rr__buf_text(&page->out, first ? "" : "\t");
        rr__buf_text(&page->out, cell.data == NULL ? "" : cell.data);
    }
    page->out.failed = page->out.failed || cell.failed;
    rr__buf_finish(&cell);
}

void rr__cell_int(rr__page *page, int64_t value, bool first)
{
    if (page->options.format == RR_FORMAT_CSV) {
        rr__csv_add_int(&page->out, value, first);
        return;
    }
    if (!first)
        rr__buf_char(&page->out, '\t');
    rr__buf_int(&page->out, value);
}

void rr__row_end(rr__page *page)
{
    rr__buf_text(&page->out, page->options.format == RR_FORMAT_CSV ? "\r\n" : "\n");
}

const char *rr__occupation_id(const rr_taxonomy *taxonomy, uint32_t occupation)
{
    rr_occupation o;
    return rr_taxonomy_occupation(taxonomy, occupation, &o) ? o.id : "";
}

const char *rr__descriptor_id(const rr_taxonomy *taxonomy, uint32_t descriptor)
{
    rr_descriptor d;
    return rr_taxonomy_descriptor(taxonomy, descriptor, &d) ? d.id : "";
}

/* SPDX-License-Identifier: MIT */
/* Pieces of text in, wrapped lines out; labels and the small parts that all renderers share. */
#include "render/page.h"

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
    page->taxonomy = taxonomy;
    page->options = *options;
    if (page->options.columns == 0)
        page->options.columns = 80;
}

rr_status rr__page_send(rr__page *page, const rr_sink *sink, rr_error *err)
{
    rr_status status = RR_OK;
    if (page->out.failed || page->line.failed)
        status = rr__fail_nomem(err);
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

void rr__page_add(rr__page *page, const char *text)
{
    rr__add_visible(&page->line, text, strlen(text));
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

/* Where a line that starts at `text` may end so that it fits: after a space or beside a wide character.
 * Takes at least one character. */
size_t rr__fit_line(const char *text, size_t len, size_t columns)
{
    const char *at = text, *end = text + len;
    size_t used = 0, best = 0;
    bool wide = false, opened = false; /* the character before */
    while (at < end) {
        const char *before = at;
        uint32_t c = rr__utf8_next(&at, end);
        size_t width = rr__width(before, (size_t)(at - before));
        /* Chinese may break before and after any character, but not before closing marks or behind opening ones. */
        bool closing = c == 0x3002 || c == 0xff0c || c == 0xff1b || c == 0xff1a || c == 0x3001 || c == 0xff09 ||
                       c == 0x201d || c == 0xff1f || c == 0x3011;
        if ((width == 2 || wide) && before > text && !closing && !opened)
            best = (size_t)(before - text);
        if (used + width > columns)
            return best > 0 ? best : before > text ? (size_t)(before - text) : (size_t)(at - text);
        used += width;
        wide = width == 2;
        opened = c == 0xff08 || c == 0x201c || c == 0x3010;
        if (c == ' ')
            best = (size_t)(at - text);
    }
    return len;
}

void rr__page_flow(rr__page *page, const char *head, uint32_t indent, rr__style style)
{
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

void rr__page_forget(rr__page *page)
{
    page->out.failed = page->out.failed || page->line.failed; /* clearing would forget it */
    rr__buf_clear(&page->line);
}

void rr__page_gap(rr__page *page)
{
    rr__buf_char(&page->out, '\n');
}

void rr__page_heading(rr__page *page, rr__word_id label)
{
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
    out[len++] = ' ';
    size_t letters = currency.n < 3 ? (size_t)currency.n : 3;
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

static void add_tsv(rr__buf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\t' || *text == '\n' || *text == '\r') {
            rr__buf_char(out, '\\');
            rr__buf_char(out, *text == '\t' ? 't' : *text == '\n' ? 'n' : 'r');
        } else {
            rr__buf_char(out, *text);
        }
    }
}

void rr__cell(rr__page *page, const char *text, bool first)
{
    if (page->options.format == RR_FORMAT_CSV) {
        rr__csv_add(&page->out, text, first);
        return;
    }
    if (!first)
        rr__buf_char(&page->out, '\t');
    add_tsv(&page->out, text);
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

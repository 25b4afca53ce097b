/* SPDX-License-Identifier: MIT */
/* Values in, JSON text out, the same bytes for the same values. */
#include <string.h>

#include "json.h"
#include "text.h"

void rr__json_out_init(rr__json_out *w, rr__buf *buf, bool pretty)
{
    *w = (rr__json_out){.buf = buf, .pretty = pretty, .first = {true}};
}

static void put_string(rr__buf *buf, const char *text)
{
    static const char hex[] = "0123456789abcdef";
    const char *at = text, *end = text + strlen(text), *plain = text;
    rr__buf_char(buf, '"');
    while (at < end) {
        while (at < end && *at >= ' ' && *at < 0x7f && *at != '"' && *at != '\\') /* nearly all of it */
            at++;
        const char *from = at;
        uint32_t c = rr__utf8_next(&at, end);
        if (from == end)
            break;
        if (c != '"' && c != '\\' && !rr__is_hidden(c))
            continue;
        rr__buf_add(buf, plain, (size_t)(from - plain));
        plain = at;
        if (c == '"' || c == '\\') {
            rr__buf_char(buf, '\\');
            rr__buf_char(buf, (char)c);
            continue;
        }
        /* Beyond the basic plane: two surrogates. */
        uint32_t units[2] = {c < 0x10000 ? c : 0xd800 + ((c - 0x10000) >> 10), 0xdc00 + ((c - 0x10000) & 0x3ff)};
        for (int i = 0; i < (c < 0x10000 ? 1 : 2); i++) {
            rr__buf_text(buf, "\\u");
            for (int shift = 12; shift >= 0; shift -= 4)
                rr__buf_char(buf, hex[(units[i] >> shift) & 15]);
        }
    }
    rr__buf_add(buf, plain, (size_t)(end - plain));
    rr__buf_char(buf, '"');
}

static void break_line(const rr__json_out *w)
{
    if (!w->pretty)
        return;
    rr__buf_char(w->buf, '\n');
    for (int i = 0; i < w->depth; i++)
        rr__buf_char(w->buf, ' ');
}

static void begin_value(rr__json_out *w, const char *key)
{
    if (!w->first[w->depth])
        rr__buf_char(w->buf, ',');
    if (w->depth > 0)
        break_line(w);
    w->first[w->depth] = false;
    if (key != NULL) {
        put_string(w->buf, key);
        rr__buf_char(w->buf, ':');
        if (w->pretty)
            rr__buf_char(w->buf, ' ');
    }
}

void rr__json_open(rr__json_out *w, const char *key, char bracket)
{
    begin_value(w, key);
    rr__buf_char(w->buf, bracket);
    if (w->depth < 63)
        w->depth++;
    w->first[w->depth] = true;
}

void rr__json_close(rr__json_out *w, char bracket)
{
    bool empty = w->first[w->depth];
    w->depth--;
    if (!empty)
        break_line(w);
    rr__buf_char(w->buf, bracket);
}

void rr__json_text(rr__json_out *w, const char *key, const char *text)
{
    if (text == NULL) {
        rr__json_null(w, key);
        return;
    }
    begin_value(w, key);
    put_string(w->buf, text);
}

void rr__json_int(rr__json_out *w, const char *key, int64_t value)
{
    begin_value(w, key);
    rr__buf_int(w->buf, value);
}

void rr__json_decimal(rr__json_out *w, const char *key, int64_t millionths)
{
    char text[32];
    begin_value(w, key);
    rr__buf_add(w->buf, text, rr__format_decimal(text, millionths));
}

void rr__json_bool(rr__json_out *w, const char *key, bool value)
{
    begin_value(w, key);
    rr__buf_text(w->buf, value ? "true" : "false");
}

void rr__json_null(rr__json_out *w, const char *key)
{
    begin_value(w, key);
    rr__buf_text(w->buf, "null");
}

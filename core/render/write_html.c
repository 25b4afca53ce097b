/* SPDX-License-Identifier: MIT */
/* Elements, attributes and text in, HTML out. The page's line is the one way for text: what is hidden was made visible
 * when it was added, and here it is escaped. Isolates (U+2068, U+2069), which rr__page_add puts around names of
 * right-to-left scripts, become <bdi>; no text can bring its own, since those were made visible. */
#include "render/html.h"

#include <string.h>

#include "base/text.h"
#include "base/xml.h"

enum { EMPTY, INLINE, BLOCK, PLAIN };
static const struct { const char *name; int kind; } tags[] = {
#define TAG(name, kind) {#name, kind},
    RR__TAGS(TAG)
#undef TAG
};
static const char *const attrs[] = {
#define ATTR(id, name) name,
    RR__ATTRS(ATTR)
#undef ATTR
};

static rr__buf *out_of(rr__html *h)
{
    return &h->page->out;
}

const char *rr__html_lang(rr_lang lang)
{
    return lang == RR_LANG_ZH ? "zh-Hans" : "en";
}

bool rr__is_client(const rr__page *page)
{
    return page->options.view == RR_VIEW_CLIENT;
}

static void end_tag(rr__html *h)
{
    if (h->in_tag)
        rr__buf_char(out_of(h), '>');
    h->in_tag = false;
}

void rr__html_open(rr__html *h, rr__tag tag)
{
    end_tag(h);
    if (h->depth == RR__HTML_DEPTH) {
        out_of(h)->failed = true;
        return;
    }
    if (tags[tag].kind == BLOCK)
        rr__buf_char(out_of(h), '\n');
    rr__buf_char(out_of(h), '<');
    rr__buf_text(out_of(h), tags[tag].name);
    h->open[h->depth++] = tag;
    h->in_tag = true;
}

void rr__html_close(rr__html *h)
{
    end_tag(h);
    if (h->depth == 0)
        return;
    rr__tag tag = h->open[--h->depth];
    if (tags[tag].kind == EMPTY)
        return;
    rr__buf_text(out_of(h), "</");
    rr__buf_text(out_of(h), tags[tag].name);
    rr__buf_char(out_of(h), '>');
}

void rr__html_close_to(rr__html *h, size_t depth)
{
    while (h->depth > depth)
        rr__html_close(h);
}

void rr__html_bytes(rr__html *h, const char *bytes, size_t len)
{
    end_tag(h);
    rr__xml_escape(out_of(h), bytes, len);
}

static bool begins(const char *text, const char *with)
{
    for (; *with != '\0'; text++, with++)
        if ((*text >= 'A' && *text <= 'Z' ? *text - 'A' + 'a' : *text) != *with)
            return false;
    return true;
}

static bool is_web(const char *url)
{
    return begins(url, "http://") || begins(url, "https://");
}

/* What an address may not hold goes in as %XX; what is there as %XX already stays. */
static void add_address(rr__buf *out, const char *url)
{
    static const char hex[] = "0123456789ABCDEF";
    for (; *url != '\0'; url++) {
        unsigned char c = (unsigned char)*url;
        if (c > 0x20 && c < 0x7f && strchr("\"<>\\^`{|}", c) == NULL) {
            rr__xml_escape(out, url, 1);
            continue;
        }
        rr__buf_char(out, '%');
        rr__buf_char(out, hex[c >> 4]);
        rr__buf_char(out, hex[c & 15]);
    }
}

void rr__html_attr(rr__html *h, rr__attr attr, const char *value)
{
    if (!h->in_tag || (attr == RR__ATTR_href && value[0] != '#' && !is_web(value)))
        return;
    rr__buf_char(out_of(h), ' ');
    rr__buf_text(out_of(h), attrs[attr]);
    rr__buf_text(out_of(h), "=\"");
    if (attr == RR__ATTR_href)
        add_address(out_of(h), value);
    else
        rr__xml_escape(out_of(h), value, strlen(value));
    rr__buf_char(out_of(h), '"');
}

void rr__html_attr_int(rr__html *h, rr__attr attr, int64_t value)
{
    char number[24];
    rr__html_attr(h, attr, rr__number(number, value));
}

void rr__html_attr_id(rr__html *h, rr__attr attr, const char *kind, uint32_t number)
{
    char id[48], digits[24];
    size_t used = 0, len = strlen(kind) < 16 ? strlen(kind) : 16;
    if (attr == RR__ATTR_href)
        id[used++] = '#';
    memcpy(id + used, kind, len);
    strcpy(id + used + len, rr__number(digits, number));
    rr__html_attr(h, attr, id);
}

void rr__html_open_class(rr__html *h, rr__tag tag, const char *class_name)
{
    rr__html_open(h, tag);
    if (class_name[0] != '\0')
        rr__html_attr(h, RR__ATTR_class, class_name);
}

enum { DATE = 10 };

static bool is_date(const char *at)
{
    for (size_t i = 0; i < DATE; i++)
        if (i == 4 || i == 7 ? at[i] != '-' : at[i] < '0' || at[i] > '9')
            return false;
    return true;
}

/* In narrow columns browsers would break dates at their hyphens. */
static void put_whole_dates(rr__html *h, const char *text, size_t len)
{
    size_t from = 0;
    for (size_t i = 0; i + DATE <= len; i++) {
        if (!is_date(text + i))
            continue;
        rr__html_bytes(h, text + from, i - from);
        rr__html_open_class(h, RR__TAG_span, "day");
        rr__html_bytes(h, text + i, DATE);
        rr__html_close(h);
        from = i + DATE;
        i = from - 1;
    }
    rr__html_bytes(h, text + from, len - from);
}

static bool is_in_cell(const rr__html *h)
{
    bool found = false;
    for (size_t i = 0; i < h->depth && !found; i++)
        found = h->open[i] == RR__TAG_td || h->open[i] == RR__TAG_th || h->open[i] == RR__TAG_dd;
    return found;
}

void rr__html_line(rr__html *h)
{
    static const char open_isolate[] = "\xe2\x81\xa8", close_isolate[] = "\xe2\x81\xa9";
    const rr__buf *line = &h->page->line;
    bool plain = h->depth > 0 && tags[h->open[h->depth - 1]].kind == PLAIN;
    size_t from = 0, depth = h->depth;
    void (*put)(rr__html *, const char *, size_t) = is_in_cell(h) && !plain ? put_whole_dates : rr__html_bytes;
    end_tag(h);
    for (size_t i = 0; !plain && !line->failed && i + 3 <= line->len; i++) {
        bool open = memcmp(line->data + i, open_isolate, 3) == 0;
        if (!open && memcmp(line->data + i, close_isolate, 3) != 0)
            continue;
        put(h, line->data + from, i - from);
        if (open)
            rr__html_open(h, RR__TAG_bdi);
        else
            rr__html_close_to(h, h->depth > depth ? h->depth - 1 : depth);
        from = i + 3;
    }
    if (!line->failed && line->len > from)
        put(h, line->data + from, line->len - from);
    rr__html_close_to(h, depth);
    rr__page_forget(h->page);
}

void rr__html_own(rr__html *h, const char *en, const char *zh)
{
    const char *text = rr__between(h->page, en, zh);
    rr__html_bytes(h, text, strlen(text));
}

void rr__html_text(rr__html *h, const char *text)
{
    rr__page_add(h->page, text);
    rr__html_line(h);
}

void rr__html_word(rr__html *h, rr__word_id word, const char *a, const char *b, const char *c)
{
    rr__page_label(h->page, word, a, b, c);
    rr__html_line(h);
}

void rr__html_word_in(rr__html *h, rr__tag tag, rr__word_id word)
{
    rr__html_open(h, tag);
    rr__html_word(h, word, NULL, NULL, NULL);
    rr__html_close(h);
}

/* The number of a cut name, from 1; the same name keeps its number. 0: out of memory. */
static uint32_t note_name(rr__html *h, const char *name)
{
    for (size_t i = 0; i < h->names.count; i++)
        if (strcmp(RR__AT(const char *, &h->names, i), name) == 0)
            return (uint32_t)i + 1;
    if (rr__vec_push(&h->names, &name))
        return (uint32_t)h->names.count;
    out_of(h)->failed = true;
    return 0;
}

void rr__html_name(rr__html *h, const char *name)
{
    rr__buf *line = &h->page->line;
    rr__page_add(h->page, name);
    size_t cut = line->failed ? 0 : rr__fit_columns(line->data == NULL ? "" : line->data, line->len, RR__NAME_COLUMNS);
    if (cut == line->len || line->failed) {
        rr__html_line(h);
        return;
    }
    rr__html_open(h, RR__TAG_bdi); /* in place of the isolate that may have been cut */
    rr__html_bytes(h, line->data, cut);
    rr__html_bytes(h, "…", 3);
    rr__html_close(h);
    rr__page_forget(h->page);
    uint32_t number = note_name(h, name);
    rr__html_open(h, RR__TAG_a);
    rr__html_attr_id(h, RR__ATTR_href, "name", number);
    rr__buf_char(line, '[');
    rr__page_int(h->page, number);
    rr__buf_char(line, ']');
    rr__html_line(h);
    rr__html_close(h);
}

void rr__html_word_name(rr__html *h, rr__word_id word, const char *name)
{
    const char *text = rr__word(h->page->options.lang, word), *place = strstr(text, "%1");
    size_t before = place == NULL ? strlen(text) : (size_t)(place - text);
    rr__html_bytes(h, text, before);
    if (place == NULL)
        return;
    rr__html_name(h, name);
    rr__html_bytes(h, place + 2, strlen(place + 2));
}

void rr__html_link(rr__html *h, const char *url, const char *text)
{
    bool link = is_web(url);
    if (link) {
        rr__html_open(h, RR__TAG_a);
        rr__html_attr(h, RR__ATTR_href, url);
    }
    rr__html_text(h, text);
    if (link)
        rr__html_close(h);
}

void rr__html_flow(rr__html *h, const char *head, rr__style style)
{
    static const char *const classes[] = {"", "strong", "dim", "good", "bad", "doubt"};
    rr__html_open_class(h, RR__TAG_p, classes[style]);
    if (head != NULL) {
        rr__html_open(h, RR__TAG_b);
        rr__html_bytes(h, head, strlen(head));
        rr__html_close(h);
        rr__html_bytes(h, " ", 1);
    }
    rr__html_line(h);
    rr__html_close(h);
}

void rr__html_add_share(rr__html *h, int64_t ppm)
{
    char number[24];
    rr__page *page = h->page;
    if (ppm < 0) {
        rr__page_label(page, RR__LABEL_UNKNOWN, NULL, NULL, NULL);
        return;
    }
    if (rr__is_client(page)) /* whole percent; all of it only when it is all of it */
        ppm = ppm >= 990000 && ppm < 1000000 ? 990000 : (ppm + 5000) / 10000 * 10000;
    rr__buf_text(&page->line, rr__percent(number, ppm));
    rr__buf_text(&page->line, rr__between(h->page, " %", "%"));
}

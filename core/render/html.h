/* SPDX-License-Identifier: MIT */
/* A page of HTML. Every byte of it passes through here: elements and attributes are named by a table, text is escaped,
 * links lead to http or https, what is open gets closed. So nothing that comes from a file can leave its place.
 * Sentences are put together in the page's line, as for text, and written with rr__html_line. */
#ifndef RR_RENDER_HTML_H
#define RR_RENDER_HTML_H

#include "render/page.h"

/* name, then how it is written: EMPTY has no end, BLOCK starts a line, PLAIN holds text alone */
#define RR__TAGS(X)                                                                                                    \
    X(html, BLOCK) X(head, BLOCK) X(meta, EMPTY) X(title, PLAIN) X(style, PLAIN) X(body, BLOCK) X(header, BLOCK)       \
    X(main, BLOCK) X(section, BLOCK) X(footer, BLOCK) X(div, BLOCK) X(h1, BLOCK) X(h2, BLOCK) X(h3, BLOCK) X(p, BLOCK) \
    X(ul, BLOCK) X(ol, BLOCK) X(li, BLOCK) X(dl, BLOCK) X(dt, BLOCK) X(dd, BLOCK) X(table, BLOCK) X(caption, BLOCK)    \
    X(thead, BLOCK) X(tbody, BLOCK) X(tr, BLOCK) X(th, BLOCK) X(td, BLOCK) X(figure, BLOCK) X(span, INLINE)            \
    X(b, INLINE) X(small, INLINE) X(a, INLINE) X(bdi, INLINE) X(svg, BLOCK) X(desc, PLAIN) X(rect, INLINE)             \
    X(line, INLINE) X(path, INLINE) X(text, PLAIN)
#define RR__ATTRS(X)                                                                                                   \
    X(lang, "lang") X(id, "id") X(class, "class") X(href, "href") X(scope, "scope") X(colspan, "colspan")              \
    X(charset, "charset") X(http_equiv, "http-equiv") X(content, "content") X(name, "name") X(role, "role")            \
    X(viewbox, "viewBox") X(width, "width")        \
    X(height, "height") X(x, "x") X(y, "y") X(x1, "x1") X(y1, "y1") X(x2, "x2") X(y2, "y2") X(d, "d")                  \
    X(anchor, "text-anchor")

typedef enum rr__tag {
#define TAG(name, kind) RR__TAG_##name,
    RR__TAGS(TAG)
#undef TAG
} rr__tag;
typedef enum rr__attr {
#define ATTR(id, name) RR__ATTR_##id,
    RR__ATTRS(ATTR)
#undef ATTR
} rr__attr;

enum { RR__HTML_DEPTH = 24, RR__NAME_COLUMNS = 120 /* a longer name is cut, and given in full at the end */ };

typedef struct rr__html {
    rr__page *page;
    rr__tag open[RR__HTML_DEPTH];
    size_t depth;
    bool in_tag;       /* the last element can still take attributes */
    bool beside;       /* the page is in two columns, a language each */
    rr_lang first;     /* the page's own language; page->options.lang is the one being written */
    uint32_t width;    /* of pictures, in pixels */
    rr__vec names;     /* const char *: names that were cut */
    rr__vec sources;   /* uint32_t: sources that were referred to */
} rr__html;

/* ---- write_html.c: elements and text ---- */
void rr__html_open(rr__html *h, rr__tag tag);
void rr__html_attr(rr__html *h, rr__attr attr, const char *value); /* href: left out unless it is http, https or of this page */
void rr__html_attr_int(rr__html *h, rr__attr attr, int64_t value);
void rr__html_attr_id(rr__html *h, rr__attr attr, const char *kind, uint32_t number); /* kind and number; # before it for href */
void rr__html_close(rr__html *h);
void rr__html_close_to(rr__html *h, size_t depth); /* closes until so many are open */
void rr__html_open_class(rr__html *h, rr__tag tag, const char *class_name);
/* Writes and clears the page's line. */
void rr__html_line(rr__html *h);
void rr__html_text(rr__html *h, const char *text);
void rr__html_name(rr__html *h, const char *name); /* of a role, a skill, a course, a person's job */
void rr__html_word(rr__html *h, rr__word_id word, const char *a, const char *b, const char *c);
/* A word whose %1 is a name. */
void rr__html_word_name(rr__html *h, rr__word_id word, const char *name);
void rr__html_word_in(rr__html *h, rr__tag tag, rr__word_id word);
void rr__html_link(rr__html *h, const char *url, const char *text); /* text alone unless the url is http or https */
/* What rr__page_flow writes on a page: a paragraph, its head bold. Takes the line. */
void rr__html_flow(rr__html *h, const char *head, rr__style style);
void rr__html_own(rr__html *h, const char *en, const char *zh); /* punctuation between pieces, in the language */
/* Of text: `len` bytes, escaped, as it is. For lines that were fitted already. */
void rr__html_bytes(rr__html *h, const char *bytes, size_t len);
const char *rr__html_lang(rr_lang lang);           /* "en" "zh-Hans" */
bool rr__is_client(const rr__page *page);
/* "81 %" for a client, "80.8 %" for a caseworker; a word when it is not known (negative). Into the line. */
void rr__html_add_share(rr__html *h, int64_t ppm);

/* ---- write_table.c: tables and lists ---- */
/* A table with its caption and the column heads; ended by rr__html_table_end. */
void rr__html_table_open(rr__html *h, const char *class_name); /* its caption and heads are the caller's */
void rr__html_table(rr__html *h, rr__word_id caption, const rr__word_id *columns, size_t count);
void rr__html_table_end(rr__html *h);
/* The same piece by piece, where columns are headed by more than a word: each opens the head of the next column. */
void rr__html_column(rr__html *h);
void rr__html_columns_end(rr__html *h);
void rr__html_row(rr__html *h); /* starts the first row, ends one and starts the next */
void rr__html_row_head(rr__html *h);   /* opens the cell that heads the row; closed by the next cell or row */
void rr__html_cell(rr__html *h);   /* opens a cell */
void rr__html_number(rr__html *h); /* opens a cell of a number */
void rr__html_short(rr__html *h);  /* opens a cell of a word of ours, which is not broken */
void rr__html_percent(rr__html *h, int64_t ppm); /* a cell; negative: a dash */
/* A term of a list of terms and what is said of it; the list is opened and closed by the caller (RR__TAG_dl). */
void rr__html_term(rr__html *h, rr__word_id term);
void rr__html_term_end(rr__html *h);

/* ---- frame_html.c: what stands around every page ---- */
/* Puts the title of the page into the line, in the language of the page at that moment. */
typedef void (*rr__html_title)(rr__page *page, const void *user);
/* A word whose %1 is a name, which is cut where it is long. Into the line. */
void rr__html_title_name(rr__page *page, rr__word_id word, const char *name);
void rr__html_begin(rr__html *h, rr__page *page, rr__html_title title, const void *user);
/* Writes a part in the page's language, or in both, side by side. */
typedef void (*rr__html_part)(rr__html *h, const void *user);
void rr__html_each(rr__html *h, rr__html_part part, const void *user);
/* Where a fact comes from, as a reference to the list of sources at the page's end. */
void rr__html_source(rr__html *h, const rr_provenance *provenance);
uint32_t rr__html_note_source(rr__html *h, uint32_t source); /* puts it into that list; its number there, from 1 */
/* Names that were cut, sources, and what the page was made from. `result` NULL: plugins are as they were opened;
 * `profile` NULL: the page is of no one. */
void rr__html_end(rr__html *h, const rr_match_result *result, const rr_profile *profile, const rr_match_options *asked);
/* style_html.c: the style sheet, and the base64 of its SHA-256 */
void rr__add_style(rr__buf *out);
void rr__style_hash(char out[45]);

/* ---- draw_*.c: pictures from plain numbers. Title, rows and notes stand in the picture's description too. Texts are
 *      borrowed until return; any text may be NULL or as long as it likes. Widths come from the page. ---- */
typedef struct rr__bar { const char *label; int32_t value_ppm; /* -1: unknown */ } rr__bar;
/* Bars of a share; `mark_ppm` is a line across all of them and `mark` what it means; 0 and NULL: none. */
void rr__draw_bars(rr__html *h, const char *title, const rr__bar *bars, size_t count, int32_t mark_ppm, const char *mark);
/* One bar alone, so wide with its figure; its label and what the line means stand in the description. */
void rr__draw_bar(rr__html *h, const char *title, const rr__bar *bar, int32_t mark_ppm, const char *mark, uint32_t width);

/* Rows on a line of days (since 1970-01-01, both ends included; RR__NO_END: from the start on), with the weeks marked. */
enum { RR__NO_END = INT32_MAX };
typedef struct rr__span { const char *label; int32_t start_day, end_day; const char *note; } rr__span;
void rr__draw_calendar(rr__html *h, const char *title, const rr__span *spans, size_t count, int32_t from_day, int32_t to_day);

/* What adds up to a cost: prices go up, grants that are met go down, grants that are not settled are only outlined, a
 * total starts from nothing. Amounts are not negative. */
typedef enum rr__cost_kind { RR__COST_PRICE, RR__COST_GRANT, RR__COST_MAYBE, RR__COST_TOTAL } rr__cost_kind;
typedef struct rr__cost { const char *label; int64_t minor; rr__cost_kind kind; const char *note; } rr__cost;
void rr__draw_waterfall(rr__html *h, const char *title, const rr__cost *costs, size_t count, rrp_str currency);

/* Stops in columns from 0, in their order from top to bottom, and ways between them (indices of stops), of which several may
 * go between the same. A way that skips a column runs below the stops. On a narrow page columns become rows. */
typedef struct rr__stop { const char *label, *note; uint32_t column; } rr__stop;
typedef struct rr__way { uint32_t from, to; const char *note; } rr__way;
int64_t rr__map_height(const rr__html *h, const rr__stop *stops, size_t stop_count, const rr__way *ways, size_t way_count);
void rr__draw_map(rr__html *h, const char *title, const rr__stop *stops, size_t stop_count, const rr__way *ways, size_t way_count);

/* draw.c: what the pictures share */
/* Opens the picture with its description, which is the page's line; rr__svg_end closes it. */
void rr__svg_begin(rr__html *h, const char *title, int64_t height);
void rr__svg_end(rr__html *h);
void rr__svg_rect(rr__html *h, const char *class_name, int64_t x, int64_t y, int64_t width, int64_t height);
void rr__svg_line(rr__html *h, const char *class_name, int64_t x1, int64_t y1, int64_t x2, int64_t y2);
typedef enum rr__anchor { RR__START, RR__MIDDLE, RR__END } rr__anchor;
/* One line of text within `room` pixels, cut with an ellipsis. */
void rr__svg_text(rr__html *h, const char *class_name, int64_t x, int64_t y, rr__anchor anchor, int64_t room, const char *text);
/* The page's line, which it clears. */
void rr__svg_line_of(rr__html *h, const char *class_name, int64_t x, int64_t y, rr__anchor anchor, int64_t room);
/* Up to `most` lines; the count of lines that were written. */
size_t rr__svg_lines(rr__html *h, const char *class_name, int64_t x, int64_t y, rr__anchor anchor, int64_t room, size_t most,
                     const char *text);
/* How many lines of `room` pixels it takes. */
size_t rr__svg_count_lines(int64_t room, const char *text);
enum { RR__SVG_LINE = 15 /* pixels from line to line */ };
/* The line as a text of its own, which lasts; longer ones are cut. */
const char *rr__keep_line(rr__page *page, char *out, size_t size);
/* "2026-12-07" */
const char *rr__svg_day(char out[16], int32_t day);
#endif

/* SPDX-License-Identifier: MIT */
/* Cells, rows and terms in; tables with caption and heads, and lists of terms, out. */
#include "render/html.h"

/* Where the table stands on the stack of open elements: everything below it is a row and its cell. */
static size_t find_tag(const rr__html *h, rr__tag tag)
{
    size_t depth = h->depth;
    while (depth > 0 && h->open[depth - 1] != tag)
        depth--;
    return depth;
}

static void open_head(rr__html *h)
{
    rr__html_open(h, RR__TAG_thead);
    rr__html_open(h, RR__TAG_tr);
}

void rr__html_column(rr__html *h)
{
    if (find_tag(h, RR__TAG_thead) == 0)
        open_head(h);
    rr__html_close_to(h, find_tag(h, RR__TAG_tr));
    rr__html_open(h, RR__TAG_th);
    rr__html_attr(h, RR__ATTR_scope, "col");
}

void rr__html_columns_end(rr__html *h)
{
    rr__html_close_to(h, find_tag(h, RR__TAG_thead) - 1);
    rr__html_open(h, RR__TAG_tbody);
}

/* In a box of its own, in which it can be moved where a window has no room for its words. */
void rr__html_table_open(rr__html *h, const char *class_name)
{
    rr__html_open_class(h, RR__TAG_div, "table");
    rr__html_open_class(h, RR__TAG_table, class_name);
}

void rr__html_table(rr__html *h, rr__word_id caption, const rr__word_id *columns, size_t count)
{
    rr__html_table_open(h, "");
    rr__html_word_in(h, RR__TAG_caption, caption);
    for (size_t i = 0; i < count; i++) {
        rr__html_column(h);
        rr__html_word(h, columns[i], NULL, NULL, NULL);
    }
    rr__html_columns_end(h);
}

void rr__html_table_end(rr__html *h)
{
    rr__html_close_to(h, find_tag(h, RR__TAG_table) - 2);
}

void rr__html_row(rr__html *h)
{
    rr__html_close_to(h, find_tag(h, RR__TAG_tbody));
    rr__html_open(h, RR__TAG_tr);
}

static void open_cell(rr__html *h, rr__tag tag, rr__attr attr, const char *value)
{
    rr__html_close_to(h, find_tag(h, RR__TAG_tr));
    rr__html_open(h, tag);
    if (value != NULL)
        rr__html_attr(h, attr, value);
}

void rr__html_row_head(rr__html *h)
{
    open_cell(h, RR__TAG_th, RR__ATTR_scope, "row");
}

void rr__html_cell(rr__html *h)
{
    open_cell(h, RR__TAG_td, RR__ATTR_class, NULL);
}

void rr__html_number(rr__html *h)
{
    open_cell(h, RR__TAG_td, RR__ATTR_class, "number");
}

void rr__html_short(rr__html *h)
{
    open_cell(h, RR__TAG_td, RR__ATTR_class, "short");
}

void rr__html_percent(rr__html *h, int64_t ppm)
{
    rr__html_number(h);
    if (ppm < 0)
        rr__html_own(h, "–", "–");
    else
        rr__html_add_share(h, ppm);
    rr__html_line(h);
}

void rr__html_term(rr__html *h, rr__word_id term)
{
    rr__html_word_in(h, RR__TAG_dt, term);
    rr__html_open(h, RR__TAG_dd);
}

void rr__html_term_end(rr__html *h)
{
    rr__html_close_to(h, find_tag(h, RR__TAG_dd) - 1);
}

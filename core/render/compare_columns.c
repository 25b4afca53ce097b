/* SPDX-License-Identifier: MIT */
/* Cells of paragraphs in; two columns side by side where the page is wide enough for two roles, else one role under the
 * other, out. Widths are those of a terminal: wide characters count two. */
#include <string.h>

#include "base/text.h"
#include "render/compare_parts.h"

enum { COLUMNS = 2, NARROW = 72, HANG = 2, INDENT = 5 };
static const char between_columns[] = " | ";

/* Where a cell has been read to. */
typedef struct reading {
    const char *at, *paragraph_end, *end;
    bool hangs, begun;
} reading;

static reading read_cell(const rr__buf *cell)
{
    const char *text = cell->data == NULL || cell->failed ? "" : cell->data;
    return (reading){text, NULL, text + strlen(text), false, false};
}

/* The next line that fits; false: no more. Later lines of an item hang below its text. */
static bool next_line(reading *r, size_t columns, const char **text, size_t *len, size_t *indent)
{
    if (r->at == r->end)
        return false;
    if (!r->begun) {
        r->paragraph_end = strchr(r->at, '\n');
        r->hangs = strncmp(r->at, "- ", 2) == 0;
    }
    *indent = r->begun && r->hangs ? HANG : 0;
    size_t take = rr__fit_line(r->at, (size_t)(r->paragraph_end - r->at), columns - *indent);
    *text = r->at;
    *len = take;
    while (*len > 0 && r->at[*len - 1] == ' ')
        *len -= 1;
    r->at += take;
    r->begun = r->at < r->paragraph_end;
    r->at += !r->begun;
    return true;
}

static void add_spaces(rr__buf *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        rr__buf_char(out, ' ');
}

static void show_beside(rr__comparing_page *p)
{
    rr__buf *out = &p->page->out;
    size_t columns = (p->page->options.columns - strlen(between_columns)) / COLUMNS;
    reading left = read_cell(&p->cells[0]), right = read_cell(&p->cells[1]);
    for (;;) {
        const char *a = "", *b = "";
        size_t a_len = 0, b_len = 0, a_indent = 0, b_indent = 0;
        bool more = next_line(&left, columns, &a, &a_len, &a_indent), also = next_line(&right, columns, &b, &b_len, &b_indent);
        if (!more && !also)
            return;
        add_spaces(out, a_indent);
        rr__buf_add(out, a, a_len);
        size_t used = a_indent + rr__width(a, a_len);
        add_spaces(out, columns > used ? columns - used : 0);
        rr__buf_text(out, also ? between_columns : " |");
        add_spaces(out, also ? b_indent : 0);
        rr__buf_add(out, b, b_len);
        rr__buf_char(out, '\n');
    }
}

static size_t room(const rr__comparing_page *p, size_t indent)
{
    size_t columns = p->page->options.columns;
    return columns > indent + 10 ? columns - indent : 10;
}

static void show_cell(rr__comparing_page *p, const rr__buf *cell, size_t indent)
{
    rr__buf *out = &p->page->out;
    reading r = read_cell(cell);
    const char *text;
    size_t len, hang;
    while (next_line(&r, room(p, indent), &text, &len, &hang)) {
        add_spaces(out, indent + hang);
        rr__buf_add(out, text, len);
        rr__buf_char(out, '\n');
    }
}

static const char *label_of(const rr__comparing_page *p, size_t k)
{
    return rr_occupation_label(p->page->taxonomy, rr_compared_at(p->result, k)->occupation, p->page->options.lang);
}

static void show_below(rr__comparing_page *p)
{
    for (size_t k = 0; k < rr_compared_count(p->result); k++) {
        rr__page_add(p->page, label_of(p, k));
        rr__page_flow(p->page, NULL, 3, RR__PLAIN);
        show_cell(p, &p->cells[k], INDENT);
    }
}

static bool are_alike(const rr__comparing_page *p)
{
    for (size_t k = 1; k < rr_compared_count(p->result); k++)
        if (p->cells[k].len != p->cells[0].len || (p->cells[0].len > 0 && memcmp(p->cells[k].data, p->cells[0].data, p->cells[0].len) != 0))
            return false;
    return true;
}

static bool is_beside(const rr__comparing_page *p)
{
    return rr_compared_count(p->result) == COLUMNS && p->page->options.columns >= NARROW;
}

/* But not that one failed. */
static void empty_cells(rr__comparing_page *p)
{
    for (size_t k = 0; k < RR_COMPARE_MOST; k++) {
        p->page->out.failed = p->page->out.failed || p->cells[k].failed;
        rr__buf_clear(&p->cells[k]);
    }
}

void rr__columns_topic(rr__comparing_page *p, rr__word_id heading)
{
    rr__page_heading(p->page, heading);
    if (are_alike(p)) {
        rr__page_label(p->page, RR__LABEL_FOR_EACH, NULL, NULL, NULL);
        rr__page_flow(p->page, NULL, 3, RR__PLAIN);
        show_cell(p, &p->cells[0], INDENT);
    } else if (is_beside(p)) {
        show_beside(p);
    } else {
        show_below(p);
    }
    empty_cells(p);
}

/* The names of the two columns; one under the other each topic names its roles itself. */
void rr__columns_head(rr__comparing_page *p)
{
    if (!is_beside(p))
        return;
    rr__page_gap(p->page);
    for (size_t k = 0; k < rr_compared_count(p->result); k++) {
        rr__page_add(p->page, label_of(p, k));
        rr__buf_add(&p->cells[k], p->page->line.data == NULL ? "" : p->page->line.data, p->page->line.len);
        rr__buf_char(&p->cells[k], '\n');
        rr__page_forget(p->page);
    }
    show_beside(p);
    empty_cells(p);
}

/* SPDX-License-Identifier: MIT */
/* Prices, grants and totals in, a cost waterfall out: each bar starts where the one before ended. */
#include "render/html.h"

enum { LABELS = 260, AMOUNTS = 110, THICK = 14, ROW = 36, LOW_ROW = 56, NO_NOTE = 13, TOP = 4 };

typedef struct fall {
    int64_t left, width, most, unit; /* most: in units of `unit` minor units, so that products fit */
    bool above;
} fall;

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* The sum behind a row; sums stay within what a number holds. */
static int64_t sum_behind(int64_t sum, const rr__cost *c)
{
    if (c->kind == RR__COST_PRICE)
        return c->minor > INT64_MAX - sum ? INT64_MAX : sum + c->minor;
    return c->kind == RR__COST_GRANT ? sum - least(sum, c->minor) : c->kind == RR__COST_TOTAL ? c->minor : sum;
}

static int64_t find_most(const rr__cost *costs, size_t count)
{
    int64_t sum = 0, most = 1;
    for (size_t i = 0; i < count; i++) {
        sum = sum_behind(sum, &costs[i]);
        most = sum > most ? sum : most;
    }
    return most;
}

static int64_t x_of(const fall *f, int64_t minor)
{
    return f->left + f->width * (minor / f->unit) / f->most;
}

/* "1800 CNY", "-1000 CNY", "-500 CNY?" */
static void add_amount(rr__html *h, const rr__cost *c, rrp_str currency)
{
    char money[48];
    bool less = c->kind == RR__COST_GRANT || c->kind == RR__COST_MAYBE;
    rr__buf_text(&h->page->line, less ? "−" : "");
    rr__page_add(h->page, rr__money_of_view(h->page, money, c->minor, currency));
    rr__buf_text(&h->page->line, c->kind == RR__COST_MAYBE ? " ?" : "");
}

static void describe(rr__html *h, const rr__cost *costs, size_t count, rrp_str currency)
{
    rr__page *page = h->page;
    for (size_t i = 0; i < count; i++) {
        rr__buf_text(&page->line, i == 0 ? "" : rr__between(h->page, "; ", "；"));
        rr__page_add(page, costs[i].label == NULL ? "" : costs[i].label);
        rr__buf_text(&page->line, rr__between(h->page, ": ", "："));
        add_amount(h, &costs[i], currency);
        if (costs[i].note == NULL || costs[i].note[0] == '\0')
            continue;
        rr__buf_text(&page->line, rr__between(h->page, ", ", "，"));
        rr__page_add(page, costs[i].note);
    }
}

static void draw_cost(rr__html *h, const fall *f, const rr__cost *c, int64_t before, int64_t y, rrp_str currency)
{
    static const char *const classes[] = {"full", "empty", "maybe", "total"};
    int64_t room = f->above ? (int64_t)h->width - AMOUNTS : f->left - 10;
    int64_t from = c->kind == RR__COST_PRICE ? before : c->kind == RR__COST_TOTAL ? 0 : before - least(before, c->minor);
    int64_t to = c->kind == RR__COST_PRICE || c->kind == RR__COST_TOTAL ? sum_behind(before, c) : before;
    rr__svg_text(h, c->kind == RR__COST_TOTAL ? "strong" : "", 0, y + 11, RR__START, room, c->label);
    rr__svg_text(h, "note", 0, y + 11 + RR__SVG_LINE, RR__START, room, c->note);
    rr__svg_rect(h, classes[c->kind], x_of(f, from), y + (!f->above ? 3 : c->note == NULL || c->note[0] == '\0' ? RR__SVG_LINE + 2 : 2 * RR__SVG_LINE), x_of(f, to) - x_of(f, from), THICK);
    add_amount(h, c, currency);
    rr__svg_line_of(h, c->kind == RR__COST_TOTAL ? "strong" : "", (int64_t)h->width - 2, y + (f->above ? 11 : THICK), RR__END, AMOUNTS);
}

/* A row without a note is lower. */
static int64_t row_height(const fall *f, const rr__cost *c)
{
    bool noted = c->note != NULL && c->note[0] != '\0';
    return (f->above ? LOW_ROW : ROW) - (noted ? 0 : NO_NOTE);
}

void rr__draw_waterfall(rr__html *h, const char *title, const rr__cost *costs, size_t count, rrp_str currency)
{
    bool above = h->width < 600;
    int64_t most = find_most(costs, count), unit = (most >> 40) + 1, before = 0;
    int64_t left = above ? 1 : LABELS;
    fall f = {left, (int64_t)h->width - left - (above ? 1 : AMOUNTS), most / unit == 0 ? 1 : most / unit, unit, above};
    int64_t bottom = TOP, y = TOP;
    for (size_t i = 0; i < count; i++)
        bottom += row_height(&f, &costs[i]);
    describe(h, costs, count, currency);
    rr__svg_begin(h, title, bottom);
    rr__svg_line(h, "rule", left, 0, left, bottom);
    for (size_t i = 0; i < count; i++) {
        draw_cost(h, &f, &costs[i], before, y, currency);
        y += row_height(&f, &costs[i]);
        before = sum_behind(before, &costs[i]);
    }
    rr__svg_end(h);
}

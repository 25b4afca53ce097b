/* SPDX-License-Identifier: MIT */
/* Shares in, bars out: how much of what each role asks for is there. */
#include "render/html.h"

enum { LABELS = 290, VALUES = 60, SMALL_VALUE = 44, SMALL_UNKNOWN = 60, THICK = 12, ROW = 22, LOW_ROW = 38 };

/* "LABEL: 80.8 %; ..." */
static void describe(rr__html *h, const rr__bar *bars, size_t count, int32_t mark_ppm, const char *mark)
{
    rr__page *page = h->page;
    for (size_t i = 0; i < count; i++) {
        rr__buf_text(&page->line, i == 0 ? "" : rr__between(h->page, "; ", "；"));
        rr__page_add(page, bars[i].label == NULL ? "" : bars[i].label);
        rr__buf_text(&page->line, rr__between(h->page, ": ", "："));
        rr__html_add_share(h, bars[i].value_ppm);
    }
    if (mark == NULL)
        return;
    rr__buf_text(&page->line, rr__between(h->page, ". ", "。"));
    rr__page_add(page, mark);
    rr__buf_text(&page->line, rr__between(h->page, ": ", "："));
    rr__html_add_share(h, mark_ppm);
}

/* The bar and its figure. */
static void draw_share(rr__html *h, int64_t ppm, int64_t left, int64_t width, int64_t y)
{
    rr__svg_rect(h, ppm < 0 ? "maybe" : "empty", left, y, width, THICK);
    if (ppm > 0)
        rr__svg_rect(h, "full", left, y, width * ppm / 1000000, THICK);
    rr__html_add_share(h, ppm);
    rr__svg_line_of(h, "", left + width + 6, y + THICK - 1, RR__START, VALUES);
}

/* `mark`: where the line across the bars stands; negative: nowhere. */
static void draw_bar(rr__html *h, const rr__bar *bar, int64_t left, int64_t width, int64_t y, bool above, int64_t mark)
{
    int64_t ppm = bar->value_ppm > 1000000 ? 1000000 : bar->value_ppm;
    rr__svg_text(h, "", 0, y + (above ? 11 : THICK - 1), RR__START, above ? h->width : left - 10, bar->label);
    y += above ? RR__SVG_LINE : 0;
    draw_share(h, ppm, left, width, y);
    if (mark >= 0)
        rr__svg_line(h, "mark", mark, y - (above ? 3 : 7), mark, y + THICK + 3);
}

void rr__draw_bar(rr__html *h, const char *title, const rr__bar *bar, int32_t mark_ppm, const char *mark, uint32_t room)
{
    uint32_t page_width = h->width;
    int64_t ppm = bar->value_ppm > 1000000 ? 1000000 : bar->value_ppm, width = (int64_t)room - (ppm < 0 ? SMALL_UNKNOWN : SMALL_VALUE) - 2, x = 1 + width * mark_ppm / 1000000;
    describe(h, bar, 1, mark_ppm, mark);
    h->width = room;
    rr__svg_begin(h, title, THICK + 8);
    draw_share(h, ppm, 1, width, 4);
    rr__svg_line(h, "mark", x, 1, x, THICK + 7);
    rr__svg_end(h);
    h->width = page_width;
}

void rr__draw_bars(rr__html *h, const char *title, const rr__bar *bars, size_t count, int32_t mark_ppm, const char *mark)
{
    bool above = h->width < 600;
    int64_t left = above ? 0 : LABELS, width = (int64_t)h->width - left - VALUES, row = above ? LOW_ROW : ROW;
    int64_t top = mark == NULL ? 2 : RR__SVG_LINE + 5, bottom = top + row * (int64_t)count;
    int64_t x = mark == NULL ? -1 : left + width * mark_ppm / 1000000;
    describe(h, bars, count, mark_ppm, mark);
    rr__svg_begin(h, title, bottom + 2);
    for (size_t i = 0; i < count; i++)
        draw_bar(h, &bars[i], left, width, top + row * (int64_t)i, above, x);
    bool near_edge = x < h->width / 4; /* the words of the mark would not stand around it */
    if (mark != NULL)
        rr__svg_text(h, "note", x, top - 8, near_edge ? RR__START : RR__MIDDLE, near_edge ? h->width - x : 2 * (h->width - x), mark);
    rr__svg_end(h);
}

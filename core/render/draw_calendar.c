/* SPDX-License-Identifier: MIT */
/* Rows of days in, a calendar out: bars over weeks. */
#include "render/html.h"

#include "base/text.h"

enum { LABELS = 260, THICK = 12, ROW = 36, LOW_ROW = 52, TOP = 22, WEEKS_SHOWN = 40, MONTH_ROOM = 54 };

typedef struct calendar {
    int64_t left, width, from, days;
    bool above;
} calendar;

static int64_t x_of(const calendar *c, int64_t day)
{
    int64_t at = day - c->from;
    return c->left + c->width * (at < 0 ? 0 : at > c->days ? c->days : at) / c->days;
}

/* "2026-12-07 to 2027-01-08", "from 2027-01-11" */
static void add_days(rr__html *h, const rr__span *s)
{
    char start[16], end[16];
    if (s->end_day == RR__NO_END)
        rr__page_label(h->page, RR__LABEL_FROM_DAY, rr__svg_day(start, s->start_day), NULL, NULL);
    else
        rr__page_label(h->page, RR__LABEL_FROM_TO, rr__svg_day(start, s->start_day), rr__svg_day(end, s->end_day), NULL);
}

static void add_note(rr__html *h, const char *note)
{
    if (note == NULL || note[0] == '\0')
        return;
    rr__buf_text(&h->page->line, rr__between(h->page, ", ", "，"));
    rr__page_add(h->page, note);
}

static void describe(rr__html *h, const rr__span *spans, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        rr__buf_text(&h->page->line, i == 0 ? "" : rr__between(h->page, "; ", "；"));
        rr__page_add(h->page, spans[i].label == NULL ? "" : spans[i].label);
        rr__buf_text(&h->page->line, rr__between(h->page, ": ", "："));
        add_days(h, &spans[i]);
        add_note(h, spans[i].note);
    }
}

/* A thin line at each Monday, unless they would be a thicket, and the name of each month that has room for it. */
static void draw_weeks(rr__html *h, const calendar *c, int64_t bottom)
{
    char name[16];
    int64_t free = -1, first_monday = c->from + (7 - (c->from + 3) % 7) % 7; /* 1970-01-01 was a Thursday */
    for (int64_t day = first_monday; day < c->from + c->days && c->days <= 7 * WEEKS_SHOWN; day += 7)
        rr__svg_line(h, "rule", x_of(c, day), TOP, x_of(c, day), bottom);
    for (int64_t day = c->from; day < c->from + c->days; day++) {
        rr__civil civil = rr__civil_of(day);
        int64_t x = x_of(c, day);
        if ((civil.day != 1 && day != c->from) || (day == c->from && civil.day > 21) || x < free || c->left + c->width - x < MONTH_ROOM)
            continue;
        rr__svg_day(name, (int32_t)day);
        name[7] = '\0'; /* the month alone */
        rr__svg_line(h, "rule", x, TOP - 14, x, bottom);
        rr__svg_text(h, "note", x + 3, TOP - 6, RR__START, MONTH_ROOM, name);
        free = x + MONTH_ROOM;
    }
}

static void draw_row(rr__html *h, const calendar *c, const rr__span *s, int64_t y)
{
    int64_t x = x_of(c, s->start_day), end = x_of(c, (int64_t)s->end_day + 1), room = c->above ? h->width : c->left - 10;
    rr__svg_text(h, "strong", 0, y + 11, RR__START, room, s->label);
    add_days(h, s);
    add_note(h, s->note);
    rr__svg_line_of(h, "note", 0, y + 11 + RR__SVG_LINE, RR__START, room);
    rr__svg_rect(h, "full", x, y + (c->above ? 2 * RR__SVG_LINE + 2 : 7), end - x < 3 ? 3 : end - x, THICK);
}

void rr__draw_calendar(rr__html *h, const char *title, const rr__span *spans, size_t count, int32_t from_day, int32_t to_day)
{
    bool above = h->width < 600;
    int64_t left = above ? 0 : LABELS, row = above ? LOW_ROW : ROW, bottom = TOP + 4 + row * (int64_t)count;
    calendar c = {left, (int64_t)h->width - left - 4, from_day, to_day < from_day ? 1 : (int64_t)to_day - from_day + 1, above};
    describe(h, spans, count);
    rr__svg_begin(h, title, bottom + 2);
    draw_weeks(h, &c, bottom);
    for (size_t i = 0; i < count; i++)
        draw_row(h, &c, &spans[i], TOP + 4 + row * (int64_t)i);
    rr__svg_end(h);
}

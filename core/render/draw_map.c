/* SPDX-License-Identifier: MIT */
/* Stops in columns and ways between them in, a map out: boxes and arrows, left to right, or top to bottom on a narrow
 * page. A way that skips a column runs in a lane of its own beside all boxes, so that it crosses none. */
#include "render/html.h"

#include <string.h>

enum { BOX_HEIGHT = 72, HIGH_BOX = 90, BOX_GAP = 14, WAY_ROOM = 96, NARROW_WAY = 84, DOWN_ROOM = 46, STEP_NOTE = 16 /* below the box, its first line */, LANE = 26, LEAST_BOX = 120, NARROW_BOX = 104, TURN = 14, TIP = 6,
       LABEL_LINES = 2, NOTE_LINES = 2 };

typedef struct map {
    const rr__stop *stops;
    size_t count;
    uint32_t columns, rows; /* rows: the most stops of one column */
    int64_t box_width, box_height;
    int64_t way_room;       /* from column to column */
    size_t label_lines;
    int64_t across;         /* how far the boxes reach, across the direction of the ways */
    bool down;
} map;

typedef struct box { int64_t x, y; } box;

static box box_of(const map *m, size_t stop)
{
    int64_t before = 0, column = m->stops[stop].column;
    for (size_t i = 0; i < stop; i++)
        before += m->stops[i].column == m->stops[stop].column;
    if (m->down)
        return (box){1 + before * (m->box_width + BOX_GAP), 1 + column * (m->box_height + m->way_room)};
    return (box){1 + column * (m->box_width + m->way_room), 1 + before * (m->box_height + BOX_GAP)};
}

static map measure(const rr__html *h, const rr__stop *stops, size_t count, int64_t lanes)
{
    map m = {.stops = stops, .count = count, .columns = 1, .rows = 1};
    for (size_t i = 0; i < count; i++) {
        uint32_t here = 0;
        for (size_t k = 0; k < count; k++)
            here += stops[k].column == stops[i].column;
        m.rows = here > m.rows ? here : m.rows;
        m.columns = stops[i].column >= m.columns ? stops[i].column + 1 : m.columns;
    }
    int64_t room = (int64_t)h->width - 2, wide = (room - (m.columns - 1) * (int64_t)WAY_ROOM) / m.columns;
    int64_t narrow = (room - (m.columns - 1) * (int64_t)NARROW_WAY) / m.columns;
    m.down = wide < LEAST_BOX && narrow < NARROW_BOX;
    m.box_width = m.down ? (room - lanes * LANE - (m.rows - 1) * (int64_t)BOX_GAP) / m.rows : wide < LEAST_BOX ? narrow : wide;
    m.way_room = m.down ? DOWN_ROOM + lanes * RR__SVG_LINE : wide < LEAST_BOX ? NARROW_WAY : WAY_ROOM; /* notes of lanes below those of steps */
    m.label_lines = !m.down && wide < LEAST_BOX ? LABEL_LINES + 1 : LABEL_LINES;
    m.box_height = m.label_lines > LABEL_LINES ? HIGH_BOX : BOX_HEIGHT;
    m.across = m.rows * ((m.down ? m.box_width : m.box_height) + BOX_GAP);
    return m;
}

/* "A, note; B, note. A → B: note; ..." */
static void describe(rr__html *h, const map *m, const rr__way *ways, size_t way_count)
{
    rr__page *page = h->page;
    for (size_t i = 0; i < m->count; i++) {
        rr__buf_text(&page->line, i == 0 ? "" : rr__between(h->page, "; ", "；"));
        rr__page_add(page, m->stops[i].label == NULL ? "" : m->stops[i].label);
        if (m->stops[i].note != NULL && m->stops[i].note[0] != '\0') {
            rr__buf_text(&page->line, rr__between(h->page, ", ", "，"));
            rr__page_add(page, m->stops[i].note);
        }
    }
    for (size_t i = 0; i < way_count; i++) {
        rr__buf_text(&page->line, i == 0 ? rr__between(h->page, ". ", "。") : rr__between(h->page, "; ", "；"));
        rr__page_add(page, m->stops[ways[i].from].label == NULL ? "" : m->stops[ways[i].from].label);
        rr__buf_text(&page->line, " → ");
        rr__page_add(page, m->stops[ways[i].to].label == NULL ? "" : m->stops[ways[i].to].label);
        if (ways[i].note != NULL && ways[i].note[0] != '\0') {
            rr__buf_text(&page->line, rr__between(h->page, ": ", "："));
            rr__page_add(page, ways[i].note);
        }
    }
}

static void add_points(char *d, const int64_t *points, size_t count)
{
    char number[24];
    d[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        strcat(d, i == 0 ? "M" : i % 2 == 0 ? " L" : " ");
        strcat(d, rr__number(number, points[i]));
    }
}

static void draw_path(rr__html *h, const char *class_name, const int64_t *points, size_t count)
{
    char d[256];
    add_points(d, points, count);
    rr__html_open_class(h, RR__TAG_path, class_name);
    rr__html_attr(h, RR__ATTR_d, d);
    rr__html_close(h);
}

/* An arrow's head that ends at (x, y), pointing right or down. */
static void draw_tip(rr__html *h, int64_t x, int64_t y, int64_t dx, int64_t dy)
{
    int64_t points[] = {x, y, x - TIP * dx - (TIP - 2) * dy, y - TIP * dy - (TIP - 2) * dx,
                        x - TIP * dx + (TIP - 2) * dy, y - TIP * dy + (TIP - 2) * dx};
    draw_path(h, "tip", points, 6);
}

/* Between neighbouring columns: straight. */
static void place_step(const map *m, const rr__way *w, int64_t points[4])
{
    box a = box_of(m, w->from), b = box_of(m, w->to);
    int64_t half = m->down ? m->box_width / 2 : m->box_height / 2;
    points[0] = m->down ? a.x + half : a.x + m->box_width;
    points[1] = m->down ? a.y + m->box_height : a.y + half;
    points[2] = m->down ? b.x + half : b.x;
    points[3] = m->down ? b.y : b.y + half;
}

/* Past other columns: out into the gap behind the box, along the lane, and in from the gap before the other. */
static void place_lane(const map *m, const rr__way *w, int64_t lane, int64_t points[12])
{
    box a = box_of(m, w->from), b = box_of(m, w->to);
    int64_t at = m->across + lane * LANE + (m->down ? LANE / 2 - BOX_GAP : LANE / 2 + 2);
    int64_t ax = a.x + m->box_width, ay = a.y + m->box_height, half = m->down ? m->box_width / 2 : m->box_height / 2;
    int64_t right[] = {ax, a.y + half, ax + TURN, a.y + half, ax + TURN, at, b.x - TURN, at, b.x - TURN, b.y + half, b.x, b.y + half};
    int64_t below[] = {a.x + half, ay, a.x + half, ay + TURN, at, ay + TURN, at, b.y - TURN, b.x + half, b.y - TURN, b.x + half, b.y};
    memcpy(points, m->down ? below : right, sizeof right);
}

static void draw_way(rr__html *h, const map *m, const int64_t *points, size_t count)
{
    draw_path(h, "way", points, count);
    draw_tip(h, points[count - 2], points[count - 1], m->down ? 0 : 1, m->down ? 1 : 0);
}

static bool skips(const rr__stop *stops, const rr__way *w)
{
    return stops[w->from].column + 1 != stops[w->to].column;
}

/* Whether several ways go from its stop to the next column: then its note stands where they have parted. */
static bool parts(const rr__stop *stops, const rr__way *ways, size_t way_count, const rr__way *own)
{
    size_t beside = 0;
    for (size_t i = 0; i < way_count; i++)
        beside += ways[i].from == own->from && !skips(stops, &ways[i]);
    return beside > 1;
}

static void put_step_note(rr__html *h, const map *m, const int64_t points[4], const char *note, bool parted)
{
    int64_t x = (points[0] + points[2]) / 2, y = (points[1] + points[3]) / 2;
    if (!m->down)
        rr__svg_lines(h, "note", x, y - 6 - RR__SVG_LINE, RR__MIDDLE, m->way_room - 6, 2, note);
    else if (parted)
        rr__svg_lines(h, "note", points[2] + 8, points[3] - 10 - RR__SVG_LINE, RR__START, m->box_width / 2 - 8, 2, note);
    else /* beside the line where it leaves the box */
        rr__svg_lines(h, "note", points[0] + (points[2] - points[0]) * STEP_NOTE / m->way_room + 8, points[1] + STEP_NOTE, RR__START,
                      m->box_width / 2 - 8, 2, note);
}

/* From top to bottom the notes of lanes stand one above the other in the gap where all of them arrive. */
static void put_lane_note(rr__html *h, const map *m, const int64_t points[12], int64_t lane, const char *note)
{
    if (m->down)
        rr__svg_text(h, "note", points[6] - 4, points[7] - 6 - lane * RR__SVG_LINE, RR__END, points[6] - points[8] - 8, note);
    else
        rr__svg_text(h, "note", (points[4] + points[6]) / 2, points[5] - 4, RR__MIDDLE, points[6] - points[4] - 10, note);
}

static void draw_stop(rr__html *h, const map *m, size_t i)
{
    box b = box_of(m, i);
    int64_t room = m->box_width - 12, y = b.y + 16, bold = room * 19 / 20; /* its letters are wider */
    rr__svg_rect(h, "empty", b.x, b.y, m->box_width, m->box_height);
    y += (int64_t)rr__svg_lines(h, "strong", b.x + 6, y, RR__START, bold, m->label_lines, m->stops[i].label) * RR__SVG_LINE;
    rr__svg_lines(h, "note", b.x + 6, y, RR__START, room, NOTE_LINES, m->stops[i].note);
}

static int64_t count_lanes(const rr__stop *stops, const rr__way *ways, size_t way_count)
{
    int64_t lanes = 0;
    for (size_t i = 0; i < way_count; i++)
        lanes += skips(stops, &ways[i]);
    return lanes;
}

static int64_t height_of(const map *m, int64_t lanes)
{
    return m->down ? m->columns * (m->box_height + m->way_room) - m->way_room + 3 : m->across + lanes * LANE;
}

int64_t rr__map_height(const rr__html *h, const rr__stop *stops, size_t stop_count, const rr__way *ways, size_t way_count)
{
    int64_t lanes = count_lanes(stops, ways, way_count);
    map m = measure(h, stops, stop_count, lanes);
    return height_of(&m, lanes);
}

void rr__draw_map(rr__html *h, const char *title, const rr__stop *stops, size_t stop_count, const rr__way *ways, size_t way_count)
{
    int64_t lanes = count_lanes(stops, ways, way_count), lane = 0, points[12];
    map m = measure(h, stops, stop_count, lanes);
    describe(h, &m, ways, way_count);
    rr__svg_begin(h, title, height_of(&m, lanes));
    for (int notes = 0; notes < 2; notes++) { /* what is written lies on top */
        lane = 0;
        for (size_t i = 0; i < way_count; i++) {
            bool past = skips(stops, &ways[i]);
            if (past)
                place_lane(&m, &ways[i], lane, points);
            else
                place_step(&m, &ways[i], points);
            if (notes == 0)
                draw_way(h, &m, points, past ? 12 : 4);
            else if (past)
                put_lane_note(h, &m, points, lane, ways[i].note);
            else
                put_step_note(h, &m, points, ways[i].note, parts(stops, ways, way_count, &ways[i]));
            lane += past;
        }
        for (size_t i = 0; i < stop_count && notes == 0; i++)
            draw_stop(h, &m, i);
    }
    rr__svg_end(h);
}

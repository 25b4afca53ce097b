/* SPDX-License-Identifier: MIT */
/* Stops in columns and ways between them in, a map out: boxes and arrows, left to right, or top to bottom on a narrow
 * page. A way to the next column leaves or arrives beside the others of its stop; one that skips a column runs in a lane of
 * its own beside all boxes, so that it crosses none. Each way's note has a place of its own. */
#include "render/html.h"

#include <string.h>

#include "base/text.h"

enum { BOX_GAP = 14, WAY_ROOM = 96, NARROW_WAY = 84, PAIR_WAY = 216 /* of the only two columns */, LEAST_BOX = 120,
       NARROW_BOX = 104, OUT = 8 /* from a box to the first bend */, EXIT = 5 /* from bend to bend of boxes that stand beside each other */,
       IN = 12 /* from the last bend to a box */, INSET = 12 /* where ways meet a box from above and below */, LANE = 20, DOWN_LANE = 10,
       LANE_ROW = 17, TIP = 6, LABEL_LINES = 3, NOTE_LINES = 2, WAY_LINES = 3, ABOVE = 6, BELOW = 14, BESIDE = 7, PADDING = 6, FIRST_LINE = 16,
       LAST_LINE = 10 };

typedef struct map {
    const rr__stop *stops;
    size_t count;
    const rr__way *ways;
    size_t way_count;
    uint32_t columns, rows;  /* rows: the most stops of one column */
    int64_t box_width, box_height;
    int64_t way_room;        /* from column to column, without the notes of lanes */
    int64_t across;          /* how far the boxes reach, across the direction of the ways */
    int64_t lanes, exits;    /* exits: what the bends of lanes take that leave boxes side by side */
    size_t way_lines;        /* the most lines of notes between two stops */
    bool down;
} map;

typedef struct box { int64_t x, y, width, height; } box;
typedef struct line { int64_t points[12]; size_t count; } line;

/* ---- what stands where ---- */

static int64_t count_in(const map *m, uint32_t column, size_t before)
{
    int64_t count = 0;
    for (size_t i = 0; i < before; i++)
        count += m->stops[i].column == column;
    return count;
}

static int64_t row_of(const map *m, size_t stop)
{
    return count_in(m, m->stops[stop].column, stop);
}

static bool skips(const map *m, const rr__way *w)
{
    return m->stops[w->from].column + 1 != m->stops[w->to].column;
}

/* Lanes stand from the inside out by how late they begin, so that none crosses another. */
static bool is_inside(const map *m, size_t a, size_t b)
{
    uint32_t x = m->stops[m->ways[a].from].column, y = m->stops[m->ways[b].from].column;
    int64_t p = row_of(m, m->ways[a].from), q = row_of(m, m->ways[b].from);
    return x != y ? x > y : p != q ? p < q : a < b;
}

/* How many lanes are inside a way's; with `alike` only those that end in its column. */
static int64_t lane_of(const map *m, size_t way, bool alike)
{
    int64_t lane = 0;
    for (size_t i = 0; i < m->way_count; i++)
        lane += i != way && skips(m, &m->ways[i]) && is_inside(m, i, way) &&
                (!alike || m->stops[m->ways[i].to].column == m->stops[m->ways[way].to].column);
    return lane;
}

/* Lanes that arrive in columns up to this one, or in this one alone. */
static int64_t count_arriving(const map *m, uint32_t column, bool alone)
{
    int64_t count = 0;
    for (size_t i = 0; i < m->way_count; i++) {
        uint32_t to = m->stops[m->ways[i].to].column;
        count += skips(m, &m->ways[i]) && (alone ? to == column : to <= column);
    }
    return count;
}

/* From top to bottom a stop that is alone in its column is as wide as all. */
static box box_of(const map *m, size_t stop)
{
    uint32_t at = m->stops[stop].column;
    int64_t row = row_of(m, stop), column = at;
    if (!m->down)
        return (box){1 + column * (m->box_width + m->way_room), 1 + row * (m->box_height + BOX_GAP), m->box_width, m->box_height};
    bool alone = count_in(m, at, m->count) == 1;
    return (box){1 + row * (m->box_width + BOX_GAP), 1 + column * (m->box_height + m->way_room) + count_arriving(m, at, false) * LANE_ROW,
                 alone ? m->across - BOX_GAP : m->box_width, m->box_height};
}

/* Whether several ways go from its stop to the next column: then they part at once, else they meet before they arrive. */
static bool parts(const map *m, const rr__way *own)
{
    bool found = false;
    for (size_t i = 0; i < m->way_count; i++)
        found = found || (m->ways[i].from == own->from && m->ways[i].to != own->to && !skips(m, &m->ways[i]));
    return found;
}

/* ---- how much room that takes ---- */

static size_t at_most(size_t count, size_t most)
{
    return count < most ? count : most;
}

/* Pixels that a note of a way to the next column has from side to side. */
static int64_t note_room(const map *m)
{
    return m->down ? m->box_width - INSET - BESIDE + BOX_GAP / 2 : m->way_room - OUT - ABOVE;
}

static size_t lines_of(const map *m, const rr__way *w)
{
    return at_most(rr__svg_count_lines(note_room(m), w->note), WAY_LINES);
}

/* Lines of notes of the ways before that go between the same stops. */
static size_t lines_before(const map *m, size_t way)
{
    size_t lines = 0;
    for (size_t i = 0; i < way; i++)
        if (m->ways[i].from == m->ways[way].from && m->ways[i].to == m->ways[way].to)
            lines += lines_of(m, &m->ways[i]);
    return lines;
}

static const rr__way *first_between(const map *m, const rr__way *w)
{
    size_t i = 0;
    while (m->ways[i].from != w->from || m->ways[i].to != w->to)
        i++;
    return &m->ways[i];
}

/* From left to right the first note stands above its way and others below; from top to bottom all of them beside it. */
static void make_room_for_notes(map *m)
{
    int64_t above = 0, below = 0;
    for (size_t i = 0; i < m->way_count; i++) {
        if (skips(m, &m->ways[i]))
            continue;
        size_t before = lines_before(m, i), lines = lines_of(m, &m->ways[i]);
        m->way_lines = before + lines > m->way_lines ? before + lines : m->way_lines;
        int64_t high = (int64_t)lines * RR__SVG_LINE;
        above = before == 0 && high > above ? high : above;
        int64_t low = before == 0 ? 0 : ((int64_t)before - (int64_t)lines_of(m, first_between(m, &m->ways[i]))) * RR__SVG_LINE + high;
        below = low > below ? low : below;
    }
    if (m->down)
        m->way_room = OUT + m->exits + (int64_t)m->way_lines * RR__SVG_LINE + OUT + IN;
    else if (2 * (above + ABOVE) > m->box_height || 2 * (below + ABOVE) > m->box_height)
        m->box_height = 2 * ((above > below ? above : below) + ABOVE);
}

static int64_t label_room(const map *m, size_t stop)
{
    return (box_of(m, stop).width - 2 * PADDING) * 19 / 20; /* its letters are wider */
}

static void make_boxes_high_enough(map *m)
{
    for (size_t i = 0; i < m->count; i++) {
        size_t lines = at_most(rr__svg_count_lines(label_room(m, i), m->stops[i].label), LABEL_LINES) +
                       at_most(rr__svg_count_lines(box_of(m, i).width - 2 * PADDING, m->stops[i].note), NOTE_LINES);
        int64_t height = FIRST_LINE + (int64_t)(lines > 0 ? lines - 1 : 0) * RR__SVG_LINE + LAST_LINE;
        m->box_height = height > m->box_height ? height : m->box_height;
    }
}

static map measure(const rr__html *h, const rr__stop *stops, size_t count, const rr__way *ways, size_t way_count)
{
    map m = {.stops = stops, .count = count, .ways = ways, .way_count = way_count, .columns = 1, .rows = 1};
    for (size_t i = 0; i < count; i++) {
        uint32_t here = (uint32_t)count_in(&m, stops[i].column, count);
        m.rows = here > m.rows ? here : m.rows;
        m.columns = stops[i].column >= m.columns ? stops[i].column + 1 : m.columns;
    }
    for (size_t i = 0; i < way_count; i++) {
        int64_t beside = count_in(&m, stops[ways[i].from].column, count);
        m.lanes += skips(&m, &ways[i]);
        m.exits = skips(&m, &ways[i]) && (beside - 1) * EXIT > m.exits ? (beside - 1) * EXIT : m.exits;
    }
    int64_t room = (int64_t)h->width - 2, gaps = m.columns - 1;
    int64_t wide = (room - gaps * (m.columns == 2 ? PAIR_WAY : WAY_ROOM)) / m.columns, narrow = (room - gaps * NARROW_WAY) / m.columns;
    m.down = wide < LEAST_BOX && (m.columns == 2 || narrow < NARROW_BOX);
    m.way_room = wide < LEAST_BOX ? NARROW_WAY : m.columns == 2 ? PAIR_WAY : WAY_ROOM;
    m.box_width = m.down ? (room - m.lanes * DOWN_LANE - (m.rows - 1) * (int64_t)BOX_GAP) / m.rows : wide < LEAST_BOX ? narrow : wide;
    m.across = m.rows * (m.box_width + BOX_GAP);
    make_boxes_high_enough(&m);
    make_room_for_notes(&m);
    m.across = m.down ? m.across : m.rows * (m.box_height + BOX_GAP);
    return m;
}

/* "A, note; B, note. A → B: note; ..." */
static void describe(rr__html *h, const map *m)
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
    for (size_t i = 0; i < m->way_count; i++) {
        rr__buf_text(&page->line, i == 0 ? rr__between(h->page, ". ", "。") : rr__between(h->page, "; ", "；"));
        rr__page_add(page, m->stops[m->ways[i].from].label == NULL ? "" : m->stops[m->ways[i].from].label);
        rr__buf_text(&page->line, " → ");
        rr__page_add(page, m->stops[m->ways[i].to].label == NULL ? "" : m->stops[m->ways[i].to].label);
        if (m->ways[i].note != NULL && m->ways[i].note[0] != '\0') {
            rr__buf_text(&page->line, rr__between(h->page, ": ", "："));
            rr__page_add(page, m->ways[i].note);
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

/* To the next column. Two bends, unless it is straight. */
static line place_step(const map *m, const rr__way *w)
{
    box a = box_of(m, w->from), b = box_of(m, w->to);
    if (!m->down) {
        int64_t ax = a.x + a.width, ay = a.y + a.height / 2, by = b.y + b.height / 2, bend = parts(m, w) ? ax + OUT : b.x - IN;
        return (line){{ax, ay, bend, ay, bend, by, b.x, by}, 8};
    }
    int64_t ax = a.x + INSET, ay = a.y + a.height, bx = b.x + INSET;
    int64_t bend = ay + OUT + (parts(m, w) ? 0 : m->exits + (int64_t)m->way_lines * RR__SVG_LINE + OUT / 2);
    return (line){{ax, ay, ax, bend, bx, bend, bx, b.y}, 8};
}

/* Past other columns: out of the box, along the lane, and in from the gap before the other. */
static line place_lane(const map *m, size_t way)
{
    const rr__way *w = &m->ways[way];
    uint32_t to = m->stops[w->to].column;
    box a = box_of(m, w->from), b = box_of(m, w->to);
    int64_t lane = lane_of(m, way, false), below = count_in(m, m->stops[w->from].column, m->count) - 1 - row_of(m, w->from);
    if (!m->down) {
        int64_t out = a.x + a.width + OUT + EXIT * below, in = b.x - IN, ay = a.y + a.height / 2, by = b.y + b.height / 2;
        int64_t at = m->across + ABOVE + lane * LANE;
        return (line){{a.x + a.width, ay, out, ay, out, at, in, at, in, by, b.x, by}, 12};
    }
    int64_t at = m->across - BOX_GAP + DOWN_LANE * (lane + 1) - 2, bx = b.x + INSET, ax = a.x + INSET;
    int64_t in = b.y - IN - (count_arriving(m, to, true) - 1 - lane_of(m, way, true)) * LANE_ROW;
    if (below == 0) /* nothing stands between the box and its lane */
        return (line){{a.x + a.width, a.y + a.height / 2, at, a.y + a.height / 2, at, in, bx, in, bx, b.y}, 10};
    int64_t ay = a.y + a.height, out = ay + OUT + EXIT * (below - 1);
    return (line){{ax, ay, ax, out, at, out, at, in, bx, in, bx, b.y}, 12};
}

static void draw_way(rr__html *h, const map *m, size_t way)
{
    line l = skips(m, &m->ways[way]) ? place_lane(m, way) : place_step(m, &m->ways[way]);
    draw_path(h, "way", l.points, l.count);
    draw_tip(h, l.points[l.count - 2], l.points[l.count - 1], m->down ? 0 : 1, m->down ? 1 : 0);
}

static void put_step_note(rr__html *h, const map *m, size_t way)
{
    const rr__way *w = &m->ways[way];
    line l = place_step(m, w);
    const int64_t *p = l.points;
    int64_t lines = (int64_t)lines_of(m, w), before = (int64_t)lines_before(m, way), room = note_room(m);
    bool parted = parts(m, w);
    if (m->down) {
        int64_t y = p[1] + OUT + m->exits + 12 + before * RR__SVG_LINE;
        rr__svg_lines(h, "note", (parted ? p[4] : p[0]) + BESIDE, y, RR__START, room, WAY_LINES, w->note);
        return;
    }
    int64_t x = parted ? (p[2] + p[6]) / 2 : (p[0] + p[2]) / 2, y = parted ? p[5] : p[1];
    int64_t first_lines = (int64_t)lines_of(m, first_between(m, w));
    int64_t first = before == 0 ? y - ABOVE - (lines - 1) * RR__SVG_LINE : y + BELOW + (before - first_lines) * RR__SVG_LINE;
    rr__svg_lines(h, "note", x, first, RR__MIDDLE, room, WAY_LINES, w->note);
}

static void put_lane_note(rr__html *h, const map *m, size_t way)
{
    line l = place_lane(m, way);
    const int64_t *p = l.points;
    size_t k = l.count - 6; /* where the lane turns in, from top to bottom */
    if (m->down)
        rr__svg_text(h, "note", p[k] - 4, p[k + 1] - 5, RR__END, p[k] - p[k + 2] - BESIDE, m->ways[way].note);
    else
        rr__svg_text(h, "note", (p[4] + p[6]) / 2, p[5] - 5, RR__MIDDLE, p[6] - p[4] - 10, m->ways[way].note);
}

static void draw_stop(rr__html *h, const map *m, size_t i)
{
    box b = box_of(m, i);
    int64_t y = b.y + FIRST_LINE;
    rr__svg_rect(h, "empty", b.x, b.y, b.width, b.height);
    y += (int64_t)rr__svg_lines(h, "strong", b.x + PADDING, y, RR__START, label_room(m, i), LABEL_LINES, m->stops[i].label) * RR__SVG_LINE;
    rr__svg_lines(h, "note", b.x + PADDING, y, RR__START, b.width - 2 * PADDING, NOTE_LINES, m->stops[i].note);
}

static int64_t height_of(const map *m)
{
    int64_t columns = m->columns;
    return m->down ? columns * (m->box_height + m->way_room) - m->way_room + m->lanes * LANE_ROW + 3 : m->across + m->lanes * LANE;
}

int64_t rr__map_height(const rr__html *h, const rr__stop *stops, size_t stop_count, const rr__way *ways, size_t way_count)
{
    map m = measure(h, stops, stop_count, ways, way_count);
    return height_of(&m);
}

void rr__draw_map(rr__html *h, const char *title, const rr__stop *stops, size_t stop_count, const rr__way *ways, size_t way_count)
{
    map m = measure(h, stops, stop_count, ways, way_count);
    describe(h, &m);
    rr__svg_begin(h, title, height_of(&m));
    for (size_t i = 0; i < way_count; i++)
        draw_way(h, &m, i);
    for (size_t i = 0; i < stop_count; i++)
        draw_stop(h, &m, i);
    for (size_t i = 0; i < way_count; i++) /* what is written lies on top */
        (skips(&m, &ways[i]) ? put_lane_note : put_step_note)(h, &m, i);
    rr__svg_end(h);
}

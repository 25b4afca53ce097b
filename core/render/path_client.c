/* SPDX-License-Identifier: MIT */
/* A path result in, what the client reads on the screen or takes home on one sheet out: the direct way and the ways over
 * other jobs, what each takes, costs and pays, and what to ask; in plain words, no ids, no codes. */
#include "base/text.h"
#include "render/path_client.h"

/* What the parts of the sheet take, in pixels of an A4 page, and how many columns of text the cells have; what is left,
 * rules and questions share, by lines. Side by side there are two sheets, and columns half as wide. */
typedef struct sizes { size_t sheet, around, overview, way, title_columns, job_columns, course_columns, pay_columns, note_columns, line; } sizes;
static const sizes alone = {1032, 240, 30, 41, 80, 26, 46, 30, 115, 13}, beside = {1930, 330, 80, 46, 40, 12, 21, 14, 50, 28};
enum { FOR_ROW = 4, FOR_FLOOR = 15, FOR_CELL_LINE = 13, FOR_NOTE_LINE = 15, LONG_TITLE = 70 /* columns */, LEAST_LINES = 3, COURSES_MOST = 4, COURSES_FEW = 2 };

/* How much of the parts that have no fixed size. */
typedef struct fitting {
    size_t room;      /* lines of rules and questions */
    size_t courses;   /* named of one step at most */
    size_t ways;      /* shown job by job; the others stand in the overview */
    size_t decided;   /* lines of what was decided */
    bool map;
} fitting;

/* ---- how much has room ---- */

static size_t lines_of(rr__page *page, size_t columns)
{
    size_t lines = page->line.failed || page->line.len == 0 ? 0 : 1 + rr__width(page->line.data, page->line.len) / columns;
    rr__page_forget(page);
    return lines;
}

static size_t measure_way(const rr__pathing *p, const sizes *z, size_t index, size_t courses)
{
    const rr_path *path = rr_path_at(p->result, index);
    rr__page *page = p->page;
    rr__add_path_title(p, index);
    size_t height = z->way + (lines_of(page, z->title_columns) - 1) * FOR_CELL_LINE;
    for (size_t k = 0; k < path->step_count; k++) {
        size_t learning = 0;
        rr__page_add(page, rr__label_of(p, path->steps[k].occupation));
        size_t most = lines_of(page, z->job_columns), cut = RR__NAME_COLUMNS / z->job_columns + 1;
        most = most < cut ? most : cut;
        for (size_t i = 0; rr__add_learning(page, &path->steps[k], i, courses); i++)
            learning += lines_of(page, z->course_columns);
        most = learning > most ? learning : most;
        rr__add_step_pay(p, index, k);
        size_t pay = lines_of(page, z->pay_columns);
        height += FOR_ROW + (pay > most ? pay : most) * FOR_CELL_LINE;
    }
    return height;
}

/* One for each job of the ways. */
static size_t count_jobs(const rr__pathing *p)
{
    size_t count = 0;
    for (size_t i = 0; i < rr_path_count(p->result); i++)
        for (size_t k = 0; k < rr_path_at(p->result, i)->step_count; k++)
            count += rr__first_match(p, i, k) == NULL;
    return count;
}

/* A long title leaves the cells beside it so little that an amount with another takes a line more. */
static size_t measure_overview(const rr__pathing *p, const sizes *z)
{
    size_t doubles = 0, count = rr_path_count(p->result);
    bool is_long = false;
    for (size_t i = 0; i < count; i++) {
        const rr_path *path = rr_path_at(p->result, i);
        rr__add_path_title(p, i);
        is_long = lines_of(p->page, LONG_TITLE) > 1 || is_long;
        doubles += path->own_minor != path->own_if_granted_minor;
    }
    return count * z->overview + (is_long ? doubles * FOR_CELL_LINE : 0);
}

static size_t measure(const rr__pathing *p, const sizes *z, const fitting *f)
{
    size_t used = z->around + (f->map ? rr__measure_path_map(p->page->html, p) : FOR_NOTE_LINE) + measure_overview(p, z) + count_jobs(p) * z->line;
    for (size_t i = 0; i < f->ways; i++)
        used += measure_way(p, z, i, f->courses);
    rr__add_other_ways(p, f->ways);
    used += lines_of(p->page, z->note_columns) * FOR_NOTE_LINE;
    used += rr__measure_overrides(p->page, &(rr__decided){{rr_plan_result_match(p->direct.result)}, 1}, f->decided);
    return used + (rr_path_floor(p->result) < 0 ? 0 : FOR_FLOOR);
}

static void fit(fitting *f, const rr__pathing *p, const sizes *z)
{
    size_t used = measure(p, z, f), least = LEAST_LINES * z->line;
    while (used + least > z->sheet && f->map) {
        if (f->courses > COURSES_FEW)
            f->courses--;
        else if (f->decided > RR__OVERRIDE_LEAST)
            f->decided--;
        else if (f->ways > 1)
            f->ways--;
        else
            f->map = false;
        used = measure(p, z, f);
    }
    f->room = used + least > z->sheet ? LEAST_LINES : (z->sheet - used) / z->line;
}

/* So that all of it is one sheet: names of courses give way first, then what was decided, then the jobs of the last ways,
 * last of all the map, which says nothing that tables don't. Side by side both languages have as much. On a screen there is
 * room for all. */
static fitting find_room(const rr__pathing *p)
{
    rr__html *h = p->page->html;
    rr_lang *lang = &p->page->options.lang, here = *lang;
    fitting f = {RR__NO_LIMIT, COURSES_MOST, rr_path_count(p->result), RR__OVERRIDE_LINES, true};
    if (h == NULL)
        return f;
    const sizes *z = h->beside ? &beside : &alone;
    if (h->beside) {
        *lang = here == RR_LANG_ZH ? RR_LANG_EN : RR_LANG_ZH;
        fit(&f, p, z);
        *lang = here;
    }
    fit(&f, p, z);
    return f;
}

/* ---- all of it ---- */

static bool shows_sample(const rr__pathing *p)
{
    for (size_t i = 0; i < rr_path_count(p->result); i++)
        for (size_t k = 0; k < rr_path_at(p->result, i)->step_count; k++)
            if (rr__has_sample(p->page->plugins, rr_path_at(p->result, i)->steps[k].plan))
                return true;
    return false;
}

/* "You have 51 % of what the job asks for today; bars: ..." */
static void put_today(rr__html *h, const rr__pathing *p)
{
    if (p->direct.match->readiness_ppm < 0)
        return;
    char share[24];
    rr__html_add_share(h, p->direct.match->readiness_ppm);
    rr__keep_line(h->page, share, sizeof share);
    rr__page_label(h->page, RR__LABEL_TODAY_YOU_HAVE, share, NULL, NULL);
    rr__html_flow(h, NULL, RR__PLAIN);
}

static void put_no_map(rr__page *page)
{
    rr__page_label(page, RR__LABEL_MAP_NO_ROOM, NULL, NULL, NULL);
    rr__page_flow(page, NULL, 0, RR__PLAIN);
}

static void put_floor(const rr__pathing *p)
{
    char amount[48];
    rr__page *page = p->page;
    if (rr_path_floor(p->result) < 0)
        return;
    rr__page_money_words(page, rr_path_floor(p->result), rr__floor_currency(p));
    rr__keep_line(page, amount, sizeof amount);
    rr__page_label(page, RR__LABEL_A_MONTH, amount, NULL, NULL);
    rr__say_one(page, RR__LABEL_YOU_NEED);
    rr__close_terms(page);
    rr__page_gap(page);
}

void rr__path_client(const rr__pathing *p)
{
    rr__page *page = p->page;
    rr__match_page m = {.result = rr_plan_result_match(p->direct.result), .match = p->direct.match, .profile = p->profile, .asked = p->asked};
    const fitting f = find_room(p);
    rr__client_top(page, &m, RR__LABEL_TITLE_PATH_CLIENT);
    put_floor(p);
    rr__page_no_courses(p);
    if (page->html != NULL) {
        if (f.map)
            rr__draw_path_map(page->html, p);
        else
            put_no_map(page);
        put_today(page->html, p);
        rr__path_overview(page->html, p);
    }
    for (size_t i = 0; i < f.ways; i++)
        rr__path_way(p, i, f.courses);
    rr__add_other_ways(p, f.ways);
    if (page->line.len > 0)
        rr__page_flow(page, NULL, 0, RR__PLAIN);
    rr__page_gap(page);
    if (page->html != NULL)
        rr__html_open_class(page->html, RR__TAG_div, "fine");
    rr__path_asks(p, f.room);
    rr__page_gap(page);
    if (rr_path_count(p->result) == rr__count_direct(p)) {
        rr__page_label(page, rr_path_at(p->result, 0)->reaches ? RR__LABEL_NO_BETTER_WAY : RR__LABEL_NO_OTHER_WAY, NULL, NULL, NULL);
        rr__page_flow(page, NULL, 0, RR__PLAIN);
    }
    if (page->html != NULL)
        rr__html_close(page->html);
    rr__client_overrides(page, m.result, f.decided);
    rr__page_caveats(page, &m, shows_sample(p));
}

/* SPDX-License-Identifier: MIT */
/* Paths in; their roles as stepping stones on a map, readiness as bars, and a path's courses and work as a calendar out. */
#include "render/path_page.h"

#include <string.h>

enum { STOPS_MOST = 12, WAYS_MOST = 24, ROWS_MOST = 3, BARS_MOST = 8, SPANS_MOST = 40, NOTE_BYTES = 160, NAME_BYTES = 256, HERE = 0, THERE = 1 };

/* Stops that several ways go over are one on the map; the first is today, the second the role itself. */
typedef struct drawing {
    rr__stop stops[STOPS_MOST];
    uint32_t roles[STOPS_MOST];
    char stop_notes[STOPS_MOST][NOTE_BYTES];
    rr__way ways[WAYS_MOST];
    char way_notes[WAYS_MOST][NOTE_BYTES];
    size_t stop_count, way_count, left_out; /* ways that have no room */
} drawing;

static void add_money(const rr__pathing *p, int64_t minor)
{
    if (rr__is_client(p->page))
        rr__page_money_words(p->page, minor, p->direct.limits->currency);
    else
        rr__page_amount(&p->direct, minor);
}

/* What the role pays, as far as that is known. */
static const char *keep_pay(const rr__pathing *p, const rr_path_step *step, char out[NOTE_BYTES])
{
    rr_pay pay;
    if (!rr__step_pay(p, step, &pay))
        rr__page_label(p->page, RR__LABEL_MAP_PAY_UNKNOWN, NULL, NULL, NULL);
    else if (rr__is_client(p->page))
        rr__page_pay_range(p->page, &pay);
    else
        rr__page_pay(p->page, &pay);
    return rr__keep_line(p->page, out, NOTE_BYTES);
}

static void add_way_note(const rr__pathing *p, const rr_path_step *step, bool direct)
{
    char number[24];
    rr__page *page = p->page;
    if (direct)
        rr__page_label(page, RR__LABEL_MAP_DIRECT, NULL, NULL, NULL);
    if (step->training_weeks == 0) {
        rr__page_label(page, RR__LABEL_MAP_NO_COURSE, NULL, NULL, NULL);
        return;
    }
    rr__page_label(page, step->training_weeks == 1 ? RR__LABEL_ONE_WEEK : RR__LABEL_COURSE_WEEKS, rr__number(number, step->training_weeks), NULL, NULL);
    rr__buf_text(&page->line, rr__between(page, ", ", "，"));
    add_money(p, step->own_minor);
}

/* A way with another plan between the same roles is another way. */
static void put_way(drawing *d, const rr__pathing *p, size_t from, size_t to, const rr_path_step *step, bool direct)
{
    char *note = d->way_notes[d->way_count];
    add_way_note(p, step, direct);
    rr__keep_line(p->page, note, NOTE_BYTES);
    for (size_t i = 0; i < d->way_count; i++)
        if (d->ways[i].from == from && d->ways[i].to == to && strcmp(d->way_notes[i], note) == 0)
            return;
    d->ways[d->way_count++] = (rr__way){(uint32_t)from, (uint32_t)to, note};
}

/* Where the role stands in the column; one past the last: not there yet. */
static size_t find_stop(const drawing *d, uint32_t role, uint32_t column)
{
    size_t i = THERE + 1;
    while (i < d->stop_count && (d->roles[i] != role || d->stops[i].column != column))
        i++;
    return i;
}

static bool has_room(const drawing *d, const rr_path *path)
{
    size_t stops = d->stop_count;
    for (size_t k = 0; k + 1 < path->step_count; k++) {
        size_t rows = 0;
        bool there = find_stop(d, path->steps[k].occupation, (uint32_t)k + 1) < d->stop_count;
        for (size_t i = THERE + 1; i < d->stop_count; i++)
            rows += d->stops[i].column == k + 1;
        if (!there && rows == ROWS_MOST)
            return false;
        stops += !there;
    }
    return stops <= STOPS_MOST && d->way_count + path->step_count <= WAYS_MOST;
}

static void put_path(drawing *d, const rr__pathing *p, const rr_path *path)
{
    size_t from = HERE;
    for (size_t k = 0; k < path->step_count; k++) {
        const rr_path_step *step = &path->steps[k];
        size_t to = k + 1 == path->step_count ? (size_t)THERE : find_stop(d, step->occupation, (uint32_t)k + 1);
        if (to == d->stop_count) {
            d->roles[to] = step->occupation;
            d->stops[to] = (rr__stop){rr__label_of(p, step->occupation),
                                      keep_pay(p, step, d->stop_notes[to]), (uint32_t)k + 1};
            d->stop_count++;
        }
        put_way(d, p, from, to, step, path->direct);
        from = to;
    }
}

static const char *job_of(const rr__pathing *p)
{
    size_t count = rr_profile_job_count(p->profile);
    if (count == 0)
        return rr__word(p->page->options.lang, RR__LABEL_STEP_TODAY);
    const rr_job *job = rr_profile_job(p->profile, 0);
    return job->occupation == RR_NONE ? job->title : rr__label_of(p, job->occupation);
}

static void lay_out(drawing *d, const rr__pathing *p)
{
    uint32_t last = 1;
    const rr_path_step *end = NULL;
    *d = (drawing){.stop_count = 2};
    for (size_t i = 0; i < rr_path_count(p->result); i++) {
        const rr_path *path = rr_path_at(p->result, i);
        last = path->step_count > last ? (uint32_t)path->step_count : last;
        end = &path->steps[path->step_count - 1];
    }
    d->stops[HERE] = (rr__stop){job_of(p), rr__word(p->page->options.lang, RR__LABEL_STEP_TODAY), 0};
    d->stops[THERE] = (rr__stop){rr__label_of(p, p->direct.match->occupation),
                                 keep_pay(p, end, d->stop_notes[THERE]), last};
    for (size_t i = 0; i < rr_path_count(p->result); i++) {
        const rr_path *path = rr_path_at(p->result, i);
        if (path->reaches && has_room(d, path))
            put_path(d, p, path);
        else
            d->left_out += path->reaches != 0;
    }
}

void rr__draw_path_map(rr__html *h, const rr__pathing *p)
{
    char number[24];
    drawing d;
    lay_out(&d, p);
    if (d.way_count == 0)
        return;
    rr__draw_map(h, rr__word(h->page->options.lang, RR__LABEL_MAP_TITLE), d.stops, d.stop_count, d.ways, d.way_count);
    if (d.left_out == 0)
        return;
    rr__page_label(h->page, RR__LABEL_MAP_LEFT_OUT, rr__number(number, (int64_t)d.left_out), NULL, NULL);
    rr__html_flow(h, NULL, RR__DIM);
}

size_t rr__measure_path_map(const rr__html *h, const rr__pathing *p)
{
    drawing d;
    lay_out(&d, p);
    return d.way_count == 0 ? 0 : (size_t)rr__map_height(h, d.stops, d.stop_count, d.ways, d.way_count);
}

void rr__draw_path_readiness(rr__html *h, const rr__pathing *p)
{
    char names[BARS_MOST][NAME_BYTES];
    rr__bar bars[BARS_MOST + 1];
    rr_lang lang = h->page->options.lang;
    size_t count = 0;
    bars[0] = (rr__bar){rr__word(lang, RR__LABEL_STEP_TODAY), p->direct.match->readiness_ppm};
    for (size_t i = 0; i < rr_path_count(p->result) && count < BARS_MOST; i++) {
        const rr_path *path = rr_path_at(p->result, i);
        if (!path->reaches)
            continue;
        rr__add_path_title(p, i);
        bars[count + 1] = (rr__bar){rr__keep_line(h->page, names[count], NAME_BYTES), path->steps[path->step_count - 1].readiness_ppm};
        count++;
    }
    rr__draw_bars(h, rr__word(lang, rr__is_client(h->page) ? RR__LABEL_BARS_WAYS_CLIENT : RR__LABEL_BARS_WAYS), bars, count + 1,
                  (int32_t)p->direct.limits->threshold_ppm, rr__word(lang, RR__LABEL_BARS_MARK));
}

/* The courses of each step, then its work; the last work has no end. */
void rr__draw_path_calendar(rr__html *h, const rr_path *path)
{
    rr__span spans[SPANS_MOST];
    size_t count = 0;
    rr_lang lang = h->page->options.lang;
    int32_t first = path->steps[0].start_day, last = first;
    for (size_t k = 0; k < path->step_count; k++) {
        const rr_path_step *step = &path->steps[k];
        for (size_t i = 0; step->plan != NULL && i < step->plan->step_count && count < SPANS_MOST; i++) {
            const rr_plan_step *s = &step->plan->steps[i];
            const char *note = rr__is_sample(h->page->plugins, &s->offer) ? rr__word(lang, RR__LABEL_SAMPLE_WORD) : NULL;
            spans[count++] = (rr__span){rr_plugin_text(&s->offer.course->titles, lang), s->start_day, s->end_day, note};
        }
        if (!step->reached || count == SPANS_MOST)
            continue;
        spans[count++] = (rr__span){rr_occupation_label(h->page->taxonomy, step->occupation, lang), step->ready_day,
                                    step->leave_day < 0 ? RR__NO_END : step->leave_day, rr__word(lang, RR__LABEL_WORK)};
        last = step->leave_day < 0 ? step->ready_day : step->leave_day;
    }
    if (count > 0)
        rr__draw_calendar(h, rr__word(lang, RR__LABEL_CALENDAR_WAY), spans, count, first, last + (last - first) / 8 + 7);
}

/* SPDX-License-Identifier: MIT */
/* A path result in, a page out: for the client one sheet with the ways in plain words, for the caseworker everything: each
 * way with its dates, each role on it with its plan, its pay against the floor, its exposure and its rules. */
#include "render/path_page.h"

typedef struct shown {
    const rr__pathing *path;
    rr__match_page match; /* of the role at the end, as things stand today */
    size_t index, step;
} shown;

static void add_title(rr__page *page, const void *user)
{
    const shown *s = user;
    rr__html_title_name(page, rr__is_client(page) ? RR__LABEL_TITLE_PATH_CLIENT : RR__LABEL_TITLE_PATH,
                        rr_occupation_label(page->taxonomy, s->match.match->occupation, page->options.lang));
}

static void put_client(rr__html *h, const void *user)
{
    const shown *s = user;
    (void)h;
    rr__path_client(s->path);
}

/* One row for each way: what it takes in all. */
static void put_ways(rr__html *h, const rr__pathing *p)
{
    static const rr__word_id columns[] = {RR__LABEL_COL_WAY, RR__LABEL_COL_SUMS};
    rr__html_table(h, RR__LABEL_WAYS_CAPTION, columns, 2);
    for (size_t i = 0; i < rr_path_count(p->result); i++) {
        rr__html_row(h);
        rr__html_row_head(h);
        rr__add_path_title(p, i);
        rr__html_line(h);
        rr__html_cell(h);
        rr__page_path_sums(p, rr_path_at(p->result, i));
    }
    rr__html_table_end(h);
}

static void put_head(rr__html *h, const void *user)
{
    const shown *s = user;
    const rr__pathing *p = s->path;
    rr__html_worker(h, &s->match);
    rr__html_long_name(h, s->match.match);
    rr__html_open(h, RR__TAG_p);
    rr__html_codes(h, s->match.match);
    rr__html_close(h);
    rr__page_law_overrides(h->page, s->match.result);
    rr__page_numbers(h->page, s->match.match);
    rr__page_floor(p);
    rr__page_limits(&p->direct);
    rr__page_no_courses(p);
    rr__draw_path_map(h, p);
    put_ways(h, p);
    rr__draw_path_readiness(h, p);
    rr__page_path_notes(p);
}

static void put_path(rr__html *h, const void *user)
{
    const shown *s = user;
    const rr_path *path = rr_path_at(s->path->result, s->index);
    rr__html_open(h, RR__TAG_h2);
    rr__add_path_title(s->path, s->index);
    rr__html_line(h);
    rr__html_close(h);
    rr__page_path_sums(s->path, path);
    if (path->reaches && path->step_count > 1) /* of one role the plan's own calendar stands below */
        rr__draw_path_calendar(h, path);
}

/* The plan that is taken, how sure it is, and what stays open; what else could be done is `reroute plan`'s to say. */
static void put_step_plan(rr__html *h, const rr__planning *plans, const rr_path_step *step)
{
    rr__page_limits(plans);
    if (step->plan != NULL) {
        rr__html_proof(h, plans, step->plan);
        rr__html_plan_parts(h, plans, step->plan);
    }
    rr__html_open_items(h, plans);
    rr__page_grants_left_out(plans);
}

static void put_step(rr__html *h, const void *user)
{
    const shown *s = user;
    const rr_path_step *step = &rr_path_at(s->path->result, s->index)->steps[s->step];
    rr__planning plans = rr__planning_of_step(s->path, step);
    rr__match_page m = s->match;
    m.result = rr_plan_result_match(step->plans);
    m.match = plans.match;
    m.before = rr__first_match(s->path, s->index, s->step);
    rr__html_open(h, RR__TAG_h3);
    rr__page_int(h->page, (int64_t)s->step + 1);
    rr__buf_text(&h->page->line, ". ");
    rr__html_line(h);
    rr__html_name(h, rr__label_of(s->path, step->occupation));
    rr__html_own(h, " ", " ");
    rr__html_codes(h, plans.match);
    rr__html_close(h);
    rr__page_path_step(s->path, step, s->step == 0);
    put_step_plan(h, &plans, step);
    rr__html_rules(h, &m, RR__RULES_ALL);
    rr__page_rules_as_before(h->page, m.before, 0);
}

static void put_rest(rr__html *h, const void *user)
{
    const shown *s = user;
    rr__html_word_in(h, RR__TAG_h2, RR__LABEL_TODAY_HEADING);
    rr__html_held(h, &s->match, s->match.match->held_count);
    rr__html_gap(h, &s->match, s->match.match->gap_count);
    rr__page_role_overrides(h->page, s->match.result, s->match.match, 0);
    rr__page_overrides(h->page, s->match.result);
    rr__page_unmatched(h->page, s->path->profile);
    rr__page_plugins(h->page, s->match.result, s->path->asked);
}

static void put_section(rr__html *h, rr__html_part part, const shown *s)
{
    rr__html_open(h, RR__TAG_section);
    rr__html_each(h, part, s);
    rr__html_close(h);
}

void rr__path_html(const rr__pathing *p)
{
    rr__html h;
    bool client = rr__is_client(p->page);
    shown s = {.path = p, .match = {.result = rr_plan_result_match(p->direct.result), .match = p->direct.match, .profile = p->profile, .asked = p->asked}};
    rr__html_begin(&h, p->page, add_title, &s);
    put_section(&h, client ? put_client : put_head, &s);
    for (; s.index < rr_path_count(p->result) && !client; s.index++) {
        rr__html_open(&h, RR__TAG_section);
        rr__html_each(&h, put_path, &s);
        for (s.step = 0; s.step < rr_path_at(p->result, s.index)->step_count; s.step++)
            rr__html_each(&h, put_step, &s);
        rr__html_close(&h);
    }
    if (!client)
        put_section(&h, put_rest, &s);
    rr__html_end(&h, s.match.result, p->profile, p->asked);
}

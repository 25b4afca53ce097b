/* SPDX-License-Identifier: MIT */
/* A plan result in, a page out: for the client one sheet with the cheapest plan to sign, for the caseworker everything. */
#include "render/plan_page.h"

typedef struct shown {
    const rr__planning *plans;
    rr__match_page match;
    size_t index;        /* of one plan */
} shown;

static void add_title(rr__page *page, const void *user)
{
    const shown *s = user;
    rr__html_title_name(page, rr__is_client(page) ? RR__LABEL_TITLE_PLAN_CLIENT : RR__LABEL_TITLE_PLAN,
                        rr_occupation_label(page->taxonomy, s->match.match->occupation, page->options.lang));
}

static void put_client(rr__html *h, const void *user)
{
    const shown *s = user;
    rr__plan_client(h->page, s->plans, s->match.profile);
}

void rr__html_plans_in_short(rr__html *h, const rr__planning *p)
{
    if (rr_plan_count(p->result) == 0) {
        rr__page_no_plan(p);
        return;
    }
    if (rr__cheapest_plan(p->result) == NULL) {
        rr__page_label(h->page, RR__LABEL_WITHOUT_COURSE, NULL, NULL, NULL);
        rr__html_flow(h, NULL, RR__PLAIN);
    }
    rr__html_plans(h, p);
    rr__draw_plan_readiness(h, p);
}

void rr__html_plan_parts(rr__html *h, const rr__planning *p, const rr_plan *plan)
{
    rr__draw_plan_calendar(h, p, plan, plan->step_count);
    rr__html_steps(h, p, plan);
    rr__draw_plan_costs(h, p, plan);
    rr__html_grants(h, p, plan);
}

void rr__html_plan(rr__html *h, const rr__planning *p, size_t index, rr__tag heading)
{
    const rr_plan *plan = rr_plan_at(p->result, index);
    rr__html_open(h, heading);
    rr__add_plan_name(h->page, plan, index);
    rr__html_line(h);
    rr__html_close(h);
    rr__html_plan_parts(h, p, plan);
}

/* The role, what no course changes, the limits, and the plans side by side. */
static void put_head(rr__html *h, const void *user)
{
    const shown *s = user;
    const rr__planning *p = s->plans;
    rr__html_worker(h, &s->match);
    rr__html_long_name(h, p->match);
    rr__html_open(h, RR__TAG_p);
    rr__html_codes(h, p->match);
    rr__html_close(h);
    rr__page_law_overrides(h->page, s->match.result);
    rr__page_numbers(h->page, p->match);
    rr__page_exposure(h->page, p->match->occupation, 0);
    rr__page_limits(p);
    rr__html_plans_in_short(h, p);
}

static void put_plan(rr__html *h, const void *user)
{
    const shown *s = user;
    rr__html_plan(h, s->plans, s->index, RR__TAG_h2);
}

static void put_rest(rr__html *h, const void *user)
{
    const shown *s = user;
    if (rr_plan_open_count(s->plans->result) > 0)
        rr__html_word_in(h, RR__TAG_h2, RR__LABEL_OPEN_HEADING);
    rr__html_open_items(h, s->plans);
    rr__html_word_in(h, RR__TAG_h2, RR__LABEL_WHY_NOT);
    rr__html_rules(h, &s->match, RR__RULES_ALL);
    rr__page_grants_left_out(s->plans);
    rr__page_unmatched(h->page, s->match.profile);
    rr__page_overrides(h->page, s->match.result);
    rr__page_plugins(h->page, s->match.result, s->plans->asked);
}

static void put_section(rr__html *h, rr__html_part part, const shown *s)
{
    rr__html_open(h, RR__TAG_section);
    rr__html_each(h, part, s);
    rr__html_close(h);
}

void rr__plan_html(const rr__planning *p, const rr_profile *profile)
{
    rr__html h;
    const rr_match_result *match = rr_plan_result_match(p->result);
    shown s = {p, {.result = match, .match = p->match, .profile = profile, .asked = p->asked}, 0};
    rr__html_begin(&h, p->page, add_title, &s);
    put_section(&h, rr__is_client(p->page) ? put_client : put_head, &s);
    for (; s.index < rr_plan_count(p->result) && !rr__is_client(p->page); s.index++)
        put_section(&h, put_plan, &s);
    if (!rr__is_client(p->page))
        put_section(&h, put_rest, &s);
    rr__html_end(&h, match, profile, p->asked);
}

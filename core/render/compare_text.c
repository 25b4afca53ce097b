/* SPDX-License-Identifier: MIT */
/* A comparison in, one page out: topic by topic what each role is and takes, and at the end what to ask, each question
 * once. For the client in plain words; for the caseworker with everything. */
#include <string.h>

#include "render/compare_parts.h"

/* Who compares, and the numbers of each role. */
static void show_caseworker(rr__comparing_page *p)
{
    rr__page *page = p->page;
    rr__page_worker(page, p->profile, p->asked);
    rr__decided of = rr__decided_of(p);
    rr__page_law_overrides_of(page, &of);
    for (size_t k = 0; k < rr_compared_count(p->result); k++) {
        const rr_compared *c = rr_compared_at(p->result, k);
        rr__page_gap(page);
        rr__page_add(page, rr_occupation_label(page->taxonomy, c->occupation, page->options.lang));
        rr__buf_text(&page->line, "  ");
        rr__page_add(page, rr__occupation_id(page->taxonomy, c->occupation));
        rr__page_flow(page, NULL, 0, RR__BOLD);
        rr__page_numbers(page, c->match);
    }
    rr__planning plans = rr__planning_of_role(p, rr_compared_at(p->result, 0));
    rr__page_gap(page);
    rr__page_limits(&plans);
}

static void show_client(rr__comparing_page *p)
{
    rr__page *page = p->page;
    rr__decided of = rr__decided_of(p);
    rr__page_label(page, RR__LABEL_COMPARE_TITLE, NULL, NULL, NULL);
    if (p->asked->date[0] != '\0') {
        rr__buf_text(&page->line, rr__between(page, ", ", "，"));
        rr__page_label(page, RR__LABEL_TODAY, p->asked->date, NULL, NULL);
    }
    rr__page_flow(page, NULL, 0, RR__BOLD);
    rr__page_law_overrides_of(page, &of);
}

size_t rr__each_ask(rr__comparing_page *p, rr__put_ask put)
{
    size_t more = 0, shown = 0;
    for (size_t i = 0; i < rr_ask_count(p->result); i++) {
        const rr_ask *ask = rr_ask_at(p->result, i);
        if (shown < p->most.asks || ask->kind >= RR_ASK_HOURS) /* the last ones are about the living: always shown */
            put(p, ask, ++shown);
        else
            more++;
    }
    return more;
}

static void show_ask(rr__comparing_page *p, const rr_ask *ask, size_t number)
{
    char digits[24];
    rr__page_ask(p, ask);
    rr__page_asked_of(p, ask);
    rr__page_flow(p->page, rr__number(digits, (int64_t)number), 7, RR__PLAIN);
}

static void show_asks(rr__comparing_page *p)
{
    char number[24];
    rr__page *page = p->page;
    if (rr_ask_count(p->result) > 0)
        rr__page_heading(page, p->client ? RR__LABEL_TOPIC_ASK_YOU : RR__LABEL_TOPIC_ASK);
    size_t more = rr__each_ask(p, show_ask);
    if (more == 0)
        return;
    rr__page_label(page, more == 1 ? RR__LABEL_ONE_MORE_ASK : RR__LABEL_MORE_ASKS, rr__number(number, (int64_t)more), NULL, NULL);
    rr__page_flow(page, NULL, 7, RR__DIM);
}

void rr__comparison_text(rr__comparing_page *p)
{
    rr__page *page = p->page;
    if (p->client)
        show_client(p);
    else
        show_caseworker(p);
    rr__columns_head(p);
    for (size_t t = 0; t < rr__topic_count; t++) {
        for (size_t k = 0; k < rr_compared_count(p->result); k++)
            rr__put_topic(p, t, k);
        rr__columns_topic(p, p->client ? rr__topics[t].client : rr__topics[t].caseworker);
    }
    show_asks(p);
    if (!p->client)
        rr__page_unmatched(page, p->profile);
    rr__decided of = rr__decided_of(p);
    rr__page_overrides_of(page, &of);
    rr__page_plugins(page, rr_plan_result_match(rr_compared_at(p->result, 0)->plans), p->asked);
}

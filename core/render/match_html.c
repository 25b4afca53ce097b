/* SPDX-License-Identifier: MIT */
/* A match result in, a page out: for the client the roles in plain words on one sheet, for the caseworker everything. */
#include "render/match_page.h"

enum { CAN_DO = 4, TO_LEARN = 3, IN_THE_WAY = 2, ASK_FIRST = 2, DECIDED = 4, HELD_SHOWN = 8, GAP_SHOWN = 12 };

static void add_title(rr__page *page, const void *user)
{
    const rr__match_page *p = user;
    rr__page_label(page, rr__is_client(page) ? RR__LABEL_TITLE_MATCH_CLIENT : RR__LABEL_TITLE_MATCH, rr_profile_id(p->profile), NULL, NULL);
}

static void put_intro(rr__html *h, const void *user)
{
    const rr__match_page *p = user;
    if (rr__is_client(h->page)) {
        rr__html_you_did(h, p->profile);
        rr__html_word_in(h, RR__TAG_p, RR__LABEL_BARS_HELP);
    } else {
        rr__html_worker(h, p);
        rr__page_counts(h->page, p->result);
    }
    rr__page_law_overrides(h->page, p->result);
    rr__html_readiness(h, p);
}

static void put_for_client(rr__html *h, const rr__match_page *p)
{
    const rr_match *match = p->match;
    rr__html_open(h, RR__TAG_h2);
    rr__html_role_name(h, match);
    rr__html_own(h, ": ", "：");
    rr__html_word_in(h, RR__TAG_small, rr__status_word(h->page, match));
    rr__html_close(h);
    rr__html_open(h, RR__TAG_dl);
    rr__html_can_do(h, match, CAN_DO);
    rr__html_to_learn(h, match, TO_LEARN);
    rr__html_a_course(h, match);
    rr__html_in_the_way(h, p, IN_THE_WAY);
    rr__html_ask_first(h, p, RR__RULES_OWN, ASK_FIRST);
    rr__html_close(h);
}

static void put_role(rr__html *h, const void *user)
{
    const rr__match_page *p = user;
    if (rr__is_client(h->page)) {
        put_for_client(h, p);
        return;
    }
    rr__html_open(h, RR__TAG_h2);
    rr__html_role_name(h, p->match);
    rr__html_own(h, " ", " ");
    rr__html_codes(h, p->match);
    rr__html_close(h);
    rr__page_numbers(h->page, p->match);
    rr__page_role_overrides(h->page, p->result, p->match, 0);
    rr__page_exposure(h->page, p->match->occupation, 0);
    rr__html_held(h, p, HELD_SHOWN);
    rr__html_gap(h, p, GAP_SHOWN);
    rr__html_rules(h, p, RR__RULES_OWN);
}

static void put_end(rr__html *h, const void *user)
{
    const rr__match_page *p = user;
    rr__match_page first = *p;
    first.match = rr_match_at(p->result, 0);
    if (!rr__is_client(h->page)) {
        rr__html_rules(h, &first, RR__RULES_SHARED);
        rr__page_overrides(h->page, p->result);
        rr__page_plugins(h->page, p->result, p->asked);
        rr__page_unmatched(h->page, p->profile);
        return;
    }
    if (rr__html_asks(h, &first, RR__RULES_SHARED)) {
        rr__html_open(h, RR__TAG_dl);
        rr__html_ask_first(h, &first, RR__RULES_SHARED, ASK_FIRST);
        rr__html_close(h);
    }
    rr__client_overrides(h->page, p->result, DECIDED);
    rr__page_caveats(h->page, p, false);
}

void rr__match_html(rr__page *page, const rr__match_page *p)
{
    rr__html h;
    rr__html_begin(&h, page, add_title, p);
    rr__html_each(&h, put_intro, p);
    for (size_t i = 0; i < rr_match_count(p->result); i++) {
        rr__match_page one = *p;
        one.match = rr_match_at(p->result, i);
        rr__html_open_class(&h, RR__TAG_section, "role");
        rr__html_each(&h, put_role, &one);
        rr__html_close(&h);
    }
    rr__html_each(&h, put_end, p);
    rr__html_end(&h, p->result, p->profile, p->asked);
}

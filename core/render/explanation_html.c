/* SPDX-License-Identifier: MIT */
/* An explanation in, a page out: why this role, what stands in the way, and the smallest set of changes with what each
 * step brings; for the client as what to do and to ask. */
#include <string.h>

#include "render/plan_page.h"

enum { CAN_DO = 8, IN_THE_WAY = 4, ASK_FIRST = 5, STEPS_MOST = 30 };

static void add_title(rr__page *page, const void *user)
{
    const rr__match_page *p = user;
    rr__html_title_name(page, rr__is_client(page) ? RR__LABEL_TITLE_EXPLAIN_CLIENT : RR__LABEL_TITLE_EXPLAIN,
                        rr_occupation_label(page->taxonomy, p->match->occupation, page->options.lang));
}

static bool is_ask(const rr_change *change)
{
    return change->kind == RR_CHANGE_ASK || change->kind == RR_CHANGE_ASK_RULE;
}

/* The first course of a change, where no change before it has the same; NULL: none, had already, or the plan's are said. */
static const rr_offer *new_course(const rr__match_page *p, size_t index)
{
    const rr_change *change = rr_explanation_change(p->explanation, index);
    const rr_offer *offer = change->kind == RR_CHANGE_GAP ? &p->match->gap[change->index].first_course : NULL;
    for (size_t i = 0; i < index && offer != NULL; i++) {
        const rr_change *before = rr_explanation_change(p->explanation, i);
        if (before->kind == RR_CHANGE_GAP && p->match->gap[before->index].first_course.course == offer->course)
            return NULL;
    }
    return offer == NULL || offer->course == NULL || rr__is_planned(p) ? NULL : offer;
}

/* Courses are numbered as the changes come to them; 0: no course. */
static size_t number_course(const rr__match_page *p, const rrp_course *course)
{
    size_t number = 0;
    for (size_t i = 0; i < rr_explanation_change_count(p->explanation) && course != NULL; i++) {
        const rr_offer *offer = new_course(p, i);
        number += offer != NULL;
        if (offer != NULL && offer->course == course)
            return number;
    }
    return 0;
}

static void put_courses(rr__html *h, const rr__match_page *p)
{
    bool any = false;
    for (size_t i = 0; i < rr_explanation_change_count(p->explanation); i++) {
        const rr_offer *offer = new_course(p, i);
        if (offer == NULL)
            continue;
        if (!any) {
            rr__html_word_in(h, RR__TAG_h2, RR__LABEL_COURSES_CLIENT);
            rr__html_open(h, RR__TAG_ol);
        }
        any = true;
        rr__html_open(h, RR__TAG_li);
        rr__html_offer(h, offer);
        rr__html_close(h);
    }
    if (any)
        rr__html_close(h);
}

static void put_change(rr__html *h, const rr__match_page *p, const rr_change *change)
{
    char number[24];
    rr__page *page = h->page;
    rr__html_open(h, RR__TAG_li);
    if (change->kind != RR_CHANGE_GAP) {
        rr__html_word(h, is_ask(change) ? RR__LABEL_CHANGE_ASK : RR__LABEL_CHANGE_LAW, rr__change_text(page, p->match, change, is_ask(change)), NULL, NULL);
        rr__html_close(h);
        return;
    }
    const rr_gap_item *item = &p->match->gap[change->index];
    if (rr__is_client(page)) {
        size_t course = number_course(p, item->first_course.course);
        rr__html_word_name(h, RR__LABEL_LEARN, rr_descriptor_label(page->taxonomy, item->descriptor, page->options.lang));
        if (course > 0) {
            rr__buf_text(&page->line, rr__between(h->page, " (", "（"));
            rr__page_label(page, RR__LABEL_IN_COURSE, rr__number(number, (int64_t)course), NULL, NULL);
            rr__buf_text(&page->line, rr__between(h->page, ")", "）"));
        }
    } else {
        rr__page_label(page, RR__LABEL_CHANGE_GAP, "", NULL, NULL);
        rr__page_gap_item(page, item);
        rr__buf_text(&page->line, rr__between(h->page, "; ", "；"));
        rr__page_label(page, RR__LABEL_THEN_READINESS, rr__percent(number, change->readiness_ppm), NULL, NULL);
    }
    rr__html_line(h);
    rr__html_close(h);
}

/* How the readiness grows with each gap item that is closed. */
static void draw_steps(rr__html *h, const rr__match_page *p)
{
    rr__bar bars[STEPS_MOST];
    rr_taxonomy_info info;
    size_t count = 0;
    rr_lang lang = h->page->options.lang;
    rr_taxonomy_get_info(h->page->taxonomy, &info);
    bars[count++] = (rr__bar){rr__word(lang, RR__LABEL_STEP_TODAY), p->match->readiness_ppm};
    for (size_t i = 0; i < rr_explanation_change_count(p->explanation) && count < STEPS_MOST; i++) {
        const rr_change *change = rr_explanation_change(p->explanation, i);
        if (change->kind == RR_CHANGE_GAP)
            bars[count++] = (rr__bar){rr_descriptor_label(h->page->taxonomy, p->match->gap[change->index].descriptor, lang),
                                      (int32_t)change->readiness_ppm};
    }
    rr__draw_bars(h, rr__word(lang, RR__LABEL_STEPS_TITLE), bars, count, (int32_t)info.viable_readiness_ppm,
                  rr__word(lang, RR__LABEL_BARS_MARK));
}

static void put_changes(rr__html *h, const rr__match_page *p)
{
    size_t count = rr_explanation_change_count(p->explanation);
    rr__html_word_in(h, RR__TAG_h2, rr__is_client(h->page) ? RR__LABEL_DO_FIRST : RR__LABEL_SMALLEST);
    if (!rr_explanation_reachable(p->explanation)) {
        rr__page_label(h->page, RR__LABEL_UNREACHABLE, NULL, NULL, NULL);
        rr__html_flow(h, NULL, RR__BAD);
    } else if (count == 0) {
        rr__page_label(h->page, RR__LABEL_NO_CHANGE, NULL, NULL, NULL);
        rr__html_flow(h, NULL, RR__GOOD);
    }
    if (count > 0)
        rr__html_open(h, RR__TAG_ol);
    for (size_t i = 0; i < count; i++)
        put_change(h, p, rr_explanation_change(p->explanation, i));
    if (count > 0)
        rr__html_close(h);
    draw_steps(h, p);
}

static bool has_figures(const char *text)
{
    return text[strcspn(text, "0123456789")] != '\0';
}

/* What was found about the role's own future, in words; notes with figures or codes are for the caseworker. */
static void put_outlook(rr__html *h, const rr_match *match)
{
    rr_note note;
    bool any = false;
    for (uint32_t k = 0; rr_occupation_note(h->page->taxonomy, match->occupation, k, h->page->options.lang, &note); k++) {
        if (strcmp(note.kind, "exposure") != 0 || has_figures(note.text))
            continue;
        if (!any)
            rr__html_term(h, RR__LABEL_KEEP_IN_MIND);
        any = true;
        rr__html_open(h, RR__TAG_p);
        rr__html_text(h, note.text);
        rr__html_close(h);
    }
    if (any)
        rr__html_term_end(h);
}

static void put_for_client(rr__html *h, const rr__match_page *p)
{
    rr__html_you_did(h, p->profile);
    rr__page_law_overrides(h->page, rr_explanation_result(p->explanation));
    rr__html_open(h, RR__TAG_p);
    rr__html_word_in(h, RR__TAG_b, rr__status_word(h->page, p->match));
    rr__html_close(h);
    rr__html_open(h, RR__TAG_dl);
    rr__html_can_do(h, p->match, CAN_DO);
    rr__html_to_learn(h, p->match, CAN_DO);
    rr__html_in_the_way(h, p, IN_THE_WAY);
    rr__html_ask_first(h, p, RR__RULES_ALL, ASK_FIRST);
    put_outlook(h, p->match);
    rr__html_close(h);
    put_changes(h, p);
    put_courses(h, p);
    if (rr_explanation_plan(p->explanation) != NULL) {
        rr__planning plans = rr__planning_of(h->page, rr_explanation_plan(p->explanation), p->asked);
        rr__client_plan_sum(&plans);
    }
    rr__client_overrides(h->page, rr_explanation_result(p->explanation), RR__OVERRIDE_LINES);
    rr__page_caveats(h->page, p, false);
}

static void put_why(rr__html *h, const void *user)
{
    const rr__match_page *p = user;
    rr__html_long_name(h, p->match);
    if (rr__is_client(h->page)) {
        put_for_client(h, p);
        return;
    }
    char rank[24], ranked[24];
    rr__html_worker(h, p);
    rr__page_law_overrides(h->page, rr_explanation_result(p->explanation));
    rr__html_open(h, RR__TAG_p);
    rr__html_word(h, RR__LABEL_RANKED, rr__number(rank, p->match->rank), rr__number(ranked, (int64_t)rr_explanation_ranked(p->explanation)), NULL);
    rr__html_own(h, " ", " ");
    rr__html_codes(h, p->match);
    rr__html_close(h);
    rr__page_numbers(h->page, p->match);
    rr__page_role_overrides(h->page, rr_explanation_result(p->explanation), p->match, 0);
    rr__page_exposure(h->page, p->match->occupation, 0);
    rr__html_word_in(h, RR__TAG_h2, RR__LABEL_WHY);
    rr__html_held(h, p, p->match->held_count);
    rr__html_word_in(h, RR__TAG_h2, RR__LABEL_WHY_NOT);
    rr__html_gap(h, p, p->match->gap_count);
    rr__html_rules(h, p, RR__RULES_ALL);
}

/* The cheapest way with courses by date. */
static void put_plan(rr__html *h, const rr__match_page *p)
{
    const rr_plan_result *result = rr_explanation_plan(p->explanation);
    if (result == NULL)
        return;
    rr__planning plans = rr__planning_of(h->page, result, p->asked);
    const rr_plan *plan = rr__cheapest_plan(result);
    rr__page_plan_summary(&plans);
    if (plan == NULL)
        return;
    rr__draw_plan_calendar(h, &plans, plan, plan->step_count);
    rr__html_steps_short(h, &plans, plan, plan->step_count);
    rr__draw_plan_costs(h, &plans, plan);
}

static void put_way(rr__html *h, const void *user)
{
    rr_taxonomy_info info;
    char number[24];
    const rr__match_page *p = user;
    rr_taxonomy_get_info(h->page->taxonomy, &info);
    put_changes(h, p);
    rr__page_label(h->page, RR__LABEL_THRESHOLD, rr__percent(number, info.viable_readiness_ppm), NULL, NULL);
    rr__html_flow(h, NULL, RR__DIM);
    put_plan(h, p);
    rr__page_first_courses(h->page, p->match, p->asked->date);
}

static void put_sum(rr__html *h, const void *user)
{
    char number[24];
    const rr__match_page *p = user;
    rr__html_open(h, RR__TAG_h2);
    rr__html_word(h, RR__LABEL_FIT_ADDS_UP, rr__number(number, p->match->fit_ppm), NULL, NULL);
    rr__html_close(h);
    rr__html_sum(h, p);
    rr__page_unmatched(h->page, p->profile);
    rr__page_overrides(h->page, rr_explanation_result(p->explanation));
    rr__page_plugins(h->page, p->result, p->asked);
}

void rr__explanation_html(rr__page *page, const rr__match_page *p)
{
    static const rr__html_part parts[] = {put_why, put_way, put_sum};
    rr__html h;
    rr__html_begin(&h, page, add_title, p);
    for (size_t i = 0; i < (rr__is_client(page) ? 1 : 3); i++) {
        rr__html_open(&h, RR__TAG_section);
        rr__html_each(&h, parts[i], p);
        rr__html_close(&h);
    }
    rr__html_end(&h, p->result, p->profile, p->asked);
}

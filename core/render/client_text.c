/* SPDX-License-Identifier: MIT */
/* A match or an explanation in, what a client reads on the screen out: plain words, no ids, no codes, no sources. */
#include "render/plan_page.h"

enum { INDENT = 19, CAN_DO = 4, TO_LEARN = 3, RULES = 3 };

static void put_word(rr__page *page, rr__word_id word, uint32_t indent, rr__style style)
{
    rr__page_label(page, word, NULL, NULL, NULL);
    rr__page_flow(page, NULL, indent, style);
}

void rr__client_person_text(rr__page *page, const rr_profile *profile)
{
    rr__page_label(page, RR__LABEL_YOU_DID, NULL, NULL, NULL);
    for (size_t i = 0; i < rr_profile_job_count(profile); i++)
        rr__page_job(page, rr_profile_job(profile, i), i == 0);
    rr__page_flow(page, NULL, 0, RR__PLAIN);
}

static void add_label(rr__page *page, uint32_t descriptor, size_t shown)
{
    rr__buf_text(&page->line, shown == 0 ? "" : rr__semicolon(page));
    rr__page_add(page, rr_descriptor_label(page->taxonomy, descriptor, page->options.lang));
}

static void add_more(rr__page *page, size_t more)
{
    char number[24];
    if (more == 0)
        return;
    rr__buf_text(&page->line, rr__semicolon(page));
    rr__page_label(page, RR__LABEL_AND_MORE, rr__number(number, (int64_t)more), NULL, NULL);
}

void rr__client_skills_text(rr__page *page, const rr_match *match)
{
    size_t shown = 0, more = 0;
    for (size_t i = 0; i < match->held_count && i < CAN_DO; i++)
        add_label(page, match->held[i].descriptor, i);
    if (match->held_count > 0)
        rr__page_flow(page, rr__word(page->options.lang, RR__LABEL_YOU_CAN), INDENT, RR__PLAIN);
    for (size_t i = 0; i < match->gap_count; i++) {
        more += match->gap[i].essential && shown == TO_LEARN;
        if (match->gap[i].essential && shown < TO_LEARN)
            add_label(page, match->gap[i].descriptor, shown++);
    }
    add_more(page, more);
    if (shown == 0)
        rr__page_label(page, RR__LABEL_NOTHING_MISSING, NULL, NULL, NULL);
    rr__page_flow(page, rr__word(page->options.lang, RR__LABEL_TO_LEARN), INDENT, RR__PLAIN);
}

static void put_course(rr__page *page, const rr_match *match)
{
    for (size_t i = 0; i < match->gap_count; i++) {
        if (!match->gap[i].essential || match->gap[i].first_course.course == NULL)
            continue;
        rr__page_courses(page, &match->gap[i]);
        rr__page_flow(page, rr__word(page->options.lang, RR__LABEL_A_COURSE), INDENT, RR__PLAIN);
        return;
    }
}

void rr__client_rules_text(rr__page *page, const rr__match_page *p, rr_verdict_state state, rr__word_id head_word, rr__which which)
{
    char number[24];
    rr__rule rules[RULES];
    size_t more = 0, count = rr__pick_rules(page, p, state, which, rules, RULES, &more);
    const char *head = rr__word(page->options.lang, head_word);
    for (size_t i = 0; i < count; i++, head = NULL) {
        if (state == RR_VERDICT_UNMET) {
            rr__page_label(page, rules[i].kind, NULL, NULL, NULL);
            rr__buf_text(&page->line, page->options.lang == RR_LANG_ZH ? "：" : ": ");
        }
        rr__page_add(page, rr__rule_words(&rules[i]));
        rr__page_flow(page, head, INDENT, state == RR_VERDICT_UNMET ? RR__BAD : RR__DOUBT);
    }
    if (more == 0)
        return;
    rr__page_label(page, RR__LABEL_MORE_TO_ASK, rr__number(number, (int64_t)more), NULL, NULL);
    rr__page_flow(page, NULL, INDENT, RR__DIM);
}

bool rr__is_planned(const rr__match_page *p)
{
    return p->explanation != NULL && rr_explanation_plan(p->explanation) != NULL && rr__cheapest_plan(rr_explanation_plan(p->explanation)) != NULL;
}

static void put_role(rr__page *page, const rr__match_page *p, rr__which which)
{
    rr__client_skills_text(page, p->match);
    if (!rr__is_planned(p))
        put_course(page, p->match);
    rr__client_rules_text(page, p, RR_VERDICT_UNMET, RR__LABEL_IN_THE_WAY, which);
    rr__client_rules_text(page, p, RR_VERDICT_UNKNOWN, RR__LABEL_ASK_FIRST, which);
}

void rr__match_client_text(rr__page *page, const rr__match_page *p)
{
    put_word(page, RR__LABEL_TITLE_MATCH_CLIENT, 0, RR__BOLD);
    rr__client_person_text(page, p->profile);
    rr__page_law_overrides(page, p->result);
    for (size_t i = 0; i < rr_match_count(p->result); i++) {
        rr__match_page one = *p;
        one.match = rr_match_at(p->result, i);
        rr__page_gap(page);
        rr__page_int(page, one.match->rank);
        rr__buf_text(&page->line, ". ");
        rr__page_add(page, rr_occupation_label(page->taxonomy, one.match->occupation, page->options.lang));
        rr__page_flow(page, NULL, 0, RR__BOLD);
        put_word(page, rr__status_word(page, one.match), 3, one.match->viable ? RR__GOOD : RR__PLAIN);
        put_role(page, &one, RR__RULES_OWN);
    }
    rr__page_overrides(page, p->result);
    rr__match_page first = *p;
    first.match = rr_match_at(p->result, 0);
    rr__page_gap(page);
    rr__client_rules_text(page, &first, RR_VERDICT_UNKNOWN, RR__LABEL_ASK_FIRST, RR__RULES_SHARED);
    rr__page_caveats(page, p, false);
}

void rr__explanation_client_text(rr__page *page, const rr__match_page *p)
{
    rr__page_label(page, RR__LABEL_TITLE_EXPLAIN_CLIENT, rr_occupation_label(page->taxonomy, p->match->occupation, page->options.lang), NULL, NULL);
    rr__page_flow(page, NULL, 0, RR__BOLD);
    rr__client_person_text(page, p->profile);
    rr__page_law_overrides(page, rr_explanation_result(p->explanation));
    put_word(page, rr__status_word(page, p->match), 0, p->match->viable ? RR__GOOD : RR__PLAIN);
    rr__page_gap(page);
    put_role(page, p, RR__RULES_ALL);
    rr__page_heading(page, RR__LABEL_DO_FIRST);
    for (size_t i = 0; i < rr_explanation_change_count(p->explanation); i++) {
        const rr_change *change = rr_explanation_change(p->explanation, i);
        bool ask = change->kind == RR_CHANGE_ASK || change->kind == RR_CHANGE_ASK_RULE;
        rr__page_int(page, (int64_t)i + 1);
        rr__buf_text(&page->line, ". ");
        if (change->kind == RR_CHANGE_GAP)
            rr__page_label(page, RR__LABEL_LEARN,
                           rr_descriptor_label(page->taxonomy, p->match->gap[change->index].descriptor, page->options.lang), NULL, NULL);
        else
            rr__page_label(page, ask ? RR__LABEL_CHANGE_ASK : RR__LABEL_CHANGE_LAW, rr__change_text(page, p->match, change, ask), NULL, NULL);
        rr__page_flow(page, NULL, 3, RR__PLAIN);
    }
    if (!rr_explanation_reachable(p->explanation))
        put_word(page, RR__LABEL_UNREACHABLE, 3, RR__BAD);
    else if (rr_explanation_change_count(p->explanation) == 0)
        put_word(page, RR__LABEL_NO_CHANGE, 3, RR__GOOD);
    if (rr_explanation_plan(p->explanation) != NULL) {
        rr__planning plans = rr__planning_of(page, rr_explanation_plan(p->explanation), p->asked);
        rr__client_plan_sum(&plans);
    }
    rr__page_overrides(page, rr_explanation_result(p->explanation));
    rr__page_gap(page);
    rr__page_caveats(page, p, false);
}

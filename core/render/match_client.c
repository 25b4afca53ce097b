/* SPDX-License-Identifier: MIT */
/* A match in, what the client takes home out: plain words, no ids, no codes, no sources; what is unknown is a question. */
#include <string.h>

#include "base/text.h"
#include "render/match_page.h"

enum { BARS_MOST = 20 };

static void add_list_gap(rr__html *h, size_t shown)
{
    if (shown > 0)
        rr__html_own(h, ", ", "、");
}

static void put_more(rr__html *h, size_t more)
{
    char number[24];
    if (more == 0)
        return;
    rr__html_own(h, ", ", "，");
    rr__html_word(h, RR__LABEL_AND_MORE, rr__number(number, (int64_t)more), NULL, NULL);
}

void rr__html_can_do(rr__html *h, const rr_match *match, size_t most)
{
    if (match->held_count == 0)
        return;
    rr__html_term(h, RR__LABEL_YOU_CAN);
    for (size_t i = 0; i < match->held_count && i < most; i++) {
        add_list_gap(h, i);
        rr__html_name(h, rr_descriptor_label(h->page->taxonomy, match->held[i].descriptor, h->page->options.lang));
    }
    put_more(h, match->held_count > most ? match->held_count - most : 0);
    rr__html_term_end(h);
}

void rr__html_to_learn(rr__html *h, const rr_match *match, size_t most)
{
    size_t shown = 0, more = 0;
    rr__html_term(h, RR__LABEL_TO_LEARN);
    for (size_t i = 0; i < match->gap_count; i++) {
        if (!match->gap[i].essential)
            continue;
        if (shown == most) {
            more++;
            continue;
        }
        add_list_gap(h, shown++);
        rr__html_name(h, rr_descriptor_label(h->page->taxonomy, match->gap[i].descriptor, h->page->options.lang));
    }
    if (shown == 0)
        rr__html_word(h, RR__LABEL_NOTHING_MISSING, NULL, NULL, NULL);
    put_more(h, more);
    rr__html_term_end(h);
}

void rr__html_offer(rr__html *h, const rr_offer *offer)
{
    rr__page *page = h->page;
    const rrp_course *c = offer->course;
    rr__html_name(h, rr_plugin_text(&c->titles, page->options.lang));
    rr__html_own(h, " (", "（");
    if (offer->school != NULL) {
        rr__html_name(h, rr_plugin_text(&offer->school->names, page->options.lang));
        rr__html_own(h, ", ", "，");
    }
    rr__page_price(page, (c->has & RRP_COURSE_PRICE) != 0, c->price_minor, c->currency);
    if (rr__is_sample(page->plugins, offer))
        rr__page_label(page, RR__LABEL_SAMPLE, NULL, NULL, NULL);
    rr__buf_text(&page->line, rr__between(h->page, ")", "）"));
    rr__html_line(h);
}

void rr__html_a_course(rr__html *h, const rr_match *match)
{
    for (size_t i = 0; i < match->gap_count; i++) {
        if (!match->gap[i].essential || match->gap[i].first_course.course == NULL)
            continue;
        rr__html_term(h, RR__LABEL_A_COURSE);
        rr__html_offer(h, &match->gap[i].first_course);
        rr__html_term_end(h);
        return;
    }
}

rr__word_id rr__status_word(const rr__page *page, const rr_match *match)
{
    rr__rule rule;
    if (!match->viable)
        return RR__LABEL_NOT_VIABLE_CLIENT;
    for (size_t i = 0; rr__rule_at(page, match, i, &rule); i++)
        if (rule.law && !rule.information && rule.state == RR_VERDICT_UNKNOWN)
            return RR__LABEL_VIABLE_IF;
    return RR__LABEL_VIABLE_CLIENT;
}

/* "law: A licence ..." */
static void put_rule(rr__html *h, const rr__rule *rule)
{
    rr__html_open(h, RR__TAG_p);
    if (rule->state == RR_VERDICT_UNMET) {
        rr__page_label(h->page, rule->kind, NULL, NULL, NULL);
        rr__buf_text(&h->page->line, rr__between(h->page, ": ", "："));
    }
    rr__html_text(h, rr__rule_words(rule));
    rr__html_close(h);
}

static void put_more_to_ask(rr__html *h, size_t more)
{
    char number[24];
    if (more == 0)
        return;
    rr__html_open(h, RR__TAG_p);
    rr__html_word(h, RR__LABEL_MORE_TO_ASK, rr__number(number, (int64_t)more), NULL, NULL);
    rr__html_close(h);
}

static bool is_told(const rr__match_page *p, const rr__rule *rule, rr_verdict_state state, rr__which which)
{
    return !rule->information && rule->state == state && rr__rule_is_among(p, rule, which);
}

/* Whether a rule that comes before it, laws first, asks or says the same. */
static bool is_told_before(const rr__page *page, const rr__match_page *p, const rr__rule *rule, size_t index, rr__which which)
{
    rr__rule before;
    rr__question here = rr__rule_question(page, p->match, rule);
    for (size_t i = 0; rr__rule_at(page, p->match, i, &before); i++) {
        rr__question there = rr__rule_question(page, p->match, &before);
        bool first = before.law == rule->law ? i < index : before.law;
        if (first && is_told(p, &before, rule->state, which) && rr__same_question(&here, &there))
            return true;
    }
    return false;
}

size_t rr__pick_rules(const rr__page *page, const rr__match_page *p, rr_verdict_state state, rr__which which, rr__rule *out, size_t most, size_t *more)
{
    rr__rule rule;
    size_t count = 0;
    *more = 0;
    for (int law = 1; law >= 0; law--)
        for (size_t i = 0; p->match != NULL && rr__rule_at(page, p->match, i, &rule); i++) {
            if (rule.law != (law == 1) || !is_told(p, &rule, state, which) || is_told_before(page, p, &rule, i, which))
                continue;
            if (count < most)
                out[count++] = rule;
            else
                *more += 1;
        }
    return count;
}

const char *rr__rule_words(const rr__rule *rule)
{
    return rule->state == RR_VERDICT_UNKNOWN && rule->question[0] != '\0' ? rule->question : rule->text;
}

rr__question rr__rule_question(const rr__page *page, const rr_match *match, const rr__rule *rule)
{
    const rr_verdict *v = rule->verdict;
    bool asks = rule->state == RR_VERDICT_UNKNOWN && rule->question[0] != '\0';
    if (v == NULL)
        return (rr__question){.words = rr_plugin_text(asks ? &rule->said->finding->questions : &rule->said->finding->texts, RR_LANG_EN)};
    return (rr__question){.words = asks ? rr_occupation_entry_question(page->taxonomy, match->occupation, v->entry, RR_LANG_EN)
                                        : rr_occupation_entry_text(page->taxonomy, match->occupation, v->entry, RR_LANG_EN)};
}

static void put_rules(rr__html *h, const rr__match_page *p, rr_verdict_state state, rr__word_id head, rr__which which, size_t most)
{
    rr__rule rules[RR__RULES_PICKED];
    size_t more = 0, count = rr__pick_rules(h->page, p, state, which, rules, most < RR__RULES_PICKED ? most : RR__RULES_PICKED, &more);
    if (count == 0)
        return;
    rr__html_term(h, head);
    for (size_t i = 0; i < count; i++)
        put_rule(h, &rules[i]);
    put_more_to_ask(h, more);
    rr__html_term_end(h);
}

bool rr__html_asks(const rr__html *h, const rr__match_page *p, rr__which which)
{
    rr__rule first;
    size_t more = 0;
    return rr__pick_rules(h->page, p, RR_VERDICT_UNKNOWN, which, &first, 1, &more) > 0;
}

void rr__html_in_the_way(rr__html *h, const rr__match_page *p, size_t most)
{
    put_rules(h, p, RR_VERDICT_UNMET, RR__LABEL_IN_THE_WAY, RR__RULES_ALL, most);
}

void rr__html_ask_first(rr__html *h, const rr__match_page *p, rr__which which, size_t most)
{
    put_rules(h, p, RR_VERDICT_UNKNOWN, RR__LABEL_ASK_FIRST, which, most);
}

void rr__html_jobs(rr__html *h, const rr_profile *profile)
{
    char years[32];
    rr__page *page = h->page;
    for (size_t i = 0; i < rr_profile_job_count(profile); i++) {
        const rr_job *job = rr_profile_job(profile, i);
        add_list_gap(h, i);
        rr__html_name(h, job->occupation == RR_NONE ? job->title : rr_occupation_label(page->taxonomy, job->occupation, page->options.lang));
        rr__buf_text(&page->line, rr__between(h->page, " (", "（"));
        years[job->months < 0 ? 0 : rr__format_decimal(years, ((int64_t)job->months * 10 + 6) / 12 * 100000)] = '\0';
        rr__page_label(page, job->months < 0 ? RR__LABEL_YEARS_UNKNOWN : RR__LABEL_YEARS, years, NULL, NULL);
        rr__buf_text(&page->line, rr__between(h->page, ")", "）"));
        rr__html_line(h);
    }
}

void rr__html_you_did(rr__html *h, const rr_profile *profile)
{
    rr__html_open(h, RR__TAG_p);
    rr__html_word(h, RR__LABEL_YOU_DID, NULL, NULL, NULL);
    rr__html_jobs(h, profile);
    rr__html_close(h);
}

static size_t count_to_know(const rr__page *page, const rr__match_page *p)
{
    rr__rule rule;
    size_t count = 0;
    const rr_match *match = p->match != NULL ? p->match : rr_match_at(p->result, 0);
    for (size_t i = 0; match != NULL && rr__rule_at(page, match, i, &rule); i++)
        count += rule.information && rule.delta_ppm == 0;
    return count;
}

void rr__page_caveats(rr__page *page, const rr__match_page *p, bool sample)
{
    char number[24];
    rr_plugin_info info;
    rr_plugin_run run;
    size_t to_know = count_to_know(page, p);
    for (size_t i = 0; rr_match_plugin(p->result, i, &run) && rr_plugins_at(p->asked->plugins, i, &info); i++) {
        bool ok = strcmp(run.state, "ok") == 0;
        sample = sample || (ok && info.illustrative);
        if (ok || strcmp(run.state, "not-served") == 0 || strcmp(run.state, "shadowed") == 0)
            continue;
        rr__page_label(page, RR__LABEL_CLIENT_LEFT_OUT, rr_plugins_name(p->asked->plugins, i, page->options.lang), NULL, NULL);
        rr__page_flow(page, NULL, 0, RR__BAD);
    }
    if (sample) {
        rr__page_label(page, RR__LABEL_SAMPLE_NOTICE, NULL, NULL, NULL);
        rr__page_flow(page, NULL, 0, RR__DOUBT);
    }
    if (to_know > 0) {
        rr__page_label(page, RR__LABEL_CLIENT_MORE, rr__number(number, (int64_t)to_know), NULL, NULL);
        rr__page_flow(page, NULL, 0, RR__PLAIN);
    }
}

void rr__html_readiness(rr__html *h, const rr__match_page *p)
{
    rr__bar bars[BARS_MOST];
    rr_taxonomy_info info;
    rr_lang lang = h->page->options.lang;
    size_t count = p->match != NULL ? 1 : rr_match_count(p->result) < BARS_MOST ? rr_match_count(p->result) : BARS_MOST;
    rr_taxonomy_get_info(h->page->taxonomy, &info);
    for (size_t i = 0; i < count; i++) {
        const rr_match *m = p->match != NULL ? p->match : rr_match_at(p->result, i);
        bars[i] = (rr__bar){rr_occupation_label(h->page->taxonomy, m->occupation, lang), m->readiness_ppm};
    }
    if (count > 0)
        rr__draw_bars(h, rr__word(lang, rr__is_client(h->page) ? RR__LABEL_BARS_TITLE_CLIENT : RR__LABEL_BARS_TITLE), bars, count,
                      (int32_t)info.viable_readiness_ppm, rr__word(lang, RR__LABEL_BARS_MARK));
}

/* SPDX-License-Identifier: MIT */
/* All ways in, what a client's sheet says below them out: what stands in the way, how exposed the jobs are and what to ask,
 * each once for all of the ways. */
#include "render/path_client.h"

enum { RULES = 8, ASK_RULES = 6 };

/* The first line about a role, and the first that asks a question, is the only one. */
typedef struct telling {
    const rr__pathing *p;
    rr__vec said;     /* const void * */
    rr__vec asked;    /* rr__question */
} telling;

/* `from`: of what was said since. */
static bool is_new(telling *t, size_t from, const void *what)
{
    for (size_t i = from; i < t->said.count; i++)
        if (RR__AT(const void *, &t->said, i) == what)
            return false;
    if (!rr__vec_push(&t->said, &what))
        t->p->page->out.failed = true;
    return true;
}

static bool is_new_question(telling *t, const rr__question *question)
{
    for (size_t i = 0; i < t->asked.count; i++)
        if (rr__same_question(&RR__AT(rr__question, &t->asked, i), question))
            return false;
    if (!rr__vec_push(&t->asked, question))
        t->p->page->out.failed = true;
    return true;
}

typedef void (*tell_step)(telling *t, rr__saying *s, const rr_path_step *step);

static void each_step(telling *t, rr__saying *s, tell_step tell)
{
    for (size_t i = 0; i < rr_path_count(t->p->result); i++)
        for (size_t k = 0; k < rr_path_at(t->p->result, i)->step_count; k++)
            tell(t, s, &rr_path_at(t->p->result, i)->steps[k]);
}

static bool asks(const rr__pathing *p, const rr_path_step *step, rr_verdict_state state, const rr__question *question)
{
    rr__rule rule;
    const rr_match *match = rr__planning_of_step(p, step).match;
    for (size_t i = 0; rr__rule_at(p->page, match, i, &rule); i++) {
        rr__question here = rr__rule_question(p->page, match, &rule);
        if (!rule.information && rule.state == state && rr__same_question(&here, question))
            return true;
    }
    return false;
}

/* " (A; B)": the roles of all ways that the question concerns. */
static void add_roles(telling *t, rr_verdict_state state, const rr__question *question)
{
    const rr__pathing *p = t->p;
    rr__page *page = p->page;
    size_t named = t->said.count;
    for (size_t i = 0; i < rr_path_count(p->result); i++)
        for (size_t k = 0; k < rr_path_at(p->result, i)->step_count; k++) {
            const rr_path_step *step = &rr_path_at(p->result, i)->steps[k];
            const char *label = rr__label_of(p, step->occupation);
            bool first = t->said.count == named;
            if (!asks(p, step, state, question) || !is_new(t, named, label))
                continue;
            rr__buf_text(&page->line, first ? rr__between(page, " (", "（") : rr__semicolon(page));
            rr__page_add(page, label);
        }
    rr__buf_text(&page->line, t->said.count == named ? "" : rr__between(page, ")", "）"));
    t->said.count = named;
}

static void tell_rules(telling *t, rr__saying *s, const rr_path_step *step, rr_verdict_state state, size_t most)
{
    rr__rule rules[RULES];
    size_t more = 0, told = 0;
    rr__page *page = t->p->page;
    rr__match_page m = {.result = rr_plan_result_match(step->plans), .match = rr__planning_of_step(t->p, step).match};
    size_t count = rr__pick_rules(page, &m, state, RR__RULES_ALL, rules, RULES, &more);
    for (size_t i = 0; i < count; i++) {
        rr__question question = rr__rule_question(page, m.match, &rules[i]);
        if (!is_new_question(t, &question))
            continue;
        if (told++ >= most) {
            s->left_out++;
            continue;
        }
        if (state == RR_VERDICT_UNMET) {
            rr__page_label(page, rules[i].kind, NULL, NULL, NULL);
            rr__buf_text(&page->line, rr__between(page, ": ", "："));
        }
        rr__page_add(page, rr__rule_words(&rules[i]));
        add_roles(t, state, &question);
        rr__say(s);
    }
    s->left_out += more;
}

static void tell_unmet(telling *t, rr__saying *s, const rr_path_step *step)
{
    tell_rules(t, s, step, RR_VERDICT_UNMET, RULES);
}

static void tell_unknown(telling *t, rr__saying *s, const rr_path_step *step)
{
    tell_rules(t, s, step, RR_VERDICT_UNKNOWN, ASK_RULES);
}

/* What each course leaves open that was not asked before, behind its name. */
static void tell_courses(telling *t, rr__saying *s, const rr_path_step *step)
{
    rr__page *page = t->p->page;
    for (size_t k = 0; step->plan != NULL && k < step->plan->step_count; k++) {
        const rr_plan_step *course = &step->plan->steps[k];
        for (size_t q = 0; q < course->question_count; q++) {
            if (!is_new_question(t, &(rr__question){.step = course, .asked = &course->questions[q]}))
                continue;
            if (page->line.len == 0) {
                rr__page_add(page, rr_plugin_text(&course->offer.course->titles, page->options.lang));
                rr__buf_text(&page->line, rr__between(page, ":", "："));
            }
            rr__buf_text(&page->line, rr__between(page, " ", ""));
            rr__page_plan_question(page, course, &course->questions[q]);
        }
        rr__say(s);
    }
}

static void tell_exposure(telling *t, rr__saying *s, const rr_path_step *step)
{
    rr__page *page = t->p->page;
    if (!is_new(t, 0, rr__planning_of_step(t->p, step).match) || !is_new(t, 0, rr__label_of(t->p, step->occupation)))
        return;
    rr__page_add(page, rr__label_of(t->p, step->occupation));
    rr__buf_text(&page->line, rr__between(page, ": ", "："));
    for (size_t k = 0; k < step->exposure_count; k++) {
        rr__buf_text(&page->line, k == 0 ? "" : rr__semicolon(page));
        rr__page_exposure_words(page, &step->exposures[k]);
    }
    if (step->exposure_count == 0)
        rr__page_label(page, RR__LABEL_NO_EXPOSURE, NULL, NULL, NULL);
    rr__say(s);
}

static void say_living(const rr__pathing *p, rr__saying *s)
{
    char number[24];
    rr__page *page = p->page;
    bool pay = false, unpaid = false;
    for (size_t i = 0; i < rr_path_count(p->result); i++) {
        const rr_path *path = rr_path_at(p->result, i);
        unpaid = unpaid || path->unpaid_weeks > 0;
        for (size_t k = 0; k < path->step_count; k++)
            pay = pay || path->steps[k].pay == RR_NONE || path->steps[k].income == RR_INCOME_UNKNOWN;
    }
    if (p->direct.limits->hours_assumed)
        rr__page_label(page, RR__LABEL_ASK_HOURS_UNTIL, rr__number(number, p->direct.limits->hours_per_week), NULL, NULL);
    rr__say(s);
    if (pay)
        rr__page_label(page, RR__LABEL_ASK_PAY, NULL, NULL, NULL);
    rr__say(s);
    if (unpaid)
        rr__page_label(page, RR__LABEL_ASK_SUPPORT, NULL, NULL, NULL);
    rr__say(s);
}

void rr__path_asks(const rr__pathing *p, size_t room)
{
    rr__page *page = p->page;
    telling t = {.p = p};
    rr__vec_init(&t.said, page->out.allocator, sizeof(const void *));
    rr__vec_init(&t.asked, page->out.allocator, sizeof(rr__question));
    rr__saying s = rr__about(page, RR__LABEL_IN_THE_WAY, room);
    each_step(&t, &s, tell_unmet);
    rr__say_end(&s);
    room = s.room;
    s = rr__about(page, RR__LABEL_EXPOSED_YOU, RR__NO_LIMIT);
    each_step(&t, &s, tell_exposure);
    rr__say_end(&s);
    s = rr__about(page, RR__LABEL_ASK_FIRST, room);
    say_living(p, &s);
    each_step(&t, &s, tell_unknown);
    each_step(&t, &s, tell_courses);
    rr__say_end(&s);
    rr__close_terms(page);
    rr__vec_finish(&t.said);
    rr__vec_finish(&t.asked);
}

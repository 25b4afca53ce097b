/* SPDX-License-Identifier: MIT */
/* A plan result in, what the client reads on the screen or takes home on one sheet out: the cheapest plan in full, other
 * ways in short, who else pays, what to bring and what to ask; in plain words, no ids, no codes, no sources. */
#include <string.h>

#include "base/text.h"
#include "render/plan_page.h"

enum { CAN_DO = 6, IN_THE_WAY = 3, ASK_FIRST = 4, STEPS = 4, STEPS_LEAST = 2, STEPS_SHORT = 3, OPEN = 4 };

/* What the parts of the sheet take, in pixels of an A4 page: what is left, grants and questions share, by lines. Side by
 * side there are two sheets, one on each side of the paper, and columns half as wide. */
typedef struct sizes { size_t sheet, around, bar, step, cost, other, line; } sizes;
static const sizes alone = {1032, 432, 22, 62, 28, 58, 14}, beside = {1880, 620, 38, 128, 46, 120, 31};
enum { LEAST_LINES = 3 };

/* ---- who, and what is there already ---- */

static void put_person(rr__page *page, const rr__match_page *m)
{
    rr__html *h = page->html;
    rr__client_top(page, m, RR__LABEL_TITLE_PLAN_CLIENT);
    if (h != NULL) {
        rr__html_open(h, RR__TAG_dl);
        rr__html_can_do(h, m->match, CAN_DO);
        rr__html_to_learn(h, m->match, CAN_DO);
        rr__html_in_the_way(h, m, IN_THE_WAY);
    } else {
        rr__client_skills_text(page, m->match);
        rr__client_rules_text(page, m, RR_VERDICT_UNMET, RR__LABEL_IN_THE_WAY, RR__RULES_ALL);
    }
    rr__close_terms(page);
}

/* ---- a plan ---- */

static void add_own(const rr__planning *p, const rr_plan *plan)
{
    char number[24];
    rr__page_amount(p, plan->own_minor);
    if (plan->own_if_granted_minor != plan->own_minor) {
        rr__add_separator(p->page);
        rr__add_cost_if_granted(p, plan);
    }
    if (plan->unknown_prices > 0)
        rr__add_part(p->page, RR__LABEL_COST_WITHOUT, rr__number(number, plan->unknown_prices), NULL);
}

static void put_sum(const rr__planning *p, const rr_plan *plan)
{
    add_own(p, plan);
    rr__say_one(p->page, RR__LABEL_YOU_PAY);
    rr__add_time(p, plan);
    rr__say_one(p->page, RR__LABEL_IT_TAKES);
    rr__page_label(p->page, plan->viable ? RR__LABEL_AFTER_VIABLE : RR__LABEL_AFTER_NOT_VIABLE, NULL, NULL, NULL);
    rr__say_one(p->page, RR__LABEL_AFTERWARDS);
    rr__close_terms(p->page);
}

/* "TITLE", and below it the school and whether it is made up. */
static void put_course(rr__html *h, const rr_plan_step *step)
{
    rr__page *page = h->page;
    rr__html_name(h, rr_plugin_text(&step->offer.course->titles, page->options.lang));
    if (step->offer.school != NULL) {
        rr__html_own(h, ", ", "，");
        rr__html_name(h, rr_plugin_text(&step->offer.school->names, page->options.lang));
    }
    if (rr__is_sample(page->plugins, &step->offer))
        rr__html_word(h, RR__LABEL_SAMPLE, NULL, NULL, NULL);
}

static void put_more(rr__page *page, size_t more)
{
    char number[24];
    if (more == 0)
        return;
    rr__page_label(page, RR__LABEL_MORE_TO_ASK, rr__number(number, (int64_t)more), NULL, NULL);
    rr__page_flow(page, NULL, 3, RR__PLAIN);
}

void rr__html_steps_short(rr__html *h, const rr__planning *p, const rr_plan *plan, size_t most)
{
    static const rr__word_id columns[] = {RR__LABEL_COL_COURSE, RR__LABEL_DATES, RR__LABEL_COL_APPLY_BY, RR__LABEL_PRICE};
    char a[16], b[16];
    if (plan->step_count == 0)
        return;
    rr__html_table(h, RR__LABEL_STEPS_CAPTION, columns, 4);
    for (size_t k = 0; k < plan->step_count && k < most; k++) {
        const rr_plan_step *step = &plan->steps[k];
        rr__html_row(h);
        rr__html_row_head(h);
        rr__page_int(h->page, (int64_t)k + 1);
        rr__buf_text(&h->page->line, ". ");
        rr__html_line(h);
        put_course(h, step);
        if (h->beside)
            rr__html_cell(h);
        else
            rr__html_short(h);
        rr__html_word(h, RR__LABEL_FROM_TO, rr__day(a, step->start_day), rr__day(b, step->end_day), NULL);
        rr__html_short(h);
        rr__html_text(h, rr__day(a, step->apply_by_day));
        rr__html_cell(h);
        rr__add_price(p, step);
        rr__html_line(h);
    }
    rr__html_table_end(h);
    put_more(h->page, plan->step_count > most ? plan->step_count - most : 0);
}

static void put_steps_text(const rr__planning *p, const rr_plan *plan)
{
    char a[16], b[16];
    rr__page *page = p->page;
    for (size_t k = 0; k < plan->step_count; k++) {
        const rr_plan_step *step = &plan->steps[k];
        rr__page_int(page, (int64_t)k + 1);
        rr__buf_text(&page->line, ". ");
        rr__page_add(page, rr_plugin_text(&step->offer.course->titles, page->options.lang));
        if (step->offer.school != NULL) {
            rr__buf_text(&page->line, rr__between(page, ", ", "，"));
            rr__page_add(page, rr_plugin_text(&step->offer.school->names, page->options.lang));
        }
        if (rr__is_sample(page->plugins, &step->offer))
            rr__page_label(page, RR__LABEL_SAMPLE, NULL, NULL, NULL);
        rr__page_flow(page, NULL, 3, RR__PLAIN);
        rr__page_label(page, RR__LABEL_FROM_TO, rr__day(a, step->start_day), rr__day(b, step->end_day), NULL);
        rr__add_part(page, RR__LABEL_APPLY_BY, rr__day(a, step->apply_by_day), NULL);
        rr__add_separator(page);
        rr__add_price(p, step);
        rr__page_flow(page, NULL, 6, RR__PLAIN);
    }
}

void rr__client_plan_sum(const rr__planning *p)
{
    rr__html *h = p->page->html;
    const rr_plan *plan = rr__cheapest_plan(p->result);
    if (plan == NULL)
        return;
    rr__page_heading(p->page, RR__LABEL_CHEAPEST_FIX);
    put_sum(p, plan);
    if (h == NULL) {
        put_steps_text(p, plan);
        return;
    }
    rr__html_open(h, RR__TAG_p);
    for (size_t k = 0; k < plan->step_count; k++) {
        rr__html_own(h, k == 0 ? "" : "; ", k == 0 ? "" : "；");
        put_course(h, &plan->steps[k]);
    }
    rr__html_close(h);
}

static void put_plan(const rr__planning *p, const rr_plan *plan, size_t index, size_t steps)
{
    rr__page *page = p->page;
    rr__html *h = page->html;
    rr__page_gap(page);
    rr__add_plan_name(page, plan, index);
    if (h != NULL) {
        rr__html_open(h, RR__TAG_h2);
        rr__html_line(h);
        rr__html_close(h);
    } else {
        rr__page_flow(page, NULL, 0, RR__BOLD);
    }
    put_sum(p, plan);
    if (h == NULL) {
        put_steps_text(p, plan);
        return;
    }
    rr__draw_plan_calendar(h, p, plan, steps);
    rr__html_steps_short(h, p, plan, steps);
    rr__draw_plan_costs(h, p, plan);
}

/* Other plans in short: each with its courses, what it costs and when it is done. */
static void put_others(rr__html *h, const rr__planning *p)
{
    static const rr__word_id columns[] = {RR__LABEL_COL_PLAN, RR__LABEL_COL_COURSE, RR__LABEL_YOU_PAY, RR__LABEL_COL_DONE_BY};
    char day[16], number[24], money[48];
    if (rr_plan_count(p->result) < 2)
        return;
    rr__html_table(h, RR__LABEL_OTHER_PLANS_CAPTION, columns, 4);
    for (size_t i = 1; i < rr_plan_count(p->result); i++) {
        const rr_plan *plan = rr_plan_at(p->result, i);
        rr__html_row(h);
        rr__html_row_head(h);
        rr__add_plan_name(h->page, plan, i);
        rr__html_line(h);
        rr__html_cell(h);
        for (size_t k = 0; k < plan->step_count && k < STEPS_SHORT; k++) {
            rr__html_own(h, k == 0 ? "" : "; ", k == 0 ? "" : "；");
            rr__html_name(h, rr_plugin_text(&plan->steps[k].offer.course->titles, h->page->options.lang));
            rr__html_own(h, " (", "（");
            rr__page_label(h->page, RR__LABEL_APPLY_BY, rr__day(day, plan->steps[k].apply_by_day), NULL, NULL);
            if (rr__is_sample(h->page->plugins, &plan->steps[k].offer))
                rr__page_label(h->page, RR__LABEL_SAMPLE, NULL, NULL, NULL);
            rr__html_line(h);
            rr__html_own(h, ")", "）");
        }
        if (plan->step_count > STEPS_SHORT) {
            rr__html_own(h, "; ", "；");
            rr__html_word(h, RR__LABEL_AND_MORE, rr__number(number, (int64_t)(plan->step_count - STEPS_SHORT)), NULL, NULL);
        }
        rr__html_cell(h);
        rr__page_amount(p, plan->own_minor);
        if (plan->own_if_granted_minor != plan->own_minor)
            rr__add_part(h->page, RR__LABEL_IF_ALL_GRANTED, rr__amount(p, money, plan->own_if_granted_minor), NULL);
        rr__html_line(h);
        rr__html_short(h);
        rr__html_text(h, rr__day(day, plan->finish_day));
    }
    rr__html_table_end(h);
}

/* ---- below the plans ---- */

/* Whether a plan before has the grant, or this plan before it. */
static bool is_said(const rr__planning *p, size_t plan, size_t grant)
{
    const rr_plan *here = rr_plan_at(p->result, plan);
    for (size_t i = 0; i < plan; i++)
        for (size_t k = 0; k < rr_plan_at(p->result, i)->grant_count; k++) {
            const rr_plan_grant *g = &rr_plan_at(p->result, i)->grants[k];
            if (g->state <= RR_GRANT_NO_AMOUNT && g->plugin == here->grants[grant].plugin &&
                strcmp(rr_plugin_text(&g->grant->texts, RR_LANG_EN), rr_plugin_text(&here->grants[grant].grant->texts, RR_LANG_EN)) == 0)
                return true;
        }
    return rr__is_said_before(here, grant);
}

/* Whether a grant before asks the same. */
static bool is_grant_asked(const rr__planning *p, size_t plan, size_t grant)
{
    const rr_plan *here = rr_plan_at(p->result, plan);
    for (size_t i = 0; i <= plan; i++)
        for (size_t k = 0; k < (i == plan ? grant : rr_plan_at(p->result, i)->grant_count); k++) {
            const rr_plan_grant *g = &rr_plan_at(p->result, i)->grants[k];
            if (g->state <= RR_GRANT_NO_AMOUNT && g->grant->state == RRP_UNKNOWN &&
                strcmp(rr_plugin_text(&g->grant->questions, RR_LANG_EN), rr_plugin_text(&here->grants[grant].grant->questions, RR_LANG_EN)) == 0)
                return true;
        }
    return false;
}

static void put_grants(const rr__planning *p, size_t room)
{
    char number[24];
    rr__page *page = p->page;
    rr__saying s = rr__about(page, RR__LABEL_GRANTS, room);
    for (size_t i = 0; i < rr_plan_count(p->result); i++)
        for (size_t k = 0; k < rr_plan_at(p->result, i)->grant_count; k++) {
            const rr_plan_grant *g = &rr_plan_at(p->result, i)->grants[k];
            if (g->state > RR_GRANT_NO_AMOUNT || is_said(p, i, k))
                continue;
            if (i > 0) {
                rr__page_label(page, RR__LABEL_IN_PLANS, rr__number(number, (int64_t)i + 1), NULL, NULL);
                rr__buf_text(&page->line, rr__between(page, ", ", "，"));
            }
            rr__add_grant_worth(p, g);
            rr__buf_text(&page->line, rr__between(page, ": ", "："));
            rr__page_add(page, rr_plugin_text(&g->grant->texts, page->options.lang));
            rr__add_grant_why(page, g);
            if (g->grant->state == RRP_UNKNOWN && !is_grant_asked(p, i, k))
                rr__page_question(page, rr_plugin_text(&g->grant->questions, page->options.lang));
            if ((g->grant->flags & RRP_ILLUSTRATIVE) != 0)
                rr__page_label(page, RR__LABEL_SAMPLE, NULL, NULL, NULL);
            rr__say(&s);
        }
    rr__say_end(&s);
}

static void put_bring(const rr__planning *p)
{
    rr__vec documents;
    rr__vec_init(&documents, p->page->out.allocator, sizeof(const rrp_text *));
    for (size_t i = 0; i < rr_plan_count(p->result); i++)
        rr__gather_documents(p->page, rr_plan_at(p->result, i), &documents);
    for (size_t i = 0; i < documents.count; i++) {
        rr__add_separator(p->page);
        rr__page_add(p->page, RR__AT(const rrp_text *, &documents, i)->text.p);
    }
    rr__say_one(p->page, RR__LABEL_BRING_CLIENT);
    rr__vec_finish(&documents);
}

/* Whether a question before, of this plan or of one before it, is the same. */
static bool is_asked(const rr__planning *p, size_t plan, size_t step, size_t question)
{
    const rr_plan_step *asking = &rr_plan_at(p->result, plan)->steps[step];
    rr__question here = {.step = asking, .asked = &asking->questions[question]};
    for (size_t i = 0; i <= plan; i++)
        for (size_t k = 0; k < (i == plan ? step + 1 : rr_plan_at(p->result, i)->step_count); k++) {
            const rr_plan_step *s = &rr_plan_at(p->result, i)->steps[k];
            for (size_t q = 0; q < (s == asking ? question : s->question_count); q++)
                if (rr__same_question(&(rr__question){.step = s, .asked = &s->questions[q]}, &here))
                    return true;
        }
    return false;
}

/* What each course leaves open, behind its name. */
static void put_step_questions(const rr__planning *p, rr__saying *s)
{
    for (size_t i = 0; i < rr_plan_count(p->result); i++)
        for (size_t k = 0; k < rr_plan_at(p->result, i)->step_count; k++) {
            const rr_plan_step *step = &rr_plan_at(p->result, i)->steps[k];
            for (size_t q = 0; q < step->question_count; q++) {
                if (is_asked(p, i, k, q))
                    continue;
                if (p->page->line.len == 0) {
                    rr__page_add(p->page, rr_plugin_text(&step->offer.course->titles, p->page->options.lang));
                    rr__buf_text(&p->page->line, rr__between(p->page, ": ", "："));
                } else {
                    rr__buf_text(&p->page->line, rr__between(p->page, " ", ""));
                }
                rr__page_plan_question(p->page, step, &step->questions[q]);
            }
            rr__say(s);
        }
}

static void put_questions(const rr__planning *p, const rr__match_page *m, size_t room)
{
    char number[24];
    size_t more = 0;
    rr__rule rules[RR__RULES_PICKED];
    size_t count = rr__pick_rules(p->page, m, RR_VERDICT_UNKNOWN, RR__RULES_ALL, rules, ASK_FIRST, &more);
    rr__saying s = rr__about(p->page, RR__LABEL_ASK_FIRST, room);
    for (size_t i = 0; i < count; i++) {
        rr__page_add(p->page, rr__rule_words(&rules[i]));
        rr__say(&s);
    }
    if (p->limits->hours_assumed) {
        rr__page_label(p->page, RR__LABEL_ASK_HOURS_UNTIL, rr__number(number, p->limits->hours_per_week), NULL, NULL);
        rr__say(&s);
    }
    put_step_questions(p, &s);
    s.left_out += more;
    rr__say_end(&s);
}

/* What the first plan leaves open, or where there is none, all that is missing. */
static void put_open(const rr__planning *p)
{
    char number[24];
    size_t shown = 0, more = 0;
    for (size_t i = 0; i < rr_plan_open_count(p->result); i++) {
        const rr_plan_open *open = rr_plan_open_at(p->result, i);
        if (rr_plan_count(p->result) > 0 && (open->plans & 1) == 0)
            continue;
        if (shown == OPEN) {
            more++;
            continue;
        }
        shown++;
        rr__add_separator(p->page);
        rr__page_add(p->page, rr_descriptor_label(p->page->taxonomy, p->match->gap[open->gap].descriptor, p->page->options.lang));
    }
    if (more > 0)
        rr__add_part(p->page, RR__LABEL_AND_MORE, rr__number(number, (int64_t)more), NULL);
    rr__say_one(p->page, RR__LABEL_OPEN_HEADING);
}

/* Plugins whose grants could not be asked for; what else could not be read, the caveats say. */
static void put_left_out(const rr__planning *p)
{
    rr_plugin_run run, other;
    for (size_t i = 0; rr_plan_plugin(p->result, i, &run); i++) {
        bool said = rr_match_plugin(rr_plan_result_match(p->result), i, &other) && strcmp(other.state, "ok") != 0;
        if (strcmp(run.state, "ok") == 0 || !rr__is_at_work(run.state) || said)
            continue;
        rr__page_label(p->page, RR__LABEL_CLIENT_LEFT_OUT, rr_plugins_name(p->page->plugins, i, p->page->options.lang), NULL, NULL);
        rr__page_flow(p->page, NULL, 0, RR__BAD);
    }
}

static bool shows_sample(const rr__planning *p)
{
    for (size_t i = 0; i < rr_plan_count(p->result); i++)
        if (rr__has_sample(p->page->plugins, rr_plan_at(p->result, i)))
            return true;
    return false;
}

/* How much of the parts that have no fixed size: lines for grants and questions, lines of what was decided, courses. */
typedef struct fitting { size_t room, decided, steps; } fitting;

static size_t measure(const rr__planning *p, const sizes *z, const fitting *f)
{
    size_t count = rr_plan_count(p->result), steps = count == 0 ? 0 : rr_plan_at(p->result, 0)->step_count;
    size_t used = z->around + (count + 1) * z->bar + (steps < f->steps ? steps : f->steps) * z->step + (steps > f->steps ? z->line : 0);
    used += count == 0 ? 0 : rr__count_plan_costs(p, rr_plan_at(p->result, 0)) * z->cost;
    used += rr__measure_overrides(p->page, &(rr__decided){{rr_plan_result_match(p->result)}, 1}, f->decided);
    return used + (count > 1 ? (count - 1) * z->other : 0);
}

/* So that all of it is one sheet: what was decided gives way first, then the last courses. On a screen there is room for all. */
static fitting find_room(const rr__planning *p)
{
    fitting f = {RR__NO_LIMIT, RR__OVERRIDE_LINES, STEPS};
    if (p->page->html == NULL)
        return f;
    const sizes *z = p->page->html->beside ? &beside : &alone;
    size_t used = measure(p, z, &f), least = LEAST_LINES * z->line;
    while (used + least > z->sheet && (f.decided > RR__OVERRIDE_LEAST || f.steps > STEPS_LEAST)) {
        if (f.decided > RR__OVERRIDE_LEAST)
            f.decided--;
        else
            f.steps--;
        used = measure(p, z, &f);
    }
    f.room = used + least > z->sheet ? LEAST_LINES : (z->sheet - used) / z->line;
    return f;
}

void rr__plan_client(rr__page *page, const rr__planning *p, const rr_profile *profile)
{
    rr__match_page m = {.result = rr_plan_result_match(p->result), .match = p->match, .profile = profile, .asked = p->asked};
    size_t count = rr_plan_count(p->result);
    const fitting f = find_room(p);
    put_person(page, &m);
    if (count == 0) {
        rr__page_no_plan(p);
    } else if (rr__cheapest_plan(p->result) == NULL) {
        rr__page_label(page, RR__LABEL_WITHOUT_COURSE, NULL, NULL, NULL);
        rr__page_flow(page, NULL, 0, RR__PLAIN);
    }
    if (page->html != NULL && count > 0) {
        rr__html_word_in(page->html, RR__TAG_p, RR__LABEL_BARS_AFTER_CLIENT);
        rr__draw_plan_readiness(page->html, p);
    }
    for (size_t i = 0; i < (page->html != NULL && count > 1 ? 1 : count); i++)
        put_plan(p, rr_plan_at(p->result, i), i, f.steps);
    if (page->html != NULL) {
        rr__html_open_class(page->html, RR__TAG_div, "fine");
        put_others(page->html, p);
    }
    rr__page_gap(page);
    put_grants(p, f.room / 2);
    put_bring(p);
    put_questions(p, &m, f.room - f.room / 2);
    put_open(p);
    rr__close_terms(page);
    if (page->html != NULL)
        rr__html_close(page->html);
    rr__page_gap(page);
    put_left_out(p);
    rr__client_overrides(page, m.result, f.decided);
    rr__page_caveats(page, &m, shows_sample(p));
}

/* SPDX-License-Identifier: MIT */
/* Plans in, the tables a caseworker reads out: the plans side by side, the steps of one, who else pays, what stays open. */
#include <string.h>

#include "render/plan_page.h"

/* The line as a paragraph of the cell. */
static void put_line(rr__html *h, rr__word_id head)
{
    if (h->page->line.len > 0)
        rr__html_flow(h, head == RR__LABEL_COUNT ? NULL : rr__word(h->page->options.lang, head), RR__PLAIN);
}

/* The same on one line. */
static void put_whole(rr__html *h)
{
    rr__html_open_class(h, RR__TAG_p, "short");
    rr__html_line(h);
    rr__html_close(h);
}

void rr__html_proof(rr__html *h, const rr__planning *p, const rr_plan *plan)
{
    bool optimal = true;
    for (size_t i = 0; i < rr_plan_proof_count(p->result); i++)
        if (rr__add_doubt(p, plan, i)) {
            put_line(h, RR__LABEL_PROOF);
            optimal = false;
        }
    if (!optimal)
        return;
    rr__page_label(h->page, RR__LABEL_OPTIMAL, NULL, NULL, NULL);
    put_line(h, RR__LABEL_PROOF);
}

void rr__html_plans(rr__html *h, const rr__planning *p)
{
    static const rr__word_id columns[] = {RR__LABEL_COL_PLAN, RR__LABEL_OWN_COST, RR__LABEL_TIME, RR__LABEL_READY};
    rr__html_table(h, RR__LABEL_PLANS_CAPTION, columns, 4);
    for (size_t i = 0; i < rr_plan_count(p->result); i++) {
        const rr_plan *plan = rr_plan_at(p->result, i);
        rr__html_row(h);
        rr__html_row_head(h);
        rr__add_plan_name(h->page, plan, i);
        rr__html_line(h);
        rr__html_cell(h);
        rr__add_cost(p, plan);
        put_line(h, RR__LABEL_COUNT);
        rr__add_cost_if_granted(p, plan);
        put_line(h, RR__LABEL_COUNT);
        rr__html_cell(h);
        rr__add_time(p, plan);
        put_line(h, RR__LABEL_COUNT);
        rr__html_cell(h);
        rr__add_readiness(p, plan);
        put_line(h, RR__LABEL_COUNT);
        rr__html_proof(h, p, plan);
    }
    rr__html_table_end(h);
}

static void put_source(rr__html *h, const rrp_str *source, const rrp_str *url)
{
    if (source->n == 0)
        return;
    rr__html_open(h, RR__TAG_p);
    rr__html_open(h, RR__TAG_small);
    rr__html_link(h, url->n > 0 ? url->p : "", source->p);
    rr__html_close(h);
    rr__html_close(h);
}

/* "1. TITLE", and below it who offers it and where it is from. */
static void put_course(rr__html *h, const rr_plan_step *step, size_t k)
{
    rr_plugin_info info = {0};
    rr__page *page = h->page;
    rr__page_int(page, (int64_t)k + 1);
    rr__buf_text(&page->line, ". ");
    rr__html_line(h);
    rr__html_name(h, rr_plugin_text(&step->offer.course->titles, page->options.lang));
    rr__html_open(h, RR__TAG_p);
    if (step->offer.school != NULL) {
        rr__html_name(h, rr_plugin_text(&step->offer.school->names, page->options.lang));
        rr__buf_text(&page->line, rr__between(page, ", ", "，"));
    }
    rr__page_add(page, rr_plugins_at(page->plugins, step->offer.plugin, &info) ? info.id : "");
    if (rr__is_sample(page->plugins, &step->offer))
        rr__page_label(page, RR__LABEL_SAMPLE, NULL, NULL, NULL);
    rr__html_line(h);
    rr__html_close(h);
    put_source(h, &step->offer.course->source, &step->offer.course->source_url);
}

static void put_when(rr__html *h, const rr__planning *p, const rr_plan_step *step)
{
    char a[16], b[16];
    rr__page_label(h->page, RR__LABEL_FROM_TO, rr__day(a, step->start_day), rr__day(b, step->end_day), NULL);
    put_whole(h);
    rr__page_label(h->page, RR__LABEL_APPLY_BY, rr__day(a, step->apply_by_day), NULL, NULL);
    put_whole(h);
    rr__add_load(h->page, step);
    put_line(h, RR__LABEL_COUNT);
    rr__add_price(p, step);
    put_line(h, RR__LABEL_PRICE);
    rr__add_before(h->page, step);
    put_line(h, RR__LABEL_AFTER);
}

static void put_to_settle(rr__html *h, const rr_plan_step *step)
{
    for (size_t i = 0; i < step->exam_count; i++) {
        rr__add_exam(h->page, step, &step->exams[i]);
        put_line(h, RR__LABEL_EXAM);
    }
    for (size_t i = 0; i < step->question_count; i++) {
        rr__page_plan_question(h->page, step, &step->questions[i]);
        put_line(h, RR__LABEL_ASK_HEAD);
    }
}

void rr__html_steps(rr__html *h, const rr__planning *p, const rr_plan *plan)
{
    static const rr__word_id columns[] = {RR__LABEL_COL_COURSE, RR__LABEL_COL_WHEN, RR__LABEL_CLOSES, RR__LABEL_COL_SETTLE};
    rr__html_table(h, RR__LABEL_STEPS_CAPTION, columns, 4);
    for (size_t k = 0; k < plan->step_count; k++) {
        const rr_plan_step *step = &plan->steps[k];
        rr__html_row(h);
        rr__html_row_head(h);
        put_course(h, step, k);
        rr__html_cell(h);
        put_when(h, p, step);
        rr__html_cell(h);
        rr__add_closes(p, plan, k);
        rr__html_line(h);
        rr__html_cell(h);
        put_to_settle(h, step);
    }
    rr__html_table_end(h);
}

static void put_grant(rr__html *h, const rr__planning *p, const rr_plan *plan, size_t i)
{
    rr_plugin_info info = {0};
    rr__page *page = h->page;
    const rr_plan_grant *g = &plan->grants[i];
    rr__html_row(h);
    rr__html_row_head(h);
    rr__page_add(page, rr_plugin_text(&g->grant->texts, page->options.lang));
    rr__add_grant_why(page, g);
    put_line(h, RR__LABEL_COUNT);
    if (g->grant->state == RRP_UNKNOWN) {
        rr__page_add(page, rr_plugin_text(&g->grant->questions, page->options.lang));
        put_line(h, RR__LABEL_ASK_HEAD);
    }
    put_source(h, &g->grant->source, &g->grant->source_url);
    rr__html_open(h, RR__TAG_small);
    rr__page_add(page, rr_plugins_at(page->plugins, g->plugin, &info) ? info.id : "");
    if ((g->grant->flags & RRP_ILLUSTRATIVE) != 0)
        rr__page_label(page, RR__LABEL_SAMPLE, NULL, NULL, NULL);
    rr__html_line(h);
    rr__html_short(h);
    rr__html_word_in(h, RR__TAG_b, rr__grant_word(g));
    rr__html_cell(h);
    for (size_t k = i; k < plan->grant_count; k++)
        if (rr__is_same_grant(&plan->grants[k], g)) {
            rr__add_grant_worth(p, &plan->grants[k]);
            put_line(h, RR__LABEL_COUNT);
        }
}

void rr__html_grants(rr__html *h, const rr__planning *p, const rr_plan *plan)
{
    static const rr__word_id columns[] = {RR__LABEL_COL_GRANT, RR__LABEL_COL_STATE, RR__LABEL_COL_WORTH};
    rr__vec documents;
    if (plan->grant_count == 0)
        return;
    rr__html_table(h, RR__LABEL_GRANTS_CAPTION, columns, 3);
    for (size_t i = 0; i < plan->grant_count; i++)
        if (!rr__is_said_before(plan, i))
            put_grant(h, p, plan, i);
    rr__html_table_end(h);
    rr__vec_init(&documents, h->page->out.allocator, sizeof(const rrp_text *));
    rr__gather_documents(h->page, plan, &documents);
    for (size_t i = 0; i < documents.count; i++) {
        rr__add_separator(h->page);
        rr__page_add(h->page, RR__AT(const rrp_text *, &documents, i)->text.p);
    }
    put_line(h, RR__LABEL_BRING);
    rr__vec_finish(&documents);
}

/* The row's head is on the line. The table is opened by the first. */
static void put_open_head(rr__html *h, bool first)
{
    static const rr__word_id columns[] = {RR__LABEL_COL_SKILL, RR__LABEL_COL_WHY_OPEN};
    rr__buf line = h->page->line; /* waits for its cell */
    rr__buf_init_like(&h->page->line, &line);
    if (first)
        rr__html_table(h, RR__LABEL_OPEN_CAPTION, columns, 2);
    rr__html_row(h);
    rr__html_row_head(h);
    rr__buf_finish(&h->page->line);
    h->page->line = line;
    rr__html_line(h);
    rr__html_cell(h);
}

void rr__html_open_items(rr__html *h, const rr__planning *p)
{
    size_t rows = 0;
    for (size_t i = 0; i < rr_plan_open_count(p->result); i++) {
        if (!rr__add_open(p, i))
            continue;
        put_open_head(h, rows++ == 0);
        rr__page_open_reason(p, rr_plan_open_at(p->result, i));
        rr__html_line(h);
    }
    if (rr__add_open_by_choice(p)) {
        put_open_head(h, rows++ == 0);
        rr__html_word(h, RR__LABEL_OPEN_BY_CHOICE, NULL, NULL, NULL);
    }
    if (rows > 0)
        rr__html_table_end(h);
}

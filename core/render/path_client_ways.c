/* SPDX-License-Identifier: MIT */
/* One way after the other in, what the client's sheet shows of it out: a row of the overview, its sums, and the table of its
 * jobs, each with what there is to learn, when it is worked and what it pays. */
#include <string.h>

#include "render/path_client.h"

enum { INDENT = 19, STEP_INDENT = 3, BAR = 120, BAR_BESIDE = 92, NAME_BYTES = 512 };

/* ---- its sums ---- */

static void add_weeks(rr__page *page, const rr_path *path)
{
    char number[24];
    if (path->weeks == 0)
        rr__page_label(page, RR__LABEL_VIABLE_CLIENT, NULL, NULL, NULL);
    else
        rr__page_label(page, path->weeks == 1 ? RR__LABEL_ONE_WEEK : RR__LABEL_COURSE_WEEKS, rr__number(number, path->weeks), NULL, NULL);
    if (path->weeks > 0)
        rr__add_part(page, path->unpaid_weeks == 0 ? RR__LABEL_UNPAID_NONE : RR__LABEL_UNPAID_WEEKS, rr__number(number, path->unpaid_weeks), NULL);
}

static void add_cost(const rr__pathing *p, const rr_path *path)
{
    char number[24];
    rr__page *page = p->page;
    uint32_t unknown_prices = 0;
    for (size_t k = 0; k < path->step_count; k++)
        unknown_prices += path->steps[k].plan == NULL ? 0 : path->steps[k].plan->unknown_prices;
    rr__page_money_words(page, path->own_minor, p->direct.limits->currency);
    if (path->own_if_granted_minor != path->own_minor) {
        rr__add_separator(page);
        rr__page_money_words(page, path->own_if_granted_minor, p->direct.limits->currency);
        rr__page_label(page, RR__LABEL_IF_ALL, NULL, NULL, NULL);
    }
    if (unknown_prices > 0)
        rr__add_part(page, RR__LABEL_COST_WITHOUT, rr__number(number, unknown_prices), NULL);
}

/* Nothing where the person stated no floor. */
static void add_income(rr__page *page, const rr_path *path)
{
    static const rr__word_id incomes[] = {RR__LABEL_COUNT, RR__LABEL_INCOME_MET_YOU, RR__LABEL_INCOME_UNKNOWN_YOU, RR__LABEL_INCOME_BELOW_YOU};
    if (path->income != RR_INCOME_NO_FLOOR)
        rr__page_label(page, incomes[path->income], NULL, NULL, NULL);
}

static void put_sums(const rr__pathing *p, const rr_path *path)
{
    add_weeks(p->page, path);
    rr__say_one(p->page, RR__LABEL_UNTIL_BEGIN);
    add_cost(p, path);
    rr__say_one(p->page, RR__LABEL_YOU_PAY);
    add_income(p->page, path);
    rr__say_one(p->page, RR__LABEL_INCOME_YOU);
}

static void put_cell(rr__html *h)
{
    rr__buf line = h->page->line; /* waits for its cell */
    rr__buf_init_like(&h->page->line, &line);
    rr__html_cell(h);
    rr__buf_finish(&h->page->line);
    h->page->line = line;
    rr__html_line(h);
}

void rr__path_overview(rr__html *h, const rr__pathing *p)
{
    static const rr__word_id wide[] = {RR__LABEL_COL_WAY, RR__LABEL_COL_THEN, RR__LABEL_UNTIL_BEGIN, RR__LABEL_YOU_PAY, RR__LABEL_INCOME_YOU};
    static const rr__word_id narrow[] = {RR__LABEL_COL_WAY, RR__LABEL_UNTIL_BEGIN, RR__LABEL_YOU_PAY, RR__LABEL_INCOME_YOU};
    char name[NAME_BYTES];
    bool any = false;
    rr_lang lang = h->page->options.lang;
    for (size_t i = 0; i < rr_path_count(p->result); i++) {
        const rr_path *path = rr_path_at(p->result, i);
        if (!path->reaches)
            continue;
        if (!any) {
            rr__html_open_class(h, RR__TAG_div, "ways");
            rr__html_table(h, RR__LABEL_WAYS_CAPTION, h->beside ? narrow : wide, (h->beside ? 3u : 4u) + (size_t)(path->income != RR_INCOME_NO_FLOOR));
        }
        any = true;
        rr__html_row(h);
        rr__html_row_head(h);
        rr__add_path_title(p, i);
        rr__keep_line(h->page, name, sizeof name);
        rr__html_text(h, name);
        if (!h->beside) /* there is no room for a column of bars */
            rr__html_cell(h);
        rr__draw_bar(h, rr__word(lang, RR__LABEL_BARS_WAYS_CLIENT), &(rr__bar){name, path->steps[path->step_count - 1].readiness_ppm},
                     (int32_t)p->direct.limits->threshold_ppm, rr__word(lang, RR__LABEL_BARS_MARK), h->beside ? BAR_BESIDE : BAR);
        add_weeks(h->page, path);
        put_cell(h);
        add_cost(p, path);
        put_cell(h);
        add_income(h->page, path);
        if (h->page->line.len > 0)
            put_cell(h);
    }
    if (!any)
        return;
    rr__html_table_end(h);
    rr__html_close(h);
}

/* ---- its jobs ---- */

/* "TITLE, sample data (2026-12-07 to 2026-12-20; apply by 2026-12-02)" */
static void add_course(rr__page *page, const rr_plan_step *step)
{
    char a[16], b[16];
    rr__page_add(page, rr_plugin_text(&step->offer.course->titles, page->options.lang));
    if (rr__is_sample(page->plugins, &step->offer))
        rr__page_label(page, RR__LABEL_SAMPLE, NULL, NULL, NULL);
    rr__buf_text(&page->line, rr__between(page, " (", "（"));
    rr__page_label(page, RR__LABEL_FROM_TO, rr__day(a, step->start_day), rr__day(b, step->end_day), NULL);
    rr__add_part(page, RR__LABEL_APPLY_BY, rr__day(a, step->apply_by_day), NULL);
    rr__buf_text(&page->line, rr__between(page, ")", "）"));
}

bool rr__add_learning(rr__page *page, const rr_path_step *step, size_t k, size_t most)
{
    char number[24];
    size_t count = step->plan == NULL ? 0 : step->plan->step_count;
    if (count == 0 && k == 0)
        rr__page_label(page, step->reached ? RR__LABEL_MAP_NO_COURSE : RR__LABEL_WAY_FAILS_YOU, NULL, NULL, NULL);
    else if (k < count && k < most)
        add_course(page, &step->plan->steps[k]);
    else if (k == most && k < count && k > 0)
        rr__page_label(page, RR__LABEL_AND_MORE, rr__number(number, (int64_t)(count - k)), NULL, NULL);
    else if (k == most && k < count)
        rr__page_label(page, count == 1 ? RR__LABEL_ONE_COURSE : RR__LABEL_COURSE_COUNT, rr__number(number, (int64_t)count), NULL, NULL);
    return page->line.len > 0;
}

static void add_time(rr__page *page, const rr_path_step *step)
{
    char a[16], b[16];
    if (step->reached && step->leave_day >= 0)
        rr__page_label(page, RR__LABEL_FROM_TO, rr__day(a, step->ready_day), rr__day(b, step->leave_day), NULL);
    else if (step->reached)
        rr__page_label(page, RR__LABEL_FROM_DAY, rr__day(a, step->ready_day), NULL, NULL);
}

void rr__add_step_pay(const rr__pathing *p, size_t index, size_t k)
{
    const rr_path_step *step = &rr_path_at(p->result, index)->steps[k];
    rr_pay pay;
    rr__page *page = p->page;
    if (!rr__step_pay(p, step, &pay)) {
        rr__page_label(page, RR__LABEL_UNKNOWN_HERE, NULL, NULL, NULL);
        return;
    }
    if (rr__first_match(p, index, k) != NULL) {
        rr__page_pay_range(page, &pay);
        rr__page_label(page, RR__LABEL_SEE_ABOVE, NULL, NULL, NULL);
    } else {
        rr__page_pay_words(page, &pay, p->asked->region != NULL && strcmp(pay.place, p->asked->region) == 0 ? 2 : 1);
    }
    if (step->income == RR_INCOME_BELOW)
        rr__add_part(page, RR__LABEL_INCOME_BELOW, NULL, NULL);
}

static void put_jobs_text(const rr__pathing *p, size_t index, size_t courses)
{
    const rr_path *path = rr_path_at(p->result, index);
    rr__page *page = p->page;
    for (size_t k = 0; k < path->step_count; k++) {
        const rr_path_step *step = &path->steps[k];
        rr__page_int(page, (int64_t)k + 1);
        rr__buf_text(&page->line, ". ");
        rr__page_add(page, rr__label_of(p, step->occupation));
        rr__page_flow(page, NULL, STEP_INDENT, RR__BOLD);
        for (size_t i = 0; rr__add_learning(page, step, i, courses); i++)
            rr__page_flow(page, i == 0 ? rr__word(page->options.lang, RR__LABEL_TO_LEARN) : NULL, INDENT, step->reached ? RR__PLAIN : RR__BAD);
        add_time(page, step);
        if (page->line.len > 0)
            rr__page_flow(page, rr__word(page->options.lang, RR__LABEL_COL_WORK), INDENT, RR__PLAIN);
        rr__add_step_pay(p, index, k);
        rr__page_flow(page, rr__word(page->options.lang, RR__LABEL_PAY), INDENT, RR__PLAIN);
    }
}

/* The heading is the table's caption. */
static void put_jobs(rr__html *h, const rr__pathing *p, size_t index, size_t courses)
{
    const rr_path *path = rr_path_at(p->result, index);
    static const rr__word_id columns[] = {RR__LABEL_COL_JOB, RR__LABEL_COL_LEARN, RR__LABEL_COL_WORK, RR__LABEL_COL_PAYS};
    rr__html_table_open(h, "jobs");
    rr__html_open(h, RR__TAG_caption);
    rr__html_open(h, RR__TAG_h2);
    rr__add_path_title(p, index);
    rr__html_line(h);
    rr__html_close(h);
    rr__html_close(h);
    for (size_t i = 0; i < 4; i++) {
        rr__html_column(h);
        rr__html_word(h, columns[i], NULL, NULL, NULL);
    }
    rr__html_columns_end(h);
    for (size_t k = 0; k < path->step_count; k++) {
        const rr_path_step *step = &path->steps[k];
        rr__html_row(h);
        rr__html_row_head(h);
        rr__page_int(h->page, (int64_t)k + 1);
        rr__buf_text(&h->page->line, ". ");
        rr__html_line(h);
        rr__html_name(h, rr__label_of(p, step->occupation));
        rr__html_cell(h);
        for (size_t i = 0; rr__add_learning(h->page, step, i, courses); i++) {
            rr__html_open(h, RR__TAG_p);
            rr__html_line(h);
            rr__html_close(h);
        }
        rr__html_cell(h);
        add_time(h->page, step);
        rr__html_line(h);
        rr__html_cell(h);
        rr__add_step_pay(p, index, k);
        rr__html_line(h);
    }
    rr__html_table_end(h);
}

void rr__path_way(const rr__pathing *p, size_t index, size_t courses)
{
    rr__page *page = p->page;
    const rr_path *path = rr_path_at(p->result, index);
    if (page->html != NULL) {
        put_jobs(page->html, p, index, courses);
        return;
    }
    if (index > 0)
        rr__page_gap(page);
    rr__add_path_title(p, index);
    rr__page_flow(page, NULL, 0, RR__BOLD);
    if (path->reaches)
        put_sums(p, path);
    put_jobs_text(p, index, courses);
}

void rr__add_other_ways(const rr__pathing *p, size_t from)
{
    char number[24], ways[NAME_BYTES];
    rr__page *page = p->page;
    size_t direct = rr__count_direct(p), count = rr_path_count(p->result);
    if (from == count)
        return;
    for (size_t i = from; i < count; i++) {
        rr__buf_text(&page->line, i == from ? "" : rr__between(page, ", ", "、"));
        if (i < direct)
            rr__add_path_title(p, i);
        else
            rr__page_label(page, RR__LABEL_WAY_NUMBER, rr__number(number, (int64_t)(i - direct) + 1), NULL, NULL);
    }
    rr__keep_line(page, ways, sizeof ways);
    rr__page_label(page, RR__LABEL_OTHER_WAYS, ways, NULL, NULL);
}

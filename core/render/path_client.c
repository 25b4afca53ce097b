/* SPDX-License-Identifier: MIT */
/* A path result in, what the client reads on the screen or takes home on one sheet out: the direct way and the ways over
 * other jobs, what each takes, costs and pays, and what to ask; in plain words, no ids, no codes. */
#include <string.h>

#include "base/text.h"
#include "render/path_page.h"

enum { INDENT = 19, STEP_INDENT = 3, RULES = 8, ASK_RULES = 6 };

/* What the parts of the sheet take, in pixels of an A4 page, and how many columns of text the cells have; what is left,
 * rules and questions share, by lines. Side by side there are two sheets, and columns half as wide. */
typedef struct sizes { size_t sheet, around, overview, way, title_columns, job_columns, course_columns, pay_columns, note_columns, line; } sizes;
static const sizes alone = {1032, 240, 30, 41, 80, 26, 46, 30, 115, 13}, beside = {1930, 330, 80, 46, 40, 12, 21, 14, 50, 28};
enum { FOR_ROW = 4, FOR_FLOOR = 15, FOR_CELL_LINE = 13, FOR_NOTE_LINE = 15, LONG_TITLE = 70 /* columns */, LEAST_LINES = 3, COURSES_MOST = 4, COURSES_FEW = 2, BAR = 120, BAR_BESIDE = 92, NAME_BYTES = 512 };

/* The first line about a role, and the first that asks a question, is the only one. */
typedef struct telling {
    const rr__pathing *p;
    rr__vec said;     /* const void * */
    rr__vec asked;    /* rr__question */
    size_t courses;   /* named of one step at most */
    size_t ways;      /* shown job by job; the others stand in the overview */
    size_t decided;   /* lines of what was decided */
    bool map;
} telling;

static bool is_new(telling *t, const void *what)
{
    for (size_t i = 0; i < t->said.count; i++)
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

static const char *label_of(const rr__pathing *p, uint32_t occupation)
{
    return rr_occupation_label(p->page->taxonomy, occupation, p->page->options.lang);
}

/* What is on the line, under its head. */
static void say_one(rr__page *page, rr__word_id head)
{
    rr__saying s = rr__about(page, head, RR__NO_LIMIT);
    rr__say(&s);
    rr__say_end(&s);
}

/* ---- one way: its sums ---- */

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
    say_one(p->page, RR__LABEL_UNTIL_BEGIN);
    add_cost(p, path);
    say_one(p->page, RR__LABEL_YOU_PAY);
    add_income(p->page, path);
    say_one(p->page, RR__LABEL_INCOME_YOU);
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

/* "You have 51 % of what the job asks for today; bars: ..." */
static void put_today(rr__html *h, const rr__pathing *p)
{
    if (p->direct.match->readiness_ppm < 0)
        return;
    char share[24];
    rr__html_add_share(h, p->direct.match->readiness_ppm);
    rr__keep_line(h->page, share, sizeof share);
    rr__page_label(h->page, RR__LABEL_TODAY_YOU_HAVE, share, NULL, NULL);
    rr__html_flow(h, NULL, RR__PLAIN);
}

/* All ways in a table, each with what is there of the last job's requirements at its end. */
static void put_overview(rr__html *h, const rr__pathing *p)
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
        if (!any)
            rr__html_open_class(h, RR__TAG_div, "ways");
        if (!any)
            rr__html_table(h, RR__LABEL_WAYS_CAPTION, h->beside ? narrow : wide, (h->beside ? 3u : 4u) + (size_t)(path->income != RR_INCOME_NO_FLOOR));
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

/* ---- one way: its jobs ---- */

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

/* The k-th line of what is to be learnt for a job; false: no more. */
static bool add_learning(const telling *t, const rr_path_step *step, size_t k)
{
    char number[24];
    rr__page *page = t->p->page;
    size_t count = step->plan == NULL ? 0 : step->plan->step_count;
    if (count == 0 && k == 0)
        rr__page_label(page, step->reached ? RR__LABEL_MAP_NO_COURSE : RR__LABEL_WAY_FAILS_YOU, NULL, NULL, NULL);
    else if (k < count && k < t->courses)
        add_course(page, &step->plan->steps[k]);
    else if (k == t->courses && k < count && k > 0)
        rr__page_label(page, RR__LABEL_AND_MORE, rr__number(number, (int64_t)(count - k)), NULL, NULL);
    else if (k == t->courses && k < count)
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

/* In full where the job first stands. */
static void add_pay(const rr__pathing *p, const rr_path_step *step, bool again)
{
    static const rr__word_id words[] = {RR__LABEL_COUNT, RR__LABEL_INCOME_MET, RR__LABEL_INCOME_UNKNOWN, RR__LABEL_INCOME_BELOW};
    rr_pay pay;
    rr__page *page = p->page;
    if (!rr__step_pay(p, step, &pay)) {
        rr__page_label(page, RR__LABEL_UNKNOWN_HERE, NULL, NULL, NULL);
        return;
    }
    if (again) {
        rr__page_pay_range(page, &pay);
        rr__page_label(page, RR__LABEL_SEE_ABOVE, NULL, NULL, NULL);
    } else {
        rr__page_pay_words(page, &pay, p->asked->region != NULL && strcmp(pay.place, p->asked->region) == 0 ? 2 : 1);
    }
    if (step->income == RR_INCOME_BELOW)
        rr__add_part(page, words[step->income], NULL, NULL);
}

static void put_jobs_text(const telling *t, size_t index)
{
    const rr_path *path = rr_path_at(t->p->result, index);
    rr__page *page = t->p->page;
    for (size_t k = 0; k < path->step_count; k++) {
        const rr_path_step *step = &path->steps[k];
        rr__page_int(page, (int64_t)k + 1);
        rr__buf_text(&page->line, ". ");
        rr__page_add(page, label_of(t->p, step->occupation));
        rr__page_flow(page, NULL, STEP_INDENT, RR__BOLD);
        for (size_t i = 0; add_learning(t, step, i); i++)
            rr__page_flow(page, i == 0 ? rr__word(page->options.lang, RR__LABEL_TO_LEARN) : NULL, INDENT, step->reached ? RR__PLAIN : RR__BAD);
        add_time(page, step);
        if (page->line.len > 0)
            rr__page_flow(page, rr__word(page->options.lang, RR__LABEL_COL_WORK), INDENT, RR__PLAIN);
        add_pay(t->p, step, rr__first_match(t->p, index, k) != NULL);
        rr__page_flow(page, rr__word(page->options.lang, RR__LABEL_PAY), INDENT, RR__PLAIN);
    }
}

/* The heading is the table's caption. */
static void put_jobs(rr__html *h, const telling *t, size_t index)
{
    const rr_path *path = rr_path_at(t->p->result, index);
    static const rr__word_id columns[] = {RR__LABEL_COL_JOB, RR__LABEL_COL_LEARN, RR__LABEL_COL_WORK, RR__LABEL_COL_PAYS};
    rr__html_table_open(h, "jobs");
    rr__html_open(h, RR__TAG_caption);
    rr__html_open(h, RR__TAG_h2);
    rr__add_path_title(t->p, index);
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
        rr__html_name(h, label_of(t->p, step->occupation));
        rr__html_cell(h);
        for (size_t i = 0; add_learning(t, step, i); i++) {
            rr__html_open(h, RR__TAG_p);
            rr__html_line(h);
            rr__html_close(h);
        }
        rr__html_cell(h);
        add_time(h->page, step);
        rr__html_line(h);
        rr__html_cell(h);
        add_pay(t->p, step, rr__first_match(t->p, index, k) != NULL);
        rr__html_line(h);
    }
    rr__html_table_end(h);
}

static void put_way(const telling *t, size_t index)
{
    rr__page *page = t->p->page;
    const rr_path *path = rr_path_at(t->p->result, index);
    if (page->html != NULL) {
        put_jobs(page->html, t, index);
        return;
    }
    if (index > 0)
        rr__page_gap(page);
    rr__add_path_title(t->p, index);
    rr__page_flow(page, NULL, 0, RR__BOLD);
    if (path->reaches)
        put_sums(t->p, path);
    put_jobs_text(t, index);
}

/* ---- below the ways ---- */

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
            const char *label = label_of(p, step->occupation);
            bool again = false;
            for (size_t n = named; n < t->said.count; n++)
                again = again || RR__AT(const void *, &t->said, n) == label;
            if (again || !asks(p, step, state, question))
                continue;
            rr__buf_text(&page->line, t->said.count == named ? rr__between(page, " (", "（") : rr__semicolon(page));
            rr__page_add(page, label);
            page->out.failed = !rr__vec_push(&t->said, &label) || page->out.failed;
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
    if (!is_new(t, rr__planning_of_step(t->p, step).match) || !is_new(t, label_of(t->p, step->occupation)))
        return;
    rr__page_add(page, label_of(t->p, step->occupation));
    rr__buf_text(&page->line, rr__between(page, ": ", "："));
    for (size_t k = 0; k < step->exposure_count; k++) {
        rr__buf_text(&page->line, k == 0 ? "" : rr__semicolon(page));
        rr__page_exposure_words(page, &step->exposures[k]);
    }
    if (step->exposure_count == 0)
        rr__page_label(page, RR__LABEL_NO_EXPOSURE, NULL, NULL, NULL);
    rr__say(s);
}

static void say_living(telling *t, rr__saying *s)
{
    char number[24];
    rr__page *page = t->p->page;
    bool pay = false, unpaid = false;
    for (size_t i = 0; i < rr_path_count(t->p->result); i++) {
        const rr_path *path = rr_path_at(t->p->result, i);
        unpaid = unpaid || path->unpaid_weeks > 0;
        for (size_t k = 0; k < path->step_count; k++)
            pay = pay || path->steps[k].pay == RR_NONE || path->steps[k].income == RR_INCOME_UNKNOWN;
    }
    if (t->p->direct.limits->hours_assumed)
        rr__page_label(page, RR__LABEL_ASK_HOURS_UNTIL, rr__number(number, t->p->direct.limits->hours_per_week), NULL, NULL);
    rr__say(s);
    if (pay)
        rr__page_label(page, RR__LABEL_ASK_PAY, NULL, NULL, NULL);
    rr__say(s);
    if (unpaid)
        rr__page_label(page, RR__LABEL_ASK_SUPPORT, NULL, NULL, NULL);
    rr__say(s);
}

static void put_rest(telling *t, size_t room)
{
    rr__page *page = t->p->page;
    rr__saying s = rr__about(page, RR__LABEL_IN_THE_WAY, room);
    each_step(t, &s, tell_unmet);
    rr__say_end(&s);
    room = s.room;
    s = rr__about(page, RR__LABEL_EXPOSED_YOU, RR__NO_LIMIT);
    each_step(t, &s, tell_exposure);
    rr__say_end(&s);
    s = rr__about(page, RR__LABEL_ASK_FIRST, room);
    say_living(t, &s);
    each_step(t, &s, tell_unknown);
    each_step(t, &s, tell_courses);
    rr__say_end(&s);
    rr__close_terms(page);
}

/* Which ways stand in the overview alone, and where their jobs are. */
static void add_left_out(const telling *t)
{
    char number[24], ways[NAME_BYTES];
    rr__page *page = t->p->page;
    size_t direct = rr__count_direct(t->p), count = rr_path_count(t->p->result);
    if (t->ways == count)
        return;
    for (size_t i = t->ways; i < count; i++) {
        rr__buf_text(&page->line, i == t->ways ? "" : rr__between(page, ", ", "、"));
        if (i < direct)
            rr__add_path_title(t->p, i);
        else
            rr__page_label(page, RR__LABEL_WAY_NUMBER, rr__number(number, (int64_t)(i - direct) + 1), NULL, NULL);
    }
    rr__keep_line(page, ways, sizeof ways);
    rr__page_label(page, RR__LABEL_OTHER_WAYS, ways, NULL, NULL);
}

/* ---- how much has room ---- */

static size_t lines_of(rr__page *page, size_t columns)
{
    size_t lines = page->line.failed || page->line.len == 0 ? 0 : 1 + rr__width(page->line.data, page->line.len) / columns;
    rr__page_forget(page);
    return lines;
}

static size_t measure_way(const telling *t, const sizes *z, size_t index)
{
    const rr_path *path = rr_path_at(t->p->result, index);
    rr__page *page = t->p->page;
    rr__add_path_title(t->p, index);
    size_t height = z->way + (lines_of(page, z->title_columns) - 1) * FOR_CELL_LINE;
    for (size_t k = 0; k < path->step_count; k++) {
        size_t learning = 0;
        rr__page_add(page, label_of(t->p, path->steps[k].occupation));
        size_t most = lines_of(page, z->job_columns), cut = RR__NAME_COLUMNS / z->job_columns + 1;
        most = most < cut ? most : cut;
        for (size_t i = 0; add_learning(t, &path->steps[k], i); i++)
            learning += lines_of(page, z->course_columns);
        most = learning > most ? learning : most;
        add_pay(t->p, &path->steps[k], rr__first_match(t->p, index, k) != NULL);
        size_t pay = lines_of(page, z->pay_columns);
        height += FOR_ROW + (pay > most ? pay : most) * FOR_CELL_LINE;
    }
    return height;
}

/* One for each job of the ways. */
static size_t count_jobs(const rr__pathing *p)
{
    size_t count = 0;
    for (size_t i = 0; i < rr_path_count(p->result); i++)
        for (size_t k = 0; k < rr_path_at(p->result, i)->step_count; k++)
            count += rr__first_match(p, i, k) == NULL;
    return count;
}

/* A long title leaves the cells beside it so little that an amount with another takes a line more. */
static size_t measure_overview(const rr__pathing *p, const sizes *z)
{
    size_t doubles = 0, count = rr_path_count(p->result);
    bool is_long = false;
    for (size_t i = 0; i < count; i++) {
        const rr_path *path = rr_path_at(p->result, i);
        rr__add_path_title(p, i);
        is_long = lines_of(p->page, LONG_TITLE) > 1 || is_long;
        doubles += path->own_minor != path->own_if_granted_minor;
    }
    return count * z->overview + (is_long ? doubles * FOR_CELL_LINE : 0);
}

static size_t measure(const telling *t, const sizes *z)
{
    size_t used = z->around + (t->map ? rr__measure_path_map(t->p->page->html, t->p) : FOR_NOTE_LINE) + measure_overview(t->p, z) + count_jobs(t->p) * z->line;
    for (size_t i = 0; i < t->ways; i++)
        used += measure_way(t, z, i);
    add_left_out(t);
    used += lines_of(t->p->page, z->note_columns) * FOR_NOTE_LINE;
    used += rr__measure_overrides(t->p->page, &(rr__decided){{rr_plan_result_match(t->p->direct.result)}, 1}, t->decided);
    return used + (rr_path_floor(t->p->result) < 0 ? 0 : FOR_FLOOR);
}

static size_t fit(telling *t, const sizes *z)
{
    size_t used = measure(t, z);
    while (used + LEAST_LINES * z->line > z->sheet && t->map) {
        if (t->courses > COURSES_FEW)
            t->courses--;
        else if (t->decided > RR__OVERRIDE_LEAST)
            t->decided--;
        else if (t->ways > 1)
            t->ways--;
        else
            t->map = false;
        used = measure(t, z);
    }
    return used;
}

/* How many lines rules and questions can have so that all of it is one sheet: names of courses give way first, then what was
 * decided, then the jobs of the last ways, last of all the map, which says nothing that tables don't. Side by side both
 * languages have as much. On a screen as many as they like. */
static size_t find_room(telling *t)
{
    rr__html *h = t->p->page->html;
    rr_lang *lang = &t->p->page->options.lang, here = *lang;
    t->courses = COURSES_MOST;
    t->ways = rr_path_count(t->p->result);
    t->decided = RR__OVERRIDE_LINES;
    t->map = true;
    if (h == NULL)
        return RR__NO_LIMIT;
    const sizes *z = h->beside ? &beside : &alone;
    if (h->beside) {
        *lang = here == RR_LANG_ZH ? RR_LANG_EN : RR_LANG_ZH;
        fit(t, z);
        *lang = here;
    }
    size_t used = fit(t, z);
    return used + LEAST_LINES * z->line > z->sheet ? LEAST_LINES : (z->sheet - used) / z->line;
}

static bool shows_sample(const rr__pathing *p)
{
    for (size_t i = 0; i < rr_path_count(p->result); i++)
        for (size_t k = 0; k < rr_path_at(p->result, i)->step_count; k++) {
            const rr_plan *plan = rr_path_at(p->result, i)->steps[k].plan;
            for (size_t c = 0; plan != NULL && c < plan->step_count; c++)
                if (rr__is_sample(p->page->plugins, &plan->steps[c].offer))
                    return true;
        }
    return false;
}

static void put_no_map(rr__page *page)
{
    rr__page_label(page, RR__LABEL_MAP_NO_ROOM, NULL, NULL, NULL);
    rr__page_flow(page, NULL, 0, RR__PLAIN);
}

static void put_floor(const rr__pathing *p)
{
    char amount[48];
    rr__page *page = p->page;
    if (rr_path_floor(p->result) < 0)
        return;
    rr__page_money_words(page, rr_path_floor(p->result), rr__floor_currency(p));
    rr__keep_line(page, amount, sizeof amount);
    rr__page_label(page, RR__LABEL_A_MONTH, amount, NULL, NULL);
    say_one(page, RR__LABEL_YOU_NEED);
    rr__close_terms(page);
    rr__page_gap(page);
}

void rr__path_client(const rr__pathing *p)
{
    rr__page *page = p->page;
    rr__match_page m = {.result = rr_plan_result_match(p->direct.result), .match = p->direct.match, .profile = p->profile, .asked = p->asked};
    telling t = {.p = p};
    rr__vec_init(&t.said, page->out.allocator, sizeof(const void *));
    rr__vec_init(&t.asked, page->out.allocator, sizeof(rr__question));
    size_t room = find_room(&t);
    rr__client_top(page, &m, RR__LABEL_TITLE_PATH_CLIENT);
    put_floor(p);
    rr__page_no_courses(p);
    if (page->html != NULL) {
        if (t.map)
            rr__draw_path_map(page->html, p);
        else
            put_no_map(page);
        put_today(page->html, p);
        put_overview(page->html, p);
    }
    for (size_t i = 0; i < t.ways; i++)
        put_way(&t, i);
    add_left_out(&t);
    if (page->line.len > 0)
        rr__page_flow(page, NULL, 0, RR__PLAIN);
    rr__page_gap(page);
    if (page->html != NULL)
        rr__html_open_class(page->html, RR__TAG_div, "fine");
    put_rest(&t, room);
    rr__page_gap(page);
    if (rr_path_count(p->result) == rr__count_direct(p)) {
        rr__page_label(page, rr_path_at(p->result, 0)->reaches ? RR__LABEL_NO_BETTER_WAY : RR__LABEL_NO_OTHER_WAY, NULL, NULL, NULL);
        rr__page_flow(page, NULL, 0, RR__PLAIN);
    }
    if (page->html != NULL)
        rr__html_close(page->html);
    rr__client_overrides(page, m.result, t.decided);
    rr__page_caveats(page, &m, shows_sample(p));
    rr__vec_finish(&t.said);
    rr__vec_finish(&t.asked);
}

/* SPDX-License-Identifier: MIT */
/* A comparison in, a page out: the roles as columns, a topic in each row, and what to ask. For the client one sheet in
 * plain words for up to four roles; for the caseworker also all that is known of each role, with its plans. */
#include <string.h>

#include "base/text.h"
#include "render/compare_parts.h"
#include "render/plan_page.h"

enum { ROLES_CLIENT = 4, ROLES = 3 /* of one table */, MANY = 3, BAR = 140 };

/* What the parts of a client's sheet take, in pixels of an A4 page, and how many columns of text a pixel's width holds. */
enum { SHEET = 1032, AROUND = 262, FOR_ROW = 4, FOR_LINE_TENTHS = 128, FOR_LINE_OF_MANY_TENTHS = 115, ROLES_WIDE = 605, PADDING = 8, COLUMN_TENTHS = 55, COLUMN_OF_MANY_TENTHS = 51,
       ASK_COLUMNS = 125, FOR_BREAK = 170,
       FOR_DECIDED = 40 /* cells say it too, in long words and reasons */ };

/* From what is shown at best to what always has room; the first that fits is taken. */
static const rr__compare_limits fits[] = {{5, 5, 4, 12, 8, false, false}, {4, 4, 4, 12, 6, false, true}, {4, 4, 3, 10, 6, false, true},
                                          {3, 3, 4, 10, 6, true, true},   {3, 3, 3, 8, 5, true, true},   {3, 3, 2, 7, 5, true, true},
                                          {2, 3, 2, 6, 4, true, true},    {2, 2, 1, 5, 4, true, true},   {1, 2, 1, 4, 3, true, true},
                                          {1, 1, 1, 3, 3, true, true},    {1, 1, 0, 3, 3, true, true},   {1, 1, 0, 2, 2, true, true},
                                          {1, 1, 0, 1, 2, true, true}};

typedef struct shown {
    rr__comparing_page *p;
    size_t first, count; /* the roles of one table */
    size_t topic, role, plan;
    rr__planning plans;  /* of the role */
    rr__match_page match;
} shown;

static void add_title(rr__page *page, const void *user)
{
    (void)user;
    rr__page_label(page, RR__LABEL_COMPARE_TITLE, NULL, NULL, NULL);
}

static const char *label_of(const shown *s, size_t role)
{
    return rr_occupation_label(s->p->page->taxonomy, rr_compared_at(s->p->result, role)->occupation, s->p->page->options.lang);
}

static shown about_role(const shown *s, size_t role)
{
    shown one = *s;
    const rr_compared *c = rr_compared_at(s->p->result, role);
    one.role = role;
    one.plans = rr__planning_of_role(s->p, c);
    one.match.result = rr_plan_result_match(c->plans);
    one.match.match = c->match;
    return one;
}

/* ---- above the table ---- */

static void put_head(rr__html *h, const void *user)
{
    const shown *s = user;
    if (s->p->client)
        rr__html_you_did(h, s->p->profile);
    else
        rr__html_worker(h, &s->match);
    rr__decided of = rr__decided_of(s->p);
    rr__page_law_overrides_of(h->page, &of);
}

/* ---- the table ---- */

/* Paragraphs of a cell, as the text has them: those behind a dash are items of a list. */
static void put_paragraphs(rr__html *h, const rr__buf *cell)
{
    size_t depth = h->depth;
    const char *at = cell->failed || cell->data == NULL ? "" : cell->data;
    for (const char *end; (end = strchr(at, '\n')) != NULL; at = end + 1) {
        bool item = strncmp(at, "- ", 2) == 0;
        if (item && h->depth == depth)
            rr__html_open(h, RR__TAG_ul);
        else if (!item)
            rr__html_close_to(h, depth);
        at += item ? 2 : 0;
        rr__html_open(h, item ? RR__TAG_li : RR__TAG_p);
        rr__buf_add(&h->page->line, at, (size_t)(end - at));
        rr__html_line(h);
        rr__html_close(h);
    }
    rr__html_close_to(h, depth);
}

static void empty_cell(rr__comparing_page *p, size_t role)
{
    p->page->out.failed = p->page->out.failed || p->cells[role].failed;
    rr__buf_clear(&p->cells[role]);
}

static void put_cell(rr__html *h, const void *user)
{
    const shown *s = user;
    rr__put_topic(s->p, s->topic, s->role);
    put_paragraphs(h, &s->p->cells[s->role]);
    empty_cell(s->p, s->role);
}

static void put_topic_name(rr__html *h, const void *user)
{
    const shown *s = user;
    rr__html_word(h, s->p->client ? rr__topics[s->topic].client : rr__topics[s->topic].caseworker, NULL, NULL, NULL);
}

static void put_role_name(rr__html *h, const void *user)
{
    const shown *s = user;
    rr__html_name(h, label_of(s, s->role));
}

static void put_caption(rr__html *h, const void *user)
{
    (void)user;
    rr__html_word(h, RR__LABEL_COMPARE_CAPTION, NULL, NULL, NULL);
}

static void put_corner(rr__html *h, const void *user)
{
    (void)user;
    rr__html_word(h, RR__LABEL_COL_TOPIC, NULL, NULL, NULL);
}

static void put_bar_name(rr__html *h, const void *user)
{
    const shown *s = user;
    rr__html_word(h, s->p->client ? RR__LABEL_TOPIC_READY_YOU : RR__LABEL_TOPIC_READY, NULL, NULL, NULL);
}

/* A bar in each column: the picture has no words that would have to be there in both languages. */
static void put_bars(rr__html *h, const shown *s)
{
    rr_taxonomy_info info;
    rr_lang lang = h->page->options.lang;
    rr_taxonomy_get_info(h->page->taxonomy, &info);
    rr__html_row(h);
    rr__html_row_head(h);
    rr__html_each(h, put_bar_name, s);
    for (size_t k = s->first; k < s->first + s->count; k++) {
        rr__html_cell(h);
        rr__draw_bar(h, rr__word(lang, s->p->client ? RR__LABEL_BARS_TITLE_CLIENT : RR__LABEL_BARS_TITLE),
                     &(rr__bar){label_of(s, k), rr_compared_at(s->p->result, k)->match->readiness_ppm}, (int32_t)info.viable_readiness_ppm,
                     rr__word(lang, RR__LABEL_BARS_MARK), BAR);
    }
}

/* Whether the topic says the same of all roles of the table: then it is said once. */
static bool are_alike(const shown *s)
{
    bool alike = true;
    rr__buf *cells = s->p->cells;
    for (size_t k = s->first; k < s->first + s->count; k++)
        rr__put_topic(s->p, s->topic, k);
    for (size_t k = s->first + 1; k < s->first + s->count; k++)
        alike = alike && cells[k].len == cells[s->first].len && cells[k].len > 0 && memcmp(cells[k].data, cells[s->first].data, cells[k].len) == 0;
    for (size_t k = s->first; k < s->first + s->count; k++)
        empty_cell(s->p, k);
    return alike && s->count > 1;
}

static void put_table(rr__html *h, const shown *given)
{
    shown s = *given;
    rr__html_table_open(h, s.count >= MANY ? "compare many" : "compare");
    rr__html_open(h, RR__TAG_caption);
    rr__html_each(h, put_caption, &s);
    rr__html_close(h);
    rr__html_column(h);
    rr__html_each(h, put_corner, &s);
    for (s.role = s.first; s.role < s.first + s.count; s.role++) {
        rr__html_column(h);
        rr__html_each(h, put_role_name, &s);
    }
    rr__html_columns_end(h);
    put_bars(h, &s);
    for (s.topic = 0; s.topic < rr__topic_count; s.topic++) {
        bool alike = are_alike(&s);
        rr__html_row(h);
        rr__html_row_head(h);
        rr__html_each(h, put_topic_name, &s);
        for (s.role = s.first; s.role < s.first + (alike ? 1 : s.count); s.role++) {
            rr__html_cell(h);
            if (alike)
                rr__html_attr_int(h, RR__ATTR_colspan, (int64_t)s.count);
            rr__html_each(h, put_cell, &s);
        }
    }
    rr__html_table_end(h);
}

/* ---- how much has room on a client's sheet ---- */

/* Words are not broken, which costs long texts in narrow columns lines. */
static size_t lines_of(const char *text, size_t len, size_t columns)
{
    size_t whole = 1 + rr__width(text, len) / columns, count = 0;
    for (size_t at = 0; at < len; count++)
        at += rr__fit_line(text + at, len - at, columns);
    return whole > count ? whole : count;
}

static size_t lines_of_cell(const rr__buf *cell, size_t columns)
{
    size_t lines = 0;
    const char *at = cell->failed || cell->data == NULL ? "" : cell->data;
    for (const char *end; (end = strchr(at, '\n')) != NULL; at = end + 1)
        lines += lines_of(at, (size_t)(end - at), columns);
    return lines;
}

static size_t measure_table(const shown *given)
{
    shown s = *given;
    bool many = s.count >= MANY;
    size_t height = 0, columns = (ROLES_WIDE / s.count - PADDING) * 10 / (many ? COLUMN_OF_MANY_TENTHS : COLUMN_TENTHS);
    for (s.topic = 0; s.topic < rr__topic_count; s.topic++) {
        size_t most = 1;
        bool alike = are_alike(&s);
        for (s.role = s.first; s.role < s.first + s.count; s.role++) {
            rr__put_topic(s.p, s.topic, s.role);
            size_t lines = lines_of_cell(&s.p->cells[s.role], alike ? columns * s.count : columns);
            most = lines > most ? lines : most;
            empty_cell(s.p, s.role);
        }
        height += FOR_ROW + most * (many ? FOR_LINE_OF_MANY_TENTHS : FOR_LINE_TENTHS) / 10;
    }
    return height;
}

static void count_ask(rr__comparing_page *p, const rr_ask *ask, size_t number)
{
    (void)number;
    rr__page_ask(p, ask);
    rr__page_asked_of(p, ask);
    rr__buf_char(&p->page->line, '\n');
}

static size_t measure_asks(rr__comparing_page *p)
{
    rr__each_ask(p, count_ask);
    size_t lines = lines_of_cell(&p->page->line, ASK_COLUMNS);
    rr__page_forget(p->page);
    return (lines + 1) * FOR_LINE_TENTHS / 10;
}

/* Side by side there are two sheets, one on each side of the paper, and all of it twice. */
static void find_room(const shown *s)
{
    rr__decided of = rr__decided_of(s->p);
    size_t around = AROUND + (s->p->page->html->beside ? FOR_BREAK : 0);
    for (size_t i = 0; i < sizeof fits / sizeof *fits; i++) {
        s->p->most = fits[i];
        size_t decided = rr__measure_overrides(s->p->page, &of, fits[i].decided);
        decided += decided > 0 ? FOR_DECIDED : 0;
        if (around + measure_table(s) + measure_asks(s->p) + decided <= SHEET)
            return;
    }
}

/* ---- below the table ---- */

static void put_ask(rr__comparing_page *p, const rr_ask *ask, size_t number)
{
    (void)number;
    rr__html_open(p->page->html, RR__TAG_li);
    rr__page_ask(p, ask);
    rr__page_asked_of(p, ask);
    rr__html_line(p->page->html);
    rr__html_close(p->page->html);
}

static void put_asks(rr__html *h, const shown *s)
{
    char number[24];
    if (rr_ask_count(s->p->result) == 0)
        return;
    rr__html_word_in(h, RR__TAG_h2, s->p->client ? RR__LABEL_TOPIC_ASK_YOU : RR__LABEL_TOPIC_ASK);
    rr__html_open_class(h, RR__TAG_ol, "fine");
    size_t more = rr__each_ask(s->p, put_ask);
    rr__html_close(h);
    if (more > 0) {
        rr__page_label(h->page, more == 1 ? RR__LABEL_ONE_MORE_ASK : RR__LABEL_MORE_ASKS, rr__number(number, (int64_t)more), NULL, NULL);
        rr__html_flow(h, NULL, RR__PLAIN);
    }
}

static bool shows_sample(const rr__comparing_page *p)
{
    const rr_plan *plan;
    for (size_t r = 0; r < rr_compared_count(p->result); r++)
        for (size_t k = 0; (plan = rr__shown_plan(rr_compared_at(p->result, r), k)) != NULL; k++)
            if (rr__has_sample(p->page->plugins, plan))
                return true;
    return false;
}

/* What to ask, what was decided, and what holds for all of the roles. */
static void put_rest(rr__html *h, const void *user)
{
    const shown *s = user;
    put_asks(h, s);
    rr__decided of = rr__decided_of(s->p);
    if (s->p->client)
        rr__client_overrides_of(h->page, &of, s->p->most.decided);
    else
        rr__page_overrides_of(h->page, &of);
    if (s->p->client) {
        rr__page_caveats(h->page, &s->match, shows_sample(s->p));
        return;
    }
    rr__page_unmatched(h->page, s->p->profile);
    rr__page_plugins(h->page, s->match.result, s->p->asked);
}

/* ---- each role in full, for the caseworker ---- */

static void put_role(rr__html *h, const void *user)
{
    const shown *s = user;
    rr__html_open(h, RR__TAG_h2);
    rr__html_name(h, label_of(s, s->role));
    rr__html_own(h, " ", " ");
    rr__html_codes(h, s->match.match);
    rr__html_close(h);
    rr__page_numbers(h->page, s->match.match);
    rr__page_exposure(h->page, s->match.match->occupation, 0);
    rr__page_limits(&s->plans);
    rr__html_held(h, &s->match, s->match.match->held_count);
    rr__html_gap(h, &s->match, s->match.match->gap_count);
    rr__html_rules(h, &s->match, RR__RULES_ALL);
    rr__page_role_overrides(h->page, s->match.result, s->match.match, 0);
    rr__html_plans_in_short(h, &s->plans);
}

static void put_plan(rr__html *h, const void *user)
{
    const shown *s = user;
    rr__html_plan(h, &s->plans, s->plan, RR__TAG_h3);
}

static void put_open(rr__html *h, const void *user)
{
    const shown *s = user;
    rr__html_open_items(h, &s->plans);
    rr__page_grants_left_out(&s->plans);
}

static void put_in_full(rr__html *h, const shown *all, size_t role)
{
    shown s = about_role(all, role);
    rr__html_open(h, RR__TAG_section);
    rr__html_each(h, put_role, &s);
    for (s.plan = 0; s.plan < rr_plan_count(s.plans.result); s.plan++)
        rr__html_each(h, put_plan, &s);
    rr__html_each(h, put_open, &s);
    rr__html_close(h);
}

static void put_section(rr__html *h, rr__html_part part, const shown *s)
{
    rr__html_open(h, RR__TAG_section);
    rr__html_each(h, part, s);
    rr__html_close(h);
}

void rr__comparison_html(rr__comparing_page *p)
{
    rr__html h;
    shown s = {.p = p, .match = {.profile = p->profile, .asked = p->asked}};
    size_t count = rr_compared_count(p->result), most = p->client ? ROLES_CLIENT : ROLES, tables = (count + most - 1) / most;
    s.match = about_role(&s, 0).match;
    rr__html_begin(&h, p->page, add_title, &s);
    put_section(&h, put_head, &s);
    for (size_t i = 0; i < tables; i++) { /* as many roles in each, the rest in the first ones */
        s.count = count / tables + (i < count % tables);
        if (p->client)
            find_room(&s);
        rr__html_open_class(&h, RR__TAG_section, i > 0 && p->client ? "sheet" : "");
        put_table(&h, &s);
        rr__html_close(&h);
        s.first += s.count;
    }
    put_section(&h, put_rest, &s);
    for (size_t k = 0; k < count && !p->client; k++)
        put_in_full(&h, &s, k);
    rr__html_end(&h, s.match.result, p->profile, p->asked);
}

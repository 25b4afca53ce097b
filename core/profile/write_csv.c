/* SPDX-License-Identifier: MIT */
/* A profile in, a row of CSV out. The columns are always the same, so that rows of many profiles fit
 * under one header. */
#include <string.h>

#include "base/csv.h"
#include "profile/model.h"
#include "profile/split.h"

static const char *const header[] = {
    "id", "occupation", "years", "until", "current", "skills", "skill-ascending-levels", "skill-states", "skill-reasons", "licences",
    "education", "region", "languages", "age", "max-weeks", "hours-per-week", "travel-minutes", "max-cost", "income-floor",
    "currency", "earliest-start", "facts"};

/* A cell in the making: entries with the list's own marks taken away their meaning. */
typedef struct row {
    rr__buf *out, cell;
    bool first, any;
} row;

static void add_entry(row *r, const char *text, char mark)
{
    for (; *text != '\0'; text++) {
        if (rr__is_cell_mark(text, mark))
            rr__buf_char(&r->cell, '\\');
        rr__buf_char(&r->cell, *text);
    }
}

static void next_entry(row *r, bool first, bool said)
{
    if (!first)
        rr__buf_char(&r->cell, ';');
    r->any |= said;
}

/* Ends a cell; a list without any entry is an empty cell. */
static void end_cell(row *r, bool list)
{
    if (list && !r->any)
        rr__buf_clear(&r->cell);
    const char *text = r->cell.data == NULL ? "" : r->cell.data;
    size_t quotes = strspn(text, "'");
    if (quotes > 0 && text[quotes] != '\0' && strchr("=+-@", text[quotes]) != NULL) {
        /* The reader takes one quote away before what looks like a formula: give it one. */
        rr__buf_char(&r->cell, '\0');
        if (!r->cell.failed) {
            memmove(r->cell.data + 1, r->cell.data, r->cell.len - 1);
            r->cell.data[0] = '\'';
            text = r->cell.data;
        }
    }
    if (r->cell.failed)
        r->out->failed = true;
    else
        rr__csv_add(r->out, text, r->first);
    r->first = false;
    r->any = false;
    rr__buf_clear(&r->cell);
}

static void put_cell(row *r, const char *text)
{
    if (text != NULL)
        rr__buf_text(&r->cell, text);
    end_cell(r, false);
}

static void put_number(row *r, int64_t value)
{
    if (value < 0) {
        put_cell(r, NULL);
        return;
    }
    rr__csv_add_int(r->out, value, r->first);
    r->first = false;
}

static void put_jobs(row *r, const rr_profile *profile)
{
    enum { TITLE, YEARS, UNTIL, CURRENT, LISTS };
    char years[32];
    for (int list = 0; list < LISTS; list++) {
        for (size_t i = 0; i < profile->jobs.count; i++) {
            const rr_job *job = rr_profile_job(profile, i);
            bool said = list == TITLE || (list == YEARS && job->months >= 0) || (list == UNTIL && job->until_year > 0) ||
                        (list == CURRENT && job->current);
            next_entry(r, i == 0, said);
            if (!said)
                continue;
            if (list == TITLE)
                add_entry(r, job->title, '\0');
            else if (list == YEARS)
                rr__buf_text(&r->cell, rr__format_years(years, job->months));
            else if (list == UNTIL)
                rr__buf_int(&r->cell, job->until_year);
            else
                rr__buf_text(&r->cell, "yes");
        }
        end_cell(r, true);
    }
}

static void put_skills(row *r, const rr_profile *profile)
{
    enum { TEXT, ASCENDING, STATE, REASON, LISTS };
    char level[32];
    for (int list = 0; list < LISTS; list++) {
        for (size_t i = 0; i < profile->skills.count; i++) {
            const rr_skill *skill = rr_profile_skill(profile, i);
            bool ascending = skill->level_text == NULL && skill->level >= 0;
            bool said = list == TEXT || (list == ASCENDING && ascending) || (list == STATE && skill->state != RR_SKILL_STATED) ||
                        (list == REASON && skill->reason != NULL);
            next_entry(r, i == 0, said);
            if (!said)
                continue;
            if (list == ASCENDING)
                rr__buf_text(&r->cell, rr__format_level(level, skill->level));
            else
                add_entry(r, list == TEXT ? skill->text : list == STATE ? rr__state_word(skill->state) : skill->reason,
                          list == TEXT ? '=' : '\0');
            if (list == TEXT && skill->level_text != NULL) {
                rr__buf_char(&r->cell, '=');
                add_entry(r, skill->level_text, '=');
            }
        }
        end_cell(r, true);
    }
}

static void put_licences(row *r, const rr_profile *profile)
{
    for (size_t i = 0; i < profile->licences.count; i++) {
        const rr_licence *licence = rr_profile_licence(profile, i);
        next_entry(r, i == 0, true);
        add_entry(r, licence->name, ':');
        if (licence->year > 0) {
            rr__buf_char(&r->cell, ':');
            rr__buf_int(&r->cell, licence->year);
        }
    }
    end_cell(r, true);
}

static void put_languages(row *r, const rr_profile *profile)
{
    for (size_t i = 0; i < profile->languages.count; i++) {
        const rr_language *language = rr_profile_language(profile, i);
        next_entry(r, i == 0, true);
        add_entry(r, language->tag, '=');
        if (language->level != NULL) {
            rr__buf_char(&r->cell, '=');
            add_entry(r, language->level, '=');
        }
    }
    end_cell(r, true);
}

static void put_constraints(row *r, const rr_constraints *c)
{
    const int64_t money[] = {c->max_cost_minor, c->income_floor_minor};
    char text[32];
    put_number(r, c->max_weeks);
    put_number(r, c->hours_per_week);
    put_number(r, c->travel_minutes);
    for (int i = 0; i < 2; i++)
        put_cell(r, money[i] >= 0 ? rr__format_money(text, money[i]) : NULL);
    put_cell(r, c->currency);
    put_cell(r, c->earliest_start);
}

/* The age has a column of its own; the other facts share one. */
static const char *find_age(const rr_profile *profile)
{
    for (size_t i = 0; i < profile->facts.count; i++)
        if (strcmp(rr_profile_fact(profile, i)->name, "age") == 0)
            return rr_profile_fact(profile, i)->value;
    return NULL;
}

static void put_facts(row *r, const rr_profile *profile)
{
    bool first = true;
    for (size_t i = 0; i < profile->facts.count; i++) {
        const rr_fact *fact = rr_profile_fact(profile, i);
        if (strcmp(fact->name, "age") == 0)
            continue;
        next_entry(r, first, true);
        first = false;
        add_entry(r, fact->name, '=');
        rr__buf_char(&r->cell, '=');
        add_entry(r, fact->value, '=');
    }
    end_cell(r, true);
}

void rr__profile_csv(const rr_profile *profile, bool with_header, rr__buf *out)
{
    row r = {.out = out, .first = true};
    rr__buf_init_like(&r.cell, out);
    for (size_t i = 0; with_header && i < sizeof header / sizeof header[0]; i++)
        rr__csv_add(out, header[i], i == 0);
    rr__buf_text(out, with_header ? "\r\n" : "");
    put_cell(&r, profile->id);
    put_jobs(&r, profile);
    put_skills(&r, profile);
    put_licences(&r, profile);
    put_cell(&r, profile->education);
    put_cell(&r, profile->region);
    put_languages(&r, profile);
    put_cell(&r, find_age(profile));
    put_constraints(&r, &profile->constraints);
    put_facts(&r, profile);
    rr__buf_text(out, "\r\n");
    rr__buf_finish(&r.cell);
}

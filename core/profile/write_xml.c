/* SPDX-License-Identifier: MIT */
/* A profile in, its XML out. */
#include <string.h>

#include "base/xml.h"
#include "profile/model.h"

static void put_attribute(rr__buf *out, const char *name, const char *value)
{
    if (value == NULL)
        return;
    rr__buf_char(out, ' ');
    rr__buf_text(out, name);
    rr__buf_text(out, "=\"");
    rr__xml_escape(out, value, strlen(value));
    rr__buf_char(out, '"');
}

static void put_int(rr__buf *out, const char *name, int64_t value)
{
    if (value < 0)
        return;
    rr__buf_char(out, ' ');
    rr__buf_text(out, name);
    rr__buf_text(out, "=\"");
    rr__buf_int(out, value);
    rr__buf_char(out, '"');
}

static void put_job(rr__buf *out, const rr_job *job)
{
    char years[32];
    rr__buf_text(out, "  <job");
    put_attribute(out, rr__job_field(job), job->title);
    if (job->months >= 0)
        put_attribute(out, "years", rr__format_years(years, job->months));
    put_int(out, "until", job->until_year > 0 ? job->until_year : -1);
    put_attribute(out, "current", job->current ? "yes" : NULL);
    rr__buf_text(out, "/>\n");
}

static void put_skill(rr__buf *out, const rr_skill *skill)
{
    char level[32];
    rr__buf_text(out, "  <skill");
    put_attribute(out, rr__skill_field(skill), skill->text);
    put_attribute(out, "level", skill->level_text);
    if (skill->level_text == NULL && skill->level >= 0)
        put_attribute(out, "ascending-level", rr__format_level(level, skill->level));
    put_attribute(out, "state", skill->state == RR_SKILL_STATED ? NULL : rr__state_word(skill->state));
    put_attribute(out, "reason", skill->reason);
    rr__buf_text(out, "/>\n");
}

static void put_constraints(rr__buf *out, const rr_constraints *c)
{
    char money[32];
    if (c->max_weeks < 0 && c->hours_per_week < 0 && c->travel_minutes < 0 && c->max_cost_minor < 0 && c->income_floor_minor < 0 &&
        c->currency[0] == '\0' && c->earliest_start[0] == '\0')
        return;
    rr__buf_text(out, "  <constraints");
    put_int(out, "max-weeks", c->max_weeks);
    put_int(out, "hours-per-week", c->hours_per_week);
    put_int(out, "travel-minutes", c->travel_minutes);
    if (c->max_cost_minor >= 0)
        put_attribute(out, "max-cost", rr__format_money(money, c->max_cost_minor));
    if (c->income_floor_minor >= 0)
        put_attribute(out, "income-floor", rr__format_money(money, c->income_floor_minor));
    put_attribute(out, "currency", c->currency[0] == '\0' ? NULL : c->currency);
    put_attribute(out, "earliest-start", c->earliest_start[0] == '\0' ? NULL : c->earliest_start);
    rr__buf_text(out, "/>\n");
}

static void put_licence(rr__buf *out, const rr_licence *licence)
{
    rr__buf_text(out, "  <licence");
    put_attribute(out, "name", licence->name);
    put_int(out, "year", licence->year);
    rr__buf_text(out, "/>\n");
}

static void put_pair(rr__buf *out, const char *element, const char *a, const char *a_value, const char *b, const char *b_value)
{
    rr__buf_text(out, "  <");
    rr__buf_text(out, element);
    put_attribute(out, a, a_value);
    put_attribute(out, b, b_value);
    rr__buf_text(out, "/>\n");
}

void rr__profile_xml(const rr_profile *profile, rr__buf *out)
{
    rr__buf_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<profile xmlns=\"urn:reroute:profile:1\"");
    put_attribute(out, "id", profile->id);
    put_attribute(out, "region", profile->region);
    put_attribute(out, "education", profile->education);
    rr__buf_text(out, ">\n");
    for (size_t i = 0; i < profile->jobs.count; i++)
        put_job(out, rr_profile_job(profile, i));
    for (size_t i = 0; i < profile->skills.count; i++)
        put_skill(out, rr_profile_skill(profile, i));
    for (size_t i = 0; i < profile->licences.count; i++)
        put_licence(out, rr_profile_licence(profile, i));
    for (size_t i = 0; i < profile->languages.count; i++)
        put_pair(out, "language", "tag", rr_profile_language(profile, i)->tag, "level", rr_profile_language(profile, i)->level);
    put_constraints(out, &profile->constraints);
    for (size_t i = 0; i < profile->facts.count; i++)
        put_pair(out, "fact", "name", rr_profile_fact(profile, i)->name, "value", rr_profile_fact(profile, i)->value);
    rr__buf_text(out, "</profile>\n");
}

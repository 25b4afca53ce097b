/* SPDX-License-Identifier: MIT */
/* A profile in, its JSON out: pretty for people, compact with the facts in the order of their names for
 * the hash, so that the same statements give the same bytes. */
#include <string.h>

#include "base/json.h"
#include "profile/model.h"

static void put_years(rr__json_out *w, const char *key, int32_t months)
{
    rr__json_decimal(w, key, ((int64_t)months * 100 + 6) / 12 * 10000);
}

static void put_optional(rr__json_out *w, const char *key, const char *text)
{
    if (text != NULL)
        rr__json_text(w, key, text);
}

/* A number bare where it is written like one: both read back as the same text. */
static void put_value(rr__json_out *w, const char *key, const char *text)
{
    int64_t number = 0;
    if (rr__is_plain_number(text, &number))
        rr__json_decimal(w, key, number);
    else
        rr__json_text(w, key, text);
}

static void put_jobs(rr__json_out *w, const rr_profile *profile)
{
    if (profile->jobs.count == 0)
        return;
    rr__json_open(w, "history", '[');
    for (size_t i = 0; i < profile->jobs.count; i++) {
        const rr_job *job = rr_profile_job(profile, i);
        rr__json_open(w, NULL, '{');
        rr__json_text(w, rr__job_field(job), job->title);
        if (job->months >= 0)
            put_years(w, "years", job->months);
        if (job->until_year > 0)
            rr__json_int(w, "until", job->until_year);
        if (job->current)
            rr__json_bool(w, "current", true);
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

static void put_skills(rr__json_out *w, const rr_profile *profile)
{
    if (profile->skills.count == 0)
        return;
    rr__json_open(w, "skills", '[');
    for (size_t i = 0; i < profile->skills.count; i++) {
        const rr_skill *skill = rr_profile_skill(profile, i);
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "skill", skill->text);
        if (skill->level_text != NULL)
            put_value(w, "level", skill->level_text);
        else if (skill->level >= 0)
            rr__json_decimal(w, "ascending-level", (int64_t)skill->level * 10000);
        if (skill->state != RR_SKILL_STATED)
            rr__json_text(w, "state", rr__state_word(skill->state));
        put_optional(w, "reason", skill->reason);
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

static void put_licences(rr__json_out *w, const rr_profile *profile)
{
    if (profile->licences.count == 0)
        return;
    rr__json_open(w, "licences", '[');
    for (size_t i = 0; i < profile->licences.count; i++) {
        const rr_licence *licence = rr_profile_licence(profile, i);
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "name", licence->name);
        if (licence->year > 0)
            rr__json_int(w, "year", licence->year);
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

static void put_languages(rr__json_out *w, const rr_profile *profile)
{
    if (profile->languages.count == 0)
        return;
    rr__json_open(w, "languages", '[');
    for (size_t i = 0; i < profile->languages.count; i++) {
        const rr_language *language = rr_profile_language(profile, i);
        rr__json_open(w, NULL, '{');
        rr__json_text(w, "tag", language->tag);
        put_optional(w, "level", language->level);
        rr__json_close(w, '}');
    }
    rr__json_close(w, ']');
}

static void put_constraints(rr__json_out *w, const rr_constraints *c)
{
    bool any = c->max_weeks >= 0 || c->hours_per_week >= 0 || c->travel_minutes >= 0 || c->max_cost_minor >= 0 ||
               c->income_floor_minor >= 0 || c->currency[0] != '\0' || c->earliest_start[0] != '\0';
    if (!any)
        return;
    rr__json_open(w, "constraints", '{');
    if (c->max_weeks >= 0)
        rr__json_int(w, "max-weeks", c->max_weeks);
    if (c->hours_per_week >= 0)
        rr__json_int(w, "hours-per-week", c->hours_per_week);
    if (c->travel_minutes >= 0)
        rr__json_int(w, "travel-minutes", c->travel_minutes);
    if (c->max_cost_minor >= 0)
        rr__json_decimal(w, "max-cost", c->max_cost_minor * 10000);
    if (c->income_floor_minor >= 0)
        rr__json_decimal(w, "income-floor", c->income_floor_minor * 10000);
    if (c->currency[0] != '\0')
        rr__json_text(w, "currency", c->currency);
    if (c->earliest_start[0] != '\0')
        rr__json_text(w, "earliest-start", c->earliest_start);
    rr__json_close(w, '}');
}

/* The fact whose name follows `last` in the order of bytes; NULL: none. */
static const rr_fact *next_fact(const rr_profile *profile, const char *last)
{
    const rr_fact *next = NULL;
    for (size_t i = 0; i < profile->facts.count; i++) {
        const rr_fact *fact = rr_profile_fact(profile, i);
        if ((last == NULL || strcmp(fact->name, last) > 0) && (next == NULL || strcmp(fact->name, next->name) < 0))
            next = fact;
    }
    return next;
}

static void put_facts(rr__json_out *w, const rr_profile *profile, bool sorted)
{
    const char *last = NULL;
    if (profile->facts.count == 0)
        return;
    rr__json_open(w, "facts", '{');
    for (size_t i = 0; i < profile->facts.count; i++) {
        const rr_fact *fact = sorted ? next_fact(profile, last) : rr_profile_fact(profile, i);
        put_value(w, fact->name, fact->value);
        last = fact->name;
    }
    rr__json_close(w, '}');
}

void rr__json_profile(rr__json_out *w, const char *key, const rr_profile *profile, bool sorted)
{
    rr__json_open(w, key, '{');
    rr__json_text(w, "schema", "reroute.profile/1");
    rr__json_text(w, "id", profile->id);
    put_optional(w, "region", profile->region);
    put_optional(w, "education", profile->education);
    put_jobs(w, profile);
    put_skills(w, profile);
    put_licences(w, profile);
    put_languages(w, profile);
    put_constraints(w, &profile->constraints);
    put_facts(w, profile, sorted);
    rr__json_close(w, '}');
}

void rr__profile_json(const rr_profile *profile, bool pretty, rr__buf *out)
{
    rr__json_out w;
    rr__json_out_init(&w, out, pretty);
    rr__json_profile(&w, NULL, profile, !pretty);
    if (pretty)
        rr__buf_char(out, '\n');
}

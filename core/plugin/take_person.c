/* SPDX-License-Identifier: MIT */
/* A worker's profile in; the record that plugins and rules see out, and what a manifest lets through of it. */
#include <string.h>

#include "base/error.h"
#include "base/region.h"
#include "base/text.h"
#include "plugin/plugins.h"

static rrp_str text_of(const char *text)
{
    return text == NULL ? (rrp_str){"", 0} : (rrp_str){text, strlen(text)};
}

static rrp_vec vec_of(rr__arena *arena, size_t count, size_t stride)
{
    return (rrp_vec){rr__arena_alloc(arena, (count + 1) * stride, 8), (uint32_t)count, (uint32_t)stride};
}

/* The vectors are the arena's own and still being filled. */
#define ITEM(type, vec, i) (&((type *)(uintptr_t)(vec).data)[i])

static void take_history(rrp_vec *out, const rr_profile *profile)
{
    for (uint32_t i = 0; i < out->count; i++) {
        const rr_job *job = rr_profile_job(profile, i);
        rrp_job *to = ITEM(rrp_job, *out, i);
        to->occupation = job->occupation == RR_NONE ? 0 : job->occupation + 1;
        to->title = text_of(job->title);
        to->flags = job->current ? RRP_JOB_CURRENT : 0;
        if (job->months >= 0) {
            to->has |= RRP_JOB_MONTHS;
            to->months = job->months;
        }
        if (job->until_year > 0) {
            to->has |= RRP_JOB_UNTIL;
            to->until_year = job->until_year;
        }
    }
}

static void take_constraints(rrp_profile *out, const rr_constraints *c)
{
    int64_t day = 0;
    const struct { int64_t value; uint32_t bit; int32_t *to; int64_t *to_money; } fields[] = {
        {c->max_weeks, RRP_PROFILE_MAX_WEEKS, &out->max_weeks, NULL},
        {c->hours_per_week, RRP_PROFILE_HOURS, &out->hours_per_week, NULL},
        {c->travel_minutes, RRP_PROFILE_TRAVEL, &out->travel_minutes, NULL},
        {c->max_cost_minor, RRP_PROFILE_MAX_COST, NULL, &out->max_cost_minor},
        {c->income_floor_minor, RRP_PROFILE_FLOOR, NULL, &out->income_floor_minor},
    };
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (fields[i].value < 0)
            continue;
        out->has |= fields[i].bit;
        if (fields[i].to != NULL)
            *fields[i].to = (int32_t)fields[i].value;
        else
            *fields[i].to_money = fields[i].value;
    }
    out->currency = text_of(c->currency);
    if (rr__parse_date(c->earliest_start, strlen(c->earliest_start), &day)) {
        out->has |= RRP_PROFILE_EARLIEST;
        out->earliest_day = (int32_t)day;
    }
}

rr_status rr__person_take(rrp_profile *out, rr__arena *arena, const rr_profile *profile, uint32_t region, const char *date,
                          const rrp_vec *held, rr_error *err)
{
    int64_t day = 0;
    *out = (rrp_profile){.size = sizeof *out, .region = region, .skills = *held,
                         .history = vec_of(arena, rr_profile_job_count(profile), sizeof(rrp_job)),
                         .licences = vec_of(arena, rr_profile_licence_count(profile), sizeof(rrp_licence)),
                         .facts = vec_of(arena, rr_profile_fact_count(profile), sizeof(rrp_fact)),
                         .languages = vec_of(arena, rr_profile_language_count(profile), sizeof(rrp_language)),
                         .education = text_of(rr_profile_education(profile))};
    if (out->history.data == NULL || out->licences.data == NULL || out->facts.data == NULL || out->languages.data == NULL)
        return rr__fail_nomem(err);
    if (rr__parse_date(date, strlen(date), &day))
        out->as_of_day = (int32_t)day;
    take_history(&out->history, profile);
    for (uint32_t i = 0; i < out->licences.count; i++) {
        const rr_licence *licence = rr_profile_licence(profile, i);
        *ITEM(rrp_licence, out->licences, i) = (rrp_licence){text_of(licence->name), licence->year >= 0 ? RRP_LICENCE_YEAR : 0,
                                                             licence->year >= 0 ? licence->year : 0};
    }
    for (uint32_t i = 0; i < out->facts.count; i++) {
        const rr_fact *fact = rr_profile_fact(profile, i);
        *ITEM(rrp_fact, out->facts, i) = (rrp_fact){text_of(fact->name), text_of(fact->value)};
    }
    for (uint32_t i = 0; i < out->languages.count; i++) {
        const rr_language *language = rr_profile_language(profile, i);
        *ITEM(rrp_language, out->languages, i) = (rrp_language){text_of(language->tag), text_of(language->level)};
    }
    take_constraints(out, rr_profile_constraints(profile));
    return RR_OK;
}

static bool declares(const rr__manifest *manifest, const char *what)
{
    for (size_t i = 0; i < manifest->read_count; i++)
        if (strcmp(manifest->reads[i], what) == 0)
            return true;
    return false;
}

static bool declares_fact(const rr__manifest *manifest, rrp_str key)
{
    static const char prefix[] = "fact:";
    for (size_t i = 0; i < manifest->read_count; i++) {
        const char *name = manifest->reads[i];
        if (strncmp(name, prefix, sizeof prefix - 1) == 0 && strlen(name) - (sizeof prefix - 1) == key.n &&
            memcmp(name + sizeof prefix - 1, key.p, key.n) == 0)
            return true;
    }
    return false;
}

rr_status rr__person_narrow(rrp_profile *out, rr__arena *arena, const rrp_profile *whole, const rr__manifest *manifest, rr_error *err)
{
    const struct { const char *what; rrp_vec *vec; } vectors[] = {
        {"skills", &out->skills}, {"history", &out->history}, {"licences", &out->licences}, {"languages", &out->languages}};
    *out = *whole;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++)
        if (!declares(manifest, vectors[i].what))
            vectors[i].vec->count = 0;
    if (!declares(manifest, "education"))
        out->education = (rrp_str){"", 0};
    if (!declares(manifest, "constraints")) {
        out->has = 0;
        out->currency = (rrp_str){"", 0};
        out->max_weeks = out->hours_per_week = out->travel_minutes = out->earliest_day = 0;
        out->max_cost_minor = out->income_floor_minor = 0;
    }
    out->facts = vec_of(arena, whole->facts.count, sizeof(rrp_fact));
    if (out->facts.data == NULL)
        return rr__fail_nomem(err);
    out->facts.count = 0;
    for (uint32_t i = 0; i < whole->facts.count; i++) {
        const rrp_fact *fact = RRP_AT(rrp_fact, whole->facts, i);
        if (declares_fact(manifest, fact->key))
            *ITEM(rrp_fact, out->facts, out->facts.count++) = *fact;
    }
    return RR_OK;
}

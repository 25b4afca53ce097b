/* SPDX-License-Identifier: MIT */
/* The fields that every format shares, and their values as text in, additions to a profile out. */
#include <string.h>

#include "base/text.h"
#include "profile/reader.h"

static const struct kind {
    const char *name;
    rr__field fields[RR__FIELDS_MAX];
} kinds[RR__RECORD_KINDS] = {
    {"profile", {{"id", RR__FIELD_TEXT}, {"region", RR__FIELD_TEXT}, {"education", RR__FIELD_TEXT}, {"schema", RR__FIELD_TEXT}}},
    {"job", {{"title", RR__FIELD_TEXT}, {"occupation", RR__FIELD_TEXT}, {"code", RR__FIELD_TEXT}, {"years", RR__FIELD_NUMBER},
             {"until", RR__FIELD_NUMBER}, {"current", RR__FIELD_YES_NO}}},
    {"skill", {{"ref", RR__FIELD_TEXT}, {"skill", RR__FIELD_TEXT}, {"level", RR__FIELD_ANY}, {"ascending-level", RR__FIELD_NUMBER},
               {"state", RR__FIELD_TEXT}, {"reason", RR__FIELD_TEXT}}},
    {"licence", {{"name", RR__FIELD_TEXT}, {"year", RR__FIELD_NUMBER}}},
    {"language", {{"tag", RR__FIELD_TEXT}, {"level", RR__FIELD_TEXT}}},
    {"constraints", {{"max-weeks", RR__FIELD_NUMBER}, {"hours-per-week", RR__FIELD_NUMBER}, {"travel-minutes", RR__FIELD_NUMBER},
                     {"max-cost", RR__FIELD_NUMBER}, {"income-floor", RR__FIELD_NUMBER}, {"currency", RR__FIELD_TEXT},
                     {"earliest-start", RR__FIELD_TEXT}}},
    {"fact", {{"name", RR__FIELD_TEXT}, {"value", RR__FIELD_ANY}}},
};

const char *rr__record_name(rr__record_kind kind)
{
    return kinds[kind].name;
}

const rr__field *rr__field_at(rr__record_kind kind, int index)
{
    return index < RR__FIELDS_MAX && kinds[kind].fields[index].name != NULL ? &kinds[kind].fields[index] : NULL;
}

static bool same_name(const char *a, const char *b)
{
    while (*a != '\0' && (*a == *b || (*a == '_' && *b == '-')))
        a++, b++;
    return *a == '\0' && *b == '\0';
}

int rr__field_find(rr__record_kind kind, const char *name)
{
    const rr__field *field = NULL;
    for (int i = 0; (field = rr__field_at(kind, i)) != NULL; i++)
        if (same_name(name, field->name))
            return i;
    return -1;
}

rr_status rr__record_set(rr__reader *reader, rr__record *record, int field, const char *value, uint32_t place)
{
    if (record->values[field] != NULL)
        return rr__reader_say(reader, RR_EINVALID, place, RR__MSG_PROFILE_FIELD_TWICE, kinds[record->kind].fields[field].name, NULL, NULL);
    record->values[field] = value;
    record->places[field] = place;
    return RR_OK;
}

/* An addition's error names its field first: its place is the field's, where the record has it. */
static rr_status report(rr__reader *reader, const rr__record *record, rr_error *err)
{
    const char *name = err->args;
    int field = err->arg_count == 0 ? -1 : rr__field_find(record->kind, name);
    bool named = record->kind == RR__RECORD_FACT && err->arg_count > 0 && record->values[RR__FACT_NAME] != NULL;
    if (named && field < 0)
        field = RR__FACT_VALUE;
    return rr__reader_error(reader, field >= 0 && record->values[field] != NULL ? record->places[field] : record->at, err);
}

static rr_status refuse(rr__reader *reader, const rr__record *record, int field, enum rr__message message, const char *b)
{
    return rr__reader_say(reader, RR_EINVALID, record->places[field], message, kinds[record->kind].fields[field].name, b, NULL);
}

/* A decimal in millionths. false: reported, or the reading ends with *status. */
static bool read_number(rr__reader *reader, const rr__record *record, int field, const char *example, int64_t *out, rr_status *status)
{
    const char *text = record->values[field];
    if (text == NULL || rr__parse_decimal(text, strlen(text), out))
        return text != NULL;
    *status = refuse(reader, record, field, RR__MSG_PROFILE_NOT_NUMBER, example);
    return false;
}

static bool read_whole(rr__reader *reader, const rr__record *record, int field, const char *example, int32_t *out, rr_status *status)
{
    const char *text = record->values[field];
    int64_t number = 0;
    if (text == NULL)
        return true;
    if (!rr__parse_int(text, strlen(text), -999999999, 999999999, &number)) {
        *status = refuse(reader, record, field, RR__MSG_PROFILE_NOT_NUMBER, example);
        return false;
    }
    /* -1 is the model's "not stated": what says it wants to be refused. */
    *out = number < 0 ? -2 : (int32_t)number;
    return true;
}

static rr_status take_job(rr__reader *reader, rr_profile *profile, const rr__record *record)
{
    const char *const *v = record->values;
    rr_status status = RR_OK;
    rr_error err;
    int64_t years = 0;
    rr_job job = {.months = -1, .until_year = -1, .occupation = RR_NONE};
    int names = (v[RR__JOB_TITLE] != NULL) + (v[RR__JOB_OCCUPATION] != NULL) + (v[RR__JOB_CODE] != NULL);
    if (names != 1)
        return rr__reader_say(reader, RR_EINVALID, record->at, RR__MSG_PROFILE_ONE_OF, "job", "title, occupation, code", NULL);
    job.title = v[RR__JOB_TITLE] != NULL ? v[RR__JOB_TITLE] : v[RR__JOB_OCCUPATION] != NULL ? v[RR__JOB_OCCUPATION] : v[RR__JOB_CODE];
    if (v[RR__JOB_YEARS] != NULL) {
        if (!read_number(reader, record, RR__JOB_YEARS, "12 or 0.5", &years, &status))
            return status;
        job.months = years < 0 || years > 80000000 ? -2 : (int32_t)((years * 12 + 500000) / 1000000);
    }
    if (!read_whole(reader, record, RR__JOB_UNTIL, "2026", &job.until_year, &status))
        return status;
    if (v[RR__JOB_UNTIL] != NULL && job.until_year == 0)
        job.until_year = -2; /* the model's 0 is not a year that a file may say */
    if (v[RR__JOB_CURRENT] != NULL && !rr__recognise_yes_no(v[RR__JOB_CURRENT], &job.current))
        return refuse(reader, record, RR__JOB_CURRENT, RR__MSG_PROFILE_NOT_YES_NO, NULL);
    return rr_profile_add_job(profile, &job, &err) == RR_OK ? RR_OK : report(reader, record, &err);
}

/* A level in words is kept, and unknown: that is worth a note. */
static rr_status note_level(rr__reader *reader, const rr__record *record)
{
    const char *level = record->values[RR__SKILL_LEVEL];
    int64_t number = 0;
    if (level == NULL || !rr__profile_is_level(level) || rr__parse_decimal(level, strlen(level), &number))
        return RR_OK;
    return rr__reader_say(reader, RR_OK, record->places[RR__SKILL_LEVEL], RR__MSG_PROFILE_LEVEL_WORD, "level", NULL, NULL);
}

static rr_status take_skill(rr__reader *reader, rr_profile *profile, const rr__record *record)
{
    const char *const *v = record->values;
    rr_status status = RR_OK;
    rr_error err;
    int64_t ascending = -1;
    if ((v[RR__SKILL_REF] != NULL) + (v[RR__SKILL_SKILL] != NULL) != 1)
        return rr__reader_say(reader, RR_EINVALID, record->at, RR__MSG_PROFILE_ONE_OF, "skill", "ref, skill", NULL);
    rr_skill skill = {.text = v[RR__SKILL_REF] != NULL ? v[RR__SKILL_REF] : v[RR__SKILL_SKILL], .level = -1,
                      .level_text = v[RR__SKILL_LEVEL], .reason = v[RR__SKILL_REASON], .descriptor = RR_NONE};
    status = note_level(reader, record);
    if (status != RR_OK)
        return status;
    if (v[RR__SKILL_ASCENDING] != NULL) {
        if (!read_number(reader, record, RR__SKILL_ASCENDING, "3 or 2.5", &ascending, &status))
            return status;
        skill.level = ascending < 0 || ascending > 10000000000 ? -2 : (int32_t)(ascending / 10000);
    }
    if (v[RR__SKILL_STATE] != NULL && !rr__recognise_state(v[RR__SKILL_STATE], &skill.state))
        return refuse(reader, record, RR__SKILL_STATE, RR__MSG_PROFILE_WORD, rr__state_words);
    return rr_profile_add_skill(profile, &skill, &err) == RR_OK ? RR_OK : report(reader, record, &err);
}

static rr_status take_licence(rr__reader *reader, rr_profile *profile, const rr__record *record)
{
    rr_status status = RR_OK;
    rr_error err;
    rr_licence licence = {record->values[RR__LICENCE_NAME], -1};
    if (licence.name == NULL)
        return rr__reader_say(reader, RR_EINVALID, record->at, RR__MSG_PROFILE_FIELD_MISSING, "name", "licence", NULL);
    if (!read_whole(reader, record, RR__LICENCE_YEAR, "2012", &licence.year, &status))
        return status;
    return rr_profile_add_licence(profile, &licence, &err) == RR_OK ? RR_OK : report(reader, record, &err);
}

static rr_status take_language(rr__reader *reader, rr_profile *profile, const rr__record *record)
{
    rr_error err;
    rr_language language = {record->values[RR__LANGUAGE_TAG], record->values[RR__LANGUAGE_LEVEL]};
    if (language.tag == NULL)
        return rr__reader_say(reader, RR_EINVALID, record->at, RR__MSG_PROFILE_FIELD_MISSING, "tag", "language", NULL);
    return rr_profile_add_language(profile, &language, &err) == RR_OK ? RR_OK : report(reader, record, &err);
}

static rr_status take_fact(rr__reader *reader, rr_profile *profile, const rr__record *record)
{
    rr_error err;
    rr_fact fact = {record->values[RR__FACT_NAME], record->values[RR__FACT_VALUE]};
    if (fact.name == NULL || fact.value == NULL)
        return rr__reader_say(reader, RR_EINVALID, record->at, RR__MSG_PROFILE_FIELD_MISSING, fact.name == NULL ? "name" : "value", "fact", NULL);
    return rr_profile_add_fact(profile, &fact, &err) == RR_OK ? RR_OK : report(reader, record, &err);
}

/* Major units with at most two places into minor units. */
static bool read_money(rr__reader *reader, const rr__record *record, int field, int64_t *out, rr_status *status)
{
    int64_t millionths = 0;
    if (record->values[field] == NULL)
        return true;
    if (!read_number(reader, record, field, "4500 or 4500.50", &millionths, status))
        return false;
    if (millionths % 10000 != 0) {
        *status = refuse(reader, record, field, RR__MSG_PROFILE_NOT_NUMBER, "4500 or 4500.50");
        return false;
    }
    *out = millionths < 0 ? -2 : millionths / 10000;
    return true;
}

/* A text of exactly so many bytes; any other can't be right. */
static bool copy_exact(char *out, size_t size, const char *text)
{
    size_t len = strlen(text);
    if (len + 1 != size)
        return false;
    memcpy(out, text, len + 1);
    return true;
}

static rr_status take_constraints(rr__reader *reader, rr_profile *profile, const rr__record *record)
{
    rr_status status = RR_OK;
    rr_error err;
    const char *currency = record->values[RR__LIMIT_CURRENCY], *start = record->values[RR__LIMIT_START];
    rr_constraints c = *rr_profile_constraints(profile);
    if (!read_whole(reader, record, RR__LIMIT_WEEKS, "8", &c.max_weeks, &status) ||
        !read_whole(reader, record, RR__LIMIT_HOURS, "20", &c.hours_per_week, &status) ||
        !read_whole(reader, record, RR__LIMIT_TRAVEL, "60", &c.travel_minutes, &status) ||
        !read_money(reader, record, RR__LIMIT_COST, &c.max_cost_minor, &status) ||
        !read_money(reader, record, RR__LIMIT_FLOOR, &c.income_floor_minor, &status))
        return status;
    if (currency != NULL && !copy_exact(c.currency, sizeof c.currency, currency))
        return refuse(reader, record, RR__LIMIT_CURRENCY, RR__MSG_PROFILE_CURRENCY, NULL);
    if (start != NULL && !copy_exact(c.earliest_start, sizeof c.earliest_start, start))
        return refuse(reader, record, RR__LIMIT_START, RR__MSG_PROFILE_DATE, NULL);
    return rr_profile_set_constraints(profile, &c, &err) == RR_OK ? RR_OK : report(reader, record, &err);
}

/* What stands on the profile itself; its id has been taken when it was begun. */
static rr_status take_profile(rr__reader *reader, rr_profile *profile, const rr__record *record)
{
    const char *const *v = record->values;
    rr_status status = RR_OK;
    rr_error err;
    if (v[RR__PROFILE_SCHEMA] != NULL && strcmp(v[RR__PROFILE_SCHEMA], "reroute.profile/1") != 0)
        status = refuse(reader, record, RR__PROFILE_SCHEMA, RR__MSG_PROFILE_SCHEMA, NULL);
    if (status == RR_OK && v[RR__PROFILE_REGION] != NULL && rr_profile_set_region(profile, v[RR__PROFILE_REGION], &err) != RR_OK)
        status = report(reader, record, &err);
    if (status == RR_OK && v[RR__PROFILE_EDUCATION] != NULL && rr_profile_set_education(profile, v[RR__PROFILE_EDUCATION], &err) != RR_OK)
        status = report(reader, record, &err);
    return status;
}

rr_status rr__record_take(rr__reader *reader, rr_profile *profile, const rr__record *record)
{
    switch (record->kind) {
    case RR__RECORD_PROFILE: return take_profile(reader, profile, record);
    case RR__RECORD_JOB: return take_job(reader, profile, record);
    case RR__RECORD_SKILL: return take_skill(reader, profile, record);
    case RR__RECORD_LICENCE: return take_licence(reader, profile, record);
    case RR__RECORD_LANGUAGE: return take_language(reader, profile, record);
    case RR__RECORD_CONSTRAINTS: return take_constraints(reader, profile, record);
    case RR__RECORD_FACT: return take_fact(reader, profile, record);
    default: return RR_OK;
    }
}

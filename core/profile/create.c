/* SPDX-License-Identifier: MIT */
/* What is known of a person in, a checked profile with copies of its own out; wiped when it goes. */
#include <string.h>

#include "base/region.h"
#include "profile/model.h"

rr_status rr_profile_create(rr_profile **out, rr_context *context, const char *id, rr_error *err)
{
    rr__error_clear(err);
    *out = NULL;
    rr_status status = rr__profile_check_id("id", id, err);
    if (status != RR_OK)
        return status;
    rr_profile *profile = rr__alloc(&context->allocator, sizeof *profile);
    if (profile == NULL)
        return rr__fail_nomem(err);
    profile->context = context;
    rr__arena_init(&profile->arena, &context->allocator);
    profile->arena.secret = true;
    profile->constraints = (rr_constraints){.max_weeks = -1, .hours_per_week = -1, .travel_minutes = -1,
                                            .max_cost_minor = -1, .income_floor_minor = -1};
    profile->id = rr__arena_text(&profile->arena, id, strlen(id));
    if (profile->id == NULL) {
        rr_profile_destroy(profile);
        return rr__fail_nomem(err);
    }
    *out = profile;
    return RR_OK;
}

void rr_profile_destroy(rr_profile *profile)
{
    if (profile == NULL)
        return;
    const rr_allocator *a = &profile->context->allocator;
    rr__arena_finish(&profile->arena);
    rr__free_secret(a, profile, sizeof *profile);
}

/* Room for one more item at the end of the list, which does not count yet. */
static rr_status reserve_item(rr_profile *profile, rr__list *list, size_t stride, const char *field, void **item, rr_error *err)
{
    if (list->count == RR__PROFILE_ENTRIES_MAX)
        return rr__fail(err, RR_ELIMIT, RR__MSG_PROFILE_TOO_MANY, field, "1024", NULL);
    if (list->count == list->capacity) {
        size_t larger = list->capacity == 0 ? 4 : list->capacity * 2;
        void *items = rr__arena_alloc(&profile->arena, larger * stride, _Alignof(max_align_t));
        if (items == NULL)
            return rr__fail_nomem(err);
        if (list->count > 0)
            memcpy(items, list->items, list->count * stride);
        list->items = items;
        list->capacity = larger;
    }
    *item = (char *)list->items + list->count * stride;
    return RR_OK;
}

static rr_status copy_optional(rr_profile *profile, const char *field, const char *text, size_t max, const char **out, rr_error *err)
{
    *out = NULL;
    return text == NULL ? RR_OK : rr__profile_text(&profile->arena, field, text, max, out, err);
}

static rr_status check_year(const char *field, int32_t year, rr_error *err)
{
    return year == -1 ? RR_OK : rr__profile_check_range(field, year, RR__PROFILE_YEAR_MIN, RR__PROFILE_YEAR_MAX, err);
}

static rr_status check_job(const rr_job *job, rr_error *err)
{
    if (job->months != -1 && (job->months < 0 || job->months > RR__PROFILE_MONTHS_MAX))
        return rr__fail(err, RR_EINVALID, RR__MSG_PROFILE_RANGE, "years", "0", "80", NULL);
    return job->current && job->until_year == 0 ? RR_OK : check_year("until", job->until_year, err);
}

rr_status rr_profile_add_job(rr_profile *profile, const rr_job *job, rr_error *err)
{
    void *item = NULL;
    const char *title = NULL;
    rr__error_clear(err);
    rr_status status = check_job(job, err);
    if (status == RR_OK)
        status = rr__profile_text(&profile->arena, "title", job->title == NULL ? "" : job->title, RR__PROFILE_TEXT_MAX, &title, err);
    if (status == RR_OK)
        status = reserve_item(profile, &profile->jobs, sizeof *job, "history", &item, err);
    if (status != RR_OK)
        return status;
    rr_job *own = item;
    *own = *job;
    own->title = title;
    own->current = job->current != 0;
    if (own->current && own->until_year == -1)
        own->until_year = 0;
    profile->jobs.count++;
    return RR_OK;
}

rr_status rr_profile_add_skill(rr_profile *profile, const rr_skill *skill, rr_error *err)
{
    void *item = NULL;
    const char *text = NULL, *level = NULL, *reason = NULL;
    rr__error_clear(err);
    if (skill->level < -1 || skill->level > 1000000)
        return rr__fail(err, RR_EINVALID, RR__MSG_PROFILE_RANGE, "ascending-level", "0", "10000", NULL);
    if ((unsigned)skill->state > RR_SKILL_STRUCK)
        return rr__fail(err, RR_EINVALID, RR__MSG_PROFILE_WORD, "state", rr__state_words, NULL);
    rr_status status = rr__profile_text(&profile->arena, "skill", skill->text == NULL ? "" : skill->text, RR__PROFILE_TEXT_MAX, &text, err);
    if (status == RR_OK)
        status = copy_optional(profile, "level", skill->level_text, RR__PROFILE_NAME_MAX, &level, err);
    if (status == RR_OK && level != NULL && !rr__profile_is_level(level))
        status = rr__fail(err, RR_EINVALID, RR__MSG_PROFILE_NOT_NUMBER, "level", "3 or 2.5", NULL);
    if (status == RR_OK)
        status = copy_optional(profile, "reason", skill->reason, RR__PROFILE_TEXT_MAX, &reason, err);
    if (status == RR_OK)
        status = reserve_item(profile, &profile->skills, sizeof *skill, "skills", &item, err);
    if (status != RR_OK)
        return status;
    rr_skill *own = item;
    *own = *skill;
    own->text = text;
    own->level_text = level;
    own->reason = reason;
    profile->skills.count++;
    return RR_OK;
}

rr_status rr_profile_add_licence(rr_profile *profile, const rr_licence *licence, rr_error *err)
{
    void *item = NULL;
    const char *name = NULL;
    rr__error_clear(err);
    rr_status status = check_year("year", licence->year, err);
    if (status == RR_OK)
        status = rr__profile_text(&profile->arena, "name", licence->name == NULL ? "" : licence->name, RR__PROFILE_TEXT_MAX, &name, err);
    if (status == RR_OK)
        status = reserve_item(profile, &profile->licences, sizeof *licence, "licences", &item, err);
    if (status != RR_OK)
        return status;
    *(rr_licence *)item = (rr_licence){name, licence->year};
    profile->licences.count++;
    return RR_OK;
}

rr_status rr_profile_add_fact(rr_profile *profile, const rr_fact *fact, rr_error *err)
{
    void *item = NULL;
    rr_fact own = {NULL, NULL};
    rr__error_clear(err);
    rr_status status = rr__profile_text(&profile->arena, "name", fact->name == NULL ? "" : fact->name, RR__PROFILE_NAME_MAX, &own.name, err);
    if (status == RR_OK)
        status = rr__profile_text(&profile->arena, own.name, fact->value == NULL ? "" : fact->value, RR__PROFILE_TEXT_MAX, &own.value, err);
    if (status == RR_OK)
        status = rr__profile_check_fact(&own, err);
    for (size_t i = 0; status == RR_OK && i < profile->facts.count; i++)
        if (strcmp(((const rr_fact *)profile->facts.items)[i].name, own.name) == 0)
            return rr__fail(err, RR_EINVALID, RR__MSG_PROFILE_FACT_TWICE, own.name, NULL);
    if (status == RR_OK)
        status = reserve_item(profile, &profile->facts, sizeof own, "facts", &item, err);
    if (status != RR_OK)
        return status;
    *(rr_fact *)item = own;
    profile->facts.count++;
    return RR_OK;
}

rr_status rr_profile_add_language(rr_profile *profile, const rr_language *language, rr_error *err)
{
    void *item = NULL;
    rr_language own = {NULL, NULL};
    rr__error_clear(err);
    rr_status status = rr__profile_text(&profile->arena, "tag", language->tag == NULL ? "" : language->tag, RR__PROFILE_NAME_MAX, &own.tag, err);
    if (status == RR_OK && !rr__is_language_tag(own.tag))
        status = rr__fail(err, RR_EINVALID, RR__MSG_PROFILE_TAG, "tag", NULL);
    if (status == RR_OK)
        status = copy_optional(profile, "level", language->level, RR__PROFILE_NAME_MAX, &own.level, err);
    if (status == RR_OK)
        status = reserve_item(profile, &profile->languages, sizeof own, "languages", &item, err);
    if (status != RR_OK)
        return status;
    *(rr_language *)item = own;
    profile->languages.count++;
    return RR_OK;
}

rr_status rr_profile_set_education(rr_profile *profile, const char *education, rr_error *err)
{
    const char *step = NULL;
    rr__error_clear(err);
    if (education != NULL) {
        rr_status status = rr__profile_text(&profile->arena, "education", education, RR__PROFILE_TEXT_MAX, &step, err);
        if (status != RR_OK)
            return status;
        step = rr__recognise_education(step);
        if (step == NULL)
            return rr__fail(err, RR_EINVALID, RR__MSG_PROFILE_WORD, "education", rr__education_words, NULL);
    }
    profile->education = step;
    return RR_OK;
}

rr_status rr_profile_set_region(rr_profile *profile, const char *region, rr_error *err)
{
    const char *own = NULL, *code = NULL;
    rr__error_clear(err);
    if (region != NULL) {
        rr_status status = rr__profile_text(&profile->arena, "region", region, RR__PROFILE_TEXT_MAX, &own, err);
        if (status != RR_OK)
            return status;
        code = rr__recognise_region(own);
        if (code == NULL && !rr__profile_is_region(own))
            return rr__fail(err, RR_EINVALID, RR__MSG_PROFILE_REGION, "region", NULL);
    }
    profile->region = code != NULL ? code : own;
    return RR_OK;
}

rr_status rr_profile_set_constraints(rr_profile *profile, const rr_constraints *constraints, rr_error *err)
{
    rr__error_clear(err);
    rr_status status = rr__profile_check_constraints(constraints, err);
    if (status == RR_OK)
        profile->constraints = *constraints;
    return status;
}

/* SPDX-License-Identifier: MIT */
/* A profile, courses done and a job worked in; the profile of the same person afterwards out. */
#include "plan/later_self.h"

#include "base/error.h"
#include "base/text.h"

typedef struct learning {
    const rr_taxonomy *taxonomy;
    const rr__worker *w;      /* as the person is now */
    const rr_plan *plan;      /* NULL: no courses */
    uint32_t occupation;      /* worked; RR_NONE: none */
} learning;

/* The highest level to which the courses teach a skill; -1: none states one, or none teaches it. */
static int32_t level_of_courses(const rr_plan *plan, uint32_t skill, bool *taught)
{
    int32_t best = -1;
    for (size_t s = 0; plan != NULL && s < plan->step_count; s++)
        for (uint32_t i = 0; i < plan->steps[s].offer.course->teaches.count; i++) {
            const rrp_skill_level *t = RRP_AT(rrp_skill_level, plan->steps[s].offer.course->teaches, i);
            *taught = *taught || t->skill == skill + 1;
            best = t->skill == skill + 1 && t->level > best && t->level > 0 ? t->level : best;
        }
    return best;
}

/* Whether courses or the job teach a descriptor, and to which level (-1: not stated). */
static bool is_learnt(const learning *l, uint32_t descriptor, int32_t *level)
{
    bool learnt = false;
    *level = level_of_courses(l->plan, descriptor, &learnt);
    const rr__block *b = l->taxonomy->block;
    rr__group requirements = l->occupation == RR_NONE ? (rr__group){0, 0} : rr__block_occupation(b, l->occupation)->requirements;
    for (uint32_t k = 0; k < requirements.count; k++) {
        const rr__requirement *r = RR__RECORD(rr__requirement, b, RR__SEC_REQUIREMENTS, requirements.first + k);
        if (r->descriptor != descriptor)
            continue;
        learnt = true;
        *level = r->level > *level ? r->level : *level;
    }
    return learnt;
}

/* What was said of skills, by the profile or by an override: what was struck out is no longer missing once it is learnt, and a
 * level that was stated rises to the one that is. */
static rr_status copy_skills(rr_profile *to, const learning *l, rr_error *err)
{
    const rr__block *b = l->taxonomy->block;
    rr_status status = RR_OK;
    for (size_t i = 0; i < l->w->statements.count && status == RR_OK; i++) {
        const rr__statement *said = &RR__AT(const rr__statement, &l->w->statements, i);
        int32_t level = -1;
        if (said->descriptor == RR_NONE || (is_learnt(l, said->descriptor, &level) && said->state == RR_SKILL_STRUCK))
            continue;
        rr_skill skill = {.text = rr__block_text(b, rr__block_descriptor(b, said->descriptor)->id), .state = said->state,
                          .level = said->level >= 0 && level > said->level ? level : said->level, .descriptor = said->descriptor,
                          .resolved_by = RR_BY_ID};
        status = rr_profile_add_skill(to, &skill, err);
    }
    return status;
}

static rr_status copy(rr_profile *to, const rr_profile *from, const learning *l, rr_error *err)
{
    rr_status status = RR_OK;
    for (size_t i = 0; i < rr_profile_job_count(from) && status == RR_OK; i++)
        status = rr_profile_add_job(to, rr_profile_job(from, i), err);
    if (status == RR_OK)
        status = copy_skills(to, l, err);
    for (size_t i = 0; i < rr_profile_licence_count(from) && status == RR_OK; i++)
        status = rr_profile_add_licence(to, rr_profile_licence(from, i), err);
    for (size_t i = 0; i < rr_profile_fact_count(from) && status == RR_OK; i++)
        status = rr_profile_add_fact(to, rr_profile_fact(from, i), err);
    for (size_t i = 0; i < rr_profile_language_count(from) && status == RR_OK; i++)
        status = rr_profile_add_language(to, rr_profile_language(from, i), err);
    if (status == RR_OK && rr_profile_education(from) != NULL)
        status = rr_profile_set_education(to, rr_profile_education(from), err);
    if (status == RR_OK && rr_profile_region(from) != NULL)
        status = rr_profile_set_region(to, rr_profile_region(from), err);
    return status == RR_OK ? rr_profile_set_constraints(to, rr_profile_constraints(from), err) : status;
}

/* Each skill at the highest level any course reaches; a course never lowers what is held. */
static rr_status add_courses(rr_profile *to, const learning *l, rr_error *err)
{
    const rr__block *b = l->taxonomy->block;
    rr_status status = RR_OK;
    for (size_t s = 0; l->plan != NULL && s < l->plan->step_count; s++) {
        const rrp_vec *teaches = &l->plan->steps[s].offer.course->teaches;
        for (uint32_t i = 0; i < teaches->count && status == RR_OK; i++) {
            uint32_t skill = RRP_AT(rrp_skill_level, *teaches, i)->skill;
            bool taught = false;
            int32_t level = skill == 0 ? -1 : level_of_courses(l->plan, skill - 1, &taught);
            if (skill == 0 || (l->w->holdings[skill - 1].held && l->w->holdings[skill - 1].level >= level))
                continue;
            rr_skill add = {.text = rr__block_text(b, rr__block_descriptor(b, skill - 1)->id), .level = level, .state = RR_SKILL_STATED,
                            .descriptor = skill - 1, .resolved_by = RR_BY_ID};
            status = rr_profile_add_skill(to, &add, err);
        }
    }
    return status;
}

rr_status rr__later_self(rr_profile **out, const rr__worker *w, const rr_plan *plan, uint32_t occupation, uint32_t months, int32_t until_day,
                         rr_error *err)
{
    const rr_taxonomy *taxonomy = w->matcher->taxonomy;
    learning l = {taxonomy, w, plan, occupation};
    const rr__block *b = taxonomy->block;
    *out = NULL;
    rr_status status = rr_profile_create(out, (rr_context *)(uintptr_t)w->matcher->context, rr_profile_id(w->profile), err);
    if (status == RR_OK)
        status = copy(*out, w->profile, &l, err);
    if (status == RR_OK)
        status = add_courses(*out, &l, err);
    if (status == RR_OK && occupation != RR_NONE) {
        rr_job job = {.title = rr__block_text(b, rr__block_occupation(b, occupation)->id), .months = (int32_t)months, .until_year = (int32_t)rr__civil_of(until_day).year, .occupation = occupation,
                      .resolved_by = RR_BY_ID};
        status = rr_profile_add_job(*out, &job, err);
    }
    if (status != RR_OK) {
        rr_profile_destroy(*out);
        *out = NULL;
    }
    return status;
}

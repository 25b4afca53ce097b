/* SPDX-License-Identifier: MIT */
/* A profile in, what it says out; NULL where it says nothing. */
#include "profile/model.h"

#define ITEM(list, type, index) ((index) < (list).count ? (type *)(list).items + (index) : NULL)

const char *rr_profile_id(const rr_profile *profile)
{
    return profile->id;
}

const char *rr_profile_education(const rr_profile *profile)
{
    return profile->education;
}

const char *rr_profile_region(const rr_profile *profile)
{
    return profile->region;
}

const rr_constraints *rr_profile_constraints(const rr_profile *profile)
{
    return &profile->constraints;
}

size_t rr_profile_job_count(const rr_profile *profile)
{
    return profile->jobs.count;
}

const rr_job *rr_profile_job(const rr_profile *profile, size_t index)
{
    return ITEM(profile->jobs, const rr_job, index);
}

size_t rr_profile_skill_count(const rr_profile *profile)
{
    return profile->skills.count;
}

const rr_skill *rr_profile_skill(const rr_profile *profile, size_t index)
{
    return ITEM(profile->skills, const rr_skill, index);
}

size_t rr_profile_licence_count(const rr_profile *profile)
{
    return profile->licences.count;
}

const rr_licence *rr_profile_licence(const rr_profile *profile, size_t index)
{
    return ITEM(profile->licences, const rr_licence, index);
}

size_t rr_profile_fact_count(const rr_profile *profile)
{
    return profile->facts.count;
}

const rr_fact *rr_profile_fact(const rr_profile *profile, size_t index)
{
    return ITEM(profile->facts, const rr_fact, index);
}

size_t rr_profile_language_count(const rr_profile *profile)
{
    return profile->languages.count;
}

const rr_language *rr_profile_language(const rr_profile *profile, size_t index)
{
    return ITEM(profile->languages, const rr_language, index);
}

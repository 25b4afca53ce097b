/* SPDX-License-Identifier: MIT */
/* A profile's words and a taxonomy in, the concepts that are meant and the levels on their scales out. */
#include <string.h>

#include "base/text.h"
#include "profile/model.h"
#include "taxonomy/block.h"

enum { CANDIDATES = 8 };

typedef struct resolving {
    rr_profile *profile;
    const rr_taxonomy *taxonomy;
    void (*unresolved)(void *user, const rr_unresolved *what);
    void *user;
    bool all;
    rr_error *err;
    rr_status level_status; /* of the first level off its scale */
    rr_error level_err;
} resolving;

/* One concept; RR_NONE and a call of `unresolved` when it can't be told. */
static rr_status find_concept(resolving *r, rr_concept concept, size_t index, const char *text, uint32_t *found, rr_resolved_by *by)
{
    rr_candidate candidates[CANDIDATES];
    rr_error err;
    size_t count = 0;
    *found = RR_NONE;
    rr_status status = r->unresolved != NULL ? rr_taxonomy_resolve(r->taxonomy, concept, text, candidates, CANDIDATES, &count, &err)
                                             : rr__taxonomy_tell(r->taxonomy, concept, text, candidates, CANDIDATES, &count, &err);
    if (status == RR_OK && count > 0) {
        *found = candidates[0].index;
        *by = candidates[0].by;
        return RR_OK;
    }
    if (status != RR_EAMBIGUOUS && status != RR_ENOTFOUND) {
        if (r->err != NULL)
            *r->err = err;
        return status;
    }
    r->all = false;
    explicit_bzero(err.args, sizeof err.args); /* the person's own words */
    rr_unresolved what = {concept, index, text, status, candidates, count};
    if (r->unresolved != NULL)
        r->unresolved(r->user, &what);
    return RR_OK;
}

static void keep_level_error(resolving *r, const rr__scale *scale, size_t index)
{
    char number[32], first[32], last[32];
    if (r->level_status != RR_OK)
        return;
    rr__format_decimal(number, (int64_t)(index + 1) * 1000000);
    rr__format_decimal(first, (int64_t)scale->first * 10000);
    rr__format_decimal(last, (int64_t)scale->last * 10000);
    r->level_status = rr__fail(&r->level_err, RR_EINVALID, RR__MSG_PROFILE_LEVEL_OFF_SCALE, r->profile->id, number, first, last, NULL);
}

/* The level as written, on the ascending scale of the descriptor's facet. A word, or a facet without a
 * scale, leaves it unknown. */
static void find_level(resolving *r, rr_skill *skill, size_t index)
{
    const rr__block *b = r->taxonomy->block;
    int64_t written = 0;
    int32_t level = -1, given = skill->level;
    if (skill->level_text != NULL)
        skill->level = -1;
    if (skill->descriptor == RR_NONE || (skill->level_text == NULL && given < 0))
        return;
    const rr__facet *facet = RR__RECORD(rr__facet, b, RR__SEC_FACETS, rr__block_descriptor(b, skill->descriptor)->facet);
    if (facet->scale == RR_NONE)
        return;
    const rr__scale *scale = RR__RECORD(rr__scale, b, RR__SEC_SCALES, facet->scale);
    if (skill->level_text == NULL)
        written = rr__level_to_written(scale, given);
    else if (!rr__parse_decimal(skill->level_text, strlen(skill->level_text), &written))
        return;
    if (rr__level_from_written(scale, written, &level))
        skill->level = level;
    else
        keep_level_error(r, scale, index);
}

rr_status rr_profile_resolve(rr_profile *profile, const rr_taxonomy *taxonomy,
                             void (*unresolved)(void *user, const rr_unresolved *what), void *user, rr_error *err)
{
    resolving r = {.profile = profile, .taxonomy = taxonomy, .unresolved = unresolved, .user = user, .all = true, .err = err};
    rr_job *jobs = profile->jobs.items;
    rr_skill *skills = profile->skills.items;
    rr_status status = RR_OK;
    rr__error_clear(err);
    for (size_t i = 0; i < profile->jobs.count && status == RR_OK; i++)
        status = find_concept(&r, RR_CONCEPT_OCCUPATION, i, jobs[i].title, &jobs[i].occupation, &jobs[i].resolved_by);
    for (size_t i = 0; i < profile->skills.count && status == RR_OK; i++) {
        status = find_concept(&r, RR_CONCEPT_DESCRIPTOR, i, skills[i].text, &skills[i].descriptor, &skills[i].resolved_by);
        if (status == RR_OK)
            find_level(&r, &skills[i], i);
    }
    if (status == RR_OK && r.level_status != RR_OK) {
        status = r.level_status;
        if (err != NULL)
            *err = r.level_err;
        explicit_bzero(&r.level_err, sizeof r.level_err); /* it says whose */
    }
    if (status != RR_OK || r.all)
        return status;
    return rr__fail(err, RR_EAMBIGUOUS, RR__MSG_PROFILE_UNRESOLVED, profile->id, NULL);
}

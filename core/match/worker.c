/* SPDX-License-Identifier: MIT */
/* A resolved profile in; what the worker holds, with the origin of each piece, out. */
#include "match/worker.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"

/* A job counts by its years, at most ten (unknown: two), and less the longer ago it ended: the full weight
 * now, half of it after ten years, a third after twenty. */
enum { MONTHS_MOST = 120, MONTHS_UNKNOWN = 24, YEARS_TO_HALF = 10 };

static double weigh_job(const rr__worker *w, const rr_job *job)
{
    double months = job->months < 0 ? MONTHS_UNKNOWN : job->months > MONTHS_MOST ? MONTHS_MOST : job->months;
    double ago = job->current || job->until_year <= 0 || w->today_year < 0 || job->until_year > w->today_year ? 0 : w->today_year - job->until_year;
    return (months + 1) * YEARS_TO_HALF / (YEARS_TO_HALF + ago);
}

static void take_history(rr__worker *w)
{
    double total = 0;
    for (size_t i = 0; i < rr_profile_job_count(w->profile); i++) {
        const rr_job *job = rr_profile_job(w->profile, i);
        uint32_t document = job->occupation < w->matcher->index->occupations ? rr__index_document_of(w->matcher->index)[job->occupation] : RR_NONE;
        if (document == RR_NONE)
            continue;
        w->documents[w->document_count] = document;
        w->jobs[w->document_count] = (uint32_t)i;
        w->weights[w->document_count++] = (float)weigh_job(w, job);
        total += weigh_job(w, job);
    }
    for (uint32_t i = 0; i < w->document_count; i++)
        w->weights[i] = w->document_count == 1 ? 1 : (float)((double)w->weights[i] / total);
}

/* What an occupation asks for, who worked in it is taken to hold, at the level asked for; of several jobs
 * the highest level counts. */
static void infer_holdings(rr__worker *w)
{
    const rr__block *b = w->matcher->taxonomy->block;
    for (uint32_t i = 0; i < w->document_count; i++) {
        const rr__occupation *o = rr__block_occupation(b, rr__index_documents(w->matcher->index)[w->documents[i]]);
        for (uint32_t k = 0; k < o->requirements.count; k++) {
            const rr__requirement *r = RR__RECORD(rr__requirement, b, RR__SEC_REQUIREMENTS, o->requirements.first + k);
            rr__holding *h = &w->holdings[r->descriptor];
            if (!h->held || r->level > h->level) {
                *h = (rr__holding){.held = 1, .origin = RR_ORIGIN_INFERRED, .level = r->level, .job = w->jobs[i]};
            }
        }
    }
}

static bool list_statements(rr__worker *w)
{
    for (size_t i = 0; i < rr_profile_skill_count(w->profile); i++) {
        const rr_skill *s = rr_profile_skill(w->profile, i);
        rr__statement said = {s->descriptor, s->level, s->state, NULL};
        if (!rr__vec_push(&w->statements, &said))
            return false;
    }
    return true;
}

static void take_skills(rr__worker *w)
{
    uint32_t descriptors = rr__block_count(w->matcher->taxonomy->block, RR__SEC_DESCRIPTORS);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < w->statements.count; i++) {
            const rr__statement *s = &RR__AT(rr__statement, &w->statements, i);
            if (s->descriptor >= descriptors || (s->state == RR_SKILL_STRUCK) != (pass == 1))
                continue;
            rr__holding *h = &w->holdings[s->descriptor];
            if (pass == 1) {
                *h = (rr__holding){.struck = 1, .level = -1, .job = RR_NONE};
                continue;
            }
            int32_t level = s->level >= 0 ? s->level : h->held ? h->level : -1;
            *h = (rr__holding){.held = 1, .level = level, .job = RR_NONE,
                               .origin = s->state == RR_SKILL_VERIFIED ? RR_ORIGIN_VERIFIED : RR_ORIGIN_STATED};
        }
}

static void find_needed_facets(rr__worker *w)
{
    const rr__block *b = w->matcher->taxonomy->block;
    for (uint32_t i = 0; i < rr__block_count(b, RR__SEC_REQUIREMENTS); i++) {
        const rr__requirement *r = RR__RECORD(rr__requirement, b, RR__SEC_REQUIREMENTS, i);
        if (r->essential)
            w->needed_facets[rr__block_descriptor(b, r->descriptor)->facet] = 1;
    }
}

rr_status rr__worker_create(rr__worker **out, const rr_matcher *m, const rr_profile *profile, const rr_match_options *options,
                            rr_override_effect *effects, rr_error *err)
{
    const rr_allocator *a = &m->context->allocator;
    size_t jobs = rr_profile_job_count(profile) + 1;
    rr__worker *w = rr__alloc(a, sizeof *w);
    *out = w;
    if (w == NULL)
        return rr__fail_nomem(err);
    w->matcher = m;
    w->profile = profile;
    w->options = options;
    w->effects = effects;
    rr__vec_init(&w->statements, a, sizeof(rr__statement));
    rr__vec_init(&w->entries, a, sizeof(rr__entry_of));
    w->holdings = rr__alloc(a, (rr__block_count(m->taxonomy->block, RR__SEC_DESCRIPTORS) + (size_t)1) * sizeof *w->holdings);
    w->documents = rr__alloc(a, jobs * sizeof *w->documents);
    w->weights = rr__alloc(a, jobs * sizeof *w->weights);
    w->jobs = rr__alloc(a, jobs * sizeof *w->jobs);
    w->needed_facets = rr__alloc(a, rr__block_count(m->taxonomy->block, RR__SEC_FACETS) + (size_t)1);
    if (!list_statements(w) || w->needed_facets == NULL || w->holdings == NULL || w->documents == NULL || w->weights == NULL || w->jobs == NULL) {
        rr__worker_destroy(w);
        *out = NULL;
        return rr__fail_nomem(err);
    }
    int64_t year = -1;
    bool dated = rr__parse_date(options->date, strlen(options->date), &w->today) && rr__parse_int(options->date, 4, 1, 9999, &year);
    w->today_year = dated ? (int32_t)year : -1;
    find_needed_facets(w);
    take_history(w);
    infer_holdings(w);
    take_skills(w);
    if (rr__decide_skills(w))
        return RR_OK;
    rr__worker_destroy(w);
    *out = NULL;
    return rr__fail_nomem(err);
}

void rr__worker_destroy(rr__worker *w)
{
    if (w == NULL)
        return;
    const rr_allocator *a = &w->matcher->context->allocator;
    rr__free(a, w->holdings);
    rr__free(a, w->documents);
    rr__free(a, w->weights);
    rr__free(a, w->jobs);
    rr__free(a, w->needed_facets);
    rr__vec_finish(&w->entries);
    rr__vec_finish(&w->statements);
    rr__free(a, w);
}

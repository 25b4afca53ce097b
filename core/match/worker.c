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

static bool take_history(rr__worker *w)
{
    const rr__index *index = w->matcher->index;
    double total = 0;
    for (size_t i = 0; i < rr_profile_job_count(w->profile); i++) {
        const rr_job *job = rr_profile_job(w->profile, i);
        uint32_t document = job->occupation < index->occupations ? rr__index_document_of(index)[job->occupation] : RR_NONE;
        rr__past past = {document, (uint32_t)i, (float)weigh_job(w, job)};
        if (document == RR_NONE)
            continue;
        if (!rr__vec_push(&w->history, &past))
            return false;
        total += weigh_job(w, job);
    }
    for (size_t i = 0; i < w->history.count; i++) {
        float *share = &RR__AT(rr__past, &w->history, i).share;
        *share = w->history.count == 1 ? 1 : (float)((double)*share / total);
    }
    return true;
}

void rr__worker_hold(rr__worker *w, uint32_t descriptor, rr__holding holding, rr__whence whence)
{
    rr__holding *own = &w->holdings[descriptor];
    if (w->below_marked)
        rr__forget_below(w);
    if (w->marks[descriptor] == 0)
        w->noted[w->noted_count++] = descriptor;
    *own = holding;
    w->marks[descriptor] = (uint8_t)((w->marks[descriptor] & RR__BELOW) | RR__NOTED | RR__WRITTEN | (holding.held ? RR__HELD : 0) | (holding.struck ? RR__STRUCK : 0));
    if (w->whence != NULL)
        w->whence[descriptor] = whence;
}

/* Of several jobs the highest level counts. */
static void infer(rr__worker *w, uint32_t descriptor, int32_t level, uint32_t job)
{
    const rr__holding *h = &w->holdings[descriptor];
    if (!h->held || level > h->level)
        rr__worker_hold(w, descriptor, (rr__holding){.held = 1, .origin = RR_ORIGIN_INFERRED, .level = level}, (rr__whence){NULL, job});
}

/* For lists, of someone of whom nothing but jobs is said: what has no level needs no more than a mark. */
static void infer_lightly(rr__worker *w, uint32_t document, uint32_t job)
{
    const rr__need *needs = w->roles->needs.data;
    for (uint32_t k = w->roles->first_need[document]; k < w->roles->first_need[document + 1]; k++) {
        uint32_t d = needs[k].descriptor;
        if (needs[k].level >= 0) {
            infer(w, d, needs[k].level, job);
        } else if ((w->marks[d] & RR__HELD) == 0) {
            if (w->marks[d] == 0)
                w->noted[w->noted_count++] = d;
            w->marks[d] |= RR__NOTED | RR__HELD;
        }
        if (needs[k].parent != RR_NONE)
            rr__worker_mark_below(w, d, needs[k].parent);
    }
}

/* What an occupation asks for, who worked in it is taken to hold, at the level asked for. */
static void infer_holdings(rr__worker *w)
{
    const rr__block *b = w->matcher->taxonomy->block;
    bool lightly = w->roles != NULL && w->statements.count == 0;
    for (size_t i = 0; i < w->history.count; i++) {
        const rr__past *past = &RR__AT(rr__past, &w->history, i);
        if (lightly) {
            infer_lightly(w, past->document, past->job);
            continue;
        }
        const rr__need *needs = w->roles == NULL ? NULL : w->roles->needs.data;
        for (uint32_t k = needs == NULL ? 0 : w->roles->first_need[past->document]; needs != NULL && k < w->roles->first_need[past->document + 1]; k++)
            infer(w, needs[k].descriptor, needs[k].level, past->job);
        if (needs != NULL)
            continue;
        const rr__occupation *o = rr__block_occupation(b, rr__index_documents(w->matcher->index)[past->document]);
        for (uint32_t k = 0; k < o->requirements.count; k++) {
            const rr__requirement *r = RR__RECORD(rr__requirement, b, RR__SEC_REQUIREMENTS, o->requirements.first + k);
            infer(w, r->descriptor, r->level, past->job);
        }
    }
    w->below_marked = lightly;
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
            if (pass == 1) {
                rr__worker_hold(w, s->descriptor, (rr__holding){.struck = 1, .level = -1}, (rr__whence){NULL, RR_NONE});
                continue;
            }
            const rr__holding *h = &w->holdings[s->descriptor];
            int32_t level = s->level >= 0 ? s->level : h->held ? h->level : -1;
            uint8_t origin = s->state == RR_SKILL_VERIFIED ? RR_ORIGIN_VERIFIED : RR_ORIGIN_STATED;
            rr__worker_hold(w, s->descriptor, (rr__holding){.held = 1, .level = level, .origin = origin}, (rr__whence){NULL, RR_NONE});
        }
}

rr_status rr__worker_reserve(rr__worker **out, const rr_matcher *m, const rr__roles *roles, rr_error *err)
{
    const rr_allocator *a = &m->context->allocator;
    size_t descriptors = rr__block_count(m->taxonomy->block, RR__SEC_DESCRIPTORS) + (size_t)1;
    rr__worker *w = rr__alloc(a, sizeof *w);
    *out = w;
    if (w == NULL)
        return rr__fail_nomem(err);
    w->matcher = m;
    w->roles = roles;
    w->descriptors = (uint32_t)descriptors - 1;
    rr__vec_init(&w->statements, a, sizeof(rr__statement));
    rr__vec_init(&w->history, a, sizeof(rr__past));
    rr__vec_init(&w->entries, a, sizeof(rr__entry_of));
    w->statements.secret = w->history.secret = w->entries.secret = true;
    w->holdings = rr__alloc(a, descriptors * sizeof *w->holdings);
    w->noted = rr__alloc(a, descriptors * sizeof *w->noted);
    w->marks = rr__alloc(a, descriptors);
    w->whence = roles == NULL ? rr__alloc(a, descriptors * sizeof *w->whence) : NULL;
    if (w->holdings != NULL && w->noted != NULL && w->marks != NULL && (w->whence != NULL || roles != NULL)) {
        for (size_t d = 0; d < descriptors; d++)
            w->holdings[d].level = -1;
        return RR_OK;
    }
    rr__worker_destroy(w);
    *out = NULL;
    return rr__fail_nomem(err);
}

/* Whoever was here before. */
static void forget(rr__worker *w)
{
    for (uint32_t i = 0; i < w->noted_count; i++) {
        uint32_t d = w->noted[i];
        if ((w->marks[d] & RR__WRITTEN) != 0) {
            w->holdings[d] = (rr__holding){.level = -1};
            if (w->whence != NULL)
                memset(&w->whence[d], 0, sizeof w->whence[d]); /* what pads it as well */
        }
        w->marks[d] = 0;
    }
    w->noted_count = 0;
    w->below_marked = false;
    w->statements.count = w->history.count = w->entries.count = 0;
    memset(w->query.terms, 0, w->matcher->index->terms * sizeof *w->query.terms);
}

rr_status rr__worker_listen(rr__worker *w, const rr_profile *profile, const rr_match_options *options, rr_override_effect *effects, rr_error *err)
{
    int64_t year = -1;
    forget(w);
    w->profile = profile;
    w->options = options;
    w->effects = effects;
    bool dated = rr__parse_date(options->date, strlen(options->date), &w->today) && rr__parse_int(options->date, 4, 1, 9999, &year);
    w->today_year = dated ? (int32_t)year : -1;
    return list_statements(w) && take_history(w) ? RR_OK : rr__fail_nomem(err);
}

rr_status rr__worker_infer(rr__worker *w, rr_error *err)
{
    infer_holdings(w);
    take_skills(w);
    return rr__decide_skills(w) ? RR_OK : rr__fail_nomem(err);
}

rr_status rr__worker_take(rr__worker *w, const rr_profile *profile, const rr_match_options *options, rr_override_effect *effects, rr_error *err)
{
    rr_status status = rr__worker_listen(w, profile, options, effects, err);
    return status == RR_OK ? rr__worker_infer(w, err) : status;
}

rr_status rr__worker_create(rr__worker **out, const rr_matcher *m, const rr_profile *profile, const rr_match_options *options,
                            rr_override_effect *effects, rr_error *err)
{
    rr_status status = rr__worker_reserve(out, m, NULL, err);
    if (status != RR_OK)
        return status;
    status = rr__worker_take(*out, profile, options, effects, err);
    if (status == RR_OK)
        return RR_OK;
    rr__worker_destroy(*out);
    *out = NULL;
    return status;
}

/* What it held of a person goes before the memory does. */
void rr__worker_destroy(rr__worker *w)
{
    if (w == NULL)
        return;
    const rr_allocator *a = &w->matcher->context->allocator;
    if (w->holdings != NULL && w->marks != NULL)
        forget(w);
    rr__free(a, w->holdings);
    rr__free_secret(a, w->noted, (w->descriptors + (size_t)1) * sizeof *w->noted);
    rr__free(a, w->marks);
    rr__free(a, w->whence);
    rr__free(a, w->sums);
    rr__free(a, w->seen);
    rr__free_secret(a, w->scores, rr__scores_size(w->matcher->index, 1));
    rr__free_secret(a, w->fits, (w->matcher->index->padded + (size_t)1) * sizeof *w->fits);
    rr__vec_finish(&w->history);
    rr__vec_finish(&w->entries);
    rr__vec_finish(&w->statements);
    rr__free_secret(a, w, sizeof *w);
}

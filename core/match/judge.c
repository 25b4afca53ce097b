/* SPDX-License-Identifier: MIT */
/* An entry condition and a worker in, met, unmet or unknown out. What the profile does not say is unknown,
 * and so is what depends on it. */
#include <string.h>

#include "base/error.h"
#include "match/worker.h"
#include "profile/measure.h"

static bool in_list(const char *list, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = list; *at != '\0';) {
        size_t n = strcspn(at, " ");
        if (n == len && memcmp(at, word, n) == 0)
            return true;
        at += n + (at[n] != '\0');
    }
    return false;
}

static rr__truth judge_fact(const rr__worker *w, const rr__condition *c)
{
    const rr__block *b = w->matcher->taxonomy->block;
    const char *name = rr__block_text(b, c->name), *have = NULL;
    for (size_t i = 0; i < rr_profile_fact_count(w->profile); i++)
        if (strcmp(rr_profile_fact(w->profile, i)->name, name) == 0)
            have = rr_profile_fact(w->profile, i)->value;
    return have == NULL ? RR__UNKNOWN : rr__compare_fact(have, strlen(have), (rr__op)c->op, rr__block_text(b, c->value));
}

/* A licence the profile doesn't name may still be held: that is to be asked, not to be guessed. */
static rr__truth judge_licence(const rr__worker *w, const rr__condition *c)
{
    const char *name = rr__block_text(w->matcher->taxonomy->block, c->name);
    size_t count = rr_profile_licence_count(w->profile);
    for (size_t i = 0; i < count; i++) {
        const rr_licence *licence = rr_profile_licence(w->profile, i);
        if (strcmp(licence->name, name) == 0)
            return rr__licence_held_for(licence->year, w->today_year, c->years_hundredths);
    }
    return RR__UNKNOWN;
}

static rr__truth judge_education(const rr__worker *w, const rr__condition *c)
{
    const char *have = rr_profile_education(w->profile), *wanted = rr__block_text(w->matcher->taxonomy->block, c->name);
    int rank = have == NULL ? -1 : rr__education_rank(have, strlen(have));
    return rank < 0 ? RR__UNKNOWN : rr__yes_or_no(rank >= rr__education_rank(wanted, strlen(wanted)));
}

static rr__truth judge_history(const rr__worker *w, const rr__condition *c)
{
    const rr__block *b = w->matcher->taxonomy->block;
    const char *ids = rr__block_text(b, c->name);
    rr__experience sum = {.doubt = rr_profile_job_count(w->profile) == 0};
    for (size_t i = 0; i < rr_profile_job_count(w->profile); i++) {
        const rr_job *job = rr_profile_job(w->profile, i);
        bool known = job->occupation != RR_NONE;
        bool fits = known && (in_list(ids, "any") || in_list(ids, rr__block_text(b, rr__block_occupation(b, job->occupation)->id)));
        rr__experience_add(&sum, known ? rr__yes_or_no(fits) : RR__UNKNOWN, job->months);
    }
    return rr__experience_reaches(&sum, c->years_hundredths < 0 ? 0 : (int64_t)c->years_hundredths * 12 / 100);
}

static rr__truth judge_skill(const rr__worker *w, const rr__condition *c)
{
    uint32_t d = rr_taxonomy_find_descriptor(w->matcher->taxonomy, rr__block_text(w->matcher->taxonomy->block, c->name));
    const rr__holding *h = d == RR_NONE ? NULL : &w->holdings[d];
    if (h == NULL || (!rr__worker_holds(w, d) && !h->struck))
        return RR__UNKNOWN;
    if (h->struck)
        return RR__UNMET;
    return c->level < 0 ? RR__MET : h->level < 0 ? RR__UNKNOWN : rr__yes_or_no(h->level >= c->level);
}

static rr__truth judge_leaf(const rr__worker *w, const rr__condition *c)
{
    static rr__truth (*const judges[])(const rr__worker *, const rr__condition *) = {
        [RR__COND_FACT] = judge_fact, [RR__COND_LICENCE] = judge_licence, [RR__COND_EDUCATION] = judge_education,
        [RR__COND_HISTORY] = judge_history, [RR__COND_SKILL] = judge_skill};
    return judges[c->kind](w, c);
}

/* One open all, any or not: what its children said so far. */
typedef struct open { uint32_t kind, next; rr__heard heard; } open;

static rr__truth conclude(const open *o)
{
    if (o->kind == RR__COND_ANY)
        return rr__any_of(&o->heard);
    rr__truth all = rr__all_of(&o->heard);
    return o->kind == RR__COND_NOT ? rr__not(all) : all; /* not: none of what is inside, all taken together */
}

rr_verdict_state rr__judge(const rr__worker *w, const rr__entry *entry)
{
    enum { DEPTH = 64 };
    const rr__block *b = w->matcher->taxonomy->block;
    if (entry->disputed)
        return RR_VERDICT_UNKNOWN;
    if (entry->state != 0)
        return (rr_verdict_state)entry->state;
    if (entry->condition == RR_NONE)
        return RR_VERDICT_UNKNOWN;
    open stack[DEPTH + 1] = {{.kind = RR__COND_ALL}};
    uint32_t depth = 0, end = RR__RECORD(rr__condition, b, RR__SEC_CONDITIONS, entry->condition)->next;
    for (uint32_t i = entry->condition; i < end && depth < DEPTH; i++) {
        const rr__condition *c = RR__RECORD(rr__condition, b, RR__SEC_CONDITIONS, i);
        if (c->kind <= RR__COND_NOT)
            stack[++depth] = (open){.kind = c->kind, .next = c->next};
        else
            rr__hear(&stack[depth].heard, judge_leaf(w, c));
        while (depth > 0 && stack[depth].next == i + 1) {
            rr__truth state = conclude(&stack[depth--]);
            rr__hear(&stack[depth].heard, state);
        }
    }
    return depth > 0 ? RR_VERDICT_UNKNOWN : (rr_verdict_state)conclude(&stack[0]);
}

bool rr__breaks_law(const rr__worker *w, uint32_t occupation)
{
    const rr__block *b = w->matcher->taxonomy->block;
    const rr__occupation *o = rr__block_occupation(b, occupation);
    for (uint32_t k = 0; k < o->entries.count; k++) {
        const rr__entry *e = RR__RECORD(rr__entry, b, RR__SEC_ENTRIES, o->entries.first + k);
        const rr_override *override = rr__decide_verdict(w, occupation, k);
        if (e->rule_class == RR_CLASS_LAW && (override != NULL ? override->state : rr__judge(w, e)) == RR_VERDICT_UNMET)
            return true;
    }
    return false;
}

rr_status rr__add_verdicts(rr_match *match, rr__arena *arena, const rr__worker *w, rr_error *err)
{
    const rr__block *b = w->matcher->taxonomy->block;
    const rr__occupation *o = rr__block_occupation(b, match->occupation);
    rr_verdict *verdicts = rr__arena_alloc(arena, (o->entries.count + (size_t)1) * sizeof *verdicts, 8);
    if (verdicts == NULL)
        return rr__fail_nomem(err);
    for (uint32_t k = 0; k < o->entries.count; k++) {
        const rr__entry *e = RR__RECORD(rr__entry, b, RR__SEC_ENTRIES, o->entries.first + k);
        const rr_override *override = rr__decide_verdict(w, match->occupation, k);
        rr_verdict_state computed = rr__judge(w, e);
        verdicts[k] = (rr_verdict){k, (rr_rule_class)e->rule_class, override != NULL ? override->state : computed, override, computed};
    }
    match->verdicts = verdicts;
    match->verdict_count = o->entries.count;
    return RR_OK;
}

/* SPDX-License-Identifier: MIT */
/* An entry condition and a worker in, met, unmet or unknown out. What the profile does not say is unknown,
 * and so is what depends on it. */
#include <string.h>

#include "base/text.h"
#include "base/error.h"
#include "match/worker.h"

static rr_verdict_state yes_or_no(bool yes)
{
    return yes ? RR_VERDICT_MET : RR_VERDICT_UNMET;
}

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

static rr_verdict_state judge_fact(const rr__worker *w, const rr__condition *c)
{
    const rr__block *b = w->matcher->taxonomy->block;
    const char *name = rr__block_text(b, c->name), *wanted = rr__block_text(b, c->value), *have = NULL;
    int64_t x = 0, y = 0;
    for (size_t i = 0; i < rr_profile_fact_count(w->profile); i++)
        if (strcmp(rr_profile_fact(w->profile, i)->name, name) == 0)
            have = rr_profile_fact(w->profile, i)->value;
    if (have == NULL)
        return RR_VERDICT_UNKNOWN;
    if (c->op == RR__OP_IN)
        return yes_or_no(in_list(wanted, have));
    bool numbers = rr__parse_decimal(have, strlen(have), &x) && rr__parse_decimal(wanted, strlen(wanted), &y);
    int order = numbers ? (x < y ? -1 : x > y) : strcmp(have, wanted);
    if (!numbers && c->op != RR__OP_EQ && c->op != RR__OP_NE)
        return RR_VERDICT_UNKNOWN; /* words have no order */
    switch (c->op) {
    case RR__OP_EQ: return yes_or_no(order == 0);
    case RR__OP_NE: return yes_or_no(order != 0);
    case RR__OP_LT: return yes_or_no(order < 0);
    case RR__OP_LE: return yes_or_no(order <= 0);
    case RR__OP_GT: return yes_or_no(order > 0);
    default: return yes_or_no(order >= 0);
    }
}

/* A licence the profile doesn't name may still be held: that is to be asked, not to be guessed. */
static rr_verdict_state judge_licence(const rr__worker *w, const rr__condition *c)
{
    const char *name = rr__block_text(w->matcher->taxonomy->block, c->name);
    size_t count = rr_profile_licence_count(w->profile);
    for (size_t i = 0; i < count; i++) {
        const rr_licence *licence = rr_profile_licence(w->profile, i);
        if (strcmp(licence->name, name) != 0)
            continue;
        if (c->years_hundredths <= 0)
            return RR_VERDICT_MET;
        if (licence->year < 0 || w->today_year < 0)
            return RR_VERDICT_UNKNOWN;
        /* Only the year of issue is known: between the sure and the impossible lies a year of doubt. */
        int64_t most = ((int64_t)w->today_year - licence->year) * 100 + 100, least = most - 200;
        return least >= c->years_hundredths ? RR_VERDICT_MET : most < c->years_hundredths ? RR_VERDICT_UNMET : RR_VERDICT_UNKNOWN;
    }
    return RR_VERDICT_UNKNOWN;
}

/* Steps of schooling; the kinds of upper secondary school are the same step. */
static int rank_education(const char *step)
{
    static const struct { const char *name; int rank; } steps[] = {{"none", 0}, {"primary", 1}, {"junior-secondary", 2},
        {"senior-secondary", 3}, {"vocational-secondary", 3}, {"vocational-college", 4}, {"bachelor", 5}, {"master", 6}, {"doctorate", 7}};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        if (strcmp(steps[i].name, step) == 0)
            return steps[i].rank;
    return -1;
}

static rr_verdict_state judge_education(const rr__worker *w, const rr__condition *c)
{
    const char *have = rr_profile_education(w->profile);
    int rank = have == NULL ? -1 : rank_education(have);
    return rank < 0 ? RR_VERDICT_UNKNOWN : yes_or_no(rank >= rank_education(rr__block_text(w->matcher->taxonomy->block, c->name)));
}

static rr_verdict_state judge_history(const rr__worker *w, const rr__condition *c)
{
    const rr__block *b = w->matcher->taxonomy->block;
    const char *ids = rr__block_text(b, c->name);
    int64_t months = 0, wanted = c->years_hundredths < 0 ? 0 : (int64_t)c->years_hundredths * 12 / 100;
    bool worked = false, doubt = false;
    for (size_t i = 0; i < rr_profile_job_count(w->profile); i++) {
        const rr_job *job = rr_profile_job(w->profile, i);
        if (job->occupation == RR_NONE) {
            doubt = true; /* it may have been this one */
            continue;
        }
        if (!in_list(ids, "any") && !in_list(ids, rr__block_text(b, rr__block_occupation(b, job->occupation)->id)))
            continue;
        worked = true;
        doubt = doubt || job->months < 0;
        months += job->months < 0 ? 0 : job->months;
    }
    if (worked && months >= wanted)
        return RR_VERDICT_MET;
    return doubt || rr_profile_job_count(w->profile) == 0 ? RR_VERDICT_UNKNOWN : RR_VERDICT_UNMET;
}

static rr_verdict_state judge_skill(const rr__worker *w, const rr__condition *c)
{
    uint32_t d = rr_taxonomy_find_descriptor(w->matcher->taxonomy, rr__block_text(w->matcher->taxonomy->block, c->name));
    const rr__holding *h = d == RR_NONE ? NULL : &w->holdings[d];
    if (h == NULL || (!h->held && !h->struck))
        return RR_VERDICT_UNKNOWN;
    if (h->struck)
        return RR_VERDICT_UNMET;
    return c->level < 0 ? RR_VERDICT_MET : h->level < 0 ? RR_VERDICT_UNKNOWN : yes_or_no(h->level >= c->level);
}

static rr_verdict_state judge_leaf(const rr__worker *w, const rr__condition *c)
{
    static rr_verdict_state (*const judges[])(const rr__worker *, const rr__condition *) = {
        [RR__COND_FACT] = judge_fact, [RR__COND_LICENCE] = judge_licence, [RR__COND_EDUCATION] = judge_education,
        [RR__COND_HISTORY] = judge_history, [RR__COND_SKILL] = judge_skill};
    return judges[c->kind](w, c);
}

/* One open all, any or not: what its children said so far. */
typedef struct open { uint32_t kind, next; bool met, unmet, unknown; } open;

static rr_verdict_state conclude(const open *o)
{
    if (o->kind == RR__COND_ANY)
        return o->met ? RR_VERDICT_MET : o->unknown ? RR_VERDICT_UNKNOWN : RR_VERDICT_UNMET;
    rr_verdict_state all = o->unmet ? RR_VERDICT_UNMET : o->unknown ? RR_VERDICT_UNKNOWN : RR_VERDICT_MET;
    if (o->kind == RR__COND_ALL || all == RR_VERDICT_UNKNOWN)
        return all;
    return all == RR_VERDICT_MET ? RR_VERDICT_UNMET : RR_VERDICT_MET; /* not: none of what is inside, all taken together */
}

static void hear(open *o, rr_verdict_state state)
{
    o->met = o->met || state == RR_VERDICT_MET;
    o->unmet = o->unmet || state == RR_VERDICT_UNMET;
    o->unknown = o->unknown || state == RR_VERDICT_UNKNOWN;
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
            hear(&stack[depth], judge_leaf(w, c));
        while (depth > 0 && stack[depth].next == i + 1) {
            rr_verdict_state state = conclude(&stack[depth--]);
            hear(&stack[depth], state);
        }
    }
    return depth > 0 ? RR_VERDICT_UNKNOWN : conclude(&stack[0]);
}

bool rr__breaks_law(const rr__worker *w, uint32_t occupation)
{
    const rr__block *b = w->matcher->taxonomy->block;
    const rr__occupation *o = rr__block_occupation(b, occupation);
    for (uint32_t k = 0; k < o->entries.count; k++) {
        const rr__entry *e = RR__RECORD(rr__entry, b, RR__SEC_ENTRIES, o->entries.first + k);
        if (e->rule_class == RR_CLASS_LAW && rr__judge(w, e) == RR_VERDICT_UNMET)
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
        verdicts[k] = (rr_verdict){k, (rr_rule_class)e->rule_class, rr__judge(w, e)};
    }
    match->verdicts = verdicts;
    match->verdict_count = o->entries.count;
    return RR_OK;
}

/* SPDX-License-Identifier: MIT */
/* A rule and a person in; met, unmet or unknown out, and what to ask. What nobody stated is unknown, never
 * false. */
#include <string.h>

#include "base/region.h"
#include "base/text.h"
#include "profile/measure.h"
#include "rules/model.h"

/* A call's patterns share these: under a second of the worst of them. */
static const int64_t steps_a_call = 20000000;

static bool is_text(rrp_str text, const char *word)
{
    return strlen(word) == text.n && memcmp(text.p, word, text.n) == 0;
}

static bool holds(const rr__numbers *list, uint32_t number)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (list->at[i] == number)
            return true;
    return false;
}

static rr__truth match_title(rr__asking *a, const rr__regex *pattern, rrp_str title)
{
    if (title.n == 0)
        return RR__UNKNOWN;
    bool nomem = false;
    rr__regex_answer answer = rr__regex_holds(pattern, title.p, title.n, &a->steps, &nomem);
    a->nomem = a->nomem || nomem;
    return answer == RR__REGEX_UNDETERMINED ? RR__UNKNOWN : rr__yes_or_no(answer == RR__REGEX_YES);
}

/* --- what is asked of the person --- */

static rr__truth judge_fact(rr__asking *a, const rr__rule_condition *c)
{
    for (uint32_t i = 0; i < a->profile->facts.count; i++) {
        const rrp_fact *fact = RRP_AT(rrp_fact, a->profile->facts, i);
        if (is_text(fact->key, c->name) && fact->value.n > 0)
            return rr__compare_fact(fact->value.p, fact->value.n, c->op, c->value);
    }
    return RR__UNKNOWN;
}

/* Whether a job is of the kind asked for. One that is not recognised may be; so may any when the rule names an
 * occupation that the taxonomy doesn't know. */
static rr__truth fits_job(rr__asking *a, const rr__rule_condition *c, const rrp_job *job)
{
    rr__heard both = {false, false, false};
    if (c->ids.given)
        rr__hear(&both, job->occupation != 0 && holds(&c->ids, job->occupation) ? RR__MET
                        : job->occupation == 0 || c->ids.missing                ? RR__UNKNOWN
                                                                                : RR__UNMET);
    if (c->title != NULL && !both.unmet)
        rr__hear(&both, match_title(a, c->title, job->title));
    return rr__all_of(&both);
}

static rr__truth judge_history(rr__asking *a, const rr__rule_condition *c)
{
    rr__experience sum = {.doubt = a->profile->history.count == 0};
    for (uint32_t i = 0; i < a->profile->history.count; i++) {
        const rrp_job *job = RRP_AT(rrp_job, a->profile->history, i);
        rr__experience_add(&sum, fits_job(a, c, job), (job->has & RRP_JOB_MONTHS) != 0 ? job->months : -1);
    }
    return rr__experience_reaches(&sum, c->number);
}

/* A licence that is not named may still be held: that is to be asked, not to be guessed. */
static rr__truth judge_licence(rr__asking *a, const rr__rule_condition *c)
{
    rr__heard named = {false, false, false};
    for (uint32_t i = 0; i < a->profile->licences.count; i++) {
        const rrp_licence *licence = RRP_AT(rrp_licence, a->profile->licences, i);
        if (is_text(licence->name, c->name))
            rr__hear(&named, rr__licence_held_for((licence->has & RRP_LICENCE_YEAR) != 0 ? licence->year : -1, a->year, (int32_t)c->number));
    }
    return named.unmet || named.met ? rr__any_of(&named) : RR__UNKNOWN;
}

static rr__truth judge_education(rr__asking *a, const rr__rule_condition *c)
{
    int rank = a->profile->education.n == 0 ? -1 : rr__education_rank(a->profile->education.p, a->profile->education.n);
    return rank < 0 ? RR__UNKNOWN : rr__yes_or_no(rank >= c->number);
}

static rr__truth judge_skill(rr__asking *a, const rr__rule_condition *c)
{
    for (uint32_t i = 0; i < a->profile->skills.count; i++) {
        const rrp_held *held = RRP_AT(rrp_held, a->profile->skills, i);
        if (holds(&c->ids, held->skill))
            return c->number <= 0 ? RR__MET : held->level <= 0 ? RR__UNKNOWN : rr__yes_or_no(held->level >= c->number);
    }
    return RR__UNKNOWN;
}

static rr__truth judge_person(rr__asking *a, const rr__rule_condition *c)
{
    static rr__truth (*const judges[])(rr__asking *, const rr__rule_condition *) = {
        [RR__RULE_FACT] = judge_fact, [RR__RULE_HISTORY] = judge_history, [RR__RULE_LICENCE] = judge_licence,
        [RR__RULE_EDUCATION] = judge_education, [RR__RULE_SKILL] = judge_skill};
    return judges[c->kind](a, c);
}

/* --- what is asked of the candidate --- */

static rr__truth compare(int64_t have, rr__op op, int64_t wanted)
{
    switch (op) {
    case RR__OP_LT: return rr__yes_or_no(have < wanted);
    case RR__OP_LE: return rr__yes_or_no(have <= wanted);
    case RR__OP_GT: return rr__yes_or_no(have > wanted);
    default: return rr__yes_or_no(have >= wanted);
    }
}

static rr__truth judge_candidate(const rr__rule_condition *c, const rrp_candidate *candidate)
{
    if (candidate == NULL || (c->kind == RR__RULE_READINESS && (candidate->has & RRP_CANDIDATE_READINESS) == 0))
        return RR__UNKNOWN;
    return compare(c->kind == RR__RULE_FIT ? candidate->fit_ppm : candidate->readiness_ppm, c->op, c->number);
}

/* --- the whole rule --- */

static rr__truth is_in_force(const rr__asking *a, const rr__rule *rule)
{
    int32_t day = a->profile->as_of_day;
    if (rule->from_day == INT32_MIN && rule->until_day == INT32_MAX)
        return RR__MET;
    return day == 0 ? RR__UNKNOWN : rr__yes_or_no(day >= rule->from_day && day <= rule->until_day);
}

/* A list that names a country names its regions too; a region that is not stated is in no list. */
static bool is_in_region(const rr__asking *a, const rr__rule *rule)
{
    uint32_t region = a->profile->region;
    for (uint32_t i = rule->scope; i < rule->scope_end; i++) {
        const rr__rule_scope *s = &a->rules->scopes[i];
        if (s->kind == RR__SCOPE_REGION && (region == 0 || (!holds(&s->ids, region) && !holds(&s->ids, rr__region_country(region)))))
            return false;
    }
    return true;
}

bool rr__asking_begin(rr__asking *a, const rr__rules *rules, rr__arena *arena, const rrp_profile *profile)
{
    *a = (rr__asking){.rules = rules, .arena = arena, .profile = profile, .steps = steps_a_call};
    a->year = profile->as_of_day <= 0 ? -1 : (int32_t)rr__civil_of(profile->as_of_day).year;
    a->truths = rr__arena_alloc(arena, rules->condition_count + 1, 1);
    a->nomem = a->truths == NULL;
    return !a->nomem;
}

bool rr__rule_begin(rr__asking *a, const rr__rule *rule)
{
    if (is_in_force(a, rule) == RR__UNMET || !is_in_region(a, rule))
        return false;
    for (uint32_t i = rule->condition; i < rule->condition_end; i++) {
        const rr__rule_condition *c = &a->rules->conditions[i];
        if (c->kind > RR__RULE_NOT && c->kind < RR__RULE_FIT)
            a->truths[i] = (uint8_t)judge_person(a, c);
    }
    return true;
}

/* A group from its children, whose truths stand behind it. */
static rr__truth judge_group(const rr__asking *a, uint32_t group)
{
    const rr__rule_condition *all = a->rules->conditions;
    rr__heard heard = {false, false, false};
    for (uint32_t i = group + 1; i < all[group].next; i = all[i].next)
        rr__hear(&heard, (rr__truth)a->truths[i]);
    if (all[group].kind == RR__RULE_ANY)
        return rr__any_of(&heard);
    return all[group].kind == RR__RULE_NOT ? rr__not(rr__all_of(&heard)) : rr__all_of(&heard);
}

rr__truth rr__rule_conclude(rr__asking *a, const rr__rule *rule, const rrp_candidate *candidate)
{
    for (uint32_t i = rule->condition_end; i-- > rule->condition;) { /* children before their groups */
        const rr__rule_condition *c = &a->rules->conditions[i];
        if (c->kind <= RR__RULE_NOT)
            a->truths[i] = (uint8_t)judge_group(a, i);
        else if (c->kind >= RR__RULE_FIT)
            a->truths[i] = (uint8_t)judge_candidate(c, candidate);
    }
    if (is_in_force(a, rule) == RR__UNKNOWN)
        return RR__UNKNOWN;
    return rule->condition == rule->condition_end ? RR__MET : (rr__truth)a->truths[rule->condition];
}

/* --- questions --- */

static bool same(rrp_str a, rrp_str b)
{
    return a.n == b.n && memcmp(a.p, b.p, a.n) == 0;
}

static void add_questions(rr__vec *to, const rrp_vec *from, bool *nomem)
{
    for (uint32_t i = 0; i < from->count; i++) {
        const rrp_text *text = RRP_AT(rrp_text, *from, i);
        bool there = false;
        for (size_t k = 0; k < to->count && !there; k++)
            there = same(RR__AT(rrp_text, to, k).lang, text->lang) && same(RR__AT(rrp_text, to, k).text, text->text);
        *nomem = *nomem || (!there && !rr__vec_push(to, text));
    }
}

/* An unknown condition keeps the result open when every group around it is unknown too. */
rrp_vec rr__rule_questions(rr__asking *a, const rr__rule *rule)
{
    rr__vec found;
    rr__vec_init(&found, &a->rules->context->allocator, sizeof(rrp_text));
    if (is_in_force(a, rule) == RR__UNKNOWN)
        add_questions(&found, &rule->questions, &a->nomem);
    for (uint32_t i = rule->condition; i < rule->condition_end;) {
        const rr__rule_condition *c = &a->rules->conditions[i];
        bool open = a->truths[i] == RR__UNKNOWN;
        if (open && c->kind > RR__RULE_NOT)
            add_questions(&found, &c->questions, &a->nomem);
        i = open && c->kind <= RR__RULE_NOT ? i + 1 : c->next;
    }
    rrp_vec out = {NULL, (uint32_t)found.count, sizeof(rrp_text)};
    void *kept = found.count == 0 ? NULL : rr__arena_alloc(a->arena, found.count * sizeof(rrp_text), _Alignof(rrp_text));
    if (kept != NULL)
        out.data = memcpy(kept, found.data, found.count * sizeof(rrp_text));
    a->nomem = a->nomem || (found.count > 0 && kept == NULL);
    rr__vec_finish(&found);
    return out;
}

/* --- scope over courses --- */

static rr__truth is_titled(rr__asking *a, const rr__rule_scope *s, const rrp_course *course)
{
    rr__heard titles = {.unknown = course->titles.count == 0};
    for (uint32_t i = 0; i < course->titles.count && !titles.met; i++)
        rr__hear(&titles, match_title(a, s->title, RRP_AT(rrp_text, course->titles, i)->text));
    return rr__any_of(&titles);
}

static bool prepares_for(const rr__rule_scope *s, const rrp_course *course)
{
    for (uint32_t i = 0; i < course->certificates.count; i++) {
        const rrp_certificate *c = RRP_AT(rrp_certificate, course->certificates, i);
        if ((s->level == 0 || c->level == s->level) && (!s->ids.given || holds(&s->ids, c->occupation)))
            return true;
    }
    return false;
}

static bool teaches(const rr__rule_scope *s, const rrp_course *course)
{
    for (uint32_t i = 0; i < course->teaches.count; i++)
        if (holds(&s->ids, RRP_AT(rrp_skill_level, course->teaches, i)->skill))
            return true;
    return false;
}

rr__truth rr__rule_covers(rr__asking *a, const rr__rule *rule, const rrp_course *course)
{
    rr__heard terms = {false, false, false};
    for (uint32_t i = rule->scope; i < rule->scope_end && !terms.unmet; i++) {
        const rr__rule_scope *s = &a->rules->scopes[i];
        if (s->kind != RR__SCOPE_REGION)
            rr__hear(&terms, s->kind == RR__SCOPE_TITLE     ? is_titled(a, s, course)
                             : s->kind == RR__SCOPE_TEACHES ? rr__yes_or_no(teaches(s, course))
                                                            : rr__yes_or_no(prepares_for(s, course)));
    }
    return rr__all_of(&terms);
}

/* SPDX-License-Identifier: MIT */
/* A condition of a course or an exam and a worker in, met, unmet or unknown out. What only a course can bring is
 * unmet here: which courses do is the plan's own question. */
#include <string.h>

#include "plan/gather.h"
#include "profile/measure.h"

static rr__truth judge_skill(const rr__worker *w, const rrp_need *n)
{
    const rr__holding *h = &w->holdings[n->ref - 1];
    if (!h->held)
        return RR__UNMET;
    return n->level <= 0 ? RR__MET : h->level < 0 ? RR__UNKNOWN : rr__yes_or_no(h->level >= n->level);
}

static rr__truth judge_history(const rr__worker *w, const rrp_need *n)
{
    rr__experience sum = {.doubt = rr_profile_job_count(w->profile) == 0};
    for (size_t i = 0; i < rr_profile_job_count(w->profile); i++) {
        const rr_job *job = rr_profile_job(w->profile, i);
        bool known = job->occupation != RR_NONE;
        rr__experience_add(&sum, n->ref == 0 ? RR__MET : known ? rr__yes_or_no(job->occupation == n->ref - 1) : RR__UNKNOWN, job->months);
    }
    return rr__experience_reaches(&sum, n->months);
}

/* What the profile doesn't name may still be held. */
static rr__truth judge_paper(const rr__worker *w, const rrp_need *n)
{
    for (size_t i = 0; i < rr_profile_licence_count(w->profile); i++) {
        const char *name = rr_profile_licence(w->profile, i)->name;
        if (strlen(name) == n->value.n && memcmp(name, n->value.p, (size_t)n->value.n) == 0)
            return RR__MET;
    }
    return RR__UNKNOWN;
}

static rr__truth judge_education(const rr__worker *w, const rrp_need *n)
{
    const char *have = rr_profile_education(w->profile);
    int rank = have == NULL ? -1 : rr__education_rank(have, strlen(have)), wanted = rr__education_rank(n->value.p, (size_t)n->value.n);
    return rank < 0 || wanted < 0 ? RR__UNKNOWN : rr__yes_or_no(rank >= wanted);
}

static rr__truth judge_age(const rr__worker *w, const rrp_need *n)
{
    for (size_t i = 0; i < rr_profile_fact_count(w->profile); i++) {
        const rr_fact *fact = rr_profile_fact(w->profile, i);
        int64_t years = 0;
        if (strcmp(fact->name, "age") == 0 && rr__parse_int(fact->value, strlen(fact->value), 0, 150, &years))
            return years * 12 >= n->months ? RR__MET : (years + 1) * 12 > n->months ? RR__UNKNOWN : RR__UNMET;
    }
    return RR__UNKNOWN;
}

rr__truth rr__judge_need(const rr__worker *w, const rrp_need *n)
{
    switch (n->kind) {
    case RRP_NEED_SKILL: return n->ref == 0 ? RR__UNKNOWN : judge_skill(w, n);
    case RRP_NEED_HISTORY: return judge_history(w, n);
    case RRP_NEED_LICENCE:
    case RRP_NEED_CERTIFICATE: return judge_paper(w, n);
    case RRP_NEED_EDUCATION: return judge_education(w, n);
    case RRP_NEED_COURSE: return RR__UNMET;
    case RRP_NEED_AGE: return judge_age(w, n);
    default: return RR__UNKNOWN;
    }
}

/* Groups may be mixed up in the list: each is judged where its first member stands. */
static bool is_first(const rrp_vec *needs, uint32_t i)
{
    for (uint32_t k = 0; k < i; k++)
        if (RRP_AT(rrp_need, *needs, k)->group == RRP_AT(rrp_need, *needs, i)->group)
            return false;
    return true;
}

rr__truth rr__judge_group(const rr__worker *w, const rrp_vec *needs, uint32_t i)
{
    rr__heard heard = {0};
    for (uint32_t k = i; k < needs->count; k++)
        if (RRP_AT(rrp_need, *needs, k)->group == RRP_AT(rrp_need, *needs, i)->group)
            rr__hear(&heard, rr__judge_need(w, RRP_AT(rrp_need, *needs, k)));
    return rr__any_of(&heard);
}

uint32_t rr__next_group(const rrp_vec *needs, uint32_t from)
{
    while (from < needs->count && !is_first(needs, from))
        from++;
    return from;
}

rr__truth rr__judge_all(const rr__worker *w, const rrp_vec *needs)
{
    rr__heard heard = {0};
    for (uint32_t i = rr__next_group(needs, 0); i < needs->count; i = rr__next_group(needs, i + 1))
        rr__hear(&heard, rr__judge_group(w, needs, i));
    return rr__all_of(&heard);
}

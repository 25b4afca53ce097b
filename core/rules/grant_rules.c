/* SPDX-License-Identifier: MIT */
/* A person, a role and courses in, what somebody else may pay of them out. A grant whose rule says nothing of
 * courses is for every course of the call, and given once. */
#include <string.h>

#include "rules/model.h"

static bool add(rr__vec *grants, rr__asking *a, const rr__rule *rule, rr__truth state, const rrp_vec *questions, rrp_str course_id)
{
    rrp_grant grant = rule->grant;
    grant.state = (uint32_t)state;
    if (state == RR__UNKNOWN)
        grant.questions = *questions;
    if (course_id.n > 0) { /* the courses die with the call */
        grant.course_id.p = rr__arena_text(a->arena, course_id.p, course_id.n);
        grant.course_id.n = course_id.n;
        a->nomem = a->nomem || grant.course_id.p == NULL;
    }
    return rr__vec_push(grants, &grant);
}

static void grant_by(rr__asking *a, const rr__rule *rule, const rrp_vec *courses, rr__vec *grants)
{
    rr__truth state = rr__rule_conclude(a, rule, NULL);
    rrp_vec open = state == RR__UNKNOWN ? rr__rule_questions(a, rule) : (rrp_vec){NULL, 0, sizeof(rrp_text)};
    if (!rule->per_course) {
        a->nomem = !add(grants, a, rule, state, &open, (rrp_str){NULL, 0}) || a->nomem;
        return;
    }
    for (uint32_t i = 0; i < courses->count; i++) {
        const rrp_course *course = RRP_AT(rrp_course, *courses, i);
        rr__truth covers = rr__rule_covers(a, rule, course);
        bool in_doubt = covers == RR__UNKNOWN && state == RR__MET; /* nobody knows whether it is about this course */
        if (covers != RR__UNMET)
            a->nomem = !add(grants, a, rule, in_doubt ? RR__UNKNOWN : state, in_doubt ? &rule->questions : &open, course->id) || a->nomem;
    }
}

rr_status rr__rules_grants(const rr__rules *rules, rr__arena *arena, const rrp_profile *profile, uint32_t occupation,
                           const rrp_vec *courses, rrp_vec *grants, rr_error *err)
{
    rr__asking a;
    rr__vec found;
    *grants = (rrp_vec)RRP_VEC(rrp_grant, NULL, 0);
    if (!rr__asking_begin(&a, rules, arena, profile))
        return rr__fail_nomem(err);
    rr__vec_init(&found, &rules->context->allocator, sizeof(rrp_grant));
    uint32_t role = occupation <= rules->occupation_count ? occupation : 0;
    for (size_t i = 0; i < rules->count && !a.nomem; i++) {
        const rr__rule *rule = &rules->rules[i];
        if (rule->outcome == RR__OUTCOME_GRANT && rr__rule_is_about(rule, role) && rr__rule_begin(&a, rule))
            grant_by(&a, rule, courses, &found);
    }
    rrp_grant *kept = rr__arena_alloc(arena, (found.count + 1) * sizeof *kept, _Alignof(rrp_grant));
    a.nomem = a.nomem || kept == NULL || found.count > UINT32_MAX;
    if (!a.nomem && found.count > 0)
        memcpy(kept, found.data, found.count * sizeof *kept);
    if (!a.nomem)
        *grants = (rrp_vec)RRP_VEC(rrp_grant, kept, found.count);
    rr__vec_finish(&found);
    return a.nomem ? rr__fail_nomem(err) : RR_OK;
}

/* SPDX-License-Identifier: MIT */
/* A person and all candidates in, what the rules find about each out. What is asked of the person only is
 * judged once. Candidates share their findings when the same rules are about them and those that ask for fit or
 * readiness come to the same. */
#include <string.h>

#include "base/hash.h"
#include "rules/model.h"

/* A rule that has something to say to this person. */
typedef struct ruling { const rr__rule *rule; rrp_finding finding; /* unless per_candidate */ } ruling;

typedef struct scoring {
    rr__asking asking;
    ruling *rulings;
    const rr__rule **open; /* those of the rules that ask for the candidate's numbers */
    size_t count, open_count;
    rrp_finding *draft;    /* of one candidate */
    char *key;             /* its class, and the states of the open rules that are about it */
    rr__map made;          /* key -> place in findings */
    rr__vec findings;      /* rrp_vec */
} scoring;

/* false: the rule has nothing to say in this state. */
static bool make_finding(rr__asking *a, const rr__rule *rule, const rrp_candidate *candidate, rrp_finding *out)
{
    rr__truth state = rr__rule_conclude(a, rule, candidate);
    bool information = (rule->finding.flags & RRP_INFORMATION) != 0;
    if (state == RR__UNMET && (rule->outcome == RR__OUTCOME_ADJUST || information))
        return false;
    *out = rule->finding;
    out->state = (uint32_t)state;
    if (state != RR__MET)
        out->delta_ppm = 0;
    if (state == RR__UNKNOWN)
        out->questions = rr__rule_questions(a, rule);
    return true;
}

static void collect_rulings(scoring *s)
{
    const rr__rules *rules = s->asking.rules;
    for (size_t i = 0; i < rules->count; i++) {
        const rr__rule *rule = &rules->rules[i];
        ruling *next = &s->rulings[s->count];
        next->rule = rule;
        if (rule->outcome == RR__OUTCOME_GRANT || !rr__rule_begin(&s->asking, rule))
            continue;
        if (rule->per_candidate)
            s->open[s->open_count++] = rule;
        s->count += rule->per_candidate || make_finding(&s->asking, rule, NULL, &next->finding);
    }
}

static size_t make_key(scoring *s, const rrp_candidate *candidate, uint32_t occupation)
{
    size_t len = sizeof(uint32_t);
    memcpy(s->key, &s->asking.rules->classes[occupation], len);
    for (size_t i = 0; i < s->open_count; i++)
        if (rr__rule_is_about(s->open[i], occupation))
            s->key[len++] = (char)rr__rule_conclude(&s->asking, s->open[i], candidate);
    return len;
}

static rrp_vec make_findings(scoring *s, const rrp_candidate *candidate, uint32_t occupation)
{
    rrp_vec found = {NULL, 0, sizeof(rrp_finding)};
    for (size_t i = 0; i < s->count; i++) {
        const ruling *r = &s->rulings[i];
        if (!rr__rule_is_about(r->rule, occupation))
            continue;
        if (r->rule->per_candidate)
            found.count += make_finding(&s->asking, r->rule, candidate, &s->draft[found.count]);
        else
            s->draft[found.count++] = r->finding;
    }
    void *kept = rr__arena_alloc(s->asking.arena, (found.count + (size_t)1) * sizeof(rrp_finding), _Alignof(rrp_finding));
    s->asking.nomem = s->asking.nomem || kept == NULL;
    if (kept != NULL)
        found.data = memcpy(kept, s->draft, found.count * sizeof(rrp_finding));
    return found;
}

static rrp_vec find_for(scoring *s, const rrp_candidate *candidate)
{
    uint32_t occupation = candidate->occupation <= s->asking.rules->occupation_count ? candidate->occupation : 0;
    size_t len = make_key(s, candidate, occupation);
    uint32_t at = rr__map_get(&s->made, s->key, len);
    if (at != UINT32_MAX)
        return RR__AT(rrp_vec, &s->findings, at);
    rrp_vec found = make_findings(s, candidate, occupation);
    char *key = rr__arena_text(s->asking.arena, s->key, len);
    if (key == NULL || !rr__map_put(&s->made, key, len, (uint32_t)s->findings.count, &at) || !rr__vec_push(&s->findings, &found))
        s->asking.nomem = true;
    return found;
}

static bool begin(scoring *s, const rr__rules *rules, rr__arena *arena, const rrp_profile *profile)
{
    rr__map_init(&s->made, &rules->context->allocator);
    rr__vec_init(&s->findings, &rules->context->allocator, sizeof(rrp_vec));
    s->rulings = rr__arena_alloc(arena, (rules->count + 1) * sizeof *s->rulings, _Alignof(ruling));
    s->open = rr__arena_alloc(arena, (rules->count + 1) * sizeof *s->open, _Alignof(const rr__rule *));
    s->draft = rr__arena_alloc(arena, (rules->count + 1) * sizeof *s->draft, _Alignof(rrp_finding));
    s->key = rr__arena_alloc(arena, rules->count + sizeof(uint32_t), 1);
    return rr__asking_begin(&s->asking, rules, arena, profile) && s->rulings != NULL && s->open != NULL && s->draft != NULL && s->key != NULL;
}

rr_status rr__rules_score(const rr__rules *rules, rr__arena *arena, const rrp_profile *profile, const rrp_vec *candidates,
                          rrp_vec *verdicts, rr_error *err)
{
    scoring s = {.count = 0};
    *verdicts = (rrp_vec)RRP_VEC(rrp_verdict, NULL, 0);
    rrp_verdict *out = rr__arena_alloc(arena, (candidates->count + (size_t)1) * sizeof *out, _Alignof(rrp_verdict));
    bool good = begin(&s, rules, arena, profile) && out != NULL;
    if (good)
        collect_rulings(&s);
    for (uint32_t i = 0; i < candidates->count && good && !s.asking.nomem; i++)
        out[i] = (rrp_verdict){.candidate = i, .findings = find_for(&s, RRP_AT(rrp_candidate, *candidates, i))};
    rr__map_finish(&s.made);
    rr__vec_finish(&s.findings);
    if (!good || s.asking.nomem)
        return rr__fail_nomem(err);
    *verdicts = (rrp_vec)RRP_VEC(rrp_verdict, out, candidates->count);
    return RR_OK;
}

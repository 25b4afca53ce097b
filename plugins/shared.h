/* SPDX-License-Identifier: MIT */
/* What the shipped plugins in C have in common: texts in two languages, rules as a table, facts of a person, the
 * catalogue. They say their region (HERE) before they include it. A plugin of your own needs none of it (see
 * template/). */
#ifndef REROUTE_PLUGINS_SHARED_H
#define REROUTE_PLUGINS_SHARED_H

#include <reroute/plugin.h>
#include <stdbool.h>
#include <string.h>

/* SAY makes a text of both languages; SAID is the vector that a record holds of it. */
#define SAY(name, en, zh) static const rrp_text name[] = {{RRP_S("en"), RRP_S(en)}, {RRP_S("zh"), RRP_S(zh)}}
#define SAID(name) RRP_VEC(rrp_text, name, 2)
#define COUNT(array) (sizeof(array) / sizeof *(array))
/* Days since 1970 of a date, as a constant. */
#define DAY(y, m, d) DAY_OF_((y) - ((m) < 3), ((m) + 9) % 12, d)
#define DAY_OF_(y, m, d) (365 * (y) + (y) / 4 - (y) / 100 + (y) / 400 + (153 * (m) + 2) / 5 + (d) - 719469)

/* One rule: what to say to whom, and when. */
typedef struct region_rule {
    const char *roles;                             /* ids with a space after each; NULL: every role */
    int32_t from_day, until_day;                   /* 0: no bound */
    uint32_t (*judge)(const rrp_profile *profile); /* NULL: the finding's own state */
    rrp_finding finding;
} region_rule;

static inline bool is_same(rrp_str a, const char *b)
{
    return a.n == strlen(b) && memcmp(a.p, b, a.n) == 0;
}

/* The value of a fact; n 0: not stated. */
static inline rrp_str fact_of(const rrp_profile *profile, const char *key)
{
    for (uint32_t i = 0; i < profile->facts.count; i++)
        if (is_same(RRP_AT(rrp_fact, profile->facts, i)->key, key))
            return RRP_AT(rrp_fact, profile->facts, i)->value;
    return (rrp_str){NULL, 0};
}

static inline uint32_t fact_is(const rrp_profile *profile, const char *key, const char *value)
{
    rrp_str stated = fact_of(profile, key);
    return stated.n == 0 ? RRP_UNKNOWN : is_same(stated, value) ? RRP_MET : RRP_UNMET;
}

/* A fact that is a whole number; -1: not stated, or no number. */
static inline int32_t number_of(const rrp_profile *profile, const char *key)
{
    rrp_str stated = fact_of(profile, key);
    int32_t number = 0;
    for (uint64_t i = 0; i < stated.n; i++) {
        if (stated.p[i] < '0' || stated.p[i] > '9' || number > 99999)
            return -1;
        number = number * 10 + (stated.p[i] - '0');
    }
    return stated.n == 0 ? -1 : number;
}

/* Both must hold: what is not met decides, then what is unknown. */
static inline uint32_t both(uint32_t a, uint32_t b)
{
    return a == RRP_UNMET || b == RRP_UNMET ? RRP_UNMET : a == RRP_MET && b == RRP_MET ? RRP_MET : RRP_UNKNOWN;
}

static inline bool is_in_force(const region_rule *rule, int32_t day)
{
    return day >= rule->from_day && (rule->until_day == 0 || day <= rule->until_day);
}

static inline bool concerns(const region_rule *rule, rrp_str role)
{
    if (rule->roles == NULL)
        return true;
    for (const char *at = rule->roles; role.n > 0 && *at != '\0'; at += strcspn(at, " ") + 1)
        if (strcspn(at, " ") == role.n && memcmp(at, role.p, role.n) == 0)
            return true;
    return false;
}

/* The scoring method: every rule in force that concerns the candidate's role. */
static inline int32_t apply_rules(rrp_call *call, const rrp_profile *profile, const rrp_vec *candidates,
                                  rrp_vec *verdicts, const region_rule *rules, size_t rule_count)
{
    rrp_verdict *out = call->host->alloc(call, (candidates->count + 1) * sizeof *out, _Alignof(rrp_verdict));
    if (out == NULL)
        return RRP_ENOMEM;
    for (uint32_t i = 0; i < candidates->count && !call->host->cancelled(call); i++) {
        rrp_str role = call->host->name_of(call, RRP_OCCUPATION, RRP_AT(rrp_candidate, *candidates, i)->occupation);
        uint32_t count = 0;
        for (size_t r = 0; r < rule_count; r++)
            count += is_in_force(&rules[r], profile->as_of_day) && concerns(&rules[r], role);
        rrp_finding *findings = call->host->alloc(call, (count + 1) * sizeof *findings, _Alignof(rrp_finding));
        if (findings == NULL)
            return RRP_ENOMEM;
        out[i].candidate = i;
        out[i].findings = (rrp_vec)RRP_VEC(rrp_finding, findings, count);
        for (size_t r = 0; r < rule_count; r++) {
            if (!is_in_force(&rules[r], profile->as_of_day) || !concerns(&rules[r], role))
                continue;
            *findings = rules[r].finding;
            if (rules[r].judge != NULL)
                findings->state = rules[r].judge(profile);
            findings++;
        }
    }
    *verdicts = (rrp_vec)RRP_VEC(rrp_verdict, out, candidates->count);
    return call->host->cancelled(call) ? RRP_ECANCELLED : RRP_OK;
}

/* The lowest step of the certificates a course prepares for, as printed: 5 .. 1; 0: none. */
static inline uint32_t certificate_level(const rrp_course *course)
{
    uint32_t level = 0;
    for (uint32_t i = 0; i < course->certificates.count; i++)
        if (RRP_AT(rrp_certificate, course->certificates, i)->level > level)
            level = RRP_AT(rrp_certificate, course->certificates, i)->level;
    return level;
}

/* The catalogue of a plugin that serves one region, HERE, and whose rows stand in courses.xml: the host has read it,
 * and picks the region. */
static int32_t serve_regions(void *self, rrp_call *call, rrp_vec *regions)
{
    uint32_t *number = call->host->alloc(call, sizeof *number, _Alignof(uint32_t));
    (void)self;
    if (number == NULL)
        return RRP_ENOMEM;
    *number = call->host->intern(call, RRP_REGION, (rrp_str)RRP_S(HERE));
    *regions = (rrp_vec)RRP_VEC(uint32_t, number, *number != 0);
    return RRP_OK;
}

static int32_t serve_courses(void *self, rrp_call *call, const rrp_course_query *query, rrp_course_page *page)
{
    const rrp_xml_catalogue *xml = call->host->extension(call->host, RRP_XML_CATALOGUE);
    rrp_str file = RRP_S("courses.xml");
    (void)self;
    if (xml == NULL)
        return call->host->fail(call, RRP_EDATA, (rrp_str)RRP_S("this program does not read courses.xml for plugins"), file);
    return xml->courses(call, file, query, page);
}

/* What `get` answers for a plugin that offers all three. */
static inline const void *interface_of(const char *id, const rrp_scoring *scoring, const rrp_funding *funding)
{
    static const rrp_catalogue catalogue = {.size = sizeof catalogue, .regions = serve_regions, .courses = serve_courses};
    return strcmp(id, RRP_CATALOGUE) == 0 ? (const void *)&catalogue
         : strcmp(id, RRP_SCORING) == 0   ? (const void *)scoring
         : strcmp(id, RRP_FUNDING) == 0   ? (const void *)funding
                                          : NULL;
}

#endif

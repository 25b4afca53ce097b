/* SPDX-License-Identifier: MIT */
/* rules.xml in, an immutable rule set out. The table is the format; what a rule applies to and asks is read by
 * read_conditions.c. */
#include <string.h>

#include "base/text.h"
#include "rules/reading.h"

#define NAMESPACE "urn:reroute:rules:1"
#define IN RR__XML_IN
#define GROUPS (IN(RR__EL_WHEN) | IN(RR__EL_ALL) | IN(RR__EL_ANY) | IN(RR__EL_NOT))
#define LEAVES (IN(RR__EL_FACT) | IN(RR__EL_HISTORY) | IN(RR__EL_LICENCE) | IN(RR__EL_EDUCATION) | IN(RR__EL_SKILL) | \
                IN(RR__EL_FIT) | IN(RR__EL_READINESS))
#define ID(name) {name, RR__XML_ID, 0, 0, NULL}
#define TEXT(name) {name, RR__XML_TEXT, 0, 0, NULL}
#define DATE(name) {name, RR__XML_DATE, 0, 0, NULL}
#define MONEY(name) {name, RR__XML_MONEY, 0, 0, NULL}
#define YES(name) {name, RR__XML_YES, 0, 0, NULL}
#define WORD(name, words) {name, RR__XML_WORD, 0, 0, words}
#define WHOLE(name, min, max) {name, RR__XML_WHOLE, min, max, NULL}
#define DECIMAL(name, min, max) {name, RR__XML_DECIMAL, min, max, NULL}
#define SHARE(name) DECIMAL(name, 0, 1000000)
#define CONFIDENCE WORD("confidence", "low medium high")
#define ORDERINGS(kind) kind("at-least"), kind("at-most"), kind("above"), kind("below")

enum { MILLION = 1000000, YEARS_MAX = 80, TIMES_MAX = 1000,
       NAMES_MAX = 1000 /* looked through for the nearest */ };
/* What all patterns may take on the names of all roles: a few seconds of the worst of them. */
static const int64_t title_steps = 100000000;

static const rr__xml_element elements[] = {
    [RR__EL_RULES] = {"rules", 0, RR__XML_EMPTY, false, 0, {TEXT("!owner")}},
    [RR__EL_SOURCE] = {"source", IN(RR__EL_RULES), RR__XML_WRITTEN, false, 0, {ID("!id"), CONFIDENCE, {"url", RR__XML_URL, 0, 0, NULL}}},
    [RR__EL_RULE] = {"rule", IN(RR__EL_RULES), RR__XML_EMPTY, false, IN(RR__EL_TEXT),
                     {ID("!id"), WORD("!class", "law custom programme"), ID("!source"), CONFIDENCE, DATE("from"), DATE("until")}},
    [RR__EL_TEXT] = {"text", IN(RR__EL_RULE), RR__XML_TRANSLATED, false, 0, {{0}}},
    [RR__EL_QUESTION] = {"question", IN(RR__EL_RULE) | LEAVES, RR__XML_TRANSLATED, false, 0, {{0}}},
    [RR__EL_APPLIES] = {"applies", IN(RR__EL_RULE), RR__XML_EMPTY, true, 0, {{0}}},
    [RR__EL_ROLE] = {"role", IN(RR__EL_APPLIES), RR__XML_EMPTY, false, 0, {TEXT("in"), TEXT("title")}},
    [RR__EL_REGION] = {"region", IN(RR__EL_APPLIES), RR__XML_EMPTY, false, 0, {TEXT("!in")}},
    [RR__EL_COURSE] = {"course", IN(RR__EL_APPLIES), RR__XML_EMPTY, false, 0, {TEXT("teaches"), TEXT("title")}},
    [RR__EL_CERTIFICATE] = {"certificate", IN(RR__EL_APPLIES), RR__XML_EMPTY, false, 0, {WHOLE("level", 1, 5), TEXT("occupation")}},
    [RR__EL_WHEN] = {"when", IN(RR__EL_RULE), RR__XML_EMPTY, true, 0, {{0}}},
    [RR__EL_ALL] = {"all", GROUPS, RR__XML_EMPTY, false, 0, {{0}}},
    [RR__EL_ANY] = {"any", GROUPS, RR__XML_EMPTY, false, 0, {{0}}},
    [RR__EL_NOT] = {"not", GROUPS, RR__XML_EMPTY, false, 0, {{0}}},
    [RR__EL_FACT] = {"fact", GROUPS, RR__XML_EMPTY, false, 0, {ID("!name"), ORDERINGS(TEXT), TEXT("is"), TEXT("is-not"), TEXT("in")}},
    [RR__EL_HISTORY] = {"history", GROUPS, RR__XML_EMPTY, false, 0, {TEXT("occupation"), TEXT("title"), WHOLE("months", 0, RR__EXPERIENCE_MONTHS_MAX)}},
    [RR__EL_LICENCE] = {"licence", GROUPS, RR__XML_EMPTY, false, 0, {TEXT("!name"), DECIMAL("years", 0, YEARS_MAX * MILLION)}},
    [RR__EL_EDUCATION] = {"education", GROUPS, RR__XML_EMPTY, false, 0, {TEXT("!at-least")}},
    [RR__EL_SKILL] = {"skill", GROUPS, RR__XML_EMPTY, false, 0, {ID("!id"), DECIMAL("level", 0, 100 * MILLION)}},
    [RR__EL_FIT] = {"fit", GROUPS, RR__XML_EMPTY, false, 0, {ORDERINGS(SHARE)}},
    [RR__EL_READINESS] = {"readiness", GROUPS, RR__XML_EMPTY, false, 0, {ORDERINGS(SHARE)}},
    [RR__EL_FINDING] = {"finding", IN(RR__EL_RULE), RR__XML_EMPTY, false, 0, {YES("information")}},
    [RR__EL_ADJUST] = {"adjust", IN(RR__EL_RULE), RR__XML_EMPTY, false, 0, {DECIMAL("!delta", -RR__DELTA_MAX, RR__DELTA_MAX)}},
    [RR__EL_GRANT] = {"grant", IN(RR__EL_RULE), RR__XML_EMPTY, false, 0,
                      {MONEY("amount"), TEXT("currency"), SHARE("share"), MONEY("cap"), YES("on-certificate"), WHOLE("certificate-level", 1, 5),
                       WHOLE("claim-days", 0, RR__CLAIM_DAYS_MAX), WHOLE("per-person", 1, TIMES_MAX), ID("exclusion-group")}},
    [RR__EL_DOCUMENT] = {"document", IN(RR__EL_GRANT), RR__XML_WRITTEN, false, 0, {{0}}},
};

typedef struct source { const char *id; rrp_str text, url; uint32_t confidence; rr__xml_place place; } source;

static rrp_str str_of(const rr__xml_value *v)
{
    return (rrp_str){v->text, v->len};
}

static uint32_t confidence_of(const rr__xml_value *v)
{
    return v->given ? (uint32_t)v->number + RRP_LOW : RRP_CONFIDENCE_UNSTATED;
}

static void say_twice(rr__rules_reading *r, const char *what, const char *id, rr__xml_place first)
{
    char line[32];
    rr__format_decimal(line, (int64_t)first.line * MILLION);
    rr__xml_say(r->xml, RR__MSG_RULES_ID_TWICE, what, id, line, NULL);
}

/* --- sources --- */

static bool end_source(rr__rules_reading *r, const rr__xml_value *v, const char *text)
{
    source own = {v[0].text, {text, strlen(text)}, str_of(&v[2]), confidence_of(&v[1]), rr__xml_here(r->xml)};
    uint32_t number = (uint32_t)r->sources.count, present = number;
    if (v[0].given && !rr__map_put(&r->source_ids, v[0].text, v[0].len, number, &present))
        return false;
    if (present != number)
        say_twice(r, "source", own.id, RR__AT(source, &r->sources, present).place);
    return rr__vec_push(&r->sources, &own);
}

/* --- rules --- */

static bool start_rule(rr__rules_reading *r, const rr__xml_value *v)
{
    uint32_t present = RR_NONE, number = (uint32_t)r->built.count;
    if (number == RR__RULES_MAX)
        rr__xml_say(r->xml, RR__MSG_RULES_TOO_MANY, "10000", NULL);
    rr__rule rule = {.condition = (uint32_t)r->conditions.count, .scope = (uint32_t)r->scopes.count,
                     .from_day = v[4].given ? (int32_t)v[4].number : INT32_MIN, .until_day = v[5].given ? (int32_t)v[5].number : INT32_MAX};
    rule.finding = (rrp_finding){.rule_class = (uint32_t)v[1].number + RRP_LAW, .confidence = confidence_of(&v[3]), .code = str_of(&v[0])};
    r->own = (rr__rule_build){.rule = rule, .place = rr__xml_here(r->xml), .source = v[2].text};
    r->roles = NULL;
    r->depth = 0;
    if (v[4].given && v[5].given && v[5].number < v[4].number)
        rr__xml_say(r->xml, RR__MSG_RULES_DATES, NULL);
    if (v[0].given && !rr__map_put(&r->rule_ids, v[0].text, v[0].len, number, &present))
        return false;
    if (v[0].given && present != number)
        say_twice(r, "rule", v[0].text, RR__AT(rr__rule_build, &r->built, present).place);
    return true;
}

/* What the outcomes have in common is said once, in the finding, and copied into the grant. */
static void copy_to_grant(rr__rule *rule)
{
    const rrp_finding *f = &rule->finding;
    rule->grant.code = f->code;
    rule->grant.texts = f->texts;
    rule->grant.confidence = f->confidence;
    rule->grant.source = f->source;
    rule->grant.source_url = f->source_url;
}

static void check_outcome(rr__rules_reading *r)
{
    const rr__rule_build *own = &r->own;
    bool grant = own->rule.outcome == RR__OUTCOME_GRANT;
    if (own->outcomes != 1)
        rr__xml_say(r->xml, RR__MSG_RULES_OUTCOME, own->rule.finding.code.p, NULL);
    else if (!grant && own->about_courses != NULL)
        rr__xml_say(r->xml, RR__MSG_RULES_ABOUT_COURSES, own->about_courses, NULL);
    else if (grant && own->about_candidates != NULL)
        rr__xml_say(r->xml, RR__MSG_RULES_ABOUT_CANDIDATES, own->about_candidates, NULL);
}

static bool end_rule(rr__rules_reading *r)
{
    rr__rule *rule = &r->own.rule;
    rule->condition_end = (uint32_t)r->conditions.count;
    rule->scope_end = (uint32_t)r->scopes.count;
    rule->roles = r->roles;
    check_outcome(r);
    if (!rr__xml_texts(r->xml, RR__EL_TEXT, &rule->finding.texts) || !rr__xml_texts(r->xml, RR__EL_QUESTION, &rule->questions))
        return false;
    rule->finding.questions = (rrp_vec)RRP_VEC(rrp_text, NULL, 0);
    rule->grant.questions = rule->finding.questions;
    rr__settle_questions(r);
    return rr__vec_push(&r->built, &r->own);
}

/* --- outcomes --- */

static void take_outcome(rr__rules_reading *r, rr__outcome outcome)
{
    r->own.outcomes++;
    r->own.rule.outcome = outcome;
}

static bool is_currency(const rr__xml_value *v)
{
    bool capitals = v->len == 3;
    for (uint32_t i = 0; i < v->len; i++)
        capitals = capitals && v->text[i] >= 'A' && v->text[i] <= 'Z';
    return capitals;
}

static bool end_grant(rr__rules_reading *r, const rr__xml_value *v)
{
    rrp_grant *g = &r->own.rule.grant;
    if (!v[0].given && !v[2].given)
        rr__xml_say(r->xml, RR__MSG_RULES_GRANT_EMPTY, NULL);
    if ((v[1].given || v[0].given || v[3].given) && !is_currency(&v[1]))
        rr__xml_say(r->xml, RR__MSG_RULES_CURRENCY, NULL);
    *g = (rrp_grant){.currency = str_of(&v[1]), .amount_minor = v[0].number, .share_ppm = (uint32_t)v[2].number, .cap_minor = v[3].number,
                     .certificate_level = (uint32_t)v[5].number, .claim_within_days = (int32_t)v[6].number,
                     .per_person = (uint32_t)v[7].number, .exclusion_group = str_of(&v[8])};
    g->has = (v[0].given ? RRP_GRANT_AMOUNT : 0u) | (v[2].given ? RRP_GRANT_SHARE : 0u) | (v[3].given ? RRP_GRANT_CAP : 0u) |
             (v[6].given ? RRP_GRANT_CLAIM : 0u);
    g->flags = v[4].number != 0 ? RRP_GRANT_ON_CERTIFICATE : 0u;
    bool kept = rr__xml_keep(r->xml, r->documents.data, r->documents.count, sizeof(rrp_text), &g->documents);
    r->documents.count = 0;
    return kept;
}

static bool end_document(rr__rules_reading *r, const char *text)
{
    const char *lang = rr__xml_lang(r->xml);
    if (lang[0] == '\0')
        rr__xml_say(r->xml, RR__MSG_XML_LANG, "document", NULL);
    rrp_text own = {{NULL, strlen(lang)}, {text, strlen(text)}};
    own.lang.p = rr__arena_text(&r->rules->arena, lang, own.lang.n);
    return own.lang.p != NULL && rr__vec_push(&r->documents, &own);
}

/* --- the table's two ways in --- */

static bool on_start(void *user, rr__xml_reader *xml, uint32_t element, const rr__xml_value *v)
{
    rr__rules_reading *r = user;
    (void)xml;
    switch (element) {
    case RR__EL_RULES: r->rules->owner = v[0].text; return true;
    case RR__EL_RULE: return start_rule(r, v);
    case RR__EL_ROLE: case RR__EL_REGION: case RR__EL_COURSE: case RR__EL_CERTIFICATE: return rr__read_scope(r, element, v);
    case RR__EL_FINDING:
        take_outcome(r, RR__OUTCOME_FINDING);
        r->own.rule.finding.flags = v[0].number != 0 ? RRP_INFORMATION : 0;
        return true;
    case RR__EL_ADJUST:
        take_outcome(r, RR__OUTCOME_ADJUST);
        r->own.rule.finding.delta_ppm = (int32_t)v[0].number;
        return true;
    case RR__EL_GRANT: take_outcome(r, RR__OUTCOME_GRANT); return true;
    default: return (IN(element) & (GROUPS | LEAVES)) == 0 || rr__read_condition(r, element, v);
    }
}

static bool on_end(void *user, rr__xml_reader *xml, uint32_t element, const rr__xml_value *v, const char *text)
{
    rr__rules_reading *r = user;
    (void)xml;
    switch (element) {
    case RR__EL_SOURCE: return end_source(r, v, text);
    case RR__EL_RULE: return end_rule(r);
    case RR__EL_GRANT: return end_grant(r, v);
    case RR__EL_DOCUMENT: return end_document(r, text);
    default: return (IN(element) & (GROUPS | LEAVES)) == 0 || rr__read_condition_end(r);
    }
}

/* --- the whole file --- */

static void cite(rr__rules_reading *r, rr__rule_build *built, const char *const *names)
{
    rrp_finding *f = &built->rule.finding;
    uint32_t at = rr__map_get(&r->source_ids, built->source, strlen(built->source));
    if (at == UINT32_MAX) {
        if (built->source[0] != '\0') /* a missing one has been told */
            rr__xml_say_unknown(r->xml, built->place, "source", built->source, names, r->sources.count < NAMES_MAX ? r->sources.count : NAMES_MAX);
        return;
    }
    const source *s = &RR__AT(source, &r->sources, at);
    f->source = s->text;
    f->source_url = s->url;
    f->confidence = f->confidence == RRP_CONFIDENCE_UNSTATED ? s->confidence : f->confidence;
}

static bool cite_all(rr__rules_reading *r)
{
    const rr_allocator *a = &r->rules->context->allocator;
    const char **names = rr__alloc(a, (r->sources.count + 1) * sizeof *names);
    for (size_t i = 0; i < r->sources.count && names != NULL; i++)
        names[i] = RR__AT(source, &r->sources, i).id;
    for (size_t i = 0; i < r->built.count && names != NULL; i++) {
        rr__rule_build *built = &RR__AT(rr__rule_build, &r->built, i);
        cite(r, built, names);
        copy_to_grant(&built->rule);
    }
    rr__free(a, names);
    return names != NULL;
}

/* Moves what was read to where it stays. */
static bool settle(rr__rules_reading *r)
{
    rr__rules *rules = r->rules;
    rrp_vec conditions, scopes;
    rr__rule *kept = rr__arena_alloc(&rules->arena, (r->built.count + 1) * sizeof *kept, _Alignof(rr__rule));
    if (kept == NULL || !rr__xml_keep(r->xml, r->conditions.data, r->conditions.count, sizeof(rr__rule_condition), &conditions) ||
        !rr__xml_keep(r->xml, r->scopes.data, r->scopes.count, sizeof(rr__rule_scope), &scopes))
        return false;
    for (size_t i = 0; i < r->built.count; i++)
        kept[i] = RR__AT(rr__rule_build, &r->built, i).rule;
    rules->rules = kept;
    rules->count = r->built.count;
    rules->conditions = conditions.data;
    rules->condition_count = conditions.count;
    rules->scopes = scopes.data;
    return rr__rules_group_roles(rules);
}

static void begin(rr__rules_reading *r)
{
    const rr_allocator *a = &r->rules->context->allocator;
    rr__vec_init(&r->sources, a, sizeof(source));
    rr__vec_init(&r->built, a, sizeof(rr__rule_build));
    rr__vec_init(&r->conditions, a, sizeof(rr__rule_condition));
    rr__vec_init(&r->scopes, a, sizeof(rr__rule_scope));
    rr__vec_init(&r->places, a, sizeof(rr__xml_place));
    rr__vec_init(&r->names, a, sizeof(const char *));
    rr__vec_init(&r->documents, a, sizeof(rrp_text));
    rr__map_init(&r->pattern_ids, a);
    rr__map_init(&r->rule_ids, a);
    rr__map_init(&r->source_ids, a);
    r->listed = rr__arena_alloc(&r->rules->arena, (r->rules->occupation_count / 64 + (size_t)1) * sizeof *r->listed, _Alignof(uint64_t));
}

static void finish(rr__rules_reading *r)
{
    rr__vec *const lists[] = {&r->sources, &r->built, &r->conditions, &r->scopes, &r->places, &r->names, &r->documents};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        rr__vec_finish(lists[i]);
    rr__map_finish(&r->pattern_ids);
    rr__map_finish(&r->rule_ids);
    rr__map_finish(&r->source_ids);
}

static rr_status read_all(rr__rules_reading *r, const char *file, const void *bytes, size_t len, rr_finding_fn finding, void *user,
                          rr_error *err)
{
    static const rr__xml_table table = {NAMESPACE, elements, sizeof elements / sizeof elements[0], on_start, on_end};
    rr_status status = rr__xml_reader_begin(&r->xml, r->rules->context, &table, &r->rules->arena, file, finding, user, err);
    if (status != RR_OK)
        return status;
    begin(r);
    if (r->listed == NULL || (rr__xml_reader_run(r->xml, bytes, len, 0, r) == RR_OK && !(cite_all(r) && settle(r))))
        rr__xml_reader_nomem(r->xml);
    finish(r);
    return rr__xml_reader_end(r->xml, err);
}

rr_status rr__rules_read(rr__rules **out, rr_context *context, const rr_taxonomy *taxonomy, const char *file, const void *bytes,
                         size_t len, const char *const *reads, size_t read_count, rr_finding_fn finding, void *user, rr_error *err)
{
    *out = NULL;
    rr__rules *rules = rr__alloc(&context->allocator, sizeof *rules);
    rr__rules_reading *reading = rr__alloc(&context->allocator, sizeof *reading);
    rr_status status = RR_ENOMEM;
    if (rules != NULL && reading != NULL) {
        rules->context = context;
        rr__arena_init(&rules->arena, &context->allocator);
        rr__vec_init(&rules->patterns, &context->allocator, sizeof(rr__rule_pattern));
        rules->occupation_count = rr__block_count(taxonomy->block, RR__SEC_OCCUPATIONS);
        *reading = (rr__rules_reading){.rules = rules, .taxonomy = taxonomy, .reads = reads, .read_count = read_count, .steps = title_steps};
        status = read_all(reading, file, bytes, len, finding, user, err);
    } else {
        rr__free(&context->allocator, rules);
        rules = NULL;
        rr__fail_nomem(err);
    }
    rr__free(&context->allocator, reading);
    if (status == RR_OK)
        *out = rules;
    else
        rr__rules_destroy(rules);
    return status;
}

void rr__rules_destroy(rr__rules *rules)
{
    if (rules == NULL)
        return;
    const rr_allocator *a = &rules->context->allocator;
    for (size_t i = 0; i < rules->patterns.count; i++)
        rr__regex_destroy(RR__AT(rr__rule_pattern, &rules->patterns, i).regex);
    rr__vec_finish(&rules->patterns);
    rr__arena_finish(&rules->arena);
    rr__free(a, rules);
}

size_t rr__rules_count(const rr__rules *rules)
{
    return rules->count;
}

const char *rr__rules_verdict(const rr__rules *rules, size_t index)
{
    const rr__rule *rule = &rules->rules[index];
    return rule->outcome == RR__OUTCOME_FINDING && (rule->finding.flags & RRP_INFORMATION) == 0 ? rule->finding.code.p : NULL;
}

static bool has_outcome(const rr__rules *rules, bool grant)
{
    for (size_t i = 0; i < rules->count; i++)
        if ((rules->rules[i].outcome == RR__OUTCOME_GRANT) == grant)
            return true;
    return false;
}

bool rr__rules_judge(const rr__rules *rules)
{
    return has_outcome(rules, false);
}

bool rr__rules_pay(const rr__rules *rules)
{
    return has_outcome(rules, true);
}

const char *rr__rules_owner(const rr__rules *rules)
{
    return rules->owner;
}

size_t rr__rules_left_out(const rr__rules *rules)
{
    return rules->left_out;
}

/* SPDX-License-Identifier: MIT */
/* The elements of <applies> and <when> in, scopes and conditions of the rule out: names as numbers of the
 * taxonomy, patterns compiled, levels on their scales. */
#include <string.h>

#include "base/region.h"
#include "base/text.h"
#include "profile/measure.h"
#include "rules/reading.h"
#include "taxonomy/written_level.h"

enum { SUGGESTIONS_MAX = 20, LIST_MAX = 4096 };

/* --- names --- */

typedef enum named { ROLE, SKILL, REGION } named;

static uint32_t find_number(const rr__rules_reading *r, named what, const char *name)
{
    if (what == REGION)
        return rr__region_number(name, strlen(name));
    return 1 + (what == ROLE ? rr_taxonomy_find_occupation(r->taxonomy, name) : rr_taxonomy_find_descriptor(r->taxonomy, name));
}

/* The id most like the name; NULL: none is like it. */
static const char *find_nearest(const rr__rules_reading *r, named what, const char *name)
{
    const rr__block *b = r->taxonomy->block;
    uint32_t count = rr__block_count(b, what == ROLE ? RR__SEC_OCCUPATIONS : RR__SEC_DESCRIPTORS), most = 400000;
    const char *best = NULL;
    for (uint32_t i = 0; i < count; i++) {
        const char *id = rr__block_text(b, what == ROLE ? rr__block_occupation(b, i)->id : rr__block_descriptor(b, i)->id);
        uint32_t likeness = rr__likeness(name, strlen(name), id, strlen(id));
        if (likeness > most) {
            most = likeness;
            best = id;
        }
    }
    return best;
}

static void leave_out(rr__rules_reading *r, named what, const char *name)
{
    bool suggest = r->rules->left_out++ < SUGGESTIONS_MAX; /* looking for the nearest takes a while */
    const char *best = suggest ? find_nearest(r, what, name) : NULL, *kind = what == ROLE ? "role" : "skill";
    rr__xml_say(r->xml, best == NULL ? RR__MSG_RULES_LEFT_OUT : RR__MSG_RULES_LEFT_OUT_NEAR, kind, name, best, NULL);
}

/* A list of names, separated by white space, as numbers. What the taxonomy doesn't know is left out. */
static bool take_names(rr__rules_reading *r, named what, const char *attribute, const rr__xml_value *v, rr__numbers *out)
{
    uint32_t *numbers = rr__arena_alloc(&r->rules->arena, (v->len / 2 + 1) * sizeof *numbers, _Alignof(uint32_t));
    char name[LIST_MAX + 1];
    *out = (rr__numbers){.at = numbers, .given = v->given};
    for (const char *at = v->text + strspn(v->text, " \t\r\n"); *at != '\0' && numbers != NULL;) {
        size_t len = strcspn(at, " \t\r\n");
        memcpy(name, at, len);
        name[len] = '\0';
        uint32_t number = find_number(r, what, name);
        if (number != 0)
            numbers[out->count++] = number;
        else if (what == REGION)
            rr__xml_say(r->xml, RR__MSG_XML_REGION, name, attribute, NULL);
        else
            leave_out(r, what, name);
        out->missing = out->missing || number == 0;
        at += len + strspn(at + len, " \t\r\n");
    }
    return numbers != NULL;
}

/* --- patterns --- */

/* The place of the compiled pattern, RR_NONE for one that is refused; each text is compiled once. */
static bool take_pattern(rr__rules_reading *r, const rr__xml_value *v, uint32_t *out)
{
    rr__regex *regex = NULL;
    rr_error err;
    *out = rr__map_get(&r->pattern_ids, v->text, v->len);
    if (*out != UINT32_MAX)
        return true;
    if (r->rules->patterns.count == RR__RULES_PATTERNS_MAX) {
        rr__xml_say(r->xml, RR__MSG_RULES_TOO_MANY_TITLES, NULL);
        return true;
    }
    rr_status status = rr__regex_compile(&regex, &r->rules->context->allocator, v->text, v->len, &err);
    if (status == RR_EINVALID)
        rr__xml_say(r->xml, RR__MSG_BAD_PATTERN, err.args, err.args + strlen(err.args) + 1, NULL);
    if (status != RR_OK)
        return status == RR_EINVALID;
    rr__rule_pattern built = {regex, NULL};
    if (!rr__vec_push(&r->rules->patterns, &built)) {
        rr__regex_destroy(regex);
        return false;
    }
    *out = (uint32_t)r->rules->patterns.count - 1;
    return rr__map_put(&r->pattern_ids, v->text, v->len, *out, out);
}

static bool take_title(rr__rules_reading *r, const rr__xml_value *v, const rr__regex **out)
{
    uint32_t at = RR_NONE;
    if (v->given && !take_pattern(r, v, &at))
        return false;
    *out = at == RR_NONE ? NULL : RR__AT(rr__rule_pattern, &r->rules->patterns, at).regex;
    return true;
}

/* --- roles --- */

static size_t role_words(const rr__rules_reading *r)
{
    return r->rules->occupation_count / 64 + 1;
}

static uint64_t *make_roles(rr__rules_reading *r)
{
    return rr__arena_alloc(&r->rules->arena, role_words(r) * sizeof(uint64_t), _Alignof(uint64_t));
}

static rr__regex_answer try_names(rr__rules_reading *r, const rr__regex *regex, uint32_t occupation, bool *nomem)
{
    rr_occupation o;
    rr_label label;
    rr_taxonomy_occupation(r->taxonomy, occupation, &o);
    for (uint32_t k = 0; k < o.label_count; k++) {
        rr_occupation_name(r->taxonomy, occupation, k, &label);
        rr__regex_answer answer = label.preferred ? rr__regex_holds(regex, label.text, strlen(label.text), &r->steps, nomem) : RR__REGEX_NO;
        if (answer != RR__REGEX_NO)
            return answer;
    }
    return RR__REGEX_NO;
}

/* The roles with a preferred label that the pattern is in. Tried once, here: what a rule is about is never in doubt. */
static bool find_titled(rr__rules_reading *r, uint32_t pattern, const uint64_t **out)
{
    rr__rule_pattern *p = &RR__AT(rr__rule_pattern, &r->rules->patterns, pattern);
    uint64_t *roles = p->roles == NULL ? make_roles(r) : NULL;
    bool nomem = p->roles == NULL && roles == NULL;
    for (uint32_t i = 0; roles != NULL && !nomem && i < r->rules->occupation_count; i++) {
        rr__regex_answer answer = try_names(r, p->regex, i, &nomem);
        if (answer == RR__REGEX_UNDETERMINED) {
            rr__xml_say(r->xml, RR__MSG_RULES_TITLE_COSTLY, NULL);
            break;
        }
        if (answer == RR__REGEX_YES)
            roles[(i + 1) / 64] |= UINT64_C(1) << (i + 1) % 64;
    }
    p->roles = roles == NULL ? p->roles : roles;
    *out = p->roles;
    return !nomem;
}

/* Every <role> must hold: what was left so far and is among these. */
static bool narrow_roles(rr__rules_reading *r, const uint64_t *among)
{
    bool first = r->roles == NULL;
    r->roles = first ? make_roles(r) : r->roles;
    for (size_t i = 0; i < role_words(r) && r->roles != NULL; i++)
        r->roles[i] = first ? among[i] : r->roles[i] & among[i];
    return r->roles != NULL;
}

static bool read_role(rr__rules_reading *r, const rr__xml_value *v)
{
    const uint64_t *titled = NULL;
    uint32_t pattern = RR_NONE;
    if (!v[0].given && !v[1].given)
        rr__xml_say(r->xml, RR__MSG_RULES_NEEDS_ONE, "role", "in title", NULL);
    if (v[0].given) {
        rr__numbers list;
        if (!take_names(r, ROLE, "in", &v[0], &list))
            return false;
        memset(r->listed, 0, role_words(r) * sizeof *r->listed);
        for (uint32_t i = 0; i < list.count; i++)
            r->listed[list.at[i] / 64] |= UINT64_C(1) << list.at[i] % 64;
        if (!narrow_roles(r, r->listed))
            return false;
    }
    if (v[1].given && !take_pattern(r, &v[1], &pattern))
        return false;
    return pattern == RR_NONE || (find_titled(r, pattern, &titled) && narrow_roles(r, titled));
}

/* --- scope --- */

static void mark_course_scope(rr__rules_reading *r, const char *element)
{
    r->own.rule.per_course = true;
    if (r->own.about_courses == NULL)
        r->own.about_courses = element;
}

static bool read_course(rr__rules_reading *r, const rr__xml_value *v)
{
    rr__rule_scope taught = {.kind = RR__SCOPE_TEACHES}, titled = {.kind = RR__SCOPE_TITLE};
    mark_course_scope(r, "course");
    if (!v[0].given && !v[1].given)
        rr__xml_say(r->xml, RR__MSG_RULES_NEEDS_ONE, "course", "teaches title", NULL);
    if (v[0].given && (!take_names(r, SKILL, "teaches", &v[0], &taught.ids) || !rr__vec_push(&r->scopes, &taught)))
        return false;
    if (!take_title(r, &v[1], &titled.title))
        return false;
    return titled.title == NULL || rr__vec_push(&r->scopes, &titled);
}

static bool read_certificate(rr__rules_reading *r, const rr__xml_value *v)
{
    rr__rule_scope scope = {.kind = RR__SCOPE_CERTIFICATE, .level = (uint32_t)v[0].number};
    mark_course_scope(r, "certificate");
    if (!v[0].given && !v[1].given)
        rr__xml_say(r->xml, RR__MSG_RULES_NEEDS_ONE, "certificate", "level occupation", NULL);
    return take_names(r, ROLE, "occupation", &v[1], &scope.ids) && rr__vec_push(&r->scopes, &scope);
}

bool rr__read_scope(rr__rules_reading *r, uint32_t element, const rr__xml_value *v)
{
    rr__rule_scope region = {.kind = RR__SCOPE_REGION};
    switch (element) {
    case RR__EL_ROLE: return read_role(r, v);
    case RR__EL_COURSE: return read_course(r, v);
    case RR__EL_CERTIFICATE: return read_certificate(r, v);
    default: return take_names(r, REGION, "in", &v[0], &region.ids) && rr__vec_push(&r->scopes, &region);
    }
}

/* --- conditions --- */

/* The manifest says what the plugin reads; a rule can't ask for more. */
static void check_declared(rr__rules_reading *r, const char *element, const char *what, const char *fact)
{
    char wanted[RR__XML_ID_MAX + 8] = "", line[RR__XML_ID_MAX + 24] = "";
    strcat(strcat(wanted, fact == NULL ? what : "fact:"), fact == NULL ? "" : fact);
    for (size_t i = 0; i < r->read_count; i++)
        if (strcmp(r->reads[i], wanted) == 0)
            return;
    strcat(strcat(strcat(line, fact == NULL ? "<reads what=\"" : "<reads fact=\""), fact == NULL ? what : fact), "\"/>");
    rr__xml_say(r->xml, RR__MSG_RULES_UNDECLARED, element, line, NULL);
}

static const struct { const char *name; rr__op op; } comparisons[] = {
    {"at-least", RR__OP_GE}, {"at-most", RR__OP_LE}, {"above", RR__OP_GT}, {"below", RR__OP_LT}, {"is", RR__OP_EQ},
    {"is-not", RR__OP_NE}, {"in", RR__OP_IN}};
enum { ORDERINGS = 4, COMPARISONS = 7 };

/* The one comparison among the values, in the order of the table above; `count` of them may be there. */
static const rr__xml_value *take_comparison(rr__rules_reading *r, const char *element, const rr__xml_value *v, size_t count,
                                            rr__rule_condition *c)
{
    const rr__xml_value *found = NULL;
    size_t given = 0;
    for (size_t i = 0; i < count; i++)
        if (v[i].given) {
            given++;
            found = &v[i];
            c->op = comparisons[i].op;
        }
    if (given != 1)
        rr__xml_say(r->xml, RR__MSG_RULES_COMPARISON, element,
                    count == ORDERINGS ? "at-least at-most above below" : "is is-not at-least at-most above below in", NULL);
    return given == 1 ? found : NULL;
}

static bool read_fact(rr__rules_reading *r, const rr__xml_value *v, rr__rule_condition *c)
{
    int64_t number = 0;
    c->name = v[0].text;
    if (v[0].given)
        check_declared(r, "fact", NULL, v[0].text);
    const rr__xml_value *wanted = take_comparison(r, "fact", v + 1, COMPARISONS, c);
    c->value = wanted == NULL ? "" : wanted->text;
    bool ordered = c->op != RR__OP_EQ && c->op != RR__OP_NE && c->op != RR__OP_IN;
    if (wanted != NULL && ordered && !rr__parse_decimal(wanted->text, wanted->len, &number))
        rr__xml_say(r->xml, RR__MSG_RULES_NOT_NUMBER, wanted->text, comparisons[wanted - v - 1].name, NULL);
    return true;
}

static bool read_history(rr__rules_reading *r, const rr__xml_value *v, rr__rule_condition *c)
{
    check_declared(r, "history", "history", NULL);
    c->number = v[2].number;
    return take_names(r, ROLE, "occupation", &v[0], &c->ids) && take_title(r, &v[1], &c->title);
}

static bool read_licence(rr__rules_reading *r, const rr__xml_value *v, rr__rule_condition *c)
{
    check_declared(r, "licence", "licences", NULL);
    c->name = v[0].text;
    c->number = v[1].number / 10000;
    return true;
}

static bool read_education(rr__rules_reading *r, const rr__xml_value *v, rr__rule_condition *c)
{
    check_declared(r, "education", "education", NULL);
    c->number = rr__education_rank(v[0].text, v[0].len);
    if (v[0].given && c->number < 0)
        rr__xml_say(r->xml, RR__MSG_BAD_WORD, v[0].text, "at-least", rr__education_steps, NULL);
    return true;
}

static bool read_skill(rr__rules_reading *r, const rr__xml_value *v, rr__rule_condition *c)
{
    check_declared(r, "skill", "skills", NULL);
    if (!take_names(r, SKILL, "id", &v[0], &c->ids))
        return false;
    if (c->ids.count > 0 && v[1].given)
        c->number = rr__written_level(r->xml, r->taxonomy, c->ids.at[0] - 1, v[1].number);
    return true;
}

static bool read_share(rr__rules_reading *r, const char *element, const rr__xml_value *v, rr__rule_condition *c)
{
    const rr__xml_value *wanted = take_comparison(r, element, v, ORDERINGS, c);
    c->number = wanted == NULL ? 0 : wanted->number;
    r->own.rule.per_candidate = true;
    if (r->own.about_candidates == NULL)
        r->own.about_candidates = element;
    return true;
}

static const struct { const char *name; rr__rule_kind kind; } kinds[] = {
    [RR__EL_WHEN] = {"when", RR__RULE_ALL}, [RR__EL_ALL] = {"all", RR__RULE_ALL}, [RR__EL_ANY] = {"any", RR__RULE_ANY},
    [RR__EL_NOT] = {"not", RR__RULE_NOT}, [RR__EL_FACT] = {"fact", RR__RULE_FACT}, [RR__EL_HISTORY] = {"history", RR__RULE_HISTORY},
    [RR__EL_LICENCE] = {"licence", RR__RULE_LICENCE}, [RR__EL_EDUCATION] = {"education", RR__RULE_EDUCATION},
    [RR__EL_SKILL] = {"skill", RR__RULE_SKILL}, [RR__EL_FIT] = {"fit", RR__RULE_FIT}, [RR__EL_READINESS] = {"readiness", RR__RULE_READINESS}};

static bool read_leaf(rr__rules_reading *r, uint32_t element, const rr__xml_value *v, rr__rule_condition *c)
{
    switch (element) {
    case RR__EL_FACT: return read_fact(r, v, c);
    case RR__EL_HISTORY: return read_history(r, v, c);
    case RR__EL_LICENCE: return read_licence(r, v, c);
    case RR__EL_EDUCATION: return read_education(r, v, c);
    case RR__EL_SKILL: return read_skill(r, v, c);
    case RR__EL_FIT: case RR__EL_READINESS: return read_share(r, kinds[element].name, v, c);
    default: return true; /* a group is what is in it */
    }
}

bool rr__read_condition(rr__rules_reading *r, uint32_t element, const rr__xml_value *v)
{
    rr__rule_condition c = {.kind = kinds[element].kind};
    rr__xml_place place = rr__xml_here(r->xml);
    if (c.kind <= RR__RULE_NOT && r->depth == RR__RULES_DEPTH + 1) /* <when> is the first of them */
        rr__xml_say(r->xml, RR__MSG_RULES_TOO_DEEP, "16", NULL);
    r->open[r->depth++] = (uint32_t)r->conditions.count;
    return read_leaf(r, element, v, &c) && rr__vec_push(&r->conditions, &c) && rr__vec_push(&r->places, &place) &&
           rr__vec_push(&r->names, &kinds[element].name);
}

bool rr__read_condition_end(rr__rules_reading *r)
{
    uint32_t own = r->open[--r->depth];
    rr__rule_condition *c = &RR__AT(rr__rule_condition, &r->conditions, own);
    c->next = (uint32_t)r->conditions.count;
    if (c->kind <= RR__RULE_NOT && c->next == own + 1)
        rr__xml_say(r->xml, RR__MSG_RULES_EMPTY_GROUP, RR__AT(const char *, &r->names, own), NULL);
    return rr__xml_texts(r->xml, RR__EL_QUESTION, &c->questions);
}

void rr__settle_questions(rr__rules_reading *r)
{
    const rr__rule *rule = &r->own.rule;
    for (uint32_t i = rule->condition; i < rule->condition_end; i++) {
        rr__rule_condition *c = &RR__AT(rr__rule_condition, &r->conditions, i);
        if (c->kind <= RR__RULE_NOT || c->questions.count > 0)
            continue;
        c->questions = rule->questions;
        if (c->questions.count == 0 && c->kind < RR__RULE_FIT) /* nobody is asked for a fit */
            rr__xml_say_at(r->xml, RR__AT(rr__xml_place, &r->places, i), RR__MSG_RULES_NO_QUESTION, RR__AT(const char *, &r->names, i), NULL);
    }
}

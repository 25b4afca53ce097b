/* SPDX-License-Identifier: MIT */
/* What overrides name and a taxonomy and plugins in; the things they mean out, or an error with candidates. */
#include "override/overrides.h"

#include <string.h>

#include "base/text.h"
#include "plugin/plugins.h"
#include "taxonomy/block.h"

enum { CANDIDATES = 8, NAMES_MAX = 64 };

typedef struct resolving {
    rr_overrides *overrides;
    const rr_taxonomy *taxonomy;
    const rr_plugins *plugins;
    void (*unresolved)(void *user, const rr_override_unresolved *what);
    void *user;
    rr_status status; /* of the first error */
    rr_error first;
} resolving;

/* Told with what may have been meant; the first is kept. */
static void tell(resolving *r, const rr_override *o, rr_status status, enum rr__message message, const char *a, const char *b,
                 const char *c, rr_override_unresolved *what)
{
    rr_error err;
    rr__fail_at(&err, status, RR__AT(const char *, &r->overrides->files, o->index), o->line, o->column, message, a, b, c, NULL);
    if (r->status == RR_OK) {
        r->status = status;
        r->first = err;
    }
    what->err = &err;
    what->override = o;
    if (r->unresolved != NULL)
        r->unresolved(r->user, what);
}

/* false: not found, and told; or out of memory. */
static bool find_concept(resolving *r, const rr_override *o, rr_concept concept, const char *text, uint32_t *found)
{
    rr_candidate candidates[CANDIDATES];
    rr_error err;
    size_t count = 0;
    rr_status status = rr_taxonomy_resolve(r->taxonomy, concept, text, candidates, CANDIDATES, &count, &err);
    *found = status == RR_OK && count > 0 ? candidates[0].index : RR_NONE;
    rr_override_unresolved what = {.kind = concept, .candidates = candidates, .candidate_count = count};
    if (status == RR_EAMBIGUOUS || status == RR_ENOTFOUND) {
        tell(r, o, status, status == RR_ENOTFOUND ? RR__MSG_RESOLVE_UNKNOWN : RR__MSG_RESOLVE_AMBIGUOUS, text, "", "", &what);
    } else if (status != RR_OK) {
        r->status = status;
        r->first = err;
    }
    return *found != RR_NONE;
}

static bool find_level(resolving *r, rr_override *o)
{
    const rr__block *b = r->taxonomy->block;
    const rr__facet *facet = RR__RECORD(rr__facet, b, RR__SEC_FACETS, rr__block_descriptor(b, o->descriptor)->facet);
    rr_override_unresolved none = {.kind = RR_CONCEPT_DESCRIPTOR};
    char first[32], last[32];
    int64_t written = 0;
    o->ascending_level = -1;
    if (o->level == NULL)
        return true;
    if (facet->scale == RR_NONE) {
        tell(r, o, RR_EINVALID, RR__MSG_OVERRIDE_NO_LEVELS, o->skill, "", "", &none);
        return false;
    }
    const rr__scale *scale = RR__RECORD(rr__scale, b, RR__SEC_SCALES, facet->scale);
    if (rr__parse_decimal(o->level, strlen(o->level), &written) && rr__level_from_written(scale, written, &o->ascending_level))
        return true;
    rr__format_decimal(first, (int64_t)scale->first * 10000);
    rr__format_decimal(last, (int64_t)scale->last * 10000);
    tell(r, o, RR_EINVALID, RR__MSG_OVERRIDE_OFF_SCALE, o->skill, first, last, &none);
    return false;
}

static bool find_skill(resolving *r, rr_override *o)
{
    return find_concept(r, o, RR_CONCEPT_DESCRIPTOR, o->skill, &o->descriptor) && find_level(r, o);
}

/* By its code, or by its number among the role's: "#2". */
static bool find_condition(resolving *r, rr_override *o)
{
    rr_occupation occupation;
    rr_entry entry;
    const char *names[NAMES_MAX];
    int64_t number = 0;
    uint32_t times = 0;
    rr_override_unresolved what = {.kind = RR_CONCEPT_OCCUPATION, .names = names};
    o->entry = RR_NONE;
    if (!find_concept(r, o, RR_CONCEPT_OCCUPATION, o->role, &o->occupation) || !rr_taxonomy_occupation(r->taxonomy, o->occupation, &occupation))
        return false;
    if (o->condition[0] == '#' && rr__parse_int(o->condition + 1, strlen(o->condition + 1), 1, occupation.entry_count, &number))
        o->entry = (uint32_t)number - 1;
    for (uint32_t k = 0; k < occupation.entry_count && number == 0; k++) {
        rr_occupation_entry(r->taxonomy, o->occupation, k, &entry);
        if (what.name_count < NAMES_MAX)
            names[what.name_count++] = entry.code;
        if (strcmp(entry.code, o->condition) == 0 && times++ == 0)
            o->entry = k;
    }
    if (times <= 1 && o->entry != RR_NONE)
        return true;
    tell(r, o, times > 1 ? RR_EAMBIGUOUS : RR_ENOTFOUND, times > 1 ? RR__MSG_OVERRIDE_CONDITION_MANY : RR__MSG_OVERRIDE_CONDITION,
         occupation.id, o->condition, "", &what);
    return false;
}

/* A plugin of data says all its rules beforehand; what one of code may say is not known. */
static bool find_rule(resolving *r, const rr_override *o, const rr__plugin *plugin)
{
    const char *names[NAMES_MAX], *code = NULL;
    rr_override_unresolved what = {.kind = RR_CONCEPT_OCCUPATION, .names = names};
    for (size_t i = 0; plugin->rules != NULL && i < rr__rules_count(plugin->rules); i++) {
        code = rr__rules_verdict(plugin->rules, i);
        if (code != NULL && strcmp(code, o->condition) == 0)
            return true;
        if (code != NULL && what.name_count < NAMES_MAX)
            names[what.name_count++] = code;
    }
    if (plugin->failure.fault != RR__FAULT_NONE || plugin->binary >= 0)
        return true;
    tell(r, o, RR_ENOTFOUND, RR__MSG_OVERRIDE_RULE, o->plugin, o->condition, "", &what);
    return false;
}

static bool find_finding(resolving *r, rr_override *o)
{
    const char *names[NAMES_MAX];
    rr_override_unresolved what = {.kind = RR_CONCEPT_OCCUPATION, .names = names};
    if (o->role != NULL && !find_concept(r, o, RR_CONCEPT_OCCUPATION, o->role, &o->occupation))
        return false;
    o->plugin_index = RR_NONE;
    for (size_t i = 0; r->plugins != NULL && i < r->plugins->items.count; i++) {
        const rr__plugin *plugin = rr__plugin_at(r->plugins, i);
        if (strcmp(plugin->manifest.id, o->plugin) == 0 && o->plugin_index == RR_NONE) {
            o->plugin_index = (uint32_t)i;
            return find_rule(r, o, plugin);
        }
        if (what.name_count < NAMES_MAX)
            names[what.name_count++] = plugin->manifest.id;
    }
    if (r->plugins == NULL)
        return true;
    tell(r, o, RR_ENOTFOUND, RR__MSG_OVERRIDE_PLUGIN, o->plugin, "", "", &what);
    return false;
}

static bool find_role(resolving *r, rr_override *o)
{
    return find_concept(r, o, RR_CONCEPT_OCCUPATION, o->role, &o->occupation);
}

/* Whether two decide one thing: a skill, a condition, the place of a role, or one place for two roles. */
static bool decides_the_same(const rr_override *a, const rr_override *b)
{
    bool skill = a->kind <= RR_OVERRIDE_LEVEL;
    if (skill || b->kind <= RR_OVERRIDE_LEVEL)
        return skill && b->kind <= RR_OVERRIDE_LEVEL && a->descriptor == b->descriptor;
    if (a->kind != b->kind)
        return false;
    if (a->kind == RR_OVERRIDE_ORDER)
        return a->occupation == b->occupation || (a->place == b->place && a->place < RR_PLACE_LAST);
    return a->occupation == b->occupation &&
           (a->kind == RR_OVERRIDE_VERDICT ? a->entry == b->entry
                                           : strcmp(a->plugin, b->plugin) == 0 && strcmp(a->condition, b->condition) == 0);
}

static void check_twice(resolving *r, const rr_override *o)
{
    char one[32], two[32];
    rr_override_unresolved none = {.kind = RR_CONCEPT_OCCUPATION};
    for (uint32_t i = 0; i < o->index; i++) {
        if (!decides_the_same(rr_overrides_at(r->overrides, i), o))
            continue;
        rr__format_decimal(one, ((int64_t)i + 1) * 1000000);
        rr__format_decimal(two, ((int64_t)o->index + 1) * 1000000);
        tell(r, o, RR_EINVALID, RR__MSG_OVERRIDE_TWICE, one, two, "", &none);
        return;
    }
}

rr_status rr_overrides_resolve(rr_overrides *overrides, const rr_taxonomy *taxonomy, const rr_plugins *plugins,
                               void (*unresolved)(void *user, const rr_override_unresolved *what), void *user, rr_error *err)
{
    static bool (*const finders[RR__OVERRIDE_KINDS])(resolving *, rr_override *) = {
        [RR_OVERRIDE_STRIKE] = find_skill, [RR_OVERRIDE_ADD] = find_skill, [RR_OVERRIDE_LEVEL] = find_skill,
        [RR_OVERRIDE_VERDICT] = find_condition, [RR_OVERRIDE_FINDING] = find_finding, [RR_OVERRIDE_ORDER] = find_role};
    resolving r = {.overrides = overrides, .taxonomy = taxonomy, .plugins = plugins, .unresolved = unresolved, .user = user};
    rr__error_clear(err);
    for (size_t i = 0; i < overrides->items.count; i++) {
        rr_override *o = &RR__AT(rr_override, &overrides->items, i);
        if (finders[o->kind](&r, o) && r.status == RR_OK)
            check_twice(&r, o);
    }
    overrides->taxonomy = r.status == RR_OK ? taxonomy : NULL;
    overrides->plugins = plugins;
    if (r.status != RR_OK && err != NULL)
        *err = r.first;
    return r.status;
}

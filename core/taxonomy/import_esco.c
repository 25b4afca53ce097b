/* SPDX-License-Identifier: MIT */
/* ESCO's CSV files in, facts for the builder out: occupations with their ISCO groups, skills with their
 * hierarchy, essential and optional relations. */
#include <string.h>

#include "base/hash.h"
#include "taxonomy/import.h"

#define ATTRIBUTION "This service uses the ESCO classification of the European Commission. Modified: converted by reroute."

typedef struct relation { uint32_t occupation, skill; uint8_t essential; } relation;
typedef struct esco_occupation { const char *id, *code, *isco, *label, *alts, *description; } esco_occupation;

typedef struct esco {
    rr__import *import;
    rr__map occupations, skills; /* uri -> index; skills hold groups and ISCO groups too */
    rr__vec list, ids, relations; /* occupation, const char *, relation */
    rr__map pairs, links;         /* (occupation, skill) -> index into relations; (child, parent) */
} esco;

static bool nomem(esco *e)
{
    e->import->status = rr__fail_nomem(e->import->err);
    return false;
}

static const char *keep(esco *e, const char *text)
{
    const char *copy = rr__arena_text(&e->import->arena, text, strlen(text));
    if (copy == NULL)
        nomem(e);
    return copy == NULL ? "" : copy;
}

/* ".../esco/skill/UUID" -> "esco:UUID"; what is no uuid keeps its last two parts, as in "esco:isced-f/00". */
static const char *make_id(esco *e, const char *uri)
{
    const char *last = strrchr(uri, '/'), *tail = last == NULL ? uri : last + 1;
    if (last != NULL && strlen(tail) != 36)
        for (const char *c = last - 1; c > uri; c--)
            if (*c == '/') {
                tail = c + 1;
                break;
            }
    char *id = rr__arena_alloc(&e->import->arena, strlen(tail) + 6, 1);
    if (id == NULL) {
        nomem(e);
        return "";
    }
    strcat(id, "esco:");
    strcat(id, tail);
    return id;
}

/* Several labels in one cell, one a line; one that repeats the preferred label or another is left out. */
static void give_alts(esco *e, const char *cell, const char *preferred)
{
    rr__map seen;
    rr__map_init(&seen, &e->import->ctx->allocator);
    uint32_t present = 0;
    for (const char *at = cell; *at != '\0';) {
        size_t len = strcspn(at, "\n");
        char *kept = rr__arena_text(&e->import->arena, at, len), *text = kept == NULL ? NULL : rr__trim(kept);
        if (text == NULL || !rr__map_put(&seen, text, strlen(text), (uint32_t)(at - cell), &present))
            nomem(e);
        else if (text[0] != '\0' && present == (uint32_t)(at - cell) && strcmp(text, preferred) != 0)
            rr__builder_label(e->import->b, "en", text, false);
        at += len + (at[len] != '\0');
    }
    rr__map_finish(&seen);
}

static const rr__fact_source from_esco = {"esco", NULL, NULL};

/* A skill, a group of skills or an ISCO group as a descriptor; RR_NONE when it is there already. */
static uint32_t add_descriptor(esco *e, const char *uri, const char *facet, const char *label, const char *alts, const char *description)
{
    uint32_t index = 0, fresh = (uint32_t)e->ids.count;
    const char *key = keep(e, uri), *id = make_id(e, uri);
    if (!rr__map_put(&e->skills, key, strlen(key), fresh, &index) || (index == fresh && !rr__vec_push(&e->ids, &id))) {
        nomem(e);
        return RR_NONE;
    }
    if (index != fresh)
        return RR_NONE;
    rr__builder_descriptor(e->import->b, id, facet, NULL, &from_esco);
    rr__builder_label(e->import->b, "en", label, true);
    give_alts(e, alts, label);
    if (description[0] != '\0')
        rr__builder_text(e->import->b, "en", description, NULL);
    return index;
}

static void read_descriptors(esco *e, const char *file, const char *facet, const char *what, bool optional)
{
    static const char *const columns[] = {"conceptUri", "preferredLabel", "?altLabels", "?description", NULL};
    rr__table t;
    if (!rr__table_open(&t, e->import, file, ',', optional, columns))
        return;
    while (rr__table_next(&t)) {
        const char *label = keep(e, rr__table_cell(&t, 1));
        if (label[0] == '\0' || rr__table_cell(&t, 0)[0] == '\0')
            rr__table_tell(&t, RR__REFUSED, "no URI or no label");
        else if (add_descriptor(e, rr__table_cell(&t, 0), facet, label, rr__table_cell(&t, 2), rr__table_cell(&t, 3)) != RR_NONE)
            rr__table_tell(&t, RR__USED, what);
        else
            rr__table_tell(&t, RR__MERGED, "already named by another file");
    }
    rr__table_close(&t);
}

/* Adds the link unless it is there. */
static bool add_link(esco *e, uint32_t child, uint32_t parent)
{
    static const rr__fact_source none = {NULL, NULL, NULL};
    uint32_t key[2] = {child, parent}, fresh = (uint32_t)e->links.count, present = 0;
    const char *kept = rr__arena_text(&e->import->arena, (const char *)key, sizeof key);
    if (kept == NULL || !rr__map_put(&e->links, kept, sizeof key, fresh, &present))
        return nomem(e);
    if (present != fresh)
        return false;
    rr__builder_descriptor(e->import->b, RR__AT(const char *, &e->ids, child), NULL, "extend", &none);
    rr__builder_broader(e->import->b, RR__AT(const char *, &e->ids, parent));
    return true;
}

static void read_broader(esco *e, const char *file, const char *what, bool occupations)
{
    static const char *const columns[] = {"conceptType", "conceptUri", "broaderUri", NULL};
    rr__table t;
    if (!rr__table_open(&t, e->import, file, ',', true, columns))
        return;
    while (rr__table_next(&t)) {
        const char *child = rr__table_cell(&t, 1), *parent = rr__table_cell(&t, 2);
        uint32_t c = rr__map_get(&e->skills, child, strlen(child)), p = rr__map_get(&e->skills, parent, strlen(parent));
        if (occupations && strcmp(rr__table_cell(&t, 0), "Occupation") == 0) {
            bool known = rr__map_get(&e->occupations, child, strlen(child)) != RR_NONE;
            rr__table_tell(&t, known ? RR__MERGED : RR__REFUSED, known ? "the occupation names its group itself" : "the occupation is unknown");
        } else if (c == RR_NONE || p == RR_NONE) {
            rr__table_tell(&t, RR__REFUSED, "a concept that no file defines");
        } else {
            bool is_new = add_link(e, c, p);
            rr__table_tell(&t, is_new ? RR__USED : RR__MERGED, is_new ? what : "the link stands twice");
        }
    }
    rr__table_close(&t);
}

/* Groups of skills as paths from the top: the last two of a row are a link. */
static void read_hierarchy(esco *e)
{
    static const char *const columns[] = {"Level 0 URI", "?Level 1 URI", "?Level 2 URI", "?Level 3 URI", NULL};
    rr__table t;
    if (!rr__table_open(&t, e->import, "skillsHierarchy_en.csv", ',', true, columns))
        return;
    while (rr__table_next(&t)) {
        uint32_t path[2] = {RR_NONE, RR_NONE}, deep = 0, unknown = 0;
        for (size_t level = 0; level < 4; level++) {
            const char *uri = rr__table_cell(&t, level);
            if (uri[0] == '\0')
                continue;
            path[0] = path[1];
            path[1] = rr__map_get(&e->skills, uri, strlen(uri));
            unknown += path[1] == RR_NONE;
            deep++;
        }
        if (deep == 0 || unknown > 0)
            rr__table_tell(&t, RR__REFUSED, "a concept that no file defines");
        else if (deep > 1 && add_link(e, path[1], path[0]))
            rr__table_tell(&t, RR__USED, "links between groups of skills");
        else
            rr__table_tell(&t, RR__MERGED, deep == 1 ? "a group at the top" : "the links between skills say the same");
    }
    rr__table_close(&t);
}

/* Files that say again what the others said. */
static void read_again(esco *e, const char *file, const char *why)
{
    static const char *const columns[] = {"conceptUri", NULL};
    rr__table t;
    if (!rr__table_open(&t, e->import, file, ',', true, columns))
        return;
    while (rr__table_next(&t)) {
        const char *uri = rr__table_cell(&t, 0);
        bool known = rr__map_get(&e->skills, uri, strlen(uri)) != RR_NONE;
        rr__table_tell(&t, known ? RR__MERGED : RR__REFUSED, known ? why : "a concept that no file defines");
    }
    rr__table_close(&t);
}

static void read_occupations(esco *e)
{
    static const char *const columns[] = {"conceptUri", "?iscoGroup", "preferredLabel", "?altLabels", "?description", "?code", NULL};
    rr__table t;
    if (!rr__table_open(&t, e->import, "occupations_en.csv", ',', false, columns))
        return;
    while (rr__table_next(&t)) {
        const char *uri = keep(e, rr__table_cell(&t, 0));
        esco_occupation o = {make_id(e, uri), keep(e, rr__table_cell(&t, 5)), keep(e, rr__table_cell(&t, 1)), keep(e, rr__table_cell(&t, 2)),
                        keep(e, rr__table_cell(&t, 3)), keep(e, rr__table_cell(&t, 4))};
        uint32_t index = 0, fresh = (uint32_t)e->list.count;
        if (e->import->status == RR_OK && (uri[0] == '\0' || o.label[0] == '\0')) {
            rr__table_tell(&t, RR__REFUSED, "no URI or no label");
            continue;
        }
        if (e->import->status != RR_OK || !rr__map_put(&e->occupations, uri, strlen(uri), fresh, &index) ||
            (index == fresh && !rr__vec_push(&e->list, &o)))
            nomem(e);
        else
            rr__table_tell(&t, index == fresh ? RR__USED : RR__REFUSED, index == fresh ? "occupations" : "the occupation stands twice");
    }
    rr__table_close(&t);
}

static void read_relation(esco *e, rr__table *t)
{
    const char *occupation = rr__table_cell(t, 0), *type = rr__table_cell(t, 1), *skill = rr__table_cell(t, 2);
    uint32_t key[2] = {rr__map_get(&e->occupations, occupation, strlen(occupation)), rr__map_get(&e->skills, skill, strlen(skill))}, index = 0;
    bool essential = strcmp(type, "essential") == 0;
    if (key[0] == RR_NONE || key[1] == RR_NONE || (!essential && strcmp(type, "optional") != 0)) {
        rr__table_tell(t, RR__REFUSED, key[0] == RR_NONE ? "the occupation is unknown" : key[1] == RR_NONE ? "the skill is unknown" : "neither essential nor optional");
        return;
    }
    relation r = {key[0], key[1], essential};
    const char *kept = rr__arena_text(&e->import->arena, (const char *)key, sizeof key);
    if (kept == NULL || !rr__map_put(&e->pairs, kept, sizeof key, (uint32_t)e->relations.count, &index)) {
        nomem(e);
    } else if (index == e->relations.count) {
        if (!rr__vec_push(&e->relations, &r))
            nomem(e);
        rr__table_tell(t, RR__USED, essential ? "essential relations" : "optional relations");
    } else {
        relation *old = &RR__AT(relation, &e->relations, index);
        bool both = old->essential != essential;
        old->essential |= (uint8_t)essential;
        rr__table_tell(t, RR__MERGED, both ? "both essential and optional: essential" : "the relation stands twice");
    }
}

static void read_relations(esco *e)
{
    static const char *const columns[] = {"occupationUri", "relationType", "skillUri", NULL};
    rr__table t;
    if (!rr__table_open(&t, e->import, "occupationSkillRelations_en.csv", ',', false, columns))
        return;
    while (rr__table_next(&t))
        read_relation(e, &t);
    rr__table_close(&t);
}

static void read_skill_relations(esco *e)
{
    static const char *const columns[] = {"originalSkillUri", NULL};
    rr__table t;
    if (!rr__table_open(&t, e->import, "skillSkillRelations_en.csv", ',', true, columns))
        return;
    while (rr__table_next(&t))
        rr__table_tell(&t, RR__REFUSED, "relations between skills are not in the model");
    rr__table_close(&t);
}

static void give_occupation(esco *e, const esco_occupation *o)
{
    rr__builder *b = e->import->b;
    char uri[64] = "http://data.europa.eu/esco/isco/C";
    rr__builder_occupation(b, o->id, NULL, NULL, NULL, &from_esco);
    if (o->code[0] != '\0')
        rr__builder_code(b, "esco", "", o->code);
    if (o->isco[0] != '\0')
        rr__builder_code(b, "isco-08", "2008", o->isco); /* of its unit group: shared by all occupations in it */
    rr__builder_label(b, "en", o->label, true);
    give_alts(e, o->alts, o->label);
    if (o->description[0] != '\0')
        rr__builder_text(b, "en", o->description, NULL);
    if (o->isco[0] == '\0' || strlen(o->isco) > 8)
        return;
    rr__builder_crosswalk(b, "isco-08", o->isco, "broad", NULL);
    strcat(uri, o->isco);
    uint32_t group = rr__map_get(&e->skills, uri, strlen(uri));
    rr__requires_in in = {.kind = "optional", .importance = -1, .level = -1, .count = -1, .hours = -1};
    if (group != RR_NONE) {
        in.ref = RR__AT(const char *, &e->ids, group);
        rr__builder_requires(b, &in);
    }
}

static void give_occupations(esco *e)
{
    size_t n = e->list.count;
    uint32_t *first = rr__arena_alloc(&e->import->arena, (n + 2) * sizeof *first, sizeof *first);
    uint32_t *order = rr__arena_alloc(&e->import->arena, (e->relations.count + 1) * sizeof *order, sizeof *order);
    if (first == NULL || order == NULL) {
        nomem(e);
        return;
    }
    for (size_t i = 0; i < e->relations.count; i++)
        first[RR__AT(relation, &e->relations, i).occupation + 2]++;
    for (size_t r = 0; r < n; r++)
        first[r + 2] += first[r + 1];
    for (size_t i = 0; i < e->relations.count; i++)
        order[first[RR__AT(relation, &e->relations, i).occupation + 1]++] = (uint32_t)i;
    for (uint32_t i = 0; i < n && e->import->status == RR_OK; i++) {
        give_occupation(e, &RR__AT(esco_occupation, &e->list, i));
        for (uint32_t k = first[i]; k < first[i + 1]; k++) {
            const relation *r = &RR__AT(relation, &e->relations, order[k]);
            rr__requires_in in = {.ref = RR__AT(const char *, &e->ids, r->skill), .kind = r->essential ? "essential" : "optional",
                                  .importance = -1, .level = -1, .count = -1, .hours = -1};
            rr__builder_requires(e->import->b, &in);
        }
    }
}

static void give_head(rr__builder *b)
{
    static const rr__facet_in facets[] = {{"skill", "listed", NULL, 0, 1000000, -1}, {"isco", "listed", NULL, 0, 1000000, -1}};
    static const char *const labels[] = {"Skills and knowledge", "ISCO-08 groups"};
    rr__builder_name(b, "en", "ESCO");
    rr__builder_licence(b, "EC-reuse-2011/833/EU", "https://esco.ec.europa.eu/en/use-esco", ATTRIBUTION);
    rr__builder_source(b, "esco", "https://esco.ec.europa.eu", 0, "high", "ESCO classification, European Commission");
    for (size_t i = 0; i < 2; i++) {
        rr__builder_facet(b, &facets[i]);
        rr__builder_facet_label(b, "en", labels[i]);
    }
}

rr_status rr__import_esco(rr__import *import)
{
    const rr_allocator *a = &import->ctx->allocator;
    esco e = {.import = import};
    rr__map_init(&e.occupations, a);
    rr__map_init(&e.skills, a);
    rr__map_init(&e.pairs, a);
    rr__map_init(&e.links, a);
    rr__vec_init(&e.list, a, sizeof(esco_occupation));
    rr__vec_init(&e.ids, a, sizeof(const char *));
    rr__vec_init(&e.relations, a, sizeof(relation));
    give_head(import->b);
    read_descriptors(&e, "skillGroups_en.csv", "skill", "skill groups", true);
    read_descriptors(&e, "skills_en.csv", "skill", "skills", false);
    read_descriptors(&e, "ISCOGroups_en.csv", "isco", "ISCO groups", true);
    read_occupations(&e);
    read_broader(&e, "broaderRelationsSkillPillar_en.csv", "links between skills and groups", false);
    read_broader(&e, "broaderRelationsOccPillar_en.csv", "links between ISCO groups", true);
    read_hierarchy(&e);
    read_again(&e, "digitalSkillsCollection_en.csv", "a collection of skills that other files define");
    read_again(&e, "transversalSkillsCollection_en.csv", "a collection of skills that other files define");
    read_relations(&e);
    read_skill_relations(&e);
    rr__import_rest(import, ".csv", ',');
    if (import->status == RR_OK)
        give_occupations(&e);
    rr__map_finish(&e.occupations);
    rr__map_finish(&e.skills);
    rr__map_finish(&e.pairs);
    rr__map_finish(&e.links);
    rr__vec_finish(&e.list);
    rr__vec_finish(&e.ids);
    rr__vec_finish(&e.relations);
    return import->status;
}

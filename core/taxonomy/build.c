/* SPDX-License-Identifier: MIT */
/* Facts one by one in, compact records out: heads, sources, facets, concepts and their places. */
#include <stdarg.h>
#include <string.h>

#include "taxonomy/builder_parts.h"

enum { FINDINGS_MAX = 100, POOL_LIMIT = 1 << 30 };

uint32_t rr__text_map_get(const rr__text_map *map, rr__text key)
{
    return key < map->count ? RR__AT(uint32_t, map, key) - 1 : RR_NONE;
}

bool rr__text_map_put(rr__text_map *map, rr__text key, uint32_t value)
{
    if (key >= map->count && rr__vec_grow(map, key + (size_t)1 - map->count) == NULL)
        return false;
    RR__AT(uint32_t, map, key) = value + 1;
    return true;
}

static void init_vecs(rr__builder *b)
{
    const struct { rr__vec *vec; size_t stride; } all[] = {
        {&b->pool, 1}, {&b->starts, sizeof(uint32_t)}, {&b->stored, 1}, {&b->files, sizeof(rr__text)}, {&b->sources, sizeof(rr__source_build)},
        {&b->scales, sizeof(rr__scale)}, {&b->facets, sizeof(rr__facet_build)}, {&b->names, sizeof(rr__label_in)},
        {&b->concepts[0], sizeof(rr__concept_in)}, {&b->concepts[1], sizeof(rr__concept_in)},
        {&b->labels, sizeof(rr__label_in)}, {&b->texts, sizeof(rr__text_in)}, {&b->patterns, sizeof(rr__pattern_in)},
        {&b->links, sizeof(rr__link_in)}, {&b->requirements, sizeof(rr__required_in)}, {&b->codes, sizeof(rr__code_in)},
        {&b->crosswalks, sizeof(rr__crosswalk_in)}, {&b->entries, sizeof(rr__entry_in)}, {&b->claims, sizeof(rr__claim_in)},
        {&b->exposures, sizeof(rr__exposure_in)}, {&b->pays, sizeof(rr__pay_in)}, {&b->standards, sizeof(rr__standard_in)},
        {&b->hours, sizeof(rr__hours_in)}, {&b->notes, sizeof(rr__note_in)}, {&b->terms, sizeof(rr__term_build)},
        {&b->weights, sizeof(rr__weight_build)}, {&b->conditions, sizeof(rr__condition_build)}};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        rr__vec_init(all[i].vec, b->allocator, all[i].stride);
    rr__text_map *maps[] = {&b->ids[0], &b->ids[1], &b->source_ids, &b->scale_ids, &b->facet_ids, &b->term_ids};
    for (size_t i = 0; i < sizeof maps / sizeof maps[0]; i++)
        rr__text_map_init(maps[i], b->allocator);
}

rr_status rr__builder_create(rr__builder **out, const rr_context *ctx, rr_finding_fn finding, void *user, rr_error *err)
{
    rr__builder *b = rr__alloc(&ctx->allocator, sizeof *b);
    *out = b;
    if (b == NULL)
        return rr__fail_nomem(err);
    b->ctx = ctx;
    b->allocator = &ctx->allocator;
    b->finding = finding;
    b->user = user;
    b->current = RR_NONE;
    b->viable = -1;
    init_vecs(b);
    bool empty = rr__vec_grow(&b->pool, 1) != NULL && rr__vec_grow(&b->starts, 1) != NULL && rr__vec_grow(&b->stored, 1) != NULL;
    if (!empty) {
        rr__builder_destroy(b);
        *out = NULL;
        return rr__fail_nomem(err);
    }
    return RR_OK;
}

void rr__builder_destroy(rr__builder *b)
{
    if (b == NULL)
        return;
    rr__vec *all[] = {&b->pool, &b->starts, &b->stored, &b->files, &b->sources, &b->scales, &b->facets, &b->names, &b->concepts[0], &b->concepts[1],
                      &b->labels, &b->texts, &b->patterns, &b->links, &b->requirements, &b->codes, &b->crosswalks, &b->entries,
                      &b->claims, &b->exposures, &b->pays, &b->standards, &b->hours, &b->notes, &b->terms, &b->weights,
                      &b->conditions, &b->ids[0], &b->ids[1], &b->source_ids, &b->scale_ids, &b->facet_ids, &b->term_ids};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        rr__vec_finish(all[i]);
    rr__free(b->allocator, b->interned);
    rr__free(b->allocator, b);
}

const char *rr__builder_string(const rr__builder *b, rr__text text)
{
    return (const char *)b->pool.data + RR__AT(uint32_t, &b->starts, text);
}

static bool grow_interned(rr__builder *b)
{
    uint32_t count = b->interned_slots == 0 ? 4096 : b->interned_slots * 2;
    rr__interned *slots = rr__alloc(b->allocator, (size_t)count * sizeof *slots);
    if (slots == NULL)
        return false;
    for (uint32_t i = 0; i < b->interned_slots; i++) {
        if (b->interned[i].text == 0)
            continue;
        uint32_t slot = b->interned[i].hash;
        while (slots[slot & (count - 1)].text != 0)
            slot++;
        slots[slot & (count - 1)] = b->interned[i];
    }
    rr__free(b->allocator, b->interned);
    b->interned = slots;
    b->interned_slots = count;
    return true;
}

/* Where the copy starts; 0 when there is no room. */
static uint32_t copy_text(rr__builder *b, rr__vec *pool, const char *text, size_t len)
{
    uint32_t start = (uint32_t)pool->count;
    if (pool->count + len <= POOL_LIMIT && rr__vec_add(pool, text, len + 1))
        return start;
    b->failed = true;
    return 0;
}

rr__stored rr__store(rr__builder *b, const char *text)
{
    return text == NULL || text[0] == '\0' ? 0 : copy_text(b, &b->stored, text, strlen(text));
}

rr__text rr__intern(rr__builder *b, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return 0;
    if (b->starts.count * 3 >= b->interned_slots * (size_t)2 && !grow_interned(b)) {
        b->failed = true;
        return 0;
    }
    size_t len = strlen(text);
    uint32_t hash = (uint32_t)rr__hash64(text, len), slot = hash, mask = b->interned_slots - 1;
    for (; b->interned[slot & mask].text != 0; slot++)
        if (b->interned[slot & mask].hash == hash && strcmp(rr__builder_string(b, b->interned[slot & mask].text), text) == 0)
            return b->interned[slot & mask].text;
    rr__text number = (rr__text)b->starts.count;
    uint32_t start = copy_text(b, &b->pool, text, len);
    if (start == 0 || !rr__builder_push(b, &b->starts, &start))
        return 0;
    b->interned[slot & mask] = (rr__interned){number, hash};
    return number;
}

bool rr__builder_push(rr__builder *b, rr__vec *vec, const void *record)
{
    if (b->failed || !rr__vec_push(vec, record))
        b->failed = true;
    return !b->failed;
}

uint32_t rr__builder_file(rr__builder *b, const char *name)
{
    rr__text text = rr__intern(b, name);
    rr__builder_push(b, &b->files, &text);
    b->overlay = false;
    b->current = RR_NONE;
    return (uint32_t)b->files.count - 1;
}

void rr__builder_at(rr__builder *b, rr__place place)
{
    b->at = (rr__where){place.line, (uint16_t)place.file, (uint16_t)(place.column > 0xffff ? 0xffff : place.column)};
}

void rr__builder_point(rr__builder *b, rr__where where)
{
    b->at = where;
}

void rr__builder_finding(rr__builder *b, rr_status status, enum rr__message message, ...)
{
    rr_error found;
    const char *args[6] = {NULL};
    va_list list;
    va_start(list, message);
    for (size_t i = 0; i < 6 && (args[i] = va_arg(list, const char *)) != NULL; i++)
        ;
    va_end(list);
    const char *file = b->at.file < b->files.count ? rr__builder_string(b, RR__AT(rr__text, &b->files, b->at.file)) : "";
    rr__fail_at(&found, status, file, b->at.line, b->at.column, message, args[0], args[1], args[2], args[3], args[4], args[5], NULL);
    rr__builder_refuse(b, &found);
}

void rr__builder_refuse(rr__builder *b, const rr_error *fault)
{
    if (rr_error_severity(fault) == RR_SEVERITY_ERROR && b->errors++ == 0)
        b->first = *fault;
    if (b->finding != NULL && b->handed++ < FINDINGS_MAX)
        b->finding(b->user, fault);
}

bool rr__builder_failed(const rr__builder *b, rr_error *err)
{
    if (b->errors > 0 && err != NULL)
        *err = b->first;
    return b->errors > 0;
}

bool rr__builder_head(rr__builder *b, const char *id, const char *version, const char *overlays)
{
    rr__text new_id = rr__intern(b, id), new_version = rr__intern(b, version);
    if (!b->has_head) {
        b->has_head = true;
        b->id = new_id;
        b->version = new_version;
        if (overlays != NULL)
            rr__builder_finding(b, RR_EINVALID, RR__MSG_OVERLAY_FIRST, overlays, NULL);
    } else if (overlays != NULL) {
        b->overlay = true;
        if (rr__intern(b, overlays) != b->id)
            rr__builder_finding(b, RR_EINVALID, RR__MSG_OVERLAY_OF_ANOTHER, overlays, rr__builder_string(b, b->id), NULL);
        rr__buf joined;
        rr__buf_init(&joined, b->allocator, 4096);
        rr__buf_text(&joined, rr__builder_string(b, b->version));
        rr__buf_char(&joined, '+');
        rr__buf_text(&joined, id);
        rr__buf_char(&joined, '-');
        rr__buf_text(&joined, version);
        b->failed = b->failed || joined.failed;
        b->version = joined.failed ? b->version : rr__intern(b, joined.data);
        rr__buf_finish(&joined);
    } else if (new_id != b->id || (new_version != b->version && strcmp(version, "any") != 0)) {
        rr__builder_finding(b, RR_EINVALID, RR__MSG_NOT_A_PART, id, version, rr__builder_string(b, b->id),
                            rr__builder_string(b, b->version), NULL);
    }
    return !b->failed;
}

bool rr__builder_name(rr__builder *b, const char *lang, const char *text)
{
    rr__label_in label = {.of = {.owner = RR_NONE, .where = b->at}, .concept = 2, .text = rr__store(b, text),
                          .lang = rr__intern(b, lang), .preferred = 1};
    return rr__builder_push(b, &b->names, &label);
}

bool rr__builder_licence(rr__builder *b, const char *id, const char *url, const char *text)
{
    if (!b->has_licence) {
        b->licence = rr__intern(b, id);
        b->licence_url = rr__intern(b, url);
        b->attribution = rr__intern(b, text);
    }
    b->has_licence = true;
    return !b->failed;
}

static void say_bad_word(rr__builder *b, const char *what, const char *value, const char *const *names, uint32_t count)
{
    char all[160] = "";
    for (uint32_t i = 0; i < count && strlen(all) + strlen(names[i]) + 2 < sizeof all; i++) {
        strcat(all, i == 0 ? "" : " ");
        strcat(all, names[i]);
    }
    rr__builder_finding(b, RR_EINVALID, RR__MSG_BAD_WORD, value, what, all, NULL);
}

uint32_t rr__builder_pick(rr__builder *b, const char *what, const char *value, const char *const *names, uint32_t count, uint32_t none)
{
    if (value == NULL)
        return none;
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(value, names[i]) == 0)
            return i;
    say_bad_word(b, what, value, names, count);
    return none;
}

static uint8_t pick_confidence(rr__builder *b, const char *value)
{
    static const char *const names[] = {"unstated", "low", "medium", "high"};
    return (uint8_t)rr__builder_pick(b, "confidence", value, names, 4, RR__INHERIT);
}

rr__prov rr__builder_provenance(rr__builder *b, const rr__fact_source *from)
{
    static const char *const bases[] = {"sourced", "judged"};
    if (from == NULL)
        return (rr__prov){0, RR__INHERIT, RR__INHERIT, 0};
    return (rr__prov){rr__intern(b, from->source), pick_confidence(b, from->confidence),
                      (uint8_t)rr__builder_pick(b, "basis", from->basis, bases, 2, RR__INHERIT), 0};
}

static bool add_unique(rr__builder *b, rr__text_map *map, rr__text id, uint32_t index, const char *what)
{
    if (rr__text_map_get(map, id) != RR_NONE)
        rr__builder_finding(b, RR_EINVALID, RR__MSG_DUPLICATE_NAME, what, rr__builder_string(b, id), NULL);
    else if (!rr__text_map_put(map, id, index))
        b->failed = true;
    return !b->failed;
}

bool rr__builder_source(rr__builder *b, const char *id, const char *url, int32_t year, const char *confidence, const char *text)
{
    uint8_t told = pick_confidence(b, confidence);
    rr__source_build source = {{rr__intern(b, id), rr__intern(b, text), rr__intern(b, url), year,
                                told == RR__INHERIT ? RR_CONFIDENCE_UNSTATED : told}, b->at};
    return add_unique(b, &b->source_ids, source.facts.id, (uint32_t)b->sources.count, "source") &&
           rr__builder_push(b, &b->sources, &source);
}

bool rr__builder_scale(rr__builder *b, const char *id, int64_t first, int64_t last)
{
    rr__scale scale = {rr__intern(b, id), (int32_t)(first / 10000), (int32_t)(last / 10000)};
    if (first == last || first < -1000000000 || first > 1000000000 || last < -1000000000 || last > 1000000000)
        rr__builder_finding(b, RR_EINVALID, RR__MSG_BAD_SCALE, id, NULL);
    return add_unique(b, &b->scale_ids, scale.id, (uint32_t)b->scales.count, "scale") && rr__builder_push(b, &b->scales, &scale);
}

bool rr__builder_facet(rr__builder *b, const rr__facet_in *in)
{
    static const char *const kinds[] = {"rated", "listed", "scale"};
    rr__facet_build facet = {.facts = {.id = rr__intern(b, in->id), .kind = rr__builder_pick(b, "kind", in->kind, kinds, 3, RR_FACET_LISTED),
                                       .scale = RR_NONE, .importance_min = (int32_t)in->importance_min,
                                       .importance_max = (int32_t)in->importance_max,
                                       .essential_from_ppm = RR_NONE},
                             .levels = rr__intern(b, in->levels), .where = b->at};
    int64_t range = in->importance_max - in->importance_min;
    if (range <= 0 || in->importance_min < -1000000000 || in->importance_max > 1000000000)
        rr__builder_finding(b, RR_EINVALID, RR__MSG_BAD_IMPORTANCE_RANGE, in->id, NULL);
    else if (in->essential_from >= in->importance_min && in->essential_from <= in->importance_max)
        facet.facts.essential_from_ppm = (uint32_t)((in->essential_from - in->importance_min) * 1000000 / range);
    else if (in->essential_from != -1)
        rr__builder_finding(b, RR_EINVALID, RR__MSG_BAD_IMPORTANCE_RANGE, in->id, NULL);
    return add_unique(b, &b->facet_ids, facet.facts.id, (uint32_t)b->facets.count, "facet") && rr__builder_push(b, &b->facets, &facet);
}

bool rr__builder_facet_label(rr__builder *b, const char *lang, const char *text)
{
    rr__label_in label = {.of = {.owner = (uint32_t)b->facets.count - 1, .where = b->at}, .concept = 2,
                          .text = rr__store(b, text), .lang = rr__intern(b, lang), .preferred = 1};
    return rr__builder_push(b, &b->names, &label);
}

static void say_duplicate(rr__builder *b, const char *id, rr__where first)
{
    char line[32];
    rr__format_decimal(line, (int64_t)first.line * 1000000);
    rr__builder_finding(b, RR_EINVALID, RR__MSG_DUPLICATE_ID, id, rr__builder_string(b, RR__AT(rr__text, &b->files, first.file)), line, NULL);
}

/* Makes the concept current: a new one, or one that an overlay extends, replaces or removes. */
static bool begin_concept(rr__builder *b, rr_concept kind, rr__concept_in *in, const char *action)
{
    static const char *const actions[] = {"extend", "replace", "remove"};
    enum { EXTEND, REPLACE, REMOVE, ADD };
    rr__vec *all = &b->concepts[kind];
    if (b->failed)
        return false; /* the id may be known already and its record lost */
    const char *id = rr__builder_string(b, in->id);
    uint32_t known = rr__text_map_get(&b->ids[kind], in->id), what = rr__builder_pick(b, "action", action, actions, 3, ADD);
    b->current_kind = kind;
    b->extending = what == EXTEND;
    if (what != ADD && known == RR_NONE) {
        rr__builder_finding(b, RR_ENOTFOUND, RR__MSG_NOTHING_TO_CHANGE, actions[what], id, NULL);
        what = ADD;
    }
    if (what == ADD && known != RR_NONE)
        say_duplicate(b, id, RR__AT(rr__concept_in, all, known).where);
    if (what == EXTEND) {
        rr__concept_in *old = &RR__AT(rr__concept_in, all, known);
        b->current = known;
        old->facet = in->facet != 0 ? in->facet : old->facet;
        old->outlook = in->outlook != 0 ? in->outlook : old->outlook;
        old->role = in->role != 0 ? in->role : old->role;
        if (in->prov.source != 0)
            old->prov = in->prov;
        return !b->failed;
    }
    if (what == REPLACE || what == REMOVE)
        RR__AT(rr__concept_in, all, known).removed = 1;
    in->where = b->at;
    in->removed = what == REMOVE;
    b->current = (uint32_t)all->count;
    if ((what != ADD || known == RR_NONE) && !rr__text_map_put(&b->ids[kind], in->id, b->current))
        b->failed = true;
    return rr__builder_push(b, all, in);
}

bool rr__builder_descriptor(rr__builder *b, const char *id, const char *facet, const char *action, const rr__fact_source *from)
{
    rr__concept_in in = {.id = rr__intern(b, id), .facet = rr__intern(b, facet), .prov = rr__builder_provenance(b, from)};
    return begin_concept(b, RR_CONCEPT_DESCRIPTOR, &in, action);
}

bool rr__builder_occupation(rr__builder *b, const char *id, const char *outlook, const char *role, const char *action, const rr__fact_source *from)
{
    static const char *const outlooks[] = {"unknown", "emerging", "stable", "declining"}, *const roles[] = {"both", "source", "target"};
    rr__concept_in in = {.id = rr__intern(b, id), .prov = rr__builder_provenance(b, from),
                         .outlook = (uint8_t)rr__builder_pick(b, "outlook", outlook, outlooks, 4, 0),
                         .role = (uint8_t)rr__builder_pick(b, "role", role, roles, 3, 0)};
    return begin_concept(b, RR_CONCEPT_OCCUPATION, &in, action);
}

/* SPDX-License-Identifier: MIT */
/* The O*NET database's text files in, facts for the builder out. "Not Relevant" and "Recommend Suppress"
 * are honoured: such a rating says nothing. */
#include <string.h>

#include "base/hash.h"
#include "base/text.h"
#include "taxonomy/import.h"

#define ATTRIBUTION "O*NET Database by the U.S. Department of Labor, Employment and Training Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET is a trademark of USDOL/ETA. Modified: converted by reroute."

/* What the files say of one occupation, gathered before it is given to the builder as a whole. */
typedef struct fact { uint32_t occupation, descriptor; int64_t importance, level; uint32_t count; uint8_t kind; } fact;
typedef struct words { uint32_t occupation; const char *text, *id; uint8_t kind; } words; /* 1 title 2 description 3 task */
typedef struct onet_occupation { const char *code, *title; } onet_occupation;

typedef struct onet {
    rr__import *import;
    rr__map occupations;   /* code -> index into list */
    rr__vec list;          /* onet_occupation */
    rr__map descriptors;   /* id -> index into names */
    rr__vec ids;           /* const char * */
    rr__vec facts, texts;
    rr__map seen;          /* "occupation/descriptor" -> index into facts */
} onet;

static bool nomem(onet *o)
{
    o->import->status = rr__fail_nomem(o->import->err);
    return false;
}

static const char *keep(onet *o, const char *text)
{
    const char *copy = rr__arena_text(&o->import->arena, text, strlen(text));
    if (copy == NULL)
        nomem(o);
    return copy;
}

/* "onet:" before an id, in the arena. */
static const char *make_id(onet *o, const char *a, const char *b, const char *c)
{
    const char *parts[] = {"onet:", a, b, c};
    size_t len = 0;
    for (int i = 0; i < 4; i++)
        len += parts[i] == NULL ? 0 : strlen(parts[i]);
    char *id = rr__arena_alloc(&o->import->arena, len + 1, 1);
    if (id == NULL) {
        nomem(o);
        return "";
    }
    for (int i = 0; i < 4; i++)
        if (parts[i] != NULL)
            strcat(id, parts[i]);
    return id;
}

/* Adds a descriptor unless it is there; its index, or RR_NONE for out of memory. */
static uint32_t descriptor(onet *o, const char *id, const char *facet, const char *label, const char *description, const char *broader)
{
    uint32_t index = rr__map_get(&o->descriptors, id, strlen(id));
    if (index != RR_NONE)
        return index;
    rr__fact_source from = {"onet", NULL, NULL};
    if (!rr__map_put(&o->descriptors, id, strlen(id), (uint32_t)o->ids.count, &index) || !rr__vec_push(&o->ids, &id)) {
        nomem(o);
        return RR_NONE;
    }
    rr__builder_descriptor(o->import->b, id, facet, NULL, &from);
    rr__builder_label(o->import->b, "en", label, true);
    if (description != NULL && description[0] != '\0')
        rr__builder_text(o->import->b, "en", description, NULL);
    if (broader != NULL)
        rr__builder_broader(o->import->b, broader);
    return index;
}

static uint32_t occupation_of(const onet *o, const char *code)
{
    return rr__map_get(&o->occupations, code, strlen(code));
}

/* The fact about this pair, made when it is new. */
static fact *fact_of(onet *o, uint32_t occupation, uint32_t descriptor, bool *is_new)
{
    uint32_t key[2] = {occupation, descriptor}, index = 0;
    char *kept = rr__arena_alloc(&o->import->arena, sizeof key, 4);
    fact f = {occupation, descriptor, -1, -1, 0, 0};
    if (kept == NULL || descriptor == RR_NONE)
        return nomem(o), NULL;
    memcpy(kept, key, sizeof key);
    if (!rr__map_put(&o->seen, kept, sizeof key, (uint32_t)o->facts.count, &index))
        return nomem(o), NULL;
    *is_new = index == o->facts.count;
    if (*is_new && !rr__vec_push(&o->facts, &f))
        return nomem(o), NULL;
    return &RR__AT(fact, &o->facts, index);
}

static void add_words(onet *o, uint32_t occupation, uint8_t kind, const char *text, const char *id)
{
    words w = {occupation, keep(o, text), id == NULL ? NULL : keep(o, id), kind};
    if (!rr__vec_push(&o->texts, &w))
        nomem(o);
}

static void read_occupations(onet *o)
{
    static const char *const columns[] = {"O*NET-SOC Code", "Title", "Description", NULL};
    rr__table t;
    if (!rr__table_open(&t, o->import, "Occupation Data.txt", '\t', false, columns))
        return;
    while (rr__table_next(&t)) {
        onet_occupation new = {keep(o, rr__table_cell(&t, 0)), keep(o, rr__table_cell(&t, 1))};
        uint32_t index = 0;
        if (new.code == NULL || new.title == NULL || !rr__map_put(&o->occupations, new.code, strlen(new.code), (uint32_t)o->list.count, &index)) {
            nomem(o);
        } else if (index != o->list.count) {
            rr__table_tell(&t, RR__REFUSED, "the occupation stands twice");
        } else if (rr__vec_push(&o->list, &new)) {
            if (rr__table_cell(&t, 2)[0] != '\0')
                add_words(o, index, 2, rr__table_cell(&t, 2), NULL);
            rr__table_tell(&t, RR__USED, "occupations");
        } else {
            nomem(o);
        }
    }
    rr__table_close(&t);
}

/* Descriptions of elements, kept for when a rating names them. */
static void read_model_reference(onet *o, rr__map *descriptions, rr__vec *texts)
{
    static const char *const columns[] = {"Element ID", "Element Name", "Description", NULL};
    rr__table t;
    if (!rr__table_open(&t, o->import, "Content Model Reference.txt", '\t', true, columns))
        return;
    while (rr__table_next(&t)) {
        const char *id = keep(o, rr__table_cell(&t, 0));
        const char *pair[2] = {keep(o, rr__table_cell(&t, 1)), keep(o, rr__table_cell(&t, 2))};
        uint32_t index = 0;
        bool wanted = id != NULL && (strncmp(id, "2.A", 3) == 0 || strncmp(id, "2.B", 3) == 0 || strncmp(id, "2.C", 3) == 0 ||
                                     strncmp(id, "1.C", 3) == 0 || strncmp(id, "1.B.1", 5) == 0 || strncmp(id, "4.A", 3) == 0);
        if (!wanted) {
            rr__table_tell(&t, RR__REFUSED, "not an element of the facets that are imported");
        } else if (!rr__map_put(descriptions, id, strlen(id), (uint32_t)texts->count, &index) || !rr__vec_push(texts, pair)) {
            nomem(o);
        } else {
            rr__table_tell(&t, RR__USED, "names and descriptions of elements");
        }
    }
    rr__table_close(&t);
}

typedef struct rating_file { const char *file, *facet, *importance, *level, *prefix; } rating_file;

static void read_rating(onet *o, rr__table *t, const rating_file *file, const rr__map *known, const rr__vec *texts)
{
    const char *element = rr__table_cell(t, 1), *scale = rr__table_cell(t, 3);
    uint32_t occupation = occupation_of(o, rr__table_cell(t, 0));
    bool importance = strcmp(scale, file->importance) == 0, level = file->level != NULL && strcmp(scale, file->level) == 0, is_new = false;
    int64_t value = 0;
    if (occupation == RR_NONE || strncmp(element, file->prefix, strlen(file->prefix)) != 0) {
        rr__table_tell(t, RR__REFUSED, occupation == RR_NONE ? "the occupation is unknown" : "not an element of this facet");
    } else if (!importance && !level) {
        rr__table_tell(t, RR__REFUSED, "a scale that is not imported");
    } else if (strcmp(rr__table_cell(t, 5), "Y") == 0) {
        rr__table_tell(t, RR__REFUSED, "Recommend Suppress");
    } else if (strcmp(rr__table_cell(t, 6), "Y") == 0) {
        rr__table_tell(t, RR__REFUSED, "Not Relevant");
    } else if (!rr__parse_decimal(rr__table_cell(t, 4), strlen(rr__table_cell(t, 4)), &value)) {
        rr__table_tell(t, RR__REFUSED, "the value is no number");
    } else {
        uint32_t at = rr__map_get(known, element, strlen(element));
        const char *const *text = at == RR_NONE ? NULL : (const char *const *)texts->data + 2 * (size_t)at;
        const char *id = make_id(o, element, NULL, NULL);
        fact *f = fact_of(o, occupation, descriptor(o, id, file->facet, text == NULL ? rr__table_cell(t, 2) : text[0], text == NULL ? NULL : text[1], NULL), &is_new);
        if (f == NULL)
            return;
        int64_t *slot = importance ? &f->importance : &f->level;
        if (*slot != -1) {
            rr__table_tell(t, RR__REFUSED, "the rating stands twice");
            return;
        }
        *slot = value;
        rr__table_tell(t, RR__USED, importance ? "importances" : "levels");
    }
}

static void read_ratings(onet *o, const rr__map *known, const rr__vec *texts)
{
    static const rating_file files[] = {{"Skills.txt", "skills", "IM", "LV", "2."}, {"Knowledge.txt", "knowledge", "IM", "LV", "2."},
                                        {"Work Styles.txt", "work-styles", "IM", NULL, "1.C"}, {"Interests.txt", "interests", "OI", NULL, "1.B.1"}};
    static const char *const columns[] = {"O*NET-SOC Code", "Element ID", "Element Name", "Scale ID", "Data Value", "?Recommend Suppress", "?Not Relevant", NULL};
    for (size_t i = 0; i < 4; i++) {
        rr__table t;
        if (!rr__table_open(&t, o->import, files[i].file, '\t', i > 1, columns))
            continue;
        while (rr__table_next(&t))
            read_rating(o, &t, &files[i], known, texts);
        rr__table_close(&t);
    }
}

static void read_job_zones(onet *o)
{
    static const char *const columns[] = {"O*NET-SOC Code", "Job Zone", NULL};
    rr__table t;
    if (!rr__table_open(&t, o->import, "Job Zones.txt", '\t', true, columns))
        return;
    uint32_t zone = descriptor(o, "onet:job-zone", "job-zone", "Job zone", "How much preparation an occupation needs, from 1 to 5.", NULL);
    while (rr__table_next(&t)) {
        uint32_t occupation = occupation_of(o, rr__table_cell(&t, 0));
        int64_t value = 0;
        bool is_new = false;
        if (occupation == RR_NONE || !rr__parse_int(rr__table_cell(&t, 1), strlen(rr__table_cell(&t, 1)), 1, 5, &value)) {
            rr__table_tell(&t, RR__REFUSED, occupation == RR_NONE ? "the occupation is unknown" : "not a job zone");
            continue;
        }
        fact *f = fact_of(o, occupation, zone, &is_new);
        if (f != NULL && is_new)
            f->level = value * 1000000;
        rr__table_tell(&t, is_new ? RR__USED : RR__REFUSED, is_new ? "job zones" : "the job zone stands twice");
    }
    rr__table_close(&t);
}

/* GWA <- IWA <- DWA: the hierarchy of activities. */
static void read_activities(onet *o, const rr__map *known, const rr__vec *texts)
{
    static const char *const columns[] = {"Element ID", "Element Name", "IWA ID", "IWA Title", "DWA ID", "DWA Title", NULL};
    rr__table t;
    if (!rr__table_open(&t, o->import, "DWA Reference.txt", '\t', true, columns))
        return;
    while (rr__table_next(&t)) {
        const char *element = rr__table_cell(&t, 0);
        uint32_t at = rr__map_get(known, element, strlen(element));
        const char *top = make_id(o, element, NULL, NULL), *mid = make_id(o, rr__table_cell(&t, 2), NULL, NULL),
                   *leaf = make_id(o, rr__table_cell(&t, 4), NULL, NULL);
        bool is_new = rr__map_get(&o->descriptors, leaf, strlen(leaf)) == RR_NONE;
        descriptor(o, top, "dwa", rr__table_cell(&t, 1), at == RR_NONE ? NULL : ((const char *const *)texts->data)[2 * (size_t)at + 1], NULL);
        descriptor(o, mid, "dwa", rr__table_cell(&t, 3), NULL, top);
        descriptor(o, leaf, "dwa", rr__table_cell(&t, 5), NULL, mid);
        rr__table_tell(&t, is_new ? RR__USED : RR__REFUSED, is_new ? "detailed activities" : "the activity stands twice");
    }
    rr__table_close(&t);
}

/* The same names again, one level up: they confirm what the detailed file said. */
static void read_intermediate(onet *o)
{
    static const char *const columns[] = {"IWA ID", "IWA Title", "Element ID", "Element Name", NULL};
    rr__table t;
    if (!rr__table_open(&t, o->import, "IWA Reference.txt", '\t', true, columns))
        return;
    while (rr__table_next(&t)) {
        const char *id = make_id(o, rr__table_cell(&t, 0), NULL, NULL), *top = make_id(o, rr__table_cell(&t, 2), NULL, NULL);
        bool known = rr__map_get(&o->descriptors, id, strlen(id)) != RR_NONE;
        if (!known)
            descriptor(o, top, "dwa", rr__table_cell(&t, 3), NULL, NULL);
        descriptor(o, id, "dwa", rr__table_cell(&t, 1), NULL, top);
        rr__table_tell(&t, known ? RR__MERGED : RR__USED, known ? "already named by the detailed activities" : "intermediate activities");
    }
    rr__table_close(&t);
}

static void count_fact(onet *o, rr__table *t, uint32_t occupation, uint32_t index, const char *what)
{
    bool is_new = false;
    fact *f = fact_of(o, occupation, index, &is_new);
    if (f == NULL)
        return;
    f->count++;
    rr__table_tell(t, is_new ? RR__USED : RR__MERGED, is_new ? what : "counted with an earlier row of the same pair");
}

static void read_task_activities(onet *o)
{
    static const char *const columns[] = {"O*NET-SOC Code", "DWA ID", NULL};
    rr__table t;
    if (!rr__table_open(&t, o->import, "Tasks to DWAs.txt", '\t', true, columns))
        return;
    while (rr__table_next(&t)) {
        const char *id = make_id(o, rr__table_cell(&t, 1), NULL, NULL);
        uint32_t occupation = occupation_of(o, rr__table_cell(&t, 0)), index = rr__map_get(&o->descriptors, id, strlen(id));
        if (occupation == RR_NONE || index == RR_NONE)
            rr__table_tell(&t, RR__REFUSED, occupation == RR_NONE ? "the occupation is unknown" : "the activity is unknown");
        else
            count_fact(o, &t, occupation, index, "activities of occupations");
    }
    rr__table_close(&t);
}

/* A text as part of an id: letters and digits, the rest as single hyphens. */
static const char *slug(onet *o, const char *text)
{
    rr__buf normal;
    rr__buf_init(&normal, &o->import->ctx->allocator, 1 << 16);
    rr__normalise(&normal, text, strlen(text));
    for (size_t i = 0; i < normal.len; i++)
        if (normal.data[i] == ' ')
            normal.data[i] = '-';
    const char *kept = normal.failed ? (nomem(o), "") : keep(o, normal.data == NULL ? "" : normal.data);
    rr__buf_finish(&normal);
    return kept == NULL ? "" : kept;
}

/* Example <- commodity <- class <- family <- segment, as the digits of the commodity code say. */
static uint32_t tool(onet *o, const char *facet, const char *code, const char *title, const char *example)
{
    static const char *const levels[] = {"UNSPSC segment ", "UNSPSC family ", "UNSPSC class "};
    const char *above = NULL, *name = slug(o, example);
    char prefix[24], part[16], label[48];
    if (strlen(code) != 8)
        return RR_NONE;
    memcpy(prefix, facet, strlen(facet) + 1);
    strcat(prefix, ":");
    for (int level = 0; level < 3; level++) {
        size_t digits = 2 * (size_t)level + 2;
        memcpy(part, code, digits);
        part[digits] = '\0';
        memcpy(label, levels[level], strlen(levels[level]) + 1);
        strcat(label, part);
        const char *id = make_id(o, prefix, part, NULL);
        descriptor(o, id, facet, label, NULL, above);
        above = id;
    }
    const char *commodity = make_id(o, prefix, code, NULL);
    descriptor(o, commodity, facet, title, NULL, above);
    const char *leaf = make_id(o, prefix, code, NULL);
    const char *dash = keep(o, name);
    char *joined = rr__arena_alloc(&o->import->arena, strlen(leaf) + strlen(dash == NULL ? "" : dash) + 2, 1);
    if (joined == NULL || dash == NULL)
        return nomem(o), RR_NONE;
    strcat(joined, leaf);
    strcat(joined, ":");
    strcat(joined, dash);
    return descriptor(o, joined, facet, example, NULL, commodity);
}

static void read_tools(onet *o, const char *file, const char *facet, const char *what)
{
    static const char *const columns[] = {"O*NET-SOC Code", "Example", "Commodity Code", "Commodity Title", NULL};
    rr__table t;
    if (!rr__table_open(&t, o->import, file, '\t', true, columns))
        return;
    while (rr__table_next(&t)) {
        uint32_t occupation = occupation_of(o, rr__table_cell(&t, 0));
        uint32_t index = occupation == RR_NONE ? RR_NONE : tool(o, facet, rr__table_cell(&t, 2), rr__table_cell(&t, 3), rr__table_cell(&t, 1));
        if (index == RR_NONE)
            rr__table_tell(&t, RR__REFUSED, occupation == RR_NONE ? "the occupation is unknown" : "the commodity code has not eight digits");
        else
            count_fact(o, &t, occupation, index, what);
    }
    rr__table_close(&t);
}

static void read_titles(onet *o)
{
    static const char *const columns[] = {"O*NET-SOC Code", "Alternate Title", "Short Title", NULL};
    rr__table t;
    rr__map seen;
    if (!rr__table_open(&t, o->import, "Alternate Titles.txt", '\t', true, columns))
        return;
    rr__map_init(&seen, &o->import->ctx->allocator);
    while (rr__table_next(&t)) {
        uint32_t occupation = occupation_of(o, rr__table_cell(&t, 0)), present = 0;
        const char *title = keep(o, rr__table_cell(&t, 1));
        const char *key = make_id(o, rr__table_cell(&t, 0), "/", title);
        if (occupation == RR_NONE || title == NULL) {
            rr__table_tell(&t, RR__REFUSED, "the occupation is unknown");
        } else if (strcmp(title, RR__AT(onet_occupation, &o->list, occupation).title) == 0) {
            rr__table_tell(&t, RR__MERGED, "the same as the occupation's title");
        } else if (!rr__map_put(&seen, key, strlen(key), (uint32_t)t.read, &present)) {
            nomem(o);
        } else if (present != (uint32_t)t.read) {
            rr__table_tell(&t, RR__MERGED, "the title stands twice");
        } else {
            add_words(o, occupation, 1, title, NULL);
            rr__table_tell(&t, RR__USED, "alternative titles");
        }
        if (o->import->status == RR_OK && occupation != RR_NONE && rr__table_cell(&t, 2)[0] != '\0') {
            const char *brief = make_id(o, rr__table_cell(&t, 0), "/", rr__table_cell(&t, 2));
            if (rr__map_put(&seen, brief, strlen(brief), RR_NONE - 1, &present) && present == RR_NONE - 1)
                add_words(o, occupation, 1, rr__table_cell(&t, 2), NULL);
        }
    }
    rr__map_finish(&seen);
    rr__table_close(&t);
}

static void read_tasks(onet *o)
{
    static const char *const columns[] = {"O*NET-SOC Code", "Task ID", "Task", NULL};
    rr__table t;
    if (!rr__table_open(&t, o->import, "Task Statements.txt", '\t', true, columns))
        return;
    while (rr__table_next(&t)) {
        uint32_t occupation = occupation_of(o, rr__table_cell(&t, 0));
        if (occupation != RR_NONE)
            add_words(o, occupation, 3, rr__table_cell(&t, 2), rr__table_cell(&t, 1));
        rr__table_tell(&t, occupation != RR_NONE ? RR__USED : RR__REFUSED, occupation != RR_NONE ? "tasks" : "the occupation is unknown");
    }
    rr__table_close(&t);
}

/* Records sorted by occupation by counting, so that each occupation is given as a whole. */
static uint32_t *order_by_occupation(onet *o, const rr__vec *vec, uint32_t **first)
{
    size_t owners = o->list.count;
    uint32_t *order = rr__arena_alloc(&o->import->arena, (vec->count + 1) * sizeof *order, sizeof *order);
    *first = rr__arena_alloc(&o->import->arena, (owners + 2) * sizeof **first, sizeof **first);
    for (size_t i = 0; order != NULL && *first != NULL && i < vec->count; i++)
        (*first)[*(const uint32_t *)(const void *)((const char *)vec->data + i * vec->stride) + 2]++;
    for (size_t r = 0; *first != NULL && r < owners; r++)
        (*first)[r + 2] += (*first)[r + 1];
    for (size_t i = 0; order != NULL && *first != NULL && i < vec->count; i++)
        order[(*first)[*(const uint32_t *)(const void *)((const char *)vec->data + i * vec->stride) + 1]++] = (uint32_t)i;
    if (order == NULL || *first == NULL)
        nomem(o);
    return order;
}

static void give_words(onet *o, const words *w)
{
    if (w->kind == 1)
        rr__builder_label(o->import->b, "en", w->text, false);
    else
        rr__builder_text(o->import->b, "en", w->text, w->kind == 3 ? w->id : NULL);
}

static void give_occupations(onet *o)
{
    uint32_t *facts_from = NULL, *texts_from = NULL;
    uint32_t *facts = order_by_occupation(o, &o->facts, &facts_from), *texts = order_by_occupation(o, &o->texts, &texts_from);
    rr__fact_source from = {"onet", NULL, NULL};
    for (uint32_t i = 0; i < o->list.count && o->import->status == RR_OK; i++) {
        const onet_occupation *own = &RR__AT(onet_occupation, &o->list, i);
        rr__builder_occupation(o->import->b, make_id(o, own->code, NULL, NULL), NULL, NULL, NULL, &from);
        rr__builder_code(o->import->b, "onet-soc", "2019", own->code);
        rr__builder_label(o->import->b, "en", own->title, true);
        for (uint32_t k = texts_from[i]; k < texts_from[i + 1]; k++)
            give_words(o, &RR__AT(words, &o->texts, texts[k]));
        for (uint32_t k = facts_from[i]; k < facts_from[i + 1]; k++) {
            const fact *f = &RR__AT(fact, &o->facts, facts[k]);
            rr__requires_in in = {.ref = RR__AT(const char *, &o->ids, f->descriptor), .importance = f->importance, .level = f->level,
                                  .count = f->count == 0 ? -1 : (int64_t)f->count, .hours = -1};
            rr__builder_requires(o->import->b, &in);
        }
    }
}

static void give_head(onet *o)
{
    rr__builder *b = o->import->b;
    static const rr__facet_in facets[] = {
        {"skills", "rated", "onet-lv", 1000000, 5000000, 3000000}, {"knowledge", "rated", "onet-lv", 1000000, 5000000, 3000000},
        {"work-styles", "rated", NULL, 1000000, 5000000, -1}, {"interests", "rated", NULL, 1000000, 7000000, -1},
        {"job-zone", "scale", "onet-jz", 0, 1000000, -1}, {"dwa", "listed", NULL, 0, 1000000, -1},
        {"technology", "listed", NULL, 0, 1000000, -1}, {"tools", "listed", NULL, 0, 1000000, -1}};
    static const char *const labels[] = {"Skills", "Knowledge", "Work styles", "Interests", "Job zone", "Detailed work activities",
                                         "Technology skills", "Tools used"};
    rr__builder_name(b, "en", "O*NET");
    rr__builder_licence(b, "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/", ATTRIBUTION);
    rr__builder_source(b, "onet", "https://www.onetcenter.org/database.html", 0, "high", "O*NET Database, U.S. Department of Labor, Employment and Training Administration");
    rr__builder_scale(b, "onet-lv", 0, 7000000);
    rr__builder_scale(b, "onet-jz", 1000000, 5000000);
    for (size_t i = 0; i < sizeof facets / sizeof facets[0]; i++) {
        rr__builder_facet(b, &facets[i]);
        rr__builder_facet_label(b, "en", labels[i]);
    }
}

rr_status rr__import_onet(rr__import *import, const char *version)
{
    const rr_allocator *a = &import->ctx->allocator;
    onet o = {.import = import};
    rr__map known;
    rr__vec texts;
    (void)version;
    rr__map_init(&o.occupations, a);
    rr__map_init(&o.descriptors, a);
    rr__map_init(&o.seen, a);
    rr__map_init(&known, a);
    rr__vec_init(&o.list, a, sizeof(onet_occupation));
    rr__vec_init(&o.ids, a, sizeof(const char *));
    rr__vec_init(&o.facts, a, sizeof(fact));
    rr__vec_init(&o.texts, a, sizeof(words));
    rr__vec_init(&texts, a, 2 * sizeof(const char *));
    give_head(&o);
    read_occupations(&o);
    read_model_reference(&o, &known, &texts);
    read_ratings(&o, &known, &texts);
    read_job_zones(&o);
    read_activities(&o, &known, &texts);
    read_intermediate(&o);
    read_task_activities(&o);
    read_tools(&o, "Technology Skills.txt", "technology", "technologies of occupations");
    read_tools(&o, "Tools Used.txt", "tools", "tools of occupations");
    read_titles(&o);
    read_tasks(&o);
    if (import->status == RR_OK)
        give_occupations(&o);
    rr__map_finish(&o.occupations);
    rr__map_finish(&o.descriptors);
    rr__map_finish(&o.seen);
    rr__map_finish(&known);
    rr__vec_finish(&o.list);
    rr__vec_finish(&o.ids);
    rr__vec_finish(&o.facts);
    rr__vec_finish(&o.texts);
    rr__vec_finish(&texts);
    return import->status;
}

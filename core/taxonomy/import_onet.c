/* SPDX-License-Identifier: MIT */
/* The O*NET database's text files in, facts for the builder out. "Not Relevant" and "Recommend Suppress"
 * are honoured: such a level, such a value, says nothing. */
#include "taxonomy/import_onet.h"

#include <string.h>

#define ATTRIBUTION "O*NET Database by the U.S. Department of Labor, Employment and Training Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET is a trademark of USDOL/ETA. Modified: converted by reroute."

bool rr__onet_nomem(rr__onet *o)
{
    o->import->status = rr__fail_nomem(o->import->err);
    return false;
}

const char *rr__onet_keep(rr__onet *o, const char *text)
{
    const char *copy = rr__arena_text(&o->import->arena, text, strlen(text));
    if (copy == NULL)
        rr__onet_nomem(o);
    return copy;
}

const char *rr__onet_id(rr__onet *o, const char *a, const char *b, const char *c)
{
    const char *parts[] = {"onet:", a, b, c};
    size_t len = 0;
    for (int i = 0; i < 4; i++)
        len += parts[i] == NULL ? 0 : strlen(parts[i]);
    char *id = rr__arena_alloc(&o->import->arena, len + 1, 1);
    if (id == NULL) {
        rr__onet_nomem(o);
        return "";
    }
    for (int i = 0; i < 4; i++)
        if (parts[i] != NULL)
            strcat(id, parts[i]);
    return id;
}

uint32_t rr__onet_descriptor(rr__onet *o, const char *id, const char *facet, const char *label, const char *description, const char *broader)
{
    uint32_t index = rr__map_get(&o->descriptors, id, strlen(id));
    if (index != RR_NONE)
        return index;
    rr__fact_source from = {"onet", NULL, NULL};
    if (!rr__map_put(&o->descriptors, id, strlen(id), (uint32_t)o->ids.count, &index) || !rr__vec_push(&o->ids, &id)) {
        rr__onet_nomem(o);
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

uint32_t rr__onet_occupation_of(const rr__onet *o, const char *code)
{
    return rr__map_get(&o->occupations, code, strlen(code));
}

rr__onet_fact *rr__onet_fact_of(rr__onet *o, uint32_t occupation, uint32_t descriptor, bool *is_new)
{
    uint32_t key[2] = {occupation, descriptor}, index = 0;
    char *kept = rr__arena_alloc(&o->import->arena, sizeof key, 4);
    rr__onet_fact f = {occupation, descriptor, -1, -1, 0};
    if (kept == NULL || descriptor == RR_NONE)
        return rr__onet_nomem(o), NULL;
    memcpy(kept, key, sizeof key);
    if (!rr__map_put(&o->seen, kept, sizeof key, (uint32_t)o->facts.count, &index))
        return rr__onet_nomem(o), NULL;
    *is_new = index == o->facts.count;
    if (*is_new && !rr__vec_push(&o->facts, &f))
        return rr__onet_nomem(o), NULL;
    return &RR__AT(rr__onet_fact, &o->facts, index);
}

void rr__onet_add_words(rr__onet *o, uint32_t occupation, uint8_t kind, const char *text, const char *id)
{
    rr__onet_words w = {occupation, rr__onet_keep(o, text), id == NULL ? NULL : rr__onet_keep(o, id), kind};
    if (!rr__vec_push(&o->texts, &w))
        rr__onet_nomem(o);
}

static void read_occupations(rr__onet *o)
{
    static const char *const columns[] = {"O*NET-SOC Code", "Title", "Description", NULL};
    rr__table t;
    if (!rr__table_open(&t, o->import, "Occupation Data.txt", '\t', false, columns))
        return;
    while (rr__table_next(&t)) {
        rr__onet_occupation new = {rr__onet_keep(o, rr__table_cell(&t, 0)), rr__onet_keep(o, rr__table_cell(&t, 1))};
        uint32_t index = 0;
        if (new.code != NULL && new.title != NULL && (new.code[0] == '\0' || new.title[0] == '\0')) {
            rr__table_tell(&t, RR__REFUSED, "no code or no title");
        } else if (new.code == NULL || new.title == NULL || !rr__map_put(&o->occupations, new.code, strlen(new.code), (uint32_t)o->list.count, &index)) {
            rr__onet_nomem(o);
        } else if (index != o->list.count) {
            rr__table_tell(&t, RR__REFUSED, "the occupation stands twice");
        } else if (rr__vec_push(&o->list, &new)) {
            if (rr__table_cell(&t, 2)[0] != '\0')
                rr__onet_add_words(o, index, RR__ONET_DESCRIPTION, rr__table_cell(&t, 2), NULL);
            rr__table_tell(&t, RR__USED, "occupations");
        } else {
            rr__onet_nomem(o);
        }
    }
    rr__table_close(&t);
}

/* Records sorted by occupation by counting, so that each occupation is given as a whole. */
static uint32_t *order_by_occupation(rr__onet *o, const rr__vec *vec, uint32_t **first)
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
        rr__onet_nomem(o);
    return order;
}

static void give_words(rr__onet *o, const rr__onet_words *w)
{
    if (w->kind == RR__ONET_TITLE)
        rr__builder_label(o->import->b, "en", w->text, false);
    else
        rr__builder_text(o->import->b, "en", w->text, w->kind == RR__ONET_TASK ? w->id : NULL);
}

static void give_occupations(rr__onet *o)
{
    uint32_t *facts_from = NULL, *texts_from = NULL;
    uint32_t *facts = order_by_occupation(o, &o->facts, &facts_from), *texts = order_by_occupation(o, &o->texts, &texts_from);
    rr__fact_source from = {"onet", NULL, NULL};
    for (uint32_t i = 0; i < o->list.count && o->import->status == RR_OK; i++) {
        const rr__onet_occupation *own = &RR__AT(rr__onet_occupation, &o->list, i);
        rr__builder_occupation(o->import->b, rr__onet_id(o, own->code, NULL, NULL), NULL, NULL, NULL, &from);
        rr__builder_code(o->import->b, "onet-soc", "2019", own->code);
        rr__builder_label(o->import->b, "en", own->title, true);
        for (uint32_t k = texts_from[i]; k < texts_from[i + 1]; k++)
            give_words(o, &RR__AT(rr__onet_words, &o->texts, texts[k]));
        for (uint32_t k = facts_from[i]; k < facts_from[i + 1]; k++) {
            const rr__onet_fact *f = &RR__AT(rr__onet_fact, &o->facts, facts[k]);
            rr__requires_in in = {.ref = RR__AT(const char *, &o->ids, f->descriptor), .importance = f->importance, .level = f->level,
                                  .count = f->count == 0 ? -1 : (int64_t)f->count, .hours = -1};
            rr__builder_requires(o->import->b, &in);
        }
    }
}

static void give_head(rr__onet *o)
{
    rr__builder *b = o->import->b;
    static const rr__facet_in facets[] = {
        {"skills", "rated", "onet-lv", 1000000, 5000000, 3000000}, {"knowledge", "rated", "onet-lv", 1000000, 5000000, 3000000},
        {"work-styles", "rated", NULL, 1000000, 5000000, -1}, {"interests", "rated", NULL, 1000000, 7000000, -1},
        {"job-zone", "scale", "onet-jz", 0, 1000000, -1}, {"dwa", "listed", NULL, 0, 1000000, -1},
        /* What is used at work is named by example: none of it is essential without an importance. */
        {"technology", "listed", NULL, 0, 1000000, 1000000}, {"tools", "listed", NULL, 0, 1000000, 1000000}};
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

rr_status rr__import_onet(rr__import *import)
{
    const rr_allocator *a = &import->ctx->allocator;
    rr__onet o = {.import = import};
    rr__map_init(&o.occupations, a);
    rr__map_init(&o.descriptors, a);
    rr__map_init(&o.seen, a);
    rr__vec_init(&o.list, a, sizeof(rr__onet_occupation));
    rr__vec_init(&o.ids, a, sizeof(const char *));
    rr__vec_init(&o.facts, a, sizeof(rr__onet_fact));
    rr__vec_init(&o.texts, a, sizeof(rr__onet_words));
    give_head(&o);
    read_occupations(&o);
    rr__onet_read_ratings(&o);
    rr__onet_read_job_zones(&o);
    rr__onet_read_activities(&o);
    rr__onet_read_model_reference(&o);
    rr__onet_read_tools(&o);
    rr__onet_read_titles(&o);
    rr__onet_read_tasks(&o);
    rr__import_rest(import, ".txt", '\t');
    if (import->status == RR_OK)
        give_occupations(&o);
    rr__map_finish(&o.occupations);
    rr__map_finish(&o.descriptors);
    rr__map_finish(&o.seen);
    rr__vec_finish(&o.list);
    rr__vec_finish(&o.ids);
    rr__vec_finish(&o.facts);
    rr__vec_finish(&o.texts);
    return import->status;
}

/* SPDX-License-Identifier: MIT */
/* O*NET's files that name some things out of many in: activities, technologies, tools, titles, tasks. */
#include <string.h>

#include "base/text.h"
#include "taxonomy/import_onet.h"

/* Whether one of the first cells is empty: what has no name could not be written as XML. */
static bool refuse_nameless(rr__table *t, size_t cells)
{
    for (size_t i = 0; i < cells; i++)
        if (rr__table_cell(t, i)[0] == '\0') {
            rr__table_tell(t, RR__REFUSED, "an id or a name is missing");
            return true;
        }
    return false;
}

/* GWA <- IWA <- DWA: the hierarchy of activities. */
static void read_activities(rr__onet *o)
{
    static const char *const columns[] = {"Element ID", "Element Name", "IWA ID", "IWA Title", "DWA ID", "DWA Title", NULL};
    rr__table t;
    if (!rr__table_open(&t, o->import, "DWA Reference.txt", '\t', true, columns))
        return;
    while (rr__table_next(&t)) {
        if (refuse_nameless(&t, 6))
            continue;
        const char *element = rr__table_cell(&t, 0);
        const char *top = rr__onet_id(o, element, NULL, NULL), *mid = rr__onet_id(o, rr__table_cell(&t, 2), NULL, NULL),
                   *leaf = rr__onet_id(o, rr__table_cell(&t, 4), NULL, NULL);
        bool is_new = rr__map_get(&o->descriptors, leaf, strlen(leaf)) == RR_NONE;
        o->grouped = true;
        rr__onet_descriptor(o, top, "dwa", rr__table_cell(&t, 1), NULL, NULL);
        rr__onet_descriptor(o, mid, "dwa", rr__table_cell(&t, 3), NULL, top);
        rr__onet_descriptor(o, leaf, "dwa", rr__table_cell(&t, 5), NULL, mid);
        rr__table_tell(&t, is_new ? RR__USED : RR__REFUSED, is_new ? "detailed activities" : "the activity stands twice");
    }
    rr__table_close(&t);
}

/* The same names again, one level up: they confirm what the detailed file said. */
static void read_intermediate(rr__onet *o)
{
    static const char *const columns[] = {"IWA ID", "IWA Title", "Element ID", "Element Name", NULL};
    rr__table t;
    if (!rr__table_open(&t, o->import, "IWA Reference.txt", '\t', true, columns))
        return;
    while (rr__table_next(&t)) {
        if (refuse_nameless(&t, 4))
            continue;
        const char *id = rr__onet_id(o, rr__table_cell(&t, 0), NULL, NULL), *top = rr__onet_id(o, rr__table_cell(&t, 2), NULL, NULL);
        bool known = rr__map_get(&o->descriptors, id, strlen(id)) != RR_NONE;
        if (!known)
            rr__onet_descriptor(o, top, "dwa", rr__table_cell(&t, 3), NULL, NULL);
        rr__onet_descriptor(o, id, "dwa", rr__table_cell(&t, 1), NULL, top);
        rr__table_tell(&t, known ? RR__MERGED : RR__USED, known ? "already named by the detailed activities" : "intermediate activities");
    }
    rr__table_close(&t);
}

static void count_fact(rr__onet *o, rr__table *t, uint32_t occupation, uint32_t index, const char *what)
{
    bool is_new = false;
    rr__onet_fact *f = rr__onet_fact_of(o, occupation, index, &is_new);
    if (f == NULL)
        return;
    f->count++;
    rr__table_tell(t, is_new ? RR__USED : RR__MERGED, is_new ? what : "counted with an earlier row of the same pair");
}

static void read_task_activities(rr__onet *o)
{
    static const char *const columns[] = {"O*NET-SOC Code", "DWA ID", NULL};
    rr__table t;
    if (!rr__table_open(&t, o->import, "Tasks to DWAs.txt", '\t', true, columns))
        return;
    while (rr__table_next(&t)) {
        const char *id = rr__onet_id(o, rr__table_cell(&t, 1), NULL, NULL);
        uint32_t occupation = rr__onet_occupation_of(o, rr__table_cell(&t, 0)), index = rr__map_get(&o->descriptors, id, strlen(id));
        if (occupation == RR_NONE || index == RR_NONE)
            rr__table_tell(&t, RR__REFUSED, occupation == RR_NONE ? "the occupation is unknown" : "the activity is unknown");
        else
            count_fact(o, &t, occupation, index, "activities of occupations");
    }
    rr__table_close(&t);
}

void rr__onet_read_activities(rr__onet *o)
{
    read_activities(o);
    read_intermediate(o);
    read_task_activities(o);
}

/* A text as part of an id: letters and digits, the rest as single hyphens. */
static const char *slug(rr__onet *o, const char *text)
{
    rr__buf normal;
    rr__buf_init(&normal, &o->import->ctx->allocator, 1 << 16);
    rr__normalise(&normal, text, strlen(text));
    for (size_t i = 0; i < normal.len; i++)
        if (normal.data[i] == ' ')
            normal.data[i] = '-';
    const char *kept = normal.failed ? (rr__onet_nomem(o), "") : rr__onet_keep(o, normal.data == NULL ? "" : normal.data);
    rr__buf_finish(&normal);
    return kept == NULL ? "" : kept;
}

/* Example <- commodity <- class <- family <- segment, as the digits of the commodity code say. */
static uint32_t tool(rr__onet *o, const char *facet, const char *code, const char *title, const char *example)
{
    static const char *const levels[] = {"UNSPSC segment ", "UNSPSC family ", "UNSPSC class "};
    const char *above = NULL, *name = slug(o, example);
    char prefix[24], part[16], label[48];
    if (strlen(code) != 8 || strspn(code, "0123456789") != 8)
        return RR_NONE;
    memcpy(prefix, facet, strlen(facet) + 1);
    strcat(prefix, ":");
    for (int level = 0; level < 3; level++) {
        size_t digits = 2 * (size_t)level + 2;
        memcpy(part, code, digits);
        part[digits] = '\0';
        memcpy(label, levels[level], strlen(levels[level]) + 1);
        strcat(label, part);
        const char *id = rr__onet_id(o, prefix, part, NULL);
        rr__onet_descriptor(o, id, facet, label, NULL, above);
        above = id;
    }
    const char *commodity = rr__onet_id(o, prefix, code, NULL);
    rr__onet_descriptor(o, commodity, facet, title, NULL, above);
    const char *leaf = rr__onet_id(o, prefix, code, NULL);
    const char *dash = rr__onet_keep(o, name);
    char *joined = rr__arena_alloc(&o->import->arena, strlen(leaf) + strlen(dash == NULL ? "" : dash) + 2, 1);
    if (joined == NULL || dash == NULL)
        return rr__onet_nomem(o), RR_NONE;
    strcat(joined, leaf);
    strcat(joined, ":");
    strcat(joined, dash);
    return rr__onet_descriptor(o, joined, facet, example, NULL, commodity);
}

static void read_tools(rr__onet *o, const char *file, const char *facet, const char *what)
{
    static const char *const columns[] = {"O*NET-SOC Code", "Example", "Commodity Code", "Commodity Title", NULL};
    rr__table t;
    if (!rr__table_open(&t, o->import, file, '\t', true, columns))
        return;
    while (rr__table_next(&t)) {
        if (refuse_nameless(&t, 4))
            continue;
        uint32_t occupation = rr__onet_occupation_of(o, rr__table_cell(&t, 0));
        uint32_t index = occupation == RR_NONE ? RR_NONE : tool(o, facet, rr__table_cell(&t, 2), rr__table_cell(&t, 3), rr__table_cell(&t, 1));
        if (index == RR_NONE)
            rr__table_tell(&t, RR__REFUSED, occupation == RR_NONE ? "the occupation is unknown" : "the commodity code has not eight digits");
        else
            count_fact(o, &t, occupation, index, what);
    }
    rr__table_close(&t);
}

void rr__onet_read_tools(rr__onet *o)
{
    read_tools(o, "Technology Skills.txt", "technology", "technologies of occupations");
    read_tools(o, "Tools Used.txt", "tools", "tools of occupations");
}

enum { TITLE_EMPTY = 2, TITLE_SAME = 3, TITLE_TWICE = 4 };

/* Gives an occupation another title: 0, or why not. */
static int add_title(rr__onet *o, rr__map *seen, uint32_t occupation, const char *text)
{
    const rr__onet_occupation *own = &RR__AT(rr__onet_occupation, &o->list, occupation);
    const char *key = rr__onet_id(o, own->code, "/", text);
    uint32_t fresh = (uint32_t)seen->count, present = 0;
    if (text[0] == '\0')
        return TITLE_EMPTY;
    if (strcmp(text, own->title) == 0)
        return TITLE_SAME;
    if (!rr__map_put(seen, key, strlen(key), fresh, &present))
        return rr__onet_nomem(o), 0;
    if (present != fresh)
        return TITLE_TWICE;
    rr__onet_add_words(o, occupation, RR__ONET_TITLE, text, NULL);
    return 0;
}

/* A row gives a title and sometimes its short form, which is a title too; the row's fate is the title's. */
void rr__onet_read_titles(rr__onet *o)
{
    static const char *const columns[] = {"O*NET-SOC Code", "Alternate Title", "?Short Title", NULL};
    static const struct { int kind; const char *why; } fates[] = {
        {RR__USED, "alternative titles"}, {0, NULL}, {RR__REFUSED, "no title"},
        {RR__MERGED, "the same as the occupation's title"}, {RR__MERGED, "the title stands twice"}};
    rr__table t;
    rr__map seen;
    if (!rr__table_open(&t, o->import, "Alternate Titles.txt", '\t', true, columns))
        return;
    rr__map_init(&seen, &o->import->ctx->allocator);
    while (rr__table_next(&t)) {
        uint32_t occupation = rr__onet_occupation_of(o, rr__table_cell(&t, 0));
        if (occupation == RR_NONE) {
            rr__table_tell(&t, RR__REFUSED, "the occupation is unknown");
            continue;
        }
        int fate = add_title(o, &seen, occupation, rr__table_cell(&t, 1));
        rr__table_tell(&t, fates[fate].kind, fates[fate].why);
        add_title(o, &seen, occupation, rr__table_cell(&t, 2));
    }
    rr__map_finish(&seen);
    rr__table_close(&t);
}

void rr__onet_read_tasks(rr__onet *o)
{
    static const char *const columns[] = {"O*NET-SOC Code", "Task ID", "Task", NULL};
    rr__table t;
    if (!rr__table_open(&t, o->import, "Task Statements.txt", '\t', true, columns))
        return;
    while (rr__table_next(&t)) {
        uint32_t occupation = rr__onet_occupation_of(o, rr__table_cell(&t, 0));
        bool stated = rr__table_cell(&t, 1)[0] != '\0' && rr__table_cell(&t, 2)[0] != '\0';
        if (occupation != RR_NONE && stated)
            rr__onet_add_words(o, occupation, RR__ONET_TASK, rr__table_cell(&t, 2), rr__table_cell(&t, 1));
        rr__table_tell(&t, occupation != RR_NONE && stated ? RR__USED : RR__REFUSED,
                       occupation == RR_NONE ? "the occupation is unknown" : stated ? "tasks" : "no task");
    }
    rr__table_close(&t);
}

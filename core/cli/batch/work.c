/* SPDX-License-Identifier: MIT */
/* Groups of records in; what is written of each, in its place, out. Every thread has a context of its own, whose
 * memory goes back to the beginning after each profile. */
#include "batch.h"

#include <stdlib.h>
#include <string.h>

enum { ARENA = 512 << 10 };

typedef struct worker {
    batch *b;
    arena memory;
    rr_context *context;
    rr_scratch *scratch;
    rr_match_row *rows;
    uint32_t room;
    char *table;           /* a header with one row behind it */
    size_t table_room;
    group *g;              /* being worked on */
    rr_sink sink;
    rr_profile *profile;
    size_t found;          /* profiles in the record */
} worker;

static int take_profile(void *user, rr_profile *profile)
{
    worker *w = user;
    if (w->found++ == 0)
        w->profile = profile;
    else
        rr_profile_destroy(profile);
    return 0;
}

/* A row needs its header before it. */
static const char *add_header(worker *w, const record *r, size_t *len)
{
    const source *in = &w->b->in;
    *len = in->header_len + r->len;
    if (*len > w->table_room) {
        char *grown = realloc(w->table, 2 * *len);
        if (grown == NULL)
            return NULL;
        w->table = grown;
        w->table_room = 2 * *len;
    }
    memcpy(w->table, in->header, in->header_len);
    memcpy(w->table + in->header_len, w->g->text + r->at, r->len);
    return w->table;
}

static rr_status fail_no_memory(rr_error *err)
{
    *err = (rr_error){.status = RR_ENOMEM, .number = 100};
    return RR_ENOMEM;
}

static rr_status read_record(worker *w, const record *r, rr_error *err)
{
    const source *in = &w->b->in;
    rr_profile_read_options o = {.size = sizeof o, .format = in->format == INPUT_CSV ? RR_PROFILE_CSV : RR_PROFILE_JSON, .encoding = w->b->s->encoding};
    size_t len = r->len;
    const char *text = in->format == INPUT_CSV ? add_header(w, r, &len) : w->g->text + r->at;
    w->found = 0;
    if (text == NULL)
        return fail_no_memory(err);
    rr_status status = rr_profile_read_memory(w->context, "", text, len, &o, take_profile, w, err);
    if (status == RR_OK && w->found != 1) {
        *err = (rr_error){.status = RR_EINVALID, .number = MESSAGE_NOT_ONE};
        status = RR_EINVALID;
    }
    return status;
}

static uint32_t count_unresolved(const rr_profile *p)
{
    uint32_t count = 0;
    for (size_t i = 0; i < rr_profile_job_count(p); i++)
        count += rr_profile_job(p, i)->occupation == RR_NONE;
    for (size_t i = 0; i < rr_profile_skill_count(p); i++)
        count += rr_profile_skill(p, i)->descriptor == RR_NONE;
    return count;
}

static rr_status write_full(worker *w, const rr_match_options *asked, rr_error *err)
{
    const batch *b = w->b;
    rr_match_result *result = NULL;
    rr_status status = rr_match_run(&result, b->o.matcher, w->profile, asked, err);
    if (status == RR_OK)
        status = rr_render_match(result, b->o.taxonomy, w->profile, asked, &b->how.how, &w->sink, err);
    rr_match_result_destroy(result);
    return status;
}

static rr_status write_list(worker *w, const rr_match_options *asked, rr_listed *listed, rr_error *err)
{
    const batch *b = w->b;
    listed->count = w->room;
    listed->rows = w->rows;
    listed->unresolved = count_unresolved(w->profile);
    rr_status status = rr_match_list(b->o.matcher, w->scratch, w->profile, asked, w->rows, &listed->count, err);
    return status != RR_OK ? status : rr_render_list(b->o.taxonomy, listed, b->how.fields, b->how.field_count, &b->how.how, &w->sink, err);
}

/* Jobs and skills that nobody can tell are left out: how many is part of the answer. */
static rr_status answer(worker *w, rr_listed *listed, rr_error *err)
{
    batch *b = w->b;
    rr_match_options asked = b->asked;
    rr_plugins *plugins = NULL;
    rr_status status = rr_profile_resolve(w->profile, b->o.taxonomy, NULL, NULL, err);
    if (status != RR_OK && status != RR_EAMBIGUOUS)
        return status;
    if (asked.region == NULL)
        asked.region = rr_profile_region(w->profile);
    if (!regions_find(&plugins, &b->regions, b->s, b->o.context, b->o.taxonomy, asked.region)) {
        *err = (rr_error){.status = RR_ECANCELLED, .number = 104}; /* why has been said */
        return RR_ECANCELLED;
    }
    asked.plugins = plugins;
    return b->how.full ? write_full(w, &asked, err) : write_list(w, &asked, listed, err);
}

/* The line of the input that an error names, whose reader saw one record alone. */
static uint64_t line_of(const worker *w, const record *r, const rr_error *err)
{
    const source *in = &w->b->in;
    uint64_t before = in->format == INPUT_CSV ? in->header_lines : 0;
    return err->line == 0 || r->failure != NULL || err->line <= before ? r->line : r->line + err->line - 1 - before;
}

static void stop_behind(group *g, const rr_error *err, uint64_t line)
{
    g->stops = true;
    g->stop = *err;
    g->stop_line = line;
}

static void write_failure(worker *w, const record *r, rr_listed *listed, rr_error *err)
{
    const batch *b = w->b;
    group *g = w->g;
    rr_error own = {0};
    g->failed++;
    listed->count = 0;
    listed->line = line_of(w, r, err);
    listed->failure = err;
    if (err->status == RR_ENOMEM || b->s->strict || r->last)
        stop_behind(g, err, listed->line);
    else if (rr_render_list(b->o.taxonomy, listed, b->how.fields, b->how.field_count, &b->how.how, &w->sink, &own) != RR_OK)
        stop_behind(g, &own, listed->line);
}

static void work_record(worker *w, record *r)
{
    rr_error err;
    rr_listed listed = {.line = r->line};
    size_t before = w->g->out_len;
    rr_status status = RR_OK;
    w->profile = r->profile;
    r->profile = NULL;
    if (r->failure != NULL) {
        err = *r->failure;
        status = err.status;
    } else if (w->profile == NULL) {
        status = read_record(w, r, &err);
    }
    if (status == RR_OK) {
        listed.id = rr_profile_id(w->profile);
        status = answer(w, &listed, &err);
    }
    if (status == RR_ECANCELLED) {
        w->g->cancelled = true;
    } else if (status != RR_OK) {
        w->g->out_len = before;
        write_failure(w, r, &listed, &err);
    } else {
        w->g->accepted++;
    }
    rr_profile_destroy(w->profile);
    w->profile = NULL;
    arena_reset(&w->memory);
}

static void work_group(worker *w, group *g)
{
    w->g = g;
    for (size_t i = 0; i < g->count && !g->stops && !g->cancelled; i++) {
        work_record(w, &g->records[i]);
        g->cancelled = g->cancelled || was_interrupted();
    }
    if (g->no_memory) {
        fail_no_memory(&g->stop);
        g->stops = true;
    }
}

static int write_to_group(void *user, const char *bytes, size_t len)
{
    worker *w = user;
    return group_write(w->g, bytes, len) ? 0 : 1;
}

static bool open_worker(worker *w, batch *b)
{
    rr_taxonomy_info info;
    rr_error err = {0};
    *w = (worker){.b = b};
    w->sink = (rr_sink){w, write_to_group};
    rr_taxonomy_get_info(b->o.taxonomy, &info);
    w->room = b->asked.top == 0 || b->asked.top > info.occupation_count ? info.occupation_count : b->asked.top;
    w->rows = malloc((w->room + (size_t)1) * sizeof *w->rows);
    if (w->rows == NULL || !arena_open(&w->memory, ARENA))
        return false;
    const rr_allocator allocator = arena_allocator(&w->memory);
    const rr_context_options o = {.size = sizeof o, .allocator = &allocator};
    if (rr_scratch_create(&w->scratch, b->o.matcher, &err) != RR_OK || rr_context_create(&w->context, &o, &err) != RR_OK)
        return false;
    w->memory.kept = w->memory.used; /* the context itself stays */
    return true;
}

static void close_worker(worker *w)
{
    rr_scratch_destroy(w->scratch);
    arena_close(&w->memory); /* and the context with it */
    free(w->rows);
    if (w->table != NULL)
        explicit_bzero(w->table, w->table_room);
    free(w->table);
}

void *work(void *the_batch)
{
    batch *b = the_batch;
    worker w;
    bool good = open_worker(&w, b);
    for (group *g; good && (g = queue_take(b)) != NULL;) {
        work_group(&w, g);
        queue_finish(b, g);
    }
    if (!good)
        queue_stop(b);
    close_worker(&w);
    return good ? NULL : the_batch;
}

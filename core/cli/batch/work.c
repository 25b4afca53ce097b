/* SPDX-License-Identifier: MIT */
/* Groups of records in; what is written of each, in its place, out. Every thread has a context of its own, with memory
 * that no other thread asks for. Profiles are matched some at a time, which is faster. */
#include "batch.h"

#include <stdlib.h>
#include <string.h>

enum { ROUND = 512 };

/* One record on its way. */
typedef struct item {
    const record *r;
    rr_profile *profile;
    const char *region; /* whose plugins take part; NULL: none do */
    const rr_plugins *plugins; /* while it is matched */
    rr_listed listed;
    rr_status status;
    bool listed_already;
} item;

typedef struct worker {
    batch *b;
    pool memory;
    rr_context *context;
    rr_scratch *scratch;
    char *table;           /* a header with one row behind it */
    size_t table_room;
    group *g;              /* being worked on */
    rr_sink sink;
    rr_profile *profile;   /* the first of the record's */
    size_t found;          /* how many it has */
    item items[ROUND];
    rr_error errors[ROUND];
    /* of those that are listed together: */
    const rr_profile *profiles[ROUND];
    size_t places[ROUND];
    uint32_t counts[ROUND], room;
    rr_error failures[ROUND];
    rr_match_row *rows;    /* [1 + ROUND][room]: of one on its own, then of those together */
    size_t most;           /* of them so far: what is behind was never touched */
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
        wipe(w->table, w->table_room);
        w->table = malloc(2 * *len);
        w->table_room = w->table == NULL ? 0 : 2 * *len;
        if (w->table == NULL)
            return NULL;
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

static rr_status read_record(worker *w, record *r, rr_error *err)
{
    const source *in = &w->b->in;
    char id[RR_PROFILE_ID_ROOM] = "";
    rr_profile_read_options o = {.size = sizeof o, .format = in->format == INPUT_CSV ? RR_PROFILE_CSV : RR_PROFILE_JSON, .encoding = w->b->s->encoding, .failed_id = id};
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
    if (status != RR_OK && id[0] != '\0') {
        r->id = strdup(id);
        explicit_bzero(id, sizeof id);
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

/* Jobs and skills that nobody can tell are left out: how many is part of the answer. */
static rr_status resolve(worker *w, item *i, rr_error *err)
{
    const batch *b = w->b;
    rr_status status = rr_profile_resolve(i->profile, b->o.taxonomy, NULL, NULL, err);
    if (status != RR_OK && status != RR_EAMBIGUOUS)
        return status;
    i->listed.unresolved = count_unresolved(i->profile);
    if (!b->s->no_plugins)
        i->region = b->asked.region != NULL ? b->asked.region : rr_profile_region(i->profile);
    return RR_OK;
}

static void begin_item(worker *w, size_t at, record *r)
{
    item *i = &w->items[at];
    *i = (item){.r = r, .profile = r->profile, .listed = {.line = r->line}};
    r->profile = NULL;
    if (r->failure != NULL) {
        i->listed.id = r->id;
        w->errors[at] = *r->failure;
        i->status = r->failure->status;
        return;
    }
    if (i->profile == NULL) {
        i->status = read_record(w, r, &w->errors[at]);
        i->profile = w->profile;
        w->profile = NULL;
        i->listed.id = r->id;
    }
    if (i->status != RR_OK)
        return;
    i->listed.id = rr_profile_id(i->profile);
    i->status = resolve(w, i, &w->errors[at]);
}

static rr_match_options options_for(const worker *w, const item *i)
{
    rr_match_options asked = w->b->asked;
    if (asked.region == NULL)
        asked.region = rr_profile_region(i->profile);
    asked.plugins = i->plugins;
    return asked;
}

/* Those without plugins at once, the others one by one: what plugins say hangs on the region. */
static rr_status list_items(worker *w, size_t count, rr_error *err)
{
    rr_match_options asked = w->b->asked;
    rr_status status = RR_OK;
    size_t together = 0;
    for (size_t i = 0; i < count; i++)
        if (w->items[i].status == RR_OK && w->items[i].region == NULL) {
            w->places[together] = i;
            w->profiles[together++] = w->items[i].profile;
        }
    w->most = together > w->most ? together : w->most;
    if (together > 0)
        status = rr_match_lists(w->b->o.matcher, w->scratch, w->profiles, together, &asked, w->room, w->rows + w->room, w->counts, w->failures, err);
    for (size_t k = 0; k < together && status == RR_OK; k++) {
        item *i = &w->items[w->places[k]];
        i->listed_already = true;
        i->listed.rows = w->rows + (k + 1) * w->room;
        i->listed.count = w->counts[k];
        i->status = w->failures[k].status;
        if (i->status != RR_OK)
            w->errors[w->places[k]] = w->failures[k];
    }
    return status;
}

static rr_status write_full(worker *w, const item *i, rr_error *err)
{
    const batch *b = w->b;
    rr_match_options asked = options_for(w, i);
    rr_match_result *result = NULL;
    rr_status status = rr_match_run(&result, b->o.matcher, i->profile, &asked, err);
    if (status == RR_OK)
        status = rr_render_match(result, b->o.taxonomy, i->profile, &asked, &b->how.how, &w->sink, err);
    rr_match_result_destroy(result);
    return status;
}

static rr_status write_list(worker *w, item *i, rr_error *err)
{
    const batch *b = w->b;
    rr_match_options asked = options_for(w, i);
    rr_match_row *spare = w->rows;
    rr_status status = RR_OK;
    if (!i->listed_already) {
        i->listed.count = w->room;
        i->listed.rows = spare;
        status = rr_match_list(b->o.matcher, w->scratch, i->profile, &asked, spare, &i->listed.count, err);
    }
    return status != RR_OK ? status : rr_render_list(b->o.taxonomy, &i->listed, b->how.fields, b->how.field_count, &b->how.how, &w->sink, err);
}

static rr_status write_item(worker *w, item *i, rr_error *err)
{
    batch *b = w->b;
    region *own = NULL;
    if (i->region != NULL && !regions_enter(&own, &b->regions, b->s, b->o.context, b->o.taxonomy, i->region)) {
        *err = (rr_error){.status = RR_ECANCELLED, .number = 104}; /* why has been said */
        return RR_ECANCELLED;
    }
    i->plugins = own == NULL ? NULL : own->plugins;
    rr_status status = b->how.full ? write_full(w, i, err) : write_list(w, i, err);
    if (own != NULL)
        regions_leave(&b->regions, own);
    return status;
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

static void write_failure(worker *w, item *i, rr_error *err)
{
    const batch *b = w->b;
    group *g = w->g;
    rr_error own = {0};
    g->failed++;
    i->listed.count = 0;
    i->listed.line = line_of(w, i->r, err);
    i->listed.failure = err;
    if (err->status == RR_ENOMEM || b->s->strict || i->r->last)
        stop_behind(g, err, i->listed.line);
    else if (rr_render_list(b->o.taxonomy, &i->listed, b->how.fields, b->how.field_count, &b->how.how, &w->sink, &own) != RR_OK)
        stop_behind(g, &own, i->listed.line);
}

static void end_item(worker *w, size_t at)
{
    item *i = &w->items[at];
    group *g = w->g;
    size_t before = g->out_len;
    bool done = g->stops || g->cancelled;
    if (!done && i->status == RR_OK)
        i->status = write_item(w, i, &w->errors[at]);
    if (!done && i->status == RR_OK) {
        g->accepted++;
    } else if (!done && i->status == RR_ECANCELLED) {
        g->cancelled = true;
    } else if (!done) {
        g->out_len = before;
        write_failure(w, i, &w->errors[at]);
    }
    rr_profile_destroy(i->profile);
}

static void work_round(worker *w, record *records, size_t count)
{
    rr_error err = {0};
    for (size_t i = 0; i < count; i++)
        begin_item(w, i, &records[i]);
    rr_status status = w->b->how.full ? RR_OK : list_items(w, count, &err);
    if (status == RR_ECANCELLED)
        w->g->cancelled = true;
    else if (status != RR_OK)
        stop_behind(w->g, &err, 0);
    for (size_t i = 0; i < count; i++)
        end_item(w, i);
}

/* In rounds of about the same size: few profiles at a time take longer each. */
static void work_group(worker *w, group *g)
{
    w->g = g;
    size_t rounds = (g->count + ROUND - 1) / ROUND, size = rounds == 0 ? 0 : (g->count + rounds - 1) / rounds;
    for (size_t at = 0; at < g->count && !g->stops && !g->cancelled; at += size) {
        work_round(w, g->records + at, g->count - at < size ? g->count - at : size);
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

static worker *open_worker(batch *b)
{
    rr_taxonomy_info info;
    rr_error err = {0};
    worker *w = calloc(1, sizeof *w);
    if (w == NULL)
        return NULL;
    w->b = b;
    w->sink = (rr_sink){w, write_to_group};
    rr_taxonomy_get_info(b->o.taxonomy, &info);
    w->room = b->asked.top == 0 || b->asked.top > info.occupation_count ? info.occupation_count + 1 : b->asked.top;
    w->rows = malloc((ROUND + (size_t)1) * w->room * sizeof *w->rows);
    const rr_allocator allocator = pool_allocator(&w->memory);
    const rr_context_options o = {.size = sizeof o, .allocator = &allocator};
    if (w->rows != NULL && rr_scratch_create(&w->scratch, b->o.matcher, &err) == RR_OK)
        rr_context_create(&w->context, &o, &err);
    return w; /* without a context if something failed */
}

static void close_worker(worker *w)
{
    rr_scratch_destroy(w->scratch);
    rr_context_destroy(w->context);
    pool_close(&w->memory);
    wipe(w->rows, (w->most + 1) * w->room * sizeof *w->rows);
    wipe(w->table, w->table_room);
    wipe(w, sizeof *w);
}

void *work(void *the_batch)
{
    batch *b = the_batch;
    worker *w = open_worker(b);
    bool good = w != NULL && w->context != NULL;
    for (group *g; good && (g = queue_take(b)) != NULL;) {
        work_group(w, g);
        queue_finish(b, g);
    }
    if (!good)
        queue_stop(b);
    if (w != NULL)
        close_worker(w);
    return good ? NULL : the_batch;
}

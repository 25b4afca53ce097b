/* SPDX-License-Identifier: MIT */
/* Records and bytes in; a group of them, whose memory is used again, out. */
#include "batch.h"

#include <stdlib.h>
#include <string.h>

void wipe(void *data, size_t size)
{
    if (data != NULL)
        explicit_bzero(data, size);
    free(data);
}

__attribute__((noinline)) void wipe_stack(void)
{
    enum { DEEP = 64 << 10 };
    char below[DEEP];
    explicit_bzero(below, sizeof below);
}

void free_hash(XXH3_state_t *hash)
{
    if (hash != NULL)
        explicit_bzero(hash, sizeof *hash);
    XXH3_freeState(hash);
}

/* Makes room for `wanted` items behind `count`. */
static bool make_room(void **data, size_t *room, size_t count, size_t wanted, size_t stride)
{
    size_t larger = *room < 4096 / stride ? 4096 / stride : *room;
    if (wanted <= *room - count)
        return true;
    while (larger - count < wanted)
        larger *= 2;
    void *grown = malloc(larger * stride);
    if (grown == NULL)
        return false;
    if (count > 0)
        memcpy(grown, *data, count * stride);
    wipe(*data, *room * stride);
    *data = grown;
    *room = larger;
    return true;
}

bool append(char **data, size_t *len, size_t *room, const char *bytes, size_t more)
{
    void *grown = *data;
    bool good = make_room(&grown, room, *len, more, 1);
    *data = grown;
    if (good && more > 0)
        memcpy(*data + *len, bytes, more);
    *len += good ? more : 0;
    return good;
}

bool group_add_text(group *g, const char *bytes, size_t len)
{
    return append(&g->text, &g->len, &g->text_room, bytes, len);
}

bool group_write(group *g, const char *bytes, size_t len)
{
    g->no_memory = g->no_memory || !append(&g->out, &g->out_len, &g->out_room, bytes, len);
    return !g->no_memory;
}

bool group_add_record(group *g, const record *r)
{
    void *grown = g->records;
    bool good = make_room(&grown, &g->record_room, g->count, 1, sizeof *r);
    g->records = grown;
    if (good)
        g->records[g->count++] = *r;
    return good;
}

void free_record(record *r)
{
    rr_profile_destroy(r->profile);
    free(r->failure); /* messages show no value */
    wipe(r->id, r->id == NULL ? 0 : strlen(r->id));
}

void group_clear(group *g)
{
    for (size_t i = 0; i < g->count; i++)
        free_record(&g->records[i]);
    g->len = g->out_len = g->count = 0;
    g->accepted = g->failed = 0;
    g->cancelled = g->no_memory = g->stops = false;
}

void group_destroy(group *g)
{
    group_clear(g);
    wipe(g->text, g->text_room);
    wipe(g->out, g->out_room);
    free(g->records);
}

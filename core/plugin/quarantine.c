/* SPDX-License-Identifier: MIT */
/* Faults of plugins in, whom to leave out and why out; a file of lines: version, sha256, count, code, id. */
#include "plugin/quarantine.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"

enum { FAULTS_MAX = 3, FILE_MAX = 1 << 20, ENTRIES_MAX = 1000, ID_MAX = 128, DELAY_FIRST_MS = 100, DELAY_MOST_MS = 60000 };
static const char head[] = "reroute quarantine 1\n";

typedef struct entry { char id[ID_MAX + 1], sha256[65]; uint32_t count; rr__fault fault; } entry;

struct rr__quarantine {
    rr_context *context;
    char *path;
    rr__vec entries;
};

static entry *find(const rr__quarantine *q, const char *id, const char *sha256)
{
    for (size_t i = 0; i < q->entries.count; i++) {
        entry *e = &RR__AT(entry, &q->entries, i);
        if (strcmp(e->id, id) == 0 && strcmp(e->sha256, sha256) == 0)
            return e;
    }
    return NULL;
}

/* One field up to `end`; false when there is none or it is too long. */
static bool take_field(const char **at, const char *limit, char end, char *out, size_t size)
{
    const char *stop = memchr(*at, end, (size_t)(limit - *at));
    if (stop == NULL || (size_t)(stop - *at) >= size)
        return false;
    memcpy(out, *at, (size_t)(stop - *at));
    out[stop - *at] = '\0';
    *at = stop + 1;
    return true;
}

static bool parse_line(const char **at, const char *limit, entry *e, char version[32])
{
    char count[16], code[64];
    int64_t number = 0;
    if (!take_field(at, limit, '\t', version, 32) || !take_field(at, limit, '\t', e->sha256, sizeof e->sha256) ||
        !take_field(at, limit, '\t', count, sizeof count) || !take_field(at, limit, '\t', code, sizeof code) ||
        !take_field(at, limit, '\n', e->id, sizeof e->id))
        return false;
    e->fault = rr__fault_of(code);
    if (!rr__parse_int(count, strlen(count), 1, 1000000, &number) || e->fault == RR__FAULT_COUNT)
        return false;
    e->count = (uint32_t)number;
    return true;
}

/* Other versions of the program start anew. */
static bool parse(rr__quarantine *q, const char *text, size_t len)
{
    const char *at = text, *limit = text + len;
    if (len < sizeof head - 1 || memcmp(text, head, sizeof head - 1) != 0)
        return true;
    at += sizeof head - 1;
    entry e;
    char version[32];
    while (at < limit && q->entries.count < ENTRIES_MAX && parse_line(&at, limit, &e, version))
        if (strcmp(version, rr_version()) == 0 && !rr__vec_push(&q->entries, &e))
            return false;
    return true;
}

rr_status rr__quarantine_open(rr__quarantine **out, rr_context *context, const char *path, rr_error *err)
{
    const rr_allocator *a = &context->allocator;
    rr__bytes bytes = {0};
    rr__quarantine *q = rr__alloc(a, sizeof *q);
    bool good = q != NULL;
    *out = q;
    if (good) {
        q->context = context;
        rr__vec_init(&q->entries, a, sizeof(entry));
    }
    if (good && path != NULL) {
        q->path = rr__alloc(a, strlen(path) + 1);
        good = q->path != NULL;
        if (good)
            memcpy(q->path, path, strlen(path) + 1);
        if (good && rr__file_open(&bytes, a, path, FILE_MAX, NULL) == RR_OK)
            good = parse(q, (const char *)bytes.data, bytes.len);
        rr__bytes_finish(&bytes);
    }
    if (good)
        return RR_OK;
    rr__quarantine_close(q);
    *out = NULL;
    return rr__fail_nomem(err);
}

void rr__quarantine_close(rr__quarantine *q)
{
    if (q == NULL)
        return;
    rr__vec_finish(&q->entries);
    rr__free(&q->context->allocator, q->path);
    rr__free(&q->context->allocator, q);
}

bool rr__quarantine_holds(const rr__quarantine *q, const char *id, const char *sha256, rr__failure *failure)
{
    const entry *e = find(q, id, sha256);
    if (e == NULL || e->count < FAULTS_MAX)
        return false;
    rr__failure_set(failure, RR__FAULT_QUARANTINED, "%u faults, the last: %s", (unsigned)e->count, rr__fault_code(e->fault));
    return true;
}

static void write_all(const rr__quarantine *q)
{
    rr__writer w;
    char line[512];
    if (q->path == NULL || rr__writer_open(&w, &q->context->allocator, q->path, NULL) != RR_OK)
        return;
    rr__writer_add(&w, head, sizeof head - 1);
    for (size_t i = 0; i < q->entries.count; i++) {
        const entry *e = &RR__AT(entry, &q->entries, i);
        int len = snprintf(line, sizeof line, "%s\t%s\t%u\t%s\t%s\n", rr_version(), e->sha256, (unsigned)e->count, rr__fault_code(e->fault), e->id);
        rr__writer_add(&w, line, (size_t)len);
    }
    rr__writer_commit(&w, NULL);
    rr__writer_abandon(&w);
}

void rr__quarantine_note(rr__quarantine *q, const char *id, const char *sha256, const rr__failure *failure)
{
    entry *e = find(q, id, sha256);
    if (e == NULL && strlen(id) <= ID_MAX && q->entries.count < ENTRIES_MAX) {
        e = rr__vec_grow(&q->entries, 1);
        if (e != NULL) {
            memcpy(e->id, id, strlen(id) + 1);
            memcpy(e->sha256, sha256, strlen(sha256) + 1);
        }
    }
    if (e == NULL)
        return;
    e->count++;
    e->fault = failure->fault;
    write_all(q);
}

void rr__quarantine_clear(rr__quarantine *q, const char *id, const char *sha256)
{
    entry *e = find(q, id, sha256);
    if (e == NULL)
        return;
    *e = RR__AT(entry, &q->entries, --q->entries.count);
    write_all(q);
}

int64_t rr__quarantine_delay_ms(uint32_t failures)
{
    int64_t delay = failures == 0 ? 0 : DELAY_FIRST_MS;
    for (uint32_t i = 1; i < failures && delay < DELAY_MOST_MS; i++)
        delay *= 2;
    return delay < DELAY_MOST_MS ? delay : DELAY_MOST_MS;
}

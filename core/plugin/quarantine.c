/* SPDX-License-Identifier: MIT */
/* Faults of plugins in; whether one is to be left out, and a small text file that remembers, out.
 *     reroute-quarantine 1 VERSION
 *     ID <tab> SHA-256 <tab> COUNT <tab> CODE <tab> DETAIL          one line a plugin, sorted by id */
#include "plugin/quarantine.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <reroute/version.h>

#include "base/file.h"
#include "base/text.h"

#define HEADER "reroute-quarantine 1 " RR_VERSION_STRING "\n"
enum { SHA_LEN = 64, ID_MAX = 128, FILE_MAX = 1 << 20, COUNT_MAX = 1000000 };

typedef struct record {
    char id[ID_MAX + 1], sha256[SHA_LEN + 1];
    uint32_t count;
    rr__failure last;
} record;

struct rr__quarantine {
    const rr_allocator *allocator;
    pthread_mutex_t lock;
    char *path;
    rr__vec records;
    bool changed;
};

/* ---- reading: what does not look like something we wrote is not there ---- */

typedef struct cell { const char *text; size_t len; } cell;

static bool copy_cell(char *to, size_t size, cell from)
{
    if (from.len >= size || memchr(from.text, '\0', from.len) != NULL)
        return false;
    memcpy(to, from.text, from.len);
    to[from.len] = '\0';
    return true;
}

static bool is_plain(const char *text)
{
    size_t len = strlen(text);
    if (rr__utf8_check(text, len) != len)
        return false;
    for (const char *c = text; *c != '\0'; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            return false;
    return true;
}

static bool is_sha256(const char *text)
{
    return strlen(text) == SHA_LEN && strspn(text, "0123456789abcdef") == SHA_LEN;
}

static bool read_record(record *out, const char *line, size_t len)
{
    enum { ID, SHA, COUNT, CODE, DETAIL, CELLS };
    cell cells[CELLS];
    for (int i = 0; i < CELLS; i++) {
        const char *tab = i < DETAIL ? memchr(line, '\t', len) : line + len;
        if (tab == NULL)
            return false;
        cells[i] = (cell){line, (size_t)(tab - line)};
        len -= i < DETAIL ? cells[i].len + 1 : cells[i].len;
        line = i < DETAIL ? tab + 1 : tab;
    }
    char code[64];
    int64_t count = 0;
    *out = (record){.count = 0};
    if (!copy_cell(out->id, sizeof out->id, cells[ID]) || !copy_cell(out->sha256, sizeof out->sha256, cells[SHA]) ||
        !copy_cell(code, sizeof code, cells[CODE]) || !copy_cell(out->last.detail, sizeof out->last.detail, cells[DETAIL]) ||
        !rr__parse_int(cells[COUNT].text, cells[COUNT].len, 1, COUNT_MAX, &count))
        return false;
    out->count = (uint32_t)count;
    out->last.fault = rr__fault_of(code);
    return out->id[0] != '\0' && is_plain(out->id) && is_sha256(out->sha256) && is_plain(out->last.detail) &&
           out->last.fault != RR__FAULT_COUNT && out->last.fault != RR__FAULT_NONE;
}

static record *find(rr__quarantine *q, const char *id)
{
    for (size_t i = 0; i < q->records.count; i++)
        if (strcmp(RR__AT(record, &q->records, i).id, id) == 0)
            return &RR__AT(record, &q->records, i);
    return NULL;
}

static void read_records(rr__quarantine *q, const char *text, size_t len)
{
    size_t head = strlen(HEADER);
    if (len < head || memcmp(text, HEADER, head) != 0)
        return;
    const char *end = text + len, *newline = NULL;
    for (text += head; (newline = memchr(text, '\n', (size_t)(end - text))) != NULL; text = newline + 1) {
        record read;
        if (read_record(&read, text, (size_t)(newline - text)) && find(q, read.id) == NULL && !rr__vec_push(&q->records, &read))
            return;
    }
}

rr__quarantine *rr__quarantine_open(rr_context *context, const char *path)
{
    rr__quarantine *q = rr__alloc(&context->allocator, sizeof *q);
    if (q == NULL)
        return NULL;
    q->allocator = &context->allocator;
    rr__vec_init(&q->records, q->allocator, sizeof(record));
    pthread_mutex_init(&q->lock, NULL);
    if (path == NULL)
        return q;
    q->path = rr__alloc(q->allocator, strlen(path) + 1);
    if (q->path == NULL) {
        rr__quarantine_close(q);
        return NULL;
    }
    memcpy(q->path, path, strlen(path));
    rr__bytes bytes;
    if (rr__file_open(&bytes, q->allocator, path, FILE_MAX, NULL) == RR_OK) {
        read_records(q, (const char *)bytes.data, bytes.len);
        rr__bytes_finish(&bytes);
    }
    return q;
}

void rr__quarantine_close(rr__quarantine *q)
{
    if (q == NULL)
        return;
    pthread_mutex_destroy(&q->lock);
    rr__vec_finish(&q->records);
    rr__free(q->allocator, q->path);
    rr__free(q->allocator, q);
}

/* ---- asking and telling ---- */

bool rr__quarantine_holds(rr__quarantine *q, const char *id, const char *sha256, rr__failure *why)
{
    pthread_mutex_lock(&q->lock);
    const record *r = find(q, id);
    bool held = r != NULL && r->count >= RR__FAULTS_TOLERATED && strcmp(r->sha256, sha256) == 0;
    if (held)
        rr__failure_set(why, RR__FAULT_QUARANTINED, "%u faults, the last: %s: %s", r->count, rr__fault_code(r->last.fault), r->last.detail);
    pthread_mutex_unlock(&q->lock);
    return held;
}

/* A line of the file: what would break it becomes a space. The plugin's own words are left out, because they may be
 * about a person. */
static void keep_detail(char *to, const char *detail)
{
    const char *words = strstr(detail, RR__SAYS), *end = words != NULL ? words : detail + strlen(detail);
    for (; detail < end; detail++)
        *to++ = (unsigned char)*detail < ' ' || *detail == 0x7f ? ' ' : *detail;
    *to = '\0';
}

static bool note(rr__quarantine *q, const char *id, const char *sha256, const rr__failure *failure)
{
    record *r = find(q, id);
    if (r == NULL) {
        record new_one = {.count = 0};
        memcpy(new_one.id, id, strlen(id));
        if (!rr__vec_push(&q->records, &new_one))
            return false;
        r = &RR__AT(record, &q->records, q->records.count - 1);
    }
    if (strcmp(r->sha256, sha256) != 0) {
        memcpy(r->sha256, sha256, SHA_LEN + 1);
        r->count = 0;
    }
    if (r->count < COUNT_MAX)
        r->count++;
    r->last.fault = failure->fault;
    keep_detail(r->last.detail, failure->detail);
    q->changed = true;
    return true;
}

bool rr__quarantine_note(rr__quarantine *q, const char *id, const char *sha256, const rr__failure *failure)
{
    if (strlen(id) > ID_MAX || id[0] == '\0' || !is_plain(id) || !is_sha256(sha256) || failure->fault == RR__FAULT_NONE)
        return true; /* nothing that could be remembered */
    pthread_mutex_lock(&q->lock);
    bool ok = note(q, id, sha256, failure);
    pthread_mutex_unlock(&q->lock);
    return ok;
}

void rr__quarantine_forget(rr__quarantine *q, const char *id)
{
    pthread_mutex_lock(&q->lock);
    record *r = find(q, id);
    if (r != NULL) {
        *r = RR__AT(record, &q->records, q->records.count - 1);
        q->records.count--;
        q->changed = true;
    }
    pthread_mutex_unlock(&q->lock);
}

/* ---- writing ---- */

static int compare_ids(const void *a, const void *b)
{
    return strcmp(((const record *)a)->id, ((const record *)b)->id);
}

static void add_text(rr__writer *w, const char *text)
{
    rr__writer_add(w, text, strlen(text));
}

static void add_record(rr__writer *w, const record *r)
{
    char digits[16];
    size_t at = sizeof digits - 1;
    digits[at] = '\0';
    for (uint32_t rest = r->count; rest > 0; rest /= 10)
        digits[--at] = (char)('0' + rest % 10);
    const char *const cells[] = {r->id, "\t", r->sha256, "\t", digits + at, "\t", rr__fault_code(r->last.fault), "\t", r->last.detail, "\n"};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        add_text(w, cells[i]);
}

static rr_status save(rr__quarantine *q, rr_error *err)
{
    rr__writer writer;
    rr_status status = rr__writer_open(&writer, q->allocator, q->path, err);
    if (status != RR_OK)
        return status;
    if (q->records.count > 1)
        qsort(q->records.data, q->records.count, sizeof(record), compare_ids);
    add_text(&writer, HEADER);
    for (size_t i = 0; i < q->records.count; i++)
        add_record(&writer, &RR__AT(record, &q->records, i));
    return rr__writer_commit(&writer, err);
}

rr_status rr__quarantine_save(rr__quarantine *q, rr_error *err)
{
    pthread_mutex_lock(&q->lock);
    rr_status status = q->changed && q->path != NULL ? save(q, err) : RR_OK;
    q->changed = q->changed && status != RR_OK;
    pthread_mutex_unlock(&q->lock);
    return status;
}

/* ---- starting again ---- */

/* A first crash may be this profile's; a second is the plugin's; a third and it is quarantined anyway. */
uint32_t rr__restart_delay_ms(uint32_t faults)
{
    static const uint32_t DELAYS[RR__FAULTS_TOLERATED] = {0, 100, 1000};
    return faults < RR__FAULTS_TOLERATED ? DELAYS[faults] : UINT32_MAX;
}

bool rr__restart_is_due(uint32_t faults, int64_t last_fault_ms, int64_t now_ms)
{
    uint32_t delay = rr__restart_delay_ms(faults);
    return faults == 0 || (delay != UINT32_MAX && now_ms - last_fault_ms >= (int64_t)delay);
}

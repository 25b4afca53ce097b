/* SPDX-License-Identifier: MIT */
/* Faults of plugins in; whether one is to be left out, and a small text file that remembers, out.
 *     reroute-quarantine 2 VERSION
 *     ID <tab> SHA-256 <tab> COUNT <tab> CALL <tab> CODE <tab> DETAIL          one line a plugin, sorted by id
 * What this program decides by is the file as it was when it was opened and what it has seen itself; what it writes is the
 * file as it is by then, with what it has seen itself added. */
#include "plugin/quarantine.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include <reroute/version.h>

#include "base/file.h"
#include "base/text.h"

#define HEADER "reroute-quarantine 2 " RR_VERSION_STRING "\n"
enum { SHA_LEN = 64, ID_MAX = 128, FILE_MAX = 1 << 20, COUNT_MAX = 1000000, LOCK_TRIES = 400, LOCK_WAIT_MS = 5 };

typedef struct record {
    char id[ID_MAX + 1], sha256[SHA_LEN + 1];
    uint32_t count, call;  /* count 0: forgotten */
    rr__failure last;
    /* since it was last written: */
    uint32_t noted;        /* faults, after */
    uint32_t forgotten;    /* the call that went well, so that it was forgotten; 0: none */
} record;

struct rr__quarantine {
    const rr_allocator *allocator;
    pthread_mutex_t lock;
    char *path;
    rr__vec records;
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
    enum { ID, SHA, COUNT, CALL, CODE, DETAIL, CELLS };
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
    int64_t count = 0, call = 0;
    *out = (record){.count = 0};
    if (!copy_cell(out->id, sizeof out->id, cells[ID]) || !copy_cell(out->sha256, sizeof out->sha256, cells[SHA]) ||
        !copy_cell(code, sizeof code, cells[CODE]) || !copy_cell(out->last.detail, sizeof out->last.detail, cells[DETAIL]) ||
        !rr__parse_int(cells[COUNT].text, cells[COUNT].len, 1, COUNT_MAX, &count) ||
        !rr__parse_int(cells[CALL].text, cells[CALL].len, RR__CALL_START, RR__CALL_CHECK, &call))
        return false;
    out->count = (uint32_t)count;
    out->call = (uint32_t)call;
    out->last.fault = rr__fault_of(code);
    return out->id[0] != '\0' && is_plain(out->id) && is_sha256(out->sha256) && is_plain(out->last.detail) &&
           rr__fault_is_its_own(out->last.fault);
}

static record *find(const rr__vec *records, const char *id)
{
    for (size_t i = 0; i < records->count; i++)
        if (strcmp(RR__AT(record, records, i).id, id) == 0)
            return &RR__AT(record, records, i);
    return NULL;
}

static bool read_records(rr__vec *records, const char *text, size_t len)
{
    size_t head = strlen(HEADER);
    if (len < head || memcmp(text, HEADER, head) != 0)
        return true;
    const char *end = text + len, *newline = NULL;
    for (text += head; (newline = memchr(text, '\n', (size_t)(end - text))) != NULL; text = newline + 1) {
        record read;
        if (read_record(&read, text, (size_t)(newline - text)) && find(records, read.id) == NULL && !rr__vec_push(records, &read))
            return false;
    }
    return true;
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
    rr_status status = rr__file_open(&bytes, q->allocator, path, FILE_MAX, NULL);
    if (status == RR_OK) {
        status = read_records(&q->records, (const char *)bytes.data, bytes.len) ? RR_OK : RR_ENOMEM;
        rr__bytes_finish(&bytes);
    }
    if (status != RR_ENOMEM)
        return q;
    rr__quarantine_close(q);
    return NULL;
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
    const record *r = find(&q->records, id);
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

/* Faults of the plugin with these files: those of other files under that id don't count any more. */
static record *find_or_add(rr__vec *records, const char *id, const char *sha256)
{
    record *r = find(records, id);
    if (r == NULL) {
        record new_one = {.count = 0};
        memcpy(new_one.id, id, strlen(id));
        if (!rr__vec_push(records, &new_one))
            return NULL;
        r = &RR__AT(record, records, records->count - 1);
    }
    if (strcmp(r->sha256, sha256) != 0) {
        memcpy(r->sha256, sha256, SHA_LEN + 1);
        r->count = r->noted = 0;
    }
    return r;
}

static void add_faults(record *r, uint32_t more)
{
    r->count = more < COUNT_MAX - r->count ? r->count + more : COUNT_MAX;
}

bool rr__quarantine_note(rr__quarantine *q, const char *id, const char *sha256, uint32_t call, const rr__failure *failure)
{
    if (strlen(id) > ID_MAX || id[0] == '\0' || !is_plain(id) || !is_sha256(sha256) || !rr__fault_is_its_own(failure->fault))
        return true; /* nothing that could be remembered */
    pthread_mutex_lock(&q->lock);
    record *r = find_or_add(&q->records, id, sha256);
    if (r != NULL) {
        add_faults(r, 1);
        r->noted++;
        r->call = call;
        r->last.fault = failure->fault;
        keep_detail(r->last.detail, failure->detail);
    }
    pthread_mutex_unlock(&q->lock);
    return r != NULL;
}

/* That a call went well speaks for the same files, of that call and of starting, without which it could not have. */
static bool is_excused(const record *r, const char *sha256, uint32_t call)
{
    return strcmp(r->sha256, sha256) == 0 && (r->call == call || r->call == RR__CALL_START);
}

void rr__quarantine_forget(rr__quarantine *q, const char *id, const char *sha256, uint32_t call)
{
    pthread_mutex_lock(&q->lock);
    record *r = find(&q->records, id);
    if (r != NULL && r->count > 0 && is_excused(r, sha256, call)) {
        r->count = r->noted = 0;
        r->forgotten = call;
    }
    pthread_mutex_unlock(&q->lock);
}

/* ---- writing ---- */

static int compare_ids(const void *a, const void *b)
{
    return strcmp(((const record *)a)->id, ((const record *)b)->id);
}

static void add_record(rr__buf *out, const record *r)
{
    rr__buf_text(out, r->id);
    rr__buf_char(out, '\t');
    rr__buf_text(out, r->sha256);
    rr__buf_char(out, '\t');
    rr__buf_int(out, r->count);
    rr__buf_char(out, '\t');
    rr__buf_int(out, r->call);
    rr__buf_char(out, '\t');
    rr__buf_text(out, rr__fault_code(r->last.fault));
    rr__buf_char(out, '\t');
    rr__buf_text(out, r->last.detail);
    rr__buf_char(out, '\n');
}

/* What this program has seen since it last wrote, into what the file says by now. */
static bool merge(rr__vec *records, const rr__quarantine *q)
{
    for (size_t i = 0; i < q->records.count; i++) {
        const record *own = &RR__AT(record, &q->records, i);
        record *theirs = find(records, own->id);
        if (own->forgotten != 0 && theirs != NULL && is_excused(theirs, own->sha256, own->forgotten))
            *theirs = RR__AT(record, records, --records->count);
        if (own->noted == 0)
            continue;
        theirs = find_or_add(records, own->id, own->sha256);
        if (theirs == NULL)
            return false;
        add_faults(theirs, own->noted);
        theirs->call = own->call;
        theirs->last = own->last;
    }
    return true;
}

/* Held while the file is read, merged and replaced; released by closing. The folder, because the file itself is replaced.
 * Where it can't be had in two seconds (or the system knows no such lock) it goes without: whoever stopped with
 * it must not stop us, and the merge alone leaves little that two programs could lose. */
static int lock_folder(const rr_allocator *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t len = slash == NULL ? 0 : slash == path ? 1 : (size_t)(slash - path);
    char *folder = rr__alloc(a, len + 2);
    if (folder == NULL)
        return -1;
    memcpy(folder, slash == NULL ? "." : path, slash == NULL ? 1 : len);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    rr__free(a, folder);
    for (int i = 0; fd >= 0 && i < LOCK_TRIES && flock(fd, LOCK_EX | LOCK_NB) != 0; i++)
        nanosleep(&(struct timespec){0, LOCK_WAIT_MS * 1000000}, NULL);
    return fd;
}

static rr_status write_records(const rr__quarantine *q, rr__vec *records, const rr__bytes *before, rr_error *err)
{
    rr__buf text;
    rr__writer writer;
    rr_status status = RR_OK;
    if (records->count > 1)
        qsort(records->data, records->count, sizeof(record), compare_ids);
    rr__buf_init(&text, q->allocator, FILE_MAX);
    rr__buf_text(&text, HEADER);
    for (size_t i = 0; i < records->count; i++)
        add_record(&text, &RR__AT(record, records, i));
    bool same = before->len == text.len && memcmp(before->data, text.data, text.len) == 0;
    if (text.failed)
        status = rr__fail_nomem(err);
    else if (!same)
        status = rr__writer_open(&writer, q->allocator, q->path, err);
    if (status == RR_OK && !same) {
        rr__writer_add(&writer, text.data, text.len);
        status = rr__writer_commit(&writer, err);
    }
    rr__buf_finish(&text);
    return status;
}

static rr_status save(rr__quarantine *q, rr_error *err)
{
    rr__vec records;
    rr__bytes before = {0};
    int lock = lock_folder(q->allocator, q->path);
    rr__vec_init(&records, q->allocator, sizeof(record));
    rr_status status = rr__file_open(&before, q->allocator, q->path, FILE_MAX, NULL);
    bool good = status != RR_ENOMEM && (status != RR_OK || read_records(&records, (const char *)before.data, before.len)) && merge(&records, q);
    status = good ? write_records(q, &records, &before, err) : rr__fail_nomem(err);
    rr__bytes_finish(&before);
    rr__vec_finish(&records);
    if (lock >= 0)
        close(lock);
    return status;
}

rr_status rr__quarantine_save(rr__quarantine *q, rr_error *err)
{
    bool changed = false;
    pthread_mutex_lock(&q->lock);
    for (size_t i = 0; i < q->records.count && !changed; i++)
        changed = RR__AT(record, &q->records, i).noted > 0 || RR__AT(record, &q->records, i).forgotten != 0;
    rr_status status = changed && q->path != NULL ? save(q, err) : RR_OK;
    for (size_t i = 0; i < q->records.count && status == RR_OK; i++) {
        RR__AT(record, &q->records, i).noted = 0;
        RR__AT(record, &q->records, i).forgotten = 0;
    }
    pthread_mutex_unlock(&q->lock);
    return status;
}

/* ---- starting again ---- */

/* A first crash may be this profile's; a second is the plugin's; with a third it is quarantined. */
uint32_t rr__restart_delay_ms(uint32_t faults)
{
    static const uint32_t DELAYS[RR__FAULTS_TOLERATED] = {0, 20, 200};
    return DELAYS[faults < RR__FAULTS_TOLERATED ? faults : RR__FAULTS_TOLERATED - 1];
}

/* SPDX-License-Identifier: MIT */
/* Files: read whole, mapped read-only, written atomically; folders listed in the order of names; text
 * transcoded strictly to UTF-8 (iconv) at the door. */
#ifndef RR_BASE_FILE_H
#define RR_BASE_FILE_H

#include "error.h"
#include "mem.h"

typedef struct rr__bytes { /* owns */
    const uint8_t *data;
    size_t len;
    const rr_allocator *allocator; /* NULL: mapped */
    void *base;
    size_t base_len;
} rr__bytes;
/* Maps a regular file read-only (an empty file gives len 0); other kinds are read whole. `limit` in
 * bytes: RR_ELIMIT above it. */
rr_status rr__file_open(rr__bytes *out, const rr_allocator *a, const char *path, size_t limit, rr_error *err);
/* Reads a descriptor from where it stands to its end; never maps, so that whoever shortens the file does no harm. */
rr_status rr__fd_read(rr__bytes *out, const rr_allocator *a, int fd, const char *path, size_t limit, rr_error *err);
/* RR_EIO (or RR_ENOMEM) with the reason that errno gives, in words. */
rr_status rr__fail_file(rr_error *err, enum rr__message message, const char *path, int code);
void rr__bytes_finish(rr__bytes *bytes);

bool rr__is_folder(const char *path);
/* Paths of the folder's entries whose names end in `suffix`, sorted bytewise, in the arena. */
rr_status rr__folder_list(const char *path, const char *suffix, rr__arena *arena, const char ***out, size_t *count, rr_error *err);

/* A temporary file in the target's folder; commit checks write, fsync and close and renames, anything
 * else unlinks. A target that is no regular file (/dev/stdout, a pipe) is written straight. */
typedef struct rr__writer {
    int fd;
    bool direct;
    char *temp, *path;
    const rr_allocator *allocator;
    char *buffer;
    size_t used;
    int failed; /* errno of the first failure */
} rr__writer;
rr_status rr__writer_open(rr__writer *w, const rr_allocator *a, const char *path, rr_error *err);
void rr__writer_add(rr__writer *w, const void *bytes, size_t len);
rr_status rr__writer_commit(rr__writer *w, rr_error *err);
void rr__writer_abandon(rr__writer *w); /* after commit: nothing */

/* Strictly transcodes to UTF-8. `encoding` NULL: UTF-8. A BOM of the encoding is dropped; UTF-8 is
 * checked, not copied (out->data borrows `bytes` then, out->base NULL). Errors name the byte offset. */
rr_status rr__transcode(rr__bytes *out, const rr_allocator *a, const char *file, const char *encoding,
                        const void *bytes, size_t len, rr_error *err);

/* The same piece by piece, for what is longer than memory: a character may be cut between two pieces. */
typedef struct rr__transcoder {
    void *how;       /* iconv's; NULL: not opened */
    uint8_t rest[16]; /* the beginning of a character */
    size_t rest_len;
    bool begun;      /* behind a byte order mark */
} rr__transcoder;
rr_status rr__transcoder_open(rr__transcoder *t, const char *file, const char *encoding, rr_error *err);
/* Adds to `out`. Errors have no line: the caller knows where it is. */
rr_status rr__transcoder_feed(rr__transcoder *t, const char *file, const char *encoding, const void *bytes, size_t len, rr__buf *out,
                              rr_error *err);
rr_status rr__transcoder_end(rr__transcoder *t, const char *file, const char *encoding, rr_error *err);
void rr__transcoder_close(rr__transcoder *t);
#endif

/* SPDX-License-Identifier: MIT */
/* A context: the allocator and callbacks every other call works with. One an application is enough. */
#ifndef REROUTE_CONTEXT_H
#define REROUTE_CONTEXT_H

#include "error.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Where the library's own memory comes from. `resize(user, NULL, n)` allocates, `(p, n)` resizes,
 * `(p, 0)` frees and returns NULL. NULL for n > 0 means out of memory; the old block stays.
 * Memory must be aligned as malloc's. Thread: called on the thread of the call. */
typedef struct rr_allocator {
    void *user;
    void *(*resize)(void *user, void *block, size_t size);
} rr_allocator;

typedef struct rr_context rr_context;

typedef struct rr_context_options {
    size_t size;                     /* sizeof(rr_context_options) */
    const rr_allocator *allocator;   /* copied; NULL: malloc */
    int (*cancelled)(void *user);    /* polled in long work; non-zero stops it. NULL: never */
    void (*progress)(void *user, const char *step, uint64_t done, uint64_t total); /* NULL: none */
    void *user;                      /* given to cancelled, progress and log */
    rr_finding_fn log;               /* what happens beside the calls and is nobody's result: a plugin's fault, that it is left
                                      * out from now on. Called on the thread of the call, by several at once. Says nothing
                                      * of the person. NULL: none */
} rr_context_options;

/* Makes a context. `options` may be NULL.
 * Owns: the caller, until rr_context_destroy, which must come after all that was made with it.
 * Errors: RR_ENOMEM.  Thread: a context may be shared by threads.  Since: 0.1 */
RR_API rr_status rr_context_create(rr_context **out, const rr_context_options *options, rr_error *err);
RR_API void rr_context_destroy(rr_context *context);

/* When a call that begins now and may take `ms` milliseconds must be over: for the deadline_ms of its options, and of all
 * calls that answer one request together. A call that is late ends with RR_ELATE and gives nothing; a plugin
 * that it waited for is started anew by the next one, and is not blamed. Units: CLOCK_MONOTONIC.  Thread: any.  Since: 0.1 */
RR_API int64_t rr_deadline_in(uint32_t ms);

/* Where rendered bytes go. Returns 0 when it took all, anything else to stop (RR_EIO results). */
typedef struct rr_sink {
    void *user;
    int (*write)(void *user, const char *bytes, size_t len);
} rr_sink;

/* The caller's memory as a sink. What does not fit is counted and left out: after rendering, `len` is what was to be
 * written, and it all stands in `bytes` if len < size; a NUL is behind it, or behind what fits.
 *     char json[65536];
 *     rr_buffer buffer = {json, sizeof json, 0};
 *     rr_sink sink = rr_buffer_sink(&buffer);
 * Units: bytes.  Owns: nothing; borrows `buffer`.  Thread: one at a time.  Since: 0.1 */
typedef struct rr_buffer {
    char *bytes;  /* NULL with size 0: only counts */
    size_t size, len;
} rr_buffer;
RR_API rr_sink rr_buffer_sink(rr_buffer *buffer);

/* A file written atomically: a temporary file in the target's folder that takes the target's name on
 * commit and disappears on destroy without one. Devices and pipes are written straight.
 * Owns: the caller, until rr_file_destroy.  Errors: RR_EIO RR_ENOMEM. */
typedef struct rr_file rr_file;
RR_API rr_status rr_file_create(rr_file **out, rr_context *context, const char *path, rr_error *err);
RR_API const rr_sink *rr_file_sink(rr_file *file);
RR_API rr_status rr_file_commit(rr_file *file, rr_error *err);
RR_API void rr_file_destroy(rr_file *file);

#ifdef __cplusplus
}
#endif
#endif

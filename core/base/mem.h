/* SPDX-License-Identifier: MIT */
/* Memory: the context's allocator, arenas, growing arrays and growing strings. Each has a limit. */
#ifndef RR_BASE_MEM_H
#define RR_BASE_MEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <reroute/context.h>

/* The library's malloc, zeroed; NULL for out of memory. `a` is never NULL. */
void *rr__alloc(const rr_allocator *a, size_t size);
void *rr__resize(const rr_allocator *a, void *block, size_t size);
void rr__free(const rr_allocator *a, void *block); /* takes NULL */
void rr__free_secret(const rr_allocator *a, void *block, size_t size); /* wipes it first; takes NULL */
extern const rr_allocator rr__malloc_allocator;

/* Many small things that die together. Zeroed memory; NULL for out of memory. */
typedef struct rr__arena {
    const rr_allocator *allocator;
    struct rr__arena_chunk *chunk;
    size_t total; /* bytes handed out */
    bool secret;  /* wipe on finish */
} rr__arena;
void rr__arena_init(rr__arena *arena, const rr_allocator *allocator);
void rr__arena_finish(rr__arena *arena);
void *rr__arena_alloc(rr__arena *arena, size_t size, size_t align);
char *rr__arena_text(rr__arena *arena, const char *text, size_t len); /* copy, NUL-ended */

/* A growing array of `stride` bytes an item. */
typedef struct rr__vec {
    const rr_allocator *allocator;
    void *data;
    size_t count, capacity, stride;
    bool secret; /* wipe what it held, also what growing leaves behind */
} rr__vec;
void rr__vec_init(rr__vec *vec, const rr_allocator *allocator, size_t stride);
void rr__vec_finish(rr__vec *vec);
bool rr__vec_reserve(rr__vec *vec, size_t capacity);
bool rr__vec_push(rr__vec *vec, const void *item); /* copies; false: out of memory */
bool rr__vec_add(rr__vec *vec, const void *items, size_t count); /* the same for several, at least one */
void *rr__vec_grow(rr__vec *vec, size_t count);    /* appends zeroed items; NULL: out of memory */
#define RR__AT(type, vec, i) (((type *)(vec)->data)[i])

/* A growing string with a limit. After a failure it stays failed: check once at the end. */
typedef struct rr__buf {
    const rr_allocator *allocator;
    char *data; /* NUL-ended once anything was added; "" is NULL */
    size_t len, capacity, limit;
    bool failed;
    bool secret; /* wipe what it held, also what growing leaves behind */
} rr__buf;
void rr__buf_init(rr__buf *buf, const rr_allocator *allocator, size_t limit);
void rr__buf_init_like(rr__buf *buf, const rr__buf *other); /* empty, with its allocator, limit and secrecy */
void rr__buf_finish(rr__buf *buf);
void rr__buf_add(rr__buf *buf, const char *bytes, size_t len);
/* Room for `len` bytes behind its own, to be written in place and then counted in `len`, and a NUL put behind them. NULL: it failed. */
char *rr__buf_room(rr__buf *buf, size_t len);
void rr__buf_text(rr__buf *buf, const char *text);
void rr__buf_char(rr__buf *buf, char c);
void rr__buf_int(rr__buf *buf, int64_t value);
void rr__buf_clear(rr__buf *buf); /* keeps the memory, forgets a failure */

struct rr_context {
    rr_allocator allocator;
    rr_finding_fn log;
    int (*cancelled)(void *user);
    void (*progress)(void *user, const char *step, uint64_t done, uint64_t total);
    void *user;
};
static inline bool rr__cancelled(const rr_context *ctx)
{
    return ctx->cancelled != NULL && ctx->cancelled(ctx->user) != 0;
}
/* Whether a call must end: cancelled, or its deadline (rr_deadline_in; 0: none) is over. Fails with the one or the other. */
int64_t rr__monotonic_ms(void);
bool rr__is_late(int64_t deadline_ms);
rr_status rr__check_time(const rr_context *ctx, int64_t deadline_ms, rr_error *err);
#endif

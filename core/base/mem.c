/* SPDX-License-Identifier: MIT */
/* In: sizes and the context's allocator. Out: zeroed memory, arenas, arrays and strings that report
 * exhaustion instead of ending the process. */
#include "mem.h"

#include <stdlib.h>
#include <string.h>

static void *malloc_resize(void *user, void *block, size_t size)
{
    (void)user;
    if (size == 0) {
        free(block);
        return NULL;
    }
    return realloc(block, size);
}

const rr_allocator rr__malloc_allocator = {NULL, malloc_resize};

void *rr__alloc(const rr_allocator *a, size_t size)
{
    if (size == 0)
        size = 1;
    if (a->resize == malloc_resize) /* calloc need not touch pages that come zeroed from the kernel */
        return calloc(1, size);
    void *block = a->resize(a->user, NULL, size);
    if (block != NULL)
        memset(block, 0, size);
    return block;
}

void *rr__resize(const rr_allocator *a, void *block, size_t size)
{
    return a->resize(a->user, block, size != 0 ? size : 1);
}

void rr__free(const rr_allocator *a, void *block)
{
    if (block != NULL)
        a->resize(a->user, block, 0);
}

void rr__free_secret(const rr_allocator *a, void *block, size_t size)
{
    if (block != NULL)
        explicit_bzero(block, size);
    rr__free(a, block);
}

/* As resizing, but nothing stays where it was: `used` of its `size` bytes go along. NULL for out of memory. */
static void *move_secret(const rr_allocator *a, void *block, size_t used, size_t size, size_t larger)
{
    void *moved = rr__alloc(a, larger);
    if (moved == NULL || block == NULL)
        return moved;
    memcpy(moved, block, used);
    rr__free_secret(a, block, size);
    return moved;
}

/* --- arena --- */

/* Chunks start small, because a profile or a JSON line is small, and double, because a taxonomy is not. */
#define FIRST_CHUNK ((size_t)960) /* with what goes before it, not quite 1024 */
#define LARGEST_CHUNK ((size_t)1 << 22)

struct rr__arena_chunk {
    struct rr__arena_chunk *next;
    size_t size, used; /* of the bytes behind this header */
};

#define CHUNK_HEADER                                                                                \
    ((sizeof(struct rr__arena_chunk) + _Alignof(max_align_t) - 1) & ~(_Alignof(max_align_t) - 1))

static char *chunk_bytes(struct rr__arena_chunk *chunk)
{
    return (char *)chunk + CHUNK_HEADER;
}

void rr__arena_init(rr__arena *arena, const rr_allocator *allocator)
{
    memset(arena, 0, sizeof *arena);
    arena->allocator = allocator;
}

void rr__arena_finish(rr__arena *arena)
{
    struct rr__arena_chunk *chunk = arena->chunk;
    while (chunk != NULL) {
        struct rr__arena_chunk *next = chunk->next;
        if (arena->secret)
            explicit_bzero(chunk, CHUNK_HEADER + chunk->used);
        rr__free(arena->allocator, chunk);
        chunk = next;
    }
    arena->chunk = NULL;
    arena->total = 0;
}

/* Adds a chunk with room for `size` bytes. One made for a single large block goes behind the current
 * chunk, so that the current one's remaining room is still used. */
static struct rr__arena_chunk *add_chunk(rr__arena *arena, size_t size)
{
    struct rr__arena_chunk *current = arena->chunk;
    size_t wanted = current == NULL ? FIRST_CHUNK : current->size * 2;
    if (wanted > LARGEST_CHUNK)
        wanted = LARGEST_CHUNK;
    bool alone = current != NULL && size > wanted / 2;
    if (alone || size > wanted)
        wanted = size;
    if (wanted > SIZE_MAX - CHUNK_HEADER)
        return NULL;
    struct rr__arena_chunk *chunk = rr__alloc(arena->allocator, CHUNK_HEADER + wanted);
    if (chunk == NULL)
        return NULL;
    chunk->size = wanted;
    if (alone) {
        chunk->next = current->next;
        current->next = chunk;
    } else {
        chunk->next = current;
        arena->chunk = chunk;
    }
    return chunk;
}

void *rr__arena_alloc(rr__arena *arena, size_t size, size_t align)
{
    struct rr__arena_chunk *chunk = arena->chunk;
    size_t start = chunk == NULL ? 0 : (chunk->used + align - 1) & ~(align - 1);
    if (chunk == NULL || start > chunk->size || size > chunk->size - start) {
        chunk = add_chunk(arena, size);
        if (chunk == NULL)
            return NULL;
        start = 0;
    }
    chunk->used = start + size;
    arena->total += size;
    return chunk_bytes(chunk) + start;
}

char *rr__arena_text(rr__arena *arena, const char *text, size_t len)
{
    if (len == SIZE_MAX)
        return NULL;
    char *copy = rr__arena_alloc(arena, len + 1, 1);
    if (copy != NULL && len != 0)
        memcpy(copy, text, len);
    return copy;
}

/* --- array --- */

void rr__vec_init(rr__vec *vec, const rr_allocator *allocator, size_t stride)
{
    memset(vec, 0, sizeof *vec);
    vec->allocator = allocator;
    vec->stride = stride;
}

void rr__vec_finish(rr__vec *vec)
{
    rr__free_secret(vec->allocator, vec->data, vec->secret ? vec->capacity * vec->stride : 0);
    vec->data = NULL;
    vec->count = vec->capacity = 0;
}

bool rr__vec_reserve(rr__vec *vec, size_t capacity)
{
    if (capacity <= vec->capacity)
        return true;
    size_t larger = vec->capacity < 8 ? 8 : vec->capacity;
    while (larger < capacity) {
        if (larger > SIZE_MAX / 2)
            return false;
        larger *= 2;
    }
    if (larger > SIZE_MAX / vec->stride)
        return false;
    void *data = vec->secret ? move_secret(vec->allocator, vec->data, vec->count * vec->stride, vec->capacity * vec->stride, larger * vec->stride)
                             : rr__resize(vec->allocator, vec->data, larger * vec->stride);
    if (data == NULL)
        return false;
    vec->data = data;
    vec->capacity = larger;
    return true;
}

bool rr__vec_add(rr__vec *vec, const void *items, size_t count)
{
    if (count > vec->capacity - vec->count && (count > SIZE_MAX - vec->count || !rr__vec_reserve(vec, vec->count + count)))
        return false;
    memcpy((char *)vec->data + vec->count * vec->stride, items, count * vec->stride);
    vec->count += count;
    return true;
}

bool rr__vec_push(rr__vec *vec, const void *item)
{
    return rr__vec_add(vec, item, 1);
}

void *rr__vec_grow(rr__vec *vec, size_t count)
{
    if (count > SIZE_MAX - vec->count || !rr__vec_reserve(vec, vec->count + (count != 0 ? count : 1)))
        return NULL;
    char *first = (char *)vec->data + vec->count * vec->stride;
    memset(first, 0, count * vec->stride);
    vec->count += count;
    return first;
}

/* --- string --- */

void rr__buf_init(rr__buf *buf, const rr_allocator *allocator, size_t limit)
{
    memset(buf, 0, sizeof *buf);
    buf->allocator = allocator;
    buf->limit = limit != 0 && limit < SIZE_MAX / 4 ? limit : SIZE_MAX / 4;
}

void rr__buf_init_like(rr__buf *buf, const rr__buf *other)
{
    rr__buf_init(buf, other->allocator, other->limit);
    buf->secret = other->secret;
}

void rr__buf_finish(rr__buf *buf)
{
    rr__free_secret(buf->allocator, buf->data, buf->secret ? buf->capacity : 0);
    buf->data = NULL;
    buf->len = buf->capacity = 0;
}

/* Makes room for `extra` bytes and a NUL behind len. */
static bool make_room(rr__buf *buf, size_t extra)
{
    if (buf->failed || extra > buf->limit - buf->len) {
        buf->failed = true;
        return false;
    }
    size_t needed = buf->len + extra + 1;
    if (needed <= buf->capacity)
        return true;
    size_t larger = buf->capacity < 64 ? 64 : buf->capacity * 2;
    if (larger < needed)
        larger = needed;
    char *data = buf->secret ? move_secret(buf->allocator, buf->data, buf->len + 1, buf->capacity, larger)
                             : rr__resize(buf->allocator, buf->data, larger);
    if (data == NULL) {
        buf->failed = true;
        return false;
    }
    buf->data = data;
    buf->capacity = larger;
    return true;
}

void rr__buf_add(rr__buf *buf, const char *bytes, size_t len)
{
    if (!make_room(buf, len))
        return;
    if (len != 0)
        memcpy(buf->data + buf->len, bytes, len);
    buf->len += len;
    buf->data[buf->len] = '\0';
}

char *rr__buf_room(rr__buf *buf, size_t len)
{
    return make_room(buf, len) ? buf->data + buf->len : NULL;
}

void rr__buf_text(rr__buf *buf, const char *text)
{
    rr__buf_add(buf, text, strlen(text));
}

void rr__buf_char(rr__buf *buf, char c)
{
    rr__buf_add(buf, &c, 1);
}

void rr__buf_int(rr__buf *buf, int64_t value)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (value < 0)
        digits[--at] = '-';
    rr__buf_add(buf, digits + at, sizeof digits - at);
}

void rr__buf_clear(rr__buf *buf)
{
    buf->len = 0;
    buf->failed = false;
    if (buf->data != NULL)
        buf->data[0] = '\0';
}

/* SPDX-License-Identifier: MIT */
/* Sizes in, memory of the context's allocator out: blocks, arenas, growing arrays and strings. */
#include "mem.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct rr__arena_chunk {
    struct rr__arena_chunk *next;
    size_t size, used;
};

enum { FIRST_CHUNK = 1 << 14, LARGEST_CHUNK = 1 << 20, CHUNK_HEAD = 32 };

static void *resize_with_malloc(void *user, void *block, size_t size)
{
    (void)user;
    if (size == 0) {
        free(block);
        return NULL;
    }
    return realloc(block, size);
}

const rr_allocator rr__malloc_allocator = {NULL, resize_with_malloc};

void *rr__resize(const rr_allocator *a, void *block, size_t size)
{
    return a->resize(a->user, block, size);
}

void *rr__alloc(const rr_allocator *a, size_t size)
{
    void *block = rr__resize(a, NULL, size == 0 ? 1 : size);
    if (block != NULL)
        memset(block, 0, size);
    return block;
}

void rr__free(const rr_allocator *a, void *block)
{
    if (block != NULL)
        a->resize(a->user, block, 0);
}

void rr__arena_init(rr__arena *arena, const rr_allocator *allocator)
{
    *arena = (rr__arena){.allocator = allocator};
}

void rr__arena_finish(rr__arena *arena)
{
    while (arena->chunk != NULL) {
        struct rr__arena_chunk *chunk = arena->chunk;
        arena->chunk = chunk->next;
        if (arena->secret)
            explicit_bzero((char *)chunk + CHUNK_HEAD, chunk->used - CHUNK_HEAD);
        rr__free(arena->allocator, chunk);
    }
    arena->total = 0;
}

static bool add_chunk(rr__arena *arena, size_t size)
{
    size_t wanted = arena->chunk == NULL ? FIRST_CHUNK : arena->chunk->size * 2;
    if (wanted > LARGEST_CHUNK)
        wanted = LARGEST_CHUNK;
    if (wanted < size + CHUNK_HEAD)
        wanted = size + CHUNK_HEAD;
    struct rr__arena_chunk *chunk = rr__resize(arena->allocator, NULL, wanted);
    if (chunk == NULL)
        return false;
    *chunk = (struct rr__arena_chunk){arena->chunk, wanted, CHUNK_HEAD};
    arena->chunk = chunk;
    return true;
}

void *rr__arena_alloc(rr__arena *arena, size_t size, size_t align)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    for (int round = 0; round < 2; round++) {
        struct rr__arena_chunk *chunk = arena->chunk;
        if (chunk != NULL) {
            size_t start = (chunk->used + align - 1) / align * align;
            if (start <= chunk->size && size <= chunk->size - start) {
                chunk->used = start + size;
                arena->total += size;
                return memset((char *)chunk + start, 0, size);
            }
        }
        if (round == 1 || !add_chunk(arena, size + align))
            return NULL;
    }
    return NULL;
}

char *rr__arena_text(rr__arena *arena, const char *text, size_t len)
{
    char *copy = rr__arena_alloc(arena, len + 1, 1);
    if (copy != NULL && len > 0)
        memcpy(copy, text, len);
    return copy;
}

void rr__vec_init(rr__vec *vec, const rr_allocator *allocator, size_t stride)
{
    *vec = (rr__vec){.allocator = allocator, .stride = stride};
}

void rr__vec_finish(rr__vec *vec)
{
    rr__free(vec->allocator, vec->data);
    vec->data = NULL;
    vec->count = vec->capacity = 0;
}

bool rr__vec_reserve(rr__vec *vec, size_t capacity)
{
    if (capacity <= vec->capacity)
        return true;
    size_t wanted = vec->capacity + vec->capacity / 2;
    if (wanted < capacity)
        wanted = capacity < 16 ? 16 : capacity;
    if (wanted > SIZE_MAX / 2 / vec->stride)
        return false;
    void *data = rr__resize(vec->allocator, vec->data, wanted * vec->stride);
    if (data == NULL)
        return false;
    vec->data = data;
    vec->capacity = wanted;
    return true;
}

bool rr__vec_push(rr__vec *vec, const void *item)
{
    if (!rr__vec_reserve(vec, vec->count + 1))
        return false;
    memcpy((char *)vec->data + vec->count * vec->stride, item, vec->stride);
    vec->count++;
    return true;
}

void *rr__vec_grow(rr__vec *vec, size_t count)
{
    if (count > SIZE_MAX / 4 || !rr__vec_reserve(vec, vec->count + count))
        return NULL;
    void *added = (char *)vec->data + vec->count * vec->stride;
    if (count > 0)
        memset(added, 0, count * vec->stride);
    vec->count += count;
    return added;
}

void rr__buf_init(rr__buf *buf, const rr_allocator *allocator, size_t limit)
{
    *buf = (rr__buf){.allocator = allocator, .limit = limit};
}

void rr__buf_finish(rr__buf *buf)
{
    rr__free(buf->allocator, buf->data);
    buf->data = NULL;
    buf->len = buf->capacity = 0;
}

void rr__buf_clear(rr__buf *buf)
{
    buf->len = 0;
    buf->failed = false;
    if (buf->data != NULL)
        buf->data[0] = '\0';
}

static bool make_room(rr__buf *buf, size_t len)
{
    if (buf->failed || len > buf->limit || buf->len > buf->limit - len) {
        buf->failed = true;
        return false;
    }
    size_t needed = buf->len + len + 1;
    if (needed <= buf->capacity)
        return true;
    size_t wanted = buf->capacity * 2 < 64 ? 64 : buf->capacity * 2;
    if (wanted < needed)
        wanted = needed;
    char *data = rr__resize(buf->allocator, buf->data, wanted);
    if (data == NULL) {
        buf->failed = true;
        return false;
    }
    buf->data = data;
    buf->capacity = wanted;
    return true;
}

void rr__buf_add(rr__buf *buf, const char *bytes, size_t len)
{
    if (!make_room(buf, len))
        return;
    if (len > 0)
        memcpy(buf->data + buf->len, bytes, len);
    buf->len += len;
    buf->data[buf->len] = '\0';
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
    uint64_t rest = value < 0 ? (uint64_t)0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0)
        digits[--at] = '-';
    rr__buf_add(buf, digits + at, sizeof digits - at);
}

/* SPDX-License-Identifier: MIT */
/* An allocator for the library in a thread of its own: pieces of a few sizes, which go back to their like and come from
 * there again, still warm. Nothing is locked, and nothing goes back to the system before the end. What it holds of people,
 * the library has wiped when it comes back. */
#include "batch.h"

#include <stdlib.h>
#include <string.h>

enum { HEAD = 16, SMALLEST = 64, SLAB = 256 << 10, ALONE = POOL_SIZES };

/* Before each piece, where its size is told by its class; pieces too large for any are on their own. */
typedef union head {
    struct { size_t class, size; } of; /* size: of one alone */
    union head *next;                  /* when free */
    char room[HEAD];
} head;

struct pool_slab { struct pool_slab *next; char room[HEAD]; };

static size_t size_of(size_t class)
{
    return (size_t)SMALLEST << class;
}

static size_t class_for(size_t size)
{
    size_t class = 0;
    while (class < POOL_SIZES && size_of(class) < size + HEAD)
        class++;
    return class;
}

static head *carve(pool *p, size_t class)
{
    size_t size = size_of(class);
    if (p->left < size) {
        struct pool_slab *slab = aligned_alloc(64, SLAB);
        if (slab == NULL)
            return NULL;
        slab->next = p->slabs;
        p->slabs = slab;
        p->at = (char *)slab + SMALLEST;
        p->left = SLAB - SMALLEST;
    }
    head *h = (head *)(void *)p->at;
    p->at += size;
    p->left -= size;
    return h;
}

static void *take(pool *p, size_t size)
{
    size_t class = class_for(size);
    head *h = NULL;
    if (class == ALONE) {
        h = size < SIZE_MAX / 2 ? malloc(size + HEAD) : NULL;
    } else if (p->free[class] != NULL) {
        h = p->free[class];
        p->free[class] = h->next;
    } else {
        h = carve(p, class);
    }
    if (h == NULL)
        return NULL;
    h->of.class = class;
    h->of.size = size;
    return h + 1;
}

static void give(pool *p, head *h)
{
    size_t class = h->of.class;
    if (class == ALONE) {
        free(h);
        return;
    }
    h->next = p->free[class];
    p->free[class] = h;
}

static void *resize(void *user, void *piece, size_t size)
{
    pool *p = user;
    head *h = piece == NULL ? NULL : (head *)piece - 1;
    if (h == NULL)
        return size == 0 ? NULL : take(p, size);
    if (size == 0) {
        give(p, h);
        return NULL;
    }
    size_t room = h->of.class == ALONE ? h->of.size : size_of(h->of.class) - HEAD;
    if (size <= room)
        return piece;
    void *moved = take(p, size);
    if (moved == NULL)
        return NULL;
    memcpy(moved, piece, room);
    give(p, h);
    return moved;
}

rr_allocator pool_allocator(pool *p)
{
    return (rr_allocator){p, resize};
}

void pool_close(pool *p)
{
    while (p->slabs != NULL) {
        struct pool_slab *slab = p->slabs;
        p->slabs = slab->next;
        free(slab);
    }
}

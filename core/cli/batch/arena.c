/* SPDX-License-Identifier: MIT */
/* An allocator for the library in; memory that all goes at once, when the next profile's turn comes, out. */
#include "batch.h"

#include <stdlib.h>
#include <string.h>

enum { ALIGN = 16, HEAD = 16 }; /* before each piece stands its size */

struct arena_spill {
    struct arena_spill *next;
    size_t size;
};

static size_t size_of(const void *piece)
{
    size_t size = 0;
    memcpy(&size, (const char *)piece - HEAD, sizeof size);
    return size;
}

/* What has no room goes elsewhere until the reset. */
static char *spill(arena *a, size_t size)
{
    struct arena_spill *s = malloc(sizeof *s + size);
    if (s == NULL)
        return NULL;
    *s = (struct arena_spill){a->spilt, size};
    a->spilt = s;
    return (char *)(s + 1);
}

static size_t whole_of(size_t size)
{
    return HEAD + (size + ALIGN - 1) / ALIGN * ALIGN;
}

static void *take(arena *a, size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    size_t whole = whole_of(size);
    bool fits = whole <= a->room - a->used;
    char *head = fits ? a->block + a->used : spill(a, whole);
    if (head == NULL)
        return NULL;
    if (fits) {
        a->last = a->used;
        a->used += whole;
    }
    memcpy(head, &size, sizeof size);
    return head + HEAD;
}

/* The piece taken last grows and goes where it stands; others move, or wait for the reset. */
static void *resize(void *user, void *piece, size_t size)
{
    arena *a = user;
    bool last = piece != NULL && a->used > 0 && (char *)piece == a->block + a->last + HEAD;
    if (piece == NULL)
        return size == 0 ? NULL : take(a, size);
    if (size == 0) {
        a->used = last ? a->last : a->used;
        return NULL;
    }
    size_t before = size_of(piece);
    if (size <= before)
        return piece;
    if (last && size < SIZE_MAX / 2 && whole_of(size) <= a->room - a->last) {
        a->used = a->last + whole_of(size);
        memcpy((char *)piece - HEAD, &size, sizeof size);
        return piece;
    }
    void *moved = take(a, size);
    if (moved != NULL)
        memcpy(moved, piece, before);
    return moved;
}

rr_allocator arena_allocator(arena *a)
{
    return (rr_allocator){a, resize};
}

bool arena_open(arena *a, size_t room)
{
    *a = (arena){.block = aligned_alloc(ALIGN, room), .room = room};
    return a->block != NULL;
}

void arena_reset(arena *a)
{
    while (a->spilt != NULL) {
        struct arena_spill *s = a->spilt;
        a->spilt = s->next;
        explicit_bzero(s + 1, s->size);
        free(s);
    }
    a->used = a->last = a->kept;
}

void arena_close(arena *a)
{
    arena_reset(a);
    if (a->block != NULL)
        explicit_bzero(a->block, a->room);
    free(a->block);
    a->block = NULL;
}

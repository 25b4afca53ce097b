/* SPDX-License-Identifier: MIT */
/* An allocator that fails once: the allocation of a number, counted from 1. */
#ifndef TEST_PLUGIN_SHORTAGE_H
#define TEST_PLUGIN_SHORTAGE_H

#include <stdlib.h>

typedef struct shortage { int count, fails_at; } shortage;

static inline void *resize_or_fail(void *user, void *block, size_t size)
{
    shortage *s = user;
    if (size == 0) {
        free(block);
        return NULL;
    }
    return ++s->count == s->fails_at ? NULL : realloc(block, size);
}
#endif

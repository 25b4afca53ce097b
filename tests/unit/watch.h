/* SPDX-License-Identifier: MIT */
/* A context's memory that is looked through when it is given back. */
#ifndef TEST_WATCH_H
#define TEST_WATCH_H

#include <stdlib.h>
#include <string.h>

/* An allocator that looks for a secret in what it is asked to free. */
typedef struct watch { size_t seen; } watch;

static const char secret[] = "CANARYCANARYCANARY";

static inline void *watch_resize(void *user, void *block, size_t size)
{
    watch *w = user;
    size_t *head = block == NULL ? NULL : (size_t *)block - 2;
    if (head != NULL && size == 0) {
        for (size_t i = 0; i + sizeof secret - 1 <= *head; i++)
            w->seen += memcmp((char *)block + i, secret, sizeof secret - 1) == 0;
        free(head);
        return NULL;
    }
    size_t *fresh = malloc(size + 2 * sizeof *fresh);
    if (fresh == NULL)
        return NULL;
    *fresh = size;
    if (head != NULL) {
        memcpy(fresh + 2, block, *head < size ? *head : size);
        watch_resize(user, block, 0);
    }
    return fresh + 2;
}
#endif

/* SPDX-License-Identifier: MIT */
/* A context's memory that runs out at a call of the test's choosing. */
#ifndef TEST_STINGY_H
#define TEST_STINGY_H

#include <stdint.h>
#include <stdlib.h>

/* An allocator whose call number `fail_at`, counted from 1, fails; for_good: and all after it. 0: none does. */
typedef struct stingy { int64_t calls, fail_at, held; int for_good; } stingy;

static inline void *stingy_resize(void *user, void *block, size_t size)
{
    stingy *s = user;
    if (size == 0) {
        s->held -= block != NULL;
        free(block);
        return NULL;
    }
    s->calls++;
    if (s->calls == s->fail_at || (s->for_good && s->calls > s->fail_at && s->fail_at > 0))
        return NULL;
    void *grown = realloc(block, size);
    s->held += block == NULL && grown != NULL;
    return grown;
}
#endif

/* SPDX-License-Identifier: MIT */
/* A call of the library on a stack of its own, which is looked through when it has ended. */
#ifndef TEST_OWN_STACK_H
#define TEST_OWN_STACK_H

#include <pthread.h>
#include <sys/mman.h>

#include "watch.h"

/* A call on a stack of its own, in which nothing that anybody wrote is found when it has ended. */
typedef struct standing { desk *d; void (*call)(desk *d, size_t which); size_t which; } standing;

static inline void *stand(void *the_call)
{
    const standing *s = the_call;
    s->call(s->d, s->which);
    return NULL;
}

static inline void call_on_own_stack(desk *d, void (*call)(desk *d, size_t which), size_t which, const char *what)
{
    enum { STACK = 4 << 20 };
    standing s = {d, call, which};
    pthread_attr_t attributes;
    pthread_t thread;
    char *stack = mmap(NULL, STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(stack != MAP_FAILED);
    assert_int_equal(pthread_attr_init(&attributes), 0);
    assert_int_equal(pthread_attr_setstack(&attributes, stack, STACK), 0);
    assert_int_equal(pthread_create(&thread, &attributes, stand, &s), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    static const char *const texts[] = {SECRET, TELEPHONE};
    const char *end = stack + STACK - sizeof SECRET;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        for (const char *at = stack; (at = memchr(at, texts[i][0], (size_t)(end - at))) != NULL; at++)
            if (memcmp(at, texts[i], strlen(texts[i])) == 0)
                fail_msg("%s, %zu: found %td bytes deep", what, which, end - at);
    pthread_attr_destroy(&attributes);
    munmap(stack, STACK);
}
#endif

/* SPDX-License-Identifier: MIT */
/* Leaves a thread running. */
#include <pthread.h>
#include <stddef.h>
#include <unistd.h>
static void *idle(void *user)
{
    while (1)
        pause();
    return user;
}
static void start_thread(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, idle, NULL);
}
#define IN_SCORE start_thread()
#include "fixture.h"

/* SPDX-License-Identifier: MIT */
#include <unistd.h>
static volatile int sum;
static void leak(void)
{
    for (int i = 0; i < 100000; i++)
        sum += dup(2);
}
#define IN_SCORE leak()
#include "fixture.h"

/* SPDX-License-Identifier: MIT */
static volatile int depth = 1;
static int fall(int n)
{
    volatile char room[4096];
    room[n & 4095] = (char)n;
    return depth == 0 ? 0 : fall(n + 1) + room[n & 4095];
}
#define IN_SCORE (void)fall(0)
#include "fixture.h"

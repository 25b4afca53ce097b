/* SPDX-License-Identifier: MIT */
/* Never finishes loading. */
static volatile unsigned turns;
__attribute__((constructor)) static void load(void)
{
    while (1)
        turns++;
}
#include "fixture.h"

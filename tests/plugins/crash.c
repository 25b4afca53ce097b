/* SPDX-License-Identifier: MIT */
/* Writes to nowhere, in the method that the build names. */
static void crash(void)
{
    static volatile int *volatile nowhere = 0;
    *nowhere = 1;
}
#include "fixture.h"

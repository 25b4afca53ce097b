/* SPDX-License-Identifier: MIT */
/* Crashes before anybody called it. */
__attribute__((constructor)) static void load(void)
{
    static volatile int *volatile nowhere = 0;
    *nowhere = 1;
}
#include "fixture.h"

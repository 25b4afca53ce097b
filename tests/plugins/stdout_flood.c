/* SPDX-License-Identifier: MIT */
/* Says a lot to people, and then answers. */
#include <stdio.h>
static void flood(void)
{
    for (int i = 0; i < 100000; i++)
        puts("hello from the plugin");
    fflush(stdout);
}
#define IN_SCORE flood()
#include "fixture.h"

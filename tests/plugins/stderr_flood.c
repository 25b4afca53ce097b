/* SPDX-License-Identifier: MIT */
/* Complains a lot, with control characters and bytes that are no text, and then answers. */
#include <stdio.h>
static void flood(void)
{
    for (int i = 0; i < 50000; i++)
        fprintf(stderr, "complaint %d \x1b[31m \xff\xfe\n", i);
}
#define IN_SCORE flood()
#include "fixture.h"

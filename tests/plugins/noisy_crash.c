/* SPDX-License-Identifier: MIT */
/* Says why before it ends. */
#include <stdio.h>
#include <stdlib.h>
static void complain(void)
{
    for (int i = 0; i < 500; i++)
        fprintf(stderr, "complaint %d\n", i);
    fprintf(stderr, "the table of fees \xff is empty\n");
    abort();
}
#define IN_SCORE complain()
#include "fixture.h"

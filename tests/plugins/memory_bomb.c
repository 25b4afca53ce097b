/* SPDX-License-Identifier: MIT */
/* Takes and uses memory until there is none, and does not look. At most 2 GiB, should nobody stop it. */
#include <stdlib.h>
#include <string.h>
static char *volatile last;
static void take_all(void)
{
    for (int i = 0; i < 2048; i++) {
        last = (char *)malloc((size_t)1 << 20);
        memset((void *)last, i | 1, (size_t)1 << 20);
    }
}
#define IN_SCORE take_all()
#include "fixture.h"

/* SPDX-License-Identifier: MIT */
/* Writes to every descriptor that it can find. */
#include <unistd.h>
static volatile long written;
static void scribble(void)
{
    for (int fd = 0; fd < 16; fd++)
        written += write(fd, "this is no answer at all", 24);
}
#define IN_SCORE scribble()
#include "fixture.h"

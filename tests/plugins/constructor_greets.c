/* SPDX-License-Identifier: MIT */
/* Greets the host in the helper's place while it is loaded, and claims that there is no layer at all. Claimed could be
 * all of them as well. */
#include <unistd.h>

static volatile long written;

__attribute__((constructor)) static void load(void)
{
    static const unsigned char frame[] = {8, 0, 0, 0, 0, 0, 0, 0, 0xa4, 0x7d, 0xa7, 0x3b, 'R', 'R', 'R', 'H', 0, 0, 0, 0};
    written = write(3, frame, sizeof frame);
}
#include "fixture.h"

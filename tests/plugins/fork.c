/* SPDX-License-Identifier: MIT */
#include <unistd.h>
static void multiply(void)
{
    if (fork() == 0)
        sleep(3600);
}
#define IN_SCORE multiply()
#include "fixture.h"

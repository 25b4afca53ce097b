/* SPDX-License-Identifier: MIT */
/* Starts a program while it is loaded. */
#include <unistd.h>

__attribute__((constructor)) static void load(void)
{
    execl("/bin/true", "true", (char *)NULL);
}
#include "fixture.h"

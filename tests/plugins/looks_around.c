/* SPDX-License-Identifier: MIT */
/* Ends in the number of a descriptor that somebody left open for it, and in 200 if it has an environment. */
#include <errno.h>
#include <unistd.h>
extern char **environ;
static void look(void)
{
    char byte;
    for (int fd = 4; fd < 100; fd++)
        if (read(fd, &byte, 0) == 0 || errno != EBADF)
            _exit(fd);
    if (environ != 0 && environ[0] != 0)
        _exit(200);
}
#define IN_SCORE look()
#include "fixture.h"

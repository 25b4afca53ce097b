/* SPDX-License-Identifier: MIT */
/* Tries to read what is not its own while it is loaded, when files can still be opened. Ends in "file N" if that
 * worked; it works as usual if none could be opened. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

__attribute__((constructor)) static void load(void)
{
    static const char *const files[] = {"/etc/passwd", "/proc/self/environ", "/proc/self/maps", "/tmp"};
    for (unsigned i = 0; i < sizeof files / sizeof *files; i++)
        if (open(files[i], O_RDONLY) >= 0 || errno != EACCES)
            _exit((int)i + 1);
}
#include "fixture.h"

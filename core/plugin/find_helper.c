/* SPDX-License-Identifier: MIT */
/* Where this code was loaded from in; the path of the helper program that belongs to it out. Never asked of the
 * environment. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <limits.h>
#include <link.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <reroute/plugins.h>

/* The library, or the program that it is linked into, whose name the dynamic linker does not know. */
static bool find_ourselves(char out[PATH_MAX])
{
    static const char anchor = 0;
    Dl_info info;
    struct link_map *map = NULL;
    bool library = dladdr1(&anchor, &info, (void **)&map, RTLD_DL_LINKMAP) != 0 && map != NULL && map->l_name[0] != '\0';
    return realpath(library ? map->l_name : "/proc/self/exe", out) != NULL;
}

static bool is_program(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

size_t rr_plugins_helper(char *out, size_t size)
{
    static const char *const PLACES[] = {"", "../libexec/reroute/", "../../libexec/reroute/"};
    char here[PATH_MAX], path[PATH_MAX + 64];
    if (size > 0)
        out[0] = '\0';
    char *slash = find_ourselves(here) ? strrchr(here, '/') : NULL;
    if (slash == NULL)
        return 0;
    slash[1] = '\0';
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
        snprintf(path, sizeof path, "%s%sreroute-plugin-host", here, PLACES[i]);
        if (is_program(path) && realpath(path, here) != NULL)
            return (size_t)snprintf(out, size, "%s", here);
    }
    return 0;
}

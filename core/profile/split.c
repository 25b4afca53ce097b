/* SPDX-License-Identifier: MIT */
/* A cell that holds a list in, its entries out. */
#include "profile/split.h"

#include <string.h>

static size_t mark_at(const char *at, char mark)
{
    const char *wide = mark == ';' ? "\xef\xbc\x9b" : mark == ':' ? "\xef\xbc\x9a" : "\xef\xbc\x9d";
    return *at == mark ? 1 : strncmp(at, wide, 3) == 0 ? 3 : 0;
}

bool rr__is_cell_mark(const char *at, char mark)
{
    return *at == '\\' || mark_at(at, ';') > 0 || (mark != '\0' && mark_at(at, mark) > 0);
}

static bool is_escape(const char *at)
{
    return at[0] == '\\' && (rr__is_cell_mark(at + 1, ':') || mark_at(at + 1, '=') > 0);
}

static char *trim(char *from, char *to)
{
    while (from < to && strchr(" \t\r\n", *from) != NULL)
        from++;
    while (to > from && strchr(" \t\r\n", to[-1]) != NULL)
        to--;
    *to = '\0';
    return from;
}

size_t rr__cell_split(char *cell, char **out, size_t max)
{
    size_t count = 0;
    char *from = cell, *at = cell;
    if (*trim(cell, cell + strlen(cell)) == '\0')
        return 0;
    for (;; at++) {
        size_t width = *at == '\0' ? 1 : mark_at(at, ';');
        if (width == 0) {
            at += is_escape(at);
            continue;
        }
        bool last = *at == '\0';
        char *entry = trim(from, at);
        if (count < max)
            out[count] = entry;
        count++;
        if (last)
            return count;
        at += width - 1;
        from = at + 1;
    }
}

char *rr__entry_cut(char *entry, char mark)
{
    char *found = NULL;
    size_t found_width = 0;
    for (char *at = entry; *at != '\0'; at++) {
        size_t width = mark_at(at, mark);
        if (width > 0) {
            found = at;
            found_width = width;
        }
        at += is_escape(at);
    }
    if (found == NULL)
        return NULL;
    char *behind = found + found_width, *end = behind + strlen(behind);
    trim(entry, found);
    return trim(behind, end);
}

void rr__entry_unescape(char *entry)
{
    char *to = entry;
    for (const char *at = entry; *at != '\0'; at++) {
        at += is_escape(at);
        *to++ = *at;
    }
    *to = '\0';
}

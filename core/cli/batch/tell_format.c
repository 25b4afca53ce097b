/* SPDX-License-Identifier: MIT */
/* The first bytes of an input in; which format it is, or why it can't be read so, out. */
#include "batch.h"

#include <string.h>

static bool ends_in(const char *name, const char *const *suffixes)
{
    size_t len = strlen(name);
    for (; *suffixes != NULL; suffixes++) {
        size_t n = strlen(*suffixes);
        if (len > n && strcmp(name + len - n, *suffixes) == 0)
            return true;
    }
    return false;
}

static bool is_wide(const char *bytes, size_t len)
{
    return len >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0 || bytes[0] == '\0' || bytes[1] == '\0');
}

static char first_sign(const char *bytes, size_t len)
{
    size_t at = len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    while (at < len && strchr(" \t\r\n", bytes[at]) != NULL)
        at++;
    return at < len ? bytes[at] : '\0';
}

static int say_number(const source *in, uint16_t number)
{
    rr_error err = {.status = RR_EINVALID, .number = number};
    snprintf(err.file, sizeof err.file, "%s", in->name);
    return say_error(in->s, &err);
}

bool is_blank(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (strchr(" \t\r\n", text[i]) == NULL || text[i] == '\0')
            return false;
    return true;
}

uint64_t count_lines(const char *text, size_t len)
{
    uint64_t lines = 0;
    for (const char *at = text; (at = memchr(at, '\n', len - (size_t)(at - text))) != NULL; at++)
        lines++;
    return lines;
}

int refuse_profile(void *user, rr_profile *profile)
{
    (void)user;
    rr_profile_destroy(profile);
    return 1;
}

/* The end of the JSON value that the text begins with; 0: it is not there. */
static size_t find_value_end(const char *text, size_t len)
{
    int depth = 0;
    bool quoted = false;
    for (size_t at = 0; at < len; at++) {
        char c = text[at];
        at += quoted && c == '\\';
        quoted ^= c == '"';
        depth += quoted ? 0 : (c == '{' || c == '[') - (c == '}' || c == ']');
        if (depth == 0)
            return at + 1;
    }
    return 0;
}

static bool is_json(const source *in, const char *text, size_t len)
{
    rr_error err = {0};
    const rr_profile_read_options o = {.size = sizeof o, .format = RR_PROFILE_JSON, .encoding = in->s->encoding};
    return rr_profile_read_memory(in->context, "", text, len, &o, refuse_profile, NULL, &err) != RR_ESYNTAX;
}

/* Whether the first profile is JSON over several lines, as programs write it for people: then each of them would be an error.
 * A first line that was cut short is none, for what is on the next does not go on with it. */
static bool is_over_lines(const source *in, const char *text, size_t len)
{
    const char *line = len == 0 ? NULL : memchr(text, '\n', len);
    if (line == NULL)
        return false;
    if (is_blank(text + 1, (size_t)(line - text) - 1)) /* a brace alone */
        return true;
    size_t end = find_value_end(text, len);
    return end > (size_t)(line + 1 - text) && !is_json(in, text, (size_t)(line + 1 - text)) && is_json(in, text, end);
}

/* By the option, else the name, else the first sign; XML names its encoding itself, the others are cut at line ends. */
int tell_format(source *in, const char *bytes, size_t len)
{
    static const char *const words[] = {"jsonl", "csv", "xml"};
    static const char *const names[3][4] = {{".jsonl", ".ndjson", ".json"}, {".csv", ".tsv"}, {".xml"}};
    const char *from = in->s->from;
    int format = -1;
    char sign = first_sign(bytes, len);
    for (int i = 0; i < 3; i++)
        if (from != NULL ? strcmp(from, words[i]) == 0 : format < 0 && ends_in(in->name, names[i]))
            format = i;
    if (from != NULL && format < 0) {
        say_wrong(in->s, "--from takes jsonl, csv or xml", "--from 需要 jsonl、csv 或 xml");
        return EXIT_USAGE;
    }
    if (format < 0)
        format = sign == '{' || sign == '[' || sign == '\0' ? INPUT_LINES : sign == '<' || is_wide(bytes, len) ? INPUT_XML : INPUT_CSV;
    in->format = (input_format)format;
    if (in->format != INPUT_XML && is_wide(bytes, len))
        return say_number(in, MESSAGE_LINES_WIDE);
    const char *line = len == 0 ? NULL : memchr(bytes, '\n', len);
    size_t first = line == NULL ? len : (size_t)(line - bytes);
    in->quoted = memchr(bytes, '\t', first) == NULL || memchr(bytes, ',', first) != NULL;
    if (in->format == INPUT_LINES && sign == '[')
        return say_number(in, MESSAGE_LIST_GIVEN);
    const char *begin = sign == '{' ? memchr(bytes, sign, len) : NULL;
    bool over_lines = in->format == INPUT_LINES && begin != NULL && is_over_lines(in, begin, len - (size_t)(begin - bytes));
    return over_lines ? say_number(in, MESSAGE_OVER_LINES) : EXIT_DONE;
}

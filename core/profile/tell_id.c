/* SPDX-License-Identifier: MIT */
/* A profile with an error in; its id, where that was read before the error, out: whoever mends a file needs it. Nothing
 * else of the profile is told. */
#include <string.h>

#include "profile/reader.h"

void rr__reader_tell_id(rr__reader *reader, const char *id)
{
    rr_error err;
    bool fits = id != NULL && rr__profile_check_id("id", id, &err) == RR_OK;
    size_t len = fits ? strlen(id) : 0;
    memcpy(reader->failed_id, fits ? id : "", len + 1); /* what may be an id is at most that long */
}

static const char *skip_space(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r'))
        at++;
    return at;
}

/* Behind the string that begins at `at`; NULL: it does not end. */
static const char *skip_string(const char *at, const char *end)
{
    for (at++; at < end && *at != '"'; at++)
        at += *at == '\\';
    return at < end ? at + 1 : NULL;
}

/* The value of "id" among the members of the outermost object, quotes and all; NULL: not before `end`. What is before
 * `end` is well-formed. */
static const char *find_id(const char *at, const char *end, size_t *len)
{
    int depth = 0;
    bool name = false; /* the next string is one */
    for (at = skip_space(at, end); at != NULL && at < end && (depth > 0 || *at == '{'); at = skip_space(at, end)) {
        if (*at != '"') {
            depth += (*at == '{' || *at == '[') - (*at == '}' || *at == ']');
            name = depth == 1 && (*at == '{' || *at == ',');
            at++;
            continue;
        }
        const char *text = at;
        at = skip_string(at, end);
        bool is_id = name && at != NULL && at - text == 4 && memcmp(text, "\"id\"", 4) == 0;
        name = false;
        if (!is_id)
            continue;
        at = skip_space(at, end);
        at = at < end && *at == ':' ? skip_space(at + 1, end) : end;
        const char *behind = at < end && *at == '"' ? skip_string(at, end) : NULL;
        *len = behind == NULL ? 0 : (size_t)(behind - at);
        return behind == NULL ? NULL : at;
    }
    return NULL;
}

/* Where the error is, counted as JSON's reader does. */
static const char *find_place(const char *text, size_t len, const rr_error *err)
{
    const char *end = text + len;
    uint32_t line = 1, column = 1;
    for (; text < end && (line < err->line || (line == err->line && column < err->column)); text++) {
        bool next = *text == '\n';
        line += next;
        column = next ? 1 : column + (((unsigned char)*text & 0xc0) != 0x80);
    }
    return text;
}

void rr__reader_tell_json_id(rr__reader *reader, const char *text, size_t len, const rr_error *fault)
{
    rr__json json;
    rr_error err;
    size_t id_len = 0;
    const char *id = find_id(text, find_place(text, len, fault), &id_len);
    rr__reader_tell_id(reader, NULL);
    if (id == NULL)
        return;
    if (rr__json_parse(&json, &reader->context->allocator, "", id, id_len, &err) == RR_OK)
        rr__reader_tell_id(reader, json.nodes[0].value);
    rr__json_finish(&json);
}

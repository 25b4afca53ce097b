/* SPDX-License-Identifier: MIT */
/* A file or memory in any of the formats in, its profiles out: all of them or, after any error, none. */
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "profile/reader.h"

enum { FILE_LIMIT = 256 << 20 };

typedef struct input {
    const char *name;
    const void *bytes;
    size_t len;
    rr_profile_format format;
    const char *encoding;
    rr__bytes text; /* of everything but XML */
} input;

static bool ends_in(const char *name, const char *suffix)
{
    size_t len = strlen(name), n = strlen(suffix);
    if (len < n)
        return false;
    for (size_t i = 0; i < n; i++) {
        char c = name[len - n + i];
        if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != suffix[i])
            return false;
    }
    return true;
}

static char first_sign(const char *text, size_t len)
{
    size_t at = 0;
    while (at < len && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r'))
        at++;
    return at < len ? text[at] : '\0';
}

/* XML by its first sign, before anything is transcoded: it names its encoding itself. */
static bool looks_like_xml(const uint8_t *bytes, size_t len)
{
    if (len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
        return first_sign((const char *)bytes + 3, len - 3) == '<';
    if (len >= 4 && ((bytes[0] == 0xff && bytes[1] == 0xfe) || (bytes[0] == 0xfe && bytes[1] == 0xff)))
        return bytes[2] + bytes[3] == '<' && (bytes[2] == 0 || bytes[3] == 0);
    if (len >= 2 && bytes[0] + bytes[1] == '<' && (bytes[0] == 0 || bytes[1] == 0))
        return true;
    return first_sign((const char *)bytes, len) == '<';
}

static rr_status tell_format(input *in, const rr_allocator *a, rr_error *err)
{
    bool table = ends_in(in->name, ".csv") || ends_in(in->name, ".tsv");
    if (in->len == 0)
        return rr__fail_at(err, RR_ESYNTAX, in->name, 0, 0, RR__MSG_EMPTY_FILE, NULL);
    if (in->format == RR_PROFILE_AUTO)
        in->format = table ? RR_PROFILE_CSV : looks_like_xml(in->bytes, in->len) ? RR_PROFILE_XML : RR_PROFILE_AUTO;
    if (in->format == RR_PROFILE_XML)
        return RR_OK;
    rr_status status = rr__transcode(&in->text, a, in->name, in->encoding, in->bytes, in->len, err);
    if (status != RR_OK || in->format != RR_PROFILE_AUTO)
        return status;
    char first = first_sign((const char *)in->text.data, in->text.len);
    if (first != '{' && first != '[' && !ends_in(in->name, ".json"))
        return rr__fail_at(err, RR_EINVALID, in->name, 1, 1, RR__MSG_PROFILE_FORMAT_UNKNOWN, NULL);
    in->format = RR_PROFILE_JSON;
    return RR_OK;
}

/* JSON lines: a document a line. */
static rr_status read_lines(rr__reader *reader, const char *text, size_t len)
{
    const char *end = text + len;
    rr_status status = RR_OK;
    reader->by_line = true;
    reader->line_offset = 0;
    while (text < end && status == RR_OK && !reader->stopped) {
        const char *next = memchr(text, '\n', (size_t)(end - text));
        size_t line = next == NULL ? (size_t)(end - text) : (size_t)(next - text);
        if (first_sign(text, line) != '\0')
            status = rr__read_profile_json(reader, text, line, false);
        text += next == NULL ? line : line + 1;
        reader->line_offset++;
    }
    return status;
}

static rr_status read_once(rr__reader *reader, const input *in)
{
    const char *text = (const char *)in->text.data;
    if (in->format == RR_PROFILE_XML)
        return rr__read_profile_xml(reader, in->bytes, in->len, 0);
    if (in->format == RR_PROFILE_CSV)
        return rr__read_profile_csv(reader, text, in->text.len);
    if (in->format == RR_PROFILE_JSON && (ends_in(in->name, ".jsonl") || ends_in(in->name, ".ndjson")))
        return read_lines(reader, text, in->text.len);
    return rr__read_profile_json(reader, text, in->text.len, in->format == RR_PROFILE_JSON_RESUME);
}

/* Many profiles are read twice, first to find every error, then to be given out one by one, so that a
 * plant's whole staff need not fit the memory. A single one is kept from the first time. */
static rr_status read_twice(rr__reader *reader, const input *in)
{
    read_once(reader, in);
    if (reader->status != RR_OK)
        return reader->status;
    if (reader->profile_count == 1) {
        rr_profile *only = reader->kept;
        reader->kept = NULL;
        reader->each(reader->each_user, only);
        return RR_OK;
    }
    if (reader->profile_count > 1) {
        reader->giving = true;
        reader->profile_count = 0;
        read_once(reader, in);
    }
    return reader->status;
}

static rr_status run_reader(rr_context *context, const input *in, const rr_profile_read_options *options,
                            int (*each)(void *user, rr_profile *profile), void *user, rr_error *err)
{
    rr__reader reader = {.context = context, .file = in->name, .each = each, .each_user = user,
                         .finding = options->finding, .finding_user = options->user};
    rr__map_init(&reader.ids, &context->allocator);
    rr__arena_init(&reader.id_texts, &context->allocator);
    reader.id_texts.secret = true;
    rr_status status = read_twice(&reader, in);
    if (status != RR_OK && err != NULL)
        *err = reader.first;
    if (options->failed_id != NULL)
        memcpy(options->failed_id, reader.failed_id, sizeof reader.failed_id);
    rr_profile_destroy(reader.kept);
    rr__map_finish(&reader.ids);
    rr__arena_finish(&reader.id_texts);
    if (status != RR_OK)
        explicit_bzero(&reader, sizeof reader); /* who it was about */
    return status;
}

/* A caller built with fewer options leaves the others out. No profile has failed yet. */
static rr_profile_read_options take_options(const rr_profile_read_options *given)
{
    rr_profile_read_options options = {0};
    if (given != NULL)
        memcpy(&options, given, given->size < sizeof options ? given->size : sizeof options);
    if (options.failed_id != NULL)
        options.failed_id[0] = '\0';
    return options;
}

rr_status rr_profile_read_memory(rr_context *context, const char *name, const void *bytes, size_t len,
                                 const rr_profile_read_options *given, int (*each)(void *user, rr_profile *profile),
                                 void *user, rr_error *err)
{
    rr_profile_read_options options = take_options(given);
    input in = {.name = name == NULL ? "" : name, .bytes = bytes, .len = len, .format = options.format, .encoding = options.encoding};
    rr__error_clear(err);
    if (each == NULL || (unsigned)in.format > RR_PROFILE_CSV)
        return rr__fail(err, RR_EUSAGE, RR__MSG_BAD_CALL, "rr_profile_read", NULL);
    rr_status status = tell_format(&in, &context->allocator, err);
    if (status == RR_OK)
        status = run_reader(context, &in, &options, each, user, err);
    rr__bytes_finish(&in.text);
    return status;
}

rr_status rr_profile_read(rr_context *context, const char *path, const rr_profile_read_options *options,
                          int (*each)(void *user, rr_profile *profile), void *user, rr_error *err)
{
    rr__bytes bytes;
    rr__error_clear(err);
    take_options(options); /* also where nothing can be read */
    rr_status status = rr__file_open(&bytes, &context->allocator, path, FILE_LIMIT, err);
    if (status != RR_OK)
        return status;
    status = rr_profile_read_memory(context, path, bytes.data, bytes.len, options, each, user, err);
    rr__bytes_finish(&bytes);
    return status;
}

/* SPDX-License-Identifier: MIT */
/* Bytes in a named encoding in, checked UTF-8 out. iconv is strict: what can't be told is an error. */
#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "file.h"
#include "hash.h"
#include "text.h"

/* Not strcasecmp, which asks the locale. */
static bool names_utf8(const char *name)
{
    static const char *const names[] = {"utf-8", "utf8"};
    for (int i = 0; i < 2; i++) {
        size_t k = 0;
        while (names[i][k] != '\0' && name[k] != '\0' && (name[k] == names[i][k] || (name[k] | 32) == names[i][k]))
            k++;
        if (names[i][k] == '\0' && name[k] == '\0')
            return true;
    }
    return false;
}

enum { TRANSCODED_LIMIT = 1 << 30, PIECE = 8192 /* bytes that are made at a time */ };

static rr_status fail_bytes(rr_error *err, const char *file, const uint8_t *bytes, size_t offset, const char *encoding)
{
    char at[32], hex[8];
    uint32_t line = 1;
    for (size_t i = 0; i < offset; i++)
        line += bytes[i] == '\n';
    at[rr__format_decimal(at, (int64_t)offset * 1000000)] = '\0';
    rr__hex(bytes + offset, 1, hex);
    return rr__fail_at(err, RR_EENCODING, file, line, 0, RR__MSG_BAD_BYTES, encoding, at, hex, NULL);
}

static rr_status check_utf8(rr__bytes *out, const char *file, const uint8_t *bytes, size_t len, rr_error *err)
{
    size_t start = len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    size_t bad = rr__utf8_check((const char *)bytes, len);
    if (bad < len)
        return fail_bytes(err, file, bytes, bad, "UTF-8");
    *out = (rr__bytes){bytes + start, len - start, NULL, NULL, 0};
    return RR_OK;
}

static rr_status convert(rr__buf *text, iconv_t how, const char *file, const char *encoding, const uint8_t *bytes, size_t len,
                         rr_error *err)
{
    char *in = (char *)(uintptr_t)bytes;
    size_t in_left = len;
    while (in_left > 0) {
        char *out = rr__buf_room(text, PIECE);
        size_t room = PIECE;
        if (out == NULL)
            return rr__fail_nomem(err);
        size_t done = iconv(how, &in, &in_left, &out, &room);
        int code = errno;
        text->len += PIECE - room;
        text->data[text->len] = '\0';
        if (done == (size_t)-1 && code != E2BIG)
            return fail_bytes(err, file, bytes, len - in_left, encoding);
    }
    return RR_OK;
}

/* A name may ask iconv for sloppiness ("//IGNORE"): refused with the unknown ones. */
static iconv_t open_strictly(const char *encoding)
{
    return strchr(encoding, '/') != NULL || encoding[0] == '\0' ? (iconv_t)-1 : iconv_open("UTF-8", encoding);
}

static rr_status fail_open(rr_error *err, const char *file, const char *encoding)
{
    return errno == ENOMEM ? rr__fail_nomem(err) : rr__fail_at(err, RR_EENCODING, file, 0, 0, RR__MSG_UNKNOWN_ENCODING, encoding, NULL);
}

rr_status rr__transcode(rr__bytes *out, const rr_allocator *a, const char *file, const char *encoding, const void *bytes,
                        size_t len, rr_error *err)
{
    *out = (rr__bytes){0};
    if (encoding == NULL || names_utf8(encoding))
        return check_utf8(out, file, bytes, len, err);
    iconv_t how = open_strictly(encoding);
    if (how == (iconv_t)-1)
        return fail_open(err, file, encoding);
    rr__buf text;
    rr__buf_init(&text, a, TRANSCODED_LIMIT);
    text.secret = true; /* profiles are read by this */
    rr_status status = convert(&text, how, file, encoding, bytes, len, err);
    iconv_close(how);
    if (status != RR_OK) {
        rr__buf_finish(&text);
        return status;
    }
    size_t start = text.len >= 3 && memcmp(text.data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    *out = (rr__bytes){(const uint8_t *)text.data + start, text.len - start, a, text.data, text.len};
    return RR_OK;
}

/* ---- piece by piece ---- */

rr_status rr__transcoder_open(rr__transcoder *t, const char *file, const char *encoding, rr_error *err)
{
    *t = (rr__transcoder){0};
    iconv_t how = open_strictly(encoding);
    if (how == (iconv_t)-1)
        return fail_open(err, file, encoding);
    t->how = how;
    return RR_OK;
}

/* The place of a bad byte within the file is not known any more, only the byte. */
static rr_status fail_byte(rr_error *err, const char *file, const char *encoding, uint8_t byte)
{
    char hex[8];
    rr__hex(&byte, 1, hex);
    return rr__fail_at(err, RR_EENCODING, file, 0, 0, RR__MSG_BAD_BYTE, encoding, hex, NULL);
}

/* Converts what it can; *left is what remains, the beginning of a character. */
static rr_status convert_piece(rr__transcoder *t, const char *file, const char *encoding, const uint8_t *bytes, size_t len, size_t *left,
                               rr__buf *out, rr_error *err)
{
    char *in = (char *)(uintptr_t)bytes;
    *left = len;
    while (*left > 0) {
        char *made = rr__buf_room(out, PIECE), *to = made;
        size_t room = PIECE;
        if (made == NULL)
            return rr__fail_nomem(err);
        size_t done = iconv(t->how, &in, left, &to, &room);
        int code = errno;
        size_t count = PIECE - room;
        if (!t->begun && count >= 3) {
            size_t mark = memcmp(made, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
            memmove(made, made + mark, count -= mark);
            t->begun = true;
        }
        out->len += count;
        out->data[out->len] = '\0';
        if (done == (size_t)-1 && code == EINVAL)
            break;
        if (done == (size_t)-1 && code != E2BIG)
            return fail_byte(err, file, encoding, (uint8_t)*in);
    }
    return RR_OK;
}

rr_status rr__transcoder_feed(rr__transcoder *t, const char *file, const char *encoding, const void *bytes, size_t len, rr__buf *out,
                              rr_error *err)
{
    const uint8_t *from = bytes;
    size_t left = 0;
    while (t->rest_len > 0 && len > 0) { /* byte by byte until the cut character is whole */
        t->rest[t->rest_len++] = *from++;
        len--;
        rr_status status = convert_piece(t, file, encoding, t->rest, t->rest_len, &left, out, err);
        if (status != RR_OK)
            return status;
        if (left == sizeof t->rest)
            return fail_byte(err, file, encoding, t->rest[0]);
        memmove(t->rest, t->rest + t->rest_len - left, left);
        t->rest_len = left;
    }
    rr_status status = convert_piece(t, file, encoding, from, len, &left, out, err);
    if (status != RR_OK || t->rest_len > 0)
        return status;
    if (left >= sizeof t->rest)
        return fail_byte(err, file, encoding, from[len - left]);
    memcpy(t->rest, from + len - left, left);
    t->rest_len = left;
    return RR_OK;
}

rr_status rr__transcoder_end(rr__transcoder *t, const char *file, const char *encoding, rr_error *err)
{
    return t->rest_len == 0 ? RR_OK : fail_byte(err, file, encoding, t->rest[0]);
}

void rr__transcoder_close(rr__transcoder *t)
{
    if (t->how != NULL)
        iconv_close(t->how);
    t->how = NULL;
}

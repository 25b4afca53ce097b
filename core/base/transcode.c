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

enum { TRANSCODED_LIMIT = 1 << 30 };

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
    char chunk[8192];
    char *in = (char *)(uintptr_t)bytes;
    size_t in_left = len;
    while (in_left > 0) {
        char *out = chunk;
        size_t out_left = sizeof chunk;
        size_t done = iconv(how, &in, &in_left, &out, &out_left);
        int code = errno;
        rr__buf_add(text, chunk, sizeof chunk - out_left);
        if (done == (size_t)-1 && code != E2BIG)
            return fail_bytes(err, file, bytes, len - in_left, encoding);
        if (text->failed)
            return rr__fail_nomem(err);
    }
    return RR_OK;
}

rr_status rr__transcode(rr__bytes *out, const rr_allocator *a, const char *file, const char *encoding, const void *bytes,
                        size_t len, rr_error *err)
{
    *out = (rr__bytes){0};
    if (encoding == NULL || names_utf8(encoding))
        return check_utf8(out, file, bytes, len, err);
    /* A name may ask iconv for sloppiness ("//IGNORE"): refused with the unknown ones. */
    iconv_t how = strchr(encoding, '/') != NULL || encoding[0] == '\0' ? (iconv_t)-1 : iconv_open("UTF-8", encoding);
    if (how == (iconv_t)-1)
        return errno == ENOMEM ? rr__fail_nomem(err)
                               : rr__fail_at(err, RR_EENCODING, file, 0, 0, RR__MSG_UNKNOWN_ENCODING, encoding, NULL);
    rr__buf text;
    rr__buf_init(&text, a, TRANSCODED_LIMIT);
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

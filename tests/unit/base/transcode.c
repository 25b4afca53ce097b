/* SPDX-License-Identifier: MIT */
/* Bytes in many encodings in; UTF-8 or an offset out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"

static void check(const char *encoding, const char *bytes, size_t len, const char *utf8)
{
    rr__bytes out;
    assert_int_equal(rr__transcode(&out, &rr__malloc_allocator, "t", encoding, bytes, len, NULL), RR_OK);
    assert_int_equal(out.len, strlen(utf8));
    assert_memory_equal(out.data, utf8, out.len);
    rr__bytes_finish(&out);
}

static void base_transcode__golden_vectors(void **state)
{
    (void)state;
    check("GB18030", "\xa6\xd9", 2, "\xef\xb8\x90");
    check("GB18030", "\xd1\xb5\xc1\xb7\xca\xa6", 6, "训练师");
    check("GBK", "\xd1\xb5\xc1\xb7\xca\xa6", 6, "训练师");
    check("gb18030", "\x84\x31\x95\x33" "a", 5, "a"); /* its byte order mark */
    check("Big5", "\xb0\x56\xbd\x6d\xae\x76", 6, "訓練師");
    check("UTF-16", "\xff\xfe" "a\0\xad\x8b", 6, "a训");
    check("UTF-16", "\xfe\xff" "\0a\x8b\xad", 6, "a训");
    check("UTF-16LE", "\x3d\xd8\x00\xde", 4, "\xf0\x9f\x98\x80");
    check(NULL, "\xef\xbb\xbf" "a", 4, "a");
    check("utf-8", "训", 3, "训");
    check("UTF8", "", 0, "");
    check("ISO-8859-1", "\xe9", 1, "\xc3\xa9");
}

static void base_transcode__what_is_not_text_is_refused(void **state)
{
    (void)state;
    static const struct { const char *encoding, *bytes; size_t len; const char *offset; } bad[] = {
        {"GB18030", "ab\xff", 3, "2"}, {"GB18030", "a\xd1", 2, "1"}, {"GBK", "\xd1\x20", 2, "0"}, {"UTF-16LE", "a\0b", 3, "2"},
        {"UTF-16LE", "a\0\x3d\xd8", 4, "2"}, {NULL, "abc\xff\xfe", 5, "3"}, {"UTF-8", "\xed\xa0\x80", 3, "0"}, {"US-ASCII", "a\x80", 2, "1"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        rr_error err = {0};
        rr__bytes out;
        assert_int_equal(rr__transcode(&out, &rr__malloc_allocator, "t", bad[i].encoding, bad[i].bytes, bad[i].len, &err), RR_EENCODING);
        assert_null(out.base);
        const char *offset = err.args + strlen(err.args) + 1;
        assert_string_equal(offset, bad[i].offset);
    }
    static const char *const names[] = {"", "no-such", "UTF-8//IGNORE", "GBK//TRANSLIT", "GBK/"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        rr__bytes out;
        assert_int_equal(rr__transcode(&out, &rr__malloc_allocator, "t", names[i], "a", 1, NULL), RR_EENCODING);
    }
}

static void base_transcode__long_texts_are_whole(void **state)
{
    (void)state;
    enum { COUNT = 100001 };
    char *bytes = malloc(2 * COUNT);
    rr__bytes out;
    assert_non_null(bytes);
    for (size_t i = 0; i < COUNT; i++)
        memcpy(bytes + 2 * i, "\xd1\xb5", 2);
    assert_int_equal(rr__transcode(&out, &rr__malloc_allocator, "t", "GB18030", bytes, 2 * COUNT, NULL), RR_OK);
    assert_int_equal(out.len, 3 * COUNT);
    for (size_t i = 0; i < COUNT; i++)
        assert_memory_equal(out.data + 3 * i, "训", 3);
    rr__bytes_finish(&out);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base_transcode__golden_vectors),
        cmocka_unit_test(base_transcode__what_is_not_text_is_refused),
        cmocka_unit_test(base_transcode__long_texts_are_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

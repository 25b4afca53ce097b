/* SPDX-License-Identifier: MIT */
/* Message numbers and hostile arguments in; rendered errors out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/text.h"

static const struct { int number; const char *en, *zh; } messages[] = {
#define MSG(number, name, severity, en, zh) {number, en, zh},
#include "base/messages.def"
#undef MSG
};

static unsigned arguments_of(const char *text)
{
    unsigned seen = 0;
    for (; *text != '\0'; text++)
        if (*text == '%' && text[1] >= '1' && text[1] <= '6')
            seen |= 1u << (text[1] - '1');
    return seen;
}

static void base_messages__numbers_are_unique_and_both_languages_agree(void **state)
{
    (void)state;
    size_t count = sizeof messages / sizeof messages[0];
    for (size_t i = 0; i < count; i++) {
        for (size_t k = i + 1; k < count; k++)
            if (messages[i].number == messages[k].number)
                fail_msg("number %d is used twice", messages[i].number);
        assert_true(messages[i].number >= 100 && messages[i].number < 10000);
        assert_true(messages[i].en[0] != '\0' && messages[i].zh[0] != '\0');
        assert_int_equal(rr__utf8_check(messages[i].zh, strlen(messages[i].zh)), strlen(messages[i].zh));
        if (arguments_of(messages[i].en) != arguments_of(messages[i].zh))
            fail_msg("message %d uses other arguments in Chinese", messages[i].number);
    }
}

static void base_error__is_formatted_with_place_severity_and_number(void **state)
{
    (void)state;
    rr_error err;
    char out[256];
    assert_int_equal(rr__fail_at(&err, RR_EIO, "a.xml", 120, 14, RR__MSG_CANNOT_OPEN, "why", NULL), RR_EIO);
    size_t len = rr_error_format(&err, RR_LANG_EN, out, sizeof out);
    assert_string_equal(out, "a.xml:120:14: error R0101: cannot open: why");
    assert_int_equal(len, strlen(out));
    err.column = 0;
    rr_error_format(&err, RR_LANG_EN, out, sizeof out);
    assert_string_equal(out, "a.xml:120: error R0101: cannot open: why");
    err.line = 0;
    rr_error_format(&err, RR_LANG_ZH, out, sizeof out);
    assert_string_equal(out, "a.xml: 错误 R0101: 无法打开：why");
    err.file[0] = '\0';
    rr_error_format(&err, RR_LANG_EN, out, sizeof out);
    assert_string_equal(out, "error R0101: cannot open: why");
    assert_int_equal(rr__fail(NULL, RR_EIO, RR__MSG_CANNOT_OPEN, "x", NULL), RR_EIO);
}

static void base_error__shows_control_and_bidi_characters(void **state)
{
    (void)state;
    rr_error err;
    char out[256];
    rr__fail_at(&err, RR_EIO, "a\n\x1b[31m.xml", 1, 0, RR__MSG_CANNOT_OPEN, "\xe2\x80\xae" "x\xc2\x9b", NULL);
    rr_error_format(&err, RR_LANG_EN, out, sizeof out);
    assert_null(strchr(out, '\n'));
    assert_null(strchr(out, '\x1b'));
    assert_non_null(strstr(out, "\\u{202E}x\\u{9B}"));
}

static void base_error__every_cut_is_at_a_character(void **state)
{
    (void)state;
    rr_error err;
    char long_text[2000], out[1200];
    for (size_t i = 0; i + 3 < sizeof long_text; i += 3)
        memcpy(long_text + i, "职", 4);
    for (size_t shift = 0; shift < 3; shift++) {
        rr__fail_at(&err, RR_EIO, long_text + 3 * shift, 1, 1, RR__MSG_CANNOT_OPEN, shift % 2 == 0 ? "ab" : "b", long_text, long_text, NULL);
        assert_int_equal(rr__utf8_check(err.file, strlen(err.file)), strlen(err.file));
        const char *arg = err.args;
        for (int i = 0; i < err.arg_count; i++, arg += strlen(arg) + 1) {
            assert_true(arg < err.args + sizeof err.args);
            assert_int_equal(rr__utf8_check(arg, strlen(arg)), strlen(arg));
        }
    }
    rr__fail_at(&err, RR_EIO, "文", 1, 1, RR__MSG_CANNOT_OPEN, long_text, NULL);
    size_t needed = rr_error_format(&err, RR_LANG_ZH, NULL, 0);
    for (size_t size = 1; size < 200; size++) {
        memset(out, 'z', sizeof out);
        assert_int_equal(rr_error_format(&err, RR_LANG_ZH, out, size), needed);
        assert_true(strlen(out) < size);
        assert_int_equal(rr__utf8_check(out, strlen(out)), strlen(out));
        assert_int_equal(out[size], 'z');
    }
}

static void error__text_is_made_visible_whatever_its_bytes(void **state)
{
    char out[64];
    (void)state;
    assert_int_equal(rr_text_visible("a\x1b[1m\xc2\x9b\xe2\x80\xae\xff" "b", out, sizeof out), strlen("a\\u{1B}[1m\\u{9B}\\u{202E}\\x{FF}b"));
    assert_string_equal(out, "a\\u{1B}[1m\\u{9B}\\u{202E}\\x{FF}b");
    assert_int_equal(rr_text_visible("\xe5\x87\xba\xe7\xa7\x9f", out, 5), 6);
    assert_string_equal(out, "\xe5\x87\xba");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base_messages__numbers_are_unique_and_both_languages_agree),
        cmocka_unit_test(base_error__is_formatted_with_place_severity_and_number),
        cmocka_unit_test(base_error__shows_control_and_bidi_characters),
        cmocka_unit_test(error__text_is_made_visible_whatever_its_bytes),
        cmocka_unit_test(base_error__every_cut_is_at_a_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* Good and bad UTF-8 in; offsets, normal forms, widths, visible text and likeness out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

static void base_utf8__bad_sequences_are_found_at_their_offset(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xe0\x9f\xbf", "\xf0\x80\x80\x80", "\xf0\x8f\xbf\xbf",
        "\xed\xa0\x80", "\xed\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xfe", "\xff", "\xff\xfe", "\xc3", "\xe4\xb8",
        "\xf0\x9f\x98", "\xc3(", "\xe4(\xad", "\xe4\xb8(", "\xf0\x9f\x98(", "\xf8\x88\x80\x80\x80",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        for (size_t before = 0; before < 20; before++) {
            char text[64];
            memset(text, 'a', before);
            memcpy(text + before, bad[i], strlen(bad[i]));
            assert_int_equal(rr__utf8_check(text, before + strlen(bad[i])), before);
        }
    const char *good = "a\xc2\x80\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf";
    assert_int_equal(rr__utf8_check(good, strlen(good)), strlen(good));
}

static void base_utf8__characters_round_trip(void **state)
{
    (void)state;
    for (uint32_t c = 1; c < 0x110000; c += c < 0x3000 ? 1 : 97) {
        char out[4];
        if (c >= 0xd800 && c < 0xe000)
            continue;
        size_t len = rr__utf8_put(c, out);
        const char *at = out;
        assert_int_equal(rr__utf8_check(out, len), len);
        assert_int_equal(rr__utf8_next(&at, out + len), c);
        assert_ptr_equal(at, out + len);
    }
}

static void base_normalise__folds_what_people_write_differently(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"", ""}, {" -- ", ""}, {"Truck Driver", "truck driver"}, {"  C++ / C#  ", "c++ c#"}, {"a,b;c", "a b c"},
        {"Ｄａｔａ　Ａｎａｌｙｓｔ", "data analyst"}, {"STRASSE", "strasse"}, {"Straße", "strasse"}, {"ﬁnance", "finance"},
        {"Cafe\xcc\x81", "caf\xc3\xa9"}, {"CAF\xc3\x89", "caf\xc3\xa9"}, {"人工智能（AI）训练师", "人工智能 ai 训练师"},
        {"、数据，分析。", "数据 分析"}, {"②级", "2级"}, {"soft\xc2\xadware", "software"}, {"ΣΑΣ", "σασ"}, {"a\xe2\x80\x94" "b", "a b"},
    };
    rr__buf out;
    rr__buf_init(&out, &rr__malloc_allocator, 1000);
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        rr__normalise(&out, pairs[i][0], strlen(pairs[i][0]));
        assert_false(out.failed);
        assert_string_equal(out.len == 0 ? "" : out.data, pairs[i][1]);
        char once[64];
        memcpy(once, pairs[i][1], strlen(pairs[i][1]) + 1);
        rr__normalise(&out, once, strlen(once));
        assert_string_equal(out.len == 0 ? "" : out.data, once);
    }
    rr__buf_finish(&out);
}

static void base_utf8__widths_are_of_a_terminal(void **state)
{
    (void)state;
    assert_int_equal(rr__width("abc", 3), 3);
    assert_int_equal(rr__width("训练师", 9), 6);
    assert_int_equal(rr__width("ｅ\xcc\x81", 5), 2);
    assert_int_equal(rr__width("", 0), 0);
}

static void base_utf8__hidden_characters_become_visible(void **state)
{
    (void)state;
    rr__buf out;
    const char *text = "a\n\x1b[0m\x7f\xc2\x9b\xe2\x80\xae\xe2\x80\x8b\xe2\x80\xa8\xef\xbb\xbf\xf3\xa0\x80\x81中";
    rr__buf_init(&out, &rr__malloc_allocator, 1000);
    rr__add_visible(&out, text, strlen(text));
    assert_string_equal(out.data, "a\\u{0A}\\u{1B}[0m\\u{7F}\\u{9B}\\u{202E}\\u{200B}\\u{2028}\\u{FEFF}\\u{0E0001}中");
    rr__buf_finish(&out);
}

static void base_utf8__likeness_is_one_only_for_the_same_text(void **state)
{
    (void)state;
    static const char *const names[] = {"s.lift", "s.drive", "s.write"};
    assert_int_equal(rr__likeness("abc", 3, "abc", 3), 1000000);
    assert_true(rr__likeness("aaab", 4, "abaa", 4) < 1000000);
    assert_int_equal(rr__likeness("abc", 3, "xyz", 3), 0);
    assert_true(rr__likeness("训练师", 9, "训练员", 9) > 300000);
    assert_true(rr__likeness("truck driver", 12, "truck drivers", 13) == rr__likeness("truck drivers", 13, "truck driver", 12));
    assert_string_equal(rr__nearest("s.drvie", names, 3), "s.drive");
    assert_null(rr__nearest("qqqqq", names, 3));
    assert_null(rr__nearest("x", names, 0));
    /* Pairs of characters that a narrow key would take for each other. */
    assert_int_equal(rr__likeness("\xe4\xb8\x80\xe2\xa0\x80", 6, "\xe4\xb8\x81\xe2\x80\x80", 6) % 1000000, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base_utf8__bad_sequences_are_found_at_their_offset),
        cmocka_unit_test(base_utf8__characters_round_trip),
        cmocka_unit_test(base_normalise__folds_what_people_write_differently),
        cmocka_unit_test(base_utf8__widths_are_of_a_terminal),
        cmocka_unit_test(base_utf8__hidden_characters_become_visible),
        cmocka_unit_test(base_utf8__likeness_is_one_only_for_the_same_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* Decimals, dates and numbers in; exact integers and the same bits everywhere out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

static void base_number__bad_decimals_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "", " ", "-", "+", "+1", "--1", "1-", ".", ".5", "5.", "-.5", "1..2", "1.2.3", "1,5", "1.000,5", "1 000", " 1", "1 ",
        "1e3", "1E3", "1e999", "-1e-9", "0x10", "0X1p3", "1f", "1.0f", "inf", "Inf", "-inf", "INFINITY", "nan", "NaN",
        "nan(1)", "1.2345678", "1.0000000", "99999999999999999999", "9223372036855", "10000000000000", "１", "٣", "½", "1_000",
        "$1", "1%", "0b1", "1\n", "true", "1/2",
    };
    int64_t value = 0;
    assert_true(sizeof bad / sizeof bad[0] >= 40);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (rr__parse_decimal(bad[i], strlen(bad[i]), &value))
            fail_msg("not refused: \"%s\"", bad[i]);
}

static void base_number__good_decimals_are_exact_and_round_trip(void **state)
{
    (void)state;
    static const struct { const char *text; int64_t millionths; const char *written; } good[] = {
        {"0", 0, "0"}, {"0.85", 850000, "0.85"}, {"-0.000001", -1, "-0.000001"}, {"2.750000", 2750000, "2.75"},
        {"100", 100000000, "100"}, {"-3.5", -3500000, "-3.5"}, {"12345678.654321", 12345678654321, "12345678.654321"},
        {"999999999.999999", 999999999999999, "999999999.999999"}, {"9000000000000", 9000000000000000000, "9000000000000"},
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        int64_t value = -77;
        char out[32];
        if (!rr__parse_decimal(good[i].text, strlen(good[i].text), &value))
            fail_msg("refused: %s", good[i].text);
        assert_true(value == good[i].millionths);
        assert_int_equal(rr__format_decimal(out, value), strlen(good[i].written));
        assert_string_equal(out, good[i].written);
    }
    char out[32];
    rr__format_decimal(out, INT64_MIN);
    assert_string_equal(out, "-9223372036854.775808");
}

static void base_number__integers_stay_in_their_range(void **state)
{
    (void)state;
    int64_t value = 0;
    assert_true(rr__parse_int("-12", 3, -12, 12, &value) && value == -12);
    assert_false(rr__parse_int("-13", 3, -12, 12, &value));
    assert_false(rr__parse_int("", 0, -12, 12, &value));
    assert_false(rr__parse_int("-", 1, -12, 12, &value));
    assert_false(rr__parse_int("1.", 2, -12, 12, &value));
    assert_false(rr__parse_int("99999999999999999999999", 23, 0, INT64_MAX, &value));
}

static void base_number__dates_are_civil_days(void **state)
{
    (void)state;
    static const struct { const char *text; int64_t days; } good[] = {
        {"1970-01-01", 0}, {"1969-12-31", -1}, {"2000-02-29", 11016}, {"2038-01-20", 24856}, {"0001-01-01", -719162},
        {"9999-12-31", 2932896}, {"2100-03-01", 47541},
    };
    static const char *const bad[] = {"2100-02-29", "2023-02-29", "2024-02-30", "2024-13-01", "2024-00-10", "2024-01-00",
                                      "2024-04-31", "2024-1-01", "24-01-01", "2024/01/01", "2024-01-01T", " 2024-01-0",
                                      "-024-01-01", "2024--1-01", "0000-01-01", "", "2024-01-1x"};
    int64_t days = 0;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_true(rr__parse_date(good[i].text, 10, &days));
        assert_true(days == good[i].days);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (rr__parse_date(bad[i], strlen(bad[i]), &days))
            fail_msg("not refused: %s", bad[i]);
}

static void base_number__logarithms_and_roots_are_close_to_true(void **state)
{
    (void)state;
    static const double known[][2] = {{1, 0}, {2, 0.69314718055994531}, {10, 2.3025850929940457}, {0.5, -0.69314718055994531},
                                      {1e300, 690.77552789821371}, {1e-300, -690.77552789821371}, {880, 6.7799219074722519}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        double off = rr__ln(known[i][0]) - known[i][1], scale = known[i][1] < 0 ? -known[i][1] : known[i][1];
        assert_true((off < 0 ? -off : off) <= 1e-15 * (scale + 1));
    }
    assert_true(rr__ln(1) == 0);
    assert_true(rr__power_quarters(16, 1) == 2 && rr__power_quarters(16, 2) == 4 && rr__power_quarters(16, 3) == 8);
    assert_true(rr__power_quarters(16, 4) == 16 && rr__power_quarters(16, 6) == 64 && rr__power_quarters(7, 0) == 1);
    assert_true(rr__power_quarters(0, 3) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base_number__bad_decimals_are_refused),
        cmocka_unit_test(base_number__good_decimals_are_exact_and_round_trip),
        cmocka_unit_test(base_number__integers_stay_in_their_range),
        cmocka_unit_test(base_number__dates_are_civil_days),
        cmocka_unit_test(base_number__logarithms_and_roots_are_close_to_true),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* Region codes in, numbers out, and back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/region.h"

static void base_region__codes_come_back(void **state)
{
    (void)state;
    static const char *const codes[] = {"CN", "CN-GD", "CN-ZJ", "US-CA", "FR-75C", "GB-0", "ZZ-999"};
    char back[8];
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        uint32_t number = rr__region_number(codes[i], strlen(codes[i]));
        assert_true(number > 0);
        assert_int_equal(rr__region_code(number, back), strlen(codes[i]));
        assert_string_equal(back, codes[i]);
    }
}

static void base_region__what_is_no_code_has_no_number(void **state)
{
    (void)state;
    static const char *const wrong[] = {"", "C", "cn", "CN-", "CN-gd", "CN_GD", "CNGD", "CN-GDXX", "11-GD", "CN-G D", "C1", "CN-\xe5\xb9\xbf"};
    char back[8];
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_int_equal(rr__region_number(wrong[i], strlen(wrong[i])), 0);
    assert_int_equal(rr__region_number("CN\0GD", 5), 0);
    assert_int_equal(rr__region_code(0, back), 0);
    assert_int_equal(rr__region_code(UINT32_MAX, back), 0);
    assert_int_equal(rr__region_code(1, back), 0);
}

static void base_region__the_country_is_the_parent(void **state)
{
    (void)state;
    uint32_t country = rr__region_number("CN", 2);
    assert_int_equal(rr__region_country(rr__region_number("CN-GD", 5)), country);
    assert_int_equal(rr__region_country(country), country);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base_region__codes_come_back),
        cmocka_unit_test(base_region__what_is_no_code_has_no_number),
        cmocka_unit_test(base_region__the_country_is_the_parent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

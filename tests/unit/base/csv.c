/* SPDX-License-Identifier: MIT */
/* Tables, whole and broken, in; rows, lines and refusals out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/csv.h"

static rr_status read_all(const char *text, size_t len, char separator, bool quoted, size_t *rows, rr_error *err)
{
    rr__csv csv;
    size_t cells = 0;
    rr__csv_init(&csv, &rr__malloc_allocator, "t.csv", text, len, separator, quoted);
    rr_status status = RR_OK;
    *rows = 0;
    while ((status = rr__csv_row(&csv, &cells, err)) == RR_OK && cells > 0)
        ++*rows;
    rr__csv_finish(&csv);
    return status;
}

static void base_csv__quoted_line_breaks_belong_to_the_cell(void **state)
{
    (void)state;
    const char *text = "a,\"b\r\nc\"\"d\",\r\n\r\ne,\"\",g";
    rr__csv csv;
    size_t cells = 0;
    rr__csv_init(&csv, &rr__malloc_allocator, "t.csv", text, strlen(text), ',', true);
    assert_int_equal(rr__csv_row(&csv, &cells, NULL), RR_OK);
    assert_int_equal(cells, 3);
    assert_int_equal(csv.row_line, 1);
    assert_string_equal(rr__csv_cell(&csv, 0), "a");
    assert_string_equal(rr__csv_cell(&csv, 1), "b\r\nc\"d");
    assert_string_equal(rr__csv_cell(&csv, 2), "");
    assert_string_equal(rr__csv_cell(&csv, 3), "");
    assert_int_equal(rr__csv_row(&csv, &cells, NULL), RR_OK);
    assert_int_equal(cells, 3);
    assert_int_equal(csv.row_line, 4);
    assert_string_equal(rr__csv_cell(&csv, 2), "g");
    assert_int_equal(rr__csv_row(&csv, &cells, NULL), RR_OK);
    assert_int_equal(cells, 0);
    rr__csv_finish(&csv);
}

static void base_csv__tabs_separate_and_quotes_are_text_without_quoting(void **state)
{
    (void)state;
    const char *text = "5\" nail\t\"x\n";
    rr__csv csv;
    size_t cells = 0;
    rr__csv_init(&csv, &rr__malloc_allocator, "t.tsv", text, strlen(text), '\t', false);
    assert_int_equal(rr__csv_row(&csv, &cells, NULL), RR_OK);
    assert_int_equal(cells, 2);
    assert_string_equal(rr__csv_cell(&csv, 0), "5\" nail");
    assert_string_equal(rr__csv_cell(&csv, 1), "\"x");
    rr__csv_finish(&csv);
}

static void base_csv__broken_tables_are_refused_with_their_line(void **state)
{
    (void)state;
    static const struct { const char *text; size_t len; } bad[] = {
        {"a,b\n\"open", 9}, {"a,b\n\"x\"y,z\n", 11}, {"a,b\nx\0y,z\n", 10}, {"a,b\n\"x\0y\",z\n", 12},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        rr_error err = {0};
        size_t rows = 0;
        assert_int_equal(read_all(bad[i].text, bad[i].len, ',', true, &rows, &err), RR_ESYNTAX);
        assert_int_equal(rows, 1);
        assert_int_equal(err.line, 2);
        assert_string_equal(err.file, "t.csv");
    }
}

static void base_csv__no_cell_is_a_formula_and_what_is_written_reads_back(void **state)
{
    (void)state;
    static const char *const cells[] = {"=1+1", "+1", "-1", "@x", "\tx", "\rx", "plain", "a\"b", "", "x=1"};
    rr__buf out;
    rr__buf_init(&out, &rr__malloc_allocator, 1000);
    for (size_t i = 0; i < 10; i++)
        rr__csv_add(&out, cells[i], i == 0);
    rr__csv_add_int(&out, -5, false);
    rr__buf_char(&out, '\n');
    rr__csv csv;
    size_t count = 0;
    rr__csv_init(&csv, &rr__malloc_allocator, "t.csv", out.data, out.len, ',', true);
    assert_int_equal(rr__csv_row(&csv, &count, NULL), RR_OK);
    assert_int_equal(count, 11);
    for (size_t i = 0; i < 10; i++) {
        const char *cell = rr__csv_cell(&csv, i);
        if (i < 6)
            assert_int_equal(*cell++, '\'');
        assert_string_equal(cell, cells[i]);
    }
    assert_string_equal(rr__csv_cell(&csv, 10), "-5");
    rr__csv_finish(&csv);
    rr__buf_finish(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base_csv__quoted_line_breaks_belong_to_the_cell),
        cmocka_unit_test(base_csv__tabs_separate_and_quotes_are_text_without_quoting),
        cmocka_unit_test(base_csv__broken_tables_are_refused_with_their_line),
        cmocka_unit_test(base_csv__no_cell_is_a_formula_and_what_is_written_reads_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

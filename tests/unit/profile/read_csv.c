/* SPDX-License-Identifier: MIT */
/* Tables of people: columns in English and Chinese, lists in cells, and mistakes by line and column. */
#include "helper.h"

#include "profile/reader.h"
#include "profile/split.h"

static void read_csv__says_the_same_as_the_xml(void **state)
{
    (void)state;
    kept *k = open_kept(), *x = open_kept();
    assert_int_equal(read_path(x, "valid/profile-driver.xml", NULL), RR_OK);
    assert_int_equal(read_path(k, "valid/profile-driver.csv", NULL), RR_OK);
    assert_int_equal(k->count, 1);
    assert_int_equal(k->found_count, 0);
    assert_same_profile(k->profiles[0], x->profiles[0]);
    close_kept(x);
    close_kept(k);
}

static void read_csv__a_chinese_table_in_gb18030_arrives(void **state)
{
    (void)state;
    kept *k = open_kept();
    assert_int_equal(read_path(k, "valid/profile-gb18030.csv", NULL), RR_EENCODING); /* nothing is guessed */
    assert_int_equal(read_path(k, "valid/profile-gb18030.csv", "GB18030"), RR_OK);
    assert_int_equal(k->count, 3);
    const rr_profile *p = k->profiles[0];
    assert_string_equal(rr_profile_id(p), "甲-001");
    assert_int_equal(rr_profile_job_count(p), 2);
    assert_string_equal(rr_profile_job(p, 0)->title, "出租汽车司机");
    assert_int_equal(rr_profile_job(p, 0)->months, 144);
    assert_string_equal(rr_profile_job(p, 1)->title, "网约车司机");
    assert_int_equal(rr_profile_job(p, 1)->months, 36);
    assert_string_equal(rr_profile_skill(p, 0)->text, "机动车驾驶");
    assert_string_equal(rr_profile_skill(p, 0)->level_text, "4");
    assert_string_equal(rr_profile_skill(p, 1)->text, "普通话");
    assert_string_equal(rr_profile_licence(p, 0)->name, "C1");
    assert_int_equal(rr_profile_licence(p, 0)->year, 2012);
    assert_string_equal(rr_profile_education(p), "vocational-secondary");
    assert_string_equal(rr_profile_region(p), "CN-GD");
    assert_string_equal(rr_profile_fact(p, 0)->name, "age");
    assert_string_equal(rr_profile_fact(p, 1)->name, "户籍");
    assert_string_equal(rr_profile_fact(p, 1)->value, "农村");
    assert_int_equal(rr_profile_licence_count(k->profiles[1]), 0);
    assert_string_equal(rr_profile_region(k->profiles[2]), "CN-NM");
    assert_string_equal(rr_profile_fact(k->profiles[2], 0)->value, "0"); /* a zero is a zero */
    assert_int_equal(rr_profile_fact_count(k->profiles[2]), 1);
    assert_int_equal(k->found_count, 2);
    assert_true(found(k, RR__MSG_PROFILE_COLUMN_PERSONAL, 1));
    assert_true(found(k, RR__MSG_PROFILE_COLUMN_IGNORED, 1));
    close_kept(k);
}

static void read_csv__every_mistake_is_told_with_its_line(void **state)
{
    (void)state;
    static const struct { enum rr__message message; uint32_t line; } expected[] = {
        {RR__MSG_PROFILE_COLUMN_IGNORED, 1}, {RR__MSG_PROFILE_COLUMN_PERSONAL, 1}, {RR__MSG_PROFILE_LIST_LONGER, 3},
        {RR__MSG_PROFILE_ID_TWICE, 3}, {RR__MSG_PROFILE_PERSONAL, 4}, {RR__MSG_PROFILE_NOT_NUMBER, 5}, {RR__MSG_PROFILE_WORD, 6},
        {RR__MSG_PROFILE_ROW_LONG, 7}};
    kept *k = open_kept();
    assert_int_equal(read_path(k, "invalid/profile-typo.csv", NULL), RR_EINVALID);
    assert_int_equal(k->count, 0);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        if (!found(k, expected[i].message, expected[i].line))
            fail_msg("no R%04d on line %u", (int)expected[i].message, expected[i].line);
    assert_int_equal(k->err.line, 3);
    assert_int_equal(k->err.column, 12); /* the cell with the years */
    close_kept(k);
}

static void read_csv__places_see_through_quotes_and_line_breaks(void **state)
{
    (void)state;
    kept *k = open_kept();
    assert_int_equal(read_text(k, "a.csv", "id,occupation,years\r\n\r\nw-1,\"a,\n\"\"b\"\"\",x\r\n"), RR_EINVALID);
    assert_int_equal(k->err.number, RR__MSG_PROFILE_NOT_NUMBER);
    assert_int_equal(k->err.line, 4);
    assert_int_equal(k->err.column, 8);
    close_kept(k);
}

static void read_csv__a_table_needs_its_header(void **state)
{
    (void)state;
    kept *k = open_kept();
    assert_int_equal(read_text(k, "a.csv", "w-1,cook,3\n"), RR_EINVALID);
    assert_int_equal(k->err.number, RR__MSG_PROFILE_COLUMN_MISSING);
    assert_int_equal(read_text(k, "a.csv", "id,title,occupation\nw-1,a,b\n"), RR_EINVALID);
    assert_int_equal(k->err.number, RR__MSG_PROFILE_FIELD_TWICE);
    assert_int_equal(read_text(k, "a.csv", "id,years\n,3\n"), RR_EINVALID);
    assert_int_equal(k->err.number, RR__MSG_PROFILE_TEXT_EMPTY);
    assert_int_equal(read_text(k, "a.csv", "id,years\nw-1,3,4\n"), RR_EINVALID);
    assert_int_equal(k->err.number, RR__MSG_PROFILE_ROW_LONG);
    assert_int_equal(read_text(k, "a.csv", "id\n"), RR_OK);
    assert_int_equal(k->count, 0);
    close_kept(k);
}

static void read_csv__tables_of_spreadsheets_are_read_as_they_come(void **state)
{
    (void)state;
    kept *k = open_kept();
    assert_int_equal(read_text(k, "A.CSV", "ID , Occupation,Max Weeks,,\n w-1 , cook ,8,,\n,,,,\n"), RR_OK);
    assert_int_equal(k->count, 1);
    assert_int_equal(k->found_count, 0);
    assert_string_equal(rr_profile_id(k->profiles[0]), "w-1");
    assert_string_equal(rr_profile_job(k->profiles[0], 0)->title, "cook");
    assert_int_equal(rr_profile_constraints(k->profiles[0])->max_weeks, 8);
    assert_int_equal(read_text(k, "a.tsv", "id\toccupation\tfact:Housing Fund\nw-1\tcook, baker\t3\n"), RR_OK);
    assert_string_equal(rr_profile_job(k->profiles[0], 0)->title, "cook, baker");
    assert_string_equal(rr_profile_fact(k->profiles[0], 0)->name, "Housing-Fund");
    close_kept(k);
}

static void read_csv__licences_take_a_year_but_keep_their_colons(void **state)
{
    (void)state;
    kept *k = open_kept();
    assert_int_equal(read_text(k, "a.csv", "id,licences\nw-1,C1:2012;AWS: Practitioner;B2：2015;A\\:1;\n"), RR_OK);
    const rr_profile *p = k->profiles[0];
    assert_int_equal(rr_profile_licence_count(p), 4);
    assert_string_equal(rr_profile_licence(p, 1)->name, "AWS: Practitioner");
    assert_int_equal(rr_profile_licence(p, 2)->year, 2015);
    assert_string_equal(rr_profile_licence(p, 3)->name, "A:1");
    assert_int_equal(read_text(k, "a.csv", "id,licences\nw-1,C1:20l2\n"), RR_EINVALID); /* no year is lost to a typing error */
    close_kept(k);
}

static void read_csv__a_formula_is_text_again(void **state)
{
    (void)state;
    kept *k = open_kept();
    assert_int_equal(read_path(k, "hostile/profile-formula.csv", NULL), RR_OK);
    assert_string_equal(rr_profile_job(k->profiles[0], 0)->title, "=HYPERLINK(1)");
    written w = write_as(k->profiles[0], RR_PROFILE_CSV);
    assert_null(strstr(w.bytes, "\"=HYPERLINK"));
    free(w.bytes);
    assert_int_equal(read_path(k, "hostile/profile-long-title.csv", NULL), RR_ELIMIT);
    close_kept(k);
}

static void read_csv__many_people_are_given_in_order(void **state)
{
    (void)state;
    kept *k = open_kept();
    assert_int_equal(read_text(k, "a.csv", "id,occupation\nw-1,a\nw-2,b\nw-3,c\n"), RR_OK);
    assert_int_equal(k->count, 3);
    assert_string_equal(rr_profile_job(k->profiles[2], 0)->title, "c");
    close_kept(k);
}

static void split__lists_and_escapes(void **state)
{
    (void)state;
    char cell[] = " a ; b\\;c；d\\=e\\\\ ;", *out[8];
    assert_int_equal(rr__cell_split(cell, out, 8), 4);
    assert_string_equal(out[0], "a");
    rr__entry_unescape(out[1]);
    assert_string_equal(out[1], "b;c");
    assert_null(rr__entry_cut(out[2], '='));
    rr__entry_unescape(out[2]);
    assert_string_equal(out[2], "d=e\\");
    assert_string_equal(out[3], "");
    char pair[] = "a = b = 3";
    assert_string_equal(rr__entry_cut(pair, '='), "3");
    assert_string_equal(pair, "a = b");
    char blank[] = "  ";
    assert_int_equal(rr__cell_split(blank, out, 8), 0);
    char few[] = "1;2;3";
    assert_int_equal(rr__cell_split(few, out, 2), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(read_csv__says_the_same_as_the_xml),
        cmocka_unit_test(read_csv__a_chinese_table_in_gb18030_arrives),
        cmocka_unit_test(read_csv__every_mistake_is_told_with_its_line),
        cmocka_unit_test(read_csv__places_see_through_quotes_and_line_breaks),
        cmocka_unit_test(read_csv__a_table_needs_its_header),
        cmocka_unit_test(read_csv__tables_of_spreadsheets_are_read_as_they_come),
        cmocka_unit_test(read_csv__licences_take_a_year_but_keep_their_colons),
        cmocka_unit_test(read_csv__a_formula_is_text_again),
        cmocka_unit_test(read_csv__many_people_are_given_in_order),
        cmocka_unit_test(split__lists_and_escapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

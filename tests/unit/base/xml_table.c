/* SPDX-License-Identifier: MIT */
/* A format as a table: values arrive in its order, texts by language, and what is wrong is told with its place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/region.h"
#include "base/xml_table.h"

enum { ROOT, SHELF, BOOK, TITLE, NOTE, TREE, ELEMENTS };
#define IN(x) RR__XML_IN(x)

static const rr__xml_element elements[ELEMENTS] = {
    [ROOT] = {"shop", 0, RR__XML_EMPTY, false, 0, {{"!name", RR__XML_ID, 0, 0, NULL}}},
    [SHELF] = {"shelf", IN(ROOT) | IN(SHELF), RR__XML_EMPTY, false, 0, {{NULL, RR__XML_ID, 0, 0, NULL}}},
    [BOOK] = {"book", IN(ROOT) | IN(SHELF), RR__XML_EMPTY, false, IN(TITLE), {
        {"!id", RR__XML_ID, 0, 0, NULL}, {"pages", RR__XML_WHOLE, 1, 5000, NULL}, {"weight", RR__XML_DECIMAL, 0, 90000000, NULL},
        {"price", RR__XML_MONEY, 0, 0, NULL}, {"day", RR__XML_DATE, 0, 0, NULL}, {"new", RR__XML_YES, 0, 0, NULL},
        {"colour", RR__XML_WORD, 0, 0, "red green blue"}, {"sides", RR__XML_WORDS, 0, 0, "left right top"},
        {"from", RR__XML_REGION, 0, 0, NULL}, {"url", RR__XML_URL, 0, 0, NULL}, {"by", RR__XML_TEXT, 0, 0, NULL}}},
    [TITLE] = {"title", IN(BOOK), RR__XML_TRANSLATED, false, 0, {{NULL, RR__XML_ID, 0, 0, NULL}}},
    [NOTE] = {"note", IN(ROOT), RR__XML_WRITTEN, true, 0, {{NULL, RR__XML_ID, 0, 0, NULL}}},
    [TREE] = {"tree", IN(SHELF), RR__XML_WRITTEN_OR_NOT, false, 0, {{NULL, RR__XML_ID, 0, 0, NULL}}},
};

static struct { rr__arena arena; rr_context *context; rr__xml_value book[11]; rrp_vec titles; char note[64];
                rr_error found[128]; size_t found_count; rr_error err; uint32_t books, parent; } got;

static bool on_end(void *user, rr__xml_reader *reader, uint32_t element, const rr__xml_value *values, const char *text)
{
    (void)user;
    if (element == NOTE)
        snprintf(got.note, sizeof got.note, "%s", text);
    if (element != BOOK)
        return true;
    got.books++;
    got.parent = rr__xml_parent(reader);
    memcpy(got.book, values, sizeof got.book);
    return rr__xml_texts(reader, TITLE, &got.titles);
}

static void on_finding(void *user, const rr_error *err)
{
    (void)user;
    if (got.found_count < 128)
        got.found[got.found_count] = *err;
    got.found_count++;
}

static rr_status read_text(const char *text)
{
    static const rr__xml_table table = {"urn:shop", elements, ELEMENTS, NULL, on_end};
    rr__xml_reader *reader = NULL;
    got.found_count = got.books = 0;
    assert_int_equal(rr__xml_reader_begin(&reader, got.context, &table, &got.arena, "shop.xml", on_finding, NULL, NULL), RR_OK);
    rr__xml_reader_run(reader, text, strlen(text), 0, NULL);
    return rr__xml_reader_end(reader, &got.err);
}

/* A book with these attributes, in a shop. */
static rr_status read_book(const char *attributes)
{
    char text[8192];
    snprintf(text, sizeof text, "<shop xmlns='urn:shop' name='s'>\n<book id='b' %s><title xml:lang='en'>A</title></book></shop>", attributes);
    return read_text(text);
}

static int set_up(void **state)
{
    (void)state;
    assert_int_equal(rr_context_create(&got.context, NULL, NULL), RR_OK);
    rr__arena_init(&got.arena, &got.context->allocator);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    rr__arena_finish(&got.arena);
    rr_context_destroy(got.context);
    return 0;
}

static void base_xml_table__values_arrive_in_the_tables_order(void **state)
{
    (void)state;
    assert_int_equal(read_text("<shop xmlns='urn:shop' name='s' xml:lang='zh' x:more='1' xmlns:x='urn:x'><note> a &amp; b </note><x:y><book/></x:y>"
                               "<shelf><shelf><book url='https://a.b' by='' from='CN-GD' sides='top left' colour='blue' new='yes' day='2100-02-28'"
                               " price='12.5' weight='0.25' pages='7' id='书-1'><title>书</title><title xml:lang='en'>Book</title></book>"
                               "</shelf><tree/></shelf></shop>"), RR_OK);
    assert_int_equal(got.found_count, 0);
    assert_int_equal(got.books, 1);
    assert_int_equal(got.parent, SHELF);
    static const int64_t numbers[] = {0, 7, 250000, 1250, 47540, 1, 2, 5};
    for (int i = 1; i < 8; i++) {
        assert_true(got.book[i].given);
        assert_int_equal(got.book[i].number, numbers[i]);
    }
    assert_string_equal(got.book[0].text, "书-1");
    assert_int_equal(got.book[8].number, rr__region_number("CN-GD", 5));
    assert_string_equal(got.book[9].text, "https://a.b");
    assert_false(got.book[10].given); /* empty is not given */
    assert_string_equal(got.book[10].text, "");
    assert_string_equal(got.note, "a & b");
    assert_int_equal(got.titles.count, 2);
    assert_string_equal(RRP_AT(rrp_text, got.titles, 0)->lang.p, "zh"); /* from the root */
    assert_string_equal(RRP_AT(rrp_text, got.titles, 1)->text.p, "Book");
}

static void base_xml_table__what_is_no_number_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"NaN", "nan", "inf", "-inf", "Infinity", "1e3", "1E3", "1e999", "0x10", "1,5", "1.5.2", ".5", "5.", "+5", "--5",
        "5-", " 5", "5 ", "5%", "½", "５", "五", "1_000", "1 000", "1'000", "0b1", "1f", "1.", "-", ".", "1.1234567",
        "99999999999999999999", "9223372036854775808", "-9223372036854775808", "1\t", "&#xa0;5", "−5", "1/2", "5L", "0.0.0", "-1"};
    static const char *const names[] = {"pages", "weight", "price"};
    char text[128];
    for (size_t k = 0; k < 3; k++)
        for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
            snprintf(text, sizeof text, "%s=\"%s\"", names[k], bad[i]);
            if (read_book(text) != RR_EINVALID)
                fail_msg("%s was taken", text);
            assert_int_equal(got.err.number, k == 0 ? RR__MSG_XML_WHOLE : k == 1 ? RR__MSG_XML_DECIMAL : RR__MSG_XML_MONEY);
            assert_int_equal(got.found_count, 1);
        }
}

static void base_xml_table__every_kind_has_its_bounds(void **state)
{
    (void)state;
    static const struct { const char *attribute; enum rr__message message; } cases[] = {
        {"pages='1'", 0}, {"pages='5000'", 0}, {"pages='0'", RR__MSG_XML_WHOLE}, {"pages='5001'", RR__MSG_XML_WHOLE},
        {"weight='90'", 0}, {"weight='90.000001'", RR__MSG_XML_DECIMAL},
        {"price='0'", 0}, {"price='1000000000.00'", 0}, {"price='1000000000.01'", RR__MSG_XML_MONEY}, {"price='1.234'", RR__MSG_XML_MONEY},
        {"day='2200-12-31'", 0}, {"day='2201-01-01'", RR__MSG_XML_DATE}, {"day='1970-01-01'", 0}, {"day='1969-12-31'", RR__MSG_XML_DATE},
        {"day='2100-02-29'", RR__MSG_XML_DATE}, {"day='2096-02-29'", 0}, {"day='2026-02-30'", RR__MSG_XML_DATE}, {"day='2026-1-1'", RR__MSG_XML_DATE},
        {"new='no'", 0}, {"new='true'", RR__MSG_BAD_WORD}, {"colour='green'", 0}, {"colour='gren'", RR__MSG_BAD_WORD},
        {"colour='red green'", RR__MSG_BAD_WORD}, {"sides=' left  right '", 0}, {"sides='left rigth'", RR__MSG_BAD_WORD},
        {"from='CN'", 0}, {"from='cn-gd'", RR__MSG_XML_REGION}, {"from='广东'", RR__MSG_XML_REGION},
        {"url='http://a'", 0}, {"url='javascript:alert(1)'", RR__MSG_XML_URL}, {"url='a.b'", RR__MSG_XML_URL},
        {"by='a b \xe4\xb8\xad'", 0}, {"bye='1'", RR__MSG_UNKNOWN_ATTRIBUTE}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        rr_status status = read_book(cases[i].attribute);
        if (status != (cases[i].message == 0 ? RR_OK : RR_EINVALID) || got.err.number != cases[i].message)
            fail_msg("%s: R%04d", cases[i].attribute, got.err.number);
    }
    assert_string_equal(got.err.args + 4 + 5, "by"); /* bye on book: by */
}

static void base_xml_table__ids_and_texts_have_limits(void **state)
{
    (void)state;
    char text[8192], word[4200];
    static const char *const bad[] = {"a b", "a\xc2\xa0" "b", "a\xe2\x80\xae" "b", "a\xe3\x80\x80" "b"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        snprintf(text, sizeof text, "<shop xmlns='urn:shop' name='%s'/>", bad[i]);
        assert_int_equal(read_text(text), RR_EINVALID);
        assert_int_equal(got.err.number, RR__MSG_XML_ID);
    }
    static const struct { const char *form; size_t most; enum rr__message message; } limits[] = {
        {"<shop xmlns='urn:shop' name='%s'/>", 128, RR__MSG_XML_ID},
        {"<shop xmlns='urn:shop' name='s'><note>%s</note></shop>", 4096, RR__MSG_XML_LONG},
        {"<shop xmlns='urn:shop' name='s'><book id='b' by='%s'><title xml:lang='en'>t</title></book></shop>", 4096, RR__MSG_XML_LONG}};
    for (size_t i = 0; i < 3; i++)
        for (size_t extra = 0; extra < 2; extra++) {
            memset(word, 'x', limits[i].most + extra);
            word[limits[i].most + extra] = '\0';
            const char *mark = strstr(limits[i].form, "%s");
            snprintf(text, sizeof text, "%.*s%s%s", (int)(mark - limits[i].form), limits[i].form, word, mark + 2);
            assert_int_equal(read_text(text), extra == 0 ? RR_OK : RR_EINVALID);
            assert_int_equal(got.err.number, extra == 0 ? 0 : limits[i].message);
        }
}

static void base_xml_table__every_fault_of_structure_is_told_with_its_place(void **state)
{
    (void)state;
    static const struct { const char *text; enum rr__message message; uint32_t line; } cases[] = {
        {"<shop xmlns='urn:other' name='s'/>", RR__MSG_XML_ROOT, 1},
        {"<shpo xmlns='urn:shop' name='s'/>", RR__MSG_XML_ROOT, 1},
        {"<shop xmlns='urn:shop'/>", RR__MSG_MISSING_ATTRIBUTE, 1},
        {"<shop xmlns='urn:shop' name=''/>", RR__MSG_MISSING_ATTRIBUTE, 1},
        {"<shop xmlns='urn:shop' name='s'>\n<bok/></shop>", RR__MSG_UNKNOWN_ELEMENT, 2},
        {"<shop xmlns='urn:shop' name='s'>\n<title xml:lang='en'>x</title></shop>", RR__MSG_UNKNOWN_ELEMENT, 2},
        {"<shop xmlns='urn:shop' name='s'>\n<book xmlns='' id='b'/></shop>", RR__MSG_UNKNOWN_ELEMENT, 2},
        {"<shop xmlns='urn:shop' name='s'><note>a\n<b/></note></shop>", RR__MSG_XML_NOTHING_INSIDE, 2},
        {"<shop xmlns='urn:shop' name='s'>\nx</shop>", RR__MSG_UNEXPECTED_TEXT, 1},
        {"<shop xmlns='urn:shop' name='s'>\n<note> </note></shop>", RR__MSG_EMPTY_TEXT, 2},
        {"<shop xmlns='urn:shop' name='s'><note>a</note>\n<note>b</note></shop>", RR__MSG_XML_TWICE, 2},
        {"<shop xmlns='urn:shop' name='s'>\n<book id='b'/></shop>", RR__MSG_XML_NEEDS, 2},
        {"<shop xmlns='urn:shop' name='s'><book id='b'>\n<title>x</title></book></shop>", RR__MSG_XML_LANG, 2},
        {"<shop xmlns='urn:shop' name='s'><book id='b'>\n<title xml:lang='e n'>x</title></book></shop>", RR__MSG_XML_LANG_TAG, 2},
        {"<shop xmlns='urn:shop' name='s' xml:lang='zh'><book id='b'><title>x</title>\n<title>y</title></book></shop>", RR__MSG_XML_LANG_TWICE, 2},
        {"<shop xmlns='urn:shop' name='s'>\n<note>", RR__MSG_XML_SYNTAX, 2}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_not_equal(read_text(cases[i].text), RR_OK);
        if (got.err.number != cases[i].message || got.err.line != cases[i].line)
            fail_msg("%s: R%04d line %u", cases[i].text, got.err.number, got.err.line);
        assert_string_equal(got.err.file, "shop.xml");
        assert_true(got.found_count > 0);
    }
}

static void base_xml_table__no_more_than_a_hundred_findings(void **state)
{
    (void)state;
    char text[8192] = "<shop xmlns='urn:shop' name='s'>";
    for (int i = 0; i < 150; i++)
        strcat(text, "<book id='b' pages='x'/>");
    strcat(text, "</shop>");
    assert_int_equal(read_text(text), RR_EINVALID);
    assert_int_equal(got.found_count, 101);
    assert_int_equal(got.found[100].number, RR__MSG_MORE_FINDINGS);
    assert_string_equal(got.found[100].args, "200");
    assert_int_equal(got.err.number, RR__MSG_XML_WHOLE); /* the first */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base_xml_table__values_arrive_in_the_tables_order),
        cmocka_unit_test(base_xml_table__what_is_no_number_is_refused),
        cmocka_unit_test(base_xml_table__every_kind_has_its_bounds),
        cmocka_unit_test(base_xml_table__ids_and_texts_have_limits),
        cmocka_unit_test(base_xml_table__every_fault_of_structure_is_told_with_its_place),
        cmocka_unit_test(base_xml_table__no_more_than_a_hundred_findings),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

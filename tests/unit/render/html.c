/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "render/html.h"

/* A page without a taxonomy, for the writer alone. */
static rr_context *context;
static rr__page page;
static rr__html h;

static void begin(void)
{
    rr_render_options how = {.size = sizeof how, .format = RR_FORMAT_HTML};
    assert_int_equal(rr_context_create(&context, NULL, NULL), RR_OK);
    rr__page_init(&page, NULL, context, &how);
    h = (rr__html){.page = &page, .width = 700};
    page.html = &h;
    rr__vec_init(&h.names, &context->allocator, sizeof(const char *));
    rr__vec_init(&h.sources, &context->allocator, sizeof(uint32_t));
}

static void end(void)
{
    rr__vec_finish(&h.names);
    rr__vec_finish(&h.sources);
    rr__buf_finish(&page.out);
    rr__buf_finish(&page.line);
    rr_context_destroy(context);
}

/* Compares what was written so far, and ends. */
static void expect(const char *want)
{
    rr__html_close_to(&h, 0);
    assert_false(page.out.failed);
    assert_string_equal(page.out.data, want);
    end();
}

static void text_cannot_leave_its_element(void **state)
{
    (void)state;
    begin();
    rr__html_open(&h, RR__TAG_span);
    rr__html_text(&h, "\"><script>alert('x')</script>&amp;");
    expect("<span>&quot;&gt;&lt;script&gt;alert('x')&lt;/script&gt;&amp;amp;</span>");
}

static void an_attribute_cannot_leave_its_quotes(void **state)
{
    (void)state;
    begin();
    rr__html_open(&h, RR__TAG_span);
    rr__html_attr(&h, RR__ATTR_class, "\" onclick='x'>");
    expect("<span class=\"&quot; onclick='x'&gt;\"></span>");
}

static void only_the_web_is_linked_to(void **state)
{
    static const char *const refused[] = {"javascript:alert(1)", "JAVASCRIPT:x", " https://x", "data:text/html,x", "file:///etc/passwd",
                                          "//x", "http:/x", "ht\ntp://x", "vbscript:x", ""};
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        begin();
        rr__html_link(&h, refused[i], "x");
        expect("x");
        begin();
        rr__html_open(&h, RR__TAG_a);
        rr__html_attr(&h, RR__ATTR_href, refused[i]);
        expect("<a></a>");
    }
    begin();
    rr__html_link(&h, "HTTPS://x/?a=\"&b='%20<\xe8\xbd\xa6 \n", "<x>");
    expect("<a href=\"HTTPS://x/?a=%22&amp;b='%20%3C%E8%BD%A6%20%0A\">&lt;x&gt;</a>");
}

static void hidden_characters_show(void **state)
{
    (void)state;
    begin();
    rr__html_open(&h, RR__TAG_span);
    rr__html_text(&h, "a\xe2\x80\xae" "b\x1b[31m\xe2\x81\xa9\n\x7f");
    expect("<span>a\\u{202E}b\\u{1B}[31m\\u{2069}\\u{0A}\\u{7F}</span>");
}

static void right_to_left_names_are_isolated(void **state)
{
    (void)state;
    begin();
    rr__html_open(&h, RR__TAG_span);
    rr__page_add(&page, "\xd7\xa0\xd7\x94\xd7\x92");
    rr__buf_text(&page.line, ", 3");
    rr__html_line(&h);
    expect("<span><bdi>\xd7\xa0\xd7\x94\xd7\x92</bdi>, 3</span>");
    begin(); /* where no element may be: by the character */
    rr__html_open(&h, RR__TAG_title);
    rr__html_text(&h, "\xd7\xa0");
    expect("<title>\xe2\x81\xa8\xd7\xa0\xe2\x81\xa9</title>");
}

static void long_names_are_cut_and_kept(void **state)
{
    static char name[10001];
    (void)state;
    memset(name, 'x', 10000);
    begin();
    for (int i = 0; i < 2; i++) {
        rr__html_open(&h, RR__TAG_span);
        rr__html_name(&h, name);
        rr__html_close(&h);
    }
    assert_int_equal(h.names.count, 1);
    assert_ptr_equal(RR__AT(const char *, &h.names, 0), name);
    assert_true(page.out.len < 500);
    assert_non_null(strstr(page.out.data, "xxx…</bdi><a href=\"#name1\">[1]</a></span>"));
    end();
}

static void a_name_of_120_columns_is_whole(void **state)
{
    char name[200] = "";
    (void)state;
    for (int i = 0; i < 60; i++)
        strcat(name, "车");
    begin();
    rr__html_name(&h, name);
    expect(name);
}

static void what_is_open_gets_closed(void **state)
{
    (void)state;
    begin();
    rr__html_open(&h, RR__TAG_span);
    rr__html_open(&h, RR__TAG_b);
    rr__html_open_class(&h, RR__TAG_a, "c");
    rr__html_close_to(&h, 1);
    rr__html_close_to(&h, 5); /* not so many are open */
    expect("<span><b><a class=\"c\"></a></b></span>");
    begin();
    rr__html_open(&h, RR__TAG_meta);
    rr__html_close(&h);
    rr__html_close(&h);
    expect("<meta>");
    begin();
    for (int i = 0; i <= RR__HTML_DEPTH; i++)
        rr__html_open(&h, RR__TAG_b);
    assert_true(page.out.failed); /* a page that can't be closed is none */
    end();
}

static void attributes_come_before_content(void **state)
{
    (void)state;
    begin();
    rr__html_open(&h, RR__TAG_b);
    rr__html_text(&h, "x");
    rr__html_attr(&h, RR__ATTR_class, "late");
    expect("<b>x</b>");
}

static void the_hash_is_the_style_sheets(void **state)
{
    char hash[45];
    (void)state;
    begin();
    rr__add_style(&page.out);
    rr__style_hash(hash); /* whether browsers agree, the pages' check tells */
    assert_int_equal(strlen(hash), 44);
    assert_int_equal(hash[43], '=');
    assert_null(strstr(page.out.data, "</")); /* nor may the sheet leave its element, or ask for anything */
    assert_null(strstr(page.out.data, "url("));
    assert_null(strstr(page.out.data, "@import"));
    end();
}

static void tables_close_their_cells(void **state)
{
    static const rr__word_id columns[] = {RR__LABEL_SOURCE};
    (void)state;
    begin();
    rr__html_table(&h, RR__LABEL_SOURCES, columns, 1);
    rr__html_row(&h);
    rr__html_row_head(&h);
    rr__html_open(&h, RR__TAG_b);
    rr__html_text(&h, "x");
    rr__html_cell(&h);
    rr__html_row(&h);
    rr__html_row_head(&h);
    rr__html_table_end(&h);
    assert_int_equal(h.depth, 0);
    expect("\n<div class=\"table\">\n<table>\n<caption>sources</caption>\n<thead>\n<tr>\n<th scope=\"col\">source</th></tr></thead>\n<tbody>\n<tr>"
           "\n<th scope=\"row\"><b>x</b></th>\n<td></td></tr>\n<tr>\n<th scope=\"row\"></th></tr></tbody></table></div>");
}

static void dates_in_cells_stay_whole(void **state)
{
    (void)state;
    begin();
    rr__html_open(&h, RR__TAG_p);
    rr__html_text(&h, "from 2026-12-07");
    rr__html_close(&h);
    rr__html_open(&h, RR__TAG_td);
    rr__html_text(&h, "2026-12-07 to 2027-01-10, 2026-12, 12-07-2026");
    expect("\n<p>from 2026-12-07</p>\n<td><span class=\"day\">2026-12-07</span> to <span class=\"day\">2027-01-10</span>, 2026-12, 12-07-2026</td>");
}

static int count_bytes(void *user, const char *bytes, size_t len)
{
    (void)bytes;
    *(size_t *)user += len;
    return 0;
}

static void what_has_no_page_says_so(void **state)
{
    rr_render_options how = {.size = sizeof how, .format = RR_FORMAT_HTML};
    rr_evaluation evaluation = {.n = 1};
    size_t written = 0;
    rr_sink sink = {&written, count_bytes};
    rr_error err = {0};
    (void)state;
    assert_int_equal(rr_render_evaluation(&evaluation, &how, &sink, &err), RR_EUSAGE);
    assert_int_equal(written, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_cannot_leave_its_element), cmocka_unit_test(an_attribute_cannot_leave_its_quotes),
        cmocka_unit_test(only_the_web_is_linked_to), cmocka_unit_test(hidden_characters_show),
        cmocka_unit_test(right_to_left_names_are_isolated), cmocka_unit_test(long_names_are_cut_and_kept),
        cmocka_unit_test(a_name_of_120_columns_is_whole), cmocka_unit_test(what_is_open_gets_closed),
        cmocka_unit_test(attributes_come_before_content), cmocka_unit_test(the_hash_is_the_style_sheets),
        cmocka_unit_test(tables_close_their_cells), cmocka_unit_test(dates_in_cells_stay_whole),
        cmocka_unit_test(what_has_no_page_says_so)};
    return cmocka_run_group_tests_name("html", tests, NULL, NULL);
}

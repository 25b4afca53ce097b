/* SPDX-License-Identifier: MIT */
/* JSON, strict and lax, in; trees, places and refusals out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"

static rr_status parse(const char *text, size_t len, rr_error *err)
{
    rr__json json;
    rr_status status = rr__json_parse(&json, &rr__malloc_allocator, "t.json", text, len, err);
    rr__json_finish(&json);
    return status;
}

static void base_json__lax_texts_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "", " ", "{", "}", "[", "]", "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{'a':1}",
        "{\"a\" 1}", "{1:2}", "[1}", "{\"a\":1]", "01", "-", "1.", ".5", "+1", "1e", "0x1", "NaN", "Infinity", "tru", "True",
        "nul", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\t\"", "\"\n\"", "1 2", "{} {}", "[]]", "\"\\ud800\"",
        "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\u0000\"", "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "/**/1", "[1]//",
        "\"\xff\"", "\"\xc0\x80\"", "\"\xed\xa0\x80\"", "\xef\xbb\xbf[]", "[1]x", "truefalse", "[\"a\":1]",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        rr_error err = {0};
        if (parse(bad[i], strlen(bad[i]), &err) != RR_ESYNTAX)
            fail_msg("not refused: %s", bad[i]);
        assert_int_equal(err.status, RR_ESYNTAX);
        assert_true(err.line > 0 && err.column > 0);
    }
    assert_int_equal(parse("[1]\0", 4, NULL), RR_ESYNTAX);
}

static void base_json__strict_texts_are_read(void **state)
{
    (void)state;
    static const char *const good[] = {"1", "-0", "1.5e+10", "true", "null", "\"x\"", "[]", "{}", " [ ] ", "[[],{}]",
                                       "{\"\":1}", "[-1.0E-2,0]", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u4e2d\""};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        if (parse(good[i], strlen(good[i]), NULL) != RR_OK)
            fail_msg("refused: %s", good[i]);
}

static void base_json__every_prefix_fails(void **state)
{
    (void)state;
    const char *text = "{\"a\":[1,-2.5e3,true,null,\"x\\u4e2d\\ud83d\\ude00\"],\"b\":{\"c\":\"文\"},\"d\":false}";
    for (size_t len = 0; len < strlen(text); len++) {
        char *copy = malloc(len + 1);
        assert_non_null(copy);
        memcpy(copy, text, len);
        char *exact = realloc(copy, len == 0 ? 1 : len); /* no byte behind it */
        assert_non_null(exact);
        assert_int_equal(parse(exact, len, NULL), RR_ESYNTAX);
        free(exact);
    }
    assert_int_equal(parse(text, strlen(text), NULL), RR_OK);
}

static void base_json__depth_is_limited(void **state)
{
    (void)state;
    char text[200000];
    memset(text, '[', 65);
    memset(text + 65, ']', 65);
    assert_int_equal(parse(text, 130, NULL), RR_ELIMIT);
    assert_int_equal(parse(text + 1, 128, NULL), RR_OK);
    memset(text, '[', sizeof text);
    assert_int_equal(parse(text, sizeof text, NULL), RR_ELIMIT);
}

static void base_json__nodes_keep_values_counts_and_places(void **state)
{
    (void)state;
    const char *text = "{\n \"名\": \"a\\ud83d\\ude00\\n\",\n \"n\": [10, {\"x\": true}, null]\n}";
    rr__json json;
    uint32_t line = 0, column = 0;
    assert_int_equal(rr__json_parse(&json, &rr__malloc_allocator, "t", text, strlen(text), NULL), RR_OK);
    const struct rr__json_node *root = &json.nodes[0], *name = rr__json_member(&json, root, "名");
    assert_int_equal(root->kind, RR__JSON_OBJECT);
    assert_int_equal(root->count, 2);
    assert_non_null(name);
    assert_string_equal(name->value, "a\xf0\x9f\x98\x80\n");
    assert_int_equal(name->value_len, 6);
    const struct rr__json_node *list = rr__json_member(&json, root, "n");
    assert_non_null(list);
    assert_int_equal(list->count, 3);
    rr__json_place(&json, list, &line, &column);
    assert_int_equal(line, 3);
    assert_int_equal(column, 7);
    const struct rr__json_node *item = &json.nodes[list->child];
    assert_string_equal(item->value, "10");
    assert_null(item->key);
    item = &json.nodes[item->next];
    assert_int_equal(item->kind, RR__JSON_OBJECT);
    assert_int_equal(rr__json_member(&json, item, "x")->kind, RR__JSON_BOOL);
    item = &json.nodes[item->next];
    assert_int_equal(item->kind, RR__JSON_NULL);
    assert_int_equal(item->next, 0);
    assert_null(rr__json_member(&json, root, "x"));
    rr__json_finish(&json);
}

static void base_json_out__writes_text_that_reads_back(void **state)
{
    (void)state;
    for (int pretty = 0; pretty < 2; pretty++) {
        const char *nasty = "\"\\\n\x01\x7f\xe2\x80\xae 中\xf0\x9f\x98\x80";
        rr__buf out;
        rr__json_out w;
        rr__json json;
        rr__buf_init(&out, &rr__malloc_allocator, 10000);
        rr__json_out_init(&w, &out, pretty);
        rr__json_open(&w, NULL, '{');
        rr__json_text(&w, "t", nasty);
        rr__json_text(&w, "none", NULL);
        rr__json_open(&w, "list", '[');
        rr__json_int(&w, NULL, -7);
        rr__json_bool(&w, NULL, true);
        rr__json_close(&w, ']');
        rr__json_open(&w, "empty", '{');
        rr__json_close(&w, '}');
        rr__json_close(&w, '}');
        assert_false(out.failed);
        assert_int_equal(rr__json_parse(&json, &rr__malloc_allocator, "t", out.data, out.len, NULL), RR_OK);
        assert_string_equal(rr__json_member(&json, &json.nodes[0], "t")->value, nasty);
        assert_int_equal(rr__json_member(&json, &json.nodes[0], "list")->count, 2);
        assert_int_equal(strchr(out.data, '\n') != NULL, pretty);
        rr__json_finish(&json);
        rr__buf_finish(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base_json__lax_texts_are_refused),
        cmocka_unit_test(base_json__strict_texts_are_read),
        cmocka_unit_test(base_json__every_prefix_fails),
        cmocka_unit_test(base_json__depth_is_limited),
        cmocka_unit_test(base_json__nodes_keep_values_counts_and_places),
        cmocka_unit_test(base_json_out__writes_text_that_reads_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

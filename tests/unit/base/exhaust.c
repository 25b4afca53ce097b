/* SPDX-License-Identifier: MIT */
/* The Nth allocation fails, once or for good: every reader reports it, leaks nothing and lies never. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/regex.h"
#include "base/text.h"
#include "base/xml.h"
#include "../stingy.h"

static stingy heap;
static const rr_allocator a = {&heap, stingy_resize};

static rr_status read_json(void)
{
    rr__json json;
    const char *text = "{\"a\":[1,2,{\"b\":\"\\u4e2d\"}],\"c\":null}";
    rr_status status = rr__json_parse(&json, &a, "t", text, strlen(text), NULL);
    if (status == RR_OK)
        assert_string_equal(rr__json_member(&json, &json.nodes[0], "c")->value, "null");
    rr__json_finish(&json);
    return status;
}

static int seen;
static rr_status on_start(void *user, rr__xml *xml, const char *uri, const char *name, const rr__xml_attribute *list, size_t count)
{
    (void)user, (void)xml, (void)uri, (void)name, (void)list;
    seen += 1 + (int)count;
    return RR_OK;
}
static rr_status on_end(void *user, rr__xml *xml, const char *uri, const char *name)
{
    (void)user, (void)xml, (void)uri, (void)name;
    return RR_OK;
}
static rr_status on_text(void *user, rr__xml *xml, const char *text, size_t len)
{
    (void)user, (void)xml, (void)text;
    seen += (int)len;
    return RR_OK;
}

static rr_status read_xml(void)
{
    static const rr__xml_handler handler = {on_start, on_end, on_text};
    const char *text = "<?xml version='1.0' encoding='GBK'?><t a='1' b='2'>text<u>more</u></t>";
    seen = 0;
    rr_status status = rr__xml_parse(&a, "t", text, strlen(text), 7, &handler, NULL, NULL);
    if (status == RR_OK)
        assert_int_equal(seen, 1 + 2 + 4 + 1 + 4);
    return status;
}

static rr_status read_csv(void)
{
    rr__csv csv;
    size_t cells = 0;
    rr__csv_init(&csv, &a, "t", "a,b,\"c\"\n1,2,3", 13, ',', true);
    rr_status status = rr__csv_row(&csv, &cells, NULL);
    if (status == RR_OK)
        assert_int_equal(cells, 3);
    rr__csv_finish(&csv);
    return status;
}

static rr_status match_pattern(void)
{
    rr__regex *regex = NULL;
    bool nomem = false;
    rr_status status = rr__regex_compile(&regex, &a, "(a|b)+c", 7, NULL);
    if (status != RR_OK)
        return status;
    rr__regex_answer answer = rr__regex_find(regex, "xxabc", 5, NULL, NULL, &nomem);
    rr__regex_destroy(regex);
    assert_int_equal(answer, nomem ? RR__REGEX_UNDETERMINED : RR__REGEX_YES);
    return nomem ? RR_ENOMEM : RR_OK;
}

static bool count_token(void *user, const char *token, size_t len)
{
    (void)token, (void)len;
    ++*(int *)user;
    return true;
}

static rr_status cut_words(void)
{
    int count = 0;
    rr__tokenizer *t = rr__tokenizer_create(&a);
    bool ok = t != NULL && rr__words(t, "driving heavy trucks \xe8\xae\xad\xe7\xbb\x83", "en", count_token, &count) &&
              rr__ngrams(t, "trucks", count_token, &count);
    rr__tokenizer_destroy(t);
    if (ok)
        assert_int_equal(count, 4 + 4);
    return ok ? RR_OK : RR_ENOMEM;
}

static rr_status transcode(void)
{
    rr__bytes out;
    rr_status status = rr__transcode(&out, &a, "t", "GBK", "\xca\xa6", 2, NULL);
    rr__bytes_finish(&out);
    return status;
}

static rr_status fill_map(void)
{
    static const char keys[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    rr__map map;
    uint32_t present = 0;
    bool ok = true;
    rr__map_init(&map, &a);
    for (uint32_t i = 0; ok && i < sizeof keys - 1; i++)
        ok = rr__map_put(&map, keys + i, 1, i, &present);
    for (uint32_t i = 0; i < map.count; i++)
        assert_int_equal(rr__map_get(&map, keys + i, 1), i);
    rr__map_finish(&map);
    return ok ? RR_OK : RR_ENOMEM;
}

static void base_exhaust__every_failing_allocation_is_out_of_memory(void **state)
{
    (void)state;
    static rr_status (*const works[])(void) = {read_json, read_xml, read_csv, match_pattern, cut_words, transcode, fill_map};
    for (size_t w = 0; w < sizeof works / sizeof works[0]; w++)
        for (int mode = 0; mode < 2; mode++) {
            heap = (stingy){.for_good = mode == 1};
            assert_int_equal(works[w](), RR_OK);
            int64_t total = heap.calls;
            assert_true(total > 0);
            for (int64_t n = 1; n <= total; n++) {
                heap.calls = 0;
                heap.fail_at = n;
                rr_status status = works[w]();
                if (status != RR_ENOMEM)
                    fail_msg("work %zu, allocation %d of %d: %d", w, (int)n, (int)total, (int)status);
            }
            assert_int_equal(heap.held, 0);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base_exhaust__every_failing_allocation_is_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

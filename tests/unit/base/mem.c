/* SPDX-License-Identifier: MIT */
/* Sizes and a failing allocator in; what arenas, arrays and strings do out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

static int left; /* allocations that still succeed */
static void *failing(void *user, void *block, size_t size)
{
    (void)user;
    if (size == 0) {
        free(block);
        return NULL;
    }
    return left-- > 0 ? realloc(block, size) : NULL;
}
static const rr_allocator failing_allocator = {NULL, failing};

static void base_mem__arena_gives_zeroed_aligned_separate_blocks(void **state)
{
    (void)state;
    rr__arena arena;
    rr__arena_init(&arena, &rr__malloc_allocator);
    unsigned char *blocks[300];
    for (size_t i = 0; i < 300; i++) {
        size_t size = i % 50 == 0 ? 100000 : 1 + i;
        blocks[i] = rr__arena_alloc(&arena, size, 8);
        assert_non_null(blocks[i]);
        assert_int_equal((uintptr_t)blocks[i] % 8, 0);
        for (size_t k = 0; k < size; k++)
            assert_int_equal(blocks[i][k], 0);
        memset(blocks[i], (int)(i & 0xff), size);
    }
    for (size_t i = 0; i < 300; i++)
        assert_int_equal(blocks[i][0], i & 0xff);
    assert_string_equal(rr__arena_text(&arena, "abcdef", 3), "abc");
    rr__arena_finish(&arena);
}

static void base_mem__every_failing_allocation_is_reported(void **state)
{
    (void)state;
    for (int n = 0; n < 12; n++) {
        left = n;
        rr__arena arena;
        rr__vec vec;
        rr__buf buf;
        rr__arena_init(&arena, &failing_allocator);
        rr__vec_init(&vec, &failing_allocator, sizeof(int));
        rr__buf_init(&buf, &failing_allocator, 1 << 20);
        bool ok = true;
        for (int i = 0; i < 100; i++) {
            ok = rr__arena_alloc(&arena, 100, 1) != NULL && ok;
            ok = rr__vec_push(&vec, &i) && ok;
            rr__buf_text(&buf, "0123456789");
        }
        ok = ok && !buf.failed;
        if (n < 4)
            assert_false(ok);
        rr__arena_finish(&arena);
        rr__vec_finish(&vec);
        rr__buf_finish(&buf);
    }
}

static void base_mem__vec_keeps_items_and_grows_zeroed(void **state)
{
    (void)state;
    rr__vec vec;
    rr__vec_init(&vec, &rr__malloc_allocator, sizeof(uint32_t));
    for (uint32_t i = 0; i < 1000; i++)
        assert_true(rr__vec_push(&vec, &i));
    uint32_t *more = rr__vec_grow(&vec, 5);
    assert_non_null(more);
    for (int i = 0; i < 5; i++)
        assert_int_equal(more[i], 0);
    for (uint32_t i = 0; i < 1000; i++)
        assert_int_equal(RR__AT(uint32_t, &vec, i), i);
    assert_int_equal(vec.count, 1005);
    assert_false(rr__vec_reserve(&vec, SIZE_MAX / 2));
    rr__vec_finish(&vec);
}

static void base_mem__buf_fails_at_its_limit_and_stays_failed(void **state)
{
    (void)state;
    rr__buf buf;
    rr__buf_init(&buf, &rr__malloc_allocator, 10);
    rr__buf_text(&buf, "0123456789");
    assert_false(buf.failed);
    assert_string_equal(buf.data, "0123456789");
    rr__buf_char(&buf, 'x');
    assert_true(buf.failed);
    rr__buf_add(&buf, "", 0);
    assert_true(buf.failed);
    rr__buf_clear(&buf);
    rr__buf_text(&buf, "ok");
    assert_false(buf.failed);
    assert_string_equal(buf.data, "ok");
    rr__buf_finish(&buf);
}

static void base_mem__buf_writes_the_extreme_integers(void **state)
{
    (void)state;
    rr__buf buf;
    rr__buf_init(&buf, &rr__malloc_allocator, 100);
    rr__buf_int(&buf, INT64_MIN);
    rr__buf_char(&buf, ' ');
    rr__buf_int(&buf, 0);
    rr__buf_char(&buf, ' ');
    rr__buf_int(&buf, INT64_MAX);
    assert_string_equal(buf.data, "-9223372036854775808 0 9223372036854775807");
    rr__buf_finish(&buf);
}

static void base_context__comes_from_the_allocator_and_reports_exhaustion(void **state)
{
    (void)state;
    rr_error err;
    rr_context *context = NULL;
    rr_context_options options = {.size = sizeof options, .allocator = &failing_allocator};
    left = 0;
    assert_int_equal(rr_context_create(&context, &options, &err), RR_ENOMEM);
    assert_null(context);
    assert_int_equal(err.status, RR_ENOMEM);
    left = 1;
    assert_int_equal(rr_context_create(&context, &options, &err), RR_OK);
    rr_context_destroy(context);
    rr_context_destroy(NULL);
    assert_string_equal(rr_version(), RR_VERSION_STRING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base_mem__arena_gives_zeroed_aligned_separate_blocks),
        cmocka_unit_test(base_mem__every_failing_allocation_is_reported),
        cmocka_unit_test(base_mem__vec_keeps_items_and_grows_zeroed),
        cmocka_unit_test(base_mem__buf_fails_at_its_limit_and_stays_failed),
        cmocka_unit_test(base_mem__buf_writes_the_extreme_integers),
        cmocka_unit_test(base_context__comes_from_the_allocator_and_reports_exhaustion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

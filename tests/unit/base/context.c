/* SPDX-License-Identifier: MIT */
/* Contexts, deadlines, and the sink into the caller's memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <reroute/reroute.h>

static void base_context__the_library_is_of_the_headers(void **state)
{
    (void)state;
    assert_int_equal(rr_abi(), RR_ABI);
    assert_string_equal(rr_version(), RR_VERSION_STRING);
}

static int never(void *user)
{
    (void)user;
    fail();
    return 1;
}

/* What a program built with a shorter record has behind it is nobody's. */
static void base_context__fewer_options_leave_the_others_out(void **state)
{
    (void)state;
    static const char *const path = RR_TEST_SOURCE "/taxonomies/cn-transition";
    rr_context *context = NULL;
    rr_taxonomy *taxonomy = NULL;
    const rr_context_options o = {.size = offsetof(rr_context_options, cancelled), .cancelled = never};
    assert_int_equal(rr_context_create(&context, &o, NULL), RR_OK);
    assert_int_equal(rr_taxonomy_load(&taxonomy, context, &path, 1, NULL, NULL, NULL), RR_OK);
    rr_taxonomy_destroy(taxonomy);
    rr_context_destroy(context);
}

static void put(const rr_sink *sink, const char *text)
{
    assert_int_equal(sink->write(sink->user, text, strlen(text)), 0);
}

static void base_context__a_buffer_takes_what_fits_and_counts_the_rest(void **state)
{
    (void)state;
    static const struct { size_t size, len; const char *kept; } cases[] = {
        {0, 10, NULL}, {1, 10, ""}, {2, 10, "a"}, {4, 10, "abc"}, {5, 10, "abcd"}, {10, 10, "abcdefghi"}, {11, 10, "abcdefghij"}, {16, 10, "abcdefghij"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char bytes[17];
        memset(bytes, '#', sizeof bytes);
        rr_buffer buffer = {cases[i].size == 0 ? NULL : bytes, cases[i].size, 0};
        const rr_sink sink = rr_buffer_sink(&buffer);
        if (cases[i].size > 0)
            assert_string_equal(bytes, "");
        put(&sink, "abc");
        put(&sink, "");
        put(&sink, "defghij");
        assert_int_equal(buffer.len, cases[i].len);
        if (cases[i].kept != NULL)
            assert_string_equal(bytes, cases[i].kept);
        assert_int_equal(bytes[cases[i].size], '#');
    }
}

static void base_context__a_deadline_lies_ahead(void **state)
{
    (void)state;
    int64_t now = rr_deadline_in(0), later = rr_deadline_in(1000);
    assert_true(now > 0 && later >= now + 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base_context__the_library_is_of_the_headers),
        cmocka_unit_test(base_context__fewer_options_leave_the_others_out),
        cmocka_unit_test(base_context__a_buffer_takes_what_fits_and_counts_the_rest),
        cmocka_unit_test(base_context__a_deadline_lies_ahead),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* Patterns, hostile ones too, in; yes, no or undetermined out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/regex.h"

static rr__regex_answer ask(const char *pattern, const char *subject, size_t len, size_t *start, size_t *end)
{
    rr__regex *regex = NULL;
    bool nomem = true;
    assert_int_equal(rr__regex_compile(&regex, &rr__malloc_allocator, pattern, strlen(pattern), NULL), RR_OK);
    rr__regex_answer answer = rr__regex_find(regex, subject, len, start, end, &nomem);
    assert_false(nomem);
    rr__regex_destroy(regex);
    return answer;
}

static void base_regex__finds_caselessly_in_unicode(void **state)
{
    (void)state;
    size_t start = 0, end = 0;
    assert_int_equal(ask("数据\\s*STRASSE", "高级 数据 strasse", strlen("高级 数据 strasse"), &start, &end), RR__REGEX_YES);
    assert_int_equal(start, 7);
    assert_int_equal(end, 21);
    assert_int_equal(ask("\\bä\\w+", "der ÄRZTIN", strlen("der ÄRZTIN"), NULL, NULL), RR__REGEX_YES);
    assert_int_equal(ask("driver", "Fahrer", 6, NULL, NULL), RR__REGEX_NO);
}

static void base_regex__what_exceeds_the_budget_is_undetermined(void **state)
{
    (void)state;
    static const char *const hostile[] = {"(a+)+$", "(?:a|aa){15}[YZ]", "(a|a)*[bc]", "(.*)*[xy]", "(a*)*(a*)*(a*)*[bc]"};
    char subject[4097];
    memset(subject, 'a', sizeof subject);
    subject[4095] = '!';
    for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++)
        assert_int_equal(ask(hostile[i], subject, 4096, NULL, NULL), RR__REGEX_UNDETERMINED);
    assert_int_equal(ask("a", subject, 4097, NULL, NULL), RR__REGEX_UNDETERMINED);
    assert_int_equal(ask("a", "\xff", 1, NULL, NULL), RR__REGEX_UNDETERMINED);
}

static void base_regex__calls_may_share_a_budget(void **state)
{
    (void)state;
    rr__regex *hard = NULL, *easy = NULL;
    bool nomem = true;
    char subject[64];
    memset(subject, 'a', sizeof subject);
    assert_int_equal(rr__regex_compile(&hard, &rr__malloc_allocator, "(a+)+$", 6, NULL), RR_OK);
    assert_int_equal(rr__regex_compile(&easy, &rr__malloc_allocator, "a", 1, NULL), RR_OK);
    subject[63] = '!';
    int64_t steps = 250000, before = steps;
    assert_int_equal(rr__regex_holds(easy, subject, sizeof subject, &steps, &nomem), RR__REGEX_YES);
    assert_true(before - steps >= 100 && before - steps < 200); /* starting costs, too */
    assert_int_equal(rr__regex_holds(easy, "b", 1, &steps, &nomem), RR__REGEX_NO);
    assert_int_equal(rr__regex_holds(hard, subject, sizeof subject, &steps, &nomem), RR__REGEX_UNDETERMINED);
    assert_int_equal(rr__regex_holds(easy, subject, sizeof subject, &steps, &nomem), RR__REGEX_YES); /* there is some left */
    for (int i = 0; i < 100; i++)
        assert_int_equal(rr__regex_holds(hard, subject, sizeof subject, &steps, &nomem), RR__REGEX_UNDETERMINED);
    assert_int_equal(rr__regex_holds(easy, subject, sizeof subject, &steps, &nomem), RR__REGEX_UNDETERMINED);
    assert_false(nomem);
    rr__regex_destroy(hard);
    rr__regex_destroy(easy);
}

static void base_regex__bad_patterns_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"(", "[z-a]", "a{2,1}", "(*LIMIT_MATCH=4000000000)a", "(?C)a", "(?C1)a", "a(?C'x')", "\\C", "\xff"};
    char long_pattern[1026];
    memset(long_pattern, 'a', sizeof long_pattern - 1);
    long_pattern[sizeof long_pattern - 1] = '\0';
    rr_error err;
    rr__regex *regex = NULL;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(rr__regex_compile(&regex, &rr__malloc_allocator, bad[i], strlen(bad[i]), &err), RR_EINVALID);
        assert_null(regex);
        assert_true(err.number != 0);
    }
    assert_int_equal(rr__regex_compile(&regex, &rr__malloc_allocator, long_pattern, strlen(long_pattern), &err), RR_EINVALID);
}

static void base_regex__reads_only_the_bytes_given(void **state)
{
    (void)state;
    char *pattern = malloc(3); /* not NUL-ended: a sanitizer sees a read beyond */
    rr__regex *regex = NULL;
    assert_non_null(pattern);
    memcpy(pattern, "abc", 3);
    assert_int_equal(rr__regex_compile(&regex, &rr__malloc_allocator, pattern, 3, NULL), RR_OK);
    rr__regex_destroy(regex);
    assert_int_equal(rr__regex_compile(&regex, &rr__malloc_allocator, "ab(?C)", 2, NULL), RR_OK);
    rr__regex_destroy(regex);
    assert_int_equal(ask("\\(?C\\)?", "(c)", 3, NULL, NULL), RR__REGEX_YES); /* an escaped bracket is no callout */
    free(pattern);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base_regex__finds_caselessly_in_unicode),
        cmocka_unit_test(base_regex__what_exceeds_the_budget_is_undetermined),
        cmocka_unit_test(base_regex__calls_may_share_a_budget),
        cmocka_unit_test(base_regex__bad_patterns_are_refused),
        cmocka_unit_test(base_regex__reads_only_the_bytes_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

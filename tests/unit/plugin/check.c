/* SPDX-License-Identifier: MIT */
/* Plugins that keep their contract and one that doesn't in; each check passes the first and catches the second. */
#include <locale.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/time.h>

#include "fixture.h"

enum { FIRST = RR__CHECK_UNKNOWN_INTERFACE, LAST = RR__CHECK_THREADS };

static int careful(void **state)
{
    *state = open_fixture("everything", RR__OFFERS_CATALOGUE | RR__OFFERS_SCORING | RR__OFFERS_FUNDING);
    return 0;
}

static int careless(void **state)
{
    *state = open_fixture("careless", RR__OFFERS_SCORING);
    return 0;
}

static uint32_t verdict_of(fixture *f, rrp_str *why)
{
    rr__decoder in;
    assert_int_equal(ask(f, &in), RRP_OK);
    uint32_t verdict = rr__decode_u32(&in);
    *why = rr__decode_str(&in);
    assert_true(!in.failed && in.at == in.end);
    assert_int_equal(why->n > 0, verdict != RR__CHECK_PASSED);
    return verdict;
}

static uint32_t check(fixture *f, uint32_t which, const char *what, rrp_str *why)
{
    rr__buf_clear(&f->request);
    rr__encode_u32(&f->request, RR__CALL_CHECK);
    rr__encode_u32(&f->request, which);
    add_score(f, what);
    return verdict_of(f, why);
}

static void plugin_check__a_careful_plugin_passes_all(void **state)
{
    fixture *f = *state;
    rrp_str why;
    rr__decoder in;
    for (uint32_t which = FIRST; which <= LAST; which++)
        assert_int_equal(check(f, which, "", &why), RR__CHECK_PASSED);
    make_score(f, ""); /* and the host is straight again */
    assert_int_equal(ask(f, &in), RRP_OK);
}

static void plugin_check__courses_are_checked_too(void **state)
{
    fixture *f = *state;
    const rrp_course_query query = {.size = sizeof query, .max_rows = 5};
    rrp_str why;
    for (uint32_t which = FIRST; which <= LAST; which++) {
        rr__buf_clear(&f->request);
        rr__encode_u32(&f->request, RR__CALL_CHECK);
        rr__encode_u32(&f->request, which);
        rr__encode_u32(&f->request, RR__CALL_COURSES);
        rr__encode(&f->request, &rr__abi_course_query, &query, sizeof query);
        assert_int_equal(verdict_of(f, &why), RR__CHECK_PASSED);
    }
}

static void plugin_check__a_request_that_fails_checks_nothing(void **state)
{
    fixture *f = *state;
    rrp_str why;
    rr__decoder in;
    assert_int_equal(check(f, RR__CHECK_DETERMINISTIC, "fail", &why), RR__CHECK_NOT_APPLICABLE);
    assert_true(text_is(why, "the request fails by itself (3)"));
    assert_int_equal(check(f, LAST + 1, "", &why), RR__CHECK_NOT_APPLICABLE);
    for (int way = 0; way < 3; way++) { /* a check in a check, no request, no number */
        rr__buf_clear(&f->request);
        rr__encode_u32(&f->request, RR__CALL_CHECK);
        if (way < 2)
            rr__encode_u32(&f->request, RR__CHECK_THREADS);
        if (way < 1)
            rr__encode_u32(&f->request, RR__CALL_CHECK);
        if (way == 1)
            assert_int_equal(verdict_of(f, &why), RR__CHECK_PASSED); /* nothing ran, nothing was left */
        else
            assert_int_equal(ask(f, &in), RR__OUTCOME_FAULT + RR__FAULT_HELPER);
    }
}

static void plugin_check__each_breach_is_caught_by_its_check(void **state)
{
    fixture *f = *state;
    static const struct { const char *what; uint32_t check; const char *why; } rows[] = {
        {"", RR__CHECK_UNKNOWN_INTERFACE, "get(\"reroute.scoring/99\") is not NULL"},
        {"instance-count", RR__CHECK_TWO_INSTANCES, "a second instance answers otherwise than the first"},
        {"instance-count", RR__CHECK_CREATE_DESTROY, "instance 2 answers otherwise than the first"},
        {"call-count", RR__CHECK_DETERMINISTIC, "the same request is answered otherwise when it comes again"},
        {"index", RR__CHECK_LONGER_STRIDE, "longer records are read otherwise; reach items by RRP_AT, never by [i]"},
        {"minor", RR__CHECK_NEEDS_MINOR,
         "it reads fields that a host of the minor it says to need does not have; ask RRP_HAS and RRP_SIZED"},
        {"no-reason", RR__CHECK_MINIMAL_HOST, "without files and settings it fails and says no reason to host->fail"},
        {"swallow", RR__CHECK_ALLOC_FAILS, "when allocation 2 fails, it reports success with another answer"},
        {"asks", RR__CHECK_CANCEL, "host->cancelled told it to stop, and it did not return RRP_ECANCELLED"},
        {"chdir", RR__CHECK_PROCESS_STATE, "it changes the working folder of the process"},
        {"umask", RR__CHECK_PROCESS_STATE, "it changes the umask of the process"},
        {"locale", RR__CHECK_PROCESS_STATE, "it changes the locale of the process"},
        {"environment", RR__CHECK_PROCESS_STATE, "it changes the environment of the process"},
        {"signal", RR__CHECK_PROCESS_STATE, "it changes how signals are handled of the process"},
        {"timer", RR__CHECK_PROCESS_STATE, "it changes a timer of the process"},
        {"descriptor", RR__CHECK_PROCESS_STATE, "it changes the open descriptors of the process"},
        {"thread", RR__CHECK_THREADS, "a thread that it started is still there"},
    };
    static const struct itimerval off = {{0, 0}, {0, 0}};
    char folder[512], words[512];
    rrp_str why;
    assert_non_null(getcwd(folder, sizeof folder));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(check(f, rows[i].check, rows[i].what, &why), RR__CHECK_FAILED);
        if (!text_is(why, rows[i].why))
            fail_msg("%s: %s", rows[i].what, why.p);
        rr__plugin_words(why.p, RR_LANG_ZH, words, sizeof words);
        if (strcmp(words, why.p) == 0)
            fail_msg("not in Chinese: %s", words);
        assert_int_equal(chdir(folder), 0); /* make good what it did */
        umask(022);
        setlocale(LC_ALL, "C");
        unsetenv("CARELESS");
        signal(SIGUSR2, SIG_DFL);
        setitimer(ITIMER_REAL, &off, NULL);
    }
    assert_int_equal(check(f, RR__CHECK_CANCEL, "spin", &why), RR__CHECK_FAILED);
    assert_non_null(strstr(why.p, " ms and never asks host->cancelled"));
    for (uint32_t which = FIRST + 1; which <= LAST; which++) /* careless only where it is told to be */
        if (which != RR__CHECK_THREADS) /* its thread still sleeps */
            assert_int_equal(check(f, which, "plain", &why), RR__CHECK_PASSED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(plugin_check__a_careful_plugin_passes_all, careful, tear_down),
        cmocka_unit_test_setup_teardown(plugin_check__courses_are_checked_too, careful, tear_down),
        cmocka_unit_test_setup_teardown(plugin_check__a_request_that_fails_checks_nothing, careful, tear_down),
        cmocka_unit_test_setup_teardown(plugin_check__each_breach_is_caught_by_its_check, careless, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

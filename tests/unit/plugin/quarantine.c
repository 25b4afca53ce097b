/* SPDX-License-Identifier: MIT */
/* Faults, other files and damaged memories in; who is left out, and a file that is whole or absent, out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <reroute/version.h>

#include "plugin/quarantine.h"

#define HEADER "reroute-quarantine 2 " RR_VERSION_STRING "\n"
#define SHA_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define SHA_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static char folder[] = "/tmp/reroute-quarantine-XXXXXX", path[64];
static rr_context *context;

static int set_up(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL)
        return 1;
    snprintf(path, sizeof path, "%s/state", folder);
    return rr_context_create(&context, NULL, NULL) != RR_OK;
}

static int tear_down(void **state)
{
    (void)state;
    rr_context_destroy(context);
    unlink(path);
    return rmdir(folder); /* no temporary file was left */
}

static int forget_file(void **state)
{
    (void)state;
    unlink(path);
    return 0;
}

static void put(const char *text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    fclose(file);
}

static void check_file(const char *expected)
{
    char text[4096] = "";
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    assert_string_equal(text, expected);
}

static rr__quarantine *reopen(rr__quarantine *q)
{
    if (q != NULL)
        assert_int_equal(rr__quarantine_save(q, NULL), RR_OK);
    rr__quarantine_close(q);
    q = rr__quarantine_open(context, path);
    assert_non_null(q);
    return q;
}

static void note(rr__quarantine *q, const char *id, const char *sha256, rr__fault fault, const char *detail)
{
    rr__failure failure;
    rr__failure_set(&failure, fault, "%s", detail);
    assert_true(rr__quarantine_note(q, id, sha256, RR__CALL_SCORE, &failure));
}

static bool holds(rr__quarantine *q, const char *id, const char *sha256)
{
    rr__failure why;
    return rr__quarantine_holds(q, id, sha256, &why);
}

static void plugin_quarantine__the_third_fault_is_one_too_many(void **state)
{
    (void)state;
    rr__failure why;
    rr__quarantine *q = reopen(NULL);
    for (int i = 0; i < 3; i++) {
        assert_false(holds(q, "org.a", SHA_A));
        note(q, "org.a", SHA_A, i < 2 ? RR__FAULT_TIMEOUT : RR__FAULT_CRASH, "in score: signal 11\tand\nmore \x1b[31m" RR__SAYS "age 52");
        q = reopen(q);
    }
    assert_true(rr__quarantine_holds(q, "org.a", SHA_A, &why));
    assert_int_equal(why.fault, RR__FAULT_QUARANTINED);
    assert_string_equal(why.detail, "3 faults, the last: crash: in score: signal 11 and more  [31m");
    assert_false(holds(q, "org.b", SHA_A));
    check_file(HEADER "org.a\t" SHA_A "\t3\t4\tcrash\tin score: signal 11 and more  [31m\n");
    rr__quarantine_close(q);
}

static void plugin_quarantine__other_files_start_afresh(void **state)
{
    (void)state;
    rr__quarantine *q = reopen(NULL);
    for (int i = 0; i < 3; i++)
        note(q, "org.a", SHA_A, RR__FAULT_EXIT, "exit status 1");
    assert_true(holds(q, "org.a", SHA_A));
    assert_false(holds(q, "org.a", SHA_B));
    note(q, "org.a", SHA_B, RR__FAULT_EXIT, "exit status 2");
    note(q, "org.0", SHA_B, RR__FAULT_MEMORY, "");
    assert_false(holds(q, "org.a", SHA_A));
    q = reopen(q);
    check_file(HEADER "org.0\t" SHA_B "\t1\t4\tmemory\t\norg.a\t" SHA_B "\t1\t4\texit\texit status 2\n");
    rr__quarantine_forget(q, "org.0", SHA_B, RR__CALL_SCORE);
    rr__quarantine_forget(q, "org.a", SHA_A, RR__CALL_SCORE); /* other files */
    rr__quarantine_forget(q, "org.unknown", SHA_A, RR__CALL_SCORE);
    q = reopen(q);
    check_file(HEADER "org.a\t" SHA_B "\t1\t4\texit\texit status 2\n");
    rr__quarantine_close(q);
}

static void plugin_quarantine__another_version_of_the_program_starts_afresh(void **state)
{
    (void)state;
    put("reroute-quarantine 2 0.0.1\norg.a\t" SHA_A "\t3\t4\tcrash\tx\n");
    rr__quarantine *q = reopen(NULL);
    assert_false(holds(q, "org.a", SHA_A));
    rr__quarantine_close(q);
    put(HEADER "org.a\t" SHA_A "\t3\t4\tcrash\tx\n");
    q = reopen(NULL);
    assert_true(holds(q, "org.a", SHA_A));
    rr__quarantine_close(q);
}

static void plugin_quarantine__what_is_damaged_is_not_there(void **state)
{
    (void)state;
    static const char *const LINES[] = {
        "", "\n", "\t\t\t\t\n", "org.a", "org.a\t" SHA_A "\t3\t4\tcrash\tcut off", "org.a\t" SHA_A "\t3\t4\tcrash\n",
        "org.a\t" SHA_A "\t0\t4\tcrash\tx\n", "org.a\t" SHA_A "\t-3\t4\tcrash\tx\n", "org.a\t" SHA_A "\t99999999999999999999\t4\tcrash\tx\n",
        "org.a\tAAAA\t3\t4\tcrash\tx\n", "org.a\t" SHA_A "a\t3\t4\tcrash\tx\n", "org.a\t" SHA_A "\t3\t4\tno-such-fault\tx\n",
        "org.a\t" SHA_A "\t3\t4\tok\tx\n", "\t" SHA_A "\t3\t4\tcrash\tx\n", "org.a\t" SHA_A "\t3\t4\tcrash\t\xff\n",
        "org.a\t" SHA_A "\t3\t4\tcrash\t\x1b[31m\n", "org.\x01\t" SHA_A "\t3\t4\tcrash\tx\n"};
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
        char text[1024];
        snprintf(text, sizeof text, "%s%s", HEADER, LINES[i]);
        put(text);
        rr__quarantine *q = reopen(NULL);
        if (holds(q, "org.a", SHA_A) || holds(q, "org.\x01", SHA_A) || holds(q, "", SHA_A))
            fail_msg("read from: %s", LINES[i]);
        rr__quarantine_close(q);
    }
    static const char *const FILES[] = {"", "reroute", "\x7f" "ELF", "reroute-quarantine 3 " RR_VERSION_STRING "\norg.a\t" SHA_A "\t3\t4\tcrash\tx\n"};
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        put(FILES[i]);
        rr__quarantine *q = reopen(NULL);
        assert_false(holds(q, "org.a", SHA_A));
        note(q, "org.b", SHA_B, RR__FAULT_CRASH, "x");
        rr__quarantine_close(reopen(q));
        check_file(HEADER "org.b\t" SHA_B "\t1\t4\tcrash\tx\n");
    }
    put(HEADER "nonsense\norg.a\t" SHA_A "\t3\t4\tcrash\tx\norg.a\t" SHA_B "\t9\t4\tcrash\ttwice\n");
    rr__quarantine *q = reopen(NULL);
    assert_true(holds(q, "org.a", SHA_A)); /* the lines around a bad one, and the first of two */
    rr__quarantine_close(q);
}

static void plugin_quarantine__a_file_is_no_must(void **state)
{
    (void)state;
    rr__quarantine *q = rr__quarantine_open(context, NULL);
    assert_non_null(q);
    for (int i = 0; i < 3; i++)
        note(q, "org.a", SHA_A, RR__FAULT_CRASH, "x");
    assert_true(holds(q, "org.a", SHA_A));
    assert_int_equal(rr__quarantine_save(q, NULL), RR_OK);
    rr__quarantine_close(q);
    char nowhere[96];
    rr_error err = {0};
    snprintf(nowhere, sizeof nowhere, "%s/no/such/folder", folder);
    q = rr__quarantine_open(context, nowhere);
    assert_non_null(q);
    assert_int_equal(rr__quarantine_save(q, &err), RR_OK); /* nothing to say */
    note(q, "org.a", SHA_A, RR__FAULT_CRASH, "x");
    assert_int_equal(rr__quarantine_save(q, &err), RR_EIO);
    rr__quarantine_close(q);
    rr__quarantine_close(NULL);
    assert_int_not_equal(access(path, F_OK), 0);
}

static void plugin_quarantine__what_cannot_be_remembered_is_not(void **state)
{
    (void)state;
    char long_id[300];
    memset(long_id, 'x', sizeof long_id - 1);
    long_id[sizeof long_id - 1] = '\0';
    rr__quarantine *q = reopen(NULL);
    for (int i = 0; i < 3; i++) {
        note(q, long_id, SHA_A, RR__FAULT_CRASH, "x");
        note(q, "", SHA_A, RR__FAULT_CRASH, "x");
        note(q, "org.a", "not a hash", RR__FAULT_CRASH, "x");
        note(q, "org.a\tb", SHA_A, RR__FAULT_CRASH, "x");
        note(q, "org.a", SHA_A, RR__FAULT_NONE, "x");
    }
    assert_false(holds(q, long_id, SHA_A) || holds(q, "", SHA_A) || holds(q, "org.a", "not a hash") || holds(q, "org.a\tb", SHA_A) || holds(q, "org.a", SHA_A));
    rr__quarantine_close(q);
}

static void plugin_quarantine__only_what_it_did_itself_is_remembered(void **state)
{
    (void)state;
    static const rr__fault OWN[] = {RR__FAULT_CRASH, RR__FAULT_EXIT, RR__FAULT_TIMEOUT, RR__FAULT_MEMORY, RR__FAULT_FORBIDDEN,
                                    RR__FAULT_TOO_LARGE, RR__FAULT_BAD_REPLY, RR__FAULT_BAD_VALUES};
    for (int fault = 0; fault < RR__FAULT_COUNT; fault++) {
        bool own = false;
        for (size_t i = 0; i < sizeof OWN / sizeof *OWN; i++)
            own = own || fault == (int)OWN[i];
        rr__quarantine *q = rr__quarantine_open(context, NULL);
        for (int i = 0; i < 3; i++)
            note(q, "org.a", SHA_A, (rr__fault)fault, "x");
        if (holds(q, "org.a", SHA_A) != own)
            fail_msg("%s", rr__fault_code((rr__fault)fault));
        rr__quarantine_close(q);
    }
    put(HEADER "org.a\t" SHA_A "\t3\t4\tmanifest-mismatch\tx\n"); /* as an older program might have written */
    rr__quarantine *q = reopen(NULL);
    assert_false(holds(q, "org.a", SHA_A));
    rr__quarantine_close(q);
}

static void plugin_quarantine__one_call_going_well_excuses_no_other(void **state)
{
    (void)state;
    rr__failure crash;
    rr__failure_set(&crash, RR__FAULT_CRASH, "in grants: signal 11");
    rr__quarantine *q = reopen(NULL);
    for (int i = 0; i < 3; i++) {
        assert_false(holds(q, "org.a", SHA_A));
        rr__quarantine_forget(q, "org.a", SHA_A, RR__CALL_SCORE);
        assert_true(rr__quarantine_note(q, "org.a", SHA_A, RR__CALL_GRANTS, &crash));
    }
    assert_true(holds(q, "org.a", SHA_A));
    rr__quarantine_forget(q, "org.a", SHA_A, RR__CALL_GRANTS);
    assert_false(holds(q, "org.a", SHA_A));
    for (int i = 0; i < 3; i++)
        assert_true(rr__quarantine_note(q, "org.b", SHA_A, RR__CALL_START, &crash));
    rr__quarantine_forget(q, "org.b", SHA_A, RR__CALL_SCORE); /* it starts, else it could not have answered */
    assert_false(holds(q, "org.b", SHA_A));
    rr__quarantine_close(reopen(q));
    check_file(HEADER);
}

/* Each was opened before the other wrote. */
static void plugin_quarantine__two_programs_lose_nothing_of_each_other(void **state)
{
    (void)state;
    rr__quarantine *a = reopen(NULL), *b = reopen(NULL);
    note(a, "org.a", SHA_A, RR__FAULT_CRASH, "x");
    note(a, "org.both", SHA_A, RR__FAULT_CRASH, "x");
    assert_int_equal(rr__quarantine_save(a, NULL), RR_OK);
    note(b, "org.b", SHA_B, RR__FAULT_CRASH, "x");
    note(b, "org.both", SHA_A, RR__FAULT_CRASH, "y");
    assert_int_equal(rr__quarantine_save(b, NULL), RR_OK);
    check_file(HEADER "org.a\t" SHA_A "\t1\t4\tcrash\tx\norg.b\t" SHA_B "\t1\t4\tcrash\tx\norg.both\t" SHA_A "\t2\t4\tcrash\ty\n");
    rr__quarantine_forget(a, "org.a", SHA_A, RR__CALL_SCORE);
    note(a, "org.both", SHA_A, RR__FAULT_EXIT, "z");
    assert_false(holds(a, "org.both", SHA_A)); /* what others saw meanwhile decides nothing here */
    assert_int_equal(rr__quarantine_save(a, NULL), RR_OK);
    check_file(HEADER "org.b\t" SHA_B "\t1\t4\tcrash\tx\norg.both\t" SHA_A "\t3\t4\texit\tz\n");
    rr__quarantine_close(a);
    rr__quarantine_close(b);
}

/* One program saw scores go well, after the other had seen grants fail. */
static void plugin_quarantine__what_went_well_here_excuses_nothing_else_there(void **state)
{
    (void)state;
    rr__failure crash;
    rr__failure_set(&crash, RR__FAULT_CRASH, "x");
    rr__quarantine *a = reopen(NULL), *b = NULL;
    note(a, "org.a", SHA_A, RR__FAULT_CRASH, "x");
    assert_int_equal(rr__quarantine_save(a, NULL), RR_OK);
    b = reopen(NULL);
    assert_true(rr__quarantine_note(b, "org.a", SHA_A, RR__CALL_GRANTS, &crash));
    rr__quarantine_close(reopen(b));
    rr__quarantine_forget(a, "org.a", SHA_A, RR__CALL_SCORE);
    rr__quarantine_close(reopen(a));
    check_file(HEADER "org.a\t" SHA_A "\t2\t5\tcrash\tx\n");
}

/* All at once, each a process and an id of its own, twelve faults each: none is lost. */
static void plugin_quarantine__many_programs_at_once(void **state)
{
    (void)state;
    enum { PROGRAMS = 8, FAULTS = 12 };
    char expected[4096] = HEADER;
    for (int i = 0; i < PROGRAMS; i++) {
        char id[16];
        snprintf(id, sizeof id, "org.%d", i);
        snprintf(expected + strlen(expected), sizeof expected - strlen(expected), "%s\t%s\t%d\t4\tcrash\tx\n", id, SHA_A, FAULTS);
        if (fork() != 0)
            continue;
        rr__quarantine *q = rr__quarantine_open(context, path);
        rr__failure crash;
        rr__failure_set(&crash, RR__FAULT_CRASH, "x");
        bool good = q != NULL;
        for (int k = 0; k < FAULTS && good; k++)
            good = rr__quarantine_note(q, id, SHA_A, RR__CALL_SCORE, &crash) && rr__quarantine_save(q, NULL) == RR_OK;
        _exit(good ? 0 : 1);
    }
    for (int i = 0; i < PROGRAMS; i++) {
        int status = 0;
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    check_file(expected);
}

static ino_t file_now(void)
{
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    return st.st_ino;
}

static void plugin_quarantine__a_file_that_says_it_already_is_left_alone(void **state)
{
    (void)state;
    rr__quarantine *q = reopen(NULL), *other = NULL;
    note(q, "org.a", SHA_A, RR__FAULT_CRASH, "x");
    assert_int_equal(rr__quarantine_save(q, NULL), RR_OK);
    ino_t before = file_now();
    note(q, "org.b", SHA_A, RR__FAULT_CRASH, "x");
    rr__quarantine_forget(q, "org.b", SHA_A, RR__CALL_SCORE);
    for (int i = 0; i < 5; i++)
        assert_int_equal(rr__quarantine_save(q, NULL), RR_OK);
    assert_int_equal(file_now(), before);
    other = reopen(NULL);
    rr__quarantine_forget(other, "org.a", SHA_A, RR__CALL_SCORE);
    rr__quarantine_close(reopen(other));
    check_file(HEADER);
    before = file_now();
    rr__quarantine_forget(q, "org.a", SHA_A, RR__CALL_SCORE); /* it is forgotten already */
    assert_int_equal(rr__quarantine_save(q, NULL), RR_OK);
    assert_int_equal(file_now(), before);
    rr__quarantine_close(q);
}

static void plugin_quarantine__starting_again_waits_longer_each_time(void **state)
{
    (void)state;
    assert_int_equal(rr__restart_delay_ms(0), 0);
    assert_int_equal(rr__restart_delay_ms(1), 20);
    assert_int_equal(rr__restart_delay_ms(2), 200);
    assert_int_equal(rr__restart_delay_ms(3), 200);
    assert_int_equal(rr__restart_delay_ms(UINT32_MAX), 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(plugin_quarantine__the_third_fault_is_one_too_many, forget_file),
        cmocka_unit_test_setup(plugin_quarantine__other_files_start_afresh, forget_file),
        cmocka_unit_test_setup(plugin_quarantine__another_version_of_the_program_starts_afresh, forget_file),
        cmocka_unit_test_setup(plugin_quarantine__what_is_damaged_is_not_there, forget_file),
        cmocka_unit_test_setup(plugin_quarantine__a_file_is_no_must, forget_file),
        cmocka_unit_test_setup(plugin_quarantine__what_cannot_be_remembered_is_not, forget_file),
        cmocka_unit_test_setup(plugin_quarantine__only_what_it_did_itself_is_remembered, forget_file),
        cmocka_unit_test_setup(plugin_quarantine__one_call_going_well_excuses_no_other, forget_file),
        cmocka_unit_test_setup(plugin_quarantine__two_programs_lose_nothing_of_each_other, forget_file),
        cmocka_unit_test_setup(plugin_quarantine__what_went_well_here_excuses_nothing_else_there, forget_file),
        cmocka_unit_test_setup(plugin_quarantine__many_programs_at_once, forget_file),
        cmocka_unit_test_setup(plugin_quarantine__a_file_that_says_it_already_is_left_alone, forget_file),
        cmocka_unit_test(plugin_quarantine__starting_again_waits_longer_each_time),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

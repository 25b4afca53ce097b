/* SPDX-License-Identifier: MIT */
/* One question to several sessions at once in; what each answers alone, whatever the others do, out. */
#include "sessions.h"

typedef struct one {
    const char *plugin;
    bool by_helper;
    uint32_t call_ms;
    rr__fault fault;
} one;

/* Those that never answer first: nobody may wait for them. */
static const one ONES[] = {
    {"loop", true, SOON_MS, RR__FAULT_TIMEOUT},        {"large_reply", true, EVER_MS, RR__FAULT_NONE},
    {"crash_in_score", true, EVER_MS, RR__FAULT_CRASH}, {"healthy", true, EVER_MS, RR__FAULT_NONE},
    {"sleep", true, 2 * SOON_MS, RR__FAULT_TIMEOUT},   {"healthy", false, EVER_MS, RR__FAULT_NONE},
    {"exit_3", true, EVER_MS, RR__FAULT_EXIT},         {"large_reply", true, EVER_MS, RR__FAULT_NONE},
    {"reports_error", true, EVER_MS, RR__FAULT_REPORTED}, {"odd_values", true, EVER_MS, RR__FAULT_NONE}};
enum { COUNT = sizeof ONES / sizeof *ONES, TIMES = 4 }; /* more sessions than are heard at a time */

typedef struct answer { rr__session *session; rr__failure failure; rr__buf reply; } answer;

static void open_one(answer *a, const test *t, const one *what)
{
    rr__session_options options = options_for(t, what->by_helper);
    options.call_ms = what->call_ms;
    rr__buf_init(&a->reply, &rr__malloc_allocator, 0);
    if (!open_plugin(&a->session, t, what->plugin, &options, &a->failure))
        fail_msg("%s: %s", what->plugin, a->failure.detail);
}

static void close_one(answer *a)
{
    rr__session_close(a->session);
    rr__buf_finish(&a->reply);
}

static void plugin_together__each_answers_as_if_it_were_alone(void **state)
{
    const test *t = *state;
    answer alone[COUNT], together[COUNT * TIMES];
    rr__inquiry asks[COUNT * TIMES];
    for (size_t i = 0; i < COUNT; i++) {
        open_one(&alone[i], t, &ONES[i]);
        bool ok = rr__session_call(alone[i].session, &t->requests[RR__CALL_SCORE], &alone[i].reply, &alone[i].failure);
        assert_int_equal(alone[i].failure.fault, ONES[i].fault);
        assert_int_equal(ok, ONES[i].fault == RR__FAULT_NONE);
    }
    for (size_t i = 0; i < COUNT * TIMES; i++) {
        open_one(&together[i], t, &ONES[i % COUNT]);
        asks[i] = (rr__inquiry){.session = together[i].session, .request = &t->requests[RR__CALL_SCORE], .reply = &together[i].reply,
                            .failure = &together[i].failure};
    }
    rr__sessions_call(asks, COUNT * TIMES, 0);
    for (size_t i = 0; i < COUNT * TIMES; i++) {
        const answer *expected = &alone[i % COUNT], *got = &together[i];
        assert_int_equal(asks[i].ok, ONES[i % COUNT].fault == RR__FAULT_NONE);
        assert_int_equal(got->failure.fault, expected->failure.fault);
        assert_string_equal(got->failure.detail, expected->failure.detail);
        assert_int_equal(got->reply.len, expected->reply.len);
        if (expected->reply.len > 0)
            assert_memory_equal(got->reply.data, expected->reply.data, got->reply.len);
        close_one(&together[i]);
    }
    assert_true(alone[1].reply.len > 1 << 20); /* more than any socket holds */
    for (size_t i = 0; i < COUNT; i++)
        close_one(&alone[i]);
}

/* A dead session among them says again what it died of. */
static void plugin_together__one_that_is_dead_fails_again(void **state)
{
    const test *t = *state;
    answer all[2];
    rr__inquiry asks[2];
    open_one(&all[0], t, &ONES[2]);
    open_one(&all[1], t, &ONES[3]);
    for (int turn = 0; turn < 2; turn++) {
        for (size_t i = 0; i < 2; i++)
            asks[i] = (rr__inquiry){.session = all[i].session, .request = &t->requests[RR__CALL_SCORE], .reply = &all[i].reply, .failure = &all[i].failure};
        rr__sessions_call(asks, 2, 0);
        assert_false(asks[0].ok);
        assert_true(asks[1].ok);
        assert_int_equal(all[0].failure.fault, RR__FAULT_CRASH);
        assert_string_equal(all[0].failure.detail, "in score: signal 11 (SEGV)");
    }
    close_one(&all[0]);
    close_one(&all[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plugin_together__each_answers_as_if_it_were_alone),
        cmocka_unit_test(plugin_together__one_that_is_dead_fails_again),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

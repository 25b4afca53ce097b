/* SPDX-License-Identifier: MIT */
/* Matches one right after the other with a plugin that faults in; the same answers however soon they come, and a plugin that
 * is left out when it has faulted too often, out. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <reroute/reroute.h>

#include "plugin/plugins.h"
#include "world.h"

enum { EVER_MS = 60000 };

static rr_plugins *open_one(const char *folder, const char *state_file)
{
    rr_plugins *plugins = NULL;
    rr_error err = {0};
    const char *folders[] = {folder};
    const rr_plugins_options o = {.size = sizeof o, .paths = folders, .path_count = 1, .region = "CN-GD", .helper = the_world.helper,
                                  .start_ms = EVER_MS, .call_ms = EVER_MS, .state_file = state_file};
    assert_int_equal(rr_plugins_open(&plugins, the_world.context, the_world.taxonomy, &o, &err), RR_OK);
    return plugins;
}

static void check_match(const rr_plugins *plugins, const char *state, const char *detail)
{
    rr_plugin_run run;
    rr_match_result *result = run_match(plugins);
    assert_int_equal(rr_match_plugin(result, 0, &run), 1);
    if (strcmp(run.state, state) != 0 || strstr(run.detail, detail) == NULL)
        fail_msg("expected %s (%s), got %s (%s)", state, detail, run.state, run.detail);
    rr_match_result_destroy(result);
}

static void plugin_sessions__nothing_hangs_on_how_soon_the_next_one_comes(void **state)
{
    (void)state;
    static const struct { const char *name, *state, *detail; } cases[] = {
        {"crash_in_score", "crash", "in score"}, {"odd_values", "bad-values", "in score: verdict 0"}, {"exit_3", "exit", "exit status 3"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char folder[PATH_LEN];
        make_faulty(folder, cases[i].name, "org.reroute.fixture", "1");
        rr_plugins *plugins = open_one(folder, NULL);
        for (int turn = 0; turn < 3; turn++)
            check_match(plugins, cases[i].state, cases[i].detail);
        for (int turn = 0; turn < 3; turn++)
            check_match(plugins, "quarantined", cases[i].state);
        rr_plugins_destroy(plugins);
        remove_folder(folder);
    }
}

/* Lent and given back as a call does it. */
static rr__session *take(rr_plugins *plugins)
{
    rr__failure failure;
    rr__session *session = rr__plugin_take_session(plugins, rr__plugin_at(plugins, 0), 0, &failure);
    assert_non_null(session);
    return session;
}

static void give(rr_plugins *plugins, rr__session *session, rr__fault fault)
{
    rr__failure failure = {.fault = RR__FAULT_NONE};
    if (fault != RR__FAULT_NONE)
        rr__failure_set(&failure, fault, "in score: x");
    rr__plugin_give_session(plugins, rr__plugin_at(plugins, 0), session, RR__CALL_SCORE, &failure);
}

static void plugin_sessions__idle_ones_of_a_quarantined_plugin_are_not_lent(void **state)
{
    (void)state;
    char folder[PATH_LEN];
    rr__failure failure;
    rr__session *sessions[4];
    make_faulty(folder, "healthy", "org.reroute.fixture", "1");
    rr_plugins *plugins = open_one(folder, NULL);
    for (int i = 0; i < 4; i++)
        sessions[i] = take(plugins);
    give(plugins, sessions[3], RR__FAULT_NONE);
    for (int i = 0; i < 3; i++)
        give(plugins, sessions[i], RR__FAULT_BAD_VALUES);
    assert_int_equal(rr__plugin_at(plugins, 0)->idle_count, 1);
    assert_null(rr__plugin_take_session(plugins, rr__plugin_at(plugins, 0), 0, &failure));
    assert_int_equal(failure.fault, RR__FAULT_QUARANTINED);
    assert_string_equal(failure.detail, "3 faults, the last: bad-values: in score: x");
    rr_plugins_destroy(plugins);
    remove_folder(folder);
}

static void plugin_sessions__one_that_gave_impossible_values_is_not_lent_again(void **state)
{
    (void)state;
    char folder[PATH_LEN];
    make_faulty(folder, "healthy", "org.reroute.fixture", "1");
    rr_plugins *plugins = open_one(folder, NULL);
    rr__session *session = take(plugins);
    give(plugins, session, RR__FAULT_REPORTED); /* its own word that it can't is no fault */
    assert_ptr_equal(take(plugins), session);
    give(plugins, session, RR__FAULT_BAD_VALUES);
    assert_int_equal(rr__plugin_at(plugins, 0)->idle_count, 0);
    rr_plugins_destroy(plugins);
    remove_folder(folder);
}

/* A success between two faults: it is no row of them, and nothing remains in the end. */
static void plugin_sessions__what_goes_well_is_forgiven(void **state)
{
    (void)state;
    char folder[PATH_LEN], memory[2 * PATH_LEN];
    snprintf(memory, sizeof memory, "%s/quarantine", the_world.base);
    make_faulty(folder, "healthy", "org.reroute.fixture", "1");
    rr_plugins *plugins = open_one(folder, memory);
    for (int i = 0; i < 5; i++) {
        give(plugins, take(plugins), RR__FAULT_CRASH);
        check_match(plugins, "ok", "");
    }
    rr_plugins_destroy(plugins);
    char text[4096] = "";
    FILE *file = fopen(memory, "rb");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    assert_null(strstr(text, "org.reroute.fixture"));
    unlink(memory);
    remove_folder(folder);
}

static void *match_often(void *user)
{
    for (int i = 0; i < 4; i++)
        rr_match_result_destroy(run_match(user));
    return NULL;
}

/* However many ask at once: each gets an answer, and afterwards it is left out. */
static void plugin_sessions__faults_in_many_threads(void **state)
{
    (void)state;
    char folder[PATH_LEN];
    pthread_t threads[4];
    make_faulty(folder, "crash_in_score", "org.reroute.fixture", "1");
    rr_plugins *plugins = open_one(folder, NULL);
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, match_often, plugins), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    check_match(plugins, "quarantined", "the last: crash");
    rr_plugins_destroy(plugins);
    remove_folder(folder);
}

static int64_t sum_of(const char *json, const char *key)
{
    int64_t sum = 0;
    for (const char *at = json; (at = strstr(at, key)) != NULL; at += strlen(key))
        sum += strtoll(at + strlen(key), NULL, 10);
    return sum;
}

/* Twelve times the whole for one role, against the next: scores stay shares, and still add up. */
static void plugin_sessions__scores_stay_within_the_whole_and_add_up(void **state)
{
    (void)state;
    char folder[PATH_LEN], *text = NULL;
    size_t size = 0, ends[2] = {0, 0};
    make_faulty(folder, "large_deltas", "org.reroute.fixture", "1");
    rr_plugins *plugins = open_one(folder, NULL);
    rr_match_result *result = run_match(plugins);
    for (size_t i = 0; i < rr_match_count(result); i++) {
        const rr_match *m = rr_match_at(result, i), *before = i == 0 ? NULL : rr_match_at(result, i - 1);
        int64_t sum = m->fit_ppm + m->clipped_ppm;
        for (size_t k = 0; k < m->finding_count; k++)
            sum += m->findings[k].finding->delta_ppm;
        assert_int_equal(m->score_ppm, sum);
        assert_true(m->score_ppm == 0 || m->score_ppm == 1000000);
        ends[m->score_ppm != 0]++;
        if (before != NULL && before->score_ppm == m->score_ppm && m->viable == before->viable)
            assert_true(i >= rr_match_ranked(result) - rr_match_sunk(result) || before->fit_ppm >= m->fit_ppm);
    }
    assert_true(ends[0] > 0 && ends[1] > 0);
    FILE *out = open_memstream(&text, &size);
    const rr_sink sink = {out, keep_bytes};
    rr_match_options asked = {.size = sizeof asked, .date = "2026-11-26", .region = "CN-GD", .plugins = plugins, .top = 1};
    rr_match_result *first = NULL;
    rr_render_options how = {.size = sizeof how, .format = RR_FORMAT_JSON};
    assert_int_equal(rr_match_run(&first, the_world.matcher, the_world.profile, &asked, NULL), RR_OK);
    assert_int_equal(rr_render_match(first, the_world.taxonomy, the_world.profile, &asked, &how, &sink, NULL), RR_OK);
    fflush(out);
    assert_int_equal(sum_of(text, "\"score_ppm\": "), sum_of(text, "\"fit_ppm\": ") + sum_of(text, "\"delta_ppm\": "));
    assert_non_null(strstr(text, "\"code\": \"clipped\""));
    how.format = RR_FORMAT_TEXT;
    assert_int_equal(rr_render_match(first, the_world.taxonomy, the_world.profile, &asked, &how, &sink, NULL), RR_OK);
    fclose(out);
    assert_non_null(strstr(text, "a score stays from 0 to 100 %"));
    free(text);
    rr_match_result_destroy(first);
    rr_match_result_destroy(result);
    rr_plugins_destroy(plugins);
    remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plugin_sessions__nothing_hangs_on_how_soon_the_next_one_comes),
        cmocka_unit_test(plugin_sessions__idle_ones_of_a_quarantined_plugin_are_not_lent),
        cmocka_unit_test(plugin_sessions__one_that_gave_impossible_values_is_not_lent_again),
        cmocka_unit_test(plugin_sessions__what_goes_well_is_forgiven),
        cmocka_unit_test(plugin_sessions__faults_in_many_threads),
        cmocka_unit_test(plugin_sessions__scores_stay_within_the_whole_and_add_up),
    };
    return cmocka_run_group_tests(tests, set_up_world, tear_down_world);
}

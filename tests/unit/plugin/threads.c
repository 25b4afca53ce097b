/* SPDX-License-Identifier: MIT */
/* One context, taxonomy, matcher and set of plugins, shared by eight threads in; from each the bytes that one alone gives,
 * also while a plugin dies again and again, out. Built with the thread sanitizer, that there is no race. */
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

#include "world.h"

enum { EVER_MS = 60000, THREADS = 8, TURNS = 3, KINDS = 5, LIGHT = 3 /* kinds that take milliseconds: a path takes a second */, ROOM = 1 << 20 };

typedef struct task {
    const rr_plugins *plugins;
    int turns;
    bool all; /* kinds, the first time */
    char *answers[KINDS]; /* of the last turn */
    const char *wrong;    /* no assertion: not on this thread */
} task;

/* Each thread reads its own profile, as a server does with a request. */
static int take(void *user, rr_profile *profile)
{
    *(rr_profile **)user = profile;
    return 0;
}

static rr_profile *read_profile(void)
{
    static const char json[] = "{\"id\":\"w-1\",\"history\":[{\"title\":\"cn:taxi-driver\",\"years\":12,\"current\":true}],"
                               "\"skills\":[{\"skill\":\"s.dependability\",\"level\":4}]}";
    rr_profile *profile = NULL;
    if (rr_profile_read_memory(the_world.context, "request", json, sizeof json - 1, NULL, take, &profile, NULL) != RR_OK)
        return NULL;
    rr_profile_resolve(profile, the_world.taxonomy, NULL, NULL, NULL);
    return profile;
}

static rr_status answer(int kind, const rr_profile *profile, const rr_match_options *o, const rr_sink *sink)
{
    const rr_render_options how = {.size = sizeof how, .format = RR_FORMAT_JSON};
    const rr_taxonomy *t = the_world.taxonomy;
    uint32_t role = rr_taxonomy_find_occupation(t, "cn:data-labeller"), roles[2] = {role, rr_taxonomy_find_occupation(t, "cn:icv-tester")};
    rr_match_result *match = NULL;
    rr_explanation *explanation = NULL;
    rr_plan_result *plan = NULL;
    rr_path_result *path = NULL;
    rr_comparison *comparison = NULL;
    rr_status status = kind == 0   ? rr_match_run(&match, the_world.matcher, profile, o, NULL)
                       : kind == 1 ? rr_explain(&explanation, the_world.matcher, profile, role, o, NULL)
                       : kind == 2 ? rr_plan_run(&plan, the_world.matcher, profile, role, o, NULL, NULL)
                       : kind == 3 ? rr_path_run(&path, the_world.matcher, profile, role, o, NULL, NULL)
                                   : rr_compare_run(&comparison, the_world.matcher, profile, roles, 2, o, NULL, NULL);
    if (status == RR_OK)
        status = kind == 0   ? rr_render_match(match, t, profile, o, &how, sink, NULL)
                 : kind == 1 ? rr_render_explanation(explanation, the_world.matcher, t, profile, o, &how, sink, NULL)
                 : kind == 2 ? rr_render_plan(plan, t, profile, o, &how, sink, NULL)
                 : kind == 3 ? rr_render_path(path, t, profile, o, &how, sink, NULL)
                             : rr_render_comparison(comparison, t, profile, o, &how, sink, NULL);
    rr_comparison_destroy(comparison);
    rr_path_result_destroy(path);
    rr_plan_result_destroy(plan);
    rr_explanation_destroy(explanation);
    rr_match_result_destroy(match);
    return status;
}

static void *work(void *user)
{
    task *t = user;
    const rr_match_options o = {.size = sizeof o, .date = "2026-11-26", .region = "CN-GD", .plugins = t->plugins, .top = 5,
                                .deadline_ms = rr_deadline_in(10 * EVER_MS)};
    for (int turn = 0; turn < t->turns && t->wrong == NULL; turn++) {
        rr_profile *profile = read_profile();
        int kinds = turn == 0 && t->all ? KINDS : LIGHT;
        for (int kind = 0; kind < kinds && t->wrong == NULL; kind++) {
            rr_buffer buffer = {t->answers[kind], ROOM, 0};
            const rr_sink sink = rr_buffer_sink(&buffer);
            if (profile == NULL || answer(kind, profile, &o, &sink) != RR_OK || buffer.len >= buffer.size)
                t->wrong = "a call failed";
        }
        rr_profile_destroy(profile);
    }
    return NULL;
}

static void open_task(task *t, const rr_plugins *plugins, int turns, bool everything)
{
    *t = (task){.plugins = plugins, .turns = turns, .all = everything};
    for (int kind = 0; kind < KINDS; kind++)
        assert_non_null(t->answers[kind] = malloc(ROOM));
}

static void close_task(task *t)
{
    for (int kind = 0; kind < KINDS; kind++)
        free(t->answers[kind]);
}

static rr_plugins *open_folders(const char *const *folders, size_t count, const char *helper)
{
    rr_plugins *plugins = NULL;
    const rr_plugins_options o = {.size = sizeof o, .paths = folders, .path_count = count, .region = "CN-GD", .helper = helper,
                                  .start_ms = EVER_MS, .call_ms = EVER_MS, .date = "2026-11-26"};
    assert_int_equal(rr_plugins_open(&plugins, the_world.context, the_world.taxonomy, &o, NULL), RR_OK);
    return plugins;
}

static void run_all(task *tasks, const rr_plugins *plugins, bool everything)
{
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        open_task(&tasks[i], plugins, TURNS, everything && i < 2);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, work, &tasks[i]), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
}

static void check_same(const char *const *folders, size_t count, const char *helper)
{
    task alone, all[THREADS];
    rr_plugins *plugins = open_folders(folders, count, helper);
    open_task(&alone, plugins, 1, true);
    work(&alone);
    assert_null(alone.wrong);
    run_all(all, plugins, true);
    for (int i = 0; i < THREADS; i++) {
        assert_null(all[i].wrong);
        for (int kind = 0; kind < (all[i].all ? KINDS : LIGHT); kind++)
            assert_string_equal(all[i].answers[kind], alone.answers[kind]);
        close_task(&all[i]);
    }
    close_task(&alone);
    rr_plugins_destroy(plugins);
}

static void threads__eight_give_what_one_gives(void **state)
{
    (void)state;
    const char *folders[] = {RR_TEST_SHIPPED};
    check_same(folders, 1, the_world.helper);
}

static void threads__in_process_as_well(void **state)
{
    (void)state;
    const char *folders[] = {RR_TEST_SHIPPED};
    check_same(folders, 1, NULL);
}

/* Who comes when it is quarantined already gets another answer than who comes before: only that all end well is sure. */
static void threads__a_plugin_that_dies_takes_nobody_along(void **state)
{
    (void)state;
    char folder[PATH_LEN];
    task all[THREADS];
    make_faulty(folder, "crash_in_score", "org.reroute.fixture", "1");
    const char *folders[] = {folder, RR_TEST_SHIPPED};
    rr_plugins *plugins = open_folders(folders, 2, the_world.helper);
    run_all(all, plugins, false);
    for (int i = 0; i < THREADS; i++) {
        assert_null(all[i].wrong);
        close_task(&all[i]);
    }
    rr_plugins_destroy(plugins);
    remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads__eight_give_what_one_gives),
        cmocka_unit_test(threads__in_process_as_well),
        cmocka_unit_test(threads__a_plugin_that_dies_takes_nobody_along),
    };
    return cmocka_run_group_tests(tests, set_up_world, tear_down_world);
}

/* SPDX-License-Identifier: MIT */
/* What a server counts on: calls end in time and blame nobody for it, and what goes on beside them is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "plugin/plugins.h"
#include "world.h"

enum { EVER_MS = 60000, SOON_MS = 150 };

static rr_plugins *open_folders(rr_context *context, const rr_taxonomy *taxonomy, const char *const *folders, size_t count)
{
    rr_plugins *plugins = NULL;
    const rr_plugins_options o = {.size = sizeof o, .paths = folders, .path_count = count, .region = "CN-GD", .helper = the_world.helper,
                                  .start_ms = EVER_MS, .call_ms = EVER_MS, .date = "2026-11-26"};
    assert_int_equal(rr_plugins_open(&plugins, context, taxonomy, &o, NULL), RR_OK);
    return plugins;
}

static rr_match_options options_with(const rr_plugins *plugins)
{
    return (rr_match_options){.size = sizeof(rr_match_options), .date = "2026-11-26", .region = "CN-GD", .plugins = plugins};
}

/* ---- time ---- */

static void embed__a_call_ends_in_time_and_its_plugins_are_not_blamed(void **state)
{
    (void)state;
    char slow[PATH_LEN];
    rr_error err = {0};
    make_faulty(slow, "sleep", "org.reroute.fixture", "1");
    const char *folders[] = {slow, RR_TEST_SHIPPED};
    rr_plugins *plugins = open_folders(the_world.context, the_world.taxonomy, folders, 2);
    rr_match_options o = options_with(plugins);
    for (int turn = 0; turn <= RR__FAULTS_TOLERATED; turn++) {
        rr_match_result *result = NULL;
        o.deadline_ms = rr_deadline_in(SOON_MS);
        assert_int_equal(rr_match_run(&result, the_world.matcher, the_world.profile, &o, &err), RR_ELATE);
        assert_null(result);
        assert_int_equal(err.number, RR__MSG_TIME_OVER);
    }
    assert_true(rr_plugins_count(plugins) > 2);
    for (size_t i = 0; i < rr_plugins_count(plugins); i++) {
        const rr__plugin *plugin = rr__plugin_at(plugins, i);
        rr__failure failure;
        assert_int_equal(plugin->failures, 0);
        assert_false(rr__quarantine_holds(plugins->quarantine, plugin->manifest.id, plugin->sha256, &failure));
    }
    rr_plugins_destroy(plugins);
    remove_folder(slow);
}

static void embed__no_call_begins_when_its_time_is_over(void **state)
{
    (void)state;
    uint32_t roles[2] = {rr_taxonomy_find_occupation(the_world.taxonomy, "cn:data-labeller"),
                         rr_taxonomy_find_occupation(the_world.taxonomy, "cn:icv-tester")};
    rr_match_options o = options_with(NULL);
    rr_error err = {0};
    o.deadline_ms = rr_deadline_in(0);
    rr_match_result *match = NULL;
    rr_explanation *explanation = NULL;
    rr_plan_result *plan = NULL;
    rr_path_result *path = NULL;
    rr_comparison *comparison = NULL;
    assert_int_equal(rr_match_run(&match, the_world.matcher, the_world.profile, &o, &err), RR_ELATE);
    assert_int_equal(rr_explain(&explanation, the_world.matcher, the_world.profile, roles[0], &o, &err), RR_ELATE);
    assert_int_equal(rr_plan_run(&plan, the_world.matcher, the_world.profile, roles[0], &o, NULL, &err), RR_ELATE);
    assert_int_equal(rr_path_run(&path, the_world.matcher, the_world.profile, roles[0], &o, NULL, &err), RR_ELATE);
    assert_int_equal(rr_compare_run(&comparison, the_world.matcher, the_world.profile, roles, 2, &o, NULL, &err), RR_ELATE);
    assert_true(match == NULL && explanation == NULL && plan == NULL && path == NULL && comparison == NULL);
    o.deadline_ms = rr_deadline_in(EVER_MS);
    assert_int_equal(rr_match_run(&match, the_world.matcher, the_world.profile, &o, &err), RR_OK);
    rr_match_result_destroy(match);
}

/* ---- what is told ---- */

typedef struct told { char text[2048]; int count; } told;

static void tell(void *user, const rr_error *err)
{
    told *t = user;
    char line[512];
    t->count++;
    rr_error_format(err, RR_LANG_EN, line, sizeof line);
    snprintf(t->text + strlen(t->text), sizeof t->text - strlen(t->text), "%s\n", line);
}

static void embed__faults_of_plugins_are_told_without_their_words(void **state)
{
    (void)state;
    told t = {"", 0};
    char folder[PATH_LEN];
    rr_context *context = NULL;
    const rr_context_options how = {.size = sizeof how, .user = &t, .log = tell};
    assert_int_equal(rr_context_create(&context, &how, NULL), RR_OK);
    make_faulty(folder, "noisy_crash", "org.reroute.fixture", "1");
    const char *folders[] = {folder};
    rr_plugins *plugins = open_folders(context, the_world.taxonomy, folders, 1);
    assert_int_equal(t.count, 0);
    for (int turn = 0; turn < 5; turn++)
        rr_match_result_destroy(run_match(plugins));
    assert_string_equal(t.text, "warning R0801: plugin org.reroute.fixture: crash, in score\n"
                                "warning R0801: plugin org.reroute.fixture: crash, in score\n"
                                "warning R0801: plugin org.reroute.fixture: crash, in score\n"
                                "warning R0802: plugin org.reroute.fixture failed 3 times and is left out from now on, until its files or "
                                "this program change\n");
    rr_plugins_destroy(plugins);
    rr_context_destroy(context);
    remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(embed__a_call_ends_in_time_and_its_plugins_are_not_blamed),
        cmocka_unit_test(embed__no_call_begins_when_its_time_is_over),
        cmocka_unit_test(embed__faults_of_plugins_are_told_without_their_words),
    };
    return cmocka_run_group_tests(tests, set_up_world, tear_down_world);
}

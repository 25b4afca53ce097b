/* SPDX-License-Identifier: MIT */
/* Folders of plugins in; what is opened, what is left out and why, and which courses there are, out. */
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
#include "../stingy.h"

enum { EVER_MS = 60000, SOON_MS = 200 };

static rr_plugins_options options_for(const char *const *folders, size_t count)
{
    return (rr_plugins_options){.size = sizeof (rr_plugins_options), .paths = folders, .path_count = count, .region = "CN-GD",
                                .helper = the_world.helper, .start_ms = EVER_MS, .call_ms = EVER_MS};
}

static rr_plugins *open_all(const rr_plugins_options *options)
{
    rr_plugins *plugins = NULL;
    rr_error err = {0};
    assert_int_equal(rr_plugins_open(&plugins, the_world.context, the_world.taxonomy, options, &err), RR_OK);
    return plugins;
}

static void check_state(const rr_plugins *plugins, const char *folder, const char *state, const char *detail)
{
    rr_plugin_info info;
    for (size_t i = 0; rr_plugins_at(plugins, i, &info); i++) {
        if (strcmp(info.folder, folder) != 0)
            continue;
        if (strcmp(info.state, state) != 0 || strstr(info.detail, detail) == NULL)
            fail_msg("%s: expected %s (%s), got %s (%s)", folder, state, detail, info.state, info.detail);
        return;
    }
    fail_msg("%s is not listed", folder);
}

static void make_data(char folder[PATH_LEN], const char *name, const char *id)
{
    make_folder(folder, name, id, "1", "<file name=\"courses.xml\" kind=\"courses\"/>");
    copy_file(RR_TEST_SOURCE "/plugins/template/data/courses.xml", folder, "courses.xml", 0644);
}

static size_t courses_of(const rr_plugins *plugins, const char *id)
{
    size_t count = 0;
    rr_offer offer;
    rr_plugin_info info;
    for (size_t i = 0; rr_plugins_course(plugins, i, &offer); i++)
        count += rr_plugins_at(plugins, offer.plugin, &info) && strcmp(info.id, id) == 0;
    return count;
}

/* ---- catalogues in code ---- */

static void plugin_open__a_catalogue_has_an_end(void **state)
{
    (void)state;
    static const struct { const char *name, *state, *detail; uint32_t call_ms; } cases[] = {
        {"too_many_rows", "bad-values", "a page of more courses than were asked for", EVER_MS},
        {"endless_rows", "bad-values", "more than 250,000 rows", EVER_MS},
        {"endless_pages", "bad-values", "never end", EVER_MS},
        {"many_regions", "bad-values", "more than 1000 regions", EVER_MS},
        {"slow_pages", "timeout", "and no end after 1000 ms", SOON_MS}};
    for (int here = 0; here < 2; here++)
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            char folder[PATH_LEN], data[PATH_LEN];
            make_faulty(folder, cases[i].name, "org.reroute.fixture", "1");
            make_data(data, "z-data", "org.example.data");
            const char *folders[] = {folder, data};
            rr_plugins_options o = options_for(folders, 2);
            o.call_ms = cases[i].call_ms;
            o.helper = here ? NULL : the_world.helper;
            rr_plugins *plugins = open_all(&o);
            check_state(plugins, folder, cases[i].state, cases[i].detail);
            check_state(plugins, data, "ok", "");
            assert_int_equal(courses_of(plugins, "org.reroute.fixture"), 0);
            assert_true(courses_of(plugins, "org.example.data") > 0);
            rr_plugins_destroy(plugins);
            remove_folder(folder);
            remove_folder(data);
        }
}

static int polls;

static int cancel_at_tenth(void *user)
{
    (void)user;
    return ++polls >= 10;
}

static void plugin_open__whoever_waits_may_give_up_at_each_page(void **state)
{
    (void)state;
    char folder[PATH_LEN];
    rr_context *context = NULL;
    rr_plugins *plugins = NULL;
    rr_error err = {0};
    const rr_context_options impatient = {.size = sizeof impatient, .cancelled = cancel_at_tenth};
    make_faulty(folder, "endless_pages", "org.reroute.fixture", "1");
    const char *folders[] = {folder};
    rr_plugins_options o = options_for(folders, 1);
    polls = 0;
    assert_int_equal(rr_context_create(&context, &impatient, NULL), RR_OK);
    assert_int_equal(rr_plugins_open(&plugins, context, the_world.taxonomy, &o, &err), RR_ECANCELLED);
    assert_null(plugins);
    assert_int_equal(polls, 10);
    rr_context_destroy(context);
    remove_folder(folder);
}

static void plugin_open__a_catalogue_is_told_the_day(void **state)
{
    (void)state;
    static const struct { const char *date, *id; } days[] = {{"", "day0"}, {"1970-01-11", "day10"}, {"2026-11-26", "day20783"}};
    char folder[PATH_LEN];
    rr_offer offer;
    rr_error err = {0};
    rr_plugins *plugins = NULL;
    make_faulty(folder, "tells_day", "org.reroute.fixture", "1");
    const char *folders[] = {folder};
    rr_plugins_options o = options_for(folders, 1);
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        snprintf(o.date, sizeof o.date, "%s", days[i].date);
        plugins = open_all(&o);
        assert_int_equal(rr_plugins_course(plugins, 0, &offer), 1);
        assert_string_equal(offer.course->id.p, days[i].id);
        rr_plugins_destroy(plugins);
    }
    snprintf(o.date, sizeof o.date, "2026-02-30");
    assert_int_equal(rr_plugins_open(&plugins, the_world.context, the_world.taxonomy, &o, &err), RR_EINVALID);
    assert_null(plugins);
    remove_folder(folder);
}

/* What a program built with a shorter record has behind it is nobody's. */
static void plugin_open__a_program_that_knows_fewer_options_leaves_them_out(void **state)
{
    (void)state;
    char folder[PATH_LEN];
    rr_offer offer;
    make_faulty(folder, "tells_day", "org.reroute.fixture", "1");
    const char *folders[] = {folder};
    rr_plugins_options o = options_for(folders, 1);
    o.size = offsetof(rr_plugins_options, date);
    memset((char *)&o + o.size, 0x7f, sizeof o - o.size);
    rr_plugins *plugins = open_all(&o);
    assert_int_equal(rr_plugins_course(plugins, 0, &offer), 1);
    assert_string_equal(offer.course->id.p, "day0");
    rr_plugins_destroy(plugins);
    remove_folder(folder);
}

/* ---- what code says of itself ---- */

typedef struct heard { char text[1024]; int count; rr_severity severity; } heard;

static void hear(void *user, const rr_error *err)
{
    heard *h = user;
    char line[512];
    h->count++;
    rr_error_format(err, RR_LANG_EN, line, sizeof line);
    snprintf(h->text + strlen(h->text), sizeof h->text - strlen(h->text), "%s\n", line);
    h->severity = rr_error_severity(err);
}

/* Rows of code stand in no file: the plugin's folder says whose they are. */
static void plugin_open__refused_rows_of_code_name_their_plugin(void **state)
{
    (void)state;
    char folder[PATH_LEN];
    heard h = {"", 0, RR_SEVERITY_NOTE};
    make_faulty(folder, "dangling_ids", "org.reroute.fixture", "1");
    const char *folders[] = {folder};
    rr_plugins_options o = options_for(folders, 1);
    o.finding = hear;
    o.user = &h;
    rr_plugins *plugins = open_all(&o);
    check_state(plugins, folder, "ok", "");
    assert_int_equal(h.count, 1);
    assert_memory_equal(h.text, folder, strlen(folder));
    rr_plugins_destroy(plugins);
    remove_folder(folder);
}

static void plugin_open__the_regions_of_the_code_are_held_against_the_manifest(void **state)
{
    (void)state;
    static const struct { const char *name; int findings; } cases[] = {{"healthy", 0}, {"other_region", 2}};
    for (size_t i = 0; i < 2; i++) {
        char folder[PATH_LEN];
        heard h = {"", 0, RR_SEVERITY_NOTE};
        make_faulty(folder, cases[i].name, "org.reroute.fixture", "1");
        const char *folders[] = {folder};
        rr_plugins_options o = options_for(folders, 1);
        o.finding = hear;
        o.user = &h;
        rr_plugins *plugins = open_all(&o);
        check_state(plugins, folder, "ok", "");
        assert_int_equal(h.count, cases[i].findings);
        if (h.count > 0) {
            assert_int_equal(h.severity, RR_SEVERITY_WARNING);
            assert_non_null(strstr(h.text, "its code says that it serves CN-ZJ"));
            assert_non_null(strstr(h.text, "plugin.xml says that it serves CN-GD"));
        }
        rr_plugins_destroy(plugins);
        remove_folder(folder);
    }
}

static void check_unknown(const rr_plugins *plugins, const char *const *names, const uint32_t *times, size_t count)
{
    assert_int_equal(rr_plugins_unknown_count(plugins, 0), count);
    for (size_t i = 0; i < count; i++) {
        uint32_t own = 0;
        assert_string_equal(rr_plugins_unknown(plugins, 0, i, &own), names[i]);
        assert_int_equal(own, times[i]);
    }
}

static void check_tried(const rr_match_result *result, const rr_plugins *plugins, rr_format format, const char *says)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    const rr_sink sink = {out, keep_bytes};
    const rr_match_options asked = {.size = sizeof asked, .region = "CN-GD", .plugins = plugins};
    const rr_render_options how = {.size = sizeof how, .format = format, .columns = 200};
    assert_int_equal(rr_render_trial(result, result, 1, the_world.taxonomy, the_world.profile, &asked, &how, &sink, NULL), RR_OK);
    fclose(out);
    assert_non_null(strstr(text, says));
    free(text);
}

static void plugin_open__names_that_code_asks_for_in_vain_are_listed(void **state)
{
    (void)state;
    static const char *const names[] = {"nowhere:role", "s.nowhere", "...", "s.later"};
    static const uint32_t opened[] = {1, 3}, matched[] = {1, 3, 2, 2};
    for (int here = 0; here < 2; here++) {
        char folder[PATH_LEN];
        make_faulty(folder, "asks_in_vain", "org.reroute.fixture", "1");
        const char *folders[] = {folder};
        rr_plugins_options o = options_for(folders, 1);
        o.helper = here ? NULL : the_world.helper;
        rr_plugins *plugins = open_all(&o);
        check_unknown(plugins, names, opened, 2);
        rr_match_result_destroy(run_match(plugins));
        rr_match_result *result = run_match(plugins);
        check_unknown(plugins, names, matched, 4);
        check_tried(result, plugins, RR_FORMAT_TEXT, "nowhere:role, s.nowhere, ..., s.later");
        check_tried(result, plugins, RR_FORMAT_JSON, "\"name\": \"s.later\"");
        rr_match_result_destroy(result);
        rr_plugins_destroy(plugins);
        remove_folder(folder);
    }
}

/* ---- copies ---- */

static void plugin_open__a_broken_manifest_shadows_nothing(void **state)
{
    (void)state;
    char inner[PATH_LEN], broken[2 * PATH_LEN], whole[PATH_LEN];
    snprintf(inner, sizeof inner, "%.400s/first", the_world.base);
    assert_int_equal(mkdir(inner, 0755), 0);
    snprintf(broken, sizeof broken, "%s/org.example.data", inner);
    assert_int_equal(mkdir(broken, 0755), 0);
    write_text(broken, "plugin.xml", "<plugin");
    make_data(whole, "second", "org.example.data");
    const char *folders[] = {inner, whole};
    rr_plugins_options o = options_for(folders, 2);
    rr_plugins *plugins = open_all(&o);
    assert_int_equal(rr_plugins_count(plugins), 2);
    check_state(plugins, broken, "bad-manifest", "plugin.xml");
    check_state(plugins, whole, "ok", "");
    assert_true(rr_plugins_course_count(plugins) > 0);
    rr_plugins_destroy(plugins);
    remove_folder(inner);
    remove_folder(whole);
}

static void plugin_open__a_copy_behind_a_broken_one_says_so(void **state)
{
    (void)state;
    char first[PATH_LEN], second[PATH_LEN];
    make_data(first, "first", "org.example.data");
    make_data(second, "second", "org.example.data");
    const char *folders[] = {first, second};
    rr_plugins_options o = options_for(folders, 2);
    rr_plugins *plugins = open_all(&o);
    check_state(plugins, first, "ok", "");
    check_state(plugins, second, "shadowed", first);
    rr_plugins_destroy(plugins);
    write_text(first, "courses.xml", "<courses");
    plugins = open_all(&o);
    check_state(plugins, first, "bad-data", "courses.xml");
    check_state(plugins, second, "shadowed", "which is itself left out: bad-data");
    assert_int_equal(rr_plugins_course_count(plugins), 0);
    rr_plugins_destroy(plugins);
    remove_folder(first);
    remove_folder(second);
}

static void plugin_open__without_a_helper_data_goes_on(void **state)
{
    (void)state;
    char code[PATH_LEN], data[PATH_LEN];
    make_faulty(code, "healthy", "org.reroute.fixture", "1");
    make_data(data, "z-data", "org.example.data");
    const char *folders[] = {code, data};
    rr_plugins_options o = options_for(folders, 2);
    o.helper = "";
    rr_plugins *plugins = open_all(&o);
    check_state(plugins, code, "helper", "reroute-plugin-host was not found");
    check_state(plugins, data, "ok", "");
    assert_true(courses_of(plugins, "org.example.data") > 0);
    rr_plugins_destroy(plugins);
    remove_folder(code);
    remove_folder(data);
}

static void check_listed(const rr_plugins *plugins, rr_format format)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    const rr_sink sink = {out, keep_bytes};
    const rr_render_options how = {.size = sizeof how, .format = format, .columns = 200};
    assert_int_equal(rr_render_plugins(plugins, the_world.taxonomy, &how, &sink, NULL), RR_OK);
    fclose(out);
    assert_null(memchr(text, 0x1b, size));
    assert_null(memchr(text, 0xff, size));
    assert_non_null(strstr(text, "x{FF}"));
    free(text);
}

/* The name is a terminal's order to go red, and a byte that no UTF-8 has. */
static void plugin_open__names_of_folders_are_made_fit_to_show(void **state)
{
    (void)state;
    char broken[PATH_LEN], data[PATH_LEN];
    rr_plugin_info info;
    heard h = {"", 0, RR_SEVERITY_NOTE};
    make_folder(broken, "a\x1b[31m\xff", "org.example.a", "1", "");
    write_text(broken, "plugin.xml", "<plugin");
    make_data(data, "b\x1b[31m\xff", "org.example.b");
    write_text(data, "courses.xml", "<courses");
    const char *folders[] = {broken, data};
    rr_plugins_options o = options_for(folders, 2);
    rr_plugins *plugins = open_all(&o);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(rr_plugins_at(plugins, i, &info), 1);
        assert_null(strchr(info.folder, 0x1b));
        assert_non_null(strstr(info.folder, "\\u{1B}[31m\\x{FF}"));
        assert_null(strchr(info.id, 0x1b));
        assert_null(strchr(info.detail, (char)0xff));
    }
    check_listed(plugins, RR_FORMAT_TEXT);
    check_listed(plugins, RR_FORMAT_JSON);
    rr_plugins_destroy(plugins);
    assert_int_equal(h.count, 0);
    remove_folder(broken);
    remove_folder(data);
}

/* ---- our own memory ---- */

/* Every allocation in turn, from the opening to the match: the call says so, and no plugin is at fault. */
static void plugin_open__running_out_of_memory_is_nobodys_fault(void **state)
{
    (void)state;
    char folder[PATH_LEN], memory[2 * PATH_LEN];
    stingy s = {0};
    rr_context *context = NULL;
    const rr_allocator allocator = {&s, stingy_resize};
    const rr_context_options short_of_it = {.size = sizeof short_of_it, .allocator = &allocator};
    snprintf(memory, sizeof memory, "%s/quarantine", the_world.base);
    make_faulty(folder, "healthy", "org.reroute.fixture", "1");
    const char *folders[] = {folder};
    rr_plugins_options o = options_for(folders, 1);
    o.state_file = memory;
    assert_int_equal(rr_context_create(&context, &short_of_it, NULL), RR_OK);
    for (int here = 0; here < 2; here++) {
        bool short_of = true;
        o.helper = here ? NULL : the_world.helper;
        for (int n = 1; short_of; n++) {
            rr_plugins *plugins = NULL;
            rr_plugin_info info;
            rr_match_result *result = NULL;
            rr_error err = {0};
            rr_plugin_run run;
            s.calls = 0;
            s.fail_at = n;
            rr_status status = rr_plugins_open(&plugins, context, the_world.taxonomy, &o, &err);
            if (status == RR_OK) {
                rr_plugins_at(plugins, 0, &info);
                assert_string_equal(info.state, "ok");
                const rr_match_options asked = {.size = sizeof asked, .region = "CN-GD", .plugins = plugins, .top = 1};
                status = rr_match_run(&result, the_world.matcher, the_world.profile, &asked, &err);
            }
            if (status == RR_OK) {
                assert_int_equal(rr_match_plugin(result, 0, &run), 1);
                assert_string_equal(run.state, "ok");
            }
            short_of = s.calls >= n;
            if (status != RR_OK && status != RR_ENOMEM)
                fail_msg("allocation %d: status %d", n, (int)status);
            rr_match_result_destroy(result);
            rr_plugins_destroy(plugins);
            assert_int_not_equal(access(memory, F_OK), 0);
        }
    }
    rr_context_destroy(context);
    remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plugin_open__a_catalogue_has_an_end),
        cmocka_unit_test(plugin_open__whoever_waits_may_give_up_at_each_page),
        cmocka_unit_test(plugin_open__a_catalogue_is_told_the_day),
        cmocka_unit_test(plugin_open__a_program_that_knows_fewer_options_leaves_them_out),
        cmocka_unit_test(plugin_open__refused_rows_of_code_name_their_plugin),
        cmocka_unit_test(plugin_open__the_regions_of_the_code_are_held_against_the_manifest),
        cmocka_unit_test(plugin_open__names_that_code_asks_for_in_vain_are_listed),
        cmocka_unit_test(plugin_open__a_broken_manifest_shadows_nothing),
        cmocka_unit_test(plugin_open__a_copy_behind_a_broken_one_says_so),
        cmocka_unit_test(plugin_open__without_a_helper_data_goes_on),
        cmocka_unit_test(plugin_open__names_of_folders_are_made_fit_to_show),
        cmocka_unit_test(plugin_open__running_out_of_memory_is_nobodys_fault),
    };
    return cmocka_run_group_tests(tests, set_up_world, tear_down_world);
}

/* SPDX-License-Identifier: MIT */
/* Nothing about a person stays in memory that was given back: whatever was made of a profile, and wherever an error or a lack of
 * memory ended it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "plugin/plugins.h"
#include "../own_stack.h"
#include "world.h"

enum { RECORD_MOST = 250000 /* bytes: larger numbers are no places in it */ };
static struct { int32_t fit, readiness; uint32_t after, chosen[2], lacking[2], contribution[3], held[3]; } known; /* of the made-up person */

static int open_office(void **state)
{
    return open_desk(state) == 0 && open_world() ? 0 : 1;
}

static int close_office(void **state)
{
    close_world();
    return close_desk(state);
}

static void add_all(rr_profile *p, const rr_taxonomy *taxonomy)
{
    rr_job job = {.title = "cn:taxi-driver", .months = 144, .current = 1, .occupation = RR_NONE}, other = {.title = SECRET, .months = 12, .until_year = -1, .occupation = RR_NONE};
    rr_skill skill = {.text = "s.drive-vehicles", .level = 300, .descriptor = RR_NONE, .state = RR_SKILL_VERIFIED, .reason = SECRET};
    rr_skill level = {.text = SECRET, .level = SECRET_LEVEL, .descriptor = rr_taxonomy_find_descriptor(taxonomy, "s.dependability")};
    rr_licence licence = {SECRET, 2010};
    rr_fact fact = {"other", SECRET};
    rr_constraints c = *rr_profile_constraints(p);
    c.max_cost_minor = secret_money;
    memcpy(c.currency, "CNY", 4);
    rr_profile_add_job(p, &job, NULL);
    rr_profile_add_job(p, &other, NULL);
    rr_profile_add_skill(p, &skill, NULL);
    rr_profile_add_licence(p, &licence, NULL);
    rr_profile_add_fact(p, &fact, NULL);
    rr_profile_set_constraints(p, &c, NULL);
    rr_profile_resolve(p, taxonomy, NULL, NULL, NULL);
    for (int i = 0; i < 40; i++)
        rr_profile_add_skill(p, &level, NULL);
}

static const char override_file[] = "[{\"kind\":\"strike\",\"skill\":\"s.inspect-motor-vehicles\",\"reason\":\"" SECRET "\",\"who\":\"" SECRET "\"},"
                                    "{\"kind\":\"order\",\"role\":\"cn:icv-tester\",\"place\":2,\"reason\":\"" LONG_TEXT "\"}]";

static rr_overrides *decide(desk *d, const rr_plugins *plugins)
{
    rr_overrides *o = NULL;
    rr_override decision = {.kind = RR_OVERRIDE_ADD, .skill = "s.ensure-vehicle-operability", .reason = SECRET};
    if (rr_overrides_create(&o, d->context, NULL) != RR_OK)
        return NULL;
    rr_overrides_add(o, &decision, NULL);
    for (size_t cut = 0; cut < sizeof override_file; cut += 9)
        rr_overrides_read_memory(o, "o.json", override_file, cut, NULL, NULL, NULL);
    rr_overrides_read_memory(o, "o.json", override_file, sizeof override_file - 1, NULL, NULL, NULL);
    rr_status status = rr_overrides_resolve(o, d->taxonomy, plugins, NULL, NULL, NULL);
    assert_true(status == RR_OK || d->watch.fails_at > 0);
    return o;
}

typedef struct grown { char *bytes; size_t len; } grown;

static int keep_all(void *user, const char *bytes, size_t len)
{
    grown *g = user;
    g->bytes = realloc(g->bytes, g->len + len);
    memcpy(g->bytes + g->len, bytes, len);
    g->len += len;
    return 0;
}

static void go_through_record(desk *d, const grown *written)
{
    size_t told = 0;
    rr_record *record = NULL, *again = NULL;
    rr_profile *profile = NULL;
    rr_overrides *overrides = NULL;
    for (size_t cut = 0; cut < written->len; cut += written->len / 20 + 1)
        assert_int_not_equal(rr_record_read_memory(&record, d->context, "r.json", written->bytes, cut, NULL), RR_OK);
    if (rr_record_read_memory(&record, d->context, "r.json", written->bytes, written->len, NULL) == RR_OK &&
        rr_record_read_memory(&again, d->context, "r.json", written->bytes, written->len, NULL) == RR_OK) {
        if (rr_record_profile(record, d->context, &profile, NULL) == RR_OK)
            use_profile(d, profile);
        if (rr_record_overrides(record, d->context, &overrides, NULL) == RR_OK)
            rr_overrides_destroy(overrides);
        rr_record_compare(record, again, d->taxonomy, NULL, NULL, NULL, &told, NULL);
        rr_record_compare(record, NULL, d->taxonomy, NULL, NULL, NULL, &told, NULL);
    }
    rr_record_destroy(record);
    rr_record_destroy(again);
}

static void write_file(desk *d, const rr_match_result *match, const rr_profile *profile, const rr_match_options *o, bool commit)
{
    const rr_render_options how = {.size = sizeof how, .format = RR_FORMAT_JSON};
    char path[PATH_LEN];
    rr_file *file = NULL;
    snprintf(path, sizeof path, "%.400s/out.json", the_world.base);
    if (rr_file_create(&file, d->context, path, NULL) != RR_OK)
        return;
    rr_profile_write(profile, RR_PROFILE_JSON, 0, rr_file_sink(file), NULL);
    if (match != NULL)
        rr_render_match(match, d->taxonomy, profile, o, &how, rr_file_sink(file), NULL);
    if (commit)
        rr_file_commit(file, NULL);
    rr_file_destroy(file);
}

static void show(desk *d, const rr_match_result *match, const rr_explanation *explanation, const rr_plan_result *plan, const rr_path_result *path,
                 const rr_comparison *comparison, const rr_profile *profile, const rr_match_options *o)
{
    const rr_sink nowhere = {NULL, drop_bytes};
    for (rr_format f = RR_FORMAT_TEXT; f <= RR_FORMAT_HTML; f++)
        for (rr_view v = RR_VIEW_CASEWORKER; v <= RR_VIEW_CLIENT; v++) { /* not everything comes in every format */
            const rr_render_options how = {.size = sizeof how, .format = f, .view = v, .verbose = 1};
            if (match != NULL)
                rr_render_match(match, d->taxonomy, profile, o, &how, &nowhere, NULL);
            if (explanation != NULL)
                rr_render_explanation(explanation, d->matcher, d->taxonomy, profile, o, &how, &nowhere, NULL);
            if (plan != NULL)
                rr_render_plan(plan, d->taxonomy, profile, o, &how, &nowhere, NULL);
            if (path != NULL)
                rr_render_path(path, d->taxonomy, profile, o, &how, &nowhere, NULL);
            if (comparison != NULL)
                rr_render_comparison(comparison, d->taxonomy, profile, o, &how, &nowhere, NULL);
        }
}

static void record(desk *d, const rr_match_result *match, const rr_profile *profile, const rr_match_options *o)
{
    static const rr_record_asked asked = {"match", NULL, 0, NULL, 0};
    const rr_render_options how = {.size = sizeof how, .format = RR_FORMAT_JSON, .record = &asked};
    grown written = {NULL, 0};
    const rr_sink sink = {&written, keep_all};
    if (match != NULL && rr_render_match(match, d->taxonomy, profile, o, &how, &sink, NULL) == RR_OK)
        go_through_record(d, &written);
    assert_true(written.len < RECORD_MOST);
    free(written.bytes);
}

static void answer_everything(desk *d, const rr_profile *profile, const rr_match_options *o)
{
    uint32_t roles[2] = {rr_taxonomy_find_occupation(d->taxonomy, "cn:data-labeller"), rr_taxonomy_find_occupation(d->taxonomy, "cn:icv-tester")};
    rr_plan_options limits = {.size = sizeof limits, .max_weeks = -1, .hours_per_week = -1, .travel_minutes = -1, .max_cost_minor = secret_money, .currency = "CNY"};
    rr_path_options how = {.size = sizeof how, .limits = &limits, .floor_minor = -1};
    rr_match_result *match = NULL;
    rr_explanation *explanation = NULL;
    rr_plan_result *plan = NULL;
    rr_path_result *path = NULL;
    rr_comparison *comparison = NULL;
    const rr_status done[] = {rr_match_run(&match, d->matcher, profile, o, NULL), rr_explain(&explanation, d->matcher, profile, roles[0], o, NULL),
                              rr_plan_run(&plan, d->matcher, profile, roles[0], o, &limits, NULL), rr_path_run(&path, d->matcher, profile, roles[0], o, &how, NULL),
                              rr_compare_run(&comparison, d->matcher, profile, roles, 2, o, &limits, NULL)};
    for (size_t i = 0; i < sizeof done / sizeof done[0]; i++)
        if (d->watch.fails_at == 0)
            assert_int_equal(done[i] * 100 + i, i);
    show(d, match, explanation, plan, path, comparison, profile, o);
    record(d, match, profile, o);
    write_file(d, match, profile, o, true);
    write_file(d, match, profile, o, false);
    rr_comparison_destroy(comparison);
    rr_path_result_destroy(path);
    rr_plan_result_destroy(plan);
    rr_explanation_destroy(explanation);
    rr_match_result_destroy(match);
}

static void live_a_life(desk *d, const rr_plugins *plugins)
{
    rr_profile *profile = NULL;
    rr_overrides *overrides = decide(d, plugins);
    if (rr_profile_create(&profile, d->context, "w-" SECRET, NULL) == RR_OK) {
        rr_match_options o = {.size = sizeof o, .top = 5, .date = "2026-11-26", .region = "CN-GD", .plugins = plugins, .overrides = overrides};
        add_all(profile, d->taxonomy);
        answer_everything(d, profile, &o);
    }
    rr_profile_destroy(profile);
    rr_overrides_destroy(overrides);
}

static rr_plugins *open_plugins(desk *d, const char *helper)
{
    static char talks[PATH_LEN];
    char from[PATH_LEN];
    if (talks[0] == '\0') {
        make_folder(talks, "tells_on", "org.reroute.fixture", "1", "<reads fact=\"other\"/><binary name=\"plugin.so\"/>");
        snprintf(from, sizeof from, "%s/tells_on.so", RR_TEST_FAULTY_PLUGINS);
        copy_file(from, talks, "plugin.so", 0755);
    }
    const char *folders[] = {RR_TEST_SHIPPED, talks};
    const rr_plugins_options o = {.size = sizeof o, .paths = folders, .path_count = 2, .region = "CN-GD", .helper = helper, .start_ms = 60000,
                                  .call_ms = 60000, .date = "2026-11-26"};
    rr_plugins *plugins = NULL;
    assert_int_equal(rr_plugins_open(&plugins, d->context, d->taxonomy, &o, NULL), RR_OK);
    for (size_t i = 0; i < rr_plugins_count(plugins); i++) {
        rr_plugin_info info;
        assert_true(rr_plugins_at(plugins, i, &info));
        assert_string_equal(info.state, strcmp(info.id, "org.reroute.fixture") == 0 || strcmp(info.state, "not-served") != 0 ? "ok" : "not-served");
    }
    return plugins;
}

/* What is computed about a person is looked for as well, by numbers that nothing else has. */
static void find_out(desk *d)
{
    const rr_match_options o = {.size = sizeof o, .date = "2026-11-26", .region = "CN-GD"};
    rr_profile *profile = NULL;
    rr_match_result *result = NULL;
    rr_explanation *why = NULL;
    assert_int_equal(rr_profile_create(&profile, d->context, "w-1", NULL), RR_OK);
    add_all(profile, d->taxonomy);
    assert_int_equal(rr_match_run(&result, d->matcher, profile, &o, NULL), RR_OK);
    const rr_match *best = rr_match_at(result, 0);
    known.fit = best->fit_ppm;
    known.readiness = best->readiness_ppm;
    memcpy(known.contribution, &best->contributions[0].descriptor, sizeof known.contribution); /* with its origin and size */
    assert_int_equal(rr_explain(&why, d->matcher, profile, rr_taxonomy_find_occupation(d->taxonomy, "cn:data-labeller"), &o, NULL), RR_OK);
    assert_true(rr_explanation_change_count(why) > 1);
    known.after = rr_explanation_change(why, 1)->readiness_ppm;
    const uint32_t item = rr_explanation_change(why, 1)->index;
    const rr_gap_item *gap = &rr_explanation_match(why)->gap[item];
    memcpy(known.chosen, (const uint32_t[]){item, gap->readiness_ppm}, sizeof known.chosen);
    memcpy(known.lacking, (const uint32_t[]){(uint32_t)gap->to_level, gap->readiness_ppm}, sizeof known.lacking);
    assert_true(known.after > RECORD_MOST && known.fit > RECORD_MOST && known.readiness > RECORD_MOST);
    rr_explanation_destroy(why);
    rr_match_result_destroy(result);
    rr_profile_destroy(profile);
    look_for(&d->watch, &known.after, sizeof known.after);
    look_for(&d->watch, known.chosen, sizeof known.chosen);
    look_for(&d->watch, known.lacking, sizeof known.lacking);
    look_for(&d->watch, &known.fit, sizeof known.fit);
    look_for(&d->watch, &known.readiness, sizeof known.readiness);
    look_for(&d->watch, known.contribution, sizeof known.contribution);
}

/* Who only says skills, and an order that a caseworker gave: what is noted of both has no text. */
static void wipe__what_has_no_words(void **state)
{
    desk *d = *state;
    rr_taxonomy_info info;
    rr_taxonomy_get_info(d->taxonomy, &info);
    memcpy(known.held, (const uint32_t[]){info.descriptor_count - 1, 7, info.descriptor_count - 3}, sizeof known.held); /* in an order that no list has */
    rr_match_options o = {.size = sizeof o, .date = "2026-11-26", .region = "CN-GD"};
    rr_override order = {.kind = RR_OVERRIDE_ORDER, .role = "cn:icv-tester", .place = 2, .reason = "wish"};
    rr_profile *skilled = NULL, *whole = NULL;
    rr_overrides *overrides = NULL;
    rr_match_result *result = NULL;
    find_out(d);
    look_for(&d->watch, known.held, sizeof known.held);
    assert_int_equal(rr_profile_create(&skilled, d->context, "w-2", NULL), RR_OK);
    for (size_t i = 0; i < 3; i++) {
        const rr_skill skill = {.text = "skill", .level = -1, .descriptor = known.held[i]};
        assert_int_equal(rr_profile_add_skill(skilled, &skill, NULL), RR_OK);
    }
    assert_int_equal(rr_match_run(&result, d->matcher, skilled, &o, NULL), RR_OK);
    rr_match_result_destroy(result);
    rr_profile_destroy(skilled);
    assert_clean(d, "skills alone");
    assert_int_equal(rr_profile_create(&whole, d->context, "w-1", NULL), RR_OK);
    add_all(whole, d->taxonomy);
    assert_int_equal(rr_overrides_create(&overrides, d->context, NULL), RR_OK);
    assert_int_equal(rr_overrides_add(overrides, &order, NULL), RR_OK);
    assert_int_equal(rr_overrides_resolve(overrides, d->taxonomy, NULL, NULL, NULL, NULL), RR_OK);
    o.overrides = overrides;
    assert_int_equal(rr_match_run(&result, d->matcher, whole, &o, NULL), RR_OK);
    rr_match_result_destroy(result);
    rr_overrides_destroy(overrides);
    rr_profile_destroy(whole);
    assert_clean(d, "an order");
}

static void wipe__results(void **state)
{
    desk *d = *state;
    const char *helpers[] = {the_world.helper, NULL}; /* in a process of their own, and in this one */
    live_a_life(d, NULL);
    assert_clean(d, "results");
    for (int i = 0; i < 2; i++) {
        rr_plugins *plugins = open_plugins(d, helpers[i]);
        live_a_life(d, plugins);
        assert_clean(d, "results with plugins");
        rr_plugins_destroy(plugins);
        assert_clean(d, i == 0 ? "plugins" : "plugins in this process");
    }
}

static void wipe__results_without_memory(void **state)
{
    desk *d = *state;
    for (long n = 1;; n += 1 + n / 12) {
        d->watch.count = 0;
        d->watch.fails_at = n;
        live_a_life(d, NULL);
        if (d->watch.count < n)
            break;
    }
    d->watch.fails_at = 0;
    assert_clean(d, "results without memory");
}

/* Overrides and records from pipes. */
static void wipe__other_files(void **state)
{
    desk *d = *state;
    char path[32];
    for (int kind = 0; kind < 2; kind++) {
        int ends[2];
        rr_overrides *o = NULL;
        rr_record *r = NULL;
        assert_int_equal(pipe(ends), 0);
        assert_true(write(ends[1], override_file, sizeof override_file - 1) > 0);
        close(ends[1]);
        snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
        assert_int_equal(rr_overrides_create(&o, d->context, NULL), RR_OK);
        if (kind == 0)
            assert_int_equal(rr_overrides_read(o, path, NULL, NULL, NULL), RR_OK);
        else
            assert_int_not_equal(rr_record_read(&r, d->context, path, NULL), RR_OK);
        close(ends[0]);
        rr_overrides_destroy(o);
        assert_clean(d, kind == 0 ? "overrides" : "a record");
    }
    rr_candidate found[4];
    size_t count = 0;
    rr_taxonomy_search(d->taxonomy, RR_CONCEPT_OCCUPATION, SECRET, found, 4, &count, NULL);
    rr_taxonomy_resolve(d->taxonomy, RR_CONCEPT_DESCRIPTOR, SECRET, found, 4, &count, NULL);
    assert_clean(d, "a search");
}

/* One scratch for many, as a batch has it. */
static void wipe__lists(void **state)
{
    enum { PEOPLE = 5, TOP = 10 };
    desk *d = *state;
    const rr_match_options o = {.size = sizeof o, .date = "2026-11-26", .top = TOP};
    const rr_list_field fields[] = {RR_LIST_ID, RR_LIST_RANK, RR_LIST_OCCUPATION};
    const rr_sink nowhere = {NULL, drop_bytes};
    rr_profile *people[PEOPLE];
    rr_scratch *scratch = NULL;
    rr_match_row rows[PEOPLE * TOP];
    uint32_t counts[PEOPLE], count = TOP;
    rr_error errors[PEOPLE];
    assert_int_equal(rr_scratch_create(&scratch, d->matcher, NULL), RR_OK);
    for (int i = 0; i < PEOPLE; i++) {
        assert_int_equal(rr_profile_create(&people[i], d->context, "w-" SECRET, NULL), RR_OK);
        if (i > 0) /* the first says nothing, which is an error of its own */
            add_all(people[i], d->taxonomy);
    }
    for (int turn = 0; turn < 2; turn++)
        assert_int_equal(rr_match_lists(d->matcher, scratch, (const rr_profile *const *)people, PEOPLE, &o, TOP, rows, counts, errors, NULL), RR_OK);
    assert_int_equal(rr_match_list(d->matcher, scratch, people[1], &o, rows, &count, NULL), RR_OK);
    for (rr_format f = RR_FORMAT_JSONL; f <= RR_FORMAT_TSV; f++) {
        const rr_render_options how = {.size = sizeof how, .format = f};
        const rr_listed listed = {rr_profile_id(people[1]), 1, 0, count, rows, NULL};
        rr_render_list(d->taxonomy, &listed, fields, 3, &how, &nowhere, NULL);
    }
    rr_scratch_destroy(scratch);
    for (int i = 0; i < PEOPLE; i++)
        rr_profile_destroy(people[i]);
    assert_clean(d, "lists");
}

/* ---- whoever it was ---- */

/* What no needle tells: memory that was given back holds the same, whoever it was used for. */
enum { PERSONS = 3 };

static rr_profile *make_person(desk *d, size_t which)
{
    static const char *const jobs[PERSONS][2] = {{"cn:taxi-driver", "cn:data-labeller"}, {"cn:icv-tester", "cn:taxi-driver"}, {"cn:courier", NULL}};
    rr_profile *who = NULL;
    assert_int_equal(rr_profile_create(&who, d->context, "w-1", NULL), RR_OK);
    for (int k = 0; k < 2 && jobs[which][k] != NULL; k++) {
        const rr_job job = {.title = jobs[which][k], .months = 30 + 40 * k, .until_year = -1, .occupation = RR_NONE};
        assert_int_equal(rr_profile_add_job(who, &job, NULL), RR_OK);
    }
    if (which == 0) /* breaks a law of one of the best roles */
        assert_int_equal(rr_profile_add_fact(who, &(rr_fact){"drink-driving-5y", "yes"}, NULL), RR_OK);
    if (which == 1)
        add_all(who, d->taxonomy);
    rr_profile_resolve(who, d->taxonomy, NULL, NULL, NULL);
    return who;
}

/* Not what asking plugins takes: that leads to what they say, which is no person's. */
static void ask_everything(desk *d, const rr_profile *who, const rr_overrides *overrides)
{
    enum { TOP = 30 };
    const rr_match_options o = {.size = sizeof o, .date = "2026-11-26", .region = "CN-GD", .overrides = overrides}, plain = {.size = sizeof plain, .date = "2026-11-26"};
    uint32_t roles[2] = {rr_taxonomy_find_occupation(d->taxonomy, "cn:ai-trainer"), rr_taxonomy_find_occupation(d->taxonomy, "cn:robot-om")}, count = 0;
    rr_plan_options limits = {.size = sizeof limits, .max_weeks = -1, .hours_per_week = -1, .travel_minutes = -1, .max_cost_minor = secret_money, .currency = "CNY"};
    rr_path_options how = {.size = sizeof how, .limits = &limits, .floor_minor = -1};
    rr_match_row rows[TOP];
    rr_error error;
    rr_scratch *scratch = NULL;
    rr_match_result *match = NULL;
    rr_explanation *explanation = NULL;
    rr_plan_result *plan = NULL;
    rr_path_result *path = NULL;
    rr_comparison *comparison = NULL;
    assert_int_equal(rr_scratch_create(&scratch, d->matcher, NULL), RR_OK);
    assert_int_equal(rr_match_lists(d->matcher, scratch, &who, 1, &plain, TOP, rows, &count, &error, NULL), RR_OK);
    assert_int_equal(count, TOP);
    assert_int_equal(rr_match_run(&match, d->matcher, who, &o, NULL), RR_OK);
    assert_int_equal(rr_explain(&explanation, d->matcher, who, roles[0], &o, NULL), RR_OK);
    assert_int_equal(rr_plan_run(&plan, d->matcher, who, roles[0], &o, &limits, NULL), RR_OK);
    assert_int_equal(rr_path_run(&path, d->matcher, who, roles[0], &o, &how, NULL), RR_OK);
    assert_int_equal(rr_compare_run(&comparison, d->matcher, who, roles, 2, &o, &limits, NULL), RR_OK);
    rr_scratch_destroy(scratch);
    rr_match_result_destroy(match);
    rr_explanation_destroy(explanation);
    rr_plan_result_destroy(plan);
    rr_path_result_destroy(path);
    rr_comparison_destroy(comparison);
}

static void wipe__whoever_it_was(void **state)
{
    desk *d = *state;
    uint64_t left[PERSONS];
    for (size_t i = 0; i < PERSONS; i++) {
        rr_profile *who = make_person(d, i);
        rr_overrides *overrides = i == 2 ? NULL : decide(d, NULL);
        d->watch.kinds_sum = d->watch.kind_count = 0;
        d->watch.tells_kinds = true;
        ask_everything(d, who, overrides);
        rr_overrides_destroy(overrides);
        rr_profile_destroy(who);
        d->watch.tells_kinds = false;
        left[i] = d->watch.kinds_sum;
        assert_true(d->watch.kind_count > 0 && left[i] == left[0]);
    }
}

/* ---- stacks ---- */

static void live_through(desk *d, size_t helper)
{
    rr_plugins *plugins = helper == 0 ? NULL : open_plugins(d, the_world.helper);
    live_a_life(d, plugins);
    rr_plugins_destroy(plugins);
}

static void wipe__stacks(void **state)
{
    for (size_t i = 0; i < 2; i++)
        call_on_own_stack(*state, live_through, i, "results");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wipe__what_has_no_words), cmocka_unit_test(wipe__results), cmocka_unit_test(wipe__results_without_memory),
        cmocka_unit_test(wipe__other_files), cmocka_unit_test(wipe__lists), cmocka_unit_test(wipe__whoever_it_was), cmocka_unit_test(wipe__stacks),
    };
    return cmocka_run_group_tests(tests, open_office, close_office);
}

/* SPDX-License-Identifier: MIT */
/* The lean list against the full result, over many made-up workers: the same ranks, scores, fits and readiness,
 * and no allocation once the scratch is warm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <reroute/reroute.h>

#define SHIPPED RR_TEST_SOURCE "/taxonomies/cn-transition"
#define EVERY_FEATURE RR_TEST_SOURCE "/tests/data/valid/taxonomy-every-feature.xml"

/* An allocator that counts. */
static size_t calls;

static void *count_resize(void *user, void *block, size_t size)
{
    (void)user;
    calls += size > 0;
    if (size == 0) {
        free(block);
        return NULL;
    }
    return realloc(block, size);
}

typedef struct world {
    rr_context *context, *others; /* of taxonomy and matcher; of profiles */
    rr_taxonomy *taxonomy;
    rr_matcher *matcher;
    rr_scratch *scratch;
    rr_taxonomy_info info;
    uint32_t seed;
} world;

/* `path` is a file or folder, `overlay` NULL or one over it; with a scheme the folder of an official publication. */
static void open_world(world *w, const char *scheme, const char *path, const char *overlay)
{
    const char *const paths[] = {path, overlay};
    const rr_allocator counting = {NULL, count_resize};
    const rr_context_options o = {.size = sizeof o, .allocator = &counting};
    rr_error err = {0};
    char model[1024];
    *w = (world){.seed = 20261124};
    assert_int_equal(rr_context_create(&w->context, &o, &err), RR_OK);
    assert_int_equal(rr_context_create(&w->others, NULL, &err), RR_OK);
    snprintf(model, sizeof model, RR_TEST_SOURCE "/taxonomies/%s/model.xml", scheme == NULL ? "" : scheme);
    rr_status status = scheme == NULL ? rr_taxonomy_load(&w->taxonomy, w->context, paths, overlay == NULL ? 1 : 2, NULL, NULL, &err)
                                      : rr_taxonomy_import(&w->taxonomy, w->context, scheme, path, model, NULL, NULL, &err);
    assert_int_equal(status, RR_OK);
    assert_int_equal(rr_matcher_create(&w->matcher, w->context, w->taxonomy, &err), RR_OK);
    assert_int_equal(rr_scratch_create(&w->scratch, w->matcher, &err), RR_OK);
    rr_taxonomy_get_info(w->taxonomy, &w->info);
}

static void close_world(world *w)
{
    rr_scratch_destroy(w->scratch);
    rr_matcher_destroy(w->matcher);
    rr_taxonomy_destroy(w->taxonomy);
    rr_context_destroy(w->others);
    rr_context_destroy(w->context);
}

static uint32_t pick(world *w, uint32_t below)
{
    w->seed = w->seed * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)(w->seed >> 8) * below >> 24);
}

static void add_job(world *w, rr_profile *p)
{
    rr_occupation o;
    assert_true(rr_taxonomy_occupation(w->taxonomy, pick(w, (uint32_t)w->info.occupation_count), &o));
    rr_job job = {.title = o.id, .months = (int32_t)pick(w, 200) - 1, .until_year = pick(w, 3) == 0 ? 2005 + (int32_t)pick(w, 20) : -1,
                  .occupation = RR_NONE};
    assert_int_equal(rr_profile_add_job(p, &job, NULL), RR_OK);
}

static void add_skill(world *w, rr_profile *p)
{
    rr_descriptor d;
    assert_true(rr_taxonomy_descriptor(w->taxonomy, pick(w, (uint32_t)w->info.descriptor_count), &d));
    rr_skill skill = {.text = d.id, .level = pick(w, 3) == 0 ? (int32_t)pick(w, 4) * 100 : -1, .state = (rr_skill_state)pick(w, 3),
                      .descriptor = RR_NONE};
    assert_int_equal(rr_profile_add_skill(p, &skill, NULL), RR_OK);
}

static void unresolved(void *user, const rr_unresolved *what)
{
    (void)user, (void)what;
}

/* Workers with none to four jobs, none to six skills, and what rules of law ask for. */
static rr_profile *make_worker(world *w)
{
    static const char *const education[] = {NULL, "primary", "vocational-secondary", "bachelor", "doctorate"};
    rr_profile *p = NULL;
    char age[8];
    assert_int_equal(rr_profile_create(&p, w->others, "w", NULL), RR_OK);
    for (uint32_t n = pick(w, 5); n > 0; n--)
        add_job(w, p);
    for (uint32_t n = pick(w, 2) * pick(w, 7); n > 0; n--)
        add_skill(w, p);
    assert_int_equal(rr_profile_set_education(p, education[pick(w, 5)], NULL), RR_OK);
    snprintf(age, sizeof age, "%u", 15 + pick(w, 60));
    if (pick(w, 2) == 1)
        assert_int_equal(rr_profile_add_fact(p, &(rr_fact){"age", age}, NULL), RR_OK);
    if (pick(w, 2) == 1)
        assert_int_equal(rr_profile_add_licence(p, &(rr_licence){"C1", 2026 - (int32_t)pick(w, 30)}, NULL), RR_OK);
    if (pick(w, 4) == 1)
        assert_int_equal(rr_profile_add_fact(p, &(rr_fact){"full-points-3-cycles", pick(w, 2) == 1 ? "yes" : "no"}, NULL), RR_OK);
    rr_profile_resolve(p, w->taxonomy, unresolved, NULL, NULL); /* levels off their scale stay unknown */
    return p;
}

static void compare(world *w, const rr_profile *p, const rr_match_options *o, size_t *sunk)
{
    static rr_match_row rows[4096];
    uint32_t count = 4096;
    rr_match_result *r = NULL;
    rr_error full = {0}, lean = {0};
    rr_status status = rr_match_run(&r, w->matcher, p, o, &full);
    assert_int_equal(rr_match_list(w->matcher, w->scratch, p, o, rows, &count, &lean), status);
    assert_int_equal(full.number, lean.number);
    if (status != RR_OK) {
        assert_int_equal(count, 0);
        return;
    }
    assert_int_equal(count, rr_match_count(r));
    for (uint32_t i = 0; i < count; i++) {
        const rr_match *m = rr_match_at(r, i);
        assert_int_equal(rows[i].rank, m->rank);
        assert_int_equal(rows[i].occupation, m->occupation);
        assert_int_equal(rows[i].score_ppm, m->score_ppm);
        assert_int_equal(rows[i].fit_ppm, m->fit_ppm);
        assert_int_equal(rows[i].readiness_ppm, m->readiness_ppm);
    }
    *sunk += rr_match_sunk(r);
    rr_match_result_destroy(r);
}

static size_t compare_many(world *w, int workers)
{
    static const uint32_t tops[] = {0, 1, 5, 10, 40};
    size_t sunk = 0;
    for (int i = 0; i < workers; i++) {
        rr_profile *p = make_worker(w);
        rr_match_options o = {.size = sizeof o, .no_titles = pick(w, 2) == 1, .no_text = pick(w, 2) == 1, .top = tops[pick(w, 5)],
                              .all_roles = pick(w, 2) == 1};
        if (pick(w, 4) > 0)
            snprintf(o.date, sizeof o.date, "20%02u-11-24", 10 + pick(w, 30));
        compare(w, p, &o, &sunk);
        rr_profile_destroy(p);
    }
    return sunk;
}

static void match_list__is_the_full_result_on_the_shipped_taxonomy(void **state)
{
    (void)state;
    world w;
    open_world(&w, NULL, SHIPPED, NULL);
    assert_true(compare_many(&w, 1500) > 0); /* some roles are sunk, or the test shows too little */
    close_world(&w);
}

/* Laws on every third role, by schooling: what they sink is often most of the list. */
static void write_laws(const world *w, const char *path)
{
    static const char *const steps[] = {"senior-secondary", "bachelor", "doctorate"};
    rr_occupation o;
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "<taxonomy xmlns=\"urn:reroute:taxonomy:1\" id=\"laws\" version=\"1\" overlays=\"cn-transition\" xml:lang=\"en\">\n"
                  "<licence id=\"MIT\"/><source id=\"laws\">made up</source>\n");
    for (uint32_t i = 0; rr_taxonomy_occupation(w->taxonomy, i, &o); i += 3)
        fprintf(file, "<occupation id=\"%s\" action=\"extend\"><entry class=\"law\" code=\"school\" source=\"laws\"><text>School</text>"
                      "<question>Which?</question><education min=\"%s\"/></entry></occupation>\n", o.id, steps[i % 9 / 3]);
    fputs("</taxonomy>\n", file);
    assert_int_equal(fclose(file), 0);
}

static void match_list__is_the_full_result_where_laws_sink_many_roles(void **state)
{
    (void)state;
    static const char path[] = "list_test_laws.xml";
    world w;
    open_world(&w, NULL, SHIPPED, NULL);
    write_laws(&w, path);
    close_world(&w);
    open_world(&w, NULL, SHIPPED, path);
    remove(path);
    assert_true(compare_many(&w, 1000) > 3000);
    close_world(&w);
}

static void match_list__is_the_full_result_where_every_feature_of_the_format_is_used(void **state)
{
    (void)state;
    world w;
    open_world(&w, NULL, EVERY_FEATURE, NULL);
    compare_many(&w, 500);
    close_world(&w);
}

/* The whole of O*NET and ESCO, where they are. */
static void match_list__is_the_full_result_on_real_taxonomies(void **state)
{
    (void)state;
    static const struct { const char *scheme, *folder; int workers; } real[] = {{"onet", "onet-29.3", 150}, {"esco", "esco-1.2.0", 100}};
    const char *data = getenv("REROUTE_TEST_DATA");
    for (size_t i = 0; i < 2; i++) {
        char folder[1024];
        world w;
        snprintf(folder, sizeof folder, "%s/%s", data == NULL ? "" : data, real[i].folder);
        if (data == NULL || data[0] == '\0') {
            print_message("SKIPPED, LOUDLY: REROUTE_TEST_DATA names no folder with %s\n", real[i].folder);
            continue;
        }
        open_world(&w, real[i].scheme, folder, NULL);
        compare_many(&w, real[i].workers);
        close_world(&w);
    }
}

static void match_lists__answers_each_as_if_it_were_alone(void **state)
{
    (void)state;
    enum { PEOPLE = 300, ROOM = 7 };
    static rr_match_row rows[PEOPLE * ROOM], alone[ROOM];
    static uint32_t counts[PEOPLE];
    static rr_error errors[PEOPLE];
    static rr_profile *people[PEOPLE];
    world w;
    rr_match_options o = {.size = sizeof o, .top = ROOM, .date = "2026-11-24"};
    size_t failed = 0;
    open_world(&w, NULL, SHIPPED, NULL);
    for (size_t i = 0; i < PEOPLE; i++)
        people[i] = make_worker(&w);
    assert_int_equal(rr_match_lists(w.matcher, w.scratch, (const rr_profile *const *)people, PEOPLE, &o, ROOM, rows, counts, errors, NULL), RR_OK);
    for (size_t i = 0; i < PEOPLE; i++) {
        uint32_t count = ROOM;
        rr_error err = {0};
        assert_int_equal(rr_match_list(w.matcher, w.scratch, people[i], &o, alone, &count, &err), errors[i].status);
        assert_int_equal(err.number, errors[i].number);
        assert_int_equal(count, counts[i]);
        assert_memory_equal(alone, rows + i * ROOM, count * sizeof *alone);
        failed += errors[i].status != RR_OK;
        rr_profile_destroy(people[i]);
    }
    assert_true(failed > 0 && failed < PEOPLE / 2);
    close_world(&w);
}

static void match_list__allocates_nothing_once_it_is_warm(void **state)
{
    (void)state;
    world w;
    rr_match_row rows[10];
    rr_match_options o = {.size = sizeof o, .top = 10, .date = "2026-11-24"};
    open_world(&w, NULL, SHIPPED, NULL);
    size_t before = 0;
    for (int round = 0; round < 2; round++) {
        w.seed = 7; /* the same people again */
        before = calls;
        for (int i = 0; i < 200; i++) {
            rr_profile *p = make_worker(&w);
            uint32_t count = 10;
            size_t made = calls;
            rr_match_list(w.matcher, w.scratch, p, &o, rows, &count, NULL);
            assert_true(round == 0 || calls == made);
            rr_profile_destroy(p);
        }
    }
    assert_true(before > 0);
    close_world(&w);
}

static void match_list__cuts_the_list_to_the_room_there_is(void **state)
{
    (void)state;
    world w;
    rr_match_row rows[3];
    rr_match_options o = {.size = sizeof o, .top = 10};
    rr_profile *p = NULL;
    rr_job job = {.title = "cn:taxi-driver", .months = 60, .until_year = -1, .occupation = RR_NONE};
    open_world(&w, NULL, SHIPPED, NULL);
    assert_int_equal(rr_profile_create(&p, w.others, "w", NULL), RR_OK);
    assert_int_equal(rr_profile_add_job(p, &job, NULL), RR_OK);
    assert_int_equal(rr_profile_resolve(p, w.taxonomy, NULL, NULL, NULL), RR_OK);
    uint32_t count = 3;
    assert_int_equal(rr_match_list(w.matcher, w.scratch, p, &o, rows, &count, NULL), RR_OK);
    assert_int_equal(count, 3);
    count = 0;
    assert_int_equal(rr_match_list(w.matcher, w.scratch, p, &o, NULL, &count, NULL), RR_EUSAGE);
    assert_int_equal(count, 0);
    o.top = 2;
    count = 3;
    assert_int_equal(rr_match_list(w.matcher, w.scratch, p, &o, rows, &count, NULL), RR_OK);
    assert_int_equal(count, 2);
    rr_profile_destroy(p);
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(match_list__is_the_full_result_on_the_shipped_taxonomy),
        cmocka_unit_test(match_list__is_the_full_result_where_laws_sink_many_roles),
        cmocka_unit_test(match_list__is_the_full_result_where_every_feature_of_the_format_is_used),
        cmocka_unit_test(match_list__is_the_full_result_on_real_taxonomies),
        cmocka_unit_test(match_lists__answers_each_as_if_it_were_alone),
        cmocka_unit_test(match_list__allocates_nothing_once_it_is_warm),
        cmocka_unit_test(match_list__cuts_the_list_to_the_room_there_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

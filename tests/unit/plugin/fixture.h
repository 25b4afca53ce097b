/* SPDX-License-Identifier: MIT */
/* A plugin that is loaded and started, with a taxonomy, settings, a file and twelve courses behind it. */
#ifndef TEST_PLUGIN_FIXTURE_H
#define TEST_PLUGIN_FIXTURE_H

#include "helper.h"

static const char *const taxonomy_path = RR_TEST_SOURCE "/tests/data/valid/taxonomy-every-feature.xml";

typedef struct fixture {
    rr_context *context;
    rr_taxonomy *taxonomy;
    rr__arena arena;
    rr__buf start, request, reply;
    rr__server *server;
} fixture;

static const rrp_text course_title = {{"en", 2}, {"A course", 8}};
static const rrp_skill_level teaches = {1, 300};

/* Twelve courses of two schools, one in CN-GD and one in CN-ZJ, turn about. */
static inline void make_rows(rrp_school schools[2], rrp_course courses[12], char ids[12][4])
{
    schools[0] = (rrp_school){.id = TEXT("gd"), .region = rr__region_number("CN-GD", 5)};
    schools[1] = (rrp_school){.id = TEXT("zj"), .region = rr__region_number("CN-ZJ", 5)};
    for (int i = 0; i < 12; i++) {
        int len = snprintf(ids[i], 4, "c%d", i);
        courses[i] = (rrp_course){.id = {ids[i], (uint64_t)len}, .school_id = schools[i % 2].id, .price_minor = 1000,
                                  .titles = RRP_VEC(rrp_text, &course_title, 1), .teaches = RRP_VEC(rrp_skill_level, &teaches, 1)};
    }
}

static inline void make_start(fixture *f, const char *id)
{
    static const rr__plugin_setting settings[] = {{"colour", "red"}, {"code", "c-17"}};
    const rr__manifest manifest = {.id = id, .version = "1", .settings = settings, .setting_count = 2};
    rrp_school schools[2];
    rrp_course courses[12];
    char ids[12][4];
    make_rows(schools, courses, ids);
    const rr__start_file files[] = {
        {.name = "rates.tsv", .bytes = "a\t1", .len = 3},
        {.name = "courses.xml", .bytes = "<courses/>", .len = 10, .listed = true, .schools = RRP_VEC(rrp_school, schools, 2),
         .courses = RRP_VEC(rrp_course, courses, 12)},
    };
    rr__buf_clear(&f->start);
    rr__start_request(&f->start, f->taxonomy, &manifest, files, 2);
    assert_false(f->start.failed);
}

static inline uint32_t ask(fixture *f, rr__decoder *in)
{
    return ask_quota(f->server, &f->request, &f->reply, &f->arena, in, 1 << 20);
}

static inline fixture *open_fixture(const char *name, uint32_t offers)
{
    fixture *f = calloc(1, sizeof *f);
    char why[256] = "", id[64];
    rr__decoder in;
    assert_non_null(f);
    assert_int_equal(rr_context_create(&f->context, NULL, NULL), RR_OK);
    assert_int_equal(rr_taxonomy_load(&f->taxonomy, f->context, &taxonomy_path, 1, NULL, NULL, NULL), RR_OK);
    rr__arena_init(&f->arena, &rr__malloc_allocator);
    rr__buf_init(&f->start, &rr__malloc_allocator, 0);
    rr__buf_init(&f->request, &rr__malloc_allocator, 0);
    rr__buf_init(&f->reply, &rr__malloc_allocator, 1 << 20);
    snprintf(id, sizeof id, "org.reroute.%s", name);
    make_start(f, id);
    f->server = load_plugin(name, RR__FAULT_NONE, why);
    assert_int_equal(ask_quota(f->server, &f->start, &f->reply, &f->arena, &in, 1 << 20), RRP_OK);
    assert_int_equal(rr__decode_u32(&in), offers);
    assert_true(!in.failed && in.at == in.end);
    return f;
}

static inline int tear_down(void **state)
{
    fixture *f = *state;
    rr__server_destroy(f->server);
    rr__buf_finish(&f->start);
    rr__buf_finish(&f->request);
    rr__buf_finish(&f->reply);
    rr__arena_finish(&f->arena);
    rr_taxonomy_destroy(f->taxonomy);
    rr_context_destroy(f->context);
    free(f);
    return 0;
}

/* Adds a SCORE request for two candidates. */
static inline void add_score(fixture *f, const char *what)
{
    const rrp_fact facts[] = {{TEXT("do"), {what, strlen(what)}}, {TEXT("age"), TEXT("52")}};
    const rrp_candidate candidates[] = {{.occupation = 1, .fit_ppm = 500000}, {.occupation = 2, .fit_ppm = -20}};
    const rrp_vec vec = RRP_VEC(rrp_candidate, candidates, 2);
    const rrp_profile profile = {.size = sizeof profile, .region = rr__region_number("CN-GD", 5), .facts = RRP_VEC(rrp_fact, facts, 2)};
    rr__encode_u32(&f->request, RR__CALL_SCORE);
    assert_true(rr__encode(&f->request, &rr__abi_profile, &profile, sizeof profile));
    assert_true(rr__encode_vec(&f->request, &rr__abi_candidate, &vec));
}

static inline void make_score(fixture *f, const char *what)
{
    rr__buf_clear(&f->request);
    add_score(f, what);
}
#endif

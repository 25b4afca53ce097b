/* SPDX-License-Identifier: MIT */
/* A person and a role to the shipped plugins in C, what they say of them back. */
#include "helper.h"

#include "plugin/manifest.h"

enum { QUOTA = 1 << 20, DAY_IN_2026 = 20780 };

typedef struct fixture {
    rr_context *context;
    rr_taxonomy *taxonomy;
    rr__arena arena;
    rr__buf start, request, reply;
    rr__server *guangdong, *zhejiang;
} fixture;

static rr__server *start_plugin(fixture *f, const char *name, const char *id, const char *version, const rr__plugin_setting *settings, size_t count)
{
    const rr__manifest manifest = {.id = id, .version = version, .settings = settings, .setting_count = count};
    const rrp_school school = {.id = TEXT("s"), .region = rr__region_number("CN-GD", 5)};
    const rrp_course course = {.id = TEXT("c"), .school_id = TEXT("s")};
    const rr__start_file file = {.name = "courses.xml", .bytes = "", .listed = true, .schools = RRP_VEC(rrp_school, &school, 1),
                                 .courses = RRP_VEC(rrp_course, &course, 1)};
    char path[512], why[256];
    rr__server *server = NULL;
    rr__decoder in;
    snprintf(path, sizeof path, "%s/%s/%s.so", RR_TEST_SHIPPED, name, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(rr__server_load(&server, &rr__malloc_allocator, fd, why, sizeof why), RR__FAULT_NONE);
    close(fd);
    rr__buf_clear(&f->start);
    rr__start_request(&f->start, f->taxonomy, &manifest, &file, 1);
    assert_int_equal(ask_quota(server, &f->start, &f->reply, &f->arena, &in, QUOTA), RRP_OK);
    return server;
}

static int set_up(void **state)
{
    static const char *const taxonomy_path = RR_TEST_SOURCE "/taxonomies/cn-transition";
    fixture *f = *state = calloc(1, sizeof *f);
    assert_non_null(f);
    assert_int_equal(rr_context_create(&f->context, NULL, NULL), RR_OK);
    assert_int_equal(rr_taxonomy_load(&f->taxonomy, f->context, &taxonomy_path, 1, NULL, NULL, NULL), RR_OK);
    rr__arena_init(&f->arena, &rr__malloc_allocator);
    rr__buf_init(&f->start, &rr__malloc_allocator, 0);
    rr__buf_init(&f->request, &rr__malloc_allocator, 0);
    rr__buf_init(&f->reply, &rr__malloc_allocator, 0);
    f->guangdong = start_plugin(f, "cn-guangdong", "org.reroute.cn-guangdong", "2026.11", NULL, 0);
    f->zhejiang = start_plugin(f, "cn-zhejiang", "org.reroute.cn-zhejiang", "2026.11", NULL, 0);
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    rr__server_destroy(f->guangdong);
    rr__server_destroy(f->zhejiang);
    rr__buf_finish(&f->start);
    rr__buf_finish(&f->request);
    rr__buf_finish(&f->reply);
    rr__arena_finish(&f->arena);
    rr_taxonomy_destroy(f->taxonomy);
    rr_context_destroy(f->context);
    free(f);
    return 0;
}

/* A profile of facts written "name=value name=value". */
static rrp_profile person(fixture *f, const char *facts)
{
    rrp_fact *list = rr__arena_alloc(&f->arena, 16 * sizeof *list, _Alignof(rrp_fact));
    uint32_t count = 0;
    while (*facts != '\0') {
        size_t name = strcspn(facts, "="), whole = strcspn(facts, " ");
        assert_true(count < 16 && name < whole);
        list[count++] = (rrp_fact){{facts, name}, {facts + name + 1, whole - name - 1}};
        facts += whole + (facts[whole] == ' ');
    }
    return (rrp_profile){.size = sizeof(rrp_profile), .as_of_day = DAY_IN_2026, .facts = RRP_VEC(rrp_fact, list, count)};
}

static rrp_vec score(fixture *f, rr__server *server, const rrp_profile *profile, const char *role)
{
    const rrp_candidate candidate = {.occupation = rr_taxonomy_find_occupation(f->taxonomy, role) + 1};
    const rrp_vec candidates = RRP_VEC(rrp_candidate, &candidate, 1);
    rr__decoder in;
    rrp_vec verdicts;
    assert_true(candidate.occupation != 0);
    rr__buf_clear(&f->request);
    rr__encode_u32(&f->request, RR__CALL_SCORE);
    assert_true(rr__encode(&f->request, &rr__abi_profile, profile, sizeof *profile));
    assert_true(rr__encode_vec(&f->request, &rr__abi_candidate, &candidates));
    assert_int_equal(ask_quota(server, &f->request, &f->reply, &f->arena, &in, QUOTA), RRP_OK);
    rr__decode_vec(&in, &rr__abi_verdict, &verdicts);
    assert_true(!in.failed && verdicts.count == 1);
    return RRP_AT(rrp_verdict, verdicts, 0)->findings;
}

static const rrp_finding *find(const rrp_vec *findings, const char *code)
{
    for (uint32_t i = 0; i < findings->count; i++)
        if (text_is(RRP_AT(rrp_finding, *findings, i)->code, code))
            return RRP_AT(rrp_finding, *findings, i);
    return NULL;
}

/* Grants for a course without a certificate, one of level 5 and one of level 3. */
static rrp_vec ask_grants(fixture *f, rr__server *server, const rrp_profile *profile)
{
    const rrp_certificate five = {.id = TEXT("k5"), .level = 5}, three = {.id = TEXT("k3"), .level = 3};
    const rrp_course courses[] = {{.id = TEXT("none")}, {.id = TEXT("five"), .certificates = RRP_VEC(rrp_certificate, &five, 1)},
                                  {.id = TEXT("three"), .certificates = RRP_VEC(rrp_certificate, &three, 1)}};
    const rrp_vec vec = RRP_VEC(rrp_course, courses, 3);
    rr__decoder in;
    rrp_vec grants;
    rr__buf_clear(&f->request);
    rr__encode_u32(&f->request, RR__CALL_GRANTS);
    assert_true(rr__encode(&f->request, &rr__abi_profile, profile, sizeof *profile));
    rr__encode_u32(&f->request, 1);
    assert_true(rr__encode_vec(&f->request, &rr__abi_course, &vec));
    assert_int_equal(ask_quota(server, &f->request, &f->reply, &f->arena, &in, QUOTA), RRP_OK);
    rr__decode_vec(&in, &rr__abi_grant, &grants);
    assert_false(in.failed);
    return grants;
}

static bool asks(const rrp_grant *grant, const char *word)
{
    return grant->questions.count == 2 && strstr(RRP_AT(rrp_text, grant->questions, 0)->text.p, word) != NULL;
}

static void plugin_shipped_code__guangdong_counts_no_amount_that_it_does_not_know(void **state)
{
    fixture *f = *state;
    const rrp_profile profile = person(f, "age=40 status=unemployed household-registration=CN-GD");
    const rrp_vec grants = ask_grants(f, f->guangdong, &profile);
    assert_int_equal(grants.count, 3); /* the subsidy twice, the uplift at level 3 */
    for (uint32_t i = 0; i < grants.count; i++) {
        const rrp_grant *grant = RRP_AT(rrp_grant, grants, i);
        assert_int_equal(grant->state, RRP_UNKNOWN);
        assert_int_equal(grant->has & (RRP_GRANT_AMOUNT | RRP_GRANT_SHARE), 0);
        assert_true(grant->questions.count == 2 && grant->source.n > 0);
        assert_true(text_is(grant->course_id, i == 0 ? "five" : "three"));
    }
    assert_true(text_is(RRP_AT(rrp_grant, grants, 2)->code, "gd-shortage-uplift"));
    assert_int_equal(RRP_AT(rrp_grant, grants, 2)->certificate_level, 3);
    assert_int_equal(RRP_AT(rrp_grant, grants, 2)->exclusion_group.n, 0);
}

static void plugin_shipped_code__guangdong_says_who_may_not_claim_and_asks_what_is_open(void **state)
{
    static const struct { const char *facts; uint32_t state; const char *question; } rows[] = {
        {"", RRP_UNKNOWN, "registration"},
        {"household-registration=CN-GD", RRP_UNKNOWN, "Which age"},
        {"household-registration=CN-HN social-insurance-region=CN-GD age=40", RRP_UNKNOWN, "student"},
        {"household-registration=CN-HN social-insurance-region=CN-HN unemployment-registration=CN-HN", RRP_UNMET, NULL},
        {"household-registration=CN-HN social-insurance-region=CN-HN", RRP_UNKNOWN, "registration"},
        {"household-registration=CN-GD age=15", RRP_UNMET, NULL},
        {"household-registration=CN-GD age=16 status=employee", RRP_UNKNOWN, "catalogue"},
        {"household-registration=CN-GD age=55 status=employee sex=female", RRP_UNKNOWN, "catalogue"},
        {"household-registration=CN-GD age=56 status=employee sex=female", RRP_UNMET, NULL},
        {"household-registration=CN-GD age=56 status=employee", RRP_UNKNOWN, "man or woman"},
        {"household-registration=CN-GD age=60 status=employee sex=male", RRP_UNKNOWN, "catalogue"},
        {"household-registration=CN-GD age=61 status=employee sex=male", RRP_UNMET, NULL},
        {"household-registration=CN-GD age=40 status=pensioner", RRP_UNMET, NULL},
        {"household-registration=CN-GD status=full-time-student", RRP_UNMET, NULL},
        {"household-registration=CN-GD age=forty status=employee", RRP_UNKNOWN, "Which age"},
    };
    fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const rrp_profile profile = person(f, rows[i].facts);
        const rrp_vec grants = ask_grants(f, f->guangdong, &profile);
        const rrp_grant *subsidy = RRP_AT(rrp_grant, grants, 0);
        if (subsidy->state != rows[i].state || (rows[i].question != NULL && !asks(subsidy, rows[i].question)))
            fail_msg("row %zu: %s: state %u", i, rows[i].facts, subsidy->state);
    }
}

static void plugin_shipped_code__guangdong_moves_the_role_that_a_programme_names_and_no_other(void **state)
{
    fixture *f = *state;
    const rrp_profile profile = person(f, "");
    const rrp_vec named = score(f, f->guangdong, &profile, "cn:domestic-worker");
    const rrp_finding *delta = find(&named, "gd-nanyue-domestic");
    assert_non_null(delta);
    assert_true(delta->state == RRP_MET && delta->delta_ppm == 10000 && delta->texts.count == 2 && delta->source.n > 0);
    static const char *const others[] = {"cn:elderly-care-worker", "cn:robot-om", "cn:remote-safety-operator", "cn:courier"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        const rrp_vec findings = score(f, f->guangdong, &profile, others[i]);
        assert_true(findings.count > 0);
        for (uint32_t k = 0; k < findings.count; k++)
            assert_int_equal(RRP_AT(rrp_finding, findings, k)->delta_ppm, 0);
    }
}

static void plugin_shipped_code__guangdong_judges_what_an_advert_asks(void **state)
{
    static const struct { const char *facts; uint32_t state; } rows[] = {
        {"", RRP_UNKNOWN},
        {"drink-driving-5y=no serious-accident-5y=no serious-violation-3y=no", RRP_MET},
        {"drink-driving-5y=no serious-accident-5y=no", RRP_UNKNOWN},
        {"serious-violation-3y=yes", RRP_UNMET},
    };
    fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const rrp_profile profile = person(f, rows[i].facts);
        const rrp_vec findings = score(f, f->guangdong, &profile, "cn:icv-tester");
        const rrp_finding *advert = find(&findings, "gd-advert-clean-record");
        assert_non_null(advert);
        assert_true(advert->state == rows[i].state && advert->rule_class == RRP_CUSTOM && advert->delta_ppm == 0);
    }
}

static void plugin_shipped_code__zhejiang_holds_the_floor_against_the_minimum_wage(void **state)
{
    fixture *f = *state;
    rrp_profile profile = person(f, "");
    static const struct { int64_t floor_minor; uint32_t has; bool above; } rows[] = {
        {450000, 0, false}, {249000, RRP_PROFILE_FLOOR, false}, {249001, RRP_PROFILE_FLOOR, true}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        profile.has = rows[i].has;
        profile.income_floor_minor = rows[i].floor_minor;
        profile.currency = TEXT("CNY");
        const rrp_vec findings = score(f, f->zhejiang, &profile, "cn:courier");
        const rrp_finding *wage = find(&findings, "zj-minimum-wage");
        assert_non_null(wage);
        assert_true((strstr(RRP_AT(rrp_text, wage->texts, 0)->text.p, "floor") != NULL) == rows[i].above);
        assert_true((wage->flags & RRP_INFORMATION) != 0 && wage->delta_ppm == 0);
    }
}

static void plugin_shipped_code__zhejiang_speaks_of_its_plan_while_it_runs(void **state)
{
    static const struct { int32_t day; bool runs; } rows[] = {{20283, false}, {20284, true}, {21183, true}, {21184, false}};
    fixture *f = *state;
    rrp_profile profile = person(f, "ads-operation-hours=50 full-points-3-cycles=no drink-driving-5y=no");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        profile.as_of_day = rows[i].day; /* around 2025-07-15 and 2027-12-31 */
        const rrp_vec findings = score(f, f->zhejiang, &profile, "cn:icv-tester");
        assert_true((find(&findings, "zj-plan") != NULL) == rows[i].runs);
        assert_int_equal(find(&findings, "zj-hangzhou-test-driver")->state, RRP_MET);
        const rrp_vec grants = ask_grants(f, f->zhejiang, &profile);
        assert_int_equal(grants.count, rows[i].runs ? 2 : 0);
    }
    profile = person(f, "ads-operation-hours=49");
    const rrp_vec findings = score(f, f->zhejiang, &profile, "cn:icv-tester");
    assert_int_equal(find(&findings, "zj-hangzhou-test-driver")->state, RRP_UNMET);
}

static void plugin_shipped_code__courses_are_handed_on(void **state)
{
    fixture *f = *state;
    const rrp_course_query query = {.size = sizeof query, .region = rr__region_number("CN-GD", 5)};
    rrp_course_page page;
    rr__decoder in;
    rr__buf_clear(&f->request);
    rr__encode_u32(&f->request, RR__CALL_COURSES);
    rr__encode(&f->request, &rr__abi_course_query, &query, sizeof query);
    assert_int_equal(ask_quota(f->guangdong, &f->request, &f->reply, &f->arena, &in, QUOTA), RRP_OK);
    rr__decode(&in, &rr__abi_course_page, &page);
    assert_true(!in.failed && page.courses.count == 1 && text_is(RRP_AT(rrp_course, page.courses, 0)->id, "c"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plugin_shipped_code__guangdong_counts_no_amount_that_it_does_not_know),
        cmocka_unit_test(plugin_shipped_code__guangdong_says_who_may_not_claim_and_asks_what_is_open),
        cmocka_unit_test(plugin_shipped_code__guangdong_moves_the_role_that_a_programme_names_and_no_other),
        cmocka_unit_test(plugin_shipped_code__guangdong_judges_what_an_advert_asks),
        cmocka_unit_test(plugin_shipped_code__zhejiang_holds_the_floor_against_the_minimum_wage),
        cmocka_unit_test(plugin_shipped_code__zhejiang_speaks_of_its_plan_while_it_runs),
        cmocka_unit_test(plugin_shipped_code__courses_are_handed_on),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

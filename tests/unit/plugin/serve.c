/* SPDX-License-Identifier: MIT */
/* Requests to real shared objects in, replies out: every host service, and every way to answer wrongly. */
#include "fixture.h"

static int set_up(void **state)
{
    *state = open_fixture("everything", RR__OFFERS_CATALOGUE | RR__OFFERS_SCORING | RR__OFFERS_FUNDING);
    return 0;
}

static void plugin_serve__regions_come_as_numbers(void **state)
{
    fixture *f = *state;
    rr__decoder in;
    rrp_vec regions;
    rr__buf_clear(&f->request);
    rr__encode_u32(&f->request, RR__CALL_REGIONS);
    assert_int_equal(ask(f, &in), RRP_OK);
    rr__decode_vec(&in, NULL, &regions);
    assert_true(!in.failed && in.at == in.end);
    assert_int_equal(regions.count, 2);
    assert_int_equal(*RRP_AT(uint32_t, regions, 0), rr__region_number("CN-GD", 5));
    assert_int_equal(*RRP_AT(uint32_t, regions, 1), rr__region_number("CN", 2));
}

static void plugin_serve__services_answer_from_what_start_sent(void **state)
{
    fixture *f = *state;
    rr__decoder in;
    rrp_vec verdicts;
    rr_occupation first;
    char expected[64];
    make_score(f, "");
    assert_int_equal(ask(f, &in), RRP_OK);
    rr__decode_vec(&in, &rr__abi_verdict, &verdicts);
    assert_true(!in.failed && in.at == in.end);
    assert_int_equal(verdicts.count, 2);
    const rrp_verdict *verdict = RRP_AT(rrp_verdict, verdicts, 0);
    assert_int_equal(verdict->findings.count, 1);
    const rrp_finding *finding = RRP_AT(rrp_finding, verdict->findings, 0);
    assert_int_equal(finding->delta_ppm, 50000);
    assert_true(text_is(finding->code, "c-17"));
    assert_true(text_is(finding->course_id, "CN-GD"));
    assert_true(text_is(finding->source, "ok"));
    rr_taxonomy_occupation(f->taxonomy, 0, &first);
    snprintf(expected, sizeof expected, "%s|a\t1", first.id);
    assert_true(text_is(RRP_AT(rrp_text, finding->texts, 0)->text, expected));
    assert_int_equal(RRP_AT(rrp_finding, RRP_AT(rrp_verdict, verdicts, 1)->findings, 0)->delta_ppm, -2);
}

static void plugin_serve__grants_see_the_courses_asked_for(void **state)
{
    fixture *f = *state;
    rr__decoder in;
    rrp_vec grants;
    const rrp_profile profile = {.size = sizeof profile};
    const rrp_course asked = {.id = TEXT("c9")};
    const rrp_vec courses = RRP_VEC(rrp_course, &asked, 1);
    rr__buf_clear(&f->request);
    rr__encode_u32(&f->request, RR__CALL_GRANTS);
    rr__encode(&f->request, &rr__abi_profile, &profile, sizeof profile);
    rr__encode_u32(&f->request, 7);
    rr__encode_vec(&f->request, &rr__abi_course, &courses);
    assert_int_equal(ask(f, &in), RRP_OK);
    rr__decode_vec(&in, &rr__abi_grant, &grants);
    assert_true(!in.failed && in.at == in.end);
    assert_int_equal(grants.count, 1);
    const rrp_grant *grant = RRP_AT(rrp_grant, grants, 0);
    assert_true(text_is(grant->course_id, "c9"));
    assert_int_equal(grant->amount_minor, 7);
    assert_int_equal(grant->share_ppm, rr_taxonomy_find_descriptor(f->taxonomy, "s.drive") + 1);
}

/* Reads all pages; how many courses and schools came. */
static void read_pages(fixture *f, const char *region, uint32_t max_rows, uint32_t *courses, uint32_t *schools, uint32_t *pages)
{
    rrp_course_query query = {.size = sizeof query, .region = rr__region_number(region, strlen(region)), .max_rows = max_rows};
    rrp_course_page page;
    rr__decoder in;
    *courses = *schools = *pages = 0;
    do {
        rr__buf_clear(&f->request);
        rr__encode_u32(&f->request, RR__CALL_COURSES);
        rr__encode(&f->request, &rr__abi_course_query, &query, sizeof query);
        assert_int_equal(ask(f, &in), RRP_OK);
        rr__decode(&in, &rr__abi_course_page, &page);
        assert_true(!in.failed && in.at == in.end);
        assert_true(max_rows == 0 || page.courses.count <= max_rows);
        for (uint32_t i = 0; i < page.courses.count; i++) {
            const rrp_course *course = RRP_AT(rrp_course, page.courses, i);
            assert_int_equal(course->price_minor, text_is(course->id, "c1") ? 1100 : 1000);
            assert_true(text_is(RRP_AT(rrp_text, course->titles, 0)->text, "A course"));
        }
        *courses += page.courses.count;
        *schools += page.schools.count;
        ++*pages;
        query.cursor = page.next_cursor;
    } while (query.cursor.n > 0 && *pages < 20);
}

static void plugin_serve__listed_courses_come_in_pages_of_the_region(void **state)
{
    fixture *f = *state;
    uint32_t courses, schools, pages;
    read_pages(f, "CN-GD", 0, &courses, &schools, &pages);
    assert_true(courses == 6 && schools == 1 && pages == 1);
    read_pages(f, "CN-ZJ", 4, &courses, &schools, &pages);
    assert_true(courses == 6 && schools == 1 && pages == 2);
    read_pages(f, "CN", 5, &courses, &schools, &pages);
    assert_true(courses == 12 && schools == 2 && pages == 3);
    read_pages(f, "CN-BJ", 1, &courses, &schools, &pages);
    assert_true(courses == 0 && schools == 0 && pages == 1);
    read_pages(f, "CN-ZJ", 4, &courses, &schools, &pages); /* the change of a price did not stay */
    assert_int_equal(courses, 6);
}

static void plugin_serve__a_bad_cursor_is_an_error(void **state)
{
    fixture *f = *state;
    static const char *const cursors[] = {"x", "-1", "99999999999999999999999", "1 "};
    rr__decoder in;
    for (size_t i = 0; i < sizeof cursors / sizeof cursors[0]; i++) {
        const rrp_course_query query = {.size = sizeof query, .cursor = {cursors[i], strlen(cursors[i])}};
        rr__buf_clear(&f->request);
        rr__encode_u32(&f->request, RR__CALL_COURSES);
        rr__encode(&f->request, &rr__abi_course_query, &query, sizeof query);
        assert_int_equal(ask(f, &in), RRP_EDATA);
    }
}

static void plugin_serve__wrong_answers_are_told_apart(void **state)
{
    fixture *f = *state;
    static const struct { const char *what; uint32_t outcome; const char *text, *where; } rows[] = {
        {"fail", RRP_EDATA, "the table is empty", "rates.tsv:3"},
        {"odd-code", RRP_EINTERNAL, "the unknown code -7", ""},
        {"null-data", RR__OUTCOME_FAULT + RR__FAULT_BAD_REPLY, NULL, ""},
        {"no-stride", RR__OUTCOME_FAULT + RR__FAULT_BAD_REPLY, NULL, ""},
        {"inner-null", RR__OUTCOME_FAULT + RR__FAULT_BAD_REPLY, NULL, ""},
        {"null-text", RR__OUTCOME_FAULT + RR__FAULT_BAD_REPLY, NULL, ""},
        {"huge-text", RR__OUTCOME_FAULT + RR__FAULT_BAD_REPLY, NULL, ""},
        {"huge-count", RR__OUTCOME_FAULT + RR__FAULT_TOO_LARGE, "the reply is larger than the limit", ""},
        {"quota", RRP_ENOMEM, "", ""},
        {"odd-align", RRP_EDATA, "refused", ""},
        {"short-record", RRP_OK, NULL, NULL},
        {"cancelled", RRP_OK, NULL, NULL},
    };
    rr__decoder in;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        make_score(f, rows[i].what);
        assert_int_equal(ask(f, &in), rows[i].outcome);
        if (rows[i].outcome == RRP_OK)
            continue;
        rrp_str text = rr__decode_str(&in), where = rr__decode_str(&in);
        assert_true(!in.failed && in.at == in.end);
        assert_true(rows[i].text == NULL ? text.n > 0 : text_is(text, rows[i].text));
        assert_true(text_is(where, rows[i].where));
    }
    make_score(f, ""); /* and afterwards all is well */
    assert_int_equal(ask(f, &in), RRP_OK);
}

static void plugin_serve__memory_ends_at_the_quota(void **state)
{
    fixture *f = *state;
    rr__decoder in;
    make_score(f, "");
    assert_int_equal(ask_quota(f->server, &f->request, &f->reply, &f->arena, &in, 4096), RRP_ENOMEM);
    assert_int_equal(ask_quota(f->server, &f->request, &f->reply, &f->arena, &in, 0), RRP_ENOMEM);
    assert_int_equal(ask_quota(f->server, &f->request, &f->reply, &f->arena, &in, 1 << 20), RRP_OK);
}

static bool say_yes(void *user)
{
    ++*(int *)user;
    return true;
}

static void count_log(void *user, uint32_t level, const char *text, size_t len)
{
    *(bool *)user = level == RRP_LOG_INFO && len == 7 && memcmp(text, "created", 7) == 0;
}

static void plugin_serve__log_and_cancel_reach_the_host(void **state)
{
    fixture *f = *state;
    rr__decoder in;
    bool logged = false;
    int asked = 0;
    rr__server_on_log(f->server, count_log, &logged);
    rr__server_on_cancelled(f->server, say_yes, &asked);
    make_score(f, "cancelled");
    assert_int_equal(ask(f, &in), RRP_ECANCELLED);
    assert_true(logged);
    assert_int_equal(asked, 1);
}

static void plugin_serve__every_prefix_of_a_request_fails_cleanly(void **state)
{
    fixture *f = *state;
    rr__decoder in;
    make_score(f, "");
    size_t whole = f->request.len;
    for (f->request.len = 0; f->request.len < whole; f->request.len++)
        assert_int_equal(ask(f, &in), RR__OUTCOME_FAULT + RR__FAULT_HELPER);
    rr__buf_char(&f->request, '\0');
    assert_int_equal(ask(f, &in), RR__OUTCOME_FAULT + RR__FAULT_HELPER);
}

static void plugin_serve__every_prefix_of_the_start_fails_cleanly(void **state)
{
    fixture *f = *state;
    char why[256];
    rr__decoder in;
    for (size_t len = 0; len < f->start.len; len++) {
        rr__buf cut = f->start;
        cut.len = len;
        rr__server *server = load_plugin("everything", RR__FAULT_NONE, why);
        assert_int_equal(ask_quota(server, &cut, &f->reply, &f->arena, &in, 1 << 20), RR__OUTCOME_FAULT + RR__FAULT_HELPER);
        rr__server_destroy(server);
    }
}

static void plugin_serve__a_manifest_of_another_plugin_is_told(void **state)
{
    fixture *f = *state;
    char why[256];
    rr__decoder in;
    rr__server *server = load_plugin("small", RR__FAULT_NONE, why);
    assert_int_equal(ask_quota(server, &f->start, &f->reply, &f->arena, &in, 1 << 20), RR__OUTCOME_FAULT + RR__FAULT_MISMATCH);
    assert_true(text_is(rr__decode_str(&in), "plugin.xml says org.reroute.everything 1, the binary org.reroute.small 1"));
    make_score(f, "");
    assert_int_equal(ask_quota(server, &f->request, &f->reply, &f->arena, &in, 1 << 20), RR__OUTCOME_FAULT + RR__FAULT_HELPER);
    rr__server_destroy(server);
}

/* The descriptor's number is the same each time: it must not lead to the image loaded first. */
static void plugin_serve__each_file_is_loaded_as_itself(void **state)
{
    fixture *f = *state;
    char why[256];
    rr__decoder in;
    for (int round = 0; round < 3; round++) {
        rr__server *server = load_plugin(round % 2 == 0 ? "small" : "everything", RR__FAULT_NONE, why);
        make_start(f, round % 2 == 0 ? "org.reroute.small" : "org.reroute.everything");
        assert_int_equal(ask_quota(server, &f->start, &f->reply, &f->arena, &in, 1 << 20), RRP_OK);
        assert_int_equal(rr__decode_u32(&in), round % 2 == 0 ? RR__OFFERS_SCORING : 7);
        rr__buf_clear(&f->request);
        rr__encode_u32(&f->request, RR__CALL_REGIONS);
        assert_int_equal(ask_quota(server, &f->request, &f->reply, &f->arena, &in, 1 << 20),
                         round % 2 == 0 ? RR__OUTCOME_FAULT + RR__FAULT_HELPER : RRP_OK);
        rr__server_destroy(server);
    }
}

static void plugin_serve__an_undefined_symbol_is_named(void **state)
{
    (void)state;
    char why[256] = "";
    assert_null(load_plugin("undefined", RR__FAULT_UNDEFINED_SYMBOL, why));
    assert_string_equal(why, "undefined symbol: nobody_has_this");
}

static void plugin_serve__what_is_no_library_is_not_loaded(void **state)
{
    (void)state;
    char why[256] = "";
    rr__server *server = NULL;
    int fd = open(taxonomy_path, O_RDONLY | O_CLOEXEC);
    assert_int_equal(rr__server_load(&server, &rr__malloc_allocator, fd, why, sizeof why), RR__FAULT_LOAD);
    close(fd);
    assert_null(server);
    assert_string_equal(why, "invalid ELF header");
    assert_int_equal(rr__server_load(&server, &rr__malloc_allocator, -1, why, sizeof why), RR__FAULT_LOAD);
}

static void *never(void *user, void *block, size_t size)
{
    (void)user, (void)block, (void)size;
    return NULL;
}

static void plugin_serve__no_memory_is_told(void **state)
{
    (void)state;
    char why[256] = "", path[512];
    const rr_allocator none = {NULL, never};
    rr__server *server = NULL;
    snprintf(path, sizeof path, "%s/small.so", RR_TEST_PLUGINS);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_int_equal(rr__server_load(&server, &none, fd, why, sizeof why), RR__FAULT_MEMORY);
    close(fd);
    assert_null(server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(plugin_serve__regions_come_as_numbers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(plugin_serve__services_answer_from_what_start_sent, set_up, tear_down),
        cmocka_unit_test_setup_teardown(plugin_serve__grants_see_the_courses_asked_for, set_up, tear_down),
        cmocka_unit_test_setup_teardown(plugin_serve__listed_courses_come_in_pages_of_the_region, set_up, tear_down),
        cmocka_unit_test_setup_teardown(plugin_serve__a_bad_cursor_is_an_error, set_up, tear_down),
        cmocka_unit_test_setup_teardown(plugin_serve__wrong_answers_are_told_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(plugin_serve__memory_ends_at_the_quota, set_up, tear_down),
        cmocka_unit_test_setup_teardown(plugin_serve__log_and_cancel_reach_the_host, set_up, tear_down),
        cmocka_unit_test_setup_teardown(plugin_serve__every_prefix_of_a_request_fails_cleanly, set_up, tear_down),
        cmocka_unit_test_setup_teardown(plugin_serve__every_prefix_of_the_start_fails_cleanly, set_up, tear_down),
        cmocka_unit_test_setup_teardown(plugin_serve__a_manifest_of_another_plugin_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(plugin_serve__each_file_is_loaded_as_itself, set_up, tear_down),
        cmocka_unit_test(plugin_serve__an_undefined_symbol_is_named),
        cmocka_unit_test(plugin_serve__what_is_no_library_is_not_loaded),
        cmocka_unit_test(plugin_serve__no_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

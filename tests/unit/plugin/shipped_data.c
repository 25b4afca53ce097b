/* SPDX-License-Identifier: MIT */
/* Every file of every shipped plugin in: it is read without a finding, its courses reach what roles require,
 * and the national rules say what their sources say. */
#include "helper.h"

#include "base/file.h"
#include "base/text.h"
#include "catalogue/catalogue.h"
#include "plugin/manifest.h"
#include "rules/rules.h"

static const char *const folders[] = {"cn-beijing", "cn-guangdong", "cn-henan", "cn-national", "cn-zhejiang"};
enum { FOLDERS = sizeof folders / sizeof folders[0], COURSES_LEAST = 40 };

typedef struct shipped { rr__manifest manifest; rr__courses courses; rr__rules *rules; } shipped;

typedef struct fixture {
    rr_context *context;
    rr_taxonomy *taxonomy;
    rr__arena arena;
    shipped plugins[FOLDERS];
    unsigned findings;
} fixture;

static void say_finding(void *user, const rr_error *what)
{
    char text[1024];
    rr_error_format(what, RR_LANG_EN, text, sizeof text);
    print_message("%s\n", text);
    ++((fixture *)user)->findings;
}

static void read_file(fixture *f, shipped *plugin, const rr__plugin_file *file)
{
    rr__bytes bytes = {0};
    rr__vec unknown;
    rr_error err = {0};
    const char *folder = plugin->manifest.folder;
    rr__vec_init(&unknown, &f->context->allocator, sizeof(rr__unknown_name));
    assert_int_equal(rr__plugin_file_read(&bytes, f->context, folder, file->name, 1 << 24, &err), RR_OK);
    if (file->kind == RR__FILE_COURSES)
        assert_int_equal(rr__courses_read(&plugin->courses, &f->arena, &unknown, f->context, f->taxonomy, file->name, bytes.data,
                                          bytes.len, say_finding, f, &err), RR_OK);
    else
        assert_int_equal(rr__rules_read(&plugin->rules, f->context, f->taxonomy, file->name, bytes.data, bytes.len,
                                        plugin->manifest.reads, plugin->manifest.read_count, say_finding, f, &err), RR_OK);
    assert_int_equal(unknown.count, 0);
    rr__vec_finish(&unknown);
    rr__bytes_finish(&bytes);
}

static void read_plugin(fixture *f, const char *name, shipped *plugin)
{
    char *folder = rr__arena_alloc(&f->arena, 512, 1);
    rr__bytes bytes = {0};
    rr_error err = {0};
    snprintf(folder, 512, "%s/%s", RR_TEST_SHIPPED, name);
    assert_int_equal(rr__plugin_file_read(&bytes, f->context, folder, "plugin.xml", 1 << 20, &err), RR_OK);
    assert_int_equal(rr__manifest_read(&plugin->manifest, &f->arena, f->context, folder, "plugin.xml", bytes.data, bytes.len,
                                       say_finding, f, &err), RR_OK);
    rr__bytes_finish(&bytes);
    for (size_t i = 0; i < plugin->manifest.file_count; i++)
        read_file(f, plugin, &plugin->manifest.files[i]);
}

static int set_up(void **state)
{
    static const char *const taxonomy_path = RR_TEST_SOURCE "/taxonomies/cn-transition";
    fixture *f = *state = calloc(1, sizeof *f);
    assert_non_null(f);
    assert_int_equal(rr_context_create(&f->context, NULL, NULL), RR_OK);
    assert_int_equal(rr_taxonomy_load(&f->taxonomy, f->context, &taxonomy_path, 1, NULL, NULL, NULL), RR_OK);
    rr__arena_init(&f->arena, &f->context->allocator);
    for (size_t i = 0; i < FOLDERS; i++)
        read_plugin(f, folders[i], &f->plugins[i]);
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    for (size_t i = 0; i < FOLDERS; i++)
        rr__rules_destroy(f->plugins[i].rules);
    rr__arena_finish(&f->arena);
    rr_taxonomy_destroy(f->taxonomy);
    rr_context_destroy(f->context);
    free(f);
    return 0;
}

static const shipped *plugin_of(const fixture *f, const char *folder)
{
    for (size_t i = 0; i < FOLDERS; i++)
        if (strcmp(folders[i], folder) == 0)
            return &f->plugins[i];
    fail_msg("%s is not shipped", folder);
    return NULL;
}

static bool is_region(const shipped *plugin)
{
    return plugin->courses.courses.count > 2; /* the national plugin has none */
}

static void plugin_shipped_data__every_file_is_read_without_a_finding(void **state)
{
    const fixture *f = *state;
    assert_int_equal(f->findings, 0);
    for (size_t i = 0; i < FOLDERS; i++) {
        const shipped *plugin = &f->plugins[i];
        assert_true(plugin->rules == NULL || rr__rules_left_out(plugin->rules) == 0);
        assert_true(plugin->manifest.name_en[0] != '\0' && strcmp(plugin->manifest.name_en, plugin->manifest.name_zh) != 0);
    }
}

static bool says(const rrp_vec *texts, const char *word)
{
    for (uint32_t i = 0; i < texts->count; i++)
        if (strstr(RRP_AT(rrp_text, *texts, i)->text.p, word) != NULL)
            return true;
    return false;
}

static void plugin_shipped_data__what_is_made_up_says_so(void **state)
{
    const fixture *f = *state;
    for (size_t i = 0; i < FOLDERS; i++) {
        const rr__courses *rows = &f->plugins[i].courses;
        assert_true(rows->courses.count == 0 || f->plugins[i].manifest.illustrative);
        for (uint32_t k = 0; k < rows->schools.count; k++) {
            const rrp_school *school = RRP_AT(rrp_school, rows->schools, k);
            assert_true(says(&school->names, "Sample ") && says(&school->names, "示例"));
            assert_true((school->flags & RRP_ILLUSTRATIVE) != 0 && school->confidence == RRP_LOW);
        }
        for (uint32_t k = 0; k < rows->courses.count; k++) {
            const rrp_course *course = RRP_AT(rrp_course, rows->courses, k);
            assert_true((course->flags & RRP_ILLUSTRATIVE) != 0 && course->confidence == RRP_LOW);
            assert_true(course->titles.count == 2 && course->sessions.count > 0);
            for (uint32_t s = 0; s < course->sessions.count; s++) /* a series does not expire */
                assert_int_not_equal(RRP_AT(rrp_session, course->sessions, s)->recur, RRP_ONCE);
            for (uint32_t c = 0; c < course->certificates.count; c++)
                assert_true(RRP_AT(rrp_certificate, course->certificates, c)->needs.count > 0);
        }
    }
}

/* The highest level of a descriptor that a course reaches; -1: none teaches it. */
static int32_t level_taught(const rr__courses *rows, uint32_t descriptor)
{
    int32_t best = -1;
    for (uint32_t i = 0; i < rows->courses.count; i++) {
        const rrp_vec *teaches = &RRP_AT(rrp_course, rows->courses, i)->teaches;
        for (uint32_t k = 0; k < teaches->count; k++) {
            const rrp_skill_level *taught = RRP_AT(rrp_skill_level, *teaches, k);
            if (taught->skill == descriptor + 1 && taught->level > best)
                best = taught->level;
        }
    }
    return best;
}

static void plugin_shipped_data__each_region_teaches_what_every_target_role_requires(void **state)
{
    const fixture *f = *state;
    unsigned regions = 0, asked = 0;
    for (size_t i = 0; i < FOLDERS; i++) {
        if (!is_region(&f->plugins[i]))
            continue;
        regions++;
        assert_true(f->plugins[i].courses.courses.count >= COURSES_LEAST);
        rr_occupation role;
        for (uint32_t o = 0; rr_taxonomy_occupation(f->taxonomy, o, &role); o++) {
            rr_requirement needed;
            for (uint32_t k = 0; role.role == RR_ROLE_TARGET && rr_occupation_requirement(f->taxonomy, o, k, &needed); k++) {
                if (!needed.essential)
                    continue;
                asked++;
                if (level_taught(&f->plugins[i].courses, needed.descriptor) < needed.level)
                    fail_msg("%s: no course teaches requirement %u of %s", folders[i], k, role.id);
            }
        }
    }
    assert_int_equal(regions, 4);
    assert_true(asked > 2000);
}

/* ---- the national rules ---- */

static void judge_months(const fixture *f, const char *region, const char *months, const char *accepted, rrp_vec *grants)
{
    const rrp_fact facts[] = {{TEXT("insured-months"), {months, strlen(months)}}, {TEXT("insured-12-months-accepted"), {accepted, strlen(accepted)}}};
    const rrp_certificate certificate = {.id = TEXT("cert"), .level = 4};
    const rrp_course course = {.id = TEXT("course"), .certificates = RRP_VEC(rrp_certificate, &certificate, 1)};
    const rrp_vec courses = RRP_VEC(rrp_course, &course, 1);
    rrp_profile profile = {.size = sizeof profile, .as_of_day = 20000, .region = rr__region_number(region, strlen(region)),
                           .facts = RRP_VEC(rrp_fact, facts, 2)};
    if (months[0] == '\0' || accepted[0] == '\0')
        profile.facts.count = months[0] == '\0' ? 0 : 1;
    fixture *g = (fixture *)(uintptr_t)f;
    assert_int_equal(rr__rules_grants(plugin_of(f, "cn-national")->rules, &g->arena, &profile, 1, &courses, grants, NULL), RR_OK);
}

static void plugin_shipped_data__the_insurance_subsidy_asks_between_12_and_36_months(void **state)
{
    static const struct { const char *months, *accepted; uint32_t state; const char *question; } rows[] = {
        {"36", "", RRP_MET, NULL},      {"120", "no", RRP_MET, NULL}, {"35", "", RRP_UNKNOWN, "12"}, {"12", "", RRP_UNKNOWN, "12"},
        {"20", "yes", RRP_MET, NULL},   {"20", "no", RRP_UNMET, NULL}, {"11", "yes", RRP_UNMET, NULL}, {"11", "", RRP_UNMET, NULL},
        {"", "", RRP_UNKNOWN, "months"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        rrp_vec grants;
        judge_months(*state, "CN-GD", rows[i].months, rows[i].accepted, &grants);
        assert_int_equal(grants.count, 1);
        const rrp_grant *grant = RRP_AT(rrp_grant, grants, 0);
        assert_int_equal(grant->state, rows[i].state);
        assert_int_equal(grant->amount_minor, 150000); /* level 4 */
        assert_true(grant->claim_within_days == 365 && grant->per_person == 3 && (grant->flags & RRP_GRANT_ON_CERTIFICATE) != 0);
        assert_true(text_is(grant->exclusion_group, "cn-certificate-subsidy"));
        if (rows[i].question != NULL)
            assert_true(grant->questions.count > 0 && says(&grant->questions, rows[i].question));
    }
}

/* No amount was found for Beijing, so none is given there. */
static void plugin_shipped_data__the_insurance_subsidy_is_silent_in_beijing(void **state)
{
    rrp_vec grants;
    judge_months(*state, "CN-BJ", "48", "", &grants);
    assert_int_equal(grants.count, 0);
    judge_months(*state, "CN-XJ", "48", "", &grants);
    assert_int_equal(grants.count, 1);
}

static const rrp_finding *finding_of(fixture *f, const char *plugin, const char *role, const rrp_profile *profile, const char *code)
{
    const rrp_candidate candidate = {.occupation = rr_taxonomy_find_occupation(f->taxonomy, role) + 1};
    const rrp_vec candidates = RRP_VEC(rrp_candidate, &candidate, 1);
    rrp_vec verdicts;
    assert_true(candidate.occupation != 0);
    assert_int_equal(rr__rules_score(plugin_of(f, plugin)->rules, &f->arena, profile, &candidates, &verdicts, NULL), RR_OK);
    const rrp_vec *findings = &RRP_AT(rrp_verdict, verdicts, 0)->findings;
    for (uint32_t i = 0; i < findings->count; i++)
        if (text_is(RRP_AT(rrp_finding, *findings, i)->code, code))
            return RRP_AT(rrp_finding, *findings, i);
    return NULL;
}

static void plugin_shipped_data__a_taxi_driver_is_told_of_the_missing_record(void **state)
{
    fixture *f = *state;
    const rrp_job jobs[] = {{.title = TEXT("网约车司机")},
                            {.title = TEXT("收银员"), .occupation = rr_taxonomy_find_occupation(f->taxonomy, "cn:cashier") + 1}};
    const rrp_fact months = {TEXT("insured-months"), TEXT("48")};
    rrp_profile profile = {.size = sizeof profile, .as_of_day = 20000, .region = rr__region_number("CN-ZJ", 5),
                           .history = RRP_VEC(rrp_job, &jobs[0], 1)};
    const rrp_finding *found = finding_of(f, "cn-national", "cn:courier", &profile, "insurance-record-missing");
    assert_non_null(found);
    assert_int_equal(found->state, RRP_UNKNOWN);
    assert_true((found->flags & RRP_INFORMATION) != 0 && found->confidence == RRP_MEDIUM && found->questions.count == 2);
    profile.facts = (rrp_vec)RRP_VEC(rrp_fact, &months, 1);
    assert_null(finding_of(f, "cn-national", "cn:courier", &profile, "insurance-record-missing"));
    profile.facts.count = 0;
    profile.history = (rrp_vec)RRP_VEC(rrp_job, &jobs[1], 1);
    assert_null(finding_of(f, "cn-national", "cn:courier", &profile, "insurance-record-missing"));
}

static void plugin_shipped_data__a_rule_begins_on_its_day(void **state)
{
    fixture *f = *state;
    int64_t day = 0;
    rrp_profile profile = {.size = sizeof profile, .region = rr__region_number("CN-BJ", 5)};
    assert_true(rr__parse_date("2025-03-31", 10, &day));
    profile.as_of_day = (int32_t)day;
    assert_null(finding_of(f, "cn-beijing", "cn:remote-safety-operator", &profile, "bj-operators-required"));
    profile.as_of_day++;
    const rrp_finding *found = finding_of(f, "cn-beijing", "cn:remote-safety-operator", &profile, "bj-operators-required");
    assert_non_null(found);
    assert_true(found->rule_class == RRP_LAW && found->state == RRP_MET && found->confidence == RRP_HIGH);
    assert_null(finding_of(f, "cn-beijing", "cn:courier", &profile, "bj-operators-required"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plugin_shipped_data__every_file_is_read_without_a_finding),
        cmocka_unit_test(plugin_shipped_data__what_is_made_up_says_so),
        cmocka_unit_test(plugin_shipped_data__each_region_teaches_what_every_target_role_requires),
        cmocka_unit_test(plugin_shipped_data__the_insurance_subsidy_asks_between_12_and_36_months),
        cmocka_unit_test(plugin_shipped_data__the_insurance_subsidy_is_silent_in_beijing),
        cmocka_unit_test(plugin_shipped_data__a_taxi_driver_is_told_of_the_missing_record),
        cmocka_unit_test(plugin_shipped_data__a_rule_begins_on_its_day),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

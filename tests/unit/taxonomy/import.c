/* SPDX-License-Identifier: MIT */
/* Importing: what is wrong with a folder is said, what is wrong with a row is counted. */
#include "import_helper.h"

#include "base/error.h"

#define OCCUPATIONS "O*NET-SOC Code\tTitle\tDescription\r\n11-1011.00\tChief Executives\tDetermine policies.\r\n"
#define RATINGS "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\tRecommend Suppress\tNot Relevant\r\n"
#define SKILLS RATINGS "11-1011.00\t2.A.1.a\tReading\tIM\t4.12\tN\t\r\n"

static void taxonomy_import__refuses_a_scheme_it_does_not_know(void **state)
{
    (void)state;
    rr_taxonomy *t = NULL;
    rr_error err = {0};
    assert_int_equal(rr_taxonomy_import(&t, context, "rome", "/tmp", NULL, NULL, NULL, &err), RR_EUSAGE);
    assert_int_equal(err.number, RR__MSG_IMPORT_SCHEME);
    assert_null(t);
}

static void taxonomy_import__names_the_file_that_must_be_there(void **state)
{
    (void)state;
    folder f = make_folder("onet-1.0");
    account a;
    rr_taxonomy *t = NULL;
    rr_error err = {0};
    assert_int_equal(import_folder(&t, context, "onet", &f, &a, &err), RR_ENOTFOUND);
    assert_int_equal(err.number, RR__MSG_IMPORT_MISSING);
    assert_string_equal(err.args, "Occupation Data.txt");
    assert_int_equal(import_folder(&t, context, "esco", &f, &a, &err), RR_ENOTFOUND);
    assert_string_equal(err.args, "skills_en.csv");
    put(&f, "Occupation Data.txt", OCCUPATIONS);
    assert_int_equal(import_folder(&t, context, "onet", &f, &a, &err), RR_ENOTFOUND); /* neither skills nor knowledge */
    assert_null(t);
    put(&f, "Skills.txt", SKILLS);
    assert_int_equal(import_folder(&t, context, "onet", &f, &a, &err), RR_OK);
    assert_true(has_line(&a, "Knowledge.txt", "the file is absent"));
    assert_true(has_line(&a, "Tools Used.txt", "the file is absent"));
    rr_taxonomy_destroy(t);
    drop_folder(&f);
}

static void taxonomy_import__names_the_column_that_is_missing(void **state)
{
    (void)state;
    folder f = make_folder("onet-1.0");
    account a;
    rr_taxonomy *t = NULL;
    rr_error err = {0};
    put(&f, "Occupation Data.txt", "O*NET-SOC Code\tName\tDescription\r\n11-1011.00\tChief Executives\tx\r\n");
    assert_int_equal(import_folder(&t, context, "onet", &f, &a, &err), RR_EINVALID);
    assert_int_equal(err.number, RR__MSG_IMPORT_COLUMN);
    assert_string_equal(err.args, "Title");
    assert_string_equal(err.file, "Occupation Data.txt");
    assert_int_equal(err.line, 1);
    assert_null(t);
    drop_folder(&f);
}

static void taxonomy_import__finds_columns_by_name_in_any_order(void **state)
{
    (void)state;
    folder f = make_folder("onet-1.0");
    account a;
    rr_taxonomy *t = NULL;
    put(&f, "Occupation Data.txt", "Extra\tDescription\tTitle\tO*NET-SOC Code\n?\tDetermine policies.\tChief Executives\t11-1011.00");
    put(&f, "Skills.txt", SKILLS);
    assert_int_equal(import_folder(&t, context, "onet", &f, &a, NULL), RR_OK);
    assert_string_equal(rr_occupation_label(t, rr_taxonomy_find_occupation(t, "onet:11-1011.00"), RR_LANG_EN), "Chief Executives");
    rr_taxonomy_destroy(t);
    drop_folder(&f);
}

/* A file that is there but can't be read must not pass as one that is not there. */
static void taxonomy_import__fails_on_an_optional_file_that_can_not_be_read(void **state)
{
    (void)state;
    folder f = make_folder("onet-1.0"), inside = f;
    account a;
    rr_taxonomy *t = NULL;
    rr_error err = {0};
    put(&f, "Occupation Data.txt", OCCUPATIONS);
    put(&f, "Skills.txt", SKILLS);
    snprintf(inside.path, sizeof inside.path, "%.90s/Job Zones.txt", f.path);
    assert_int_equal(mkdir(inside.path, 0700), 0);
    assert_int_equal(import_folder(&t, context, "onet", &f, &a, &err), RR_EIO);
    assert_null(t);
    drop_folder(&f);
}

/* As after a download that broke off: the last row lacks cells. */
static void taxonomy_import__refuses_rows_cut_short_and_characters_beyond_xml(void **state)
{
    (void)state;
    folder f = make_folder("onet-1.0");
    account a;
    rr_taxonomy *t = NULL;
    put(&f, "Occupation Data.txt", OCCUPATIONS "11-1011.03\tBell \x01 Ringers\tx\r\n11-1011.04\tBad \xef\xbf\xbf Ones\tx\r\n11-1021.00\tGeneral Managers");
    put(&f, "Skills.txt", SKILLS "11-1011.00\t2.A.1.b");
    assert_int_equal(import_folder(&t, context, "onet", &f, &a, NULL), RR_OK);
    check_sums(&a);
    assert_int_equal(rows_of(&a, "Occupation Data.txt", 3, "the row is cut short"), 1);
    assert_int_equal(rows_of(&a, "Occupation Data.txt", 3, "a character that XML can't hold"), 2);
    assert_int_equal(rows_of(&a, "Skills.txt", 3, "the row is cut short"), 1);
    check_round_trip(context, t);
    rr_taxonomy_destroy(t);
    drop_folder(&f);
}

static void taxonomy_import__accounts_for_files_it_does_not_read(void **state)
{
    (void)state;
    folder f = make_folder("onet-1.0");
    account a;
    rr_taxonomy *t = NULL;
    put(&f, "Occupation Data.txt", OCCUPATIONS);
    put(&f, "Skills.txt", SKILLS);
    put(&f, "Abilities.txt", "O*NET-SOC Code\tElement ID\n11-1011.00\t1.A.1\n11-1011.00\t1.A.2\n");
    put(&f, "notes.md", "not data\n");
    assert_int_equal(import_folder(&t, context, "onet", &f, &a, NULL), RR_OK);
    check_sums(&a);
    assert_int_equal(rows_of(&a, "Abilities.txt", 3, "a file that is not imported"), 2);
    assert_int_equal(rows_of(&a, "Skills.txt", 3, NULL), 0);
    assert_false(has_line(&a, "notes.md", "rows"));
    rr_taxonomy_destroy(t);
    drop_folder(&f);
}

static void taxonomy_import__takes_the_version_from_the_name_of_the_folder(void **state)
{
    (void)state;
    static const struct { const char *name, *version; } table[] = {
        {"onet-29.3", "29.3"}, {"db_29_3_text", "29.3"}, {"esco-1.2.0", "1.2.0"}, {"ESCO dataset - v1.2.0 - en", "1.2.0"},
        {"onet", "unknown"}, {"download2", "unknown"}, {"2025-11", "unknown"}, {"db_29_", "unknown"}, {"copy 2 of db_30_0", "30.0"}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        folder f = make_folder(table[i].name);
        account a;
        rr_taxonomy *t = NULL;
        rr_taxonomy_info info;
        put(&f, "Occupation Data.txt", OCCUPATIONS);
        put(&f, "Skills.txt", SKILLS);
        strcat(f.path, i % 2 == 0 ? "/" : "");
        assert_int_equal(import_folder(&t, context, "onet", &f, &a, NULL), RR_OK);
        rr_taxonomy_get_info(t, &info);
        assert_string_equal(info.version, table[i].version);
        rr_taxonomy_destroy(t);
        drop_folder(&f);
    }
}

static void taxonomy_import__takes_the_model_from_a_file_of_the_same_id(void **state)
{
    (void)state;
    folder f = make_folder("onet-29.3");
    account a = {.count = 0};
    rr_taxonomy *t = NULL;
    rr_taxonomy_info info;
    rr_error err = {0};
    put(&f, "Occupation Data.txt", OCCUPATIONS);
    put(&f, "Skills.txt", SKILLS);
    assert_int_equal(rr_taxonomy_import(&t, context, "onet", f.path, RR_TEST_SOURCE "/taxonomies/onet/model.xml", note_line, &a, &err), RR_OK);
    rr_taxonomy_get_info(t, &info);
    assert_string_equal(info.version, "29.3");
    check_round_trip(context, t);
    rr_taxonomy_destroy(t);
    assert_int_equal(rr_taxonomy_import(&t, context, "onet", f.path, RR_TEST_SOURCE "/taxonomies/esco/model.xml", NULL, NULL, &err), RR_EINVALID);
    assert_int_equal(err.number, RR__MSG_NOT_A_PART);
    assert_null(t);
    assert_int_equal(rr_taxonomy_import(&t, context, "onet", f.path, "/nowhere/model.xml", NULL, NULL, &err), RR_EIO);
    assert_null(t);
    drop_folder(&f);
}

static int always(void *user)
{
    (void)user;
    return 1;
}

static void taxonomy_import__stops_when_it_is_cancelled(void **state)
{
    (void)state;
    folder f = make_folder("onet-1.0");
    account a;
    rr_taxonomy *t = NULL;
    rr_error err = {0};
    rr_context *own = NULL;
    rr_context_options options = {.size = sizeof options, .cancelled = always};
    char *rows = malloc(5000 * 24 + 64), *at = rows;
    assert_non_null(rows);
    at += sprintf(at, "O*NET-SOC Code\tTitle\tDescription\n");
    for (int i = 0; i < 5000; i++)
        at += sprintf(at, "11-%04d.00\tJob %d\tx\n", i, i);
    put(&f, "Occupation Data.txt", rows);
    assert_int_equal(rr_context_create(&own, &options, NULL), RR_OK);
    assert_int_equal(import_folder(&t, own, "onet", &f, &a, &err), RR_ECANCELLED);
    assert_null(t);
    rr_context_destroy(own);
    free(rows);
    drop_folder(&f);
}

static void fail_every_allocation(const char *scheme, const folder *f, const char *model)
{
    for (int for_good = 0; for_good < 2; for_good++) {
        rr_status status = RR_ENOMEM;
        for (long n = 1; status != RR_OK; n++) {
            stingy s = {.for_good = for_good};
            rr_allocator allocator = {&s, stingy_resize};
            rr_context_options options = {.size = sizeof options, .allocator = &allocator};
            rr_context *own = NULL;
            rr_taxonomy *t = NULL;
            rr_error err = {0};
            account a = {.count = 0};
            assert_int_equal(rr_context_create(&own, &options, NULL), RR_OK);
            s.fail_at = s.calls + n;
            status = rr_taxonomy_import(&t, own, scheme, f->path, model, note_line, &a, &err);
            if (status != RR_OK) {
                assert_int_equal(status, RR_ENOMEM);
                assert_int_equal(err.status, RR_ENOMEM);
                assert_null(t);
            }
            rr_taxonomy_destroy(t);
            rr_context_destroy(own);
            assert_int_equal(s.held, 0);
            assert_true(n < 20000);
        }
    }
}

static void taxonomy_import__survives_every_failed_allocation(void **state)
{
    (void)state;
    folder f = make_folder("onet-1.0");
    put(&f, "Occupation Data.txt", OCCUPATIONS);
    put(&f, "Skills.txt", SKILLS);
    put(&f, "Alternate Titles.txt", "O*NET-SOC Code\tAlternate Title\tShort Title\n11-1011.00\tChief Executive Officer\tCEO\n");
    put(&f, "DWA Reference.txt", "Element ID\tElement Name\tIWA ID\tIWA Title\tDWA ID\tDWA Title\n4.A.1.a.1\tGetting\t4.A.1.a.1.I01\tStudy.\t4.A.1.a.1.I01.D01\tReview.\n");
    put(&f, "Tasks to DWAs.txt", "O*NET-SOC Code\tDWA ID\n11-1011.00\t4.A.1.a.1.I01.D01\n");
    put(&f, "Content Model Reference.txt", "Element ID\tElement Name\tDescription\n4.A\tWork\tAll.\n4.A.1\tInput\tIn.\n");
    put(&f, "Tools Used.txt", "O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\n11-1011.00\tPens\t44121701\tPens\n");
    put(&f, "Task Statements.txt", "O*NET-SOC Code\tTask ID\tTask\n11-1011.00\t8823\tDirect.\n");
    put(&f, "Other.txt", "a\n1\n");
    fail_every_allocation("onet", &f, RR_TEST_SOURCE "/taxonomies/onet/model.xml");
    put(&f, "occupations_en.csv", "conceptUri,iscoGroup,preferredLabel,altLabels,description,code\r\nhttp://x/occupation/o1,0110,officer,\"a\nb\",d,0110.1\r\n");
    put(&f, "skills_en.csv", "conceptUri,preferredLabel\r\nhttp://x/skill/s1,lead\r\nhttp://x/skill/s2,plan\r\n");
    put(&f, "broaderRelationsSkillPillar_en.csv", "conceptType,conceptUri,broaderUri\r\nS,http://x/skill/s1,http://x/skill/s2\r\n");
    put(&f, "occupationSkillRelations_en.csv", "occupationUri,relationType,skillUri\r\nhttp://x/occupation/o1,essential,http://x/skill/s1\r\n");
    fail_every_allocation("esco", &f, NULL);
    drop_folder(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(taxonomy_import__refuses_a_scheme_it_does_not_know),
        cmocka_unit_test(taxonomy_import__names_the_file_that_must_be_there),
        cmocka_unit_test(taxonomy_import__names_the_column_that_is_missing),
        cmocka_unit_test(taxonomy_import__finds_columns_by_name_in_any_order),
        cmocka_unit_test(taxonomy_import__fails_on_an_optional_file_that_can_not_be_read),
        cmocka_unit_test(taxonomy_import__refuses_rows_cut_short_and_characters_beyond_xml),
        cmocka_unit_test(taxonomy_import__accounts_for_files_it_does_not_read),
        cmocka_unit_test(taxonomy_import__takes_the_version_from_the_name_of_the_folder),
        cmocka_unit_test(taxonomy_import__takes_the_model_from_a_file_of_the_same_id),
        cmocka_unit_test(taxonomy_import__stops_when_it_is_cancelled),
        cmocka_unit_test(taxonomy_import__survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, open_context, close_context);
}

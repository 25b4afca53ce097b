/* SPDX-License-Identifier: MIT */
/* O*NET: what its files say stands in the taxonomy, what they mark as unfit doesn't, and every row is told. */
#include "import_helper.h"

#define RATED "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\tRecommend Suppress\tNot Relevant\r\n"
#define ONE "11-1011.00\t"

static folder small;
static rr_taxonomy *t;
static account a;

static void fill_small(void)
{
    put(&small, "Occupation Data.txt", "O*NET-SOC Code\tTitle\tDescription\r\n" ONE "Chief Executives\tSay \"go\".\r\n"
                "11-1021.00\tManagers\t\r\n" ONE "Again\tx\r\n\tNameless\tx\r\n");
    put(&small, "Skills.txt", RATED ONE "2.A.1.a\tReading\tIM\t4.12\tN\t\r\n" ONE "2.A.1.a\tReading\tLV\t4.625\tN\tN\r\n"
        ONE "2.A.1.b\tListening\tIM\t1.00\tN\tY\r\n" ONE "2.A.1.b\tListening\tLV\t0\tN\tY\r\n"
        ONE "2.A.1.c\tWriting\tIM\t4\tY\t\r\n" ONE "2.A.1.c\tWriting\tLV\t3\tN\tN\r\n"
        ONE "2.A.1.d\tSpeaking\tIM\t5.01\tN\t\r\n" ONE "2.A.1.d\tSpeaking\tIM\t4,5\tN\t\r\n"
        ONE "2.A.1.a\tReading\tIM\t1\tN\t\r\n" ONE "1.A.1\tVision\tIM\t3\tN\t\r\n" ONE "2.A.1.d\tSpeaking\tXX\t3\tN\t\r\n"
        "99-9999.00\t2.A.1.a\tReading\tIM\t3\tN\t\r\n");
    put(&small, "Interests.txt", "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\r\n" ONE "1.B.1.a\tRealistic\tOI\t7\r\n"
        ONE "1.B.1.g\tFirst High-Point\tIH\t5\r\n");
    put(&small, "Job Zones.txt", "O*NET-SOC Code\tJob Zone\r\n" ONE "5\r\n" ONE "4\r\n11-1021.00\t6\r\n");
    put(&small, "DWA Reference.txt", "Element ID\tElement Name\tIWA ID\tIWA Title\tDWA ID\tDWA Title\r\n"
        "4.A.1.a.1\tGetting Information\t4.A.1.a.1.I01\tStudy.\t4.A.1.a.1.I01.D01\tReview.\r\n"
        "4.A.1.a.1\tGetting Information\t4.A.1.a.1.I01\tStudy.\t4.A.1.a.1.I01.D02\t \r\n");
    put(&small, "Tasks to DWAs.txt", "O*NET-SOC Code\tDWA ID\r\n" ONE "4.A.1.a.1.I01.D01\r\n" ONE "4.A.1.a.1.I01.D01\r\n" ONE "4.A.9.x\r\n");
    put(&small, "Content Model Reference.txt", "Element ID\tElement Name\tDescription\r\n2.A.1.a\tReading\tUnderstanding.\r\n4.A\tWork Activities\tAll.\r\n"
        "4.A.1\tInput\tIn.\r\n4.A.1.a\tLooking\tLook.\r\n4.A.1.a.1\tGetting Information\tObserving.\r\n5\tOther\tx\r\n");
    put(&small, "Technology Skills.txt", "O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\r\n" ONE "C#\t43232405\tComponent software\r\n"
        ONE "C++\t43232405\tComponent software\r\n" ONE "Odd\t4323240x\tComponent software\r\n" ONE "\t43232405\tComponent software\r\n");
    put(&small, "Alternate Titles.txt", "O*NET-SOC Code\tAlternate Title\tShort Title\r\n" ONE "Chief Executive Officer\tCEO\r\n" ONE "CEO\t\r\n"
        ONE "Chief Executives\tChief Executives\r\n" ONE "\t\r\n99-9999.00\tGhost\t\r\n");
    put(&small, "Task Statements.txt", "O*NET-SOC Code\tTask ID\tTask\r\n" ONE "8823\tSay \"yes\" or \"no\".\r\n99-9999.00\t1\tx\r\n");
}

static int set_up(void **state)
{
    rr_error err = {0};
    if (open_context(state) != 0)
        return 1;
    small = make_folder("onet-29.3");
    fill_small();
    return import_folder(&t, context, "onet", &small, &a, &err) != RR_OK;
}

static int tear_down(void **state)
{
    rr_taxonomy_destroy(t);
    drop_folder(&small);
    return close_context(state);
}

static void taxonomy_import_onet__puts_ratings_on_their_scales(void **state)
{
    (void)state;
    rr_requirement r = required(t, "onet:11-1011.00", "onet:2.A.1.a");
    assert_int_equal(r.importance_ppm, 780000); /* (4.12 - 1) / 4 */
    assert_int_equal(r.level, 463);             /* 4.625 in whole hundredths */
    assert_true(r.essential);
    assert_int_equal(required(t, "onet:11-1011.00", "onet:1.B.1.a").importance_ppm, 1000000);
    assert_int_equal(required(t, "onet:11-1011.00", "onet:job-zone").level, 500);
}

static void taxonomy_import_onet__honours_not_relevant_and_recommend_suppress(void **state)
{
    (void)state;
    rr_requirement r = required(t, "onet:11-1011.00", "onet:2.A.1.b"); /* not relevant takes the level only */
    assert_int_equal(r.importance_ppm, 0);
    assert_int_equal(r.level, -1);
    r = required(t, "onet:11-1011.00", "onet:2.A.1.c"); /* suppress takes the value that is marked */
    assert_int_equal(r.importance_ppm, -1);
    assert_int_equal(r.level, 300);
}

static void taxonomy_import_onet__tells_the_fate_of_every_row(void **state)
{
    (void)state;
    check_sums(&a);
    static const struct { const char *file, *what; int kind, rows; } table[] = {
        {"Occupation Data.txt", "occupations", 1, 2}, {"Occupation Data.txt", "the occupation stands twice", 3, 1},
        {"Occupation Data.txt", "no code or no title", 3, 1}, {"Skills.txt", "importances", 1, 2}, {"Skills.txt", "levels", 1, 2},
        {"Skills.txt", "Not Relevant", 3, 1}, {"Skills.txt", "Recommend Suppress", 3, 1}, {"Skills.txt", "the value is off its scale", 3, 1},
        {"Skills.txt", "the value is no number", 3, 1}, {"Skills.txt", "the rating stands twice", 3, 1},
        {"Skills.txt", "not an element of this facet", 3, 1}, {"Skills.txt", "a scale that is no rating of importance or level", 3, 1},
        {"Skills.txt", "the occupation is unknown", 3, 1}, {"Interests.txt", "a scale that is no rating of importance or level", 3, 1},
        {"Job Zones.txt", "the job zone stands twice", 3, 1}, {"Job Zones.txt", "not a job zone", 3, 1},
        {"Tasks to DWAs.txt", "counted with an earlier row of the same pair", 2, 1}, {"Tasks to DWAs.txt", "the activity is unknown", 3, 1},
        {"Content Model Reference.txt", "an element that no imported file names", 3, 1},
        {"DWA Reference.txt", "an id or a name is missing", 3, 1}, {"Technology Skills.txt", "an id or a name is missing", 3, 1},
        {"Technology Skills.txt", "the commodity code has not eight digits", 3, 1}, {"Alternate Titles.txt", "alternative titles", 1, 1},
        {"Alternate Titles.txt", "the title stands twice", 2, 1}, {"Alternate Titles.txt", "the same as the occupation's title", 2, 1},
        {"Alternate Titles.txt", "no title", 3, 1}, {"Alternate Titles.txt", "the occupation is unknown", 3, 1},
        {"Task Statements.txt", "tasks", 1, 1}, {"Task Statements.txt", "the occupation is unknown", 3, 1}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        assert_int_equal(rows_of(&a, table[i].file, table[i].kind, table[i].what), table[i].rows);
}

static void taxonomy_import_onet__keeps_the_hierarchy_of_activities_and_counts_tasks(void **state)
{
    (void)state;
    assert_int_equal(required(t, "onet:11-1011.00", "onet:4.A.1.a.1.I01.D01").count, 2);
    assert_true(has_parent(t, "onet:4.A.1.a.1.I01.D01", "onet:4.A.1.a.1.I01"));
    assert_true(has_parent(t, "onet:4.A.1.a.1.I01", "onet:4.A.1.a.1"));
    assert_true(has_parent(t, "onet:4.A.1.a.1", "onet:4.A.1.a"));
    assert_true(has_parent(t, "onet:4.A.1", "onet:4.A"));
    assert_string_equal(rr_descriptor_description(t, rr_taxonomy_find_descriptor(t, "onet:4.A.1.a.1"), RR_LANG_EN), "Observing.");
}

static void taxonomy_import_onet__tells_tools_apart_by_signs_and_groups_them_by_commodity(void **state)
{
    (void)state;
    assert_int_not_equal(rr_taxonomy_find_descriptor(t, "onet:technology:43232405:c#"), RR_NONE);
    assert_true(has_parent(t, "onet:technology:43232405:c++", "onet:technology:43232405"));
    assert_true(has_parent(t, "onet:technology:43232405", "onet:technology:432324"));
    assert_string_equal(rr_descriptor_label(t, rr_taxonomy_find_descriptor(t, "onet:technology:432324"), RR_LANG_EN), "UNSPSC class 432324");
}

static void taxonomy_import_onet__keeps_titles_quotes_and_the_code(void **state)
{
    (void)state;
    uint32_t o = rr_taxonomy_find_occupation(t, "onet:11-1011.00");
    rr_code code;
    assert_int_equal(count_names(t, "onet:11-1011.00", "CEO"), 1);
    assert_int_equal(count_names(t, "onet:11-1011.00", "Chief Executives"), 1);
    assert_string_equal(rr_occupation_task(t, o, 0, RR_LANG_EN), "Say \"yes\" or \"no\".");
    assert_string_equal(rr_occupation_description(t, o, RR_LANG_EN), "Say \"go\".");
    assert_true(rr_occupation_code(t, o, 0, &code));
    assert_string_equal(code.scheme, "onet-soc");
    assert_string_equal(code.edition, "2019");
    assert_string_equal(code.code, "11-1011.00");
    check_round_trip(context, t);
}

static void taxonomy_import_onet__imports_the_real_release_whole(void **state)
{
    (void)state;
    char path[512];
    account all = {.count = 0};
    rr_taxonomy *real = NULL;
    rr_taxonomy_info info;
    rr_error err = {0};
    if (real_data("onet-29.3", path, sizeof path) == NULL)
        skip();
    assert_int_equal(rr_taxonomy_import(&real, context, "onet", path, RR_TEST_SOURCE "/taxonomies/onet/model.xml", note_line, &all, &err), RR_OK);
    check_sums(&all);
    rr_taxonomy_get_info(real, &info);
    assert_string_equal(info.version, "29.3");
    assert_int_equal(info.occupation_count, 1016);
    assert_int_equal(info.rated_occupation_count, 879);
    assert_int_equal(rows_of(&all, "Skills.txt", 0, NULL), 61530);
    assert_int_equal(rows_of(&all, "Skills.txt", 3, "Not Relevant"), 3296);
    assert_int_equal(rows_of(&all, "Skills.txt", 3, "Recommend Suppress"), 118 + 6);
    assert_int_equal(rows_of(&all, "Knowledge.txt", 3, "Not Relevant"), 1150 + 1062);
    assert_int_equal(rows_of(&all, "Knowledge.txt", 3, "Recommend Suppress"), 3727 + 1051 + 19);
    assert_int_equal(rows_of(&all, "Interests.txt", 3, NULL), 2769);
    assert_int_equal(rows_of(&all, "Tasks to DWAs.txt", 0, NULL), 23233);
    assert_int_equal(rows_of(&all, "Alternate Titles.txt", 0, NULL), 56560);
    assert_int_equal(rows_of(&all, "Technology Skills.txt", 1, NULL), 32681);
    check_round_trip(context, real);
    rr_taxonomy_destroy(real);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(taxonomy_import_onet__puts_ratings_on_their_scales),
        cmocka_unit_test(taxonomy_import_onet__honours_not_relevant_and_recommend_suppress),
        cmocka_unit_test(taxonomy_import_onet__tells_the_fate_of_every_row),
        cmocka_unit_test(taxonomy_import_onet__keeps_the_hierarchy_of_activities_and_counts_tasks),
        cmocka_unit_test(taxonomy_import_onet__tells_tools_apart_by_signs_and_groups_them_by_commodity),
        cmocka_unit_test(taxonomy_import_onet__keeps_titles_quotes_and_the_code),
        cmocka_unit_test(taxonomy_import_onet__imports_the_real_release_whole),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

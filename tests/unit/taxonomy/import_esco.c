/* SPDX-License-Identifier: MIT */
/* ESCO: labels, hierarchies and relations as its files say them, and every row is told. */
#include "import_helper.h"

#define URI "http://data.europa.eu/esco/"
#define O1 URI "occupation/00000000-0000-0000-0000-000000000001"
#define S1 URI "skill/00000000-0000-0000-0000-0000000000a1"
#define S2 URI "skill/00000000-0000-0000-0000-0000000000a2"
#define ID_O1 "esco:00000000-0000-0000-0000-000000000001"
#define ID_S1 "esco:00000000-0000-0000-0000-0000000000a1"
#define ID_S2 "esco:00000000-0000-0000-0000-0000000000a2"
#define NBSP "\xc2\xa0"

static folder small;
static rr_taxonomy *t;
static account a;

static void fill_small(void)
{
    put(&small, "occupations_en.csv", "\xef\xbb\xbf" "conceptUri,iscoGroup,preferredLabel,altLabels,description,code\r\n"
        O1 ",0110," NBSP " army officer ,\"soldier" NBSP "\n " NBSP "army officer\nsoldier\n\nleader, of men\",\"Says \"\"go\"\".\nTwice.\",0110.1\r\n"
        O1 ",0110,again,,,\r\n" URI "occupation/x,,,,,\r\n");
    put(&small, "skills_en.csv", "conceptUri,preferredLabel,altLabels,description\r\n" S1 ",lead," NBSP "command" NBSP ",Leading.\r\n" S2 ",plan,,\r\n"
        "urn:unresolved:7,made up,,\r\n,nameless,,\r\n");
    put(&small, "skillGroups_en.csv", "conceptUri,preferredLabel\r\n" URI "skill/G1,groups\r\n" URI "skill/G2,sub\r\n" URI "isced-f/00,generic\r\n");
    put(&small, "ISCOGroups_en.csv", "conceptUri,preferredLabel,code\r\n" URI "isco/C0,Armed forces,0\r\n" URI "isco/C0110,Officers,0110\r\n");
    put(&small, "broaderRelationsSkillPillar_en.csv", "conceptType,conceptUri,broaderUri\r\nK," S1 "," URI "skill/G2\r\nK," S1 "," URI "skill/G2\r\n"
        "K," URI "skill/none," URI "skill/G1\r\n");
    put(&small, "broaderRelationsOccPillar_en.csv", "conceptType,conceptUri,broaderUri\r\nISCOGroup," URI "isco/C0110," URI "isco/C0\r\n"
        "Occupation," O1 "," URI "isco/C0110\r\nOccupation," URI "occupation/none," URI "isco/C0\r\n");
    put(&small, "skillsHierarchy_en.csv", "Level 0 URI,Level 1 URI,Level 2 URI,Level 3 URI\r\n" URI "skill/G1,,,\r\n" URI "skill/G1," URI "skill/G2\r\n"
        URI "skill/G1," URI "skill/G2,,\r\n" URI "skill/none,,,\r\n");
    put(&small, "occupationSkillRelations_en.csv", "occupationUri,relationType,skillUri\r\n" O1 ",optional," S1 "\r\n" O1 ",essential," S1 "\r\n"
        O1 ",optional," S2 "\r\n" O1 ",optional," S2 "\r\n" O1 ",perhaps," S2 "\r\n" O1 ",optional,urn:unresolved:7\r\n"
        URI "occupation/none,optional," S1 "\r\n" O1 ",optional," URI "skill/none\r\n");
    put(&small, "skillSkillRelations_en.csv", "originalSkillUri,relatedSkillUri\r\n" S1 "," S2 "\r\n");
    put(&small, "digitalSkillsCollection_en.csv", "conceptUri\r\n" S1 "\r\n" URI "skill/none\r\n");
    put(&small, "conceptSchemes_en.csv", "conceptType,title\r\nConceptScheme,\"a\nb\"\r\n");
}

static int set_up(void **state)
{
    rr_error err = {0};
    if (open_context(state) != 0)
        return 1;
    small = make_folder("esco-1.2.0");
    fill_small();
    return import_folder(&t, context, "esco", &small, &a, &err) != RR_OK;
}

static int tear_down(void **state)
{
    rr_taxonomy_destroy(t);
    drop_folder(&small);
    return close_context(state);
}

static void taxonomy_import_esco__trims_labels_and_splits_them_at_line_breaks(void **state)
{
    (void)state;
    rr_occupation o;
    rr_label label;
    assert_string_equal(rr_occupation_label(t, rr_taxonomy_find_occupation(t, ID_O1), RR_LANG_EN), "army officer");
    assert_true(rr_taxonomy_occupation(t, rr_taxonomy_find_occupation(t, ID_O1), &o));
    assert_int_equal(o.label_count, 3); /* what repeats the preferred label or another is left out */
    assert_int_equal(count_names(t, ID_O1, "soldier"), 1);
    assert_int_equal(count_names(t, ID_O1, "leader, of men"), 1);
    assert_true(rr_descriptor_name(t, rr_taxonomy_find_descriptor(t, ID_S1), 1, &label));
    assert_string_equal(label.text, "command");
    assert_string_equal(rr_occupation_description(t, rr_taxonomy_find_occupation(t, ID_O1), RR_LANG_EN), "Says \"go\".\nTwice.");
}

static void taxonomy_import_esco__makes_what_is_both_essential_and_optional_essential(void **state)
{
    (void)state;
    assert_true(required(t, ID_O1, ID_S1).essential);
    assert_false(required(t, ID_O1, ID_S2).essential);
    assert_false(required(t, ID_O1, "esco:urn:unresolved:7").essential);
}

static void taxonomy_import_esco__gives_codes_and_isco_groups(void **state)
{
    (void)state;
    rr_code code;
    rr_crosswalk walk;
    rr_candidate found[2];
    size_t count = 0;
    uint32_t o = rr_taxonomy_find_occupation(t, ID_O1);
    assert_true(rr_occupation_code(t, o, 0, &code));
    assert_string_equal(code.code, "0110.1");
    assert_true(rr_occupation_code(t, o, 1, &code));
    assert_string_equal(code.scheme, "isco-08");
    assert_string_equal(code.code, "0110");
    assert_true(rr_occupation_crosswalk(t, o, 0, &walk));
    assert_int_equal(walk.match, RR_MATCH_BROAD);
    assert_int_equal(rr_taxonomy_resolve(t, RR_CONCEPT_OCCUPATION, "0110", found, 2, &count, NULL), RR_OK);
    assert_int_equal(found[0].by, RR_BY_CODE);
    rr_requirement r = required(t, ID_O1, "esco:isco/C0110");
    assert_false(r.essential);
    assert_int_equal(r.importance_ppm, -1);
    assert_true(has_parent(t, "esco:isco/C0110", "esco:isco/C0"));
}

static void taxonomy_import_esco__takes_links_from_both_files_of_the_skill_pillar(void **state)
{
    (void)state;
    assert_true(has_parent(t, ID_S1, "esco:skill/G2"));
    assert_true(has_parent(t, "esco:skill/G2", "esco:skill/G1")); /* only the hierarchy says so */
}

static void taxonomy_import_esco__tells_the_fate_of_every_row(void **state)
{
    (void)state;
    check_sums(&a);
    static const struct { const char *file, *what; int kind, rows; } table[] = {
        {"occupations_en.csv", "occupations", 1, 1}, {"occupations_en.csv", "the occupation stands twice", 3, 1},
        {"occupations_en.csv", "no URI or no label", 3, 1}, {"skills_en.csv", "skills", 1, 3}, {"skills_en.csv", "no URI or no label", 3, 1},
        {"broaderRelationsSkillPillar_en.csv", "the link stands twice", 2, 1},
        {"broaderRelationsSkillPillar_en.csv", "a concept that no file defines", 3, 1},
        {"broaderRelationsOccPillar_en.csv", "links between ISCO groups", 1, 1},
        {"broaderRelationsOccPillar_en.csv", "the occupation names its group itself", 2, 1},
        {"broaderRelationsOccPillar_en.csv", "the occupation is unknown", 3, 1},
        {"skillsHierarchy_en.csv", "a group at the top", 2, 1}, {"skillsHierarchy_en.csv", "links between groups of skills", 1, 1},
        {"skillsHierarchy_en.csv", "the links between skills say the same", 2, 1}, {"skillsHierarchy_en.csv", "a concept that no file defines", 3, 1},
        {"occupationSkillRelations_en.csv", "optional relations", 1, 3},
        {"occupationSkillRelations_en.csv", "both essential and optional: essential", 2, 1},
        {"occupationSkillRelations_en.csv", "the relation stands twice", 2, 1},
        {"occupationSkillRelations_en.csv", "neither essential nor optional", 3, 1},
        {"occupationSkillRelations_en.csv", "the occupation is unknown", 3, 1}, {"occupationSkillRelations_en.csv", "the skill is unknown", 3, 1},
        {"skillSkillRelations_en.csv", "relations between skills are not in the model", 3, 1},
        {"digitalSkillsCollection_en.csv", "a collection of skills that other files define", 2, 1},
        {"digitalSkillsCollection_en.csv", "a concept that no file defines", 3, 1}, {"conceptSchemes_en.csv", "a file that is not imported", 3, 1}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        assert_int_equal(rows_of(&a, table[i].file, table[i].kind, table[i].what), table[i].rows);
    assert_true(has_line(&a, "transversalSkillsCollection_en.csv", "the file is absent"));
    check_round_trip(context, t);
}

static void taxonomy_import_esco__imports_the_real_release_whole(void **state)
{
    (void)state;
    char path[512];
    account all = {.count = 0};
    rr_taxonomy *real = NULL;
    rr_taxonomy_info info;
    rr_error err = {0};
    if (real_data("esco-1.2.0", path, sizeof path) == NULL)
        skip();
    assert_int_equal(rr_taxonomy_import(&real, context, "esco", path, RR_TEST_SOURCE "/taxonomies/esco/model.xml", note_line, &all, &err), RR_OK);
    check_sums(&all);
    rr_taxonomy_get_info(real, &info);
    assert_string_equal(info.version, "1.2.0");
    assert_int_equal(info.occupation_count, 3039);
    assert_int_equal(info.descriptor_count, 14377 + 640 + 619);
    assert_int_equal(rows_of(&all, "occupationSkillRelations_en.csv", 0, NULL), 129004);
    assert_int_equal(rows_of(&all, "occupationSkillRelations_en.csv", 2, "both essential and optional: essential"), 17);
    assert_int_equal(rows_of(&all, "occupationSkillRelations_en.csv", 3, "the skill is unknown"), 48); /* 4 skills the reconstruction lacks */
    assert_int_equal(info.requirement_count, 129004 - 17 - 48 + 3039); /* and each occupation's ISCO group */
    assert_int_equal(rows_of(&all, "broaderRelationsSkillPillar_en.csv", 3, NULL), 370);
    check_round_trip(context, real);
    rr_taxonomy_destroy(real);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(taxonomy_import_esco__trims_labels_and_splits_them_at_line_breaks),
        cmocka_unit_test(taxonomy_import_esco__makes_what_is_both_essential_and_optional_essential),
        cmocka_unit_test(taxonomy_import_esco__gives_codes_and_isco_groups),
        cmocka_unit_test(taxonomy_import_esco__takes_links_from_both_files_of_the_skill_pillar),
        cmocka_unit_test(taxonomy_import_esco__tells_the_fate_of_every_row),
        cmocka_unit_test(taxonomy_import_esco__imports_the_real_release_whole),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

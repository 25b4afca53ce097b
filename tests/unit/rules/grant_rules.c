/* SPDX-License-Identifier: MIT */
/* What may be paid of which course, for whom, and what has to be asked first. */
#include "helper.h"

static const rrp_text watch_titles[] = {{RRP_S("en"), RRP_S("Watching cars")}, {RRP_S("zh"), RRP_S("远程监看")}};
static const rrp_text talk_titles[] = {{RRP_S("en"), RRP_S("Talking")}};

/* Three courses: watching with a certificate of level 5, talking with one of level 3 of another role, and nothing. */
typedef struct offered { rrp_skill_level skills[2]; rrp_certificate certificates[2]; rrp_course courses[3]; } offered;

static rrp_vec offer(offered *o)
{
    o->skills[0] = (rrp_skill_level){skill(kept.demo, "s.watch"), 300};
    o->skills[1] = (rrp_skill_level){skill(kept.demo, "s.talk"), 300};
    o->certificates[0] = (rrp_certificate){.occupation = role(kept.demo, "demo:operator"), .level = 5};
    o->certificates[1] = (rrp_certificate){.occupation = role(kept.demo, "demo:other"), .level = 3};
    for (int i = 0; i < 2; i++) {
        o->courses[i].teaches = (rrp_vec)RRP_VEC(rrp_skill_level, &o->skills[i], 1);
        o->courses[i].certificates = (rrp_vec)RRP_VEC(rrp_certificate, &o->certificates[i], 1);
    }
    o->courses[0].id = str("watch");
    o->courses[0].titles = (rrp_vec)RRP_VEC(rrp_text, watch_titles, 2);
    o->courses[1].id = str("talk");
    o->courses[1].titles = (rrp_vec)RRP_VEC(rrp_text, talk_titles, 1);
    o->courses[2].id = str("bare");
    return (rrp_vec)RRP_VEC(rrp_course, o->courses, 3);
}

static rrp_vec grants(const rr__rules *rules, const rrp_profile *profile, uint32_t occupation)
{
    offered *o = calloc(1, sizeof *o); /* freed before the grants are looked at: they must not lean on the courses */
    rrp_vec courses = offer(o), found;
    assert_int_equal(rr__rules_grants(rules, &kept.arena, profile, occupation, &courses, &found, NULL), RR_OK);
    memset(o, 0xdd, sizeof *o);
    free(o);
    return found;
}

/* "rule:course" of each. */
static const char *list(const rrp_vec *found)
{
    static char all[4096];
    all[0] = '\0';
    for (uint32_t i = 0; i < found->count; i++) {
        const rrp_grant *g = RRP_AT(rrp_grant, *found, i);
        assert_int_equal(strlen(g->code.p), g->code.n);
        sprintf(all + strlen(all), "%s%s:%s", i == 0 ? "" : " ", g->code.p, g->course_id.n == 0 ? "*" : g->course_id.p);
    }
    return all;
}

#define GRANT(id, applies, when) "<rule id='" id "' class='programme' source='S'><text xml:lang='en'>T</text><question xml:lang='en'>" id "?</question>" \
    "<applies>" applies "</applies>" when "<grant share='0.5'/></rule>\n"

static void grants__of_the_courses_that_a_rule_is_about(void **state)
{
    (void)state;
    static const struct { const char *applies, *found; } rows[] = {
        {"", "g:*"}, {"<role in='demo:operator'/>", "g:*"}, {"<role in='demo:driver'/>", ""}, {"<region in='CN-GD'/>", ""},
        {"<course teaches='s.watch'/>", "g:watch"}, {"<course teaches='s.watch s.talk'/>", "g:watch g:talk"}, {"<course teaches='s.drive'/>", ""},
        {"<course teaches='s.unheard-of'/>", ""}, {"<course title='监看'/>", "g:watch g:bare"}, {"<course title='ing'/>", "g:watch g:talk g:bare"},
        {"<course teaches='s.watch s.talk' title='talk'/>", "g:talk"}, {"<certificate level='5'/>", "g:watch"}, {"<certificate level='4'/>", ""},
        {"<certificate occupation='demo:other'/>", "g:talk"}, {"<certificate level='5' occupation='demo:other'/>", ""},
        {"<certificate occupation='demo:astronaut'/>", ""}, {"<certificate level='3'/><course teaches='s.watch'/>", ""}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[512];
        snprintf(text, sizeof text, GRANT("g", "%s", ""), rows[i].applies);
        rr__rules *rules = read_rules(text);
        assert_non_null(rules);
        rrp_profile p = nobody();
        rrp_vec found = grants(rules, &p, role(kept.demo, "demo:operator"));
        assert_string_equal(list(&found), rows[i].found);
        for (uint32_t k = 0; k < found.count; k++) { /* a course without a title may be one of those: that is to be asked */
            const rrp_grant *g = RRP_AT(rrp_grant, found, k);
            bool bare = g->course_id.n != 0 && strcmp(g->course_id.p, "bare") == 0;
            assert_int_equal(g->state, bare ? RRP_UNKNOWN : RRP_MET);
            assert_string_equal(list_texts(&g->questions), bare ? "g?" : "");
        }
        rr__rules_destroy(rules);
    }
}

static void grants__carry_all_that_the_rule_says(void **state)
{
    (void)state;
    rr__rules *rules = read_file_rules(kept.demo, "valid/rules-every-feature.xml");
    assert_non_null(rules);
    assert_int_equal(kept.found_count, 0);
    rrp_profile p = nobody();
    p.region = rr__region_number("CN-GD", 5);
    rrp_vec found = grants(rules, &p, role(kept.demo, "demo:operator"));
    assert_string_equal(list(&found), "paid:watch shared:*");
    const rrp_grant *g = RRP_AT(rrp_grant, found, 0), *share = RRP_AT(rrp_grant, found, 1);
    assert_true(g->state == RRP_UNKNOWN && g->flags == RRP_GRANT_ON_CERTIFICATE && g->confidence == RRP_HIGH);
    assert_int_equal(g->has, RRP_GRANT_AMOUNT | RRP_GRANT_SHARE | RRP_GRANT_CAP | RRP_GRANT_CLAIM);
    assert_true(g->amount_minor == 100000 && g->cap_minor == 150050 && g->share_ppm == 300000);
    assert_true(g->per_person == 1 && g->claim_within_days == 365 && g->certificate_level == 5);
    assert_string_equal(g->currency.p, "CNY");
    assert_string_equal(g->exclusion_group.p, "demo.cert");
    assert_string_equal(list_texts(&g->texts), "Paid");
    assert_string_equal(list_texts(&g->questions), "Is it?");
    assert_string_equal(list_texts(&g->documents), "The certificate|证书|A bank account");
    assert_string_equal(RRP_AT(rrp_text, g->documents, 1)->lang.p, "zh");
    assert_string_equal(g->source.p, "The rule book");
    assert_string_equal(g->source_url.p, "https://example.org/rules");
    assert_true(share->state == RRP_MET && share->has == RRP_GRANT_SHARE && share->share_ppm == 1000000 && share->flags == 0);
    assert_true(share->currency.n == 0 && share->exclusion_group.n == 0 && share->documents.count == 0 && share->amount_minor == 0);
    p.region = 0;
    found = grants(rules, &p, role(kept.demo, "demo:operator"));
    assert_string_equal(list(&found), "shared:*");
    rr__rules_destroy(rules);
}

/* A course that prepares for a certificate of one level gets the subsidy of that level, by the months paid. */
static void grants__the_skill_subsidy_by_level(void **state)
{
    (void)state;
    rr__rules *rules = read_file_rules(kept.cn, "valid/rules-realistic.xml");
    assert_non_null(rules);
    static const struct { uint32_t level; const char *months; const char *code; int64_t amount; uint32_t state; } rows[] = {
        {5, "36", "skill-subsidy-5", 100000, RRP_MET},  {4, "36", "skill-subsidy-4", 150000, RRP_MET}, {3, "120", "skill-subsidy-3", 200000, RRP_MET},
        {5, "35", "skill-subsidy-5", 100000, RRP_UNMET}, {5, NULL, "skill-subsidy-5", 100000, RRP_UNKNOWN}, {2, "36", NULL, 0, 0}, {0, "36", NULL, 0, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        rrp_certificate certificate = {.occupation = role(kept.cn, "cn:ai-trainer"), .level = rows[i].level};
        rrp_course course = {.id = str("c"), .certificates = (rrp_vec)RRP_VEC(rrp_certificate, &certificate, 1)};
        rrp_vec courses = RRP_VEC(rrp_course, &course, 1), found;
        rrp_fact months = {RRP_S("insured-months"), str(rows[i].months == NULL ? "" : rows[i].months)};
        rrp_profile p = nobody();
        p.region = rr__region_number("CN-HA", 5);
        p.facts = (rrp_vec)RRP_VEC(rrp_fact, &months, rows[i].months != NULL);
        assert_int_equal(rr__rules_grants(rules, &kept.arena, &p, certificate.occupation, &courses, &found, NULL), RR_OK);
        assert_int_equal(found.count, rows[i].code != NULL);
        if (rows[i].code == NULL)
            continue;
        const rrp_grant *g = RRP_AT(rrp_grant, found, 0);
        assert_string_equal(g->code.p, rows[i].code);
        assert_true(g->amount_minor == rows[i].amount && g->state == rows[i].state && g->certificate_level == rows[i].level);
        assert_true(g->claim_within_days == 365 && g->per_person == 1 && g->flags == RRP_GRANT_ON_CERTIFICATE);
        assert_string_equal(g->exclusion_group.p, "cn.skill-subsidy");
        assert_string_equal(list_texts(&g->questions), rows[i].state != RRP_UNKNOWN ? "" :
                            "For how many months was unemployment insurance paid?|失业保险累计缴费多少个月？");
    }
    rr__rules_destroy(rules);
}

static void grants__a_costly_title_leaves_the_course_in_doubt(void **state)
{
    (void)state;
    char title[301];
    memset(title, 'a', 300);
    title[299] = '!';
    title[300] = '\0';
    rr__rules *rules = read_rules(GRANT("g", "<course title='(a+)+$'/>", "") GRANT("n", "<course title='(a+)+$'/>", "<when><fact name='a' is='y'/></when>"));
    assert_non_null(rules);
    rrp_text text = {RRP_S("en"), str(title)};
    rrp_course course = {.id = str("c"), .titles = (rrp_vec)RRP_VEC(rrp_text, &text, 1)};
    rrp_vec courses = RRP_VEC(rrp_course, &course, 1), found;
    rrp_fact no = {RRP_S("a"), RRP_S("n")};
    rrp_profile p = nobody();
    p.facts = (rrp_vec)RRP_VEC(rrp_fact, &no, 1);
    assert_int_equal(rr__rules_grants(rules, &kept.arena, &p, 0, &courses, &found, NULL), RR_OK);
    assert_string_equal(list(&found), "g:c n:c");
    assert_int_equal(RRP_AT(rrp_grant, found, 0)->state, RRP_UNKNOWN);
    assert_string_equal(list_texts(&RRP_AT(rrp_grant, found, 0)->questions), "g?");
    assert_int_equal(RRP_AT(rrp_grant, found, 1)->state, RRP_UNMET); /* whatever the title, it is not for this person */
    rr__rules_destroy(rules);
}

static void grants__outside_its_dates_a_rule_pays_nothing(void **state)
{
    (void)state;
    rr__rules *rules = read_rules("<rule id='g' class='programme' source='S' from='2023-01-01' until='2026-12-31'><text xml:lang='en'>T</text>"
                                  "<question xml:lang='en'>When?</question><grant share='0.5'/></rule>");
    assert_non_null(rules);
    static const struct { const char *date; uint32_t count, state; } rows[] = {
        {"2022-12-31", 0, 0}, {"2023-01-01", 1, RRP_MET}, {"2026-12-31", 1, RRP_MET}, {"2027-01-01", 0, 0}, {NULL, 1, RRP_UNKNOWN}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        rrp_profile p = nobody();
        p.as_of_day = rows[i].date == NULL ? 0 : day(rows[i].date);
        rrp_vec found = grants(rules, &p, 0);
        assert_int_equal(found.count, rows[i].count);
        if (found.count == 1) {
            assert_int_equal(RRP_AT(rrp_grant, found, 0)->state, rows[i].state);
            assert_int_equal(RRP_AT(rrp_grant, found, 0)->questions.count, rows[i].state == RRP_UNKNOWN);
        }
    }
    rr__rules_destroy(rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grants__of_the_courses_that_a_rule_is_about),
        cmocka_unit_test(grants__carry_all_that_the_rule_says),
        cmocka_unit_test(grants__the_skill_subsidy_by_level),
        cmocka_unit_test(grants__a_costly_title_leaves_the_course_in_doubt),
        cmocka_unit_test(grants__outside_its_dates_a_rule_pays_nothing),
    };
    return cmocka_run_group_tests(tests, open_kept, close_kept);
}

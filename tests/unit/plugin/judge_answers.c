/* SPDX-License-Identifier: MIT */
/* Answers of a plugin's code with one thing wrong in; the fault that names it out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/mem.h"
#include "plugin/plugins.h"

static const rrp_text because = {RRP_S("en"), RRP_S("because")};

static rrp_finding good_finding(void)
{
    return (rrp_finding){.rule_class = RRP_CUSTOM, .state = RRP_MET, .delta_ppm = 200000, .confidence = RRP_HIGH, .code = RRP_S("x"),
                         .texts = RRP_VEC(rrp_text, &because, 1), .source = RRP_S("a law"), .source_url = RRP_S("https://example.org/a?b=1#c")};
}

static rrp_grant good_grant(void)
{
    return (rrp_grant){.code = RRP_S("x"), .currency = RRP_S("CNY"), .state = RRP_MET, .has = RRP_GRANT_AMOUNT, .amount_minor = 100,
                       .texts = RRP_VEC(rrp_text, &because, 1), .course_id = RRP_S("c1")};
}

static void check(const rr__failure *failure, const char *wrong)
{
    if (wrong == NULL)
        assert_int_equal(failure->fault, RR__FAULT_NONE);
    else if (failure->fault != RR__FAULT_BAD_VALUES || strstr(failure->detail, wrong) == NULL)
        fail_msg("expected \"%s\", got %s: %s", wrong, rr__fault_code(failure->fault), failure->detail);
}

static void judge_finding(rrp_finding finding, const char *wrong)
{
    rr__failure failure = {.fault = RR__FAULT_NONE};
    const rrp_verdict verdict = {.candidate = 1, .findings = RRP_VEC(rrp_finding, &finding, 1)};
    const rrp_vec verdicts = RRP_VEC(rrp_verdict, &verdict, 1);
    assert_true(rr__judge_verdicts(&verdicts, 2, &rr__malloc_allocator, &failure));
    check(&failure, wrong);
}

static void plugin_answers__findings_one_by_one(void **state)
{
    (void)state;
    static const rrp_text empty = {RRP_S("en"), {"", 0}}, nul = {RRP_S("en"), RRP_S("a\0b")}, bad = {RRP_S("en"), RRP_S("\xff")};
    rrp_finding f = good_finding();
    judge_finding(f, NULL);
    f.delta_ppm = -200001, judge_finding(f, "a delta"), f = good_finding();
    f.state = 3, judge_finding(f, "a state"), f = good_finding();
    f.rule_class = 0, judge_finding(f, "a rule class"), f = good_finding();
    f.confidence = 4, judge_finding(f, "a confidence"), f = good_finding();
    f.code.n = 0, judge_finding(f, "no code"), f = good_finding();
    f.texts.count = 0, judge_finding(f, "without a text"), f = good_finding();
    f.texts.data = &empty, judge_finding(f, "an empty text"), f = good_finding();
    f.texts.data = &bad, judge_finding(f, "not UTF-8"), f = good_finding();
    f.texts.data = &nul, judge_finding(f, "a NUL"), f = good_finding();
    f.questions = (rrp_vec)RRP_VEC(rrp_text, &nul, 1), judge_finding(f, "a NUL"), f = good_finding();
    f.code = (rrp_str)RRP_S("x\0y"), judge_finding(f, "a NUL"), f = good_finding();
    f.source = (rrp_str)RRP_S("a\0law"), judge_finding(f, "a NUL"), f = good_finding();
    f.course_id = (rrp_str)RRP_S("c\0"), judge_finding(f, "a NUL");
}

static void plugin_answers__addresses_are_of_the_web(void **state)
{
    (void)state;
    static const rrp_str good[] = {{"", 0}, RRP_S("http://a"), RRP_S("https://example.org/\xe6\xb3\x95")};
    static const rrp_str bad[] = {RRP_S("javascript:alert(1)"), RRP_S("JavaScript:alert(1)//https://"), RRP_S("data:text/html,x"), RRP_S("file:///etc/passwd"),
                                  RRP_S("https://"), RRP_S("http:/a"), RRP_S("ftp://a"), RRP_S("//a"), RRP_S("example.org"), RRP_S(" https://a"),
                                  RRP_S("https://a b"), RRP_S("https://a\nb"), RRP_S("https://a\"onclick=\"x"), RRP_S("https://a<b>"),
                                  RRP_S("https://a\0b"), RRP_S("https://\xff")};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        rrp_finding f = good_finding();
        f.source_url = good[i];
        judge_finding(f, NULL);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        rrp_finding f = good_finding();
        f.source_url = bad[i];
        judge_finding(f, "source_url");
    }
}

static void plugin_answers__one_verdict_for_each_candidate(void **state)
{
    (void)state;
    const rrp_finding f = good_finding();
    rrp_verdict verdicts[] = {{.candidate = 1, .findings = RRP_VEC(rrp_finding, &f, 1)}, {.candidate = 0, .findings = RRP_VEC(rrp_finding, &f, 1)}};
    const rrp_vec all = RRP_VEC(rrp_verdict, verdicts, 2);
    rr__failure failure = {.fault = RR__FAULT_NONE};
    assert_true(rr__judge_verdicts(&all, 2, &rr__malloc_allocator, &failure));
    check(&failure, NULL);
    verdicts[1].candidate = 1;
    assert_true(rr__judge_verdicts(&all, 2, &rr__malloc_allocator, &failure));
    check(&failure, "verdict 1, finding 0: a second verdict on one candidate");
    failure = (rr__failure){.fault = RR__FAULT_NONE};
    verdicts[1].candidate = 2;
    assert_true(rr__judge_verdicts(&all, 2, &rr__malloc_allocator, &failure));
    check(&failure, "was not asked about");
}

static void judge_grant(rrp_grant grant, const char *wrong)
{
    static const rrp_course courses[] = {{.id = RRP_S("c0")}, {.id = RRP_S("c1")}};
    const rrp_vec asked = RRP_VEC(rrp_course, courses, 2), grants = RRP_VEC(rrp_grant, &grant, 1);
    rr__failure failure = {.fault = RR__FAULT_NONE};
    assert_true(rr__judge_grants(&grants, &asked, &rr__malloc_allocator, &failure));
    check(&failure, wrong);
}

static void plugin_answers__grants_one_by_one(void **state)
{
    (void)state;
    rrp_grant g = good_grant();
    judge_grant(g, NULL);
    g.course_id.n = 0, judge_grant(g, NULL), g = good_grant();
    g.course_id = (rrp_str)RRP_S("c"), judge_grant(g, "a course that was not asked about"), g = good_grant();
    g.currency.n = 0, judge_grant(g, "a currency"), g.has = 0, judge_grant(g, NULL), g = good_grant();
    g.currency = (rrp_str)RRP_S("cny"), judge_grant(g, "a currency"), g = good_grant();
    g.amount_minor = -1, judge_grant(g, "an amount"), g = good_grant();
    g.share_ppm = 1000001, judge_grant(g, "a share"), g = good_grant();
    g.claim_within_days = 3661, judge_grant(g, "out of its range"), g = good_grant();
    g.source_url = (rrp_str)RRP_S("javascript:x"), judge_grant(g, "source_url"), g = good_grant();
    g.exclusion_group = (rrp_str)RRP_S("a\0b"), judge_grant(g, "a NUL");
}

/* Each grant names its course, the last ones first: by walking the list this would take minutes. */
static void plugin_answers__many_grants_for_many_courses(void **state)
{
    (void)state;
    enum { MANY = 100000 };
    rrp_course *courses = calloc(MANY, sizeof *courses);
    rrp_grant *grants = calloc(MANY, sizeof *grants);
    char (*ids)[8] = calloc(MANY, sizeof *ids);
    rr__failure failure = {.fault = RR__FAULT_NONE};
    assert_true(courses != NULL && grants != NULL && ids != NULL);
    for (int i = 0; i < MANY; i++) {
        int len = snprintf(ids[i], sizeof *ids, "c%d", i);
        courses[i].id = (rrp_str){ids[i], (uint64_t)len};
        grants[MANY - 1 - i] = good_grant();
        grants[MANY - 1 - i].course_id = courses[i].id;
    }
    const rrp_vec asked = RRP_VEC(rrp_course, courses, MANY), all = RRP_VEC(rrp_grant, grants, MANY);
    clock_t before = clock();
    assert_true(rr__judge_grants(&all, &asked, &rr__malloc_allocator, &failure));
    assert_int_equal(failure.fault, RR__FAULT_NONE);
    assert_true((clock() - before) / CLOCKS_PER_SEC < 5);
    free(courses), free(grants), free(ids);
}

static void *resize_nothing(void *user, void *block, size_t size)
{
    (void)user;
    if (size == 0)
        free(block);
    return NULL;
}

static void plugin_answers__without_memory_nothing_is_judged(void **state)
{
    (void)state;
    const rr_allocator none = {NULL, resize_nothing};
    const rrp_grant grant = good_grant();
    const rrp_course course = {.id = RRP_S("c1")};
    const rrp_vec grants = RRP_VEC(rrp_grant, &grant, 1), courses = RRP_VEC(rrp_course, &course, 1), nothing = {NULL, 0, sizeof(rrp_verdict)};
    rr__failure failure = {.fault = RR__FAULT_NONE};
    assert_false(rr__judge_grants(&grants, &courses, &none, &failure));
    assert_false(rr__judge_verdicts(&nothing, 2, &none, &failure));
    assert_int_equal(failure.fault, RR__FAULT_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plugin_answers__findings_one_by_one),
        cmocka_unit_test(plugin_answers__addresses_are_of_the_web),
        cmocka_unit_test(plugin_answers__one_verdict_for_each_candidate),
        cmocka_unit_test(plugin_answers__grants_one_by_one),
        cmocka_unit_test(plugin_answers__many_grants_for_many_courses),
        cmocka_unit_test(plugin_answers__without_memory_nothing_is_judged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* What rules find about candidates: whom they are about, what they move, what they share, and how fast. */
#include <pthread.h>
#include <time.h>

#include "helper.h"
#include "rules/model.h"

static const rrp_finding *finding_at(const rrp_vec *verdicts, uint32_t candidate, uint32_t k)
{
    const rrp_vec *findings = &RRP_AT(rrp_verdict, *verdicts, candidate)->findings;
    assert_true(k < findings->count);
    return RRP_AT(rrp_finding, *findings, k);
}

/* The codes of what is found about a candidate, "one|two". */
static const char *codes(const rrp_vec *verdicts, uint32_t candidate)
{
    static char all[4096];
    all[0] = '\0';
    for (uint32_t k = 0; k < RRP_AT(rrp_verdict, *verdicts, candidate)->findings.count; k++)
        strcat(strcat(all, k == 0 ? "" : "|"), finding_at(verdicts, candidate, k)->code.p);
    return all;
}

#define RULE(id, attributes, applies, when, outcome) \
    "<rule id='" id "' class='programme' source='S' " attributes "><text xml:lang='en'>Text of " id "</text><text xml:lang='zh'>" id "之文</text>" \
    "<question xml:lang='en'>" id "?</question><applies>" applies "</applies>" when outcome "</rule>\n"
#define WHEN_A "<when><fact name='a' is='y'/></when>"

static void score__finding_carries_all_that_the_rule_says(void **state)
{
    (void)state;
    rr__rules *rules = read_rules(RULE("first", "confidence='low'", "", "", "<finding/>") RULE("second", "", "", "", "<finding information='yes'/>"));
    rrp_profile p = nobody();
    rrp_vec found = find(rules, &p);
    assert_int_equal(found.count, 2);
    const rrp_finding *f = RRP_AT(rrp_finding, found, 0);
    assert_true(f->rule_class == RRP_PROGRAMME && f->state == RRP_MET && f->delta_ppm == 0 && f->flags == 0 && f->confidence == RRP_LOW);
    assert_string_equal(f->code.p, "first");
    assert_int_equal(f->course_id.n, 0);
    assert_string_equal(list_texts(&f->texts), "Text of first|first之文");
    assert_string_equal(RRP_AT(rrp_text, f->texts, 1)->lang.p, "zh");
    assert_string_equal(f->source.p, "The book");
    assert_int_equal(f->source.n, 8);
    assert_string_equal(f->source_url.p, "https://example.org");
    assert_int_equal(RRP_AT(rrp_finding, found, 1)->flags, RRP_INFORMATION);
    assert_int_equal(RRP_AT(rrp_finding, found, 1)->confidence, RRP_MEDIUM); /* the source's */
    assert_int_equal(rr__rules_count(rules), 2);
    assert_string_equal(rr__rules_owner(rules), "testers");
    rr__rules_destroy(rules);
}

static void score__only_what_is_met_moves_a_role(void **state)
{
    (void)state;
    rr__rules *rules = read_rules(RULE("up", "", "", WHEN_A, "<adjust delta='0.02'/>") RULE("down", "", "", WHEN_A, "<adjust delta='-0.2'/>")
                                  RULE("told", "", "", WHEN_A, "<finding information='yes'/>") RULE("said", "", "", WHEN_A, "<finding/>"));
    static const struct { const char *value, *codes; int32_t up, down; uint32_t state; const char *question; } rows[] = {
        {"y", "up|down|told|said", 20000, -200000, RRP_MET, ""}, {"n", "said", 0, 0, RRP_UNMET, ""}, {NULL, "up|down|told|said", 0, 0, RRP_UNKNOWN, "up?"}};
    for (size_t i = 0; i < 3; i++) {
        rrp_fact fact = {RRP_S("a"), str(rows[i].value == NULL ? "" : rows[i].value)};
        rrp_candidate candidate = {.occupation = role(kept.demo, "demo:other")};
        rrp_profile p = nobody();
        p.facts = (rrp_vec)RRP_VEC(rrp_fact, &fact, rows[i].value != NULL);
        rrp_vec verdicts = score(rules, &p, &candidate, 1);
        assert_string_equal(codes(&verdicts, 0), rows[i].codes);
        const rrp_finding *first = finding_at(&verdicts, 0, 0);
        assert_true(first->state == rows[i].state && first->delta_ppm == rows[i].up);
        assert_string_equal(list_texts(&first->questions), rows[i].question);
        if (rows[i].state != RRP_UNMET)
            assert_int_equal(finding_at(&verdicts, 0, 1)->delta_ppm, rows[i].down);
    }
    rr__rules_destroy(rules);
}

static void score__rules_are_about_roles_and_regions(void **state)
{
    (void)state;
    rr__rules *rules = read_rules(
        RULE("all", "", "", "", "<finding/>") RULE("listed", "", "<role in='demo:driver demo:other'/>", "", "<finding/>")
        RULE("titled", "", "<role title='^operator$|司机'/>", "", "<finding/>")
        RULE("both", "", "<role in='demo:driver demo:other' title='driver'/>", "", "<finding/>")
        RULE("twice", "", "<role in='demo:driver demo:other'/><role in='demo:other demo:operator'/>", "", "<finding/>")
        RULE("unheard", "", "<role in='demo:astronaut'/>", "", "<finding/>") RULE("alternative", "", "<role title='cab driver'/>", "", "<finding/>")
        RULE("gd", "", "<region in='CN-GD CN-ZJ'/>", "", "<finding/>") RULE("cn", "", "<region in='CN'/>", "", "<finding/>")
        RULE("gd-driver", "", "<role in='demo:driver'/><region in='CN-GD'/>", "", "<finding/>"));
    assert_non_null(rules);
    assert_int_equal(rr__rules_left_out(rules), 1);
    const rrp_candidate c[] = {{.occupation = role(kept.demo, "demo:driver")}, {.occupation = role(kept.demo, "demo:operator")},
                               {.occupation = role(kept.demo, "demo:other")}, {.occupation = 0}, {.occupation = 4000000000u}, {.occupation = 4}};
    static const struct { const char *region, *codes[6]; } rows[] = {
        {"CN-GD", {"all|listed|titled|both|gd|cn|gd-driver", "all|titled|gd|cn", "all|listed|twice|gd|cn", "all|gd|cn", "all|gd|cn", "all|gd|cn"}},
        {"CN-HA", {"all|listed|titled|both|cn", "all|titled|cn", "all|listed|twice|cn", "all|cn", "all|cn", "all|cn"}},
        {"CN", {"all|listed|titled|both|cn", "all|titled|cn", "all|listed|twice|cn", "all|cn", "all|cn", "all|cn"}},
        {"", {"all|listed|titled|both", "all|titled", "all|listed|twice", "all", "all", "all"}}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        rrp_profile p = nobody();
        p.region = rr__region_number(rows[i].region, strlen(rows[i].region));
        rrp_vec verdicts = score(rules, &p, c, 6);
        for (uint32_t k = 0; k < 6; k++)
            assert_string_equal(codes(&verdicts, k), rows[i].codes[k]);
    }
    rr__rules_destroy(rules);
}

/* Of one class when the same rules are about them, and only then; no more classes than occupations. */
static void score__roles_of_one_class_have_the_same_rules(void **state)
{
    (void)state;
    static char text[TEXT_MAX];
    static const char *const lists[] = {"driver", "driver operator other", "operator", "other", "operator other", "driver", "other driver", "operator"};
    size_t len = 0;
    for (size_t i = 0; i < 8; i++) {
        rr_occupation o;
        len = 0;
        for (size_t k = 0; k <= i; k++) {
            len += (size_t)snprintf(text + len, sizeof text - len, "<rule id='r%zu' class='law' source='S'><text xml:lang='en'>T</text><applies><role in='", k);
            for (uint32_t n = 0; rr_taxonomy_occupation(kept.demo, n, &o); n++)
                if (strstr(lists[k], o.id + strlen("demo:")) != NULL)
                    len += (size_t)snprintf(text + len, sizeof text - len, "%s ", o.id);
            len += (size_t)snprintf(text + len, sizeof text - len, "'/></applies><finding/></rule>\n");
        }
        rr__rules *rules = read_rules(text);
        assert_non_null(rules);
        for (uint32_t a = 0; a <= rules->occupation_count; a++) {
            assert_true(rules->classes[a] <= rules->occupation_count);
            for (uint32_t b = 0; b <= rules->occupation_count; b++) {
                bool same = true;
                for (size_t k = 0; k <= i; k++)
                    same = same && rr__rule_is_about(&rules->rules[k], a) == rr__rule_is_about(&rules->rules[k], b);
                assert_int_equal(rules->classes[a] == rules->classes[b], same);
            }
        }
        rr__rules_destroy(rules);
    }
}

static void score__longer_records_are_read_by_their_stride(void **state)
{
    (void)state;
    struct { rrp_candidate c; uint64_t later[3]; } grown[2] = {{.c = {.occupation = 0, .fit_ppm = 100000}}, {.c = {.occupation = 0, .fit_ppm = 900000}}};
    struct { rrp_fact f; uint64_t later; } facts[2] = {{.f = {RRP_S("b"), RRP_S("n")}}, {.f = {RRP_S("a"), RRP_S("y")}}};
    rr__rules *rules = read_rules(RULE("fit", "", "", "<when><fit above='0.5'/><fact name='a' is='y'/></when>", "<finding/>"));
    rrp_profile p = nobody();
    p.facts = (rrp_vec){facts, 2, sizeof facts[0]};
    rrp_vec in = {grown, 2, sizeof grown[0]}, verdicts;
    assert_int_equal(rr__rules_score(rules, &kept.arena, &p, &in, &verdicts, NULL), RR_OK);
    assert_int_equal(finding_at(&verdicts, 0, 0)->state, RRP_UNMET);
    assert_int_equal(finding_at(&verdicts, 1, 0)->state, RRP_MET);
    in.count = 0;
    assert_int_equal(rr__rules_score(rules, &kept.arena, &p, &in, &verdicts, NULL), RR_OK);
    assert_int_equal(verdicts.count, 0);
    rr__rules_destroy(rules);
}

static void score__a_realistic_set(void **state)
{
    (void)state;
    rr__rules *rules = read_file_rules(kept.cn, "valid/rules-realistic.xml");
    assert_non_null(rules);
    assert_int_equal(kept.found_count, 0);
    const rrp_candidate c[] = {{.occupation = role(kept.cn, "cn:remote-safety-operator")}, {.occupation = role(kept.cn, "cn:data-labeller")}};
    const rrp_job drove = {.occupation = role(kept.cn, "cn:taxi-driver"), .has = RRP_JOB_MONTHS, .months = 144, .title = RRP_S("出租车司机")};
    rrp_profile p = nobody();
    p.region = rr__region_number("CN-GD", 5);
    rrp_vec verdicts = score(rules, &p, c, 2);
    assert_string_equal(codes(&verdicts, 0), "robotaxi-qualification|n-plus-1|gd-drivers-home");
    assert_string_equal(codes(&verdicts, 1), "n-plus-1");
    const rrp_finding *qualified = finding_at(&verdicts, 0, 0), *home = finding_at(&verdicts, 0, 2);
    assert_true(qualified->state == RRP_UNKNOWN && qualified->rule_class == RRP_LAW && qualified->confidence == RRP_HIGH);
    assert_string_equal(list_texts(&qualified->questions), "Is a qualification certificate for passenger transport held?|是否持有客运从业资格证？");
    assert_true(home->state == RRP_UNKNOWN && home->delta_ppm == 0 && home->questions.count == 2 && home->confidence == RRP_LOW);
    assert_true(finding_at(&verdicts, 1, 0)->state == RRP_MET && finding_at(&verdicts, 1, 0)->flags == RRP_INFORMATION);
    p.history = (rrp_vec)RRP_VEC(rrp_job, &drove, 1);
    const rrp_licence licence = {RRP_S("taxi-qualification"), 0, 0};
    p.licences = (rrp_vec)RRP_VEC(rrp_licence, &licence, 1);
    verdicts = score(rules, &p, c, 1);
    assert_int_equal(finding_at(&verdicts, 0, 0)->state, RRP_MET);
    assert_int_equal(finding_at(&verdicts, 0, 2)->delta_ppm, 20000);
    p.as_of_day = day("2023-12-04"); /* the guide came a day later */
    verdicts = score(rules, &p, c, 1);
    assert_string_equal(codes(&verdicts, 0), "n-plus-1|gd-drivers-home");
    rr__rules_destroy(rules);
}

/* A hundred rules of all sorts, about the candidates of a large taxonomy as far as this one goes. */
static rr__rules *read_hundred(void)
{
    static char text[TEXT_MAX];
    size_t len = 0;
    for (int i = 0; i < 100; i++) {
        const char *applies = i % 4 == 0 ? "<role in='demo:driver'/>" : i % 4 == 1 ? "<role title='operat'/>" : "";
        const char *last = i % 10 == 0 ? "<readiness at-least='0.6'/>" : "<licence name='C1' years='3'/>";
        len += (size_t)snprintf(text + len, sizeof text - len, "<rule id='r%d' class='law' source='S'><text xml:lang='en'>T</text><question xml:lang='en'>q?</question>"
                                "<applies>%s</applies><when><any><fact name='a' at-least='%d'/><history occupation='demo:driver' title='taxi' months='%d'/>%s"
                                "</any></when>%s</rule>\n", i, applies, i, i, last, i % 3 == 0 ? "<adjust delta='0.01'/>" : "<finding/>");
    }
    rr__rules *rules = read_rules(text);
    assert_non_null(rules);
    return rules;
}

enum { CANDIDATES = 5000 };

static void make_candidates(rrp_candidate *c)
{
    for (uint32_t i = 0; i < CANDIDATES; i++)
        c[i] = (rrp_candidate){.occupation = i % 4, .has = i % 2, .fit_ppm = (int32_t)(i * 200), .readiness_ppm = (int32_t)(i * 199)};
}

static void score__five_thousand_candidates_take_milliseconds(void **state)
{
    (void)state;
    static rrp_candidate c[CANDIDATES];
    rr__rules *rules = read_hundred();
    rrp_profile p = nobody();
    const rrp_fact fact = {RRP_S("a"), RRP_S("50")};
    p.facts = (rrp_vec)RRP_VEC(rrp_fact, &fact, 1);
    make_candidates(c);
    double best = 1e9;
    for (int run = 0; run < 5; run++) {
        rr__arena arena;
        rrp_vec in = RRP_VEC(rrp_candidate, c, CANDIDATES), verdicts;
        struct timespec from, to;
        rr__arena_init(&arena, &kept.context->allocator);
        clock_gettime(CLOCK_MONOTONIC, &from);
        assert_int_equal(rr__rules_score(rules, &arena, &p, &in, &verdicts, NULL), RR_OK);
        clock_gettime(CLOCK_MONOTONIC, &to);
        double ms = (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
        best = ms < best ? ms : best;
        rr__arena_finish(&arena);
    }
    print_message("100 rules, 5,000 candidates: %.2f ms\n", best);
    assert_true(best < 250); /* far more than it takes, for slow machines and sanitizers */
    rr__rules_destroy(rules);
}

/* Company changes nothing: one alone gets what it gets among all. */
static void score__each_candidate_is_judged_by_itself(void **state)
{
    (void)state;
    static rrp_candidate c[CANDIDATES];
    rr__rules *rules = read_hundred();
    rrp_profile p = nobody();
    make_candidates(c);
    rrp_vec all = score(rules, &p, c, CANDIDATES);
    for (uint32_t i = 0; i < CANDIDATES; i += 41) {
        rrp_vec one = score(rules, &p, &c[i], 1);
        const rrp_vec *a = &RRP_AT(rrp_verdict, all, i)->findings, *b = &RRP_AT(rrp_verdict, one, 0)->findings;
        assert_int_equal(a->count, b->count);
        for (uint32_t k = 0; k < a->count; k++) {
            const rrp_finding *x = RRP_AT(rrp_finding, *a, k), *y = RRP_AT(rrp_finding, *b, k);
            assert_true(x->code.p == y->code.p && x->state == y->state && x->delta_ppm == y->delta_ppm && x->questions.count == y->questions.count);
        }
    }
    rr__rules_destroy(rules);
}

typedef struct task { const rr__rules *rules; rr__buf out; } task;

static void *score_alone(void *user)
{
    static const char *const values[] = {"10", "x", "99"};
    task *t = user;
    rrp_candidate *c = malloc(CANDIDATES * sizeof *c);
    rrp_profile p = nobody();
    make_candidates(c);
    for (int i = 0; i < 3; i++) {
        rr__arena arena;
        rrp_fact fact = {RRP_S("a"), str(values[i])};
        rrp_vec in = RRP_VEC(rrp_candidate, c, CANDIDATES), verdicts;
        p.facts = (rrp_vec)RRP_VEC(rrp_fact, &fact, 1);
        rr__arena_init(&arena, &rr__malloc_allocator);
        if (rr__rules_score(t->rules, &arena, &p, &in, &verdicts, NULL) == RR_OK)
            for (uint32_t k = 0; k < verdicts.count; k += 97)
                for (uint32_t n = 0; n < RRP_AT(rrp_verdict, verdicts, k)->findings.count; n++) {
                    const rrp_finding *f = RRP_AT(rrp_finding, RRP_AT(rrp_verdict, verdicts, k)->findings, n);
                    rr__buf_text(&t->out, f->code.p);
                    rr__buf_int(&t->out, f->state * 10 + f->questions.count);
                    rr__buf_int(&t->out, f->delta_ppm);
                }
        rr__arena_finish(&arena);
    }
    free(c);
    return NULL;
}

static void score__threads_share_the_rules(void **state)
{
    (void)state;
    rr__rules *rules = read_hundred();
    task tasks[4];
    pthread_t threads[4];
    for (int i = 0; i < 4; i++) {
        tasks[i].rules = rules;
        rr__buf_init(&tasks[i].out, &rr__malloc_allocator, 0);
        assert_int_equal(pthread_create(&threads[i], NULL, score_alone, &tasks[i]), 0);
    }
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    assert_true(tasks[0].out.len > 10000);
    for (int i = 1; i < 4; i++)
        assert_string_equal(tasks[i].out.data, tasks[0].out.data);
    for (int i = 0; i < 4; i++)
        rr__buf_finish(&tasks[i].out);
    rr__rules_destroy(rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(score__finding_carries_all_that_the_rule_says),
        cmocka_unit_test(score__only_what_is_met_moves_a_role),
        cmocka_unit_test(score__rules_are_about_roles_and_regions),
        cmocka_unit_test(score__roles_of_one_class_have_the_same_rules),
        cmocka_unit_test(score__longer_records_are_read_by_their_stride),
        cmocka_unit_test(score__a_realistic_set),
        cmocka_unit_test(score__five_thousand_candidates_take_milliseconds),
        cmocka_unit_test(score__each_candidate_is_judged_by_itself),
        cmocka_unit_test(score__threads_share_the_rules),
    };
    return cmocka_run_group_tests(tests, open_kept, close_kept);
}

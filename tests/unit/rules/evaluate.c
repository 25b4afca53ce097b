/* SPDX-License-Identifier: MIT */
/* Every condition, met, unmet and unknown; the logic over them against an oracle; and what is asked. */
#include "helper.h"

enum { U = RRP_UNKNOWN, M = RRP_MET, N = RRP_UNMET };

/* One condition and one person's words against what must come of it. */
static void expect(const char *when, const rrp_profile *profile, uint32_t state)
{
    rr__rules *rules = read_when(when);
    uint32_t got = state_of(rules, profile);
    if (got != state)
        fail_msg("%s: %u, not %u", when, got, state);
    rr__rules_destroy(rules);
}

static void evaluate__facts_by_every_comparison(void **state)
{
    (void)state;
    static const struct { const char *attribute; uint32_t below, equal, above, word, absent; } rows[] = {
        {"is", N, M, N, U, U}, {"is-not", M, N, M, U, U}, {"at-least", N, M, M, U, U}, {"at-most", M, M, N, U, U},
        {"above", N, N, M, U, U}, {"below", M, N, N, U, U}, {"in", N, M, N, U, U}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char when[128];
        snprintf(when, sizeof when, "<fact name='insured-months' %s='36'/>", rows[i].attribute);
        const struct { const char *value; uint32_t wanted; } asked[] = {
            {"35.9", rows[i].below}, {"36.00", rows[i].equal}, {"100", rows[i].above}, {"many", rows[i].word}, {"", rows[i].absent}, {NULL, rows[i].absent}};
        for (size_t k = 0; k < sizeof asked / sizeof asked[0]; k++) {
            rrp_fact facts[] = {{RRP_S("insured-month"), RRP_S("36")}, {RRP_S("insured-months"), str(asked[k].value == NULL ? "" : asked[k].value)}};
            rrp_profile p = nobody();
            p.facts = (rrp_vec)RRP_VEC(rrp_fact, facts, asked[k].value == NULL ? 1 : 2);
            expect(when, &p, asked[k].wanted);
        }
    }
    rrp_fact status = {RRP_S("status"), RRP_S("unemployed")};
    rrp_profile p = nobody();
    p.facts = (rrp_vec)RRP_VEC(rrp_fact, &status, 1);
    expect("<fact name='status' is='unemployed'/>", &p, M);
    expect("<fact name='status' is='employed'/>", &p, N);
    expect("<fact name='status' is-not='employed'/>", &p, M);
    expect("<fact name='status' in='employed unemployed'/>", &p, M);
    expect("<fact name='status' in='employed retired'/>", &p, N);
}

static void evaluate__history_by_occupation_title_and_months(void **state)
{
    (void)state;
    uint32_t driver = role(kept.demo, "demo:driver"), other = role(kept.demo, "demo:other");
    const rrp_job drove_7 = {.occupation = driver, .has = RRP_JOB_MONTHS, .months = 7, .title = RRP_S("Taxi driver, nights")};
    const rrp_job drove_5 = {.occupation = driver, .has = RRP_JOB_MONTHS, .months = 5, .title = RRP_S("Van driver")};
    const rrp_job drove = {.occupation = driver, .title = RRP_S("Bus driver")};
    const rrp_job clerk = {.occupation = other, .has = RRP_JOB_MONTHS, .months = 99, .title = RRP_S("Clerk")};
    const rrp_job what = {.has = RRP_JOB_MONTHS, .months = 99, .title = RRP_S("Jack of all trades")};
    const rrp_job untitled = {.occupation = driver, .has = RRP_JOB_MONTHS, .months = 50};
    const struct { const char *when; rrp_job jobs[3]; uint32_t count, wanted; } rows[] = {
        {"<history occupation='demo:driver' months='12'/>", {drove_7}, 0, U},
        {"<history occupation='demo:driver' months='12'/>", {drove_7, drove_5}, 2, M},
        {"<history occupation='demo:driver' months='13'/>", {drove_7, drove_5}, 2, N},
        {"<history occupation='demo:driver' months='13'/>", {drove_7, drove_5, clerk}, 3, N},
        {"<history occupation='demo:driver' months='13'/>", {drove_7, drove_5, drove}, 3, U},
        {"<history occupation='demo:driver' months='12'/>", {drove_7, drove_5, drove}, 3, M},
        {"<history occupation='demo:driver' months='13'/>", {drove_7, what}, 2, U},
        {"<history occupation='demo:driver'/>", {drove}, 1, M},
        {"<history occupation='demo:driver' months=''/>", {drove}, 1, M},
        {"<history occupation='demo:driver'/>", {clerk}, 1, N},
        {"<history occupation='demo:driver'/>", {what}, 1, U},
        {"<history occupation='demo:driver demo:other' months='106'/>", {drove_7, clerk}, 2, M},
        {"<history months='106'/>", {drove_7, what}, 2, M},
        {"<history/>", {drove}, 1, M},
        {"<history/>", {drove}, 0, U},
        {"<history title='taxi|van' months='12'/>", {drove_7, drove_5, clerk}, 3, M},
        {"<history title='taxi|van' months='13'/>", {drove_7, drove_5, clerk}, 3, N},
        {"<history title='taxi' months='1'/>", {untitled}, 1, U},
        {"<history title='taxi' months='1'/>", {untitled, drove_7}, 2, M},
        {"<history title='taxi' months='8'/>", {untitled, drove_7}, 2, U},
        {"<history occupation='demo:driver' title='taxi' months='7'/>", {drove_7, drove_5}, 2, M},
        {"<history occupation='demo:driver' title='taxi' months='8'/>", {drove_7, drove_5}, 2, N},
        {"<history occupation='demo:driver' title='jack' months='8'/>", {what}, 1, U},
        {"<history occupation='demo:driver' title='taxi' months='8'/>", {what}, 1, N},
        {"<history occupation='demo:astronaut'/>", {clerk}, 1, U}, /* the taxonomy doesn't know it: the clerk may have been one */
        {"<history occupation='demo:astronaut demo:other' months='9'/>", {clerk}, 1, M},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        rrp_profile p = nobody();
        p.history = (rrp_vec)RRP_VEC(rrp_job, rows[i].jobs, rows[i].count);
        expect(rows[i].when, &p, rows[i].wanted);
    }
}

static void evaluate__licences_by_name_and_year(void **state)
{
    (void)state;
    const rrp_licence old = {RRP_S("C1"), RRP_LICENCE_YEAR, 2020}, fresh = {RRP_S("C1"), RRP_LICENCE_YEAR, 2026}, undated = {RRP_S("C1"), 0, 0},
                      last_year_but_two = {RRP_S("C1"), RRP_LICENCE_YEAR, 2023};
    const struct { const char *when; rrp_licence held[2]; uint32_t count, wanted; } rows[] = {
        {"<licence name='C1'/>", {old}, 0, U},
        {"<licence name='B1'/>", {old}, 1, U}, /* not named is not unmet */
        {"<licence name='C1'/>", {undated}, 1, M},
        {"<licence name='C1' years='3'/>", {undated}, 1, U},
        {"<licence name='C1' years='3'/>", {old}, 1, M},
        {"<licence name='C1' years='3'/>", {fresh}, 1, N},
        {"<licence name='C1' years='3'/>", {last_year_but_two}, 1, U},
        {"<licence name='C1' years='2'/>", {last_year_but_two}, 1, M},
        {"<licence name='C1' years='3'/>", {fresh, old}, 2, M},
        {"<licence name='C1' years='3'/>", {fresh, undated}, 2, U},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        rrp_profile p = nobody();
        p.licences = (rrp_vec)RRP_VEC(rrp_licence, rows[i].held, rows[i].count);
        expect(rows[i].when, &p, rows[i].wanted);
    }
    rrp_profile p = nobody();
    p.licences = (rrp_vec)RRP_VEC(rrp_licence, &old, 1);
    p.as_of_day = 0;
    expect("<licence name='C1' years='3'/>", &p, U);
}

static void evaluate__schooling_and_skills(void **state)
{
    (void)state;
    static const struct { const char *have; uint32_t wanted; } schools[] = {
        {"", U}, {"school of life", U}, {"none", N}, {"primary", N}, {"junior-secondary", M}, {"vocational-secondary", M}, {"doctorate", M}};
    for (size_t i = 0; i < sizeof schools / sizeof schools[0]; i++) {
        rrp_profile p = nobody();
        p.education = str(schools[i].have);
        expect("<education at-least='junior-secondary'/>", &p, schools[i].wanted);
    }
    /* The levels of s.drive are printed 5 (lowest) to 1 (highest): 4 is 200. Those of r.calm ascend. */
    const struct { const char *when, *skill; int32_t level; uint32_t wanted; } skills[] = {
        {"<skill id='s.drive'/>", "s.drive", 100, M},
        {"<skill id='s.drive'/>", "s.drive", 0, M},
        {"<skill id='s.drive'/>", "s.talk", 500, U}, /* not held is not unmet */
        {"<skill id='s.drive' level='4'/>", "s.drive", 100, N},
        {"<skill id='s.drive' level='4'/>", "s.drive", 200, M},
        {"<skill id='s.drive' level='4'/>", "s.drive", 500, M},
        {"<skill id='s.drive' level='4'/>", "s.drive", 0, U},
        {"<skill id='r.calm' level='2.75'/>", "r.calm", 275, M},
        {"<skill id='r.calm' level='2.75'/>", "r.calm", 274, N},
        {"<skill id='s.unheard-of' level='4'/>", "s.drive", 500, U},
    };
    for (size_t i = 0; i < sizeof skills / sizeof skills[0]; i++) {
        rrp_held held = {.skill = skill(kept.demo, skills[i].skill), .level = skills[i].level};
        rrp_profile p = nobody();
        p.skills = (rrp_vec)RRP_VEC(rrp_held, &held, 1);
        expect(skills[i].when, &p, skills[i].wanted);
    }
}

static void evaluate__fit_and_readiness_are_the_candidates(void **state)
{
    (void)state;
    static const struct { const char *comparison; uint32_t below, equal, above; } rows[] = {
        {"at-least", N, M, M}, {"at-most", M, M, N}, {"above", N, N, M}, {"below", M, N, N}};
    rrp_profile p = nobody();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        for (int readiness = 0; readiness < 2; readiness++) {
            char when[128];
            snprintf(when, sizeof when, "<%s %s='0.5'/>", readiness ? "readiness" : "fit", rows[i].comparison);
            rrp_candidate c[4] = {{.has = 1, .fit_ppm = 499999, .readiness_ppm = 499999}, {.has = 1, .fit_ppm = 500000, .readiness_ppm = 500000},
                                  {.has = 1, .fit_ppm = 500001, .readiness_ppm = 500001}, {.has = 0, .fit_ppm = 500001, .readiness_ppm = 500001}};
            const uint32_t wanted[4] = {rows[i].below, rows[i].equal, rows[i].above, readiness ? U : rows[i].above};
            rr__rules *rules = read_when(when);
            rrp_vec verdicts = score(rules, &p, c, 4);
            for (uint32_t k = 0; k < 4; k++)
                assert_int_equal(RRP_AT(rrp_finding, RRP_AT(rrp_verdict, verdicts, k)->findings, 0)->state, wanted[k]);
            rr__rules_destroy(rules);
        }
}

/* --- the logic, against an oracle that knows it as minimum, maximum and difference --- */

enum { LEAVES = 5, WRITTEN = 4096 };
typedef struct formula { char kind; int leaf, first, count; } formula; /* kind: & | ! or a leaf */
typedef struct forest { formula nodes[64]; int children[64], node_count, child_count, leaves; uint32_t seed; } forest;

static uint32_t draw(forest *f, uint32_t below)
{
    f->seed = f->seed * 1664525u + 1013904223u;
    return (f->seed >> 16) % below;
}

static int grow(forest *f, int depth)
{
    int own = f->node_count++;
    formula *n = &f->nodes[own];
    if (depth > 0 && (depth == 4 || f->leaves + 1 >= LEAVES || draw(f, 3) == 0)) {
        *n = (formula){.kind = 'l', .leaf = f->leaves++};
        return own;
    }
    int made[3], count = 1 + (int)draw(f, 3);
    for (int i = 0; i < count; i++)
        if (i > 0 && f->leaves >= LEAVES) /* each leaf is another fact */
            count = i;
        else
            made[i] = grow(f, depth + 1);
    *n = (formula){.kind = "&|!"[draw(f, 3)], .first = f->child_count, .count = count};
    for (int i = 0; i < count; i++)
        f->children[f->child_count++] = made[i];
    return own;
}

static void write_formula(const forest *f, int at, char *out)
{
    const formula *n = &f->nodes[at];
    const char *name = n->kind == '&' ? "all" : n->kind == '|' ? "any" : "not";
    if (n->kind == 'l') {
        sprintf(out + strlen(out), "<fact name='%c' is='y'><question xml:lang='en'>%c?</question></fact>", 'a' + n->leaf, 'a' + n->leaf);
        return;
    }
    sprintf(out + strlen(out), "<%s>", name);
    for (int i = 0; i < n->count; i++)
        write_formula(f, f->children[n->first + i], out);
    sprintf(out + strlen(out), "</%s>", name);
}

/* 0 unmet, 1 unknown, 2 met */
static int oracle(const forest *f, int at, const int *facts)
{
    const formula *n = &f->nodes[at];
    int low = 2, high = 0;
    if (n->kind == 'l')
        return facts[n->leaf];
    for (int i = 0; i < n->count; i++) {
        int child = oracle(f, f->children[n->first + i], facts);
        low = child < low ? child : low;
        high = child > high ? child : high;
    }
    return n->kind == '&' ? low : n->kind == '|' ? high : 2 - low;
}

static rrp_finding ask(const rr__rules *rules, const int *facts)
{
    static const rrp_str names[LEAVES] = {RRP_S("a"), RRP_S("b"), RRP_S("c"), RRP_S("d"), RRP_S("e")};
    rrp_fact stated[LEAVES];
    uint32_t count = 0;
    for (int i = 0; i < LEAVES; i++)
        if (facts[i] != 1)
            stated[count++] = (rrp_fact){names[i], str(facts[i] == 2 ? "y" : "n")};
    rrp_profile p = nobody();
    p.facts = (rrp_vec)RRP_VEC(rrp_fact, stated, count);
    rrp_vec findings = find(rules, &p);
    assert_int_equal(findings.count, 1);
    return *RRP_AT(rrp_finding, findings, 0);
}

/* Answering all that is asked decides, whatever the answers; and each of them can decide. */
static void check_questions(const forest *f, const int *facts, const rrp_vec *questions)
{
    int asked[LEAVES], count = 0, can_decide[LEAVES] = {0}, tries = 1;
    for (uint32_t i = 0; i < questions->count; i++) {
        const rrp_text *q = RRP_AT(rrp_text, *questions, i);
        asked[count] = q->text.p[0] - 'a';
        assert_true(count == 0 || asked[count] > asked[count - 1]); /* in document order, each once */
        assert_int_equal(facts[asked[count]], 1);
        count++;
        tries *= 2;
    }
    assert_true(count > 0);
    for (int t = 0; t < tries; t++) {
        int answered[LEAVES];
        memcpy(answered, facts, sizeof answered);
        for (int i = 0; i < count; i++)
            answered[asked[i]] = (t >> i & 1) * 2;
        int decided = oracle(f, 0, answered);
        assert_int_not_equal(decided, 1);
        for (int i = 0; i < count; i++) {
            answered[asked[i]] = 2 - answered[asked[i]];
            can_decide[i] = can_decide[i] || oracle(f, 0, answered) != decided;
            answered[asked[i]] = 2 - answered[asked[i]];
        }
    }
    for (int i = 0; i < count; i++)
        assert_true(can_decide[i]);
}

static void evaluate__the_logic_agrees_with_an_oracle(void **state)
{
    (void)state;
    static const uint32_t numbers[3] = {N, U, M};
    for (uint32_t seed = 1; seed <= 150; seed++) {
        forest f = {.seed = seed * 2654435761u};
        char when[WRITTEN] = "";
        grow(&f, 0);
        write_formula(&f, 0, when);
        rr__rules *rules = read_when(when);
        int all = 1;
        for (int i = 0; i < f.leaves; i++)
            all *= 3;
        for (int k = 0; k < all; k++) {
            int facts[LEAVES] = {1, 1, 1, 1, 1}, rest = k;
            for (int i = 0; i < f.leaves; i++, rest /= 3)
                facts[i] = rest % 3;
            rrp_finding said = ask(rules, facts);
            int wanted = oracle(&f, 0, facts);
            if (said.state != numbers[wanted])
                fail_msg("%s, case %d: %u", when, k, said.state);
            if (wanted == 1)
                check_questions(&f, facts, &said.questions);
            else
                assert_int_equal(said.questions.count, 0);
        }
        rr__rules_destroy(rules);
        rr__arena_finish(&kept.arena);
        rr__arena_init(&kept.arena, &kept.context->allocator);
    }
}

static void evaluate__two_leaves_and_a_not_in_full(void **state)
{
    (void)state;
    static const uint32_t all[3][3] = {{N, N, N}, {N, U, U}, {N, U, M}}, any[3][3] = {{N, U, M}, {U, U, M}, {M, M, M}}, none[3] = {M, U, N};
    rr__rules *rules[3] = {read_when("<all><fact name='a' is='y'/><fact name='b' is='y'/></all>"),
                           read_when("<any><fact name='a' is='y'/><fact name='b' is='y'/></any>"), read_when("<not><fact name='a' is='y'/></not>")};
    for (int a = 0; a < 3; a++)
        for (int b = 0; b < 3; b++) {
            const int facts[LEAVES] = {a, b, 1, 1, 1};
            assert_int_equal(ask(rules[0], facts).state, all[a][b]);
            assert_int_equal(ask(rules[1], facts).state, any[a][b]);
            assert_int_equal(ask(rules[2], facts).state, none[a]);
        }
    for (int i = 0; i < 3; i++)
        rr__rules_destroy(rules[i]);
}

static void evaluate__questions_are_asked_once_and_only_where_open(void **state)
{
    (void)state;
    rr__rules *rules = read_when("<any><all><fact name='a' is='y'><question xml:lang='en'>a?</question><question xml:lang='zh'>甲？</question></fact>"
                                 "<fact name='b' is='y'/></all><fact name='c' is='y'/><fact name='d' is='y'><question xml:lang='en'>a?</question></fact></any>");
    const int open[LEAVES] = {1, 1, 1, 1, 1}, closed[LEAVES] = {1, 0, 1, 0, 1}, met[LEAVES] = {1, 1, 2, 1, 1};
    rrp_finding said = ask(rules, open);
    assert_string_equal(list_texts(&said.questions), "a?|甲？|rule?"); /* the rule's own where a leaf has none; each once */
    assert_int_equal(RRP_AT(rrp_text, said.questions, 1)->lang.n, 2);
    said = ask(rules, closed); /* b says no: a decides nothing more */
    assert_string_equal(list_texts(&said.questions), "rule?");
    said = ask(rules, met);
    assert_int_equal(said.questions.count, 0);
    rr__rules_destroy(rules);
}

static void evaluate__dates_of_effect_and_their_edges(void **state)
{
    (void)state;
    static const struct { const char *dates, *day; int found; uint32_t wanted; } rows[] = {
        {"from='2024-02-29' until='2026-12-31'", "2024-02-28", 0, 0}, {"from='2024-02-29' until='2026-12-31'", "2024-02-29", 1, M},
        {"from='2024-02-29' until='2026-12-31'", "2026-12-31", 1, M}, {"from='2024-02-29' until='2026-12-31'", "2027-01-01", 0, 0},
        {"from='2027-01-01'", "2026-12-31", 0, 0},  {"from='2027-01-01'", "2038-01-20", 1, M}, {"until='2026-01-01'", "1970-01-02", 1, M},
        {"until='2026-01-01'", "2026-01-02", 0, 0}, {"from='2026-11-24' until='2026-11-24'", "2026-11-24", 1, M},
        {"from='2024-02-29'", NULL, 1, U},          {"until='2024-02-29'", NULL, 1, U}, {"", NULL, 1, M}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[512];
        snprintf(text, sizeof text, "<rule id='r' class='law' source='S' %s><text xml:lang='en'>T</text><question xml:lang='en'>rule?</question>"
                 "<when><fact name='a' is='y'/></when><finding/></rule>", rows[i].dates);
        rr__rules *rules = read_rules(text);
        assert_non_null(rules);
        rrp_fact fact = {RRP_S("a"), RRP_S("y")};
        rrp_profile p = nobody();
        p.facts = (rrp_vec)RRP_VEC(rrp_fact, &fact, 1);
        p.as_of_day = rows[i].day == NULL ? 0 : day(rows[i].day);
        rrp_vec findings = find(rules, &p);
        assert_int_equal(findings.count, rows[i].found);
        if (rows[i].found == 1)
            assert_int_equal(RRP_AT(rrp_finding, findings, 0)->state, rows[i].wanted);
        if (rows[i].found == 1 && rows[i].wanted == U)
            assert_string_equal(list_texts(&RRP_AT(rrp_finding, findings, 0)->questions), "rule?");
        rr__rules_destroy(rules);
    }
}

/* A pattern over its budget leaves the condition open; many of them don't take for ever, and leave it open too. */
static void evaluate__hostile_patterns_are_unknown(void **state)
{
    (void)state;
    char title[300], when[TEXT_MAX / 2];
    memset(title, 'a', sizeof title);
    title[298] = '!';
    title[299] = '\0';
    rrp_job jobs[2] = {{.has = RRP_JOB_MONTHS, .months = 12, .title = str(title)}, {.has = RRP_JOB_MONTHS, .months = 12, .title = RRP_S("Taxi")}};
    rrp_profile p = nobody();
    p.history = (rrp_vec)RRP_VEC(rrp_job, jobs, 1);
    static const char *const hostile[] = {"(a+)+$", "(?:a|aa){15}[YZ]", "(.*)*[xy]"};
    for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
        snprintf(when, sizeof when, "<history title='%s'/>", hostile[i]);
        expect(when, &p, U);
    }
    p.history.count = 2;
    expect("<history title='taxi' months='12'/>", &p, M);
    expect("<history title='(a+)+$|taxi' months='12'/>", &p, M); /* another job is enough */
    size_t len = (size_t)snprintf(when, sizeof when, "<any>");
    for (int i = 0; i < 300; i++)
        len += (size_t)snprintf(when + len, sizeof when - len, "<history title='(a+)+[%c%d]$' months='1'/>", 'b' + i % 20, i);
    snprintf(when + len, sizeof when - len, "</any>");
    rr__rules *rules = read_when(when);
    rrp_job many[1024];
    for (int i = 0; i < 1024; i++)
        many[i] = jobs[0];
    p.history = (rrp_vec)RRP_VEC(rrp_job, many, 1024);
    assert_int_equal(state_of(rules, &p), U);
    rr__rules_destroy(rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(evaluate__facts_by_every_comparison),
        cmocka_unit_test(evaluate__history_by_occupation_title_and_months),
        cmocka_unit_test(evaluate__licences_by_name_and_year),
        cmocka_unit_test(evaluate__schooling_and_skills),
        cmocka_unit_test(evaluate__fit_and_readiness_are_the_candidates),
        cmocka_unit_test(evaluate__two_leaves_and_a_not_in_full),
        cmocka_unit_test(evaluate__the_logic_agrees_with_an_oracle),
        cmocka_unit_test(evaluate__questions_are_asked_once_and_only_where_open),
        cmocka_unit_test(evaluate__dates_of_effect_and_their_edges),
        cmocka_unit_test(evaluate__hostile_patterns_are_unknown),
    };
    return cmocka_run_group_tests(tests, open_kept, close_kept);
}

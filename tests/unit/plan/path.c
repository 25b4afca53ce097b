/* SPDX-License-Identifier: MIT */
/* rr_path_run against brute force: on random small worlds every sequence of up to three roles, each step by each plan that a
 * path may take, worked out here from what the world was made of. No skill has relatives or levels, courses fit beside each
 * other, and nothing is granted: what those do, the tests of matches and plans hold. */
#define _XOPEN_SOURCE 700
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <reroute/reroute.h>

#include "base/text.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { CASES = 150 };
#else
enum { CASES = 1500 };
#endif
enum { SKILLS = 7, ROLES = 4 /* the last is the target */, COURSES = 5, TRIED = 4096, STEPS = 3, SAMPLE_FLOOR = 3000 };

typedef struct role { uint32_t essential, optional; int low, high; /* pay; low -1: none stated */ } role;
typedef struct course { uint32_t teaches; int price, weeks, apply_days; bool monthly, by_day; } course;
typedef struct made {
    role roles[ROLES];
    course courses[COURSES];
    int course_count, threshold_percent, floor, stop_months;
    uint32_t held;
    int32_t today;
} made;

static uint64_t seed = 20261126;

static uint32_t below(uint32_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)((seed >> 20) % n);
}

static uint32_t some_skills(uint32_t one_in)
{
    uint32_t set = 0;
    for (uint32_t i = 0; i < SKILLS; i++)
        set |= below(one_in) == 0 ? 1u << i : 0;
    return set;
}

static void make(made *m)
{
    int64_t today = 0;
    static const int thresholds[] = {50, 60, 75, 100};
    assert_true(rr__parse_date("2026-12-01", 10, &today));
    *m = (made){.course_count = (int)below(COURSES + 1), .threshold_percent = thresholds[below(4)], .floor = below(3) == 0 ? -1 : SAMPLE_FLOOR,
                .stop_months = 1 + (int)below(18), .held = some_skills(3) | 1u << below(SKILLS), .today = (int32_t)today + (int32_t)below(60)};
    for (int i = 0; i < ROLES; i++) {
        role *r = &m->roles[i];
        r->essential = some_skills(2) | 1u << below(SKILLS);
        r->optional = below(2) == 0 ? some_skills(4) & ~r->essential : 0;
        r->low = below(3) == 0 ? -1 : SAMPLE_FLOOR - 500 + 500 * (int)below(3);
        r->high = r->low + 500 * (int)below(3);
    }
    for (int i = 0; i < m->course_count; i++) /* no two sets of courses cost the same */
        m->courses[i] = (course){some_skills(4) | 1u << below(SKILLS), 101 + (1 << (i + 4)) + 512 * (int)below(4), 1 + (int)below(8), 3 * (int)below(2),
                                 below(2) == 0, below(2) == 0};
}

/* ---- the world as files ---- */

static char folder[64];

static FILE *begin_file(const char *name, char path[160])
{
    snprintf(path, 160, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    return f;
}

static void write_taxonomy(const made *m)
{
    char path[160];
    FILE *f = begin_file("taxonomy.xml", path);
    fprintf(f, "<taxonomy xmlns='urn:reroute:taxonomy:1' id='t' version='1' xml:lang='en'><label>T</label><licence id='MIT'>x</licence>"
               "<source id='S' confidence='high'>A source</source><facet id='skill' kind='listed'><label>Skills</label></facet>");
    for (int i = 0; i < SKILLS; i++)
        fprintf(f, "<descriptor id='s.%d' facet='skill'><label>skill %d</label></descriptor>", i, i);
    for (int r = 0; r < ROLES; r++) {
        const role *o = &m->roles[r];
        fprintf(f, "<occupation id='t:%d' source='S'><label>Role %d</label>", r, r);
        for (int i = 0; i < SKILLS; i++)
            if (((o->essential | o->optional) >> i & 1) != 0)
                fprintf(f, "<requires ref='s.%d' kind='%s'/>", i, (o->essential >> i & 1) != 0 ? "essential" : "optional");
        if (o->low >= 0)
            fprintf(f, "<pay place='XX' year='2026' low='%d' high='%d' currency='CNY' period='month'/>", o->low, o->high);
        fprintf(f, "</occupation>");
    }
    fprintf(f, "<occupation id='t:old' role='source' source='S'><label>Old job</label>"); /* no stop, but it knows all skills */
    for (int i = 0; i < SKILLS; i++)
        fprintf(f, "<requires ref='s.%d' kind='essential'/>", i);
    fprintf(f, "</occupation><model viable-readiness='%d.%02d'/></taxonomy>", m->threshold_percent / 100, m->threshold_percent % 100);
    assert_int_equal(fclose(f), 0);
}

static void write_region(const made *m)
{
    char path[160];
    FILE *f = begin_file("p/plugin.xml", path);
    fprintf(f, "<plugin xmlns='urn:reroute:plugin:1' id='org.example.path' version='1' vendor='x' licence='MIT' illustrative='yes'>"
               "<name xml:lang='en'>Sample</name><serves region='XX'/><file name='courses.xml' kind='courses'/></plugin>");
    assert_int_equal(fclose(f), 0);
    f = begin_file("p/courses.xml", path);
    fprintf(f, "<courses xmlns='urn:reroute:courses:1' currency='CNY' illustrative='yes'><source id='S' confidence='low'>Made up</source>"
               "<school id='s' region='XX' source='S'><name xml:lang='en'>Sample school</name></school>");
    for (int i = 0; i < m->course_count; i++) {
        const course *c = &m->courses[i];
        fprintf(f, "<course id='c%d' school='s' source='S' hours='%d' weeks='%d' price='%d' mode='%s'><title xml:lang='en'>Course %d</title>", i,
                8 * c->weeks, c->weeks, c->price, c->by_day ? "on-site" : "evening", i);
        for (int k = 0; k < SKILLS; k++)
            if ((c->teaches >> k & 1) != 0)
                fprintf(f, "<teaches skill='s.%d'/>", k);
        fprintf(f, "<session id='a' recur='%s' %sweekday='1' apply-days-before='%d' seats='9'/></course>", c->monthly ? "monthly" : "weekly",
                c->monthly ? "nth='1' " : "", c->apply_days);
    }
    fprintf(f, "</courses>");
    assert_int_equal(fclose(f), 0);
}

/* ---- brute force ---- */

typedef struct step { int role; uint32_t courses; int32_t ready, leave; int unpaid, own; } step;
typedef struct tried { step steps[STEPS]; int count, income, unpaid, own, weeks; bool promised; } tried;
typedef struct brute { const made *m; tried all[TRIED]; int count; } brute;

static int weeks_in(int32_t days)
{
    return (days + 6) / 7;
}

static bool is_viable(const made *m, int r, uint32_t held)
{
    uint32_t asked = m->roles[r].essential;
    return 100 * __builtin_popcount(asked & held) >= m->threshold_percent * __builtin_popcount(asked);
}

/* The first day of the next session that can still be applied for: a Monday, or the first of its month. */
static int32_t next_start(const course *c, int32_t day)
{
    int32_t start = day + c->apply_days;
    while ((start + 3) % 7 != 0 || (c->monthly && rr__civil_of(start).day > 7))
        start++;
    return start;
}

static int32_t end_of(const course *c, int32_t day)
{
    return next_start(c, day) + 7 * c->weeks - 1;
}

/* The cheapest set of courses that makes the role viable, or the one that ends first; false: none does. */
static bool find_set(const made *m, int r, uint32_t held, int32_t day, bool fast, uint32_t *out)
{
    int64_t best = INT64_MAX;
    for (uint32_t set = 1; set < 1u << m->course_count; set++) {
        uint32_t then = held;
        int64_t price = 0, finish = 0;
        for (int i = 0; i < m->course_count; i++)
            if ((set >> i & 1) != 0) {
                then |= m->courses[i].teaches;
                price += m->courses[i].price;
                finish = end_of(&m->courses[i], day) > finish ? end_of(&m->courses[i], day) : finish;
            }
        int64_t worth = fast ? finish * 1000000 + price : price * 1000000 + finish;
        if (is_viable(m, r, then) && worth < best) {
            best = worth;
            *out = set;
        }
    }
    return best < INT64_MAX;
}

/* The first day on which a session runs by day; each day is looked at. */
static void find_day_session(const made *m, uint32_t set, int32_t day, int32_t finish, int32_t *first)
{
    for (int32_t d = finish; d >= day; d--)
        for (int i = 0; i < m->course_count; i++)
            if ((set >> i & 1) != 0 && m->courses[i].by_day && d >= next_start(&m->courses[i], day) && d <= end_of(&m->courses[i], day))
                *first = d;
}

static int income_rank(const made *m, int r)
{
    const role *o = &m->roles[r];
    return m->floor < 0 || o->low >= m->floor ? 0 : o->low >= 0 && o->high < m->floor ? 2 : 1;
}

static void add_up(brute *b, tried t)
{
    t.income = t.unpaid = t.own = 0;
    for (int k = 0; k < t.count; k++) {
        int rank = income_rank(b->m, t.steps[k].role);
        t.income = rank > t.income ? rank : t.income;
        t.unpaid += t.steps[k].unpaid;
        t.own += t.steps[k].own;
    }
    t.weeks = weeks_in(t.steps[t.count - 1].ready - b->m->today);
    assert_true(b->count < TRIED);
    b->all[b->count++] = t;
}

static void walk(brute *b, tried so_far, const int *roles, int count, int32_t day, uint32_t held);

static void take(brute *b, tried so_far, const int *roles, int count, int32_t day, uint32_t held, uint32_t set)
{
    const made *m = b->m;
    bool first = so_far.count == 0;
    int32_t finish = day - 1;
    step s = {.role = roles[0], .courses = set, .leave = -1};
    for (int i = 0; i < m->course_count; i++)
        if ((set >> i & 1) != 0) {
            held |= m->courses[i].teaches;
            s.own += 100 * m->courses[i].price;
            finish = end_of(&m->courses[i], day) > finish ? end_of(&m->courses[i], day) : finish;
        }
    s.ready = finish + 1;
    int32_t kept_until = s.ready;
    find_day_session(m, set, day, finish, &kept_until);
    s.unpaid = weeks_in(s.ready - (first ? day : kept_until));
    if (!first && set != 0)
        so_far.steps[so_far.count - 1].leave = kept_until;
    so_far.steps[so_far.count++] = s;
    if (count == 1) {
        add_up(b, so_far);
        return;
    }
    int32_t left = s.ready + m->stop_months * 3044 / 100;
    so_far.steps[so_far.count - 1].leave = left;
    walk(b, so_far, roles + 1, count - 1, left, held | m->roles[roles[0]].essential | m->roles[roles[0]].optional);
}

static void walk(brute *b, tried so_far, const int *roles, int count, int32_t day, uint32_t held)
{
    uint32_t cheap = 0, fast = 0;
    if (is_viable(b->m, roles[0], held)) {
        take(b, so_far, roles, count, day, held, 0);
        return;
    }
    if (!find_set(b->m, roles[0], held, day, false, &cheap))
        return;
    take(b, so_far, roles, count, day, held, cheap);
    find_set(b->m, roles[0], held, day, true, &fast);
    if (fast != cheap)
        take(b, so_far, roles, count, day, held, fast);
}

/* Who works in the stop holds something afterwards that the role asks for and the person hasn't. */
static bool brings_nearer(const made *m, int stop, int r, uint32_t held)
{
    return (m->roles[r].essential & ~held & (m->roles[stop].essential | m->roles[stop].optional)) != 0;
}

/* Which sequences a path promises to look at (path.h), where there are so few roles that none of its limits is reached. */
static bool is_promised(const made *m, const int *roles, int count)
{
    int target = ROLES - 1, first = roles[0], second = roles[1];
    if (count == 1)
        return true;
    if (m->course_count > 0 && count == 2)
        return is_viable(m, first, m->held) || brings_nearer(m, first, target, m->held);
    if (m->course_count > 0)
        return brings_nearer(m, second, target, m->held) && !is_viable(m, second, m->held) && is_viable(m, first, m->held) &&
               brings_nearer(m, first, second, m->held);
    return true; /* without courses what is not viable ends the sequence anyway */
}

static void try_all(brute *b, const made *m)
{
    b->m = m;
    b->count = 0;
    int chains[1 + ROLES * ROLES][STEPS] = {{ROLES - 1}}, lengths[1 + ROLES * ROLES] = {1}, count = 1;
    for (int i = 0; i + 1 < ROLES; i++) {
        chains[count][0] = i, chains[count][1] = ROLES - 1, lengths[count++] = 2;
        for (int k = 0; k + 1 < ROLES; k++)
            if (k != i)
                chains[count][0] = i, chains[count][1] = k, chains[count][2] = ROLES - 1, lengths[count++] = 3;
    }
    for (int c = 0; c < count; c++)
        walk(b, (tried){.promised = is_promised(m, chains[c], lengths[c])}, chains[c], lengths[c], m->today, m->held);
}

/* Whether `a` is as good in everything. */
static bool is_as_good(const tried *a, const tried *b)
{
    return a->income <= b->income && a->unpaid <= b->unpaid && a->own <= b->own && a->weeks <= b->weeks;
}

static bool is_equal(const tried *a, const tried *b)
{
    return is_as_good(a, b) && is_as_good(b, a);
}

/* ---- what the library says ---- */

static int rank_of(rr_income_state state)
{
    return state == RR_INCOME_BELOW ? 2 : state == RR_INCOME_UNKNOWN ? 1 : 0;
}

static tried read_path(const rr_path *p, const uint32_t *occupations)
{
    tried t = {.count = (int)p->step_count, .income = rank_of(p->income), .unpaid = (int)p->unpaid_weeks, .own = (int)p->own_minor, .weeks = (int)p->weeks};
    for (size_t k = 0; k < p->step_count; k++) {
        const rr_path_step *s = &p->steps[k];
        step *to = &t.steps[k];
        *to = (step){.role = -1, .ready = s->ready_day, .leave = s->leave_day, .unpaid = (int)s->unpaid_weeks, .own = (int)s->own_minor};
        for (int r = 0; r < ROLES; r++)
            to->role = occupations[r] == s->occupation ? r : to->role;
        for (size_t i = 0; s->plan != NULL && i < s->plan->step_count; i++)
            to->courses |= 1u << (s->plan->steps[i].offer.course->id.p[1] - '0');
    }
    return t;
}

static bool is_same(const tried *a, const tried *b)
{
    bool same = a->count == b->count && is_equal(a, b);
    for (int k = 0; k < a->count && same; k++) {
        const step *x = &a->steps[k], *y = &b->steps[k];
        same = x->role == y->role && x->courses == y->courses && x->ready == y->ready && x->leave == y->leave && x->unpaid == y->unpaid && x->own == y->own;
    }
    return same;
}

/* NULL: the direct way, which doesn't reach. */
static bool is_there(const brute *b, const tried *way)
{
    bool same = false, direct = false;
    for (int k = 0; k < b->count; k++) {
        same = same || (way != NULL && is_same(&b->all[k], way));
        direct = direct || b->all[k].count == 1;
    }
    return way != NULL ? same : !direct;
}

static void say(const char *what, const tried *t)
{
    print_message("%s: income %d, unpaid %d, own %d, weeks %d%s:", what, t->income, t->unpaid, t->own, t->weeks, t->promised ? "" : " (not promised)");
    for (int k = 0; k < t->count; k++)
        print_message(" role %d courses %x ready %d leave %d unpaid %d own %d;", t->steps[k].role, t->steps[k].courses, (int)t->steps[k].ready,
                      (int)t->steps[k].leave, t->steps[k].unpaid, t->steps[k].own);
    print_message("\n");
}

static void check(const brute *b, const rr_path_result *result, const uint32_t *occupations, int number)
{
    tried got[64];
    int count = (int)rr_path_count(result), wrong = 0;
    assert_in_range(count, 1, 64);
    for (int i = 0; i < count; i++) {
        const rr_path *p = rr_path_at(result, (size_t)i);
        got[i] = read_path(p, occupations);
        if (!is_there(b, p->reaches ? &got[i] : NULL))
            say("no such way", &got[i]), wrong++;
        for (int k = 0; k < b->count && p->reaches && !p->direct; k++)
            if (b->all[k].promised && is_as_good(&b->all[k], &got[i]) && !is_equal(&b->all[k], &got[i]))
                say("is beaten", &got[i]), say("by", &b->all[k]), wrong++;
        for (int k = 0; k < i && p->reaches && !p->direct; k++)
            if (rr_path_at(result, (size_t)k)->reaches && is_equal(&got[k], &got[i]))
                say("stands there twice", &got[i]), wrong++;
    }
    for (int k = 0; k < b->count; k++) {
        bool covered = !b->all[k].promised;
        for (int i = 0; i < count && !covered; i++)
            covered = rr_path_at(result, (size_t)i)->reaches && is_as_good(&got[i], &b->all[k]);
        if (!covered)
            say("is missing", &b->all[k]), wrong++;
    }
    if (wrong > 0)
        fail_msg("case %d", number);
}

typedef struct seen { int ways, over, three, without, mixed; } seen;

static void try_case(const made *m, int number, seen *all)
{
    static brute b;
    char taxonomy[160], region[160];
    rr_context *context = NULL;
    rr_taxonomy *t = NULL;
    rr_matcher *matcher = NULL;
    rr_plugins *plugins = NULL;
    rr_profile *person = NULL;
    rr_path_result *result = NULL;
    uint32_t occupations[ROLES];
    snprintf(taxonomy, sizeof taxonomy, "%s/taxonomy.xml", folder);
    snprintf(region, sizeof region, "%s/p", folder);
    write_taxonomy(m);
    write_region(m);
    const char *path = taxonomy, *plugin = region;
    rr_plugins_options o = {.size = sizeof o, .paths = &plugin, .path_count = 1, .region = "XX"};
    assert_int_equal(rr_context_create(&context, NULL, NULL), RR_OK);
    assert_int_equal(rr_taxonomy_load(&t, context, &path, 1, NULL, NULL, NULL), RR_OK);
    assert_int_equal(rr_matcher_create(&matcher, context, t, NULL), RR_OK);
    assert_int_equal(rr_plugins_open(&plugins, context, t, &o, NULL), RR_OK);
    assert_int_equal(rr_plugins_course_count(plugins), m->course_count);
    assert_int_equal(rr_profile_create(&person, context, "w-1", NULL), RR_OK);
    for (int i = 0; i < SKILLS; i++)
        if ((m->held >> i & 1) != 0) {
            char id[16];
            snprintf(id, sizeof id, "s.%d", i);
            rr_skill skill = {.text = id, .state = RR_SKILL_STATED, .level = -1, .descriptor = RR_NONE};
            assert_int_equal(rr_profile_add_skill(person, &skill, NULL), RR_OK);
        }
    assert_int_equal(rr_profile_resolve(person, t, NULL, NULL, NULL), RR_OK);
    for (int r = 0; r < ROLES; r++) {
        char id[16];
        snprintf(id, sizeof id, "t:%d", r);
        occupations[r] = rr_taxonomy_find_occupation(t, id);
    }
    char date[64];
    rr_error err = {0};
    rr__civil day = rr__civil_of(m->today);
    snprintf(date, sizeof date, "%04d-%02d-%02d", (int)day.year, (int)day.month, (int)day.day);
    rr_match_options options = {.size = sizeof options, .region = "XX", .plugins = plugins};
    memcpy(options.date, date, sizeof options.date);
    rr_path_options how = {.size = sizeof how, .stop_months = (uint32_t)m->stop_months, .most_paths = 60, .floor_minor = m->floor < 0 ? -1 : 100 * m->floor};
    if (rr_path_run(&result, matcher, person, occupations[ROLES - 1], &options, &how, &err) != RR_OK)
        fail_msg("error %d: %s", err.number, err.args);
    try_all(&b, m);
    check(&b, result, occupations, number);
    for (size_t i = 0; i < rr_path_count(result); i++) {
        const rr_path *p = rr_path_at(result, i);
        all->ways++;
        all->over += !p->direct;
        all->three += p->step_count == 3;
        all->without += !p->reaches;
        for (size_t k = 1; k < p->step_count; k++)
            all->mixed += p->steps[k].unpaid_weeks > 0 && p->steps[k].unpaid_weeks < p->steps[k].training_weeks;
    }
    rr_path_result_destroy(result);
    rr_profile_destroy(person);
    rr_plugins_destroy(plugins);
    rr_matcher_destroy(matcher);
    rr_taxonomy_destroy(t);
    rr_context_destroy(context);
}

static void path_run__keeps_what_brute_force_keeps(void **state)
{
    static const char *const files[] = {"taxonomy.xml", "p/plugin.xml", "p/courses.xml", "p", ""};
    char path[160];
    seen all = {0, 0, 0, 0, 0};
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/reroute-path-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/p", folder);
    assert_int_equal(mkdir(path, 0755), 0);
    for (int i = 0; i < CASES; i++) {
        made m;
        make(&m);
        try_case(&m, i, &all);
    }
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        remove(path);
    }
    print_message("%d worlds: %d ways, %d over other roles, %d of three steps, %d lead nowhere, %d steps partly by day\n", CASES, all.ways, all.over,
                  all.three, all.without, all.mixed);
    assert_true(all.over > CASES / 5 && all.three > CASES / 100 && all.without > CASES / 20 && all.mixed > CASES / 100); /* all of it happens */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(path_run__keeps_what_brute_force_keeps)};
    return cmocka_run_group_tests_name("path", tests, NULL, NULL);
}

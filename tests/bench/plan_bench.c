/* SPDX-License-Identifier: MIT */
/* How long plans and paths take. Without arguments the search alone: 20 gap items and 5,000 courses of 4 sessions, on ten
 * random problems of each of some shapes, with as many steps as a plan has by default. With TAXONOMY PROFILE ROLE, and PLUGIN
 * and REGION for a plan, the whole call, ten times: rr_plan_run with plugins, else rr_path_run. */
#define _POSIX_C_SOURCE 200809L
#include <reroute/reroute.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "plan/problem.h"

enum { STUDIES = 5000, ITEMS = 20, SLOTS = 4, LESSONS = 6, ROUNDS = 10, EFFORT = 300000 };
static rr__study studies[STUDIES];
static rr__lesson lessons[STUDIES * LESSONS];
static rr__slot slots[STUDIES * SLOTS];
static rr__span needs[STUDIES];
static uint32_t providers[STUDIES * 2], limits[4] = {1, 3, 3, 1};
static rr__payment payments[STUDIES];
static uint64_t seed = 1;

static uint32_t below(uint32_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)((seed >> 20) % n);
}

typedef struct shape { const char *name; uint32_t most_lessons, needs_in_ten, paid_in_ten; int64_t most_cost; int32_t last_day; uint32_t share; bool free; } shape;

static void make(rr__problem *p, const shape *how)
{
    uint32_t l = 0, n = 0, v = 0, y = 0;
    *p = (rr__problem){.studies = studies, .study_count = STUDIES, .item_count = ITEMS, .lessons = lessons, .slots = slots, .needs = needs,
                       .providers = providers, .payments = payments, .limits = limits, .limit_count = 4, .hours_per_week = 40};
    for (uint32_t c = 0; c < STUDIES; c++) {
        rr__study *s = &studies[c];
        uint32_t first = below(ITEMS), count = 1 + below(how->most_lessons);
        int64_t price = how->free ? 0 : (int64_t)10000 * (3 + below(40)) * (1 + count / 2);
        *s = (rr__study){.lessons = {l, count}, .slots = {c * SLOTS, SLOTS}, .hours = 8 * (1 + below(15)), .needs = {n, below(10) < how->needs_in_ten}};
        uint32_t load = 10 + below(3) * 10;
        for (uint32_t k = 0; k < count; k++)
            lessons[l++] = (rr__lesson){(first + k * 3) % ITEMS, (int64_t)(1 + below(4)) * 200000};
        for (uint32_t k = 0; k < SLOTS; k++) {
            int32_t start = (int32_t)(k * 60 + below(60)), weeks = 1 + (int32_t)below(8);
            slots[c * SLOTS + k] = (rr__slot){start, start + weeks * 7 - 1, start, load, k, price};
        }
        for (uint32_t k = 1; k < SLOTS; k++) /* by end */
            for (uint32_t i = c * SLOTS + k; i > c * SLOTS && slots[i - 1].end > slots[i].end; i--) {
                rr__slot other = slots[i];
                slots[i] = slots[i - 1];
                slots[i - 1] = other;
            }
        for (uint32_t k = 0; k < s->needs.count; k++) {
            needs[n++] = (rr__span){v, 2};
            providers[v++] = below(STUDIES);
            providers[v++] = below(STUDIES);
        }
        s->payments = (rr__span){y, below(10) < how->paid_in_ten};
        if (s->payments.count > 0)
            payments[y++] = (rr__payment){.limit = below(4), .group = 0, .amount = 100000, .cap = -1};
    }
}

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* of the processor: other work on the machine counts less */
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static rr_profile *person;

static int take_person(void *user, rr_profile *profile)
{
    (void)user;
    person = profile;
    return 1;
}

static int compare_times(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return a < b ? -1 : a > b;
}

static int time_calls(int argc, char **argv)
{
    rr_context *context = NULL;
    rr_taxonomy *taxonomy = NULL;
    rr_matcher *matcher = NULL;
    rr_plugins *plugins = NULL;
    rr_error err = {0};
    double times[ROUNDS];
    const char *path = argv[1], *plugin = argc > 4 ? argv[4] : NULL;
    rr_plugins_options o = {.size = sizeof o, .paths = &plugin, .path_count = 1, .region = argc > 5 ? argv[5] : NULL};
    if (rr_context_create(&context, NULL, &err) != RR_OK || rr_taxonomy_load(&taxonomy, context, &path, 1, NULL, NULL, &err) != RR_OK ||
        rr_matcher_create(&matcher, context, taxonomy, &err) != RR_OK ||
        rr_profile_read(context, argv[2], NULL, take_person, NULL, &err) != RR_OK || rr_profile_resolve(person, taxonomy, NULL, NULL, &err) != RR_OK ||
        (plugin != NULL && rr_plugins_open(&plugins, context, taxonomy, &o, &err) != RR_OK)) {
        char text[1000];
        rr_error_format(&err, RR_LANG_EN, text, sizeof text);
        fprintf(stderr, "%s\n", text);
        return 1;
    }
    rr_match_options options = {.size = sizeof options, .date = "2026-12-01", .region = o.region, .plugins = plugins};
    uint32_t role = rr_taxonomy_find_occupation(taxonomy, argv[3]);
    uint32_t courses = 0, found = 0, proven = 0, items = 0;
    for (int round = 0; round < ROUNDS; round++) {
        rr_plan_result *plans = NULL;
        rr_path_result *paths = NULL;
        double start = now_ms();
        rr_status status = plugins != NULL ? rr_plan_run(&plans, matcher, person, role, &options, NULL, &err)
                                           : rr_path_run(&paths, matcher, person, role, &options, NULL, &err);
        times[round] = now_ms() - start;
        if (status != RR_OK)
            return 1;
        if (plans != NULL) {
            const rr_match *match = rr_match_at(rr_plan_result_match(plans), 0);
            courses = rr_plan_result_limits(plans)->course_count;
            found = (uint32_t)rr_plan_count(plans);
            proven = items = 0;
            for (size_t i = 0; i < rr_plan_proof_count(plans); i++)
                proven += rr_plan_proof_at(plans, i)->optimal != 0;
            for (size_t i = 0; i < match->gap_count; i++)
                items += match->gap[i].essential != 0;
        } else {
            found = (uint32_t)rr_path_count(paths);
        }
        rr_plan_result_destroy(plans);
        rr_path_result_destroy(paths);
    }
    qsort(times, ROUNDS, sizeof times[0], compare_times);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    if (plugins != NULL)
        printf("rr_plan_run, %u gap items, %u courses: median %.1f ms, most %.1f ms; %u plans, %u of 3 kinds proven; peak of the process, taxonomy "
               "and catalogue included, %.1f MB\n", items, courses, times[ROUNDS / 2], times[ROUNDS - 1], found, proven, (double)usage.ru_maxrss / 1024);
    else
        printf("rr_path_run, %s: median %.1f ms, most %.1f ms; %u ways\n", argv[3], times[ROUNDS / 2], times[ROUNDS - 1], found);
    rr_plugins_destroy(plugins);
    rr_profile_destroy(person);
    rr_matcher_destroy(matcher);
    rr_taxonomy_destroy(taxonomy);
    rr_context_destroy(context);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc > 3)
        return time_calls(argc, argv);
    static const shape shapes[] = {
        {"one to three skills a course", 3, 0, 0, INT64_MAX / 4, 400, 80, false},
        {"one to six", 6, 0, 0, INT64_MAX / 4, 400, 80, false},
        {"the same, half with needs, half with grants", 6, 5, 5, INT64_MAX / 4, 400, 80, false},
        {"the same within 12 weeks and a budget", 6, 5, 5, 2500000, 84, 80, false},
        {"all of the gap to be closed", 6, 2, 2, INT64_MAX / 4, 400, 100, false},
        {"every course free", 6, 2, 0, INT64_MAX / 4, 400, 80, true},
    };
    rr_context *context = NULL;
    if (rr_context_create(&context, NULL, NULL) != RR_OK)
        return 1;
    printf("%-46s %9s %9s   (processor time) proven of %d: complete cheapest fastest\n", "20 gap items, 5,000 courses, 4 sessions each", "median", "most", ROUNDS);
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        double times[ROUNDS];
        int complete = 0, cheapest = 0, fastest = 0;
        for (int round = 0; round < ROUNDS; round++) {
            rr__problem p;
            rr__arena arena;
            rr__three three;
            seed = 1 + (uint64_t)round * 7919;
            make(&p, &shapes[i]);
            double start = now_ms();
            rr__arena_init(&arena, &context->allocator);
            rr__search *search = rr__search_create(context, &p);
            if (search == NULL)
                return 1;
            int64_t reach = rr__search_reach(search, shapes[i].last_day);
            if (!rr__three_plans(&three, &arena, search, &p, reach * shapes[i].share / 100, shapes[i].most_cost, shapes[i].last_day, EFFORT))
                return 1;
            rr__search_destroy(search);
            times[round] = now_ms() - start;
            if (getenv("VERBOSE") != NULL)
                printf("  %2d: complete %d %lld/%lld (<= %lld) cost %lld; cheapest %d %lld >= %lld; fastest %d day %d >= %d\n", round, three.complete.found,
                       (long long)three.complete.gain, (long long)reach, (long long)three.complete_bound, (long long)three.complete.cost,
                       three.cheapest.found, (long long)three.cheapest.cost, (long long)three.cheapest_bound, three.fastest.found, three.fastest.finish,
                       three.fastest_bound);
            complete += three.complete.complete;
            cheapest += three.cheapest.complete;
            fastest += three.fastest.complete;
            rr__arena_finish(&arena);
        }
        for (int a = 0; a < ROUNDS; a++)
            for (int b = a + 1; b < ROUNDS; b++)
                if (times[b] < times[a]) {
                    double t = times[a];
                    times[a] = times[b];
                    times[b] = t;
                }
        printf("%-46s %6.1f ms %6.1f ms   %8d %8d %8d\n", shapes[i].name, times[ROUNDS / 2], times[ROUNDS - 1], complete, cheapest, fastest);
    }
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("peak memory of the process: %.1f MB\n", (double)usage.ru_maxrss / 1024);
    rr_context_destroy(context);
    return 0;
}

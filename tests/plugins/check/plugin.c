/* SPDX-License-Identifier: MIT */
/* A plugin with all three interfaces that keeps every promise, or, with -DFAULT_..., breaks one. */
#define _DEFAULT_SOURCE
#ifdef FAULT_NEEDS_MINOR
#define RRP_NEEDS_MINOR 9
#endif
#include <reroute/plugin.h>

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#ifndef ID
#define ID "org.example.plugin"
#endif
#ifndef VERSION
#define VERSION "1.0"
#endif

static const rrp_text words[] = {{RRP_S("en"), RRP_S("A made-up reason")}, {RRP_S("zh"), RRP_S("虚构的理由")}};
#define WORDS RRP_VEC(rrp_text, words, 2)
#define MADE_UP RRP_S("Made up for tests")

static int32_t instances, calls, creations;

#ifdef FAULT_EXPORTS
__attribute__((visibility("default"))) int also_exported(void)
{
    return 1;
}
#endif
#ifdef FAULT_UNDEFINED
int defined_nowhere(void);
#endif
#ifdef FAULT_SLOW_LOAD
__attribute__((constructor)) static void spin(void)
{
    struct timespec from, now;
    clock_gettime(CLOCK_MONOTONIC, &from);
    do
        clock_gettime(CLOCK_MONOTONIC, &now);
    while ((now.tv_sec - from.tv_sec) * 1000 + (now.tv_nsec - from.tv_nsec) / 1000000 < 150);
}
#endif

#ifdef FAULT_CONSTRUCTOR_HANGS
__attribute__((constructor)) static void hang(void)
{
    for (;;)
        sleep(1);
}
#endif
#ifdef FAULT_CONSTRUCTOR
__attribute__((constructor)) static void crash(void)
{
    abort();
}
#endif

static int32_t create(rrp_call *call, void **self)
{
    *self = call->host->alloc(call, 8, 8);
    instances++;
    creations++;
#ifdef FAULT_CREATE_OFTEN
    if (creations > 60)
        return RRP_EINTERNAL;
#endif
    return *self == NULL ? RRP_ENOMEM : RRP_OK;
}

static void destroy(void *self)
{
    (void)self;
#ifndef FAULT_TWO_INSTANCES
    instances--;
#endif
}

static void *wait_on(void *unused)
{
    sleep(2);
    return unused;
}

/* What a plugin must leave alone. */
static void misbehave(void)
{
#ifdef FAULT_ENVIRONMENT
    setenv("A_PLUGIN_WAS_HERE", "1", 1);
#endif
#ifdef FAULT_THREAD
    pthread_t thread;
    if (pthread_create(&thread, NULL, wait_on, NULL) == 0)
        pthread_detach(thread);
#endif
#ifdef FAULT_PRINTS
    printf("fail\tA plugin's own words\n");
    fflush(stdout);
#endif
#ifdef FAULT_FORKS
    if (fork() == 0) {
        sleep(60);
        _exit(0);
    }
#endif
#ifdef FAULT_OPENS
    int fd = open("/etc/passwd", O_RDONLY);
    if (fd >= 0)
        close(fd);
#endif
#ifdef FAULT_UNDEFINED
    defined_nowhere();
#endif
    (void)wait_on;
}

static rrp_finding finding_for(const rrp_profile *profile, const rrp_candidate *candidate, uint32_t i)
{
    rrp_finding f = {.rule_class = RRP_PROGRAMME, .state = RRP_MET, .delta_ppm = 1000, .confidence = RRP_LOW, .code = RRP_S("made-up"),
                     .texts = WORDS, .source = MADE_UP};
    (void)profile, (void)candidate, (void)i;
#ifdef FAULT_INDEX
    f.delta_ppm = candidate->fit_ppm / 1000;
#endif
#ifdef FAULT_TWO_INSTANCES
    f.delta_ppm = 1000 * instances;
#endif
#ifdef FAULT_COUNTS
    f.delta_ppm = 100 * (++calls % 50);
#endif
#ifdef FAULT_ADDRESS
    f.delta_ppm = (int32_t)((uintptr_t)&words >> 12 & 0xffff);
#endif
#ifdef FAULT_MINOR
    f.delta_ppm = ((const int32_t *)(const void *)(profile + 1))[1] & 0xffff;
#endif
#ifdef FAULT_DELTA
    f.delta_ppm = 300000;
#endif
#ifdef FAULT_ORDER
    f.delta_ppm = 10 * (int32_t)i;
#endif
#ifdef FAULT_NO_SOURCE
    f.source.n = 0;
#endif
#ifdef FAULT_NO_REASON
    f = (rrp_finding){.rule_class = RRP_LAW, .state = RRP_UNMET, .code = RRP_S("made-up"), .source = MADE_UP};
#endif
#ifdef FAULT_NO_QUESTION
    f.state = RRP_UNKNOWN;
    f.delta_ppm = 0;
#endif
#ifdef FAULT_CODE
    f.code = (rrp_str)RRP_S("Made up at run time");
#endif
#ifdef FAULT_LANGUAGE
    static const rrp_text untagged[] = {{RRP_S(""), RRP_S("A made-up reason")}};
    f.texts = (rrp_vec)RRP_VEC(rrp_text, untagged, 1);
#endif
    return f;
}

static int32_t score(void *self, rrp_call *call, const rrp_profile *profile, const rrp_vec *candidates, rrp_vec *verdicts)
{
    (void)self, (void)calls;
    rrp_verdict *list = call->host->alloc(call, (candidates->count + 1) * sizeof *list, _Alignof(rrp_verdict));
    rrp_finding *findings = call->host->alloc(call, (candidates->count + 1) * sizeof *findings, _Alignof(rrp_finding));
    misbehave();
#ifdef FAULT_EXITS
    if (candidates->count == 0)
        exit(0);
#endif
#ifdef FAULT_HANGS
    while (candidates->count == 0)
        sleep(1);
#endif
#ifdef FAULT_EMPTY
    if (candidates->count == 0)
        return RRP_EDATA;
#endif
#ifdef FAULT_EXTENSION
    if (call->host->extension(call->host, RRP_FILES) == NULL)
        return RRP_ECONFIG; /* and says no reason */
#endif
#ifdef FAULT_CANCEL
    call->host->cancelled(call);
#endif
#ifndef FAULT_ALLOC
    if (list == NULL || findings == NULL)
        return RRP_ENOMEM;
#endif
    for (uint32_t i = 0; i < candidates->count; i++) {
#ifdef FAULT_INDEX
        const rrp_candidate *candidate = &((const rrp_candidate *)candidates->data)[i];
#else
        const rrp_candidate *candidate = RRP_AT(rrp_candidate, *candidates, i);
#endif
        findings[i] = finding_for(profile, candidate, i);
        list[i] = (rrp_verdict){.candidate = i, .findings = RRP_VEC(rrp_finding, &findings[i], 1)};
#ifdef FAULT_CANDIDATE
        list[i].candidate = candidates->count;
#endif
    }
    *verdicts = (rrp_vec)RRP_VEC(rrp_verdict, list, candidates->count);
    return RRP_OK;
}

/* ---- a catalogue of five courses ---- */

enum { COURSES = 5 };

static int32_t regions(void *self, rrp_call *call, rrp_vec *out)
{
    uint32_t *served = call->host->alloc(call, sizeof *served, _Alignof(uint32_t));
    (void)self;
    if (served == NULL)
        return RRP_ENOMEM;
    *served = call->host->intern(call, RRP_REGION, (rrp_str)RRP_S("XX"));
    *out = (rrp_vec)RRP_VEC(uint32_t, served, 1);
    return RRP_OK;
}

static int32_t list_courses(void *self, rrp_call *call, const rrp_course_query *query, rrp_course_page *page)
{
    static const char ids[COURSES][3] = {"c1", "c2", "c3", "c4", "c5"}, cursors[] = "012345";
    (void)self;
    rrp_school *school = call->host->alloc(call, sizeof *school, _Alignof(rrp_school));
    rrp_course *courses = call->host->alloc(call, COURSES * sizeof *courses, _Alignof(rrp_course));
    rrp_skill_level *teaches = call->host->alloc(call, sizeof *teaches, _Alignof(rrp_skill_level));
    uint32_t first = query->cursor.n == 0 ? 0 : (uint32_t)(query->cursor.p[0] - '0'), count = COURSES - first;
    if (school == NULL || courses == NULL || teaches == NULL)
        return RRP_ENOMEM;
#ifndef FAULT_ANY_REGION
    if (query->region != call->host->intern(call, RRP_REGION, (rrp_str)RRP_S("XX")))
        return RRP_ENOREGION;
#endif
#ifndef FAULT_PAGING
    if (query->max_rows > 0 && count > query->max_rows)
        count = query->max_rows;
#endif
    *teaches = (rrp_skill_level){call->host->intern(call, RRP_SKILL, (rrp_str)RRP_S("s.drive")), 300};
    *school = (rrp_school){.id = RRP_S("s"), .names = WORDS, .region = call->host->intern(call, RRP_REGION, (rrp_str)RRP_S("XX")),
                           .flags = RRP_ILLUSTRATIVE, .source = MADE_UP};
    for (uint32_t i = 0; i < count; i++) {
        courses[i] = (rrp_course){.id = {ids[first + i], 2}, .school_id = RRP_S("s"), .currency = RRP_S("CNY"), .titles = WORDS,
                                  .has = RRP_COURSE_PRICE, .flags = RRP_ILLUSTRATIVE, .price_minor = 10000, .hours = 10, .weeks = 1,
                                  .teaches = RRP_VEC(rrp_skill_level, teaches, 1), .source = MADE_UP};
#ifdef FAULT_ROW_UTF8
        static const rrp_text broken[] = {{RRP_S("en"), RRP_S("\xff\xfe")}};
        courses[i].titles = (rrp_vec)RRP_VEC(rrp_text, broken, 1);
#endif
#ifdef FAULT_ROW_ID
        courses[i].id = (rrp_str)RRP_S("c1");
#endif
#ifdef FAULT_ROW_SCHOOL
        courses[i].school_id = (rrp_str)RRP_S("nowhere");
#endif
#ifdef FAULT_ROW_SKILL
        teaches->skill = 4000000;
#endif
#ifdef FAULT_ROW_PRICE
        courses[i].price_minor = -1;
#endif
#ifdef FAULT_ROW_SESSION
        static const rrp_session sessions[] = {{.id = RRP_S("a"), .has = RRP_SESSION_START | RRP_SESSION_END, .start_day = 21000, .end_day = 20999}};
        courses[i].sessions = (rrp_vec)RRP_VEC(rrp_session, sessions, 1);
#endif
#ifdef FAULT_ROW_NO_MONEY
        courses[i].currency = (rrp_str)RRP_S("XXX");
#endif
#ifdef FAULT_ROW_CURRENCY
        courses[i].currency = (rrp_str)RRP_S("yuan");
#endif
    }
    page->schools = (rrp_vec)RRP_VEC(rrp_school, school, first == 0);
    page->courses = (rrp_vec)RRP_VEC(rrp_course, courses, count);
    page->next_cursor = first + count < COURSES ? (rrp_str){&cursors[first + count], 1} : (rrp_str){"", 0};
#ifdef FAULT_ENDLESS
    if (query->max_rows > 100)
        page->next_cursor = (rrp_str)RRP_S("5");
#endif
    return RRP_OK;
}

/* ---- a grant for each course ---- */

static int32_t grants(void *self, rrp_call *call, const rrp_profile *profile, uint32_t occupation, const rrp_vec *courses, rrp_vec *out)
{
    rrp_grant *list = call->host->alloc(call, (courses->count + 1) * sizeof *list, _Alignof(rrp_grant));
    (void)self, (void)profile, (void)occupation;
    if (list == NULL)
        return RRP_ENOMEM;
    for (uint32_t i = 0; i < courses->count; i++) {
        list[i] = (rrp_grant){.course_id = RRP_AT(rrp_course, *courses, i)->id, .code = RRP_S("made-up"), .currency = RRP_S("CNY"), .state = RRP_MET,
                              .has = RRP_GRANT_AMOUNT, .amount_minor = 5000, .exclusion_group = RRP_S("one"), .texts = WORDS, .source = MADE_UP};
#ifdef FAULT_SHARE
        list[i].has |= RRP_GRANT_SHARE;
        list[i].share_ppm = 2000000;
#endif
#ifdef FAULT_GRANT_TEXT
        list[i].texts.count = 0;
#endif
#ifdef FAULT_GRANT_CURRENCY
        list[i].currency = (rrp_str)RRP_S("USD");
#endif
#ifdef FAULT_GRANT_GROUP
        list[i].exclusion_group = i % 2 ? (rrp_str)RRP_S("one") : (rrp_str)RRP_S("two");
#endif
    }
    *out = (rrp_vec)RRP_VEC(rrp_grant, list, courses->count);
    return RRP_OK;
}

static const void *get(const char *id)
{
    static const rrp_scoring scoring = {sizeof scoring, 0, create, destroy, score};
    static const rrp_catalogue catalogue = {sizeof catalogue, 0, create, destroy, regions, list_courses};
    static const rrp_funding funding = {sizeof funding, 0, create, destroy, grants};
#ifdef FAULT_ANY_INTERFACE
    if (strncmp(id, RRP_SCORING, sizeof RRP_SCORING - 2) == 0)
        return &scoring;
#endif
    return strcmp(id, RRP_SCORING) == 0 ? (const void *)&scoring : strcmp(id, RRP_CATALOGUE) == 0 ? (const void *)&catalogue
           : strcmp(id, RRP_FUNDING) == 0 ? (const void *)&funding : NULL;
}

#if defined(FAULT_NO_ENTRY)
const void *kept(const char *id)
{
    return get(id);
}
#elif defined(FAULT_ABI)
RRP_EXPORT extern const rrp_entry reroute_plugin;
const rrp_entry reroute_plugin = {RRP_MAGIC, (uint32_t)sizeof(rrp_entry), 2, 0, 0, 0, {0, 0, 0, 0}, ID, "Test", VERSION, "test", "MIT", get};
#else
RRP_PLUGIN(ID, "Test", VERSION, "test", "MIT", get);
#endif

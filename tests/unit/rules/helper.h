/* SPDX-License-Identifier: MIT */
/* A taxonomy, rules from a text, and a person to judge, for the tests of the rules. */
#ifndef RULES_HELPER_H
#define RULES_HELPER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/region.h"
#include "base/text.h"
#include "rules/rules.h"

enum { FOUND_MAX = 160, TEXT_MAX = 1 << 16 };

/* What is kept while a test runs. */
static struct {
    rr_context *context;
    rr_taxonomy *demo, *cn;
    rr__arena arena;
    rr_error found[FOUND_MAX], err;
    size_t found_count;
} kept;

static const char *const all_reads[] = {"history", "skills", "licences", "education", "fact:a", "fact:b", "fact:c", "fact:d", "fact:e",
                                        "fact:insured-months", "fact:age", "fact:status"};
enum { ALL_READS = sizeof all_reads / sizeof all_reads[0] };

static rr_taxonomy *load_taxonomy(const char *path)
{
    char whole[1024];
    const char *paths[] = {whole};
    rr_taxonomy *taxonomy = NULL;
    snprintf(whole, sizeof whole, "%s/%s", RR_TEST_SOURCE, path);
    assert_int_equal(rr_taxonomy_load(&taxonomy, kept.context, paths, 1, NULL, NULL, NULL), RR_OK);
    return taxonomy;
}

static int open_kept(void **state)
{
    (void)state;
    if (rr_context_create(&kept.context, NULL, NULL) != RR_OK)
        return 1;
    kept.demo = load_taxonomy("tests/data/valid/taxonomy-every-feature.xml");
    kept.cn = load_taxonomy("taxonomies/cn-transition");
    rr__arena_init(&kept.arena, &kept.context->allocator);
    return 0;
}

static int close_kept(void **state)
{
    (void)state;
    rr__arena_finish(&kept.arena);
    rr_taxonomy_destroy(kept.demo);
    rr_taxonomy_destroy(kept.cn);
    rr_context_destroy(kept.context);
    return 0;
}

static void keep_finding(void *user, const rr_error *err)
{
    (void)user;
    if (kept.found_count < FOUND_MAX)
        kept.found[kept.found_count] = *err;
    kept.found_count++;
}

static rr__rules *read_bytes(const rr_taxonomy *taxonomy, const char *bytes, size_t len)
{
    rr__rules *rules = NULL;
    kept.found_count = 0;
    rr_status status = rr__rules_read(&rules, kept.context, taxonomy, "rules.xml", bytes, len, all_reads, ALL_READS, keep_finding, NULL, &kept.err);
    assert_true((status == RR_OK) == (rules != NULL));
    return rules;
}

#define HEAD "<rules xmlns='urn:reroute:rules:1' owner='testers'>\n<source id='S' confidence='medium' url='https://example.org'>The book</source>\n"
#define TAIL "\n</rules>"

/* Rules of the demonstration taxonomy, with a source S in front of them; NULL when they are refused. */
static inline rr__rules *read_rules(const char *rules)
{
    static char text[TEXT_MAX];
    int len = snprintf(text, sizeof text, HEAD "%s" TAIL, rules);
    assert_true(len > 0 && len < TEXT_MAX);
    return read_bytes(kept.demo, text, (size_t)len);
}

/* One finding under a condition. */
static inline rr__rules *read_when(const char *when)
{
    static char text[TEXT_MAX];
    int len = snprintf(text, sizeof text, "<rule id='r' class='law' source='S'><text xml:lang='en'>T</text><question xml:lang='en'>rule?</question>"
                       "<when>%s</when><finding/></rule>", when);
    assert_true(len > 0 && len < TEXT_MAX);
    rr__rules *rules = read_rules(text);
    if (rules == NULL) {
        char said[1024];
        rr_error_format(&kept.err, RR_LANG_EN, said, sizeof said);
        fail_msg("%s: %s", when, said);
    }
    return rules;
}

static inline rr__rules *read_file_rules(const rr_taxonomy *taxonomy, const char *name)
{
    char path[1024];
    rr__bytes bytes = {0};
    snprintf(path, sizeof path, "%s/tests/data/%s", RR_TEST_SOURCE, name);
    assert_int_equal(rr__file_open(&bytes, &kept.context->allocator, path, 1 << 24, &kept.err), RR_OK);
    rr__rules *rules = read_bytes(taxonomy, (const char *)bytes.data, bytes.len);
    rr__bytes_finish(&bytes);
    return rules;
}

static inline rrp_str str(const char *text)
{
    return (rrp_str){text, strlen(text)};
}

static inline int32_t day(const char *date)
{
    int64_t days = 0;
    assert_true(rr__parse_date(date, strlen(date), &days));
    return (int32_t)days;
}

static inline uint32_t role(const rr_taxonomy *taxonomy, const char *id)
{
    uint32_t number = rr_taxonomy_find_occupation(taxonomy, id) + 1;
    assert_true(number != 0);
    return number;
}

static inline uint32_t skill(const rr_taxonomy *taxonomy, const char *id)
{
    uint32_t number = rr_taxonomy_find_descriptor(taxonomy, id) + 1;
    assert_true(number != 0);
    return number;
}

/* A person about whom nothing is stated but the day. */
static inline rrp_profile nobody(void)
{
    return (rrp_profile){.size = sizeof(rrp_profile), .as_of_day = day("2026-11-24")};
}

static inline rrp_vec score(const rr__rules *rules, const rrp_profile *profile, const rrp_candidate *candidates, uint32_t count)
{
    rrp_vec in = RRP_VEC(rrp_candidate, candidates, count), verdicts;
    assert_int_equal(rr__rules_score(rules, &kept.arena, profile, &in, &verdicts, NULL), RR_OK);
    assert_int_equal(verdicts.count, count);
    for (uint32_t i = 0; i < count; i++)
        assert_int_equal(RRP_AT(rrp_verdict, verdicts, i)->candidate, i);
    return verdicts;
}

/* The findings about one candidate that no rule names. */
static inline rrp_vec find(const rr__rules *rules, const rrp_profile *profile)
{
    rrp_candidate candidate = {.occupation = 0};
    return RRP_AT(rrp_verdict, score(rules, profile, &candidate, 1), 0)->findings;
}

static inline uint32_t state_of(const rr__rules *rules, const rrp_profile *profile)
{
    rrp_vec findings = find(rules, profile);
    assert_int_equal(findings.count, 1);
    return RRP_AT(rrp_finding, findings, 0)->state;
}

/* Questions as "one|two". */
static inline const char *list_texts(const rrp_vec *texts)
{
    static char all[4096];
    all[0] = '\0';
    for (uint32_t i = 0; i < texts->count; i++) {
        const rrp_text *text = RRP_AT(rrp_text, *texts, i);
        assert_int_equal(text->text.p[text->text.n], '\0');
        strcat(strcat(all, i == 0 ? "" : "|"), text->text.p);
    }
    return all;
}
#endif

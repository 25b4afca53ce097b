/* SPDX-License-Identifier: MIT */
/* A taxonomy with every feature: loaded from XML, written as XML, frozen, cut short, fed in pieces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <reroute/reroute.h>

#include "taxonomy/builder.h"
#include "taxonomy/frozen.h"

#define EVERY_FEATURE RR_TEST_SOURCE "/tests/data/valid/taxonomy-every-feature.xml"

static rr_context *context;

typedef struct text { char *bytes; size_t len; } text;

static int append(void *user, const char *bytes, size_t len)
{
    text *t = user;
    t->bytes = realloc(t->bytes, t->len + len + 1);
    memcpy(t->bytes + t->len, bytes, len);
    t->len += len;
    return 0;
}

static text read_file(const char *path)
{
    text t = {NULL, 0};
    char chunk[4096];
    size_t n = 0;
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    while ((n = fread(chunk, 1, sizeof chunk, file)) > 0)
        append(&t, chunk, n);
    fclose(file);
    return t;
}

static rr_taxonomy *load(const char *path)
{
    rr_taxonomy *t = NULL;
    rr_error err = {0};
    assert_int_equal(rr_taxonomy_load(&t, context, &path, 1, NULL, NULL, &err), RR_OK);
    return t;
}

static int set_up(void **state)
{
    (void)state;
    return rr_context_create(&context, NULL, NULL) != RR_OK;
}

static int tear_down(void **state)
{
    (void)state;
    rr_context_destroy(context);
    return 0;
}

static void taxonomy_write_xml__loads_to_the_identical_block(void **state)
{
    (void)state;
    rr_taxonomy *first = load(EVERY_FEATURE), *second = NULL;
    rr_error err = {0};
    text xml = {NULL, 0};
    rr_sink sink = {&xml, append};
    assert_int_equal(rr_taxonomy_write_xml(first, &sink, &err), RR_OK);
    assert_int_equal(rr_taxonomy_load_memory(&second, context, "again", xml.bytes, xml.len, NULL, NULL, &err), RR_OK);
    assert_int_equal(first->block->size, second->block->size);
    assert_memory_equal(first->block, second->block, first->block->size);
    rr_taxonomy_destroy(first);
    rr_taxonomy_destroy(second);
    free(xml.bytes);
}

static void taxonomy_frozen__holds_the_same_and_refuses_every_damaged_byte(void **state)
{
    (void)state;
    char path[] = "/tmp/reroute-frozen-XXXXXX";
    rr_taxonomy *first = load(EVERY_FEATURE), *second = NULL;
    rr_error err = {0};
    close(mkstemp(path));
    assert_int_equal(rr_taxonomy_save(first, path, &err), RR_OK);
    text file = read_file(path);
    second = load(path);
    assert_memory_equal(first->block, second->block, first->block->size);
    rr_taxonomy_destroy(second);
    for (size_t i = 0; i < file.len; i += 7) {
        file.bytes[i] ^= 0x40;
        rr_status status = rr_taxonomy_load_memory(&second, context, "damaged", file.bytes, file.len, NULL, NULL, &err);
        assert_true(status == RR_EDAMAGED || (i < 8 && status != RR_OK));
        assert_null(second);
        file.bytes[i] ^= 0x40;
    }
    for (size_t len = 8; len < file.len; len += 101)
        assert_int_equal(rr_taxonomy_load_memory(&second, context, "cut", file.bytes, len, NULL, NULL, &err), RR_EDAMAGED);
    rr_taxonomy_destroy(first);
    free(file.bytes);
    unlink(path);
}

/* Every way through the index: what it answers is not judged, only that it does. */
static void ask(const rr_taxonomy *t, const rr_matcher *m)
{
    enum { MOST = 8 };
    uint32_t sources[MOST] = {0, 1, 2, 0, 1, 2, 0, 9}, targets[MOST * MOST];
    int32_t fits[MOST * MOST];
    rr_scratch *scratch = NULL;
    rr_profile *p = NULL;
    rr_match_result *result = NULL;
    rr_match_options options = {.size = sizeof options, .date = "2026-11-24"};
    rr_job job = {.title = "demo:driver", .months = 60, .until_year = -1, .current = 1, .occupation = RR_NONE};
    rr_skill skill = {.text = "s.watch", .level = -1, .state = RR_SKILL_STATED, .descriptor = RR_NONE};
    assert_int_equal(rr_scratch_create(&scratch, m, NULL), RR_OK);
    assert_int_equal(rr_matcher_similar(m, scratch, sources, MOST, MOST, 0, 0, targets, fits, NULL), RR_OK);
    assert_int_equal(rr_profile_create(&p, context, "w", NULL), RR_OK);
    assert_int_equal(rr_profile_add_job(p, &job, NULL), RR_OK);
    assert_int_equal(rr_profile_add_skill(p, &skill, NULL), RR_OK);
    if (rr_profile_resolve(p, t, NULL, NULL, NULL) == RR_OK && rr_match_run(&result, m, p, &options, NULL) == RR_OK)
        rr_match_result_destroy(result);
    rr_profile_destroy(p);
    rr_scratch_destroy(scratch);
}

/* A file whose checksum was made right again: what it points to must be checked all the same. */
static void taxonomy_frozen__survives_every_changed_byte_with_a_right_checksum(void **state)
{
    (void)state;
    char path[] = "/tmp/reroute-frozen-XXXXXX";
    rr_taxonomy *first = load(EVERY_FEATURE), *second = NULL;
    rr_error err = {0};
    close(mkstemp(path));
    assert_int_equal(rr_taxonomy_save(first, path, &err), RR_OK);
    text file = read_file(path);
    size_t tail = offsetof(rr__frozen_file, block_offset), refused = 0;
    for (size_t i = tail; i < file.len; i += 3) {
        file.bytes[i] = (char)(file.bytes[i] ^ 0x80);
        uint64_t sum = rr__hash64(file.bytes + tail, file.len - tail);
        memcpy(file.bytes + offsetof(rr__frozen_file, checksum), &sum, sizeof sum);
        if (rr_taxonomy_load_memory(&second, context, "changed", file.bytes, file.len, NULL, NULL, &err) == RR_OK) {
            rr_matcher *matcher = NULL;
            rr_occupation occupation;
            for (uint32_t o = 0; rr_taxonomy_occupation(second, o, &occupation); o++)
                (void)rr_occupation_label(second, o, RR_LANG_ZH);
            if (rr_matcher_create(&matcher, context, second, &err) == RR_OK)
                ask(second, matcher);
            rr_matcher_destroy(matcher);
        } else {
            refused++;
        }
        rr_taxonomy_destroy(second);
        file.bytes[i] = (char)(file.bytes[i] ^ 0x80);
    }
    assert_true(refused > 100);
    rr_taxonomy_destroy(first);
    free(file.bytes);
    unlink(path);
}

static void taxonomy_read_xml__fails_at_every_prefix(void **state)
{
    (void)state;
    text file = read_file(EVERY_FEATURE);
    rr_error err = {0};
    size_t end = file.len;
    while (file.bytes[end - 1] != '>')
        end--;
    for (size_t len = 0; len < end; len++) {
        rr_taxonomy *t = NULL;
        assert_int_not_equal(rr_taxonomy_load_memory(&t, context, "cut", file.bytes, len, NULL, NULL, &err), RR_OK);
        assert_null(t);
    }
    free(file.bytes);
}

static void taxonomy_read_xml__does_not_mind_the_size_of_pieces(void **state)
{
    (void)state;
    text file = read_file(EVERY_FEATURE);
    rr_taxonomy *whole = load(EVERY_FEATURE);
    for (size_t chunk = 1; chunk <= 64; chunk++) {
        rr__builder *b = NULL;
        rr_taxonomy *t = NULL;
        rr_error err = {0};
        assert_int_equal(rr__builder_create(&b, context, NULL, NULL, &err), RR_OK);
        assert_int_equal(rr__read_taxonomy_xml(b, context, "pieces", file.bytes, file.len, chunk, &err), RR_OK);
        assert_int_equal(rr__builder_freeze(b, &t, &err), RR_OK);
        assert_memory_equal(whole->block, t->block, whole->block->size);
        rr_taxonomy_destroy(t);
        rr__builder_destroy(b);
    }
    rr_taxonomy_destroy(whole);
    free(file.bytes);
}

static void taxonomy_query__says_what_the_file_says(void **state)
{
    (void)state;
    rr_taxonomy *t = load(EVERY_FEATURE);
    rr_occupation o;
    rr_requirement r;
    rr_pay pay;
    rr_note note;
    char level[32];
    uint32_t driver = rr_taxonomy_find_occupation(t, "demo:driver"), remote = rr_taxonomy_find_occupation(t, "demo:operator");
    assert_true(rr_taxonomy_occupation(t, driver, &o));
    assert_int_equal(o.outlook, RR_OUTLOOK_DECLINING);
    assert_string_equal(rr_occupation_label(t, driver, RR_LANG_ZH), "司机");
    assert_string_equal(rr_occupation_description(t, driver, RR_LANG_EN), "Drives & parks <cars>.");
    uint32_t drive = rr_taxonomy_find_descriptor(t, "s.drive");
    for (uint32_t k = 0; rr_occupation_requirement(t, driver, k, &r); k++)
        if (r.descriptor == drive) {
            assert_int_equal(r.level, 300); /* 3 of 5..1 is the third step up */
            assert_int_equal(r.importance_ppm, 900000);
            assert_true(rr_level_format(t, drive, r.level, level, sizeof level) == 1 && level[0] == '3');
        }
    assert_true(rr_occupation_pay(t, remote, 0, &pay));
    assert_int_equal(pay.high_minor, 500050);
    assert_true(rr_occupation_note(t, remote, 0, RR_LANG_ZH, &note));
    assert_string_equal(note.text, "紧缺");
    assert_false(rr_occupation_note(t, remote, 1, RR_LANG_ZH, &note)); /* two languages, one note */
    rr_taxonomy_destroy(t);
}

static void taxonomy_resolve__never_picks_silently(void **state)
{
    (void)state;
    rr_taxonomy *t = load(EVERY_FEATURE);
    rr_candidate found[4];
    size_t count = 0;
    static const struct { const char *typed; rr_status status; rr_resolved_by by; } table[] = {
        {"demo:driver", RR_OK, RR_BY_ID}, {"4-02-02-01", RR_OK, RR_BY_CODE}, {"DRIVER", RR_OK, RR_BY_LABEL}, {"Cab  Driver!", RR_OK, RR_BY_ALT_LABEL},
        {"司机", RR_OK, RR_BY_LABEL}, {"I was driving for years", RR_OK, RR_BY_PATTERN}, {"operater", RR_ENOTFOUND, RR_BY_NEAREST}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        assert_int_equal(rr_taxonomy_resolve(t, RR_CONCEPT_OCCUPATION, table[i].typed, found, 4, &count, NULL), table[i].status);
        assert_true(count >= 1);
        assert_int_equal(found[0].by, table[i].by);
    }
    rr_taxonomy_destroy(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(taxonomy_write_xml__loads_to_the_identical_block),
        cmocka_unit_test(taxonomy_frozen__holds_the_same_and_refuses_every_damaged_byte),
        cmocka_unit_test(taxonomy_frozen__survives_every_changed_byte_with_a_right_checksum),
        cmocka_unit_test(taxonomy_read_xml__fails_at_every_prefix),
        cmocka_unit_test(taxonomy_read_xml__does_not_mind_the_size_of_pieces),
        cmocka_unit_test(taxonomy_query__says_what_the_file_says),
        cmocka_unit_test(taxonomy_resolve__never_picks_silently),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* SPDX-License-Identifier: MIT */
/* The whole way from files to a rendered match, with every single allocation failed in turn: a typed error
 * or the right bytes, never a crash, a leak or a wrong success. The memory of libxml2, PCRE2, utf8proc and
 * iconv is failed too, because malloc itself is replaced in this program. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <reroute/reroute.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define OWN_MALLOC 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define OWN_MALLOC 0
#endif
#endif
#ifndef OWN_MALLOC
#define OWN_MALLOC 1
#endif

enum { OUTPUT_MAX = 1 << 20, POINTS_MAX = 20000 };

/* What the replaced malloc counts while it is armed. */
static struct { int armed; uint64_t count, fail_at; int64_t live; } heap;

#if OWN_MALLOC
/* As the real one, a malloc that fails says so in errno: iconv_open's callers go by it. */
static int fails_now(void)
{
    int fails = heap.armed && ++heap.count == heap.fail_at;
    if (fails)
        errno = ENOMEM;
    return fails;
}

/* Seen by the libraries too, so that their allocations fail as ours do. */
#pragma GCC visibility push(default)
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void __libc_free(void *block);

void *malloc(size_t size)
{
    void *block = fails_now() ? NULL : __libc_malloc(size);
    heap.live += heap.armed && block != NULL;
    return block;
}

void *calloc(size_t count, size_t size)
{
    void *block = fails_now() ? NULL : __libc_calloc(count, size);
    heap.live += heap.armed && block != NULL;
    return block;
}

void *realloc(void *old, size_t size)
{
    if (fails_now())
        return NULL;
    void *block = __libc_realloc(old, size);
    heap.live += heap.armed && old == NULL && block != NULL;
    return block;
}

void free(void *block)
{
    heap.live -= heap.armed && block != NULL;
    __libc_free(block);
}
#pragma GCC visibility pop
#endif

/* What a run gave: all that was rendered and written, one behind the other. */
typedef struct output { char bytes[OUTPUT_MAX]; size_t len; } output;

static int add_output(void *user, const char *bytes, size_t len)
{
    output *out = user;
    if (len > OUTPUT_MAX - out->len)
        return 1;
    memcpy(out->bytes + out->len, bytes, len);
    out->len += len;
    return 0;
}

static int keep_one(void *user, rr_profile *profile)
{
    rr_profile **slot = user;
    rr_profile_destroy(*slot);
    *slot = profile;
    return 0;
}

static void path_of(char *out, size_t size, const char *name)
{
    snprintf(out, size, "%s/tests/data/valid/%s", RR_TEST_SOURCE, name);
}

static rr_status render(rr_match_result *result, const rr_taxonomy *taxonomy, const rr_profile *profile,
                        const rr_match_options *asked, output *out, rr_error *err)
{
    static const rr_format formats[] = {RR_FORMAT_JSON, RR_FORMAT_TEXT, RR_FORMAT_CSV, RR_FORMAT_HTML};
    rr_sink sink = {out, add_output};
    rr_status status = RR_OK;
    for (int i = 0; i < 4 && status == RR_OK; i++) {
        rr_render_options how = {.size = sizeof how, .format = formats[i], .lang = i == 1 ? RR_LANG_ZH : RR_LANG_EN, .verbose = 1, .beside = 1};
        status = rr_render_match(result, taxonomy, profile, asked, &how, &sink, err);
    }
    return status;
}

static rr_status explain(const rr_matcher *matcher, const rr_taxonomy *taxonomy, const rr_profile *profile,
                         const rr_match_options *asked, output *out, rr_error *err)
{
    rr_explanation *explanation = NULL;
    rr_sink sink = {out, add_output};
    static const rr_render_options hows[] = {{.size = sizeof hows[0], .format = RR_FORMAT_JSON},
                                             {.size = sizeof hows[0], .format = RR_FORMAT_HTML},
                                             {.size = sizeof hows[0], .format = RR_FORMAT_HTML, .view = RR_VIEW_CLIENT}};
    uint32_t role = rr_taxonomy_find_occupation(taxonomy, "demo:operator");
    rr_status status = rr_explain(&explanation, matcher, profile, role, asked, err);
    if (status != RR_OK)
        assert_null(explanation);
    for (int i = 0; i < 3 && status == RR_OK; i++)
        status = rr_render_explanation(explanation, matcher, taxonomy, profile, asked, &hows[i], &sink, err);
    rr_explanation_destroy(explanation);
    return status;
}

/* What goes on record, read back and compared. */
static rr_status put_on_record(rr_context *context, const rr_match_result *result, const rr_taxonomy *taxonomy, const rr_profile *profile,
                               const rr_match_options *asked, output *out, rr_error *err)
{
    static const char *const paths[] = {"a.xml"};
    static const rr_record_option options[] = {{"top", RR_RECORD_NUMBER, 5, NULL, 0, 0}, {"taxonomy", RR_RECORD_LIST, 0, paths, 1, 0}};
    rr_record_asked given = {"match", NULL, 0, options, 2};
    rr_render_options how = {.size = sizeof how, .format = RR_FORMAT_JSON, .record = &given};
    rr_sink sink = {out, add_output};
    rr_record *record = NULL;
    rr_overrides *overrides = NULL;
    size_t from = out->len, told = 0;
    rr_status status = rr_render_match(result, taxonomy, profile, asked, &how, &sink, err);
    if (status == RR_OK)
        status = rr_record_read_memory(&record, context, "r.json", out->bytes + from, out->len - from, err);
    if (status == RR_OK)
        status = rr_record_overrides(record, context, &overrides, err);
    if (status == RR_OK)
        status = rr_record_compare(record, NULL, taxonomy, NULL, NULL, NULL, &told, err);
    if (status == RR_OK)
        assert_int_equal(told, 0);
    rr_overrides_destroy(overrides);
    rr_record_destroy(record);
    return status;
}

static rr_status decide(rr_overrides **out, rr_context *context, const rr_taxonomy *taxonomy, rr_error *err)
{
    static const char decided[] = "[{\"kind\":\"strike\",\"skill\":\"s.drive\",\"reason\":\"a\"},"
                                  "{\"kind\":\"order\",\"role\":\"demo:operator\",\"place\":\"first\",\"reason\":\"b\"}]";
    rr_status status = rr_overrides_create(out, context, err);
    if (status == RR_OK)
        status = rr_overrides_read_memory(*out, "o.json", decided, sizeof decided - 1, NULL, NULL, err);
    return status == RR_OK ? rr_overrides_resolve(*out, taxonomy, NULL, NULL, NULL, err) : status;
}

/* Plans, paths and comparisons in every form they have. */
static const rr_render_options shown[] = {{.size = sizeof shown[0], .format = RR_FORMAT_TEXT},
                                          {.size = sizeof shown[0], .format = RR_FORMAT_TEXT, .view = RR_VIEW_CLIENT},
                                          {.size = sizeof shown[0], .format = RR_FORMAT_JSON},
                                          {.size = sizeof shown[0], .format = RR_FORMAT_CSV},
                                          {.size = sizeof shown[0], .format = RR_FORMAT_HTML},
                                          {.size = sizeof shown[0], .format = RR_FORMAT_HTML, .view = RR_VIEW_CLIENT, .beside = 1}};
enum { SHOWN = sizeof shown / sizeof shown[0] };

static rr_status plan(const rr_matcher *matcher, const rr_taxonomy *taxonomy, const rr_profile *profile,
                      const rr_match_options *asked, output *out, rr_error *err)
{
    rr_plan_result *result = NULL;
    rr_sink sink = {out, add_output};
    rr_status status = rr_plan_run(&result, matcher, profile, rr_taxonomy_find_occupation(taxonomy, "demo:operator"), asked, NULL, err);
    if (status != RR_OK)
        assert_null(result);
    for (size_t i = 0; i < SHOWN && status == RR_OK; i++)
        status = rr_render_plan(result, taxonomy, profile, asked, &shown[i], &sink, err);
    rr_plan_result_destroy(result);
    return status;
}

static rr_status path(const rr_matcher *matcher, const rr_taxonomy *taxonomy, const rr_profile *profile,
                      const rr_match_options *asked, output *out, rr_error *err)
{
    rr_path_result *result = NULL;
    rr_sink sink = {out, add_output};
    rr_path_options o = {.size = sizeof o, .floor_minor = -1, .most_steps = 2};
    rr_status status = rr_path_run(&result, matcher, profile, rr_taxonomy_find_occupation(taxonomy, "demo:operator"), asked, &o, err);
    if (status != RR_OK)
        assert_null(result);
    for (size_t i = 0; i < SHOWN && status == RR_OK; i++)
        status = rr_render_path(result, taxonomy, profile, asked, &shown[i], &sink, err);
    rr_path_result_destroy(result);
    return status;
}

static rr_status compare(const rr_matcher *matcher, const rr_taxonomy *taxonomy, const rr_profile *profile,
                         const rr_match_options *asked, output *out, rr_error *err)
{
    rr_comparison *comparison = NULL;
    rr_sink sink = {out, add_output};
    const uint32_t roles[] = {rr_taxonomy_find_occupation(taxonomy, "demo:operator"), rr_taxonomy_find_occupation(taxonomy, "demo:driver")};
    rr_status status = rr_compare_run(&comparison, matcher, profile, roles, 2, asked, NULL, err);
    if (status != RR_OK)
        assert_null(comparison);
    for (size_t i = 0; i < SHOWN && status == RR_OK; i++)
        status = rr_render_comparison(comparison, taxonomy, profile, asked, &shown[i], &sink, err);
    rr_comparison_destroy(comparison);
    return status;
}

static rr_status match(rr_context *context, const rr_taxonomy *taxonomy, const rr_profile *profile, output *out, rr_error *err)
{
    rr_matcher *matcher = NULL;
    rr_match_result *result = NULL;
    rr_match_options asked = {.size = sizeof asked, .date = "2026-11-24", .region = "CN-GD"};
    rr_overrides *overrides = NULL;
    rr_status status = rr_matcher_create(&matcher, context, taxonomy, err);
    if (status == RR_OK)
        status = decide(&overrides, context, taxonomy, err);
    asked.overrides = overrides;
    if (status == RR_OK)
        status = rr_match_run(&result, matcher, profile, &asked, err);
    if (status == RR_OK)
        status = render(result, taxonomy, profile, &asked, out, err);
    if (status == RR_OK)
        status = put_on_record(context, result, taxonomy, profile, &asked, out, err);
    if (status == RR_OK)
        status = explain(matcher, taxonomy, profile, &asked, out, err);
    if (status == RR_OK)
        status = plan(matcher, taxonomy, profile, &asked, out, err);
    if (status == RR_OK)
        status = path(matcher, taxonomy, profile, &asked, out, err);
    if (status == RR_OK)
        status = compare(matcher, taxonomy, profile, &asked, out, err);
    rr_match_result_destroy(result);
    rr_overrides_destroy(overrides);
    rr_matcher_destroy(matcher);
    return status;
}

static rr_status load_and_match(rr_context *context, output *out, rr_error *err)
{
    char taxonomy_path[1024], profile_path[1024];
    const char *paths[] = {taxonomy_path};
    rr_taxonomy *taxonomy = NULL;
    rr_profile *profile = NULL;
    path_of(taxonomy_path, sizeof taxonomy_path, "taxonomy-every-feature.xml");
    path_of(profile_path, sizeof profile_path, "profile-operator.xml");
    rr_status status = rr_taxonomy_load(&taxonomy, context, paths, 1, NULL, NULL, err);
    if (status == RR_OK)
        status = rr_profile_read(context, profile_path, NULL, keep_one, &profile, err);
    if (status == RR_OK)
        status = rr_profile_resolve(profile, taxonomy, NULL, NULL, err);
    if (status == RR_OK)
        status = match(context, taxonomy, profile, out, err);
    rr_profile_destroy(profile);
    rr_taxonomy_destroy(taxonomy);
    return status;
}

/* Every format in, every format out. */
static rr_status read_and_write(rr_context *context, output *out, rr_error *err)
{
    static const struct { const char *name, *encoding; } files[] = {
        {"profile-driver.xml", NULL}, {"profile-driver.json", NULL}, {"profile-many.json", NULL}, {"profile-many.jsonl", NULL},
        {"profile-resume.json", NULL}, {"profile-driver.csv", NULL}, {"profile-gb18030.csv", "GB18030"}};
    static const rr_profile_format formats[] = {RR_PROFILE_XML, RR_PROFILE_JSON, RR_PROFILE_CSV};
    rr_status status = RR_OK;
    rr_sink sink = {out, add_output};
    for (size_t i = 0; i < sizeof files / sizeof files[0] && status == RR_OK; i++) {
        char path[1024], digest[65];
        rr_profile *profile = NULL;
        rr_profile_read_options o = {.size = sizeof o, .encoding = files[i].encoding};
        path_of(path, sizeof path, files[i].name);
        status = rr_profile_read(context, path, &o, keep_one, &profile, err);
        for (int f = 0; f < 3 && status == RR_OK; f++)
            status = rr_profile_write(profile, formats[f], 1, &sink, err);
        if (status == RR_OK)
            status = rr_profile_sha256(profile, digest, err);
        if (status == RR_OK)
            add_output(out, digest, 64);
        rr_profile_destroy(profile);
    }
    return status;
}

enum { PEOPLE = 3 };
typedef struct people { rr_profile *all[PEOPLE]; size_t count; } people;

static int keep_some(void *user, rr_profile *profile, uint32_t line, const rr_error *err)
{
    people *p = user;
    (void)line;
    assert_null(err);
    assert_true(p->count < PEOPLE);
    p->all[p->count++] = profile;
    return 0;
}

static rr_status stream(rr_context *context, people *p, rr_error *err)
{
    static const char text[] = "<?xml version='1.0' encoding='GB18030'?><profiles xmlns='urn:reroute:profile:1'>"
                               "<profile id='w-1'><job title='demo:driver' years='4'/><skill ref='s.talk' level='3'/></profile>"
                               "<profile id='w-2'><job title='demo:operator'/></profile>"
                               "<profile id='w-3'><job title='demo:driver'/><job title='demo:operator'/></profile></profiles>";
    rr_profile_stream *s = NULL;
    rr_status status = rr_profile_stream_create(&s, context, "people.xml", keep_some, p, err);
    for (size_t at = 0; at < sizeof text - 1 && status == RR_OK; at += 100)
        status = rr_profile_stream_feed(s, text + at, sizeof text - 1 - at < 100 ? sizeof text - 1 - at : 100, err);
    if (status == RR_OK)
        status = rr_profile_stream_end(s, err);
    rr_profile_stream_destroy(s);
    return status;
}

static rr_status list(const rr_matcher *matcher, const rr_taxonomy *taxonomy, const people *p, output *out, rr_error *err)
{
    static const rr_list_field fields[] = {RR_LIST_ID, RR_LIST_RANK, RR_LIST_LABEL, RR_LIST_SCORE, RR_LIST_READINESS};
    const rr_match_options asked = {.size = sizeof asked, .date = "2026-11-24", .all_roles = 1};
    rr_render_options how = {.size = sizeof how};
    rr_sink sink = {out, add_output};
    rr_match_row rows[PEOPLE * 2];
    uint32_t counts[PEOPLE];
    rr_error errors[PEOPLE];
    rr_scratch *scratch = NULL;
    rr_status status = rr_scratch_create(&scratch, matcher, err);
    if (status == RR_OK)
        status = rr_match_lists(matcher, scratch, (const rr_profile *const *)p->all, p->count, &asked, 2, rows, counts, errors, err);
    for (size_t i = 0; i < p->count && status == RR_OK; i++) {
        rr_listed listed = {.id = rr_profile_id(p->all[i]), .count = counts[i], .rows = rows + i * 2,
                            .failure = errors[i].status != RR_OK ? &errors[i] : NULL};
        for (int format = RR_FORMAT_JSONL; format <= RR_FORMAT_TSV && status == RR_OK; format++) {
            how.format = (rr_format)format;
            status = rr_render_list(taxonomy, &listed, fields, 5, &how, &sink, err);
        }
    }
    rr_scratch_destroy(scratch);
    return status;
}

/* Many from a stream, listed together. */
static rr_status stream_and_list(rr_context *context, output *out, rr_error *err)
{
    char path[1024];
    const char *paths[] = {path};
    rr_taxonomy *taxonomy = NULL;
    rr_matcher *matcher = NULL;
    people p = {.count = 0};
    path_of(path, sizeof path, "taxonomy-every-feature.xml");
    rr_status status = rr_taxonomy_load(&taxonomy, context, paths, 1, NULL, NULL, err);
    if (status == RR_OK)
        status = rr_matcher_create(&matcher, context, taxonomy, err);
    if (status == RR_OK)
        status = stream(context, &p, err);
    for (size_t i = 0; i < p.count && status == RR_OK; i++)
        status = rr_profile_resolve(p.all[i], taxonomy, NULL, NULL, err);
    if (status == RR_OK)
        status = list(matcher, taxonomy, &p, out, err);
    for (size_t i = 0; i < p.count; i++)
        rr_profile_destroy(p.all[i]);
    rr_matcher_destroy(matcher);
    rr_taxonomy_destroy(taxonomy);
    return status;
}

/* libxml2 keeps its last error's words for the thread: they are its, not lost. The library hides libxml2, so
 * that this is declared here. */
void xmlResetLastError(void);

typedef rr_status (*way)(rr_context *context, output *out, rr_error *err);

/* One run with the n-th allocation failed; 0: none. *left: blocks that were not given back. */
static rr_status run(way go, uint64_t n, output *out, rr_error *err, int64_t *left)
{
    rr_context *context = NULL;
    memset(err, 0, sizeof *err);
    out->len = 0;
    xmlResetLastError();
    heap.count = 0;
    heap.live = 0;
    heap.fail_at = n;
    heap.armed = 1;
    rr_status status = rr_context_create(&context, NULL, err);
    if (status == RR_OK)
        status = go(context, out, err);
    rr_context_destroy(context);
    xmlResetLastError();
    heap.armed = 0;
    *left = heap.live;
    return status;
}

static void sweep(const char *name, way go)
{
    static output right, got;
    rr_error err;
    int64_t left = 0;
    uint64_t failed = 0, survived = 0;
    /* Twice: the libraries below keep what they made the first time. */
    assert_int_equal(run(go, 0, &right, &err, &left), RR_OK);
    assert_int_equal(run(go, 0, &right, &err, &left), RR_OK);
    assert_int_equal(left, 0);
    assert_true(right.len > 0);
    uint64_t points = heap.count, step = points > POINTS_MAX ? points / POINTS_MAX + 1 : 1;
    for (uint64_t n = 1; n <= points; n += step) {
        rr_status status = run(go, n, &got, &err, &left);
        if (status != RR_OK && (status != RR_ENOMEM || err.status != RR_ENOMEM))
            fail_msg("%s, allocation %d: status %d, message %d, not out of memory", name, (int)n, (int)status, (int)err.number);
        if (status == RR_OK && (got.len != right.len || memcmp(got.bytes, right.bytes, got.len) != 0))
            fail_msg("%s, allocation %d: it claims success and gives other bytes", name, (int)n);
        if (left != 0)
            fail_msg("%s, allocation %d: %d blocks are not given back", name, (int)n, (int)left);
        failed += status != RR_OK;
        survived += status == RR_OK;
    }
    print_message("%s: %d allocations failed one by one, %d typed errors, %d done without\n", name,
                  (int)(failed + survived), (int)failed, (int)survived);
    /* Nothing that failed has spoilt what comes after. */
    assert_int_equal(run(go, 0, &got, &err, &left), RR_OK);
    assert_int_equal(got.len, right.len);
    assert_memory_equal(got.bytes, right.bytes, got.len);
}

static void skip_without_own_malloc(void)
{
    if (OWN_MALLOC)
        return;
    print_message("SKIPPED, LOUDLY: a sanitizer owns malloc in this build; allocations are failed in the plain one\n");
    skip();
}

static void oom_load_match__every_allocation_of_a_match(void **state)
{
    (void)state;
    skip_without_own_malloc();
    sweep("load and match", load_and_match);
}

static void oom_load_match__every_allocation_of_reading_profiles(void **state)
{
    (void)state;
    skip_without_own_malloc();
    sweep("read and write profiles", read_and_write);
}

static void oom_load_match__every_allocation_of_a_batch(void **state)
{
    (void)state;
    skip_without_own_malloc();
    sweep("stream and list", stream_and_list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(oom_load_match__every_allocation_of_a_match),
        cmocka_unit_test(oom_load_match__every_allocation_of_reading_profiles),
        cmocka_unit_test(oom_load_match__every_allocation_of_a_batch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

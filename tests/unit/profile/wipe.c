/* SPDX-License-Identifier: MIT */
/* Nothing about a person stays in memory that was given back: whatever a profile was read from, and wherever an error or a lack of
 * memory ended it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <stdbool.h>
#include <unistd.h>

#include "../own_stack.h"
#include "profile/model.h"

#define XML_BODY                                                                                                             \
    "<profile xmlns=\"urn:reroute:profile:1\" id=\"w-" SECRET "\" region=\"CN-GD\"><job title=\"" SECRET "\" years=\"12\"/>" \
    "<job title=\"" LONG_TEXT "\" years=\"1\" until=\"2013\"/><skill ref=\"s.drive-vehicles\" level=\"3\">" SECRET "</skill>" \
    "<skill>" LONG_TEXT "</skill><licence name=\"" SECRET "\" year=\"2012\"/><language tag=\"zh\" level=\"" SECRET "\"/>"    \
    "<constraints max-cost=\"987654321.98\" currency=\"CNY\"/><fact name=\"" SECRET "\" value=\"" SECRET "\"/></profile>"
#define JSON_BODY(id)                                                                                                        \
    "{\"id\":\"" id "\",\"history\":[{\"title\":\"\\u0071jxkvzqjxkvz\",\"years\":12},{\"title\":\"" LONG_TEXT "\"}],"        \
    "\"skills\":[{\"ref\":\"s.drive-vehicles\",\"level\":3,\"reason\":\"" SECRET "\"}],\"licences\":[{\"name\":\"" SECRET "\"}]," \
    "\"constraints\":{\"max-cost\":987654321.98,\"currency\":\"CNY\"},\"facts\":{\"" SECRET "\":\"" SECRET "\"}}"
#define CSV_BODY                                                                                              \
    "id,occupation,years,skills,licences,max-cost,currency,fact:other,notes\n"                                \
    "w-" SECRET "," LONG_TEXT ",12," SECRET ";" SECRET "=3," SECRET ":2012,987654321.98,CNY," SECRET "," SECRET "\n"

static const struct { const char *what, *name, *encoding, *text; rr_profile_format format; } documents[] = {
    {"XML", "a.xml", NULL, XML_BODY, RR_PROFILE_AUTO},
    {"XML, many", "a.xml", NULL, "<profiles xmlns=\"urn:reroute:profile:1\">" XML_BODY "<profile id=\"w-2\"/></profiles>", RR_PROFILE_AUTO},
    {"XML, short", "a.xml", NULL, "<profile xmlns=\"urn:reroute:profile:1\" id=\"w-" SECRET "\"/>", RR_PROFILE_AUTO},
    {"XML, of two encodings", "a.xml", NULL, "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"GBK\"?>" XML_BODY, RR_PROFILE_AUTO},
    {"XML, transcoded", "a.xml", NULL, "<?xml version=\"1.0\" encoding=\"GBK\"?>" XML_BODY, RR_PROFILE_AUTO},
    {"JSON", "a.json", NULL, JSON_BODY("w-" SECRET), RR_PROFILE_AUTO},
    {"JSON, many", "a.json", NULL, "[" JSON_BODY("w-" SECRET) "," JSON_BODY("w-2" SECRET) "]", RR_PROFILE_AUTO},
    {"JSON lines", "a.jsonl", NULL, JSON_BODY("w-" SECRET) "\n" JSON_BODY("w-2" SECRET) "\n", RR_PROFILE_AUTO},
    {"JSON, transcoded", "a.json", "GBK", JSON_BODY("w-" SECRET), RR_PROFILE_AUTO},
    {"JSON Resume", "a.json", NULL,
     "{\"basics\":{\"name\":\"" SECRET "\"},\"work\":[{\"position\":\"" LONG_TEXT "\",\"startDate\":\"2010-01\",\"endDate\":\"2012-01\"}],"
     "\"skills\":[{\"name\":\"" SECRET "\",\"level\":\"" SECRET "\"}],\"certificates\":[{\"name\":\"" SECRET "\"}],"
     "\"languages\":[{\"language\":\"" SECRET "\"}],\"education\":[{\"studyType\":\"" SECRET "\",\"area\":\"" SECRET "\"}]}", RR_PROFILE_JSON_RESUME},
    {"JSON, a level off its scale", "a.json", NULL, "{\"id\":\"w-" SECRET "\",\"skills\":[{\"ref\":\"s.drive-vehicles\",\"level\":99}]}", RR_PROFILE_AUTO},
    {"JSON, a telephone", "a.json", NULL, "{\"id\":\"w-1\",\"facts\":{\"other\":\"+86 " TELEPHONE "\"}}", RR_PROFILE_AUTO},
    {"CSV", "a.csv", NULL, CSV_BODY, RR_PROFILE_AUTO},
    {"CSV, transcoded", "a.csv", "GBK", CSV_BODY, RR_PROFILE_AUTO},
    {"CSV, one person twice", "a.csv", NULL, CSV_BODY "w-" SECRET "," SECRET ",1\n", RR_PROFILE_AUTO}};
enum { DOCUMENTS = sizeof documents / sizeof documents[0] };

static int use_streamed(void *user, rr_profile *profile, uint32_t line, const rr_error *err)
{
    (void)line, (void)err;
    return profile == NULL ? 0 : use_profile(user, profile);
}

static rr_status read_bytes(desk *d, size_t which, const char *bytes, size_t len)
{
    const rr_profile_read_options how = {.size = sizeof how, .format = documents[which].format, .encoding = documents[which].encoding};
    return rr_profile_read_memory(d->context, documents[which].name, bytes, len, &how, use_profile, d, NULL);
}

/* From a pipe: what comes has to be kept until its end. Only what a pipe holds without a reader. */
static rr_status read_piped(desk *d, size_t which, const char *bytes, size_t len)
{
    const rr_profile_read_options how = {.size = sizeof how, .format = documents[which].format, .encoding = documents[which].encoding};
    char path[32];
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], bytes, len), (ssize_t)len);
    close(ends[1]);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    rr_status status = rr_profile_read(d->context, path, &how, use_profile, d, NULL);
    close(ends[0]);
    return status;
}

static rr_status read_in_pieces(desk *d, size_t which, const char *bytes, size_t len)
{
    rr_profile_stream *stream = NULL;
    rr_status status = rr_profile_stream_create(&stream, d->context, documents[which].name, use_streamed, d, NULL);
    for (size_t at = 0; at < len && status == RR_OK; at += 300)
        status = rr_profile_stream_feed(stream, bytes + at, len - at < 300 ? len - at : 300, NULL);
    if (status == RR_OK)
        status = rr_profile_stream_end(stream, NULL);
    rr_profile_stream_destroy(stream);
    return status;
}

typedef rr_status (*reading)(desk *d, size_t which, const char *bytes, size_t len);

/* Whole; cut off anywhere; and with every single allocation failed in its turn. */
static void try_everything(desk *d, size_t which, reading read, const char *how)
{
    char what[64];
    const char *text = documents[which].text;
    size_t len = strlen(text);
    snprintf(what, sizeof what, "%s %s", documents[which].what, how);
    read(d, which, text, len);
    assert_clean(d, what);
    d->brief = 1;
    for (size_t cut = 0; cut < len; cut += 37)
        read(d, which, text, cut);
    assert_clean(d, what);
    for (long n = 1;; n += 1 + n / 20) {
        d->watch.count = 0;
        d->watch.fails_at = n;
        read(d, which, text, len);
        if (d->watch.count < n)
            break;
    }
    d->watch.fails_at = d->brief = 0;
    assert_clean(d, what);
}

static void wipe__profiles_from_memory(void **state)
{
    for (size_t i = 0; i < DOCUMENTS; i++)
        try_everything(*state, i, read_bytes, "from memory");
}

static void wipe__profiles_from_pipes(void **state)
{
    for (size_t i = 0; i < DOCUMENTS; i++)
        if (documents[i].format == RR_PROFILE_AUTO && documents[i].name[2] != 'c') /* their name doesn't say CSV */
            try_everything(*state, i, read_piped, "from a pipe");
}

static void wipe__profiles_in_pieces(void **state)
{
    for (size_t i = 0; i < DOCUMENTS; i++)
        if (documents[i].name[2] == 'x')
            try_everything(*state, i, read_in_pieces, "in pieces");
}

/* Larger than what anything is begun with, so that it has to grow with the person in it. */
static void wipe__large_files(void **state)
{
    enum { LARGE = 50000, ROW = 1500000 };
    desk *d = *state;
    char *bytes = malloc(ROW + 1000);
    for (size_t i = 0; i < DOCUMENTS; i++) {
        size_t len = strlen(documents[i].text);
        bool resume = documents[i].format == RR_PROFILE_JSON_RESUME;
        memset(bytes, ' ', LARGE);
        memcpy(bytes, documents[i].text, len);
        read_bytes(d, i, bytes, LARGE);
        assert_clean(d, documents[i].what);
        if (!resume && documents[i].name[2] != 'c')
            read_piped(d, i, bytes, LARGE);
        assert_clean(d, documents[i].what);
    }
    static const char row[] = "id,occupation,notes\nw-" SECRET "," SECRET ",";
    memset(bytes, 'x', ROW);
    memcpy(bytes, row, sizeof row - 1);
    const rr_profile_read_options csv = {.size = sizeof csv, .format = RR_PROFILE_CSV};
    assert_int_equal(rr_profile_read_memory(d->context, "row.csv", bytes, ROW, &csv, use_profile, d, NULL), RR_OK);
    assert_clean(d, "a long row");
    free(bytes);
}

/* ---- stacks ---- */

enum { CUTS = 16 };

static void read_cut(desk *d, size_t which)
{
    const char *text = documents[which / CUTS].text;
    read_bytes(d, which / CUTS, text, strlen(text) * (which % CUTS + 1) / CUTS);
}

static void read_from_pipe(desk *d, size_t which)
{
    read_piped(d, which, documents[which].text, strlen(documents[which].text));
}

static void read_pieces(desk *d, size_t which)
{
    read_in_pieces(d, which, documents[which].text, strlen(documents[which].text));
}

/* What the calls behind it would write over. */
static void look_at_words(desk *d, size_t which)
{
    static rr_profile *levelled; /* beyond its scale */
    if (which == 0)
        rr__recognise_study(SECRET);
    else if (which == 1)
        rr__recognise_language(SECRET);
    else if (which == 2)
        rr__profile_is_personal(TELEPHONE);
    else if (which == 3 && rr_profile_create(&levelled, d->context, "w-" SECRET, NULL) == RR_OK)
        rr_profile_add_skill(levelled, &(rr_skill){.text = "s.drive-vehicles", .level = 9900, .descriptor = RR_NONE}, NULL);
    else if (which == 4)
        rr_profile_resolve(levelled, d->taxonomy, NULL, NULL, NULL);
    else
        rr_profile_destroy(levelled);
}

/* Whatever is called next writes over what was left: profiles are used and not used. */
static void wipe__stacks(void **state)
{
    desk *d = *state;
    for (d->idle = 0; d->idle < 2; d->idle++) {
        for (size_t i = 0; i < DOCUMENTS * CUTS; i++)
            call_on_own_stack(d, read_cut, i, documents[i / CUTS].what);
        for (size_t i = 0; i < DOCUMENTS; i++) {
            if (documents[i].name[2] != 'c') /* their name doesn't say CSV */
                call_on_own_stack(d, read_from_pipe, i, documents[i].what);
            if (documents[i].name[2] == 'x')
                call_on_own_stack(d, read_pieces, i, documents[i].what);
        }
    }
    d->idle = 0;
    for (size_t i = 0; i < 6; i++)
        call_on_own_stack(d, look_at_words, i, "words");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wipe__profiles_from_memory), cmocka_unit_test(wipe__profiles_from_pipes),
        cmocka_unit_test(wipe__profiles_in_pieces), cmocka_unit_test(wipe__large_files),
        cmocka_unit_test(wipe__stacks),
    };
    return cmocka_run_group_tests(tests, open_desk, close_desk);
}

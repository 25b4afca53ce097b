/* SPDX-License-Identifier: MIT */
/* A long document of profiles piece by piece: the same whatever the pieces, errors in their place, and an end where the
 * document ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <reroute/reroute.h>

typedef struct heard {
    char text[4096]; /* "id@line job;" or "R0403@line:line id;" each */
    int most;        /* wanted */
    const rr_profile_stream *from;
} heard;

static int hear(void *user, rr_profile *profile, uint32_t line, const rr_error *err)
{
    heard *h = user;
    size_t used = strlen(h->text);
    assert_true((profile == NULL) == (err != NULL));
    if (err != NULL)
        snprintf(h->text + used, sizeof h->text - used, "R%04u@%u:%u %s;", err->number, line, err->line, rr_profile_stream_failed_id(h->from));
    else
        snprintf(h->text + used, sizeof h->text - used, "%s@%u %s;", rr_profile_id(profile), line,
                 rr_profile_job_count(profile) > 0 ? rr_profile_job(profile, 0)->title : "");
    rr_profile_destroy(profile);
    return --h->most == 0;
}

static rr_status stream(heard *h, const char *bytes, size_t len, size_t piece, rr_error *err)
{
    rr_context *context = NULL;
    rr_profile_stream *s = NULL;
    rr_status status = RR_OK;
    h->text[0] = '\0';
    assert_int_equal(rr_context_create(&context, NULL, NULL), RR_OK);
    assert_int_equal(rr_profile_stream_create(&s, context, "people.xml", hear, h, err), RR_OK);
    h->from = s;
    for (size_t at = 0; at < len && status == RR_OK; at += piece)
        status = rr_profile_stream_feed(s, bytes + at, len - at < piece ? len - at : piece, err);
    if (status == RR_OK)
        status = rr_profile_stream_end(s, err);
    rr_profile_stream_destroy(s);
    rr_context_destroy(context);
    return status;
}

static const char people[] =
    "<?xml version=\"1.0\"?>\n"
    "<profiles xmlns=\"urn:reroute:profile:1\">\n"
    "  <profile id=\"w-1\"><job title=\"出租车司机 &amp; more\"/></profile>\n"
    "  <profile id=\"w-2\">\n"
    "    <job title=\"x\" yers=\"1\"/><hobby><deeper/></hobby><job/>\n"
    "  </profile>\n"
    "  <profile><job title=\"nobody\"/></profile>\n"
    "  <person/> <!-- <profile id=\"w-x\"/> -->\n"
    "  <profile id=\"w-3\"/><profile id=\"w-3\"><skill ref=\"s.drive\">shown</skill></profile>\n"
    "</profiles>\n";
static const char told[] = "w-1@3 出租车司机 & more;R0403@4:5 w-2;R0405@7:7 ;R0403@8:8 ;w-3@9 ;w-3@9 ;";

static void stream_xml__gives_each_in_its_place_whatever_the_pieces(void **state)
{
    (void)state;
    heard h = {.most = 0};
    rr_error err = {0};
    for (size_t piece = 1; piece < 80; piece++) {
        assert_int_equal(stream(&h, people, strlen(people), piece, &err), RR_OK);
        assert_string_equal(h.text, told);
    }
    assert_int_equal(stream(&h, people, strlen(people), 1 << 20, &err), RR_OK);
    assert_string_equal(h.text, told);
}

static size_t transcode(const char *to, char *out, size_t size)
{
    char text[sizeof people + 32], *from = text, *at = out;
    snprintf(text, sizeof text, "<?xml version=\"1.0\" encoding=\"%s\"?>%s", to, strchr(people, '\n'));
    size_t left = strlen(text), room = size;
    iconv_t how = iconv_open(to, "UTF-8");
    assert_true(how != (iconv_t)-1);
    assert_true(iconv(how, &from, &left, &at, &room) != (size_t)-1);
    iconv_close(how);
    return size - room;
}

static void stream_xml__characters_may_be_cut_in_any_encoding(void **state)
{
    (void)state;
    static const char *const encodings[] = {"GB18030", "UTF-16", "UTF-8"};
    heard h = {.most = 0};
    rr_error err = {0};
    char bytes[4096];
    for (size_t e = 0; e < 3; e++) {
        size_t len = transcode(encodings[e], bytes, sizeof bytes);
        for (size_t piece = 1; piece < 20; piece++) {
            assert_int_equal(stream(&h, bytes, len, piece, &err), RR_OK);
            assert_string_equal(h.text, told);
        }
    }
}

static void stream_xml__every_beginning_of_a_document_is_an_error(void **state)
{
    (void)state;
    heard h = {.most = 0};
    size_t whole = strlen(people) - 1; /* the line end may go */
    for (size_t len = 0; len < whole; len++) {
        rr_error err = {0};
        assert_int_not_equal(stream(&h, people, len, 7, &err), RR_OK);
        assert_int_not_equal(err.number, 0);
        assert_int_equal(strncmp(told, h.text, strlen(h.text)), 0);
    }
}

static void stream_xml__ends_when_no_more_are_wanted(void **state)
{
    (void)state;
    heard h = {.most = 2};
    rr_error err = {0};
    assert_int_equal(stream(&h, people, strlen(people), 11, &err), RR_OK);
    assert_string_equal(h.text, "w-1@3 出租车司机 & more;R0403@4:5 w-2;");
}

static void stream_xml__refuses_what_is_no_document_of_profiles(void **state)
{
    (void)state;
    static const struct { const char *text; rr_status status; } bad[] = {
        {"<persons/>", RR_EINVALID}, {"<profiles/>", RR_EINVALID}, {"<!DOCTYPE p><profile/>", RR_EDOCTYPE},
        {"<?xml version='1.0' encoding='KLINGON'?><profile/>", RR_EENCODING},
        {"<profiles xmlns='urn:reroute:profile:1'>\n<profile id='w-1'/>\n\xff</profiles>", RR_EENCODING},
        {"<profiles xmlns='urn:reroute:profile:1'><profile id='w-1'></profiles>", RR_ESYNTAX}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        for (size_t piece = 1; piece < 40; piece += 6) {
            heard h = {.most = 0};
            rr_error err = {0};
            assert_int_equal(stream(&h, bad[i].text, strlen(bad[i].text), piece, &err), bad[i].status);
            assert_int_equal(err.status, bad[i].status);
            assert_string_equal(err.file, "people.xml");
        }
}

/* An entity can't be made to grow, a single piece of markup neither, and a profile with a thousand errors is one error. */
static void stream_xml__hostile_profiles_stay_small(void **state)
{
    (void)state;
    heard h = {.most = 0};
    rr_error err = {0};
    char *text = malloc(2 << 20), *at = text;
    assert_non_null(text);
    at += sprintf(at, "<profiles xmlns='urn:reroute:profile:1'><profile id='w-1'>");
    for (int i = 0; i < 2000; i++)
        at += sprintf(at, "<job/>");
    at += sprintf(at, "</profile><profile id='w-2'/></profiles>");
    assert_int_equal(stream(&h, text, strlen(text), 4096, &err), RR_OK);
    assert_string_equal(h.text, "R0424@1:1 w-1;w-2@1 ;");
    at = text + sprintf(text, "<profiles xmlns='urn:reroute:profile:1'><profile id='");
    memset(at, 'x', 1 << 20);
    strcpy(at + (1 << 20), "'/></profiles>");
    assert_int_equal(stream(&h, text, strlen(text), 4096, &err), RR_ELIMIT);
    assert_string_equal(h.text, "");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stream_xml__gives_each_in_its_place_whatever_the_pieces),
        cmocka_unit_test(stream_xml__characters_may_be_cut_in_any_encoding),
        cmocka_unit_test(stream_xml__every_beginning_of_a_document_is_an_error),
        cmocka_unit_test(stream_xml__ends_when_no_more_are_wanted),
        cmocka_unit_test(stream_xml__refuses_what_is_no_document_of_profiles),
        cmocka_unit_test(stream_xml__hostile_profiles_stay_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

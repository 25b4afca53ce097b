/* SPDX-License-Identifier: MIT */
/* Documents, prefixes, bombs and encodings in; events or a refusal with its place out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>
#include <unistd.h>

#include "base/xml.h"

/* Events as text: "<name attr=value" for a start, "=text", ">name". */
static rr_status on_start(void *user, rr__xml *xml, const char *uri, const char *name, const rr__xml_attribute *a, size_t count)
{
    rr__buf *out = user;
    (void)xml;
    rr__buf_char(out, '<');
    rr__buf_text(out, uri);
    rr__buf_text(out, name);
    for (size_t i = 0; i < count; i++) {
        rr__buf_char(out, ' ');
        rr__buf_text(out, a[i].name);
        rr__buf_char(out, '=');
        rr__buf_text(out, a[i].value);
        assert_int_equal(strlen(a[i].value), a[i].value_len);
    }
    return strcmp(name, "stop") == 0 ? RR_EINVALID : RR_OK;
}

static rr_status on_end(void *user, rr__xml *xml, const char *uri, const char *name)
{
    (void)xml, (void)uri;
    rr__buf_char(user, '>');
    rr__buf_text(user, name);
    return RR_OK;
}

static rr_status on_text(void *user, rr__xml *xml, const char *text, size_t len)
{
    (void)xml;
    rr__buf_char(user, '=');
    rr__buf_add(user, text, len);
    return RR_OK;
}

static const rr__xml_handler handler = {on_start, on_end, on_text};

static rr_status parse(const void *bytes, size_t len, size_t chunk, rr__buf *out, rr_error *err)
{
    rr__buf_clear(out);
    return rr__xml_parse(&rr__malloc_allocator, "t.xml", bytes, len, chunk, &handler, out, err);
}

static rr__buf events;
static int set_up(void **state)
{
    (void)state;
    rr__buf_init(&events, &rr__malloc_allocator, 64 << 20);
    return 0;
}
static int tear_down(void **state)
{
    (void)state;
    rr__buf_finish(&events);
    return 0;
}

static const char document[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- c --><t xmlns=\"urn:x\" a=\"1 &amp; &lt;2&gt; &#x4e2d;\">\n"
    "  <b xml:lang='zh'>训练<![CDATA[<师>]]>&amp;\n</b>  <?pi x?><c/>tail<!-- d --> end\n</t>\n";

static void base_xml__any_chunk_size_gives_the_same_events(void **state)
{
    (void)state;
    assert_int_equal(parse(document, sizeof document - 1, 0, &events, NULL), RR_OK);
    assert_string_equal(events.data, "<urn:xt a=1 & <2> 中<urn:xb lang=zh=训练<师>&\n>b<urn:xc>c=tail end\n>t");
    char *expected = malloc(events.len + 1);
    assert_non_null(expected);
    memcpy(expected, events.data, events.len + 1);
    for (size_t chunk = 1; chunk <= 64; chunk++) {
        assert_int_equal(parse(document, sizeof document - 1, chunk, &events, NULL), RR_OK);
        assert_string_equal(events.data, expected);
    }
    free(expected);
}

static void base_xml__every_prefix_fails(void **state)
{
    (void)state;
    size_t whole = sizeof document - 2; /* without the last line break it is complete */
    for (size_t len = 0; len < whole; len++)
        for (size_t chunk = 1; chunk <= 65; chunk += 16) {
            rr_error err = {0};
            rr_status status = parse(document, len, chunk, &events, &err);
            if (status != RR_ESYNTAX && status != RR_EENCODING)
                fail_msg("a prefix of %zu bytes gave %d", len, (int)status);
            assert_int_equal(err.status, status);
            assert_true(err.number != 0);
        }
    assert_int_equal(parse(document, whole, 0, &events, NULL), RR_OK);
}

static void base_xml__every_doctype_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "<!DOCTYPE t><t/>",
        "<!DOCTYPE t [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><t>&x;</t>",
        "<!DOCTYPE t SYSTEM 'http://127.0.0.1:9/x.dtd'><t/>",
        "<!DOCTYPE t [<!ENTITY % p SYSTEM '/etc/passwd'> %p;]><t/>",
        "<!DOCTYPE t [<!ENTITY a '0123456789'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]><t>&c;</t>",
        "<?xml version='1.0'?><!-- c -->\n<!DOCTYPE t><t/>",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        for (size_t chunk = 1; chunk < 200; chunk += 33) {
            rr_error err = {0};
            assert_int_equal(parse(bad[i], strlen(bad[i]), chunk, &events, &err), RR_EDOCTYPE);
            assert_int_equal(err.status, RR_EDOCTYPE);
            assert_true(err.line > 0);
            assert_int_equal(events.len, 0);
        }
    enum { ENTITY = 50000, USES = 50000 };
    char *bomb = malloc(ENTITY + 3 * USES + 200), *at = bomb;
    assert_non_null(bomb);
    at += sprintf(at, "<!DOCTYPE t [<!ENTITY a \"");
    memset(at, 'x', ENTITY);
    at += ENTITY;
    at += sprintf(at, "\">]><t>");
    for (int i = 0; i < USES; i++, at += 3)
        memcpy(at, "&a;", 3);
    at += sprintf(at, "</t>");
    assert_int_equal(parse(bomb, (size_t)(at - bomb), 0, &events, NULL), RR_EDOCTYPE);
    free(bomb);
}

static void base_xml__what_is_not_well_formed_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "", " ", "x", "<", "<t", "<t>", "<t></u>", "<t/><t/>", "<t/>x", "<t>&x;</t>", "<t a='&x;'/>", "<t a=1/>", "<t a='1' a='2'/>",
        "<t a='<'/>", "<p:t/>", "<t p:a='1'/>", "<t>\x01</t>", "<t>&#0;</t>", "<t>&#xd800;</t>", "<t>]]></t>", "<t><!-- -- --></t>",
        "<t>\xef\xbf\xbf</t>", "{\"a\":1}", "<t xmlns:a='u' xmlns:b='u' a:x='1' b:x='2'/>", "<t>a & b</t>",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        rr_error err = {0};
        if (parse(bad[i], strlen(bad[i]), 0, &events, &err) != RR_ESYNTAX)
            fail_msg("not refused: %s", bad[i]);
        assert_int_equal(err.status, RR_ESYNTAX);
    }
    assert_int_equal(parse("<t>\0</t>", 8, 0, &events, NULL), RR_ESYNTAX);
    assert_int_equal(parse("<t/>\0", 5, 0, &events, NULL), RR_ESYNTAX);
}

static char *fill(size_t len, const char *start, const char *unit, const char *end, size_t *total)
{
    char *text = malloc(len + 300), *at = text;
    assert_non_null(text);
    at += sprintf(at, "%s", start);
    for (size_t unit_len = strlen(unit); (size_t)(at - text) < len; at += unit_len)
        memcpy(at, unit, unit_len);
    at += sprintf(at, "%s", end);
    *total = (size_t)(at - text);
    return text;
}

static void base_xml__limits_hold(void **state)
{
    (void)state;
    static const struct { const char *start, *unit, *end; } bad[] = {
        {"<t>", "aaaaaaaaaa", "</t>"}, {"<t><![CDATA[", "aaaaaaaaaa", "]]></t>"}, {"<t a='", "aaaaaaaaaa", "'/>"},
        {"<t", "aaaaaaaaaa", "/>"}, {"<t><!--", "aaaaaaaaaa", "--></t>"}, {"<t><?p ", "aaaaaaaaaa", "?></t>"}, {"<t ", "         ", "/>"},
        {"", "<a>", ""},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        size_t len = 0;
        rr_error err = {0};
        char *text = fill(11000000, bad[i].start, bad[i].unit, bad[i].end, &len);
        rr_status status = parse(text, len, 0, &events, &err);
        if (status != RR_ELIMIT)
            fail_msg("%s%s gave %d", bad[i].start, bad[i].unit, (int)status);
        assert_int_equal(err.status, RR_ELIMIT);
        free(text);
    }
    for (int count = 256; count <= 257; count++) {
        char text[6000], *at = text;
        at += sprintf(at, "<t");
        for (int i = 0; i < count; i++)
            at += sprintf(at, " a%d='1'", i);
        at += sprintf(at, "/>");
        assert_int_equal(parse(text, (size_t)(at - text), 0, &events, NULL), count == 256 ? RR_OK : RR_ELIMIT);
    }
    for (int depth = 64; depth <= 65; depth++) {
        char text[1000], *at = text;
        for (int i = 0; i < depth; i++)
            at += sprintf(at, "<a>");
        for (int i = 0; i < depth; i++)
            at += sprintf(at, "</a>");
        assert_int_equal(parse(text, (size_t)(at - text), 0, &events, NULL), depth == 64 ? RR_OK : RR_ELIMIT);
    }
}

static void base_xml__encodings_come_from_mark_then_declaration(void **state)
{
    (void)state;
    static const struct { const char *bytes; size_t len; const char *events; } good[] = {
#define DOC(s, e) {s, sizeof s - 1, e}
        DOC("<?xml version='1.0' encoding='GB18030'?><t>\xd1\xb5\xc1\xb7\xa6\xd9</t>", "<t=训练\xef\xb8\x90>t"),
        DOC("<?xml version='1.0' encoding='GBK'?><t a='\xca\xa6'/>", "<t a=师>t"),
        DOC("<?xml version='1.0' encoding='Big5'?><t>\xb0\x56</t>", "<t=訓>t"),
        DOC("\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?><t>训</t>", "<t=训>t"),
        DOC("\xef\xbb\xbf<t>训</t>", "<t=训>t"),
        DOC("\xff\xfe<\0t\0>\0\xad\x8b<\0/\0t\0>\0", "<t=训>t"),
        DOC("\xfe\xff\0<\0t\0>\x8b\xad\0<\0/\0t\0>", "<t=训>t"),
    };
    static const struct { const char *bytes; size_t len; } bad[] = {
#undef DOC
#define DOC(s) {s, sizeof s - 1}
        DOC("\xef\xbb\xbf<?xml version='1.0' encoding='GB18030'?><t/>"), DOC("<t>\xc1\xb7</t>"),
        DOC("<?xml version='1.0' encoding='no-such'?><t/>"), DOC("<?xml version='1.0' encoding='GBK//IGNORE'?><t>\xff</t>"),
        DOC("<?xml version='1.0' encoding='GB18030'?><t>\xff</t>"), DOC("<t>\xc0\x80</t>"), DOC("<t>\xed\xa0\x80</t>"),
        DOC("\xff\xfe<\0t\0/\0>"),
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        rr_error err = {0};
        if (parse(good[i].bytes, good[i].len, 0, &events, &err) != RR_OK)
            fail_msg("document %zu: message %d %s", i, err.number, err.args);
        assert_string_equal(events.data, good[i].events);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        rr_error err = {0};
        if (parse(bad[i].bytes, bad[i].len, 0, &events, &err) != RR_EENCODING)
            fail_msg("document %zu is not refused", i);
        assert_int_equal(err.status, RR_EENCODING);
    }
}

struct places {
    uint32_t line[8], column[8];
    int count;
};

static rr_status keep_place(void *user, rr__xml *xml, const char *uri, const char *name, const rr__xml_attribute *a, size_t count)
{
    struct places *p = user;
    (void)uri, (void)name, (void)a, (void)count;
    p->line[p->count] = rr__xml_line(xml);
    p->column[p->count++] = rr__xml_column(xml);
    return RR_OK;
}
static rr_status ignore_end(void *user, rr__xml *xml, const char *uri, const char *name)
{
    (void)user, (void)xml, (void)uri, (void)name;
    return RR_OK;
}
static rr_status ignore_text(void *user, rr__xml *xml, const char *text, size_t len)
{
    (void)user, (void)xml, (void)text, (void)len;
    return RR_OK;
}

static void base_xml__places_and_stops_are_reported(void **state)
{
    (void)state;
    static const rr__xml_handler placing = {keep_place, ignore_end, ignore_text};
    const char *text = "<t>\n  <a/>\n  <b/><c/>\n</t>";
    struct places p = {.count = 0};
    rr_error err = {0};
    for (size_t chunk = 1; chunk < 40; chunk += 13) {
        p.count = 0;
        assert_int_equal(rr__xml_parse(&rr__malloc_allocator, "t", text, strlen(text), chunk, &placing, &p, NULL), RR_OK);
        assert_int_equal(p.count, 4);
        assert_int_equal(p.line[0], 1);
        assert_int_equal(p.line[1], 2);
        assert_int_equal(p.line[2], 3);
        assert_int_equal(p.line[3], 3);
        assert_true(p.column[2] < p.column[3]);
    }
    assert_int_equal(parse("<t>\n<a></b>\n</t>", 16, 0, &events, &err), RR_ESYNTAX);
    assert_string_equal(err.file, "t.xml");
    assert_int_equal(err.line, 2);
    assert_int_equal(parse("<t><stop/><never/></t>", 22, 0, &events, &err), RR_EINVALID);
    assert_string_equal(events.data, "<t<stop");
}

static void base_xml__nothing_is_printed(void **state)
{
    (void)state;
    static const char *const bad[] = {"<t>&x;</t>", "<t></u>", "<p:t/>", "<?xml version='1.0' encoding='x?'?><t/>", "<t>\xff</t>"};
    FILE *log = tmpfile();
    assert_non_null(log);
    fflush(stderr);
    int kept = dup(2);
    dup2(fileno(log), 2);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        parse(bad[i], strlen(bad[i]), 0, &events, NULL);
    fflush(stderr);
    dup2(kept, 2);
    close(kept);
    fseek(log, 0, SEEK_END);
    assert_int_equal(ftell(log), 0);
    fclose(log);
}

static void base_xml__escaped_text_reads_back(void **state)
{
    (void)state;
    const char *text = "a<b>&\"'\t\n\r]]>中";
    rr__buf out;
    rr__buf_init(&out, &rr__malloc_allocator, 1000);
    rr__buf_text(&out, "<t a=\"");
    rr__xml_escape(&out, text, strlen(text));
    rr__buf_text(&out, "\">");
    rr__xml_escape(&out, text, strlen(text));
    rr__buf_text(&out, "</t>");
    assert_int_equal(parse(out.data, out.len, 0, &events, NULL), RR_OK);
    rr__buf_clear(&out);
    rr__buf_text(&out, "<t a=");
    rr__buf_text(&out, text);
    rr__buf_char(&out, '=');
    rr__buf_text(&out, text);
    rr__buf_text(&out, ">t");
    assert_string_equal(events.data, out.data);
    rr__buf_finish(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base_xml__any_chunk_size_gives_the_same_events),
        cmocka_unit_test(base_xml__every_prefix_fails),
        cmocka_unit_test(base_xml__every_doctype_is_refused),
        cmocka_unit_test(base_xml__what_is_not_well_formed_is_refused),
        cmocka_unit_test(base_xml__limits_hold),
        cmocka_unit_test(base_xml__encodings_come_from_mark_then_declaration),
        cmocka_unit_test(base_xml__places_and_stops_are_reported),
        cmocka_unit_test(base_xml__nothing_is_printed),
        cmocka_unit_test(base_xml__escaped_text_reads_back),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

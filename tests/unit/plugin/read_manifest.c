/* SPDX-License-Identifier: MIT */
/* plugin.xml, whole, damaged and wrong, in; what a plugin says of itself, or every fault with its place, out. */
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
#include "plugin/manifest.h"
#include "../stingy.h"

enum { FOUND_MAX = 120, TEXT_MAX = 1 << 14 };

static struct { rr_context *context; rr__arena arena; rr__manifest got; rr_error found[FOUND_MAX], err; size_t found_count; char text[TEXT_MAX]; size_t len; } kept;

static int set_up(void **state)
{
    (void)state;
    rr__bytes bytes;
    if (rr_context_create(&kept.context, NULL, NULL) != RR_OK ||
        rr__file_open(&bytes, &kept.context->allocator, RR_TEST_SOURCE "/tests/data/valid/plugin-every-feature.xml", TEXT_MAX - 1, NULL) != RR_OK)
        return 1;
    memcpy(kept.text, bytes.data, bytes.len);
    kept.len = bytes.len;
    rr__bytes_finish(&bytes);
    rr__arena_init(&kept.arena, &kept.context->allocator);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    rr__arena_finish(&kept.arena);
    rr_context_destroy(kept.context);
    return 0;
}

static void hear(void *user, const rr_error *err)
{
    (void)user;
    if (kept.found_count < FOUND_MAX)
        kept.found[kept.found_count++] = *err;
}

static rr_status read_text(const char *text, size_t len)
{
    kept.found_count = 0;
    return rr__manifest_read(&kept.got, &kept.arena, kept.context, "/folder", "plugin.xml", text, len, hear, NULL, &kept.err);
}

static rr_status read_file(const char *name)
{
    char path[1024];
    rr__bytes bytes;
    snprintf(path, sizeof path, RR_TEST_SOURCE "/tests/data/%s", name);
    assert_int_equal(rr__file_open(&bytes, &kept.context->allocator, path, TEXT_MAX, NULL), RR_OK);
    rr_status status = read_text((const char *)bytes.data, bytes.len);
    rr__bytes_finish(&bytes);
    return status;
}

static void plugin_read_manifest__everything_it_says_arrives(void **state)
{
    (void)state;
    assert_int_equal(read_text(kept.text, kept.len), RR_OK);
    assert_int_equal(kept.found_count, 0);
    const rr__manifest *m = &kept.got;
    assert_string_equal(m->folder, "/folder");
    assert_string_equal(m->id, "org.example.xx-1");
    assert_string_equal(m->version, "2026.11");
    assert_string_equal(m->vendor, "An example");
    assert_string_equal(m->licence, "MIT");
    assert_string_equal(m->name_en, "Every feature");
    assert_string_equal(m->name_zh, "全部功能");
    assert_string_equal(m->binary, "xx.so");
    assert_int_equal(m->illustrative, 1);
    assert_int_equal(m->region_count, 2);
    assert_int_equal(m->regions[1], rr__region_number("CN", 2));
    assert_int_equal(m->read_count, 7);
    static const char *const reads[] = {"history", "skills", "licences", "languages", "education", "constraints", "fact:age"};
    for (size_t i = 0; i < 7; i++)
        assert_string_equal(m->reads[i], reads[i]);
    assert_int_equal(m->file_count, 3);
    assert_string_equal(m->files[2].name, "表.tsv");
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(m->files[i].kind, i);
    assert_int_equal(m->setting_count, 2);
    assert_string_equal(m->settings[1].key, "mode");
    assert_string_equal(m->settings[1].value, "a b");
}

static void plugin_read_manifest__one_name_serves_both_languages(void **state)
{
    (void)state;
    static const char form[] = "<plugin xmlns='urn:reroute:plugin:1' id='a.b' version='1' vendor='v' licence='l'><name xml:lang='%s'>N</name>"
                               "<serves region='CN'/><file name='f' kind='data'/></plugin>";
    static const char *const langs[] = {"en", "zh", "zh-Hant", "de"};
    char text[512];
    for (size_t i = 0; i < 4; i++) {
        int len = snprintf(text, sizeof text, form, langs[i]);
        assert_int_equal(read_text(text, (size_t)len), RR_OK);
        assert_string_equal(kept.got.name_en, "N");
        assert_string_equal(kept.got.name_zh, "N");
        assert_null(kept.got.binary);
        assert_int_equal(kept.got.illustrative, 0);
    }
}

static void plugin_read_manifest__it_serves_a_region_or_the_country(void **state)
{
    (void)state;
    uint32_t regions[] = {rr__region_number("CN-GD", 5), rr__region_number("DE", 2)};
    rr__manifest m = {.regions = regions, .region_count = 2};
    static const struct { const char *code; bool served; } cases[] = {{"CN-GD", true}, {"CN-ZJ", false}, {"CN", false}, {"DE", true}, {"DE-BY", true}, {"FR", false}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(rr__manifest_serves(&m, rr__region_number(cases[i].code, strlen(cases[i].code))), cases[i].served);
    assert_false(rr__manifest_serves(&m, 0));
}

/* One change to the good file, and the message it must bring. */
static void plugin_read_manifest__each_fault_has_its_message(void **state)
{
    (void)state;
    static const struct { const char *from, *to; enum rr__message message; } faults[] = {
        {"<plugin ", "<plug ", RR__MSG_XML_ROOT},
        {"urn:reroute:plugin:1", "urn:reroute:plugin:2", RR__MSG_XML_ROOT},
        {"org.example.xx-1", "example", RR__MSG_PLUGIN_ID},
        {"org.example.xx-1", "org.Example.a", RR__MSG_PLUGIN_ID},
        {"org.example.xx-1", "org..a", RR__MSG_PLUGIN_ID},
        {"org.example.xx-1", ".org.a", RR__MSG_PLUGIN_ID},
        {"org.example.xx-1", "org.a.", RR__MSG_PLUGIN_ID},
        {"org.example.xx-1", "org/a.b", RR__MSG_PLUGIN_ID},
        {"org.example.xx-1", "org.a b", RR__MSG_XML_ID},
        {"id=\"org.example.xx-1\"", "", RR__MSG_MISSING_ATTRIBUTE},
        {"version=\"2026.11\"", "", RR__MSG_MISSING_ATTRIBUTE},
        {"licence=\"MIT\"", "license=\"MIT\"", RR__MSG_UNKNOWN_ATTRIBUTE},
        {"vendor=\"An example\"", "", RR__MSG_MISSING_ATTRIBUTE},
        {"illustrative=\"yes\"", "illustrative=\"true\"", RR__MSG_BAD_WORD},
        {"<serves region=\"XX-1\"/>", "<serve region=\"XX-1\"/>", RR__MSG_UNKNOWN_ELEMENT},
        {"region=\"XX-1\"", "region=\"Guangdong\"", RR__MSG_XML_REGION},
        {"what=\"history\"", "what=\"histroy\"", RR__MSG_BAD_WORD},
        {"what=\"history\"", "what=\"history\" fact=\"age\"", RR__MSG_PLUGIN_READS_ONE},
        {"what=\"history\"", "", RR__MSG_PLUGIN_READS_ONE},
        {"kind=\"data\"", "kind=\"table\"", RR__MSG_BAD_WORD},
        {"kind=\"rules\"", "kind=\"courses\"", RR__MSG_PLUGIN_KIND_TWICE},
        {"name=\"表.tsv\"", "name=\"rules.xml\"", RR__MSG_PLUGIN_FILE_TWICE},
        {"name=\"表.tsv\"", "name=\"../a\"", RR__MSG_PLUGIN_FILE_NAME},
        {"name=\"表.tsv\"", "name=\"..\"", RR__MSG_PLUGIN_FILE_NAME},
        {"name=\"表.tsv\"", "name=\".hidden\"", RR__MSG_PLUGIN_FILE_NAME},
        {"name=\"表.tsv\"", "name=\"/etc/passwd\"", RR__MSG_PLUGIN_FILE_NAME},
        {"name=\"表.tsv\"", "name=\"a/b\"", RR__MSG_PLUGIN_FILE_NAME},
        {"name=\"表.tsv\"", "name=\"plugin.xml\"", RR__MSG_PLUGIN_FILE_NAME},
        {"name=\"表.tsv\"", "name=\"a&#10;b\"", RR__MSG_XML_ID},
        {"name=\"表.tsv\"", "name=\"a&#x202e;b\"", RR__MSG_XML_ID},
        {"name=\"xx.so\"", "name=\"lib/xx.so\"", RR__MSG_PLUGIN_FILE_NAME},
        {"name=\"xx.so\"", "name=\"rules.xml\"", RR__MSG_PLUGIN_FILE_TWICE},
        {"<binary name=\"xx.so\"/>", "<binary name=\"xx.so\"/><binary name=\"yy.so\"/>", RR__MSG_XML_TWICE},
        {"<setting key=\"mode\"", "<setting key=\"year\"", RR__MSG_DUPLICATE_NAME},
        {"<name xml:lang=\"zh\">全部功能</name>", "<name xml:lang=\"en\">x</name>", RR__MSG_XML_LANG_TWICE},
        {"<name xml:lang=\"zh\">全部功能</name>", "<name>x</name>", RR__MSG_XML_LANG},
        {"<name xml:lang=\"zh\">全部功能</name>", "<name xml:lang=\"zh\"/>", RR__MSG_EMPTY_TEXT},
        {"<serves region=\"CN\"/>", "<serves region=\"CN\">all</serves>", RR__MSG_UNEXPECTED_TEXT},
        {"<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<!DOCTYPE plugin [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>", RR__MSG_DOCTYPE},
    };
    static char changed[TEXT_MAX + 512];
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        const char *at = strstr(kept.text, faults[i].from);
        assert_non_null(at);
        int len = snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - kept.text), kept.text, faults[i].to, at + strlen(faults[i].from));
        assert_int_not_equal(read_text(changed, (size_t)len), RR_OK);
        if (kept.err.number != faults[i].message)
            fail_msg("%s brought R%04d, not R%04d", faults[i].to, kept.err.number, (int)faults[i].message);
        assert_true(kept.err.line > 0);
        assert_true(kept.found_count > 0);
        assert_null(kept.got.id); /* a file with an error gives nothing */
        assert_int_equal(kept.got.file_count, 0);
    }
}

static void plugin_read_manifest__files_with_faults(void **state)
{
    (void)state;
    static const struct { const char *name; rr_status status; enum rr__message message; uint32_t line; } files[] = {
        {"invalid/plugin-empty.xml", RR_EINVALID, RR__MSG_PLUGIN_EMPTY, 2}, {"invalid/plugin-typos.xml", RR_EINVALID, RR__MSG_UNKNOWN_ATTRIBUTE, 2},
        {"invalid/plugin-no-region.xml", RR_EINVALID, RR__MSG_XML_NEEDS, 2}, {"invalid/plugin-wrong-root.xml", RR_EINVALID, RR__MSG_XML_ROOT, 2},
        {"hostile/plugin-file-outside.xml", RR_EINVALID, RR__MSG_PLUGIN_FILE_NAME, 5}, {"hostile/plugin-doctype.xml", RR_EDOCTYPE, RR__MSG_DOCTYPE, 2}};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        if (read_file(files[i].name) != files[i].status || kept.err.number != files[i].message || kept.err.line != files[i].line)
            fail_msg("%s: R%04d on line %u", files[i].name, kept.err.number, kept.err.line);
    }
    assert_int_equal(read_file("invalid/plugin-typos.xml"), RR_EINVALID);
    assert_int_equal(kept.found_count, 5); /* each of its faults in one go, with what was meant */
    assert_string_equal(kept.err.args + strlen("licens") + 1 + strlen("plugin") + 1, "licence");
}

static void plugin_read_manifest__more_than_64_files_are_refused(void **state)
{
    (void)state;
    static char text[TEXT_MAX];
    for (int files = 64; files <= 66; files++) {
        size_t len = (size_t)snprintf(text, sizeof text, "<plugin xmlns='urn:reroute:plugin:1' id='a.b' version='1' vendor='v' licence='l'>"
                                                         "<name xml:lang='en'>N</name><serves region='CN'/>");
        for (int i = 0; i < files; i++)
            len += (size_t)snprintf(text + len, sizeof text - len, "<file name='f%d' kind='data'/>", i);
        len += (size_t)snprintf(text + len, sizeof text - len, "</plugin>");
        assert_int_equal(read_text(text, len), files == 64 ? RR_OK : RR_EINVALID);
        assert_int_equal(kept.err.number, files == 64 ? 0 : RR__MSG_PLUGIN_FILES_MANY);
    }
}

static void plugin_read_manifest__every_prefix_is_an_error(void **state)
{
    (void)state;
    size_t whole = (size_t)(strstr(kept.text, "</plugin>") - kept.text) + strlen("</plugin>");
    for (size_t len = 0; len < whole; len++)
        assert_int_not_equal(read_text(kept.text, len), RR_OK);
    assert_int_equal(read_text(kept.text, whole), RR_OK);
}

/* ---- each allocation fails in turn ---- */

static void plugin_read_manifest__every_failed_allocation_is_told(void **state)
{
    (void)state;
    stingy heap = {0};
    rr_allocator failing = {&heap, stingy_resize};
    rr_context_options options = {.size = sizeof options, .allocator = &failing};
    bool failed = true;
    int64_t at = 0;
    for (at = 1; failed; at++) {
        rr_context *context = NULL;
        rr__arena arena;
        rr__manifest got;
        rr_error err = {0};
        heap.fail_at = 0;
        assert_int_equal(rr_context_create(&context, &options, NULL), RR_OK);
        rr__arena_init(&arena, &context->allocator);
        heap.calls = 0;
        heap.fail_at = at;
        rr_status status = rr__manifest_read(&got, &arena, context, "/folder", "plugin.xml", kept.text, kept.len, NULL, NULL, &err);
        failed = heap.calls >= at;
        assert_int_equal(status, failed ? RR_ENOMEM : RR_OK);
        assert_int_equal(err.number, failed ? RR__MSG_NOMEM : 0);
        heap.fail_at = 0;
        rr__arena_finish(&arena);
        rr_context_destroy(context);
        assert_int_equal(heap.held, 0);
    }
    assert_true(at > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plugin_read_manifest__everything_it_says_arrives),
        cmocka_unit_test(plugin_read_manifest__one_name_serves_both_languages),
        cmocka_unit_test(plugin_read_manifest__it_serves_a_region_or_the_country),
        cmocka_unit_test(plugin_read_manifest__each_fault_has_its_message),
        cmocka_unit_test(plugin_read_manifest__files_with_faults),
        cmocka_unit_test(plugin_read_manifest__more_than_64_files_are_refused),
        cmocka_unit_test(plugin_read_manifest__every_prefix_is_an_error),
        cmocka_unit_test(plugin_read_manifest__every_failed_allocation_is_told),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

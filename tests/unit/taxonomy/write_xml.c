/* SPDX-License-Identifier: MIT */
/* Writing XML: what loads to the same content even at the edges, a sink that refuses, memory that runs out. */
#include "import_helper.h"

#include "base/error.h"

#define HEAD "<taxonomy xmlns=\"urn:reroute:taxonomy:1\" id=\"w\" version=\"1\"><licence id=\"MIT\"/><source id=\"S\" confidence=\"low\">Who</source>" \
             "<source id=\"T\">Other</source>"
#define TAIL "</taxonomy>"
#define ONE HEAD "<facet id=\"f\" kind=\"listed\"/><descriptor id=\"d\" facet=\"f\"><label>d</label></descriptor>"

static rr_taxonomy *load(const char *text)
{
    rr_taxonomy *t = NULL;
    rr_error err = {0};
    char said[1024] = "";
    rr_status status = rr_taxonomy_load_memory(&t, context, "t.xml", text, strlen(text), NULL, NULL, &err);
    if (status != RR_OK)
        rr_error_format(&err, RR_LANG_EN, said, sizeof said);
    assert_string_equal(said, "");
    return t;
}

static void taxonomy_write_xml__keeps_importances_and_thresholds_on_any_range(void **state)
{
    (void)state;
    static const struct { const char *min, *max, *from, *importance; } table[] = {
        {"0", "1", "0.5", "0.333333"}, {"1", "5", "3", "4.12"}, {"0", "0.9", "0.000008", "0.100001"}, {"1", "7", "2.3", "6.999999"},
        {"0", "0.7", "0.000003", "0.7"}, {"-2", "1", "-1.999999", "-0.5"}, {"0", "100", "33.333333", "66.666667"}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        char text[2048];
        snprintf(text, sizeof text, HEAD "<facet id=\"f\" kind=\"rated\" importance-min=\"%s\" importance-max=\"%s\" essential-from=\"%s\"/>"
                 "<descriptor id=\"d\" facet=\"f\"><label>d</label></descriptor><occupation id=\"o\"><label>o</label>"
                 "<requires ref=\"d\" importance=\"%s\"/></occupation>" TAIL, table[i].min, table[i].max, table[i].from, table[i].importance);
        rr_taxonomy *t = load(text);
        check_round_trip(context, t);
        rr_taxonomy_destroy(t);
    }
}

static void taxonomy_write_xml__keeps_provenance_that_differs_from_what_is_inherited(void **state)
{
    (void)state;
    rr_taxonomy *t = load(ONE "<occupation id=\"o\" source=\"S\" confidence=\"high\" basis=\"judged\"><label>o</label>"
                          "<requires ref=\"d\" source=\"S\" basis=\"sourced\"/><note source=\"T\">n</note><note confidence=\"unstated\">m</note>"
                          "<exposure index=\"i\" year=\"2013\" grade=\"high\"/></occupation>" TAIL);
    check_round_trip(context, t);
    rr_taxonomy_destroy(t);
}

static void taxonomy_write_xml__escapes_what_labels_and_codes_may_hold(void **state)
{
    (void)state;
    rr_taxonomy *t = load(ONE "<occupation id=\"o &quot;&lt;&amp;&#9;&#10;\"><code scheme=\"x\">a&amp;b ]]&gt;</code><label>a&#13;&#10;b &lt;i&gt;</label>"
                          "<alt>\xf0\x9f\x9a\x95 \xe2\x80\xae</alt><requires ref=\"d\"/></occupation>" TAIL);
    check_round_trip(context, t);
    rr_taxonomy_destroy(t);
}

/* Notes that an overlay adds stand behind those of other occupations when they are numbered. */
static void taxonomy_write_xml__keeps_notes_that_an_overlay_added(void **state)
{
    (void)state;
    folder f = make_folder("parts");
    char base[192], over[192];
    const char *paths[2] = {base, over};
    rr_taxonomy *t = NULL;
    rr_note note;
    rr_error err = {0};
    put(&f, "a.xml", ONE "<occupation id=\"o\"><label>o</label><note kind=\"demand\">first</note><requires ref=\"d\"/></occupation>"
        "<occupation id=\"p\"><label>p</label><note kind=\"demand\">other</note><requires ref=\"d\"/></occupation>" TAIL);
    put(&f, "b.xml", "<taxonomy xmlns=\"urn:reroute:taxonomy:1\" id=\"x\" version=\"2\" overlays=\"w\"><occupation id=\"o\" action=\"extend\">"
        "<label>renamed</label><note kind=\"demand\">second</note></occupation>" TAIL);
    snprintf(base, sizeof base, "%s/a.xml", f.path);
    snprintf(over, sizeof over, "%s/b.xml", f.path);
    assert_int_equal(rr_taxonomy_load(&t, context, paths, 2, NULL, NULL, &err), RR_OK);
    assert_true(rr_occupation_note(t, rr_taxonomy_find_occupation(t, "o"), 1, RR_LANG_EN, &note));
    assert_string_equal(note.text, "second");
    check_round_trip(context, t);
    rr_taxonomy_destroy(t);
    drop_folder(&f);
}

static int refuse(void *user, const char *text, size_t len)
{
    (void)user, (void)text, (void)len;
    return 1;
}

static void taxonomy_write_xml__reports_a_sink_that_refuses(void **state)
{
    (void)state;
    rr_taxonomy *t = load(ONE "<occupation id=\"o\"><label>o</label><requires ref=\"d\"/></occupation>" TAIL);
    rr_sink sink = {NULL, refuse};
    rr_error err = {0};
    assert_int_equal(rr_taxonomy_write_xml(t, &sink, &err), RR_EIO);
    assert_int_equal(err.number, RR__MSG_CANNOT_WRITE);
    rr_taxonomy_destroy(t);
}

static void taxonomy_write_xml__reports_every_failed_allocation(void **state)
{
    (void)state;
    static const char text[] = ONE "<occupation id=\"o\"><label>o</label><requires ref=\"d\"/></occupation>" TAIL;
    rr_status status = RR_ENOMEM;
    stingy s = {0};
    rr_allocator allocator = {&s, stingy_resize};
    rr_context_options options = {.size = sizeof options, .allocator = &allocator};
    rr_context *own = NULL;
    rr_taxonomy *t = NULL;
    assert_int_equal(rr_context_create(&own, &options, NULL), RR_OK);
    assert_int_equal(rr_taxonomy_load_memory(&t, own, "t.xml", text, sizeof text - 1, NULL, NULL, NULL), RR_OK);
    for (long n = 1; status != RR_OK; n++) {
        bytes out = {NULL, 0};
        rr_sink sink = {&out, gather};
        s.fail_at = s.calls + n;
        status = rr_taxonomy_write_xml(t, &sink, NULL);
        assert_true(status == RR_OK || status == RR_ENOMEM);
        assert_true(n < 100);
        free(out.data);
    }
    rr_taxonomy_destroy(t);
    rr_context_destroy(own);
    assert_int_equal(s.held, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(taxonomy_write_xml__keeps_importances_and_thresholds_on_any_range),
        cmocka_unit_test(taxonomy_write_xml__keeps_provenance_that_differs_from_what_is_inherited),
        cmocka_unit_test(taxonomy_write_xml__escapes_what_labels_and_codes_may_hold),
        cmocka_unit_test(taxonomy_write_xml__keeps_notes_that_an_overlay_added),
        cmocka_unit_test(taxonomy_write_xml__reports_a_sink_that_refuses),
        cmocka_unit_test(taxonomy_write_xml__reports_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, open_context, close_context);
}

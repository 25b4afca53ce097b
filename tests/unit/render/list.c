/* SPDX-License-Identifier: MIT */
/* Lists as embedders call for them: numbers that lead to no field and no occupation are refused, and nothing is written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include <reroute/reroute.h>

static rr_context *context;
static rr_taxonomy *taxonomy;

typedef struct written { char text[512]; size_t len; } written;

static int keep(void *user, const char *bytes, size_t len)
{
    written *w = user;
    if (len > sizeof w->text - 1 - w->len)
        return 1;
    memcpy(w->text + w->len, bytes, len);
    w->len += len;
    return 0;
}

static rr_status list(written *w, rr_list_field second, uint32_t occupation, rr_error *err)
{
    const rr_render_options options = {.size = sizeof options, .format = RR_FORMAT_JSON};
    const rr_list_field fields[] = {RR_LIST_ID, second};
    const rr_match_row row = {1, occupation, 5, 4, 3};
    const rr_listed listed = {.id = "w-1", .line = 7, .count = 1, .rows = &row};
    *w = (written){.len = 0};
    const rr_sink sink = {w, keep};
    return rr_render_list(taxonomy, &listed, fields, 2, &options, &sink, err);
}

static void render_list__refuses_what_is_no_field_and_no_occupation(void **state)
{
    (void)state;
    written w;
    rr_error err = {0};
    rr_taxonomy_info info;
    rr_taxonomy_get_info(taxonomy, &info);
    assert_int_equal(list(&w, RR_LIST_SCORE, 0, &err), RR_OK);
    assert_string_equal(w.text, "{\"id\":\"w-1\",\"matches\":[{\"score_ppm\":5}]}\n");
    assert_int_equal(list(&w, RR_LIST_OCCUPATION, info.occupation_count - 1, &err), RR_OK);
    assert_int_equal(list(&w, RR_LIST_OCCUPATION, info.occupation_count, &err), RR_EUSAGE);
    assert_int_equal(w.len, 0);
    assert_int_equal(list(&w, RR_LIST_FIELDS, 0, &err), RR_EUSAGE);
    assert_int_equal(w.len, 0);
}

static void render_list_head__refuses_what_is_no_field(void **state)
{
    (void)state;
    written w = {.len = 0};
    const rr_sink sink = {&w, keep};
    const rr_render_options options = {.size = sizeof options, .format = RR_FORMAT_CSV};
    const rr_list_field fields[] = {RR_LIST_ID, RR_LIST_FIELDS};
    assert_int_equal(rr_render_list_head(taxonomy, fields, 2, &options, &sink, NULL), RR_EUSAGE);
    assert_int_equal(w.len, 0);
    assert_int_equal(rr_render_list_head(taxonomy, fields, 1, &options, &sink, NULL), RR_OK);
    assert_string_equal(w.text, "\"id\",\"error\"\r\n");
}

static int set_up(void **state)
{
    (void)state;
    const char *path = RR_TEST_SOURCE "/taxonomies/cn-transition";
    return rr_context_create(&context, NULL, NULL) != RR_OK || rr_taxonomy_load(&taxonomy, context, &path, 1, NULL, NULL, NULL) != RR_OK;
}

static int tear_down(void **state)
{
    (void)state;
    rr_taxonomy_destroy(taxonomy);
    rr_context_destroy(context);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(render_list__refuses_what_is_no_field_and_no_occupation),
        cmocka_unit_test(render_list_head__refuses_what_is_no_field),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

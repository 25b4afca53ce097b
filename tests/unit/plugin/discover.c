/* SPDX-License-Identifier: MIT */
/* Paths in, plugin folders in the order of their names out. */
#include <sys/stat.h>

#include "base/error.h"
#include "helper.h"
#include "folders.h"
#include "plugin/manifest.h"

typedef struct fixture {
    char top[64];
    rr_context *context;
    rr__arena arena;
    rr__vec found;
    rr_error err;
} fixture;

static void make(const fixture *f, const char *folder, bool with_manifest)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", f->top, folder);
    assert_int_equal(mkdir(path, 0755), 0);
    if (!with_manifest)
        return;
    snprintf(path, sizeof path, "%s/%s/plugin.xml", f->top, folder);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    fclose(out);
}

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    strcpy(f->top, "/tmp/rr_discover_XXXXXX");
    assert_non_null(mkdtemp(f->top));
    assert_int_equal(rr_context_create(&f->context, NULL, NULL), RR_OK);
    rr__arena_init(&f->arena, &rr__malloc_allocator);
    rr__vec_init(&f->found, &rr__malloc_allocator, sizeof(rr__found));
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    remove_folder(f->top);
    rr__vec_finish(&f->found);
    rr__arena_finish(&f->arena);
    rr_context_destroy(f->context);
    free(f);
    return 0;
}

static rr_status discover(fixture *f, const char *below, bool must_exist)
{
    char path[200];
    snprintf(path, sizeof path, "%s%s", f->top, below);
    return rr__plugins_discover(&f->found, &f->arena, f->context, path, must_exist, &f->err);
}

static void assert_found(const fixture *f, size_t index, const char *below)
{
    char path[200];
    assert_true(index < f->found.count);
    snprintf(path, sizeof path, "%s%s", f->top, below);
    assert_string_equal(RR__AT(rr__found, &f->found, index).folder, path);
}

static void plugin_discover__a_folder_of_folders_comes_sorted(void **state)
{
    fixture *f = *state;
    make(f, "b", true);
    make(f, "a", true);
    make(f, "B", true);
    make(f, "none", false);
    make(f, ".hidden", true);
    make(f, "deep", false);
    make(f, "deep/deeper", true);
    assert_int_equal(discover(f, "//", true), RR_OK);
    assert_int_equal(f->found.count, 3);
    assert_found(f, 0, "/B");
    assert_found(f, 1, "/a");
    assert_found(f, 2, "/b");
}

static void plugin_discover__a_plugin_of_its_own_is_itself(void **state)
{
    fixture *f = *state;
    make(f, "a", true);
    make(f, "a/inner", true);
    assert_int_equal(discover(f, "/a/", true), RR_OK);
    assert_int_equal(f->found.count, 1);
    assert_found(f, 0, "/a");
}

static void plugin_discover__paths_add_up_in_their_order(void **state)
{
    fixture *f = *state;
    make(f, "second", true);
    make(f, "first", true);
    assert_int_equal(discover(f, "/second", true), RR_OK);
    assert_int_equal(discover(f, "", false), RR_OK);
    assert_int_equal(f->found.count, 3);
    assert_found(f, 0, "/second");
    assert_found(f, 1, "/first");
    assert_found(f, 2, "/second"); /* which of two copies counts is said later */
}

static void plugin_discover__what_need_not_exist_may_be_missing(void **state)
{
    fixture *f = *state;
    make(f, "empty", false);
    assert_int_equal(discover(f, "/nowhere", false), RR_OK);
    assert_int_equal(discover(f, "/empty", false), RR_OK);
    assert_int_equal(discover(f, "/nowhere", true), RR_EIO);
    assert_int_equal(f->err.number, RR__MSG_CANNOT_OPEN);
    assert_int_equal(discover(f, "/empty", true), RR_EIO);
    assert_int_equal(f->err.number, RR__MSG_PLUGIN_NONE_HERE);
    assert_int_equal(f->found.count, 0);
}

static void plugin_discover__a_file_is_no_folder(void **state)
{
    fixture *f = *state;
    make(f, "a", true);
    assert_int_equal(discover(f, "/a/plugin.xml", false), RR_OK);
    assert_int_equal(discover(f, "/a/plugin.xml", true), RR_EIO);
    assert_int_equal(discover(f, "/a/plugin.xml/x", false), RR_OK);
    assert_int_equal(f->found.count, 0);
}

/* Not passed over in silence: it is found, and then refused with the reason. */
static void plugin_discover__a_linked_plugin_is_found(void **state)
{
    fixture *f = *state;
    char link[128], name[128];
    int fd = -1;
    make(f, "real", true);
    snprintf(link, sizeof link, "%s/link", f->top);
    assert_int_equal(symlink("real", link), 0);
    assert_int_equal(discover(f, "", true), RR_OK);
    assert_int_equal(f->found.count, 2);
    assert_found(f, 0, "/link");
    snprintf(name, sizeof name, "%s", RR__AT(rr__found, &f->found, 0).folder);
    assert_int_equal(rr__plugin_file_open(&fd, name, "plugin.xml", &f->err), RR_EINVALID);
    assert_int_equal(f->err.number, RR__MSG_PLUGIN_SYMLINK);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(plugin_discover__a_folder_of_folders_comes_sorted),
        CASE(plugin_discover__a_plugin_of_its_own_is_itself),
        CASE(plugin_discover__paths_add_up_in_their_order),
        CASE(plugin_discover__what_need_not_exist_may_be_missing),
        CASE(plugin_discover__a_file_is_no_folder),
        CASE(plugin_discover__a_linked_plugin_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* Paths, devices and folders in; bytes, names and whole files or none out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static char folder[] = "/tmp/reroute-test-XXXXXX";

static char *in_folder(const char *name)
{
    static char path[2][200];
    static int turn;
    turn = !turn;
    snprintf(path[turn], sizeof path[turn], "%s/%s", folder, name);
    return path[turn];
}

static void put_file(const char *name, const char *text)
{
    FILE *f = fopen(in_folder(name), "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    fclose(f);
}

static void check_file(const char *name, const char *text)
{
    rr__bytes bytes;
    assert_int_equal(rr__file_open(&bytes, &rr__malloc_allocator, in_folder(name), 1 << 20, NULL), RR_OK);
    assert_int_equal(bytes.len, strlen(text));
    if (bytes.len > 0)
        assert_memory_equal(bytes.data, text, bytes.len);
    rr__bytes_finish(&bytes);
}

static int count_entries(void)
{
    int count = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    while (readdir(dir) != NULL)
        count++;
    closedir(dir);
    return count - 2;
}

static int empty_folder(void **state)
{
    (void)state;
    DIR *dir = opendir(folder);
    struct dirent *entry = NULL;
    while (dir != NULL && (entry = readdir(dir)) != NULL)
        if (entry->d_name[0] != '.' || strlen(entry->d_name) > 2)
            unlink(in_folder(entry->d_name));
    return dir == NULL ? 0 : closedir(dir);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    return empty_folder(state) != 0 || rmdir(folder) != 0;
}

static void base_file__opens_whole_files_within_the_limit(void **state)
{
    (void)state;
    rr__bytes bytes;
    rr_error err = {0};
    put_file("a", "hello");
    put_file("empty", "");
    check_file("a", "hello");
    check_file("empty", "");
    assert_int_equal(rr__file_open(&bytes, &rr__malloc_allocator, in_folder("a"), 4, &err), RR_ELIMIT);
    assert_int_equal(rr__file_open(&bytes, &rr__malloc_allocator, "/dev/zero", 100000, &err), RR_ELIMIT);
    assert_int_not_equal(rr__file_open(&bytes, &rr__malloc_allocator, in_folder("none"), 4, &err), RR_OK);
    assert_string_equal(err.file, in_folder("none"));
    assert_int_equal(rr__file_open(&bytes, &rr__malloc_allocator, folder, 4, &err), RR_EIO);
    assert_true(rr__is_folder(folder));
    assert_false(rr__is_folder(in_folder("a")));
}

static void base_file__lists_names_bytewise_without_hidden_ones(void **state)
{
    (void)state;
    static const char *const names[] = {"b.xml", "a.xml", "B.xml", "中.xml", "a.txt", ".#a.xml", ".xml"};
    static const char *const expected[] = {"B.xml", "a.xml", "b.xml", "中.xml"};
    for (size_t i = 0; i < 7; i++)
        put_file(names[i], "x");
    rr__arena arena;
    const char **paths = NULL;
    size_t count = 0;
    rr__arena_init(&arena, &rr__malloc_allocator);
    assert_int_equal(rr__folder_list(folder, ".xml", &arena, &paths, &count, NULL), RR_OK);
    assert_int_equal(count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(paths[i], in_folder(expected[i]));
    assert_int_not_equal(rr__folder_list(in_folder("none"), ".xml", &arena, &paths, &count, NULL), RR_OK);
    rr__arena_finish(&arena);
}

static void base_file__writer_replaces_only_on_commit(void **state)
{
    (void)state;
    rr__writer w;
    put_file("out", "old");
    assert_int_equal(rr__writer_open(&w, &rr__malloc_allocator, in_folder("out"), NULL), RR_OK);
    rr__writer_add(&w, "new", 3);
    check_file("out", "old");
    rr__writer_abandon(&w);
    check_file("out", "old");
    assert_int_equal(count_entries(), 1);
    assert_int_equal(rr__writer_open(&w, &rr__malloc_allocator, in_folder("out"), NULL), RR_OK);
    for (int i = 0; i < 100000; i++)
        rr__writer_add(&w, "ab", 2);
    assert_int_equal(rr__writer_commit(&w, NULL), RR_OK);
    rr__writer_abandon(&w);
    struct stat st;
    assert_int_equal(stat(in_folder("out"), &st), 0);
    assert_int_equal(st.st_size, 200000);
    assert_int_equal(count_entries(), 1);
}

static void base_file__writer_keeps_the_permissions_and_the_link(void **state)
{
    (void)state;
    rr__writer w;
    struct stat st;
    put_file("private", "old");
    assert_int_equal(chmod(in_folder("private"), 0600), 0);
    assert_int_equal(symlink("private", in_folder("link")), 0);
    assert_int_equal(rr__writer_open(&w, &rr__malloc_allocator, in_folder("link"), NULL), RR_OK);
    rr__writer_add(&w, "new", 3);
    assert_int_equal(rr__writer_commit(&w, NULL), RR_OK);
    check_file("private", "new");
    assert_int_equal(stat(in_folder("private"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(lstat(in_folder("link"), &st), 0);
    assert_true(S_ISLNK(st.st_mode));
}

static void base_file__writer_never_replaces_a_device_link(void **state)
{
    (void)state;
    rr__writer w;
    struct stat before, after;
    put_file("redirected", "first ");
    int kept = dup(1), to = open(in_folder("redirected"), O_WRONLY | O_APPEND);
    assert_true(kept >= 0 && to >= 0 && lstat("/dev/stdout", &before) == 0);
    fflush(stdout);
    dup2(to, 1);
    rr_status opened = rr__writer_open(&w, &rr__malloc_allocator, "/dev/stdout", NULL), committed = RR_EIO;
    if (opened == RR_OK) {
        rr__writer_add(&w, "second", 6);
        committed = rr__writer_commit(&w, NULL);
    }
    dup2(kept, 1);
    close(kept);
    close(to);
    assert_int_equal(opened, RR_OK);
    assert_int_equal(committed, RR_OK);
    assert_int_equal(lstat("/dev/stdout", &after), 0);
    assert_true(before.st_ino == after.st_ino && S_ISLNK(after.st_mode));
    check_file("redirected", "first second");
}

static void base_file__writer_to_a_full_device_fails_and_leaves_nothing(void **state)
{
    (void)state;
    rr__writer w;
    rr_error err = {0};
    assert_int_equal(rr__writer_open(&w, &rr__malloc_allocator, "/dev/full", NULL), RR_OK);
    rr__writer_add(&w, "x", 1);
    assert_int_equal(rr__writer_commit(&w, &err), RR_EIO);
    assert_string_equal(err.file, "/dev/full");
    assert_int_equal(symlink("/dev/full", in_folder("full")), 0);
    assert_int_equal(rr__writer_open(&w, &rr__malloc_allocator, in_folder("full"), NULL), RR_OK);
    rr__writer_add(&w, "x", 1);
    assert_int_equal(rr__writer_commit(&w, &err), RR_EIO);
    assert_int_equal(count_entries(), 1);
    assert_int_not_equal(rr__writer_open(&w, &rr__malloc_allocator, in_folder("none/x"), &err), RR_OK);
    assert_int_not_equal(rr__writer_open(&w, &rr__malloc_allocator, folder, &err), RR_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(base_file__opens_whole_files_within_the_limit, empty_folder),
        cmocka_unit_test_teardown(base_file__lists_names_bytewise_without_hidden_ones, empty_folder),
        cmocka_unit_test_teardown(base_file__writer_replaces_only_on_commit, empty_folder),
        cmocka_unit_test_teardown(base_file__writer_keeps_the_permissions_and_the_link, empty_folder),
        cmocka_unit_test_teardown(base_file__writer_never_replaces_a_device_link, empty_folder),
        cmocka_unit_test_teardown(base_file__writer_to_a_full_device_fails_and_leaves_nothing, empty_folder),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

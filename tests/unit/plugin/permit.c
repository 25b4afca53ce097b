/* SPDX-License-Identifier: MIT */
/* Folders and files with all kinds of owners, modes and links in; opened or refused with the reason out. */
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "base/error.h"
#include "base/file.h"
#include "helper.h"
#include "folders.h"
#include "plugin/manifest.h"

enum { NOBODY = 65534 };

typedef struct fixture {
    char top[64], parent[80], folder[96], file[128]; /* /tmp/x, .../parent, .../parent/plugin, its plugin.xml */
    rr_error err;
} fixture;

static void write_file(const char *path, const char *text)
{
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    fputs(text, out);
    fclose(out);
    assert_int_equal(chmod(path, 0644), 0);
}

static void make_folder(const char *path)
{
    assert_int_equal(mkdir(path, 0755), 0);
    assert_int_equal(chmod(path, 0755), 0);
}

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    strcpy(f->top, "/tmp/rr_permit_XXXXXX");
    assert_non_null(mkdtemp(f->top));
    snprintf(f->parent, sizeof f->parent, "%s/parent", f->top);
    snprintf(f->folder, sizeof f->folder, "%s/plugin", f->parent);
    snprintf(f->file, sizeof f->file, "%s/plugin.xml", f->folder);
    make_folder(f->parent);
    make_folder(f->folder);
    write_file(f->file, "<plugin/>");
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    remove_folder(f->top);
    free(f);
    return 0;
}

static rr_status open_named(fixture *f, const char *folder, const char *name)
{
    int fd = -1;
    memset(&f->err, 0, sizeof f->err);
    rr_status status = rr__plugin_file_open(&fd, folder, name, &f->err);
    assert_int_equal(status == RR_OK, fd >= 0);
    if (fd >= 0)
        close(fd);
    return status;
}

static void assert_opens(fixture *f)
{
    assert_int_equal(open_named(f, f->folder, "plugin.xml"), RR_OK);
}

static void assert_refused(fixture *f, enum rr__message message, const char *path)
{
    assert_int_equal(open_named(f, f->folder, "plugin.xml"), RR_EINVALID);
    assert_int_equal(f->err.number, message);
    assert_string_equal(f->err.file, path);
}

static void plugin_permit__a_safe_file_is_read_whole(void **state)
{
    fixture *f = *state;
    rr_context *context = NULL;
    rr__bytes bytes;
    char slashes[128];
    assert_int_equal(rr_context_create(&context, NULL, NULL), RR_OK);
    assert_int_equal(rr__plugin_file_read(&bytes, context, f->folder, "plugin.xml", 100, &f->err), RR_OK);
    assert_int_equal(bytes.len, 9);
    assert_memory_equal(bytes.data, "<plugin/>", 9);
    rr__bytes_finish(&bytes);
    assert_int_equal(rr__plugin_file_read(&bytes, context, f->folder, "plugin.xml", 8, &f->err), RR_ELIMIT);
    assert_int_equal(f->err.number, RR__MSG_TOO_LARGE);
    assert_null(bytes.data);
    snprintf(slashes, sizeof slashes, "%s///", f->folder);
    assert_int_equal(open_named(f, slashes, "plugin.xml"), RR_OK);
    rr_context_destroy(context);
}

static void plugin_permit__a_relative_folder_is_as_good(void **state)
{
    fixture *f = *state;
    char before[512];
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(f->folder), 0);
    assert_int_equal(open_named(f, ".", "plugin.xml"), RR_OK);
    assert_int_equal(open_named(f, "../plugin", "plugin.xml"), RR_OK);
    assert_int_equal(chmod(f->parent, 0777), 0);
    assert_int_equal(open_named(f, ".", "plugin.xml"), RR_EINVALID);
    assert_int_equal(f->err.number, RR__MSG_PLUGIN_WRITABLE);
    assert_int_equal(chdir(before), 0);
}

static void plugin_permit__what_is_missing_is_not_found(void **state)
{
    fixture *f = *state;
    assert_int_equal(open_named(f, f->folder, "courses.xml"), RR_ENOTFOUND);
    assert_int_equal(f->err.number, RR__MSG_PLUGIN_FILE_MISSING);
    char path[160];
    snprintf(path, sizeof path, "%s/courses.xml", f->folder);
    assert_string_equal(f->err.file, path);
    snprintf(path, sizeof path, "%s/nowhere", f->parent);
    assert_int_equal(open_named(f, path, "plugin.xml"), RR_ENOTFOUND);
    assert_int_equal(open_named(f, f->file, "plugin.xml"), RR_EIO); /* a file is no folder */
    assert_int_equal(open_named(f, "", "plugin.xml"), RR_EIO);
}

static void plugin_permit__names_lead_nowhere_else(void **state)
{
    fixture *f = *state;
    static const char *const names[] = {"", ".", "..", "../plugin/plugin.xml", "/etc/passwd", "a/b", "plugin.xml/"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_int_equal(open_named(f, f->folder, names[i]), RR_EINVALID);
        assert_int_equal(f->err.number, RR__MSG_PLUGIN_FILE_NAME);
    }
}

static void plugin_permit__what_others_may_change_is_refused(void **state)
{
    fixture *f = *state;
    static const mode_t modes[] = {0777, 0775, 0757, 0720, 0702};
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        assert_int_equal(chmod(f->file, modes[i]), 0);
        assert_refused(f, RR__MSG_PLUGIN_WRITABLE, f->file);
        assert_int_equal(chmod(f->file, 0644), 0);
        assert_int_equal(chmod(f->folder, modes[i]), 0);
        assert_refused(f, RR__MSG_PLUGIN_WRITABLE, f->folder);
        assert_int_equal(chmod(f->folder, 0755), 0);
        assert_opens(f);
    }
    char text[256];
    assert_int_equal(chmod(f->folder, 01777), 0); /* sticky helps a folder above, not the plugin's own */
    assert_refused(f, RR__MSG_PLUGIN_WRITABLE, f->folder);
    rr__error_text(&f->err, RR_LANG_EN, text, sizeof text);
    assert_string_equal(text, "others may change it (mode 1777); take that from them: chmod go-w");
}

static void plugin_permit__a_folder_above_must_keep_others_out_or_be_sticky(void **state)
{
    fixture *f = *state;
    assert_int_equal(chmod(f->parent, 0777), 0);
    assert_refused(f, RR__MSG_PLUGIN_WRITABLE, f->parent);
    assert_int_equal(chmod(f->parent, 01777), 0);
    assert_opens(f);
    assert_int_equal(chmod(f->parent, 0711), 0);
    assert_opens(f);
    assert_int_equal(chmod(f->parent, 0775), 0);
    if (geteuid() == 0)
        assert_opens(f); /* root's own group */
    else
        assert_refused(f, RR__MSG_PLUGIN_WRITABLE, f->parent);
}

static void plugin_permit__links_are_not_followed(void **state)
{
    fixture *f = *state;
    char link[160], target[200];
    snprintf(link, sizeof link, "%s/link.xml", f->folder);
    assert_int_equal(symlink("plugin.xml", link), 0);
    assert_int_equal(open_named(f, f->folder, "link.xml"), RR_EINVALID);
    assert_int_equal(f->err.number, RR__MSG_PLUGIN_SYMLINK);
    snprintf(link, sizeof link, "%s/passwd", f->folder);
    assert_int_equal(symlink("/etc/passwd", link), 0);
    assert_int_equal(open_named(f, f->folder, "passwd"), RR_EINVALID);
    assert_int_equal(f->err.number, RR__MSG_PLUGIN_SYMLINK);
    snprintf(link, sizeof link, "%s/linked", f->parent);
    assert_int_equal(symlink("plugin", link), 0);
    assert_int_equal(open_named(f, link, "plugin.xml"), RR_EINVALID);
    assert_int_equal(f->err.number, RR__MSG_PLUGIN_SYMLINK);
    snprintf(target, sizeof target, "%s/", link); /* a slash behind it does not help */
    assert_int_equal(open_named(f, target, "plugin.xml"), RR_EINVALID);
    /* A link above leads to where the folder really is, and that is what is looked at. */
    snprintf(link, sizeof link, "%s/way", f->top);
    assert_int_equal(symlink("parent", link), 0);
    snprintf(target, sizeof target, "%s/plugin", link);
    assert_int_equal(open_named(f, target, "plugin.xml"), RR_OK);
    assert_int_equal(chmod(f->parent, 0777), 0);
    assert_int_equal(open_named(f, target, "plugin.xml"), RR_EINVALID);
    assert_int_equal(f->err.number, RR__MSG_PLUGIN_WRITABLE);
}

static void plugin_permit__only_regular_files_are_opened(void **state)
{
    fixture *f = *state;
    char path[160];
    snprintf(path, sizeof path, "%s/fifo", f->folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(open_named(f, f->folder, "fifo"), RR_EINVALID); /* and does not wait for a writer */
    assert_int_equal(f->err.number, RR__MSG_PLUGIN_NOT_REGULAR);
    snprintf(path, sizeof path, "%s/folder", f->folder);
    make_folder(path);
    assert_int_equal(open_named(f, f->folder, "folder"), RR_EINVALID);
    assert_int_equal(f->err.number, RR__MSG_PLUGIN_NOT_REGULAR);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%.90s/s", f->folder);
    int s = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(s, (const struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(open_named(f, f->folder, "s"), RR_EINVALID);
    assert_int_equal(f->err.number, RR__MSG_PLUGIN_NOT_REGULAR);
    close(s);
}

static void plugin_permit__strangers_own_nothing_on_the_way(void **state)
{
    fixture *f = *state;
    if (geteuid() != 0) {
        print_message("SKIPPED, LOUDLY: only root can give files away\n");
        skip();
    }
    const char *const paths[] = {f->file, f->folder, f->parent};
    char text[256];
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        assert_int_equal(chown(paths[i], NOBODY, (gid_t)-1), 0);
        assert_refused(f, RR__MSG_PLUGIN_OWNER, paths[i]);
        rr__error_text(&f->err, RR_LANG_EN, text, sizeof text);
        assert_non_null(strstr(text, "it belongs to user 65534;"));
        assert_non_null(strstr(text, "of this program (0)"));
        assert_int_equal(chmod(f->parent, 01777), 0); /* who owns a sticky folder may move all that is in it */
        assert_refused(f, RR__MSG_PLUGIN_OWNER, paths[i]);
        assert_int_equal(chmod(f->parent, 0755), 0);
        assert_int_equal(chown(paths[i], 0, (gid_t)-1), 0);
        assert_opens(f);
    }
}

static void plugin_permit__root_and_oneself_are_trusted_by_others(void **state)
{
    fixture *f = *state;
    if (geteuid() != 0) {
        print_message("SKIPPED, LOUDLY: only root can become another user\n");
        skip();
    }
    assert_int_equal(chmod(f->top, 0755), 0); /* mkdtemp made it for root alone */
    assert_int_equal(seteuid(NOBODY), 0);
    rr_status of_root = open_named(f, f->folder, "plugin.xml");
    assert_int_equal(seteuid(0), 0);
    assert_int_equal(of_root, RR_OK);
    assert_int_equal(chown(f->file, NOBODY, (gid_t)-1), 0);
    assert_int_equal(seteuid(NOBODY), 0);
    rr_status of_self = open_named(f, f->folder, "plugin.xml");
    assert_int_equal(seteuid(0), 0);
    assert_int_equal(of_self, RR_OK);
    assert_int_equal(chown(f->file, NOBODY - 1, (gid_t)-1), 0);
    assert_int_equal(seteuid(NOBODY), 0);
    rr_status of_third = open_named(f, f->folder, "plugin.xml");
    assert_int_equal(seteuid(0), 0);
    assert_int_equal(of_third, RR_EINVALID);
    assert_int_equal(f->err.number, RR__MSG_PLUGIN_OWNER);
    assert_int_equal(chown(f->file, 0, (gid_t)-1), 0);
    assert_int_equal(chmod(f->file, 0600), 0);
    assert_int_equal(seteuid(NOBODY), 0);
    rr_status unreadable = open_named(f, f->folder, "plugin.xml");
    assert_int_equal(seteuid(0), 0);
    assert_int_equal(unreadable, RR_EIO);
}

/* What was opened stays what it is, whatever then takes its place. */
static void plugin_permit__the_descriptor_is_what_was_checked(void **state)
{
    fixture *f = *state;
    rr_context *context = NULL;
    rr__bytes bytes;
    int fd = -1;
    char aside[160];
    assert_int_equal(rr_context_create(&context, NULL, NULL), RR_OK);
    assert_int_equal(rr__plugin_file_open(&fd, f->folder, "plugin.xml", &f->err), RR_OK);
    snprintf(aside, sizeof aside, "%s/aside", f->folder);
    assert_int_equal(rename(f->file, aside), 0);
    write_file(f->file, "<swapped/>");
    for (int i = 0; i < 2; i++) {
        assert_int_equal(rr__plugin_fd_read(&bytes, context, fd, f->folder, "plugin.xml", 100, &f->err), RR_OK);
        assert_int_equal(bytes.len, 9);
        assert_memory_equal(bytes.data, "<plugin/>", 9);
        rr__bytes_finish(&bytes);
    }
    close(fd);
    rr_context_destroy(context);
}

static void plugin_permit__no_descriptor_is_left_behind(void **state)
{
    fixture *f = *state;
    int before = open("/dev/null", O_RDONLY | O_CLOEXEC);
    close(before);
    assert_opens(f);
    open_named(f, f->folder, "missing");
    assert_int_equal(chmod(f->folder, 0777), 0);
    open_named(f, f->folder, "plugin.xml");
    assert_int_equal(chmod(f->parent, 0777), 0);
    open_named(f, f->folder, "plugin.xml");
    int after = open("/dev/null", O_RDONLY | O_CLOEXEC);
    close(after);
    assert_int_equal(before, after);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(plugin_permit__a_safe_file_is_read_whole),
        CASE(plugin_permit__a_relative_folder_is_as_good),
        CASE(plugin_permit__what_is_missing_is_not_found),
        CASE(plugin_permit__names_lead_nowhere_else),
        CASE(plugin_permit__what_others_may_change_is_refused),
        CASE(plugin_permit__a_folder_above_must_keep_others_out_or_be_sticky),
        CASE(plugin_permit__links_are_not_followed),
        CASE(plugin_permit__only_regular_files_are_opened),
        CASE(plugin_permit__strangers_own_nothing_on_the_way),
        CASE(plugin_permit__root_and_oneself_are_trusted_by_others),
        CASE(plugin_permit__the_descriptor_is_what_was_checked),
        CASE(plugin_permit__no_descriptor_is_left_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

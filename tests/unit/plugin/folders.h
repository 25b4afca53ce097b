/* SPDX-License-Identifier: MIT */
/* Folders of plugins, made and removed by tests. Included after cmocka.h. */
#ifndef TEST_PLUGIN_FOLDERS_H
#define TEST_PLUGIN_FOLDERS_H

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_LEN = 512 };

static inline void write_text(const char *folder, const char *name, const char *text)
{
    char path[2 * PATH_LEN];
    assert_true(snprintf(path, sizeof path, "%s/%s", folder, name) < (int)sizeof path);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
    chmod(path, 0644);
}

static inline void copy_file(const char *from, const char *folder, const char *name, mode_t mode)
{
    static char bytes[1 << 22];
    char path[2 * PATH_LEN];
    FILE *in = fopen(from, "rb");
    assert_non_null(in);
    size_t len = fread(bytes, 1, sizeof bytes, in);
    fclose(in);
    assert_true(snprintf(path, sizeof path, "%s/%s", folder, name) < (int)sizeof path);
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, len, out), len);
    assert_int_equal(fclose(out), 0);
    chmod(path, mode);
}

static inline void make_plugin_folder(char out[PATH_LEN], const char *base, const char *name, const char *id, const char *version, const char *parts)
{
    char manifest[1024];
    snprintf(out, PATH_LEN, "%.400s/%s", base, name);
    assert_int_equal(mkdir(out, 0755), 0);
    chmod(out, 0755);
    snprintf(manifest, sizeof manifest,
             "<plugin xmlns=\"urn:reroute:plugin:1\" id=\"%s\" version=\"%s\" vendor=\"t\" licence=\"MIT\"><name xml:lang=\"en\">T</name>"
             "<serves region=\"CN-GD\"/><reads what=\"skills\"/><reads fact=\"age\"/>%s</plugin>", id, version, parts);
    write_text(out, "plugin.xml", manifest);
}

static inline void remove_folder(const char *path)
{
    char name[2 * PATH_LEN];
    DIR *dir = opendir(path);
    for (struct dirent *e; dir != NULL && (e = readdir(dir)) != NULL;) {
        bool whole = snprintf(name, sizeof name, "%s/%s", path, e->d_name) < (int)sizeof name;
        if (whole && strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0 && unlink(name) != 0)
            remove_folder(name);
    }
    if (dir != NULL)
        closedir(dir);
    rmdir(path);
}
#endif

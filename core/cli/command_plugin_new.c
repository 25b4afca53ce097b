/* SPDX-License-Identifier: MIT */
/* reroute plugin new: a folder of the template's kind, with the plugin's own name in it. */
#include "cli.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MAX = 1 << 20, PATH_LEN = 1500 };
static const char placeholder[] = "template";

typedef struct making {
    const settings *s;
    rr_context *context;
    const char *from, *name;
    char into[PATH_LEN];     /* a folder beside the target, renamed at the end */
} making;

static const char *say_errno(const settings *s, int number)
{
    static const struct { int number; const char *zh; } words[] = {
        {EEXIST, "已存在"}, {ENOTEMPTY, "文件夹不是空的"}, {ENOENT, "没有该文件或文件夹"}, {EACCES, "没有权限"}, {EPERM, "不允许"},
        {ENOTDIR, "不是文件夹"}, {EISDIR, "是文件夹"}, {ENOSPC, "磁盘已满"}, {EROFS, "文件系统只读"}, {ENAMETOOLONG, "名称过长"}, {ENOMEM, "内存不足"}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (words[i].number == number && s->lang == RR_LANG_ZH)
            return words[i].zh;
    return strerror(number);
}

static bool say_no(const settings *s, const char *what, const char *path)
{
    int number = errno;
    fprintf(stderr, in_language(s->lang, "reroute: %s: %s: %s\n", "reroute: %s：%s：%s\n"), path, what, say_errno(s, number));
    return false;
}

/* Writes `text` with every placeholder made the name; through the file's own buffer, whole or not at all. */
static bool put_named(const char *text, const char *name, const rr_sink *sink)
{
    for (const char *hit; (hit = strstr(text, placeholder)) != NULL; text = hit + sizeof placeholder - 1)
        if (sink->write(sink->user, text, (size_t)(hit - text)) != 0 || sink->write(sink->user, name, strlen(name)) != 0)
            return false;
    return sink->write(sink->user, text, strlen(text)) == 0;
}

static char *read_whole(const char *path)
{
    FILE *f = fopen(path, "rb");
    char *text = f == NULL ? NULL : calloc(1, FILE_MAX);
    if (text != NULL && fread(text, 1, FILE_MAX - 1, f) == 0 && ferror(f)) {
        free(text);
        text = NULL;
    }
    if (f != NULL)
        fclose(f);
    return text;
}

/* "template.c" becomes "NAME.c". */
static void name_file(char *out, size_t size, const char *folder, const char *file, const char *name)
{
    const char *hit = strstr(file, placeholder);
    if (hit == NULL)
        snprintf(out, size, "%s/%s", folder, file);
    else
        snprintf(out, size, "%s/%.*s%s%s", folder, (int)(hit - file), file, name, hit + sizeof placeholder - 1);
}

static bool copy_file(const making *m, const char *file)
{
    char from[PATH_LEN * 2], to[PATH_LEN * 2];
    rr_error err = {0};
    rr_file *out = NULL;
    snprintf(from, sizeof from, "%s/%s", m->from, file);
    name_file(to, sizeof to, m->into, file, m->name);
    char *text = read_whole(from);
    if (text == NULL)
        return say_no(m->s, in_language(m->s->lang, "can't be read", "无法读取"), from);
    bool good = rr_file_create(&out, m->context, to, &err) == RR_OK && put_named(text, m->name, rr_file_sink(out)) &&
                rr_file_commit(out, &err) == RR_OK;
    if (!good)
        say_error(m->s, &err);
    rr_file_destroy(out);
    free(text);
    return good;
}

static bool copy_all(const making *m)
{
    DIR *folder = opendir(m->from);
    if (folder == NULL)
        return say_no(m->s, in_language(m->s->lang, "can't be read", "无法读取"), m->from);
    bool good = true;
    for (struct dirent *e; good && (e = readdir(folder)) != NULL;)
        if (e->d_name[0] != '.')
            good = copy_file(m, e->d_name);
    closedir(folder);
    return good;
}

static void remove_all(const char *path)
{
    char file[PATH_LEN * 2];
    DIR *folder = opendir(path);
    if (folder == NULL)
        return;
    for (struct dirent *e; (e = readdir(folder)) != NULL;) {
        snprintf(file, sizeof file, "%s/%s", path, e->d_name);
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            unlink(file);
    }
    closedir(folder);
    rmdir(path);
}

static const char *kind_of(const settings *s)
{
    const struct { bool asked; const char *name; } kinds[] = {
        {s->kind_data, "data"}, {s->kind_scoring, "scoring"}, {s->kind_catalogue, "catalogue"}, {s->kind_funding, "funding"}};
    const char *found = NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (!kinds[i].asked)
            continue;
        if (found != NULL)
            return NULL;
        found = kinds[i].name;
    }
    return found;
}

/* The last part of the path: small letters, digits and '-', since it becomes part of the id and of file names. */
static bool name_of(char *out, size_t size, const char *path)
{
    size_t end = strlen(path);
    while (end > 0 && path[end - 1] == '/')
        end--;
    size_t start = end;
    while (start > 0 && path[start - 1] != '/')
        start--;
    size_t len = end - start;
    if (len == 0 || len >= size)
        return false;
    memcpy(out, path + start, len);
    out[len] = '\0';
    return strspn(out, "abcdefghijklmnopqrstuvwxyz0123456789-") == len && out[0] != '-';
}

int run_plugin_new(const settings *s)
{
    char from[1200], kind_path[64], name[64];
    making m = {.s = s, .from = from, .name = name};
    const char *kind = kind_of(s);
    if (s->arguments.count != 1 || kind == NULL) {
        say_wrong(s, "say where and of which kind: reroute plugin new DIR --data|--scoring|--catalogue|--funding",
                  "请指定位置与一种类型：reroute plugin new 文件夹 --data|--scoring|--catalogue|--funding");
        return EXIT_USAGE;
    }
    const char *path = s->arguments.items[0];
    if (!name_of(name, sizeof name, path))
        return say_wrong(s, "the folder's name becomes the plugin's: use small letters a-z, digits and -",
                         "文件夹名即插件名：请用小写字母 a-z、数字与 -");
    if (strlen(path) + 32 > sizeof m.into)
        return say_wrong(s, "the path is too long", "路径过长");
    snprintf(kind_path, sizeof kind_path, "templates/%s", kind);
    data_path(from, sizeof from, kind_path);
    m.context = open_context(s);
    if (m.context == NULL)
        return EXIT_WRONG;
    size_t end = strlen(path);
    while (end > 1 && path[end - 1] == '/')
        end--;
    snprintf(m.into, sizeof m.into, "%.*s.new-XXXXXX", (int)end, path);
    bool made = mkdtemp(m.into) != NULL, good = made ? chmod(m.into, 0755) == 0 && copy_all(&m) : say_no(s, in_language(s->lang, "can't be made", "无法创建"), path);
    if (good && rename(m.into, path) != 0)
        good = say_no(s, in_language(s->lang, "there is something there already", "该处已有内容"), path);
    if (!good && made)
        remove_all(m.into);
    rr_context_destroy(m.context);
    if (!good)
        return EXIT_WRONG;
    printf(in_language(s->lang, "made %s: see its README.md, then: reroute plugin check %s\n", "已创建 %s：请看其中的 README.md，然后运行 reroute plugin check %s\n"),
           path, path);
    return EXIT_DONE;
}

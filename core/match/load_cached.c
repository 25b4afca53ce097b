/* SPDX-License-Identifier: MIT */
/* Paths of XML in; the taxonomy they are, from the frozen file that an earlier call left in the cache, else from
 * themselves, and then left there, out. An entry is named by a digest of all that decides what is in it: the sources'
 * bytes and the code that reads them. Which bytes a source has is known by its inode, size and times, in a symbolic link
 * to the entry, so that nothing is read that did not change. Whatever is wrong in the cache, the sources are there. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "build_key.h"
#include "base/file.h"
#include "match/index.h"
#include "taxonomy/frozen.h"

enum { KEY_LEN = 64, NAME_LEN = KEY_LEN + 8, ENTRIES_KEPT = 8, LINKS_KEPT = 64, SETTLED_S = 2, ABANDONED_S = 3600 };
#define ENTRY_END ".rrt"
#define LINK_START "by-"

/* What a source is known by. */
typedef struct stamp { uint64_t device, inode, size; int64_t modified_s, modified_ns, changed_s, changed_ns; } stamp;

typedef struct cache {
    const rr_context *context;
    rr__arena arena;
    const char *folder;
    const char **files; /* the sources */
    stamp *stamps;
    size_t count;
    char *link, *entry; /* paths */
} cache;

/* ---- the sources ---- */

static bool take_stamp(const char *path, stamp *out)
{
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return false;
    memset(out, 0, sizeof *out);
    *out = (stamp){st.st_dev, st.st_ino, (uint64_t)st.st_size, st.st_mtim.tv_sec, st.st_mtim.tv_nsec, st.st_ctim.tv_sec, st.st_ctim.tv_nsec};
    return true;
}

static bool add_source(cache *c, rr__vec *files, const char *path)
{
    char *copy = rr__arena_text(&c->arena, path, strlen(path));
    return copy != NULL && rr__vec_push(files, &copy);
}

/* Files as rr_taxonomy_load reads them. false: something that is no file, or no memory; the load will say it. */
static bool list_sources(cache *c, const char *const *paths, size_t count)
{
    rr__vec files;
    bool good = true;
    rr__vec_init(&files, &c->context->allocator, sizeof(char *));
    for (size_t i = 0; i < count && good; i++) {
        const char **names = NULL;
        size_t found = 0;
        if (!rr__is_folder(paths[i])) {
            good = add_source(c, &files, paths[i]);
            continue;
        }
        good = rr__folder_list(paths[i], ".xml", &c->arena, &names, &found, NULL) == RR_OK;
        for (size_t k = 0; k < found && good; k++)
            good = add_source(c, &files, names[k]);
    }
    c->count = files.count;
    c->files = rr__arena_alloc(&c->arena, (files.count + 1) * sizeof *c->files, 8);
    c->stamps = rr__arena_alloc(&c->arena, (files.count + 1) * sizeof *c->stamps, 8);
    good = good && c->files != NULL && c->stamps != NULL;
    for (size_t i = 0; i < files.count && good; i++) {
        c->files[i] = RR__AT(char *, &files, i);
        good = take_stamp(c->files[i], &c->stamps[i]);
    }
    rr__vec_finish(&files);
    return good;
}

/* Changed meanwhile, or so lately that a further change might leave the times as they are: not to be known by them. */
static bool is_settled(const cache *c)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    for (size_t i = 0; i < c->count; i++)
        if (c->stamps[i].changed_s + SETTLED_S >= now.tv_sec || c->stamps[i].modified_s + SETTLED_S >= now.tv_sec)
            return false;
    return true;
}

static bool is_unchanged(const cache *c)
{
    for (size_t i = 0; i < c->count; i++) {
        stamp now;
        if (!take_stamp(c->files[i], &now) || memcmp(&now, &c->stamps[i], sizeof now) != 0)
            return false;
    }
    return true;
}

static bool is_frozen_file(const char *path)
{
    char magic[8];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat st; /* a pipe gives its bytes once */
    ssize_t n = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) ? read(fd, magic, sizeof magic) : -1;
    if (fd >= 0)
        close(fd);
    return n == (ssize_t)sizeof magic && memcmp(magic, RR__FROZEN_MAGIC, sizeof magic) == 0;
}

/* ---- names in the cache ---- */

static char *join(cache *c, const char *start, const char *middle, const char *end)
{
    size_t len = strlen(c->folder) + strlen(start) + strlen(middle) + strlen(end) + 2;
    char *path = rr__arena_alloc(&c->arena, len, 1);
    if (path != NULL)
        snprintf(path, len, "%s/%s%s%s", c->folder, start, middle, end);
    return path;
}

static void digest_of(const void *bytes, size_t len, char hex[KEY_LEN + 1])
{
    uint8_t digest[32];
    rr__sha256(bytes, len, digest);
    rr__hex(digest, sizeof digest, hex);
}

/* The code that makes entries, and what each source adds: `size` bytes from `items`. */
static bool name_by(cache *c, const void *items, size_t size, char hex[KEY_LEN + 1])
{
    rr__buf all;
    rr__buf_init(&all, &c->context->allocator, 0);
    rr__buf_text(&all, RR__BUILD_KEY);
    rr__buf_char(&all, sizeof(void *) == 8 ? '8' : '4');
    rr__buf_add(&all, items, size);
    if (!all.failed)
        digest_of(all.data, all.len, hex);
    bool good = !all.failed;
    rr__buf_finish(&all);
    return good;
}

static bool name_link(cache *c)
{
    char hex[KEY_LEN + 1];
    if (!name_by(c, c->stamps, c->count * sizeof *c->stamps, hex))
        return false;
    c->link = join(c, LINK_START, hex, "");
    return c->link != NULL;
}

/* Reads all sources. */
static bool name_entry(cache *c)
{
    char hex[KEY_LEN + 1];
    uint8_t *digests = rr__arena_alloc(&c->arena, c->count * 32 + 1, 1);
    bool good = digests != NULL;
    for (size_t i = 0; i < c->count && good; i++) {
        rr__bytes bytes;
        good = rr__file_open(&bytes, &c->context->allocator, c->files[i], (size_t)1 << 30, NULL) == RR_OK;
        if (!good)
            break;
        rr__sha256(bytes.data, bytes.len, digests + 32 * i);
        rr__bytes_finish(&bytes);
    }
    if (!good || !name_by(c, digests, c->count * 32, hex))
        return false;
    c->entry = join(c, "", hex, ENTRY_END);
    return c->entry != NULL;
}

static bool is_entry_name(const char *name)
{
    size_t len = strlen(name);
    return len == KEY_LEN + strlen(ENTRY_END) && strspn(name, "0123456789abcdef") == KEY_LEN && strcmp(name + KEY_LEN, ENTRY_END) == 0;
}

/* ---- the folder ---- */

/* Ours alone, or not to be trusted. */
static bool is_ours(const char *folder)
{
    struct stat st;
    return lstat(folder, &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == geteuid() && (st.st_mode & (S_IRWXG | S_IRWXO)) == 0; /* entries are made as the umask is */
}

static bool make_folder(cache *c)
{
    char *path = rr__arena_text(&c->arena, c->folder, strlen(c->folder));
    if (path == NULL || path[0] == '\0')
        return false;
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
    mkdir(path, 0700);
    return is_ours(path);
}

typedef struct aged { char name[NAME_LEN]; int64_t used_ns; } aged;

static int by_age(const void *a, const void *b)
{
    const aged *x = a, *y = b;
    return x->used_ns == y->used_ns ? strcmp(x->name, y->name) : x->used_ns < y->used_ns ? 1 : -1;
}

/* What a program that was killed left half-written. */
static bool is_left_over(const char *name, const struct stat *st)
{
    return strspn(name, "0123456789abcdef") == KEY_LEN && !is_entry_name(name) && st->st_mtim.tv_sec + ABANDONED_S < time(NULL);
}

/* The entries used last stay, and as many links as may lead to them. What others removed is gone, no more. */
static void prune(const cache *c, bool links, size_t kept)
{
    rr__vec found;
    DIR *dir = opendir(c->folder);
    if (dir == NULL)
        return;
    rr__vec_init(&found, &c->context->allocator, sizeof(aged));
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        struct stat st;
        bool link = strncmp(e->d_name, LINK_START, strlen(LINK_START)) == 0 && strlen(e->d_name) < NAME_LEN;
        if (fstatat(dirfd(dir), e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        if (is_left_over(e->d_name, &st))
            unlinkat(dirfd(dir), e->d_name, 0);
        if (links ? !link : !is_entry_name(e->d_name))
            continue;
        aged one = {.used_ns = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec};
        memcpy(one.name, e->d_name, strlen(e->d_name) + 1); /* no longer than a name of ours */
        if (!rr__vec_push(&found, &one))
            break;
    }
    if (found.count > kept)
        qsort(found.data, found.count, sizeof(aged), by_age);
    for (size_t i = kept; i < found.count; i++)
        unlinkat(dirfd(dir), RR__AT(aged, &found, i).name, 0);
    closedir(dir);
    rr__vec_finish(&found);
}

/* ---- entries ---- */

/* false: none, or none that is whole, which is then removed. */
static bool load_entry(rr_taxonomy **out, const cache *c, const char *path)
{
    struct stat st;
    if (lstat(path, &st) != 0)
        return false;
    bool whole = S_ISREG(st.st_mode) && st.st_uid == geteuid() && (st.st_mode & (S_IWGRP | S_IWOTH)) == 0 &&
                 rr__taxonomy_load_ours(out, (rr_context *)(uintptr_t)c->context, path, NULL) == RR_OK;
    if (!whole)
        unlink(path);
    else
        utimensat(AT_FDCWD, path, NULL, 0); /* used now */
    return whole;
}

static bool load_linked(rr_taxonomy **out, cache *c)
{
    char name[NAME_LEN + 1];
    ssize_t len = readlink(c->link, name, NAME_LEN);
    if (len <= 0)
        return false;
    name[len] = '\0';
    c->entry = is_entry_name(name) ? join(c, "", name, "") : NULL;
    if (c->entry != NULL && load_entry(out, c, c->entry))
        return true;
    unlink(c->link);
    c->entry = NULL;
    return false;
}

static void link_entry(cache *c)
{
    if (is_settled(c) && symlink(strrchr(c->entry, '/') + 1, c->link) == 0)
        prune(c, true, LINKS_KEPT);
}

typedef struct heard { rr_finding_fn finding; void *user; size_t count; } heard;

static void hear(void *user, const rr_error *err)
{
    heard *h = user;
    h->count += rr_error_severity(err) != RR_SEVERITY_NOTE;
    if (h->finding != NULL)
        h->finding(h->user, err);
}

/* What gave warnings is not kept: they are to be given each time. */
static rr_status load_sources(rr_taxonomy **out, cache *c, const char *const *paths, size_t path_count, rr_finding_fn finding, void *user,
                              rr_error *err)
{
    heard h = {finding, user, 0};
    rr_taxonomy *kept = NULL;
    rr_status status = rr_taxonomy_load(out, (rr_context *)(uintptr_t)c->context, paths, path_count, hear, &h, err);
    if (status != RR_OK || h.count > 0 || !is_unchanged(c))
        return status;
    rr_error unsaid = {0};
    status = rr_taxonomy_save(*out, c->entry, &unsaid);
    if (status == RR_OK && load_entry(&kept, c, c->entry)) { /* with its index, which is then not built twice */
        rr_taxonomy_destroy(*out);
        *out = kept;
        link_entry(c);
        prune(c, false, ENTRIES_KEPT);
    }
    if (status != RR_ECANCELLED)
        return RR_OK;
    rr_taxonomy_destroy(*out);
    *out = NULL;
    if (err != NULL)
        *err = unsaid;
    return status;
}

rr_status rr_taxonomy_load_cached(rr_taxonomy **out, rr_context *context, const char *const *paths, size_t path_count, const char *folder,
                                  rr_finding_fn finding, void *user, rr_error *err)
{
    *out = NULL;
    if (path_count == 0 || folder == NULL || (path_count == 1 && is_frozen_file(paths[0])))
        return rr_taxonomy_load(out, context, paths, path_count, finding, user, err);
    rr__error_clear(err);
    cache c = {.context = context, .folder = folder};
    rr__arena_init(&c.arena, &context->allocator);
    bool usable = make_folder(&c) && list_sources(&c, paths, path_count) && name_link(&c);
    bool found = usable && load_linked(out, &c);
    if (usable && !found) {
        usable = name_entry(&c);
        found = usable && is_unchanged(&c) && load_entry(out, &c, c.entry);
        if (found)
            link_entry(&c);
    }
    rr_status status = found ? RR_OK
                       : usable ? load_sources(out, &c, paths, path_count, finding, user, err)
                                : rr_taxonomy_load(out, context, paths, path_count, finding, user, err);
    rr__arena_finish(&c.arena);
    return status;
}

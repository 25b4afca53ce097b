/* SPDX-License-Identifier: MIT */
/* Paths in; bytes, sorted names and atomically written files out. */
#include "file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text.h"

enum { WRITE_BUFFER = 1 << 16 };

/* strerror is neither thread-safe nor free of the locale. */
static const char *name_errno(int code)
{
    switch (code) {
    case ENOENT: return "no such file or folder";
    case EACCES: case EPERM: return "permission denied";
    case EISDIR: return "is a folder";
    case ENOTDIR: return "a part of the path is no folder";
    case ENOSPC: return "no space left";
    case EDQUOT: return "the quota is used up";
    case EROFS: return "the file system is read-only";
    case EMFILE: case ENFILE: return "too many open files";
    case ENAMETOOLONG: return "the name is too long";
    case EPIPE: return "nobody reads any more";
    case ELOOP: return "too many symbolic links";
    default: return "input/output error";
    }
}

rr_status rr__fail_file(rr_error *err, enum rr__message message, const char *path, int code)
{
    return rr__fail_at(err, code == ENOMEM ? RR_ENOMEM : RR_EIO, path, 0, 0, message, name_errno(code), NULL);
}

/* A pipe or a device: read until its end. */
static rr_status read_stream(rr__bytes *out, const rr_allocator *a, int fd, const char *path, size_t limit, rr_error *err)
{
    enum { PIECE = 16384 };
    rr__buf buf;
    rr__buf_init(&buf, a, limit + PIECE);
    buf.secret = true; /* profiles are read by this */
    for (;;) {
        char *room = buf.len > limit ? NULL : rr__buf_room(&buf, PIECE);
        ssize_t n = room == NULL ? -1 : read(fd, room, PIECE);
        int code = errno;
        if (n == 0)
            break;
        buf.len += n > 0 ? (size_t)n : 0;
        if (n > 0 || (room != NULL && code == EINTR))
            continue;
        bool large = buf.len > limit;
        rr__buf_finish(&buf);
        return room != NULL ? rr__fail_file(err, RR__MSG_CANNOT_READ, path, code)
               : large      ? rr__fail_at(err, RR_ELIMIT, path, 0, 0, RR__MSG_TOO_LARGE, NULL)
                            : rr__fail_nomem(err);
    }
    buf.data[buf.len] = '\0';
    *out = (rr__bytes){(const uint8_t *)buf.data, buf.len, a, buf.data, buf.len};
    return RR_OK;
}

static rr_status open_fd(rr__bytes *out, const rr_allocator *a, int fd, const char *path, size_t limit, rr_error *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return rr__fail_file(err, RR__MSG_CANNOT_READ, path, errno);
    if (S_ISDIR(st.st_mode))
        return rr__fail_file(err, RR__MSG_CANNOT_READ, path, EISDIR);
    if (!S_ISREG(st.st_mode) || st.st_size == 0)
        return read_stream(out, a, fd, path, limit, err);
    if ((uint64_t)st.st_size > limit)
        return rr__fail_at(err, RR_ELIMIT, path, 0, 0, RR__MSG_TOO_LARGE, NULL);
    void *base = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (base == MAP_FAILED)
        return read_stream(out, a, fd, path, limit, err);
    *out = (rr__bytes){base, (size_t)st.st_size, NULL, base, (size_t)st.st_size};
    return RR_OK;
}

rr_status rr__file_open(rr__bytes *out, const rr_allocator *a, const char *path, size_t limit, rr_error *err)
{
    *out = (rr__bytes){0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return rr__fail_file(err, RR__MSG_CANNOT_OPEN, path, errno);
    rr_status status = open_fd(out, a, fd, path, limit, err);
    close(fd);
    return status;
}

void rr__bytes_finish(rr__bytes *bytes)
{
    if (bytes->allocator != NULL)
        rr__free_secret(bytes->allocator, bytes->base, bytes->base_len);
    else if (bytes->base != NULL)
        munmap(bytes->base, bytes->base_len);
    *bytes = (rr__bytes){0};
}

rr_status rr__fd_read(rr__bytes *out, const rr_allocator *a, int fd, const char *path, size_t limit, rr_error *err)
{
    *out = (rr__bytes){0};
    return read_stream(out, a, fd, path, limit, err);
}

bool rr__is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

rr_status rr__folder_list(const char *path, const char *suffix, rr__arena *arena, const char ***out, size_t *count, rr_error *err)
{
    size_t path_len = strlen(path), suffix_len = strlen(suffix);
    rr__vec names;
    rr__vec_init(&names, arena->allocator, sizeof(const char *));
    *count = 0;
    DIR *dir = opendir(path);
    if (dir == NULL)
        return rr__fail_file(err, RR__MSG_CANNOT_OPEN, path, errno);
    bool ok = true;
    struct dirent *entry = NULL;
    while (ok && (entry = readdir(dir)) != NULL) {
        size_t len = strlen(entry->d_name);
        if (len <= suffix_len || strcmp(entry->d_name + len - suffix_len, suffix) != 0 || entry->d_name[0] == '.')
            continue;
        char *full = rr__arena_alloc(arena, path_len + len + 2, 1);
        if (full != NULL) {
            memcpy(full, path, path_len);
            full[path_len] = '/';
            memcpy(full + path_len + 1, entry->d_name, len);
        }
        ok = full != NULL && rr__vec_push(&names, &full);
    }
    closedir(dir);
    *out = ok ? rr__arena_alloc(arena, (names.count + 1) * sizeof **out, sizeof **out) : NULL;
    if (*out != NULL && names.count > 0) {
        qsort(names.data, names.count, sizeof(const char *), compare_names);
        memcpy(*out, names.data, names.count * sizeof **out);
        *count = names.count;
    }
    rr__vec_finish(&names);
    return *out == NULL ? rr__fail_nomem(err) : RR_OK;
}

static int open_target(rr__writer *w)
{
    struct stat st;
    bool exists = stat(w->path, &st) == 0;
    /* /dev/stdout may lead to a regular file; renaming over it would replace the device's own entry. */
    w->direct = (exists && !S_ISREG(st.st_mode)) || strncmp(w->path, "/dev/", 5) == 0;
    if (w->direct)
        return open(w->path, O_WRONLY | O_APPEND | O_CLOEXEC);
    /* Not mkstemp: its file would be readable by the owner alone, and umask can't be asked safely. */
    char *digits = w->temp + strlen(w->temp) - 6;
    uint32_t number = (uint32_t)getpid();
    for (int round = 0; round < 1000; round++, number += 7919) {
        uint32_t rest = number;
        for (int i = 5; i >= 0; i--, rest /= 10)
            digits[i] = (char)('0' + rest % 10);
        int fd = open(w->temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0 && exists && fchmod(fd, st.st_mode & 0777) != 0)
            w->failed = errno; /* a private file stays private, or is not written */
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

rr_status rr__writer_open(rr__writer *w, const rr_allocator *a, const char *path, rr_error *err)
{
    /* A link stays a link: what it points to is replaced. */
    char target[PATH_MAX];
    struct stat st;
    if (strncmp(path, "/dev/", 5) != 0 && lstat(path, &st) == 0 && S_ISLNK(st.st_mode) && realpath(path, target) != NULL)
        path = target;
    size_t len = strlen(path);
    *w = (rr__writer){.fd = -1, .allocator = a};
    w->path = rr__alloc(a, len + 1);
    w->temp = rr__alloc(a, len + 9);
    w->buffer = rr__alloc(a, WRITE_BUFFER);
    if (w->path == NULL || w->temp == NULL || w->buffer == NULL) {
        rr__writer_abandon(w);
        return rr__fail_nomem(err);
    }
    memcpy(w->path, path, len);
    memcpy(w->temp, path, len);
    memcpy(w->temp + len, ".000000", 8);
    w->fd = open_target(w);
    if (w->fd < 0) {
        int code = errno;
        rr_status status = rr__fail_file(err, RR__MSG_CANNOT_WRITE, path, code);
        w->temp[0] = '\0';
        rr__writer_abandon(w);
        return status;
    }
    return RR_OK;
}

static void flush_buffer(rr__writer *w)
{
    size_t done = 0;
    while (w->failed == 0 && done < w->used) {
        ssize_t n = write(w->fd, w->buffer + done, w->used - done);
        if (n > 0)
            done += (size_t)n;
        else if (n < 0 && errno != EINTR)
            w->failed = errno;
    }
    w->used = 0;
}

void rr__writer_add(rr__writer *w, const void *bytes, size_t len)
{
    const char *from = bytes;
    while (len > 0 && w->failed == 0) {
        size_t room = WRITE_BUFFER - w->used, take = len < room ? len : room;
        memcpy(w->buffer + w->used, from, take);
        w->used += take;
        from += take;
        len -= take;
        if (w->used == WRITE_BUFFER)
            flush_buffer(w);
    }
}

rr_status rr__writer_commit(rr__writer *w, rr_error *err)
{
    flush_buffer(w);
    if (w->failed == 0 && !w->direct && fsync(w->fd) != 0)
        w->failed = errno;
    if (close(w->fd) != 0 && w->failed == 0)
        w->failed = errno;
    w->fd = -1;
    if (w->failed == 0 && !w->direct && rename(w->temp, w->path) != 0)
        w->failed = errno;
    rr_status status = w->failed == 0 ? RR_OK : rr__fail_file(err, RR__MSG_CANNOT_WRITE, w->path, w->failed);
    if (status == RR_OK)
        w->temp[0] = '\0';
    rr__writer_abandon(w);
    return status;
}

void rr__writer_abandon(rr__writer *w)
{
    if (w->fd >= 0)
        close(w->fd);
    if (w->temp != NULL && w->temp[0] != '\0' && !w->direct)
        unlink(w->temp);
    rr__free(w->allocator, w->path);
    rr__free(w->allocator, w->temp);
    rr__free_secret(w->allocator, w->buffer, WRITE_BUFFER); /* results are written by this */
    w->path = w->temp = w->buffer = NULL;
    w->fd = -1;
}

/* SPDX-License-Identifier: MIT */
/* A plugin's folder and a file name in, an open descriptor out, if nobody but root and oneself could have put the file
 * there. Each step of the path is opened by itself from the one before, without following links, and looked at as
 * opened: what was checked is what is read. */
#define _GNU_SOURCE /* O_PATH: a folder above may be one that can be passed but not listed */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "plugin/manifest.h"

enum role { ABOVE, FOLDER, PLAIN_FILE };

static rr_status refuse_owner(const struct stat *st, const char *path, rr_error *err)
{
    char owner[24], self[24];
    snprintf(owner, sizeof owner, "%lu", (unsigned long)st->st_uid);
    snprintf(self, sizeof self, "%lu", (unsigned long)geteuid());
    return rr__fail_at(err, RR_EINVALID, path, 0, 0, RR__MSG_PLUGIN_OWNER, owner, self, NULL);
}

/* What others may write to, they may change. A folder above may be sticky: others then add to it, but move nothing
 * that isn't theirs. The group of root's own folders (/usr/local of some systems) is trusted as root is. */
static rr_status check_stat(const struct stat *st, enum role role, const char *path, rr_error *err)
{
    char mode[8];
    mode_t others = S_IWGRP | S_IWOTH;
    if (role == ABOVE && st->st_uid == 0)
        others = S_IWOTH;
    if (role == ABOVE && (st->st_mode & S_ISVTX) != 0)
        others = 0;
    if (st->st_uid != 0 && st->st_uid != geteuid())
        return refuse_owner(st, path, err);
    if (role == PLAIN_FILE && !S_ISREG(st->st_mode))
        return rr__fail_at(err, RR_EINVALID, path, 0, 0, RR__MSG_PLUGIN_NOT_REGULAR, NULL);
    if ((st->st_mode & others) == 0)
        return RR_OK;
    snprintf(mode, sizeof mode, "%04o", (unsigned)(st->st_mode & 07777));
    return rr__fail_at(err, RR_EINVALID, path, 0, 0, RR__MSG_PLUGIN_WRITABLE, mode, NULL);
}

static rr_status refuse_errno(int code, const char *path, rr_error *err)
{
    if (code == ELOOP) /* what O_NOFOLLOW says of a link */
        return rr__fail_at(err, RR_EINVALID, path, 0, 0, RR__MSG_PLUGIN_SYMLINK, NULL);
    if (code == ENOENT)
        return rr__fail_at(err, RR_ENOTFOUND, path, 0, 0, RR__MSG_PLUGIN_FILE_MISSING, NULL);
    if (code == ENXIO || code == ENODEV) /* a socket; a device without driver */
        return rr__fail_at(err, RR_EINVALID, path, 0, 0, RR__MSG_PLUGIN_NOT_REGULAR, NULL);
    return rr__fail_file(err, RR__MSG_CANNOT_OPEN, path, code);
}

/* One step: `name` in the folder `at`. *fd is only set when it is good. `path` is for the error. */
static rr_status open_step(int *fd, int at, const char *name, enum role role, const char *path, rr_error *err)
{
    /* O_NONBLOCK: a FIFO must not make us wait until its other end is opened. */
    int flags = O_CLOEXEC | O_NOFOLLOW | (role == PLAIN_FILE ? O_RDONLY | O_NONBLOCK | O_NOCTTY : O_PATH | O_DIRECTORY);
    struct stat st;
    int opened = openat(at, name, flags);
    if (opened < 0)
        return refuse_errno(errno, path, err);
    rr_status status = fstat(opened, &st) != 0 ? rr__fail_file(err, RR__MSG_CANNOT_READ, path, errno) : check_stat(&st, role, path, err);
    if (status == RR_OK)
        *fd = opened;
    else
        close(opened);
    return status;
}

/* Opens the folder `real`, a path without links, step by step. */
static rr_status walk(int *fd, char *real, rr_error *err)
{
    int at = -1;
    rr_status status = open_step(&at, AT_FDCWD, "/", real[1] == '\0' ? FOLDER : ABOVE, "/", err);
    char *name = real + 1;
    while (status == RR_OK && *name != '\0') {
        char *slash = strchr(name, '/');
        int next = -1;
        if (slash != NULL)
            *slash = '\0'; /* `real` is now the path so far */
        status = open_step(&next, at, name, slash == NULL ? FOLDER : ABOVE, real, err);
        close(at);
        at = next;
        if (slash == NULL)
            break;
        *slash = '/';
        name = slash + 1;
    }
    *fd = at;
    return status;
}

/* The folder's own name must not be a link; where the folders above really are is followed, and then checked. */
static rr_status open_folder(int *fd, const char *folder, rr_error *err)
{
    char path[PATH_MAX], real[PATH_MAX];
    struct stat st;
    size_t len = strlen(folder);
    while (len > 1 && folder[len - 1] == '/')
        len--;
    if (len == 0 || len >= sizeof path)
        return rr__fail_file(err, RR__MSG_CANNOT_OPEN, folder, len == 0 ? ENOENT : ENAMETOOLONG);
    memcpy(path, folder, len);
    path[len] = '\0';
    if (lstat(path, &st) != 0)
        return refuse_errno(errno, path, err);
    if (S_ISLNK(st.st_mode) || !S_ISDIR(st.st_mode))
        return S_ISLNK(st.st_mode) ? refuse_errno(ELOOP, path, err) : rr__fail_file(err, RR__MSG_CANNOT_OPEN, path, ENOTDIR);
    if (realpath(path, real) == NULL)
        return rr__fail_file(err, RR__MSG_CANNOT_OPEN, path, errno);
    return walk(fd, real, err);
}

static bool is_plain_name(const char *name)
{
    size_t len = strlen(name);
    return len > 0 && len <= NAME_MAX && strchr(name, '/') == NULL && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

/* For errors: cut where it does not fit. */
static void join_path(char out[RR_ERROR_FILE_MAX], const char *folder, const char *name)
{
    size_t len = strlen(folder);
    while (len > 1 && folder[len - 1] == '/')
        len--;
    snprintf(out, RR_ERROR_FILE_MAX, "%.*s/%s", len > 200 ? 200 : (int)len, folder, name);
}

rr_status rr__plugin_file_open(int *fd, const char *folder, const char *name, rr_error *err)
{
    char path[RR_ERROR_FILE_MAX];
    int at = -1;
    *fd = -1;
    if (!is_plain_name(name))
        return rr__fail_at(err, RR_EINVALID, folder, 0, 0, RR__MSG_PLUGIN_FILE_NAME, name, NULL);
    join_path(path, folder, name);
    rr_status status = open_folder(&at, folder, err);
    if (status == RR_OK)
        status = open_step(fd, at, name, PLAIN_FILE, path, err);
    if (at >= 0)
        close(at);
    return status;
}

rr_status rr__plugin_fd_read(rr__bytes *out, rr_context *context, int fd, const char *folder, const char *name, size_t limit, rr_error *err)
{
    char path[RR_ERROR_FILE_MAX];
    *out = (rr__bytes){0};
    join_path(path, folder, name);
    if (lseek(fd, 0, SEEK_SET) != 0)
        return rr__fail_file(err, RR__MSG_CANNOT_READ, path, errno);
    return rr__fd_read(out, &context->allocator, fd, path, limit, err);
}

rr_status rr__plugin_file_read(rr__bytes *out, rr_context *context, const char *folder, const char *name, size_t limit, rr_error *err)
{
    int fd = -1;
    *out = (rr__bytes){0};
    rr_status status = rr__plugin_file_open(&fd, folder, name, err);
    if (status == RR_OK)
        status = rr__plugin_fd_read(out, context, fd, folder, name, limit, err);
    if (fd >= 0)
        close(fd);
    return status;
}

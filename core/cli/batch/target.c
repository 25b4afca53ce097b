/* SPDX-License-Identifier: MIT */
/* Bytes in order in; standard output, or a file that has its name only when it is whole, out. */
#include "batch.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

int say_unwritable(const settings *s, const char *path, int code)
{
    fputs(in_language(s->lang, "reroute: cannot write ", "reroute：无法写入 "), stderr);
    print_visible(path);
    fprintf(stderr, ": %s\n", strerror(code));
    return EXIT_WRONG;
}

static char *join(const char *path, const char *end)
{
    char *joined = malloc(strlen(path) + strlen(end) + 1);
    if (joined != NULL)
        strcat(strcpy(joined, path), end);
    return joined;
}

/* A link stays a link: what it points to is replaced. */
static char *follow(const char *path)
{
    struct stat st;
    char *leads_to = lstat(path, &st) == 0 && S_ISLNK(st.st_mode) ? realpath(path, NULL) : NULL;
    return leads_to != NULL ? leads_to : join(path, "");
}

static int refuse_left_over(const target *t, const settings *s)
{
    print_visible(t->part);
    fputs(in_language(s->lang, ": a run did not end; go on with --resume, or remove the file\n",
                      "：上次运行未结束；请用 --resume 继续，或删除该文件\n"), stderr);
    return EXIT_WRONG;
}

/* What is read must not be what is replaced. */
static bool is_input(const settings *s, const struct stat *out)
{
    struct stat in;
    bool from_input = s->arguments.count == 0 || strcmp(s->arguments.items[0], "-") == 0;
    bool known = from_input ? fstat(STDIN_FILENO, &in) == 0 : stat(s->arguments.items[0], &in) == 0;
    return known && S_ISREG(in.st_mode) && in.st_dev == out->st_dev && in.st_ino == out->st_ino;
}

static int open_part(target *t, const settings *s, bool *resumes)
{
    struct stat st;
    bool there = stat(t->part, &st) == 0;
    if (there && !s->resume)
        return refuse_left_over(t, s);
    t->fd = open(t->part, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (t->fd < 0)
        return say_unwritable(s, t->part, errno);
    if (flock(t->fd, LOCK_EX | LOCK_NB) != 0) {
        print_visible(t->part);
        fputs(in_language(s->lang, ": another run is writing it\n", "：另一次运行正在写入\n"), stderr);
        return EXIT_WRONG;
    }
    struct stat own; /* what is locked: another run may have ended with it, or begun one, meanwhile */
    if (fstat(t->fd, &own) != 0 || stat(t->part, &st) != 0 || own.st_dev != st.st_dev || own.st_ino != st.st_ino) {
        print_visible(t->part);
        fputs(in_language(s->lang, ": another run has just ended with it\n", "：另一次运行刚刚结束\n"), stderr);
        return EXIT_WRONG;
    }
    there = there || own.st_size > 0;
    if (there && !s->resume)
        return refuse_left_over(t, s);
    *resumes = there;
    if (fstat(t->fd, &st) == 0 && is_input(s, &st)) {
        say_wrong(s, "the output of -o is the input; name another file", "-o 的输出就是输入文件；请指定另一个文件");
        return EXIT_USAGE;
    }
    if (stat(t->path, &st) == 0 && fchmod(t->fd, st.st_mode & 0777) != 0) /* a private file stays private */
        return say_unwritable(s, t->part, errno);
    t->fresh = !there;
    return EXIT_DONE;
}

void target_forget(const target *t)
{
    if (t->fresh)
        unlink(t->part);
}

int target_open(target *t, const settings *s, bool *resumes)
{
    struct stat st;
    const char *path = s->output;
    *t = (target){.fd = STDOUT_FILENO, .plain = true, .hash = XXH3_createState()};
    *resumes = false;
    if (t->hash == NULL)
        return say_wrong(s, "out of memory", "内存不足");
    XXH3_128bits_reset(t->hash);
    bool to_file = path != NULL && strcmp(path, "-") != 0;
    bool device = to_file && ((stat(path, &st) == 0 && !S_ISREG(st.st_mode)) || strncmp(path, "/dev/", 5) == 0);
    if (s->resume && (!to_file || device)) {
        say_wrong(s, "--resume goes on with the file of -o", "--resume 用于继续 -o 所指的文件");
        return EXIT_USAGE;
    }
    if (device) {
        t->fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
        return t->fd < 0 ? say_unwritable(s, path, errno) : EXIT_DONE;
    }
    if (!to_file)
        return EXIT_DONE;
    t->plain = false;
    t->fd = -1;
    if (stat(path, &st) == 0 && is_input(s, &st)) {
        say_wrong(s, "the output of -o is the input; name another file", "-o 的输出就是输入文件；请指定另一个文件");
        return EXIT_USAGE;
    }
    t->path = follow(path);
    t->part = t->path == NULL ? NULL : join(t->path, ".part");
    t->state = t->path == NULL ? NULL : join(t->path, ".part.state");
    if (t->part == NULL || t->state == NULL)
        return say_wrong(s, "out of memory", "内存不足");
    return open_part(t, s, resumes);
}

bool target_write(target *t, const char *bytes, size_t len)
{
    for (size_t at = 0; at < len && t->error == 0;) {
        ssize_t n = write(t->fd, bytes + at, len - at);
        if (n > 0)
            at += (size_t)n;
        else if (n < 0 && errno != EINTR)
            t->error = errno;
    }
    if (t->error != 0)
        return false;
    t->done.output_bytes += len;
    if (!t->plain && len > 0)
        XXH3_128bits_update(t->hash, bytes, len);
    return true;
}

int target_finish(const target *t, const settings *s)
{
    if (t->error != 0)
        return say_unwritable(s, t->plain ? (s->output == NULL ? "-" : s->output) : t->part, t->error);
    if (t->plain)
        return EXIT_DONE;
    if (fsync(t->fd) != 0 || rename(t->part, t->path) != 0)
        return say_unwritable(s, t->path, errno);
    unlink(t->state);
    return EXIT_DONE;
}

void target_close(target *t)
{
    if (t->fd > STDOUT_FILENO)
        close(t->fd);
    free_hash(t->hash);
    free(t->path);
    free(t->part);
    free(t->state);
}

/* SPDX-License-Identifier: MIT */
/* The helper's path in; a running process with a private socket out, and in the end how it ended. */
#define _GNU_SOURCE
#include "plugin/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "plugin/frame.h"

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* Out of the way of the numbers that the helper's ends are copied to: in a program that closed its standard
 * streams a new descriptor may be one of them. */
static bool move_up(int *fd)
{
    int moved = fcntl(*fd, F_DUPFD_CLOEXEC, RR__HELPER_FDS);
    if (moved < 0)
        return false;
    close(*fd);
    *fd = moved;
    return true;
}

enum { OUR_RPC, THEIR_RPC, OUR_LOG, THEIR_LOG, THEIR_BINARY, ENDS };

/* The log's pipe never blocks: what doesn't fit is lost rather than waited for. */
static bool open_ends(int ends[ENDS], int binary_fd)
{
    for (int i = 0; i < ENDS; i++)
        ends[i] = -1;
    ends[THEIR_BINARY] = fcntl(binary_fd, F_DUPFD_CLOEXEC, RR__HELPER_FDS);
    return ends[THEIR_BINARY] >= 0 && socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends + OUR_RPC) == 0 &&
           pipe2(ends + OUR_LOG, O_CLOEXEC | O_NONBLOCK) == 0 && move_up(&ends[THEIR_RPC]) && move_up(&ends[THEIR_LOG]);
}

static int set_actions(posix_spawn_file_actions_t *actions, const int ends[ENDS])
{
    int code = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);
    if (code == 0)
        code = posix_spawn_file_actions_addopen(actions, 1, "/dev/null", O_WRONLY, 0);
    if (code == 0)
        code = posix_spawn_file_actions_adddup2(actions, ends[THEIR_LOG], 2);
    if (code == 0)
        code = posix_spawn_file_actions_adddup2(actions, ends[THEIR_RPC], RR__HELPER_RPC);
    if (code == 0)
        code = posix_spawn_file_actions_adddup2(actions, ends[THEIR_BINARY], RR__HELPER_BINARY);
    if (code == 0)
        code = posix_spawn_file_actions_addclosefrom_np(actions, RR__HELPER_FDS);
    return code;
}

/* Signals as in a fresh process; a group of its own, because Ctrl-C is for the program, which may want to finish
 * its record first. */
static int set_attributes(posix_spawnattr_t *attributes)
{
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(attributes, &none);
    posix_spawnattr_setsigdefault(attributes, &all);
    posix_spawnattr_setpgroup(attributes, 0);
    return posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
}

static int spawn(pid_t *pid, const char *program, char *const arguments[], const int ends[ENDS])
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int code = posix_spawn_file_actions_init(&actions);
    if (code != 0)
        return code;
    code = posix_spawnattr_init(&attributes);
    if (code == 0) {
        char *const environment[] = {NULL};
        code = set_actions(&actions, ends);
        if (code == 0)
            code = set_attributes(&attributes);
        if (code == 0)
            code = posix_spawn(pid, program, &actions, &attributes, arguments, environment);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return code;
}

int rr__process_start(rr__process *process, const char *program, char *const arguments[], int binary_fd)
{
    *process = (rr__process){.rpc = -1, .log = -1};
    int ends[ENDS];
    int code = open_ends(ends, binary_fd) ? spawn(&process->pid, program, arguments, ends) : errno;
    close_fd(&ends[THEIR_RPC]);
    close_fd(&ends[THEIR_LOG]);
    close_fd(&ends[THEIR_BINARY]);
    if (code != 0) {
        close_fd(&ends[OUR_RPC]);
        close_fd(&ends[OUR_LOG]);
        process->pid = 0;
        return code;
    }
    process->rpc = ends[OUR_RPC];
    process->log = ends[OUR_LOG];
    return 0;
}

typedef enum found { RUNNING, OVER, GONE /* no such child (any more) */ } found;

static found ask(pid_t pid, siginfo_t *info, int flags)
{
    int code;
    do {
        info->si_pid = 0;
        code = waitid(P_PID, (id_t)pid, info, WEXITED | flags);
    } while (code != 0 && errno == EINTR);
    return code != 0 ? GONE : info->si_pid == 0 ? RUNNING : OVER;
}

/* The log's other end closes when the process ends, a moment before it can be reaped. */
static void wait_a_little(rr__process *process)
{
    struct pollfd end = {process->log, POLLIN, 0};
    if (process->log < 0)
        nanosleep(&(struct timespec){0, 50000}, NULL);
    else if (poll(&end, 1, 1) > 0)
        rr__process_drain_log(process);
}

/* Until it is collected nobody else can have its number, nor a group of that number. */
static rr__end end_child(rr__process *process, uint32_t grace_ms)
{
    rr__end end = {RR__END_UNKNOWN, 0, false};
    siginfo_t info = {0};
    int64_t patience = rr__monotonic_ms() + grace_ms;
    found state = ask(process->pid, &info, WNOHANG | WNOWAIT);
    while (state == RUNNING && rr__monotonic_ms() < patience) {
        wait_a_little(process);
        state = ask(process->pid, &info, WNOHANG | WNOWAIT);
    }
    if (state == GONE)
        return end;
    kill(-process->pid, SIGKILL); /* what it started, where no filter forbids that */
    if (state == RUNNING)
        kill(process->pid, SIGKILL); /* should it have left its group */
    if (ask(process->pid, &info, 0) == GONE)
        return end;
    end.how = info.si_code == CLD_EXITED ? RR__END_EXIT : RR__END_SIGNAL;
    end.value = info.si_status;
    end.asked = state == RUNNING && end.how == RR__END_SIGNAL && end.value == SIGKILL;
    return end;
}

rr__end rr__process_end(rr__process *process, uint32_t grace_ms)
{
    rr__end end = {RR__END_UNKNOWN, 0, false};
    close_fd(&process->rpc); /* the sign to exit */
    if (process->pid > 0)
        end = end_child(process, grace_ms);
    rr__process_drain_log(process);
    close_fd(&process->log);
    process->pid = 0;
    return end;
}

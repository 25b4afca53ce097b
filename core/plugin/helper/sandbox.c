/* SPDX-License-Identifier: MIT */
/* The plugin's folder and a limit of memory in; a process that can compute and answer, and nothing else, out.
 * What is not allowed ends the process with SIGSYS and one line on standard error that names the call. */
#define _GNU_SOURCE
#include "plugin/helper/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "plugin/frame.h"

/* ---- limits ---- */

static void limit(int what, uint64_t value)
{
    struct rlimit l = {(rlim_t)value, (rlim_t)value};
    setrlimit((__rlimit_resource_t)what, &l); /* lowering can't fail */
}

static void set_limits(uint64_t memory_bytes)
{
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_NOFILE, 16);
    limit(RLIMIT_NPROC, 0);
    limit(RLIMIT_STACK, (uint64_t)8 << 20); /* an unlimited one would overflow only into the limit of memory */
#ifndef RR__SANITIZED /* whose shadow memory is terabytes of addresses */
    limit(RLIMIT_AS, memory_bytes);
#else
    (void)memory_bytes;
#endif
}

/* ---- Landlock: which files can be opened. Older headers lack what newer kernels have, so it is spelt out ---- */

#ifndef __NR_landlock_create_ruleset
#define __NR_landlock_create_ruleset 444
#define __NR_landlock_add_rule 445
#define __NR_landlock_restrict_self 446
#endif
enum { FS_READ_FILE = 1 << 2, FS_READ_DIR = 1 << 3, RULE_PATH_BENEATH = 1, QUERY_VERSION = 1 };
struct ruleset { uint64_t fs, net, scoped; };
struct path_beneath { uint64_t allowed; int32_t fd; } __attribute__((packed));

/* The rights that each version of the ABI can take away, and how much of the struct it knows. */
static const struct { uint64_t fs, net, scoped; size_t size; } VERSIONS[] = {
    {0x1fff, 0, 0, 8}, {0x3fff, 0, 0, 8}, {0x7fff, 0, 0, 8}, {0x7fff, 3, 0, 16}, {0xffff, 3, 0, 16}, {0xffff, 3, 3, 24}};

static const char *const LIBRARIES[] = {"/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/local/lib64",
                                        "/etc/ld.so.cache"};

static void permit_reading(int rules, int fd, bool folder)
{
    struct path_beneath rule = {FS_READ_FILE | (folder ? FS_READ_DIR : 0), fd};
    syscall(__NR_landlock_add_rule, rules, RULE_PATH_BENEATH, &rule, 0);
}

static void permit_path(int rules, const char *path)
{
    int fd = open(path, O_PATH | O_CLOEXEC | O_DIRECTORY);
    bool folder = fd >= 0;
    if (!folder)
        fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return;
    permit_reading(rules, fd, folder);
    close(fd);
}

static bool restrict_files(const char *folder, int binary_fd)
{
    long version = syscall(__NR_landlock_create_ruleset, NULL, 0, QUERY_VERSION);
    if (version < 1)
        return false;
    size_t known = sizeof VERSIONS / sizeof *VERSIONS, v = (size_t)version < known ? (size_t)version - 1 : known - 1;
    struct ruleset set = {VERSIONS[v].fs, VERSIONS[v].net, VERSIONS[v].scoped};
    int rules = (int)syscall(__NR_landlock_create_ruleset, &set, VERSIONS[v].size, 0);
    if (rules < 0)
        return false;
    for (size_t i = 0; i < sizeof LIBRARIES / sizeof *LIBRARIES; i++)
        permit_path(rules, LIBRARIES[i]);
    permit_path(rules, folder);
    permit_reading(rules, binary_fd, false);
    bool restricted = syscall(__NR_landlock_restrict_self, rules, 0) == 0;
    close(rules);
    return restricted;
}

/* ---- seccomp: which system calls there are ---- */

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef ARCHITECTURE
enum { ALWAYS, LOADING, /* only then */ QUIET /* fails with EPERM: libc asks, and lives without an answer */ };
enum { ANY = -1 };
typedef struct rule {
    int number;
    uint8_t when;
    int8_t argument;      /* ANY, or allowed only if (argument & mask) == value */
    uint32_t mask, value;
} rule;

#define CALL(name, when) {__NR_##name, when, ANY, 0, 0},
#define CALL_IF(name, when, argument, mask, value) {__NR_##name, when, argument, mask, value},
#define OPEN_BITS ((uint32_t)(O_ACCMODE | O_CREAT | O_TRUNC))

static const rule RULES[] = {
    CALL(read, ALWAYS) CALL(write, ALWAYS) CALL(futex, ALWAYS) CALL(setitimer, ALWAYS) CALL(clock_gettime, ALWAYS)
    CALL_IF(mmap, ALWAYS, 2, PROT_EXEC, 0) CALL(munmap, ALWAYS) CALL(brk, ALWAYS) CALL(mremap, ALWAYS) CALL(madvise, ALWAYS)
    CALL_IF(mprotect, ALWAYS, 2, PROT_EXEC, 0) CALL(getrandom, ALWAYS) CALL(writev, ALWAYS) CALL(readv, ALWAYS)
    CALL(close, ALWAYS) CALL(lseek, ALWAYS) CALL(ppoll, ALWAYS) CALL(clock_getres, ALWAYS) CALL(clock_nanosleep, ALWAYS)
    CALL(nanosleep, ALWAYS) CALL(gettimeofday, ALWAYS) CALL(getpid, ALWAYS) CALL(gettid, ALWAYS) CALL(sched_yield, ALWAYS)
    CALL(rt_sigreturn, ALWAYS) CALL(rt_sigprocmask, ALWAYS) CALL(restart_syscall, ALWAYS) CALL(exit, ALWAYS)
    CALL(exit_group, ALWAYS)
    CALL_IF(newfstatat, QUIET, 3, UINT32_MAX, AT_EMPTY_PATH) /* of a descriptor; by path it is forbidden */
    CALL(fstat, QUIET) CALL(ioctl, QUIET) CALL(sysinfo, QUIET) CALL(sched_getaffinity, QUIET) CALL(uname, QUIET)
    CALL(prlimit64, QUIET) CALL(getrusage, QUIET) CALL(times, QUIET) CALL(sigaltstack, QUIET)
    CALL(mmap, LOADING) CALL(mprotect, LOADING) CALL(pread64, LOADING) CALL(fstat, LOADING) CALL(newfstatat, LOADING)
    CALL_IF(openat, LOADING, 2, OPEN_BITS, O_RDONLY) CALL(prctl, LOADING) CALL(seccomp, LOADING) CALL(readlinkat, LOADING)
    CALL(getcwd, LOADING)
#ifdef __x86_64__
    CALL(poll, ALWAYS) CALL(time, ALWAYS) CALL_IF(open, LOADING, 1, OPEN_BITS, O_RDONLY) CALL(readlink, LOADING)
#endif
};
enum { RULE_COUNT = sizeof RULES / sizeof *RULES, INSTRUCTIONS_MAX = 16 + 4 * (RULE_COUNT + 1) };

typedef struct program { struct sock_filter code[INSTRUCTIONS_MAX]; unsigned short len; } program;

static void add(program *p, uint32_t code, uint8_t yes, uint8_t no, uint32_t k)
{
    p->code[p->len++] = (struct sock_filter){(uint16_t)code, yes, no, k};
}

static void load(program *p, size_t offset)
{
    add(p, BPF_LD | BPF_W | BPF_ABS, 0, 0, (uint32_t)offset);
}

/* Both machines are little-endian: the low half of an argument comes first. Each rule begins with the number of the
 * call loaded and, unless it decides, ends so. */
static void add_rule(program *p, const rule *r)
{
    uint32_t action = r->when == QUIET ? SECCOMP_RET_ERRNO | EPERM : SECCOMP_RET_ALLOW;
    if (r->argument == ANY) {
        add(p, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, (uint32_t)r->number);
        add(p, BPF_RET | BPF_K, 0, 0, action);
        return;
    }
    add(p, BPF_JMP | BPF_JEQ | BPF_K, 0, 5, (uint32_t)r->number);
    load(p, offsetof(struct seccomp_data, args) + 8 * (size_t)r->argument);
    add(p, BPF_ALU | BPF_AND | BPF_K, 0, 0, r->mask);
    add(p, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, r->value);
    add(p, BPF_RET | BPF_K, 0, 0, action);
    load(p, offsetof(struct seccomp_data, nr));
}

static bool install_filter(bool loading)
{
    program p = {.len = 0};
    load(&p, offsetof(struct seccomp_data, arch));
    add(&p, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, ARCHITECTURE);
    add(&p, BPF_RET | BPF_K, 0, 0, SECCOMP_RET_KILL_PROCESS);
    load(&p, offsetof(struct seccomp_data, nr)); /* of another calling convention (x32): in no rule */
    for (size_t i = 0; loading && i < RULE_COUNT; i++)
        if (RULES[i].when == LOADING)
            add_rule(&p, &RULES[i]);
    for (size_t i = 0; i < RULE_COUNT; i++)
        if (RULES[i].when != LOADING)
            add_rule(&p, &RULES[i]);
    rule signal_itself = {__NR_tgkill, ALWAYS, 0, UINT32_MAX, (uint32_t)getpid()}; /* abort */
    add_rule(&p, &signal_itself);
    add(&p, BPF_RET | BPF_K, 0, 0, SECCOMP_RET_TRAP);
    struct sock_fprog filter = {p.len, p.code};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0) == 0;
}

/* ---- last words ---- */

#define NAME(name) {__NR_##name, #name},
static const struct { int number; const char *name; } NAMES[] = {
    NAME(openat) NAME(socket) NAME(socketpair) NAME(connect) NAME(clone) NAME(clone3) NAME(execve) NAME(execveat) NAME(kill)
    NAME(tgkill) NAME(tkill) NAME(ptrace) NAME(rt_sigaction) NAME(chdir) NAME(dup) NAME(dup3) NAME(fcntl) NAME(mmap) NAME(mprotect)
    NAME(newfstatat) NAME(statx) NAME(faccessat) NAME(unlinkat) NAME(renameat) NAME(mkdirat) NAME(readlinkat) NAME(prctl) NAME(setuid)
    NAME(getcwd) NAME(umask) NAME(pipe2) NAME(memfd_create) NAME(shmget) NAME(inotify_init1) NAME(io_uring_setup)
#ifdef __x86_64__
    NAME(open) NAME(creat) NAME(fork) NAME(vfork) NAME(dup2) NAME(pipe) NAME(stat) NAME(access) NAME(unlink) NAME(rename) NAME(mkdir)
    NAME(readlink)
#endif
};

static void say(const char *text)
{
    ssize_t n = write(STDERR_FILENO, text, strlen(text));
    (void)n; /* the log is full: the signal alone must do */
}

static void say_call(int number)
{
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (NAMES[i].number == number) {
            say(NAMES[i].name);
            return;
        }
    char digits[32] = "system call ";
    size_t at = strlen(digits), first = at;
    for (int rest = number; rest > 0 || at == first; rest /= 10)
        digits[at++] = (char)('0' + rest % 10);
    for (size_t i = first, j = at - 1; i < j; i++, j--) {
        char c = digits[i];
        digits[i] = digits[j];
        digits[j] = c;
    }
    say(digits);
}

/* The n-th argument of the call that was trapped. */
static uintptr_t argument(const ucontext_t *context, int n)
{
#if defined(__x86_64__)
    static const int REGISTERS[] = {REG_RDI, REG_RSI};
    return (uintptr_t)context->uc_mcontext.gregs[REGISTERS[n]];
#else
    return (uintptr_t)context->uc_mcontext.regs[n];
#endif
}

/* What makes the call's name plainer: the path that was to be opened (should the pointer be bad, this is where the
 * plugin crashes), or that the action was for one of libc's own signals, which it sets up before the first thread. */
static const char *explain(int number, const ucontext_t *context)
{
    if (number == __NR_openat)
        return (const char *)argument(context, 1);
#ifdef __NR_open
    if (number == __NR_open)
        return (const char *)argument(context, 0);
#endif
    if (number == __NR_rt_sigaction && (argument(context, 0) == 32 || argument(context, 0) == 33))
        return "for a thread";
    return NULL;
}

/* The signal's own action is back in force (SA_RESETHAND), and it is not blocked (SA_NODEFER). */
static void end_by(int signal_number)
{
    syscall(__NR_tgkill, getpid(), gettid(), signal_number);
}

static void end_forbidden(int signal_number, siginfo_t *info, void *machine)
{
    const char *more = explain(info->si_syscall, machine);
    say("\n");
    say_call(info->si_syscall);
    if (more != NULL)
        say(" "), say(more);
    say("\n");
    end_by(signal_number);
}
#endif

static uint64_t memory_limit;

/* A crash, or a failed allocation that nobody caught? Asked of the kernel: is there still a quarter of the memory? */
static void end_crashed(int signal_number, siginfo_t *info, void *machine)
{
    (void)info, (void)machine;
    void *room = mmap(NULL, (size_t)memory_limit / 4, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (room == MAP_FAILED)
        _exit(RR__HELPER_MEMORY);
    syscall(__NR_tgkill, getpid(), gettid(), signal_number);
}

static void handle_once(int signal_number, void (*handler)(int, siginfo_t *, void *))
{
    struct sigaction action = {.sa_flags = (int)(SA_SIGINFO | SA_RESETHAND | SA_NODEFER | SA_ONSTACK)};
    action.sa_sigaction = handler;
    sigemptyset(&action.sa_mask);
    sigaction(signal_number, &action, NULL);
}

static void set_handlers(void)
{
    static _Alignas(16) char stack[65536]; /* the plugin's own may have overflowed */
    sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof stack}, NULL);
#ifdef ARCHITECTURE
    handle_once(SIGSYS, end_forbidden);
#endif
    static const int CRASHES[] = {SIGSEGV, SIGBUS, SIGABRT};
    for (size_t i = 0; i < sizeof CRASHES / sizeof *CRASHES; i++)
        handle_once(CRASHES[i], end_crashed);
}

/* ---- the two steps ---- */

static bool filter_calls(bool loading)
{
#ifdef ARCHITECTURE
    return install_filter(loading);
#else
    (void)loading;
    return false;
#endif
}

unsigned rr__confine_for_loading(const char *folder, int binary_fd, uint64_t memory_bytes)
{
    memory_limit = memory_bytes;
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    set_handlers();
    unsigned layers = restrict_files(folder, binary_fd) ? RR__LAYER_LANDLOCK : 0;
    set_limits(memory_bytes);
    return layers | (filter_calls(true) ? RR__LAYER_SECCOMP : 0);
}

unsigned rr__confine_for_running(unsigned layers)
{
    return (layers & RR__LAYER_SECCOMP) != 0 && !filter_calls(false) ? layers & ~(unsigned)RR__LAYER_SECCOMP : layers;
}

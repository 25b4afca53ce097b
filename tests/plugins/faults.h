/* SPDX-License-Identifier: MIT */
/* What a plugin may not do, a function each. None of them ends by itself unless it says so. */
#ifndef TEST_PLUGINS_FAULTS_H
#define TEST_PLUGINS_FAULTS_H

#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define UNUSED __attribute__((unused)) static
static volatile int on = 1; /* what the compiler can't see through */

UNUSED void crash(void)
{
    static volatile int *volatile nowhere;
    *nowhere = 1;
}

UNUSED void loop(void)
{
    while (on)
        continue;
}

UNUSED void doze(void)
{
    nanosleep(&(struct timespec){1000, 0}, NULL);
}

UNUSED void leave(void)
{
    exit(0);
}

UNUSED void leave_at_once(void)
{
    _exit(3);
}

UNUSED void eat_memory(void)
{
    while (on)
        memset(malloc(1 << 20), on, 1 << 20); /* NULL in the end, as so often */
}

UNUSED int descend(const volatile char *above)
{
    volatile char room[4096];
    room[0] = above[0];
    return on ? descend(room) + room[0] : 0;
}

UNUSED void overflow_stack(void)
{
    const volatile char top = 1;
    descend(&top);
}

/* These two end. */
UNUSED void flood(FILE *to)
{
    static const char line[] = "0123456789012345678901234567890123456789012345678901234567890\n";
    for (int i = 0; i < 1 << 17; i++)
        fwrite(line, 1, sizeof line - 1, to);
    fflush(to);
}

UNUSED void flood_stdout(void)
{
    flood(stdout);
}

UNUSED void flood_stderr(void)
{
    flood(stderr);
}

/* From here on each would end, were it not forbidden. */
UNUSED void leak_descriptors(void)
{
    for (int i = 0; i < 100; i++)
        (void)!dup(STDERR_FILENO);
}

UNUSED void fork_child(void)
{
    if (fork() == 0)
        _exit(0);
}

UNUSED void *run_on(void *nothing)
{
    doze();
    return nothing;
}

UNUSED void start_thread(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, run_on, NULL);
}

/* That these two come about, a crash tells. */
UNUSED void open_passwd(void)
{
    if (open("/etc/passwd", O_RDONLY) >= 0)
        crash();
}

UNUSED void open_socket(void)
{
    if (socket(AF_INET, SOCK_STREAM, 0) >= 0)
        crash();
}

UNUSED void change_locale(void)
{
    setlocale(LC_ALL, "zh_CN.UTF-8");
}

UNUSED void change_folder(void)
{
    (void)!chdir("/");
}

UNUSED void take_signal(void)
{
    signal(SIGTERM, SIG_IGN);
}

UNUSED void signal_host(void)
{
    kill(getppid(), 0);
}

UNUSED void run_program(void)
{
    char *const arguments[] = {NULL};
    execve("/bin/true", arguments, arguments);
}

UNUSED void map_code(void)
{
    (void)!mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

/* Speaks in the helper's place: its socket is number 3. */
UNUSED void write_garbage(void)
{
    (void)!write(3, "good morning, here I am", 23);
}

/* The greeting of a helper that says it has no layer at all. */
UNUSED void forge_greeting(void)
{
    static const unsigned char frame[] = {8, 0, 0, 0, 0, 0, 0, 0, 0xa4, 0x7d, 0xa7, 0x3b, 'R', 'R', 'R', 'H', 0, 0, 0, 0};
    (void)!write(3, frame, sizeof frame);
}

void nobody_has_this(void);
#endif

/* SPDX-License-Identifier: MIT */
/* reroute plugin check: a plugin's folder in, the verdict of every check out. Each check runs in a process of its own, a
 * copy of this one made once the taxonomy is there, so that a plugin which crashes or hangs costs one check. The copy's
 * answer comes back in memory that both share: nothing that a plugin prints can be taken for it. */
#define _GNU_SOURCE
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CHECKS_MAX = 128, DEADLINE_S = 20, HANGS_MOST = 3 };

/* In memory that the copy shares with this process. */
typedef struct answer {
    bool given; /* what is below was said by the check, not by an end of the process in the middle of it */
    rr_check_result result;
} answer;

typedef struct checking {
    const settings *s;
    rr_context *context;
    rr_taxonomy *taxonomy;
    const char *helper;      /* NULL: not found */
    answer *answer;
} checking;

/* In the copy. It leads a group of its own, which ends with it; it also ends with this program, whatever ends that. */
static void run_here(const checking *c, pid_t parent, size_t index)
{
    rr_error err = {0};
    rr_check_result result = {RR_CHECK_PASS, ""};
    sigset_t none;
    setpgid(0, 0);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
        _exit(EXIT_WRONG);
    for (const int *i = interrupts; *i != 0; i++)
        signal(*i, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    int nowhere = open("/dev/null", O_RDWR);
    for (int fd = STDIN_FILENO; nowhere >= 0 && fd <= STDERR_FILENO; fd++)
        dup2(nowhere, fd);
    if (nowhere > STDERR_FILENO)
        close(nowhere);
    if (rr_check_run(c->context, c->taxonomy, c->s->arguments.items[0], index, c->helper, c->s->lang, &result, &err) != RR_OK)
        rr_error_format(&err, c->s->lang, result.detail, sizeof result.detail), result.state = RR_CHECK_CRASH;
    c->answer->result = result;
    c->answer->given = true;
    _exit(EXIT_DONE);
}

/* SIGCHLD and interrupts are blocked while checks run: they wait here. */
typedef enum waited { ENDED, OVERDUE, INTERRUPTED } waited;

static waited wait_for(pid_t pid)
{
    sigset_t awaited;
    struct timespec now, end;
    sigemptyset(&awaited);
    sigaddset(&awaited, SIGCHLD);
    add_interrupts(&awaited);
    clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += DEADLINE_S;
    for (;;) {
        siginfo_t info = {0};
        /* Not reaped yet: as long as it is a zombie, the number of its group is nobody else's. */
        if (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pid)
            return ENDED;
        clock_gettime(CLOCK_MONOTONIC, &now);
        int64_t left = (int64_t)(end.tv_sec - now.tv_sec) * 1000000000 + (end.tv_nsec - now.tv_nsec);
        if (left <= 0)
            return OVERDUE;
        int came = sigtimedwait(&awaited, NULL, &(struct timespec){(time_t)(left / 1000000000), (long)(left % 1000000000)});
        if (came > 0 && came != SIGCHLD) {
            note_interrupt(came);
            return INTERRUPTED;
        }
    }
}

/* Whatever it has started ends with it. */
static int end_group(pid_t pid)
{
    int status = 0;
    kill(-pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}

static waited run_apart(const checking *c, size_t index, rr_check_result *result)
{
    pid_t own = getpid();
    rr_lang lang = c->s->lang;
    *c->answer = (answer){0};
    fflush(NULL); /* what is still unwritten must not be written twice */
    pid_t pid = fork();
    if (pid == 0)
        run_here(c, own, index);
    *result = (rr_check_result){RR_CHECK_CRASH, ""};
    if (pid < 0) {
        snprintf(result->detail, sizeof result->detail, in_language(lang, "the check could not be started: error %d", "检查无法启动：错误 %d"), errno);
        return ENDED;
    }
    setpgid(pid, pid); /* here too: whichever comes first */
    waited how = wait_for(pid);
    int status = end_group(pid);
    if (how == OVERDUE)
        snprintf(result->detail, sizeof result->detail, in_language(lang, "no answer within %d seconds", "%d 秒内没有回答"), DEADLINE_S);
    else if (WIFSIGNALED(status))
        snprintf(result->detail, sizeof result->detail, in_language(lang, "the process ended by signal %d", "进程因信号 %d 结束"), WTERMSIG(status));
    else if (!c->answer->given)
        snprintf(result->detail, sizeof result->detail, in_language(lang, "the process ended by itself with %d", "进程自行以 %d 结束"), WEXITSTATUS(status));
    else
        *result = c->answer->result;
    return how;
}

static int report(const checking *c, const rr_check_result *all, size_t first, size_t count)
{
    rr_error err = {0};
    output out;
    int code = EXIT_WRONG;
    bool bad = false;
    rr_checked results[CHECKS_MAX];
    rr_render_options how = render_options(c->s, RR_FORMAT_TEXT);
    for (size_t i = 0; i < count; i++) {
        results[i] = (rr_checked){first + i, all[i].state, all[i].detail};
        bad = bad || all[i].state == RR_CHECK_FAIL || all[i].state == RR_CHECK_CRASH;
    }
    if (!open_output(&out, c->context, c->s, &code))
        return code;
    rr_status status = rr_render_checks(c->context, results, count, &how, &out.sink, &err);
    code = close_output(&out, c->s, status, &err);
    return code == EXIT_DONE && bad ? EXIT_WRONG : code;
}

static int run_all(checking *c, size_t first, size_t count)
{
    static rr_check_result all[CHECKS_MAX];
    rr_check check;
    sigset_t awaited, before;
    waited how = was_interrupted() ? INTERRUPTED : ENDED;
    bool progress = !c->s->quiet && isatty(STDERR_FILENO);
    signal(SIGCHLD, SIG_DFL); /* whoever started us may have it ignored */
    sigemptyset(&awaited);
    sigaddset(&awaited, SIGCHLD);
    add_interrupts(&awaited);
    sigprocmask(SIG_BLOCK, &awaited, &before);
    for (size_t i = 0, hangs = 0; i < count && how != INTERRUPTED; i++) {
        if (hangs == HANGS_MOST) { /* in a row: whatever needs its code hangs */
            all[i].state = RR_CHECK_SKIP;
            snprintf(all[i].detail, sizeof all[i].detail, in_language(c->s->lang, "not tried after %d checks that gave no answer", "连续 %d 项检查没有回答，其余未做"),
                     HANGS_MOST);
            continue;
        }
        rr_check_at(first + i, c->s->lang, &check);
        if (progress)
            fprintf(stderr, "\r\033[K%zu/%zu %s", i + 1, count, check.id);
        how = run_apart(c, first + i, &all[i]);
        hangs = how == OVERDUE ? hangs + 1 : 0;
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (progress)
        fprintf(stderr, "\r\033[K");
    return how == INTERRUPTED || was_interrupted() ? EXIT_INTERRUPTED : report(c, all, first, count);
}

int run_plugin_check(const settings *s)
{
    size_t count = rr_check_count(), first = 0;
    char helper[1200];
    int code = EXIT_WRONG;
    if (s->arguments.count != 1) {
        say_wrong(s, "say which plugin: reroute plugin check DIR", "请指定插件：reroute plugin check 文件夹");
        return EXIT_USAGE;
    }
    count = count < CHECKS_MAX ? count : CHECKS_MAX;
    if (s->only != NULL) {
        first = rr_check_find(s->only);
        if (first == rr_check_count()) {
            say_wrong(s, "there is no such check; without --only all are run and named", "没有这项检查；不加 --only 会运行并列出全部");
            return EXIT_USAGE;
        }
        count = 1;
    }
    catch_all_interrupts();
    checking c = {.s = s, .context = open_context(s), .helper = rr_plugins_helper(helper, sizeof helper) > 0 ? helper : NULL};
    void *shared = mmap(NULL, sizeof *c.answer, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    c.answer = shared == MAP_FAILED ? NULL : shared;
    if (c.context != NULL && c.answer == NULL)
        say_wrong(s, "out of memory", "内存不足");
    else if (c.context != NULL)
        c.taxonomy = load_taxonomy(c.context, s, &code);
    if (c.taxonomy != NULL)
        code = run_all(&c, first, count);
    if (c.answer != NULL)
        munmap(c.answer, sizeof *c.answer);
    rr_taxonomy_destroy(c.taxonomy);
    rr_context_destroy(c.context);
    return code;
}

/* SPDX-License-Identifier: MIT */
/* reroute plugin check: a plugin's folder in, the verdict of every check out. Each check runs in a process of its own,
 * this program started again with --only, so that a plugin which crashes or hangs costs one check. */
#include "cli.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { CHECKS_MAX = 128, ANSWER_MAX = 2048, DEADLINE_MS = 20000, STATES = 5 };

typedef struct checked {
    rr_check_state state;
    char detail[512];
} checked;

/* What the child says: the state's name, a tab, the detail. */
static int run_one(const settings *s, size_t index)
{
    rr_error err = {0};
    rr_check_result result = {RR_CHECK_PASS, ""};
    char helper[1200];
    int code = EXIT_WRONG;
    rr_context *context = open_context(s);
    rr_taxonomy *taxonomy = context == NULL ? NULL : load_taxonomy(context, s, &code);
    size_t found = rr_plugins_helper(helper, sizeof helper);
    if (taxonomy != NULL &&
        rr_check_run(context, taxonomy, s->arguments.items[0], index, found > 0 ? helper : NULL, s->lang, &result, &err) == RR_OK) {
        printf("%s\t%s", rr_check_state_name(result.state), result.detail);
        code = result.state == RR_CHECK_FAIL ? EXIT_WRONG : EXIT_DONE;
    } else if (taxonomy != NULL) {
        code = say_error(s, &err);
    }
    fflush(stdout);
    rr_taxonomy_destroy(taxonomy);
    rr_context_destroy(context);
    return code;
}

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Everything up to the end, or to the deadline; false: overdue. */
static bool read_answer(int fd, char *answer, size_t size, int64_t deadline)
{
    size_t len = 0;
    for (;;) {
        struct pollfd p = {fd, POLLIN, 0};
        int64_t left = deadline - now_ms();
        if (left <= 0 || poll(&p, 1, (int)left) == 0) {
            answer[len] = '\0';
            return false;
        }
        char rest[256];
        bool full = len + 1 >= size;
        ssize_t got = read(fd, full ? rest : answer + len, full ? sizeof rest : size - 1 - len);
        if (got <= 0)
            break;
        len += full ? 0 : (size_t)got;
    }
    answer[len] = '\0';
    return true;
}

static bool start_child(const settings *s, const char *id, pid_t *pid, int *fd)
{
    int ends[2];
    const char *arguments[16 + 2 * LIST_MAX] = {"reroute", "plugin", "check", s->arguments.items[0], "--only", id, "-f", "tsv", "-q", "-l",
                                                s->lang == RR_LANG_ZH ? "zh" : "en"};
    size_t n = 11;
    for (size_t i = 0; i < s->taxonomies.count; i++) {
        arguments[n++] = "-t";
        arguments[n++] = s->taxonomies.items[i];
    }
    posix_spawn_file_actions_t actions;
    if (pipe(ends) != 0)
        return false;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", 1 /* O_WRONLY */, 0);
    int failed = posix_spawn(pid, "/proc/self/exe", &actions, NULL, (char *const *)(uintptr_t)arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    *fd = ends[0];
    if (failed != 0)
        close(ends[0]);
    return failed == 0;
}

static bool parse_answer(const char *answer, checked *out)
{
    for (int state = 0; state < STATES; state++) {
        const char *name = rr_check_state_name((rr_check_state)state);
        size_t len = strlen(name);
        if (strncmp(answer, name, len) != 0 || answer[len] != '\t')
            continue;
        out->state = (rr_check_state)state;
        snprintf(out->detail, sizeof out->detail, "%s", answer + len + 1);
        return true;
    }
    return false;
}

static void run_apart(const settings *s, const char *id, checked *out)
{
    char answer[ANSWER_MAX];
    pid_t pid = 0;
    int fd = -1, status = 0;
    *out = (checked){RR_CHECK_CRASH, ""};
    if (!start_child(s, id, &pid, &fd)) {
        snprintf(out->detail, sizeof out->detail, "the check could not be started: %s", strerror(errno));
        return;
    }
    bool in_time = read_answer(fd, answer, sizeof answer, now_ms() + DEADLINE_MS);
    if (!in_time)
        kill(pid, SIGKILL);
    close(fd);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (!in_time)
        snprintf(out->detail, sizeof out->detail, "%s", in_language(s->lang, "no answer within 20 seconds", "20 秒内没有回答"));
    else if (WIFSIGNALED(status))
        snprintf(out->detail, sizeof out->detail, in_language(s->lang, "the process ended by signal %d", "进程因信号 %d 结束"), WTERMSIG(status));
    else if (!parse_answer(answer, out))
        snprintf(out->detail, sizeof out->detail, in_language(s->lang, "the process ended by itself with %d", "进程自行以 %d 结束"), WEXITSTATUS(status));
}

static int report(const settings *s, rr_context *context, const checked *all, size_t first, size_t count)
{
    rr_error err = {0};
    output out;
    int code = EXIT_WRONG;
    bool bad = false;
    rr_checked results[CHECKS_MAX];
    rr_render_options how = render_options(s, RR_FORMAT_TEXT);
    for (size_t i = 0; i < count; i++) {
        results[i] = (rr_checked){first + i, all[i].state, all[i].detail};
        bad = bad || all[i].state == RR_CHECK_FAIL || all[i].state == RR_CHECK_CRASH;
    }
    if (!open_output(&out, context, s, &code))
        return code;
    rr_status status = rr_render_checks(context, results, count, &how, &out.sink, &err);
    code = close_output(&out, s, status, &err);
    return code == EXIT_DONE && bad ? EXIT_WRONG : code;
}

int run_plugin_check(const settings *s)
{
    static checked all[CHECKS_MAX];
    size_t count = rr_check_count(), first = 0;
    rr_check check;
    if (s->arguments.count != 1) {
        say_wrong(s, "say which plugin: reroute plugin check DIR", "请指定插件：reroute plugin check 文件夹");
        return EXIT_USAGE;
    }
    if (s->only != NULL) {
        first = rr_check_find(s->only);
        if (first == count) {
            say_wrong(s, "there is no such check; without --only all are run and named", "没有这项检查；不加 --only 会运行并列出全部");
            return EXIT_USAGE;
        }
        if (s->format == (int)RR_FORMAT_TSV) /* as this program asks itself */
            return run_one(s, first);
        count = 1;
    }
    rr_context *context = open_context(s);
    if (context == NULL)
        return EXIT_WRONG;
    bool progress = !s->quiet && isatty(STDERR_FILENO);
    for (size_t i = 0; i < count && i < CHECKS_MAX && !was_interrupted(); i++) {
        rr_check_at(first + i, s->lang, &check);
        if (progress)
            fprintf(stderr, "\r\033[K%zu/%zu %s", i + 1, count, check.id);
        run_apart(s, check.id, &all[i]);
    }
    if (progress)
        fprintf(stderr, "\r\033[K");
    int code = was_interrupted() ? EXIT_INTERRUPTED : report(s, context, all, first, count);
    rr_context_destroy(context);
    return code;
}

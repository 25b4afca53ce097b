/* SPDX-License-Identifier: MIT */
/* A match with a faulty plugin beside two healthy ones in; a finished match, the fault by its name, and the healthy ones'
 * findings as if it had not been there, out. Through the public headers, as an application would. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include <reroute/reroute.h>

#include "plugin/plugins.h" /* grants are not asked for in a match yet */
#include "world.h"

enum { EVER_MS = 60000, SOON_MS = 400, SIGNALS = 32, THREADS = 8 };

static struct {
    char rules[PATH_LEN], code[PATH_LEN];
    char *alone;              /* what the healthy ones say of every role, without any faulty one */
} kept;

/* ---- the host's own state ---- */

typedef struct host_state {
    int descriptors, threads;
    mode_t mask;
    char locale[128], folder[PATH_LEN];
    void (*handlers[SIGNALS])(int);
} host_state;

static int count_entries(const char *path)
{
    int count = 0;
    DIR *dir = opendir(path);
    assert_non_null(dir);
    while (readdir(dir) != NULL)
        count++;
    closedir(dir);
    return count;
}

static host_state look_at_host(void)
{
    host_state state = {.descriptors = count_entries("/proc/self/fd"), .threads = count_entries("/proc/self/task")};
    state.mask = umask(022);
    umask(state.mask);
    snprintf(state.locale, sizeof state.locale, "%s", setlocale(LC_ALL, NULL));
    assert_non_null(getcwd(state.folder, sizeof state.folder));
    for (int i = 1; i < SIGNALS; i++) {
        struct sigaction action;
        sigaction(i, NULL, &action);
        state.handlers[i] = action.sa_handler;
    }
    return state;
}

static void check_host(const host_state *before)
{
    const host_state after = look_at_host();
    assert_int_equal(after.descriptors, before->descriptors);
    assert_int_equal(after.threads, before->threads);
    assert_int_equal(after.mask, before->mask);
    assert_string_equal(after.locale, before->locale);
    assert_string_equal(after.folder, before->folder);
    assert_memory_equal(after.handlers, before->handlers, sizeof after.handlers);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* nobody left behind, dead or alive */
    assert_int_equal(errno, ECHILD);
}

/* ---- one match ---- */

static rr_plugins *open_folders(const char *const *folders, size_t count, const char *helper, uint32_t call_ms)
{
    rr_plugins *plugins = NULL;
    rr_error err = {0};
    rr_plugins_options o = {.size = sizeof o, .paths = folders, .path_count = count, .region = "CN-GD", .helper = helper,
                            .start_ms = call_ms, .call_ms = call_ms};
    assert_int_equal(rr_plugins_open(&plugins, the_world.context, the_world.taxonomy, &o, &err), RR_OK);
    return plugins;
}

static const rr_match *role_at(const rr_match_result *result, uint32_t occupation)
{
    for (size_t i = 0; i < rr_match_count(result); i++)
        if (rr_match_at(result, i)->occupation == occupation)
            return rr_match_at(result, i);
    return NULL;
}

/* What the healthy plugins say of every role, role by role: the caller's. */
static char *say_healthy(const rr_plugins *plugins, const rr_match_result *result)
{
    rr_taxonomy_info info;
    rr_plugin_info plugin;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    rr_taxonomy_get_info(the_world.taxonomy, &info);
    for (uint32_t o = 0; o < info.occupation_count; o++) {
        const rr_match *m = role_at(result, o);
        if (m == NULL)
            continue;
        fprintf(out, "%u %d:", (unsigned)o, (int)m->fit_ppm);
        for (size_t i = 0; i < m->finding_count; i++) {
            const rrp_finding *f = m->findings[i].finding;
            rr_plugins_at(plugins, m->findings[i].plugin, &plugin);
            if (strncmp(plugin.id, "org.example.", 12) == 0)
                fprintf(out, " %s %s %u %d %s;", plugin.id, f->code.p, (unsigned)f->state, (int)f->delta_ppm, rr_plugin_text(&f->texts, RR_LANG_EN));
        }
        for (size_t i = 0; i < m->gap_count; i++)
            if (m->gap[i].first_course.course != NULL && strncmp((rr_plugins_at(plugins, m->gap[i].first_course.plugin, &plugin), plugin.id), "org.example.", 12) == 0)
                fprintf(out, " %u %s;", (unsigned)m->gap[i].course_count, m->gap[i].first_course.course->id.p);
        fputc('\n', out);
    }
    fclose(out);
    return text;
}

static size_t index_of(const rr_plugins *plugins, const char *folder)
{
    rr_plugin_info info;
    for (size_t i = 0; rr_plugins_at(plugins, i, &info); i++)
        if (strcmp(info.folder, folder) == 0)
            return i;
    fail_msg("%s is not listed", folder);
    return 0;
}

/* The fault of a plugin once a match and a question for grants are through. */
static void try_folder(const char *name, const char *folder, const char *wanted, const char *detail, uint32_t call_ms)
{
    const char *folders[] = {kept.rules, folder, kept.code};
    host_state before = look_at_host();
    rr_plugins *plugins = open_folders(folders, 3, the_world.helper, call_ms);
    rr_match_result *result = run_match(plugins);
    rr_plugin_run run;
    rr__said *said = NULL;
    rr__arena arena;
    size_t index = index_of(plugins, folder);
    char *healthy = say_healthy(plugins, result), state[64], why[512], words[1024];
    assert_int_equal(rr_match_plugin(result, index, &run), 1);
    snprintf(state, sizeof state, "%s", run.state);
    snprintf(why, sizeof why, "%s", run.detail);
    if (strcmp(state, "ok") == 0) { /* it did not fail in a match; grants are the last that it can fail in */
        rrp_profile person = {.size = sizeof person, .skills = {NULL, 0, sizeof(rrp_held)}, .history = {NULL, 0, sizeof(rrp_job)},
                              .licences = {NULL, 0, sizeof(rrp_licence)}, .facts = {NULL, 0, sizeof(rrp_fact)},
                              .languages = {NULL, 0, sizeof(rrp_language)}};
        rrp_course course = {.id = RRP_S("c")};
        rrp_vec courses = RRP_VEC(rrp_course, &course, 1);
        rr__arena_init(&arena, &the_world.context->allocator);
        assert_int_equal(rr__plugins_grants(plugins, &arena, &person, 0, &courses, 0, &said, NULL), RR_OK);
        snprintf(state, sizeof state, "%s", rr__fault_code(said[index].failure.fault));
        snprintf(why, sizeof why, "%s", said[index].failure.detail);
        rr__arena_finish(&arena);
    }
    if (strcmp(state, wanted) != 0 || strstr(why, detail) == NULL)
        fail_msg("%s: expected %s (%s), got %s (%s)", name, wanted, detail, state, why);
    rr_plugins_detail(plugins, index, why, RR_LANG_EN, words, sizeof words);
    assert_string_equal(words, why);
    rr_plugins_detail(plugins, index, why, RR_LANG_ZH, words, sizeof words);
    if (why[0] != '\0' && strpbrk(words, "\xe4\xe5\xe6\xe7\xe8\xe9") == NULL) /* how most Chinese characters begin */
        fail_msg("%s: not in Chinese: %s", name, words);
    assert_string_equal(healthy, kept.alone);
    free(healthy);
    rr_match_result_destroy(result);
    rr_plugins_destroy(plugins);
    check_host(&before);
}

/* ---- tests ---- */

static void plugin_faults__a_match_goes_on_without_the_faulty_plugin(void **state)
{
    (void)state;
    static const struct { const char *name, *state, *detail; uint32_t call_ms; } faults[] = {
        {"healthy", "ok", "", EVER_MS},
        {"constructor_crash", "crash", "while it was loaded", EVER_MS},
        {"constructor_hang", "timeout", "while it was loaded", SOON_MS},
        {"undefined_symbol", "undefined-symbol", "function_that_is_nowhere", EVER_MS},
        {"crash_in_create", "crash", "", EVER_MS},
        {"crash_in_regions", "crash", "in regions", EVER_MS},
        {"crash_in_courses", "crash", "in courses", EVER_MS},
        {"crash_in_score", "crash", "in score", EVER_MS},
        {"crash_in_grants", "crash", "in grants", EVER_MS},
        {"crash_in_destroy", "ok", "", EVER_MS},
        {"exit_0", "exit", "exit status 0", EVER_MS},
        {"exit_3", "exit", "exit status 3", EVER_MS},
        {"abort", "crash", "ABRT", EVER_MS},
        {"throw", "crash", "", EVER_MS},
        {"loop", "timeout", "in score", SOON_MS},
        {"sleep", "timeout", "in score", SOON_MS},
        {"memory_bomb", "memory", "in score", EVER_MS},
        {"quota", "memory", "in score", EVER_MS},
        {"stack_overflow", "crash", "", EVER_MS},
        {"stdout_flood", "ok", "", EVER_MS},
        {"stderr_flood", "ok", "", EVER_MS},
        {"noisy_crash", "crash", "", EVER_MS},
        {"fd_leak", "forbidden", "in score", EVER_MS},
        {"fork", "forbidden", "in score", EVER_MS},
        {"thread", "forbidden", "in score", EVER_MS},
        {"odd_values", "bad-values", "verdict 0", EVER_MS},
        {"bad_utf8", "bad-values", "UTF-8", EVER_MS},
        {"dangling_ids", "bad-values", "candidate", EVER_MS},
        {"opens_file", "forbidden", "/etc/passwd", EVER_MS},
        {"opens_socket", "forbidden", "socket", EVER_MS},
        {"changes_locale", "forbidden", "", EVER_MS},
        {"changes_folder", "forbidden", "", EVER_MS},
        {"changes_signals", "forbidden", "", EVER_MS},
        {"closes_socket", "bad-reply", "", EVER_MS},
        {"scribbles", "bad-reply", "", EVER_MS},
        {"reports_error", "reported", "no rates for 2027", EVER_MS},
    };
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        char folder[PATH_LEN];
        const char *sanitized = getenv("REROUTE_SANITIZED");
        bool skipped = strcmp(faults[i].state, "memory") == 0 || strcmp(faults[i].name, "throw") == 0;
        if (skipped && sanitized != NULL && sanitized[0] != '\0') {
            print_message("SKIPPED, LOUDLY: %s: a sanitizer needs memory and files of its own for it\n", faults[i].name);
            continue;
        }
        make_faulty(folder, faults[i].name, "org.reroute.fixture", "1");
        try_folder(faults[i].name, folder, faults[i].state, faults[i].detail, faults[i].call_ms);
        remove_folder(folder);
    }
}

/* Bytes of a good binary changed so that it must be refused before any of its code runs. */
static void change_binary(const char *folder, const char *find, size_t len, size_t offset, const char *to, size_t to_len)
{
    char path[2 * PATH_LEN];
    static char bytes[1 << 22];
    snprintf(path, sizeof path, "%s/plugin.so", folder);
    FILE *f = fopen(path, "r+b");
    assert_non_null(f);
    size_t size = fread(bytes, 1, sizeof bytes, f), at = 0;
    while (at + len <= size && memcmp(bytes + at, find, len) != 0)
        at++;
    assert_true(at + len <= size);
    fseek(f, (long)(at + offset), SEEK_SET);
    fwrite(to, 1, to_len, f);
    assert_int_equal(fclose(f), 0);
}

static void plugin_faults__what_can_be_told_from_the_files_is_told_before_any_code_runs(void **state)
{
    (void)state;
    char folder[PATH_LEN];
    static const struct { const char *state, *find, *to; size_t len, offset, to_len; } changes[] = {
        {"wrong-machine", "\x7f" "ELF", "\x08\x00", 4, 18, 2},     /* MIPS */
        {"not-elf", "\x7f" "ELF", "junk", 4, 0, 4},
        {"not-elf", "\x7f" "ELF", "\x02\x00", 4, 16, 2},           /* a program */
        {"wrong-abi", "RRRP", "\x02\x00", 4, 8, 2},
        {"host-too-old", "RRRP", "\x09\x00", 4, 12, 2},
        {"no-entry", "RRRP", "JUNK", 4, 0, 4},
        {"no-entry", "reroute_plugin", "R", 14, 0, 1},
    };
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        make_faulty(folder, "constructor_crash", "org.reroute.fixture", "1"); /* whose code would end in "crash" */
        change_binary(folder, changes[i].find, changes[i].len, changes[i].offset, changes[i].to, changes[i].to_len);
        try_folder(changes[i].state, folder, changes[i].state, "", EVER_MS);
        remove_folder(folder);
    }
    char path[2 * PATH_LEN];
    make_faulty(folder, "constructor_crash", "org.reroute.fixture", "1");
    snprintf(path, sizeof path, "%s/plugin.so", folder);
    unlink(path);
    try_folder("missing", folder, "missing-file", "", EVER_MS);
    write_text(folder, "plugin.so", "");
    try_folder("empty", folder, "not-elf", "", EVER_MS);
    chmod(folder, 0777);
    try_folder("writable", folder, "refused", "", EVER_MS);
    chmod(folder, 0755);
    write_text(folder, "plugin.xml", "<plugin");
    try_folder("manifest", folder, "bad-manifest", "", EVER_MS);
    remove_folder(folder);
    make_faulty(folder, "healthy", "org.reroute.fixture", "2");
    try_folder("version", folder, "manifest-mismatch", "", EVER_MS);
    remove_folder(folder);
}

static void plugin_faults__three_faults_are_remembered_until_the_files_change(void **state)
{
    (void)state;
    char folder[PATH_LEN], memory[2 * PATH_LEN];
    rr_plugin_info info;
    rr_plugins *plugins = NULL;
    make_faulty(folder, "constructor_crash", "org.reroute.fixture", "1");
    snprintf(memory, sizeof memory, "%s/quarantine", the_world.base);
    const char *folders[] = {folder};
    rr_plugins_options o = {.size = sizeof o, .paths = folders, .path_count = 1, .region = "CN-GD", .helper = the_world.helper,
                            .state_file = memory, .start_ms = EVER_MS, .call_ms = EVER_MS};
    for (int turn = 0; turn < 5; turn++) {
        assert_int_equal(rr_plugins_open(&plugins, the_world.context, the_world.taxonomy, &o, NULL), RR_OK);
        rr_plugins_at(plugins, 0, &info);
        assert_string_equal(info.state, turn < 3 ? "crash" : "quarantined");
        if (turn >= 3)
            assert_non_null(strstr(info.detail, "crash"));
        rr_plugins_destroy(plugins);
    }
    remove_folder(folder);
    unlink(memory);
    make_faulty(folder, "crash_in_score", "org.reroute.fixture", "1"); /* it starts well each time, and fails later */
    for (int turn = 0; turn < 5; turn++) {
        assert_int_equal(rr_plugins_open(&plugins, the_world.context, the_world.taxonomy, &o, NULL), RR_OK);
        rr_plugin_run run;
        rr_match_result *result = run_match(plugins);
        assert_int_equal(rr_match_plugin(result, 0, &run), 1);
        assert_string_equal(run.state, turn < 3 ? "crash" : "quarantined");
        rr_match_result_destroy(result);
        rr_plugins_destroy(plugins);
    }
    remove_folder(folder);
    unlink(memory);
    make_faulty(folder, "constructor_crash", "org.reroute.fixture", "1");
    write_text(the_world.base, "quarantine", "reroute quarantine 1\nnonsense\t\t\n\xff");
    assert_int_equal(rr_plugins_open(&plugins, the_world.context, the_world.taxonomy, &o, NULL), RR_OK);
    rr_plugins_at(plugins, 0, &info);
    assert_string_equal(info.state, "crash"); /* a damaged memory is none */
    rr_plugins_destroy(plugins);
    remove_folder(folder);
    unlink(memory);
}

/* Whatever the reason that the helper is of no use, the plugin has done nothing. */
static void plugin_faults__what_the_helper_lacks_is_not_held_against_a_plugin(void **state)
{
    (void)state;
    static const char *const bad[] = {"/nowhere/reroute-plugin-host", "/bin/true"};
    char folder[PATH_LEN], memory[2 * PATH_LEN];
    rr_plugin_info info;
    rr_plugins *plugins = NULL;
    make_faulty(folder, "healthy", "org.reroute.fixture", "1");
    snprintf(memory, sizeof memory, "%s/quarantine", the_world.base);
    const char *folders[] = {folder};
    rr_plugins_options o = {.size = sizeof o, .paths = folders, .path_count = 1, .region = "CN-GD", .state_file = memory,
                            .start_ms = EVER_MS, .call_ms = EVER_MS};
    for (int turn = 0; turn < 9; turn++) {
        o.helper = turn < 8 ? bad[turn % 2] : the_world.helper;
        assert_int_equal(rr_plugins_open(&plugins, the_world.context, the_world.taxonomy, &o, NULL), RR_OK);
        rr_plugins_at(plugins, 0, &info);
        assert_string_equal(info.state, turn < 8 ? "helper" : "ok");
        rr_plugins_destroy(plugins);
    }
    remove_folder(folder);
    unlink(memory);
}

static char *render(const rr_plugins *plugins)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    rr_sink sink = {out, keep_bytes};
    rr_match_options asked = {.size = sizeof asked, .date = "2026-11-26", .region = "CN-GD", .plugins = plugins, .top = 5};
    rr_render_options how = {.size = sizeof how, .format = RR_FORMAT_JSON};
    rr_match_result *result = NULL;
    assert_int_equal(rr_match_run(&result, the_world.matcher, the_world.profile, &asked, NULL), RR_OK);
    assert_int_equal(rr_render_match(result, the_world.taxonomy, the_world.profile, &asked, &how, &sink, NULL), RR_OK);
    fclose(out);
    rr_match_result_destroy(result);
    return text;
}

/* The word that says how a plugin was isolated may differ, and nothing else. */
static void forget_isolation(char *text)
{
    for (char *at = text; (at = strstr(at, "\"isolation\": \"")) != NULL; at++)
        for (char *word = at + 14; *word != '"';)
            memmove(word, word + 1, strlen(word));
}

static void plugin_faults__neither_process_nor_order_changes_a_byte(void **state)
{
    (void)state;
    const char *folders[] = {kept.rules, kept.code}, *turned[] = {kept.code, kept.rules};
    rr_plugins *by_helper = open_folders(folders, 2, the_world.helper, EVER_MS), *here = open_folders(turned, 2, NULL, EVER_MS);
    char *a = render(by_helper), *b = render(here), *again = render(by_helper);
    assert_non_null(strstr(a, "\"isolation\": \""));
    assert_string_equal(a, again);
    forget_isolation(a);
    forget_isolation(b);
    assert_string_equal(a, b);
    free(a), free(b), free(again);
    rr_plugins_destroy(by_helper);
    rr_plugins_destroy(here);
}

typedef struct worker { const rr_plugins *plugins; char *first; int same; } worker;

static void *work(void *user)
{
    worker *w = user;
    w->same = 1;
    for (int i = 0; i < 4; i++) {
        char *own = render(w->plugins);
        w->same = w->same && strcmp(own, w->first) == 0;
        free(own);
    }
    return NULL;
}

static void plugin_faults__threads_share_plugins_and_change_nothing(void **state)
{
    (void)state;
    const char *folders[] = {kept.rules, kept.code};
    rr_plugins *plugins = open_folders(folders, 2, the_world.helper, EVER_MS);
    char *first = render(plugins);
    pthread_t threads[THREADS];
    worker workers[THREADS];
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (worker){plugins, first, 0};
        assert_int_equal(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        assert_true(workers[i].same);
    }
    free(first);
    rr_plugins_destroy(plugins);
}

static int open_kept(void **state)
{
    (void)state;
    if (!open_world())
        return 1;
    make_folder(kept.rules, "a-rules", "org.example.rules", "1", "<file name=\"rules.xml\" kind=\"rules\"/><file name=\"courses.xml\" kind=\"courses\"/>");
    copy_file(RR_TEST_SOURCE "/plugins/template/data/courses.xml", kept.rules, "courses.xml", 0644);
    copy_file(RR_TEST_SOURCE "/tests/plugins/check/rules.xml", kept.rules, "rules.xml", 0644);
    make_folder(kept.code, "z-code", "org.example.plugin", "1.0", "<binary name=\"plugin.so\"/>");
    copy_file(RR_TEST_FAULTY_PLUGINS "/check_good.so", kept.code, "plugin.so", 0755);
    const char *folders[] = {kept.rules, kept.code};
    rr_plugins *plugins = open_folders(folders, 2, the_world.helper, EVER_MS);
    rr_match_result *result = run_match(plugins);
    kept.alone = say_healthy(plugins, result);
    bool both = strstr(kept.alone, "org.example.rules of-age") != NULL && strstr(kept.alone, "org.example.plugin made-up") != NULL;
    rr_match_result_destroy(result);
    rr_plugins_destroy(plugins);
    return both ? 0 : 1;
}

static int close_kept(void **state)
{
    (void)state;
    free(kept.alone);
    close_world();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plugin_faults__a_match_goes_on_without_the_faulty_plugin),
        cmocka_unit_test(plugin_faults__what_can_be_told_from_the_files_is_told_before_any_code_runs),
        cmocka_unit_test(plugin_faults__three_faults_are_remembered_until_the_files_change),
        cmocka_unit_test(plugin_faults__what_the_helper_lacks_is_not_held_against_a_plugin),
        cmocka_unit_test(plugin_faults__neither_process_nor_order_changes_a_byte),
        cmocka_unit_test(plugin_faults__threads_share_plugins_and_change_nothing),
    };
    return cmocka_run_group_tests(tests, open_kept, close_kept);
}

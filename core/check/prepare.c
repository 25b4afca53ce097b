/* SPDX-License-Identifier: MIT */
/* A plugin's folder in; step by step what a check needs of it, and why a step can't be taken, out. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "check/checking.h"
#include "plugin/start.h"

rr_check_state rr__check_say(rr__checking *c, rr_check_state state, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(c->detail, sizeof ((rr_check_result *)0)->detail, format, arguments);
    va_end(arguments);
    for (size_t bad = 0, len = strlen(c->detail); (bad += rr__utf8_check(c->detail + bad, len - bad)) < len;)
        c->detail[bad] = '?'; /* a plugin's bytes, or a character that was cut */
    return state;
}

static bool refuse(rr__checking *c, rr__step *step, const rr_error *err)
{
    *step = RR__STEP_BAD;
    c->first = *err;
    c->nomem = c->nomem || err->status == RR_ENOMEM;
    rr_error_format(err, c->lang, c->detail, sizeof ((rr_check_result *)0)->detail);
    return false;
}

/* A step that was bad says so again. */
static bool settled(rr__checking *c, rr__step step)
{
    if (step == RR__STEP_BAD)
        rr_error_format(&c->first, c->lang, c->detail, sizeof ((rr_check_result *)0)->detail);
    return step != RR__STEP_NEW;
}

static void take_remark(void *user, const rr_error *err)
{
    rr__checking *c = user;
    rr__remark *remark = rr__vec_grow(&c->remarks, 1);
    if (remark == NULL) {
        c->nomem = true;
        return;
    }
    remark->message = err->number;
    remark->warning = rr_error_severity(err) != RR_SEVERITY_ERROR;
    if (c->in_rules && err->number == RR__MSG_XML_DATE)
        remark->message = RR__MSG_RULES_DATES;
    const char *second = err->arg_count > 1 ? err->args + strlen(err->args) + 1 : "";
    snprintf(remark->what, sizeof remark->what, "%s", second);
    rr_error_format(err, c->lang, remark->text, sizeof remark->text);
}

bool rr__has_manifest(rr__checking *c)
{
    rr_error err = {0};
    rr__bytes bytes = {0};
    char path[1024];
    if (settled(c, c->manifest_step))
        return c->manifest_step == RR__STEP_GOOD;
    snprintf(path, sizeof path, "%s/plugin.xml", c->folder);
    rr_status status = rr__plugin_file_read(&bytes, c->context, c->folder, "plugin.xml", RR__MANIFEST_BYTES_MAX, &err);
    if (status == RR_OK)
        status = rr__manifest_read(&c->manifest, &c->arena, c->context, c->folder, path, bytes.data, bytes.len, NULL, NULL, &err);
    rr__bytes_finish(&bytes);
    if (status != RR_OK)
        return refuse(c, &c->manifest_step, &err);
    c->manifest_step = RR__STEP_GOOD;
    return true;
}

static bool read_one(rr__checking *c, size_t i, rr_error *err)
{
    const rr__plugin_file *file = &c->manifest.files[i];
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", c->folder, file->name);
    rr_status status = rr__plugin_file_read(&c->files[i], c->context, c->folder, file->name, RR__DATA_BYTES_MAX, err);
    if (status != RR_OK)
        return false;
    size_t before = c->remarks.count;
    rr_error why = {0};
    c->in_rules = file->kind == RR__FILE_RULES;
    if (file->kind == RR__FILE_COURSES)
        status = rr__courses_read(&c->listed, &c->arena, &c->unknown, c->context, c->taxonomy, path, c->files[i].data, c->files[i].len,
                                  take_remark, c, &why);
    else if (file->kind == RR__FILE_RULES)
        status = rr__rules_read(&c->rules, c->context, c->taxonomy, path, c->files[i].data, c->files[i].len, c->manifest.reads,
                                c->manifest.read_count, take_remark, c, &why);
    if (status != RR_OK && c->remarks.count == before) /* the reader gave up before it heard anything */
        take_remark(c, &why);
    c->in_rules = false;
    return true;
}

bool rr__has_files(rr__checking *c)
{
    rr_error err = {0};
    if (!rr__has_manifest(c))
        return false;
    if (settled(c, c->files_step))
        return c->files_step == RR__STEP_GOOD;
    c->files = rr__arena_alloc(&c->arena, (c->manifest.file_count + 1) * sizeof *c->files, 8);
    if (c->files == NULL)
        return refuse(c, &c->files_step, &(rr_error){.status = rr__fail_nomem(&err)});
    for (size_t i = 0; i < c->manifest.file_count; i++)
        if (!read_one(c, i, &err))
            return refuse(c, &c->files_step, &err);
    c->files_step = RR__STEP_GOOD;
    return true;
}

bool rr__has_binary(rr__checking *c)
{
    rr_error err = {0};
    rr__bytes bytes = {0};
    if (!rr__has_manifest(c))
        return false;
    if (c->manifest.binary == NULL) {
        rr__check_say(c, RR_CHECK_SKIP, "%s", rr__in(c, "the plugin has no binary", "插件没有二进制文件"));
        return false;
    }
    if (settled(c, c->binary_step))
        return c->binary_step == RR__STEP_GOOD;
    rr_status status = rr__plugin_file_open(&c->binary, c->folder, c->manifest.binary, &err);
    if (status == RR_OK)
        status = rr__plugin_fd_read(&bytes, c->context, c->binary, c->folder, c->manifest.binary, RR__BINARY_BYTES_MAX, &err);
    if (status == RR_OK)
        status = rr__plugin_inspect(&c->inspected, c->manifest.binary, bytes.data, bytes.len, RRP_ABI_MINOR, &err);
    rr__bytes_finish(&bytes);
    if (status != RR_OK)
        return refuse(c, &c->binary_step, &err);
    c->binary_step = RR__STEP_GOOD;
    return true;
}

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* START, in this process. */
static bool start(rr__checking *c, char *why, size_t size)
{
    rr__start_file *files = rr__arena_alloc(&c->arena, (c->manifest.file_count + 1) * sizeof *files, 8);
    if (files == NULL)
        return false;
    for (size_t i = 0; i < c->manifest.file_count; i++) {
        bool listed = c->manifest.files[i].kind == RR__FILE_COURSES;
        files[i] = (rr__start_file){.name = c->manifest.files[i].name, .bytes = c->files[i].data, .len = c->files[i].len, .listed = listed,
                                    .schools = listed ? c->listed.schools : (rrp_vec){NULL, 0, sizeof(rrp_school)},
                                    .courses = listed ? c->listed.courses : (rrp_vec){NULL, 0, sizeof(rrp_course)}};
    }
    rr__start_request(&c->start, c->taxonomy, &c->manifest, files, c->manifest.file_count);
    rr__server_handle(c->server, c->start.data, c->start.len, &c->reply, RR__CHECK_QUOTA);
    rr__decoder in = {.at = (const uint8_t *)c->reply.data, .end = (const uint8_t *)c->reply.data + c->reply.len, .arena = &c->arena};
    uint32_t outcome = rr__decode_u32(&in);
    c->server_fault = outcome >= RR__OUTCOME_FAULT ? (rr__fault)(outcome - RR__OUTCOME_FAULT) : outcome == RRP_OK ? RR__FAULT_NONE : RR__FAULT_REPORTED;
    if (outcome == RRP_OK) {
        c->offers = rr__decode_u32(&in);
        return !in.failed;
    }
    snprintf(why, size, "%s", rr__decode_str(&in).p);
    return false;
}

bool rr__has_server(rr__checking *c)
{
    char why[256] = "", words[512];
    if (!rr__has_binary(c) || !rr__has_files(c))
        return false;
    if (c->server_step == RR__STEP_NEW) {
        double before = now_ms();
        c->server_fault = rr__server_load(&c->server, &c->context->allocator, c->binary, why, sizeof why);
        c->load_ms = now_ms() - before;
        c->server_step = c->server != NULL && start(c, why, sizeof why) ? RR__STEP_GOOD : RR__STEP_BAD;
        if (c->server_step == RR__STEP_BAD) {
            rr__plugin_words(why, c->lang, words, sizeof words);
            rr__check_say(c, RR_CHECK_SKIP, rr__in(c, "%s: %s", "%s：%s"), rr__fault_text(c->server_fault, c->lang), words);
        }
    }
    return c->server_step == RR__STEP_GOOD;
}

bool rr__has_offers(rr__checking *c, uint32_t offers)
{
    static const char *const names[][5] = {{"", "catalogue", "scoring", "", "funding"}, {"", "课程目录", "评分", "", "补贴"}};
    if (!rr__has_server(c))
        return false;
    if ((c->offers & offers) != 0)
        return true;
    rr__check_say(c, RR_CHECK_SKIP, rr__in(c, "its code offers no %s", "代码不提供%s"), names[c->lang == RR_LANG_ZH][offers]);
    return false;
}

static void take_breach(void *user, const rr__breach *breach)
{
    rr_error err = {0};
    rr__fail(&err, RR_EINVALID, breach->message, breach->id, breach->what, NULL);
    take_remark(user, &err);
}

/* All pages of the code's catalogue, as they come. */
static bool gather(rr__checking *c)
{
    rr__vec schools, courses;
    rrp_str cursor = {"", 0};
    bool good = true;
    rr__vec_init(&schools, &c->context->allocator, sizeof(rrp_school));
    rr__vec_init(&courses, &c->context->allocator, sizeof(rrp_course));
    c->endless = true;
    for (int pages = 0; good && c->endless && pages < RR__CATALOGUE_PAGES_MAX && schools.count + courses.count < RR__CATALOGUE_ROWS_MAX; pages++) {
        rrp_course_page page = {.size = sizeof page};
        uint32_t outcome = RRP_OK;
        good = rr__ask_courses(c, c->manifest.regions[0], RR__PAGE_ROWS, cursor, &page, &outcome);
        for (uint32_t i = 0; good && i < page.schools.count; i++)
            good = rr__vec_push(&schools, RRP_AT(rrp_school, page.schools, i));
        for (uint32_t i = 0; good && i < page.courses.count; i++)
            good = rr__vec_push(&courses, RRP_AT(rrp_course, page.courses, i));
        cursor = page.next_cursor;
        c->endless = cursor.n > 0;
    }
    if (good) {
        c->rows.schools = (rrp_vec){rr__arena_alloc(&c->arena, (schools.count + 1) * sizeof(rrp_school), 8), (uint32_t)schools.count, sizeof(rrp_school)};
        c->rows.courses = (rrp_vec){rr__arena_alloc(&c->arena, (courses.count + 1) * sizeof(rrp_course), 8), (uint32_t)courses.count, sizeof(rrp_course)};
        good = c->rows.schools.data != NULL && c->rows.courses.data != NULL;
        if (good && schools.count > 0)
            memcpy((void *)(uintptr_t)c->rows.schools.data, schools.data, schools.count * sizeof(rrp_school));
        if (good && courses.count > 0)
            memcpy((void *)(uintptr_t)c->rows.courses.data, courses.data, courses.count * sizeof(rrp_course));
    }
    rr__vec_finish(&schools);
    rr__vec_finish(&courses);
    return good;
}

bool rr__has_rows(rr__checking *c)
{
    if (c->rows_step != RR__STEP_NEW)
        return c->rows_step == RR__STEP_GOOD;
    if (!rr__has_files(c))
        return false;
    bool from_code = c->manifest.binary != NULL && rr__has_server(c) && (c->offers & RR__OFFERS_CATALOGUE) != 0;
    bool from_file = false;
    for (size_t i = 0; i < c->manifest.file_count; i++)
        from_file = from_file || c->manifest.files[i].kind == RR__FILE_COURSES;
    c->rows = c->listed;
    if (from_code) {
        if (!gather(c)) {
            c->rows_step = RR__STEP_BAD;
            return false;
        }
        rr__courses_check(&c->rows, c->taxonomy, &c->context->allocator, take_breach, c, &c->nomem);
    }
    if (!from_code && !from_file) {
        rr__check_say(c, RR_CHECK_SKIP, "%s", rr__in(c, "the plugin has no catalogue", "插件没有课程目录"));
        return false;
    }
    c->rows_step = RR__STEP_GOOD;
    return true;
}

void rr__check_close(rr__checking *c)
{
    rr__server_destroy(c->server);
    if (c->binary >= 0)
        close(c->binary);
    for (size_t i = 0; c->files != NULL && i < c->manifest.file_count; i++)
        rr__bytes_finish(&c->files[i]);
    rr__rules_destroy(c->rules);
    rr__buf_finish(&c->start);
    rr__buf_finish(&c->request);
    rr__buf_finish(&c->reply);
    rr__vec_finish(&c->remarks);
    rr__vec_finish(&c->unknown);
    rr__arena_finish(&c->arena);
}

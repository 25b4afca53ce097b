/* SPDX-License-Identifier: MIT */
/* A plugin's code in; the regions it names held against its manifest, and all pages of its catalogue as rows that keep every
 * rule, out. However many pages it gives and however fast, what it may take of memory and time is bounded. */
#include <stdio.h>
#include <string.h>

#include "base/region.h"
#include "catalogue/limits.h"
#include "plugin/plugins.h"
#include "plugin/process.h"
#include "plugin/records.h"

typedef struct taking {
    rr_plugins *plugins;
    rr__plugin *plugin;
    rr__session *session;
    const rr_plugins_options *options;
    rr__vec schools, courses;
    size_t bytes, pages;       /* so far */
    int64_t deadline_ms;
    rr_error *err;
} taking;

static bool failed(const taking *t)
{
    return t->plugin->failure.fault != RR__FAULT_NONE;
}

static void tell(const taking *t, enum rr__message message, uint32_t region)
{
    char code[8], file[RR_ERROR_FILE_MAX];
    rr_error why = {0};
    if (t->options->finding == NULL)
        return;
    rr__region_code(region, code);
    snprintf(file, sizeof file, "%.200s/plugin.xml", t->plugin->shown);
    rr__fail_at(&why, RR_EINVALID, file, 0, 0, message, code, NULL);
    t->options->finding(t->options->user, &why);
}

/* One question; its answer is a record, or without one a vector of numbers. What the plugin does wrong is its failure. */
static rr_status ask(taking *t, const rr__buf *request, const char *where, const rr__abi_record *record, void *out)
{
    rr__buf reply;
    rr_status status = RR_OK;
    rr__buf_init(&reply, &t->plugins->context->allocator, SIZE_MAX / 4);
    if (!request->failed && rr__session_call(t->session, request, &reply, &t->plugin->failure)) {
        rr__decoder in = {.at = (const uint8_t *)reply.data, .end = (const uint8_t *)reply.data + reply.len, .arena = &t->plugin->rows};
        if (record != NULL)
            rr__decode(&in, record, out);
        else
            rr__decode_vec(&in, NULL, out);
        t->bytes += reply.len;
        if (in.nomem)
            status = rr__fail_nomem(t->err);
        else if (in.failed || in.at != in.end)
            rr__failure_set(&t->plugin->failure, RR__FAULT_BAD_REPLY, "%s: it can't be decoded", where);
    } else if (!failed(t)) {
        status = rr__fail_nomem(t->err);
    }
    rr__buf_finish(&reply);
    return status;
}

static bool is_named(const rrp_vec *regions, uint32_t region)
{
    for (uint32_t i = 0; i < regions->count; i++) {
        uint32_t own = *RRP_AT(uint32_t, *regions, i);
        if (own == region || own == rr__region_country(region) || rr__region_country(own) == region)
            return true;
    }
    return false;
}

/* A country and its parts stand for each other: who says China may list its provinces. */
static void compare_regions(const taking *t, const rrp_vec *regions)
{
    const rr__manifest *m = &t->plugin->manifest;
    const rrp_vec listed = RRP_VEC(uint32_t, m->regions, m->region_count);
    char code[8];
    for (uint32_t i = 0; i < regions->count; i++) {
        uint32_t region = *RRP_AT(uint32_t, *regions, i);
        if (rr__region_code(region, code) > 0 && !is_named(&listed, region))
            tell(t, RR__MSG_PLUGIN_REGION_MORE, region);
    }
    for (size_t i = 0; i < m->region_count; i++)
        if (!is_named(regions, m->regions[i]))
            tell(t, RR__MSG_PLUGIN_REGION_LESS, m->regions[i]);
}

static rr_status take_regions(taking *t)
{
    rr__buf request;
    rrp_vec regions = {NULL, 0, sizeof(uint32_t)};
    rr__buf_init(&request, &t->plugins->context->allocator, 0);
    rr__encode_u32(&request, RR__CALL_REGIONS);
    rr_status status = ask(t, &request, "in regions", NULL, &regions);
    rr__buf_finish(&request);
    if (status == RR_OK && !failed(t) && regions.count > RR__REGIONS_MAX)
        rr__failure_set(&t->plugin->failure, RR__FAULT_BAD_VALUES, "in regions: more than %d regions", RR__REGIONS_MAX);
    if (status == RR_OK && !failed(t))
        compare_regions(t, &regions);
    return status;
}

static rr_status ask_page(taking *t, const rrp_course_query *query, rrp_course_page *page)
{
    rr__buf request;
    rr__buf_init(&request, &t->plugins->context->allocator, 0);
    rr__encode_u32(&request, RR__CALL_COURSES);
    rr__encode(&request, &rr__abi_course_query, query, sizeof *query);
    rr_status status = ask(t, &request, "in courses", &rr__abi_course_page, page);
    rr__buf_finish(&request);
    return status;
}

/* NULL, or why this page can't be one of a catalogue's. */
static const char *wrong_page(const taking *t, const rrp_course_query *query, const rrp_course_page *page)
{
    size_t rows = t->schools.count + t->courses.count + page->schools.count + (size_t)page->courses.count;
    bool more = page->next_cursor.n > 0;
    if (page->courses.count > query->max_rows)
        return "a page of more courses than were asked for";
    if (rows > RR__CATALOGUE_ROWS_MAX)
        return "a catalogue of more than 250,000 rows";
    if (t->bytes > RR__CATALOGUE_BYTES_MAX)
        return "a catalogue of more than 256 MiB";
    if (more && (t->pages >= RR__CATALOGUE_PAGES_MAX || (page->next_cursor.n == query->cursor.n &&
                 memcmp(page->next_cursor.p, query->cursor.p, (size_t)query->cursor.n) == 0)))
        return "the pages of its catalogue never end";
    return NULL;
}

static bool add_rows(rr__vec *to, const rrp_vec *rows)
{
    return rows->count == 0 || rr__vec_add(to, rows->data, rows->count);
}

/* The pages, until the last or until one is too many. */
static rr_status take_pages(taking *t)
{
    rrp_course_query query = {.size = sizeof query, .region = t->plugins->region, .as_of_day = t->plugins->day, .max_rows = RR__PAGE_ROWS,
                              .cursor = {"", 0}};
    rr__failure *failure = &t->plugin->failure;
    rr_status status = RR_OK;
    do {
        rrp_course_page page = {.size = sizeof page};
        if (rr__cancelled(t->plugins->context))
            return rr__fail(t->err, RR_ECANCELLED, RR__MSG_CANCELLED, NULL);
        status = ask_page(t, &query, &page);
        if (status != RR_OK || failed(t))
            return status;
        t->pages++;
        const char *wrong = wrong_page(t, &query, &page);
        if (wrong != NULL)
            rr__failure_set(failure, RR__FAULT_BAD_VALUES, "in courses: %s", wrong);
        else if (page.next_cursor.n > 0 && rr__monotonic_ms() > t->deadline_ms)
            rr__failure_set(failure, RR__FAULT_TIMEOUT, "in courses: %zu pages and no end after %u ms", t->pages,
                            (unsigned)RR__CATALOGUE_CALLS * t->plugins->session.call_ms);
        else if (!add_rows(&t->schools, &page.schools) || !add_rows(&t->courses, &page.courses))
            status = rr__fail_nomem(t->err);
        query.cursor = page.next_cursor;
    } while (status == RR_OK && !failed(t) && query.cursor.n > 0);
    return status;
}

static rr_status validate(taking *t)
{
    rr__plugin *plugin = t->plugin;
    rr_error first = {0};
    const rr__courses raw = {{t->schools.data, (uint32_t)t->schools.count, sizeof(rrp_school)},
                             {t->courses.data, (uint32_t)t->courses.count, sizeof(rrp_course)}};
    rr_status status = rr__courses_validate(&plugin->courses, &plugin->rows, &raw, t->plugins->taxonomy, &plugin->refused, &first, t->err);
    if (first.file[0] == '\0') /* rows of code stand in no file */
        snprintf(first.file, sizeof first.file, "%s", plugin->shown);
    if (plugin->refused > 0 && t->options->finding != NULL)
        t->options->finding(t->options->user, &first);
    return status;
}

rr_status rr__plugin_take_catalogue(rr_plugins *plugins, rr__plugin *plugin, rr__session *session, const rr_plugins_options *options, rr_error *err)
{
    taking t = {.plugins = plugins, .plugin = plugin, .session = session, .options = options, .err = err};
    t.deadline_ms = rr__monotonic_ms() + (int64_t)RR__CATALOGUE_CALLS * plugins->session.call_ms;
    rr__vec_init(&t.schools, &plugins->context->allocator, sizeof(rrp_school));
    rr__vec_init(&t.courses, &plugins->context->allocator, sizeof(rrp_course));
    rr_status status = take_regions(&t);
    if (status == RR_OK && !failed(&t))
        status = take_pages(&t);
    if (status == RR_OK && !failed(&t))
        status = validate(&t);
    if (status != RR_OK || failed(&t)) { /* what was taken is of no use; nor need it stay */
        plugin->courses = (rr__courses){{NULL, 0, sizeof(rrp_school)}, {NULL, 0, sizeof(rrp_course)}};
        rr__arena_finish(&plugin->rows);
    }
    rr__vec_finish(&t.schools);
    rr__vec_finish(&t.courses);
    return status;
}

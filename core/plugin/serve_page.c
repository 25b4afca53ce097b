/* SPDX-License-Identifier: MIT */
/* A courses.xml that the host has read, handed to the plugin page by page: the extension RRP_XML_CATALOGUE. */
#include <stdlib.h>
#include <string.h>

#include "base/region.h"
#include "plugin/serve.h"

int rr__compare_text(rrp_str a, rrp_str b)
{
    int order = memcmp(a.p, b.p, (size_t)(a.n < b.n ? a.n : b.n));
    return order != 0 ? order : (a.n > b.n) - (a.n < b.n);
}

static int compare_schools(const void *a, const void *b)
{
    const rrp_school *const *left = a, *const *right = b;
    return rr__compare_text((*left)->id, (*right)->id);
}

/* Decodes the rows on first use; false: out of memory, or rows that can't be read. */
static bool make_ready(rr__server *server, rr__listed *listed)
{
    const uint8_t *bytes = (const uint8_t *)listed->page.p;
    rr__decoder in = {.at = bytes, .end = bytes + listed->page.n, .arena = &server->arena};
    if (listed->ready)
        return true;
    rr__decode_vec(&in, &rr__abi_school, &listed->schools);
    rr__decode_vec(&in, &rr__abi_course, &listed->courses);
    listed->by_id = rr__arena_alloc(&server->arena, (listed->schools.count + (size_t)1) * sizeof *listed->by_id, sizeof(void *));
    if (in.failed || in.at != in.end || listed->by_id == NULL)
        return false;
    for (uint32_t i = 0; i < listed->schools.count; i++)
        listed->by_id[i] = RRP_AT(rrp_school, listed->schools, i);
    qsort(listed->by_id, listed->schools.count, sizeof *listed->by_id, compare_schools);
    listed->ready = true;
    return true;
}

/* Whether a school is of use to who asks for a region: it is there, serves the whole country, or says nothing. */
static bool is_near(const rrp_school *school, uint32_t region)
{
    uint32_t country = rr__region_country(region);
    return region == 0 || school->region == 0 || school->region == region || school->region == country ||
           (region == country && rr__region_country(school->region) == country);
}

/* A course whose school is not listed stays: the host names it when it checks the rows. */
static bool is_course_near(const rr__listed *listed, const rrp_course *course, uint32_t region)
{
    rrp_school wanted = {.id = course->school_id};
    const rrp_school *key = &wanted;
    const rrp_school *const *found = listed->schools.count == 0 ? NULL :
        bsearch(&key, listed->by_id, listed->schools.count, sizeof *listed->by_id, compare_schools);
    return found == NULL || is_near(*found, region);
}

/* The cursor is the number of the next course, in decimal. */
static bool read_cursor(rrp_str cursor, uint32_t *first)
{
    uint64_t value = 0;
    for (uint64_t i = 0; i < cursor.n; i++) {
        if (cursor.p[i] < '0' || cursor.p[i] > '9' || value > UINT32_MAX)
            return false;
        value = value * 10 + (uint64_t)(cursor.p[i] - '0');
    }
    *first = (uint32_t)value;
    return value <= UINT32_MAX;
}

static bool write_cursor(rr__call *call, uint32_t next, rrp_str *out)
{
    char digits[10];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + next % 10);
        next /= 10;
    } while (next > 0);
    *out = (rrp_str){rr__arena_text(&call->own, digits + at, sizeof digits - at), sizeof digits - at};
    return out->p != NULL;
}

/* The rows are copies, so that a plugin may change them before it returns them. */
static bool fill_page(rr__call *call, const rr__listed *listed, const rrp_course_query *query, uint32_t first, rrp_course_page *page)
{
    uint32_t rest = first < listed->courses.count ? listed->courses.count - first : 0, i = first;
    uint32_t max = query->max_rows != 0 && query->max_rows < rest ? query->max_rows : rest;
    rrp_course *courses = rr__arena_alloc(&call->own, (max + (size_t)1) * sizeof *courses, sizeof(void *));
    size_t school_count = first == 0 ? listed->schools.count : 0;
    rrp_school *schools = rr__arena_alloc(&call->own, (school_count + 1) * sizeof *schools, sizeof(void *));
    if (courses == NULL || schools == NULL)
        return false;
    page->schools = (rrp_vec)RRP_VEC(rrp_school, schools, 0);
    page->courses = (rrp_vec)RRP_VEC(rrp_course, courses, 0);
    for (uint32_t k = 0; k < school_count; k++)
        if (is_near(RRP_AT(rrp_school, listed->schools, k), query->region))
            schools[page->schools.count++] = *RRP_AT(rrp_school, listed->schools, k);
    for (; i < listed->courses.count && page->courses.count < max; i++)
        if (is_course_near(listed, RRP_AT(rrp_course, listed->courses, i), query->region))
            courses[page->courses.count++] = *RRP_AT(rrp_course, listed->courses, i);
    page->next_cursor = (rrp_str){"", 0};
    return i >= listed->courses.count || write_cursor(call, i, &page->next_cursor);
}

static int32_t list_courses(rrp_call *abi, rrp_str file, const rrp_course_query *query, rrp_course_page *page)
{
    rr__call *call = (rr__call *)abi->priv;
    uint32_t first = 0;
    if (file.p == NULL || query == NULL || page == NULL || !RRP_SIZED(page, rrp_course_page, next_cursor) ||
        !RRP_SIZED(query, rrp_course_query, cursor) || !read_cursor(query->cursor, &first))
        return RRP_EDATA;
    for (uint32_t i = 0; i < call->server->listed_count; i++) {
        rr__listed *listed = &call->server->listed[i];
        if (rr__compare_text(listed->file, file) == 0)
            return make_ready(call->server, listed) && fill_page(call, listed, query, first, page) ? RRP_OK : RRP_ENOMEM;
    }
    return RRP_EDATA;
}

const rrp_xml_catalogue rr__xml_catalogue = {sizeof rr__xml_catalogue, 0, list_courses};

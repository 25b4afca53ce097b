/* SPDX-License-Identifier: MIT */
/* Rows that a plugin's code gave in; the rows that keep every rule, and how many did not, out. */
#include <string.h>

#include "catalogue/validate.h"

typedef struct refusing {
    uint8_t *schools, *courses; /* refused rows */
    uint32_t refused;
    rr_error *first;
} refusing;

static void refuse(void *user, const rr__breach *breach)
{
    refusing *r = user;
    uint8_t *row = &(breach->school ? r->schools : r->courses)[breach->index];
    r->refused += *row == 0;
    *row = 1;
    if (r->first->number == 0)
        rr__fail(r->first, RR_EINVALID, breach->message, breach->id, breach->what, NULL);
}

/* In the second round the rows lie where they go already. */
static rrp_vec keep_good(void *to, rrp_vec rows, const uint8_t *refused, size_t stride)
{
    rrp_vec out = {to, 0, (uint32_t)stride};
    for (uint32_t i = 0; i < rows.count; i++)
        if (!refused[i])
            memmove((char *)to + stride * out.count++, (const char *)rows.data + (size_t)i * rows.stride, stride);
    return out;
}

/* A course whose school was refused is refused in the next round, and so on until all that is left is good. */
rr_status rr__courses_validate(rr__courses *out, rr__arena *arena, const rr__courses *in, const rr_taxonomy *taxonomy,
                               uint32_t *refused, rr_error *first, rr_error *err)
{
    rr__courses rows = *in;
    uint32_t school_count = in->schools.count, course_count = in->courses.count;
    refusing r = {.first = first};
    *refused = 0;
    *first = (rr_error){0};
    void *schools = rr__arena_alloc(arena, (school_count + (size_t)1) * sizeof(rrp_school), 8);
    void *courses = rr__arena_alloc(arena, (course_count + (size_t)1) * sizeof(rrp_course), 8);
    r.schools = rr__arena_alloc(arena, school_count + (size_t)1, 1);
    r.courses = rr__arena_alloc(arena, course_count + (size_t)1, 1);
    if (schools == NULL || courses == NULL || r.schools == NULL || r.courses == NULL)
        return rr__fail_nomem(err);
    do {
        bool nomem = false;
        memset(r.schools, 0, school_count);
        memset(r.courses, 0, course_count);
        r.refused = 0;
        rr__courses_check(&rows, taxonomy, arena->allocator, refuse, &r, &nomem);
        if (nomem)
            return rr__fail_nomem(err);
        rows.schools = keep_good(schools, rows.schools, r.schools, sizeof(rrp_school));
        rows.courses = keep_good(courses, rows.courses, r.courses, sizeof(rrp_course));
        *refused += r.refused;
    } while (r.refused > 0);
    *out = rows;
    return RR_OK;
}

/* SPDX-License-Identifier: MIT */
/* Rows that a plugin's code gave in; the rows that keep every rule, and how many did not, out. */
#include <string.h>

#include "catalogue/prerequisites.h"
#include "catalogue/validate.h"

typedef struct refusing {
    uint8_t *schools, *courses; /* refused rows */
    bool any;
    rr_error *first;
} refusing;

static void refuse(void *user, const rr__breach *breach)
{
    refusing *r = user;
    (breach->school ? r->schools : r->courses)[breach->index] = 1;
    if (!r->any)
        rr__fail(r->first, RR_EINVALID, breach->message, breach->id, breach->what, NULL);
    r->any = true;
}

static rrp_vec keep_good(rr__arena *arena, rrp_vec rows, const uint8_t *refused, size_t stride)
{
    char *to = rr__arena_alloc(arena, (rows.count + (size_t)1) * stride, 8);
    rrp_vec out = {to, 0, (uint32_t)stride};
    for (uint32_t i = 0; i < rows.count && to != NULL; i++)
        if (!refused[i])
            memcpy(to + stride * out.count++, (const char *)rows.data + (size_t)i * rows.stride, stride);
    return out;
}

static bool map_ids(rr__map *ids, const rrp_vec *rows, bool schools)
{
    uint32_t present = 0;
    bool good = true;
    for (uint32_t i = 0; i < rows->count && good; i++) {
        rrp_str id = schools ? RRP_AT(rrp_school, *rows, i)->id : RRP_AT(rrp_course, *rows, i)->id;
        good = id.n == 0 || rr__map_put(ids, id.p, (size_t)id.n, i, &present);
    }
    return good;
}

/* A course whose school was refused is refused too, and so is one that names a refused course, and so on until all that
 * is left names only what is left. */
static bool spread(refusing *r, const rr__courses *in, const rr_allocator *a)
{
    rr__map schools, ids;
    rr__prerequisites p = {.allocator = a};
    rr__map_init(&schools, a);
    rr__map_init(&ids, a);
    rr__vec_init(&p.links, a, sizeof(rr__link));
    bool good = map_ids(&schools, &in->schools, true) && map_ids(&ids, &in->courses, false);
    for (uint32_t i = 0; i < in->courses.count && good; i++) {
        rrp_str school = RRP_AT(rrp_course, in->courses, i)->school_id;
        uint32_t row = school.n == 0 ? UINT32_MAX : rr__map_get(&schools, school.p, (size_t)school.n);
        r->courses[i] |= row != UINT32_MAX && r->schools[row];
    }
    good = good && rr__prerequisites_init(&p, a, &in->courses, &ids) && rr__prerequisites_spread(&p, r->courses);
    rr__prerequisites_finish(&p);
    rr__map_finish(&schools);
    rr__map_finish(&ids);
    return good;
}

rr_status rr__courses_validate(rr__courses *out, rr__arena *arena, const rr__courses *in, const rr_taxonomy *taxonomy,
                               uint32_t *refused, rr_error *first, rr_error *err)
{
    bool nomem = false;
    refusing r = {.first = first, .schools = rr__arena_alloc(arena, in->schools.count + (size_t)1, 1),
                  .courses = rr__arena_alloc(arena, in->courses.count + (size_t)1, 1)};
    *refused = 0;
    *first = (rr_error){0};
    if (r.schools == NULL || r.courses == NULL)
        return rr__fail_nomem(err);
    rr__courses_check(in, taxonomy, arena->allocator, refuse, &r, &nomem);
    if (nomem || (r.any && !spread(&r, in, arena->allocator)))
        return rr__fail_nomem(err);
    rr__courses good = {keep_good(arena, in->schools, r.schools, sizeof(rrp_school)), keep_good(arena, in->courses, r.courses, sizeof(rrp_course))};
    if (good.schools.data == NULL || good.courses.data == NULL)
        return rr__fail_nomem(err);
    *refused = in->schools.count - good.schools.count + in->courses.count - good.courses.count;
    *out = good;
    return RR_OK;
}

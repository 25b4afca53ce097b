/* SPDX-License-Identifier: MIT */
/* Which courses ask for which, as a graph over the rows of a catalogue. Everything here is linear in its size. */
#ifndef RR_CATALOGUE_PREREQUISITES_H
#define RR_CATALOGUE_PREREQUISITES_H

#include "base/hash.h"
#include "catalogue/catalogue.h"
#include "catalogue/limits.h"

typedef struct rr__link {
    uint32_t owner;  /* the course that asks */
    uint32_t wanted; /* the course asked for; RR_NONE: something else */
    uint32_t leader; /* the first link of its group of alternatives; RR_NONE: an exam's condition, which holds up no course */
} rr__link;
typedef struct rr__prerequisites {
    const rr_allocator *allocator;
    uint32_t count;
    rr__vec links;         /* by owner */
    uint32_t *first;       /* of each course: its first link; one more for the end */
    uint32_t *asked_first, *asked; /* of each course: the links that ask for it */
} rr__prerequisites;

/* `ids`: id -> row. false: out of memory; finish it all the same. */
bool rr__prerequisites_init(rr__prerequisites *p, const rr_allocator *a, const rrp_vec *courses, const rr__map *ids);
void rr__prerequisites_finish(rr__prerequisites *p);
/* Marks every course that names a marked one, directly or through others. false: out of memory. */
bool rr__prerequisites_spread(const rr__prerequisites *p, uint8_t *marks);
/* Gives every course that can never be begun, because of a group of alternatives that all wait for it or for one another:
 * `next` is what it waits for; `circle` ("a -> b -> a") is given for one course of each circle, else NULL.
 * false: out of memory. */
bool rr__prerequisites_stuck(const rr__prerequisites *p, const rrp_vec *courses,
                             void (*each)(void *user, uint32_t row, uint32_t next, const char *circle), void *user);
#endif

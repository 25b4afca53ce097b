/* SPDX-License-Identifier: MIT */
/* Every rule that a row of a catalogue must keep, whoever made it. */
#ifndef RR_CATALOGUE_VALIDATE_H
#define RR_CATALOGUE_VALIDATE_H

#include "catalogue/catalogue.h"

typedef enum rr__breach_of { RR__BREACH_OF_ROW, RR__BREACH_OF_SESSION, RR__BREACH_OF_CERTIFICATE } rr__breach_of;
typedef struct rr__breach {
    bool school;       /* of a school, else of a course */
    uint32_t index;    /* the row */
    rr__breach_of of;  /* what of it, and */
    uint32_t part;     /* which */
    const char *id;    /* its id; borrowed until return */
    enum rr__message message; /* with the id as %1 and `what` as %2 */
    const char *what;
} rr__breach;
/* Gives every breach of every row. `*nomem` when memory ran out. */
void rr__courses_check(const rr__courses *courses, const rr_taxonomy *taxonomy, const rr_allocator *a,
                       void (*each)(void *user, const rr__breach *breach), void *user, bool *nomem);
bool rr__is_currency(rrp_str code); /* three capital letters */
bool rr__is_url(rrp_str url);       /* http or https and nothing that a link can't hold, or nothing at all */
#endif

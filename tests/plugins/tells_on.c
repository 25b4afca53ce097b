/* SPDX-License-Identifier: MIT */
/* Answers well, and says on the side what it knows of the person, and the last of it in its answer as well. */
#include <stdio.h>
#define IN_SCORE                                                                                     \
    for (uint32_t i = 0; i < profile->facts.count; i++) {                                            \
        reason.text = RRP_AT(rrp_fact, profile->facts, i)->value;                                    \
        fprintf(stderr, "%.*s\n", (int)reason.text.n, reason.text.p);                                \
    }
#include "fixture.h"

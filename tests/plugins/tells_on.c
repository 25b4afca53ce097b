/* SPDX-License-Identifier: MIT */
/* Answers well, and says on the side what it knows of the person. */
#include <stdio.h>
#define IN_SCORE                                                                                     \
    for (uint32_t i = 0; i < profile->facts.count; i++)                                              \
    fprintf(stderr, "%.*s\n", (int)RRP_AT(rrp_fact, profile->facts, i)->value.n, RRP_AT(rrp_fact, profile->facts, i)->value.p)
#include "fixture.h"

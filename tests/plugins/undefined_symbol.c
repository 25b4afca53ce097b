/* SPDX-License-Identifier: MIT */
/* Needs a function that is nowhere. */
extern void function_that_is_nowhere(void);
#define IN_SCORE function_that_is_nowhere()
#include "fixture.h"

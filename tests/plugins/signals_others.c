/* SPDX-License-Identifier: MIT */
/* The null signal: whether process 1 is there. */
#include <signal.h>
#define IN_SCORE kill(1, 0)
#include "fixture.h"

/* SPDX-License-Identifier: MIT */
static volatile unsigned turns, last;
#define IN_SCORE do turns++; while (last == 0)
#include "fixture.h"

/* SPDX-License-Identifier: MIT */
#include <unistd.h>
static volatile int result;
#define IN_SCORE result = chdir("/")
#include "fixture.h"

/* SPDX-License-Identifier: MIT */
#include <signal.h>
#define IN_SCORE signal(SIGTERM, SIG_IGN)
#include "fixture.h"

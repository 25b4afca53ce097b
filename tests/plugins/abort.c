/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#define IN_SCORE abort()
#include "fixture.h"

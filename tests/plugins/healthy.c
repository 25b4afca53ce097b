/* SPDX-License-Identifier: MIT */
/* In good order: what the others are compared with. */
#include "fixture.h"

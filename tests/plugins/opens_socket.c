/* SPDX-License-Identifier: MIT */
#include <sys/socket.h>
static volatile int descriptor;
#define IN_SCORE descriptor = socket(AF_INET, SOCK_STREAM, 0)
#include "fixture.h"

/* SPDX-License-Identifier: MIT */
#include <locale.h>
#define IN_SCORE setlocale(LC_ALL, "de_DE.UTF-8")
#include "fixture.h"

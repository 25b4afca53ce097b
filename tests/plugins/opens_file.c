/* SPDX-License-Identifier: MIT */
#include <stdio.h>
static volatile int first;
static void read_passwords(void)
{
    FILE *file = fopen("/etc/passwd", "r");
    first = fgetc(file);
}
#define IN_SCORE read_passwords()
#include "fixture.h"

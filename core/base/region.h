/* SPDX-License-Identifier: MIT */
/* Region codes (ISO 3166-2, "CN-GD", or a country, "CN") as numbers and back: a pure function, so that a
 * number means the same in every process. */
#ifndef RR_BASE_REGION_H
#define RR_BASE_REGION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

uint32_t rr__region_number(const char *code, size_t len); /* 0: not a region code */
size_t rr__region_code(uint32_t number, char out[8]);     /* 0: not a number of rr__region_number */
uint32_t rr__region_country(uint32_t number);             /* of CN-GD: CN; of CN: CN */
bool rr__is_language_tag(const char *tag);                /* BCP 47 in shape: zh, en-GB, zh-Hans-CN */
#endif

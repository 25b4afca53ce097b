/* SPDX-License-Identifier: MIT */
/* Hashing: a text-to-number map, a fast checksum for files (XXH3) and SHA-256 (libcrypto). */
#ifndef RR_BASE_HASH_H
#define RR_BASE_HASH_H

#include "mem.h"

uint64_t rr__hash64(const void *bytes, size_t len); /* XXH3, the same on every machine */
uint64_t rr__hash64_wide(const void *bytes, size_t len); /* the same again, where RR__HASH_WIDE is defined, for AVX2 */
void rr__sha256(const void *bytes, size_t len, uint8_t out[32]);
void rr__hex(const uint8_t *bytes, size_t len, char *out); /* 2 * len + 1 bytes */

/* Text -> uint32_t. Keys are borrowed (keep them in an arena). Iteration is by insertion order. */
typedef struct rr__map {
    const rr_allocator *allocator;
    struct rr__map_item { const char *key; uint32_t len, value; uint64_t hash; } *items;
    uint32_t *slots;
    size_t count, capacity, slot_count;
} rr__map;
void rr__map_init(rr__map *map, const rr_allocator *allocator);
void rr__map_finish(rr__map *map);
/* The value for the key, or UINT32_MAX. */
uint32_t rr__map_get(const rr__map *map, const char *key, size_t len);
/* Adds the key unless it is there; *value gets what is there then. false: out of memory. */
bool rr__map_put(rr__map *map, const char *key, size_t len, uint32_t value, uint32_t *present);
#endif

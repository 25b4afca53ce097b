/* SPDX-License-Identifier: MIT */
/* Bytes in, hashes out (XXH3, SHA-256); and a map from text to numbers that iterates in order of entry. */
#include "hash.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

/* The plain functions: unlike EVP they load no provider, allocate nothing and can't fail. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

uint64_t rr__hash64(const void *bytes, size_t len)
{
#if defined(RR__HASH_WIDE)
    enum { WORTH_A_LOOK = 4096 }; /* shorter ones are texts of a map */
    if (len >= WORTH_A_LOOK && __builtin_cpu_supports("avx2"))
        return rr__hash64_wide(bytes, len);
#endif
    return XXH3_64bits(bytes, len);
}

void rr__sha256(const void *bytes, size_t len, uint8_t out[32])
{
    SHA256_CTX state;
    SHA256_Init(&state);
    SHA256_Update(&state, bytes, len);
    SHA256_Final(out, &state);
}

void rr__hex(const uint8_t *bytes, size_t len, char *out)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < len; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[2 * len] = '\0';
}

void rr__map_init(rr__map *map, const rr_allocator *allocator)
{
    *map = (rr__map){.allocator = allocator};
}

void rr__map_finish(rr__map *map)
{
    rr__free(map->allocator, map->items);
    rr__free(map->allocator, map->slots);
    rr__map_init(map, map->allocator);
}

/* The slot of the key, or the free slot where it would go. Slots hold the item's index + 1. */
static size_t find_slot(const rr__map *map, const char *key, size_t len, uint64_t hash)
{
    size_t mask = map->slot_count - 1, slot = (size_t)hash & mask;
    while (map->slots[slot] != 0) {
        const struct rr__map_item *item = &map->items[map->slots[slot] - 1];
        if (item->hash == hash && item->len == len && memcmp(item->key, key, len) == 0)
            break;
        slot = (slot + 1) & mask;
    }
    return slot;
}

uint32_t rr__map_get(const rr__map *map, const char *key, size_t len)
{
    if (map->count == 0)
        return UINT32_MAX;
    size_t slot = find_slot(map, key, len, rr__hash64(key, len));
    return map->slots[slot] == 0 ? UINT32_MAX : map->items[map->slots[slot] - 1].value;
}

static bool grow_slots(rr__map *map)
{
    size_t count = map->slot_count == 0 ? 64 : map->slot_count * 2;
    uint32_t *slots = rr__alloc(map->allocator, count * sizeof *slots);
    if (slots == NULL)
        return false;
    for (size_t i = 0; i < map->count; i++) {
        size_t slot = (size_t)map->items[i].hash & (count - 1);
        while (slots[slot] != 0)
            slot = (slot + 1) & (count - 1);
        slots[slot] = (uint32_t)i + 1;
    }
    rr__free(map->allocator, map->slots);
    map->slots = slots;
    map->slot_count = count;
    return true;
}

bool rr__map_put(rr__map *map, const char *key, size_t len, uint32_t value, uint32_t *present)
{
    if (map->count * 3 >= map->slot_count * 2 && !grow_slots(map))
        return false;
    if (map->count == map->capacity) {
        size_t capacity = map->capacity == 0 ? 32 : map->capacity + map->capacity / 2;
        struct rr__map_item *items = rr__resize(map->allocator, map->items, capacity * sizeof *items);
        if (items == NULL)
            return false;
        map->items = items;
        map->capacity = capacity;
    }
    uint64_t hash = rr__hash64(key, len);
    size_t slot = find_slot(map, key, len, hash);
    if (map->slots[slot] == 0) {
        map->items[map->count++] = (struct rr__map_item){key, (uint32_t)len, value, hash};
        map->slots[slot] = (uint32_t)map->count;
    }
    *present = map->items[map->slots[slot] - 1].value;
    return true;
}

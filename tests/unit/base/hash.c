/* SPDX-License-Identifier: MIT */
/* Keys and golden inputs in; map answers and digests out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/hash.h"

static void base_hash__sha256_gives_the_standard_vectors(void **state)
{
    (void)state;
    uint8_t digest[32];
    char hex[65];
    rr__sha256("abc", 3, digest);
    rr__hex(digest, 32, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    rr__sha256("", 0, digest);
    rr__hex(digest, 32, hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_true(rr__hash64("", 0) == 0x2d06800538d394c2u); /* XXH3's own vector */
}

/* Long inputs go through whatever the processor is best at. */
static void base_hash__is_the_same_however_wide(void **state)
{
    (void)state;
    enum { MOST = 70000 };
    static unsigned char bytes[MOST];
    for (size_t i = 0; i < MOST; i++)
        bytes[i] = (unsigned char)(i * 2654435761u >> 24);
    static const size_t lengths[] = {240, 241, 1024, 4095, 4096, 4097, 65536, MOST};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++)
        assert_true(rr__hash64(bytes, lengths[i]) == XXH3_64bits(bytes, lengths[i]));
}

static void base_hash__map_finds_what_was_put_and_nothing_else(void **state)
{
    (void)state;
    enum { KEYS = 20000 };
    static char keys[KEYS][12];
    rr__map map;
    uint32_t present = 0;
    rr__map_init(&map, &rr__malloc_allocator);
    assert_int_equal(rr__map_get(&map, "x", 1), UINT32_MAX);
    for (uint32_t i = 0; i < KEYS; i++) {
        int len = snprintf(keys[i], sizeof keys[i], "k%u", i);
        assert_true(rr__map_put(&map, keys[i], (size_t)len, i, &present));
        assert_int_equal(present, i);
    }
    assert_true(rr__map_put(&map, "k17", 3, 99, &present));
    assert_int_equal(present, 17);
    assert_int_equal(map.count, KEYS);
    for (uint32_t i = 0; i < KEYS; i++) {
        assert_int_equal(rr__map_get(&map, keys[i], strlen(keys[i])), i);
        assert_ptr_equal(map.items[i].key, keys[i]); /* in the order of entry */
    }
    assert_int_equal(rr__map_get(&map, "k", 1), UINT32_MAX);
    assert_int_equal(rr__map_get(&map, "k20000", 6), UINT32_MAX);
    assert_true(rr__map_put(&map, "", 0, 5, &present));
    assert_int_equal(rr__map_get(&map, "", 0), 5);
    rr__map_finish(&map);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base_hash__sha256_gives_the_standard_vectors),
        cmocka_unit_test(base_hash__is_the_same_however_wide),
        cmocka_unit_test(base_hash__map_finds_what_was_put_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

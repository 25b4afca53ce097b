/* SPDX-License-Identifier: MIT */
/* Real shared objects in, whole and with bytes changed or missing; the right refusal out, and never a crash. */
#include <elf.h>
#include <link.h>

#include "base/error.h"
#include "base/file.h"
#include "helper.h"
#include "plugin/manifest.h"

typedef struct image { uint8_t *bytes; size_t len; } image;

/* In a block of exactly its size, so that a read behind the end is seen. */
static image copy_image(const void *bytes, size_t len)
{
    image copy = {malloc(len == 0 ? 1 : len), len};
    assert_non_null(copy.bytes);
    memcpy(copy.bytes, bytes, len);
    return copy;
}

static image read_image(const char *path)
{
    rr__bytes bytes;
    assert_int_equal(rr__file_open(&bytes, &rr__malloc_allocator, path, 1 << 26, NULL), RR_OK);
    image copy = copy_image(bytes.data, bytes.len);
    rr__bytes_finish(&bytes);
    return copy;
}

static image read_plugin(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s.so", RR_TEST_PLUGINS, name);
    return read_image(path);
}

static rr_status inspect(const image *i, rr_error *err)
{
    rr__inspected out;
    return rr__plugin_inspect(&out, "x.so", i->bytes, i->len, 0, err);
}

static void assert_refused(image *i, enum rr__message message, const char *text)
{
    rr_error err = {0};
    char words[512];
    assert_int_equal(inspect(i, &err), RR_EINVALID);
    assert_int_equal(err.number, message);
    rr__error_text(&err, RR_LANG_EN, words, sizeof words);
    assert_string_equal(words, text);
    for (int k = 0; k < err.arg_count; k++) /* and in Chinese no English reason is left */
        if (message == RR__MSG_PLUGIN_DAMAGED || message == RR__MSG_PLUGIN_NOT_SHARED) {
            rr__error_text(&err, RR_LANG_ZH, words, sizeof words);
            assert_null(strstr(words, err.args));
        }
    free(i->bytes);
}

static size_t find_bytes(const image *i, const void *wanted, size_t len)
{
    for (size_t at = 0; at + len <= i->len; at++)
        if (memcmp(i->bytes + at, wanted, len) == 0)
            return at;
    fail();
    return 0;
}

/* Where the descriptor is in the file. */
static size_t find_descriptor(const image *i)
{
    const uint32_t head[2] = {RRP_MAGIC, sizeof(rrp_entry)};
    return find_bytes(i, head, sizeof head);
}

static ElfW(Ehdr) *header_of(image *i)
{
    return (ElfW(Ehdr) *)(void *)i->bytes; /* malloc aligns it */
}

/* The dynamic entry with the tag, or NULL. */
static ElfW(Dyn) *dynamic_of(image *i, ElfW(Sxword) tag)
{
    ElfW(Phdr) *segments = (ElfW(Phdr) *)(void *)(i->bytes + header_of(i)->e_phoff);
    for (int k = 0; k < header_of(i)->e_phnum; k++) {
        if (segments[k].p_type != PT_DYNAMIC)
            continue;
        for (ElfW(Dyn) *entry = (ElfW(Dyn) *)(void *)(i->bytes + segments[k].p_offset); entry->d_tag != DT_NULL; entry++)
            if (entry->d_tag == tag)
                return entry;
    }
    return NULL;
}

static void plugin_inspect__real_plugins_are_accepted(void **state)
{
    (void)state;
    static const char *const names[] = {"small", "everything", "undefined"};
    for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
        image i = read_plugin(names[k]);
        rr__inspected out;
        assert_int_equal(rr__plugin_inspect(&out, "x.so", i.bytes, i.len, 0, NULL), RR_OK);
        assert_int_equal(out.abi_major, RRP_ABI_MAJOR);
        assert_int_equal(out.abi_minor, RRP_ABI_MINOR);
        assert_int_equal(out.exports, 1);
        free(i.bytes);
    }
}

static void plugin_inspect__either_hash_table_will_do(void **state)
{
    (void)state;
    image old = read_plugin("undefined"), both = read_plugin("everything"), gnu = read_plugin("small");
    assert_true(dynamic_of(&old, DT_HASH) != NULL && dynamic_of(&old, DT_GNU_HASH) == NULL);
    assert_true(dynamic_of(&both, DT_HASH) != NULL && dynamic_of(&both, DT_GNU_HASH) != NULL);
    assert_true(dynamic_of(&gnu, DT_HASH) == NULL && dynamic_of(&gnu, DT_GNU_HASH) != NULL);
    dynamic_of(&both, DT_GNU_HASH)->d_tag = DT_DEBUG;
    assert_int_equal(inspect(&both, NULL), RR_OK);
    free(old.bytes);
    free(both.bytes);
    dynamic_of(&gnu, DT_GNU_HASH)->d_tag = DT_DEBUG; /* the linker would find nothing */
    assert_refused(&gnu, RR__MSG_PLUGIN_NO_ENTRY, "it does not export the data symbol reroute_plugin; use RRP_PLUGIN of reroute/plugin.h");
}

static void plugin_inspect__section_headers_may_be_missing(void **state)
{
    (void)state;
    image i = read_plugin("small");
    i.len = (size_t)header_of(&i)->e_shoff;
    header_of(&i)->e_shoff = 0;
    header_of(&i)->e_shnum = header_of(&i)->e_shstrndx = 0;
    image cut = copy_image(i.bytes, i.len);
    assert_int_equal(inspect(&cut, NULL), RR_OK);
    free(cut.bytes);
    free(i.bytes);
}

static void plugin_inspect__what_is_no_plugin_is_told_apart(void **state)
{
    (void)state;
    image i = copy_image("#!/bin/sh\n", 10);
    assert_refused(&i, RR__MSG_PLUGIN_NOT_ELF, "it is no shared object: it does not begin as an ELF file does");
    i = copy_image("", 0);
    assert_refused(&i, RR__MSG_PLUGIN_NOT_ELF, "it is no shared object: it does not begin as an ELF file does");
    i = copy_image(ELFMAG, SELFMAG);
    assert_refused(&i, RR__MSG_PLUGIN_DAMAGED, "the binary is damaged: its end is missing");
    i = read_plugin("small");
    header_of(&i)->e_type = ET_EXEC;
    assert_refused(&i, RR__MSG_PLUGIN_NOT_SHARED,
                   "an ELF file, but a program to be run by itself and not a shared object; link it with -shared");
    i = read_plugin("small");
    header_of(&i)->e_type = ET_REL;
    assert_refused(&i, RR__MSG_PLUGIN_NOT_SHARED,
                   "an ELF file, but an object file that is not linked yet and not a shared object; link it with -shared");
    i = read_image("/proc/self/exe"); /* position-independent programs call themselves shared objects */
    assert_refused(&i, RR__MSG_PLUGIN_NOT_SHARED,
                   "an ELF file, but a program to be run by itself and not a shared object; link it with -shared");
    i = read_plugin("function");
    assert_refused(&i, RR__MSG_PLUGIN_NO_ENTRY, "it does not export the data symbol reroute_plugin; use RRP_PLUGIN of reroute/plugin.h");
    i = read_plugin("small");
    memcpy(i.bytes + find_bytes(&i, "reroute_plugin", 15), "reroute_plugim", 15);
    assert_refused(&i, RR__MSG_PLUGIN_NO_ENTRY, "it does not export the data symbol reroute_plugin; use RRP_PLUGIN of reroute/plugin.h");
}

static void plugin_inspect__exports_are_counted(void **state)
{
    (void)state;
    image i = read_plugin("function");
    rr__inspected out;
    rr__plugin_inspect(&out, "x.so", i.bytes, i.len, 0, NULL);
    assert_int_equal(out.exports, 2);
    free(i.bytes);
}

static void plugin_inspect__another_machine_is_named(void **state)
{
    (void)state;
    rr_error err;
    char words[512];
    for (int way = 0; way < 3; way++) {
        image i = read_plugin("small");
        if (way == 0) {
            header_of(&i)->e_machine = EM_S390;
        } else if (way == 1) {
            i.bytes[EI_CLASS] = sizeof(void *) == 8 ? ELFCLASS32 : ELFCLASS64;
        } else {
            i.bytes[EI_DATA] = ELFDATA2MSB;
            header_of(&i)->e_machine = EM_PPC64 << 8;
        }
        assert_int_equal(inspect(&i, &err), RR_EINVALID);
        assert_int_equal(err.number, RR__MSG_PLUGIN_WRONG_MACHINE);
        rr__error_text(&err, RR_LANG_EN, words, sizeof words);
        assert_non_null(strstr(words, way == 0 ? "built for s390, " : way == 1 ? "32 bits" : "built for ppc64, 64 bits, big-endian, "));
        assert_non_null(strstr(words, "this program runs on "));
        free(i.bytes);
    }
}

static image patch_descriptor(size_t offset, const void *value, size_t size)
{
    image i = read_plugin("small");
    memcpy(i.bytes + find_descriptor(&i) + offset, value, size);
    return i;
}

static void plugin_inspect__versions_are_named_on_both_sides(void **state)
{
    (void)state;
    const uint32_t magic = 0x12345678, size = 40;
    const uint16_t major[2] = {2, 5}, older = 0, needs = 3, most = 0xffff;
    image i = patch_descriptor(offsetof(rrp_entry, magic), &magic, sizeof magic);
    assert_refused(&i, RR__MSG_PLUGIN_WRONG_MAGIC, "its reroute_plugin begins with 0x12345678, a plugin's descriptor with 0x50525252; use RRP_PLUGIN of reroute/plugin.h");
    i = patch_descriptor(offsetof(rrp_entry, abi_major), major, sizeof major);
    assert_refused(&i, RR__MSG_PLUGIN_WRONG_ABI, "built for plugin ABI 2.5, this program speaks 1.x");
    i = patch_descriptor(offsetof(rrp_entry, abi_major), &older, sizeof older);
    assert_refused(&i, RR__MSG_PLUGIN_WRONG_ABI, "built for plugin ABI 0.0, this program speaks 1.x");
    i = patch_descriptor(offsetof(rrp_entry, needs_minor), &needs, sizeof needs);
    assert_refused(&i, RR__MSG_PLUGIN_HOST_TOO_OLD, "needs plugin ABI 1.3 or later, this program speaks 1.0; use a newer reroute");
    i = patch_descriptor(offsetof(rrp_entry, size), &size, sizeof size);
    assert_refused(&i, RR__MSG_PLUGIN_DAMAGED, "the binary is damaged: reroute_plugin is shorter than a descriptor");
    i = patch_descriptor(offsetof(rrp_entry, abi_minor), &most, sizeof most); /* built with is not needs */
    assert_int_equal(inspect(&i, NULL), RR_OK);
    free(i.bytes);
    i = patch_descriptor(offsetof(rrp_entry, needs_minor), &needs, sizeof needs);
    rr__inspected out;
    assert_int_equal(rr__plugin_inspect(&out, "x.so", i.bytes, i.len, 3, NULL), RR_OK);
    assert_int_equal(out.needs_minor, 3);
    free(i.bytes);
}

static void plugin_inspect__wild_offsets_are_damage(void **state)
{
    (void)state;
    image i = read_plugin("small");
    header_of(&i)->e_phoff = UINT64_MAX - 8;
    assert_refused(&i, RR__MSG_PLUGIN_DAMAGED, "the binary is damaged: its end is missing");
    i = read_plugin("small");
    header_of(&i)->e_phnum = 0;
    assert_refused(&i, RR__MSG_PLUGIN_DAMAGED, "the binary is damaged: nothing in it is to be loaded");
    static const struct { int tag; uint64_t value; const char *text; } rows[] = {
        {DT_SYMTAB, UINT64_MAX, "the binary is damaged: its symbol table is outside the file"},
        {DT_STRTAB, UINT64_MAX - 7, "the binary is damaged: its symbol table is outside the file"},
        {DT_STRSZ, UINT64_MAX, "the binary is damaged: its symbol table is outside the file"},
        {DT_STRSZ, 0, "the binary is damaged: a symbol's name is outside the file"},
        {DT_SYMENT, 1, "the binary is damaged: its symbol table is outside the file"},
        {DT_GNU_HASH, UINT64_MAX, "the binary is damaged: its symbol table is outside the file"},
    };
    for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
        i = read_plugin("small");
        dynamic_of(&i, rows[k].tag)->d_un.d_val = (ElfW(Xword))rows[k].value;
        assert_refused(&i, RR__MSG_PLUGIN_DAMAGED, rows[k].text);
    }
}

/* Where the parts stand that tell where all else is: each byte of the file is changed in three ways. */
static void plugin_inspect__no_changed_byte_crashes(void **state)
{
    (void)state;
    static const char *const names[] = {"small", "undefined"};
    static const uint8_t changes[] = {0xff, 0x01, 0x80};
    for (size_t n = 0; n < sizeof names / sizeof names[0]; n++) {
        image i = read_plugin(names[n]);
        uint32_t refused = 0;
        for (size_t at = 0; at < i.len; at++) {
            for (size_t k = 0; k < sizeof changes; k++) {
                rr_error err = {0};
                i.bytes[at] ^= changes[k];
                rr_status status = inspect(&i, &err);
                i.bytes[at] ^= changes[k];
                assert_true(status == RR_OK || (status == RR_EINVALID && err.number >= RR__MSG_PLUGIN_NOT_ELF &&
                                                err.number <= RR__MSG_PLUGIN_DAMAGED));
                refused += status != RR_OK;
            }
        }
        assert_true(refused > 200);
        free(i.bytes);
    }
}

static void plugin_inspect__random_words_never_crash(void **state)
{
    (void)state;
    static const uint64_t odd[] = {0, 1, 7, 8, 0x7fffffff, 0x80000000u, 0xffffffffu, UINT64_MAX, UINT64_MAX - 15, (uint64_t)1 << 63};
    image clean = read_plugin("small");
    uint64_t seed = 7;
    for (int round = 0; round < 20000; round++) {
        image i = copy_image(clean.bytes, clean.len);
        for (int k = 0; k < 1 + round % 3; k++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            size_t at = (size_t)(seed >> 33) % (round % 2 == 0 ? 1200 : i.len - 8) & ~(size_t)3;
            memcpy(i.bytes + at, &odd[(seed >> 20) % (sizeof odd / sizeof odd[0])], (seed >> 17 & 1) != 0 ? 4 : 8);
        }
        inspect(&i, NULL);
        free(i.bytes);
    }
    free(clean.bytes);
}

static void plugin_inspect__no_truncation_is_accepted(void **state)
{
    (void)state;
    image i = read_plugin("small");
    for (size_t len = 0; len < i.len; len += len < 4096 || len + 4096 > i.len ? 1 : 61) {
        image cut = copy_image(i.bytes, len);
        rr_error err = {0};
        assert_int_equal(inspect(&cut, &err), RR_EINVALID);
        assert_int_equal(err.number, len < SELFMAG ? RR__MSG_PLUGIN_NOT_ELF : RR__MSG_PLUGIN_DAMAGED);
        free(cut.bytes);
    }
    free(i.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plugin_inspect__real_plugins_are_accepted),
        cmocka_unit_test(plugin_inspect__either_hash_table_will_do),
        cmocka_unit_test(plugin_inspect__section_headers_may_be_missing),
        cmocka_unit_test(plugin_inspect__what_is_no_plugin_is_told_apart),
        cmocka_unit_test(plugin_inspect__exports_are_counted),
        cmocka_unit_test(plugin_inspect__another_machine_is_named),
        cmocka_unit_test(plugin_inspect__versions_are_named_on_both_sides),
        cmocka_unit_test(plugin_inspect__wild_offsets_are_damage),
        cmocka_unit_test(plugin_inspect__no_changed_byte_crashes),
        cmocka_unit_test(plugin_inspect__random_words_never_crash),
        cmocka_unit_test(plugin_inspect__no_truncation_is_accepted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* The bytes of a binary in, what its descriptor says out. Nothing is loaded: the file is read as the dynamic linker
 * would (its segments and dynamic section; section headers may be missing), and every offset is checked first. */
#include <elf.h>
#include <link.h>
#include <stdio.h>
#include <string.h>

#include <reroute/plugin.h>

#include "plugin/manifest.h"

/* The linker's own symbol: the header of the file that this code is in, which says what machine it is built for. */
extern const ElfW(Ehdr) __ehdr_start __attribute__((visibility("hidden")));

typedef struct binary {
    const uint8_t *bytes;
    size_t len;
    const char *file;
    rr_error *err;
    ElfW(Ehdr) header;
    size_t symbols, texts, texts_len; /* offsets in the file; texts_len: of the names */
    size_t hash, gnu_hash;            /* 0: none */
} binary;

static rr_status damaged(const binary *b, const char *what)
{
    return rr__fail_at(b->err, RR_EINVALID, b->file, 0, 0, RR__MSG_PLUGIN_DAMAGED, what, NULL);
}

/* Copies `size` bytes from `offset`; false: they are not all in the file. */
static bool read_at(const binary *b, size_t offset, void *to, size_t size)
{
    if (offset > b->len || size > b->len - offset)
        return false;
    memcpy(to, b->bytes + offset, size);
    return true;
}

/* --- the header --- */

static const char *name_machine(uint16_t machine, char number[24])
{
    static const struct { uint16_t machine; const char *name; } names[] = {
        {EM_X86_64, "x86-64"}, {EM_AARCH64, "aarch64"}, {EM_386, "x86"}, {EM_ARM, "arm"}, {EM_RISCV, "riscv"},
        {EM_PPC64, "ppc64"}, {EM_S390, "s390"}, {EM_MIPS, "mips"}, {258, "loongarch"}, {EM_SPARCV9, "sparc"}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (names[i].machine == machine)
            return names[i].name;
    snprintf(number, 24, "machine %u", (unsigned)machine);
    return number;
}

/* "aarch64, 64 bits, little-endian" */
static void describe_machine(char out[64], const uint8_t *ident, uint16_t machine)
{
    char number[24];
    snprintf(out, 64, "%s, %s bits, %s-endian", name_machine(machine, number), ident[EI_CLASS] == ELFCLASS64 ? "64" : "32",
             ident[EI_DATA] == ELFDATA2MSB ? "big" : "little");
}

/* What stands first is the same in all classes and byte orders. */
static rr_status check_machine(const binary *b)
{
    const size_t at = offsetof(ElfW(Ehdr), e_machine);
    const uint8_t *ident = b->bytes, *own = __ehdr_start.e_ident;
    char theirs[64], ours[64];
    if (b->len < SELFMAG || memcmp(ident, ELFMAG, SELFMAG) != 0)
        return rr__fail_at(b->err, RR_EINVALID, b->file, 0, 0, RR__MSG_PLUGIN_NOT_ELF, NULL);
    if (b->len < at + sizeof(uint16_t))
        return damaged(b, "its end is missing");
    if ((ident[EI_CLASS] != ELFCLASS32 && ident[EI_CLASS] != ELFCLASS64) || ident[EI_VERSION] != EV_CURRENT ||
        (ident[EI_DATA] != ELFDATA2LSB && ident[EI_DATA] != ELFDATA2MSB))
        return damaged(b, "its header is no ELF header of today");
    bool big = ident[EI_DATA] == ELFDATA2MSB;
    uint16_t machine = (uint16_t)(ident[at + (big ? 1 : 0)] | ident[at + (big ? 0 : 1)] << 8);
    if (machine == __ehdr_start.e_machine && ident[EI_CLASS] == own[EI_CLASS] && ident[EI_DATA] == own[EI_DATA])
        return RR_OK;
    describe_machine(theirs, ident, machine);
    describe_machine(ours, own, __ehdr_start.e_machine);
    return rr__fail_at(b->err, RR_EINVALID, b->file, 0, 0, RR__MSG_PLUGIN_WRONG_MACHINE, theirs, ours, NULL);
}

static rr_status not_shared(const binary *b, const char *what)
{
    return rr__fail_at(b->err, RR_EINVALID, b->file, 0, 0, RR__MSG_PLUGIN_NOT_SHARED, what, NULL);
}

static rr_status read_header(binary *b)
{
    if (!read_at(b, 0, &b->header, sizeof b->header))
        return damaged(b, "its end is missing");
    if (b->header.e_version != EV_CURRENT || b->header.e_ehsize != sizeof b->header)
        return damaged(b, "its header is no ELF header of today");
    if (b->header.e_type != ET_DYN)
        return not_shared(b, b->header.e_type == ET_EXEC  ? "a program to be run by itself"
                             : b->header.e_type == ET_REL ? "an object file that is not linked yet"
                             : b->header.e_type == ET_CORE ? "a memory image of a crash" : "another kind of file");
    /* Sections stand last: a file that was cut short lacks them. */
    uint64_t sections = (uint64_t)b->header.e_shnum * b->header.e_shentsize;
    if (b->header.e_shoff != 0 && (b->header.e_shoff > b->len || sections > b->len - b->header.e_shoff))
        return damaged(b, "its end is missing");
    if (b->header.e_phnum == 0 || b->header.e_phentsize != sizeof(ElfW(Phdr)))
        return damaged(b, "nothing in it is to be loaded");
    return RR_OK;
}

/* --- segments --- */

static bool read_segment(const binary *b, uint32_t index, ElfW(Phdr) *out)
{
    return b->header.e_phoff <= b->len && read_at(b, (size_t)b->header.e_phoff + index * sizeof *out, out, sizeof *out);
}

/* Every segment that is loaded must be in the file. Finds the dynamic section on the way. */
static rr_status check_segments(const binary *b, ElfW(Phdr) *dynamic)
{
    ElfW(Phdr) segment;
    bool loaded = false;
    memset(dynamic, 0, sizeof *dynamic);
    for (uint32_t i = 0; i < b->header.e_phnum; i++) {
        if (!read_segment(b, i, &segment))
            return damaged(b, "its end is missing");
        if (segment.p_type != PT_LOAD && segment.p_type != PT_DYNAMIC)
            continue;
        if (segment.p_offset > b->len || segment.p_filesz > b->len - segment.p_offset || segment.p_filesz > segment.p_memsz ||
            segment.p_memsz > UINTPTR_MAX - segment.p_vaddr)
            return damaged(b, "a segment is outside the file");
        loaded = loaded || segment.p_type == PT_LOAD;
        if (segment.p_type == PT_DYNAMIC)
            *dynamic = segment;
    }
    if (!loaded)
        return damaged(b, "nothing in it is to be loaded");
    return dynamic->p_type == PT_DYNAMIC ? RR_OK : damaged(b, "its dynamic section is missing");
}

/* Where the file holds what will be at `address`, and how much from there on; false: nowhere. */
static bool find_offset(const binary *b, ElfW(Addr) address, size_t *offset, size_t *room)
{
    ElfW(Phdr) segment;
    for (uint32_t i = 0; i < b->header.e_phnum && read_segment(b, i, &segment); i++) {
        if (segment.p_type != PT_LOAD || address < segment.p_vaddr || address - segment.p_vaddr >= segment.p_filesz)
            continue;
        *offset = (size_t)(segment.p_offset + (address - segment.p_vaddr));
        *room = (size_t)(segment.p_filesz - (address - segment.p_vaddr));
        return true;
    }
    return false;
}

/* --- the dynamic section --- */

static rr_status read_dynamic(binary *b)
{
    ElfW(Phdr) segment;
    ElfW(Dyn) entry;
    ElfW(Addr) symbols = 0, texts = 0, hash = 0, gnu_hash = 0;
    size_t texts_len = 0, entry_size = sizeof(ElfW(Sym)), room = 0;
    bool program = false;
    rr_status status = check_segments(b, &segment);
    if (status != RR_OK)
        return status;
    for (size_t at = 0; at + sizeof entry <= segment.p_filesz && read_at(b, (size_t)segment.p_offset + at, &entry, sizeof entry);
         at += sizeof entry) {
        if (entry.d_tag == DT_NULL)
            break;
        switch (entry.d_tag) {
        case DT_SYMTAB: symbols = entry.d_un.d_ptr; break;
        case DT_STRTAB: texts = entry.d_un.d_ptr; break;
        case DT_STRSZ: texts_len = (size_t)entry.d_un.d_val; break;
        case DT_SYMENT: entry_size = (size_t)entry.d_un.d_val; break;
        case DT_HASH: hash = entry.d_un.d_ptr; break;
        case DT_GNU_HASH: gnu_hash = entry.d_un.d_ptr; break;
        case DT_FLAGS_1: program = (entry.d_un.d_val & DF_1_PIE) != 0; break;
        default: break;
        }
    }
    if (program)
        return not_shared(b, "a program to be run by itself");
    if (entry_size != sizeof(ElfW(Sym)) || !find_offset(b, symbols, &b->symbols, &room) || !find_offset(b, texts, &b->texts, &room) ||
        texts_len > room)
        return damaged(b, "its symbol table is outside the file");
    b->texts_len = texts_len;
    if ((hash != 0 && !find_offset(b, hash, &b->hash, &room)) || (gnu_hash != 0 && !find_offset(b, gnu_hash, &b->gnu_hash, &room)))
        return damaged(b, "its symbol table is outside the file");
    return RR_OK;
}

/* --- symbols --- */

static bool read_word(const binary *b, uint64_t offset, uint32_t *out)
{
    return offset <= b->len && read_at(b, (size_t)offset, out, sizeof *out);
}

/* The GNU table knows no count: its last chain ends the symbols. */
static bool count_by_gnu_hash(const binary *b, uint64_t *count)
{
    uint32_t head[4], bucket = 0, link = 0; /* buckets, first symbol, words of the filter, its shift */
    uint64_t last = 0;
    if (!read_at(b, b->gnu_hash, head, sizeof head))
        return false;
    uint64_t buckets = b->gnu_hash + sizeof head + (uint64_t)head[2] * sizeof(ElfW(Addr));
    uint64_t chains = buckets + (uint64_t)head[0] * sizeof bucket;
    for (uint32_t i = 0; i < head[0]; i++) {
        if (!read_word(b, buckets + (uint64_t)i * sizeof bucket, &bucket))
            return false;
        last = bucket > last ? bucket : last;
    }
    *count = head[1];
    if (last < head[1])
        return true;
    for (;; last++) {
        if (!read_word(b, chains + (last - head[1]) * sizeof link, &link))
            return false;
        if ((link & 1) != 0)
            break;
    }
    *count = last + 1;
    return true;
}

/* A table without either hash has symbols that the dynamic linker can't find: none, then. */
static bool count_symbols(const binary *b, uint64_t *count)
{
    uint32_t chains = 0;
    *count = 0;
    if (b->gnu_hash != 0)
        return count_by_gnu_hash(b, count);
    if (b->hash == 0)
        return true;
    bool good = read_word(b, b->hash + sizeof chains, &chains);
    *count = chains;
    return good;
}

static bool is_exported(const ElfW(Sym) *symbol)
{
    unsigned binding = symbol->st_info >> 4, visibility = symbol->st_other & 3u;
    return symbol->st_shndx != SHN_UNDEF && (binding == STB_GLOBAL || binding == STB_WEAK || binding == STB_GNU_UNIQUE) &&
           (visibility == STV_DEFAULT || visibility == STV_PROTECTED);
}

static bool is_entry(const binary *b, const ElfW(Sym) *symbol)
{
    static const char name[] = "reroute_plugin";
    unsigned type = symbol->st_info & 15u;
    return (type == STT_OBJECT || type == STT_NOTYPE) && symbol->st_name <= b->texts_len &&
           b->texts_len - symbol->st_name >= sizeof name && memcmp(b->bytes + b->texts + symbol->st_name, name, sizeof name) == 0;
}

static rr_status find_entry(const binary *b, ElfW(Sym) *entry, uint32_t *exports)
{
    ElfW(Sym) symbol;
    uint64_t count = 0;
    bool found = false;
    *exports = 0;
    if (!count_symbols(b, &count))
        return damaged(b, "its symbol table has no end");
    if (count > (b->len - b->symbols) / sizeof symbol)
        return damaged(b, "its symbol table is outside the file");
    for (uint64_t i = 1; i < count; i++) { /* the first is always empty */
        memcpy(&symbol, b->bytes + b->symbols + (size_t)i * sizeof symbol, sizeof symbol);
        if (!is_exported(&symbol))
            continue;
        if (symbol.st_name >= b->texts_len)
            return damaged(b, "a symbol's name is outside the file");
        ++*exports;
        if (!found && is_entry(b, &symbol)) {
            *entry = symbol;
            found = true;
        }
    }
    return found ? RR_OK : rr__fail_at(b->err, RR_EINVALID, b->file, 0, 0, RR__MSG_PLUGIN_NO_ENTRY, NULL);
}

/* --- the descriptor --- */

/* What is frozen for ever at its beginning. */
typedef struct frozen { uint32_t magic, size; uint16_t abi_major, abi_minor, needs_minor, reserved0; uint32_t reserved[4]; } frozen;
_Static_assert(sizeof(frozen) == 32 && offsetof(rrp_entry, id) == 32, "the frozen part is 32 bytes");

static rr_status judge(const binary *b, const frozen *f, uint16_t host_minor)
{
    char theirs[32], ours[32];
    if (f->magic != RRP_MAGIC) {
        snprintf(theirs, sizeof theirs, "0x%08x", (unsigned)f->magic);
        snprintf(ours, sizeof ours, "0x%08x", RRP_MAGIC);
        return rr__fail_at(b->err, RR_EINVALID, b->file, 0, 0, RR__MSG_PLUGIN_WRONG_MAGIC, theirs, ours, NULL);
    }
    if (f->abi_major != RRP_ABI_MAJOR) {
        snprintf(theirs, sizeof theirs, "%u.%u", f->abi_major, f->abi_minor);
        snprintf(ours, sizeof ours, "%d", RRP_ABI_MAJOR);
        return rr__fail_at(b->err, RR_EINVALID, b->file, 0, 0, RR__MSG_PLUGIN_WRONG_ABI, theirs, ours, NULL);
    }
    if (f->needs_minor > host_minor) {
        snprintf(theirs, sizeof theirs, "%d.%u", RRP_ABI_MAJOR, f->needs_minor);
        snprintf(ours, sizeof ours, "%d.%u", RRP_ABI_MAJOR, host_minor);
        return rr__fail_at(b->err, RR_EINVALID, b->file, 0, 0, RR__MSG_PLUGIN_HOST_TOO_OLD, theirs, ours, NULL);
    }
    return f->size < sizeof(rrp_entry) ? damaged(b, "reroute_plugin is shorter than a descriptor") : RR_OK;
}

rr_status rr__plugin_inspect(rr__inspected *out, const char *file, const void *bytes, size_t len, uint16_t host_minor, rr_error *err)
{
    binary b = {.bytes = bytes, .len = len, .file = file, .err = err};
    ElfW(Sym) symbol = {0};
    frozen f;
    size_t offset = 0, room = 0;
    *out = (rr__inspected){0};
    rr_status status = check_machine(&b);
    if (status == RR_OK)
        status = read_header(&b);
    if (status == RR_OK)
        status = read_dynamic(&b);
    if (status == RR_OK)
        status = find_entry(&b, &symbol, &out->exports);
    if (status != RR_OK)
        return status;
    if (!find_offset(&b, symbol.st_value, &offset, &room) || room < sizeof f || !read_at(&b, offset, &f, sizeof f))
        return damaged(&b, "reroute_plugin is outside the file");
    if (symbol.st_size != 0 && symbol.st_size < sizeof f)
        return damaged(&b, "reroute_plugin is shorter than a descriptor");
    out->abi_major = f.abi_major;
    out->abi_minor = f.abi_minor;
    out->needs_minor = f.needs_minor;
    return judge(&b, &f, host_minor);
}

/* SPDX-License-Identifier: MIT */
/* Blocks in, frozen files out, and back: nothing in a file is believed before it was checked. */
#include "taxonomy/frozen.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"

static const uint32_t strides[RR__SEC_COUNT] = {
    [RR__SEC_STRINGS] = 1, [RR__SEC_HEAD] = sizeof(rr__head), [RR__SEC_SOURCES] = sizeof(rr__source), [RR__SEC_SCALES] = sizeof(rr__scale),
    [RR__SEC_FACETS] = sizeof(rr__facet), [RR__SEC_DESCRIPTORS] = sizeof(rr__descriptor), [RR__SEC_OCCUPATIONS] = sizeof(rr__occupation),
    [RR__SEC_LABELS] = sizeof(rr__label), [RR__SEC_TEXTS] = sizeof(rr__text_item), [RR__SEC_PATTERNS] = sizeof(rr__pattern),
    [RR__SEC_BROADER] = 4, [RR__SEC_NARROWER] = 4, [RR__SEC_REQUIREMENTS] = sizeof(rr__requirement), [RR__SEC_REQUIRED_BY] = 4,
    [RR__SEC_CODES] = sizeof(rr__code), [RR__SEC_CROSSWALKS] = sizeof(rr__crosswalk), [RR__SEC_ENTRIES] = sizeof(rr__entry),
    [RR__SEC_CLAIMS] = sizeof(rr__claim), [RR__SEC_CONDITIONS] = sizeof(rr__condition), [RR__SEC_EXPOSURES] = sizeof(rr__exposure),
    [RR__SEC_PAYS] = sizeof(rr__pay), [RR__SEC_STANDARDS] = sizeof(rr__standard), [RR__SEC_HOURS] = sizeof(rr__hours),
    [RR__SEC_NOTES] = sizeof(rr__note), [RR__SEC_TERMS] = sizeof(rr__term), [RR__SEC_WEIGHTS] = sizeof(rr__weight),
    [RR__SEC_NAME_SLOTS] = 4, [RR__SEC_CODE_ORDER] = 4};

/* What a field of a record refers to, so that every reference can be checked by one loop. */
typedef struct field { uint16_t section, offset; uint8_t kind; uint16_t target; uint32_t limit; } field;
enum { TEXT, GROUP, INDEX, INDEX_OR_NONE, BELOW, BYTE_BELOW };
#define T(sec, type, f) {RR__SEC_##sec, offsetof(type, f), TEXT, 0, 0}
#define G(sec, type, f, to) {RR__SEC_##sec, offsetof(type, f), GROUP, RR__SEC_##to, 0}
#define I(sec, type, f, to) {RR__SEC_##sec, offsetof(type, f), INDEX, RR__SEC_##to, 0}
#define O(sec, type, f, to) {RR__SEC_##sec, offsetof(type, f), INDEX_OR_NONE, RR__SEC_##to, 0}
#define B(sec, type, f, n) {RR__SEC_##sec, offsetof(type, f), BELOW, 0, (n)}
#define Y(sec, type, f, n) {RR__SEC_##sec, offsetof(type, f), BYTE_BELOW, 0, (n)}
#define P(sec, type) O(sec, type, prov.source, SOURCES), Y(sec, type, prov.confidence, 4), Y(sec, type, prov.basis, 2)

static const field fields[] = {
    T(HEAD, rr__head, id), T(HEAD, rr__head, version), T(HEAD, rr__head, licence), T(HEAD, rr__head, licence_url),
    T(HEAD, rr__head, attribution), G(HEAD, rr__head, labels, LABELS),
    T(SOURCES, rr__source, id), T(SOURCES, rr__source, text), T(SOURCES, rr__source, url), B(SOURCES, rr__source, confidence, 4),
    T(SCALES, rr__scale, id), T(FACETS, rr__facet, id), B(FACETS, rr__facet, kind, 3), O(FACETS, rr__facet, scale, SCALES),
    G(FACETS, rr__facet, labels, LABELS),
    T(DESCRIPTORS, rr__descriptor, id), I(DESCRIPTORS, rr__descriptor, facet, FACETS), P(DESCRIPTORS, rr__descriptor),
    G(DESCRIPTORS, rr__descriptor, labels, LABELS), G(DESCRIPTORS, rr__descriptor, texts, TEXTS),
    G(DESCRIPTORS, rr__descriptor, patterns, PATTERNS), G(DESCRIPTORS, rr__descriptor, broader, BROADER),
    G(DESCRIPTORS, rr__descriptor, narrower, NARROWER), G(DESCRIPTORS, rr__descriptor, crosswalks, CROSSWALKS),
    G(DESCRIPTORS, rr__descriptor, required_by, REQUIRED_BY),
    T(OCCUPATIONS, rr__occupation, id), Y(OCCUPATIONS, rr__occupation, outlook, 4), Y(OCCUPATIONS, rr__occupation, role, 3),
    Y(OCCUPATIONS, rr__occupation, has_content, 2), P(OCCUPATIONS, rr__occupation), G(OCCUPATIONS, rr__occupation, labels, LABELS),
    G(OCCUPATIONS, rr__occupation, texts, TEXTS), G(OCCUPATIONS, rr__occupation, patterns, PATTERNS),
    G(OCCUPATIONS, rr__occupation, requirements, REQUIREMENTS), G(OCCUPATIONS, rr__occupation, codes, CODES),
    G(OCCUPATIONS, rr__occupation, crosswalks, CROSSWALKS), G(OCCUPATIONS, rr__occupation, entries, ENTRIES),
    G(OCCUPATIONS, rr__occupation, exposures, EXPOSURES), G(OCCUPATIONS, rr__occupation, pays, PAYS),
    G(OCCUPATIONS, rr__occupation, standards, STANDARDS), G(OCCUPATIONS, rr__occupation, notes, NOTES),
    T(LABELS, rr__label, text), T(LABELS, rr__label, lang), B(LABELS, rr__label, concept, 3),
    T(TEXTS, rr__text_item, text), T(TEXTS, rr__text_item, lang), T(TEXTS, rr__text_item, id), B(TEXTS, rr__text_item, kind, 2),
    T(PATTERNS, rr__pattern, text), T(PATTERNS, rr__pattern, lang), B(PATTERNS, rr__pattern, concept, 2),
    {RR__SEC_BROADER, 0, INDEX, RR__SEC_DESCRIPTORS, 0}, {RR__SEC_NARROWER, 0, INDEX, RR__SEC_DESCRIPTORS, 0},
    {RR__SEC_REQUIRED_BY, 0, INDEX, RR__SEC_OCCUPATIONS, 0}, {RR__SEC_CODE_ORDER, 0, INDEX, RR__SEC_CODES, 0},
    I(REQUIREMENTS, rr__requirement, descriptor, DESCRIPTORS), T(REQUIREMENTS, rr__requirement, hours_basis), P(REQUIREMENTS, rr__requirement),
    T(CODES, rr__code, scheme), T(CODES, rr__code, edition), T(CODES, rr__code, code), I(CODES, rr__code, occupation, OCCUPATIONS),
    T(CROSSWALKS, rr__crosswalk, scheme), T(CROSSWALKS, rr__crosswalk, code), B(CROSSWALKS, rr__crosswalk, match, 4), P(CROSSWALKS, rr__crosswalk),
    T(ENTRIES, rr__entry, code), Y(ENTRIES, rr__entry, rule_class, 3), Y(ENTRIES, rr__entry, state, 3),
    O(ENTRIES, rr__entry, condition, CONDITIONS), P(ENTRIES, rr__entry), G(ENTRIES, rr__entry, texts, CLAIMS),
    G(ENTRIES, rr__entry, questions, CLAIMS), G(ENTRIES, rr__entry, claims, CLAIMS),
    T(CLAIMS, rr__claim, text), T(CLAIMS, rr__claim, lang), P(CLAIMS, rr__claim),
    B(CONDITIONS, rr__condition, kind, 8), B(CONDITIONS, rr__condition, op, 7), T(CONDITIONS, rr__condition, name), T(CONDITIONS, rr__condition, value),
    T(EXPOSURES, rr__exposure, index), T(EXPOSURES, rr__exposure, grade), P(EXPOSURES, rr__exposure),
    T(PAYS, rr__pay, place), T(PAYS, rr__pay, currency), T(PAYS, rr__pay, period), P(PAYS, rr__pay),
    T(STANDARDS, rr__standard, edition), T(STANDARDS, rr__standard, lowest), T(STANDARDS, rr__standard, highest),
    G(STANDARDS, rr__standard, hours, HOURS), P(STANDARDS, rr__standard), T(HOURS, rr__hours, level),
    T(NOTES, rr__note, kind), T(NOTES, rr__note, text), T(NOTES, rr__note, lang), P(NOTES, rr__note),
    T(TERMS, rr__term, id), B(TERMS, rr__term, kind, 5), O(TERMS, rr__term, facet, FACETS), B(TERMS, rr__term, tf, 4),
    B(TERMS, rr__term, idf_quarters, 5), B(TERMS, rr__term, text_kind, 2), B(TERMS, rr__term, generation, 9),
    B(WEIGHTS, rr__weight, combination, 4), I(WEIGHTS, rr__weight, term, TERMS)};

static uint32_t value_at(const char *record)
{
    uint32_t value;
    memcpy(&value, record, sizeof value);
    return value;
}

/* One loop a kind, without a way out: a file has millions of references, and they are right. */
static bool all_good(const rr__block *b, const field *f, uint32_t first, uint32_t count)
{
    uint32_t stride = strides[f->section], bad = 0;
    const char *at = (const char *)rr__block_at(b, (rr__section)f->section) + f->offset + (size_t)first * stride;
    uint32_t target = b->sections[f->kind == TEXT ? RR__SEC_STRINGS : f->target].count;
    uint32_t limit = f->kind == BELOW || f->kind == BYTE_BELOW ? f->limit : target;
    switch (f->kind) {
    case GROUP:
        for (uint32_t k = 0; k < count; k++, at += stride)
            bad |= (uint32_t)(value_at(at) > target) | (uint32_t)(value_at(at + 4) > target - value_at(at));
        break;
    case INDEX_OR_NONE:
        for (uint32_t k = 0; k < count; k++, at += stride)
            bad |= (uint32_t)(value_at(at) >= limit) & (uint32_t)(value_at(at) != RR_NONE);
        break;
    case BYTE_BELOW:
        for (uint32_t k = 0; k < count; k++, at += stride)
            bad |= *(const unsigned char *)at >= limit;
        break;
    default:
        for (uint32_t k = 0; k < count; k++, at += stride)
            bad |= value_at(at) >= limit;
    }
    return bad == 0;
}

/* All fields of some records, then of the next: they stay in the processor's cache meanwhile. */
static bool section_good(const rr__block *b, size_t first, size_t end)
{
    enum { RECORDS = 256 };
    uint32_t count = b->sections[fields[first].section].count;
    for (uint32_t k = 0; k < count; k += RECORDS)
        for (size_t i = first; i < end; i++)
            if (!all_good(b, &fields[i], k, count - k < RECORDS ? count - k : RECORDS))
                return false;
    return true;
}

static const char *check_sections(const rr__block *b, uint64_t len)
{
    for (int s = 0; s < RR__SEC_COUNT; s++) {
        const rr__block_section *sec = &b->sections[s];
        if (sec->stride != strides[s] || sec->offset % 8 != 0 || sec->offset < sizeof *b || sec->offset > len ||
            sec->count > (len - sec->offset) / sec->stride)
            return "sections";
    }
    const rr__block_section *strings = &b->sections[RR__SEC_STRINGS];
    const char *text = (const char *)b + strings->offset;
    if (strings->count == 0 || text[0] != '\0' || text[strings->count - 1] != '\0' || b->sections[RR__SEC_HEAD].count != 1)
        return "texts";
    uint32_t slots = b->sections[RR__SEC_NAME_SLOTS].count;
    return slots < 16 || (slots & (slots - 1)) != 0 ? "names" : NULL;
}

/* The parts that no table can say: trees of conditions, owners, free slots. */
static const char *check_rest(const rr__block *b)
{
    uint32_t labels = rr__block_count(b, RR__SEC_LABELS), slots = rr__block_count(b, RR__SEC_NAME_SLOTS), free_slots = 0;
    for (uint32_t i = 0; i < rr__block_count(b, RR__SEC_CONDITIONS); i++) {
        uint32_t next = RR__RECORD(rr__condition, b, RR__SEC_CONDITIONS, i)->next;
        if (next <= i || next > rr__block_count(b, RR__SEC_CONDITIONS))
            return "conditions";
    }
    for (uint32_t i = 0; i < labels; i++) {
        const rr__label *l = RR__RECORD(rr__label, b, RR__SEC_LABELS, i);
        if (l->concept < 2 && l->owner >= rr__block_count(b, l->concept == 0 ? RR__SEC_OCCUPATIONS : RR__SEC_DESCRIPTORS))
            return "labels";
    }
    for (uint32_t i = 0; i < rr__block_count(b, RR__SEC_PATTERNS); i++) {
        const rr__pattern *p = RR__RECORD(rr__pattern, b, RR__SEC_PATTERNS, i);
        if (p->owner >= rr__block_count(b, p->concept == 0 ? RR__SEC_OCCUPATIONS : RR__SEC_DESCRIPTORS))
            return "patterns";
    }
    for (uint32_t i = 0; i < slots; i++) {
        uint32_t slot = *RR__RECORD(uint32_t, b, RR__SEC_NAME_SLOTS, i);
        if (slot > labels)
            return "names";
        free_slots += slot == 0;
    }
    for (uint32_t i = 0; i < rr__block_count(b, RR__SEC_TERMS); i++) {
        const rr__term *t = RR__RECORD(rr__term, b, RR__SEC_TERMS, i);
        if (t->divisor <= 0 || ((t->kind <= RR__TERM_SCALE) != (t->facet != RR_NONE)))
            return "terms";
    }
    return free_slots == 0 ? "names" : NULL;
}

const char *rr__block_check(const rr__block *b, uint64_t len)
{
    if (len < sizeof *b || memcmp(b->magic, RR__BLOCK_MAGIC, sizeof b->magic) != 0 || b->version != RR__BLOCK_VERSION ||
        b->endian != RR__BLOCK_ENDIAN || b->size != len)
        return "header";
    const char *wrong = check_sections(b, len);
    for (size_t i = 0, end = 0; wrong == NULL && i < sizeof fields / sizeof fields[0]; i = end) {
        while (end < sizeof fields / sizeof fields[0] && fields[end].section == fields[i].section)
            end++;
        if (!section_good(b, i, end))
            return "references";
    }
    return wrong != NULL ? wrong : check_rest(b);
}

rr_status rr__frozen_check(const rr__frozen_file **out, const void *bytes, size_t len, bool ours, const char *name, rr_error *err)
{
    const rr__frozen_file *f = bytes;
    if (len < sizeof *f || f->version != RR__FROZEN_VERSION || f->endian != RR__BLOCK_ENDIAN)
        return rr__fail_at(err, RR_EDAMAGED, name, 0, 0, RR__MSG_FROZEN_FOREIGN, len < sizeof *f ? "too short" : "another version or kind of machine", NULL);
    if (f->block_offset != sizeof *f || f->block_size > len - sizeof *f || f->index_offset < f->block_offset + f->block_size ||
        f->index_offset > len || f->index_size != len - f->index_offset || f->index_offset % 8 != 0)
        return rr__fail_at(err, RR_EDAMAGED, name, 0, 0, RR__MSG_FROZEN_DAMAGED, "length", NULL);
    if (rr__hash64((const char *)bytes + offsetof(rr__frozen_file, block_offset), len - offsetof(rr__frozen_file, block_offset)) != f->checksum)
        return rr__fail_at(err, RR_EDAMAGED, name, 0, 0, RR__MSG_FROZEN_DAMAGED, "checksum", NULL);
    const char *wrong = ours ? NULL : rr__block_check((const rr__block *)(const void *)((const char *)bytes + f->block_offset), f->block_size);
    if (wrong != NULL)
        return rr__fail_at(err, RR_EDAMAGED, name, 0, 0, RR__MSG_FROZEN_DAMAGED, wrong, NULL);
    *out = f;
    return RR_OK;
}

rr_status rr__taxonomy_save(const rr_taxonomy *taxonomy, const void *index, size_t index_len, const char *path, rr_error *err)
{
    enum { LINE = 64 }; /* of the processor's cache: mapped, the index's columns start on one */
    static const char zeros[LINE] = {0};
    const rr_allocator *a = &taxonomy->context->allocator;
    const rr__block *block = taxonomy->block;
    size_t pad = (LINE - (sizeof(rr__frozen_file) + block->size) % LINE) % LINE;
    rr__frozen_file head = {.version = RR__FROZEN_VERSION, .endian = RR__BLOCK_ENDIAN, .block_offset = sizeof head,
                            .block_size = block->size, .index_offset = sizeof head + block->size + pad, .index_size = index_len};
    memcpy(head.magic, RR__FROZEN_MAGIC, sizeof head.magic);
    /* The checksum covers all behind itself, so the file is put together before it is written. */
    size_t tail = offsetof(rr__frozen_file, block_offset), len = head.index_offset + index_len;
    char *whole = rr__alloc(a, len);
    rr__writer w;
    if (whole == NULL)
        return rr__fail_nomem(err);
    memcpy(whole + sizeof head, block, block->size);
    memcpy(whole + sizeof head + block->size, zeros, pad);
    if (index_len > 0)
        memcpy(whole + head.index_offset, index, index_len);
    memcpy(whole, &head, sizeof head);
    head.checksum = rr__hash64(whole + tail, len - tail);
    memcpy(whole, &head, sizeof head);
    rr_status status = rr__writer_open(&w, a, path, err);
    if (status == RR_OK) {
        rr__writer_add(&w, whole, len);
        status = rr__writer_commit(&w, err);
    }
    rr__free(a, whole);
    return status;
}

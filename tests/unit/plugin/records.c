/* SPDX-License-Identifier: MIT */
/* Records filled by their tables in, bytes out and back: whole, cut, grown, and made of noise. */
#include "helper.h"

static uint64_t seed = 20261101;

static uint32_t draw(uint32_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 32) % below;
}

typedef struct fixture {
    rr__arena arena;
    rr__buf first, second;
} fixture;

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    rr__arena_init(&f->arena, &rr__malloc_allocator);
    rr__buf_init(&f->first, &rr__malloc_allocator, 0);
    rr__buf_init(&f->second, &rr__malloc_allocator, 0);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    rr__arena_finish(&f->arena);
    rr__buf_finish(&f->first);
    rr__buf_finish(&f->second);
    free(f);
    return 0;
}

static rrp_str random_text(rr__arena *arena)
{
    size_t len = draw(6);
    char *text = rr__arena_alloc(arena, len + 1, 1);
    for (size_t i = 0; i < len; i++)
        text[i] = (char)draw(256);
    return (rrp_str){len == 0 ? NULL : text, len};
}

/* Fills the record with values of which none is zero by rule, vectors with up to three items. */
static void fill(rr__arena *arena, const rr__abi_record *record, char *out)
{
    for (uint32_t i = 0; i < record->field_count; i++) {
        const rr__abi_field *field = &record->fields[i];
        if (field->kind == RR__ABI_STR) {
            rrp_str text = random_text(arena);
            memcpy(out + field->offset, &text, sizeof text);
        } else if (field->kind == RR__ABI_VEC) {
            uint32_t count = draw(4), stride = field->items->size;
            char *items = count == 0 ? NULL : rr__arena_alloc(arena, (size_t)count * stride, 8);
            rrp_vec vec = {items, count, stride};
            for (uint32_t k = 0; k < count; k++)
                fill(arena, field->items, items + (size_t)k * stride);
            memcpy(out + field->offset, &vec, sizeof vec);
        } else {
            for (uint32_t k = 0; k < field->size; k++)
                out[field->offset + k] = (char)(1 + draw(255));
        }
    }
    if (record->sized)
        memcpy(out, &record->size, sizeof record->size);
}

static void assert_text_equal(const char *a, const char *b)
{
    rrp_str x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    assert_int_equal(x.n, y.n);
    assert_true(x.n == 0 || memcmp(x.p, y.p, (size_t)x.n) == 0);
    assert_true(y.p != NULL && y.p[y.n] == '\0');
}

/* `b` was decoded; fields at or behind `known` must be zero in it. */
static void assert_same(const rr__abi_record *record, const char *a, const char *b, uint32_t known)
{
    static const char zeros[8] = {0};
    for (uint32_t i = record->sized ? 1 : 0; i < record->field_count; i++) {
        const rr__abi_field *field = &record->fields[i];
        rrp_vec x = {NULL, 0, 0}, y = {NULL, 0, 0};
        bool is_known = field->offset + field->size <= known;
        if (field->kind == RR__ABI_STR) {
            const rrp_str none = {"", 0};
            assert_text_equal(is_known ? a + field->offset : (const char *)&none, b + field->offset);
        } else if (field->kind == RR__ABI_VEC) {
            if (is_known)
                memcpy(&x, a + field->offset, sizeof x);
            memcpy(&y, b + field->offset, sizeof y);
            assert_int_equal(x.count, y.count);
            for (uint32_t k = 0; k < x.count; k++)
                assert_same(field->items, (const char *)x.data + (size_t)k * x.stride, (const char *)y.data + (size_t)k * y.stride, UINT32_MAX);
        } else {
            assert_memory_equal(is_known ? a + field->offset : zeros, b + field->offset, field->size);
        }
    }
}

static rr__decoder decoder_of(rr__arena *arena, const rr__buf *buf, size_t len)
{
    const uint8_t *bytes = (const uint8_t *)buf->data;
    return (rr__decoder){.at = bytes, .end = bytes + len, .arena = arena};
}

static void plugin_records__every_record_comes_back(void **state)
{
    fixture *f = *state;
    for (int round = 0; round < 200; round++) {
        for (size_t r = 0; rr__abi_records[r] != NULL; r++) {
            const rr__abi_record *record = rr__abi_records[r];
            char *from = rr__arena_alloc(&f->arena, record->size, 8), *to = rr__arena_alloc(&f->arena, record->size, 8);
            fill(&f->arena, record, from);
            rr__buf_clear(&f->first);
            rr__buf_clear(&f->second);
            assert_true(rr__encode(&f->first, record, from, record->size));
            rr__decoder in = decoder_of(&f->arena, &f->first, f->first.len);
            rr__decode(&in, record, to);
            assert_true(!in.failed && in.at == in.end);
            assert_same(record, from, to, UINT32_MAX);
            assert_true(rr__encode(&f->second, record, to, record->size));
            assert_int_equal(f->first.len, f->second.len);
            assert_memory_equal(f->first.data, f->second.data, f->first.len);
        }
        rr__arena_finish(&f->arena);
    }
}

static void plugin_records__every_prefix_fails_cleanly(void **state)
{
    fixture *f = *state;
    for (size_t r = 0; rr__abi_records[r] != NULL; r++) {
        const rr__abi_record *record = rr__abi_records[r];
        char *from = rr__arena_alloc(&f->arena, record->size, 8), *to = rr__arena_alloc(&f->arena, record->size, 8);
        fill(&f->arena, record, from);
        rr__buf_clear(&f->first);
        assert_true(rr__encode(&f->first, record, from, record->size));
        for (size_t len = 0; len < f->first.len; len++) {
            char *cut = malloc(len + 1); /* of its own, so that a step too far is seen */
            memcpy(cut, f->first.data, len);
            rr__buf part = {.data = cut};
            rr__decoder in = decoder_of(&f->arena, &part, len);
            rr__decode(&in, record, to);
            assert_true(in.failed && !in.nomem);
            free(cut);
        }
    }
}

static void plugin_records__noise_never_crashes(void **state)
{
    fixture *f = *state;
    uint32_t read = 0;
    for (int round = 0; round < 3000; round++) {
        size_t len = draw(300);
        uint8_t *noise = malloc(len + 1);
        for (size_t i = 0; i < len; i++) /* mostly small numbers, so that counts and lengths are sometimes possible */
            noise[i] = (uint8_t)(draw(8) == 0 ? draw(256) : i % 4 == 0 ? draw(3) : 0);
        for (size_t r = 0; rr__abi_records[r] != NULL; r++) {
            rrp_vec vec;
            rr__decoder in = {.at = noise, .end = noise + len, .arena = &f->arena, .tail = draw(2) * 16};
            rr__decode_vec(&in, rr__abi_records[r], &vec);
            read += !in.failed && vec.count > 0;
            if (!in.failed) /* what was read can be written */
                assert_true(rr__encode_vec(&f->first, rr__abi_records[r], &vec));
            rr__buf_clear(&f->first);
        }
        free(noise);
        rr__arena_finish(&f->arena);
    }
    assert_true(read > 100);
}

static void plugin_records__a_plugin_of_an_older_minor_leaves_late_fields_zero(void **state)
{
    fixture *f = *state;
    for (size_t r = 0; rr__abi_records[r] != NULL; r++) {
        const rr__abi_record *record = rr__abi_records[r];
        for (uint32_t i = record->sized ? 1 : 0; i < record->field_count; i++) {
            uint32_t known = record->fields[i].offset;
            char *whole = rr__arena_alloc(&f->arena, record->size, 8), *to = rr__arena_alloc(&f->arena, record->size, 8);
            char *old = malloc(known); /* no more bytes than the old record had */
            fill(&f->arena, record, whole);
            memcpy(old, whole, known);
            if (record->sized && i > 0)
                memcpy(old, &known, sizeof known);
            rr__buf_clear(&f->first);
            rrp_vec vec = {old, 1, known};
            assert_int_equal(rr__encode_vec(&f->first, record, &vec), known > 0);
            if (known > 0) {
                rr__decoder in = decoder_of(&f->arena, &f->first, f->first.len);
                assert_int_equal(rr__decode_u32(&in), 1);
                rr__decode(&in, record, to);
                assert_true(!in.failed && in.at == in.end);
                assert_same(record, whole, to, known);
            }
            free(old);
        }
    }
}

static void plugin_records__a_record_says_itself_how_long_it_is(void **state)
{
    fixture *f = *state;
    rrp_course_page page = {.size = offsetof(rrp_course_page, next_cursor), .next_cursor = TEXT("lost")}, back;
    assert_true(rr__encode(&f->first, &rr__abi_course_page, &page, sizeof page));
    rr__decoder in = decoder_of(&f->arena, &f->first, f->first.len);
    rr__decode(&in, &rr__abi_course_page, &back);
    assert_true(!in.failed && in.at == in.end);
    assert_int_equal(back.next_cursor.n, 0);
    assert_int_equal(back.size, sizeof back);
    page.size = UINT32_MAX; /* but no longer than it is */
    rr__buf_clear(&f->first);
    assert_true(rr__encode(&f->first, &rr__abi_course_page, &page, sizeof page));
    in = decoder_of(&f->arena, &f->first, f->first.len);
    rr__decode(&in, &rr__abi_course_page, &back);
    assert_true(text_is(back.next_cursor, "lost"));
}

static void plugin_records__records_of_a_grown_host_are_longer(void **state)
{
    fixture *f = *state;
    enum { TAIL = 24 };
    for (size_t r = 0; rr__abi_records[r] != NULL; r++) {
        const rr__abi_record *record = rr__abi_records[r];
        char *from = rr__arena_alloc(&f->arena, (size_t)record->size * 2, 8);
        rrp_vec vec = {from, 2, record->size}, grown;
        fill(&f->arena, record, from);
        fill(&f->arena, record, from + record->size);
        rr__buf_clear(&f->first);
        rr__buf_clear(&f->second);
        assert_true(rr__encode_vec(&f->first, record, &vec));
        rr__decoder in = decoder_of(&f->arena, &f->first, f->first.len);
        in.tail = TAIL;
        rr__decode_vec(&in, record, &grown);
        assert_true(!in.failed && in.at == in.end);
        assert_int_equal(grown.stride, record->size + TAIL);
        for (uint32_t k = 0; k < 2; k++) {
            const char *item = (const char *)grown.data + (size_t)k * grown.stride;
            assert_same(record, from + (size_t)k * record->size, item, UINT32_MAX);
            assert_int_equal((uint8_t)item[record->size + TAIL - 1], 0xa5);
        }
        assert_true(rr__encode_vec(&f->second, record, &grown));
        assert_int_equal(f->first.len, f->second.len);
        assert_memory_equal(f->first.data, f->second.data, f->first.len);
    }
}

static void plugin_records__a_count_that_lies_allocates_nothing(void **state)
{
    fixture *f = *state;
    for (size_t r = 0; rr__abi_records[r] != NULL; r++) {
        rrp_vec vec;
        uint8_t bytes[64];
        memset(bytes, 0xff, sizeof bytes);
        rr__decoder in = {.at = bytes, .end = bytes + sizeof bytes, .arena = &f->arena};
        rr__decode_vec(&in, rr__abi_records[r], &vec);
        assert_true(in.failed && !in.nomem && vec.count == 0);
    }
    uint8_t bytes[] = {0xff, 0xff, 0xff, 0x7f, 'a'};
    rr__decoder in = {.at = bytes, .end = bytes + sizeof bytes, .arena = &f->arena};
    assert_int_equal(rr__decode_str(&in).n, 0);
    assert_true(in.failed);
    assert_int_equal(f->arena.total, 0);
}

static void plugin_records__what_cannot_be_sent_is_told(void **state)
{
    fixture *f = *state;
    const rrp_vec wrong[] = {{NULL, 1, 32}, {"x", 1, 0}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_false(rr__encode_vec(&f->first, &rr__abi_text, &wrong[i]));
        assert_false(rr__encode_vec(&f->first, NULL, &wrong[i]));
    }
    const rrp_vec none[] = {{NULL, 0, 32}, {NULL, 0, 0}};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        assert_true(rr__encode_vec(&f->first, &rr__abi_text, &none[i]));
    assert_false(rr__encode_str(&f->first, (rrp_str){NULL, 1}));
    assert_false(rr__encode_str(&f->first, (rrp_str){"x", (uint64_t)UINT32_MAX + 1}));
    assert_true(rr__encode_str(&f->first, (rrp_str){NULL, 0}));
    /* A count that can't fit is not followed: there is one record behind it. */
    rr__buf small;
    const rrp_text one = {TEXT("en"), TEXT("x")};
    const rrp_vec many = {&one, UINT32_MAX, sizeof one};
    rr__buf_init(&small, &rr__malloc_allocator, 1000);
    assert_true(rr__encode_vec(&small, &rr__abi_text, &many));
    assert_true(small.failed);
    rr__buf_finish(&small);
}

static long allocations_left;
static void *few(void *user, void *block, size_t size)
{
    (void)user;
    if (size == 0) {
        free(block);
        return NULL;
    }
    return allocations_left-- > 0 ? realloc(block, size) : NULL;
}

static void plugin_records__no_memory_is_not_a_wrong_reply(void **state)
{
    fixture *f = *state;
    const rr_allocator allocator = {NULL, few};
    enum { MANY = 3000 };
    rrp_text *texts = rr__arena_alloc(&f->arena, MANY * sizeof *texts, 8);
    for (int i = 0; i < MANY; i++)
        texts[i] = (rrp_text){TEXT("en"), TEXT("a text that takes some room")};
    const rrp_vec vec = RRP_VEC(rrp_text, texts, MANY);
    assert_true(rr__encode_vec(&f->first, &rr__abi_text, &vec));
    long needed = 0;
    for (bool done = false; !done; needed++) {
        rrp_vec back;
        rr__arena arena;
        rr__arena_init(&arena, &allocator);
        allocations_left = needed;
        rr__decoder in = decoder_of(&arena, &f->first, f->first.len);
        rr__decode_vec(&in, &rr__abi_text, &back);
        done = !in.failed;
        assert_true(done ? back.count == MANY : in.nomem && back.count == 0);
        rr__arena_finish(&arena);
    }
    assert_true(needed >= 3); /* the items, the texts, and the run that had both */
}

static uint32_t depth_of(const rr__abi_record *record, uint32_t depth)
{
    uint32_t deepest = depth;
    assert_true(depth < 8); /* a circle would end here */
    for (uint32_t i = 0; i < record->field_count; i++) {
        if (record->fields[i].kind != RR__ABI_VEC)
            continue;
        assert_non_null(record->fields[i].items);
        uint32_t below = depth_of(record->fields[i].items, depth + 1);
        deepest = below > deepest ? below : deepest;
    }
    return deepest;
}

static void plugin_records__tables_have_no_gap_and_no_circle(void **state)
{
    (void)state;
    for (size_t r = 0; rr__abi_records[r] != NULL; r++) {
        const rr__abi_record *record = rr__abi_records[r];
        uint32_t end = 0;
        for (uint32_t i = 0; i < record->field_count; i++) {
            assert_int_equal(record->fields[i].offset, end); /* a field that was forgotten would be a gap */
            end += record->fields[i].size;
        }
        assert_int_equal(end, record->size);
        assert_int_equal(record->sized, strcmp(record->fields[0].name, "size") == 0);
        assert_true(depth_of(record, 0) <= 5);
    }
    assert_int_equal(depth_of(&rr__abi_course_page, 0), 4); /* courses, certificates, needs, texts */
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(plugin_records__every_record_comes_back),
        CASE(plugin_records__every_prefix_fails_cleanly),
        CASE(plugin_records__noise_never_crashes),
        CASE(plugin_records__a_plugin_of_an_older_minor_leaves_late_fields_zero),
        CASE(plugin_records__a_record_says_itself_how_long_it_is),
        CASE(plugin_records__records_of_a_grown_host_are_longer),
        CASE(plugin_records__a_count_that_lies_allocates_nothing),
        CASE(plugin_records__what_cannot_be_sent_is_told),
        CASE(plugin_records__no_memory_is_not_a_wrong_reply),
        CASE(plugin_records__tables_have_no_gap_and_no_circle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

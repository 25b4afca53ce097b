/* SPDX-License-Identifier: MIT */
/* The layout gate: where every field of the plugin ABI stands, what every method takes and what every constant is, held
 * against the committed table abi_layout.txt. A plugin that was built once must find all of it where it was.
 * After growth at a tail (a new minor), write the table anew: REROUTE_WRITE_LAYOUT=FILE unit_plugin_layout */
#include "helper.h"

typedef struct row { const char *name; size_t offset, size; const char *what; } row;
typedef struct table { const char *name; size_t size, count; const row *rows; } table;

#define FIELD(T, field) {#field, offsetof(T, field), sizeof(((T *)0)->field), ""}
/* The compiler refuses a type that is not the method's. */
#define METHOD(T, field, returns, ...)                                                                                   \
    {#field, offsetof(T, field), sizeof(((T *)0)->field) * _Generic(((T *)0)->field, returns(*) __VA_ARGS__ : 1), #returns " " #__VA_ARGS__}
#define TABLE(T, rows) {#T, sizeof(T), sizeof rows / sizeof rows[0], rows}

static const row str_rows[] = {FIELD(rrp_str, p), FIELD(rrp_str, n)};
static const row vec_rows[] = {FIELD(rrp_vec, data), FIELD(rrp_vec, count), FIELD(rrp_vec, stride)};
static const row call_rows[] = {FIELD(rrp_call, host), FIELD(rrp_call, priv)};
static const row host_rows[] = {
    FIELD(rrp_host, size), FIELD(rrp_host, abi_major), FIELD(rrp_host, abi_minor), FIELD(rrp_host, name), FIELD(rrp_host, version),
    METHOD(rrp_host, log, void, (rrp_call *, uint32_t, rrp_str)), METHOD(rrp_host, fail, int32_t, (rrp_call *, int32_t, rrp_str, rrp_str)),
    METHOD(rrp_host, alloc, void *, (rrp_call *, uint64_t, uint64_t)), METHOD(rrp_host, intern, uint32_t, (rrp_call *, uint32_t, rrp_str)),
    METHOD(rrp_host, name_of, rrp_str, (rrp_call *, uint32_t, uint32_t)), METHOD(rrp_host, config, rrp_str, (rrp_call *, rrp_str)),
    METHOD(rrp_host, cancelled, uint32_t, (rrp_call *)), METHOD(rrp_host, extension, const void *, (const struct rrp_host *, const char *))};
static const row entry_rows[] = {
    FIELD(rrp_entry, magic), FIELD(rrp_entry, size), FIELD(rrp_entry, abi_major), FIELD(rrp_entry, abi_minor), FIELD(rrp_entry, needs_minor),
    FIELD(rrp_entry, reserved0), FIELD(rrp_entry, reserved), FIELD(rrp_entry, id), FIELD(rrp_entry, name), FIELD(rrp_entry, version),
    FIELD(rrp_entry, vendor), FIELD(rrp_entry, licence), METHOD(rrp_entry, get, const void *, (const char *))};
static const row catalogue_rows[] = {
    FIELD(rrp_catalogue, size), FIELD(rrp_catalogue, flags), METHOD(rrp_catalogue, create, int32_t, (rrp_call *, void **)),
    METHOD(rrp_catalogue, destroy, void, (void *)), METHOD(rrp_catalogue, regions, int32_t, (void *, rrp_call *, rrp_vec *)),
    METHOD(rrp_catalogue, courses, int32_t, (void *, rrp_call *, const rrp_course_query *, rrp_course_page *))};
static const row scoring_rows[] = {
    FIELD(rrp_scoring, size), FIELD(rrp_scoring, flags), METHOD(rrp_scoring, create, int32_t, (rrp_call *, void **)),
    METHOD(rrp_scoring, destroy, void, (void *)),
    METHOD(rrp_scoring, score, int32_t, (void *, rrp_call *, const rrp_profile *, const rrp_vec *, rrp_vec *))};
static const row funding_rows[] = {
    FIELD(rrp_funding, size), FIELD(rrp_funding, flags), METHOD(rrp_funding, create, int32_t, (rrp_call *, void **)),
    METHOD(rrp_funding, destroy, void, (void *)),
    METHOD(rrp_funding, grants, int32_t, (void *, rrp_call *, const rrp_profile *, uint32_t, const rrp_vec *, rrp_vec *))};
static const row files_rows[] = {
    FIELD(rrp_files, size), FIELD(rrp_files, flags), METHOD(rrp_files, get, rrp_str, (rrp_call *, rrp_str))};
static const row xml_catalogue_rows[] = {
    FIELD(rrp_xml_catalogue, size), FIELD(rrp_xml_catalogue, flags),
    METHOD(rrp_xml_catalogue, courses, int32_t, (rrp_call *, rrp_str, const rrp_course_query *, rrp_course_page *))};

static const table tables[] = {
    TABLE(rrp_str, str_rows), TABLE(rrp_vec, vec_rows), TABLE(rrp_call, call_rows), TABLE(rrp_host, host_rows),
    TABLE(rrp_entry, entry_rows), TABLE(rrp_catalogue, catalogue_rows), TABLE(rrp_scoring, scoring_rows),
    TABLE(rrp_funding, funding_rows), TABLE(rrp_files, files_rows), TABLE(rrp_xml_catalogue, xml_catalogue_rows)};

#define C(name) {#name, name}
static const struct { const char *name; uint32_t value; } constants[] = {
    C(RRP_MAGIC), C(RRP_ABI_MAJOR), C(RRP_OK), C(RRP_EAGAIN), C(RRP_ECONFIG), C(RRP_EDATA), C(RRP_ENOREGION), C(RRP_ECANCELLED),
    C(RRP_ENOMEM), C(RRP_EINTERNAL), C(RRP_OCCUPATION), C(RRP_SKILL), C(RRP_REGION), C(RRP_LOG_DEBUG), C(RRP_LOG_INFO), C(RRP_LOG_WARN),
    C(RRP_LOG_ERROR), C(RRP_CONFIDENCE_UNSTATED), C(RRP_LOW), C(RRP_MEDIUM), C(RRP_HIGH), C(RRP_ILLUSTRATIVE), C(RRP_SCHOOL_PLACE),
    C(RRP_NEED_TEXT), C(RRP_NEED_SKILL), C(RRP_NEED_HISTORY), C(RRP_NEED_LICENCE), C(RRP_NEED_EDUCATION), C(RRP_NEED_COURSE),
    C(RRP_NEED_CERTIFICATE), C(RRP_NEED_AGE), C(RRP_ON_SITE), C(RRP_ONLINE), C(RRP_EVENING), C(RRP_PART_TIME), C(RRP_WEEKEND), C(RRP_ONCE),
    C(RRP_WEEKLY), C(RRP_MONTHLY), C(RRP_YEARLY), C(RRP_SESSION_SEATS), C(RRP_SESSION_PRICE), C(RRP_SESSION_START), C(RRP_SESSION_END),
    C(RRP_SESSION_APPLY_BY), C(RRP_SESSION_APPLY_BEFORE), C(RRP_CERTIFICATE_FEE), C(RRP_COURSE_PRICE), C(RRP_JOB_MONTHS), C(RRP_JOB_UNTIL),
    C(RRP_JOB_CURRENT), C(RRP_LICENCE_YEAR), C(RRP_INFERRED), C(RRP_STATED), C(RRP_VERIFIED), C(RRP_PROFILE_MAX_WEEKS), C(RRP_PROFILE_HOURS),
    C(RRP_PROFILE_TRAVEL), C(RRP_PROFILE_EARLIEST), C(RRP_PROFILE_MAX_COST), C(RRP_PROFILE_FLOOR), C(RRP_CANDIDATE_READINESS), C(RRP_LAW),
    C(RRP_CUSTOM), C(RRP_PROGRAMME), C(RRP_UNKNOWN), C(RRP_MET), C(RRP_UNMET), C(RRP_INFORMATION), C(RRP_GRANT_AMOUNT), C(RRP_GRANT_SHARE),
    C(RRP_GRANT_CAP), C(RRP_GRANT_CLAIM), C(RRP_GRANT_ON_CERTIFICATE)};

static const char *const interfaces[] = {RRP_CATALOGUE, RRP_SCORING, RRP_FUNDING, RRP_FILES, RRP_XML_CATALOGUE};

static void add_line(rr__buf *out, const char *name, size_t offset, size_t size, const char *what)
{
    char line[200];
    int len = snprintf(line, sizeof line, "  %-20s %4zu %3zu%s%s\n", name, offset, size, what[0] == '\0' ? "" : "  ", what);
    assert_true(len > 0 && (size_t)len < sizeof line);
    rr__buf_add(out, line, (size_t)len);
}

static void add_head(rr__buf *out, const char *name, size_t size)
{
    rr__buf_text(out, name);
    rr__buf_char(out, ' ');
    rr__buf_int(out, (int64_t)size);
    rr__buf_char(out, '\n');
}

static void add_records(rr__buf *out, const rr__abi_record *const *records)
{
    static const char *const kinds[] = {"u16", "u32", "i32", "u64", "i64", "str", "vec of "};
    for (size_t r = 0; records[r] != NULL; r++) {
        add_head(out, records[r]->name, records[r]->size);
        for (uint32_t i = 0; i < records[r]->field_count; i++) {
            const rr__abi_field *field = &records[r]->fields[i];
            char what[64];
            snprintf(what, sizeof what, "%s%s", kinds[field->kind], field->kind == RR__ABI_VEC ? field->items->name : "");
            add_line(out, field->name, field->offset, field->size, what);
        }
    }
}

static void write_layout(rr__buf *out, const rr__abi_record *const *records)
{
    for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++) {
        add_head(out, tables[t].name, tables[t].size);
        for (size_t i = 0; i < tables[t].count; i++)
            add_line(out, tables[t].rows[i].name, tables[t].rows[i].offset, tables[t].rows[i].size, tables[t].rows[i].what);
    }
    add_records(out, records);
    for (size_t i = 0; i < sizeof constants / sizeof constants[0]; i++)
        add_head(out, constants[i].name, constants[i].value);
    for (size_t i = 0; i < sizeof interfaces / sizeof interfaces[0]; i++) {
        rr__buf_text(out, interfaces[i]);
        rr__buf_char(out, '\n');
    }
    assert_false(out->failed);
}

/* 0, or the first line that differs, counted from 1. */
static int first_difference(const char *a, const char *b)
{
    int line = 1;
    for (; *a == *b && *a != '\0'; a++, b++)
        line += *a == '\n';
    return *a == *b ? 0 : line;
}

/* The first line that differs from the committed table; 0: none. */
static int compare_with_committed(const rr__buf *layout)
{
    char committed[1 << 15];
    FILE *in = fopen(RR_TEST_SOURCE "/tests/unit/plugin/abi_layout.txt", "r");
    assert_non_null(in);
    size_t len = fread(committed, 1, sizeof committed - 1, in);
    fclose(in);
    assert_true(len < sizeof committed - 1);
    committed[len] = '\0';
    return first_difference(layout->data, committed);
}

static void plugin_layout__is_the_committed_one(void **state)
{
    (void)state;
    rr__buf layout;
    const char *path = getenv("REROUTE_WRITE_LAYOUT");
    if (sizeof(void *) != 8) {
        print_message("SKIPPED, LOUDLY: the table is for pointers of 64 bits\n");
        skip();
    }
    rr__buf_init(&layout, &rr__malloc_allocator, 0);
    write_layout(&layout, rr__abi_records);
    if (path != NULL) {
        FILE *out = fopen(path, "w");
        assert_non_null(out);
        fwrite(layout.data, 1, layout.len, out);
        fclose(out);
    }
    int line = compare_with_committed(&layout);
    if (line != 0)
        fail_msg("the layout differs from tests/unit/plugin/abi_layout.txt in line %d; this breaks plugins that are built", line);
    rr__buf_finish(&layout);
}

static void plugin_layout__tables_have_no_gap(void **state)
{
    (void)state;
    for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++) {
        size_t end = 0;
        for (size_t i = 0; i < tables[t].count; i++) {
            assert_int_equal(tables[t].rows[i].offset, end);
            end += tables[t].rows[i].size;
        }
        assert_int_equal(end, tables[t].size);
    }
}

/* Two fields of one size change places, as after a careless edit of the header: the gate must see it. */
static void plugin_layout__a_swapped_field_is_caught(void **state)
{
    (void)state;
    rr__abi_field fields[32];
    rr__buf layout;
    rr__abi_record swapped = rr__abi_grant;
    const rr__abi_record *records[32] = {NULL};
    for (size_t r = 0; rr__abi_records[r] != NULL; r++)
        records[r] = rr__abi_records[r] == &rr__abi_grant ? &swapped : rr__abi_records[r];
    memcpy(fields, swapped.fields, swapped.field_count * sizeof fields[0]);
    for (uint32_t i = 0; i < swapped.field_count; i++)
        if (strcmp(fields[i].name, "amount_minor") == 0 || strcmp(fields[i].name, "cap_minor") == 0)
            fields[i].name = strcmp(fields[i].name, "cap_minor") == 0 ? "amount_minor" : "cap_minor";
    swapped.fields = fields;
    rr__buf_init(&layout, &rr__malloc_allocator, 0);
    write_layout(&layout, records);
    assert_int_not_equal(compare_with_committed(&layout), 0);
    rr__buf_finish(&layout);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plugin_layout__is_the_committed_one),
        cmocka_unit_test(plugin_layout__tables_have_no_gap),
        cmocka_unit_test(plugin_layout__a_swapped_field_is_caught),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* A table with one person a row in, profiles out. The table of columns below is the format. */
#include <string.h>

#include "base/csv.h"
#include "base/text.h"
#include "profile/reader.h"
#include "profile/split.h"

typedef enum column {
    ID, OCCUPATION, YEARS, UNTIL, CURRENT, SKILLS, ASCENDING, STATES, REASONS, LICENCES, EDUCATION, REGION, LANGUAGES, AGE,
    MAX_WEEKS, HOURS, TRAVEL, COST, FLOOR, CURRENCY, START, FACTS, COLUMNS, ONE_FACT = COLUMNS, IGNORED
} column;

/* The first name is the one that is written; the others are read too. */
static const char *const names[COLUMNS][8] = {
    [ID] = {"id", "编号", "工号", "人员编号"},
    [OCCUPATION] = {"occupation", "title", "job", "职业", "岗位", "工种", "职位"},
    [YEARS] = {"years", "年限", "工作年限", "从业年限", "工龄"},
    [UNTIL] = {"until", "截止年份", "截止", "离职年份"},
    [CURRENT] = {"current", "在职", "当前"},
    [SKILLS] = {"skills", "技能"},
    [ASCENDING] = {"skill-ascending-levels"},
    [STATES] = {"skill-states", "技能状态"},
    [REASONS] = {"skill-reasons", "技能说明"},
    [LICENCES] = {"licences", "licenses", "证书", "证照", "执照", "资格证书"},
    [EDUCATION] = {"education", "学历", "文化程度"},
    [REGION] = {"region", "地区", "省份", "所在地区"},
    [LANGUAGES] = {"languages", "语言"},
    [AGE] = {"age", "年龄"},
    [MAX_WEEKS] = {"max-weeks", "最长周数"},
    [HOURS] = {"hours-per-week", "每周小时"},
    [TRAVEL] = {"travel-minutes", "通勤分钟"},
    [COST] = {"max-cost", "最高费用"},
    [FLOOR] = {"income-floor", "收入底线", "最低收入"},
    [CURRENCY] = {"currency", "币种"},
    [START] = {"earliest-start", "最早开始"},
    [FACTS] = {"facts", "其他事实"},
};

enum { COLUMNS_MAX = 512, LIST_MAX = RR__PROFILE_ENTRIES_MAX + 1 };

typedef struct csv_reading {
    rr__reader *reader;
    rr__csv csv;
    size_t column_count;
    column kinds[COLUMNS_MAX];
    int16_t where[COLUMNS];     /* the cell of each column; -1: none */
    const char *facts[COLUMNS_MAX];
    rr__arena arena;            /* names of fact columns: the table's, no person's */
    const char *row;            /* where the current row begins, for places */
    char *lists[5][LIST_MAX];
} csv_reading;

/* A place is a cell of the current row; ROW_BIT marks the line of a row that is gone. */
#define ROW_BIT 0x80000000u

/* Where the cell begins: quoted cells may hold separators and line ends. */
static void tell_place(rr__reader *reader, uint32_t at, uint32_t *line, uint32_t *column_out)
{
    const csv_reading *r = reader->source;
    uint32_t cell = 0;
    bool quoted = false;
    *line = (at & ROW_BIT) != 0 ? at & ~ROW_BIT : r->csv.row_line;
    *column_out = 1;
    if ((at & ROW_BIT) != 0)
        return;
    for (const char *c = r->row; c < r->csv.at && cell < at; c++) {
        quoted ^= *c == '"' && r->csv.quoted;
        cell += *c == r->csv.separator && !quoted;
        *line += *c == '\n';
        *column_out = *c == '\n' ? 1 : *column_out + (((unsigned char)*c & 0xc0) != 0x80);
    }
}

static rr_status fail_nomem(csv_reading *r)
{
    rr_error err;
    rr__fail_nomem(&err);
    return rr__reader_fault(r->reader, &err);
}

/* The trimmed text of a column's cell; NULL when there is none. Cells are the row's own memory. A quote
 * that keeps a spreadsheet from seeing a formula goes. */
static char *cell_of(csv_reading *r, size_t cell)
{
    char *text = (char *)(uintptr_t)rr__csv_cell(&r->csv, cell);
    text += strspn(text, " \t\r\n");
    size_t quotes = strspn(text, "'");
    if (quotes > 0 && text[quotes] != '\0' && strchr("=+-@", text[quotes]) != NULL)
        text++;
    size_t len = strlen(text);
    while (len > 0 && strchr(" \t\r\n", text[len - 1]) != NULL)
        len--;
    if (len == 0)
        return NULL;
    text[len] = '\0';
    return text;
}

static rr_status read_row(csv_reading *r, size_t *cells)
{
    rr_error err;
    while (r->csv.at < r->csv.end && (*r->csv.at == '\n' || *r->csv.at == '\r')) {
        r->csv.line += *r->csv.at == '\n'; /* blank lines, so that the row's beginning is known */
        r->csv.at++;
    }
    r->row = r->csv.at;
    r->reader->id = NULL;
    if (rr__csv_row(&r->csv, cells, &err) == RR_OK)
        return RR_OK;
    if (r->column_count > 0 && (size_t)r->where[ID] + 1 < r->csv.offsets.count) /* the cells before the fault are whole */
        r->reader->id = cell_of(r, (size_t)r->where[ID]);
    return rr__reader_fault(r->reader, &err);
}

/* Lower case, white space and underscores as hyphens; cut to fit. */
static void simplify(char *out, size_t size, const char *name)
{
    size_t used = 0;
    name += strspn(name, " \t");
    for (; *name != '\0' && used + 1 < size; name++)
        out[used++] = (char)(*name >= 'A' && *name <= 'Z' ? *name + 32 : *name == ' ' || *name == '_' ? '-' : *name);
    while (used > 0 && out[used - 1] == '-')
        used--;
    out[used] = '\0';
}

static column find_column(const char *simple)
{
    for (int i = 0; i < COLUMNS; i++)
        for (int k = 0; k < 8 && names[i][k] != NULL; k++)
            if (strcmp(names[i][k], simple) == 0)
                return (column)i;
    return IGNORED;
}

/* fact:NAME, also with the fullwidth colon and in Chinese; NULL: no fact's column. */
static const char *fact_of(const char *simple)
{
    static const char *const begins[] = {"fact:", "fact：", "事实:", "事实："};
    for (size_t i = 0; i < sizeof begins / sizeof begins[0]; i++)
        if (strncmp(simple, begins[i], strlen(begins[i])) == 0)
            return simple + strlen(begins[i]);
    return NULL;
}

static rr_status say_ignored(csv_reading *r, uint32_t cell, const char *name, const char *simple)
{
    const char *known[COLUMNS * 8];
    size_t count = 0;
    for (int i = 0; i < COLUMNS; i++)
        for (int k = 0; k < 8 && names[i][k] != NULL; k++)
            known[count++] = names[i][k];
    if (rr__profile_names_person(simple))
        return rr__reader_say(r->reader, RR_OK, cell, RR__MSG_PROFILE_COLUMN_PERSONAL, name, NULL, NULL);
    const char *best = rr__nearest(simple, known, count);
    return rr__reader_say(r->reader, RR_OK, cell, RR__MSG_PROFILE_COLUMN_IGNORED, name, best != NULL ? best : "fact:NAME", NULL);
}

static rr_status read_column(csv_reading *r, uint32_t cell)
{
    char simple[256];
    const char *name = rr__csv_cell(&r->csv, cell);
    simplify(simple, sizeof simple, name);
    const char *fact = fact_of(simple);
    r->kinds[cell] = fact != NULL ? ONE_FACT : find_column(simple);
    if (fact != NULL) { /* facts keep their capitals; simplifying moved nothing but the leading blanks */
        char *own = rr__arena_text(&r->arena, name + strspn(name, " \t") + (fact - simple), strlen(fact));
        for (char *c = own; c != NULL && *c != '\0'; c++)
            *c = *c == ' ' ? '-' : *c;
        r->facts[cell] = own;
        return own == NULL ? fail_nomem(r) : RR_OK;
    }
    if (r->kinds[cell] == IGNORED) /* a spreadsheet's empty columns have no name */
        return simple[0] == '\0' ? RR_OK : say_ignored(r, cell, name, simple);
    if (r->where[r->kinds[cell]] >= 0)
        return rr__reader_say(r->reader, RR_EINVALID, cell, RR__MSG_PROFILE_FIELD_TWICE, names[r->kinds[cell]][0], NULL, NULL);
    r->where[r->kinds[cell]] = (int16_t)cell;
    return RR_OK;
}

static rr_status read_header(csv_reading *r)
{
    rr_status status = read_row(r, &r->column_count);
    for (int i = 0; i < COLUMNS; i++)
        r->where[i] = -1;
    if (status != RR_OK)
        return status;
    if (r->column_count > COLUMNS_MAX)
        return rr__reader_say(r->reader, RR_ELIMIT, 0, RR__MSG_PROFILE_TOO_MANY, "columns", "512", NULL);
    for (uint32_t i = 0; i < r->column_count && status == RR_OK; i++)
        status = read_column(r, i);
    if (status == RR_OK && r->where[ID] < 0) {
        status = rr__reader_say(r->reader, RR_EINVALID, 0, RR__MSG_PROFILE_COLUMN_MISSING, "id", NULL, NULL);
        return status == RR_OK ? RR_EINVALID : status;
    }
    return status;
}

static char *value_of(csv_reading *r, column which)
{
    return r->where[which] < 0 || (size_t)r->where[which] >= r->csv.offsets.count ? NULL : cell_of(r, (size_t)r->where[which]);
}

static uint32_t place_of(const csv_reading *r, column which)
{
    return r->where[which] < 0 ? 0 : (uint32_t)r->where[which];
}

/* "12年", "47岁": what people append to numbers. */
static char *cut_unit(char *text)
{
    size_t len = text == NULL ? 0 : strlen(text);
    if (len > 3 && (strcmp(text + len - 3, "年") == 0 || strcmp(text + len - 3, "岁") == 0))
        text[len - 3] = '\0';
    return text;
}

/* Splits a list's cell into r->lists[slot]. *good false: it was reported. */
static rr_status split_list(csv_reading *r, column which, int slot, size_t *count, bool *good)
{
    char *cell = value_of(r, which);
    *count = cell == NULL ? 0 : rr__cell_split(cell, r->lists[slot], LIST_MAX);
    *good = *count < LIST_MAX;
    return *good ? RR_OK : rr__reader_say(r->reader, RR_ELIMIT, place_of(r, which), RR__MSG_PROFILE_TOO_MANY, names[which][0], "1024", NULL);
}

/* Lists side by side: the first names the entries, the others say more about them. */
static rr_status split_lists(csv_reading *r, const column *which, int lists, size_t counts[5], bool *good)
{
    rr_status status = split_list(r, which[0], 0, &counts[0], good);
    for (int i = 1; i < lists && status == RR_OK && *good; i++) {
        status = split_list(r, which[i], i, &counts[i], good);
        if (status != RR_OK || !*good || counts[i] <= counts[0])
            continue;
        *good = false;
        status = rr__reader_say(r->reader, RR_EINVALID, place_of(r, which[i]), RR__MSG_PROFILE_LIST_LONGER, names[which[i]][0],
                                names[which[0]][0], NULL);
    }
    return status;
}

/* The i-th entry of a list; NULL when it is empty or missing. */
static char *entry_of(csv_reading *r, int slot, const size_t counts[5], size_t i)
{
    if (i >= counts[slot] || r->lists[slot][i][0] == '\0')
        return NULL;
    rr__entry_unescape(r->lists[slot][i]);
    return r->lists[slot][i];
}

static rr_status read_jobs(csv_reading *r, rr_profile *profile)
{
    static const column which[] = {OCCUPATION, YEARS, UNTIL, CURRENT};
    size_t counts[5] = {0};
    bool good = true;
    rr_status status = split_lists(r, which, 4, counts, &good);
    for (size_t i = 0; status == RR_OK && good && i < counts[0]; i++) {
        rr__record record = {.kind = RR__RECORD_JOB, .at = place_of(r, OCCUPATION)};
        record.values[RR__JOB_TITLE] = entry_of(r, 0, counts, i);
        record.values[RR__JOB_YEARS] = cut_unit(entry_of(r, 1, counts, i));
        record.values[RR__JOB_UNTIL] = cut_unit(entry_of(r, 2, counts, i));
        record.values[RR__JOB_CURRENT] = entry_of(r, 3, counts, i);
        record.places[RR__JOB_TITLE] = place_of(r, OCCUPATION);
        record.places[RR__JOB_YEARS] = place_of(r, YEARS);
        record.places[RR__JOB_UNTIL] = place_of(r, UNTIL);
        record.places[RR__JOB_CURRENT] = place_of(r, CURRENT);
        bool empty = true;
        for (int k = 0; k < RR__FIELDS_MAX; k++)
            empty = empty && record.values[k] == NULL;
        if (!empty) /* a list may end in its separator */
            status = rr__record_take(r->reader, profile, &record);
    }
    return status;
}

static rr_status read_skills(csv_reading *r, rr_profile *profile)
{
    static const column which[] = {SKILLS, ASCENDING, STATES, REASONS};
    size_t counts[5] = {0};
    bool good = true;
    rr_status status = split_lists(r, which, 4, counts, &good);
    for (size_t i = 0; status == RR_OK && good && i < counts[0]; i++) {
        rr__record record = {.kind = RR__RECORD_SKILL, .at = place_of(r, SKILLS)};
        char *level = rr__entry_cut(r->lists[0][i], '=');
        if (level != NULL)
            rr__entry_unescape(level);
        record.values[RR__SKILL_SKILL] = entry_of(r, 0, counts, i);
        record.values[RR__SKILL_LEVEL] = level;
        record.values[RR__SKILL_ASCENDING] = entry_of(r, 1, counts, i);
        record.values[RR__SKILL_STATE] = entry_of(r, 2, counts, i);
        record.values[RR__SKILL_REASON] = entry_of(r, 3, counts, i);
        record.places[RR__SKILL_SKILL] = record.places[RR__SKILL_LEVEL] = place_of(r, SKILLS);
        record.places[RR__SKILL_ASCENDING] = place_of(r, ASCENDING);
        record.places[RR__SKILL_STATE] = place_of(r, STATES);
        record.places[RR__SKILL_REASON] = place_of(r, REASONS);
        if (record.values[RR__SKILL_SKILL] != NULL || level != NULL)
            status = rr__record_take(r->reader, profile, &record);
    }
    return status;
}

/* NAME or NAME:YEAR. A colon before anything but a digit belongs to the name. */
static rr_status read_licences(csv_reading *r, rr_profile *profile)
{
    static const column which[] = {LICENCES};
    size_t counts[5] = {0};
    bool good = true;
    rr_status status = split_lists(r, which, 1, counts, &good);
    for (size_t i = 0; status == RR_OK && good && i < counts[0]; i++) {
        uint32_t at = place_of(r, LICENCES);
        rr__record record = {.kind = RR__RECORD_LICENCE, .at = at, .places = {at, at}};
        char *entry = r->lists[0][i], *colon = NULL;
        for (char *c = entry; *c != '\0'; c++) {
            if (*c == '\\' && c[1] != '\0')
                c++;
            else if (*c == ':' || strncmp(c, "：", 3) == 0)
                colon = c;
        }
        size_t width = colon != NULL && *colon != ':' ? 3 : 1;
        if (colon != NULL && strchr("0123456789", colon[width + strspn(colon + width, " ")]) != NULL)
            record.values[RR__LICENCE_YEAR] = rr__entry_cut(entry, ':');
        record.values[RR__LICENCE_NAME] = entry_of(r, 0, counts, i);
        if (record.values[RR__LICENCE_NAME] != NULL || record.values[RR__LICENCE_YEAR] != NULL)
            status = rr__record_take(r->reader, profile, &record);
    }
    return status;
}

/* NAME=VALUE pairs: languages with their levels, further facts. */
static rr_status read_pairs(csv_reading *r, rr_profile *profile, column which, rr__record_kind kind)
{
    size_t counts[5] = {0};
    bool good = true;
    rr_status status = split_lists(r, &which, 1, counts, &good);
    for (size_t i = 0; status == RR_OK && good && i < counts[0]; i++) {
        uint32_t at = place_of(r, which);
        rr__record record = {.kind = kind, .at = at, .places = {at, at}};
        char *value = rr__entry_cut(r->lists[0][i], '=');
        if (value != NULL)
            rr__entry_unescape(value);
        record.values[0] = entry_of(r, 0, counts, i);
        record.values[1] = value;
        if (record.values[0] == NULL && value == NULL)
            continue;
        status = kind == RR__RECORD_FACT && value == NULL
                     ? rr__reader_say(r->reader, RR_EINVALID, at, RR__MSG_PROFILE_FACT_PAIR, names[which][0], NULL, NULL)
                     : rr__record_take(r->reader, profile, &record);
    }
    return status;
}

static rr_status read_limits(csv_reading *r, rr_profile *profile)
{
    static const column which[] = {MAX_WEEKS, HOURS, TRAVEL, COST, FLOOR, CURRENCY, START};
    rr__record record = {.kind = RR__RECORD_CONSTRAINTS};
    for (int i = 0; i < 7; i++) {
        record.values[i] = value_of(r, which[i]);
        record.places[i] = place_of(r, which[i]);
    }
    return rr__record_take(r->reader, profile, &record);
}

/* The column for the age and those named fact:NAME. */
static rr_status read_facts(csv_reading *r, rr_profile *profile, size_t cells)
{
    rr_status status = RR_OK;
    for (uint32_t i = 0; i < r->column_count && i < cells && status == RR_OK; i++) {
        if (r->kinds[i] != ONE_FACT && r->kinds[i] != AGE)
            continue;
        bool age = r->kinds[i] == AGE;
        char *value = cell_of(r, i);
        rr__record record = {.kind = RR__RECORD_FACT, .at = i, .places = {i, i}};
        record.values[RR__FACT_NAME] = age ? "age" : r->facts[i];
        record.values[RR__FACT_VALUE] = age ? cut_unit(value) : value;
        if (value != NULL)
            status = rr__record_take(r->reader, profile, &record);
    }
    return status != RR_OK ? status : read_pairs(r, profile, FACTS, RR__RECORD_FACT);
}

static rr_status read_cells(csv_reading *r, rr_profile *profile, size_t cells)
{
    rr__record record = {.kind = RR__RECORD_PROFILE};
    record.values[RR__PROFILE_REGION] = value_of(r, REGION);
    record.values[RR__PROFILE_EDUCATION] = value_of(r, EDUCATION);
    record.places[RR__PROFILE_REGION] = place_of(r, REGION);
    record.places[RR__PROFILE_EDUCATION] = place_of(r, EDUCATION);
    rr_status status = rr__record_take(r->reader, profile, &record);
    if (status == RR_OK)
        status = read_jobs(r, profile);
    if (status == RR_OK)
        status = read_skills(r, profile);
    if (status == RR_OK)
        status = read_licences(r, profile);
    if (status == RR_OK)
        status = read_pairs(r, profile, LANGUAGES, RR__RECORD_LANGUAGE);
    if (status == RR_OK)
        status = read_limits(r, profile);
    return status != RR_OK ? status : read_facts(r, profile, cells);
}

/* Whether the row has text at all: spreadsheets export rows of separators. */
static bool is_blank(csv_reading *r, size_t cells)
{
    for (size_t i = 0; i < cells; i++)
        if (rr__csv_cell(&r->csv, i)[0] != '\0')
            return false;
    return true;
}

static rr_status read_person(csv_reading *r, size_t cells)
{
    char own[32], header[32];
    rr_profile *profile = NULL;
    if (is_blank(r, cells))
        return RR_OK;
    const char *id = value_of(r, ID);
    r->reader->id = cells <= r->column_count || r->where[ID] == 0 ? id : NULL; /* cells may have moved */
    if (cells > r->column_count) {
        rr__format_decimal(own, (int64_t)cells * 1000000);
        rr__format_decimal(header, (int64_t)r->column_count * 1000000);
        return rr__reader_say(r->reader, RR_EINVALID, (uint32_t)r->column_count, RR__MSG_PROFILE_ROW_LONG, own, header, NULL);
    }
    rr_status status = rr__reader_begin(r->reader, id == NULL ? "" : id, place_of(r, ID), &profile);
    if (status != RR_OK || profile == NULL)
        return status;
    status = read_cells(r, profile, cells);
    if (status == RR_OK)
        return rr__reader_end(r->reader, profile, r->csv.row_line | ROW_BIT);
    rr_profile_destroy(profile);
    return status;
}

rr_status rr__read_profile_csv(rr__reader *reader, const char *text, size_t len)
{
    const rr_allocator *a = &reader->context->allocator;
    const char *line = memchr(text, '\n', len);
    size_t head = line == NULL ? len : (size_t)(line - text), cells = 1;
    /* Tabs between the names and no comma: a table copied out of a spreadsheet. */
    bool tabs = memchr(text, '\t', head) != NULL && memchr(text, ',', head) == NULL;
    csv_reading *r = rr__alloc(a, sizeof *r);
    if (r == NULL) {
        rr_error err;
        rr__fail_nomem(&err);
        return rr__reader_fault(reader, &err);
    }
    r->reader = reader;
    r->row = text;
    rr__csv_init(&r->csv, a, reader->file, text, len, tabs ? '\t' : ',', !tabs);
    rr__arena_init(&r->arena, a);
    reader->place = tell_place;
    reader->source = r;
    rr_status status = read_header(r);
    while (status == RR_OK && !reader->stopped) {
        status = read_row(r, &cells);
        if (status != RR_OK || cells == 0)
            break;
        status = read_person(r, cells);
    }
    rr__csv_finish(&r->csv);
    rr__arena_finish(&r->arena);
    rr__free(a, r);
    reader->source = NULL;
    reader->id = NULL;
    return status;
}

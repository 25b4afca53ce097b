/* SPDX-License-Identifier: MIT */
/* A taxonomy document in, calls to the builder out, in one streaming pass. The table below is the format:
 * which element stands where, with which attributes. */
#include <string.h>

#include "base/text.h"
#include "base/xml.h"
#include "taxonomy/builder.h"

#define NAMESPACE "urn:reroute:taxonomy:1"
enum { DEPTH = 64, LANG_MAX = 16, ATTRIBUTES = 12 };

typedef enum element {
    NONE, TAXONOMY, LABEL, LICENCE, SOURCE, SCALE, FACET, DESCRIPTOR, ALT, DESCRIPTION, PATTERN, BROADER, CROSSWALK, OCCUPATION,
    CODE, TASK, REQUIRES, STANDARD, HOURS, ENTRY, TEXT, QUESTION, CLAIM, ALL, ANY, NOT, FACT, HELD_LICENCE, EDUCATION, HISTORY,
    SKILL, EXPOSURE, PAY, NOTE, MODEL, TERM, WEIGHTS, WEIGHT
} element;

#define IN(x) ((uint64_t)1 << (x))
#define CONDITION_PARENTS (IN(ENTRY) | IN(ALL) | IN(ANY) | IN(NOT))
#define CONCEPTS (IN(DESCRIPTOR) | IN(OCCUPATION))
#define PROVENANCE "source", "confidence", "basis"

/* Attributes: "!name" is required. The order is that of the values the handlers see. */
static const struct rule {
    const char *name;
    element kind;
    uint64_t parents;
    bool text;
    const char *attributes[ATTRIBUTES];
} rules[] = {
    {"taxonomy", TAXONOMY, IN(NONE), false, {"!id", "!version", "overlays"}},
    {"label", LABEL, IN(TAXONOMY) | IN(FACET) | CONCEPTS, true, {NULL}},
    {"licence", LICENCE, IN(TAXONOMY), true, {"!id", "url"}},
    {"source", SOURCE, IN(TAXONOMY), true, {"!id", "url", "year", "confidence"}},
    {"scale", SCALE, IN(TAXONOMY), false, {"!id", "!first", "!last"}},
    {"facet", FACET, IN(TAXONOMY), false, {"!id", "!kind", "levels", "importance-min", "importance-max", "essential-from"}},
    {"descriptor", DESCRIPTOR, IN(TAXONOMY), false, {PROVENANCE, "!id", "facet", "action"}},
    {"alt", ALT, CONCEPTS, true, {NULL}},
    {"description", DESCRIPTION, CONCEPTS, true, {NULL}},
    {"pattern", PATTERN, CONCEPTS, true, {NULL}},
    {"broader", BROADER, IN(DESCRIPTOR), false, {"!ref"}},
    {"crosswalk", CROSSWALK, CONCEPTS, false, {PROVENANCE, "!scheme", "!code", "!match"}},
    {"occupation", OCCUPATION, IN(TAXONOMY), false, {PROVENANCE, "!id", "outlook", "role", "action"}},
    {"code", CODE, IN(OCCUPATION), true, {"!scheme", "edition"}},
    {"task", TASK, IN(OCCUPATION), true, {"!id"}},
    {"requires", REQUIRES, IN(OCCUPATION), false, {PROVENANCE, "!ref", "kind", "importance", "level", "count", "hours", "hours-basis"}},
    {"standard", STANDARD, IN(OCCUPATION), false, {PROVENANCE, "!edition", "lowest", "highest"}},
    {"hours", HOURS, IN(STANDARD), true, {"!level"}},
    {"entry", ENTRY, IN(OCCUPATION), false, {PROVENANCE, "!class", "!code", "disputed", "state"}},
    {"text", TEXT, IN(ENTRY), true, {NULL}},
    {"question", QUESTION, IN(ENTRY), true, {NULL}},
    {"claim", CLAIM, IN(ENTRY), true, {PROVENANCE}},
    {"all", ALL, CONDITION_PARENTS, false, {NULL}},
    {"any", ANY, CONDITION_PARENTS, false, {NULL}},
    {"not", NOT, CONDITION_PARENTS, false, {NULL}},
    {"fact", FACT, CONDITION_PARENTS, false, {"!name", "!op", "!value"}},
    {"licence", HELD_LICENCE, CONDITION_PARENTS, false, {"!name", "min-years"}},
    {"education", EDUCATION, CONDITION_PARENTS, false, {"!min"}},
    {"history", HISTORY, CONDITION_PARENTS, false, {"!ref", "min-years"}},
    {"skill", SKILL, CONDITION_PARENTS, false, {"!ref", "level"}},
    {"exposure", EXPOSURE, IN(OCCUPATION), false, {PROVENANCE, "!index", "!year", "value", "grade"}},
    {"pay", PAY, IN(OCCUPATION), false, {PROVENANCE, "!place", "!year", "low", "high", "!currency", "!period"}},
    {"note", NOTE, IN(OCCUPATION), true, {PROVENANCE, "kind"}},
    {"model", MODEL, IN(TAXONOMY), false, {"viable-readiness"}},
    {"term", TERM, IN(MODEL), false, {"!id", "facet", "measure", "columns", "centre", "scale", "tf", "titles", "text", "numbers"}},
    {"weights", WEIGHTS, IN(MODEL), false, {"!titles", "!text"}},
    {"weight", WEIGHT, IN(WEIGHTS), false, {"!term", "!value"}},
};
enum { RULES = sizeof rules / sizeof rules[0] };
static const char *const term_numbers[] = {"generation", "idf", "preferred", "alternative", "divisor", "level-factor"};

/* An open element: its rule, its language and its attribute values, which live until the next start. */
typedef struct frame { const struct rule *rule; char lang[LANG_MAX]; bool had_text; } frame;

/* The parser gives the same name at the same address every time, so that what was found for an address once
 * need not be looked for again. */
typedef struct found { const char *name; const void *inside; const struct rule *rule; int place; } found;
enum { FOUND = 256 };

typedef struct reading {
    rr__builder *b;
    const char *uri; /* the address of our namespace */
    found rules[FOUND], attributes[FOUND];
    uint32_t file;
    frame open[DEPTH + 1];
    uint32_t depth, skipped; /* unknown elements are left out with what is in them */
    const char *values[ATTRIBUTES];
    char text_values[4][256]; /* of a text element, kept until its text arrives */
    bool titles, text;
} reading;

static void point(reading *r, const rr__xml *xml)
{
    rr__builder_at(r->b, (rr__place){r->file, rr__xml_line(xml), rr__xml_column(xml)});
}

static const struct rule *find_rule(const char *name, element parent)
{
    for (size_t i = 0; i < RULES; i++)
        if (rules[i].name[0] == name[0] && (rules[i].parents & IN(parent)) != 0 && strcmp(rules[i].name, name) == 0)
            return &rules[i];
    return NULL;
}

static found *slot_of(found *table, const char *name, const void *inside)
{
    return &table[(((uintptr_t)name >> 3) ^ ((uintptr_t)inside >> 5)) % FOUND];
}

static const struct rule *find_rule_again(reading *r, const char *name, const struct rule *parent)
{
    found *f = slot_of(r->rules, name, parent);
    if (f->name != name || f->inside != parent)
        *f = (found){name, parent, find_rule(name, parent->kind), 0};
    return f->rule;
}

static void say_unknown_element(reading *r, const char *name, const struct rule *parent)
{
    const char *names[RULES];
    size_t count = 0;
    for (size_t i = 0; i < RULES; i++)
        if ((rules[i].parents & IN(parent->kind)) != 0)
            names[count++] = rules[i].name;
    const char *best = rr__nearest(name, names, count);
    rr__builder_finding(r->b, RR_EINVALID, RR__MSG_UNKNOWN_ELEMENT, name, parent->name,
                        best != NULL ? best : count > 0 ? names[0] : "", NULL);
}

/* A decimal attribute in millionths; `none` when it isn't there. */
static int64_t decimal(reading *r, const char *value, const char *name, int64_t none)
{
    int64_t number = none;
    if (value != NULL && !rr__parse_decimal(value, strlen(value), &number))
        rr__builder_finding(r->b, RR_EINVALID, RR__MSG_BAD_NUMBER, value, name, NULL);
    return number;
}

static int64_t positive(reading *r, const char *value, const char *name)
{
    int64_t number = decimal(r, value, name, -1);
    if (value != NULL && number < 0) {
        rr__builder_finding(r->b, RR_EINVALID, RR__MSG_BAD_NUMBER, value, name, NULL);
        return -1;
    }
    return number;
}

static int64_t whole(reading *r, const char *value, const char *name, int64_t none)
{
    int64_t number = none;
    if (value != NULL && !rr__parse_int(value, strlen(value), 0, 1000000000, &number))
        rr__builder_finding(r->b, RR_EINVALID, RR__MSG_BAD_NUMBER, value, name, NULL);
    return number;
}

static bool switched(reading *r, const char *value, const char *name)
{
    static const char *const words[] = {"off", "on", "no", "yes"};
    static const char expected[] = "on off yes no";
    for (int i = 0; i < 4 && value != NULL; i++)
        if (strcmp(value, words[i]) == 0)
            return i & 1;
    if (value != NULL)
        rr__builder_finding(r->b, RR_EINVALID, RR__MSG_BAD_WORD, value, name, expected, NULL);
    return false;
}

static rr__fact_source provenance(const reading *r)
{
    return (rr__fact_source){r->values[0], r->values[1], r->values[2]};
}

static bool start_requires(reading *r)
{
    const char *const *v = r->values;
    rr__requires_in in = {.ref = v[3], .kind = v[4], .importance = decimal(r, v[5], "importance", -1),
                          .level = positive(r, v[6], "level"), .count = whole(r, v[7], "count", -1),
                          .hours = whole(r, v[8], "hours", -1), .hours_basis = v[9], .from = provenance(r)};
    return rr__builder_requires(r->b, &in);
}

static bool start_condition(reading *r, element kind)
{
    static const struct { element element; rr__condition_kind kind; } kinds[] = {
        {ALL, RR__COND_ALL}, {ANY, RR__COND_ANY}, {NOT, RR__COND_NOT}, {FACT, RR__COND_FACT}, {HELD_LICENCE, RR__COND_LICENCE},
        {EDUCATION, RR__COND_EDUCATION}, {HISTORY, RR__COND_HISTORY}, {SKILL, RR__COND_SKILL}};
    const char *const *v = r->values;
    rr__condition_in in = {.min_years = -1, .level = -1};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (kinds[i].element == kind)
            in.kind = kinds[i].kind;
    if (kind == FACT || kind == HELD_LICENCE || kind == EDUCATION || kind == HISTORY || kind == SKILL)
        in.name = v[0];
    if (kind == FACT) {
        in.op = v[1];
        in.value = v[2];
    } else if (kind == HELD_LICENCE || kind == HISTORY) {
        in.min_years = positive(r, v[1], "min-years");
    } else if (kind == SKILL) {
        in.level = positive(r, v[1], "level");
    }
    return rr__builder_condition_open(r->b, &in);
}

static bool start_facet(reading *r)
{
    const char *const *v = r->values;
    rr__facet_in in = {.id = v[0], .kind = v[1], .levels = v[2], .importance_min = decimal(r, v[3], "importance-min", 0),
                       .importance_max = decimal(r, v[4], "importance-max", 1000000),
                       .essential_from = decimal(r, v[5], "essential-from", -1)};
    return rr__builder_facet(r->b, &in);
}

static bool start_term(reading *r, const rr__xml_attribute *attributes, size_t count)
{
    const char *const *v = r->values;
    int64_t numbers[6] = {-1, -1, -1, -1, -1, -1};
    for (size_t i = 0; i < count; i++)
        for (int k = 0; k < 6; k++)
            if (strcmp(attributes[i].name, term_numbers[k]) == 0)
                numbers[k] = positive(r, attributes[i].value, term_numbers[k]);
    rr__term_in in = {v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8],
                      numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]};
    return rr__builder_term(r->b, &in);
}

static bool start_element(reading *r, element kind, const rr__xml_attribute *attributes, size_t count)
{
    const char *const *v = r->values;
    rr__fact_source from = provenance(r);
    switch (kind) {
    case TAXONOMY: return rr__builder_head(r->b, v[0], v[1], v[2]);
    case SCALE: return rr__builder_scale(r->b, v[0], decimal(r, v[1], "first", 0), decimal(r, v[2], "last", 0));
    case FACET: return start_facet(r);
    case DESCRIPTOR: return rr__builder_descriptor(r->b, v[3], v[4], v[5], &from);
    case OCCUPATION: return rr__builder_occupation(r->b, v[3], v[4], v[5], v[6], &from);
    case BROADER: return rr__builder_broader(r->b, v[0]);
    case CROSSWALK: return rr__builder_crosswalk(r->b, v[3], v[4], v[5], &from);
    case REQUIRES: return start_requires(r);
    case STANDARD: return rr__builder_standard(r->b, v[3], v[4], v[5], &from);
    case ENTRY: return rr__builder_entry(r->b, v[3], v[4], switched(r, v[5], "disputed"), v[6], &from);
    case EXPOSURE:
        return rr__builder_exposure(r->b, v[3], (int32_t)whole(r, v[4], "year", 0), positive(r, v[5], "value"), v[6], &from);
    case PAY: {
        int64_t low = positive(r, v[5], "low"), high = positive(r, v[6], "high");
        return rr__builder_pay(r->b, v[3], (int32_t)whole(r, v[4], "year", 0), low < 0 ? -1 : low / 10000,
                               high < 0 ? -1 : high / 10000, v[7], v[8], &from);
    }
    case ALL: case ANY: case NOT: case FACT: case HELD_LICENCE: case EDUCATION: case HISTORY: case SKILL:
        return start_condition(r, kind);
    case MODEL: return v[0] == NULL || rr__builder_viable(r->b, decimal(r, v[0], "viable-readiness", -1));
    case TERM: return start_term(r, attributes, count);
    case WEIGHTS:
        r->titles = switched(r, v[0], "titles");
        r->text = switched(r, v[1], "text");
        return true;
    case WEIGHT: return rr__builder_weight(r->b, r->titles, r->text, v[0], decimal(r, v[1], "value", 0));
    default: return true; /* text elements wait for their text */
    }
}

/* A text element's text, with the language in force. */
static bool end_text(reading *r, const struct rule *rule, element parent, const char *lang, const char *text)
{
    const char *v[4];
    for (int i = 0; i < 4; i++)
        v[i] = r->text_values[i][0] == '\0' ? NULL : r->text_values[i];
    rr__fact_source from = {v[0], v[1], v[2]};
    switch (rule->kind) {
    case LABEL:
        return parent == TAXONOMY ? rr__builder_name(r->b, lang, text)
               : parent == FACET  ? rr__builder_facet_label(r->b, lang, text)
                                  : rr__builder_label(r->b, lang, text, true);
    case ALT: return rr__builder_label(r->b, lang, text, false);
    case LICENCE: return rr__builder_licence(r->b, v[0], v[1], text);
    case SOURCE: return rr__builder_source(r->b, v[0], v[1], (int32_t)whole(r, v[2], "year", 0), v[3], text);
    case DESCRIPTION: return rr__builder_text(r->b, lang, text, NULL);
    case TASK: return rr__builder_text(r->b, lang, text, v[0]);
    case PATTERN: return rr__builder_pattern(r->b, lang, text);
    case CODE: return rr__builder_code(r->b, v[0], v[1], text);
    case HOURS: return rr__builder_standard_hours(r->b, v[0], (int32_t)whole(r, text, "hours", 0));
    case TEXT: return rr__builder_entry_text(r->b, lang, text, false);
    case QUESTION: return rr__builder_entry_text(r->b, lang, text, true);
    case CLAIM: return rr__builder_entry_claim(r->b, lang, text, &from);
    case NOTE: return rr__builder_note(r->b, v[3] == NULL ? "other" : v[3], lang, text, &from);
    default: return true;
    }
}

static bool is_term_number(const struct rule *rule, const char *name)
{
    for (int k = 0; rule->kind == TERM && k < 6; k++)
        if (strcmp(name, term_numbers[k]) == 0)
            return true;
    return false;
}

static void say_unknown_attribute(reading *r, const struct rule *rule, const char *name)
{
    const char *names[ATTRIBUTES + 6];
    size_t count = 0;
    for (int i = 0; i < ATTRIBUTES && rule->attributes[i] != NULL; i++)
        names[count++] = rule->attributes[i] + (rule->attributes[i][0] == '!');
    for (int k = 0; k < 6 && rule->kind == TERM; k++)
        names[count++] = term_numbers[k];
    const char *best = rr__nearest(name, names, count);
    rr__builder_finding(r->b, RR_EINVALID, RR__MSG_UNKNOWN_ATTRIBUTE, name, rule->name, best != NULL ? best : count > 0 ? names[0] : "xml:lang", NULL);
}

static bool is_named(const char *attribute, const char *name)
{
    attribute += attribute[0] == '!';
    return attribute[0] == name[0] && strcmp(attribute, name) == 0;
}

/* Where the rule wants the attribute, or ATTRIBUTES. */
static int find_place(reading *r, const struct rule *rule, const char *name)
{
    found *f = slot_of(r->attributes, name, rule);
    if (f->name != name || f->inside != rule) {
        int k = 0;
        while (k < ATTRIBUTES && rule->attributes[k] != NULL && !is_named(rule->attributes[k], name))
            k++;
        *f = (found){name, rule, NULL, k < ATTRIBUTES && rule->attributes[k] != NULL ? k : ATTRIBUTES};
    }
    return f->place;
}

/* Puts each attribute where its rule wants it; false when one is missing that must be there. */
static bool take_attributes(reading *r, const struct rule *rule, const rr__xml_attribute *attributes, size_t count, char *lang)
{
    memset(r->values, 0, sizeof r->values);
    for (size_t i = 0; i < count; i++) {
        const rr__xml_attribute *a = &attributes[i];
        if (a->prefix[0] != '\0') {
            if (strcmp(a->prefix, "xml") == 0 && strcmp(a->name, "lang") == 0 && a->value_len < LANG_MAX)
                memcpy(lang, a->value, a->value_len + 1);
            continue; /* attributes of other namespaces are others' business */
        }
        int k = find_place(r, rule, a->name);
        if (k < ATTRIBUTES)
            r->values[k] = a->value;
        else if (!is_term_number(rule, a->name))
            say_unknown_attribute(r, rule, a->name);
    }
    bool complete = true;
    for (int k = 0; k < ATTRIBUTES && rule->attributes[k] != NULL; k++)
        if (rule->attributes[k][0] == '!' && (r->values[k] == NULL || r->values[k][0] == '\0')) {
            rr__builder_finding(r->b, RR_EINVALID, RR__MSG_MISSING_ATTRIBUTE, rule->name, rule->attributes[k] + 1, NULL);
            complete = false;
        }
    return complete;
}

static void keep_values(reading *r)
{
    for (int i = 0; i < 4; i++) {
        size_t len = r->values[i] == NULL ? 0 : strlen(r->values[i]);
        if (len >= sizeof r->text_values[i])
            len = sizeof r->text_values[i] - 1;
        memcpy(r->text_values[i], len == 0 ? "" : r->values[i], len);
        r->text_values[i][len] = '\0';
    }
}

static rr_status on_start(void *user, rr__xml *xml, const char *uri, const char *name, const rr__xml_attribute *attributes, size_t count)
{
    reading *r = user;
    frame *outer = &r->open[r->depth], *own = &r->open[r->depth + 1];
    point(r, xml);
    bool ours = uri == r->uri || strcmp(uri, NAMESPACE) == 0;
    r->uri = ours ? uri : r->uri;
    if (r->skipped > 0 || (!ours && r->depth > 0)) {
        r->skipped++;
        return RR_OK;
    }
    const struct rule *rule = ours ? find_rule_again(r, name, outer->rule) : NULL;
    if (rule == NULL && r->depth == 0) {
        rr__builder_finding(r->b, RR_EINVALID, RR__MSG_NOT_A_TAXONOMY, name, NULL);
        return RR_EINVALID;
    }
    if (rule == NULL) {
        say_unknown_element(r, name, outer->rule);
        r->skipped++;
        return RR_OK;
    }
    *own = (frame){.rule = rule};
    memcpy(own->lang, outer->lang, sizeof own->lang);
    if (!take_attributes(r, rule, attributes, count, own->lang)) {
        r->skipped++; /* without what it needs it says nothing; what is in it would belong to nothing */
        return RR_OK;
    }
    r->depth++;
    if (rule->text) {
        keep_values(r);
        return RR_OK;
    }
    return start_element(r, rule->kind, attributes, count) ? RR_OK : RR_ENOMEM;
}

static rr_status on_text(void *user, rr__xml *xml, const char *text, size_t len)
{
    reading *r = user;
    frame *own = &r->open[r->depth];
    if (r->skipped > 0)
        return RR_OK;
    point(r, xml);
    if (!own->rule->text) {
        rr__builder_finding(r->b, RR_EINVALID, RR__MSG_UNEXPECTED_TEXT, own->rule->name, NULL);
        return RR_OK;
    }
    /* The parser's buffer is ours until the next event: trim in place. */
    char *from = (char *)(uintptr_t)text, *to = from + len;
    while (from < to && strchr(" \t\r\n", *from) != NULL)
        from++;
    while (to > from && strchr(" \t\r\n", to[-1]) != NULL)
        to--;
    *to = '\0';
    own->had_text = true;
    return end_text(r, own->rule, r->open[r->depth - 1].rule->kind, own->lang, from) ? RR_OK : RR_ENOMEM;
}

static rr_status on_end(void *user, rr__xml *xml, const char *uri, const char *name)
{
    reading *r = user;
    (void)uri, (void)name;
    if (r->skipped > 0) {
        r->skipped--;
        return RR_OK;
    }
    frame *own = &r->open[r->depth--];
    if (own->rule->text && !own->had_text) {
        if (own->rule->kind == LICENCE) /* a licence may ask for no attribution */
            return end_text(r, own->rule, TAXONOMY, "", "") ? RR_OK : RR_ENOMEM;
        point(r, xml);
        rr__builder_finding(r->b, RR_EINVALID, RR__MSG_EMPTY_TEXT, own->rule->name, NULL);
    }
    if ((own->rule->parents & IN(ENTRY)) != 0 && !own->rule->text)
        rr__builder_condition_close(r->b);
    return RR_OK;
}

rr_status rr__read_taxonomy_xml(rr__builder *b, const rr_context *ctx, const char *file, const void *bytes, size_t len, size_t chunk, rr_error *err)
{
    static const struct rule root = {"", NONE, 0, false, {NULL}};
    static const rr__xml_handler handler = {on_start, on_end, on_text};
    reading *r = rr__alloc(&ctx->allocator, sizeof *r);
    if (r == NULL)
        return rr__fail_nomem(err);
    rr_error own = {0};
    r->b = b;
    r->file = rr__builder_file(b, file);
    r->open[0].rule = &root;
    rr_status status = rr__xml_parse(&ctx->allocator, file, bytes, len, chunk, &handler, r, &own);
    rr__free(&ctx->allocator, r);
    if (status == RR_ENOMEM)
        return rr__fail_nomem(err);
    if (status != RR_OK && own.status != RR_OK)
        rr__builder_refuse(b, &own); /* a fault of the document itself is a finding too */
    if (status != RR_OK && err != NULL)
        *err = own;
    return status;
}

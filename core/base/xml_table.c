/* SPDX-License-Identifier: MIT */
/* A table of a format and a document in; checked values, collected texts and findings out. */
#include "xml_table.h"

#include <stdarg.h>
#include <string.h>

#include "region.h"
#include "text.h"
#include "xml_value.h"

enum { DEPTH = 64, FINDINGS_MAX = 100, LANG_MAX = 36,
       TEXTS_MAX = 64 /* of one element */ };

typedef struct frame {
    uint32_t element;
    rr__xml_place place;
    uint64_t seen;        /* children that stood in it */
    size_t first_text;
    char lang[LANG_MAX];
    rr__xml_value values[RR__XML_FIELDS];
} frame;

typedef struct collected { uint32_t element; rrp_text text; } collected;

struct rr__xml_reader {
    const rr_allocator *allocator;
    const rr__xml_table *table;
    rr__arena *arena;
    const char *file;
    rr_finding_fn finding;
    void *finding_user, *user;
    frame open[DEPTH + 1];  /* open[0] stands for what is around the root */
    uint32_t depth, skipped;
    rr__vec texts;          /* collected: of all open elements */
    rr__buf text;           /* of the element in hand */
    uint32_t finding_count;
    bool nomem;
    rr_error first;         /* status RR_OK: nothing was wrong */
};

/* --- findings --- */

static void tell(rr__xml_reader *r, const rr_error *err)
{
    if (r->first.status == RR_OK && rr_error_severity(err) == RR_SEVERITY_ERROR)
        r->first = *err;
    if (r->finding_count++ < FINDINGS_MAX && r->finding != NULL)
        r->finding(r->finding_user, err);
}

bool rr__xml_is_heard(const rr__xml_reader *r)
{
    return r->finding_count < FINDINGS_MAX || r->first.status == RR_OK;
}

static void say(rr__xml_reader *r, rr__xml_place place, enum rr__message message, va_list list)
{
    rr_error err;
    const char *args[6] = {NULL};
    if (!rr__xml_is_heard(r)) {
        r->finding_count++;
        return;
    }
    for (size_t i = 0; i < 6 && (args[i] = va_arg(list, const char *)) != NULL; i++)
        ;
    rr__fail_at(&err, RR_EINVALID, r->file, place.line, place.column, message, args[0], args[1], args[2], args[3], args[4], args[5], NULL);
    if (rr_error_severity(&err) != RR_SEVERITY_ERROR)
        err.status = RR_OK;
    tell(r, &err);
}

void rr__xml_say_at(rr__xml_reader *r, rr__xml_place place, enum rr__message message, ...)
{
    va_list list;
    va_start(list, message);
    say(r, place, message, list);
    va_end(list);
}

void rr__xml_say(rr__xml_reader *r, enum rr__message message, ...)
{
    va_list list;
    va_start(list, message);
    say(r, rr__xml_here(r), message, list);
    va_end(list);
}

void rr__xml_say_unknown(rr__xml_reader *r, rr__xml_place place, const char *what, const char *name, const char *const *names,
                         size_t count)
{
    const char *best = rr__xml_is_heard(r) ? rr__nearest(name, names, count) : NULL;
    rr__xml_say_at(r, place, best == NULL ? RR__MSG_UNKNOWN_REFERENCE_ALONE : RR__MSG_UNKNOWN_REFERENCE, what, name, best, NULL);
}

void rr__xml_reader_nomem(rr__xml_reader *r)
{
    r->nomem = true;
}

/* --- elements --- */

static const rr__xml_element *element_at(const rr__xml_reader *r, uint32_t element)
{
    return &r->table->elements[element];
}

static const char *name_at(const rr__xml_reader *r, uint32_t depth)
{
    return depth == 0 ? "" : element_at(r, r->open[depth].element)->name;
}

static bool stands_in(const rr__xml_element *e, uint32_t parent)
{
    return parent == RR__XML_NOT_ONE ? e->parents == 0 : (e->parents & RR__XML_IN(parent)) != 0;
}

static uint32_t find_element(const rr__xml_reader *r, const char *name, uint32_t parent)
{
    for (uint32_t i = 0; i < r->table->count; i++) {
        const rr__xml_element *e = &r->table->elements[i];
        if (e->name[0] == name[0] && stands_in(e, parent) && strcmp(e->name, name) == 0)
            return i;
    }
    return RR__XML_NOT_ONE;
}

static void say_unknown_element(rr__xml_reader *r, rr__xml_place place, const char *name)
{
    const char *names[64] = {NULL};
    size_t count = 0;
    uint32_t parent = r->open[r->depth].element;
    for (uint32_t i = 0; i < r->table->count; i++)
        if (stands_in(&r->table->elements[i], parent))
            names[count++] = r->table->elements[i].name;
    if (r->depth == 0) {
        rr__xml_say_at(r, place, RR__MSG_XML_ROOT, name, names[0], r->table->uri, NULL);
        return;
    }
    const char *best = rr__nearest(name, names, count);
    if (count == 0)
        rr__xml_say_at(r, place, RR__MSG_XML_NOTHING_INSIDE, name, name_at(r, r->depth), NULL);
    else
        rr__xml_say_at(r, place, RR__MSG_UNKNOWN_ELEMENT, name, name_at(r, r->depth), best != NULL ? best : names[0], NULL);
}

static void say_unknown_attribute(rr__xml_reader *r, const rr__xml_element *e, const char *name)
{
    const char *names[RR__XML_FIELDS] = {NULL};
    size_t count = 0;
    for (int i = 0; i < RR__XML_FIELDS && e->fields[i].name != NULL; i++)
        names[count++] = e->fields[i].name + (e->fields[i].name[0] == '!');
    const char *best = rr__nearest(name, names, count);
    rr__xml_say(r, RR__MSG_UNKNOWN_ATTRIBUTE, name, e->name, best != NULL ? best : count > 0 ? names[0] : "xml:lang", NULL);
}

static int find_field(const rr__xml_element *e, const char *name)
{
    for (int i = 0; i < RR__XML_FIELDS && e->fields[i].name != NULL; i++)
        if (strcmp(e->fields[i].name + (e->fields[i].name[0] == '!'), name) == 0)
            return i;
    return -1;
}

static void take_lang(rr__xml_reader *r, frame *own, const rr__xml_attribute *a)
{
    if (a->value_len > 0 && (a->value_len >= LANG_MAX || !rr__is_language_tag(a->value)))
        rr__xml_say(r, RR__MSG_XML_LANG_TAG, a->value, NULL);
    else
        memcpy(own->lang, a->value, a->value_len + 1);
}

static bool take_attributes(rr__xml_reader *r, frame *own, const rr__xml_attribute *attributes, size_t count)
{
    const rr__xml_element *e = element_at(r, own->element);
    for (int i = 0; i < RR__XML_FIELDS; i++)
        own->values[i] = (rr__xml_value){.text = ""};
    uint32_t named = 0;
    for (size_t i = 0; i < count; i++) {
        const rr__xml_attribute *a = &attributes[i];
        if (a->prefix[0] != '\0') {
            if (strcmp(a->prefix, "xml") == 0 && strcmp(a->name, "lang") == 0)
                take_lang(r, own, a);
            continue;
        }
        int k = find_field(e, a->name);
        if (k < 0)
            say_unknown_attribute(r, e, a->name);
        else if (a->value_len > 0 && !rr__xml_take_value(r, r->arena, &e->fields[k], a, &own->values[k]))
            return false;
        if (k >= 0 && a->value_len > 0)
            named |= 1u << k;
    }
    for (int k = 0; k < RR__XML_FIELDS && e->fields[k].name != NULL; k++)
        if (e->fields[k].name[0] == '!' && (named >> k & 1) == 0)
            rr__xml_say(r, RR__MSG_MISSING_ATTRIBUTE, e->name, e->fields[k].name + 1, NULL);
    return true;
}

static rr_status on_start(void *user, rr__xml *xml, const char *uri, const char *name, const rr__xml_attribute *attributes, size_t count)
{
    rr__xml_reader *r = user;
    frame *outer = &r->open[r->depth], *own = outer + 1;
    rr__xml_place place = {rr__xml_line(xml), rr__xml_column(xml)};
    bool ours = strcmp(uri, r->table->uri) == 0;
    if (r->skipped > 0 || (!ours && uri[0] != '\0' && r->depth > 0)) {
        r->skipped++;
        return RR_OK;
    }
    uint32_t element = ours ? find_element(r, name, outer->element) : RR__XML_NOT_ONE;
    if (element == RR__XML_NOT_ONE) {
        say_unknown_element(r, place, name);
        r->skipped++;
        return r->depth == 0 ? RR_EINVALID : RR_OK;
    }
    const rr__xml_element *e = element_at(r, element);
    own->element = element;
    own->place = place;
    own->seen = 0;
    own->first_text = r->texts.count;
    memcpy(own->lang, outer->lang, sizeof own->lang);
    r->depth++;
    rr__buf_clear(&r->text);
    if (e->once && (outer->seen & RR__XML_IN(element)) != 0)
        rr__xml_say(r, RR__MSG_XML_TWICE, e->name, name_at(r, r->depth - 1), NULL);
    outer->seen |= RR__XML_IN(element);
    bool kept = take_attributes(r, own, attributes, count) &&
                (r->table->start == NULL || r->table->start(r->user, r, element, own->values));
    return kept ? RR_OK : RR_ENOMEM;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static rr_status on_text(void *user, rr__xml *xml, const char *text, size_t len)
{
    rr__xml_reader *r = user;
    (void)xml;
    if (r->skipped > 0)
        return RR_OK;
    const rr__xml_element *e = element_at(r, r->open[r->depth].element);
    if (e->content == RR__XML_EMPTY) {
        rr__xml_say(r, RR__MSG_UNEXPECTED_TEXT, e->name, NULL);
        return RR_OK;
    }
    while (len > 0 && is_space(*text))
        text++, len--;
    while (len > 0 && is_space(text[len - 1]))
        len--;
    rr__buf_add(&r->text, text, len);
    return r->text.failed ? RR_ENOMEM : RR_OK;
}

/* The text of the element in hand, in the arena; NULL: out of memory. */
static const char *end_text(rr__xml_reader *r, const rr__xml_element *e)
{
    if (e->content == RR__XML_EMPTY || (r->text.len == 0 && e->content == RR__XML_WRITTEN_OR_NOT))
        return "";
    if (r->text.len == 0)
        rr__xml_say(r, RR__MSG_EMPTY_TEXT, e->name, NULL);
    if (r->text.len <= RR__XML_TEXT_MAX)
        return rr__arena_text(r->arena, r->text.data, r->text.len);
    rr__xml_refuse_range(r, RR__MSG_XML_LONG, e->name, "", (int64_t)RR__XML_TEXT_MAX * 1000000, 0);
    return "";
}

/* A text waits for its parent's end; one a language. */
static bool collect(rr__xml_reader *r, const frame *own, const rr__xml_element *e, const char *text)
{
    const frame *outer = own - 1;
    size_t len = strlen(own->lang);
    if (len == 0)
        rr__xml_say(r, RR__MSG_XML_LANG, e->name, NULL);
    if (r->texts.count - outer->first_text == TEXTS_MAX) {
        rr__xml_say(r, RR__MSG_TOO_MANY, "64", NULL);
        return true;
    }
    for (size_t i = outer->first_text; i < r->texts.count; i++) {
        const collected *c = &RR__AT(collected, &r->texts, i);
        if (c->element == own->element && c->text.lang.n == len && memcmp(c->text.lang.p, own->lang, len) == 0 && len > 0)
            rr__xml_say(r, RR__MSG_XML_LANG_TWICE, e->name, own->lang, NULL);
    }
    const char *lang = rr__arena_text(r->arena, own->lang, len);
    collected item = {own->element, {{lang, len}, {text, strlen(text)}}};
    return lang != NULL && rr__vec_push(&r->texts, &item);
}

static rr_status on_end(void *user, rr__xml *xml, const char *uri, const char *name)
{
    rr__xml_reader *r = user;
    (void)xml, (void)uri, (void)name;
    if (r->skipped > 0) {
        r->skipped--;
        return RR_OK;
    }
    frame *own = &r->open[r->depth];
    const rr__xml_element *e = element_at(r, own->element);
    for (uint32_t i = 0; i < r->table->count; i++)
        if ((e->needs & ~own->seen & RR__XML_IN(i)) != 0)
            rr__xml_say(r, RR__MSG_XML_NEEDS, e->name, element_at(r, i)->name, NULL);
    const char *text = end_text(r, e);
    bool kept = text != NULL && (r->table->end == NULL || r->table->end(r->user, r, own->element, own->values, text));
    r->texts.count = own->first_text;
    kept = kept && (e->content != RR__XML_TRANSLATED || collect(r, own, e, text));
    rr__buf_clear(&r->text);
    r->depth--;
    return kept ? RR_OK : RR_ENOMEM;
}

rr__xml_place rr__xml_here(const rr__xml_reader *r)
{
    return r->open[r->depth].place;
}

uint32_t rr__xml_parent(const rr__xml_reader *r)
{
    return r->depth == 0 ? RR__XML_NOT_ONE : r->open[r->depth - 1].element;
}

const char *rr__xml_lang(const rr__xml_reader *r)
{
    return r->open[r->depth].lang;
}

bool rr__xml_keep(rr__xml_reader *r, const void *items, size_t count, size_t stride, rrp_vec *out)
{
    *out = (rrp_vec){NULL, (uint32_t)count, (uint32_t)stride};
    if (count == 0)
        return true;
    void *kept = rr__arena_alloc(r->arena, count * stride, _Alignof(max_align_t));
    if (kept != NULL)
        memcpy(kept, items, count * stride);
    out->data = kept;
    return kept != NULL;
}

bool rr__xml_texts(rr__xml_reader *r, uint32_t child, rrp_vec *out)
{
    rrp_text *kept = NULL;
    uint32_t count = 0;
    size_t first = r->open[r->depth].first_text;
    for (size_t i = first; i < r->texts.count; i++)
        count += RR__AT(collected, &r->texts, i).element == child;
    *out = (rrp_vec){NULL, count, sizeof(rrp_text)};
    if (count == 0)
        return true;
    out->data = kept = rr__arena_alloc(r->arena, count * sizeof *kept, _Alignof(rrp_text));
    for (size_t i = first; i < r->texts.count && kept != NULL; i++)
        if (RR__AT(collected, &r->texts, i).element == child)
            *kept++ = RR__AT(collected, &r->texts, i).text;
    return kept != NULL;
}

/* --- the whole --- */

rr_status rr__xml_reader_begin(rr__xml_reader **out, const rr_context *context, const rr__xml_table *table, rr__arena *arena,
                               const char *file, rr_finding_fn finding, void *finding_user, rr_error *err)
{
    rr__xml_reader *r = *out = rr__alloc(&context->allocator, sizeof *r);
    if (r == NULL)
        return rr__fail_nomem(err);
    r->allocator = &context->allocator;
    r->table = table;
    r->arena = arena;
    r->file = file;
    r->finding = finding;
    r->finding_user = finding_user;
    r->open[0].element = RR__XML_NOT_ONE;
    rr__vec_init(&r->texts, r->allocator, sizeof(collected));
    rr__buf_init(&r->text, r->allocator, 0);
    return RR_OK;
}

rr_status rr__xml_reader_run(rr__xml_reader *r, const void *bytes, size_t len, size_t chunk, void *user)
{
    static const rr__xml_handler handler = {on_start, on_end, on_text};
    rr_error fault = {.status = RR_OK};
    r->user = user;
    rr_status status = rr__xml_parse(r->allocator, r->file, bytes, len, chunk, &handler, r, &fault);
    if (status == RR_ENOMEM)
        r->nomem = true;
    else if (status != RR_OK && fault.status != RR_OK)
        tell(r, &fault); /* of the document itself; others have been told */
    return status;
}

rr_status rr__xml_reader_end(rr__xml_reader *r, rr_error *err)
{
    rr_error last;
    char number[32];
    if (r == NULL)
        return RR_OK;
    if (r->finding_count > FINDINGS_MAX && r->finding != NULL) {
        rr__format_decimal(number, (int64_t)(r->finding_count - FINDINGS_MAX) * 1000000);
        rr__fail_at(&last, RR_OK, r->file, 0, 0, RR__MSG_MORE_FINDINGS, number, NULL);
        r->finding(r->finding_user, &last);
    }
    rr_status status = r->nomem ? RR_ENOMEM : r->first.status;
    if (status == RR_ENOMEM)
        rr__fail_nomem(err);
    else if (err != NULL)
        *err = r->first;
    const rr_allocator *a = r->allocator;
    rr__vec_finish(&r->texts);
    rr__buf_finish(&r->text);
    rr__free(a, r);
    return status;
}

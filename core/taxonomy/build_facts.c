/* SPDX-License-Identifier: MIT */
/* Facts about the current concept in, records that name their owner out. */
#include <string.h>

#include "taxonomy/builder_parts.h"


static rr__owned owned(const rr__builder *b)
{
    return (rr__owned){b->current, b->at, b->extending};
}

static rr__owned owned_by_last(const rr__builder *b, const rr__vec *vec)
{
    return (rr__owned){(uint32_t)vec->count - 1, b->at, b->extending};
}

bool rr__builder_broader(rr__builder *b, const char *parent)
{
    rr__link_in link = {owned(b), rr__intern(b, parent)};
    return rr__builder_push(b, &b->links, &link);
}

bool rr__builder_label(rr__builder *b, const char *lang, const char *text, bool preferred)
{
    rr__label_in label = {owned(b), (uint32_t)b->current_kind, rr__store(b, text), rr__intern(b, lang), preferred};
    if (preferred && !b->failed) /* callers check once: there may be no concept to belong to */
        RR__AT(rr__concept_in, &b->concepts[b->current_kind], b->current).labelled = 1;
    return rr__builder_push(b, &b->labels, &label);
}

bool rr__builder_text(rr__builder *b, const char *lang, const char *text, const char *task_id)
{
    rr__text_in in = {owned(b), (uint32_t)b->current_kind, rr__store(b, text), rr__intern(b, lang), rr__intern(b, task_id),
                      task_id != NULL};
    return rr__builder_push(b, &b->texts, &in);
}

bool rr__builder_pattern(rr__builder *b, const char *lang, const char *text)
{
    rr__pattern_in pattern = {owned(b), (uint32_t)b->current_kind, rr__store(b, text), rr__intern(b, lang)};
    return rr__builder_push(b, &b->patterns, &pattern);
}

bool rr__builder_crosswalk(rr__builder *b, const char *scheme, const char *code, const char *match, const rr__fact_source *from)
{
    static const char *const types[] = {"exact", "close", "broad", "narrow"};
    rr__crosswalk_in in = {owned(b), (uint32_t)b->current_kind,
                           {rr__intern(b, scheme), rr__intern(b, code),
                            rr__builder_pick(b, "match", match, types, 4, RR_MATCH_EXACT), rr__builder_provenance(b, from)}};
    return rr__builder_push(b, &b->crosswalks, &in);
}

bool rr__builder_code(rr__builder *b, const char *scheme, const char *edition, const char *code)
{
    rr__code_in in = {owned(b), rr__intern(b, scheme), rr__intern(b, edition), rr__intern(b, code)};
    return rr__builder_push(b, &b->codes, &in);
}

bool rr__builder_requires(rr__builder *b, const rr__requires_in *in)
{
    static const char *const kinds[] = {"optional", "essential"};
    enum { KIND_UNSTATED = 2 };
    rr__required_in r = {.of = owned(b), .ref = rr__intern(b, in->ref), .importance = in->importance, .level = in->level};
    r.facts = (rr__requirement){.descriptor = RR_NONE, .importance_ppm = -1, .level = -1,
                                .count = in->count < 0 ? 1 : (uint32_t)in->count, .hours = (int32_t)in->hours,
                                .hours_basis = rr__intern(b, in->hours_basis),
                                .essential = rr__builder_pick(b, "kind", in->kind, kinds, 2, KIND_UNSTATED),
                                .prov = rr__builder_provenance(b, &in->from)};
    if (in->hours >= 0 && r.facts.hours_basis == 0)
        rr__builder_finding(b, RR_EINVALID, RR__MSG_HOURS_WITHOUT_BASIS, in->ref, NULL);
    return rr__builder_push(b, &b->requirements, &r);
}

bool rr__builder_entry(rr__builder *b, const char *rule_class, const char *code, bool disputed, const char *state, const rr__fact_source *from)
{
    static const char *const classes[] = {"law", "custom", "programme"}, *const states[] = {"unknown", "met", "unmet"};
    rr__entry_in in = {.of = owned(b)};
    in.facts = (rr__entry){.code = rr__intern(b, code), .disputed = disputed, .condition = RR_NONE,
                           .rule_class = (uint8_t)rr__builder_pick(b, "class", rule_class, classes, 3, RR_CLASS_LAW),
                           .state = (uint8_t)rr__builder_pick(b, "state", state, states, 3, 0),
                           .prov = rr__builder_provenance(b, from)};
    b->condition_depth = 0;
    return rr__builder_push(b, &b->entries, &in);
}

static bool add_claim(rr__builder *b, uint32_t kind, const char *lang, const char *text, const rr__fact_source *from)
{
    rr__claim_in in = {owned_by_last(b, &b->entries), kind,
                       {rr__store(b, text), rr__intern(b, lang), rr__builder_provenance(b, from)}};
    rr__entry_in *entry = &RR__AT(rr__entry_in, &b->entries, b->entries.count - 1);
    entry->texts += kind == 0;
    entry->questions += kind == 1;
    return rr__builder_push(b, &b->claims, &in);
}

bool rr__builder_entry_text(rr__builder *b, const char *lang, const char *text, bool question)
{
    return add_claim(b, question, lang, text, NULL);
}

bool rr__builder_entry_claim(rr__builder *b, const char *lang, const char *text, const rr__fact_source *from)
{
    return add_claim(b, 2, lang, text, from);
}

bool rr__builder_condition_open(rr__builder *b, const rr__condition_in *in)
{
    static const char *const ops[] = {"eq", "ne", "lt", "le", "gt", "ge", "in"};
    rr__entry *entry = &RR__AT(rr__entry_in, &b->entries, b->entries.count - 1).facts;
    uint32_t index = (uint32_t)b->conditions.count;
    rr__condition_build c = {.where = b->at, .entry = (uint32_t)b->entries.count - 1};
    c.facts = (rr__condition){.kind = in->kind, .op = rr__builder_pick(b, "op", in->op, ops, 7, RR__OP_EQ),
                              .name = rr__intern(b, in->name), .value = rr__intern(b, in->value),
                              .years_hundredths = in->min_years < 0 ? -1 : (int32_t)(in->min_years / 10000),
                              .level = in->level < 0 ? -1 : (int32_t)(in->level / 10000)};
    if (b->condition_depth == RR__CONDITION_DEPTH) {
        rr__builder_finding(b, RR_ELIMIT, RR__MSG_CONDITIONS_TOO_DEEP, NULL);
        return !b->failed;
    }
    if (b->condition_depth == 0 && entry->condition != RR_NONE)
        rr__builder_finding(b, RR_EINVALID, RR__MSG_SECOND_CONDITION, NULL);
    else if (b->condition_depth == 0)
        entry->condition = index;
    b->open_conditions[b->condition_depth++] = index;
    return rr__builder_push(b, &b->conditions, &c);
}

bool rr__builder_condition_close(rr__builder *b)
{
    if (b->condition_depth > 0 && !b->failed) {
        rr__condition *c = &RR__AT(rr__condition_build, &b->conditions, b->open_conditions[--b->condition_depth]).facts;
        c->next = (uint32_t)b->conditions.count;
    }
    return !b->failed;
}

bool rr__builder_exposure(rr__builder *b, const char *index, int32_t year, int64_t value, const char *grade, const rr__fact_source *from)
{
    rr__exposure_in in = {owned(b), {rr__intern(b, index), rr__intern(b, grade), year, (int32_t)value,
                                     rr__builder_provenance(b, from)}};
    if (value < -1 || value > 1000000)
        rr__builder_finding(b, RR_EINVALID, RR__MSG_EXPOSURE_RANGE, index, NULL);
    return rr__builder_push(b, &b->exposures, &in);
}

bool rr__builder_pay(rr__builder *b, const char *place, int32_t year, int64_t low, int64_t high, const char *currency,
                     const char *period, const rr__fact_source *from)
{
    rr__pay_in in = {owned(b), {rr__intern(b, place), rr__intern(b, currency), rr__intern(b, period), year,
                                low, high, rr__builder_provenance(b, from)}};
    return rr__builder_push(b, &b->pays, &in);
}

bool rr__builder_standard(rr__builder *b, const char *edition, const char *lowest, const char *highest, const rr__fact_source *from)
{
    rr__standard_in in = {owned(b), {rr__intern(b, edition), rr__intern(b, lowest), rr__intern(b, highest),
                                     {0, 0}, rr__builder_provenance(b, from)}};
    return rr__builder_push(b, &b->standards, &in);
}

bool rr__builder_standard_hours(rr__builder *b, const char *level, int32_t hours)
{
    rr__hours_in in = {owned_by_last(b, &b->standards), {rr__intern(b, level), hours}};
    return rr__builder_push(b, &b->hours, &in);
}

/* Notes of one kind in several languages are one note: the n-th of a language goes with the n-th of others. */
bool rr__builder_note(rr__builder *b, const char *kind, const char *lang, const char *text, const rr__fact_source *from)
{
    rr__note_in in = {owned(b), {rr__intern(b, kind), rr__store(b, text), rr__intern(b, lang), 0,
                                 rr__builder_provenance(b, from)}};
    for (size_t i = b->notes.count; i-- > 0;) {
        const rr__note_in *other = &RR__AT(rr__note_in, &b->notes, i);
        if (other->of.owner != b->current && b->extending)
            continue; /* the notes it had stand further back */
        if (other->of.owner != b->current)
            break;
        in.facts.number += other->facts.kind == in.facts.kind && other->facts.lang == in.facts.lang;
    }
    return rr__builder_push(b, &b->notes, &in);
}


bool rr__builder_viable(rr__builder *b, int64_t readiness)
{
    b->viable = readiness;
    if (readiness < 0 || readiness > 1000000)
        rr__builder_finding(b, RR_EINVALID, RR__MSG_BAD_TERM, "viable-readiness", "from 0 to 1", NULL);
    return !b->failed;
}

static int64_t or_default(int64_t value, int64_t fallback)
{
    return value == -1 ? fallback : value;
}

/* "a b" of known words as bits; "none" is no bit. */
static uint32_t pick_bits(rr__builder *b, const char *what, const char *value, const char *const *names, uint32_t fallback)
{
    uint32_t bits = 0;
    if (value == NULL)
        return fallback;
    for (int i = 0; i < 2; i++) {
        const char *at = strstr(value, names[i]);
        bits |= at == NULL ? 0u : 1u << i;
    }
    if (bits == 0 && strcmp(value, "none") != 0)
        rr__builder_finding(b, RR_EINVALID, RR__MSG_BAD_WORD, value, what, names[2], NULL);
    return bits;
}

static void check_term(rr__builder *b, const rr__term_in *in, const rr__term *t)
{
    int given = (in->facet != NULL) + (in->titles != NULL) + (in->text != NULL);
    if (given != 1)
        rr__builder_finding(b, RR_EINVALID, RR__MSG_BAD_TERM, in->id, "say one of facet, titles or text", NULL);
    if (in->idf != -1 && (in->idf < 0 || in->idf > 1000000 || in->idf % 250000 != 0))
        rr__builder_finding(b, RR_EINVALID, RR__MSG_BAD_TERM, in->id, "idf is 0, 0.25, 0.5, 0.75 or 1", NULL);
    if (t->divisor <= 0)
        rr__builder_finding(b, RR_EINVALID, RR__MSG_BAD_TERM, in->id, "the divisor must be above 0", NULL);
    if (in->generation != -1 && (in->generation < 0 || in->generation > 8000000 || in->generation % 1000000 != 0))
        rr__builder_finding(b, RR_EINVALID, RR__MSG_BAD_TERM, in->id, "generation is a whole number up to 8", NULL);
}

bool rr__builder_term(rr__builder *b, const rr__term_in *in)
{
    static const char *const measures[] = {"cosine", "distance"}, *const tfs[] = {"binary", "sqrt", "log", "raw"},
        *const columns[] = {"importance", "level", "importance level"}, *const centres[] = {"row", "column", "row column none"},
        *const scales[] = {"none", "column"}, *const titles[] = {"words", "ngrams"}, *const texts[] = {"description", "task"};
    rr__term_build t = {.facet = rr__intern(b, in->facet), .where = b->at};
    t.facts = (rr__term){
        .id = rr__intern(b, in->id), .facet = RR_NONE,
        .kind = in->titles != NULL ? RR__TERM_TITLES : in->text != NULL ? RR__TERM_TEXT : RR__TERM_LISTED,
        .distance = rr__builder_pick(b, "measure", in->measure, measures, 2, 0),
        .columns = pick_bits(b, "columns", in->columns, columns, RR__COLUMN_IMPORTANCE | RR__COLUMN_LEVEL),
        .centre = pick_bits(b, "centre", in->centre, centres, RR__CENTRE_ROW | RR__CENTRE_COLUMN),
        .scale_column = rr__builder_pick(b, "scale", in->scale, scales, 2, 0),
        .generation = (uint32_t)(or_default(in->generation, 0) / 1000000),
        .tf = rr__builder_pick(b, "tf", in->tf, tfs, 4, RR__TF_LOG),
        .idf_quarters = (uint32_t)(or_default(in->idf, 1000000) / 250000),
        .ngrams = rr__builder_pick(b, "titles", in->titles, titles, 2, 0),
        .text_kind = rr__builder_pick(b, "text", in->text, texts, 2, 0),
        .preferred = (int32_t)or_default(in->preferred, 1000000), .alternative = (int32_t)or_default(in->alternative, 1000000),
        .divisor = (int32_t)or_default(in->divisor, 1000000), .level_factor = (int32_t)or_default(in->level_factor, 1000000)};
    check_term(b, in, &t.facts);
    if (rr__text_map_get(&b->term_ids, t.facts.id) != RR_NONE)
        rr__builder_finding(b, RR_EINVALID, RR__MSG_DUPLICATE_NAME, "term", in->id, NULL);
    else if (!rr__text_map_put(&b->term_ids, t.facts.id, (uint32_t)b->terms.count))
        b->failed = true;
    return rr__builder_push(b, &b->terms, &t);
}

bool rr__builder_weight(rr__builder *b, bool titles, bool text, const char *term, int64_t value)
{
    rr__weight_build w = {(titles ? 1u : 0u) + (text ? 2u : 0u), rr__intern(b, term), (int32_t)value, b->at};
    return rr__builder_push(b, &b->weights, &w);
}

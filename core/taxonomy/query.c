/* SPDX-License-Identifier: MIT */
/* A frozen block in, plain structs with borrowed text out: the getters of taxonomy.h. */
#include <string.h>

#include "base/text.h"
#include "taxonomy/block.h"

#define TEXT(t, offset) rr__block_text((t)->block, (offset))

static rr_provenance provenance(rr__prov p)
{
    return (rr_provenance){p.source, (rr_confidence)p.confidence, (rr_basis)p.basis};
}

static const char *tag_of(rr_lang lang)
{
    return lang == RR_LANG_ZH ? "zh" : "en";
}

/* How well a text's language answers: the one asked for, then English, then any. */
static int rate_lang(const char *have, rr_lang wanted)
{
    return strncmp(have, tag_of(wanted), 2) == 0 ? 3 : strncmp(have, "en", 2) == 0 ? 2 : 1;
}

/* The text whose language suits best so far. */
typedef struct suiting { const char *text; int rate; } suiting;

static void consider(suiting *b, const rr_taxonomy *t, rr__text text, rr__text text_lang, rr_lang lang)
{
    int rate = rate_lang(TEXT(t, text_lang), lang);
    if (rate > b->rate)
        *b = (suiting){TEXT(t, text), rate};
}

/* Of the labels that are preferred. */
static const char *pick_label(const rr_taxonomy *t, rr__group g, rr_lang lang)
{
    suiting b = {"", 0};
    for (uint32_t i = 0; i < g.count; i++) {
        const rr__label *l = RR__RECORD(rr__label, t->block, RR__SEC_LABELS, g.first + i);
        if (l->preferred)
            consider(&b, t, l->text, l->lang, lang);
    }
    return b.text;
}

static const char *pick_claim(const rr_taxonomy *t, rr__group g, rr_lang lang)
{
    suiting b = {"", 0};
    for (uint32_t i = 0; i < g.count; i++) {
        const rr__claim *c = RR__RECORD(rr__claim, t->block, RR__SEC_CLAIMS, g.first + i);
        consider(&b, t, c->text, c->lang, lang);
    }
    return b.text;
}

static const char *pick_description(const rr_taxonomy *t, rr__group g, rr_lang lang)
{
    suiting b = {"", 0};
    for (uint32_t i = 0; i < g.count; i++) {
        const rr__text_item *x = RR__RECORD(rr__text_item, t->block, RR__SEC_TEXTS, g.first + i);
        if (x->kind == 0)
            consider(&b, t, x->text, x->lang, lang);
    }
    return b.text;
}

void rr_taxonomy_get_info(const rr_taxonomy *t, rr_taxonomy_info *out)
{
    const rr__block *b = t->block;
    const rr__head *head = rr__block_head(b);
    *out = (rr_taxonomy_info){.id = TEXT(t, head->id), .version = TEXT(t, head->version), .licence = TEXT(t, head->licence),
                              .licence_url = TEXT(t, head->licence_url), .attribution = TEXT(t, head->attribution),
                              .source_count = rr__block_count(b, RR__SEC_SOURCES), .facet_count = rr__block_count(b, RR__SEC_FACETS),
                              .descriptor_count = rr__block_count(b, RR__SEC_DESCRIPTORS),
                              .occupation_count = rr__block_count(b, RR__SEC_OCCUPATIONS),
                              .requirement_count = rr__block_count(b, RR__SEC_REQUIREMENTS),
                              .rated_occupation_count = head->rated_occupation_count, .label_count = rr__block_count(b, RR__SEC_LABELS),
                              .broader_count = rr__block_count(b, RR__SEC_BROADER), .pattern_count = rr__block_count(b, RR__SEC_PATTERNS),
                              .entry_count = rr__block_count(b, RR__SEC_ENTRIES), .exposure_count = rr__block_count(b, RR__SEC_EXPOSURES),
                              .crosswalk_count = rr__block_count(b, RR__SEC_CROSSWALKS),
                              .viable_readiness_ppm = head->viable_readiness_ppm, .block_bytes = b->size};
    rr__hex(b->sha256, 32, out->sha256);
}

const char *rr_taxonomy_label(const rr_taxonomy *t, rr_lang lang)
{
    return pick_label(t, rr__block_head(t->block)->labels, lang);
}

/* Starts a getter: the record, or a zeroed result and 0. */
#define GET(type, var, section, i)                                                                     \
    memset(out, 0, sizeof *out);                                                                       \
    if ((i) >= rr__block_count(t->block, (section)))                                                   \
        return 0;                                                                                      \
    const type *var = RR__RECORD(type, t->block, (section), (i))

int rr_taxonomy_source(const rr_taxonomy *t, uint32_t index, rr_source *out)
{
    GET(rr__source, s, RR__SEC_SOURCES, index);
    *out = (rr_source){TEXT(t, s->id), TEXT(t, s->text), TEXT(t, s->url), s->year, (rr_confidence)s->confidence};
    return 1;
}

int rr_taxonomy_facet(const rr_taxonomy *t, uint32_t index, rr_facet *out)
{
    GET(rr__facet, f, RR__SEC_FACETS, index);
    *out = (rr_facet){TEXT(t, f->id), (rr_facet_kind)f->kind, f->descriptor_count, f->essential_from_ppm};
    return 1;
}

const char *rr_facet_label(const rr_taxonomy *t, uint32_t facet, rr_lang lang)
{
    if (facet >= rr__block_count(t->block, RR__SEC_FACETS))
        return "";
    return pick_label(t, RR__RECORD(rr__facet, t->block, RR__SEC_FACETS, facet)->labels, lang);
}

int rr_taxonomy_descriptor(const rr_taxonomy *t, uint32_t index, rr_descriptor *out)
{
    GET(rr__descriptor, d, RR__SEC_DESCRIPTORS, index);
    *out = (rr_descriptor){TEXT(t, d->id), d->facet, provenance(d->prov), d->broader.count, d->narrower.count, d->crosswalks.count,
                           d->labels.count, d->required_by.count};
    return 1;
}

static const rr__descriptor *descriptor_at(const rr_taxonomy *t, uint32_t index)
{
    return index < rr__block_count(t->block, RR__SEC_DESCRIPTORS) ? rr__block_descriptor(t->block, index) : NULL;
}

static const rr__occupation *occupation_at(const rr_taxonomy *t, uint32_t index)
{
    return index < rr__block_count(t->block, RR__SEC_OCCUPATIONS) ? rr__block_occupation(t->block, index) : NULL;
}

const char *rr_descriptor_label(const rr_taxonomy *t, uint32_t index, rr_lang lang)
{
    const rr__descriptor *d = descriptor_at(t, index);
    return d == NULL ? "" : pick_label(t, d->labels, lang);
}

const char *rr_descriptor_description(const rr_taxonomy *t, uint32_t index, rr_lang lang)
{
    const rr__descriptor *d = descriptor_at(t, index);
    return d == NULL ? "" : pick_description(t, d->texts, lang);
}

static uint32_t number_at(const rr_taxonomy *t, rr__section s, rr__group g, uint32_t k)
{
    return k < g.count ? *RR__RECORD(uint32_t, t->block, s, g.first + k) : RR_NONE;
}

uint32_t rr_descriptor_broader(const rr_taxonomy *t, uint32_t index, uint32_t k)
{
    const rr__descriptor *d = descriptor_at(t, index);
    return d == NULL ? RR_NONE : number_at(t, RR__SEC_BROADER, d->broader, k);
}

uint32_t rr_descriptor_narrower(const rr_taxonomy *t, uint32_t index, uint32_t k)
{
    const rr__descriptor *d = descriptor_at(t, index);
    return d == NULL ? RR_NONE : number_at(t, RR__SEC_NARROWER, d->narrower, k);
}

uint32_t rr_descriptor_occupation(const rr_taxonomy *t, uint32_t index, uint32_t k)
{
    const rr__descriptor *d = descriptor_at(t, index);
    return d == NULL ? RR_NONE : number_at(t, RR__SEC_REQUIRED_BY, d->required_by, k);
}

static int crosswalk_in(const rr_taxonomy *t, rr__group g, uint32_t k, rr_crosswalk *out)
{
    GET(rr__crosswalk, c, RR__SEC_CROSSWALKS, k < g.count ? g.first + k : RR_NONE);
    *out = (rr_crosswalk){TEXT(t, c->scheme), TEXT(t, c->code), (rr_match_type)c->match, provenance(c->prov)};
    return 1;
}

static int label_in(const rr_taxonomy *t, rr__group g, uint32_t k, rr_label *out)
{
    GET(rr__label, l, RR__SEC_LABELS, k < g.count ? g.first + k : RR_NONE);
    *out = (rr_label){TEXT(t, l->text), TEXT(t, l->lang), (int)l->preferred};
    return 1;
}

static const rr__group nothing = {0, 0};

int rr_descriptor_crosswalk(const rr_taxonomy *t, uint32_t index, uint32_t k, rr_crosswalk *out)
{
    const rr__descriptor *d = descriptor_at(t, index);
    return crosswalk_in(t, d == NULL ? nothing : d->crosswalks, k, out);
}

int rr_descriptor_name(const rr_taxonomy *t, uint32_t index, uint32_t k, rr_label *out)
{
    const rr__descriptor *d = descriptor_at(t, index);
    return label_in(t, d == NULL ? nothing : d->labels, k, out);
}

/* The k-th of a group of texts that come once a language: those in one language are counted, the one asked
 * for if it has any, else the first text's. `is_wanted` tells the texts apart by kind. */
static uint32_t count_tasks(const rr_taxonomy *t, rr__group g, const char *lang, uint32_t wanted, uint32_t *found)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < g.count; i++) {
        const rr__text_item *x = RR__RECORD(rr__text_item, t->block, RR__SEC_TEXTS, g.first + i);
        if (x->kind != 1 || (lang != NULL && strncmp(TEXT(t, x->lang), lang, 2) != 0))
            continue;
        if (count++ == wanted)
            *found = g.first + i;
    }
    return count;
}

int rr_taxonomy_occupation(const rr_taxonomy *t, uint32_t index, rr_occupation *out)
{
    GET(rr__occupation, o, RR__SEC_OCCUPATIONS, index);
    uint32_t unused = 0;
    *out = (rr_occupation){TEXT(t, o->id), (rr_outlook)o->outlook, (rr_role)o->role, o->has_content, provenance(o->prov),
                           o->requirements.count, o->codes.count, o->crosswalks.count, o->entries.count, o->exposures.count,
                           o->pays.count, o->standards.count, o->notes.count, count_tasks(t, o->texts, NULL, RR_NONE, &unused),
                           o->labels.count};
    return 1;
}

const char *rr_occupation_label(const rr_taxonomy *t, uint32_t index, rr_lang lang)
{
    const rr__occupation *o = occupation_at(t, index);
    return o == NULL ? "" : pick_label(t, o->labels, lang);
}

const char *rr_occupation_description(const rr_taxonomy *t, uint32_t index, rr_lang lang)
{
    const rr__occupation *o = occupation_at(t, index);
    return o == NULL ? "" : pick_description(t, o->texts, lang);
}

const char *rr_occupation_task(const rr_taxonomy *t, uint32_t index, uint32_t k, rr_lang lang)
{
    const rr__occupation *o = occupation_at(t, index);
    uint32_t found = RR_NONE;
    if (o == NULL)
        return "";
    if (count_tasks(t, o->texts, tag_of(lang), k, &found) == 0)
        count_tasks(t, o->texts, NULL, k, &found);
    return found == RR_NONE ? "" : TEXT(t, RR__RECORD(rr__text_item, t->block, RR__SEC_TEXTS, found)->text);
}

/* Index of the k-th child in a group of an occupation, or RR_NONE. */
#define CHILD(group) (occupation_at(t, index) != NULL && k < occupation_at(t, index)->group.count ? occupation_at(t, index)->group.first + k : RR_NONE)

int rr_occupation_requirement(const rr_taxonomy *t, uint32_t index, uint32_t k, rr_requirement *out)
{
    GET(rr__requirement, r, RR__SEC_REQUIREMENTS, CHILD(requirements));
    *out = (rr_requirement){r->descriptor, (int)r->essential, r->importance_ppm, r->level, r->count, r->hours, TEXT(t, r->hours_basis),
                            provenance(r->prov)};
    return 1;
}

int rr_occupation_code(const rr_taxonomy *t, uint32_t index, uint32_t k, rr_code *out)
{
    GET(rr__code, c, RR__SEC_CODES, CHILD(codes));
    *out = (rr_code){TEXT(t, c->scheme), TEXT(t, c->edition), TEXT(t, c->code)};
    return 1;
}

int rr_occupation_crosswalk(const rr_taxonomy *t, uint32_t index, uint32_t k, rr_crosswalk *out)
{
    const rr__occupation *o = occupation_at(t, index);
    return crosswalk_in(t, o == NULL ? nothing : o->crosswalks, k, out);
}

int rr_occupation_name(const rr_taxonomy *t, uint32_t index, uint32_t k, rr_label *out)
{
    const rr__occupation *o = occupation_at(t, index);
    return label_in(t, o == NULL ? nothing : o->labels, k, out);
}

static const rr__entry *entry_at(const rr_taxonomy *t, uint32_t index, uint32_t k)
{
    uint32_t entry = CHILD(entries);
    return entry == RR_NONE ? NULL : RR__RECORD(rr__entry, t->block, RR__SEC_ENTRIES, entry);
}

int rr_occupation_entry(const rr_taxonomy *t, uint32_t index, uint32_t k, rr_entry *out)
{
    GET(rr__entry, e, RR__SEC_ENTRIES, CHILD(entries));
    *out = (rr_entry){TEXT(t, e->code), (rr_rule_class)e->rule_class, e->disputed, e->claims.count, provenance(e->prov)};
    return 1;
}

const char *rr_occupation_entry_text(const rr_taxonomy *t, uint32_t index, uint32_t k, rr_lang lang)
{
    const rr__entry *e = entry_at(t, index, k);
    return e == NULL ? "" : pick_claim(t, e->texts, lang);
}

const char *rr_occupation_entry_question(const rr_taxonomy *t, uint32_t index, uint32_t k, rr_lang lang)
{
    const rr__entry *e = entry_at(t, index, k);
    return e == NULL ? "" : pick_claim(t, e->questions, lang);
}

/* Claims come once a source and language: of those in another language than asked only what has no twin. */
int rr_occupation_entry_claim(const rr_taxonomy *t, uint32_t index, uint32_t k, uint32_t claim, rr_lang lang, rr_note *out)
{
    const rr__entry *e = entry_at(t, index, k);
    bool asked = false;
    memset(out, 0, sizeof *out);
    if (e == NULL || claim >= e->claims.count)
        return 0;
    for (uint32_t i = 0; i < e->claims.count; i++)
        asked = asked || strncmp(TEXT(t, RR__RECORD(rr__claim, t->block, RR__SEC_CLAIMS, e->claims.first + i)->lang), tag_of(lang), 2) == 0;
    const rr__claim *c = RR__RECORD(rr__claim, t->block, RR__SEC_CLAIMS, e->claims.first + claim);
    if (asked && strncmp(TEXT(t, c->lang), tag_of(lang), 2) != 0)
        return 0;
    *out = (rr_note){"claim", TEXT(t, c->text), provenance(c->prov)};
    return 1;
}

int rr_occupation_exposure(const rr_taxonomy *t, uint32_t index, uint32_t k, rr_exposure *out)
{
    GET(rr__exposure, e, RR__SEC_EXPOSURES, CHILD(exposures));
    *out = (rr_exposure){TEXT(t, e->index), TEXT(t, e->grade), e->year, e->value_ppm, provenance(e->prov)};
    return 1;
}

int rr_occupation_pay(const rr_taxonomy *t, uint32_t index, uint32_t k, rr_pay *out)
{
    GET(rr__pay, p, RR__SEC_PAYS, CHILD(pays));
    *out = (rr_pay){TEXT(t, p->place), TEXT(t, p->currency), TEXT(t, p->period), p->year, p->low_minor, p->high_minor, provenance(p->prov)};
    return 1;
}

int rr_occupation_standard(const rr_taxonomy *t, uint32_t index, uint32_t k, rr_standard *out)
{
    GET(rr__standard, s, RR__SEC_STANDARDS, CHILD(standards));
    *out = (rr_standard){TEXT(t, s->edition), TEXT(t, s->lowest), TEXT(t, s->highest), s->hours.count, provenance(s->prov)};
    return 1;
}

int rr_occupation_standard_hours(const rr_taxonomy *t, uint32_t index, uint32_t k, uint32_t h, const char **level, int32_t *hours)
{
    uint32_t standard = CHILD(standards);
    *level = "";
    *hours = -1;
    if (standard == RR_NONE || h >= RR__RECORD(rr__standard, t->block, RR__SEC_STANDARDS, standard)->hours.count)
        return 0;
    const rr__hours *record = RR__RECORD(rr__hours, t->block, RR__SEC_HOURS, RR__RECORD(rr__standard, t->block, RR__SEC_STANDARDS, standard)->hours.first + h);
    *level = TEXT(t, record->level);
    *hours = record->hours;
    return 1;
}

/* One note in several languages counts once: a note is the first with its kind and number. */
static bool is_first_note(const rr_taxonomy *t, rr__group g, uint32_t i)
{
    const rr__note *n = RR__RECORD(rr__note, t->block, RR__SEC_NOTES, g.first + i);
    for (uint32_t j = 0; j < i; j++) {
        const rr__note *other = RR__RECORD(rr__note, t->block, RR__SEC_NOTES, g.first + j);
        if (other->kind == n->kind && other->number == n->number)
            return false;
    }
    return true;
}

int rr_occupation_note(const rr_taxonomy *t, uint32_t index, uint32_t k, rr_lang lang, rr_note *out)
{
    const rr__occupation *o = occupation_at(t, index);
    rr__group g = o == NULL ? nothing : o->notes;
    uint32_t seen = 0;
    memset(out, 0, sizeof *out);
    for (uint32_t i = 0; i < g.count; i++) {
        if (!is_first_note(t, g, i) || seen++ != k)
            continue;
        const rr__note *first = RR__RECORD(rr__note, t->block, RR__SEC_NOTES, g.first + i), *best = first;
        for (uint32_t j = i; j < g.count; j++) {
            const rr__note *other = RR__RECORD(rr__note, t->block, RR__SEC_NOTES, g.first + j);
            if (other->kind == first->kind && other->number == first->number &&
                rate_lang(TEXT(t, other->lang), lang) > rate_lang(TEXT(t, best->lang), lang))
                best = other;
        }
        *out = (rr_note){TEXT(t, best->kind), TEXT(t, best->text), provenance(best->prov)};
        return 1;
    }
    return 0;
}

size_t rr_level_format(const rr_taxonomy *t, uint32_t descriptor, int32_t level, char *out, size_t size)
{
    char text[32];
    const rr__descriptor *d = descriptor_at(t, descriptor);
    uint32_t scale = d == NULL ? RR_NONE : RR__RECORD(rr__facet, t->block, RR__SEC_FACETS, d->facet)->scale;
    if (size > 0)
        out[0] = '\0';
    if (scale == RR_NONE || level < 0)
        return 0;
    size_t len = rr__format_decimal(text, rr__level_to_written(RR__RECORD(rr__scale, t->block, RR__SEC_SCALES, scale), level));
    if (len < size)
        memcpy(out, text, len + 1);
    return len;
}

/* Ids are sorted bytewise. */
static uint32_t find(const rr_taxonomy *t, rr__section s, size_t stride, const char *id)
{
    uint32_t low = 0, high = rr__block_count(t->block, s);
    const char *records = rr__block_at(t->block, s);
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        rr__text text = 0;
        memcpy(&text, records + mid * stride, sizeof text); /* the id stands first in a record */
        int order = strcmp(TEXT(t, text), id);
        if (order == 0)
            return mid;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return RR_NONE;
}

uint32_t rr_taxonomy_find_occupation(const rr_taxonomy *t, const char *id)
{
    return find(t, RR__SEC_OCCUPATIONS, sizeof(rr__occupation), id);
}

uint32_t rr_taxonomy_find_descriptor(const rr_taxonomy *t, const char *id)
{
    return find(t, RR__SEC_DESCRIPTORS, sizeof(rr__descriptor), id);
}

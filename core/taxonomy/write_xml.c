/* SPDX-License-Identifier: MIT */
/* A frozen taxonomy in, XML out that loads to the identical content. A fact's provenance is written only
 * where it differs from what it would inherit. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/xml.h"
#include "taxonomy/block.h"

enum { FLUSH_AT = 1 << 16 };

typedef struct writing {
    const rr__block *b;
    const rr_sink *sink;
    rr__buf out;
    bool refused;
    rr__text lang; /* said once, at the root */
} writing;

static void flush(writing *w, size_t least)
{
    if (w->out.len < least || w->out.failed || w->refused)
        return;
    w->refused = w->out.len > 0 && w->sink->write(w->sink->user, w->out.data, w->out.len) != 0;
    rr__buf_clear(&w->out);
}

static void raw(writing *w, const char *text)
{
    rr__buf_text(&w->out, text);
}

static void escaped(writing *w, rr__text text)
{
    const char *string = rr__block_text(w->b, text);
    rr__xml_escape(&w->out, string, strlen(string));
}

static void attribute(writing *w, const char *name, rr__text value)
{
    if (value == 0)
        return;
    rr__buf_char(&w->out, ' ');
    raw(w, name);
    raw(w, "=\"");
    escaped(w, value);
    rr__buf_char(&w->out, '"');
}

static void word(writing *w, const char *name, const char *value)
{
    rr__buf_char(&w->out, ' ');
    raw(w, name);
    raw(w, "=\"");
    raw(w, value);
    rr__buf_char(&w->out, '"');
}

static void decimal(writing *w, const char *name, int64_t millionths)
{
    char text[32];
    rr__format_decimal(text, millionths);
    word(w, name, text);
}

static void whole(writing *w, const char *name, int64_t value)
{
    decimal(w, name, value * 1000000);
}

static void element(writing *w, const char *name, rr__text lang, rr__text text)
{
    raw(w, name);
    if (lang != w->lang)
        raw(w, lang == 0 ? " xml:lang=\"\"" : "");
    if (lang != w->lang)
        attribute(w, "xml:lang", lang);
    rr__buf_char(&w->out, '>');
    escaped(w, text);
}

static const char *const confidences[] = {"unstated", "low", "medium", "high"};
static const char *const bases[] = {"sourced", "judged"};

static rr__text source_id(const writing *w, uint32_t source)
{
    return source == RR_NONE ? 0 : RR__RECORD(rr__source, w->b, RR__SEC_SOURCES, source)->id;
}

static void provenance(writing *w, rr__prov p, const rr__prov *outer)
{
    rr__prov inherited = {RR_NONE, RR_CONFIDENCE_UNSTATED, RR_BASIS_SOURCED, 0};
    if (outer != NULL)
        inherited = *outer;
    if (p.source != inherited.source && p.source != RR_NONE) {
        attribute(w, "source", source_id(w, p.source));
        inherited.confidence = (uint8_t)RR__RECORD(rr__source, w->b, RR__SEC_SOURCES, p.source)->confidence;
    }
    if (p.confidence != inherited.confidence)
        word(w, "confidence", confidences[p.confidence]);
    if (p.basis != inherited.basis)
        word(w, "basis", bases[p.basis]);
}

static void write_labels(writing *w, rr__group g, const char *indent)
{
    for (uint32_t i = 0; i < g.count; i++) {
        const rr__label *l = RR__RECORD(rr__label, w->b, RR__SEC_LABELS, g.first + i);
        raw(w, indent);
        element(w, l->preferred ? "<label" : "<alt", l->lang, l->text);
        raw(w, l->preferred ? "</label>\n" : "</alt>\n");
        flush(w, FLUSH_AT);
    }
}

static void write_texts(writing *w, rr__group g)
{
    for (uint32_t i = 0; i < g.count; i++) {
        const rr__text_item *x = RR__RECORD(rr__text_item, w->b, RR__SEC_TEXTS, g.first + i);
        raw(w, "    ");
        raw(w, x->kind == 1 ? "<task" : "<description");
        attribute(w, "id", x->kind == 1 ? x->id : 0);
        element(w, "", x->lang, x->text);
        raw(w, x->kind == 1 ? "</task>\n" : "</description>\n");
        flush(w, FLUSH_AT);
    }
}

static void write_patterns(writing *w, rr__group g)
{
    for (uint32_t i = 0; i < g.count; i++) {
        const rr__pattern *p = RR__RECORD(rr__pattern, w->b, RR__SEC_PATTERNS, g.first + i);
        raw(w, "    ");
        element(w, "<pattern", p->lang, p->text);
        raw(w, "</pattern>\n");
    }
}

static void write_crosswalks(writing *w, rr__group g, const rr__prov *outer)
{
    static const char *const types[] = {"exact", "close", "broad", "narrow"};
    for (uint32_t i = 0; i < g.count; i++) {
        const rr__crosswalk *c = RR__RECORD(rr__crosswalk, w->b, RR__SEC_CROSSWALKS, g.first + i);
        raw(w, "    <crosswalk");
        attribute(w, "scheme", c->scheme);
        attribute(w, "code", c->code);
        word(w, "match", types[c->match]);
        provenance(w, c->prov, outer);
        raw(w, "/>\n");
    }
}

static void write_descriptors(writing *w)
{
    for (uint32_t i = 0; i < rr__block_count(w->b, RR__SEC_DESCRIPTORS); i++) {
        const rr__descriptor *d = rr__block_descriptor(w->b, i);
        raw(w, "  <descriptor");
        attribute(w, "id", d->id);
        attribute(w, "facet", RR__RECORD(rr__facet, w->b, RR__SEC_FACETS, d->facet)->id);
        provenance(w, d->prov, NULL);
        raw(w, ">\n");
        write_labels(w, d->labels, "    ");
        write_texts(w, d->texts);
        write_patterns(w, d->patterns);
        for (uint32_t k = 0; k < d->broader.count; k++) {
            raw(w, "    <broader");
            attribute(w, "ref", rr__block_descriptor(w->b, *RR__RECORD(uint32_t, w->b, RR__SEC_BROADER, d->broader.first + k))->id);
            raw(w, "/>\n");
        }
        write_crosswalks(w, d->crosswalks, &d->prov);
        raw(w, "  </descriptor>\n");
        flush(w, FLUSH_AT);
    }
}

static void write_requirements(writing *w, const rr__occupation *o)
{
    for (uint32_t i = 0; i < o->requirements.count; i++) {
        const rr__requirement *r = RR__RECORD(rr__requirement, w->b, RR__SEC_REQUIREMENTS, o->requirements.first + i);
        const rr__descriptor *d = rr__block_descriptor(w->b, r->descriptor);
        const rr__facet *f = RR__RECORD(rr__facet, w->b, RR__SEC_FACETS, d->facet);
        int64_t range = (int64_t)f->importance_max - f->importance_min;
        bool ruled = f->essential_from_ppm != RR_NONE && r->importance_ppm >= 0;
        uint32_t unstated = ruled ? (uint32_t)r->importance_ppm >= f->essential_from_ppm : rr__essential_unless_stated(f);
        raw(w, "    <requires");
        attribute(w, "ref", d->id);
        if (r->essential != unstated)
            word(w, "kind", r->essential ? "essential" : "optional");
        if (r->importance_ppm >= 0)
            decimal(w, "importance", f->importance_min + ((int64_t)r->importance_ppm * range + 500000) / 1000000);
        if (r->level >= 0 && f->scale != RR_NONE)
            decimal(w, "level", rr__level_to_written(RR__RECORD(rr__scale, w->b, RR__SEC_SCALES, f->scale), r->level));
        if (r->count != 1)
            whole(w, "count", r->count);
        if (r->hours >= 0)
            whole(w, "hours", r->hours);
        attribute(w, "hours-basis", r->hours_basis);
        provenance(w, r->prov, &o->prov);
        raw(w, "/>\n");
        flush(w, FLUSH_AT);
    }
}

static void write_claims(writing *w, rr__group g, const char *open, const char *close, const rr__prov *outer)
{
    for (uint32_t i = 0; i < g.count; i++) {
        const rr__claim *c = RR__RECORD(rr__claim, w->b, RR__SEC_CLAIMS, g.first + i);
        raw(w, open);
        if (close[2] == 'c')
            provenance(w, c->prov, outer);
        element(w, "", c->lang, c->text);
        raw(w, close);
    }
}

/* The tree in preorder: before each node, the ones that ended are closed. */
static void write_conditions(writing *w, uint32_t root)
{
    static const char *const names[] = {"all", "any", "not", "fact", "licence", "education", "history", "skill"};
    static const char *const first[] = {NULL, NULL, NULL, "name", "name", "min", "ref", "ref"};
    static const char *const ops[] = {"eq", "ne", "lt", "le", "gt", "ge", "in"};
    uint32_t open[64], depth = 0, end = root == RR_NONE ? 0 : RR__RECORD(rr__condition, w->b, RR__SEC_CONDITIONS, root)->next;
    for (uint32_t i = root; root != RR_NONE && i <= end; i++) {
        while (depth > 0 && RR__RECORD(rr__condition, w->b, RR__SEC_CONDITIONS, open[depth - 1])->next <= i) {
            raw(w, "</");
            raw(w, names[RR__RECORD(rr__condition, w->b, RR__SEC_CONDITIONS, open[--depth])->kind]);
            raw(w, ">");
        }
        if (i == end || depth == 64)
            break;
        const rr__condition *c = RR__RECORD(rr__condition, w->b, RR__SEC_CONDITIONS, i);
        raw(w, "<");
        raw(w, names[c->kind]);
        if (first[c->kind] != NULL)
            attribute(w, first[c->kind], c->name);
        if (c->kind == RR__COND_FACT) {
            word(w, "op", ops[c->op]);
            attribute(w, "value", c->value);
        }
        if (c->years_hundredths >= 0)
            decimal(w, "min-years", (int64_t)c->years_hundredths * 10000);
        if (c->level >= 0) {
            uint32_t d = RR_NONE, n = rr__block_count(w->b, RR__SEC_DESCRIPTORS);
            for (uint32_t k = 0; k < n && d == RR_NONE; k++)
                d = rr__block_descriptor(w->b, k)->id == c->name ? k : RR_NONE;
            uint32_t scale = d == RR_NONE ? RR_NONE : RR__RECORD(rr__facet, w->b, RR__SEC_FACETS, rr__block_descriptor(w->b, d)->facet)->scale;
            if (scale != RR_NONE)
                decimal(w, "level", rr__level_to_written(RR__RECORD(rr__scale, w->b, RR__SEC_SCALES, scale), c->level));
        }
        raw(w, ">");
        open[depth++] = i;
    }
}

static void write_entries(writing *w, const rr__occupation *o)
{
    static const char *const classes[] = {"law", "custom", "programme"}, *const states[] = {NULL, "met", "unmet"};
    for (uint32_t i = 0; i < o->entries.count; i++) {
        const rr__entry *e = RR__RECORD(rr__entry, w->b, RR__SEC_ENTRIES, o->entries.first + i);
        raw(w, "    <entry");
        word(w, "class", classes[e->rule_class]);
        attribute(w, "code", e->code);
        if (e->disputed)
            word(w, "disputed", "yes");
        if (states[e->state] != NULL)
            word(w, "state", states[e->state]);
        provenance(w, e->prov, &o->prov);
        raw(w, ">\n");
        write_claims(w, e->texts, "      <text", "</text>\n", NULL);
        write_claims(w, e->questions, "      <question", "</question>\n", NULL);
        write_claims(w, e->claims, "      <claim", "</claim>\n", &e->prov);
        write_conditions(w, e->condition);
        raw(w, "    </entry>\n");
        flush(w, FLUSH_AT);
    }
}

static void write_figures(writing *w, const rr__occupation *o)
{
    for (uint32_t i = 0; i < o->exposures.count; i++) {
        const rr__exposure *e = RR__RECORD(rr__exposure, w->b, RR__SEC_EXPOSURES, o->exposures.first + i);
        raw(w, "    <exposure");
        attribute(w, "index", e->index);
        whole(w, "year", e->year);
        if (e->value_ppm >= 0)
            decimal(w, "value", e->value_ppm);
        attribute(w, "grade", e->grade);
        provenance(w, e->prov, &o->prov);
        raw(w, "/>\n");
    }
    for (uint32_t i = 0; i < o->pays.count; i++) {
        const rr__pay *p = RR__RECORD(rr__pay, w->b, RR__SEC_PAYS, o->pays.first + i);
        raw(w, "    <pay");
        attribute(w, "place", p->place);
        whole(w, "year", p->year);
        if (p->low_minor >= 0)
            decimal(w, "low", p->low_minor * 10000);
        if (p->high_minor >= 0)
            decimal(w, "high", p->high_minor * 10000);
        attribute(w, "currency", p->currency);
        attribute(w, "period", p->period);
        provenance(w, p->prov, &o->prov);
        raw(w, "/>\n");
    }
}

static void write_standards(writing *w, const rr__occupation *o)
{
    char number[32];
    for (uint32_t i = 0; i < o->standards.count; i++) {
        const rr__standard *s = RR__RECORD(rr__standard, w->b, RR__SEC_STANDARDS, o->standards.first + i);
        raw(w, "    <standard");
        attribute(w, "edition", s->edition);
        attribute(w, "lowest", s->lowest);
        attribute(w, "highest", s->highest);
        provenance(w, s->prov, &o->prov);
        raw(w, ">");
        for (uint32_t h = 0; h < s->hours.count; h++) {
            const rr__hours *hours = RR__RECORD(rr__hours, w->b, RR__SEC_HOURS, s->hours.first + h);
            raw(w, "<hours");
            attribute(w, "level", hours->level);
            raw(w, ">");
            rr__format_decimal(number, (int64_t)hours->hours * 1000000);
            raw(w, number);
            raw(w, "</hours>");
        }
        raw(w, "</standard>\n");
    }
    for (uint32_t i = 0; i < o->notes.count; i++) {
        const rr__note *n = RR__RECORD(rr__note, w->b, RR__SEC_NOTES, o->notes.first + i);
        raw(w, "    <note");
        attribute(w, "kind", n->kind);
        provenance(w, n->prov, &o->prov);
        element(w, "", n->lang, n->text);
        raw(w, "</note>\n");
    }
}

static void write_occupations(writing *w)
{
    static const char *const outlooks[] = {NULL, "emerging", "stable", "declining"}, *const roles[] = {NULL, "source", "target"};
    for (uint32_t i = 0; i < rr__block_count(w->b, RR__SEC_OCCUPATIONS); i++) {
        const rr__occupation *o = rr__block_occupation(w->b, i);
        raw(w, "  <occupation");
        attribute(w, "id", o->id);
        if (outlooks[o->outlook] != NULL)
            word(w, "outlook", outlooks[o->outlook]);
        if (roles[o->role] != NULL)
            word(w, "role", roles[o->role]);
        provenance(w, o->prov, NULL);
        raw(w, ">\n");
        for (uint32_t k = 0; k < o->codes.count; k++) {
            const rr__code *c = RR__RECORD(rr__code, w->b, RR__SEC_CODES, o->codes.first + k);
            raw(w, "    <code");
            attribute(w, "scheme", c->scheme);
            attribute(w, "edition", c->edition);
            element(w, "", 0, c->code);
            raw(w, "</code>\n");
        }
        write_labels(w, o->labels, "    ");
        write_texts(w, o->texts);
        write_patterns(w, o->patterns);
        write_crosswalks(w, o->crosswalks, &o->prov);
        write_requirements(w, o);
        write_standards(w, o);
        write_entries(w, o);
        write_figures(w, o);
        raw(w, "  </occupation>\n");
        flush(w, FLUSH_AT);
    }
}

static void write_term(writing *w, const rr__term *t)
{
    static const char *const tfs[] = {"binary", "sqrt", "log", "raw"}, *const columns[] = {"none", "importance", "level", "importance level"},
        *const centres[] = {"none", "row", "column", "row column"};
    raw(w, "    <term");
    attribute(w, "id", t->id);
    if (t->facet != RR_NONE)
        attribute(w, "facet", RR__RECORD(rr__facet, w->b, RR__SEC_FACETS, t->facet)->id);
    word(w, "measure", t->distance ? "distance" : "cosine");
    word(w, "columns", columns[t->columns & 3]);
    word(w, "centre", centres[t->centre & 3]);
    word(w, "scale", t->scale_column ? "column" : "none");
    word(w, "tf", tfs[t->tf]);
    if (t->kind == RR__TERM_TITLES)
        word(w, "titles", t->ngrams ? "ngrams" : "words");
    if (t->kind == RR__TERM_TEXT)
        word(w, "text", t->text_kind ? "task" : "description");
    whole(w, "generation", t->generation);
    decimal(w, "idf", (int64_t)t->idf_quarters * 250000);
    decimal(w, "preferred", t->preferred);
    decimal(w, "alternative", t->alternative);
    decimal(w, "divisor", t->divisor);
    decimal(w, "level-factor", t->level_factor);
    raw(w, "/>\n");
}

static void write_model(writing *w)
{
    uint32_t last = RR_NONE;
    raw(w, "  <model");
    decimal(w, "viable-readiness", rr__block_head(w->b)->viable_readiness_ppm);
    raw(w, ">\n");
    for (uint32_t i = 0; i < rr__block_count(w->b, RR__SEC_TERMS); i++)
        write_term(w, RR__RECORD(rr__term, w->b, RR__SEC_TERMS, i));
    for (uint32_t i = 0; i < rr__block_count(w->b, RR__SEC_WEIGHTS); i++) {
        const rr__weight *weight = RR__RECORD(rr__weight, w->b, RR__SEC_WEIGHTS, i);
        if (weight->combination != last) {
            raw(w, last == RR_NONE ? "    <weights" : "</weights>\n    <weights");
            word(w, "titles", weight->combination & 1 ? "on" : "off");
            word(w, "text", weight->combination & 2 ? "on" : "off");
            raw(w, ">");
        }
        last = weight->combination;
        raw(w, "<weight");
        attribute(w, "term", RR__RECORD(rr__term, w->b, RR__SEC_TERMS, weight->term)->id);
        decimal(w, "value", weight->value);
        raw(w, "/>");
    }
    raw(w, last == RR_NONE ? "  </model>\n" : "</weights>\n  </model>\n");
}

/* The language of the last label, which in a taxonomy of one language is that of all. */
static rr__text common_language(const rr__block *b)
{
    uint32_t count = rr__block_count(b, RR__SEC_LABELS);
    return count == 0 ? 0 : RR__RECORD(rr__label, b, RR__SEC_LABELS, count - 1)->lang;
}

static void write_head(writing *w)
{
    static const char *const kinds[] = {"rated", "listed", "scale"};
    const rr__head *head = rr__block_head(w->b);
    raw(w, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<taxonomy xmlns=\"urn:reroute:taxonomy:1\"");
    attribute(w, "id", head->id);
    attribute(w, "version", head->version);
    w->lang = common_language(w->b);
    attribute(w, "xml:lang", w->lang);
    raw(w, ">\n");
    write_labels(w, head->labels, "  ");
    raw(w, "  <licence");
    attribute(w, "id", head->licence);
    attribute(w, "url", head->licence_url);
    element(w, "", 0, head->attribution);
    raw(w, "</licence>\n");
    for (uint32_t i = 0; i < rr__block_count(w->b, RR__SEC_SOURCES); i++) {
        const rr__source *s = RR__RECORD(rr__source, w->b, RR__SEC_SOURCES, i);
        raw(w, "  <source");
        attribute(w, "id", s->id);
        attribute(w, "url", s->url);
        if (s->year != 0)
            whole(w, "year", s->year);
        if (s->confidence != RR_CONFIDENCE_UNSTATED)
            word(w, "confidence", confidences[s->confidence]);
        element(w, "", 0, s->text);
        raw(w, "</source>\n");
    }
    for (uint32_t i = 0; i < rr__block_count(w->b, RR__SEC_SCALES); i++) {
        const rr__scale *s = RR__RECORD(rr__scale, w->b, RR__SEC_SCALES, i);
        raw(w, "  <scale");
        attribute(w, "id", s->id);
        decimal(w, "first", (int64_t)s->first * 10000);
        decimal(w, "last", (int64_t)s->last * 10000);
        raw(w, "/>\n");
    }
    for (uint32_t i = 0; i < rr__block_count(w->b, RR__SEC_FACETS); i++) {
        const rr__facet *f = RR__RECORD(rr__facet, w->b, RR__SEC_FACETS, i);
        int64_t range = (int64_t)f->importance_max - f->importance_min;
        raw(w, "  <facet");
        attribute(w, "id", f->id);
        word(w, "kind", kinds[f->kind]);
        attribute(w, "levels", f->scale == RR_NONE ? 0 : RR__RECORD(rr__scale, w->b, RR__SEC_SCALES, f->scale)->id);
        decimal(w, "importance-min", f->importance_min);
        decimal(w, "importance-max", f->importance_max);
        if (f->essential_from_ppm != RR_NONE)
            /* Loading cuts to whole ppm, so the least value that gives these ppm is the one to write. */
            decimal(w, "essential-from", f->importance_min + ((int64_t)f->essential_from_ppm * range + 999999) / 1000000);
        raw(w, ">\n");
        write_labels(w, f->labels, "    ");
        raw(w, "  </facet>\n");
    }
}

rr_status rr_taxonomy_write_xml(const rr_taxonomy *taxonomy, const rr_sink *sink, rr_error *err)
{
    writing w = {.b = taxonomy->block, .sink = sink};
    rr__buf_init(&w.out, &taxonomy->context->allocator, 1 << 26);
    write_head(&w);
    write_model(&w);
    write_descriptors(&w);
    write_occupations(&w);
    raw(&w, "</taxonomy>\n");
    flush(&w, 0);
    rr_status status = w.out.failed ? rr__fail_nomem(err) : w.refused ? rr__fail(err, RR_EIO, RR__MSG_CANNOT_WRITE, "the output", NULL) : RR_OK;
    rr__buf_finish(&w.out);
    return status;
}

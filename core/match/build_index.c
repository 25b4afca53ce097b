/* SPDX-License-Identifier: MIT */
/* A frozen taxonomy in, the matching index out: for each term of the model what every document says, as
 * features with values; then the columns, inverted lists and biases that scoring runs over. */
#include "base/error.h"
#include "match/accumulate.h"
#include "match/building.h"

/* A facet of which nothing is essential only classifies. */
static void find_needed_facets(rr__building *o)
{
    uint8_t *needed = rr__vec_grow(&o->needed, rr__block_count(o->b, RR__SEC_FACETS) + (size_t)1);
    if (needed == NULL) {
        rr__building_fail(o);
        return;
    }
    for (uint32_t i = 0; i < rr__block_count(o->b, RR__SEC_REQUIREMENTS); i++) {
        const rr__requirement *r = RR__RECORD(rr__requirement, o->b, RR__SEC_REQUIREMENTS, i);
        if (r->essential)
            needed[rr__block_descriptor(o->b, r->descriptor)->facet] = 1;
    }
}

static void number_documents(rr__building *o)
{
    o->occupations = rr__block_count(o->b, RR__SEC_OCCUPATIONS);
    o->document_of = rr__alloc(o->a, (o->occupations + (size_t)1) * sizeof(uint32_t));
    o->local_of = rr__alloc(o->a, (rr__block_count(o->b, RR__SEC_DESCRIPTORS) + (size_t)1) * sizeof(uint32_t));
    if (o->document_of == NULL || o->local_of == NULL) {
        rr__building_fail(o);
        return;
    }
    for (uint32_t i = 0; i < o->occupations && !o->failed; i++) {
        bool content = rr__block_occupation(o->b, i)->has_content;
        o->document_of[i] = content ? o->documents++ : RR_NONE;
        if (content && !rr__vec_push(&o->list, &i))
            rr__building_fail(o);
    }
    o->padded = (o->documents + RR__TILE - 1) / RR__TILE * RR__TILE;
}

static void close_building(rr__building *o)
{
    rr__vec *vecs[] = {&o->list, &o->terms, &o->features, &o->entries, &o->forward, &o->bias, &o->lacks, &o->norms, &o->needed, &o->counts, &o->sums, &o->touched};
    for (size_t i = 0; i < sizeof vecs / sizeof vecs[0]; i++)
        rr__vec_finish(vecs[i]);
    rr__free(o->a, o->document_of);
    rr__free(o->a, o->local_of);
    rr__map_finish(&o->words);
    rr__arena_finish(&o->arena);
    rr__tokenizer_destroy(o->tokenizer);
}

rr_status rr__index_build(void **out, size_t *size, const rr_context *ctx, const rr__block *block, uint32_t stretch, rr_error *err)
{
    rr__building o = {.ctx = ctx, .a = &ctx->allocator, .b = block};
    const struct { rr__vec *vec; size_t stride; } vecs[] = {{&o.list, 4}, {&o.terms, sizeof(rr__index_term)}, {&o.features, sizeof(rr__feature)}, {&o.counts, 4},
        {&o.entries, sizeof(rr__entry_of)}, {&o.forward, 4}, {&o.bias, 4}, {&o.lacks, 1}, {&o.norms, 4}, {&o.needed, 1}, {&o.sums, 4}, {&o.touched, 4}};
    for (size_t i = 0; i < sizeof vecs / sizeof vecs[0]; i++)
        rr__vec_init(vecs[i].vec, o.a, vecs[i].stride);
    rr__map_init(&o.words, o.a);
    rr__arena_init(&o.arena, o.a);
    *out = NULL;
    o.tokenizer = rr__tokenizer_create(o.a);
    o.failed = o.tokenizer == NULL;
    number_documents(&o);
    find_needed_facets(&o);
    if (!o.failed)
        rr__building_choose_terms(&o);
    size_t cells = o.terms.count * (size_t)o.padded;
    if (o.failed || (cells > 0 && (rr__vec_grow(&o.bias, cells) == NULL || rr__vec_grow(&o.norms, cells) == NULL || rr__vec_grow(&o.lacks, cells) == NULL)))
        o.failed = true;
    bool cancelled = false;
    for (uint32_t t = 0; t < o.terms.count && !o.failed && !cancelled; t++) {
        rr__building_read_term(&o, t);
        cancelled = rr__cancelled(ctx);
    }
    rr__index *index = o.failed || cancelled ? NULL : rr__building_lay_out(&o, stretch, size);
    close_building(&o);
    if (index == NULL)
        return cancelled ? rr__fail(err, RR_ECANCELLED, RR__MSG_CANCELLED, NULL) : rr__fail_nomem(err);
    rr_status status = rr__index_measure(index, ctx, err);
    if (status != RR_OK) {
        rr__free(&ctx->allocator, index);
        return status;
    }
    *out = index;
    return RR_OK;
}

/* SPDX-License-Identifier: MIT */
/* What a person typed in, the concept that was meant out: by id, official code, label, alternative label,
 * pattern; failing these, the nearest names. Several are never settled by a guess. */
#include <string.h>

#include "base/error.h"
#include "base/regex.h"
#include "base/text.h"
#include "taxonomy/block.h"

typedef struct finding {
    rr_candidate *out;
    size_t max, count;
    uint32_t first;
} finding;

/* One entry a concept; the first is remembered, so that the count is right even where `out` has no room. */
static void add(finding *f, uint32_t index, rr_resolved_by by, uint32_t likeness, bool undetermined)
{
    if (f->count > 0 && f->max == 0 && f->first == index)
        return;
    if (f->count == 0)
        f->first = index;
    for (size_t i = 0; i < f->count && i < f->max; i++)
        if (f->out[i].index == index) {
            f->out[i].undetermined |= undetermined;
            return;
        }
    if (f->count < f->max)
        f->out[f->count] = (rr_candidate){index, by, likeness, undetermined};
    f->count++;
}

static void find_id(const rr_taxonomy *t, rr_concept concept, const char *text, finding *f)
{
    uint32_t index = concept == RR_CONCEPT_OCCUPATION ? rr_taxonomy_find_occupation(t, text) : rr_taxonomy_find_descriptor(t, text);
    if (index != RR_NONE)
        add(f, index, RR_BY_ID, 1000000, false);
}

/* Codes in the order of their text: the first that is not below, then all that are the same. */
static void find_code(const rr_taxonomy *t, const char *text, finding *f)
{
    const rr__block *b = t->block;
    uint32_t low = 0, high = rr__block_count(b, RR__SEC_CODE_ORDER), end = high;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        const rr__code *c = RR__RECORD(rr__code, b, RR__SEC_CODES, *RR__RECORD(uint32_t, b, RR__SEC_CODE_ORDER, mid));
        if (strcmp(rr__block_text(b, c->code), text) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < end; low++) {
        const rr__code *c = RR__RECORD(rr__code, b, RR__SEC_CODES, *RR__RECORD(uint32_t, b, RR__SEC_CODE_ORDER, low));
        if (strcmp(rr__block_text(b, c->code), text) != 0)
            return;
        add(f, c->occupation, RR_BY_CODE, 1000000, false);
    }
}

/* Labels with the same normalised text, preferred ones first and alone when there are any. */
static bool find_label(const rr_taxonomy *t, rr_concept concept, const rr__buf *normal, finding *f)
{
    const rr__block *b = t->block;
    uint32_t mask = rr__block_count(b, RR__SEC_NAME_SLOTS) - 1, hash = (uint32_t)rr__hash64(normal->data, normal->len);
    rr__buf other;
    rr__buf_init(&other, &t->context->allocator, 1 << 20);
    for (int preferred = 1; preferred >= 0 && f->count == 0 && !other.failed; preferred--)
        for (uint32_t slot = hash, tried = 0; tried <= mask; slot++, tried++) {
            uint32_t label = *RR__RECORD(uint32_t, b, RR__SEC_NAME_SLOTS, slot & mask);
            if (label == 0)
                break;
            const rr__label *l = RR__RECORD(rr__label, b, RR__SEC_LABELS, label - 1);
            if (l->concept != (uint32_t)concept || (l->preferred != 0) != (preferred != 0))
                continue;
            const char *text = rr__block_text(b, l->text);
            rr__normalise(&other, text, strlen(text));
            if (!other.failed && other.len == normal->len && memcmp(other.data, normal->data, other.len) == 0)
                add(f, l->owner, preferred ? RR_BY_LABEL : RR_BY_ALT_LABEL, 1000000, false);
        }
    bool failed = other.failed;
    rr__buf_finish(&other);
    return !failed;
}

static bool find_pattern(const rr_taxonomy *t, rr_concept concept, const char *text, finding *f, finding *undetermined)
{
    const rr__block *b = t->block;
    bool nomem = false;
    for (uint32_t i = 0; i < rr__block_count(b, RR__SEC_PATTERNS) && !nomem; i++) {
        const rr__pattern *p = RR__RECORD(rr__pattern, b, RR__SEC_PATTERNS, i);
        if (p->concept != (uint32_t)concept)
            continue;
        rr__regex_answer answer = rr__regex_find(t->patterns[i], text, strlen(text), NULL, NULL, &nomem);
        if (answer == RR__REGEX_YES)
            add(f, p->owner, RR_BY_PATTERN, 1000000, false);
        else if (answer == RR__REGEX_UNDETERMINED)
            add(undetermined, p->owner, RR_BY_PATTERN, 0, true);
    }
    return !nomem;
}

static rr_status conclude(finding *f, size_t *count, const char *text, rr_error *err)
{
    *count = f->count < f->max ? f->count : f->max;
    if (f->count == 1)
        return RR_OK;
    return rr__fail(err, RR_EAMBIGUOUS, RR__MSG_RESOLVE_AMBIGUOUS, text, NULL);
}

rr_status rr_taxonomy_resolve(const rr_taxonomy *t, rr_concept concept, const char *text, rr_candidate *out, size_t max,
                              size_t *count, rr_error *err)
{
    rr_status status = rr__taxonomy_tell(t, concept, text, out, max, count, err);
    if (status != RR_ENOTFOUND)
        return status;
    status = rr_taxonomy_search(t, concept, text, out, max < 6 ? max : 6, count, err);
    return status != RR_OK ? status : rr__fail(err, RR_ENOTFOUND, RR__MSG_RESOLVE_UNKNOWN, text, NULL);
}

rr_status rr__taxonomy_tell(const rr_taxonomy *t, rr_concept concept, const char *text, rr_candidate *out, size_t max, size_t *count,
                            rr_error *err)
{
    finding f = {out, max, 0, RR_NONE};
    rr_candidate doubtful[4];
    finding undetermined = {doubtful, 4, 0, RR_NONE};
    rr__buf normal;
    bool ok = true;
    *count = 0;
    if (rr__utf8_check(text, strlen(text)) != strlen(text))
        return rr__fail(err, RR_EENCODING, RR__MSG_RESOLVE_UNKNOWN, "?", NULL);
    find_id(t, concept, text, &f);
    if (f.count == 0 && concept == RR_CONCEPT_OCCUPATION)
        find_code(t, text, &f);
    rr__buf_init(&normal, &t->context->allocator, 1 << 20);
    normal.secret = true; /* a person's own words */
    if (f.count == 0) {
        rr__normalise(&normal, text, strlen(text));
        ok = !normal.failed && (normal.len == 0 || find_label(t, concept, &normal, &f));
    }
    rr__buf_finish(&normal);
    if (ok && f.count == 0)
        ok = find_pattern(t, concept, text, &f, &undetermined);
    if (!ok)
        return rr__fail_nomem(err);
    if (f.count > 0 && undetermined.count == 0)
        return conclude(&f, count, text, err);
    /* A pattern without an answer may have been the one: what did match is then no more than a candidate. */
    for (size_t i = 0; i < undetermined.count && i < undetermined.max; i++)
        add(&f, doubtful[i].index, RR_BY_PATTERN, 0, true);
    if (f.count > 0) {
        *count = f.count < max ? f.count : max;
        return rr__fail(err, RR_EAMBIGUOUS, RR__MSG_RESOLVE_AMBIGUOUS, text, NULL);
    }
    return rr__fail(err, RR_ENOTFOUND, RR__MSG_RESOLVE_UNKNOWN, text, NULL);
}

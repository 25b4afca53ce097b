/* SPDX-License-Identifier: MIT */
/* Text that a person typed in, the concepts with the nearest names out. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "taxonomy/block.h"

enum { HOLDS_TEXT_PPM = 900000, NEAR_ENOUGH_PPM = 350000 };

/* Whether the words of `text` stand in `name`, one after another, at the borders of words; Chinese has
 * no such borders. */
static bool holds_words(const char *name, size_t name_len, const char *text, size_t text_len)
{
    for (size_t i = 0; text_len > 0 && i + text_len <= name_len; i++) {
        if (memcmp(name + i, text, text_len) != 0)
            continue;
        bool ascii = (unsigned char)text[0] < 0x80;
        if (!ascii || ((i == 0 || name[i - 1] == ' ') &&
                       (i + text_len == name_len || name[i + text_len] == ' ')))
            return true;
    }
    return false;
}

static uint32_t rate_name(const rr__buf *name, const rr__buf *text)
{
    uint32_t likeness = rr__likeness(name->data, name->len, text->data, text->len);
    if (likeness < HOLDS_TEXT_PPM && holds_words(name->data, name->len, text->data, text->len))
        return HOLDS_TEXT_PPM + likeness / 100;
    return likeness;
}

/* Keeps `found` among the best: higher likeness first, then the lower index; one entry a concept. */
static void keep_candidate(rr_candidate *out, size_t max, size_t *count, rr_candidate found)
{
    size_t old = 0;
    while (old < *count && out[old].index != found.index)
        old++;
    if (old < *count) {
        if (out[old].likeness_ppm >= found.likeness_ppm)
            return;
    } else if (*count < max) {
        (*count)++;
    } else if (max == 0 || out[max - 1].likeness_ppm > found.likeness_ppm ||
               (out[max - 1].likeness_ppm == found.likeness_ppm && out[max - 1].index < found.index)) {
        return;
    } else {
        old = max - 1;
    }
    while (old > 0 && (out[old - 1].likeness_ppm < found.likeness_ppm ||
                       (out[old - 1].likeness_ppm == found.likeness_ppm && out[old - 1].index > found.index))) {
        out[old] = out[old - 1];
        old--;
    }
    out[old] = found;
}

rr_status rr_taxonomy_search(const rr_taxonomy *taxonomy, rr_concept concept, const char *text,
                             rr_candidate *out, size_t max, size_t *count, rr_error *err)
{
    const rr__block *block = taxonomy->block;
    rr__buf wanted, name;
    rr__buf_init(&wanted, &taxonomy->context->allocator, 1 << 16);
    rr__buf_init(&name, &taxonomy->context->allocator, 1 << 20);
    wanted.secret = true; /* a person's own words */
    *count = 0;
    rr__normalise(&wanted, text, strlen(text));
    rr__buf_char(&wanted, '\0'); /* never NULL, even when nothing is left of the text */
    wanted.len -= wanted.failed ? 0 : 1;
    uint32_t labels = wanted.failed || wanted.len == 0 ? 0 : rr__block_count(block, RR__SEC_LABELS);
    for (uint32_t i = 0; i < labels; i++) {
        const rr__label *label = RR__RECORD(rr__label, block, RR__SEC_LABELS, i);
        if (label->concept != (uint32_t)concept)
            continue;
        const char *written = rr__block_text(block, label->text);
        rr__normalise(&name, written, strlen(written));
        if (name.failed)
            break;
        uint32_t likeness = name.len == 0 ? 0 : rate_name(&name, &wanted);
        rr_resolved_by by = likeness < 1000000 ? RR_BY_NEAREST : label->preferred ? RR_BY_LABEL : RR_BY_ALT_LABEL;
        if (likeness >= NEAR_ENOUGH_PPM)
            keep_candidate(out, max, count, (rr_candidate){label->owner, by, likeness, 0});
    }
    bool failed = wanted.failed || name.failed;
    rr__buf_finish(&wanted);
    rr__buf_finish(&name);
    return failed ? rr__fail_nomem(err) : RR_OK;
}

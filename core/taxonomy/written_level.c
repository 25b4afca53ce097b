/* SPDX-License-Identifier: MIT */
/* A level as written in, ascending hundredths out; and whether such are on a scale. */
#include "taxonomy/written_level.h"

#include "base/text.h"
#include "taxonomy/block.h"

static const rr__facet *facet_of(const rr__block *b, uint32_t descriptor)
{
    return RR__RECORD(rr__facet, b, RR__SEC_FACETS, rr__block_descriptor(b, descriptor)->facet);
}

bool rr__is_level(const rr_taxonomy *taxonomy, uint32_t descriptor, int32_t level)
{
    int32_t same = 0;
    const rr__facet *facet = facet_of(taxonomy->block, descriptor);
    const rr__scale *scale = facet->scale == RR_NONE ? NULL : RR__RECORD(rr__scale, taxonomy->block, RR__SEC_SCALES, facet->scale);
    return scale != NULL && rr__level_from_written(scale, rr__level_to_written(scale, level), &same);
}

int32_t rr__written_level(rr__xml_reader *xml, const rr_taxonomy *taxonomy, uint32_t descriptor, int64_t written)
{
    char text[32], first[32], last[32];
    int32_t level = 0;
    const rr__block *b = taxonomy->block;
    const rr__facet *facet = facet_of(b, descriptor);
    if (facet->scale == RR_NONE) {
        rr__xml_say(xml, RR__MSG_LEVEL_WITHOUT_SCALE, rr__block_text(b, facet->id), NULL);
        return 0;
    }
    const rr__scale *scale = RR__RECORD(rr__scale, b, RR__SEC_SCALES, facet->scale);
    if (rr__level_from_written(scale, written, &level))
        return level;
    rr__format_decimal(text, written);
    rr__format_decimal(first, (int64_t)scale->first * 10000);
    rr__format_decimal(last, (int64_t)scale->last * 10000);
    rr__xml_say(xml, RR__MSG_LEVEL_OFF_SCALE, text, rr__block_text(b, scale->id), first, last, NULL);
    return 0;
}

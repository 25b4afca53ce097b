/* SPDX-License-Identifier: MIT */
/* A level as written in, ascending hundredths out. */
#include "taxonomy/written_level.h"

#include "base/text.h"
#include "taxonomy/block.h"

int32_t rr__written_level(rr__xml_reader *xml, const rr_taxonomy *taxonomy, uint32_t descriptor, int64_t written)
{
    char text[32], first[32], last[32];
    int32_t level = 0;
    const rr__block *b = taxonomy->block;
    const rr__facet *facet = RR__RECORD(rr__facet, b, RR__SEC_FACETS, rr__block_descriptor(b, descriptor)->facet);
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

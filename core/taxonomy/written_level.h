/* SPDX-License-Identifier: MIT */
/* Names and levels of a taxonomy as other XML files write them. */
#ifndef RR_TAXONOMY_WRITTEN_LEVEL_H
#define RR_TAXONOMY_WRITTEN_LEVEL_H

#include <reroute/taxonomy.h>

#include "base/xml_table.h"

/* A level (millionths) as the scale of the descriptor's facet writes it, in ascending hundredths. 0 when it is not on
 * the scale, which has been said then. */
int32_t rr__written_level(rr__xml_reader *xml, const rr_taxonomy *taxonomy, uint32_t descriptor, int64_t written);
/* Whether ascending hundredths are on the scale of the descriptor's facet. */
bool rr__is_level(const rr_taxonomy *taxonomy, uint32_t descriptor, int32_t level);
#endif

/* SPDX-License-Identifier: MIT */
/* What a plugin may give at most, by file or by code: the host and `plugin check` hold it to the same numbers. The lengths
 * of texts and ids, and the most money, are those of the XML formats (base/xml_table.h). */
#ifndef RR_CATALOGUE_LIMITS_H
#define RR_CATALOGUE_LIMITS_H

#include "base/xml_table.h"

/* Files, in bytes. */
enum { RR__MANIFEST_BYTES_MAX = 1 << 20, RR__DATA_BYTES_MAX = 256 << 20, RR__BINARY_BYTES_MAX = 64 << 20 };
/* What one call of its code may allocate when it is checked. */
enum { RR__CHECK_QUOTA = 64 << 20 };
/* A catalogue in code: regions; courses of one page; schools and courses, bytes and pages of all, and how long all may take together,
 * in deadlines of one call. */
enum { RR__REGIONS_MAX = 1000, RR__PAGE_ROWS = 2000, RR__CATALOGUE_ROWS_MAX = 250000, RR__CATALOGUE_BYTES_MAX = 256 << 20, RR__CATALOGUE_PAGES_MAX = 10000,
       RR__CATALOGUE_CALLS = 5 };
/* Rows. */
enum { RR__TEXTS_MAX = 16 /* languages of one text */, RR__ITEMS_MAX = 200 /* conditions, sessions, skills, certificates of one course */,
       RR__HOURS_MAX = 20000, RR__WEEKS_MAX = 520, RR__NEED_MONTHS_MAX = 1440, RR__EXPERIENCE_MONTHS_MAX = 960, RR__AGE_MAX = 120,
       RR__SEATS_MAX = 1000000, RR__APPLY_DAYS_MAX = 366 };
/* Findings and grants. */
enum { RR__DELTA_MAX = 200000, RR__FINDINGS_MAX = 64 /* of one candidate */, RR__GRANTS_MAX = 100000, RR__CLAIM_DAYS_MAX = 3660 };
#endif

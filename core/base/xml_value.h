/* SPDX-License-Identifier: MIT */
/* Values of attributes, as a table's fields want them. */
#ifndef RR_BASE_XML_VALUE_H
#define RR_BASE_XML_VALUE_H

#include "xml.h"
#include "xml_table.h"

#define RR__XML_NOT_ONE UINT32_MAX /* no such word, no such element */

/* What is wrong is said to the reader, and the value is then not given. false: out of memory. */
bool rr__xml_take_value(rr__xml_reader *r, rr__arena *arena, const rr__xml_field *field, const rr__xml_attribute *from, rr__xml_value *out);
/* Says so, with the limits in millionths; always false. */
bool rr__xml_refuse_range(rr__xml_reader *r, enum rr__message message, const char *name, const char *text, int64_t min, int64_t max);
#endif

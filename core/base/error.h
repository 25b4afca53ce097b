/* SPDX-License-Identifier: MIT */
/* Making errors: RR__MSG_* numbers with their texts stand in messages.def. */
#ifndef RR_BASE_ERROR_H
#define RR_BASE_ERROR_H

#include <reroute/error.h>

enum rr__message {
#define MSG(number, name, severity, en, zh) RR__MSG_##name = (number),
#include "messages.def"
#undef MSG
};

/* Fills `err` (may be NULL) and returns `status`. Arguments are NUL-ended strings, NULL ends the list.
 *     return rr__fail(err, RR_EINVALID, RR__MSG_UNKNOWN_REFERENCE, name, "s.drvie", "s.drive", NULL); */
rr_status rr__fail(rr_error *err, rr_status status, enum rr__message message, ...);
rr_status rr__fail_at(rr_error *err, rr_status status, const char *file, uint32_t line, uint32_t column,
                      enum rr__message message, ...);
rr_status rr__fail_nomem(rr_error *err);
void rr__error_clear(rr_error *err);
/* The text of a message without place, number and severity. */
size_t rr__error_text(const rr_error *err, rr_lang lang, char *out, size_t size);
#endif

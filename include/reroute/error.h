/* SPDX-License-Identifier: MIT */
/* Errors are values in the caller's memory: a status, a message number, a place and arguments.
 * They hold no language; rr_error_format renders them in the one asked for. */
#ifndef REROUTE_ERROR_H
#define REROUTE_ERROR_H

#include <stddef.h>
#include <stdint.h>

#include "version.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum rr_status {
    RR_OK = 0,
    RR_ENOMEM = 1,     /* out of memory */
    RR_EIO = 2,        /* a file could not be read or written */
    RR_ESYNTAX = 3,    /* not well-formed XML, JSON or CSV */
    RR_EDOCTYPE = 4,   /* a DOCTYPE, which is refused */
    RR_EENCODING = 5,  /* bytes that are not text in the encoding they claim */
    RR_ELIMIT = 6,     /* a limit was exceeded */
    RR_EINVALID = 7,   /* well-formed, but what it says is wrong */
    RR_ENOTFOUND = 8,  /* no such occupation, descriptor, file ... */
    RR_EAMBIGUOUS = 9, /* several candidates: the caller must choose */
    RR_EDAMAGED = 10,  /* a frozen file that is damaged, foreign or of another version */
    RR_ECANCELLED = 11,
    RR_EUSAGE = 12, /* the call itself is wrong */
    RR_ELATE = 13   /* the time that the call was given is over */
} rr_status;

#define RR_ERROR_FILE_MAX 256
#define RR_ERROR_ARGS_MAX 512

/* One error or finding. Zero-initialise it, or let the failing call fill it.
 * Owns: nothing; plain bytes that may be copied. */
typedef struct rr_error {
    rr_status status;
    uint16_t number; /* message number, never reused; 0: none */
    uint16_t arg_count;
    uint32_t line;   /* from 1; 0: no place */
    uint32_t column; /* from 1, in characters; 0: unknown */
    char file[RR_ERROR_FILE_MAX];
    char args[RR_ERROR_ARGS_MAX]; /* arg_count strings, each ended by NUL */
} rr_error;

typedef enum rr_lang { RR_LANG_EN = 0, RR_LANG_ZH = 1 } rr_lang;
typedef enum rr_severity { RR_SEVERITY_ERROR = 0, RR_SEVERITY_WARNING = 1, RR_SEVERITY_NOTE = 2 } rr_severity;

/* Writes `FILE:LINE:COLUMN: error R0231: text` into `out`, NUL-ended and cut to `size`, control and
 * bidi characters made visible. Units: bytes. Returns the length it would need without the NUL.
 * Thread: any.  Since: 0.1 */
RR_API size_t rr_error_format(const rr_error *err, rr_lang lang, char *out, size_t size);

/* Writes `text` into `out` as messages and terminals may show it: control, escape and bidi characters as
 * \u{9B}, bytes that are not UTF-8 as \x{FF}; NUL-ended and cut to `size`. Units: bytes. Returns the length
 * it would need without the NUL.  Thread: any.  Since: 0.1 */
RR_API size_t rr_text_visible(const char *text, char *out, size_t size);

/* The severity of a message. Thread: any.  Since: 0.1 */
RR_API rr_severity rr_error_severity(const rr_error *err);

/* Receives findings one by one, in the order of the file. `err` is borrowed until return. */
typedef void (*rr_finding_fn)(void *user, const rr_error *err);

#ifdef __cplusplus
}
#endif
#endif

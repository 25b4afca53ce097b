/* SPDX-License-Identifier: MIT */
/* Version of the library and of its API. */
#ifndef REROUTE_VERSION_H
#define REROUTE_VERSION_H

#define RR_VERSION_MAJOR 0
#define RR_VERSION_MINOR 1
#define RR_VERSION_PATCH 0
#define RR_VERSION_STRING "0.1.0"
#define RR_VERSION_DATE "2026-11-26" /* of this version: its man pages bear it */

#if defined(_WIN32)
#error "reroute is built for POSIX systems"
#endif
#if defined(__GNUC__)
#define RR_API __attribute__((visibility("default")))
#else
#define RR_API
#endif

/* What a program and the shared library must have in common: the number in libreroute.so.N. */
#define RR_ABI 0

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the library that runs, as "major.minor.patch".
 * Owns: borrowed, static.  Thread: any.  Since: 0.1 */
RR_API const char *rr_version(void);

/* RR_ABI of the library that runs: other than the caller's own, nothing else may be called.  Thread: any.  Since: 0.1 */
RR_API int rr_abi(void);

#ifdef __cplusplus
}
#endif
#endif

/* SPDX-License-Identifier: MIT */
/* The frozen file: a header, the block, the matching index; written whole or not at all, and believed only
 * after its checksum and every offset in it were checked. */
#ifndef RR_TAXONOMY_FROZEN_H
#define RR_TAXONOMY_FROZEN_H

#include "taxonomy/block.h"

#define RR__FROZEN_MAGIC "RRFROZEN"
enum { RR__FROZEN_VERSION = 1 };

/* `ours`: this build wrote it where nobody else can, so that its checksum says enough. Errors: RR_EDAMAGED, naming what is
 * wrong. */
rr_status rr__frozen_check(const rr__frozen_file **out, const void *bytes, size_t len, bool ours, const char *name, rr_error *err);
/* rr_taxonomy_load of such a file. */
rr_status rr__taxonomy_load_ours(rr_taxonomy **out, rr_context *context, const char *path, rr_error *err);
/* NULL, or what is wrong with the structure of a block of `len` bytes. */
const char *rr__block_check(const rr__block *block, uint64_t len);
#endif

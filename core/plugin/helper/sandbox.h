/* SPDX-License-Identifier: MIT */
/* Taking the helper's rights away, in two steps: before any of the plugin's code runs, and once it is loaded. */
#ifndef RR_PLUGIN_HELPER_SANDBOX_H
#define RR_PLUGIN_HELPER_SANDBOX_H

#include <stdint.h>

/* Limits, and what the dynamic linker needs: reading libraries and the plugin's folder, mapping code. Returns the
 * layers (RR__LAYER_*) that this kernel has. */
unsigned rr__confine_for_loading(const char *folder, int binary_fd, uint64_t memory_bytes);
/* Computing, reading and writing what is open. Returns the layers that still hold. */
unsigned rr__confine_for_running(unsigned layers);
#endif

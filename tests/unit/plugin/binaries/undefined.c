/* SPDX-License-Identifier: MIT */
/* A plugin that needs a symbol which nobody has. */
#include <reroute/plugin.h>

const void *nobody_has_this(const char *id);

RRP_PLUGIN("org.reroute.undefined", "Undefined", "1", "reroute", "MIT", nobody_has_this);

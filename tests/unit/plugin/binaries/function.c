/* SPDX-License-Identifier: MIT */
/* Exports the plugin's symbol as a function, and something else besides. */
#include <reroute/plugin.h>

RRP_EXPORT int reroute_plugin(void);
RRP_EXPORT extern int something_else;

int something_else = 3;

int reroute_plugin(void)
{
    return something_else;
}

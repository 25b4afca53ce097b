/* SPDX-License-Identifier: MIT */
/* reroute plugin list: every plugin that is found, its state, and why. */
#include "cli.h"

int run_plugin_list(const settings *s)
{
    int code = EXIT_WRONG;
    rr_error err = {0};
    output out;
    rr_plugins *plugins = NULL;
    rr_render_options how = render_options(s, RR_FORMAT_TEXT);
    rr_context *context = open_context(s);
    rr_taxonomy *taxonomy = context == NULL ? NULL : load_taxonomy(context, s, &code);
    if (taxonomy != NULL && open_plugins(&plugins, context, s, taxonomy, s->region, &code) && open_output(&out, context, s, &code)) {
        rr_status status = rr_render_plugins(plugins, taxonomy, &how, &out.sink, &err);
        code = close_output(&out, s, status, &err);
    }
    rr_plugins_destroy(plugins);
    rr_taxonomy_destroy(taxonomy);
    rr_context_destroy(context);
    return code;
}

/* SPDX-License-Identifier: MIT */
/* reroute plugin list and try: what is found and its state, and what a plugin changes for one person. */
#include "cli.h"

#include <string.h>

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

/* What takes no part changes nothing: says why. */
static int say_left_out(const session *o, const settings *s)
{
    rr_plugin_info info;
    char detail[2048];
    if (say_elsewhere(o, s, 0))
        return EXIT_WRONG;
    if (!rr_plugins_at(o->plugins, 0, &info) || strcmp(info.state, "ok") == 0)
        return EXIT_DONE;
    rr_plugins_detail(o->plugins, 0, info.detail, s->lang, detail, sizeof detail);
    fprintf(stderr, in_language(s->lang, "reroute: %s is left out: %s", "reroute: %s 未采用：%s"), info.folder, rr_plugins_state_text(info.state, s->lang));
    fputs(detail[0] == '\0' ? "" : in_language(s->lang, ": ", "："), stderr);
    print_visible(detail);
    fputs("\n", stderr);
    return EXIT_WRONG;
}

/* Only the plugin in `folder`; without a region asked for, the first that it serves. */
static int open_alone(session *o, settings *s, const char *folder, char region[8])
{
    rr_plugin_info info;
    int code = EXIT_WRONG;
    s->plugins = (text_list){{folder}, 1};
    s->alone = true;
    if (o->region == NULL) {
        if (!open_plugins(&o->plugins, o->context, s, o->taxonomy, NULL, &code))
            return code;
        if (rr_plugins_at(o->plugins, 0, &info) && info.regions[0] != '\0') {
            size_t len = strcspn(info.regions, " ");
            memcpy(region, info.regions, len);
            region[len] = '\0';
            o->region = region;
        }
        rr_plugins_destroy(o->plugins);
        o->plugins = NULL;
    }
    return open_plugins(&o->plugins, o->context, s, o->taxonomy, o->region, &code) ? say_left_out(o, s) : code;
}

static int write_trial(const session *o, const settings *s)
{
    int code = EXIT_WRONG;
    rr_error err = {0};
    output out;
    rr_match_result *before = NULL, *after = NULL;
    rr_render_options how = render_options(s, RR_FORMAT_TEXT);
    rr_match_options with = session_options(o, s), without = with;
    uint32_t top = with.top;
    with.top = without.top = 0;
    without.plugins = NULL;
    rr_status status = rr_match_run(&before, o->matcher, o->profile, &without, &err);
    if (status == RR_OK)
        status = rr_match_run(&after, o->matcher, o->profile, &with, &err);
    if (status != RR_OK) {
        code = say_error(s, &err);
    } else if (open_output(&out, o->context, s, &code)) {
        status = rr_render_trial(before, after, top, o->taxonomy, o->profile, &with, &how, &out.sink, &err);
        code = close_output(&out, s, status, &err);
    }
    rr_match_result_destroy(before);
    rr_match_result_destroy(after);
    return code;
}

int run_plugin_try(const settings *given)
{
    settings s = *given;
    char region[8];
    session o;
    if (s.arguments.count != 2) {
        say_wrong(&s, "say which plugin and which profile: reroute plugin try DIR PROFILE", "请指定插件与档案：reroute plugin try 文件夹 档案");
        return EXIT_USAGE;
    }
    int code = open_session(&o, &s, s.arguments.items[1]);
    if (code == EXIT_DONE)
        code = open_alone(&o, &s, s.arguments.items[0], region);
    if (code == EXIT_DONE)
        code = write_trial(&o, &s);
    close_session(&o);
    return code;
}

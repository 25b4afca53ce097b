/* SPDX-License-Identifier: MIT */
/* What commands about one person open first: profile, taxonomy, matcher, and the plugins of the region. */
#include "cli.h"

#include <string.h>

void close_session(session *o)
{
    rr_overrides_destroy(o->overrides);
    rr_plugins_destroy(o->plugins);
    rr_matcher_destroy(o->matcher);
    rr_profile_destroy(o->profile);
    rr_profile_destroy(o->place);
    rr_taxonomy_destroy(o->taxonomy);
    rr_context_destroy(o->context);
}

int begin_session(session *o, const settings *s)
{
    rr_error err = {0};
    *o = (session){0};
    o->context = open_context(s);
    if (o->context == NULL)
        return EXIT_WRONG;
    if (s->region != NULL && (rr_profile_create(&o->place, o->context, "region", &err) != RR_OK ||
                              rr_profile_set_region(o->place, s->region, &err) != RR_OK)) {
        say_error(s, &err);
        return EXIT_USAGE;
    }
    return EXIT_DONE;
}

int open_session(session *o, const settings *s, const char *profile)
{
    int code = begin_session(o, s);
    if (code != EXIT_DONE)
        return code;
    o->profile = load_profile(o->context, s, profile, &code);
    return o->profile == NULL ? code : open_session_taxonomy(o, s);
}

int open_session_taxonomy(session *o, const settings *s)
{
    int code = EXIT_WRONG;
    rr_error err = {0};
    o->taxonomy = load_taxonomy(o->context, s, &code);
    if (o->taxonomy == NULL)
        return code;
    if (!resolve_profile(s, o->profile, o->taxonomy, false))
        return EXIT_WRONG;
    if (rr_matcher_create(&o->matcher, o->context, o->taxonomy, &err) != RR_OK)
        return say_error(s, &err);
    o->region = rr_profile_region(o->place != NULL ? o->place : o->profile);
    return EXIT_DONE;
}

bool say_elsewhere(const session *o, const settings *s, size_t index)
{
    rr_plugin_info info;
    if (!rr_plugins_at(o->plugins, index, &info) || !info.named || strcmp(info.state, "not-served") != 0)
        return false;
    fprintf(stderr, in_language(s->lang, "reroute: warning: %s serves %s, not %s\n", "reroute: 警告：%s 服务于 %s，不服务于 %s\n"), info.folder,
            info.regions, o->region);
    return true;
}

/* A folder of plugins that --plugin names, where none serves the region. */
static void say_all_elsewhere(const session *o, const settings *s, const char *path)
{
    size_t len = strlen(path), within = 0, elsewhere = 0;
    rr_plugin_info info;
    for (size_t i = 0; rr_plugins_at(o->plugins, i, &info); i++) {
        if (info.named || strncmp(info.folder, path, len) != 0)
            continue;
        within++;
        elsewhere += strcmp(info.state, "not-served") == 0;
    }
    if (within == 0 || elsewhere < within)
        return;
    fputs(in_language(s->lang, "reroute: warning: of the plugins in ", "reroute: 警告："), stderr);
    print_visible(path);
    fprintf(stderr, in_language(s->lang, " none serves %s\n", " 中的插件都不服务于 %s\n"), o->region);
}

/* Without a region no plugin has anything to say. */
static int open_region(session *o, const settings *s)
{
    int code = EXIT_WRONG;
    if (o->region == NULL && s->plugins.count > 0) {
        say_wrong(s, "a plugin serves a region: say which with --region, such as --region CN-GD", "插件服务于特定地区：请用 --region 指定，如 --region CN-GD");
        return EXIT_USAGE;
    }
    if (o->region == NULL)
        return EXIT_DONE;
    if (!open_plugins(&o->plugins, o->context, s, o->taxonomy, o->region, &code))
        return code;
    for (size_t i = 0; i < rr_plugins_count(o->plugins) && !s->quiet; i++)
        say_elsewhere(o, s, i);
    for (size_t i = 0; i < s->plugins.count && !s->quiet; i++)
        say_all_elsewhere(o, s, s->plugins.items[i]);
    return EXIT_DONE;
}

/* Overrides name findings of plugins too, so they are found last. */
int open_session_plugins(session *o, const settings *s)
{
    int code = open_region(o, s);
    if (code != EXIT_DONE)
        return code;
    if (o->overrides == NULL && !open_overrides(&o->overrides, o->context, s, &code))
        return code; /* those of a record are there already */
    return o->overrides == NULL || resolve_overrides(o->overrides, s, o->taxonomy, o->plugins) ? EXIT_DONE : EXIT_WRONG;
}

rr_match_options session_options(const session *o, const settings *s)
{
    rr_match_options asked = match_options(s);
    asked.region = o->region;
    asked.plugins = o->plugins;
    asked.overrides = o->overrides;
    return asked;
}

static int write_session(const session *o, const settings *s, result_writer write)
{
    rr_render_options how = render_options(s, RR_FORMAT_TEXT);
    rr_match_options asked = session_options(o, s);
    recording r;
    output out;
    int code = EXIT_WRONG;
    if (!open_output(&out, o->context, s, &code))
        return code;
    if (out.file != NULL) {
        record_settings(&r, s, asked.date, asked.top);
        how.record = &r.asked;
    }
    return end_output(&out, s, write(o, s, &how, &out.sink));
}

int run_session(const settings *s, result_writer write)
{
    session o;
    int code = open_session(&o, s, s->arguments.items[0]);
    if (code == EXIT_DONE)
        code = open_session_plugins(&o, s);
    if (code == EXIT_DONE)
        code = write_session(&o, s, write);
    close_session(&o);
    return code;
}

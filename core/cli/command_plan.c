/* SPDX-License-Identifier: MIT */
/* reroute plan: a profile, a role and limits in, the courses that close the gap out. */
#include "cli.h"

#include <string.h>

rr_plan_options plan_options(const settings *s)
{
    rr_plan_options o = {.size = sizeof o, .max_weeks = s->max_weeks, .hours_per_week = s->hours_per_week, .travel_minutes = s->travel,
                         .max_cost_minor = s->max_cost, .modes = s->modes, .has_home = s->home.given, .home_lat_e6 = s->home.lat_e6,
                         .home_lon_e6 = s->home.lon_e6, .effort = (uint32_t)s->effort};
    if (s->start != NULL)
        memcpy(o.earliest_start, s->start, sizeof o.earliest_start);
    return o;
}

/* Courses are a region's: says which regions there are plugins for. */
static int ask_region(const session *o, const settings *s)
{
    int code = EXIT_WRONG;
    rr_plugins *all = NULL;
    say_wrong(s, "courses are a region's: say which with --region, such as --region CN-GD",
              "课程因地区而异：请用 --region 指定，如 --region CN-GD");
    if (!open_plugins(&all, o->context, s, o->taxonomy, NULL, &code))
        return code;
    rr_plugin_info info;
    for (size_t i = 0; all != NULL && rr_plugins_at(all, i, &info); i++) {
        fputs("  ", stderr);
        print_visible(info.regions);
        fputs("  ", stderr);
        print_visible(rr_plugins_name(all, i, s->lang));
        fputs("\n", stderr);
    }
    rr_plugins_destroy(all);
    return code;
}

int write_plan(const session *o, const settings *s, const rr_render_options *how, const rr_sink *sink)
{
    rr_error err = {0};
    char title[4096];
    rr_match_options asked = session_options(o, s);
    rr_plan_options limits = plan_options(s);
    rr_plan_result *result = NULL;
    join_arguments(s, 1, title, sizeof title);
    uint32_t role = resolve_concept(s, o->taxonomy, RR_CONCEPT_OCCUPATION, title);
    if (role == RR_NONE)
        return EXIT_WRONG;
    if (o->region == NULL)
        return ask_region(o, s);
    rr_status status = rr_plan_run(&result, o->matcher, o->profile, role, &asked, &limits, &err);
    if (status == RR_OK)
        status = rr_render_plan(result, o->taxonomy, o->profile, &asked, how, sink, &err);
    rr_plan_result_destroy(result);
    if (status == RR_OK)
        return EXIT_DONE;
    int code = say_error(s, &err);
    return status == RR_EUSAGE && (s->max_weeks >= 0 || s->hours_per_week >= 0) ? EXIT_USAGE : code;
}

int run_plan(const settings *s)
{
    if (s->arguments.count < 2) {
        say_wrong(s, "say which profile and which role: reroute plan PROFILE ROLE", "请指定档案与岗位：reroute plan 档案 岗位");
        return EXIT_USAGE;
    }
    return run_session(s, write_plan);
}

/* SPDX-License-Identifier: MIT */
/* reroute path: a profile, a role and limits in, the direct way and ways over other roles out. */
#include "cli.h"

int write_path(const session *o, const settings *s, const rr_render_options *how, const rr_sink *sink)
{
    rr_error err = {0};
    char title[4096];
    rr_match_options asked = session_options(o, s);
    rr_plan_options limits = plan_options(s);
    rr_path_options wanted = {.size = sizeof wanted, .limits = &limits, .floor_minor = s->floor,
                              .most_steps = s->steps < 0 ? 0 : (uint32_t)s->steps,
                              .stop_months = s->stop_months < 0 ? 0 : (uint32_t)s->stop_months,
                              .most_paths = s->top < 0 ? 0 : s->top == 0 ? UINT32_MAX : (uint32_t)s->top};
    rr_path_result *result = NULL;
    join_arguments(s, 1, title, sizeof title);
    uint32_t role = resolve_concept(s, o->taxonomy, RR_CONCEPT_OCCUPATION, title);
    if (role == RR_NONE)
        return EXIT_WRONG;
    rr_status status = rr_path_run(&result, o->matcher, o->profile, role, &asked, &wanted, &err);
    if (status == RR_OK)
        status = rr_render_path(result, o->taxonomy, o->profile, &asked, how, sink, &err);
    rr_path_result_destroy(result);
    if (status == RR_OK)
        return EXIT_DONE;
    int code = say_error(s, &err);
    bool limited = s->max_weeks >= 0 || s->hours_per_week >= 0 || s->steps >= 0 || s->stop_months >= 0;
    return status == RR_EUSAGE && limited ? EXIT_USAGE : code;
}

int run_path(const settings *s)
{
    if (s->arguments.count < 2) {
        say_wrong(s, "say which profile and which role: reroute path PROFILE ROLE", "请指定档案与岗位：reroute path 档案 岗位");
        return EXIT_USAGE;
    }
    if (s->steps == 0 || s->stop_months == 0) {
        say_wrong(s, "a path has one to three steps, and a stop lasts 1 to 120 months", "路径为一至三步，每个中间岗位为 1 至 120 个月");
        return EXIT_USAGE;
    }
    return run_session(s, write_path);
}

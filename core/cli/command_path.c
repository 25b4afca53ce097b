/* SPDX-License-Identifier: MIT */
/* reroute path: a profile, a role and limits in, the direct way and ways over other roles out. */
#include "cli.h"

static int write_path(const session *o, const settings *s, uint32_t role)
{
    rr_error err = {0};
    rr_match_options asked = session_options(o, s);
    rr_plan_options limits = plan_options(s);
    rr_path_options wanted = {.size = sizeof wanted, .limits = &limits, .floor_minor = s->floor,
                              .most_steps = s->steps < 0 ? 0 : (uint32_t)s->steps,
                              .stop_months = s->stop_months < 0 ? 0 : (uint32_t)s->stop_months,
                              .most_paths = s->top < 0 ? 0 : s->top == 0 ? UINT32_MAX : (uint32_t)s->top};
    rr_render_options how = render_options(s, RR_FORMAT_TEXT);
    rr_path_result *result = NULL;
    output out;
    int code = EXIT_WRONG;
    if (rr_path_run(&result, o->matcher, o->profile, role, &asked, &wanted, &err) != RR_OK) {
        code = say_error(s, &err);
        bool limited = s->max_weeks >= 0 || s->hours_per_week >= 0 || s->steps >= 0 || s->stop_months >= 0;
        return err.status == RR_EUSAGE && limited ? EXIT_USAGE : code;
    }
    if (open_output(&out, o->context, s, &code)) {
        rr_status status = rr_render_path(result, o->taxonomy, o->profile, &asked, &how, &out.sink, &err);
        code = close_output(&out, s, status, &err);
    }
    rr_path_result_destroy(result);
    return code;
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
    session o;
    char title[4096];
    int code = open_session(&o, s, s->arguments.items[0]);
    if (code == EXIT_DONE)
        code = open_session_plugins(&o, s);
    if (code == EXIT_DONE) {
        join_arguments(s, 1, title, sizeof title);
        uint32_t role = resolve_concept(s, o.taxonomy, RR_CONCEPT_OCCUPATION, title);
        code = role == RR_NONE ? EXIT_WRONG : write_path(&o, s, role);
    }
    close_session(&o);
    return code;
}

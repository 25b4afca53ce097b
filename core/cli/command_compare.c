/* SPDX-License-Identifier: MIT */
/* reroute compare: a profile and two to six roles, each an argument of its own, in; the roles side by side out. */
#include "cli.h"

int write_comparison(const session *o, const settings *s, const rr_render_options *how, const rr_sink *sink)
{
    rr_error err = {0};
    uint32_t roles[RR_COMPARE_MOST];
    rr_match_options asked = session_options(o, s);
    rr_plan_options limits = plan_options(s);
    rr_render_options shown = *how;
    rr_comparison *comparison = NULL;
    size_t count = s->arguments.count - 1;
    if (count < 2 || count > RR_COMPARE_MOST) /* a record may say anything */
        return say_wrong(s, "a comparison is of two to six roles", "可比较二至六个岗位");
    if (s->view < 0)
        shown.view = RR_VIEW_CLIENT; /* the page is for the two people at the desk */
    for (size_t i = 0; i < count; i++) {
        roles[i] = resolve_concept(s, o->taxonomy, RR_CONCEPT_OCCUPATION, s->arguments.items[i + 1]);
        if (roles[i] == RR_NONE)
            return EXIT_WRONG;
    }
    rr_status status = rr_compare_run(&comparison, o->matcher, o->profile, roles, count, &asked, &limits, &err);
    if (status == RR_OK)
        status = rr_render_comparison(comparison, o->taxonomy, o->profile, &asked, &shown, sink, &err);
    rr_comparison_destroy(comparison);
    if (status == RR_OK)
        return EXIT_DONE;
    int code = say_error(s, &err);
    return status == RR_EUSAGE ? EXIT_USAGE : code;
}

int run_compare(const settings *s)
{
    if (s->arguments.count < 3 || s->arguments.count > RR_COMPARE_MOST + 1) {
        say_wrong(s, "say which profile and two to six roles, each as one argument (quotes around titles with spaces): reroute compare PROFILE ROLE ROLE...",
                  "请指定档案与二至六个岗位，每个岗位一个参数（含空格的名称加引号）：reroute compare 档案 岗位 岗位...");
        return EXIT_USAGE;
    }
    return run_session(s, write_comparison);
}

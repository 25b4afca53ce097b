/* SPDX-License-Identifier: MIT */
/* reroute compare: a profile and two to six roles, each an argument of its own, in; the roles side by side out. */
#include "cli.h"

static int write_comparison(const session *o, const settings *s, const uint32_t *roles, size_t count)
{
    rr_error err = {0};
    rr_match_options asked = session_options(o, s);
    rr_plan_options limits = plan_options(s);
    rr_render_options how = render_options(s, RR_FORMAT_TEXT);
    rr_comparison *comparison = NULL;
    output out;
    int code = EXIT_WRONG;
    how.view = s->view < 0 ? RR_VIEW_CLIENT : how.view; /* the page is for the two people at the desk */
    if (rr_compare_run(&comparison, o->matcher, o->profile, roles, count, &asked, &limits, &err) != RR_OK) {
        code = say_error(s, &err);
        return err.status == RR_EUSAGE ? EXIT_USAGE : code;
    }
    if (open_output(&out, o->context, s, &code)) {
        rr_status status = rr_render_comparison(comparison, o->taxonomy, o->profile, &asked, &how, &out.sink, &err);
        code = close_output(&out, s, status, &err);
    }
    rr_comparison_destroy(comparison);
    return code;
}

int run_compare(const settings *s)
{
    size_t count = s->arguments.count < 1 ? 0 : s->arguments.count - 1;
    if (count < 2 || count > RR_COMPARE_MOST) {
        say_wrong(s, "say which profile and two to six roles, each as one argument (quotes around titles with spaces): reroute compare PROFILE ROLE ROLE...",
                  "请指定档案与二至六个岗位，每个岗位一个参数（含空格的名称加引号）：reroute compare 档案 岗位 岗位...");
        return EXIT_USAGE;
    }
    session o;
    uint32_t roles[RR_COMPARE_MOST];
    int code = open_session(&o, s, s->arguments.items[0]);
    for (size_t i = 0; i < count && code == EXIT_DONE; i++) {
        roles[i] = resolve_concept(s, o.taxonomy, RR_CONCEPT_OCCUPATION, s->arguments.items[i + 1]);
        code = roles[i] == RR_NONE ? EXIT_WRONG : EXIT_DONE;
    }
    if (code == EXIT_DONE)
        code = open_session_plugins(&o, s);
    if (code == EXIT_DONE)
        code = write_comparison(&o, s, roles, count);
    close_session(&o);
    return code;
}

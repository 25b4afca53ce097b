/* SPDX-License-Identifier: MIT */
/* reroute match and reroute explain: a profile in, ranked or explained roles out. */
#include "cli.h"

int write_match(const session *o, const settings *s, const rr_render_options *how, const rr_sink *sink)
{
    rr_error err = {0};
    rr_match_options asked = session_options(o, s);
    rr_match_result *result = NULL;
    rr_status status = rr_match_run(&result, o->matcher, o->profile, &asked, &err);
    if (status == RR_OK)
        status = rr_render_match(result, o->taxonomy, o->profile, &asked, how, sink, &err);
    rr_match_result_destroy(result);
    return status == RR_OK ? EXIT_DONE : say_error(s, &err);
}

int run_match(const settings *s)
{
    if (s->arguments.count != 1) {
        say_wrong(s, "say which profile: reroute match PROFILE", "请指定一个档案：reroute match 档案");
        return EXIT_USAGE;
    }
    return run_session(s, write_match);
}

int write_explanation(const session *o, const settings *s, const rr_render_options *how, const rr_sink *sink)
{
    rr_error err = {0};
    char title[4096];
    rr_match_options asked = session_options(o, s);
    rr_explanation *explanation = NULL;
    join_arguments(s, 1, title, sizeof title);
    uint32_t role = resolve_concept(s, o->taxonomy, RR_CONCEPT_OCCUPATION, title);
    if (role == RR_NONE)
        return EXIT_WRONG;
    rr_status status = rr_explain(&explanation, o->matcher, o->profile, role, &asked, &err);
    if (status == RR_OK)
        status = rr_render_explanation(explanation, o->matcher, o->taxonomy, o->profile, &asked, how, sink, &err);
    rr_explanation_destroy(explanation);
    return status == RR_OK ? EXIT_DONE : say_error(s, &err);
}

int run_explain(const settings *s)
{
    if (s->arguments.count < 2) {
        say_wrong(s, "say which profile and which role: reroute explain PROFILE ROLE",
                  "请指定档案与岗位：reroute explain 档案 岗位");
        return EXIT_USAGE;
    }
    return run_session(s, write_explanation);
}

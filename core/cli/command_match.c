/* SPDX-License-Identifier: MIT */
/* reroute match and reroute explain: a profile in, ranked or explained roles out. */
#include "cli.h"

static int write_match(const session *o, const settings *s)
{
    rr_error err = {0};
    rr_match_options asked = session_options(o, s);
    rr_render_options how = render_options(s, RR_FORMAT_TEXT);
    rr_match_result *result = NULL;
    output out;
    int code = EXIT_WRONG;
    if (rr_match_run(&result, o->matcher, o->profile, &asked, &err) != RR_OK)
        return say_error(s, &err);
    if (open_output(&out, o->context, s, &code)) {
        rr_status status = rr_render_match(result, o->taxonomy, o->profile, &asked, &how, &out.sink, &err);
        code = close_output(&out, s, status, &err);
    }
    rr_match_result_destroy(result);
    return code;
}

int run_match(const settings *s)
{
    if (s->arguments.count != 1) {
        say_wrong(s, "say which profile: reroute match PROFILE", "请指定一个档案：reroute match 档案");
        return EXIT_USAGE;
    }
    session o;
    int code = open_session(&o, s, s->arguments.items[0]);
    if (code == EXIT_DONE)
        code = open_session_plugins(&o, s);
    if (code == EXIT_DONE)
        code = write_match(&o, s);
    close_session(&o);
    return code;
}

static int write_explanation(const session *o, const settings *s, uint32_t role)
{
    rr_error err = {0};
    rr_match_options asked = session_options(o, s);
    rr_render_options how = render_options(s, RR_FORMAT_TEXT);
    rr_explanation *explanation = NULL;
    output out;
    int code = EXIT_WRONG;
    if (rr_explain(&explanation, o->matcher, o->profile, role, &asked, &err) != RR_OK)
        return say_error(s, &err);
    if (open_output(&out, o->context, s, &code)) {
        rr_status status = rr_render_explanation(explanation, o->matcher, o->taxonomy, o->profile, &asked, &how,
                                                 &out.sink, &err);
        code = close_output(&out, s, status, &err);
    }
    rr_explanation_destroy(explanation);
    return code;
}

int run_explain(const settings *s)
{
    if (s->arguments.count < 2) {
        say_wrong(s, "say which profile and which role: reroute explain PROFILE ROLE",
                  "请指定档案与岗位：reroute explain 档案 岗位");
        return EXIT_USAGE;
    }
    session o;
    int code = open_session(&o, s, s->arguments.items[0]);
    if (code == EXIT_DONE)
        code = open_session_plugins(&o, s);
    if (code == EXIT_DONE) {
        char title[4096];
        join_arguments(s, 1, title, sizeof title);
        uint32_t role = resolve_concept(s, o.taxonomy, RR_CONCEPT_OCCUPATION, title);
        code = role == RR_NONE ? EXIT_WRONG : write_explanation(&o, s, role);
    }
    close_session(&o);
    return code;
}

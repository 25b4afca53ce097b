/* SPDX-License-Identifier: MIT */
/* reroute match and reroute explain: a profile in, ranked or explained roles out. */
#include "cli.h"

/* What both commands open first. */
typedef struct session {
    rr_profile *place; /* holds the region asked for, as its code */
    rr_context *context;
    rr_taxonomy *taxonomy;
    rr_profile *profile;
    rr_matcher *matcher;
} session;

static void close_session(session *o)
{
    rr_matcher_destroy(o->matcher);
    rr_profile_destroy(o->profile);
    rr_profile_destroy(o->place);
    rr_taxonomy_destroy(o->taxonomy);
    rr_context_destroy(o->context);
}

static int open_session(session *o, const settings *s)
{
    int code = EXIT_WRONG;
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
    o->profile = load_profile(o->context, s, s->arguments.items[0], &code);
    if (o->profile == NULL)
        return code;
    o->taxonomy = load_taxonomy(o->context, s, &code);
    if (o->taxonomy == NULL)
        return code;
    if (!resolve_profile(s, o->profile, o->taxonomy, false))
        return EXIT_WRONG;
    if (rr_matcher_create(&o->matcher, o->context, o->taxonomy, &err) != RR_OK)
        return say_error(s, &err);
    return EXIT_DONE;
}

static rr_match_options ask(const session *o, const settings *s)
{
    rr_match_options asked = match_options(s);
    asked.region = rr_profile_region(o->place != NULL ? o->place : o->profile);
    return asked;
}

static int write_match(const session *o, const settings *s)
{
    rr_error err = {0};
    rr_match_options asked = ask(o, s);
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
    int code = open_session(&o, s);
    if (code == EXIT_DONE)
        code = write_match(&o, s);
    close_session(&o);
    return code;
}

static int write_explanation(const session *o, const settings *s, uint32_t role)
{
    rr_error err = {0};
    rr_match_options asked = ask(o, s);
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
    int code = open_session(&o, s);
    if (code == EXIT_DONE) {
        char title[4096];
        join_arguments(s, 1, title, sizeof title);
        uint32_t role = resolve_concept(s, o.taxonomy, RR_CONCEPT_OCCUPATION, title);
        code = role == RR_NONE ? EXIT_WRONG : write_explanation(&o, s, role);
    }
    close_session(&o);
    return code;
}

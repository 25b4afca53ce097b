/* SPDX-License-Identifier: MIT */
/* reroute evaluate: a taxonomy and expert truth in, ranking quality (or tuned weights) out. */
#include "cli.h"

static rr_evaluate_options evaluate_options(const settings *s)
{
    return (rr_evaluate_options){.size = sizeof(rr_evaluate_options), .no_titles = s->no_titles, .no_text = s->no_text,
                                 .fold = (uint32_t)s->fold, .folds = (uint32_t)s->folds, .weights = s->weights};
}

static int evaluate(const settings *s, rr_context *context, const rr_matcher *matcher)
{
    rr_evaluate_options o = evaluate_options(s);
    rr_evaluation result;
    rr_error err = {0};
    char weights[4096] = "";
    rr_status status = s->tune ? rr_tune(matcher, s->truth, &o, weights, sizeof weights, &result, &err)
                               : rr_evaluate(&result, matcher, s->truth, &o, &err);
    if (status != RR_OK)
        return say_error(s, &err);
    rr_render_options how = render_options(s, RR_FORMAT_TEXT);
    output out;
    int code = EXIT_WRONG;
    if (s->tune)
        printf("%s\n", weights);
    if (open_output(&out, context, s, &code))
        code = close_output(&out, s, rr_render_evaluation(&result, &how, &out.sink, &err), &err);
    return code;
}

int run_evaluate(const settings *s)
{
    if (s->truth == NULL || s->arguments.count > 0 || (s->folds > 0 && s->fold >= s->folds)) {
        say_wrong(s, "say what to compare with: reroute evaluate -t FILE --truth FILE [--fold K --folds N]",
                  "请指定标注文件：reroute evaluate -t 文件 --truth 文件 [--fold K --folds N]");
        return EXIT_USAGE;
    }
    rr_context *context = open_context(s);
    int code = EXIT_WRONG;
    rr_taxonomy *taxonomy = context == NULL ? NULL : load_taxonomy(context, s, &code);
    rr_matcher *matcher = NULL;
    rr_error err = {0};
    if (taxonomy != NULL)
        code = rr_matcher_create(&matcher, context, taxonomy, &err) != RR_OK ? say_error(s, &err)
                                                                             : evaluate(s, context, matcher);
    rr_matcher_destroy(matcher);
    rr_taxonomy_destroy(taxonomy);
    rr_context_destroy(context);
    return code;
}

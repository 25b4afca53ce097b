/* SPDX-License-Identifier: MIT */
/* What answers: a taxonomy made ready for matching. */
#ifndef REROUTE_CPP_MATCHER_HPP
#define REROUTE_CPP_MATCHER_HPP

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "../match.h"
#include "compare.hpp"
#include "explain.hpp"
#include "path.hpp"

namespace reroute {

/* Ranking quality against expert truth: rates in parts per million. */
struct evaluation : rr_evaluation, detail::rendered<evaluation> {
    explicit evaluation(const rr_evaluation &made = {}) noexcept : rr_evaluation(made) {}
    rr_status draw(const rr_render_options *how, const rr_sink *to, rr_error *what) const { return rr_render_evaluation(this, how, to, what); }
};

/* How the ranking is judged. */
struct evaluate_options {
    bool no_titles = false, no_text = false;
    std::uint32_t fold = 0, folds = 0; /* only fold `fold` of `folds` of the sources; folds 0: all */
    std::string weights;               /* "K2=0.5 DWA=0.1 ..."; "": the model's */
};

/* Weights that rank best, as evaluate_options takes them, and what they reach on sources that they were not tuned on. */
struct tuned {
    std::string weights;
    evaluation held_out;
};

/* A taxonomy made ready for matching: immutable. A handle. Roles are of its own taxonomy; std::invalid_argument: of another.
 * Errors: RR_ENOMEM RR_EDAMAGED RR_ECANCELLED; of its answers RR_EINVALID (nothing to match on) RR_EUSAGE RR_ENOTFOUND RR_ELATE too.
 * Thread: any number of calls in parallel. */
class matcher {
    reroute::taxonomy taxonomy_;
    std::shared_ptr<rr_matcher> made_;

    detail::question ask(const profile &profile, const match_options &options) const { return {made_, taxonomy_.share(), profile.share(), options}; }
    std::uint32_t own(const occupation &role) const { return detail::index_in(taxonomy_.get(), role); }
    static rr_evaluate_options as_c(const evaluate_options &options)
    {
        rr_evaluate_options c{};
        c.size = sizeof c;
        c.no_titles = options.no_titles;
        c.no_text = options.no_text;
        c.fold = options.fold;
        c.folds = options.folds;
        c.weights = detail::c_or_null(options.weights);
        return c;
    }

  public:
    matcher(const context &context, const reroute::taxonomy &taxonomy) : taxonomy_(taxonomy)
    {
        rr_error what{};
        rr_matcher *made = nullptr;
        rr_status status = rr_matcher_create(&made, context.get(), taxonomy.get(), &what);
        made_ = detail::own(made, rr_matcher_destroy, context, taxonomy.share());
        detail::check(status, what);
    }
    matcher(const matcher &) noexcept = default;
    matcher &operator=(const matcher &) noexcept = default;
    const rr_matcher *get() const noexcept { return made_.get(); }
    const std::shared_ptr<rr_matcher> &share() const noexcept { return made_; }
    const reroute::taxonomy &taxonomy() const noexcept { return taxonomy_; }

    /* The terms of the model and what they weigh under the options. */
    auto terms(bool no_titles = false, bool no_text = false) const noexcept
    {
        return items(rr_matcher_term_count(get()), [m = get(), no_titles, no_text](std::size_t k) noexcept {
            rr_term out;
            rr_matcher_term(m, k, no_titles, no_text, &out);
            return out;
        });
    }
    /* Against a TSV of source, target and gain, or O*NET's file of related occupations. Errors: as of files; RR_EINVALID: weights. */
    reroute::evaluation evaluate(const std::string &truth_path, const evaluate_options &options = {}) const
    {
        rr_error what{};
        rr_evaluation out{};
        const rr_evaluate_options c = as_c(options);
        detail::check(rr_evaluate(&out, get(), detail::c(truth_path), &c, &what), what);
        return reroute::evaluation(out);
    }
    tuned tune(const std::string &truth_path, const evaluate_options &options = {}) const
    {
        enum { NUMBER = 32 };
        rr_error what{};
        tuned out;
        std::size_t room = 1;
        for (const rr_term &term : terms())
            room += view(term.id).size() + NUMBER;
        out.weights.resize(room);
        const rr_evaluate_options c = as_c(options);
        detail::check(rr_tune(get(), detail::c(truth_path), &c, out.weights.data(), room, &out.held_out, &what), what);
        out.weights.resize(std::strlen(out.weights.c_str()));
        return out;
    }

    /* Ranks the roles for a resolved profile. */
    match_result match(const profile &profile, const match_options &options = {}) const
    {
        return {ask(profile, options), rr_match_result_destroy, [](auto **out, const auto &q, auto *asked, auto *what) {
                    return rr_match_run(out, q.matcher.get(), q.profile.get(), asked, what);
                }};
    }
    /* That one alone, ranked among all, with every contribution. */
    match_result match(const profile &profile, const occupation &role, const match_options &options = {}) const
    {
        return {ask(profile, options), rr_match_result_destroy, [index = own(role)](auto **out, const auto &q, auto *asked, auto *what) {
                    return rr_match_one(out, q.matcher.get(), q.profile.get(), index, asked, what);
                }};
    }
    explanation explain(const profile &profile, const occupation &role, const match_options &options = {}) const
    {
        return {ask(profile, options), rr_explanation_destroy, [index = own(role)](auto **out, const auto &q, auto *asked, auto *what) {
                    return rr_explain(out, q.matcher.get(), q.profile.get(), index, asked, what);
                }};
    }
    plan_result plan(const profile &profile, const occupation &role, const match_options &options, const plan_options &limits = {}) const
    {
        return {ask(profile, options), rr_plan_result_destroy, [&limits, index = own(role)](auto **out, const auto &q, auto *asked, auto *what) {
                    return rr_plan_run(out, q.matcher.get(), q.profile.get(), index, asked, &limits, what);
                }};
    }
    path_result path(const profile &profile, const occupation &role, const match_options &options, const path_options &how = {}) const
    {
        return {ask(profile, options), rr_path_result_destroy, [&how, index = own(role)](auto **out, const auto &q, auto *asked, auto *what) {
                    return rr_path_run(out, q.matcher.get(), q.profile.get(), index, asked, &how, what);
                }};
    }
    comparison compare(const profile &profile, const std::vector<occupation> &roles, const match_options &options, const plan_options &limits = {}) const
    {
        std::vector<std::uint32_t> indices;
        for (const occupation &role : roles)
            indices.push_back(own(role));
        return {ask(profile, options), rr_comparison_destroy, [&](auto **out, const auto &q, auto *asked, auto *what) {
                    return rr_compare_run(out, q.matcher.get(), q.profile.get(), indices.data(), indices.size(), asked, &limits, what);
                }};
    }
};

} // namespace reroute

#endif

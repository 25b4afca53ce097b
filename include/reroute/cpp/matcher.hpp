/* SPDX-License-Identifier: MIT */
/* What answers: a taxonomy made ready for matching. */
#ifndef REROUTE_CPP_MATCHER_HPP
#define REROUTE_CPP_MATCHER_HPP

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "../match.h"
#include "compare.hpp"
#include "explain.hpp"
#include "path.hpp"

namespace reroute {

class matcher {
    reroute::taxonomy taxonomy_;
    std::shared_ptr<rr_matcher> made_;

    detail::question ask(const profile &profile, const match_options &options) const { return {made_, taxonomy_.share(), profile.share(), options}; }
    std::uint32_t own(const occupation &role) const
    {
        if (role.taxonomy() != taxonomy_.get())
            throw std::invalid_argument("reroute: an occupation of another taxonomy");
        return role.index();
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
    const rr_matcher *get() const noexcept { return made_.get(); }
    const reroute::taxonomy &taxonomy() const noexcept { return taxonomy_; }

    /* Ranks the roles for a resolved profile. */
    match_result match(const profile &profile, const match_options &options = {}) const
    {
        return {ask(profile, options), rr_match_result_destroy, [](auto **out, const auto &q, auto *asked, auto *what) {
                    return rr_match_run(out, q.matcher.get(), q.profile.get(), asked, what);
                }};
    }
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

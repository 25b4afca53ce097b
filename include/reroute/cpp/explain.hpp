/* SPDX-License-Identifier: MIT */
/* Why a role, why not, and what would change it. */
#ifndef REROUTE_CPP_EXPLAIN_HPP
#define REROUTE_CPP_EXPLAIN_HPP

#include <optional>
#include <string>

#include "../explain.h"
#include "plan.hpp"

namespace reroute {

namespace detail {

inline rr_status render_explained(const rr_explanation *made, const rr_taxonomy *taxonomy, const rr_profile *profile, const rr_match_options *asked,
                                  const rr_render_options *how, const rr_sink *to, rr_error *what, const rr_matcher *matcher)
{
    return rr_render_explanation(made, matcher, taxonomy, profile, asked, how, to, what);
}

} // namespace detail

class explanation : public detail::result<rr_explanation> {
    friend class matcher;
    using result::result;

    auto explained() const
    {
        return renderer([m = question_.matcher.get()](auto... given) { return detail::render_explained(given..., m); });
    }

  public:
    std::string render(const render_options &options = {}) const { return detail::render(options, explained()); }
    void render(const render_options &options, const sink &to) const { detail::render(options, to, explained()); }
    std::string json(rr_lang lang = RR_LANG_EN) const
    {
        render_options options;
        options.lang = lang;
        return render(options);
    }
    reroute::match match() const noexcept { return {rr_explanation_match(get()), question_.taxonomy.get()}; }
    reroute::matches matches() const noexcept { return {rr_explanation_result(get()), question_.taxonomy.get()}; }
    std::size_t ranked() const noexcept { return rr_explanation_ranked(get()); }
    auto changes() const noexcept
    {
        return items(rr_explanation_change_count(get()), [e = get()](std::size_t k) noexcept -> const rr_change & { return *rr_explanation_change(e, k); });
    }
    std::optional<reroute::plans> plans() const noexcept
    {
        const rr_plan_result *made = rr_explanation_plan(get());
        return made == nullptr ? std::nullopt : std::optional(reroute::plans(made, question_.taxonomy.get()));
    }
    bool reachable() const noexcept { return rr_explanation_reachable(get()) != 0; }
};

} // namespace reroute

#endif

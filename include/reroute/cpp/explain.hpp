/* SPDX-License-Identifier: MIT */
/* Why a role, why not, and what would change it. */
#ifndef REROUTE_CPP_EXPLAIN_HPP
#define REROUTE_CPP_EXPLAIN_HPP

#include <optional>

#include "../explain.h"
#include "plan.hpp"

namespace reroute {

/* One role, ranked among all: its match, and a smallest set of changes that would make it viable. */
class explanation : public detail::result<rr_explanation>, public detail::rendered<explanation> {
    friend class matcher;
    friend class detail::rendered<explanation>;
    using result::result;

    rr_status draw(const rr_render_options *how, const rr_sink *to, rr_error *what) const
    {
        return draw_by([m = question_.matcher.get()](auto *made, auto... given) { return rr_render_explanation(made, m, given...); }, how, to, what);
    }

  public:
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

/* SPDX-License-Identifier: MIT */
/* Roles side by side. */
#ifndef REROUTE_CPP_COMPARE_HPP
#define REROUTE_CPP_COMPARE_HPP

#include "../compare.h"
#include "plan.hpp"

namespace reroute {

/* Two to six roles, in the order given, and what to ask about them. */
class comparison : public detail::drawn<rr_comparison, rr_render_comparison> {
    friend class matcher;
    using drawn::drawn;

  public:
    auto roles() const noexcept { return items(rr_compared_count(get()), [r = get()](std::size_t k) noexcept -> const rr_compared & { return *rr_compared_at(r, k); }); }
    auto asks() const noexcept { return items(rr_ask_count(get()), [r = get()](std::size_t k) noexcept -> const rr_ask & { return *rr_ask_at(r, k); }); }
    match matched(const rr_compared &role) const noexcept { return {role.match, question_.taxonomy.get()}; }
    reroute::plans plans(const rr_compared &role) const noexcept { return {role.plans, question_.taxonomy.get()}; }
};

} // namespace reroute

#endif

/* SPDX-License-Identifier: MIT */
/* Plans of one role: which courses, when, for how much. */
#ifndef REROUTE_CPP_PLAN_HPP
#define REROUTE_CPP_PLAN_HPP

#include <optional>

#include "../plan.h"
#include "match.hpp"

namespace reroute {

/* Limits with nothing given; `earliest_start` and `currency` are set with assign(). */
struct plan_options : rr_plan_options {
    plan_options() noexcept : rr_plan_options{} { size = sizeof(rr_plan_options), max_weeks = hours_per_week = travel_minutes = -1, max_cost_minor = -1; }
};

/* Plans of one role, cheapest first, with what was proven of them and what stays open: a result's own, an explanation's or those of a
 * step, from which they are borrowed. Units: money in minor units of limits().currency, days since 1970, parts per million. */
class plans {
  protected:
    const rr_plan_result *result_;
    const rr_taxonomy *taxonomy_;

  public:
    plans(const rr_plan_result *result, const rr_taxonomy *taxonomy) noexcept : result_(result), taxonomy_(taxonomy) {}
    std::size_t size() const noexcept { return rr_plan_count(result_); }
    const rr_plan &operator[](std::size_t index) const noexcept { return *rr_plan_at(result_, index); }
    static span<rr_plan_step> steps(const rr_plan &plan) noexcept { return {plan.steps, plan.step_count}; }
    static span<rr_plan_grant> grants(const rr_plan &plan) noexcept { return {plan.grants, plan.grant_count}; }
    auto all() const noexcept { return items(size(), [p = *this](std::size_t k) noexcept -> const rr_plan & { return p[k]; }); }
    auto proofs() const noexcept
    {
        return items(rr_plan_proof_count(result_), [r = result_](std::size_t k) noexcept -> const rr_plan_proof & { return *rr_plan_proof_at(r, k); });
    }
    auto open() const noexcept
    {
        return items(rr_plan_open_count(result_), [r = result_](std::size_t k) noexcept -> const rr_plan_open & { return *rr_plan_open_at(r, k); });
    }
    bool searched() const noexcept { return rr_plan_searched(result_) != 0; }
    const rr_plan_limits &limits() const noexcept { return *rr_plan_result_limits(result_); }
    reroute::match match() const noexcept { return matches(rr_plan_result_match(result_), taxonomy_)[0]; }
    std::optional<rr_plugin_run> plugin(std::size_t index) const noexcept
    {
        rr_plugin_run out;
        return rr_plan_plugin(result_, index, &out) != 0 ? std::optional(out) : std::nullopt;
    }
};

/* The courses that close one role's gap. */
class plan_result : public detail::drawn<rr_plan_result, rr_render_plan> {
    friend class matcher;
    using drawn::drawn;

  public:
    reroute::plans plans() const noexcept { return {get(), question_.taxonomy.get()}; }
};

} // namespace reroute

#endif

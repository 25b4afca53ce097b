/* SPDX-License-Identifier: MIT */
/* Paths over other roles. */
#ifndef REROUTE_CPP_PATH_HPP
#define REROUTE_CPP_PATH_HPP

#include <cstdint>

#include "../path.h"
#include "plan.hpp"

namespace reroute {

/* How far paths may go. `limits` is borrowed until return. */
struct path_options : rr_path_options {
    path_options() noexcept : rr_path_options{} { size = sizeof(rr_path_options), floor_minor = -1; }
};

/* The direct way, then ways over other roles. */
class path_result : public detail::drawn<rr_path_result, rr_render_path> {
    friend class matcher;
    using drawn::drawn;

  public:
    std::size_t size() const noexcept { return rr_path_count(get()); }
    const rr_path &operator[](std::size_t index) const noexcept { return *rr_path_at(get(), index); }
    auto paths() const noexcept { return items(size(), [r = get()](std::size_t k) noexcept -> const rr_path & { return *rr_path_at(r, k); }); }
    static span<rr_path_step> steps(const rr_path &path) noexcept { return {path.steps, path.step_count}; }
    reroute::plans plans(const rr_path_step &step) const noexcept { return {step.plans, question_.taxonomy.get()}; }
    std::uint32_t considered() const noexcept { return rr_path_considered(get()); }
    std::int64_t floor_minor() const noexcept { return rr_path_floor(get()); }
};

} // namespace reroute

#endif

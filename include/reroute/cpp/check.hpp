/* SPDX-License-Identifier: MIT */
/* The checks for plugins' authors. */
#ifndef REROUTE_CPP_CHECK_HPP
#define REROUTE_CPP_CHECK_HPP

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "../check.h"
#include "plugins.hpp"

namespace reroute {

/* All checks there are: id, group, why, and what to do when it fails.  Thread: any. */
inline auto checks(rr_lang lang = RR_LANG_EN) noexcept
{
    return items(rr_check_count(), [lang](std::size_t k) noexcept {
        rr_check out;
        rr_check_at(k, lang, &out);
        return out;
    });
}
/* "pass" "fail" "crash" "skip" "warning" */
inline std::string_view check_state_name(rr_check_state state) noexcept { return view(rr_check_state_name(state)); }

/* The verdict of one check. */
struct checked {
    std::string id;
    rr_check_state state;
    std::string detail; /* what was found; "" when it passed */
};

/* Runs one check on the plugin in `folder`. It runs the plugin's code inside this process, which a broken one may end or hang: do it
 * in a process of its own. `helper`: not given: the one beside the library; "": none, which skips the checks that need it.
 * Errors: RR_EUSAGE (no such check) RR_ENOMEM.  Thread: one at a time in a process. */
inline checked check_plugin(const context &context, const taxonomy &taxonomy, const std::string &folder, const std::string &id,
                            rr_lang lang = RR_LANG_EN, const std::optional<std::string> &helper = std::nullopt)
{
    rr_error what{};
    rr_check_result out{};
    const std::string beside = helper ? *helper : plugins_helper();
    detail::check(rr_check_run(context.get(), taxonomy.get(), detail::c(folder), rr_check_find(detail::c(id)), detail::c_or_null(beside), lang, &out, &what), what);
    return {id, out.state, out.detail};
}

/* Verdicts, in the order given. std::invalid_argument: of a check that there is not. */
inline std::string render_checks(const context &context, const std::vector<checked> &verdicts, const render_options &options = {})
{
    std::vector<rr_checked> list;
    for (const checked &one : verdicts) {
        list.push_back({rr_check_find(detail::c(one.id)), one.state, detail::c(one.detail)});
        if (list.back().index == rr_check_count())
            throw std::invalid_argument("reroute: no such check");
    }
    return detail::render(options, [&](auto *how, auto *to, auto *what) { return rr_render_checks(context.get(), list.data(), list.size(), how, to, what); });
}

} // namespace reroute

#endif

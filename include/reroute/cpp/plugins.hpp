/* SPDX-License-Identifier: MIT */
/* Plugins of a region. */
#ifndef REROUTE_CPP_PLUGINS_HPP
#define REROUTE_CPP_PLUGINS_HPP

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../plugins.h"
#include "taxonomy.hpp"

namespace reroute {

/* rr_plugins_options says what each is. */
struct plugins_options {
    std::vector<std::string> paths, search; /* must exist; may be missing */
    std::string region;                     /* "": none is started */
    std::optional<std::string> helper;      /* not given: the one beside the library; "": none */
    bool in_process = false;                /* plugins' code runs in this process, with all that it may do to it */
    bool require_isolation = false;
    std::string state_file;
    std::uint32_t start_ms = 0, call_ms = 0; /* deadlines; 0: 2000 */
    finding_fn findings;
    std::string date; /* YYYY-MM-DD, told to catalogues in code */
};

/* The helper program beside the library; "": there is none. */
inline std::string plugins_helper()
{
    std::string out(rr_plugins_helper(nullptr, 0), '\0');
    out.resize(std::min(out.size(), rr_plugins_helper(out.data(), out.size() + 1)));
    return out;
}

/* The plugins of one region, opened for one taxonomy: what they are, how they fare, and their courses. A plugin's fault is no
 * error: its state says it. A handle, which may be empty: no plugins.
 * Errors: RR_EIO (a folder of `paths`) RR_EINVALID (region or date) RR_ENOMEM RR_ECANCELLED.  Thread: shared by any number. */
class plugins : public detail::rendered<plugins> {
    friend class detail::rendered<plugins>;
    std::shared_ptr<rr_plugins> made_;
    std::shared_ptr<rr_taxonomy> taxonomy_;

    rr_status draw(const rr_render_options *how, const rr_sink *to, rr_error *what) const
    {
        return rr_render_plugins(detail::there(get()), taxonomy_.get(), how, to, what);
    }

  public:
    plugins() noexcept = default; /* none */
    plugins(const context &context, const taxonomy &taxonomy, const plugins_options &options) : taxonomy_(taxonomy.share())
    {
        rr_error what{};
        rr_plugins *made = nullptr;
        detail::relay<finding_fn> relayed{options.findings};
        const auto paths = detail::c_list(options.paths), search = detail::c_list(options.search);
        const std::string helper = options.helper ? *options.helper : plugins_helper();
        rr_plugins_options c{};
        c.size = sizeof c;
        c.paths = paths.data();
        c.path_count = paths.size();
        c.search = search.data();
        c.search_count = search.size();
        c.region = detail::c_or_null(options.region);
        c.helper = options.in_process ? nullptr : detail::c(helper);
        c.require_isolation = options.require_isolation;
        c.state_file = detail::c_or_null(options.state_file);
        c.start_ms = options.start_ms;
        c.call_ms = options.call_ms;
        c.finding = detail::relay_finding;
        c.user = &relayed;
        assign(c.date, options.date);
        rr_status status = rr_plugins_open(&made, context.get(), taxonomy.get(), &c, &what);
        made_ = detail::own(made, rr_plugins_destroy, context, taxonomy.share());
        relayed.check(status, what);
    }
    plugins(const plugins &) noexcept = default;
    plugins &operator=(const plugins &) noexcept = default;
    explicit operator bool() const noexcept { return made_ != nullptr; }
    const rr_plugins *get() const noexcept { return made_.get(); }
    const std::shared_ptr<rr_plugins> &share() const noexcept { return made_; }

    std::size_t size() const noexcept { return made_ == nullptr ? 0 : rr_plugins_count(get()); }
    rr_plugin_info operator[](std::size_t index) const noexcept
    {
        rr_plugin_info out;
        rr_plugins_at(get(), index, &out);
        return out;
    }
    std::string_view name(std::size_t index, rr_lang lang) const noexcept { return view(rr_plugins_name(get(), index, lang)); }
    static std::string_view state_text(const char *state, rr_lang lang) noexcept { return view(rr_plugins_state_text(state, lang)); }
    std::string detail_text(std::size_t index, const char *detail, rr_lang lang) const
    {
        char out[4096];
        rr_plugins_detail(get(), index, detail, lang, out, sizeof out);
        return out;
    }
    /* Names of skills and occupations that the taxonomy doesn't know, and how often each was asked for. */
    auto unknown(std::size_t index) const noexcept
    {
        return items(rr_plugins_unknown_count(get(), index), [p = get(), index](std::size_t k) noexcept {
            std::uint32_t times = 0;
            std::string_view name = view(rr_plugins_unknown(p, index, k, &times));
            return std::pair<std::string_view, std::uint32_t>(name, times);
        });
    }
    auto courses() const noexcept
    {
        return items(made_ == nullptr ? 0 : rr_plugins_course_count(get()), [p = get()](std::size_t k) noexcept {
            rr_offer out;
            rr_plugins_course(p, k, &out);
            return out;
        });
    }
};

} // namespace reroute

#endif

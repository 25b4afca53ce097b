/* SPDX-License-Identifier: MIT */
/* What the caseworker decides against the computed answer. */
#ifndef REROUTE_CPP_OVERRIDE_HPP
#define REROUTE_CPP_OVERRIDE_HPP

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "../override.h"
#include "plugins.hpp"

namespace reroute {

/* Decisions of the caseworker, each with a reason: added, read, then resolved, which must come before matching. A handle: a copy
 * is the same list; one made of nothing is none, and takes none.
 * Errors: RR_EINVALID RR_ELIMIT RR_ENOMEM, of files as of profiles; of resolving RR_ENOTFOUND RR_EAMBIGUOUS too.  Thread: one at a time
 * while it changes, and no change while a result made with it lives. */
class overrides {
    friend class record;
    std::shared_ptr<rr_overrides> made_;

    overrides(const context &context, rr_overrides *made) : made_(detail::own(made, rr_overrides_destroy, context)) {}

    template <class Call> void read_by(const finding_fn &findings, Call &&call)
    {
        rr_error what{};
        detail::relay<finding_fn> relayed{findings};
        relayed.check(call(&relayed, &what), what);
    }

  public:
    overrides() noexcept = default; /* none, and none can be added */
    explicit overrides(const context &context)
    {
        rr_error what{};
        rr_overrides *made = nullptr;
        rr_status status = rr_overrides_create(&made, context.get(), &what);
        made_ = detail::own(made, rr_overrides_destroy, context);
        detail::check(status, what);
    }
    overrides(const overrides &) noexcept = default;
    overrides &operator=(const overrides &) noexcept = default;
    explicit operator bool() const noexcept { return made_ != nullptr; }
    rr_overrides *get() const noexcept { return made_.get(); }
    const std::shared_ptr<rr_overrides> &share() const noexcept { return made_; }

    /* Text is borrowed until return. */
    overrides &add(const rr_override &one)
    {
        rr_error what{};
        return detail::check(rr_overrides_add(detail::there(get()), &one, &what), what), *this;
    }
    overrides &read(const std::string &path, const finding_fn &findings = {})
    {
        return read_by(findings, [&](void *user, rr_error *what) { return rr_overrides_read(detail::there(get()), detail::c(path), detail::relay_finding, user, what); }), *this;
    }
    overrides &parse(const std::string &name, std::string_view bytes, const finding_fn &findings = {})
    {
        return read_by(findings, [&](void *user, rr_error *what) {
                   return rr_overrides_read_memory(detail::there(get()), detail::c(name), bytes.data(), bytes.size(), detail::relay_finding, user, what);
               }), *this;
    }
    std::size_t size() const noexcept { return made_ == nullptr ? 0 : rr_overrides_count(get()); }
    const rr_override &operator[](std::size_t index) const noexcept { return *rr_overrides_at(get(), index); }
    /* Must be done before matching. Throws for the first that names what isn't known; `unresolved` gets each. */
    overrides &resolve(const taxonomy &taxonomy, const plugins &plugins = {}, const std::function<void(const rr_override_unresolved &)> &unresolved = {})
    {
        using relay = detail::relay<std::function<void(const rr_override_unresolved &)>>;
        rr_error what{};
        relay relayed{unresolved};
        auto give = [](void *user, const rr_override_unresolved *one) noexcept { static_cast<relay *>(user)->run([one](auto &fn) { fn(*one); }); };
        return relayed.check(rr_overrides_resolve(detail::there(get()), taxonomy.get(), plugins.get(), give, &relayed, &what), what), *this;
    }
};

} // namespace reroute

#endif

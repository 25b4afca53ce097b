/* SPDX-License-Identifier: MIT */
/* Profiles of an XML document of any length, as it comes, in constant memory. */
#ifndef REROUTE_CPP_STREAM_HPP
#define REROUTE_CPP_STREAM_HPP

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "../profile.h"
#include "profile.hpp"

namespace reroute {

/* One profile of a stream: it, or what is wrong with it. */
struct streamed {
    std::uint32_t line = 0;               /* it begins on, from 1 */
    std::optional<reroute::profile> profile;
    std::optional<finding> failure;
    std::string_view failed_id;           /* of one with an error, where it was read before that; else "". Borrowed until return */
};

/* Is fed the document piece by piece, and gives each profile soon after its end, the last at end(): to `each`, which says whether it
 * wants more. One with an error is told and the reading goes on; an error of the document itself is thrown, and ends it. What `each`
 * throws comes out of feed() or end(), and of every later one.
 * Owns: what was fed and not yet given. Moved, not copied; one that was moved from can be assigned to.  Errors: as profile::read.
 * Thread: one at a time; `each` runs on it, and must not touch the stream. */
class profile_stream {
    using each_fn = std::function<bool(streamed &&)>;
    struct state {
        each_fn each;
        context made_with;
        detail::relay<each_fn> relayed{each};
        bool enough = false;
        rr_profile_stream *made = nullptr;

        state(const context &context, each_fn &&given) : each(std::move(given)), made_with(context) {}
        state(const state &) = delete;
        state &operator=(const state &) = delete;
        ~state() { rr_profile_stream_destroy(made); }

        static int give(void *user, rr_profile *profile, std::uint32_t line, const rr_error *why) noexcept
        {
            state &s = *static_cast<state *>(user);
            return s.relayed.run([&](const each_fn &fn) {
                streamed one{line, {}, {}, {}};
                if (profile != nullptr)
                    one.profile.emplace(reroute::profile(s.made_with, profile));
                else
                    one.failure.emplace(*why), one.failed_id = view(rr_profile_stream_failed_id(s.made));
                s.enough = !fn(std::move(one));
            }) != 0 || s.enough;
        }
    };
    std::unique_ptr<state> state_;

    template <class Call> void go_on(Call &&call)
    {
        rr_error what{};
        state &s = *detail::there(state_.get());
        s.relayed.check(call(s.made, &what), what);
    }

  public:
    /* `name` stands in errors for a file name. */
    profile_stream(const context &context, const std::string &name, each_fn each) : state_(std::make_unique<state>(context, std::move(each)))
    {
        if (!state_->each)
            throw std::invalid_argument("reroute: nobody takes the profiles");
        rr_error what{};
        detail::check(rr_profile_stream_create(&state_->made, context.get(), detail::c(name), state::give, state_.get(), &what), what);
    }
    rr_profile_stream *get() const noexcept { return state_ == nullptr ? nullptr : state_->made; }
    void feed(std::string_view bytes)
    {
        go_on([bytes](rr_profile_stream *s, rr_error *what) { return rr_profile_stream_feed(s, bytes.data(), bytes.size(), what); });
    }
    /* Nothing follows. */
    void end() { go_on(rr_profile_stream_end); }
};

} // namespace reroute

#endif

/* SPDX-License-Identifier: MIT */
/* The context with its callbacks, and where bytes go. */
#ifndef REROUTE_CPP_CONTEXT_HPP
#define REROUTE_CPP_CONTEXT_HPP

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "../context.h"
#include "error.hpp"

namespace reroute {

struct context_options {
    std::function<void *(void *block, std::size_t size)> resize; /* of rr_allocator */
    std::function<bool()> cancelled;
    std::function<void(std::string_view step, std::uint64_t done, std::uint64_t total)> progress;
    finding_fn log;
};

class context {
    struct state {
        context_options options;
        rr_allocator allocator{};
        rr_context *made = nullptr;

        explicit state(context_options given) : options(std::move(given)) {}
        state(const state &) = delete;
        state &operator=(const state &) = delete;
        ~state() { rr_context_destroy(made); }

        static void *resize(void *user, void *block, std::size_t size) noexcept
        {
            try {
                return static_cast<state *>(user)->options.resize(block, size);
            } catch (...) {
                return nullptr;
            }
        }
        static int cancelled(void *user) noexcept
        {
            try {
                return static_cast<state *>(user)->options.cancelled();
            } catch (...) {
                return 1;
            }
        }
        static void progress(void *user, const char *step, std::uint64_t done, std::uint64_t total) noexcept
        {
            try {
                static_cast<state *>(user)->options.progress(view(step), done, total);
            } catch (...) {
            }
        }
        static void log(void *user, const rr_error *what) noexcept
        {
            try {
                static_cast<state *>(user)->options.log(finding(*what));
            } catch (...) {
            }
        }
    };
    std::shared_ptr<state> state_;

  public:
    explicit context(context_options options = {}) : state_(std::make_shared<state>(std::move(options)))
    {
        if (rr_abi() != RR_ABI)
            throw std::runtime_error("reroute: the library has another ABI than its headers");
        rr_error what{};
        rr_context_options c{};
        c.size = sizeof c;
        c.user = state_.get();
        state_->allocator = {state_.get(), state::resize};
        c.allocator = state_->options.resize ? &state_->allocator : nullptr;
        c.cancelled = state_->options.cancelled ? state::cancelled : nullptr;
        c.progress = state_->options.progress ? state::progress : nullptr;
        c.log = state_->options.log ? state::log : nullptr;
        detail::check(rr_context_create(&state_->made, &c, &what), what);
    }
    rr_context *get() const noexcept { return state_->made; }
};

/* For the `deadline_ms` of all calls that answer one request together. */
inline std::int64_t deadline_in(std::chrono::milliseconds time) noexcept
{
    const std::int64_t most = UINT32_MAX, ms = time.count();
    return rr_deadline_in(static_cast<std::uint32_t>(ms < 0 ? 0 : ms > most ? most : ms));
}

} // namespace reroute

#endif

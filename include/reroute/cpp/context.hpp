/* SPDX-License-Identifier: MIT */
/* The context with its callbacks, and files as places where bytes go. */
#ifndef REROUTE_CPP_CONTEXT_HPP
#define REROUTE_CPP_CONTEXT_HPP

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "../context.h"
#include "error.hpp"

namespace reroute {

/* The version of the library that runs, "0.1.0". */
inline std::string_view version() noexcept { return view(rr_version()); }

/* All may be left out. They are called on the thread of a call, by several at once, for as long as anything made with the context
 * lives. What they throw is dropped. */
struct context_options {
    std::function<void *(void *block, std::size_t size)> resize; /* of rr_allocator */
    std::function<bool()> cancelled;                             /* asked in long work; true ends it with RR_ECANCELLED */
    std::function<void(std::string_view step, std::uint64_t done, std::uint64_t total)> progress;
    finding_fn log; /* what is nobody's result, such as a plugin's fault; says nothing of the person */
};

/* What everything is made with: one an application is enough. A handle.
 * Errors: RR_ENOMEM; std::runtime_error where the library has another ABI.  Thread: shared by any number. */
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
    context(const context &) noexcept = default;
    context &operator=(const context &) noexcept = default;
    rr_context *get() const noexcept { return state_->made; }
};

/* For the `deadline_ms` of all calls that answer one request together: now and `time`, of CLOCK_MONOTONIC. */
inline std::int64_t deadline_in(std::chrono::milliseconds time) noexcept
{
    const std::int64_t most = UINT32_MAX, ms = time.count();
    return rr_deadline_in(static_cast<std::uint32_t>(ms < 0 ? 0 : ms > most ? most : ms));
}

/* Takes rendered bytes, piece by piece. What it throws ends the rendering and comes out of it. */
using sink = std::function<void(std::string_view bytes)>;

/* A file that is written whole or not at all: its target is replaced by commit(), and left as it was without one. Devices and
 * pipes are written straight. Is a sink: `result.render(options, file)`, then `file.commit()`.
 * Owns: the open file. Moved, not copied.  Errors: RR_EIO RR_ENOMEM; std::logic_error after commit() or an error, when it is
 * over.  Thread: one at a time. */
class file {
    detail::only<rr_file, context> made_;

  public:
    file(const context &context, const std::string &path)
    {
        rr_error what{};
        rr_file *made = nullptr;
        rr_status status = rr_file_create(&made, context.get(), detail::c(path), &what);
        made_ = detail::own_alone(made, rr_file_destroy, context);
        detail::check(status, what);
    }
    rr_file *get() const noexcept { return made_.get(); } /* null: it is over */
    void write(std::string_view bytes)
    {
        const rr_sink *to = rr_file_sink(detail::there(get()));
        if (to->write(to->user, bytes.data(), bytes.size()) != 0)
            commit(); /* says why not */
    }
    operator sink() &
    {
        return [this](std::string_view bytes) { write(bytes); };
    }
    void commit()
    {
        rr_error what{};
        rr_status status = rr_file_commit(detail::there(get()), &what);
        made_.reset();
        detail::check(status, what);
    }
};

} // namespace reroute

#endif

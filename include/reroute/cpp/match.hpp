/* SPDX-License-Identifier: MIT */
/* Matches: what is asked, and the roles that come out. */
#ifndef REROUTE_CPP_MATCH_HPP
#define REROUTE_CPP_MATCH_HPP

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "../match.h"
#include "override.hpp"
#include "profile.hpp"

namespace reroute {

/* What is asked, for matches and all that builds on them: rr_match_options. Plugins and overrides are kept alive by the result. */
struct match_options {
    bool no_titles = false, no_text = false, all_roles = false;
    std::uint32_t top = 0; /* 0: all */
    std::string date;      /* YYYY-MM-DD, today */
    std::string region;    /* "": none */
    reroute::plugins plugins{};
    reroute::overrides overrides{};
    std::int64_t deadline_ms = 0; /* of deadline_in; 0: none */
};

/* One role for one worker: `match->fit_ppm` and whatever else rr_match says. Borrowed from the result. Units: parts per million; the
 * contributions add up to fit_ppm. */
class match {
    const rr_match *match_;
    const rr_taxonomy *taxonomy_;

  public:
    match(const rr_match *one, const rr_taxonomy *taxonomy) noexcept : match_(one), taxonomy_(taxonomy) {}
    const rr_match *operator->() const noexcept { return match_; }
    const rr_match &operator*() const noexcept { return *match_; }
    occupation role() const noexcept { return {taxonomy_, match_->occupation}; }
    span<rr_contribution> contributions() const noexcept { return {match_->contributions, match_->contribution_count}; }
    span<rr_held> held() const noexcept { return {match_->held, match_->held_count}; }
    span<rr_gap_item> gap() const noexcept { return {match_->gap, match_->gap_count}; }
    span<rr_verdict> verdicts() const noexcept { return {match_->verdicts, match_->verdict_count}; }
    span<rr_rule_finding> findings() const noexcept { return {match_->findings, match_->finding_count}; }
};

/* Matches of a result: its own, or those inside a plan or an explanation. */
class matches {
  protected:
    const rr_match_result *result_;
    const rr_taxonomy *taxonomy_;

  public:
    matches(const rr_match_result *result, const rr_taxonomy *taxonomy) noexcept : result_(result), taxonomy_(taxonomy) {}
    std::size_t size() const noexcept { return rr_match_count(result_); }
    match operator[](std::size_t index) const noexcept { return {rr_match_at(result_, index), taxonomy_}; }
    auto roles() const noexcept { return items(size(), [m = *this](std::size_t k) noexcept { return m[k]; }); }
    auto left_out() const noexcept
    {
        return items(rr_match_left_out_count(result_), [m = *this](std::size_t k) noexcept { return match(rr_match_left_out(m.result_, k), m.taxonomy_); });
    }
    std::size_t ranked() const noexcept { return rr_match_ranked(result_); }
    std::size_t sunk() const noexcept { return rr_match_sunk(result_); }
    /* How plugin `index` fared; the overrides that were given, and what `index` of them did. Nothing: there is none. */
    std::optional<rr_plugin_run> plugin(std::size_t index) const noexcept
    {
        rr_plugin_run out;
        return rr_match_plugin(result_, index, &out) != 0 ? std::optional(out) : std::nullopt;
    }
    auto overrides() const noexcept
    {
        const rr_overrides *given = rr_match_overrides(result_);
        return items(rr_overrides_count(given), [given](std::size_t k) noexcept -> const rr_override & { return *rr_overrides_at(given, k); });
    }
    std::optional<rr_override_effect> override_effect(std::size_t index) const noexcept
    {
        rr_override_effect out;
        return rr_match_override(result_, index, &out) != 0 ? std::optional(out) : std::nullopt;
    }
};

class matcher;

namespace detail {

/* Text is borrowed from the options. */
inline rr_match_options as_c(const match_options &options)
{
    rr_match_options c{};
    c.size = sizeof c;
    c.no_titles = options.no_titles;
    c.no_text = options.no_text;
    c.top = options.top;
    c.all_roles = options.all_roles;
    assign(c.date, options.date);
    c.region = c_or_null(options.region);
    c.plugins = options.plugins.get();
    c.overrides = options.overrides.get();
    c.deadline_ms = options.deadline_ms;
    return c;
}

/* What a result was made of: it keeps that alive, and rendering needs it again. */
struct question {
    std::shared_ptr<rr_matcher> matcher;
    std::shared_ptr<rr_taxonomy> taxonomy;
    std::shared_ptr<rr_profile> profile;
    match_options options;
};

/* A result of C, immutable, and what it was made of. Moved, not copied.  Thread: shared by any number. */
template <class T> class result {
  protected:
    question question_;
    std::unique_ptr<T, void (*)(T *)> made_;

    /* `run` gets where the result goes, the options of C and an error to fill. */
    template <class Run> result(question &&question, void (*destroy)(T *), Run &&run) : question_(std::move(question)), made_(nullptr, destroy)
    {
        rr_error what{};
        T *made = nullptr;
        const rr_match_options asked = as_c(question_.options);
        there(question_.profile.get());
        rr_status status = run(&made, question_, &asked, &what);
        made_.reset(made);
        check(status, what);
    }
    template <class Call> rr_status draw_by(Call &&call, const rr_render_options *how, const rr_sink *to, rr_error *what) const
    {
        const rr_match_options asked = as_c(question_.options);
        return call(there(made_.get()), question_.taxonomy.get(), question_.profile.get(), &asked, how, to, what);
    }

  public:
    result(result &&) noexcept = default;
    result &operator=(result &&other) noexcept
    {
        if (this == &other) /* text moved onto itself is lost */
            return *this;
        made_ = std::move(other.made_); /* the result goes before what it borrows */
        question_ = std::move(other.question_);
        return *this;
    }
    const T *get() const noexcept { return made_.get(); }
};

/* One with the renderer of C that writes it. */
template <class T, auto Render> class drawn : public result<T>, public rendered<drawn<T, Render>> {
    friend class rendered<drawn<T, Render>>;
    rr_status draw(const rr_render_options *how, const rr_sink *to, rr_error *what) const { return this->draw_by(Render, how, to, what); }

  protected:
    using result<T>::result;
};

} // namespace detail

/* The roles, best first: of all that were ranked, as many as were asked for. */
class match_result : public detail::drawn<rr_match_result, rr_render_match> {
    friend class matcher;
    using drawn::drawn;

  public:
    reroute::matches matches() const noexcept { return {get(), question_.taxonomy.get()}; }
    std::size_t size() const noexcept { return matches().size(); }
    match operator[](std::size_t index) const noexcept { return matches()[index]; }
    auto roles() const noexcept { return matches().roles(); }
    /* This match, made without plugins, and `after`, the same with them, both of all roles: what they change in the first `top`; 0: in
     * all. Text or JSON. */
    std::string render_trial(const match_result &after, std::uint32_t top, const render_options &options = {}) const
    {
        const rr_match_result *first = detail::there(get()), *second = detail::there(after.get());
        if (after.question_.taxonomy != question_.taxonomy)
            throw std::invalid_argument("reroute: a match of another taxonomy");
        const rr_match_options asked = detail::as_c(after.question_.options);
        return detail::render(options, [&](auto *how, auto *to, auto *what) {
            return rr_render_trial(first, second, top, question_.taxonomy.get(), question_.profile.get(), &asked, how, to, what);
        });
    }
};

} // namespace reroute

#endif

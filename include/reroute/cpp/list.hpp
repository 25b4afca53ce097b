/* SPDX-License-Identifier: MIT */
/* Short lists of many profiles, and roles that are alike: what a batch needs, fast, without explanations. */
#ifndef REROUTE_CPP_LIST_HPP
#define REROUTE_CPP_LIST_HPP

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "../render.h"
#include "matcher.hpp"

namespace reroute {

/* What one profile got: rows, best first; or why none. Borrowed, as what it was made of. */
class listed {
    span<rr_match_row> rows_;
    const rr_error *error_ = nullptr;

  public:
    explicit listed(span<rr_match_row> rows) noexcept : rows_(rows) {}
    explicit listed(const rr_error &why) noexcept : error_(&why) {}
    explicit listed(const finding &why) noexcept : listed(why.get()) {} /* of one that could not even be read */
    explicit operator bool() const noexcept { return error_ == nullptr; }
    span<rr_match_row> rows() const noexcept { return rows_; }
    std::optional<finding> failure() const noexcept { return error_ == nullptr ? std::nullopt : std::optional<finding>(*error_); }
    const rr_error *error() const noexcept { return error_; }
};

/* Whose list it is, when it is written. */
struct list_owner {
    std::string id;               /* "": not known */
    std::uint64_t line = 0;       /* of the input; 0: none */
    std::uint32_t unresolved = 0; /* jobs and skills left out because nobody could tell what they are */
};
/* Fields in the order they are wanted. */
struct list_render_options : render_options {
    std::vector<rr_list_field> fields = {RR_LIST_ID, RR_LIST_RANK, RR_LIST_OCCUPATION, RR_LIST_SCORE};
};
/* A field as JSON and the first row of CSV call it. */
inline std::string_view field_name(rr_list_field field) noexcept { return view(rr_list_field_name(field)); }

/* A role and how alike it is, in parts per million. */
struct similar_role {
    occupation role;
    std::int32_t fit_ppm;
};
/* For each of some roles, taken alone as a job history, the ones most alike to it, best first.
 * Owns: its figures; keeps the taxonomy alive.  Thread: shared by any number. */
class similar_roles : public detail::rendered<similar_roles> {
    friend class detail::rendered<similar_roles>;
    friend class lists;
    std::shared_ptr<rr_taxonomy> taxonomy_;
    std::vector<std::uint32_t> sources_, targets_; /* targets, fits: for each source `top_`, unused ones RR_NONE */
    std::vector<std::int32_t> fits_;
    std::uint32_t top_ = 0;

    similar_roles() = default;
    rr_status draw(const rr_render_options *how, const rr_sink *to, rr_error *what) const
    {
        return rr_render_similar(detail::there(taxonomy_.get()), sources_.data(), sources_.size(), top_, targets_.data(), fits_.data(), how, to, what);
    }

  public:
    std::size_t size() const noexcept { return sources_.size(); }
    auto operator[](std::size_t index) const noexcept
    {
        const std::uint32_t *to = targets_.data() + index * top_;
        return items(static_cast<std::size_t>(std::find(to, to + top_, RR_NONE) - to),
                     [to, fit = fits_.data() + index * top_, t = taxonomy_.get()](std::size_t k) noexcept { return similar_role{{t, to[k]}, fit[k]}; });
    }
};

/* What one thread's lists are made in: ranks, scores, fits and readiness as match_result has them, of the first `top` roles of the
 * options (0: all). Once it has seen a few profiles nothing is allocated, but with plugins or overrides.
 * Owns: the room for answers, which are borrowed until its next call. Moved, not copied; one that was moved from can be assigned to.
 * Errors: as of matcher's answers.  Thread: one at a time; each thread has its own. */
class lists {
    reroute::matcher matcher_;
    detail::only<rr_scratch, std::shared_ptr<rr_matcher>> scratch_;
    std::vector<const rr_profile *> people_;
    std::vector<rr_match_row> rows_;
    std::vector<std::uint32_t> counts_;
    std::vector<rr_error> errors_;

    std::uint32_t room_for(std::uint32_t top) const noexcept
    {
        const std::uint32_t all = std::max(matcher_.taxonomy().info().occupation_count, std::uint32_t{1});
        return top == 0 ? all : std::min(top, all);
    }
    template <class T> static void make_room(std::vector<T> &items, std::size_t count)
    {
        if (items.size() < count)
            items.resize(count);
    }
    static auto drawn(const taxonomy &taxonomy, const listed &one, const list_owner &whose, const list_render_options &how)
    {
        rr_listed c{};
        c.id = detail::c_or_null(whose.id);
        c.line = whose.line;
        c.unresolved = whose.unresolved;
        c.count = static_cast<std::uint32_t>(one.rows().size());
        c.rows = one.rows().begin();
        c.failure = one.error();
        return [t = taxonomy.get(), c, &fields = how.fields](const rr_render_options *options, const rr_sink *to, rr_error *what) {
            return rr_render_list(t, &c, fields.data(), fields.size(), options, to, what);
        };
    }

  public:
    explicit lists(const reroute::matcher &matcher) : matcher_(matcher)
    {
        rr_error what{};
        rr_scratch *made = nullptr;
        rr_status status = rr_scratch_create(&made, matcher.get(), &what);
        scratch_ = detail::own_alone(made, rr_scratch_destroy, matcher.share());
        detail::check(status, what);
    }
    rr_scratch *get() const noexcept { return scratch_.get(); }

    /* Of one resolved profile. */
    span<rr_match_row> one(const profile &profile, const match_options &options = {})
    {
        rr_error what{};
        std::uint32_t count = room_for(options.top);
        const rr_match_options asked = detail::as_c(options);
        make_room(rows_, count);
        detail::check(rr_match_list(matcher_.get(), detail::there(get()), detail::there(profile.get()), &asked, rows_.data(), &count, &what), what);
        return {rows_.data(), count};
    }
    /* Of many, which is faster: best by a hundred. `people`: any range of resolved profiles. Gives a range of `listed`, in their order:
     * what is wrong with one is there, and no error of the call. */
    template <class People> auto many(const People &people, const match_options &options = {})
    {
        rr_error what{};
        const std::uint32_t room = room_for(options.top);
        const rr_match_options asked = detail::as_c(options);
        people_.clear();
        for (const profile &one : people)
            people_.push_back(detail::there(one.get()));
        make_room(errors_, people_.size());
        make_room(counts_, people_.size());
        make_room(rows_, people_.size() * room);
        detail::check(rr_match_lists(matcher_.get(), detail::there(get()), people_.data(), people_.size(), &asked, room, rows_.data(), counts_.data(),
                                     errors_.data(), &what), what);
        return items(people_.size(), [rows = rows_.data(), counts = counts_.data(), errors = errors_.data(), room](std::size_t k) noexcept {
            return errors[k].status != RR_OK ? listed(errors[k]) : listed(span<rr_match_row>(rows + k * room, counts[k]));
        });
    }
    /* For each role the `top` ones most alike to it; 0: all. */
    similar_roles similar(const std::vector<occupation> &roles, std::uint32_t top = 10, bool no_titles = false, bool no_text = false)
    {
        rr_error what{};
        similar_roles out;
        out.taxonomy_ = matcher_.taxonomy().share();
        out.top_ = room_for(top);
        for (const occupation &role : roles)
            out.sources_.push_back(detail::index_in(matcher_.taxonomy().get(), role));
        out.targets_.resize(roles.size() * out.top_);
        out.fits_.resize(roles.size() * out.top_);
        detail::check(rr_matcher_similar(matcher_.get(), detail::there(get()), out.sources_.data(), roles.size(), out.top_, no_titles, no_text,
                                         out.targets_.data(), out.fits_.data(), &what), what);
        return out;
    }
    /* One person's list: an object in JSON, a row for each role, at least one, in CSV and TSV. What could not be matched is written as its
     * error, which says nothing of the person. */
    std::string render(const listed &one, const list_owner &whose, const list_render_options &how = {}) const
    {
        return detail::render(how, drawn(matcher_.taxonomy(), one, whose, how));
    }
    void render(const listed &one, const list_owner &whose, const list_render_options &how, const sink &to) const
    {
        detail::render(how, to, drawn(matcher_.taxonomy(), one, whose, how));
    }
    /* The first row of CSV and TSV. */
    std::string render_head(const list_render_options &how) const
    {
        return detail::render(how, [&](auto *options, auto *to, auto *what) {
            return rr_render_list_head(matcher_.taxonomy().get(), how.fields.data(), how.fields.size(), options, to, what);
        });
    }
};

} // namespace reroute

#endif

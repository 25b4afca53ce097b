/* SPDX-License-Identifier: MIT */
/* Taxonomies, their occupations and descriptors. */
#ifndef REROUTE_CPP_TAXONOMY_HPP
#define REROUTE_CPP_TAXONOMY_HPP

#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "../taxonomy.h"
#include "render.hpp"

namespace reroute {

/* An entry condition of an occupation. As occupation and descriptor it is borrowed from the taxonomy, and as cheap to copy as an
 * index; so is all text that they give.  Thread: any. */
class entry {
    const rr_taxonomy *taxonomy_;
    std::uint32_t occupation_, index_;

  public:
    entry(const rr_taxonomy *taxonomy, std::uint32_t occupation, std::uint32_t index) noexcept
        : taxonomy_(taxonomy), occupation_(occupation), index_(index) {}
    rr_entry facts() const noexcept
    {
        rr_entry out;
        rr_occupation_entry(taxonomy_, occupation_, index_, &out);
        return out;
    }
    std::string_view code() const noexcept { return view(facts().code); }
    std::string_view text(rr_lang lang) const noexcept { return view(rr_occupation_entry_text(taxonomy_, occupation_, index_, lang)); }
    std::string_view question(rr_lang lang) const noexcept { return view(rr_occupation_entry_question(taxonomy_, occupation_, index_, lang)); }
    /* What different sources claim. */
    auto claims(rr_lang lang) const noexcept
    {
        return items(facts().claim_count, [e = *this, lang](std::size_t k) noexcept {
            rr_note out;
            rr_occupation_entry_claim(e.taxonomy_, e.occupation_, e.index_, static_cast<std::uint32_t>(k), lang, &out);
            return out;
        });
    }
};

namespace detail {

/* The lists of a concept: `count` structs of T, each from the C getter. */
template <class T>
auto listed(const rr_taxonomy *taxonomy, std::uint32_t index, std::uint32_t count,
            int (*get)(const rr_taxonomy *, std::uint32_t, std::uint32_t, T *)) noexcept
{
    return items(count, [=](std::size_t k) noexcept {
        T out;
        get(taxonomy, index, static_cast<std::uint32_t>(k), &out);
        return out;
    });
}
/* The related concepts of one, as R. */
template <class R>
auto related(const rr_taxonomy *taxonomy, std::uint32_t index, std::uint32_t count,
             std::uint32_t (*get)(const rr_taxonomy *, std::uint32_t, std::uint32_t)) noexcept
{
    return items(count, [=](std::size_t k) noexcept { return R(taxonomy, get(taxonomy, index, static_cast<std::uint32_t>(k))); });
}

} // namespace detail

/* Study hours to a level of an occupation's standard. */
struct level_hours {
    std::string_view level;
    std::int32_t hours;
};

/* What the taxonomy says of an occupation: facts() are numbers and counts, the ranges what these count, as the C structs. Units: levels
 * in hundredths of the ascending scale, shares in parts per million; -1: not stated. */
class occupation {
    const rr_taxonomy *taxonomy_;
    std::uint32_t index_;

  public:
    occupation(const rr_taxonomy *taxonomy, std::uint32_t index) noexcept : taxonomy_(taxonomy), index_(index) {}
    const rr_taxonomy *taxonomy() const noexcept { return taxonomy_; }
    std::uint32_t index() const noexcept { return index_; }
    rr_occupation facts() const noexcept
    {
        rr_occupation out;
        rr_taxonomy_occupation(taxonomy_, index_, &out);
        return out;
    }
    std::string_view id() const noexcept { return view(facts().id); }
    std::string_view label(rr_lang lang) const noexcept { return view(rr_occupation_label(taxonomy_, index_, lang)); }
    std::string_view description(rr_lang lang) const noexcept { return view(rr_occupation_description(taxonomy_, index_, lang)); }
    auto requirements() const noexcept { return detail::listed(taxonomy_, index_, facts().requirement_count, rr_occupation_requirement); }
    auto codes() const noexcept { return detail::listed(taxonomy_, index_, facts().code_count, rr_occupation_code); }
    auto crosswalks() const noexcept { return detail::listed(taxonomy_, index_, facts().crosswalk_count, rr_occupation_crosswalk); }
    auto exposures() const noexcept { return detail::listed(taxonomy_, index_, facts().exposure_count, rr_occupation_exposure); }
    auto pays() const noexcept { return detail::listed(taxonomy_, index_, facts().pay_count, rr_occupation_pay); }
    auto standards() const noexcept { return detail::listed(taxonomy_, index_, facts().standard_count, rr_occupation_standard); }
    /* Of the standard `index` of standards(). */
    auto standard_hours(std::uint32_t index) const noexcept
    {
        rr_standard standard;
        rr_occupation_standard(taxonomy_, index_, index, &standard);
        return items(standard.hours_count, [o = *this, index](std::size_t k) noexcept {
            const char *level = nullptr;
            level_hours out{{}, -1};
            rr_occupation_standard_hours(o.taxonomy_, o.index_, index, static_cast<std::uint32_t>(k), &level, &out.hours);
            out.level = view(level);
            return out;
        });
    }
    auto names() const noexcept { return detail::listed(taxonomy_, index_, facts().label_count, rr_occupation_name); }
    auto notes(rr_lang lang) const noexcept
    {
        return items(facts().note_count, [o = *this, lang](std::size_t k) noexcept {
            rr_note out;
            rr_occupation_note(o.taxonomy_, o.index_, static_cast<std::uint32_t>(k), lang, &out);
            return out;
        });
    }
    auto tasks(rr_lang lang) const noexcept
    {
        return items(facts().task_count, [o = *this, lang](std::size_t k) noexcept {
            return view(rr_occupation_task(o.taxonomy_, o.index_, static_cast<std::uint32_t>(k), lang));
        });
    }
    auto entries() const noexcept
    {
        return items(facts().entry_count, [o = *this](std::size_t k) noexcept { return entry(o.taxonomy_, o.index_, static_cast<std::uint32_t>(k)); });
    }
};

/* What the taxonomy says of a skill or another thing that occupations require. */
class descriptor {
    const rr_taxonomy *taxonomy_;
    std::uint32_t index_;

  public:
    descriptor(const rr_taxonomy *taxonomy, std::uint32_t index) noexcept : taxonomy_(taxonomy), index_(index) {}
    const rr_taxonomy *taxonomy() const noexcept { return taxonomy_; }
    std::uint32_t index() const noexcept { return index_; }
    rr_descriptor facts() const noexcept
    {
        rr_descriptor out;
        rr_taxonomy_descriptor(taxonomy_, index_, &out);
        return out;
    }
    std::string_view id() const noexcept { return view(facts().id); }
    std::string_view label(rr_lang lang) const noexcept { return view(rr_descriptor_label(taxonomy_, index_, lang)); }
    std::string_view description(rr_lang lang) const noexcept { return view(rr_descriptor_description(taxonomy_, index_, lang)); }
    auto broader() const noexcept { return detail::related<descriptor>(taxonomy_, index_, facts().broader_count, rr_descriptor_broader); }
    auto narrower() const noexcept { return detail::related<descriptor>(taxonomy_, index_, facts().narrower_count, rr_descriptor_narrower); }
    auto occupations() const noexcept { return detail::related<occupation>(taxonomy_, index_, facts().occupation_count, rr_descriptor_occupation); }
    auto crosswalks() const noexcept { return detail::listed(taxonomy_, index_, facts().crosswalk_count, rr_descriptor_crosswalk); }
    auto names() const noexcept { return detail::listed(taxonomy_, index_, facts().label_count, rr_descriptor_name); }
    /* A level as its scale writes it. */
    std::string written(std::int32_t level) const
    {
        std::string out(rr_level_format(taxonomy_, index_, level, nullptr, 0), '\0');
        rr_level_format(taxonomy_, index_, level, out.data(), out.size() + 1);
        return out;
    }
};

namespace detail {

template <class Concept> std::uint32_t index_in(const rr_taxonomy *taxonomy, const Concept &one)
{
    if (one.taxonomy() != taxonomy)
        throw std::invalid_argument("reroute: an occupation or descriptor of another taxonomy");
    return one.index();
}

} // namespace detail

/* What a text may mean. `status` RR_OK: the first candidate, and no other; RR_EAMBIGUOUS: one of them; RR_ENOTFOUND: none,
 * they are only near. */
struct resolution {
    rr_status status;
    std::vector<rr_candidate> candidates;
    explicit operator bool() const noexcept { return status == RR_OK; }
};

/* What a line of the account of an import says, in the language. */
inline std::string_view text(const rr_import_row &row, rr_lang lang) noexcept { return view(rr_import_row_what(&row, lang)); }

/* A loaded taxonomy: immutable. A handle. Its occupations and descriptors are numbered from 0 in the order of their ids.
 * Errors: of loading, all but RR_EUSAGE, with the place in the file; each finding goes to `findings` first.  Thread: shared by any
 * number. */
class taxonomy : public detail::rendered<taxonomy> {
    friend class detail::rendered<taxonomy>;
    std::shared_ptr<rr_taxonomy> made_;

    rr_status draw(const rr_render_options *how, const rr_sink *to, rr_error *what) const { return rr_render_taxonomy(get(), how, to, what); }

    explicit taxonomy(std::shared_ptr<rr_taxonomy> made) noexcept : made_(std::move(made)) {}
    template <class Call> static taxonomy load_by(const context &context, const finding_fn &findings, Call &&call)
    {
        rr_error what{};
        rr_taxonomy *made = nullptr;
        detail::relay<finding_fn> relayed{findings};
        rr_status status = call(&made, &relayed, &what);
        auto owned = detail::own(made, rr_taxonomy_destroy, context);
        relayed.check(status, what);
        return taxonomy(std::move(owned));
    }
    template <class Find>
    resolution look_up(Find *find, rr_concept kind, const std::string &text, std::size_t max, rr_error &what) const
    {
        std::size_t count = 0;
        resolution found{RR_OK, std::vector<rr_candidate>(max)};
        found.status = find(get(), kind, detail::c(text), found.candidates.data(), max, &count, &what);
        found.candidates.resize(count);
        if (found.status != RR_EAMBIGUOUS && found.status != RR_ENOTFOUND)
            detail::check(found.status, what);
        return found;
    }
    std::uint32_t one(rr_concept kind, const std::string &text) const
    {
        rr_error what{};
        resolution found = look_up(rr_taxonomy_resolve, kind, text, 2, what);
        detail::check(found.status, what);
        return found.candidates[0].index;
    }

  public:
    static taxonomy load(const context &context, const std::vector<std::string> &paths, const finding_fn &findings = {})
    {
        const auto list = detail::c_list(paths);
        return load_by(context, findings, [&](rr_taxonomy **out, void *user, rr_error *what) {
            return rr_taxonomy_load(out, context.get(), list.data(), list.size(), detail::relay_finding, user, what);
        });
    }
    /* Keeps what XML says, frozen, in `folder`: see rr_taxonomy_load_cached. */
    static taxonomy load_cached(const context &context, const std::vector<std::string> &paths, const std::string &folder, const finding_fn &findings = {})
    {
        const auto list = detail::c_list(paths);
        const char *cache = detail::c_or_null(folder);
        return load_by(context, findings, [&](rr_taxonomy **out, void *user, rr_error *what) {
            return rr_taxonomy_load_cached(out, context.get(), list.data(), list.size(), cache, detail::relay_finding, user, what);
        });
    }
    static taxonomy load_memory(const context &context, const std::string &name, std::string_view bytes, const finding_fn &findings = {})
    {
        const char *shown = detail::c(name);
        return load_by(context, findings, [&](rr_taxonomy **out, void *user, rr_error *what) {
            return rr_taxonomy_load_memory(out, context.get(), shown, bytes.data(), bytes.size(), detail::relay_finding, user, what);
        });
    }
    /* From the official files of a scheme ("onet", "esco"); `model`: an XML file with facets, terms and weights, "": none. `row` gets the
     * account of it, line by line; text() has its words in both languages. */
    static taxonomy import_files(const context &context, const std::string &scheme, const std::string &folder, const std::string &model = {},
                           const std::function<void(const rr_import_row &)> &row = {})
    {
        using relay = detail::relay<std::function<void(const rr_import_row &)>>;
        rr_error what{};
        rr_taxonomy *made = nullptr;
        relay relayed{row};
        auto give = [](void *user, const rr_import_row *one) noexcept { static_cast<relay *>(user)->run([one](auto &fn) { fn(*one); }); };
        rr_status status = rr_taxonomy_import(&made, context.get(), detail::c(scheme), detail::c(folder), detail::c_or_null(model), give, &relayed, &what);
        auto owned = detail::own(made, rr_taxonomy_destroy, context);
        relayed.check(status, what);
        return taxonomy(std::move(owned));
    }
    taxonomy(const taxonomy &) noexcept = default;
    taxonomy &operator=(const taxonomy &) noexcept = default;
    const rr_taxonomy *get() const noexcept { return made_.get(); }
    const std::shared_ptr<rr_taxonomy> &share() const noexcept { return made_; }

    /* Frozen, with its matching index; atomically. */
    void save(const std::string &path) const
    {
        rr_error what{};
        detail::check(rr_taxonomy_save(get(), detail::c(path), &what), what);
    }
    std::string xml() const
    {
        return detail::render({}, [this](const rr_render_options *, const rr_sink *to, rr_error *what) { return rr_taxonomy_write_xml(get(), to, what); });
    }
    rr_taxonomy_info info() const noexcept
    {
        rr_taxonomy_info out;
        rr_taxonomy_get_info(get(), &out);
        return out;
    }
    std::string_view label(rr_lang lang) const noexcept { return view(rr_taxonomy_label(get(), lang)); }
    auto sources() const noexcept
    {
        return items(info().source_count, [t = get()](std::size_t k) noexcept {
            rr_source out;
            rr_taxonomy_source(t, static_cast<std::uint32_t>(k), &out);
            return out;
        });
    }
    auto facets() const noexcept
    {
        return items(info().facet_count, [t = get()](std::size_t k) noexcept {
            rr_facet out;
            rr_taxonomy_facet(t, static_cast<std::uint32_t>(k), &out);
            return out;
        });
    }
    std::string_view facet_label(std::uint32_t facet, rr_lang lang) const noexcept { return view(rr_facet_label(get(), facet, lang)); }
    auto occupations() const noexcept
    {
        return items(info().occupation_count, [t = get()](std::size_t k) noexcept { return reroute::occupation(t, static_cast<std::uint32_t>(k)); });
    }
    auto descriptors() const noexcept
    {
        return items(info().descriptor_count, [t = get()](std::size_t k) noexcept { return reroute::descriptor(t, static_cast<std::uint32_t>(k)); });
    }
    /* The one that an id, code or title means; error RR_ENOTFOUND or RR_EAMBIGUOUS: ask resolve for the candidates. */
    reroute::occupation occupation(const std::string &text) const { return {get(), one(RR_CONCEPT_OCCUPATION, text)}; }
    reroute::descriptor descriptor(const std::string &text) const { return {get(), one(RR_CONCEPT_DESCRIPTOR, text)}; }
    /* The one of this very id, or nothing. */
    std::optional<reroute::occupation> find_occupation(const std::string &id) const
    {
        const std::uint32_t index = rr_taxonomy_find_occupation(get(), detail::c(id));
        return index == RR_NONE ? std::nullopt : std::optional(reroute::occupation(get(), index));
    }
    std::optional<reroute::descriptor> find_descriptor(const std::string &id) const
    {
        const std::uint32_t index = rr_taxonomy_find_descriptor(get(), detail::c(id));
        return index == RR_NONE ? std::nullopt : std::optional(reroute::descriptor(get(), index));
    }
    resolution resolve(rr_concept kind, const std::string &text, std::size_t max = 10) const
    {
        rr_error what{};
        return look_up(rr_taxonomy_resolve, kind, text, max, what);
    }
    std::vector<rr_candidate> search(rr_concept kind, const std::string &text, std::size_t max = 10) const
    {
        rr_error what{};
        return look_up(rr_taxonomy_search, kind, text, max, what).candidates;
    }
    using rendered::render;
    std::string render(const reroute::occupation &one, const render_options &options = {}) const
    {
        return detail::render(options, [&](auto *how, auto *to, auto *what) { return rr_render_occupation(get(), detail::index_in(get(), one), how, to, what); });
    }
    std::string render(const reroute::descriptor &one, const render_options &options = {}) const
    {
        return detail::render(options, [&](auto *how, auto *to, auto *what) { return rr_render_descriptor(get(), detail::index_in(get(), one), how, to, what); });
    }
    std::string render(rr_concept kind, const std::vector<rr_candidate> &candidates, const render_options &options = {}) const
    {
        return detail::render(options, [&](auto *how, auto *to, auto *what) {
            return rr_render_candidates(get(), kind, candidates.data(), candidates.size(), how, to, what);
        });
    }
};

} // namespace reroute

#endif

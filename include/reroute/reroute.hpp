/* SPDX-License-Identifier: MIT */
/* libreroute for C++17: objects that end by themselves, errors as exceptions, text as std::string_view.
 *
 * OWNERSHIP  context, taxonomy, plugins, matcher and overrides are handles: a copy names the same thing, which lives as long
 *            as anything made with it. Profiles and results can only be moved. What a result gives (ranges, C structs,
 *            string_views) is borrowed until the result is gone; of a taxonomy, until the last handle is.
 * RECORDS    Results are the C headers' own structs, read through spans: what a field means is said there. Their
 *            `const char *` become string_view with view(), texts of plugins with text().
 * ERRORS     What returns rr_status in C throws reroute::error. std::invalid_argument: text that C can't take (a NUL in
 *            it, a date of eleven characters). Getters that can't fail are noexcept.
 * CALLBACKS  What `findings`, `unresolved` and sinks throw ends the call and comes out of it. The context's callbacks run
 *            beside all calls: what they throw is dropped, `cancelled` then counts as yes, `resize` as out of memory.
 * THREADS    As in C: everything but profiles and overrides may be shared once it is made. A profile or overrides must not
 *            change while a result made with them lives. */
#ifndef REROUTE_HPP
#define REROUTE_HPP

#include <algorithm>
#include <chrono>
#include <cstring>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "reroute.h"

namespace reroute {

/* --- text and ranges --- */

inline std::string_view view(const char *text) noexcept { return text == nullptr ? std::string_view() : std::string_view(text); }
inline std::string_view view(const rrp_str &text) noexcept { return text.n == 0 ? std::string_view() : std::string_view(text.p, text.n); }
/* What a plugin says, in the language or in the one there is. */
inline std::string_view text(const rrp_vec &texts, rr_lang lang) noexcept { return view(rr_plugin_text(&texts, lang)); }

/* Into a field of fixed size: a date, a currency. */
template <std::size_t N> void assign(char (&field)[N], std::string_view text)
{
    if (text.size() >= N || text.find('\0') != text.npos)
        throw std::invalid_argument("reroute: text that does not fit its field");
    std::memset(field, 0, N);
    text.copy(field, N - 1);
}

/* A C array and its count. */
template <class T> class span {
    const T *data_ = nullptr;
    std::size_t size_ = 0;

  public:
    constexpr span() noexcept = default;
    constexpr span(const T *first, std::size_t count) noexcept : data_(first), size_(count) {}
    constexpr const T *begin() const noexcept { return data_; }
    constexpr const T *end() const noexcept { return data_ + size_; }
    constexpr std::size_t size() const noexcept { return size_; }
    constexpr bool empty() const noexcept { return size_ == 0; }
    constexpr const T &operator[](std::size_t index) const noexcept { return data_[index]; }
};

/* What a getter gives for 0 .. size() - 1. */
template <class Get> class items {
    Get get_;
    std::size_t size_;

  public:
    class iterator {
        const Get *get_;
        std::size_t at_;

      public:
        using iterator_category = std::input_iterator_tag;
        using reference = decltype(std::declval<const Get &>()(std::size_t()));
        using value_type = std::decay_t<reference>;
        using difference_type = std::ptrdiff_t;
        using pointer = void;
        iterator(const Get *get, std::size_t at) noexcept : get_(get), at_(at) {}
        reference operator*() const { return (*get_)(at_); }
        iterator &operator++() noexcept { return ++at_, *this; }
        iterator operator++(int) noexcept { return iterator(get_, at_++); }
        bool operator==(const iterator &other) const noexcept { return at_ == other.at_; }
        bool operator!=(const iterator &other) const noexcept { return at_ != other.at_; }
    };
    items(std::size_t size, Get get) : get_(std::move(get)), size_(size) {}
    iterator begin() const noexcept { return iterator(&get_, 0); }
    iterator end() const noexcept { return iterator(&get_, size_); }
    std::size_t size() const noexcept { return size_; }
    bool empty() const noexcept { return size_ == 0; }
    decltype(auto) operator[](std::size_t index) const { return get_(index); }
};

/* Records of a plugin: `for (const rrp_session &s : records<rrp_session>(course.sessions))`. Late fields: see RRP_HAS. */
template <class T> auto records(const rrp_vec &vec) noexcept
{
    return items(vec.count, [vec](std::size_t k) noexcept -> const T & {
        return *static_cast<const T *>(static_cast<const void *>(static_cast<const char *>(vec.data) + k * vec.stride));
    });
}

/* --- errors --- */

/* What is wrong or doubtful, and where: a status, a number that stays, a place, and text in two languages. */
class finding {
    rr_error error_;

  public:
    explicit finding(const rr_error &error) noexcept : error_(error) {}
    rr_status status() const noexcept { return error_.status; }
    unsigned number() const noexcept { return error_.number; }
    std::string_view file() const noexcept { return view(error_.file); }
    std::uint32_t line() const noexcept { return error_.line; }
    std::uint32_t column() const noexcept { return error_.column; }
    rr_severity severity() const noexcept { return rr_error_severity(&error_); }
    const rr_error &get() const noexcept { return error_; }
    /* "FILE:LINE:COLUMN: error R0231: text" */
    std::string text(rr_lang lang = RR_LANG_EN) const
    {
        std::string out(rr_error_format(&error_, lang, nullptr, 0), '\0');
        rr_error_format(&error_, lang, out.data(), out.size() + 1);
        return out;
    }
};

class error : public std::runtime_error, public finding {
  public:
    explicit error(const rr_error &what) : std::runtime_error(finding(what).text()), finding(what) {}
};

using finding_fn = std::function<void(const finding &)>;

namespace detail {

inline const char *c(const std::string &text)
{
    if (text.find('\0') != text.npos)
        throw std::invalid_argument("reroute: text with a NUL in it");
    return text.c_str();
}
inline const char *c_or_null(const std::string &text) { return text.empty() ? nullptr : c(text); }
inline std::vector<const char *> c_list(const std::vector<std::string> &texts)
{
    std::vector<const char *> list;
    for (const std::string &one : texts)
        list.push_back(c(one));
    return list;
}

inline void check(rr_status status, rr_error &what)
{
    if (status == RR_OK)
        return;
    what.status = status;
    throw error(what);
}

/* A function that C calls during one call: what it throws waits until that is over. */
template <class Fn> struct relay {
    const Fn &fn;
    std::exception_ptr thrown{};

    template <class Call> int run(Call &&call) noexcept
    {
        if (thrown != nullptr || !fn)
            return thrown != nullptr;
        try {
            call(fn);
        } catch (...) {
            thrown = std::current_exception();
        }
        return thrown != nullptr;
    }
    void check(rr_status status, rr_error &what) const
    {
        if (thrown != nullptr)
            std::rethrow_exception(thrown);
        detail::check(status, what);
    }
};
inline void relay_finding(void *user, const rr_error *what) noexcept
{
    static_cast<relay<finding_fn> *>(user)->run([what](const finding_fn &fn) { fn(finding(*what)); });
}

/* Ends what C made, then lets go of all that it borrows. */
template <class T, class... Parents> struct ending {
    void (*destroy)(T *);
    std::tuple<Parents...> parents;
    void operator()(T *made) const noexcept { destroy(made); }
};
template <class T, class... Parents> std::shared_ptr<T> own(T *made, void (*destroy)(T *), Parents... parents)
{
    return std::shared_ptr<T>(made, ending<T, Parents...>{destroy, {std::move(parents)...}});
}

} // namespace detail

/* --- context --- */

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

/* --- rendering --- */

struct render_options {
    rr_format format = RR_FORMAT_JSON;
    rr_lang lang = RR_LANG_EN;
    bool colour = false, verbose = false, beside = false;
    std::uint32_t columns = 0;
    rr_view view = RR_VIEW_CASEWORKER;
    const rr_record_asked *record = nullptr;
};
using sink = std::function<void(std::string_view bytes)>;

namespace detail {

/* `call` gets options and sink of C, and an error to fill. */
template <class Call> void render(const render_options &options, const sink &to, Call &&call)
{
    rr_error what{};
    relay<sink> relayed{to};
    rr_render_options c{};
    c.size = sizeof c;
    c.format = options.format;
    c.lang = options.lang;
    c.colour = options.colour;
    c.verbose = options.verbose;
    c.beside = options.beside;
    c.columns = options.columns;
    c.view = options.view;
    c.record = options.record;
    const rr_sink put = {&relayed, [](void *user, const char *bytes, std::size_t len) noexcept {
                             return static_cast<relay<sink> *>(user)->run([&](const sink &fn) { fn(std::string_view(bytes, len)); });
                         }};
    relayed.check(call(&c, &put, &what), what);
}
template <class Call> std::string render(const render_options &options, Call &&call)
{
    std::string out;
    render(options, [&out](std::string_view bytes) { out.append(bytes); }, std::forward<Call>(call));
    return out;
}

} // namespace detail

/* --- taxonomy --- */

/* An entry condition of an occupation. */
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

class descriptor {
    const rr_taxonomy *taxonomy_;
    std::uint32_t index_;

  public:
    descriptor(const rr_taxonomy *taxonomy, std::uint32_t index) noexcept : taxonomy_(taxonomy), index_(index) {}
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

/* What a text may mean. `status` RR_OK: the first candidate, and no other; RR_EAMBIGUOUS: one of them; RR_ENOTFOUND: none,
 * they are only near. */
struct resolution {
    rr_status status;
    std::vector<rr_candidate> candidates;
    explicit operator bool() const noexcept { return status == RR_OK; }
};

class taxonomy {
    std::shared_ptr<rr_taxonomy> made_;

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
     * account of it, line by line; rr_import_row_what has its words in both languages. */
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
    const rr_taxonomy *get() const noexcept { return made_.get(); }
    const std::shared_ptr<rr_taxonomy> &share() const noexcept { return made_; }

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
    std::string render(const render_options &options = {}) const
    {
        return detail::render(options, [this](auto *how, auto *to, auto *what) { return rr_render_taxonomy(get(), how, to, what); });
    }
    std::string render(const reroute::occupation &one, const render_options &options = {}) const
    {
        return detail::render(options, [&](auto *how, auto *to, auto *what) { return rr_render_occupation(get(), one.index(), how, to, what); });
    }
    std::string render(const reroute::descriptor &one, const render_options &options = {}) const
    {
        return detail::render(options, [&](auto *how, auto *to, auto *what) { return rr_render_descriptor(get(), one.index(), how, to, what); });
    }
    std::string render(rr_concept kind, const std::vector<rr_candidate> &candidates, const render_options &options = {}) const
    {
        return detail::render(options, [&](auto *how, auto *to, auto *what) {
            return rr_render_candidates(get(), kind, candidates.data(), candidates.size(), how, to, what);
        });
    }
};

/* --- profile --- */

/* The C structs with nothing stated. Their text is borrowed until the call returns that they are given to. */
struct job : rr_job {
    explicit job(const char *what) noexcept : rr_job{} { title = what, months = until_year = -1, occupation = RR_NONE; }
};
struct skill : rr_skill {
    explicit skill(const char *what) noexcept : rr_skill{} { text = what, level = -1, descriptor = RR_NONE; }
};
struct constraints : rr_constraints {
    constraints() noexcept : rr_constraints{} { max_weeks = hours_per_week = travel_minutes = -1, max_cost_minor = income_floor_minor = -1; }
};

struct profile_source {
    rr_profile_format format = RR_PROFILE_AUTO;
    std::string encoding; /* of JSON and CSV; "": UTF-8 */
    finding_fn findings;
};

class record;

class profile {
    friend class record;
    std::shared_ptr<rr_profile> made_;

    profile(const context &context, rr_profile *made) : made_(detail::own(made, rr_profile_destroy, context)) {}

    struct reading {
        detail::relay<finding_fn> findings;
        const context &made_with;
        std::vector<profile> &read;
        std::exception_ptr thrown{};

        static void find(void *user, const rr_error *what) noexcept { detail::relay_finding(&static_cast<reading *>(user)->findings, what); }
        static int each(void *user, rr_profile *made) noexcept
        {
            reading &r = *static_cast<reading *>(user);
            try {
                r.read.push_back(profile(r.made_with, made));
            } catch (...) {
                r.thrown = std::current_exception();
            }
            return r.thrown != nullptr;
        }
    };
    template <class Call> static std::vector<profile> read_by(const context &context, const profile_source &source, Call &&call)
    {
        rr_error what{};
        std::vector<profile> read;
        reading r{{source.findings}, context, read};
        rr_profile_read_options c{};
        c.size = sizeof c;
        c.format = source.format;
        c.encoding = detail::c_or_null(source.encoding);
        c.finding = reading::find;
        c.user = &r;
        rr_status status = call(&c, reading::each, &r, &what);
        if (r.thrown != nullptr)
            std::rethrow_exception(r.thrown);
        r.findings.check(status, what);
        return read;
    }
    template <class Call> void change(Call &&call)
    {
        rr_error what{};
        detail::check(call(made_.get(), &what), what);
    }

  public:
    profile(const context &context, const std::string &id)
    {
        rr_error what{};
        rr_profile *made = nullptr;
        rr_status status = rr_profile_create(&made, context.get(), detail::c(id), &what);
        made_ = detail::own(made, rr_profile_destroy, context);
        detail::check(status, what);
    }
    profile(profile &&) noexcept = default;
    profile &operator=(profile &&) noexcept = default;

    /* All that a file holds. */
    static std::vector<profile> read(const context &context, const std::string &path, const profile_source &source = {})
    {
        return read_by(context, source, [&](auto *c, auto *each, void *user, rr_error *what) {
            return rr_profile_read(context.get(), detail::c(path), c, each, user, what);
        });
    }
    /* The same from memory; `name` stands in errors for a file name. */
    static std::vector<profile> parse(const context &context, const std::string &name, std::string_view bytes, const profile_source &source = {})
    {
        return read_by(context, source, [&](auto *c, auto *each, void *user, rr_error *what) {
            return rr_profile_read_memory(context.get(), detail::c(name), bytes.data(), bytes.size(), c, each, user, what);
        });
    }
    profile &add(const job &what) { return change([&](auto *p, auto *e) { return rr_profile_add_job(p, &what, e); }), *this; }
    profile &add(const skill &what) { return change([&](auto *p, auto *e) { return rr_profile_add_skill(p, &what, e); }), *this; }
    profile &add(const rr_licence &what) { return change([&](auto *p, auto *e) { return rr_profile_add_licence(p, &what, e); }), *this; }
    profile &add(const rr_fact &what) { return change([&](auto *p, auto *e) { return rr_profile_add_fact(p, &what, e); }), *this; }
    profile &add(const rr_language &what) { return change([&](auto *p, auto *e) { return rr_profile_add_language(p, &what, e); }), *this; }
    profile &set(const constraints &what) { return change([&](auto *p, auto *e) { return rr_profile_set_constraints(p, &what, e); }), *this; }
    profile &set_education(const std::string &what) { return change([&](auto *p, auto *e) { return rr_profile_set_education(p, detail::c(what), e); }), *this; }
    profile &set_region(const std::string &what) { return change([&](auto *p, auto *e) { return rr_profile_set_region(p, detail::c(what), e); }), *this; }

    rr_profile *get() const noexcept { return made_.get(); }
    const std::shared_ptr<rr_profile> &share() const noexcept { return made_; }
    std::string_view id() const noexcept { return view(rr_profile_id(get())); }
    std::string_view education() const noexcept { return view(rr_profile_education(get())); } /* "": unknown */
    std::string_view region() const noexcept { return view(rr_profile_region(get())); }
    const rr_constraints &limits() const noexcept { return *rr_profile_constraints(get()); }
    auto jobs() const noexcept { return items(rr_profile_job_count(get()), [p = get()](std::size_t k) noexcept -> const rr_job & { return *rr_profile_job(p, k); }); }
    auto skills() const noexcept { return items(rr_profile_skill_count(get()), [p = get()](std::size_t k) noexcept -> const rr_skill & { return *rr_profile_skill(p, k); }); }
    auto licences() const noexcept { return items(rr_profile_licence_count(get()), [p = get()](std::size_t k) noexcept -> const rr_licence & { return *rr_profile_licence(p, k); }); }
    auto facts() const noexcept { return items(rr_profile_fact_count(get()), [p = get()](std::size_t k) noexcept -> const rr_fact & { return *rr_profile_fact(p, k); }); }
    auto languages() const noexcept { return items(rr_profile_language_count(get()), [p = get()](std::size_t k) noexcept -> const rr_language & { return *rr_profile_language(p, k); }); }

    /* Finds jobs and skills in the taxonomy; false: some weren't, and each of these was given to `unresolved`. */
    bool resolve(const taxonomy &taxonomy, const std::function<void(const rr_unresolved &)> &unresolved = {})
    {
        using relay = detail::relay<std::function<void(const rr_unresolved &)>>;
        rr_error what{};
        relay relayed{unresolved};
        auto give = [](void *user, const rr_unresolved *one) noexcept { static_cast<relay *>(user)->run([one](auto &fn) { fn(*one); }); };
        rr_status status = rr_profile_resolve(get(), taxonomy.get(), give, &relayed, &what);
        relayed.check(status == RR_EAMBIGUOUS ? RR_OK : status, what);
        return status == RR_OK;
    }
    std::string write(rr_profile_format format = RR_PROFILE_JSON, bool header = true) const
    {
        return detail::render({}, [&](const rr_render_options *, auto *to, auto *what) { return rr_profile_write(get(), format, header, to, what); });
    }
    std::string sha256() const
    {
        rr_error what{};
        char out[65];
        detail::check(rr_profile_sha256(get(), out, &what), what);
        return out;
    }
};

/* --- plugins --- */

struct plugins_options {
    std::vector<std::string> paths, search; /* must exist; may be missing */
    std::string region;                     /* "": none is started */
    std::optional<std::string> helper;      /* not given: the one beside the library; "": none */
    bool in_process = false;                /* plugins' code runs in this process, with all that it may do to it */
    bool require_isolation = false;
    std::string state_file;
    std::uint32_t start_ms = 0, call_ms = 0;
    finding_fn findings;
    std::string date;
};

/* The helper program beside the library; "": there is none. */
inline std::string plugins_helper()
{
    std::string out(rr_plugins_helper(nullptr, 0), '\0');
    out.resize(std::min(out.size(), rr_plugins_helper(out.data(), out.size() + 1)));
    return out;
}

class plugins {
    std::shared_ptr<rr_plugins> made_;
    std::shared_ptr<rr_taxonomy> taxonomy_;

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
    std::string render(const render_options &options = {}) const
    {
        return detail::render(options, [this](auto *how, auto *to, auto *what) { return rr_render_plugins(get(), taxonomy_.get(), how, to, what); });
    }
};

/* --- overrides --- */

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
    explicit operator bool() const noexcept { return made_ != nullptr; }
    rr_overrides *get() const noexcept { return made_.get(); }
    const std::shared_ptr<rr_overrides> &share() const noexcept { return made_; }

    /* Text is borrowed until return. */
    overrides &add(const rr_override &one)
    {
        rr_error what{};
        return detail::check(rr_overrides_add(get(), &one, &what), what), *this;
    }
    overrides &read(const std::string &path, const finding_fn &findings = {})
    {
        return read_by(findings, [&](void *user, rr_error *what) { return rr_overrides_read(get(), detail::c(path), detail::relay_finding, user, what); }), *this;
    }
    overrides &parse(const std::string &name, std::string_view bytes, const finding_fn &findings = {})
    {
        return read_by(findings, [&](void *user, rr_error *what) {
                   return rr_overrides_read_memory(get(), detail::c(name), bytes.data(), bytes.size(), detail::relay_finding, user, what);
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
        return relayed.check(rr_overrides_resolve(get(), taxonomy.get(), plugins.get(), give, &relayed, &what), what), *this;
    }
};

/* --- matching --- */

struct match_options {
    bool no_titles = false, no_text = false, all_roles = false;
    std::uint32_t top = 0; /* 0: all */
    std::string date;      /* YYYY-MM-DD, today */
    std::string region;    /* "": none */
    reroute::plugins plugins{};
    reroute::overrides overrides{};
    std::int64_t deadline_ms = 0; /* of deadline_in; 0: none */
};

/* Limits with nothing given; `earliest_start` and `currency` are set with assign(). */
struct plan_options : rr_plan_options {
    plan_options() noexcept : rr_plan_options{} { size = sizeof(rr_plan_options), max_weeks = hours_per_week = travel_minutes = -1, max_cost_minor = -1; }
};
struct path_options : rr_path_options { /* `limits` is borrowed until return */
    path_options() noexcept : rr_path_options{} { size = sizeof(rr_path_options), floor_minor = -1; }
};

/* One role for one worker: `match->fit_ppm` and whatever else rr_match says. */
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
    /* How plugin `index` fared; what override `index` did. Nothing: there is none. */
    std::optional<rr_plugin_run> plugin(std::size_t index) const noexcept
    {
        rr_plugin_run out;
        return rr_match_plugin(result_, index, &out) != 0 ? std::optional(out) : std::nullopt;
    }
    std::optional<rr_override_effect> override_effect(std::size_t index) const noexcept
    {
        rr_override_effect out;
        return rr_match_override(result_, index, &out) != 0 ? std::optional(out) : std::nullopt;
    }
};

/* Plans of one role: a result's own, an explanation's or those of a step. */
class plans {
  protected:
    const rr_plan_result *result_;
    const rr_taxonomy *taxonomy_;

  public:
    plans(const rr_plan_result *result, const rr_taxonomy *taxonomy) noexcept : result_(result), taxonomy_(taxonomy) {}
    std::size_t size() const noexcept { return rr_plan_count(result_); }
    const rr_plan &operator[](std::size_t index) const noexcept { return *rr_plan_at(result_, index); }
    static span<rr_plan_step> steps(const rr_plan &plan) noexcept { return {plan.steps, plan.step_count}; }
    static span<rr_plan_grant> grants(const rr_plan &plan) noexcept { return {plan.grants, plan.grant_count}; }
    auto all() const noexcept { return items(size(), [p = *this](std::size_t k) noexcept -> const rr_plan & { return p[k]; }); }
    auto proofs() const noexcept
    {
        return items(rr_plan_proof_count(result_), [r = result_](std::size_t k) noexcept -> const rr_plan_proof & { return *rr_plan_proof_at(r, k); });
    }
    auto open() const noexcept
    {
        return items(rr_plan_open_count(result_), [r = result_](std::size_t k) noexcept -> const rr_plan_open & { return *rr_plan_open_at(r, k); });
    }
    bool searched() const noexcept { return rr_plan_searched(result_) != 0; }
    const rr_plan_limits &limits() const noexcept { return *rr_plan_result_limits(result_); }
    reroute::match match() const noexcept { return matches(rr_plan_result_match(result_), taxonomy_)[0]; }
    std::optional<rr_plugin_run> plugin(std::size_t index) const noexcept
    {
        rr_plugin_run out;
        return rr_plan_plugin(result_, index, &out) != 0 ? std::optional(out) : std::nullopt;
    }
};

class matcher;

namespace detail {

/* What a result was made of: it keeps that alive, and rendering needs it again. */
struct question {
    std::shared_ptr<rr_matcher> matcher;
    std::shared_ptr<rr_taxonomy> taxonomy;
    std::shared_ptr<rr_profile> profile;
    match_options options;

    rr_match_options asked() const
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
};

template <class T> class result {
  protected:
    question question_;
    std::unique_ptr<T, void (*)(T *)> made_;

    /* `run` gets where the result goes, the options of C and an error to fill. */
    template <class Run> result(question &&question, void (*destroy)(T *), Run &&run) : question_(std::move(question)), made_(nullptr, destroy)
    {
        rr_error what{};
        T *made = nullptr;
        const rr_match_options asked = question_.asked();
        rr_status status = run(&made, question_, &asked, &what);
        made_.reset(made);
        check(status, what);
    }
    template <class Call> auto renderer(Call &&call) const
    {
        return [this, call](const rr_render_options *how, const rr_sink *to, rr_error *what) {
            const rr_match_options asked = question_.asked();
            return call(made_.get(), question_.taxonomy.get(), question_.profile.get(), &asked, how, to, what);
        };
    }

  public:
    result(result &&) noexcept = default;
    result &operator=(result &&other) noexcept
    {
        made_ = std::move(other.made_); /* the result goes before what it borrows */
        question_ = std::move(other.question_);
        return *this;
    }
    const T *get() const noexcept { return made_.get(); }
};

/* Adds render(options), render(options, sink) and json(lang) to a result whose C renderer is Render. */
template <class T, auto Render> class rendered : public result<T> {
  protected:
    using result<T>::result;

  public:
    std::string render(const render_options &options = {}) const { return detail::render(options, this->renderer(Render)); }
    void render(const render_options &options, const sink &to) const { detail::render(options, to, this->renderer(Render)); }
    std::string json(rr_lang lang = RR_LANG_EN) const
    {
        render_options options;
        options.lang = lang;
        return render(options);
    }
};

inline rr_status render_explained(const rr_explanation *made, const rr_taxonomy *taxonomy, const rr_profile *profile, const rr_match_options *asked,
                                  const rr_render_options *how, const rr_sink *to, rr_error *what, const rr_matcher *matcher)
{
    return rr_render_explanation(made, matcher, taxonomy, profile, asked, how, to, what);
}

} // namespace detail

class match_result : public detail::rendered<rr_match_result, rr_render_match> {
    friend class matcher;
    using rendered::rendered;

  public:
    reroute::matches matches() const noexcept { return {get(), question_.taxonomy.get()}; }
    std::size_t size() const noexcept { return matches().size(); }
    match operator[](std::size_t index) const noexcept { return matches()[index]; }
    auto roles() const noexcept { return matches().roles(); }
};

class plan_result : public detail::rendered<rr_plan_result, rr_render_plan> {
    friend class matcher;
    using rendered::rendered;

  public:
    reroute::plans plans() const noexcept { return {get(), question_.taxonomy.get()}; }
};

class path_result : public detail::rendered<rr_path_result, rr_render_path> {
    friend class matcher;
    using rendered::rendered;

  public:
    std::size_t size() const noexcept { return rr_path_count(get()); }
    const rr_path &operator[](std::size_t index) const noexcept { return *rr_path_at(get(), index); }
    auto paths() const noexcept { return items(size(), [r = get()](std::size_t k) noexcept -> const rr_path & { return *rr_path_at(r, k); }); }
    static span<rr_path_step> steps(const rr_path &path) noexcept { return {path.steps, path.step_count}; }
    reroute::plans plans(const rr_path_step &step) const noexcept { return {step.plans, question_.taxonomy.get()}; }
    std::uint32_t considered() const noexcept { return rr_path_considered(get()); }
    std::int64_t floor_minor() const noexcept { return rr_path_floor(get()); }
};

class comparison : public detail::rendered<rr_comparison, rr_render_comparison> {
    friend class matcher;
    using rendered::rendered;

  public:
    auto roles() const noexcept { return items(rr_compared_count(get()), [r = get()](std::size_t k) noexcept -> const rr_compared & { return *rr_compared_at(r, k); }); }
    auto asks() const noexcept { return items(rr_ask_count(get()), [r = get()](std::size_t k) noexcept -> const rr_ask & { return *rr_ask_at(r, k); }); }
    match matched(const rr_compared &role) const noexcept { return {role.match, question_.taxonomy.get()}; }
    reroute::plans plans(const rr_compared &role) const noexcept { return {role.plans, question_.taxonomy.get()}; }
};

class explanation : public detail::result<rr_explanation> {
    friend class matcher;
    using result::result;

    auto explained() const
    {
        return renderer([m = question_.matcher.get()](auto... given) { return detail::render_explained(given..., m); });
    }

  public:
    std::string render(const render_options &options = {}) const { return detail::render(options, explained()); }
    void render(const render_options &options, const sink &to) const { detail::render(options, to, explained()); }
    std::string json(rr_lang lang = RR_LANG_EN) const
    {
        render_options options;
        options.lang = lang;
        return render(options);
    }
    reroute::match match() const noexcept { return {rr_explanation_match(get()), question_.taxonomy.get()}; }
    reroute::matches matches() const noexcept { return {rr_explanation_result(get()), question_.taxonomy.get()}; }
    std::size_t ranked() const noexcept { return rr_explanation_ranked(get()); }
    auto changes() const noexcept
    {
        return items(rr_explanation_change_count(get()), [e = get()](std::size_t k) noexcept -> const rr_change & { return *rr_explanation_change(e, k); });
    }
    std::optional<reroute::plans> plans() const noexcept
    {
        const rr_plan_result *made = rr_explanation_plan(get());
        return made == nullptr ? std::nullopt : std::optional(reroute::plans(made, question_.taxonomy.get()));
    }
    bool reachable() const noexcept { return rr_explanation_reachable(get()) != 0; }
};

class matcher {
    reroute::taxonomy taxonomy_;
    std::shared_ptr<rr_matcher> made_;

    detail::question ask(const profile &profile, const match_options &options) const { return {made_, taxonomy_.share(), profile.share(), options}; }
    std::uint32_t own(const occupation &role) const
    {
        if (role.taxonomy() != taxonomy_.get())
            throw std::invalid_argument("reroute: an occupation of another taxonomy");
        return role.index();
    }

  public:
    matcher(const context &context, const reroute::taxonomy &taxonomy) : taxonomy_(taxonomy)
    {
        rr_error what{};
        rr_matcher *made = nullptr;
        rr_status status = rr_matcher_create(&made, context.get(), taxonomy.get(), &what);
        made_ = detail::own(made, rr_matcher_destroy, context, taxonomy.share());
        detail::check(status, what);
    }
    const rr_matcher *get() const noexcept { return made_.get(); }
    const reroute::taxonomy &taxonomy() const noexcept { return taxonomy_; }

    /* Ranks the roles for a resolved profile. */
    match_result match(const profile &profile, const match_options &options = {}) const
    {
        return {ask(profile, options), rr_match_result_destroy, [](auto **out, const auto &q, auto *asked, auto *what) {
                    return rr_match_run(out, q.matcher.get(), q.profile.get(), asked, what);
                }};
    }
    match_result match(const profile &profile, const occupation &role, const match_options &options = {}) const
    {
        return {ask(profile, options), rr_match_result_destroy, [index = own(role)](auto **out, const auto &q, auto *asked, auto *what) {
                    return rr_match_one(out, q.matcher.get(), q.profile.get(), index, asked, what);
                }};
    }
    explanation explain(const profile &profile, const occupation &role, const match_options &options = {}) const
    {
        return {ask(profile, options), rr_explanation_destroy, [index = own(role)](auto **out, const auto &q, auto *asked, auto *what) {
                    return rr_explain(out, q.matcher.get(), q.profile.get(), index, asked, what);
                }};
    }
    plan_result plan(const profile &profile, const occupation &role, const match_options &options, const plan_options &limits = {}) const
    {
        return {ask(profile, options), rr_plan_result_destroy, [&limits, index = own(role)](auto **out, const auto &q, auto *asked, auto *what) {
                    return rr_plan_run(out, q.matcher.get(), q.profile.get(), index, asked, &limits, what);
                }};
    }
    path_result path(const profile &profile, const occupation &role, const match_options &options, const path_options &how = {}) const
    {
        return {ask(profile, options), rr_path_result_destroy, [&how, index = own(role)](auto **out, const auto &q, auto *asked, auto *what) {
                    return rr_path_run(out, q.matcher.get(), q.profile.get(), index, asked, &how, what);
                }};
    }
    comparison compare(const profile &profile, const std::vector<occupation> &roles, const match_options &options, const plan_options &limits = {}) const
    {
        std::vector<std::uint32_t> indices;
        for (const occupation &role : roles)
            indices.push_back(own(role));
        return {ask(profile, options), rr_comparison_destroy, [&](auto **out, const auto &q, auto *asked, auto *what) {
                    return rr_compare_run(out, q.matcher.get(), q.profile.get(), indices.data(), indices.size(), asked, &limits, what);
                }};
    }
};

} // namespace reroute

#include "record.hpp"

#endif

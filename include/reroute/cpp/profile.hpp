/* SPDX-License-Identifier: MIT */
/* Profiles: built, read from anything, resolved, written. */
#ifndef REROUTE_CPP_PROFILE_HPP
#define REROUTE_CPP_PROFILE_HPP

#include <exception>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../profile.h"
#include "taxonomy.hpp"

namespace reroute {

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

/* How profiles are read. */
struct profile_source {
    rr_profile_format format = RR_PROFILE_AUTO;
    std::string encoding; /* of JSON and CSV; "": UTF-8 */
    finding_fn findings;
    std::string *failed_id = nullptr; /* gets, after an error, the id of the profile it is in, where that was read before; else "" */
};

class profile;
class profile_stream;
class record;

/* Takes profiles one by one; false: no more. */
using profile_fn = std::function<bool(profile &&)>;

/* What is known of one person, under a pseudonymous id; absent is unknown. Its text is wiped from the library's memory when it ends.
 * Owns: copies of all text. Moved, not copied; one that was moved from can be assigned to.  Errors: of changes RR_EINVALID RR_ELIMIT
 * RR_ENOMEM, of reading those of rr_profile_read.  Thread: one at a time while it changes, and no change while a result made with it
 * lives. */
class profile {
    friend class profile_stream;
    friend class record;
    std::shared_ptr<rr_profile> made_;

    profile(const context &context, rr_profile *made) : made_(detail::own(made, rr_profile_destroy, context)) {}

    struct reading {
        detail::relay<finding_fn> findings;
        detail::relay<profile_fn> each;
        const context &made_with;
        bool enough = false;

        static void find(void *user, const rr_error *what) noexcept { detail::relay_finding(&static_cast<reading *>(user)->findings, what); }
        static int give(void *user, rr_profile *made) noexcept
        {
            reading &r = *static_cast<reading *>(user);
            return r.each.run([&](const profile_fn &fn) { r.enough = !fn(profile(r.made_with, made)); }) != 0 || r.enough;
        }
    };
    template <class Call> static void read_by(const context &context, const profile_fn &each, const profile_source &source, Call &&call)
    {
        if (!each)
            throw std::invalid_argument("reroute: nobody takes the profiles");
        rr_error what{};
        reading r{{source.findings}, {each}, context};
        char failed_id[RR_PROFILE_ID_ROOM] = "";
        rr_profile_read_options c{};
        c.size = sizeof c;
        c.format = source.format;
        c.encoding = detail::c_or_null(source.encoding);
        c.finding = reading::find;
        c.user = &r;
        c.failed_id = failed_id;
        rr_status status = call(&c, reading::give, &r, &what);
        if (source.failed_id != nullptr)
            *source.failed_id = failed_id;
        if (r.each.thrown != nullptr)
            std::rethrow_exception(r.each.thrown);
        r.findings.check(status, what);
    }
    template <class Read> static std::vector<profile> all(Read &&read)
    {
        std::vector<profile> found;
        read([&found](profile &&one) { return found.push_back(std::move(one)), true; });
        return found;
    }
    template <class Call> void change(Call &&call)
    {
        rr_error what{};
        detail::check(call(detail::there(get()), &what), what);
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

    /* What a file holds, given one by one after all was found good; or all at once. */
    static void read(const context &context, const std::string &path, const profile_fn &each, const profile_source &source = {})
    {
        read_by(context, each, source, [&](auto *c, auto *give, void *user, rr_error *what) {
            return rr_profile_read(context.get(), detail::c(path), c, give, user, what);
        });
    }
    static std::vector<profile> read(const context &context, const std::string &path, const profile_source &source = {})
    {
        return all([&](const profile_fn &each) { read(context, path, each, source); });
    }
    /* The same from memory; `name` stands in errors for a file name. */
    static void parse(const context &context, const std::string &name, std::string_view bytes, const profile_fn &each, const profile_source &source = {})
    {
        read_by(context, each, source, [&](auto *c, auto *give, void *user, rr_error *what) {
            return rr_profile_read_memory(context.get(), detail::c(name), bytes.data(), bytes.size(), c, give, user, what);
        });
    }
    static std::vector<profile> parse(const context &context, const std::string &name, std::string_view bytes, const profile_source &source = {})
    {
        return all([&](const profile_fn &each) { parse(context, name, bytes, each, source); });
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
        rr_status status = rr_profile_resolve(detail::there(get()), taxonomy.get(), give, &relayed, &what);
        relayed.check(status == RR_EAMBIGUOUS ? RR_OK : status, what);
        return status == RR_OK;
    }
    std::string write(rr_profile_format format = RR_PROFILE_JSON, bool header = true) const
    {
        return detail::render({}, [&](const rr_render_options *, auto *to, auto *what) { return rr_profile_write(detail::there(get()), format, header, to, what); });
    }
    /* What it says, with names of the taxonomy. */
    std::string render(const taxonomy &taxonomy, const render_options &options = {}) const
    {
        return detail::render(options, [&](auto *how, auto *to, auto *what) {
            return rr_render_profile(detail::there(get()), taxonomy.get(), how, to, what);
        });
    }
    /* Of its canonical JSON, hexadecimal. */
    std::string sha256() const
    {
        rr_error what{};
        char out[65];
        detail::check(rr_profile_sha256(detail::there(get()), out, &what), what);
        return out;
    }
};

} // namespace reroute

#endif

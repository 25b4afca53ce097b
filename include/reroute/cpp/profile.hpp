/* SPDX-License-Identifier: MIT */
/* Profiles: built, read from anything, resolved, written. */
#ifndef REROUTE_CPP_PROFILE_HPP
#define REROUTE_CPP_PROFILE_HPP

#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
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

} // namespace reroute

#endif

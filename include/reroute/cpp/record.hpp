/* SPDX-License-Identifier: MIT */
/* Decisions on record: read, made again, compared. They are written by `render` with render_options.record. */
#ifndef REROUTE_CPP_RECORD_HPP
#define REROUTE_CPP_RECORD_HPP

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "../record.h"
#include "override.hpp"
#include "profile.hpp"

namespace reroute {

/* What is asked for, to be put on record with the answer: the command and every option that can change it.
 * Owns: copies of all text. Moved, not copied; it must outlive the rendering that it is given to. */
class record_request {
    struct parts {
        std::deque<std::string> texts; /* which stay where they are when there are more of them */
        std::deque<std::vector<const char *>> lists;
        std::vector<const char *> arguments;
        std::vector<rr_record_option> options;
        rr_record_asked made{};

        const char *keep(const std::string &text) { return detail::c(texts.emplace_back(text)); }
    };
    std::unique_ptr<parts> parts_ = std::make_unique<parts>();

    record_request &option(const std::string &name, rr_record_type type, std::int64_t number, const std::vector<std::string> &texts, bool absent = false)
    {
        parts &p = *detail::there(parts_.get());
        std::vector<const char *> &list = p.lists.emplace_back();
        for (const std::string &one : texts)
            list.push_back(p.keep(one));
        p.options.push_back({p.keep(name), type, number, list.data(), list.size(), absent});
        p.made.options = p.options.data();
        p.made.option_count = p.options.size();
        return *this;
    }

  public:
    /* `arguments`: those beside the profile. */
    explicit record_request(const std::string &command, const std::vector<std::string> &arguments = {})
    {
        parts_->made.command = parts_->keep(command);
        for (const std::string &one : arguments)
            parts_->arguments.push_back(parts_->keep(one));
        parts_->made.arguments = parts_->arguments.data();
        parts_->made.argument_count = parts_->arguments.size();
    }
    record_request &flag(const std::string &name, bool given) { return option(name, RR_RECORD_FLAG, given, {}); }
    record_request &number(const std::string &name, std::optional<std::int64_t> given) { return option(name, RR_RECORD_NUMBER, given.value_or(0), {}, !given); }
    record_request &text(const std::string &name, const std::optional<std::string> &given)
    {
        return option(name, RR_RECORD_TEXT, 0, given ? std::vector<std::string>{*given} : std::vector<std::string>());
    }
    record_request &list(const std::string &name, const std::vector<std::string> &given) { return option(name, RR_RECORD_LIST, 0, given); }
    /* For render_options.record. */
    const rr_record_asked *get() const noexcept { return parts_ == nullptr ? nullptr : &parts_->made; }
};

/* A decision that was written. It holds a person's profile: keep it like a case file. A handle.
 * Errors: RR_EIO RR_ESYNTAX RR_EENCODING RR_ELIMIT RR_EINVALID RR_ENOMEM, with the place.  Thread: shared by any number. */
class record {
    std::shared_ptr<rr_record> made_;
    context context_;

    template <class Call> record(const context &context, Call &&call) : context_(context)
    {
        rr_error what{};
        rr_record *made = nullptr;
        rr_status status = call(&made, &what);
        made_ = detail::own(made, rr_record_destroy, context);
        detail::check(status, what);
    }

  public:
    static record read(const context &context, const std::string &path)
    {
        return record(context, [&](rr_record **out, rr_error *what) { return rr_record_read(out, context.get(), detail::c(path), what); });
    }
    /* `name` stands in errors for a file name. */
    static record parse(const context &context, const std::string &name, std::string_view bytes)
    {
        return record(context, [&](rr_record **out, rr_error *what) {
            return rr_record_read_memory(out, context.get(), detail::c(name), bytes.data(), bytes.size(), what);
        });
    }
    record(const record &) noexcept = default;
    record &operator=(const record &) noexcept = default;
    const rr_record *get() const noexcept { return made_.get(); }
    /* What was asked for. */
    const rr_record_asked &asked() const noexcept { return *rr_record_get_asked(get()); }
    span<rr_record_option> options() const noexcept { return {asked().options, asked().option_count}; }
    /* The recorded input and overrides, not yet resolved. */
    reroute::profile profile() const
    {
        rr_error what{};
        rr_profile *made = nullptr;
        rr_status status = rr_record_profile(get(), context_.get(), &made, &what);
        reroute::profile owned(context_, made);
        detail::check(status, what);
        return owned;
    }
    reroute::overrides overrides() const
    {
        rr_error what{};
        rr_overrides *made = nullptr;
        rr_status status = rr_record_overrides(get(), context_.get(), &made, &what);
        reroute::overrides owned(context_, made);
        detail::check(status, what);
        return owned;
    }
    /* Whether these are the record's own bytes: nothing, or the first line that differs. */
    std::optional<std::uint32_t> differs(std::string_view bytes) const noexcept
    {
        std::uint32_t line = 0;
        return rr_record_is(get(), bytes.data(), bytes.size(), &line) != 0 ? std::nullopt : std::optional(line);
    }
    /* Tells everything that is not as it was recorded, by what there is; or by a record made now. Returns how much. */
    std::size_t compare(const finding_fn &findings, const taxonomy &taxonomy, const plugins &plugins = {}) const
    {
        return compare_by(findings, nullptr, taxonomy.get(), plugins.get());
    }
    std::size_t compare(const finding_fn &findings, const record &now) const { return compare_by(findings, now.get(), nullptr, nullptr); }

  private:
    std::size_t compare_by(const finding_fn &findings, const rr_record *now, const rr_taxonomy *taxonomy, const rr_plugins *plugins) const
    {
        rr_error what{};
        std::size_t told = 0;
        detail::relay<finding_fn> relayed{findings};
        relayed.check(rr_record_compare(get(), now, taxonomy, plugins, detail::relay_finding, &relayed, &told, &what), what);
        return told;
    }
};

} // namespace reroute

#endif

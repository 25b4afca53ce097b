/* SPDX-License-Identifier: MIT */
/* Errors as values and as exceptions, and what all other parts stand on. */
#ifndef REROUTE_CPP_ERROR_HPP
#define REROUTE_CPP_ERROR_HPP

#include <exception>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "../error.h"
#include "text.hpp"

namespace reroute {

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

/* What a call that failed throws. what() is text() in English. */
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
    void (*destroy)(T *) = nullptr;
    std::tuple<Parents...> parents{};
    void operator()(T *made) const noexcept { destroy(made); }
};
template <class T, class... Parents> std::shared_ptr<T> own(T *made, void (*destroy)(T *), Parents... parents)
{
    return std::shared_ptr<T>(made, ending<T, Parents...>{destroy, {std::move(parents)...}});
}
template <class T, class... Parents> using only = std::unique_ptr<T, ending<T, Parents...>>;
template <class T, class... Parents> only<T, Parents...> own_alone(T *made, void (*destroy)(T *), Parents... parents) noexcept
{
    return {made, ending<T, Parents...>{destroy, {std::move(parents)...}}};
}

/* What an object holds, for calls that can fail. */
template <class T> T *there(T *made)
{
    if (made == nullptr)
        throw std::logic_error("reroute: an object that holds nothing: it was moved from, or is none");
    return made;
}

} // namespace detail

/* As messages and terminals may show it: control, escape and bidi characters, and bytes that are not UTF-8, made visible. */
inline std::string visible(const std::string &text)
{
    const char *given = detail::c(text);
    std::string out(rr_text_visible(given, nullptr, 0), '\0');
    rr_text_visible(given, out.data(), out.size() + 1);
    return out;
}

} // namespace reroute

#endif

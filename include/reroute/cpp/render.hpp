/* SPDX-License-Identifier: MIT */
/* How results are written: what all `render` functions take. */
#ifndef REROUTE_CPP_RENDER_HPP
#define REROUTE_CPP_RENDER_HPP

#include <string>
#include <string_view>
#include <utility>

#include "../render.h"
#include "context.hpp"

namespace reroute {

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

} // namespace reroute

#endif

/* SPDX-License-Identifier: MIT */
/* How results are written: what all `render` functions take. They give text, or hand it to a sink piece by piece.
 * Errors: RR_ENOMEM RR_EUSAGE (a format that the result does not have), and what the sink throws. */
#ifndef REROUTE_CPP_RENDER_HPP
#define REROUTE_CPP_RENDER_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "../render.h"
#include "context.hpp"

namespace reroute {

struct render_options {
    rr_format format = RR_FORMAT_JSON;
    rr_lang lang = RR_LANG_EN;
    bool colour = false, verbose = false, beside = false; /* beside: both languages, HTML */
    std::uint32_t columns = 0;                            /* of text; 0: 80 */
    rr_view view = RR_VIEW_CASEWORKER;
    const rr_record_asked *record = nullptr; /* of record_request::get(), or of a record's asked(): the whole decision, JSON */
};

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

/* render and json of a class that draws with a renderer of C, in draw(). */
template <class Self> class rendered {
    auto call() const
    {
        return [self = static_cast<const Self *>(this)](const rr_render_options *how, const rr_sink *to, rr_error *what) { return self->draw(how, to, what); };
    }

  public:
    std::string render(const render_options &options = {}) const { return detail::render(options, call()); }
    void render(const render_options &options, const sink &to) const { detail::render(options, to, call()); }
    std::string json(rr_lang lang = RR_LANG_EN) const
    {
        render_options options;
        options.lang = lang;
        return render(options);
    }
};

} // namespace detail

} // namespace reroute

#endif

// SPDX-License-Identifier: MIT
// What the programs that use reroute.hpp begin with: taxonomy, plugins and a person of the installed prefix, and expectations.
#ifndef TESTS_OPENED_HPP
#define TESTS_OPENED_HPP

#include <reroute/reroute.hpp>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>

using namespace reroute;

inline std::string share, folder;
inline std::optional<std::string> given_helper;
inline int wrong = 0;

inline void expect(bool holds, const char *what, const char *file, int line)
{
    if (!holds)
        std::printf("%s:%d: not so: %s\n", file, line, what), wrong++;
}
#define EXPECT(holds) expect(static_cast<bool>(holds), #holds, __FILE__, __LINE__)

// What `call` throws, as T.
template <class T, class Call> std::optional<T> thrown(Call &&call)
{
    try {
        call();
    } catch (const T &what) {
        return what;
    }
    return std::nullopt;
}
template <class Call> rr_status status_of(Call &&call)
{
    auto what = thrown<error>(call);
    return what ? what->status() : RR_OK;
}

// Whether `call` says that it was given nothing, which is another thing than what C can't take.
template <class Call> bool holds_nothing(Call &&call)
{
    try {
        call();
    } catch (const std::logic_error &what) {
        return dynamic_cast<const std::invalid_argument *>(&what) == nullptr;
    }
    return false;
}

inline taxonomy load(const context &context)
{
    return taxonomy::load_cached(context, {share + "/taxonomies/cn-transition"}, folder + "/cache-cpp");
}
inline profile load_profile(const context &context, const taxonomy &taxonomy)
{
    std::vector<profile> read = profile::read(context, folder + "/profile.json");
    EXPECT(read.size() == 1 && read[0].resolve(taxonomy));
    return std::move(read.at(0));
}
inline plugins open_plugins(const context &context, const taxonomy &taxonomy)
{
    plugins_options o;
    o.paths = {share + "/plugins"};
    o.region = "CN-GD";
    o.helper = given_helper;
    o.date = "2026-11-24";
    return plugins(context, taxonomy, o);
}
inline match_options ask(const plugins &plugins = {})
{
    match_options o;
    o.top = 5;
    o.date = "2026-11-24";
    o.region = "CN-GD";
    o.plugins = plugins;
    return o;
}
inline render_options in(rr_format format, rr_lang lang)
{
    render_options o;
    o.format = format;
    o.lang = lang;
    return o;
}

// Of a context that counts: blocks that it has not got back, and how often it was asked for one.
inline std::atomic<std::ptrdiff_t> blocks{0}, asked_for{0};

inline void *count(void *block, std::size_t size)
{
    if (size == 0) {
        blocks -= block != nullptr;
        std::free(block);
        return nullptr;
    }
    asked_for++;
    void *fresh = std::realloc(block, size);
    blocks += block == nullptr && fresh != nullptr;
    return fresh;
}

// PROGRAM DATA FOLDER [HELPER]
template <class Tests> int run(int argc, char **argv, Tests &&tests)
{
    if (argc < 3)
        return 2;
    share = argv[1];
    folder = argv[2];
    if (argc > 3)
        given_helper = argv[3];
    try {
        tests();
    } catch (const std::exception &what) {
        std::printf("%s: %s\n", argv[0], what.what());
        wrong++;
    }
    return wrong != 0;
}

#endif

/* SPDX-License-Identifier: MIT */
/* libreroute for C++17: objects that end by themselves, errors as exceptions, text as std::string_view.
 *
 * OWNERSHIP  context, taxonomy, plugins, matcher, overrides and record are handles: a copy names the same thing, which lives as
 *            long as anything made with it; to move one is to copy it. Profiles, results, lists, streams, files and requests on
 *            record can only be moved: from then on get() is null, calls that can fail throw std::logic_error, and others must
 *            not be made. What a result gives (ranges, C structs, string_views) is borrowed until the result is gone; of a
 *            taxonomy, until the last handle is. get() is for calls of C that a program makes itself.
 * RECORDS    Results are the C headers' own structs, read through spans: what a field means is said there. Their
 *            `const char *` become string_view with view(), texts of plugins with text().
 * ERRORS     What returns rr_status in C throws reroute::error. std::invalid_argument: text that C can't take (a NUL in
 *            it, a date of eleven characters). std::bad_alloc: of what C++ itself keeps. Getters that can't fail are noexcept.
 * CALLBACKS  What `findings`, `unresolved`, sinks and those that take profiles throw comes out of the call, at its end or sooner. The
 *            context's callbacks run beside all calls: what they throw is dropped, `cancelled` then counts as yes, `resize` as
 *            out of memory.
 * THREADS    As in C: everything but profiles, overrides, lists, streams and files may be shared once it is made. A profile or
 *            overrides must not change while a result made with them lives.
 *
 * The parts, in cpp/, follow the C headers and compile alone; this header is the one to include. */
#ifndef REROUTE_HPP
#define REROUTE_HPP

#include "reroute.h"

#include "cpp/text.hpp"
#include "cpp/error.hpp"
#include "cpp/context.hpp"
#include "cpp/render.hpp"
#include "cpp/taxonomy.hpp"
#include "cpp/profile.hpp"
#include "cpp/stream.hpp"
#include "cpp/plugins.hpp"
#include "cpp/override.hpp"
#include "cpp/match.hpp"
#include "cpp/plan.hpp"
#include "cpp/path.hpp"
#include "cpp/compare.hpp"
#include "cpp/explain.hpp"
#include "cpp/matcher.hpp"
#include "cpp/list.hpp"
#include "cpp/record.hpp"
#include "cpp/check.hpp"

#endif

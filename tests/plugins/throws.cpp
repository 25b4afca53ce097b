/* SPDX-License-Identifier: MIT */
/* A scoring plugin whose exception crosses the boundary. */
#include <reroute/plugin.h>

#include <cstring>
#include <stdexcept>

static int32_t score(void *, rrp_call *, const rrp_profile *, const rrp_vec *, rrp_vec *)
{
    throw std::runtime_error("nobody catches this");
}

static const rrp_scoring scoring = {sizeof(rrp_scoring), 0, nullptr, nullptr, score};

static const void *get(const char *id)
{
    return std::strcmp(id, RRP_SCORING) == 0 ? &scoring : nullptr;
}

RRP_PLUGIN("org.reroute.test", "Test", "1", "reroute", "MIT", get);

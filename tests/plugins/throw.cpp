// SPDX-License-Identifier: MIT
// An exception that nobody catches on the plugin's side.
#include <stdexcept>
static volatile bool always = true;
#define IN_SCORE if (always) throw std::runtime_error("nobody caught this")
#include "fixture.h"

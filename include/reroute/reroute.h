/* SPDX-License-Identifier: MIT */
/* Everything an application needs of libreroute. */
#ifndef REROUTE_H
#define REROUTE_H

#include "version.h"
#include "error.h"
#include "context.h"
#include "taxonomy.h"
#include "profile.h"
#include "plugins.h"
#include "override.h"
#include "match.h"
#include "plan.h"
#include "path.h"
#include "compare.h"
#include "record.h"
#include "check.h"
#include "explain.h"
#include "render.h"

#endif

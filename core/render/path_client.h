/* SPDX-License-Identifier: MIT */
/* The parts of what a client reads of paths. */
#ifndef RR_RENDER_PATH_CLIENT_H
#define RR_RENDER_PATH_CLIENT_H

#include "render/path_page.h"

/* path_client_ways.c; courses: how many of a job are named at most */
void rr__path_way(const rr__pathing *p, size_t index, size_t courses);
/* All ways that reach the role, a row each, with what is there of the last job's requirements at its end. */
void rr__path_overview(rr__html *h, const rr__pathing *p);
/* Pieces on the line, by which the sheet is measured too. */
bool rr__add_learning(rr__page *page, const rr_path_step *step, size_t k, size_t courses); /* the k-th line; false: no more */
void rr__add_step_pay(const rr__pathing *p, size_t index, size_t k); /* in full where the job first stands */
void rr__add_other_ways(const rr__pathing *p, size_t from); /* those that stand in the overview alone, and where their jobs are */

/* path_client_asks.c: below the ways; room: lines for rules and questions */
void rr__path_asks(const rr__pathing *p, size_t room);
#endif

/* SPDX-License-Identifier: MIT */
/* A man page being written: text in, roff of short lines out. Marks of roff in the text stay text. */
#ifndef REROUTE_CLI_ROFF_H
#define REROUTE_CLI_ROFF_H

#include <stdio.h>

typedef struct roff {
    FILE *to;
    int column;
    int bold; /* within `...` */
} roff;

/* A macro alone on its line, with `text` behind it as one argument; NULL: none. */
void roff_macro(roff *r, const char *macro, const char *text);
/* Running text, which goes on where the last one ended; `x` is bold. */
void roff_text(roff *r, const char *text);
/* Words as typed in a font ("B", "I", "R") where the last text ended. */
void roff_words(roff *r, const char *font, const char *words);
/* Ends the line, so that a macro may follow. */
void roff_line(roff *r);
/* Lines as they are, in a block of their own. */
void roff_block(roff *r, const char *lines);

#endif

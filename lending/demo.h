/* The demo library: the embedded files of demo/, and a year of loans lent and returned. */
#ifndef LENDING_DEMO_H
#define LENDING_DEMO_H

#include "base/ctx.h"

/* Fills a new, empty library. In the caller's transaction; c->today is the demo's today. The same
 * today gives the same library. */
MUST enum fault demo_fill(struct ctx *);

#endif

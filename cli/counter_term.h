/* The terminal under the counter: raw, in its alternate screen, given back as it was whatever ends
 * the program. ECMA-48 only; the alternate screen, which xterm and everything since has, costs
 * nothing where it is not known. */
#ifndef CLI_COUNTER_TERM_H
#define CLI_COUNTER_TERM_H

#include "base/str.h"

/* False when it is no terminal. */
bool term_begin(void);
void term_end(void);
void term_size(int *rows, int *columns);
/* What happened since it was last asked: the window changed; somebody wants us to end. */
bool term_resized(void);
bool term_stopped(void);
void term_write(struct str);

#endif

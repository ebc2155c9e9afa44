/* Every no has a way on: which refusals a volunteer may pass over, and which give way to one thing more that is
 * said. The counter and the pages offer the same. */
#ifndef OPS_WAY_H
#define OPS_WAY_H

#include "ops/op.h"
#include "text/text.h"

struct way {
    enum fault fault;
    enum text_key label;
    const char *give;   /* an argument to give as yes; NULL */
    const char *ask;    /* an argument to ask; NULL */
    bool take_in;       /* the tool is taken in first */
};

/* The i-th of all; NULL at the end. */
const struct way *way_at(size_t i);
/* With a reason (L1, L17), and what that is called: "Toch uitlenen, met een reden". */
bool op_passable(const struct op *, enum fault);
enum text_key op_pass_label(const struct op *);

#endif

/* Any operation as a page: its form, and its answer. What has no hand-made page gets a correct one
 * from the table. */
#ifndef SERVER_PAGE_OP_H
#define SERVER_PAGE_OP_H

#include "server/page_part.h"

/* May this person use it in a browser? */
bool op_here(const struct request *, const struct op *);
struct url op_link_to(struct request *, const struct op *);
/* What it does, as a title: its one line of help without the full stop. */
struct str op_title(struct ctx *, const struct op *);
/* Of what was given, those that are its arguments: what a form keeps when something is wrong. */
bool op_given(const struct op *, const struct given *);

/* The form with what was typed and what is wrong with it. */
void op_form_answer(struct request *, struct ctx *, const struct op *);
/* The answer of r->out. */
void op_answer_answer(struct request *, struct ctx *, const struct op *);

#endif

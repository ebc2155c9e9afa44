/* Any operation as a page: its form, and its answer. What has no hand-made page gets a correct one
 * from the table. */
#ifndef SERVER_PAGE_OP_H
#define SERVER_PAGE_OP_H

#include "server/page_part.h"

/* May this person use it in a browser? */
bool op_here(const struct request *, const struct op *);
struct url op_link_to(struct request *, const struct op *);
/* What it does, as a title: its one line of help, up to a colon or the full stop. */
struct str op_title(struct ctx *, const struct op *);
/* It may be asked about a person: what is typed then stands in no address, as it may be a name (P1). */
bool op_of_people(const struct op *);
/* Of what was given, those that are its arguments: what a form keeps when something is wrong. */
bool op_given(const struct op *, const struct given *);

/* The form with what was typed and what is wrong with it. */
void op_form_answer(struct request *, struct ctx *, const struct op *);
/* The answer of r->out. */
void op_answer_answer(struct request *, struct ctx *, const struct op *);

/* page_op_ways.c. Where a row of a list leads: what may be done with it, with its values filled in; none where its
 * family has no operation that begins with what the row begins with. */
struct url op_row_link(struct request *, const struct op *, const struct shape *, const struct val *row);
/* The rest of an operation's family; about the same one thing `v`, where there is one and they ask for such a thing
 * first. */
struct links op_kin(struct request *, struct ctx *, const struct op *, const struct shape *, const struct val *v);
/* What a coordinator runs the library with; nothing for others. */
struct links op_ways(struct request *, struct ctx *);

#endif

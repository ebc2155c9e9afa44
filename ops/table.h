/* The parts of the table of operations: one list per module, each ended by a row of zeros. */
#ifndef OPS_TABLE_H
#define OPS_TABLE_H

#include "ops/op.h"

extern const struct op care_ops[];
extern const struct op loan_ops[];
extern const struct op remind_ops[];
extern const struct op label_ops[];
extern const struct op keep_ops[];
extern const struct op self_ops[];

#endif

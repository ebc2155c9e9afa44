/* The parts of the table of operations: one list per module, each ended by a row of zeros. */
#ifndef OPS_TABLE_H
#define OPS_TABLE_H

#include "ops/op.h"

extern const struct op branch_ops[];
extern const struct op care_ops[];
extern const struct op category_ops[];
extern const struct op consumable_ops[];
extern const struct op hours_ops[];
extern const struct op household_ops[];
extern const struct op member_keep_ops[];
extern const struct op plan_ops[];
extern const struct op money_ops[];
extern const struct op hold_ops[];
extern const struct op kit_ops[];
extern const struct op desk_ops[];
extern const struct op handover_ops[];
extern const struct op loan_ops[];
extern const struct op repair_ops[];
extern const struct op photo_ops[];
extern const struct op document_ops[];
extern const struct op undo_ops[];
extern const struct op member_edit_ops[];
extern const struct op member_ops[];
extern const struct op member_state_ops[];
extern const struct op model_ops[];
extern const struct op report_ops[];
extern const struct op staff_ops[];
extern const struct op stock_take_ops[];
extern const struct op tool_edit_ops[];
extern const struct op work_ops[];
extern const struct op tool_ops[];
extern const struct op tool_state_ops[];
extern const struct op remind_ops[];
extern const struct op message_ops[];
extern const struct op text_ops[];
extern const struct op label_ops[];
extern const struct op label_more_ops[];
extern const struct op import_ops[];
extern const struct op keep_ops[];
extern const struct op journal_ops[];
extern const struct op erase_ops[];
extern const struct op restore_ops[];
extern const struct op self_ops[];

#endif

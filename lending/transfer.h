/* Tools on their way between branches (B2-B6): proposed home, asked for a hold, sent, arrived. */
#ifndef LENDING_TRANSFER_H
#define LENDING_TRANSFER_H

#include "lending/tool.h"

struct transfer {
    int64_t id, tool, from, to, hold;
    struct str state, tool_code, tool_name, from_name, to_name, member_code, member_name;
};
/* The driver's list (B3): proposed, asked and sent; of one branch (from or to), or all (0). */
MUST enum fault transfer_list(struct ctx *, int64_t branch, const struct transfer **, size_t *n);
/* Loaded by the driver: FAULT_TOOL_OUT, FAULT_TOOL_IN_TRANSIT when it was sent before (B6), which
 * changes nothing. Without a request it goes home; at home already: FAULT_TRANSFER_NONE. */
MUST enum fault transfer_send(struct ctx *, int64_t tool, struct transfer *);
/* B6: the tool is here now, wherever it was going. Nothing when it was not on its way. The hold it
 * served becomes ready when this is its pick-up branch, else waits again. What was not sent yet and is
 * carried by hand ends there too; anywhere else it begins there now. queue_serve afterwards. */
MUST enum fault transfer_arrive(struct ctx *, const struct tool *, int64_t branch);
/* B4: what is proposed or asked binds nothing when the tool is lent, retired or missing. */
MUST enum fault transfer_drop(struct ctx *, int64_t tool);
/* B5: before it was sent the tool is free where it is, and travels for nobody until it is scanned;
 * after, it is on its way back. Serves the queue. */
MUST enum fault transfer_cancel(struct ctx *, int64_t id, struct transfer *);
/* B4, L10: not at home and nobody waits for it: a transfer home is proposed; at home: dropped. */
MUST enum fault transfer_home(struct ctx *, int64_t tool, bool *proposed);

#endif

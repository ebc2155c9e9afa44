/* Labels as ZPL II for Zebra and compatible printers: text that is sent to the printer as it is. */
#ifndef LABELS_ZPL_H
#define LABELS_ZPL_H

#include "labels/label.h"

/* Appends one ^XA ... ^XZ a label, whatever its texts hold (X32). FAULT_LABEL_TOO_SMALL with
 * *which. */
MUST enum fault zpl_draw(const struct plan *, struct buf *, const struct label **which);

#endif

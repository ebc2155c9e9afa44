/* Sends a finished drawing to a printer: through CUPS, or as it is to a printer that speaks ZPL. */
#ifndef LABELS_PRINT_H
#define LABELS_PRINT_H

#include "labels/job.h"
#include "labels/sheets.h"

/* Prints on job->to: "HOST:PORT" and "/dev/..." take the bytes as they are; anything else is a queue,
 * printed with lp, on paper of the medium's size and never scaled. `label` is the size of one label,
 * `medium` of the page. OK: the printer or its queue took all of it. FAULT_PRINTER_UNKNOWN: no such
 * queue. FAULT_PRINTER_MEDIA: the queue's driver lists paper, and not this. FAULT_PRINTER_OFF: all
 * else; *why is what lp or the system said. */
MUST enum fault print_send(struct arena *, const struct label_job *, const struct medium *,
                           struct str file, struct str *why);

/* Does a list of `lpoptions -l` offer this paper? Pure; a list without any paper does. */
bool print_has_media(struct str lpoptions, const struct medium *);
/* What lp calls it: "A4", "Custom.89x36mm". */
struct str print_media(struct arena *, const struct medium *);

#endif

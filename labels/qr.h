/* QR symbols (ISO/IEC 18004), and the only place that knows libqrencode. */
#ifndef LABELS_QR_H
#define LABELS_QR_H

#include "base/str.h"

enum { QR_QUIET = 4, QR_TEXT_MOST = 400 }; /* quiet zone in modules on each side */
#define QR_MODULE_LEAST 0.25               /* mm; below it phones and printers fail */

/* Version and level found for a length are kept: all labels of a sheet have nearly the same. */
struct qr_maker {
    struct { unsigned char version, level; } kept[2][QR_TEXT_MOST + 1];
};
struct qr {
    int n;                      /* modules a side, without the quiet zone; 0: none fits */
    int level;                  /* 0 L, 1 M, 2 Q, 3 H */
    const unsigned char *dark;  /* n * n, row by row: 1 dark, 0 light */
};

/* The smallest version that holds the text at level M, and the highest level that keeps it. Text of
 * digits, capitals and `$%*+-./: ` takes the alphanumeric mode, other text bytes. */
struct qr qr_make(struct qr_maker *, struct arena *, struct str text);
/* Modules a side with the quiet zone, as far as known without drawing; 0: does not fit. */
int qr_side(struct qr_maker *, struct str text);

#endif

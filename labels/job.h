/* A job for kist-labels: what to draw, on what, in which look. The only header of this folder that
 * others include. A job travels as one JSON object on stdin; the drawing comes back on stdout.
 *
 * Zero is a valid job: an A4 PDF on the default sheet, beginning at its first label. */
#ifndef LABELS_JOB_H
#define LABELS_JOB_H

#include "base/buf.h"
#include "base/ctx.h"

enum label_format {
    LABEL_PDF,
    LABEL_SVG,      /* one page: one label when `single`, else a sheet */
    LABEL_PNG,      /* likewise */
    LABEL_ZPL,      /* Zebra and compatible printers; one label each */
    LABEL_TERMINAL, /* the QR code in half blocks, and the number and name below it */
    LABEL_SHEETS,   /* a line for each sheet and roll, built in or of `templates`, with tabs between: brand and part, others
                       of its size, width and height (mm), labels on a page, film or paper, and the
                       size of a module of the first label (empty: no labels) */
};
enum label_layout {
    LAYOUT_AUTO, /* standard, or tiny where that does not fit */
    LAYOUT_STANDARD, LAYOUT_TINY, LAYOUT_BIG, LAYOUT_FLAG, LAYOUT_TAG, LAYOUT_KIT, LAYOUT_CARD,
    LAYOUT_SIGN, /* words instead of a number: a shelf, a branch, a counter command */
    LAYOUT_FRAMES, /* frames and rulers to find a printer's offset; needs no labels */
    LAYOUT_SHEETS, /* every sheet and roll in small, its labels numbered; needs neither labels nor sheet */
};

/* What stands on one label. Empty: not there. Texts are cleaned (X29) when the job is read. */
struct label {
    struct str url;    /* upper case, so that the code stays small: HTTPS://HOST/T/417A */
    struct str number; /* "417", "M52318" */
    struct str letter; /* the check letter (T1), printed small beside it */
    struct str name, brand, branch, shelf;
    struct str owner;  /* a peer-owned tool's mark, printed behind the brand */
    struct str phone;  /* of the branch, E.164; empty: the job's */
    struct str colour; /* of the branch: #0a5c3c */
    day inspect;       /* the inspection is valid until this day; DAY_NONE or day zero: no line */
    int safety;        /* 0-3 (glossary: free, read first, instruction first, only here) */
    const struct str *parts;
    size_t n_parts;
};

enum { LABEL_MOST = 20000, LABEL_DPI_LEAST = 100, LABEL_DPI_MOST = 1200 };
struct label_job {
    int format, layout;
    struct str sheet;   /* "L7160", "Avery L7160", "62x29" (mm); empty: L7160 */
    struct str templates; /* gLabels' templates of our own: a file or a folder; empty: none */
    bool single;        /* each label is a page of its own size, whatever the sheet */
    int start;          /* the first label to use of a sheet already begun; 0 and 1: the first */
    int page;           /* draw only this page; 0: all (SVG and PNG have room for one) */
    int x, y;           /* the printer's offset, right and down, in hundredths of a millimetre */
    int dpi;            /* PNG: 300 unless told otherwise; ZPL: 203 */
    bool plain;         /* terminal: no colours; right on a dark background only */
    struct str to;      /* prints: "HOST:PORT" or "/dev/..." as it is, else a CUPS queue's name */
    struct str lang;    /* language of "call" and "inspect before"; empty: nl */
    struct str library, phone; /* phone: E.164 */
    const struct label *labels;
    size_t n_labels;
};

/* Words in columns instead of labels: a day sheet, a receipt. A row begins with what it is. */
enum paper_is { PAPER_TITLE, PAPER_HEAD, PAPER_LINE, PAPER_BIG, PAPER_WRITE, PAPER_GAP };
enum { PAPER_CELLS = 4, PAPER_ROWS_MOST = 20000 };
struct paper_row {
    int is;                     /* PAPER_WRITE: its cells are headings over an empty line */
    struct str cell[PAPER_CELLS];
};
struct paper {
    struct str size;            /* "A4", "A6", or "80mm": a roll, as long as it takes */
    struct str to, lang;        /* as in a label job */
    const struct paper_row *rows;
    size_t n;
};
void paper_write(struct buf *, const struct paper *);

/* Appends the job as JSON. */
void job_write(struct buf *, const struct label_job *);

/* Reads a job exactly: an unknown or doubled key, a wrong kind, a number out of range, text that is
 * not UTF-8, or no labels is FAULT_BODY_FORMAT and *where names the place ("labels[3].url").
 * Everything lives in the arena. */
MUST enum fault job_read(struct arena *, struct str json, struct label_job *, struct str *where);

/* Draws, and prints when job.to is set (then nothing is appended): runs kist-labels (base/helper.h) on a job written by job_write. Fits `world.draw`. What it
 * refuses is noted in the context with the facts of its sentence:
 *   SHEET_UNKNOWN   sheet           SHEET_SEVERAL  sheet, choices
 *   LABEL_TOO_SMALL sheet, number, module (mm), choose (a sheet it fits on; empty: none)
 *   LABEL_START     n (labels on a sheet)
 *   LABEL_PAGES     n (pages that the labels need)
 *   PRINTER_UNKNOWN, PRINTER_OFF  printer      PRINTER_MEDIA  printer, size
 * Everything else that goes wrong with it is FAULT_HELPER. */
MUST enum fault job_draw(struct ctx *, struct str job, struct buf *out);

/* The last line of a kist-labels that refused ("LABEL_START\t{"n":21}") as a refusal with facts. */
MUST enum fault job_refused(struct ctx *, struct str line);

#endif

/* How an answer looks: one place that both the command line and the daemon's API use.
 *
 * An answer has two parts: the data (stdout; the body of a response) and the talk (stderr; not part
 * of a response, except for a remote `kist`, which asks for both and is told where to cut). */
#ifndef OPS_LOOK_H
#define OPS_LOOK_H

#include "ops/op.h"

/* LOOK_WHOLE: rows and sentences together, or all that is wrong with its facts, as ops/answer.h
 * writes and reads them: for a counter, which shows both. */
enum look { LOOK_TEXT, LOOK_JSON, LOOK_CSV, LOOK_PLAIN, LOOK_WHOLE };
struct view {
    enum look look;
    int width;   /* of the terminal in columns; 0: nothing is cut or wrapped */
    bool colour; /* ECMA-48 colours, in LOOK_TEXT only */
    bool quiet;  /* no talk but refusals */
};
struct shown {
    struct buf data, talk;
    const char *type; /* media type of the data */
    int status, exit; /* HTTP; sysexits */
};

/* Renders the answer, or with a fault the refusal (c->wrong). Everything that came from people is
 * cleaned (X29). Data that is a file is given as it is. */
void look_show(const struct out *, enum fault, const struct view *, struct shown *);
/* The look asked for by an Accept header; LOOK_JSON when it asks for none of ours. */
enum look look_accept(struct str header);
const char *look_type(enum look);

/* For pages: one value as people read it, in the context's language; and as machines do. */
void cell_text(struct buf *, struct ctx *, const struct field *, struct val);
void cell_plain(struct buf *, struct val);
/* The heading of a column: field.KEY, else the key. */
struct str field_text(struct ctx *, const struct field *);
/* Is the column shown to people? */
bool field_shown(const struct field *);

/* The parts, for look.c. */
void json_rows(struct buf *, const struct out *);
void json_refusal(struct buf *, struct ctx *);
void csv_rows(struct buf *, const struct out *);
void plain_rows(struct buf *, const struct out *);
void text_rows(struct buf *, const struct out *, const struct view *);
/* A sentence with its word (GOED, LET OP, NEE) before it, wrapped and indented. */
void text_said(struct buf *, struct ctx *, const struct view *, enum tone, struct str text);
enum { TEXT_GAP = 2 }; /* blanks between two columns */
void text_blanks(struct buf *, int n);
struct str text_cell(struct ctx *, const struct field *, struct val);
void text_table(struct buf *, struct ctx *, const struct view *, const struct shape *,
                const struct val *const *rows, size_t n);

#endif

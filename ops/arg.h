/* From texts to values: what the doors give, by the arguments of an operation. For ops/ only. */
#ifndef OPS_ARG_H
#define OPS_ARG_H

#include "ops/op.h"

/* What each argument of the row got (`vals`, one for each) and the common ones, in c and *dry_run.
 * Pure: reads no database. All wrong ones are noted; the fault is the first's. Codes and names are
 * checked as texts and stay texts. */
MUST enum fault args_read(struct ctx *, const struct op *, const struct request_args *,
                          struct val *vals, bool *dry_run);
/* Replaces codes and names by ids, except in ARG_MANY. All unknown ones are noted. */
MUST enum fault args_find(struct ctx *, const struct op *, struct val *vals);
/* One code or name. */
MUST enum fault arg_find(struct ctx *, const char *arg, enum kind, struct str text, int64_t *id);
/* Is it looked up in the database? */
bool kind_found(enum kind);

/* One text by its kind (ops/arg_kind.c); `got` is valid UTF-8 without control characters. */
MUST enum fault kind_read(struct ctx *, const struct arg *, struct str text, struct val got,
                          struct val *out);
/* 2026-11-24, 24-11-2026, 24-11, "24 november", "November 24 2026", "di 24 nov", vandaag, morgen
 * and the like in every language we speak (ops/arg_day.c). Without a year: the nearest one. */
bool day_read(struct arena *, day today, struct str, day *);

#endif

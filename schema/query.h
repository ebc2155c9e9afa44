/* Statements: every one is named and written in schema/q_NAME.sql, checked and numbered by the
 * generator, and run through this.
 *
 *     QUERY(q, c, Q_LOAN_OF_TOOL);               // borrowed; set back when q leaves its scope
 *     q_bind(&q, "tool", val_int(id));
 *     while (q_row(&q))
 *         ... q_int(&q, "due_day") ...
 *     return q_end(&q);                          // the fault, if any; also after an early break
 */
#ifndef SCHEMA_QUERY_H
#define SCHEMA_QUERY_H

#include "base/ctx.h"
#include "queries.h" /* generated: enum query_id { Q_..., QUERY_COUNT }, enum field_id { F_... } */

struct sqlite3_stmt;
struct query {
    struct ctx *c;
    enum query_id id;
    struct sqlite3_stmt *st;
    enum fault fault;
    unsigned unbound; /* bits of the parameters not yet bound; all must be before the first row */
    bool begun, done; /* done: a further q_row gives no row; SQLite would begin again */
};

#define QUERY(q, ctx, id) struct query q CLEANUP(q_close) = q_open((ctx), (id))

struct query q_open(struct ctx *, enum query_id);
void q_close(struct query *);
/* V_DAY binds its number, V_TIME seconds, V_MONEY cents, V_BOOL 0 or 1, V_NONE NULL. */
void q_bind(struct query *, const char *name, struct val);
void q_bind_int(struct query *, const char *name, int64_t);
void q_bind_str(struct query *, const char *name, struct str);
void q_bind_bytes(struct query *, const char *name, struct str);
/* The next row; false at the end, on a fault, and when the arena is full. */
bool q_row(struct query *);
MUST enum fault q_end(struct query *);
/* Runs a statement to its end for its effect. */
MUST enum fault q_run(struct query *);
/* Runs it and takes the number in its first column (RETURNING id, count(*)); 0 when no row. */
MUST enum fault q_run_int(struct query *, int64_t *);

/* Columns of the present row, by name: a literal, whose address is remembered. NULL is 0, the empty
 * text, DAY_NONE. Text, and bytes likewise, is copied into the context's arena. */
int64_t q_int(struct query *, const char *column);
bool q_null(struct query *, const char *column);
struct str q_str(struct query *, const char *column);
day q_day(struct query *, const char *column);
/* A column as a value of the wanted kind; NULL is V_NONE. */
struct val q_val(struct query *, const char *column, enum val_is);

#endif

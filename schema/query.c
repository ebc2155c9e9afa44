/* See query.h. */
#include "schema/query.h"

#include "schema/sqlite.h"

struct query q_open(struct ctx *c, enum query_id id)
{
    struct db *db = c->db;
    const struct query_def *def = &query_defs[id];
    struct query q = { .c = c, .id = id, .unbound = (1u << def->n_params) - 1 };
    ASSERT(def->n_params < 32);
    if (!db->depth)
        q.fault = db_mend(db);
    if (q.fault)
        return q;
    if (!db->kept[id] || db->in_use[id]) {
        int rc = sqlite3_prepare_v3(db->h, def->sql, -1, SQLITE_PREPARE_PERSISTENT, &q.st, NULL);
        q.fault = db_fault(db, rc);
        if (rc == SQLITE_ERROR) /* a test prepares every one, so it is the file that differs (X5) */
            q.fault = FAULT_DAMAGED;
        if (q.fault)
            return q;
    } else {
        q.st = db->kept[id];
    }
    db->used++;
    if (!db->in_use[id]) { /* one used within itself gets a statement of its own */
        db->kept[id] = q.st;
        db->in_use[id] = true;
    }
    return q;
}

void q_close(struct query *q)
{
    struct db *db = q->c->db;
    if (!q->st)
        return;
    db->used--;
    if (q->st == db->kept[q->id]) {
        sqlite3_reset(q->st);
        sqlite3_clear_bindings(q->st);
        db->in_use[q->id] = false;
    } else {
        sqlite3_finalize(q->st);
    }
    q->st = NULL;
}

static unsigned param(struct query *q, const char *name)
{
    const struct query_def *def = &query_defs[q->id];
    unsigned i = 0;
    while (i < def->n_params && strcmp(def->params[i], name))
        i++;
    ASSERT(i < def->n_params); /* the statement has no such parameter */
    q->unbound &= ~(1u << i);
    return i;
}

void q_bind(struct query *q, const char *name, struct val v)
{
    unsigned i = param(q, name);
    if (q->fault)
        return;
    if (q->begun) { /* the same statement once more, with other values */
        sqlite3_reset(q->st);
        q->begun = q->done = false;
    }
    int rc = SQLITE_OK;
    switch (v.is) {
    case V_NONE:
        rc = sqlite3_bind_null(q->st, (int)i + 1);
        break;
    case V_INT: case V_BOOL: case V_TIME: case V_MONEY:
        rc = sqlite3_bind_int64(q->st, (int)i + 1, v.i);
        break;
    case V_DAY:
        rc = sqlite3_bind_int64(q->st, (int)i + 1, v.d.n);
        break;
    case V_STR:
        rc = sqlite3_bind_text(q->st, (int)i + 1, v.s.s ? v.s.s : "", (int)v.s.n, SQLITE_TRANSIENT);
        break;
    case V_FILE: case V_LIST:
        ASSERT(v.is == V_NONE); /* no column holds one */
    }
    q->fault = db_fault(q->c->db, rc);
}

void q_bind_int(struct query *q, const char *name, int64_t v)
{
    q_bind(q, name, val_int(v));
}

void q_bind_str(struct query *q, const char *name, struct str v)
{
    q_bind(q, name, val_str(v));
}

void q_bind_bytes(struct query *q, const char *name, struct str v)
{
    unsigned i = param(q, name);
    if (!q->fault)
        q->fault = db_fault(q->c->db, sqlite3_bind_blob(q->st, (int)i + 1, v.s, (int)v.n, SQLITE_TRANSIENT));
}

bool q_row(struct query *q)
{
    ASSERT(!q->unbound);
    if (q->fault || q->done)
        return false;
    if (q->c->mem->full) {
        q->fault = FAULT_TOO_BIG;
        return false;
    }
    q->begun = true;
    int rc = sqlite3_step(q->st);
    if (rc == SQLITE_ROW)
        return true;
    q->done = true;
    if (rc != SQLITE_DONE)
        q->fault = db_fault(q->c->db, rc);
    return false;
}

enum fault q_end(struct query *q)
{
    return q->fault;
}

enum fault q_run(struct query *q)
{
    while (q_row(q))
        ;
    return q->fault;
}

enum fault q_run_int(struct query *q, int64_t *out)
{
    *out = q_row(q) ? sqlite3_column_int64(q->st, 0) : 0;
    return q_run(q);
}

static int column_find(struct query *q, const char *name)
{
    int n = sqlite3_data_count(q->st);
    for (int i = 0; i < n; i++)
        if (!strcmp(sqlite3_column_name(q->st, i), name))
            return i;
    fprintf(stderr, "<2>kist: statement %s has no column %s\n", query_defs[q->id].name, name);
    abort();
}

static int column(struct query *q, const char *name)
{
    struct column_slot **slots = &q->c->db->columns[q->id];
    if (!*slots)
        *slots = calloc(COLUMN_SLOTS, sizeof **slots);
    ASSERT(*slots);
    uintptr_t at = (uintptr_t)name;
    size_t i = (size_t)((at ^ at >> 7) * 31);
    for (int tries = 0; tries < 8; tries++, i++) {
        struct column_slot *s = &(*slots)[i % COLUMN_SLOTS];
        if (!s->name)
            *s = (struct column_slot){ name, column_find(q, name) };
        if (s->name == name)
            return s->column;
    }
    return column_find(q, name);
}

int64_t q_int(struct query *q, const char *name)
{
    return sqlite3_column_int64(q->st, column(q, name));
}

bool q_null(struct query *q, const char *name)
{
    return sqlite3_column_type(q->st, column(q, name)) == SQLITE_NULL;
}

struct str q_str(struct query *q, const char *name)
{
    int i = column(q, name);
    const char *s = (const char *)sqlite3_column_text(q->st, i);
    size_t n = (size_t)sqlite3_column_bytes(q->st, i);
    return s && n ? str_copy(q->c->mem, (struct str){ s, n }) : (struct str){ 0 };
}

day q_day(struct query *q, const char *name)
{
    return q_null(q, name) ? DAY_NONE : (day){ (int32_t)q_int(q, name) };
}

struct val q_val(struct query *q, const char *name, enum val_is is)
{
    if (q_null(q, name))
        return val_none();
    if (is == V_STR)
        return val_str(q_str(q, name));
    if (is == V_DAY)
        return val_day(q_day(q, name));
    struct val v = val_int(q_int(q, name));
    v.is = is;
    return v;
}

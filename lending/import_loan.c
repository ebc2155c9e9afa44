/* Lists of loans: who has what, and who had it before. For a library that moves to kist while things
 * are out. A loan is known by its tool, its member and its first day; one that is there already stays
 * as it is, for loans end at the counter. See import.h. */
#include "lending/calendar.h"
#include "lending/import_cell.h"
#include "lending/import_run.h"
#include "lending/journal.h"

enum loan_field { LF_TOOL, LF_MEMBER, LF_OUT, LF_DUE, LF_BACK, LF_BRANCH, LF_COUNT };

static const struct import_field loan_fields[LF_COUNT] = {
    [LF_TOOL] = { "tool", "tool number|gereedschap|nummer|gereedschapsnummer|item|item number|code",
        CELL_NAME },
    [LF_MEMBER] = { "member", "lid|lidnummer|pas|pasnummer|card|borrower|lener|patron|member number", 0 },
    [LF_OUT] = { "out", "lent|uitgeleend|uitgeleend op|uit|loan date|datum uit|checked out|start|van",
        0 },
    [LF_DUE] = { "due", "due date|terug op|terugbrengdag|due day|inleverdatum|tot|retourdatum", 0 },
    [LF_BACK] = { "back", "returned|terug|teruggebracht|teruggebracht op|returned on|datum terug", 0 },
    [LF_BRANCH] = { "branch", "uitleenpunt|locatie|location", 0 },
};

struct loan_row {
    int64_t tool, member, branch, existing;
    day out, due, back;
};
struct loan_run {
    struct import_branches branches;
    struct map open; /* tool: the row that has it out */
    struct loan_row row;
};

static enum fault begin(struct import_run *r)
{
    struct loan_run *l = r->self = NEW(&r->keep, struct loan_run);
    enum fault f = branches_begin(r, &l->branches);
    l->branches.may_make = false;
    return f;
}

/* A fault of the row is noted, one of the world ends all. */
static enum fault noted(struct import_run *r, int field, size_t before, enum fault f)
{
    if (!f || fault_info(f)->status >= 500)
        return f;
    if (r->c->n_wrong == before)
        row_wrong(r, field, f);
    return OK;
}

static void day_read(struct import_run *r, int field, bool need, day *out)
{
    *out = DAY_NONE;
    if (!r->cell[field].n && need)
        row_wrong(r, field, FAULT_MISSING);
    else if (r->cell[field].n && cell_day(r->cell[field], out))
        row_wrong(r, field, FAULT_DAY_FORMAT);
}

static void days_read(struct import_run *r, struct loan_row *l)
{
    size_t before = r->c->n_wrong;
    day_read(r, LF_OUT, true, &l->out);
    day_read(r, LF_BACK, false, &l->back);
    day_read(r, LF_DUE, day_none(l->back), &l->due);
    if (r->c->n_wrong > before)
        return;
    if (day_none(l->due))
        l->due = l->back;
    if (day_before(r->c->today, l->out))
        row_wrong(r, LF_OUT, FAULT_DAY_ORDER);
    else if (day_before(l->due, l->out))
        row_wrong(r, LF_DUE, FAULT_DAY_ORDER);
    else if (!day_none(l->back) && (day_before(l->back, l->out) || day_before(r->c->today, l->back)))
        row_wrong(r, LF_BACK, FAULT_DAY_ORDER);
}

/* T4: of two open loans of a tool the second is refused, in the list as in the library. */
static enum fault open_check(struct import_run *r, struct loan_row *l)
{
    struct loan_run *self = r->self;
    struct buf key = { .a = r->c->mem };
    int64_t open;
    QUERY(same, r->c, Q_IMPORT_LOAN_LIKE);
    q_bind_int(&same, "tool", l->tool);
    q_bind_int(&same, "member", l->member);
    q_bind(&same, "out_day", val_day(l->out));
    enum fault f = q_run_int(&same, &l->existing);
    if (f || l->existing || !day_none(l->back))
        return f;
    buf_int(&key, l->tool);
    int64_t *row = map_at(&self->open, buf_str(&key));
    if (*row && *row != r->csv.row)
        return noted(r, LF_TOOL, 0, fail_facts(r->c, FAULT_ROW_TWICE, loan_fields[LF_TOOL].key,
                     val_str(r->cell[LF_TOOL]), FACTS(F("n", val_int(*row)))));
    *row = r->csv.row;
    QUERY(q, r->c, Q_IMPORT_LOAN_OPEN);
    q_bind_int(&q, "tool", l->tool);
    f = q_run_int(&q, &open);
    if (!f && open)
        row_wrong(r, LF_TOOL, FAULT_TOOL_NOT_FREE);
    return f;
}

/* C3: a due day is an open day. */
static enum fault due_open(struct import_run *r, struct loan_row *l)
{
    struct calendar k;
    if (!day_none(l->back) || l->existing)
        return OK;
    enum fault f = calendar_load(r->c, l->branch, &k);
    if (f)
        return f;
    l->due = calendar_first(&k, l->due, 400);
    if (day_none(l->due))
        row_wrong(r, LF_DUE, FAULT_NO_OPEN_DAY);
    return OK;
}

static enum fault check(struct import_run *r)
{
    struct loan_run *self = r->self;
    struct loan_row *l = &self->row;
    *l = (struct loan_row){ 0 };
    size_t before = r->c->n_wrong;
    enum fault f = tool_find(r->c, loan_fields[LF_TOOL].key, r->cell[LF_TOOL], &l->tool);
    f = noted(r, LF_TOOL, before, f);
    before = r->c->n_wrong;
    if (!f)
        f = noted(r, LF_MEMBER, before, member_find(r->c, loan_fields[LF_MEMBER].key,
                                                    r->cell[LF_MEMBER], &l->member));
    if (!f)
        f = branch_of_cell(r, &self->branches, LF_BRANCH, &l->branch);
    days_read(r, l);
    if (!f && !r->c->n_wrong)
        f = open_check(r, l);
    return f || r->c->n_wrong ? f : due_open(r, l);
}

static enum fault write(struct import_run *r)
{
    struct loan_run *self = r->self;
    struct loan_row *l = &self->row;
    int64_t id;
    bool open = day_none(l->back);
    r->im->same += l->existing > 0;
    if (l->existing)
        return OK;
    QUERY(q, r->c, Q_IMPORT_LOAN_ADD);
    q_bind_int(&q, "tool", l->tool);
    q_bind_int(&q, "member", l->member);
    q_bind_int(&q, "branch", l->branch);
    q_bind(&q, "out_at", val_time(instant_of(l->out, 12 * 60)));
    q_bind(&q, "out_day", val_day(l->out));
    q_bind(&q, "due_day", val_day(l->due));
    q_bind(&q, "back_at", open ? val_none() : val_time(instant_of(l->back, 12 * 60)));
    q_bind(&q, "back_day", val_day(l->back));
    q_bind(&q, "back_branch", open ? val_none() : val_int(l->branch));
    q_bind(&q, "ending", open ? val_none() : val_z("returned"));
    enum fault f = q_run_int(&q, &id);
    r->im->made += !f;
    return f ? f : thing_made(r->c, "loan", id);
}

static void end(struct import_run *r)
{
    struct loan_run *l = r->self;
    if (!l)
        return;
    map_free(&l->open);
    map_free(&l->branches.known);
}

const struct import_kind import_loans = { loan_fields, LF_COUNT, begin, check, write, end };

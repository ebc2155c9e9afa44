/* See story.h. */
#include "tests/unit/story.h"

#include "lending/branch.h"
#include "lending/hold.h"
#include "lending/journal.h"
#include "lending/loan.h"
#include "schema/db.h"
#include "schema/query.h"
#include "text/text.h"

struct library lib;
struct out out;

/* A mistake of the test itself ends it. */
static void must(enum fault f)
{
    if (f)
        fprintf(stderr, "# %s\n", fault_info(f)->name);
    ASSERT(!f);
}

int64_t branch_id(const char *name)
{
    int64_t id;
    must(branch_find(&lib.c, str_of(name), &id));
    return id;
}

int64_t tool_id(const char *code)
{
    int64_t id;
    must(tool_find(&lib.c, "tool", str_of(code), &id));
    return id;
}

int64_t member_id(const char *code)
{
    int64_t id;
    must(member_find(&lib.c, "member", str_of(code), &id));
    return id;
}

void at(const char *rfc3339)
{
    ASSERT(instant_parse(str_of(rfc3339), &lib.now));
    library_ctx(&lib);
}

static enum fault run(const char *command)
{
    struct given args[20];
    struct request_args req = { .at = args };
    struct str rest = str_of(command), word = { 0 };
    str_next(&rest, '|', &word);
    const struct op *op = op_find(str_trim(word));
    ASSERT(op);
    while (str_next(&rest, '|', &word)) {
        struct str pair = str_trim(word), name = { 0 };
        str_next(&pair, '=', &name);
        ASSERT(req.n < COUNT(args));
        args[req.n++] = (struct given){ name, pair, NULL, false };
    }
    enum fault f = op_run(&lib.c, op, &req, &out);
    /* A sentence with a gap in it lacks a fact that whoever refused should have given. */
    for (size_t i = 0; f && i < lib.c.n_wrong; i++)
        ASSERT(str_find(text_fault(&lib.c, &lib.c.wrong[i]), S("…")) < 0);
    return f;
}

enum fault kist(const char *branch, const char *command)
{
    library_ctx(&lib);
    lib.c.branch = branch ? branch_id(branch) : 0;
    return run(command);
}

enum fault kist_as(const char *member, const char *command)
{
    library_ctx(&lib);
    int64_t id = member ? member_id(member) : 0;
    lib.c.role = member ? ROLE_MEMBER : ROLE_VISITOR;
    lib.c.member = id;
    lib.c.initials = (struct str){ 0 };
    return run(command);
}

enum fault kist_volunteer(const char *command)
{
    library_ctx(&lib);
    lib.c.role = ROLE_VOLUNTEER;
    return run(command);
}

const char *wrong_arg(void)
{
    return lib.c.n_wrong && lib.c.wrong[0].arg ? lib.c.wrong[0].arg : "";
}

const char *said(void)
{
    struct buf b = { .a = &lib.mem };
    for (size_t i = 0; i < out.n_said; i++) {
        buf_z_add(&b, i ? "\n" : "");
        buf_add(&b, out.said[i].text);
    }
    return buf_z(&b);
}

struct val answer(size_t row, const char *field)
{
    for (size_t k = 0; row < out.n_rows && out.rows[row].v && k < shape_count(out.shape); k++)
        if (!strcmp(out.shape->f[k].key, field))
            return out.rows[row].v[k];
    return val_none();
}

day due(const char *code)
{
    struct tool t;
    must(tool_get(&lib.c, tool_id(code), &t));
    return t.loan ? t.due : DAY_NONE;
}

const char *day_text(day d)
{
    struct buf b = { .a = &lib.mem };
    if (day_none(d))
        return "none";
    buf_day(&b, d);
    return buf_z(&b);
}

int64_t journal_last(void)
{
    QUERY(q, &lib.c, Q_JOURNAL_LAST);
    int64_t n;
    must(q_run_int(&q, &n));
    return n;
}

static enum fault tool_here(struct ctx *c, void *arg)
{
    const int64_t *to = arg;
    struct tool t;
    enum fault f = tool_get(c, to[0], &t);
    return f ? f : tool_present_set(c, &t, to[1]);
}

void given_at(const char *tool, const char *branch)
{
    must(db_write(&lib.c, tool_here, (int64_t[]){ tool_id(tool), branch_id(branch) }));
}

void given_loan_at(const char *branch, const char *tool, const char *member, const char *out_day,
                   const char *due_day)
{
    int64_t now = lib.now;
    day d;
    struct loan l;
    struct tool t;
    char when[40], command[120];
    snprintf(when, sizeof when, "%sT09:30:00Z", out_day);
    at(when);
    given_at(tool, branch);
    snprintf(command, sizeof command, "out | member=%s | tool=%s | override=yes | reason=gegeven", member,
             tool);
    must(kist(branch, command));
    ASSERT(day_parse(str_of(due_day), &d));
    must(tool_get(&lib.c, tool_id(tool), &t));
    must(loan_get(&lib.c, t.loan, &l));
    must(thing_set(&lib.c, F_LOAN_DUE_DAY, l.id, val_day(l.due), val_day(d)));
    lib.now = now;
    library_ctx(&lib);
}

void given_loan(const char *tool, const char *member, const char *out_day, const char *due_day)
{
    given_loan_at("H", tool, member, out_day, due_day);
}

static day days(const char *text)
{
    day d;
    ASSERT(day_parse(str_of(text), &d));
    return d;
}

void given_closing(const char *branch, const char *from, const char *to)
{
    int64_t id;
    must(closing_add(&lib.c, branch_id(branch), days(from), days(to), S("gegeven"), &id));
}

int64_t given_hold(const char *member, const char *tool, const char *ready)
{
    struct tool t;
    int64_t id;
    must(tool_get(&lib.c, tool_id(tool), &t));
    struct hold_new h = { .member = member_id(member), .model = t.model.id, .pick_up = branch_id("H"),
                          .since_at = lib.c.now, .given = ready ? t.id : 0,
                          .ready = ready ? days(ready) : DAY_NONE };
    must(hold_add(&lib.c, &h, &id));
    return id;
}

static void branches_make(void)
{
    static const char *const rows[] = {
        "name=H | hours=mo 10:00-12:00 tu 10:00-12:00 we 10:00-12:00 th 10:00-12:00 fr 10:00-12:00",
        "name=V | hours=tu 13:00-17:00 th 13:00-17:00 sa 10:00-12:00",
        "name=K | hours=mo 09:00-12:00",
        "name=T | hours=mo 9:00-12:00 13:00-17:00 tu 9:00-12:00 13:00-17:00 we 9:00-12:00 13:00-17:00"
        " th 9:00-12:00 13:00-17:00 fr 9:00-12:00 13:00-17:00 sa 9:00-12:00 13:00-17:00",
        "name=Z | hours=mo 0:00-24:00 tu 0:00-24:00 we 0:00-24:00 th 0:00-24:00 fr 0:00-24:00"
        " sa 0:00-24:00 su 0:00-24:00",
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        must(kist(NULL, str_printf(&lib.mem, "branch add | %s", rows[i]).s));
}

static void tools_make(void)
{
    static const struct {
        const char *name;
        int number;
    } rows[] = { { "boor", 417 }, { "boor", 418 }, { "ladder", 88 }, { "flex", 301 },
                 { "schaar", 230 }, { "aanhanger", 500 } };
    for (size_t i = 0; i < COUNT(rows); i++)
        must(kist("H", str_printf(&lib.mem, "tool add | name=%s | number=%d", rows[i].name,
                                  rows[i].number).s));
}

static void members_make(void)
{
    static const int numbers[] = { 20417, 31862, 45093, 58734, 61250, 77315 };
    for (size_t i = 0; i < COUNT(numbers); i++)
        must(kist("H", str_printf(&lib.mem, "member add | name=%c | number=%d | phone=06123450%02d |"
                                  " since=2020-01-01 | until=2028-12-31", (char)('A' + i), numbers[i],
                                  50 + (int)i).s));
}

void story_begin(void)
{
    library_make(&lib);
    at("2026-01-05T10:30:00+01:00");
    branches_make();
    tools_make();
    members_make();
}

void story_end(void)
{
    library_assert_consistent(&lib);
    library_drop(&lib);
}

int story_setup(void **state)
{
    (void)state;
    story_begin();
    return 0;
}

int story_teardown(void **state)
{
    (void)state;
    story_end();
    return 0;
}

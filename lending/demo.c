/* Filling the demo library: the lists of demo/, then its year. See demo.h. */
#include "lending/demo.h"

#include <sys/mman.h>
#include <unistd.h>

#include "base/embed.h"
#include "lending/branch.h"
#include "lending/csv.h"
#include "lending/demo_play.h"
#include "lending/import.h"
#include "lending/journal.h"
#include "lending/plan.h"
#include "lending/setting.h"
#include "lending/staff.h"
#include "schema/query.h"

/* The days in the lists fit this one; on another day all move by whole weeks. */
static day lists_day(void)
{
    return day_of(2026, 11, 24);
}

static bool digits(struct str x)
{
    for (size_t i = 0; i < x.n; i++)
        if (x.s[i] < '0' || x.s[i] > '9')
            return false;
    return true;
}

/* Adds the text with every day in it moved. */
static void moved(struct buf *b, struct str x, int by)
{
    for (size_t i = 0; i < x.n; i++) {
        struct str at = str_upto(str_from(x, i), 10);
        bool alone = !i || !digits(str_upto(str_from(x, i - 1), 1));
        day d;
        if (alone && day_parse(at, &d) && (i + 10 == x.n || !digits(str_upto(str_from(x, i + 10), 1)))) {
            buf_day(b, day_plus(d, by));
            i += 9;
        } else {
            buf_char(b, x.s[i]);
        }
    }
}

/* An embedded list as a file to read, with its days moved; -1 when there is none. */
static int list_open(struct ctx *c, const char *name)
{
    const struct embedded *e = embedded_find(demo_files, name);
    int by = day_diff(c->today, lists_day()) / 7 * 7;
    struct buf b = { .a = c->mem };
    int fd = e ? memfd_create(name, MFD_CLOEXEC) : -1;
    if (fd < 0)
        return -1;
    moved(&b, (struct str){ (const char *)e->bytes, e->n }, by);
    if (write(fd, b.s, b.n) == (ssize_t)b.n)
        return fd;
    close(fd);
    return -1;
}

/* Our own lists have no broken rows. */
static enum fault list_import(struct ctx *c, enum import_what what, const char *name)
{
    struct import im CLEANUP(import_end) = { .what = what, .fd = list_open(c, name) };
    if (im.fd < 0)
        return FAULT_PROGRAM;
    enum fault f = import_check(c, &im);
    if (!f)
        f = import_write(c, &im);
    journal_next(c);
    close(im.fd);
    return f == FAULT_ROWS_BAD ? FAULT_PROGRAM : f;
}

/* Runs `each` for every row of a list after its heading. */
static enum fault list_rows(struct ctx *c, const char *name,
                            enum fault (*each)(struct ctx *, const struct str *cells))
{
    struct csv csv;
    int fd = list_open(c, name);
    enum fault f = fd < 0 ? FAULT_PROGRAM : csv_open(&csv, c->mem, fd);
    if (!f)
        csv_row(&csv);
    while (!f && csv_row(&csv)) {
        f = csv.fault ? FAULT_PROGRAM : each(c, csv.cells);
        journal_next(c);
    }
    if (fd >= 0)
        close(fd);
    return f;
}

static enum fault branch_row(struct ctx *c, const struct str *x)
{
    struct branch b = { .name = x[0], .address = x[1], .postcode = x[2], .place = x[3], .phone = x[4],
                        .email = x[5], .colour = x[6] };
    const struct block *blocks;
    struct str at;
    size_t n;
    int64_t id;
    enum fault f = phone_parse(c->mem, x[4], &b.phone);
    if (!f)
        f = branch_add(c, &b, &id);
    if (!f)
        f = hours_parse(c->mem, x[7], &blocks, &n, &at);
    return f ? f : branch_hours_set(c, id, blocks, n);
}

static enum fault category_row(struct ctx *c, const struct str *x)
{
    int64_t id;
    bool changed = false;
    enum fault f = category_path(c, x[0], &id);
    return f ? f : category_icon_set(c, id, val_str(x[1]), &changed);
}

static enum fault plan_row(struct ctx *c, const struct str *x)
{
    int64_t price, months, limit, id;
    if (!str_int(x[1], &price) || !str_int(x[2], &months) || !str_int(x[3], &limit))
        return FAULT_PROGRAM;
    return plan_add(c, &(struct plan){ .name = x[0], .price = price, .months = (int)months,
                    .limit_tools = (int)limit }, &id);
}

/* Two people at the counter; their PINs are printed by `make demo`. */
static enum fault staff_add(struct ctx *c)
{
    int64_t id;
    enum fault f = volunteer_add(c, &(struct volunteer){ .name = S("Jannie Venema"),
                                 .initials = S("JV"), .role = ROLE_VOLUNTEER }, S("2580"), &id);
    return f ? f : volunteer_add(c, &(struct volunteer){ .name = S("Menno Kuipers"),
                                 .initials = S("MK"), .role = ROLE_COORDINATOR }, S("1470"), &id);
}

static enum fault lists_fill(struct ctx *c)
{
    enum fault f = setting_set(c, SET_LIBRARY_PHONE, S("050 000 00 01"));
    if (!f)
        f = setting_set(c, SET_LIBRARY_EMAIL, S("dehoogte@gereedschapskist.example"));
    if (!f)
        f = list_rows(c, "branches.csv", branch_row);
    if (!f)
        f = list_rows(c, "categories.csv", category_row);
    if (!f)
        f = list_rows(c, "plans.csv", plan_row);
    if (!f)
        f = list_import(c, IMPORT_MODELS, "models.csv");
    if (!f)
        f = list_import(c, IMPORT_TOOLS, "tools.csv");
    if (!f)
        f = list_import(c, IMPORT_MEMBERS, "members.csv");
    return f ? f : staff_add(c);
}

/* Things came into the library when they were bought, people when they joined. */
static enum fault dates_set(struct ctx *c)
{
    QUERY(tools, c, Q_DEMO_TOOL_DATES);
    QUERY(members, c, Q_DEMO_MEMBER_DATES);
    q_bind_int(&tools, "now", c->now);
    enum fault f = q_run(&tools);
    return f ? f : q_run(&members);
}

static enum fault year_fill(struct ctx *c)
{
    struct ctx now = *c;
    struct play *p = calloc(1, sizeof *p);
    ASSERT(p);
    p->c = c;
    p->today = c->today;
    setting_str(c, SET_ZONE); /* read once, before memory is given back event by event */
    now.settings = c->settings;
    enum fault f = year_play(p);
    if (!f)
        f = now_rest(p);
    arena_free(&p->scratch);
    free(p);
    *c = now;
    return f;
}

enum fault demo_fill(struct ctx *c)
{
    enum fault f = lists_fill(c);
    if (!f)
        f = dates_set(c);
    if (!f) /* a year of receipts would wait to be sent */
        f = setting_set(c, SET_RECEIPTS_EMAIL, S("no"));
    if (!f)
        f = year_fill(c);
    if (!f)
        f = setting_set(c, SET_RECEIPTS_EMAIL, (struct str){ 0 });
    journal_next(c);
    return f;
}

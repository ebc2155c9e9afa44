/* Asks the pure functions of the rules what they answer, for the `call:` lines of worked examples:
 *
 *     calls LIBRARY FUNCTION ARGUMENT...
 *
 * prints one value as examples write it, or "refused FAULT". Days are YYYY-MM-DD, money is cents, branches
 * are names. The library gives calendars and tools; nothing is written to it. Exit 64: no such call. */
#include <stdio.h>

#include "base/conf.h"
#include "base/random.h"
#include "lending/branch.h"
#include "lending/calendar.h"
#include "lending/code.h"
#include "lending/member.h"
#include "lending/money.h"
#include "lending/setting.h"
#include "lending/tool.h"
#include "reminders/due.h"
#include "reminders/gsm.h"
#include "schema/db.h"
#include "text/text.h"

static const struct conf no_conf;

static int64_t now_of(const struct world *w)
{
    (void)w;
    return instant_of(day_of(2026, 11, 24), 600);
}

static int64_t number(const char *z)
{
    int64_t n = 0;
    ASSERT(str_int(str_of(z), &n));
    return n;
}

static day day_arg(const char *z)
{
    day d = DAY_NONE;
    ASSERT(day_parse(str_of(z), &d));
    return d;
}

static void day_say(struct ctx *c, day d)
{
    struct buf b = { .a = c->mem };
    buf_day(&b, d);
    printf("%.*s", STR(buf_str(&b)));
}

static enum fault calendar_arg(struct ctx *c, const char *name, struct calendar *k)
{
    int64_t branch;
    enum fault f = branch_find(c, str_of(name), &branch);
    return f ? f : calendar_load(c, branch, k);
}

static enum fault call_code(struct ctx *c, char **a)
{
    enum family family = strcmp(a[0], "member") ? FAMILY_TOOL : FAMILY_MEMBER;
    printf("%.*s", STR(code_text(c->mem, number(a[1]), family)));
    return OK;
}

static enum fault call_letters(struct ctx *c, char **a)
{
    (void)c;
    static const char *const names[] = { "tool", "member", "branch", "command" };
    for (int i = 0; i < FAMILY_COUNT; i++)
        printf("%s%s %c", i ? ", " : "", names[i], code_letter(number(a[0]), (enum family)i));
    return OK;
}

static enum fault call_tool_of(struct ctx *c, char **a)
{
    int64_t id;
    struct tool t;
    enum fault f = tool_find(c, "tool", str_of(a[0]), &id);
    if (!f)
        f = tool_get(c, id, &t);
    if (!f)
        printf("%lld", (long long)t.number);
    return f;
}

static enum fault call_phone(struct ctx *c, char **a)
{
    struct str e164;
    enum fault f = phone_parse(c->mem, str_of(a[0]), &e164);
    if (!f)
        printf("%.*s", STR(e164));
    return f;
}

static int holiday_index(const char *name)
{
    for (int i = 0; i < HOLIDAYS; i++)
        if (!strcmp(holiday_name((size_t)i), name))
            return i;
    return -1;
}

static int by_day(const void *a, const void *b)
{
    return ((const day *)a)->n - ((const day *)b)->n;
}

/* The default list of a year, in the order of the days. */
static enum fault call_holidays(struct ctx *c, char **a)
{
    day all[HOLIDAYS];
    const char *between = "";
    holidays_of((int)number(a[0]), all);
    qsort(all, HOLIDAYS, sizeof *all, by_day);
    for (int i = 0; i < HOLIDAYS; i++)
        if (holiday_default(all[i])) {
            printf("%s", between);
            day_say(c, all[i]);
            between = ", ";
        }
    return OK;
}

static enum fault call_holiday(struct ctx *c, char **a)
{
    day all[HOLIDAYS];
    int i = holiday_index(a[0]);
    if (i < 0)
        return FAULT_NAME_UNKNOWN;
    holidays_of((int)number(a[1]), all);
    day_say(c, all[i]);
    return OK;
}

static enum fault call_open(struct ctx *c, char **a)
{
    struct calendar k;
    enum fault f = calendar_arg(c, a[0], &k);
    if (!f)
        printf("%s", calendar_open(&k, day_arg(a[1])) ? "yes" : "no");
    return f;
}

static enum fault call_late(struct ctx *c, char **a)
{
    struct calendar k;
    enum fault f = calendar_arg(c, a[0], &k);
    if (!f)
        printf("%d", calendar_days_late(&k, day_arg(a[1]), day_arg(a[2])));
    return f;
}

static enum fault call_shelf(struct ctx *c, char **a)
{
    struct calendar k;
    enum fault f = calendar_arg(c, a[0], &k);
    if (!f)
        day_say(c, calendar_shelf_last(&k, day_arg(a[1]), (int)setting_int(c, SET_SHELF_OPEN_DAYS),
                                       (int)setting_int(c, SET_SHELF_DAYS),
                                       (int)setting_int(c, SET_OPEN_WITHIN)));
    return f;
}

/* N19: the steps of a branch, as they are named there. */
static enum fault call_steps(struct ctx *c, char **a)
{
    struct calendar k;
    enum fault f = calendar_arg(c, a[0], &k);
    if (f)
        return f;
    struct due_rules r = due_rules_read(c);
    int w = calendar_weekdays(&k);
    for (size_t i = 0; i < r.n_overdue; i++)
        printf("%d, ", due_scaled(r.overdue[i], w));
    printf("call %d", due_scaled(r.call, w));
    return OK;
}

static enum fault call_sms(struct ctx *c, char **a)
{
    (void)c;
    struct sms_size s = sms_size(str_of(a[0]));
    printf("%s %d units, %d part%s", s.ucs2 ? "ucs2" : "gsm7", s.units, s.parts, s.parts == 1 ? "" : "s");
    return OK;
}

static enum fault call_replace(struct ctx *c, char **a)
{
    printf("%.*s", STR(sms_replace(c->mem, str_of(a[0]))));
    return OK;
}

static enum fault call_day_value(struct ctx *c, char **a)
{
    (void)c;
    printf("%lld", (long long)day_value(number(a[0]), day_arg(a[1]), day_arg(a[2])));
    return OK;
}

static const struct {
    const char *name;
    int args;
    enum fault (*run)(struct ctx *, char **);
} calls[] = {
    { "code", 2, call_code }, { "letters", 1, call_letters }, { "tool_of", 1, call_tool_of },
    { "phone", 1, call_phone }, { "holidays", 1, call_holidays }, { "holiday", 2, call_holiday },
    { "open", 2, call_open }, { "late", 3, call_late }, { "shelf", 2, call_shelf },
    { "steps", 1, call_steps }, { "sms", 1, call_sms }, { "replace", 1, call_replace },
    { "day_value", 3, call_day_value },
};

static enum fault call(struct ctx *c, const char *name, int n, char **args, bool *known)
{
    for (size_t i = 0; i < COUNT(calls); i++)
        if (!strcmp(calls[i].name, name) && calls[i].args == n) {
            *known = true;
            return calls[i].run(c, args);
        }
    return OK;
}

int main(int argc, char **argv)
{
    struct arena mem = { 0 };
    struct world world = { .now = now_of, .random = random_kernel, .conf = &no_conf };
    struct db *db = NULL;
    bool known = false;
    if (argc < 3 || !zone_set("Europe/Amsterdam") ||
        db_open(argv[1], (struct db_options){ .mode = DB_READ }, &db))
        return 64;
    struct ctx c = ctx_make(db, &mem, &world);
    c.role = ROLE_COORDINATOR;
    enum fault f = call(&c, argv[2], argc - 3, argv + 3, &known);
    if (f)
        printf("refused %s", fault_info(f)->name);
    putchar('\n');
    db_close(db);
    arena_free(&mem);
    return known ? 0 : 64;
}

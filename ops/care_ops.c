/* Care for the library: its settings and its clock. */
#include "lending/setting.h"
#include "ops/table.h"
#include "text/text.h"

static const struct shape setting_shape = { "setting", FIELDS({ "name", FK_KEY },
    { "value", FK_TEXT }, { "default", FK_TEXT }, { "decides", FK_TEXT }) };

static void setting_row(struct ctx *c, enum setting s, struct out *o)
{
    const struct setting_info *i = setting_info(s);
    int key = text_find(str_printf(c->mem, "setting.%s", i->name));
    ASSERT(key >= 0);
    OUT(o, val_z(i->name), val_str(setting_str(c, s)), val_z(i->otherwise),
        val_str(text_plain(c->lang, (enum text_key)key)));
}

static enum fault setting_list_run(struct ctx *c, const struct val *args, struct out *o)
{
    (void)args;
    for (int s = 0; s < SETTING_COUNT; s++)
        setting_row(c, (enum setting)s, o);
    return OK;
}

static enum fault setting_named(struct ctx *c, struct val name, enum setting *out)
{
    *out = setting_find(name.s);
    return *out == SETTING_COUNT ? fail(c, FAULT_NAME_UNKNOWN, "name", name) : OK;
}

static enum fault setting_get_run(struct ctx *c, const struct val *args, struct out *o)
{
    enum setting s;
    enum fault f = setting_named(c, args[0], &s);
    if (!f)
        setting_row(c, s, o);
    return f;
}

static enum fault setting_set_run(struct ctx *c, const struct val *args, struct out *o)
{
    enum setting s;
    enum fault f = setting_named(c, args[0], &s);
    if (!f && s == SET_CLOCK) /* `clock` is the way, which knows where it may */
        f = fail(c, FAULT_CLOCK_REAL, "name", args[0]);
    if (!f)
        f = setting_set(c, s, val_str_or(args[1], (struct str){ 0 }));
    if (!f)
        setting_row(c, s, o);
    return f;
}

static const struct shape clock_shape = { "clock", FIELDS({ "now", FK_TIME }, { "shift", FK_INT }) };

static enum fault clock_shift(struct ctx *c, int64_t shift, struct out *o)
{
    struct buf b = { .a = c->mem };
    if (!library_pretend(c))
        return fail(c, FAULT_CLOCK_REAL, NULL, val_none());
    buf_int(&b, shift);
    int64_t real = c->world->now(c->world);
    enum fault f = setting_set(c, SET_CLOCK, buf_str(&b));
    if (!f)
        OUT(o, val_time(real + shift), val_int(shift));
    return f;
}

static enum fault clock_set_run(struct ctx *c, const struct val *args, struct out *o)
{
    return clock_shift(c, args[0].i - c->world->now(c->world), o);
}

/* "1d", "2h", "30m": what a test waits for. */
static enum fault clock_add_run(struct ctx *c, const struct val *args, struct out *o)
{
    static const struct {
        char unit;
        int64_t seconds;
    } units[] = { { 'd', 86400 }, { 'h', 3600 }, { 'm', 60 }, { 's', 1 } };
    struct str x = args[0].s;
    int64_t n;
    for (size_t i = 0; i < COUNT(units); i++)
        if (x.n > 1 && x.n < 9 && x.s[x.n - 1] == units[i].unit && str_int(str_upto(x, x.n - 1), &n))
            return clock_shift(c, setting_int(c, SET_CLOCK) + n * units[i].seconds, o);
    return fail(c, FAULT_TIME_FORMAT, "time", args[0]);
}

static enum fault clock_real_run(struct ctx *c, const struct val *args, struct out *o)
{
    (void)args;
    return clock_shift(c, 0, o);
}

void ops_clock(struct ctx *c)
{
    c->clock_shift = setting_int(c, SET_CLOCK);
    c->now += c->clock_shift;
    c->today = day_at(c->now);
}

const struct op care_ops[] = {
    { "setting list", NULL, "/settings", GET, ROLE_COORDINATOR, OP_LIST, ARGS0, &setting_shape,
      setting_list_run },
    { "setting get", NULL, "/settings/{name}", GET, ROLE_COORDINATOR, 0,
      ARGS({ "name", K_TEXT, ARG_NEED | ARG_PLACE, NULL }), &setting_shape, setting_get_run },
    { "setting set", NULL, "/settings/{name}", POST, ROLE_COORDINATOR, 0,
      ARGS({ "name", K_TEXT, ARG_NEED | ARG_PLACE, NULL },
           { "value", K_LONG, ARG_PLACE | ARG_EMPTY, NULL }), &setting_shape, setting_set_run },
    { "clock set", NULL, "/clock", POST, ROLE_COORDINATOR, 0,
      ARGS({ "time", K_TIME, ARG_NEED | ARG_PLACE, NULL }), &clock_shape, clock_set_run },
    { "clock add", NULL, "/clock/add", POST, ROLE_COORDINATOR, 0,
      ARGS({ "time", K_TEXT, ARG_NEED | ARG_PLACE, NULL }), &clock_shape, clock_add_run },
    { "clock real", NULL, "/clock/real", POST, ROLE_COORDINATOR, 0, ARGS0, &clock_shape,
      clock_real_run },
    { 0 },
};

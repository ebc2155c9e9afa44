/* When branches are open: weekly hours, and closings. */
#include "lending/branch.h"
#include "lending/closing.h"
#include "ops/hours.h"
#include "ops/say.h"
#include "ops/table.h"
#include "ops/word.h"

enum fault hours_asked(struct ctx *c, struct val text, const struct block **out, size_t *n)
{
    struct buf one_line = { .a = c->mem };
    struct str at = { 0 };
    for (size_t i = 0; i < text.s.n; i++)
        buf_char(&one_line, strchr("\n\t", text.s.s[i]) ? ' ' : text.s.s[i]);
    enum fault f = hours_parse(c->mem, buf_str(&one_line), out, n, &at);
    return f ? fail(c, f, "hours", val_str(at.n ? at : text.s)) : OK;
}

static const struct shape hours_shape = { "hours", FIELDS(
    { "weekday", FK_WEEKDAY }, { "opens", FK_TEXT }, { "closes", FK_TEXT }, { "change", FK_TEXT }) };

static struct val clock_of(struct ctx *c, int minute)
{
    return val_str(str_printf(c->mem, "%02d:%02d", minute / 60, minute % 60));
}

static enum fault hours_show_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct calendar k;
    enum fault f = calendar_load(c, a[0].i, &k);
    for (size_t i = 0; !f && i < k.n_blocks; i++)
        OUT(o, val_int(k.blocks[i].weekday), clock_of(c, k.blocks[i].from),
            clock_of(c, k.blocks[i].to), clock_of(c, k.blocks[i].change));
    return f;
}

static const struct shape moved_shape = { "moved", FIELDS(
    { "kind", FK_MOVED }, { "number", FK_INT }, { "tool", FK_TOOL }, { "tool_name", FK_TEXT },
    { "member", FK_MEMBER }, { "member_name", FK_TEXT }, { "due_before", FK_DAY }, { "due", FK_DAY },
    { "note", FK_TEXT }) };

static void move_row(struct out *o, const struct move *m, struct str note)
{
    static const char *const kinds[] = { "loan", "hold", "booking" };
    if (m->rearrange)
        note = text_plain(o->c->lang, T_CLOSING_REARRANGE);
    OUT(o, val_z(kinds[m->of]), val_int(m->id), val_text(m->code), val_str(m->name),
        val_text(m->member_code), val_text(m->member_name), val_day(m->was), val_day(m->becomes),
        val_text(note));
}

/* C14: what a changed calendar moves is shown, and done when nothing moves or it was asked for: `write`
 * stores the change first. */
struct calendar_new {
    struct calendar was, is;
    bool apply, done; /* done: it was written */
    size_t n;         /* moved, or would be */
    enum fault (*write)(struct ctx *, const struct calendar *is, size_t which);
    size_t which;     /* holiday */
};

static enum fault calendar_change(struct ctx *c, struct calendar_new *w, struct out *o)
{
    const struct move *m;
    enum fault f = moves_plan(c, &w->was, &w->is, &m, &w->n);
    for (size_t i = 0; !f && i < w->n; i++)
        move_row(o, &m[i], (struct str){ 0 });
    w->done = !w->n || w->apply;
    if (!f && w->done)
        f = w->write(c, &w->is, w->which);
    return f || !w->done ? f : moves_apply(c, m, w->n, false);
}

static void moved_say(struct out *o, const struct calendar_new *w)
{
    if (w->n)
        out_say(o, TONE_LOOK, text(o->c, w->done ? T_HOURS_MOVED : T_HOURS_WOULD_MOVE,
                                   FACTS(F("n", val_int((int64_t)w->n)))));
}

static enum fault hours_write(struct ctx *c, const struct calendar *is, size_t which)
{
    (void)which;
    return branch_hours_set(c, is->branch, is->blocks, is->n_blocks);
}

static enum fault hours_set_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct calendar_new w = { .apply = val_true(a[2]), .write = hours_write };
    const struct block *blocks;
    size_t n;
    struct branch b;
    struct buf hours = { .a = c->mem };
    enum fault f = hours_asked(c, a[1], &blocks, &n);
    if (!f)
        f = branch_get(c, a[0].i, &b);
    if (!f)
        f = calendar_load(c, a[0].i, &w.was);
    if (f)
        return f;
    w.is = w.was;
    w.is.blocks = blocks;
    w.is.n_blocks = n;
    f = calendar_change(c, &w, o);
    if (f)
        return f;
    word_hours(&hours, c->lang, hours_text(c->mem, blocks, n));
    if (w.done)
        out_say(o, TONE_YES, text(c, T_HOURS_SET, FACTS(F("branch", val_str(b.name)),
                                                        F("hours", val_str(buf_str(&hours))))));
    moved_say(o, &w);
    return OK;
}

static struct str holiday_words(struct ctx *c, size_t i)
{
    int key = text_find(str_printf(c->mem, "holiday.%s", holiday_name(i)));
    ASSERT(key >= 0);
    return text_plain(c->lang, (enum text_key)key);
}

static const struct shape holiday_shape = { "holiday", FIELDS(
    { "holiday", FK_TEXT }, { "name", FK_TEXT }, { "day", FK_DAY }, { "open_then", FK_YES }) };

/* The holidays that come next, and whether the branch is open then. */
static enum fault holidays_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct calendar k;
    day this[HOLIDAYS], next[HOLIDAYS];
    enum fault f = calendar_load(c, a[0].i, &k);
    holidays_of(day_ymd(c->today).y, this);
    holidays_of(day_ymd(c->today).y + 1, next);
    for (size_t i = 0; !f && i < HOLIDAYS; i++)
        OUT(o, val_z(holiday_name(i)), val_str(holiday_words(c, i)),
            val_day(day_before(this[i], c->today) ? next[i] : this[i]), val_bool(k.holiday_open[i]));
    return f;
}

static enum fault holiday_write(struct ctx *c, const struct calendar *is, size_t which)
{
    return branch_holiday_set(c, is->branch, which, is->holiday_open[which]);
}

/* C9, C14: a holiday switched on or off for a branch is previewed and applied like changed hours. */
static enum fault holiday_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct calendar_new w = { .apply = val_true(a[3]), .write = holiday_write };
    struct branch b;
    bool open = str_eq(a[2].s, S("open"));
    while (w.which < HOLIDAYS - 1 && !str_eq(a[1].s, str_of(holiday_name(w.which))))
        w.which++;
    enum fault f = branch_get(c, a[0].i, &b);
    if (!f)
        f = calendar_load(c, b.id, &w.was);
    if (f)
        return f;
    w.is = w.was;
    w.is.holiday_open[w.which] = open;
    f = calendar_change(c, &w, o);
    if (f)
        return f;
    if (w.done)
        out_say(o, TONE_YES, text(c, open ? T_HOLIDAY_OPEN : T_HOLIDAY_SHUT, FACTS(F("branch", val_str(b.name)),
                                  F("holiday", val_str(holiday_words(c, w.which))))));
    moved_say(o, &w);
    return OK;
}

enum { CL_BRANCH, CL_FROM, CL_TO, CL_REASON, CL_APPLY };

/* C6, C15: without --apply only a preview. */
static enum fault closing_add_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct branch b;
    const struct move *m;
    size_t n;
    int64_t id;
    bool done = val_true(a[CL_APPLY]);
    enum fault f = branch_get(c, a[CL_BRANCH].i, &b);
    if (!f)
        f = closing_plan(c, b.id, a[CL_FROM].d, a[CL_TO].d, &m, &n);
    for (size_t i = 0; !f && i < n; i++)
        move_row(o, &m[i], (struct str){ 0 });
    if (!f && done)
        f = closing_apply(c, b.id, a[CL_FROM].d, a[CL_TO].d, a[CL_REASON].s, m, n, &id);
    if (f)
        return f;
    out_say(o, done ? TONE_YES : TONE_LOOK, text(c, done ? T_CLOSING_DONE : T_CLOSING_WOULD,
        FACTS(F("branch", val_str(b.name)), F("day", a[CL_FROM]), F("day2", a[CL_TO]),
              F("n", val_int((int64_t)n)))));
    return OK;
}

/* C7, C12: every date it moved goes back, except those that something else changed since. */
static enum fault closing_remove_run(struct ctx *c, const struct val *a, struct out *o)
{
    const struct taken_back *t;
    size_t n, stay = 0;
    enum fault f = closing_remove(c, a[0].i, &t, &n);
    for (size_t i = 0; !f && i < n; i++) {
        struct str why = { 0 };
        struct move m = t[i].move;
        if (t[i].why) {
            int key = text_find(str_printf(c->mem, "closing.stays.%s", t[i].why));
            why = text_plain(c->lang, (enum text_key)key);
            m.becomes = m.was;
            stay++;
        }
        move_row(o, &m, why);
    }
    if (!f)
        out_say(o, stay ? TONE_LOOK : TONE_YES, text(c, T_CLOSING_REMOVED,
            FACTS(F("n", val_int((int64_t)(n - stay))), F("stay", val_int((int64_t)stay)))));
    return f;
}

static const struct shape closing_shape = { "closing", FIELDS(
    { "closing", FK_INT }, { "branch", FK_TEXT }, { "from", FK_DAY }, { "until", FK_DAY },
    { "reason", FK_TEXT }) };

static enum fault closings_out(struct ctx *c, const struct branch *b, struct out *o)
{
    struct calendar k;
    enum fault f = calendar_load(c, b->id, &k);
    for (size_t i = 0; !f && i < k.n_shuts; i++)
        if (!day_before(k.shuts[i].to, c->today))
            OUT(o, val_int(k.shuts[i].id), val_str(b->name), val_day(k.shuts[i].from),
                val_day(k.shuts[i].to), val_str(k.shuts[i].reason));
    return f;
}

/* Those that are not over yet. */
static enum fault closing_list_run(struct ctx *c, const struct val *a, struct out *o)
{
    const struct branch *b;
    size_t n;
    enum fault f = branch_all(c, &b, &n);
    for (size_t i = 0; !f && i < n; i++)
        if (val_is_none(a[0]) || a[0].i == b[i].id)
            f = closings_out(c, &b[i], o);
    return f;
}

const struct op hours_ops[] = {
    { "hours show", NULL, "/branches/{branch}/hours", GET, ROLE_VISITOR, OP_LIST,
      ARGS({ "branch", K_BRANCH, ARG_NEED | ARG_PLACE | ARG_WORDS, NULL }), &hours_shape,
      hours_show_run },
    { "hours set", NULL, "/branches/{branch}/hours", POST, ROLE_COORDINATOR, OP_LIST | OP_TABLE,
      ARGS({ "branch", K_BRANCH, ARG_NEED | ARG_PLACE, NULL },
           { "hours", K_LONG, ARG_NEED | ARG_PLACE | ARG_WORDS, NULL }, { "apply", K_YES, 0, NULL }),
      &moved_shape, hours_set_run },
    { "hours holidays", NULL, "/branches/{branch}/holidays", GET, ROLE_VISITOR, OP_LIST,
      ARGS({ "branch", K_BRANCH, ARG_NEED | ARG_PLACE | ARG_WORDS, NULL }), &holiday_shape, holidays_run },
    { "hours holiday", NULL, "/branches/{branch}/holidays", POST, ROLE_COORDINATOR, OP_LIST | OP_TABLE,
      ARGS({ "branch", K_BRANCH, ARG_NEED | ARG_PLACE, NULL },
           { "holiday", K_CHOICE, ARG_NEED | ARG_PLACE,
             "new_year|easter_sunday|easter_monday|kings_day|liberation_day|ascension|whit_sunday|"
             "whit_monday|christmas_day|boxing_day|good_friday" },
           { "set", K_CHOICE, ARG_NEED | ARG_PLACE, "open|shut" }, { "apply", K_YES, 0, NULL }),
      &moved_shape, holiday_run },
    { "closing add", NULL, "/closings", POST, ROLE_COORDINATOR, OP_LIST | OP_TABLE,
      ARGS({ "branch", K_BRANCH, ARG_NEED | ARG_PLACE, NULL }, { "from", K_DAY, ARG_NEED | ARG_PLACE, NULL },
           { "to", K_DAY, ARG_NEED | ARG_PLACE, NULL }, { "reason", K_TEXT, ARG_NEED | ARG_PLACE, NULL },
           { "apply", K_YES, 0, NULL }),
      &moved_shape, closing_add_run },
    { "closing remove", NULL, "/closings/{closing}/remove", POST, ROLE_COORDINATOR, OP_LIST | OP_TABLE,
      ARGS({ "closing", K_INT, ARG_NEED | ARG_PLACE, NULL }), &moved_shape, closing_remove_run },
    { "closing list", NULL, "/closings", GET, ROLE_VISITOR, OP_LIST,
      ARGS({ "branch", K_BRANCH, ARG_PLACE | ARG_WORDS, NULL }), &closing_shape, closing_list_run },
    { 0 },
};

/* Branches: what and where they are. Their hours are hours_ops.c. */
#include "lending/branch.h"
#include "lending/code.h"
#include "lending/edit.h"
#include "ops/hours.h"
#include "ops/say.h"
#include "ops/table.h"

static struct val hours_of(struct ctx *c, const struct calendar *k)
{
    return val_text(hours_text(c->mem, k->blocks, k->n_blocks));
}

static const struct shape row_shape = { "branch", FIELDS(
    { "branch", FK_TEXT }, { "code", FK_HIDDEN }, { "address", FK_TEXT }, { "postcode", FK_HIDDEN },
    { "place", FK_HIDDEN }, { "phone", FK_PHONE }, { "hours", FK_HOURS }) };

static struct val code_of(struct ctx *c, const struct branch *b)
{
    return val_str(code_text(c->mem, b->id, FAMILY_BRANCH));
}

static enum fault branch_list_run(struct ctx *c, const struct val *a, struct out *o)
{
    const struct branch *b;
    size_t n;
    (void)a;
    enum fault f = branch_all(c, &b, &n);
    for (size_t i = 0; !f && i < n; i++) {
        struct calendar k;
        f = calendar_load(c, b[i].id, &k);
        if (!f)
            OUT(o, val_str(b[i].name), code_of(c, &b[i]), val_text(b[i].address),
                val_text(b[i].postcode), val_text(b[i].place), val_text(b[i].phone), hours_of(c, &k));
    }
    return f;
}

static const struct shape branch_shape = { "branch", FIELDS(
    { "name", FK_TEXT }, { "code", FK_TEXT }, { "address", FK_TEXT }, { "postcode", FK_TEXT },
    { "place", FK_TEXT }, { "phone", FK_PHONE }, { "email", FK_TEXT }, { "colour", FK_HIDDEN },
    { "hours", FK_HOURS }, { "open", FK_YES }, { "next_open", FK_DAY }) };

static enum fault branch_out(struct ctx *c, int64_t id, struct out *o)
{
    struct branch b;
    struct calendar k;
    enum fault f = branch_get(c, id, &b);
    if (!f)
        f = calendar_load(c, id, &k);
    if (!f)
        OUT(o, val_str(b.name), code_of(c, &b), val_text(b.address), val_text(b.postcode),
            val_text(b.place), val_text(b.phone), val_text(b.email), val_text(b.colour), hours_of(c, &k),
            val_bool(calendar_open(&k, c->today)), val_day(calendar_first(&k, day_plus(c->today, 1), 400)));
    return f;
}

static enum fault branch_show_run(struct ctx *c, const struct val *a, struct out *o)
{
    return branch_out(c, a[0].i, o);
}

/* #rrggbb, as labels and pages take it. */
static enum fault colour_good(struct ctx *c, struct val v)
{
    struct str x = val_str_or(v, (struct str){ 0 });
    bool good = !x.n || (x.n == 7 && *x.s == '#');
    for (size_t i = 1; i < x.n; i++)
        good = good && strchr("0123456789abcdefABCDEF", x.s[i]);
    return good ? OK : fail_facts(c, FAULT_SETTING_VALUE, "colour", v,
                                  FACTS(F("name", val_z("colour")), F("least", val_z("#000000")),
                                        F("most", val_z("#ffffff"))));
}

static struct str text_or(struct val v)
{
    return val_str_or(v, (struct str){ 0 });
}

enum { A_NAME, A_ADDRESS, A_POSTCODE, A_PLACE, A_PHONE, A_EMAIL, A_COLOUR, A_HOURS };

static enum fault branch_add_run(struct ctx *c, const struct val *a, struct out *o)
{
    int64_t id;
    const struct block *k = NULL;
    size_t n = 0;
    enum fault f = name_good(c, "name", a[A_NAME]);
    if (!f)
        f = colour_good(c, a[A_COLOUR]);
    if (!f && !val_is_none(a[A_HOURS]))
        f = hours_asked(c, a[A_HOURS], &k, &n);
    if (!f)
        f = branch_add(c, &(struct branch){ .name = a[A_NAME].s, .address = text_or(a[A_ADDRESS]),
            .postcode = text_or(a[A_POSTCODE]), .place = text_or(a[A_PLACE]),
            .phone = text_or(a[A_PHONE]), .email = text_or(a[A_EMAIL]),
            .colour = text_or(a[A_COLOUR]) }, &id);
    if (!f && n)
        f = branch_hours_set(c, id, k, n);
    o->created = true;
    return f ? f : branch_out(c, id, o);
}

static enum fault branch_edit_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct branch b;
    bool changed = false;
    enum fault f = name_good(c, "name", a[1]);
    if (!f)
        f = colour_good(c, a[7]);
    if (!f)
        f = branch_get(c, a[0].i, &b);
    if (!f)
        f = branch_change(c, &b, &(struct branch_change){ a[1], a[2], a[3], a[4], a[5], a[6], a[7] },
                          &changed);
    if (!f)
        f = branch_out(c, b.id, o);
    if (!f && !changed)
        say_same(o);
    return f;
}

const struct op branch_ops[] = {
    { "branch list", NULL, "/branches", GET, ROLE_VISITOR, OP_LIST, ARGS0, &row_shape,
      branch_list_run },
    { "branch show", NULL, "/branches/{branch}", GET, ROLE_VISITOR, 0,
      ARGS({ "branch", K_BRANCH, ARG_NEED | ARG_PLACE | ARG_WORDS, NULL }), &branch_shape,
      branch_show_run },
    { "branch add", NULL, "/branches", POST, ROLE_COORDINATOR, 0,
      ARGS({ "name", K_TEXT, ARG_NEED | ARG_PLACE, NULL }, { "address", K_TEXT, 0, NULL },
           { "postcode", K_POSTCODE, 0, NULL }, { "place", K_TEXT, 0, NULL },
           { "phone", K_PHONE, 0, NULL }, { "email", K_EMAIL, 0, NULL }, { "colour", K_TEXT, 0, NULL },
           { "hours", K_LONG, 0, NULL }),
      &branch_shape, branch_add_run },
    { "branch edit", NULL, "/branches/{branch}", POST, ROLE_COORDINATOR, 0,
      ARGS({ "branch", K_BRANCH, ARG_NEED | ARG_PLACE, NULL }, { "name", K_TEXT, 0, NULL },
           { "address", K_TEXT, ARG_EMPTY, NULL }, { "postcode", K_POSTCODE, ARG_EMPTY, NULL },
           { "place", K_TEXT, ARG_EMPTY, NULL }, { "phone", K_PHONE, ARG_EMPTY, NULL },
           { "email", K_EMAIL, ARG_EMPTY, NULL }, { "colour", K_TEXT, ARG_EMPTY, NULL }),
      &branch_shape, branch_edit_run },
    { 0 },
};

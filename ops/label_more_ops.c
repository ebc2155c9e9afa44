/* Labels for what is not a tool: members' cards, shelves, branches, and the codes with which a
 * volunteer runs the counter by scanner alone (T1). See label.h. */
#include "lending/member.h"
#include "lending/setting.h"
#include "ops/label.h"
#include "ops/table.h"
#include "text/text.h"

enum { M_MEMBER = L_OWN, M_ALL };

static enum fault members_by_code(struct ctx *c, struct val list, struct member **out, size_t *n)
{
    const int64_t *ids;
    enum fault f = ops_ids(c, "member", K_MEMBER, list, &ids, n);
    struct member *m = NEW_N(c->mem, struct member, *n + 1);
    for (size_t i = 0; !f && i < *n; i++)
        f = member_get(c, ids[i], &m[i]);
    *out = m;
    return f;
}

/* A name and a number; nothing else of a person (X32). */
static enum fault members_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct label_job job = { .layout = LAYOUT_CARD, .sheet = S("85.6x54") };
    struct member *m = NULL;
    const struct member *all;
    int64_t total;
    size_t n = 0;
    bool some = a[M_MEMBER].is == V_LIST && a[M_MEMBER].list->n;
    if (!some && !val_true(a[M_ALL]))
        return fail(c, FAULT_MISSING, "member", val_none());
    enum fault f = some ? members_by_code(c, a[M_MEMBER], &m, &n)
                        : member_list(c, &(struct member_query){ 0 }, &all, &n, &total);
    const struct member *at = some ? m : all;
    struct label *labels = NEW_N(c->mem, struct label, n + 1);
    for (size_t i = 0; !f && i < n; i++) {
        size_t last = at[i].code.n - 1;
        if (some || (at[i].state != MEMBER_ENDED && at[i].state != MEMBER_ERASED))
            labels[job.n_labels++] = (struct label){ .url = label_url(c, "/t/", at[i].code),
                .number = str_upto(at[i].code, last), .letter = str_from(at[i].code, last),
                .name = at[i].name };
    }
    job.labels = labels;
    if (!f && !job.n_labels)
        f = fail(c, FAULT_NO_LABELS, "member", val_none());
    return f ? f : label_send(c, a, &job, o);
}

/* ---- branches and their shelves ---- */

enum { S_BRANCH = L_OWN, S_SHELF };

static enum fault branches_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct label_job job = { .layout = LAYOUT_SIGN, .sheet = S("L7165") };
    const struct branch *b;
    size_t n;
    enum fault f = branch_all(c, &b, &n);
    struct label *labels = NEW_N(c->mem, struct label, n + 1);
    for (size_t i = 0; !f && i < n; i++) {
        struct str code = code_text(c->mem, b[i].id, FAMILY_BRANCH);
        if (val_is_none(a[S_BRANCH]) || a[S_BRANCH].i == b[i].id)
            labels[job.n_labels++] = (struct label){ .url = label_url(c, "/t/", code),
                .number = b[i].name, .name = b[i].address, .brand = code,
                .branch = setting_str(c, SET_LIBRARY_NAME),
                .phone = b[i].phone, .colour = b[i].colour };
    }
    job.labels = labels;
    return f ? f : label_send(c, a, &job, o);
}

/* Two tools on one shelf make one label; shelves in the order of their names. */
static int by_shelf(const void *x, const void *y)
{
    const struct tool *a = x, *b = y;
    int order = (a->present > b->present) - (a->present < b->present);
    return order ? order : str_cmp(a->shelf, b->shelf);
}

static enum fault shelf_add(struct ctx *c, const struct tool *t, struct label *l)
{
    struct branch b;
    enum fault f = branch_get(c, t->present, &b);
    struct str code = code_text(c->mem, t->present, FAMILY_BRANCH);
    if (!f)
        *l = (struct label){ .url = label_url(c, str_printf(c->mem, "/s/%.*s/", STR(code)).s, t->shelf),
            .number = t->shelf, .branch = b.name, .colour = b.colour };
    return f;
}

static enum fault shelves_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct label_job job = { .layout = LAYOUT_SIGN, .sheet = S("L7163") };
    struct str only = str_upper(c->mem, val_str_or(a[S_SHELF], (struct str){ 0 }));
    const struct tool *found;
    size_t n;
    int64_t total;
    enum fault f = tool_list(c, &(struct tool_query){ .branch = val_int_or(a[S_BRANCH], 0),
                             .visible_only = true }, &found, &n, &total);
    struct tool *t = NEW_N(c->mem, struct tool, n + 1);
    struct label *labels = NEW_N(c->mem, struct label, n + 1);
    if (!f && n)
        memcpy(t, found, n * sizeof *t);
    qsort(t, n, sizeof *t, by_shelf);
    for (size_t i = 0; !f && i < n; i++) {
        bool same = i && t[i].present == t[i - 1].present && str_eq(t[i].shelf, t[i - 1].shelf);
        if (t[i].shelf.n && !same && (!only.n || str_eq(str_upper(c->mem, t[i].shelf), only)))
            f = shelf_add(c, &t[i], &labels[job.n_labels++]);
    }
    job.labels = labels;
    if (!f && !job.n_labels)
        f = fail(c, FAULT_NO_LABELS, "shelf", val_none());
    return f ? f : label_send(c, a, &job, o);
}

/* ---- the counter ---- */

static enum fault commands_run(struct ctx *c, const struct val *a, struct out *o)
{
    static const enum text_key words[COMMAND_COUNT][2] = {
        { T_COMMAND_DONE, T_COMMAND_DONE_HINT }, { T_COMMAND_RETURN, T_COMMAND_RETURN_HINT },
        { T_COMMAND_RENEW, T_COMMAND_RENEW_HINT }, { T_COMMAND_UNDO, T_COMMAND_UNDO_HINT },
        { T_COMMAND_BROKEN, T_COMMAND_BROKEN_HINT }, { T_COMMAND_HELP, T_COMMAND_HELP_HINT } };
    struct label labels[COMMAND_COUNT];
    struct label_job job = { .layout = LAYOUT_SIGN, .sheet = S("L7165"), .labels = labels,
                             .n_labels = COMMAND_COUNT };
    for (int i = 0; i < COMMAND_COUNT; i++) {
        struct str code = code_text(c->mem, i + 1, FAMILY_COMMAND);
        labels[i] = (struct label){ .url = label_url(c, "/t/", code), .brand = code,
            .number = text_plain(c->lang, words[i][0]), .name = text_plain(c->lang, words[i][1]) };
    }
    return label_send(c, a, &job, o);
}

const struct op label_more_ops[] = {
    { "label members", NULL, "/labels/members", POST, ROLE_VOLUNTEER, OP_LONG | OP_FILE,
      ARGS(LABEL_ARGS, { "member", K_MEMBER, ARG_PLACE | ARG_MANY, NULL }, { "all", K_YES, 0, NULL }),
      NULL, members_run },
    { "label shelves", NULL, "/labels/shelves", POST, ROLE_VOLUNTEER, OP_LONG | OP_FILE,
      ARGS(LABEL_ARGS, { "branch", K_BRANCH, 0, NULL }, { "shelf", K_TEXT, 0, NULL }), NULL, shelves_run },
    { "label branches", NULL, "/labels/branches", POST, ROLE_VOLUNTEER, OP_LONG | OP_FILE,
      ARGS(LABEL_ARGS, { "branch", K_BRANCH, 0, NULL }), NULL, branches_run },
    { "label commands", NULL, "/labels/commands", POST, ROLE_VOLUNTEER, OP_LONG | OP_FILE,
      ARGS(LABEL_ARGS), NULL, commands_run },
    { 0 },
};

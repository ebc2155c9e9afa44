/* How a volunteer goes on after a refusal: with what was explained or asked, or with a reason. See page_part.h. */
#include "ops/way.h"
#include "server/page_op.h"

enum { WAYS_MOST = 4 };

/* A pass without its reason is asked for once more; a lending of the past without one (L12) is no pass. */
bool may_pass(const struct request *r, const struct op *op)
{
    return r->fault && r->who.role >= ROLE_VOLUNTEER && r->n_wrong &&
           (op_passable(op, r->wrong[0].fault) ||
            (r->wrong[0].fault == FAULT_REASON_NEEDED && request_field(r, "override").n));
}

static void ways_make(struct request *r, struct ctx *c, struct anyway *x)
{
    const struct way *w;
    struct hidden *at = NEW_N(c->mem, struct hidden, WAYS_MOST);
    size_t n = 0;
    for (size_t i = 0; (w = way_at(i)); i++)
        if (w->give && w->fault == r->wrong[0].fault && n < WAYS_MOST &&
            op_arg(r->op, str_of(w->give)))
            at[n++] = (struct hidden){ str_of(w->give), text_plain(c->lang, w->label) };
    x->ways.at = at;
    x->ways.n = n;
}

struct anyway anyway_make(struct request *r, struct ctx *c)
{
    struct anyway x = { 0 };
    if (!r->op || !r->fault || !r->n_wrong || r->who.role < ROLE_VOLUNTEER)
        return x;
    struct hidden *at = NEW_N(c->mem, struct hidden, r->given.n);
    for (size_t i = 0; i < r->given.n; i++) {
        const struct given *g = &r->given.at[i];
        if (op_given(r->op, g) && !str_eq(g->name, S("override")) && !str_eq(g->name, S("reason")))
            at[x.given.n++] = (struct hidden){ g->name, g->value };
    }
    x.given.at = at;
    ways_make(r, c, &x);
    if (may_pass(r, r->op)) {
        x.pass = text_plain(c->lang, op_pass_label(r->op));
        x.reason = (struct typed){ request_field(r, "reason"), typed_error(r, c, "reason") };
    }
    if (x.pass.n || x.ways.n)
        x.action = link_to(r, "%.*s", STR(r->path));
    return x;
}

/* The person at the counter: who, what is with them, what is ready for them. */
#include "cli/counter_pane.h"

enum { NUMBER_WIDTH = 6 };

static struct out row_of(const struct list *l, size_t i, struct out_row *row)
{
    row->v = l->at + i * shape_count(l->shape);
    return (struct out){ .shape = l->shape, .rows = row, .n_rows = 1 };
}

static void loan_row(struct pane *p, const struct out *o)
{
    struct ctx *c = &p->t->k->c;
    bool brief = p->width < 70;
    day due = val_day_or(reply_val(o, 0, "due"), DAY_NONE);
    bool late = !day_none(due) && day_before(due, c->today);
    struct str code = reply_str(o, 0, "tool"),
               when = day_none(due) ? (struct str){ 0 }
                    : text(c, late ? T_COUNTER_ROW_LATE : T_COUNTER_ROW_DUE,
                           FACTS(F("day", val_str(text_day_words(c, due, brief)))));
    int right = p->width - str_width(when) - 1;
    pane_row(p);
    pane_put(p, late ? LATE : PLAIN, late ? S(" ! ") : S("   "));
    pane_put(p, BOLD, str_upto(code, code.n ? code.n - 1 : 0));
    pane_to(p, 3 + NUMBER_WIDTH);
    pane_cut(p, PLAIN, reply_str(o, 0, "tool_name"), right - p->at - 1);
    pane_to(p, right);
    pane_put(p, late ? LATE : PLAIN, when);
}

static void hold_row(struct pane *p, const struct out *o)
{
    struct ctx *c = &p->t->k->c;
    day last = val_day_or(reply_val(o, 0, "until"), DAY_NONE);
    struct str when = day_none(last) ? (struct str){ 0 }
                    : text(c, T_COUNTER_ROW_READY, FACTS(F("day", val_str(text_day_words(c, last, p->width < 70)))));
    int right = p->width - str_width(when) - 1;
    pane_row(p);
    pane_put(p, BOLD, S(" > "));
    pane_cut(p, PLAIN, reply_str(o, 0, "model"), right - p->at - 1);
    pane_to(p, right);
    pane_put(p, PLAIN, when);
}

/* Rows of one list under a heading; what does not fit is counted. */
static void rows_put(struct pane *p, struct val list, bool holds, int room)
{
    struct out_row row = { 0 };
    size_t shown = 0, n = 0;
    for (int turn = 0; list.is == V_LIST && turn < 2; turn++)
        for (size_t i = 0; i < list.list->n; i++) {
            struct out o = row_of(list.list, i, &row);
            if (holds && !str_eq(reply_str(&o, 0, "state"), S("ready")))
                continue;
            if (!turn) {
                n++;
            } else if ((int)shown < room - (n > (size_t)room)) {
                if (!shown && holds) {
                    pane_row(p);
                    pane_put(p, PLAIN, S(" "));
                    pane_put(p, BOLD, text_plain(p->t->k->c.lang, T_COUNTER_HEAD_READY));
                }
                if (holds)
                    hold_row(p, &o);
                else
                    loan_row(p, &o);
                shown++;
            }
        }
    if (shown < n) {
        pane_row(p);
        pane_put(p, PLAIN, S("   "));
        pane_put(p, PLAIN, text(&p->t->k->c, T_COUNTER_ROW_MORE, FACTS(F("n", val_int((int64_t)(n - shown))))));
    }
}

static void words_put(struct pane *p, struct str x, int rows)
{
    for (int i = 0; x.n && i < rows; i++) {
        pane_row(p);
        pane_put(p, PLAIN, S(" "));
        pane_put(p, PLAIN, pane_wrap(&x, p->width - 2));
    }
}

void pane_person(struct pane *p)
{
    struct counter *t = p->t;
    const struct out *o = &t->person.show;
    struct ctx *c = &t->k->c;
    struct val loans = reply_val(o, 0, "loans");
    int64_t n = loans.is == V_LIST ? (int64_t)loans.list->n : 0;
    struct str count = text(c, T_COUNTER_HEAD_LIMIT, FACTS(F("n", val_int(n)),
                                F("most", reply_val(o, 0, "limit_tools"))));
    pane_row(p);
    pane_put(p, PLAIN, S(" "));
    pane_cut(p, BOLD, t->person.name, p->width - 12);
    pane_put(p, PLAIN, S("  "));
    pane_put(p, DIM, t->person.code);
    if (p->width < 70)
        pane_row(p);
    pane_to(p, p->width < 70 ? 1 : p->width - str_width(count) - 1);
    pane_put(p, PLAIN, count);
    words_put(p, reply_str(o, 0, "note"), 2);
    int room = p->most - p->n;
    rows_put(p, loans, false, room > 3 ? room - 2 : room);
    if (p->most - p->n >= 2)
        rows_put(p, reply_val(o, 0, "holds"), true, p->most - p->n - 1);
}

/* See counter_page.h. The person and their things above (at the left on a wide screen), the last
 * events below them, the newest lowest, one prompt, one row of keys. */
#include "cli/counter_pane.h"

enum { HEAD_ROWS = 2, FOOT_ROWS = 4, PERSON_LEAST = 5 };

/* ---- what happened ---- */

static int tone_width(struct ctx *c)
{
    int most = 0;
    for (int i = TONE_YES; i <= TONE_NO; i++) {
        int w = str_width(tone_text(c->lang, (enum tone)i));
        most = w > most ? w : most;
    }
    return most + 3;
}

static void event_put(struct pane *p, const struct event *e)
{
    static const enum style of[] = { PLAIN, GREEN, YELLOW, RED };
    struct ctx *c = &p->t->k->c;
    int indent = tone_width(c);
    struct str rest, lines = e->text, line;
    bool first = true;
    while (str_next(&lines, '\n', &line))
        for (rest = str_shown(c->mem, line); rest.n; first = false) {
            pane_row(p);
            pane_put(p, PLAIN, S(" "));
            if (first)
                pane_put(p, of[e->tone], tone_text(c->lang, e->tone));
            pane_to(p, indent);
            pane_put(p, first && e->turn == p->t->turn ? BOLD : PLAIN, pane_wrap(&rest, p->width - indent - 1));
        }
}

static int event_rows(struct pane *p, const struct event *e)
{
    struct pane dry = *p;
    dry.n = dry.most = 0;
    event_put(&dry, e);
    return dry.n;
}

static void choices_put(struct pane *p)
{
    struct counter *t = p->t;
    for (size_t i = 0; i < t->n_choices; i++) {
        pane_row(p);
        pane_to(p, tone_width(&t->k->c));
        pane_put(p, BOLD, str_printf(&t->k->mem, "%zu  ", i + 1));
        pane_cut(p, PLAIN, t->choices[i].label, p->width - p->at - 6);
        if (t->choices[i].key)
            pane_put(p, DIM, str_printf(&t->k->mem, "  %c", t->choices[i].key));
    }
}

/* The newest events that fit, the newest lowest, and the choices below them. */
static void events_put(struct pane *p)
{
    struct counter *t = p->t;
    int room = p->most - p->n - (int)t->n_choices;
    size_t from = t->n_events;
    for (int used = 0; from; from--) {
        used += event_rows(p, &t->events[from - 1]);
        if (used > room)
            break;
    }
    if (from == t->n_events && from) /* a long one: its beginning counts */
        from--;
    for (size_t i = from; i < t->n_events; i++)
        event_put(p, &t->events[i]);
    if (p->n > p->most - (int)t->n_choices)
        p->n = p->most - (int)t->n_choices;
    choices_put(p);
}

/* ---- the whole ---- */

void page_head(struct buf *b, struct counter *t, int columns, int64_t now)
{
    struct ctx *c = &t->k->c;
    struct pane p = { .t = t, .rows = b, .most = 1, .width = columns, .colour = t->look.colour };
    struct buf clock = { .a = c->mem };
    text_minute(&clock, c->lang, minute_at(now));
    struct str right = str_printf(c->mem, "%s   @ %.*s ", t->k->as ? t->k->as : "",
                                  STR(text_plain(c->lang, T_COUNTER_KEY_WHO)));
    pane_row(&p);
    pane_put(&p, BOLD, S(" KIST  "));
    pane_cut(&p, PLAIN, t->where, 24);
    pane_put(&p, PLAIN, S("   "));
    pane_put(&p, PLAIN, text_day_words(c, day_at(now), columns < 72));
    pane_put(&p, PLAIN, S("   "));
    pane_put(&p, PLAIN, buf_str(&clock));
    if (t->offline) {
        pane_put(&p, PLAIN, S("  "));
        pane_put(&p, YELLOW, text(c, T_COUNTER_HEAD_OFFLINE, FACTS(F("n", val_int((int64_t)t->n_kept)))));
    }
    pane_to(&p, columns - str_width(right));
    pane_put(&p, PLAIN, right);
}

static void keys_put(struct pane *p)
{
    static const struct { char key; enum text_key word; } keys[] = {
        { KEY_DONE, T_COUNTER_KEY_DONE }, { KEY_UNDO, T_COUNTER_KEY_UNDO },
        { KEY_BACK, T_COUNTER_KEY_BACK }, { KEY_RENEW, T_COUNTER_KEY_RENEW },
        { KEY_BROKEN, T_COUNTER_KEY_BROKEN }, { KEY_PART, T_COUNTER_KEY_PART },
        { KEY_HELP, T_COUNTER_KEY_HELP } };
    pane_row(p);
    pane_put(p, PLAIN, S(" "));
    for (size_t i = 0; i < COUNT(keys); i++) {
        pane_put(p, BOLD, (struct str){ &keys[i].key, 1 });
        pane_put(p, PLAIN, S(" "));
        pane_put(p, PLAIN, text_plain(p->t->k->c.lang, keys[i].word));
        pane_put(p, PLAIN, S("   "));
    }
}

/* How many rows the person needs, and may have of so many. */
static int person_rows(struct counter *t, int width, int room)
{
    struct pane dry = { .t = t, .most = 0, .width = width };
    struct buf none[ROWS_MOST] = { 0 };
    for (int i = 0; i < ROWS_MOST; i++)
        none[i].a = &t->k->mem;
    dry.rows = none;
    dry.most = room;
    pane_person(&dry);
    return dry.n < room ? dry.n : room;
}

static void narrow(struct page *g, struct pane *p)
{
    struct counter *t = p->t;
    int last = g->n_rows - FOOT_ROWS, wanted = (int)t->n_choices + PERSON_LEAST;
    int room = last - HEAD_ROWS - 1 - (wanted > 8 ? wanted : 8);
    if (t->person.open) {
        p->most = HEAD_ROWS + person_rows(t, p->width, room < PERSON_LEAST ? PERSON_LEAST : room);
        pane_person(p);
        p->most = p->n + 1;
        pane_rule(p);
    }
    p->most = last;
    events_put(p);
    p->most = g->n_rows;
    while (p->n < last)
        pane_row(p);
}

/* On a wide screen the person has the left third and stays there. */
static void wide(struct page *g, struct pane *p)
{
    struct counter *t = p->t;
    int left = g->n_columns / 3, last = g->n_rows - FOOT_ROWS;
    struct buf sides[2][ROWS_MOST] = { 0 };
    struct pane side[2];
    for (int s = 0; s < 2; s++) {
        for (int i = 0; i < ROWS_MOST; i++)
            sides[s][i].a = &t->k->mem;
        side[s] = (struct pane){ .t = t, .rows = sides[s], .most = last - HEAD_ROWS,
            .width = s ? g->n_columns - left - 2 : left, .colour = p->colour };
    }
    if (t->person.open)
        pane_person(&side[0]);
    events_put(&side[1]);
    for (int i = 0; p->n < last; i++) {
        pane_row(p);
        buf_add(&p->rows[p->n - 1], buf_str(&sides[0][i]));
        text_blanks(&p->rows[p->n - 1], left - side[0].used[i]);
        buf_z_add(&p->rows[p->n - 1], t->person.open ? "│ " : "  ");
        buf_add(&p->rows[p->n - 1], buf_str(&sides[1][i]));
    }
}

void page_make(struct page *g, struct counter *t, int rows, int columns, int64_t now)
{
    *g = (struct page){ .colour = t->look.colour };
    g->n_rows = rows < ROWS_LEAST ? ROWS_LEAST : rows > ROWS_MOST ? ROWS_MOST : rows;
    g->n_columns = columns < COLUMNS_LEAST ? COLUMNS_LEAST : columns;
    for (int i = 0; i < ROWS_MOST; i++)
        g->rows[i].a = &t->k->mem;
    struct pane p = { .t = t, .rows = g->rows, .most = g->n_rows, .width = g->n_columns,
                      .colour = g->colour };
    page_head(&g->rows[0], t, g->n_columns, now);
    p.n = 1;
    pane_rule(&p);
    if (g->n_columns >= COLUMNS_WIDE)
        wide(g, &p);
    else
        narrow(g, &p);
    p.n = g->n_rows - FOOT_ROWS;
    pane_rule(&p);
    pane_row(&p);
    pane_put(&p, PLAIN, S(" "));
    pane_cut(&p, BOLD, counter_prompt(t), p.width - 2);
    pane_row(&p);
    g->prompt_row = p.n - 1;
    keys_put(&p);
}

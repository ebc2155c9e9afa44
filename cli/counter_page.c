/* See counter_page.h. The person and their things above (at the left on a wide screen), the last
 * events below them, the newest lowest, one prompt, one row of keys. */
#include "cli/counter_page.h"

enum { HEAD_ROWS = 2, FOOT_ROWS = 4, NUMBER_WIDTH = 6, PERSON_LEAST = 5 };
enum style { PLAIN, BOLD, DIM, GREEN, YELLOW, RED, LATE };

/* Bold green; bold black on yellow; bold white on red: never without the word. */
static const char *const styles[] = { "", "\033[1m", "\033[2m", "\033[1;32m", "\033[1;30;43m",
                                      "\033[1;37;41m", "\033[31m" };

/* A column of the screen while it is filled: rows of one width. */
struct pane {
    struct counter *t;
    struct buf *rows;
    int n, most, width;
    int at;      /* columns used of the open row */
    int used[ROWS_MOST]; /* of every row */
    bool colour;
};

static void row_open(struct pane *p)
{
    p->n++;
    p->at = 0;
}

/* As much of the text as fits in so many columns. */
static struct str fitting(struct str x, int width)
{
    size_t i = 0, fits = 0;
    while (i < x.n) {
        utf8_next(x, &i);
        if (str_width(str_upto(x, i)) > width)
            return str_upto(x, fits);
        fits = i;
    }
    return x;
}

static void put(struct pane *p, enum style style, struct str x)
{
    struct str shown = fitting(x, p->width - p->at);
    if (p->n < 1 || p->n > p->most) { /* only counted */
        p->at += str_width(shown);
        return;
    }
    struct buf *b = &p->rows[p->n - 1];
    bool coloured = p->colour && style != PLAIN;
    buf_z_add(b, coloured ? styles[style] : "");
    buf_add(b, shown);
    buf_z_add(b, coloured ? "\033[0m" : "");
    p->at += str_width(shown);
    p->used[p->n - 1] = p->at;
}

static void put_to(struct pane *p, int column)
{
    while (p->at < column && p->at < p->width)
        put(p, PLAIN, S(" "));
}

/* Cut with a mark where it does not fit in so many columns. */
static void put_cut(struct pane *p, enum style style, struct str x, int width)
{
    bool fits = str_width(x) <= width;
    put(p, style, fits ? x : fitting(x, width - 1));
    if (!fits)
        put(p, PLAIN, S("…"));
}

static void rule(struct pane *p)
{
    row_open(p);
    while (p->at < p->width)
        put(p, DIM, S("─"));
}

/* The start of *rest that fits in a line, broken at a blank. */
static struct str wrapped(struct str *rest, int width)
{
    struct str x = fitting(*rest, width);
    if (x.n < rest->n) {
        size_t n = x.n;
        while (n && rest->s[n] != ' ')
            n--;
        x = n ? str_upto(*rest, n) : x;
    }
    *rest = str_trim(str_from(*rest, x.n));
    return x;
}

static struct str day_words(struct ctx *c, day d, bool brief)
{
    struct buf b = { .a = c->mem };
    if (brief)
        text_day_short(&b, c->lang, d);
    else
        text_day(&b, c->lang, c->today, d);
    return buf_str(&b);
}

/* ---- the person ---- */

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
                           FACTS(F("day", val_str(day_words(c, due, brief)))));
    int right = p->width - str_width(when) - 1;
    row_open(p);
    put(p, late ? LATE : PLAIN, late ? S(" ! ") : S("   "));
    put(p, BOLD, str_upto(code, code.n ? code.n - 1 : 0));
    put_to(p, 3 + NUMBER_WIDTH);
    put_cut(p, PLAIN, reply_str(o, 0, "tool_name"), right - p->at - 1);
    put_to(p, right);
    put(p, late ? LATE : PLAIN, when);
}

static void hold_row(struct pane *p, const struct out *o)
{
    struct ctx *c = &p->t->k->c;
    day last = val_day_or(reply_val(o, 0, "until"), DAY_NONE);
    struct str when = day_none(last) ? (struct str){ 0 }
                    : text(c, T_COUNTER_ROW_READY, FACTS(F("day", val_str(day_words(c, last, p->width < 70)))));
    int right = p->width - str_width(when) - 1;
    row_open(p);
    put(p, BOLD, S(" > "));
    put_cut(p, PLAIN, reply_str(o, 0, "model"), right - p->at - 1);
    put_to(p, right);
    put(p, PLAIN, when);
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
                    row_open(p);
                    put(p, PLAIN, S(" "));
                    put(p, BOLD, text_plain(p->t->k->c.lang, T_COUNTER_HEAD_READY));
                }
                if (holds)
                    hold_row(p, &o);
                else
                    loan_row(p, &o);
                shown++;
            }
        }
    if (shown < n) {
        row_open(p);
        put(p, PLAIN, S("   "));
        put(p, PLAIN, text(&p->t->k->c, T_COUNTER_ROW_MORE, FACTS(F("n", val_int((int64_t)(n - shown))))));
    }
}

static void words_put(struct pane *p, struct str x, int rows)
{
    for (int i = 0; x.n && i < rows; i++) {
        row_open(p);
        put(p, PLAIN, S(" "));
        put(p, PLAIN, wrapped(&x, p->width - 2));
    }
}

static void person_put(struct pane *p)
{
    struct counter *t = p->t;
    const struct out *o = &t->person.show;
    struct ctx *c = &t->k->c;
    struct val loans = reply_val(o, 0, "loans");
    int64_t n = loans.is == V_LIST ? (int64_t)loans.list->n : 0;
    struct str count = text(c, T_COUNTER_HEAD_LIMIT, FACTS(F("n", val_int(n)),
                                F("most", reply_val(o, 0, "limit_tools"))));
    row_open(p);
    put(p, PLAIN, S(" "));
    put_cut(p, BOLD, t->person.name, p->width - 12);
    put(p, PLAIN, S("  "));
    put(p, DIM, t->person.code);
    if (p->width < 70)
        row_open(p);
    put_to(p, p->width < 70 ? 1 : p->width - str_width(count) - 1);
    put(p, PLAIN, count);
    words_put(p, reply_str(o, 0, "note"), 2);
    int room = p->most - p->n;
    rows_put(p, loans, false, room > 3 ? room - 2 : room);
    if (p->most - p->n >= 2)
        rows_put(p, reply_val(o, 0, "holds"), true, p->most - p->n - 1);
}

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
            row_open(p);
            put(p, PLAIN, S(" "));
            if (first)
                put(p, of[e->tone], tone_text(c->lang, e->tone));
            put_to(p, indent);
            put(p, first && e->turn == p->t->turn ? BOLD : PLAIN, wrapped(&rest, p->width - indent - 1));
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
        row_open(p);
        put_to(p, tone_width(&t->k->c));
        put(p, BOLD, str_printf(&t->k->mem, "%zu  ", i + 1));
        put_cut(p, PLAIN, t->choices[i].label, p->width - p->at - 6);
        if (t->choices[i].key)
            put(p, DIM, str_printf(&t->k->mem, "  %c", t->choices[i].key));
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
    row_open(&p);
    put(&p, BOLD, S(" KIST  "));
    put_cut(&p, PLAIN, t->where, 24);
    put(&p, PLAIN, S("   "));
    put(&p, PLAIN, day_words(c, day_at(now), columns < 72));
    put(&p, PLAIN, S("   "));
    put(&p, PLAIN, buf_str(&clock));
    if (t->offline) {
        put(&p, PLAIN, S("  "));
        put(&p, YELLOW, text(c, T_COUNTER_HEAD_OFFLINE, FACTS(F("n", val_int((int64_t)t->n_kept)))));
    }
    put_to(&p, columns - str_width(right));
    put(&p, PLAIN, right);
}

static void keys_put(struct pane *p)
{
    static const struct { char key; enum text_key word; } keys[] = {
        { KEY_DONE, T_COUNTER_KEY_DONE }, { KEY_UNDO, T_COUNTER_KEY_UNDO },
        { KEY_BACK, T_COUNTER_KEY_BACK }, { KEY_RENEW, T_COUNTER_KEY_RENEW },
        { KEY_BROKEN, T_COUNTER_KEY_BROKEN }, { KEY_PART, T_COUNTER_KEY_PART },
        { KEY_HELP, T_COUNTER_KEY_HELP } };
    row_open(p);
    put(p, PLAIN, S(" "));
    for (size_t i = 0; i < COUNT(keys); i++) {
        put(p, BOLD, (struct str){ &keys[i].key, 1 });
        put(p, PLAIN, S(" "));
        put(p, PLAIN, text_plain(p->t->k->c.lang, keys[i].word));
        put(p, PLAIN, S("   "));
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
    person_put(&dry);
    return dry.n < room ? dry.n : room;
}

static void narrow(struct page *g, struct pane *p)
{
    struct counter *t = p->t;
    int last = g->n_rows - FOOT_ROWS, wanted = (int)t->n_choices + PERSON_LEAST;
    int room = last - HEAD_ROWS - 1 - (wanted > 8 ? wanted : 8);
    if (t->person.open) {
        p->most = HEAD_ROWS + person_rows(t, p->width, room < PERSON_LEAST ? PERSON_LEAST : room);
        person_put(p);
        p->most = p->n + 1;
        rule(p);
    }
    p->most = last;
    events_put(p);
    p->most = g->n_rows;
    while (p->n < last)
        row_open(p);
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
        person_put(&side[0]);
    events_put(&side[1]);
    for (int i = 0; p->n < last; i++) {
        row_open(p);
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
    rule(&p);
    if (g->n_columns >= COLUMNS_WIDE)
        wide(g, &p);
    else
        narrow(g, &p);
    p.n = g->n_rows - FOOT_ROWS;
    rule(&p);
    row_open(&p);
    put(&p, PLAIN, S(" "));
    put_cut(&p, BOLD, counter_prompt(t), p.width - 2);
    row_open(&p);
    g->prompt_row = p.n - 1;
    keys_put(&p);
}

/* The counter on a whole terminal: the page is drawn around one line that libedit edits. libedit's
 * reader of characters is ours (EL_GETCFN), so that while it waits we see the window change, the
 * minute pass, and nobody come. */
#include "cli/counter_page.h"
#include "cli/counter_term.h"

#include <errno.h>
#include <histedit.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

enum { IDLE_SECONDS = 120, BELL_MS = 140, TICK_MS = 1000 };

struct screen {
    struct counter *t;
    EditLine *el;
    History *history;
    HistEvent event;
    int64_t touched;  /* real seconds: the last key */
    int minute;       /* that the first row shows */
    int bells;        /* still to ring */
};
static struct screen *now_open; /* libedit's prompt and reader get no pointer of ours */

static const wchar_t *prompt(EditLine *el)
{
    (void)el;
    return L" > ";
}

static int64_t library_now(struct counter *t)
{
    struct ctx *c = &t->k->c;
    return t->k->fixed_now ? t->k->fixed_now : (int64_t)time(NULL) + c->clock_shift;
}

/* Everything, and the cursor where the line is typed. */
static void draw(struct screen *s)
{
    struct counter *t = s->t;
    struct arena_mark mark = arena_mark(&t->k->mem);
    struct page *g = NEW(&t->k->mem, struct page);
    struct buf b = { .a = &t->k->mem };
    int rows, columns;
    term_size(&rows, &columns);
    page_make(g, t, rows, columns, library_now(t));
    s->minute = minute_at(library_now(t));
    buf_z_add(&b, "\033[?25l\033[H");
    for (int i = 0; i < g->n_rows && i < rows; i++) {
        buf_printf(&b, "\033[%d;1H\033[2K", i + 1);
        buf_add(&b, buf_str(&g->rows[i]));
    }
    buf_printf(&b, "\033[%d;1H\033[?25h", (g->prompt_row < rows ? g->prompt_row : rows - 1) + 1);
    term_write(buf_str(&b));
    t->k->c.settings = NULL;
    arena_back(&t->k->mem, mark);
}

/* The first row alone, with the cursor left where it is. */
static void tick(struct screen *s)
{
    struct counter *t = s->t;
    int64_t now = library_now(t);
    if (s->minute == minute_at(now))
        return;
    struct arena_mark mark = arena_mark(&t->k->mem);
    struct buf b = { .a = &t->k->mem }, head = { .a = &t->k->mem };
    int rows, columns;
    term_size(&rows, &columns);
    page_head(&head, t, columns, now);
    buf_printf(&b, "\0337\033[1;1H\033[2K%s\0338", buf_z(&head));
    term_write(buf_str(&b));
    s->minute = minute_at(now);
    arena_back(&t->k->mem, mark);
}

/* Draws anew around the line that is being typed. */
static void redraw(struct screen *s)
{
    el_resize(s->el);
    draw(s);
    el_set(s->el, EL_REFRESH);
}

static void connect_again(struct screen *s)
{
    int turn = s->t->turn;
    counter_tick(s->t);
    if (s->t->turn != turn)
        redraw(s);
}

/* Who walks away leaves no name: not of the person, nor in a list, nor typed. */
static void idle(struct screen *s)
{
    const LineInfoW *l = el_wline(s->el);
    if (!s->t->named || (int64_t)time(NULL) - s->touched < IDLE_SECONDS)
        return;
    counter_idle(s->t);
    history(s->history, &s->event, H_CLEAR);
    el_cursor(s->el, (int)(l->lastchar - l->cursor));
    el_wdeletestr(s->el, (int)(l->lastchar - l->buffer));
    redraw(s);
}

/* Between two characters: true when there is one to read. */
static bool waited(struct screen *s)
{
    struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };
    int n = poll(&p, 1, s->bells ? BELL_MS : TICK_MS);
    if (n > 0)
        return true;
    if (n < 0 && errno != EINTR)
        return true; /* reading will tell */
    if (term_resized())
        redraw(s);
    if (s->bells) {
        term_write(S("\a"));
        s->bells--;
    }
    tick(s);
    connect_again(s);
    idle(s);
    return false;
}

static bool byte_read(unsigned char *c)
{
    for (;;) {
        ssize_t n = read(STDIN_FILENO, c, 1);
        if (n == 1)
            return true;
        if (n == 0 || errno != EINTR || term_stopped())
            return false;
    }
}

/* One character of UTF-8. What is none becomes U+FFFD, and the line is refused as garbled. */
static int character(EditLine *el, wchar_t *out)
{
    struct screen *s = now_open;
    char b[4];
    (void)el;
    while (!term_stopped() && !waited(s))
        ;
    if (term_stopped() || !byte_read((unsigned char *)b))
        return 0;
    s->touched = (int64_t)time(NULL);
    unsigned char first = (unsigned char)b[0];
    size_t n = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4, at = 0;
    for (size_t i = 1; i < n; i++)
        if (!byte_read((unsigned char *)&b[i]))
            return 0;
    *out = (wchar_t)utf8_next((struct str){ b, n }, &at);
    return 1;
}

/* A sign is a key of its own where nothing was typed yet. */
static unsigned char sign(EditLine *el, int ch)
{
    const LineInfo *l = el_line(el);
    char x[2] = { (char)ch, 0 };
    bool empty = l->lastchar == l->buffer;
    el_insertstr(el, x);
    return empty && (!now_open->t->asked || ch == KEY_DONE) ? CC_NEWLINE : CC_REFRESH;
}

/* Scanners end with Enter or Tab. After words Tab adds what is left of them; nothing left, it looks
 * them up, like Enter. */
static unsigned char tab(EditLine *el, int ch)
{
    const LineInfo *l = el_line(el);
    struct counter *t = now_open->t;
    struct arena_mark mark = arena_mark(&t->k->mem);
    struct str typed = { l->buffer, (size_t)(l->lastchar - l->buffer) };
    (void)ch;
    struct str rest;
    bool line = typed.n && counter_complete(t, typed, &rest);
    bool more = line && rest.n && !el_insertstr(el, str_z(&t->k->mem, rest));
    t->k->c.settings = NULL;
    arena_back(&t->k->mem, mark);
    return more ? CC_REFRESH : line ? CC_NEWLINE : CC_NORM;
}

static bool editor_open(struct screen *s)
{
    static const char *const signs[] = { ".", "<", "+", "\\055", "!", "/", "?", "@" }; /* "-" would be an option */
    setlocale(LC_CTYPE, "C.UTF-8");
    s->el = el_init("kist", stdin, stdout, stderr);
    s->history = history_init();
    if (!s->el || !s->history)
        return false;
    history(s->history, &s->event, H_SETSIZE, 50);
    history(s->history, &s->event, H_SETUNIQUE, 1);
    el_set(s->el, EL_HIST, history, s->history);
    el_wset(s->el, EL_PROMPT, prompt);
    el_set(s->el, EL_EDITOR, "emacs");
    el_set(s->el, EL_SIGNAL, 0);
    el_wset(s->el, EL_GETCFN, character);
    el_set(s->el, EL_ADDFN, "kist-sign", "a key of the counter", sign);
    el_set(s->el, EL_ADDFN, "kist-tab", "the end of a scan", tab);
    el_set(s->el, EL_BIND, "^I", "kist-tab", NULL);
    for (size_t i = 0; i < COUNT(signs); i++)
        el_set(s->el, EL_BIND, signs[i], "kist-sign", NULL);
    /* Between two lines nothing is echoed and nothing waits for a line end: a burst of scans comes
     * while the first is being done. */
    el_set(s->el, EL_SETTY, "-x", "-echo", "-icanon", NULL);
    return true;
}

static void rings(struct screen *s)
{
    static const int n[] = { 0, 1, 2, 3 };
    enum tone worst = TONE_NONE;
    for (size_t i = 0; i < s->t->n_events; i++)
        if (s->t->events[i].turn == s->t->turn && s->t->events[i].tone > worst)
            worst = s->t->events[i].tone;
    s->bells = n[worst];
}

/* The answer stands there; now what the person has. In a burst of scans the next one comes first. */
static void person_shown(struct screen *s)
{
    struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };
    struct counter *t = s->t;
    if (!t->person.open || !t->person.stale || poll(&p, 1, 0) > 0)
        return;
    struct arena_mark mark = arena_mark(&t->k->mem);
    person_refresh(t);
    t->k->c.settings = NULL;
    arena_back(&t->k->mem, mark);
    draw(s);
}

/* What a scan interrupted stands there again. */
static void typed_again(struct screen *s)
{
    if (*s->t->half)
        el_push(s->el, s->t->half);
    *s->t->half = 0;
}

static void lines(struct screen *s)
{
    while (!term_stopped()) {
        int n = 0;
        draw(s);
        person_shown(s);
        const char *line = el_gets(s->el, &n);
        if (!line || n <= 0)
            return;
        struct str x = str_trim((struct str){ line, (size_t)n });
        if (x.n > 1 && !s->t->asked)
            history(s->history, &s->event, H_ENTER, str_z(&s->t->k->mem, x));
        counter_line(s->t, x);
        typed_again(s);
        rings(s);
        if (!s->t->person.open && x.n == 1 && *x.s == KEY_DONE)
            history(s->history, &s->event, H_CLEAR);
    }
}

int counter_screen(struct counter *t)
{
    struct screen s = { .t = t, .touched = (int64_t)time(NULL) };
    if (!term_begin())
        return counter_lines(t, false);
    now_open = &s;
    counter_start(t, true);
    if (editor_open(&s))
        lines(&s);
    if (s.el)
        el_end(s.el);
    if (s.history)
        history_end(s.history);
    term_end();
    return 0;
}

/* The counter in plain lines: on a terminal that can do no more, and as a batch of scans from a
 * file. In a batch each line of input gets one line of output. */
#include "cli/counter.h"

#include <unistd.h>


static const char *const tones[] = { "none", "yes", "look", "no" };

struct str tone_text(int lang, enum tone tone)
{
    static const enum text_key keys[] = { [TONE_YES] = T_TONE_YES, [TONE_LOOK] = T_TONE_LOOK,
                                          [TONE_NO] = T_TONE_NO };
    return tone == TONE_NONE ? (struct str){ 0 } : text_plain(lang, keys[tone]);
}

/* A line is as bad as the worst sentence of it, and good when something was done. */
static enum tone tone_of(const struct counter *t)
{
    enum tone worst = TONE_NONE;
    for (size_t i = 0; i < t->n_events; i++)
        if (t->events[i].turn == t->turn) {
            enum tone x = t->events[i].tone;
            bool first = worst == TONE_NONE;
            worst = x == TONE_NO || first ? x : worst;
        }
    return worst;
}

/* What happened and what to do, one behind the other. */
static void one_line(struct buf *b, struct str said)
{
    struct str line;
    for (bool first = true; str_next(&said, '\n', &line); first = false) {
        bool ended = b->n && strchr(".!?:", b->s[b->n - 1]);
        buf_z_add(b, first ? "" : ended ? " " : ". ");
        buf_add(b, line);
    }
}

static void said_list(struct buf *b, const struct counter *t)
{
    bool first = true;
    for (size_t i = 0; i < t->n_events; i++) {
        struct buf x = { .a = b->a };
        if (t->events[i].turn != t->turn)
            continue;
        one_line(&x, t->events[i].text);
        buf_z_add(b, first ? "" : ",");
        buf_json(b, buf_str(&x));
        first = false;
    }
}

static void json_text(struct buf *b, const char *key, struct str value)
{
    buf_printf(b, ",\"%s\":", key);
    if (value.n)
        buf_json(b, value);
    else
        buf_z_add(b, "null");
}

static void json_line(struct buf *b, struct counter *t, struct str scan)
{
    buf_z_add(b, "{\"scan\":");
    buf_json(b, scan);
    buf_printf(b, ",\"tone\":\"%s\"", tones[tone_of(t)]);
    json_text(b, "did", str_of(t->did));
    json_text(b, "fault", t->fault ? str_of(fault_info(t->fault)->name) : S(""));
    json_text(b, "tool", str_of(t->did_tool));
    json_text(b, "member", t->person.code);
    buf_z_add(b, ",\"said\":[");
    said_list(b, t);
    buf_z_add(b, "],\"choices\":[");
    for (size_t i = 0; i < t->n_choices; i++) {
        buf_z_add(b, i ? "," : "");
        buf_json(b, t->choices[i].label);
    }
    buf_z_add(b, "]}\n");
}

static int word_width(int lang)
{
    int most = 0;
    for (int i = TONE_YES; i <= TONE_NO; i++) {
        int w = str_width(tone_text(lang, (enum tone)i));
        most = w > most ? w : most;
    }
    return most + TEXT_GAP;
}

/* Everything that was said, in one line. */
static void batch_line(struct buf *b, struct counter *t)
{
    int lang = t->k->c.lang;
    struct str word = tone_text(lang, tone_of(t));
    buf_add(b, word);
    text_blanks(b, word_width(lang) - str_width(word));
    for (size_t i = 0, n = 0; i < t->n_events; i++)
        if (t->events[i].turn == t->turn) {
            buf_z_add(b, n++ ? " " : "");
            one_line(b, t->events[i].text);
        }
    if (t->asked) {
        buf_z_add(b, tone_of(t) ? " " : "");
        buf_add(b, counter_prompt(t));
    }
    for (size_t i = 0; i < t->n_choices; i++)
        buf_printf(b, "  %zu %.*s", i + 1, STR(t->choices[i].label));
    buf_char(b, '\n');
}

/* As a person reads it, with what can be chosen. */
static void read_lines(struct buf *b, struct counter *t)
{
    const struct view v = { .width = t->look.width };
    for (size_t i = 0; i < t->n_events; i++)
        if (t->events[i].turn == t->turn)
            text_said(b, &t->k->c, &v, t->events[i].tone, t->events[i].text);
    for (size_t i = 0; i < t->n_choices; i++)
        buf_printf(b, "  %zu  %.*s\n", i + 1, STR(t->choices[i].label));
}

/* Words that a scan interrupted are lost in a line that was sent already: that is said. */
static void half_said(struct counter *t)
{
    struct arena_mark mark = arena_mark(&t->k->mem);
    if (*t->half)
        SAY(t, TONE_NONE, T_COUNTER_HALF, F("words", val_z(t->half)));
    *t->half = 0;
    arena_back(&t->k->mem, mark);
}

static void answered(struct counter *t, bool batch, struct str scan)
{
    struct arena a = { 0 };
    struct buf b = { .a = &a };
    if (t->json)
        json_line(&b, t, scan);
    else if (batch)
        batch_line(&b, t);
    else
        read_lines(&b, t);
    write_all(STDOUT_FILENO, buf_str(&b));
    arena_free(&a);
}

/* There is no row of keys here: the way back is said with the question. */
static void prompted(struct counter *t)
{
    struct arena_mark mark = arena_mark(&t->k->mem);
    struct buf b = { .a = &t->k->mem };
    buf_add(&b, counter_prompt(t));
    if (t->n_actions && !t->asked && !t->n_choices)
        buf_printf(&b, "  (%c %.*s)", KEY_UNDO, STR(text_plain(t->k->c.lang, T_COUNTER_KEY_UNDO)));
    buf_z_add(&b, "\n> ");
    write_all(STDERR_FILENO, buf_str(&b));
    arena_back(&t->k->mem, mark);
}

int counter_lines(struct counter *t, bool batch)
{
    char *line = NULL;
    size_t room = 0;
    bool refused = false;
    counter_start(t, !batch);
    if (!batch && t->n_events)
        answered(t, false, (struct str){ 0 });
    for (;;) {
        if (!batch)
            prompted(t);
        ssize_t n = getline(&line, &room, stdin);
        if (n < 0)
            break;
        struct str scan = str_trim((struct str){ line, (size_t)n });
        if (batch && !scan.n && !t->asked)
            continue;
        counter_line(t, scan);
        half_said(t);
        refused |= tone_of(t) == TONE_NO;
        answered(t, batch, scan);
    }
    free(line);
    if (t->offline) { /* a last try before the list ends */
        t->turn++;
        kept_retry(t);
        if (!t->offline)
            answered(t, batch, (struct str){ 0 });
    }
    return batch && refused ? 77 : 0;
}

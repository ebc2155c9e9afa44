/* The counter: what a scanned or typed line does. A state machine between a front end (the screen,
 * plain lines, a batch of scans) and the operations; it changes nothing but by an operation, asked by
 * the same door as any command (cli_ask).
 *
 * A line goes in (counter_line); events come out: sentences with their tone, and what may be chosen
 * next. Who is at the counter, the question that is open and the choices live here, each in an arena
 * of its own, because the memory of the operation itself is given back after every line. */
#ifndef CLI_COUNTER_H
#define CLI_COUNTER_H

#include "cli/cli.h"
#include "lending/code.h"
#include "text/text.h"

enum {
    EVENTS_MOST = 64,   /* that are remembered */
    CHOICES_MOST = 9,   /* one digit chooses */
    GIVEN_FEW = 12,     /* arguments of one deed */
    ACTIONS_MOST = 32,  /* that this counter can undo by itself */
    KEPT_MOST = 400,    /* actions kept while there is no connection */
    RETRY_SECONDS = 5, RETRY_MOST = 40, /* between two tries, twice as long each time */
    ANSWER_SECONDS_MOST = 6, PROBE_SECONDS = 2,
    TWICE_SECONDS = 120 /* L5 */
};

/* Signs that no name, number or code begins with: one key each, also without Enter. */
enum {
    KEY_DONE = '.', KEY_BACK = '<', KEY_RENEW = '+', KEY_UNDO = '-', KEY_BROKEN = '!', KEY_PART = '/',
    KEY_HELP = '?', KEY_WHO = '@'
};

/* What a line is (cli/counter_read.c). */
enum line_is { LINE_EMPTY, LINE_KEY, LINE_TOOL, LINE_MEMBER, LINE_BRANCH, LINE_COMMAND, LINE_WORDS };
struct line {
    enum line_is is;
    bool scanned;     /* an address from a label, never typed by hand */
    char key;         /* of LINE_KEY and LINE_COMMAND */
    struct str text;  /* as it came, trimmed: the operation reads the code itself */
    struct str code;  /* folded (T8) */
};
struct line line_read(struct arena *, struct str text);
/* Takes the next piece off *rest: a scanner that lost its Enter, or shot into a half-typed word,
 * leaves several in one line. */
bool line_next(struct str *rest, struct str *piece);
/* May this be a label's address or a code, so that Tab means Enter? */
bool line_scanned(struct arena *, struct str text);

/* An operation that is about to be done. */
struct deed {
    const struct op *op;
    struct given at[GIVEN_FEW];
    size_t n;
    const char *ask;   /* the arguments that are still to be asked, in order, blanks between */
    struct str first;  /* this tool is taken in first (L6, L24); "": none */
};
struct deed deed_of(const char *cmd);
void deed_give(struct deed *, const char *name, struct str value);
struct deed deed_copy(struct arena *, const struct deed *);

struct choice {
    struct str label;
    char key;          /* chooses it too; 0: the digit only */
    struct str scan;   /* as if this had been scanned; to a question: the answer */
    bool look;         /* shows that tool instead */
    bool settles;      /* decides what to do with the conflict that is shown */
    struct deed deed;
};

struct event {
    enum tone tone;
    struct str text;   /* what happened, and on the next line what to do */
    int turn;          /* the line that made it */
};

/* What an operation answered, whatever door it came by. */
struct reply {
    enum fault fault;  /* then c->wrong tells */
    bool kept;         /* it could not be asked: it is on the disk, to be sent later */
    struct out out;
};

struct person {
    bool open;
    bool stale;        /* something was done since it was read: read anew before it is shown */
    struct str code, name;
    struct out show;   /* of `member show` */
};

/* What is kept of the tool that was handled last. */
struct last_tool {
    char code[16];
    bool back;         /* it was returned */
    int64_t at;        /* real seconds */
};

/* An action that waits for the server (cli/counter_kept.c). */
struct kept {
    struct str key, as, why;
    int64_t at;        /* real seconds */
    bool unsure;       /* it may have arrived */
    bool conflict;     /* a person must choose; why: in words */
    struct deed deed;
};

/* What is known without a connection (cli/counter_known.c). */
struct known {
    struct str code, name, state;
};
struct known_list {
    struct known *at;
    size_t n, room;
};

struct counter {
    struct cli *k;
    struct arena person_mem, choice_mem, question_mem, event_mem, name_mem, kept_mem, known_mem;
    struct person person;
    struct choice choices[CHOICES_MOST];
    int choose;                 /* the sentence that asks for one; 0: the usual one */
    size_t n_choices, n_hidden; /* hidden: choices beyond the digits */
    struct deed question;       /* open when `asked` is not NULL */
    const struct arg *asked;
    char mode;                  /* what the next tool scanned is for: KEY_BACK, ..., 0: as it comes */
    struct last_tool last;
    int64_t actions[ACTIONS_MOST];
    size_t n_actions;
    struct event events[EVENTS_MOST]; /* the oldest first */
    size_t n_events;
    int turn;
    bool remote, offline;       /* over the network; it does not answer */
    int64_t tried;              /* real seconds: the last time that we asked it */
    int64_t pause;              /* seconds until it is asked again */
    const char *kept_path;
    struct known_list members, tools; /* as they were when it was connected last */
    struct kept kept[KEPT_MOST];
    size_t n_kept, n_sent;
    int64_t sent[KEPT_MOST];    /* actions that were ours */
    struct str enter_day;       /* `day-sheet enter`: everything happened on that day */
    bool simple;                /* beginners' mode: one question at a time */
    struct str where;           /* the branch of this counter, in name_mem */
    bool json, reached;         /* reached: the library answered at the start */
    struct view look;           /* of the terminal */
    char initials[16], here[80]; /* of this shift; the branch that was chosen */
    bool named;                 /* the screen may name somebody */
    bool greeted;               /* the note of the shift before was shown */
    bool menu_more;             /* the menu's second page comes next */
    char half[200];             /* words that a scan interrupted, to be typed on; "": none */
    /* Of the last line, for a script: */
    enum fault fault;
    const char *did;            /* the last operation that was asked */
    char did_tool[16];
};

void counter_begin(struct counter *, struct cli *);
void counter_end(struct counter *);
/* Does what the line says; several scans in one line are done one after the other. */
void counter_line(struct counter *, struct str line);
/* Nobody touched it for two minutes: whoever is named on the screen is forgotten. */
void counter_idle(struct counter *);
/* Without a connection: tries again, every few seconds. */
void counter_tick(struct counter *);
/* What the prompt asks for. */
struct str counter_prompt(struct counter *);

/* ---- inside ---- */

void counter_say(struct counter *, enum tone, struct str text);
#define SAY(t, tone, key, ...) counter_say((t), (tone), text(&(t)->k->c, (key), FACTS(__VA_ARGS__)))
void counter_plain(struct counter *, enum tone, enum text_key);
/* Asks one operation; its values live in `mem`. */
enum fault counter_ask(struct counter *, const struct deed *, struct arena *mem, struct reply *);
/* The same, now and by no other way: nothing is kept for later. */
enum fault counter_send(struct counter *, const struct deed *, struct str key, struct arena *mem,
                        struct reply *);
/* Fetches what there is to know, while there is a connection. */
void known_take(struct counter *);
const struct known *known_find(const struct known_list *, struct str code);
/* Reads what an earlier run could not send. */
void kept_begin(struct counter *, const char *url);
struct str kept_key(struct counter *);
/* Keeps it, on the disk when this returns true. `unsure`: it may have arrived all the same. */
bool kept_keep(struct counter *, const struct deed *, struct str key, bool unsure);
void kept_said(struct counter *, const struct deed *);
/* The i-th was sent, or a person decided: it never comes back. */
void kept_settled(struct counter *, size_t i);
/* Sends what is kept, as far as the server answers; then shows the first conflict. */
void kept_retry(struct counter *);
/* The conflict that is shown was decided. */
void kept_settle(struct counter *);
/* A value of a row by its field; V_NONE when there is none. */
struct val reply_val(const struct out *, size_t row, const char *key);
struct str reply_str(const struct out *, size_t row, const char *key);

/* Does the deed, says what came of it and offers what may follow. */
void counter_do(struct counter *, const struct deed *);
/* Asks what is missing, one question at a time, then does it. */
void counter_question(struct counter *, const struct deed *);
/* An answer to the open question. */
void counter_answer(struct counter *, struct str text);
struct str question_text(struct counter *);
void counter_ask_initials(struct counter *);
void counter_ask_branch(struct counter *, const struct out *branches);
/* The start of a shift: whose it is, and what the one before left to say. */
void counter_shift(struct counter *);
/* Leaves the open question unanswered. */
void counter_drop(struct counter *);
struct choice *counter_choice(struct counter *, struct str label);
void counter_choices_clear(struct counter *);
void counter_choose(struct counter *, size_t i);
/* Offers the parts that should be with the tool: one that is missing is one digit (L8). */
void counter_parts(struct counter *, struct str tool);
/* Ways on after a refusal (cli/counter_way.c). */
void counter_ways(struct counter *, const struct deed *, const struct wrong *);

void person_open(struct counter *, struct str scan);
void person_close(struct counter *);
void person_refresh(struct counter *);
/* A tool's label was scanned, or its number typed. */
void counter_tool(struct counter *, struct str scan);
/* Words: members and tools to choose from. */
void counter_find(struct counter *, struct str words);
void counter_key(struct counter *, char key, bool scanned);
/* One code, key or word, whatever is open. */
void counter_scan(struct counter *, struct str);
/* Says how a tool is, changes nothing, and offers what can be done with it. */
void counter_look(struct counter *, struct str code);
struct str mode_text(struct counter *);
/* In beginners' mode: what can be done, as choices. */
void counter_simple(struct counter *);
/* GOED, LET OP, NEE. */
struct str tone_text(int lang, enum tone);
/* Meets the library: its language, its day, whether it can be reached. */
void counter_start(struct counter *, bool asks);
/* All that can be done now. */
void counter_menu(struct counter *);

/* The i-th thing of the menu that can be done now, as it is called; false when there are no more. */
bool counter_word(struct counter *, size_t i, struct str *label);
/* Does what the menu calls so; false when it calls nothing so. */
bool counter_named(struct counter *, struct str words);
/* What Tab adds to what was typed, in the arena of the command; "": nothing, it is a line as it stands.
 * False when too little was typed to be anything. */
bool counter_complete(struct counter *, struct str typed, struct str *rest);

/* ---- front ends: each returns the exit code ---- */
int counter_lines(struct counter *, bool batch);
int counter_screen(struct counter *);

#endif

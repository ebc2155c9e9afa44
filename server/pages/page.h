/* What each page shows: one struct a page, filled by the server from lending/ and ops/, written by
 * the template of the same name. Texts are plain; escaping is the template's. Where a comment says
 * "one of", exactly one of these is true. */
#ifndef SERVER_PAGES_PAGE_H
#define SERVER_PAGES_PAGE_H

#include "server/pages/look.h"
#include "server/pages/page_op.h"

/* ---- Shared ---- */

/* Where a tool is and for whom (T3). One of the yes-or-no members, the first that fits. */
struct state {
    bool mine;                   /* the reader has it on loan */
    bool ready_mine, ready;      /* on the hold shelf, for the reader; for somebody else */
    bool out, late;              /* on loan; its day has passed */
    bool repair, missing, retired, draft, transit, inspection;
    bool taught, here_only;      /* free, safety level 2 without instruction; level 3 */
    bool elsewhere;              /* free, at a branch that is not the reader's */
    bool free;
    /* And, with any of these: */
    bool away;                   /* not where it hangs: shown as an outline */
    bool go;                     /* one may come and borrow: the filled sign */
    bool about_you;              /* mine, ready_mine */
    bool overdue;                /* its due day has passed, as a volunteer sees it; or mine */
    bool found;                  /* who finds it in the street may call: out, late, missing */
    day due;                     /* out, mine; ready_mine: the last day on the shelf */
    struct str branch, shelf;    /* where it is, or where it goes (transit) */
    struct str home;             /* the branch it belongs to, when that is another one */
};

struct tool_row {
    enum icon icon;
    struct str name, detail;     /* "Klopboormachine"; "Bosch PSB 500", "Ook wel: flex" */
    struct str number;           /* "417" */
    struct url url;
    struct state state;
    struct url photo;            /* instead of the pictogram: the small one */
};
struct tool_rows {
    const struct tool_row *at;
    size_t n;
};

/* ---- Visitors ---- */

struct week_line {
    struct str day; /* "maandag" */
    LIST(struct span) blocks;
};
struct closing {
    day from, to; /* to: none for a single day */
    struct str reason;
};
struct week {
    struct str branch, place, phone;
    struct url call;
    LIST(struct week_line) lines; /* seven */
    LIST(struct closing) closings;
};
struct weeks {
    const struct week *at;
    size_t n;
};
struct home_page {
    struct typed search;
    LIST(struct opening) open; /* at the top here, so not below as well */
    struct links categories;
    struct tool_rows free, fresh; /* some of what is free now; the newest */
    size_t n_free;         /* all that is free */
    struct url all_free;
    struct links free_at; /* by branch, when there are several */
    struct url feed, manifest;
    struct weeks weeks;
};

struct search_page {
    struct typed words;    /* what was asked; "" for a category or everything */
    struct str title;      /* the category's name, or "" */
    struct str meant;      /* these are the results for another word: "haakse slijper" */
    struct url meant_url;
    struct links filters;         /* all, free now, branches */
    struct tool_rows rows;
    size_t n;              /* found in all */
    struct url more;       /* the next ones */
    struct links categories;      /* shown when nothing was found */
};

struct tool_part {
    struct str name;
    int count;
    bool many; /* more than one */
    bool missing;
};
struct sign { /* a safety pictogram with its words */
    enum icon icon;
    struct str text;
};
struct event { /* of a tool's history, for volunteers */
    enum icon icon;
    struct str text, initials;
    day on;
    struct moment at;
    struct url undo; /* POST */
};
/* What a volunteer sees and does. All addresses are forms' actions (POST) with a field `tool`. */
struct crew_view {
    bool something;        /* there are renew or keys */
    struct str name, code; /* who has it, or for whom it is ready */
    struct url member;
    struct url lend, take, renew, worn, photo; /* photo: with a file */
    struct str next;       /* "Leg apart voor ...", in words */
    struct links keys;            /* other things to do: links */
    LIST(struct event) events;
    struct url history;
};
struct tool_page {
    struct str number, letter, code; /* "417", "A", "417A" */
    enum icon icon;
    struct str name, detail, also; /* detail: brand and type; also: other names, joined */
    struct state state;
    day open;              /* the next day its branch is open, */
    bool open_today;       /* which may be today, */
    struct minute until;   /* until then */
    day back;              /* free: lent today, due on this day */
    int waiting;           /* people in the queue */
    struct str estimate;   /* "2 weken" */
    struct url renew;      /* mine: POST, `tool`; empty: cannot, see why */
    day renew_to;
    struct str why;        /* why not, line by line */
    struct url why_link;   /* free: where the rules say whether it is for this member too */
    struct url queue;      /* join it */
    struct url book;       /* days of it */
    struct url report;     /* GET: the damage form */

    int period_days, renewals;
    struct money fee, deposit;
    bool careful;                       /* any of what follows, up to signs */
    bool read_first, taught, here_only; /* safety levels 1 2 3 */
    int min_age;
    struct str notice;                  /* to read before use */
    LIST(struct sign) signs;
    struct str text;                    /* what it is for */
    struct url photo;                   /* the large one, shown when asked for */
    int photo_width, photo_height, photo_kb;
    struct str og_url, og_photo;        /* whole addresses, for who shares this page elsewhere */
    LIST(struct tool_part) parts;
    struct str kit; /* the set it belongs to; empty: none */
    struct url kit_url;
    struct url category;
    struct links manuals;
    struct str category_name;
    struct tool_rows others, similar; /* of the same model; alike, when this one is not free */

    struct notices said;
    struct crew_view crew;     /* when look.crew */
};

struct report_page {
    struct str number, name, detail;
    enum icon icon;
    struct url back, action; /* POST: problem, words, phone, photo */
    LIST(struct choice) kinds;
    struct str kind_error;
    struct typed text, phone;
    struct str photo_error;
    struct notices said;
};

/* Days or half days of a model that are still free, to choose from (H7, H16), and the queue. */
struct book_slot {
    struct str value, about, label; /* "2026-11-25.1"; the day and block in words; "10.00-12.00 uur" */
    bool free, chosen;
};
struct book_day {
    struct str day, brief; /* in words; "wo 25 nov" */
    LIST(struct book_slot) slots;
};
struct book_page {
    struct str number, name, detail, branch;
    struct url back, action, later, log_in, join;
    struct url done;           /* it is: to all that is mine, and nothing more to ask */
    LIST(struct choice) branches, lengths; /* branches: where to fetch it */
    LIST(struct book_day) days;
    bool crew, may;            /* may: who reads this may ask */
    struct typed member;       /* crew: for whom */
    struct str error;          /* of the day */
    struct str question;       /* after a look: do it? with these */
    struct str from, to, pick_up, who;
    int waiting;
    struct str estimate;
    bool queue;                /* joining the queue makes sense: it is not free now */
    struct notices said;
};

/* A place in the queue without a log-in: who, then the code that came. */
struct join_page {
    struct str number, title;
    struct url back, log_in, ask, prove; /* POST: name, phone, pick_up; and code */
    bool asked;                          /* the code is on its way */
    LIST(struct choice) branches;
    struct typed name, phone, code;
    struct str pick_up;
    int waiting;
    struct notices said;
};

/* A page that says one thing: an error, a refusal, thanks. */
struct message_page {
    struct str head, text;   /* what is; what can be done, line breaks stay */
    struct str number, letter; /* a code that was meant: its plate, */
    struct str name;           /* tool */
    struct url suggestion;     /* and page */
    struct url next;           /* where to go on, */
    struct str next_label;     /* in words */
    bool search;               /* offer the search field, */
    struct typed words;        /* with this in it */
    bool fault;                /* show the request's id */
};

/* ---- Members ---- */

struct login_page {
    struct url code_action; /* POST: to */
    struct url card_action; /* POST: card, pin */
    struct str next;        /* where to afterwards */
    struct typed to, card, pin;
    struct notices said;
};
struct code_page {
    struct url action, again; /* POST: code; back to the first page */
    struct str next;
    struct typed code;
    struct notices said;
};

struct my_loan {
    enum icon icon;
    struct str name, detail, number, code, branch;
    struct url url;
    day due;
    int days_left;    /* 0: today */
    bool late;
    day open;         /* late: the next open day of the branch */
    struct url renew; /* POST, `tool` */
    day renew_to;
    struct str why;   /* why not, or why not longer */
};
struct my_hold {
    enum icon icon;
    struct str name, number, branch;
    struct url url;
    bool ready;
    day last;             /* ready: on the shelf through this day */
    day from, to;         /* of a booking */
    int place;            /* else: in the queue */
    struct str estimate;
    struct url cancel;    /* POST */
};
struct datum {
    struct str label, value;
};
struct me_page {
    struct str name, code;
    struct str balance, deposits; /* sentences; empty: nothing to pay, nothing held */
    LIST(struct my_loan) loans;
    LIST(struct my_hold) holds;
    LIST(struct datum) data;
    struct url all, save; /* everything we keep: to read, as a file (M9) */
    struct url calendar;  /* its days, for the calendar of a phone */
    struct url messages, change; /* change: what one may see to by oneself */
    struct str saved;             /* what sharing came to */
    struct url keeper;    /* the script that keeps them for when there is no connection */
    bool pending;         /* has asked, and is to be seen at the counter first (M3) */
    struct links more;
    struct notices said;
};

/* Members at the desk. */
struct members_page {
    struct url find, add;    /* find: POST, so that no name stands in an address */
    struct str words, after; /* after: where more of them begin; empty: there are no more */
    struct links people;
};
struct member_page {
    struct me_page person;
    struct str state, note;       /* state: why not to lend, else empty */
    struct url lend, take, renew; /* POST: member and tool; tool; tool */
    struct typed tool;
    struct str phone;
    struct url call;
    struct links keys;
    struct notices said;
};

/* My things as a phone keeps them. */
struct offline_page {
    struct minute known; /* today, when that was so */
    LIST(struct my_loan) loans;
    LIST(struct my_hold) holds;
    struct weeks weeks;
};

/* What a link in a message leads to: it asks first (X22), one question for each thing that the message
 * told of. */
struct link_ask {
    struct str question, why; /* why: not possible now, line by line */
    struct str step, act;     /* what is sent; act "": nothing to answer */
    struct str yes;           /* the button */
    struct url action;
    bool renew;               /* of the two, the one to look at first */
};
struct link_page {
    struct str head;
    LIST(struct link_ask) asks;
    bool asks_something;
    struct notices said;
};
/* ---- Volunteers ---- */

struct work_row {
    enum icon icon;
    struct str name, line, number; /* "Heggenschaar"; "bij M.K., graag terug op ..." */
    struct url url;
    bool away;                     /* it is not here: its outline only */
    bool late;
};
struct work_list {
    struct str id, head; /* "#due"; "Vandaag terug" */
    LIST(struct work_row) rows;
    size_t n;            /* of all */
    struct url all;
};
/* Where this counter stands; nothing to choose when there is one branch. */
struct counter_place {
    struct url here;              /* POST: branch */
    LIST(struct choice) branches; /* one of these; chosen: this one */
    bool nowhere;                 /* not chosen yet */
};
struct work_page {
    day today;
    struct url find, lend, take; /* GET: q; POST: member, tool; POST: tool */
    struct counter_place place;
    struct typed member, tool, back, words;
    LIST(struct work_list) lists;
    LIST(struct event) events;   /* the last actions of this counter */
    struct links more;
    struct notices said, notes;  /* what happened; what must be known: reminders, backup */
};

/* The call and visit list. */
struct call_card {
    struct str name, number, home, tools, words; /* words: how to begin */
    struct str tries;            /* how often it was tried; "" */
    struct url dial;             /* "" for a visit */
    bool visit;
    struct str call;
    struct url action;           /* POST: call, result */
};
struct calls_page {
    LIST(struct call_card) cards;
    struct notices said;
    struct url work;
};

/* A stock-take: scan, what is left of a shelf, what must be decided. */
struct stock_row {
    enum icon icon;
    struct str name, line, number, code;
    struct url url;
};
struct stock_rows {
    const struct stock_row *at;
    size_t n;
};
struct camera {
    struct url script;
    struct str reader;        /* the address of the script that reads codes, where the browser does not */
};
struct stock_page {
    struct camera camera;
    bool running, walking;                   /* walking: something is still to be seen */
    struct counter_place place;
    struct url begin, see, walk, take, end;  /* POST: -, tool, shelf, tool, missing... */
    struct str sum;                          /* "142 van 186 gezien." */
    struct typed tool;
    struct str shelf;                        /* the one shown; "": what has none */
    struct links shelves;                    /* with how many are left on each */
    struct stock_rows todo;                  /* of that shelf */
    struct stock_rows out, elsewhere, unseen;
    struct notices said;
};

/* A label in front of the camera, or typed. */
struct scan_page {
    struct camera camera;
    struct url here;          /* GET: code */
    struct str code;
    struct notices said;
};

/* How the library is used. */
struct dash_week {
    day from;
    int n, x, y, height; /* loans; the bar, in a plot of 520 by 104 */
};
struct dash_bar {
    struct str label, value;
    struct url url;
    int width; /* of 100; 0: none is drawn */
};
struct dash_plot {
    struct str head;
    LIST(struct dash_bar) bars;
};
struct dashboard_page {
    LIST(struct dash_week) weeks;
    int last_week;
    LIST(struct dash_plot) plots;
    struct links more;
};

/* Rows to choose from, by subject. */
struct link_group {
    struct str head;
    struct links rows;
};
struct groups_page {
    struct str title, about;
    struct url back;
    struct links choice; /* which of several such lists: the language of texts */
    LIST(struct link_group) groups;
    struct notices said;
};

/* Labels: what is chosen, and what would come out. */
struct labels_page {
    struct url here, sheets, drawn, calibrate;
    LIST(struct choice) what, branches, layouts, printers; /* branches: when there are several */
    struct typed tool, sheet, start;
    struct str sum;             /* "95 labels, met het adres ..." */
    struct url preview, make;   /* a picture of the first sheet; POST `given`, and perhaps `printer` */
    LIST(struct hidden) given;
    struct notices said;
};

#endif

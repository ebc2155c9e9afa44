/* What every page knows, and the types of values that templates are made of. Zero of each is valid:
 * a link, name or list that is empty is left out of the page. */
#ifndef SERVER_PAGES_LOOK_H
#define SERVER_PAGES_LOOK_H

#include "base/ctx.h"
#include "pages.h" /* generated: enum icon, page_NAME */

/* An address of ours, or tel:, mailto:, https: of a manual. Only the route table makes one: it
 * keeps the language (`lang` below) and escapes. */
struct url {
    struct str s;
};
struct money {
    int64_t cents;
};
struct moment { /* UTC seconds; shown as a time of the day */
    int64_t at;
};
struct minute { /* of a day, 0-1440 */
    int m;
};
struct form_key { /* the idempotency key of a page (X35); each of its forms gets its own from it */
    struct str s;
};
/* A field that a template knows by name: what was typed, and what is wrong with it. */
struct typed {
    struct str value, error;
};

/* What just happened, or must be known first: the tones of ops/op.h. */
struct notice {
    bool yes, look, no; /* one of */
    struct str text;    /* line breaks stay */
};
#define LIST(type) struct { const type *at; size_t n; }
struct hidden {
    struct str name, value;
};
/* After a refusal, the same once more (POST, `given`), with one thing more that is said, or with a reason. */
struct anyway {
    struct url action;
    LIST(struct hidden) given;
    LIST(struct hidden) ways;   /* an argument given as yes, and its words */
    struct str pass;            /* what passing over it is called; "": it may not be */
    struct typed reason;
};
struct notices {
    const struct notice *at;
    size_t n;
    struct anyway anyway;
};

struct link {
    enum icon icon;
    struct str label, hint;
    struct url url;
    bool here; /* this is what is shown now */
};
struct links {
    const struct link *at;
    size_t n;
};

struct choice {
    struct str value, label;
    bool chosen;
};

struct span { /* open from - to */
    bool more; /* not the first of its day: "en van ..." */
    struct minute from, to;
};
struct opening { /* a branch, today */
    struct str branch, place;  /* place: its address, "" when the library keeps it quiet */
    LIST(struct span) blocks; /* of today, those not yet over; none: closed */
    bool over;                 /* it was open today */
    day next;                  /* then, the next open day within a month */
    LIST(struct span) next_blocks;
};
struct lang_link { /* this page in another language */
    struct str code, name; /* "en", "English" */
    struct url url;
};

/* How it looks to whoever asks. A visitor's language is that of the browser until chosen by a link
 * `?lang=en`; then every link and form of the page carries it on (the route table adds it to a
 * struct url, forms with GET send `lang`). So no cookie is needed, and a page can be cached by its
 * address. A session has its language; for it `lang` is empty. */
struct page_look {
    int lang_id;      /* text/text.h */
    day today;
    struct str lang;  /* chosen by link, to be carried on; else empty */
    struct str html_lang;
    bool rtl;
    LIST(struct lang_link) langs;

    struct str library;       /* its name */
    struct str phone;         /* as people write it */
    struct url call;          /* tel: */
    LIST(struct opening) open;

    bool member, crew;        /* logged in; a volunteer or coordinator */
    struct str branch, initials; /* of the counter */
    struct str here;          /* path of this page, where a form returns to (X21 on the way back) */
    struct str token;         /* proof of origin for forms (X22); empty for visitors */
    struct form_key key;
    struct str request;       /* the request's id, on error pages */

    struct url css, icon;     /* static files, named by content */
    struct url logo;          /* the library's own mark, when it has one */
    struct url home, hours, find, login, logout, me, work, ops;
};

/* "t-drill", as stored with a category, or "drill"; ICON_NONE for what is no tool's pictogram. */
enum icon icon_find(struct str name);

#endif

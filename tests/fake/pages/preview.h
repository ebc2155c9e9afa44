/* Samples of every page: what the files of this folder share. See preview.c. */
#ifndef TESTS_FAKE_PAGES_PREVIEW_H
#define TESTS_FAKE_PAGES_PREVIEW_H

#include "server/pages/page.h"
#include "text/text.h"

struct preview {
    struct arena *a;
    const char *dir;
    int lang;
    struct page_look look;
};
#define L(nl, en) (p->lang == LANG_nl ? S(nl) : S(en))
#define URL(s) ((struct url){ S(s) })
/* A page of the preview, in its language. */
#define PAGE(name) ((struct url){ L(name ".nl.html", name ".en.html") })
#define DAY(n) day_of(2026, 11, 24 + (n))

extern const struct span morning[2], evening[1];

void look_make(struct preview *, bool member, bool crew);
/* Writes the page as NAME.LANG.html. */
void preview_write(struct preview *, const char *name, struct buf *);
#define SHOW(page, name, x)                \
    do {                                   \
        struct buf b_ = { .a = p->a };     \
        page(&b_, &p->look, (x));          \
        preview_write(p, (name), &b_);     \
    } while (0)

struct state state_free(void);
struct state state_out(day due);
struct tool_rows rows_make(struct preview *);
struct links categories_make(struct preview *);
struct notices said(struct preview *, bool yes, bool look, struct str text);

void home(struct preview *);
void search(struct preview *);
void report(struct preview *);
void join(struct preview *);
void message(struct preview *);
void tool(struct preview *);
void tool_crew(struct preview *);
void login(struct preview *);
void me(struct preview *);
void work(struct preview *);
void labels(struct preview *);
void op_form(struct preview *);
void op_answer(struct preview *);

#endif

/* What the generated page code is made of: a page while it is written, and how each type of value
 * gets into it. A type that is not named in these lists does not compile. */
#ifndef SERVER_PAGES_SHEET_H
#define SERVER_PAGES_SHEET_H

#include "server/pages/page.h"
#include "text/text.h"

struct sheet {
    struct buf *b;
    const struct page_look *look;
    int forms;             /* so that each form of a page has its own key */
    bool icon[ICON_COUNT]; /* used so far */
};
struct page_symbol {
    struct str name, svg; /* "t-drill", "<symbol ...>" */
};
extern const struct page_symbol page_symbols[ICON_COUNT];

static inline void page_lit(struct sheet *o, struct str html)
{
    buf_add(o->b, html);
}
void page_str(struct sheet *, struct str);
void page_int(struct sheet *, int64_t);
void page_day(struct sheet *, day);         /* in words */
void page_day_iso(struct sheet *, day);
void page_money(struct sheet *, struct money);
void page_form_key(struct sheet *, struct form_key);
void page_url(struct sheet *, struct url);
void page_icon(struct sheet *, enum icon);
/* A sentence; *bold facts of page_bold are <b>. */
void page_say(struct sheet *, enum text_key, const struct fact *, size_t n);
/* The symbols that were used. </body></html> need not be written. */
void page_end(struct sheet *);

#define page_show(o, v) _Generic((v), struct str: page_str, int: page_int, int64_t: page_int, \
    size_t: page_int, day: page_day, struct money: page_money)((o), (v))
#define page_attr(o, v) _Generic((v), struct str: page_str, int: page_int, int64_t: page_int, \
    size_t: page_int, day: page_day_iso, struct form_key: page_form_key)((o), (v))

/* A value as a fact of a sentence. */
#define PAGE_FACT(name, type, made) \
    static inline struct val page_fact_##name(struct sheet *o, type v) { (void)o; return made; }
PAGE_FACT(str, struct str, val_str(v))
PAGE_FACT(int, int64_t, val_int(v))
PAGE_FACT(day, day, val_day(v))
PAGE_FACT(money, struct money, val_money(v.cents))
PAGE_FACT(moment, struct moment, val_time(v.at))
struct val page_fact_minute(struct sheet *, struct minute);
#define page_fact(o, v) _Generic((v), struct str: page_fact_str, int: page_fact_int, \
    int64_t: page_fact_int, size_t: page_fact_int, day: page_fact_day, \
    struct money: page_fact_money, struct moment: page_fact_moment, \
    struct minute: page_fact_minute)((o), (v))
/* The value in words between two marks that no UTF-8 text can hold; page_say makes them <b>. */
struct val page_bold_val(struct sheet *, struct val);
#define page_bold(o, v) page_bold_val((o), page_fact((o), (v)))

static inline bool page_is_str(struct str s) { return s.n; }
static inline bool page_is_url(struct url u) { return u.s.n; }
static inline bool page_is_int(int64_t i) { return i; }
/* A zeroed struct has no day, so 1970-01-01 is none here. */
static inline bool page_is_day(day d) { return !day_none(d) && d.n; }
static inline bool page_is_money(struct money m) { return m.cents; }
#define page_is(v) _Generic((v), bool: page_is_int, int: page_is_int, int64_t: page_is_int, \
    size_t: page_is_int, enum icon: page_is_int, struct str: page_is_str, struct url: page_is_url, \
    day: page_is_day, struct money: page_is_money)(v)

#endif

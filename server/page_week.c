/* When each branch is open, all week, and when it is not for once. See page_part.h. */
#include "server/known.h"
#include "server/page_part.h"
#include "text/text.h"

enum { CLOSING_DAYS = 60 };

static void spans_of_day(struct ctx *c, const struct calendar *k, int weekday, struct week_line *l)
{
    size_t first = 0, n = 0;
    while (first < k->n_blocks && k->blocks[first].weekday != weekday)
        first++;
    while (first + n < k->n_blocks && k->blocks[first + n].weekday == weekday)
        n++;
    l->blocks.n = spans_make(c->mem, &k->blocks[first], n, -1, &l->blocks.at);
}

static void closings_make(struct ctx *c, const struct calendar *k, struct week *w)
{
    struct closing *at = NEW_N(c->mem, struct closing, k->n_shuts);
    day last = day_plus(c->today, CLOSING_DAYS);
    for (size_t i = 0; i < k->n_shuts; i++) {
        const struct shut *s = &k->shuts[i];
        if (day_before(s->to, c->today) || day_before(last, s->from))
            continue;
        at[w->closings.n++] = (struct closing){ s->from, day_is(s->from, s->to) ? DAY_NONE : s->to,
                                                s->reason };
    }
    w->closings.at = at;
}

struct weeks weeks_of(struct request *r, struct ctx *c)
{
    const struct known *k = r->known;
    struct week *weeks = NEW_N(c->mem, struct week, k->n);
    for (size_t i = 0; i < k->n; i++) {
        struct week_line *lines = NEW_N(c->mem, struct week_line, 7);
        const struct branch *b = &k->branches[i];
        struct buf phone = { .a = c->mem };
        for (int d = 0; d < 7; d++) {
            lines[d].day = text_weekday(r->lang, d + 1);
            spans_of_day(c, &k->calendars[i], d + 1, &lines[d]);
        }
        weeks[i] = (struct week){ .branch = b->name, .lines = { lines, 7 } };
        if (b->address.n)
            weeks[i].place = b->place.n
                               ? str_printf(c->mem, "%.*s, %.*s", STR(b->address), STR(b->place))
                               : b->address;
        if (b->phone.n) {
            text_phone(&phone, b->phone);
            weeks[i].phone = buf_str(&phone);
            weeks[i].call.s = str_printf(c->mem, "tel:%.*s", STR(b->phone));
        }
        closings_make(c, &k->calendars[i], &weeks[i]);
    }
    return (struct weeks){ weeks, k->n };
}

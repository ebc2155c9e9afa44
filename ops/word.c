/* See word.h. */
#include "ops/word.h"

#include "lending/calendar.h"
#include "text/text.h"

static const char *const prefix[] = {
    [FK_TOOL_STATE] = "state.tool", [FK_MEMBER_STATE] = "state.member",
    [FK_LOAN_STATE] = "state.loan", [FK_HOLD_STATE] = "state.hold",
    [FK_TRANSFER_STATE] = "state.transfer", [FK_TICKET_STATE] = "state.ticket",
    [FK_MOVEMENT] = "movement", [FK_STOCK_WHAT] = "stock_take.what", [FK_WORK] = "work",
    [FK_REPORT] = "report", [FK_PROBLEM] = "option", [FK_LEDGER_KIND] = "option",
    [FK_METHOD] = "option", [FK_ROLE] = "role",
    [FK_MESSAGE] = "kind", [FK_ANSWER] = "answer", [FK_MESSAGE_STATE] = "state.message", [FK_CHANNEL] = "channel",
    [FK_DID] = "did", [FK_MOVED] = "moved",
    [FK_MEMBER_KIND] = "member.kind", [FK_SAFETY] = "safety", [FK_WEEKDAY] = "weekday",
    [FK_CHECK] = "check", [FK_TERM] = "arg", [FK_TERM_FROM] = "policy.from",
};

static void weekday_short(struct buf *b, int lang, int weekday)
{
    int key = text_find(str_printf(b->a, "weekday.short.%d", weekday));
    ASSERT(key >= 0);
    buf_add(b, text_plain(lang, (enum text_key)key));
}

void word_hours(struct buf *b, int lang, struct str hours)
{
    const struct block *k;
    size_t n;
    struct str at;
    if (hours_parse(b->a, hours, &k, &n, &at))
        return;
    for (size_t i = 0; i < n; i++) {
        bool same = i && k[i].weekday == k[i - 1].weekday;
        buf_z_add(b, !i ? "" : same ? ", " : "; ");
        if (!same) {
            weekday_short(b, lang, k[i].weekday);
            buf_char(b, ' ');
        }
        text_clock(b, lang, k[i].from);
        buf_char(b, '-');
        text_clock(b, lang, k[i].to);
    }
}

static void phones(struct buf *b, const struct list *l)
{
    for (size_t i = 0; i < l->n; i++) {
        buf_z_add(b, i ? ", " : "");
        text_phone(b, l->at[i].s);
    }
}

/* "member edit" is the key member.edit. */
static void key_add(struct buf *b, struct str word)
{
    for (size_t i = 0; i < word.n; i++)
        buf_char(b, word.s[i] == ' ' ? '.' : word.s[i]);
}

bool word_text(struct buf *b, struct ctx *c, enum field_kind kind, struct val v)
{
    if (kind == FK_PHONE && v.is == V_STR) {
        text_phone(b, v.s);
        return true;
    }
    if (kind == FK_PHONES && v.is == V_LIST) {
        phones(b, v.list);
        return true;
    }
    if (kind == FK_HOURS && v.is == V_STR) {
        word_hours(b, c->lang, v.s);
        return true;
    }
    if (kind == FK_STOCK && v.is == V_INT && v.i < 0) {
        buf_add(b, text_plain(c->lang, T_STOCK_BELOW));
        return true;
    }
    if ((size_t)kind >= COUNT(prefix) || !prefix[kind] || (v.is != V_STR && v.is != V_INT))
        return false;
    struct buf name = { .a = b->a };
    buf_printf(&name, "%s.", prefix[kind]);
    if (v.is == V_STR)
        key_add(&name, v.s);
    else
        buf_int(&name, v.i);
    int key = text_find(buf_str(&name));
    if (key >= 0)
        buf_add(b, text_plain(c->lang, (enum text_key)key));
    return key >= 0;
}

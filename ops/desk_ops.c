/* The counter and its paper. The counter itself is the command line's own (cli/counter.h); everything
 * it does is another operation of this table. On paper: what a counter needs without power (P5), and
 * what a member or the shelf gets along. */
#include "lending/branch.h"
#include "lending/hold.h"
#include "lending/loan.h"
#include "lending/setting.h"
#include "lending/tell.h"
#include "ops/label.h"
#include "ops/look.h"
#include "ops/say.h"
#include "ops/table.h"
#include "reminders/calls.h"
#include "schema/query.h"

enum { WRITE_ROWS = 12, COLUMNS_TEXT = 78 };

/* Paper while it is filled. */
struct sheet {
    struct ctx *c;
    struct paper_row *at;
    size_t n, room;
};

static void row(struct sheet *s, int is, struct str a, struct str b, struct str c, struct str d)
{
    if (s->n == s->room) {
        s->room = s->room ? 2 * s->room : 32;
        struct paper_row *more = NEW_N(s->c->mem, struct paper_row, s->room);
        if (s->n)
            memcpy(more, s->at, s->n * sizeof *more);
        s->at = more;
    }
    s->at[s->n++] = (struct paper_row){ is, { a, b, c, d } };
}

static void one(struct sheet *s, int is, struct str x)
{
    row(s, is, x, (struct str){ 0 }, (struct str){ 0 }, (struct str){ 0 });
}

static struct str words(struct sheet *s, enum text_key key)
{
    return text_plain(s->c->lang, key);
}

static struct str number_of(struct str code)
{
    return str_upto(code, code.n ? code.n - 1 : 0);
}

/* ---- the day sheet ---- */

/* Who has what: what is due today or was before under a heading of its own. */
static enum fault loans_put(struct sheet *s, int64_t branch)
{
    struct ctx *c = s->c;
    const struct loan *l;
    size_t n;
    int64_t total;
    enum fault f = loan_list(c, &(struct loan_query){ .branch = branch }, &l, &n, &total);
    for (int later = 0; !f && later < 2; later++) {
        one(s, PAPER_HEAD, words(s, later ? T_SHEET_OUT : T_SHEET_DUE));
        size_t before = s->n;
        for (size_t i = 0; i < n; i++)
            if ((day_none(l[i].due) || day_before(c->today, l[i].due)) == (later > 0))
                row(s, PAPER_LINE, number_of(l[i].tool_code), l[i].tool_name, l[i].member_name,
                    text_day_words(c, l[i].due, true));
        if (s->n == before)
            one(s, PAPER_LINE, S("-"));
    }
    return f;
}

static enum fault ready_put(struct sheet *s, int64_t branch)
{
    const struct hold *h;
    size_t n, before;
    enum fault f = hold_list(s->c, &(struct hold_query){ .ready = true }, &h, &n);
    one(s, PAPER_HEAD, words(s, T_SHEET_READY));
    before = s->n;
    for (size_t i = 0; !f && i < n; i++)
        if (h[i].pick_up == branch)
            row(s, PAPER_LINE, number_of(h[i].tool_code), h[i].model_name, h[i].member_name,
                text_day_words(s->c, h[i].last, true));
    if (s->n == before)
        one(s, PAPER_LINE, S("-"));
    return f;
}

/* "A.B.": on a sheet that lies on a table nobody reads who may not borrow (P5). */
static struct str initials(struct ctx *c, struct str name)
{
    struct buf b = { .a = c->mem };
    struct str word;
    while (str_next(&name, ' ', &word)) {
        if (!word.n)
            continue;
        buf_add(&b, utf8_upto(word, 1));
        buf_char(&b, '.');
    }
    return buf_str(&b);
}

static enum fault blocked_put(struct sheet *s)
{
    const struct member *m;
    size_t n, shown = 0;
    int64_t total;
    struct buf b = { .a = s->c->mem };
    enum fault f = member_list(s->c, &(struct member_query){ 0 }, &m, &n, &total);
    for (size_t i = 0; !f && i < n; i++)
        if (m[i].state == MEMBER_BLOCKED || m[i].state == MEMBER_PENDING || membership_over(&m[i], s->c->today))
            buf_printf(&b, "%s%.*s %.*s", shown++ ? ", " : "", STR(initials(s->c, m[i].name)), STR(m[i].code));
    one(s, PAPER_HEAD, words(s, T_SHEET_BLOCKED));
    struct str rest = buf_str(&b), line;
    for (size_t k = 0; str_next(&rest, ',', &line); k++) { /* three a line */
        if (k % 3 == 0)
            one(s, PAPER_LINE, (struct str){ 0 });
        s->at[s->n - 1].cell[1 + k % 3] = str_trim(line);
    }
    if (!shown)
        one(s, PAPER_LINE, S("-"));
    return f;
}

static void count_put(struct sheet *s, int64_t n, enum text_key key)
{
    if (n)
        row(s, PAPER_LINE, str_printf(s->c->mem, "%lld", (long long)n), words(s, key), (struct str){ 0 },
            (struct str){ 0 });
}

static enum fault rows_of(struct ctx *c, enum query_id id, int64_t *n)
{
    QUERY(q, c, id);
    if (id == Q_WORK_MESSAGES) {
        q_bind(&q, "since", val_time(c->now - MESSAGE_LOOK_SECONDS));
        q_bind(&q, "reported", val_time(c->now - MESSAGE_REPORT_SECONDS));
    }
    for (*n = 0; q_row(&q);)
        ++*n;
    return q_end(&q);
}

/* N16: when reminders last left, and what of them waits for a person. */
static enum fault messages_put(struct sheet *s)
{
    struct ctx *c = s->c;
    const struct call *k;
    size_t calls;
    int64_t last = 0, unread, contacts, failed;
    QUERY(q, c, Q_RUN_LAST);
    q_bind_str(&q, "kind", S("remind"));
    q_bind_int(&q, "good", 1);
    if (q_row(&q))
        last = q_int(&q, "at");
    enum fault f = q_end(&q);
    QUERY(u, c, Q_INCOMING_UNREAD);
    if (!f)
        f = q_run_int(&u, &unread);
    if (!f)
        f = rows_of(c, Q_WORK_CONTACTS, &contacts);
    if (!f)
        f = rows_of(c, Q_WORK_MESSAGES, &failed);
    if (!f)
        f = calls_list(c, &k, &calls);
    if (f)
        return f;
    one(s, PAPER_HEAD, words(s, T_SHEET_MESSAGES));
    row(s, PAPER_LINE, (struct str){ 0 }, last ? text(c, T_SHEET_REMINDED, FACTS(F("day", val_day(day_at(last))),
        F("time", val_time(last)))) : words(s, T_SHEET_NOT_REMINDED), (struct str){ 0 }, (struct str){ 0 });
    count_put(s, (int64_t)calls, T_SHEET_CALLS);
    count_put(s, unread, T_SHEET_ANSWERS);
    count_put(s, contacts, T_SHEET_CONTACTS);
    count_put(s, failed, T_SHEET_FAILED);
    return OK;
}

static void lines_put(struct sheet *s)
{
    one(s, PAPER_HEAD, words(s, T_SHEET_WRITE));
    row(s, PAPER_WRITE, words(s, T_SHEET_NUMBER), words(s, T_SHEET_MEMBER), words(s, T_SHEET_WHAT),
        words(s, T_SHEET_TIME));
    for (int i = 1; i < WRITE_ROWS; i++)
        one(s, PAPER_WRITE, (struct str){ 0 });
}

/* On a screen or a plain printer: the same columns in letters. */
static void sheet_text(struct sheet *s, struct buf *b)
{
    static const int width[PAPER_CELLS] = { 7, 33, 24, 14 };
    for (size_t i = 0; i < s->n; i++) {
        const struct paper_row *r = &s->at[i];
        int column = 0, at = 0;
        if (r->is == PAPER_HEAD || r->is == PAPER_WRITE)
            buf_char(b, '\n');
        bool columns = r->is == PAPER_LINE || r->is == PAPER_WRITE;
        for (int k = 0; k < PAPER_CELLS; k++) {
            struct str x = str_shown(b->a, r->cell[k]);
            if (x.n) {
                text_blanks(b, column - at);
                at = at > column ? at : column;
                while (columns && str_width(x) > width[k] - 1 && x.n)
                    x = utf8_upto(x, utf8_count(x) - 1);
                buf_add(b, x);
                at += str_width(x);
            }
            column += width[k];
        }
        buf_char(b, '\n');
        for (int k = 0; (r->is == PAPER_WRITE || r->is == PAPER_TITLE) && k < COLUMNS_TEXT; k++)
            buf_char(b, r->is == PAPER_WRITE ? '_' : '=');
        if (r->is == PAPER_WRITE || r->is == PAPER_TITLE)
            buf_char(b, '\n');
    }
}

/* As a file, or on a printer. */
static enum fault sheet_send(struct sheet *s, const char *name, struct str format, struct str size,
                             struct str printer, struct out *o)
{
    struct ctx *c = s->c;
    struct label_job job = { 0 };
    struct buf written = { .a = c->mem }, none = { .a = c->mem };
    enum fault f = printer.n ? label_printer(c, printer, &job) : OK;
    if (f)
        return f;
    if (!printer.n && !str_eq(format, S("pdf"))) {
        sheet_text(s, out_file(o, "text/plain; charset=utf-8", str_printf(c->mem, "%s.txt", name).s));
        return OK;
    }
    struct paper p = { .size = size, .to = c->dry_run ? (struct str){ 0 } : job.to,
                       .lang = str_of(lang_code(c->lang)), .rows = s->at, .n = s->n };
    paper_write(&written, &p);
    if (!c->world->draw)
        return fail(c, FAULT_HELPER, NULL, val_none());
    f = c->world->draw(c, buf_str(&written), printer.n ? &none
            : out_file(o, "application/pdf", str_printf(c->mem, "%s.pdf", name).s));
    if (!f && printer.n)
        out_say(o, TONE_YES, text(c, T_SHEET_SENT, FACTS(F("printer", val_str(printer)))));
    return f;
}

/* The branch, and the line that says which sheet this is and when it was made. */
static enum fault title_put(struct sheet *s, enum text_key key, int64_t *branch, struct branch *b)
{
    struct ctx *c = s->c;
    struct buf clock = { .a = c->mem };
    enum fault f = branch_of_counter(c, branch);
    if (!f)
        f = branch_get(c, *branch, b);
    if (f)
        return f;
    text_minute(&clock, c->lang, minute_at(c->now));
    one(s, PAPER_TITLE, text(c, key, FACTS(F("branch", val_str(b->name)), F("day", val_day(c->today)),
                                           F("time", val_str(buf_str(&clock))))));
    return OK;
}

static enum fault day_sheet_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct sheet s = { .c = c };
    struct branch b;
    int64_t branch;
    enum fault f = title_put(&s, T_SHEET_TITLE, &branch, &b);
    if (!f)
        f = loans_put(&s, branch);
    if (!f)
        f = ready_put(&s, branch);
    if (!f)
        f = blocked_put(&s);
    if (!f)
        f = messages_put(&s);
    if (f)
        return f;
    lines_put(&s);
    return sheet_send(&s, "day-sheet", val_str_or(a[0], S("txt")), S("A4"),
                      val_str_or(a[1], (struct str){ 0 }), o);
}

/* ---- slips ---- */

/* "donderdag" and below it "26 november", so that both are large on a narrow roll. */
static void day_big(struct sheet *s, day d)
{
    struct str rest = text_day_words(s->c, d, false), weekday = { 0 };
    str_next(&rest, ' ', &weekday);
    one(s, PAPER_BIG, weekday);
    one(s, PAPER_BIG, rest);
}

/* What a member has, the day large: one row a due day, for those who do not read much. */
static enum fault receipt_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct sheet s = { .c = c };
    struct member m;
    const struct loan *l;
    size_t n;
    int64_t total;
    enum fault f = member_get(c, a[0].i, &m);
    if (!f)
        f = loan_list(c, &(struct loan_query){ .member = m.id }, &l, &n, &total);
    if (f)
        return f;
    if (!n)
        return fail_facts(c, FAULT_NOT_ON_LOAN, "member", val_str(m.name), FACTS(F("tool", val_str(m.name))));
    one(&s, PAPER_TITLE, setting_str(c, SET_LIBRARY_NAME));
    one(&s, PAPER_HEAD, m.name);
    day last = DAY_NONE;
    for (size_t i = 0; i < n; i++) { /* the list is in the order of the due days */
        if (!day_none(l[i].due) && (!i || !day_is(last, l[i].due))) {
            one(&s, PAPER_GAP, (struct str){ 0 });
            one(&s, PAPER_HEAD, words(&s, T_SHEET_BACK));
            day_big(&s, l[i].due);
        }
        last = l[i].due;
        row(&s, PAPER_LINE, number_of(l[i].tool_code), l[i].tool_name, (struct str){ 0 }, (struct str){ 0 });
    }
    one(&s, PAPER_GAP, (struct str){ 0 });
    struct str phone = setting_str(c, SET_LIBRARY_PHONE);
    if (phone.n) {
        struct buf b = { .a = c->mem };
        text_phone(&b, phone);
        row(&s, PAPER_LINE, (struct str){ 0 }, buf_str(&b), (struct str){ 0 }, (struct str){ 0 });
    }
    return sheet_send(&s, "receipt", val_str_or(a[1], S("txt")), val_str_or(a[2], S("80mm")),
                      val_str_or(a[3], (struct str){ 0 }), o);
}

/* What lies on the hold shelf, for whom. */
static enum fault pick_list_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct sheet s = { .c = c };
    struct branch b;
    int64_t branch;
    const struct hold *h;
    size_t n, found = 0;
    enum fault f = title_put(&s, T_SHEET_PICK, &branch, &b);
    if (!f)
        f = hold_list(c, &(struct hold_query){ .ready = true }, &h, &n);
    if (f)
        return f;
    for (size_t i = 0; i < n; i++) {
        if (h[i].pick_up != branch)
            continue;
        found++;
        one(&s, PAPER_GAP, (struct str){ 0 });
        one(&s, PAPER_HEAD, h[i].member_name);
        row(&s, PAPER_LINE, number_of(h[i].tool_code), h[i].model_name, (struct str){ 0 }, (struct str){ 0 });
        one(&s, PAPER_HEAD, text(c, T_COUNTER_ROW_READY, FACTS(F("day", val_str(text_day_words(c, h[i].last, true))))));
    }
    if (!found)
        one(&s, PAPER_LINE, words(&s, T_OP_HOLD_LIST_NONE));
    return sheet_send(&s, "pick-list", val_str_or(a[0], S("txt")), val_str_or(a[1], S("80mm")),
                      val_str_or(a[2], (struct str){ 0 }), o);
}

#define FORMAT_ARG { "format", K_CHOICE, 0, "txt|pdf" }
#define PAPER_ARG { "paper", K_CHOICE, 0, "80mm|A6|A4" }
#define PRINTER_ARG { "printer", K_TEXT, 0, NULL }

const struct op desk_ops[] = {
    { "counter", "balie", NULL, GET, ROLE_VOLUNTEER, OP_FULL,
      ARGS({ "batch", K_YES, 0, NULL }, { "simple", K_YES, 0, NULL }), NULL, NULL },
    { "day-sheet", "daglijst", "/day-sheet", POST, ROLE_VOLUNTEER, OP_LONG | OP_FILE,
      ARGS(FORMAT_ARG, PRINTER_ARG), NULL, day_sheet_run },
    { "day-sheet enter", NULL, NULL, GET, ROLE_VOLUNTEER, OP_FULL,
      ARGS({ "day", K_DAY, 0, NULL }, { "batch", K_YES, 0, NULL }), NULL, NULL },
    { "receipt", "bon", "/members/{member}/receipt", POST, ROLE_VOLUNTEER, OP_LONG | OP_FILE,
      ARGS({ "member", K_MEMBER, ARG_NEED | ARG_PLACE, NULL }, FORMAT_ARG, PAPER_ARG, PRINTER_ARG), NULL,
      receipt_run },
    { "pick-list", "ophaallijst", "/pick-list", POST, ROLE_VOLUNTEER, OP_LONG | OP_FILE,
      ARGS(FORMAT_ARG, PAPER_ARG, PRINTER_ARG), NULL, pick_list_run },
    { 0 },
};

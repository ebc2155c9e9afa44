/* See page.h. */
#include "server/page.h"

#include <stdarg.h>

#include "base/embed.h"
#include "base/random.h"
#include "lending/setting.h"
#include "server/answer.h"
#include "server/known.h"
#include "server/route.h"
#include "text/text.h"

enum { NEXT_DAYS = 31, KEY_LETTERS = 16 };

struct url link_to(struct request *r, const char *fmt, ...)
{
    struct buf b = { .a = &r->mem };
    char path[600];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(path, sizeof path, fmt, ap);
    va_end(ap);
    if (n < 0 || (size_t)n >= sizeof path)
        return (struct url){ { 0 } };
    char *anchor = strchr(path, '#');
    buf_add(&b, (struct str){ path, anchor ? (size_t)(anchor - path) : (size_t)n });
    if (r->lang_chosen.n) {
        buf_char(&b, strchr(path, '?') ? '&' : '?');
        buf_printf(&b, "lang=%.*s", STR(r->lang_chosen));
    }
    buf_z_add(&b, anchor);
    return (struct url){ buf_str(&b) };
}

struct url static_url(struct request *r, const char *name)
{
    const struct embedded *e = embedded_find(static_files, name);
    return (struct url){ e ? str_printf(&r->mem, "/static/%s", e->served) : (struct str){ 0 } };
}

size_t spans_make(struct arena *a, const struct block *b, size_t n, int minute,
                  const struct span **out)
{
    size_t m = 0;
    struct span *s = NEW_N(a, struct span, n);
    for (size_t i = 0; i < n; i++)
        if (m && s[m - 1].to.m == b[i].from)
            s[m - 1].to.m = b[i].to;
        else
            s[m++] = (struct span){ false, { b[i].from }, { b[i].to } };
    size_t over = 0;
    while (over < m && s[over].to.m <= minute)
        over++;
    for (size_t i = over + 1; i < m; i++)
        s[i].more = true;
    *out = s + over;
    return m - over;
}

static size_t spans_left(struct arena *a, const struct calendar *k, day on, int minute,
                         const struct span **out)
{
    const struct block *b;
    size_t n = calendar_blocks(k, on, &b);
    return spans_make(a, b, n, minute, out);
}

static void opening_make(struct ctx *c, const struct branch *b, const struct calendar *k,
                         struct opening *o)
{
    *o = (struct opening){ .branch = b->name, .place = b->address, .next = DAY_NONE };
    o->blocks.n = spans_left(c->mem, k, c->today, minute_at(c->now), &o->blocks.at);
    o->over = !o->blocks.n && calendar_open(k, c->today);
    if (o->blocks.n)
        return;
    o->next = calendar_first(k, day_plus(c->today, 1), NEXT_DAYS);
    if (!day_none(o->next))
        o->next_blocks.n = spans_left(c->mem, k, o->next, 0, &o->next_blocks.at);
}

/* The path and query of this page without the language: where a form returns to, and what the
 * language links lead to. What only takes POST is shown again where its form stood. */
static struct str here(struct request *r)
{
    struct buf b = { .a = &r->mem };
    struct str rest = r->query, one;
    char sep = '?';
    if (r->method == METHOD_POST && r->route && !r->route->get)
        return answer_local(request_field(r, "_next"));
    buf_add(&b, r->path);
    if (r->method == METHOD_POST)
        return buf_str(&b);
    while (str_next(&rest, '&', &one))
        if (one.n && !str_starts(one, S("lang="))) {
            buf_char(&b, sep);
            buf_add(&b, one);
            sep = '&';
        }
    return buf_str(&b);
}

static void langs_make(struct request *r, struct page_look *l)
{
    int n = lang_count();
    struct lang_link *at = NEW_N(&r->mem, struct lang_link, n);
    for (int i = 0; i < n; i++) {
        if (i == r->lang)
            continue;
        bool more = str_has(l->here, '?');
        at[l->langs.n++] = (struct lang_link){ str_of(lang_code(i)),
                                               text_plain(i, T_LANG_NAME),
                                               { str_printf(&r->mem, "%.*s%clang=%s", STR(l->here),
                                                            more ? '&' : '?', lang_code(i)) } };
    }
    l->langs.at = at;
}

static void library_make(struct request *r, struct ctx *c, struct page_look *l)
{
    struct buf phone = { .a = c->mem };
    struct str number = setting_str(c, SET_LIBRARY_PHONE);
    struct opening *open = NEW_N(c->mem, struct opening, r->known->n);
    l->library = setting_str(c, SET_LIBRARY_NAME);
    if (number.n) {
        text_phone(&phone, number);
        l->phone = buf_str(&phone);
        l->call = (struct url){ str_printf(c->mem, "tel:%.*s", STR(number)) };
    }
    for (size_t i = 0; i < r->known->n; i++)
        opening_make(c, &r->known->branches[i], &r->known->calendars[i], &open[i]);
    l->open.at = open;
    l->open.n = r->known->n;
}

/* The style sheet, with the library's colour where it chose one. */
static struct url css_url(struct request *r, struct ctx *c)
{
    struct str colour = setting_str(c, SET_LIBRARY_COLOUR), plain = static_url(r, "kist.css").s;
    if (str_eq(colour, str_of(setting_info(SET_LIBRARY_COLOUR)->otherwise)) || colour.n < 2)
        return (struct url){ plain };
    return (struct url){ str_printf(&r->mem, "%.*s?colour=%.*s", STR(plain), STR(str_from(colour, 1))) };
}

void look_make(struct request *r, struct ctx *c, struct page_look *l)
{
    *l = (struct page_look){ .lang_id = r->lang, .today = c->today, .lang = r->lang_chosen,
                             .html_lang = str_of(lang_code(r->lang)), .rtl = lang_rtl(r->lang),
                             .request = r->id, .here = here(r) };
    langs_make(r, l);
    library_make(r, c, l);
    const struct branch *b = known_branch(r->known, r->who.branch);
    l->member = r->who.role == ROLE_MEMBER;
    l->crew = r->who.role >= ROLE_VOLUNTEER;
    l->branch = b ? b->name : (struct str){ 0 };
    l->initials = r->who.initials;
    l->token = r->who.form;
    /* A page that may be kept has no form that changes anything. */
    if (r->who.session || !r->route || !(r->route->flags & ROUTE_CACHE))
        l->key = (struct form_key){ random_name(c, KEY_LETTERS) };
    l->css = css_url(r, c);
    l->icon = static_url(r, "kist.svg");
    l->logo.s = r->known->logo;
    l->home = link_to(r, "/");
    l->hours = link_to(r, "/#hours");
    l->find = link_to(r, "/search");
    l->login = link_to(r, "/login");
    l->logout = link_to(r, "/logout");
    l->me = link_to(r, "/me");
    l->work = link_to(r, "/work");
    l->ops = link_to(r, "/op");
}

void text_halves(struct str text, struct str *head, struct str *rest)
{
    str_next(&text, '\n', head);
    *rest = text;
}

struct str typed_error(struct request *r, struct ctx *c, const char *arg)
{
    for (size_t i = 0; i < r->n_wrong; i++)
        if (r->wrong[i].arg && !strcmp(r->wrong[i].arg, arg))
            return text_fault(c, &r->wrong[i]);
    return (struct str){ 0 };
}

void page_fault(struct request *r, struct ctx *c, const struct wrong *w)
{
    struct page_look look;
    struct message_page x = { .search = w->fault == FAULT_PAGE_UNKNOWN };
    struct buf b = { .a = c->mem };
    int status = fault_info(w->fault)->status;
    /* Whoever wants to see a page and is not logged in, logs in first. */
    if (w->fault == FAULT_LOGIN_NEEDED && r->method == METHOD_GET) {
        struct buf to = { .a = c->mem };
        buf_url(&to, here(r));
        answer_see(r, link_to(r, "/login?next=%.*s", STR(buf_str(&to))).s);
        return;
    }
    look_make(r, c, &look);
    text_halves(text_fault(c, w), &x.head, &x.text);
    x.fault = status >= 500;
    page_message(&b, &look, &x);
    answer_buf(r, status, type_html, &b);
}

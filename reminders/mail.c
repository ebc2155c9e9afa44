/* See mail.h. */
#include "reminders/mail.h"

#include <sodium.h>

enum {
    LINE = 76,         /* RFC 2047 2, RFC 2045 6.7 */
    WORD_AROUND = 12,  /* =?UTF-8?B? and ?= */
    NAME_MOST = 100,   /* code points of a display name */
    SUBJECT_MOST = 300,
};
/* "=_" cannot stand in quoted-printable, so the border never stands in a part. */
#define BORDER "=_kist_part"
#define AROUND "=_kist_all"

bool mail_address_ok(struct str a)
{
    size_t at = 0, ats = 0;
    for (size_t i = 0; i < a.n; i++) {
        if (a.s[i] <= ' ' || a.s[i] > '~' || strchr("<>()[]\\,;:\"", a.s[i]))
            return false;
        if (a.s[i] == '@') {
            at = i;
            ats++;
        }
    }
    struct str host = str_from(a, at + 1);
    if (ats != 1 || !at || at > 64 || a.n > 254 || !host.n || host.s[0] == '.' || host.s[0] == '-')
        return false;
    for (size_t i = 0; i < host.n; i++) {
        char c = host.s[i], low = (char)(c | 0x20);
        if (!((low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
              (c == '.' && i + 1 < host.n && host.s[i + 1] != '.')))
            return false;
    }
    return true;
}

bool mail_split(struct str s, struct str *name, struct str *address)
{
    s = str_trim(s);
    *name = S("");
    *address = s;
    ptrdiff_t at = str_find(s, S("<"));
    if (at >= 0 && str_ends(s, S(">"))) {
        *address = (struct str){ s.s + at + 1, s.n - (size_t)at - 2 };
        *name = str_trim(str_upto(s, (size_t)at));
        if (name->n >= 2 && name->s[0] == '"' && name->s[name->n - 1] == '"')
            *name = (struct str){ name->s + 1, name->n - 2 };
    }
    return mail_address_ok(*address);
}

static bool plain(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.s[i] < ' ' || s.s[i] > '~')
            return false;
    return str_find(s, S("=?")) < 0;
}

/* Bytes of whole code points, at most `most`. */
static struct str whole(struct str s, size_t most)
{
    size_t n = 0;
    for (size_t at = 0; at < s.n;) {
        utf8_next(s, &at);
        if (at > most)
            break;
        n = at;
    }
    return str_upto(s, n);
}

/* Encoded words (RFC 2047, B), none over 75 characters and no line over 76. */
static size_t add_words(struct buf *b, struct str s, size_t column)
{
    for (bool first = true; s.n; first = false) {
        if (!first || column + WORD_AROUND + 8 > LINE) {
            buf_add(b, S("\r\n "));
            column = 1;
        }
        struct str word = whole(s, (LINE - column - WORD_AROUND) / 4 * 3);
        char text[LINE + 8];
        sodium_bin2base64(text, sizeof text, (const unsigned char *)word.s, word.n,
                          sodium_base64_VARIANT_ORIGINAL);
        buf_printf(b, "=?UTF-8?B?%s?=", text);
        column += WORD_AROUND + strlen(text);
        s = str_from(s, word.n);
    }
    return column;
}

/* Plain words, folded at blanks. False when a word is longer than any line may be. */
static bool add_plain(struct buf *b, struct str s, size_t column)
{
    struct str word, look = s;
    while (str_next(&look, ' ', &word))
        if (word.n > LINE - 2)
            return false;
    for (bool first = true; str_next(&s, ' ', &word); first = false) {
        if (!first && column + 1 + word.n > LINE) {
            buf_add(b, S("\r\n"));
            column = 0;
        }
        if (!first)
            buf_char(b, ' ');
        buf_add(b, word);
        column += word.n + !first;
    }
    return true;
}

void mail_header(struct buf *b, struct str name, struct str text)
{
    text = str_trim(utf8_upto(str_shown(b->a, text), SUBJECT_MOST));
    buf_add(b, name);
    buf_add(b, S(": "));
    /* Two blanks in a row would not survive folding. */
    bool simple = plain(text) && str_find(text, S("  ")) < 0;
    if (!simple || !add_plain(b, text, name.n + 2))
        add_words(b, text, name.n + 2);
    buf_add(b, S("\r\n"));
}

/* `From: "Name" <address>` */
static void address_header(struct buf *b, const char *header, struct str name, struct str address)
{
    name = str_trim(utf8_upto(str_shown(b->a, name), NAME_MOST));
    size_t column = strlen(header) + 2;
    buf_printf(b, "%s: ", header);
    if (name.n && plain(name) && column + name.n + 2 <= LINE) {
        buf_char(b, '"');
        for (size_t i = 0; i < name.n; i++) {
            if (name.s[i] == '"' || name.s[i] == '\\')
                buf_char(b, '\\');
            buf_char(b, name.s[i]);
        }
        buf_char(b, '"');
        column += name.n + 2;
    } else if (name.n) {
        column = add_words(b, name, column);
    }
    if (name.n)
        buf_z_add(b, column + address.n + 3 > LINE ? "\r\n " : " ");
    buf_printf(b, name.n ? "<%.*s>\r\n" : "%.*s\r\n", STR(address));
}

static void date_header(struct buf *b, int64_t now)
{
    static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    day d = { (int32_t)(now / 86400) };
    struct ymd x = day_ymd(d);
    int s = (int)(now % 86400);
    buf_printf(b, "Date: %s, %02d %s %d %02d:%02d:%02d +0000\r\n", days[day_weekday(d) - 1], x.d,
               months[x.m - 1], x.y, s / 3600, s / 60 % 60, s % 60);
}

/* The host that makes our reference unique in the world: that of our pages, else of the sender. */
static struct str id_host(struct str base_url, struct str from)
{
    ptrdiff_t at = str_find(base_url, S("://"));
    struct str host = str_from(base_url, at < 0 ? base_url.n : (size_t)at + 3);
    size_t n = 0;
    while (n < host.n && !strchr("/:?#", host.s[n]))
        n++;
    host.n = n;
    char probe[260];
    int len = snprintf(probe, sizeof probe, "x@%.*s", STR(host));
    bool ok = len < (int)sizeof probe && mail_address_ok((struct str){ probe, (size_t)len });
    return ok ? host : str_from(from, (size_t)str_find(from, S("@")) + 1);
}

/* Quoted-printable (RFC 2045 6.7): lines of the text end with CR LF. */
static void add_quoted(struct buf *b, struct str s)
{
    size_t column = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        bool last = i + 1 == s.n || s.s[i + 1] == '\n' || s.s[i + 1] == '\r';
        if (c == '\r' && i + 1 < s.n && s.s[i + 1] == '\n')
            continue;
        if (c == '\n') {
            buf_add(b, S("\r\n"));
            column = 0;
            continue;
        }
        bool as_is = (c > ' ' && c <= '~' && c != '=') || ((c == ' ' || c == '\t') && !last);
        if (column + (as_is ? 1 : 3) > LINE - 1) {
            buf_add(b, S("=\r\n"));
            column = 0;
        }
        if (as_is)
            buf_char(b, (char)c);
        else
            buf_printf(b, "=%02X", c);
        column += as_is ? 1 : 3;
    }
    if (column)
        buf_add(b, S("\r\n"));
}

static void add_part(struct buf *b, const char *type, struct str content)
{
    buf_printf(b, "Content-Type: text/%s; charset=utf-8\r\n"
                  "Content-Transfer-Encoding: quoted-printable\r\n\r\n", type);
    add_quoted(b, content);
}

static bool link_ok(struct str link)
{
    if (!str_starts(link, S("https://")) && !str_starts(link, S("http://")))
        return false;
    for (size_t i = 0; i < link.n; i++)
        if (link.s[i] <= ' ' || link.s[i] > '~' || strchr("<>\"\\", link.s[i]))
            return false;
    return link.n < 900;
}

static bool token_ok(struct str s, const char *also)
{
    for (size_t i = 0; i < s.n; i++) {
        char low = (char)(s.s[i] | 0x20);
        if (!(low >= 'a' && low <= 'z') && !(s.s[i] >= '0' && s.s[i] <= '9') &&
            !(s.s[i] && strchr(also, s.s[i])))
            return false;
    }
    return s.n > 0 && s.n <= 100;
}

static void robot_headers(struct buf *b, const struct outgoing *m)
{
    buf_add(b, S("Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\n"));
    if (token_ok(m->lang, "-"))
        buf_printf(b, "Content-Language: %.*s\r\n", STR(m->lang));
    if (m->unsubscribe.n)
        buf_printf(b, "List-Unsubscribe: <%.*s>\r\n"
                      "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", STR(m->unsubscribe));
}

/* The text, and beside it the same in HTML. */
static void add_words_of(struct buf *b, const struct outgoing *m)
{
    if (!m->html.n) {
        add_part(b, "plain", m->text);
        return;
    }
    buf_add(b, S("Content-Type: multipart/alternative; boundary=\"" BORDER "\"\r\n\r\n--" BORDER "\r\n"));
    add_part(b, "plain", m->text);
    buf_add(b, S("\r\n--" BORDER "\r\n"));
    add_part(b, "html", m->html);
    buf_add(b, S("\r\n--" BORDER "--\r\n"));
}

bool mail_write(struct buf *b, const struct outgoing *m, struct str from_name, struct str from,
                int64_t now)
{
    if (!mail_address_ok(from) || !mail_address_ok(m->to) || !token_ok(m->ref, "-_.") ||
        (m->unsubscribe.n && !link_ok(m->unsubscribe)))
        return false;
    date_header(b, now);
    address_header(b, "From", from_name, from);
    address_header(b, "To", m->to_name, m->to);
    mail_header(b, S("Subject"), m->subject);
    buf_printf(b, "Message-ID: <%.*s@%.*s>\r\n", STR(m->ref), STR(id_host(m->base_url, from)));
    robot_headers(b, m);
    buf_add(b, S("MIME-Version: 1.0\r\n"));
    if (!m->calendar.n) {
        add_words_of(b, m);
        return true;
    }
    buf_add(b, S("Content-Type: multipart/mixed; boundary=\"" AROUND "\"\r\n\r\n--" AROUND "\r\n"));
    add_words_of(b, m);
    buf_add(b, S("\r\n--" AROUND "\r\nContent-Disposition: attachment; filename=\"kist.ics\"\r\n"));
    add_part(b, "calendar; method=PUBLISH", m->calendar);
    buf_add(b, S("\r\n--" AROUND "--\r\n"));
    return true;
}

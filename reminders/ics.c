/* See ics.h. */
#include "reminders/ics.h"

enum { OCTETS = 73 }; /* of a line before it is folded (RFC 5545 3.1: at most 75) */

/* A line, folded between code points; in a text , ; and \ are escaped and a line break is \n. */
static void line(struct buf *b, const char *name, struct str value, bool escape)
{
    size_t column = strlen(name) + 1;
    buf_printf(b, "%s:", name);
    for (size_t at = 0; at < value.n;) {
        size_t was = at;
        uint32_t c = utf8_next(value, &at);
        bool special = escape && (c == ',' || c == ';' || c == '\\' || c == '\n');
        if (column + (at - was) + special > OCTETS) {
            buf_z_add(b, "\r\n ");
            column = 1;
        }
        if (special)
            buf_char(b, '\\');
        if (c == '\n')
            buf_char(b, 'n');
        else if (c >= ' ')
            buf_add(b, (struct str){ value.s + was, at - was });
        column += at - was + special;
    }
    buf_z_add(b, "\r\n");
}

static struct str compact(struct arena *a, day d)
{
    struct ymd x = day_ymd(d);
    return str_printf(a, "%04d%02d%02d", x.y, x.m, x.d);
}

static struct str host(struct str url)
{
    ptrdiff_t at = str_find(url, S("://"));
    struct str rest = at < 0 ? url : str_from(url, (size_t)at + 3), out = rest;
    str_next(&rest, '/', &out);
    return out.n ? out : S("kist");
}

void ics_begin(struct ics *k)
{
    buf_z_add(&k->out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//kist//kist//EN\r\nMETHOD:PUBLISH\r\n");
    if (k->name.n)
        line(&k->out, "X-WR-CALNAME", k->name, true);
}

void ics_event(struct ics *k, const char *kind, int64_t id, day from, day to, struct str words)
{
    struct buf *b = &k->out;
    day today = { (int32_t)(k->now / 86400) };
    int s = (int)(k->now % 86400);
    if (!b->n)
        ics_begin(k);
    buf_z_add(b, "BEGIN:VEVENT\r\n");
    line(b, "UID", str_printf(b->a, "%s-%lld@%.*s", kind, (long long)id, STR(host(k->base_url))), false);
    line(b, "DTSTAMP", str_printf(b->a, "%.*sT%02d%02d%02dZ", STR(compact(b->a, today)), s / 3600, s / 60 % 60,
                                  s % 60), false);
    line(b, "SEQUENCE", str_printf(b->a, "%lld", (long long)(k->now / 60 % 100000000)), false);
    line(b, "DTSTART;VALUE=DATE", compact(b->a, from), false);
    line(b, "DTEND;VALUE=DATE", compact(b->a, day_plus(to, 1)), false);
    line(b, "SUMMARY", words, true);
    buf_z_add(b, "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
}

struct str ics_end(struct ics *k)
{
    if (!k->out.n)
        return (struct str){ 0 };
    buf_z_add(&k->out, "END:VCALENDAR\r\n");
    return buf_str(&k->out);
}

/* A phone number as people read it aloud: "06 12345678", "050 1234567", "+49 151 123 456 78". */
#include "text/text.h"

/* Dutch area codes of three digits with their 0; all other areas have four. Numbering plan of the
 * ACM, with the services 082, 084, 085, 087, 088 and 091. */
static bool short_area(struct str x)
{
    static const char codes[] = " 10 13 14 15 20 23 24 26 30 33 35 36 38 40 43 45 46 50 53 55 58 "
                                "66 67 70 71 72 73 74 75 76 77 78 79 82 84 85 87 88 91 97 ";
    for (const char *c = codes + 1; *c; c += 3)
        if (!memcmp(c, x.s, 2))
            return true;
    return false;
}

/* Digits of the country code (ITU-T E.164): 1 and 7 have one, these have two, all others three. */
static size_t country(struct str x)
{
    static const char two[] = " 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 "
                              "55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 ";
    if (*x.s == '1' || *x.s == '7')
        return 1;
    for (const char *c = two + 1; *c; c += 3)
        if (!memcmp(c, x.s, 2))
            return 2;
    return 3;
}

static void dutch(struct buf *b, struct str x)
{
    size_t area = *x.s == '6' && !short_area(x) ? 1 : short_area(x) ? 2 : 3;
    buf_char(b, '0');
    buf_add(b, str_upto(x, area));
    buf_char(b, ' ');
    buf_add(b, str_from(x, area));
}

static void foreign(struct buf *b, struct str x)
{
    size_t n = country(x);
    buf_char(b, '+');
    buf_add(b, str_upto(x, n));
    for (x = str_from(x, n); x.n; x = str_from(x, n)) {
        n = x.n == 4 ? 2 : 3; /* never a last digit alone */
        buf_char(b, ' ');
        buf_add(b, str_upto(x, n));
    }
}

void text_phone(struct buf *b, struct str e164)
{
    struct str x = str_from(e164, 1);
    if (str_starts(e164, S("+31")) && e164.n == 12)
        dutch(b, str_from(e164, 3));
    else if (str_starts(e164, S("+")) && x.n > 3)
        foreign(b, x);
    else
        buf_add(b, e164);
}

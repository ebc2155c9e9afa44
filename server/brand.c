/* See brand.h. */
#include "server/brand.h"

struct colour {
    double c[3]; /* red, green, blue: 0 to 1 */
};
static const struct colour white = { { 1, 1, 1 } }, black = { { 0, 0, 0 } };
static const struct colour day_ground = { { .957, .949, .922 } }; /* kist.css: --ground, */
static const struct colour night_paper = { { .118, .137, .125 } }; /* and --paper at night */

/* As light as the eye takes it; the polynomial is within 0.002 of the sRGB curve. */
static double light(struct colour x)
{
    static const double weight[] = { .2126, .7152, .0722 };
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        double v = x.c[i];
        sum += weight[i] * v * (v * (v * .305306011 + .682171111) + .012522878);
    }
    return sum;
}

static double contrast(struct colour a, struct colour b)
{
    double x = light(a) + .05, y = light(b) + .05;
    return x > y ? x / y : y / x;
}

static struct colour mix(struct colour a, struct colour b, double part)
{
    for (int i = 0; i < 3; i++)
        a.c[i] += (b.c[i] - a.c[i]) * part;
    return a;
}

/* Towards black or white until it can be read on that ground. */
static struct colour readable(struct colour x, struct colour towards, struct colour ground)
{
    enum { STEPS = 40 };
    static const double enough = 4.7;
    for (int i = 0; i < STEPS && contrast(x, ground) < enough; i++)
        x = mix(x, towards, .05);
    return x;
}

static bool colour_read(struct str s, struct colour *x)
{
    char hex[7] = { 0 };
    if (s.n != 7 || *s.s != '#')
        return false;
    memcpy(hex, s.s + 1, 6);
    if (strspn(hex, "0123456789abcdefABCDEF") != 6)
        return false;
    long v = strtol(hex, NULL, 16);
    *x = (struct colour){ { (double)(v >> 16) / 255, (double)(v >> 8 & 255) / 255, (double)(v & 255) / 255 } };
    return true;
}

static void token(struct buf *b, const char *name, struct colour x)
{
    buf_printf(b, "--%s:#%02x%02x%02x;", name, (unsigned)(x.c[0] * 255 + .5), (unsigned)(x.c[1] * 255 + .5),
               (unsigned)(x.c[2] * 255 + .5));
}

bool brand_tokens(struct buf *b, struct str s)
{
    struct colour x;
    if (!colour_read(s, &x))
        return false;
    struct colour on_day = readable(x, black, day_ground), at_night = readable(x, white, night_paper);
    buf_z_add(b, "@media screen{html:root{");
    token(b, "accent", on_day);
    token(b, "panel", on_day);
    token(b, "tint", mix(on_day, white, .88));
    buf_z_add(b, "}}@media screen and (prefers-color-scheme:dark){html:root{");
    token(b, "accent", at_night);
    token(b, "tint", mix(at_night, night_paper, .85));
    buf_z_add(b, "}}\n");
    return true;
}

static uint32_t crc(uint32_t sum, struct str s)
{
    sum = ~sum;
    for (size_t i = 0; i < s.n; i++) {
        sum ^= (unsigned char)s.s[i];
        for (int k = 0; k < 8; k++)
            sum = sum & 1 ? sum >> 1 ^ 0xedb88320u : sum >> 1;
    }
    return ~sum;
}

static void little(struct buf *b, uint32_t x, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buf_char(b, (char)(x >> 8 * i & 255));
}

struct str brand_before(struct arena *a, struct str css, struct str file, struct str gz)
{
    enum { HEAD = 10, TAIL = 8, BLOCK_MOST = 0xffff }; /* `gzip -n` writes no name into its head */
    struct buf b = { .a = a };
    if (!gz.n || css.n > BLOCK_MOST) {
        buf_add(&b, css);
        buf_add(&b, file);
        return buf_str(&b);
    }
    buf_add(&b, str_upto(gz, HEAD));
    buf_char(&b, 0); /* stored, and not the last */
    little(&b, (uint32_t)css.n, 2);
    little(&b, ~(uint32_t)css.n, 2);
    buf_add(&b, css);
    buf_add(&b, str_from(str_upto(gz, gz.n - TAIL), HEAD));
    little(&b, crc(crc(0, css), file), 4);
    little(&b, (uint32_t)(css.n + file.n), 4);
    return buf_str(&b);
}

/* See sheets.h. Where the numbers come from:
 *   LO  LibreOffice, extras/source/labels/labels.xml (hundredths of a millimetre)
 *   GL  gLabels 3.4 templates
 *   AS  the label tools around paperless-ngx (ASN labels)
 *   CE  the label size on the packet, the grid centred on the page: die-cut sheets are symmetrical
 * All sheets of one die have the same geometry, so that a film sheet takes the numbers of the paper
 * sheet with the same grid. Makers work to about 0.5 mm; a page of frames finds the rest. */
#include "labels/sheets.h"

#define A4 210, 297
#define SHEET(brand, part, also, w, h, nx, ny, x, y, dx, dy) \
    { brand, part, also, A4, w, h, nx, ny, x, y, dx, dy, false }
#define FILM(brand, part, also, w, h, nx, ny, x, y, dx, dy) \
    { brand, part, also, A4, w, h, nx, ny, x, y, dx, dy, true }
/* A roll: the page is the label. */
#define ROLL(brand, part, also, w, h, film) \
    { brand, part, also, w, h, w, h, 1, 1, 0, 0, w, h, film }
/* A continuous tape, cut at `length`; the print head leaves out `edge` on both sides. */
#define TAPE(part, also, width, edge, length, film) \
    { "Brother", part, also, length, width, (length) - 2, (width) - 2 * (edge), 1, 1, 1, edge, \
      length, width, film }

static const struct medium table[] = {
    /* LO "L7160" */
    SHEET("Avery", "L7160", "J8160 L7060", 63.5, 38.1, 3, 7, 7.2, 15.15, 66.04, 38.1),
    /* LO "L7163" */
    SHEET("Avery", "L7163", "J8163 L7063", 99.06, 38.1, 2, 7, 4.67, 15.15, 101.6, 38.1),
    /* LO "L7165" */
    SHEET("Avery", "L7165", "J8165", 99.06, 67.73, 2, 4, 4.67, 13.04, 101.6, 67.73),
    /* LO "L7651" */
    SHEET("Avery", "L7651", "J8651 L7051", 38.1, 21.17, 5, 13, 4.67, 10.9, 40.64, 21.17),
    /* LO "L7658", the removable label of the same die; AS says 9.0, 13.5 */
    SHEET("Avery", "L4731", "L4731REV L7658 L6008", 25.4, 10, 7, 27, 8.48, 13.43, 27.94, 10),
    /* GL */
    SHEET("Avery", "L4732", "L4732REV", 35.6, 16.9, 5, 16, 11, 13, 38.1, 16.9),
    /* The die of L7159 (63.5 x 33.9): LO's 7.21 and 66.04 of this width, CE for the height */
    FILM("Avery", "L4773", "L7159 J8159", 63.5, 33.9, 3, 8, 7.21, 12.9, 66.04, 33.9),
    /* LO "L7177" (99.06 x 42.33), the paper label of the same grid */
    FILM("Avery", "L4776", "L7177", 99.06, 42.33, 2, 6, 4.67, 21.44, 101.6, 42.33),
    /* LO "L6009", the metallic label of the same grid (45.7 x 21.2) */
    FILM("Avery", "L4778", "L6009 L6113 L7636", 45.72, 21.17, 4, 12, 9.75, 21.41, 48.26, 21.17),
    /* LO "L6011" */
    FILM("Avery", "L6011", "L6114", 63.5, 29.63, 3, 9, 7.21, 15.1, 66.04, 29.63),
    /* GL, whose 0 from the top is the packet's rounding: CE */
    SHEET("Zweckform", "3474", "", 70, 37, 3, 8, 0, 0.5, 70, 37),
    /* GL */
    SHEET("Zweckform", "3475", "3490", 70, 36, 3, 8, 0, 4.43, 70, 36.03),
    /* CE */
    SHEET("Zweckform", "3652", "", 70, 42.3, 3, 7, 0, 0.45, 70, 42.3),
    /* CE */
    SHEET("Zweckform", "3658", "", 64.6, 33.8, 3, 8, 8.1, 13.3, 64.6, 33.8),
    /* CE */
    SHEET("Zweckform", "3666", "LR3666", 38, 21.2, 5, 13, 10, 10.7, 38, 21.2),
    /* The grid of L6009; GL's "4097", which names 4346, lies 2 mm off the middle of the page */
    SHEET("Herma", "4346", "4221 4232 4235", 45.72, 21.17, 4, 12, 9.75, 21.41, 48.26, 21.17),
    /* GL, as 3474 */
    SHEET("Herma", "4464", "4360", 70, 37, 3, 8, 0, 0.5, 70, 37),
    /* GL */
    SHEET("Herma", "4606", "4270", 38, 21.2, 5, 13, 9.5, 10.5, 38, 21.2),
    /* GL; printed along the roll */
    ROLL("Dymo", "99010", "S0722370", 89, 28, false),
    ROLL("Dymo", "99012", "S0722400", 89, 36, false),
    ROLL("Dymo", "11354", "S0722540", 57, 32, false),
    /* GL: 255 x 82 pt */
    ROLL("Brother", "DK-1201", "DK-11201", 90, 28.9, false),
    /* 62 mm continuous: 696 dots of 300 dpi are printed, 58.9 mm; paper, and film */
    TAPE("DK-22205", "", 62, 1.55, 90, false),
    TAPE("DK-22212", "DK-22606", 62, 1.55, 90, true),
    /* Laminated tape, 180 dpi: 70, 112 and 128 dots of 12, 18 and 24 mm are printed */
    TAPE("TZe-231", "TZe-12 TZe-S231", 12, 1.1, 40, true),
    TAPE("TZe-241", "TZe-18 TZe-S241", 18, 1.1, 50, true),
    TAPE("TZe-251", "TZe-24 TZe-S251", 24, 3, 60, true),
    /* Zebra 2 x 1 inch, and the European 57 x 32 mm */
    ROLL("Zebra", "2x1", "", 50.8, 25.4, false),
    ROLL("Zebra", "57x32", "", 57, 32, false),
};

const struct medium *sheets_all(size_t *n)
{
    *n = COUNT(table);
    return table;
}

struct str sheet_key(struct arena *a, struct str name)
{
    char *key = arena_get(a, name.n + 1);
    size_t n = 0;
    struct str up = str_upper(a, name);
    for (size_t i = 0; i < up.n; i++)
        if ((up.s[i] >= 'A' && up.s[i] <= 'Z') || (up.s[i] >= '0' && up.s[i] <= '9'))
            key[n++] = up.s[i];
    return (struct str){ key, n };
}

/* "AVERYZWECKFORML7160" without the makers' names. Avery and Zweckform are one firm here. */
static struct str part_of(struct str key, const char *brand)
{
    const char *const names[] = { "AVERY", "ZWECKFORM", brand };
    bool avery = !strcmp(brand, "AVERY") || !strcmp(brand, "ZWECKFORM");
    for (size_t i = avery ? 0 : 2; i < COUNT(names); i++)
        if (str_starts(key, str_of(names[i])))
            key = str_from(key, strlen(names[i]));
    return key;
}

static bool named(struct arena *a, const struct medium *m, struct str key)
{
    struct str part = part_of(key, sheet_key(a, str_of(m->brand)).s);
    if (str_eq(part, sheet_key(a, str_of(m->part))))
        return true;
    for (struct str rest = str_of(m->also), word; str_next(&rest, ' ', &word);)
        if (str_eq(part, sheet_key(a, word)))
            return true;
    return false;
}

/* Reads "45.7" or "45,7": millimetres from 8 to 500. */
static bool millimetres(struct str x, double *out)
{
    double v = 0, unit = 1;
    bool fraction = false;
    for (size_t i = 0; i < x.n; i++) {
        bool point = x.s[i] == '.' || x.s[i] == ',';
        if ((point && fraction) || (!point && (x.s[i] < '0' || x.s[i] > '9')))
            return false;
        fraction = fraction || point;
        if (!point)
            v = v * 10 + (x.s[i] - '0');
        if (!point && fraction)
            unit *= 10;
    }
    v /= unit;
    *out = v;
    return x.n && x.n < 8 && v >= 8 && v <= 500;
}

static bool by_size(struct arena *a, struct str name, struct medium *out)
{
    struct str rest = str_lower(a, name), w = { 0 };
    double mw, mh;
    if (!str_next(&rest, 'x', &w) || !millimetres(str_trim(w), &mw) ||
        !millimetres(str_trim(rest), &mh))
        return false;
    *out = (struct medium)ROLL("", "", "", mw, mh, false);
    out->part = str_z(a, name);
    return true;
}

const struct medium *sheets_known(struct arena *a, struct str own, size_t *n)
{
    const struct medium *ours = sheets_all(n);
    return own.n ? glabels_own(a, own, ours, n) : ours;
}

enum fault sheet_find(struct arena *a, struct str name, struct str own, struct medium *out,
                      struct str *choices)
{
    *choices = S("");
    struct str key = sheet_key(a, name.n ? name : S("L7160"));
    for (size_t i = 0; i < COUNT(table); i++)
        if (named(a, &table[i], key)) {
            *out = table[i];
            return OK;
        }
    return by_size(a, name, out) ? OK : glabels_find(a, key, own, out, choices);
}

struct medium sheet_single(struct medium m)
{
    struct medium one = ROLL("", "", "", m.w, m.h, m.film);
    one.brand = m.brand;
    one.part = m.part;
    return one;
}

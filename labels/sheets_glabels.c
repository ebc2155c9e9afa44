/* The template files of gLabels (Debian: glabels-data), read with expat when a sheet is asked for
 * that our own table has not. A template has a page size and a label with a layout, or names
 * another of its maker whose geometry it shares (`equiv`). See sheets.h. */
#include "labels/sheets.h"

#include <expat.h>
#include <glob.h>

struct reader {
    struct arena *a;
    struct str key;       /* what is looked for, in the form of sheet_key; empty: all */
    struct medium now;    /* the template being read */
    bool label, grid;     /* its label and layout were there */
    double left, top;     /* from a round label's edge to the rectangle in it */
    struct str equiv;     /* the maker and part that it says it equals */
    struct medium *found;
    size_t n_found, room;
    struct str follow;    /* "" or the key that an equiv leads to */
};

static const char *attr(const char **at, const char *name)
{
    for (; *at; at += 2)
        if (!strcmp(*at, name))
            return at[1];
    return "";
}

/* A length in millimetres; without a unit it is in points. */
static double length(const char *s)
{
    static const struct { const char *unit; double mm; } units[] = {
        { "mm", 1 }, { "cm", 10 }, { "in", 25.4 }, { "pc", 25.4 / 6 } };
    char *end;
    double v = strtod(s, &end);
    for (size_t i = 0; i < COUNT(units); i++)
        if (!strcmp(end, units[i].unit))
            return v * units[i].mm;
    return v * 25.4 / 72;
}

static void page_size(struct medium *m, const char **at)
{
    static const struct { const char *name; double w, h; } pages[] = {
        { "A4", 210, 297 }, { "A3", 297, 420 }, { "A5", 148, 210 }, { "A6", 105, 148 },
        { "US-Letter", 215.9, 279.4 }, { "US-Legal", 215.9, 355.6 } };
    const char *size = attr(at, "size");
    m->page_w = length(attr(at, "width"));
    m->page_h = length(attr(at, "height"));
    for (size_t i = 0; i < COUNT(pages); i++)
        if (!strcmp(size, pages[i].name))
            m->page_w = pages[i].w, m->page_h = pages[i].h;
}

/* "Avery" and "5160" as AVERY5160. */
static struct str joined(struct reader *r, const char *brand, const char *part)
{
    return sheet_key(r->a, str_printf(r->a, "%s%s", brand, part));
}

static bool wanted(struct reader *r)
{
    if (!r->key.n)
        return true;
    struct str whole = joined(r, r->now.brand, r->now.part);
    struct str part = sheet_key(r->a, str_of(r->now.part));
    return str_eq(r->key, whole) || str_eq(r->key, part);
}

/* A round or oval label is used as the rectangle that fits into it; a CD is no label for a tool. */
static void label_size(struct reader *r, const char *shape, const char **at)
{
    const double inside = 0.70710678; /* of a circle's width: the square in it */
    struct medium *m = &r->now;
    bool round = !strcmp(shape, "round"), oval = !strcmp(shape, "ellipse");
    if (!round && !oval && strcmp(shape, "rectangle"))
        return;
    double w = round ? 2 * length(attr(at, "radius")) : length(attr(at, "width"));
    double h = round ? w : length(attr(at, "height"));
    m->w = round || oval ? w * inside : w;
    m->h = round || oval ? h * inside : h;
    r->left = (w - m->w) / 2;
    r->top = (h - m->h) / 2;
    r->label = true;
}

static void XMLCALL opened(void *self, const char *name, const char **at)
{
    struct reader *r = self;
    struct medium *m = &r->now;
    if (!strcmp(name, "Template")) {
        *m = (struct medium){ .also = "" };
        r->label = r->grid = false;
        m->brand = str_z(r->a, str_of(attr(at, "brand")));
        m->part = str_z(r->a, str_of(attr(at, "part")));
        const char *equiv = attr(at, "equiv");
        r->equiv = *equiv ? joined(r, m->brand, equiv) : S("");
        page_size(m, at);
    } else if (!strncmp(name, "Label-", 6)) {
        label_size(r, name + 6, at);
    } else if (!strcmp(name, "Layout") && !r->grid) {
        m->nx = (int)strtol(attr(at, "nx"), NULL, 10);
        m->ny = (int)strtol(attr(at, "ny"), NULL, 10);
        m->x = length(attr(at, "x0")) + r->left;
        m->y = length(attr(at, "y0")) + r->top;
        m->dx = length(attr(at, "dx"));
        m->dy = length(attr(at, "dy"));
        r->grid = true;
    }
}

static bool whole(const struct medium *m)
{
    return m->w >= 8 && m->h >= 8 && m->nx >= 1 && m->ny >= 1 && m->nx * m->ny <= 1000 &&
           m->page_w >= m->w && m->page_h >= m->h;
}

static bool same(const struct medium *x, const struct medium *y)
{
    return x->nx == y->nx && x->ny == y->ny && (int)(x->w - y->w) == 0 && (int)(x->h - y->h) == 0;
}

static void found_add(struct reader *r, const struct medium *m)
{
    if (r->n_found == r->room) {
        r->room = r->room ? 2 * r->room : 64;
        struct medium *more = NEW_N(r->a, struct medium, r->room);
        if (r->n_found)
            memcpy(more, r->found, r->n_found * sizeof *more);
        r->found = more;
    }
    r->found[r->n_found++] = *m;
}

static void XMLCALL closed(void *self, const char *name)
{
    struct reader *r = self;
    if (strcmp(name, "Template") || !wanted(r))
        return;
    if (r->equiv.n)
        r->follow = r->equiv;
    if (!r->label || !r->grid || !whole(&r->now))
        return;
    for (size_t i = 0; i < r->n_found && r->key.n; i++)
        if (same(&r->found[i], &r->now))
            return;
    found_add(r, &r->now);
}

/* A file that cannot be read or is no XML is passed over: it is not ours. */
static void read_file(struct reader *r, const char *path)
{
    FILE *file = fopen(path, "re");
    XML_Parser p = file ? XML_ParserCreate(NULL) : NULL;
    if (p) {
        char block[16384];
        size_t n;
        XML_SetUserData(p, r);
        XML_SetElementHandler(p, opened, closed);
        do
            n = fread(block, 1, sizeof block, file);
        while (XML_Parse(p, block, (int)n, !n) == XML_STATUS_OK && n);
        XML_ParserFree(p);
    }
    if (file)
        fclose(file);
}

/* All templates of a folder; or the file of that name. */
static void read_path(struct reader *r, struct str path)
{
    const char *name = str_z(r->a, path);
    glob_t g;
    if (glob(str_printf(r->a, "%s/*-templates.xml", name).s, 0, NULL, &g)) {
        read_file(r, name);
        return;
    }
    for (size_t i = 0; i < g.gl_pathc; i++)
        read_file(r, g.gl_pathv[i]);
    globfree(&g);
}

static void read_all(struct reader *r, struct str own)
{
    if (own.n)
        read_path(r, own);
    if (!r->n_found)
        read_path(r, S("/usr/share/libglabels-3.0/templates"));
}

const struct medium *glabels_own(struct arena *a, struct str own, const struct medium *m, size_t *n)
{
    struct reader r = { .a = a };
    for (size_t i = 0; i < *n; i++)
        found_add(&r, &m[i]);
    read_path(&r, own);
    *n = r.n_found;
    return r.found;
}

enum fault glabels_find(struct arena *a, struct str key, struct str own, struct medium *out,
                        struct str *choices)
{
    struct reader r = { .a = a, .key = key };
    read_all(&r, own);
    if (r.follow.n) {
        struct str name = r.key;
        r.key = r.follow;
        read_all(&r, own);
        r.key = name;
    }
    if (!r.n_found)
        return FAULT_SHEET_UNKNOWN;
    /* A part that is A4 in one place and US Letter in another: here it is the A4 one. */
    size_t a4 = 0, last = 0;
    for (size_t i = 0; i < r.n_found; i++)
        if ((int)r.found[i].page_w == 210)
            a4++, last = i;
    *out = r.found[a4 ? last : 0];
    if (r.n_found == 1 || a4 == 1)
        return OK;
    struct buf b = { .a = a };
    for (size_t i = 0; i < r.n_found; i++)
        buf_printf(&b, "%s%s %s", i ? ", " : "", r.found[i].brand, r.found[i].part);
    *choices = str_copy(a, buf_str(&b));
    return FAULT_SHEET_SEVERAL;
}

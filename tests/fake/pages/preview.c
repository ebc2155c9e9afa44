/* `pages_preview OUTDIR`: every page template with sample values, in Dutch and English, as files
 * NAME.LANG.html to look at and for tests/suite/60-pages. Not shipped. The samples show each state
 * of a tool, long names, hostile text, and every part of a page that can be left out. */
#include "tests/fake/pages/preview.h"

const struct span morning[2] = { { false, { 600 }, { 720 } }, { true, { 780 }, { 960 } } };
const struct span evening[1] = { { false, { 1110 }, { 1230 } } };

void look_make(struct preview *p, bool member, bool crew)
{
    struct opening *open = NEW_N(p->a, struct opening, 2);
    struct lang_link *langs = NEW_N(p->a, struct lang_link, 1);
    open[0] = (struct opening){ .branch = S("De Hoogte"), .blocks = { morning, 2 } };
    open[1] = (struct opening){ .branch = S("Vinkhuizen"),
                                .next = day_of(2026, 11, 26),
                                .next_blocks = { evening, 1 } };
    langs[0] = p->lang == LANG_nl
                   ? (struct lang_link){ S("en"), S("English"), URL("home-visitor.en.html") }
                   : (struct lang_link){ S("nl"), S("Nederlands"), URL("home-visitor.nl.html") };
    p->look = (struct page_look){
        .lang_id = p->lang,
        .today = DAY(0),
        .lang = L("", "en"),
        .html_lang = L("nl", "en"),
        .langs = { langs, 1 },
        .library = S("Mijn Gereedschapskist"),
        .phone = S("050 123 45 67"),
        .call = URL("tel:+31501234567"),
        .open = { open, 2 },
        .member = member,
        .crew = crew,
        .branch = S("De Hoogte"),
        .initials = S("JV"),
        .here = S("/t/417A"),
        .token = member ? S("token") : S(""),
        .key = { S("key") },
        .request = S("7xq2f9k3"),
        .css = URL("kist.css"),
        .icon = URL("kist.svg"),
        .home = PAGE("home-visitor"),
        .hours = { L("home-visitor.nl.html#hours", "home-visitor.en.html#hours") },
        .find = PAGE("search-found"),
        .login = PAGE("login"),
        .logout = URL("/logout"),
        .me = PAGE("me"),
        .work = PAGE("work"),
        .ops = PAGE("op_index"),
    };
}

void preview_write(struct preview *p, const char *name, struct buf *b)
{
    const char *path =
        str_z(p->a, str_printf(p->a, "%s/%s.%s.html", p->dir, name, lang_code(p->lang)));
    FILE *f = fopen(path, "wb");
    ASSERT(f && fwrite(b->s, 1, b->n, f) == b->n);
    fclose(f);
    b->n = 0;
}

struct state state_free(void)
{
    return (struct state){ .free = true, .go = true, .branch = S("De Hoogte"), .shelf = S("B4") };
}

struct state state_out(day due)
{
    return (struct state){ .out = true,
                           .away = true,
                           .found = true,
                           .due = due,
                           .branch = S("De Hoogte"),
                           .shelf = S("C1") };
}

struct tool_rows rows_make(struct preview *p)
{
    struct url url = PAGE("tool-free");
    struct tool_row some[] = {
        { ICON_T_DRILL, S("Klopboormachine"), S("Bosch PSB 500"), S("417"), url, state_free(), { { 0 } } },
        { ICON_T_SAW, S("Decoupeerzaag"), S("Metabo STEB 65"), S("209"), url, state_out(DAY(7)), { { 0 } } },
        { ICON_T_GRINDER,
          S("Haakse slijper, 230 mm"),
          L("Ook wel: flex", "Also: flex"),
          S("301"),
          url,
          { .taught = true, .go = true, .branch = S("De Hoogte"), .shelf = S("C3") }, { { 0 } } },
        { ICON_T_CLEAN,
          S("Hogedrukreinigingsmachine"),
          S("Kärcher K4"),
          S("342"),
          url,
          { .late = true, .away = true, .branch = S("Vinkhuizen") }, { { 0 } } },
        { ICON_T_TRAILER,
          S("Aanhanger met huif"),
          S("750 kg"),
          S("61"),
          url,
          { .transit = true, .away = true, .branch = S("Vinkhuizen") }, { { 0 } } },
        { ICON_T_LADDER,
          S("<b>Trapladder</b> & \"co\""),
          S("6 treden"),
          S("136"),
          url,
          { .repair = true, .away = true, .branch = S("De Hoogte") }, { { 0 } } },
    };
    struct tool_row *rows = NEW_N(p->a, struct tool_row, COUNT(some));
    memcpy(rows, some, sizeof some);
    return (struct tool_rows){ rows, COUNT(some) };
}

struct links categories_make(struct preview *p)
{
    struct url url = PAGE("search-category");
    struct link some[] = {
        { ICON_T_DRILL, L("Boren en schroeven", "Drilling and screwing"), S(""), url, false },
        { ICON_T_SAW, L("Zagen", "Sawing"), S(""), url, false },
        { ICON_T_GRINDER, L("Slijpen en schuren", "Grinding and sanding"), S(""), url, false },
        { ICON_T_LADDER, L("Ladders", "Ladders"), S(""), url, false },
        { ICON_T_PAINT, L("Schilderen", "Painting"), S(""), url, false },
        { ICON_T_GARDEN, L("Tuin", "Garden"), S(""), url, false },
        { ICON_T_CLEAN, L("Schoonmaken", "Cleaning"), S(""), url, false },
        { ICON_T_TRAILER, L("Vervoer", "Transport"), S(""), url, false },
        { ICON_T_LEVEL, L("Meten", "Measuring"), S(""), url, false },
        { ICON_T_POWER, L("Stroom en licht", "Power and light"), S(""), url, false },
        { ICON_T_PARTY, L("Feest", "Parties"), S(""), url, false },
        { ICON_T_SEW, L("Naaien", "Sewing"), S(""), url, false },
    };
    struct link *links = NEW_N(p->a, struct link, COUNT(some));
    memcpy(links, some, sizeof some);
    return (struct links){ links, COUNT(some) };
}

struct notices said(struct preview *p, bool yes, bool look, struct str text)
{
    struct notice *n = NEW(p->a, struct notice);
    *n = (struct notice){ yes, look, !yes && !look, text };
    return (struct notices){ .at = n, .n = 1 };
}

int main(int argc, char **argv)
{
    static void (*const pages[])(struct preview *) = { home,   search,  tool,     tool_crew,
                                                       report, join, message, login, me,
                                                       work, labels, op_form, op_answer };
    ASSERT(argc == 2 && zone_set("Europe/Amsterdam"));
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        struct arena a = { 0 };
        struct preview p = { .a = &a, .dir = argv[1], .lang = lang };
        look_make(&p, false, false);
        for (size_t i = 0; i < COUNT(pages); i++)
            pages[i](&p);
        arena_free(&a);
    }
    return 0;
}

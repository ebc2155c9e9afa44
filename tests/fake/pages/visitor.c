/* Samples: home, search, damage report, pages that say one thing. */
#include "tests/fake/pages/preview.h"

void home(struct preview *p)
{
    struct week_line lines[7] = { { .day = S("") } };
    for (int i = 0; i < 7; i++)
        lines[i].day = text_weekday(p->lang, i + 1);
    lines[1].blocks.at = lines[3].blocks.at = morning;
    lines[1].blocks.n = lines[3].blocks.n = 2;
    lines[5].blocks.at = evening;
    lines[5].blocks.n = 1;
    struct closing closings[] = { { day_of(2026, 12, 24), day_of(2027, 1, 2), S("kerstvakantie") },
                                  { day_of(2027, 4, 27), DAY_NONE, S("Koningsdag") } };
    struct week weeks[] = {
        { S("De Hoogte"),
          S("Kerklaan 1, Groningen"),
          S("050 123 45 67"),
          URL("tel:+31501234567"),
          { lines, 7 },
          { closings, 2 } },
        { .branch = S("Vinkhuizen"), .lines = { lines, 7 } },
    };
    struct tool_rows rows = rows_make(p);
    struct home_page x = { .categories = categories_make(p),
                           .open = { p->look.open.at, p->look.open.n },
                           .free = { rows.at, 4 },
                           .fresh = { rows.at + 4, 2 },
                           .n_free = 86,
                           .all_free = { p->look.find.s },
                           .manifest = { S("manifest.json") },
                           .weeks = { weeks, 2 } };
    SHOW(page_home, "home-visitor", &x);
}

void search(struct preview *p)
{
    struct url url = p->look.find;
    struct link filters[] = { { 0, L("Alles", "All"), S(""), url, true },
                              { 0, L("Nu vrij", "Free now"), S(""), url, false },
                              { 0, S("De Hoogte"), S(""), url, false },
                              { 0, S("Vinkhuizen"), S(""), url, false } };
    struct search_page x = { .words = { S("haakse sleiper <script>"), S("") },
                             .meant = S("haakse slijper"),
                             .meant_url = url,
                             .filters = { filters, 4 },
                             .rows = rows_make(p),
                             .n = 31,
                             .more = url };
    SHOW(page_search, "search-found", &x);
    x = (struct search_page){ .words = { S("xyzzy"), S("") }, .categories = categories_make(p) };
    SHOW(page_search, "search-nothing", &x);
    x = (struct search_page){ .title = L("Boren en schroeven", "Drilling and screwing"),
                              .rows = rows_make(p),
                              .n = 6 };
    SHOW(page_search, "search-category", &x);
}

void report(struct preview *p)
{
    struct choice kinds[] = { { S("dead"), text_plain(p->lang, T_PAGE_REPORT_DEAD), false },
                              { S("danger"), text_plain(p->lang, T_PAGE_REPORT_DANGER), true },
                              { S("missing"), text_plain(p->lang, T_PAGE_REPORT_MISSING), false },
                              { S("other"), text_plain(p->lang, T_PAGE_REPORT_OTHER), false } };
    struct report_page x = { .number = S("417"),
                             .name = S("Klopboormachine"),
                             .detail = S("Bosch PSB 500"),
                             .icon = ICON_T_DRILL,
                             .back = PAGE("tool-free"),
                             .action = URL("/t/417A/report"),
                             .kinds = { kinds, 4 } };
    SHOW(page_report, "report", &x);
    x.kind_error = L("Vul hier nog iets in.", "Please fill this in.");
    x.phone = (struct typed){ S("06 123"),
                              L("Dit nummer heeft 5 cijfers. Een Nederlands nummer heeft er 10.",
                                "This number has 5 digits. A Dutch number has 10.") };
    x.text = (struct typed){ S("<script>alert(1)</script>"), S("") };
    SHOW(page_report, "report-wrong", &x);
}

void join(struct preview *p)
{
    struct join_page x = { .number = S("417"), .title = S("Klopboormachine"), .back = PAGE("tool-out"),
                           .ask = URL("/t/417A/join"), .prove = URL("/t/417A/join/code"),
                           .log_in = PAGE("login"), .waiting = 2, .name = { S("<b>Fatma</b>"), S("") },
                           .phone = { S("12345"), L("Dit nummer heeft 5 cijfers. Een Nederlands nummer heeft er 10.",
                                                    "This number has 5 digits. A Dutch number has 10.") } };
    SHOW(page_join, "join-wrong", &x);
    x.asked = true;
    SHOW(page_join, "join-code", &x);
}

void message(struct preview *p)
{
    struct message_page x = {
        .head = L("Dit nummer kennen we niet", "We do not know this number"),
        .text =
            L("De letter past niet bij het nummer: 417B.\nScan nog eens, of typ alleen het nummer.",
              "The letter does not fit the number: 417B.\nScan again, or type just the number."),
        .number = S("417"),
        .letter = S("A"),
        .name = S("Klopboormachine"),
        .suggestion = PAGE("tool-free"),
        .search = true,
        .words = { S("417B"), S("") }
    };
    SHOW(page_message, "message-code", &x);
    x = (struct message_page){ .head = L("Er ging bij ons iets mis.", "Something went wrong here."),
                               .text = L("Kijk of het gelukt is. Zo niet, bel 050 123 45 67.",
                                         "Check whether it worked. If not, call 050 123 45 67."),
                               .fault = true };
    SHOW(page_message, "message-fault", &x);
    x = (struct message_page){ .head = text_plain(p->lang, T_PAGE_REPORT_THANKS),
                               .next = PAGE("tool-free"),
                               .next_label = L("Terug naar nummer 417", "Back to number 417") };
    SHOW(page_message, "message-thanks", &x);
}

/* `pages_preview OUTDIR`: every page template with sample values, in Dutch and English, as files
 * NAME.LANG.html to look at and for tests/suite/60-pages. Not shipped. The samples show each state
 * of a tool, long names, hostile text, and every part of a page that can be left out. */
#include "server/pages/page.h"
#include "text/text.h"

struct preview {
    struct arena *a;
    const char *dir;
    int lang;
    struct page_look look;
};
#define L(nl, en) (p->lang == LANG_nl ? S(nl) : S(en))
#define URL(s) ((struct url){ S(s) })
#define DAY(n) day_of(2026, 11, 24 + (n))

/* ---- What every page knows ---- */

static const struct span morning[] = { { false, { 600 }, { 720 } }, { true, { 780 }, { 960 } } };
static const struct span evening[] = { { false, { 1110 }, { 1230 } } };

static void look_make(struct preview *p, bool member, bool crew)
{
    struct opening *open = NEW_N(p->a, struct opening, 2);
    struct lang_link *langs = NEW_N(p->a, struct lang_link, 1);
    open[0] = (struct opening){ .branch = S("De Hoogte"), .blocks = { morning, 2 } };
    open[1] = (struct opening){ .branch = S("Vinkhuizen"), .next = day_of(2026, 11, 26),
                                .next_blocks = { evening, 1 } };
    langs[0] = p->lang == LANG_nl
                   ? (struct lang_link){ S("en"), S("English"), URL("home-visitor.en.html") }
                   : (struct lang_link){ S("nl"), S("Nederlands"), URL("home-visitor.nl.html") };
    p->look = (struct page_look){
        .lang_id = p->lang, .today = DAY(0), .lang = L("", "en"), .html_lang = L("nl", "en"),
        .langs = { langs, 1 }, .library = S("Mijn Gereedschapskist"), .phone = S("050 123 45 67"),
        .call = URL("tel:+31501234567"), .open = { open, 2 }, .member = member, .crew = crew,
        .branch = S("De Hoogte"), .initials = S("JV"), .here = S("/t/417A"),
        .token = member ? S("token") : S(""), .key = { S("key") }, .request = S("7xq2f9k3"),
        .css = URL("kist.css"), .icon = URL("kist.svg"), .home = { L("home-visitor.nl.html", "home-visitor.en.html") },
        .hours = { L("home-visitor.nl.html#hours", "home-visitor.en.html#hours") },
        .find = { L("search-found.nl.html", "search-found.en.html") },
        .login = { L("login.nl.html", "login.en.html") }, .logout = URL("/logout"),
        .me = { L("me.nl.html", "me.en.html") }, .work = { L("work.nl.html", "work.en.html") },
        .ops = { L("op_index.nl.html", "op_index.en.html") },
    };
}

static void write(struct preview *p, const char *name, struct buf *b)
{
    const char *path = str_z(p->a, str_printf(p->a, "%s/%s.%s.html", p->dir, name, lang_code(p->lang)));
    FILE *f = fopen(path, "wb");
    ASSERT(f && fwrite(b->s, 1, b->n, f) == b->n);
    fclose(f);
    b->n = 0;
}

#define SHOW(page, name, x) do { \
        struct buf b_ = { .a = p->a }; \
        page(&b_, &p->look, (x)); \
        write(p, (name), &b_); \
    } while (0)

static struct state state_free(void)
{
    return (struct state){ .free = true, .go = true, .branch = S("De Hoogte"), .shelf = S("B4") };
}

static struct state state_out(day due)
{
    return (struct state){ .out = true, .away = true, .found = true, .due = due, .branch = S("De Hoogte"),
                           .shelf = S("C1") };
}

static struct tool_rows rows_make(struct preview *p)
{
    struct url url = { L("tool-free.nl.html", "tool-free.en.html") };
    struct tool_row some[] = {
        { ICON_T_DRILL, S("Klopboormachine"), S("Bosch PSB 500"), S("417"), url, state_free() },
        { ICON_T_SAW, S("Decoupeerzaag"), S("Metabo STEB 65"), S("209"), url, state_out(DAY(7)) },
        { ICON_T_GRINDER, S("Haakse slijper, 230 mm"), L("Ook wel: flex", "Also: flex"), S("301"), url,
          { .taught = true, .go = true, .branch = S("De Hoogte"), .shelf = S("C3") } },
        { ICON_T_CLEAN, S("Hogedrukreinigingsmachine"), S("Kärcher K4"), S("342"), url,
          { .late = true, .away = true, .branch = S("Vinkhuizen") } },
        { ICON_T_TRAILER, S("Aanhanger met huif"), S("750 kg"), S("61"), url,
          { .transit = true, .away = true, .branch = S("Vinkhuizen") } },
        { ICON_T_LADDER, S("<b>Trapladder</b> & \"co\""), S("6 treden"), S("136"), url,
          { .repair = true, .away = true, .branch = S("De Hoogte") } },
    };
    struct tool_row *rows = NEW_N(p->a, struct tool_row, COUNT(some));
    memcpy(rows, some, sizeof some);
    return (struct tool_rows){ rows, COUNT(some) };
}

static struct links categories_make(struct preview *p)
{
    struct url url = { L("search-category.nl.html", "search-category.en.html") };
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

static struct notices said(struct preview *p, bool yes, bool look, struct str text)
{
    struct notice *n = NEW(p->a, struct notice);
    *n = (struct notice){ yes, look, !yes && !look, text };
    return (struct notices){ n, 1 };
}

/* ---- Visitors ---- */

static void home(struct preview *p)
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
        { S("De Hoogte"), S("Kerklaan 1, Groningen"), S("050 123 45 67"), URL("tel:+31501234567"),
          { lines, 7 }, { closings, 2 } },
        { .branch = S("Vinkhuizen"), .lines = { lines, 7 } },
    };
    struct tool_rows rows = rows_make(p);
    struct home_page x = { .categories = categories_make(p), .free = { rows.at, 4 },
                           .fresh = { rows.at + 4, 2 }, .n_free = 86,
                           .all_free = { p->look.find.s }, .weeks = { weeks, 2 } };
    SHOW(page_home, "home-visitor", &x);
}

static void search(struct preview *p)
{
    struct url url = p->look.find;
    struct link filters[] = { { 0, L("Alles", "All"), S(""), url, true }, { 0, L("Nu vrij", "Free now"), S(""), url, false },
                              { 0, S("De Hoogte"), S(""), url, false }, { 0, S("Vinkhuizen"), S(""), url, false } };
    struct search_page x = { .words = { S("haakse sleiper <script>"), S("") }, .meant = S("haakse slijper"),
                             .meant_url = url, .filters = { filters, 4 }, .rows = rows_make(p), .n = 31,
                             .more = url };
    SHOW(page_search, "search-found", &x);
    x = (struct search_page){ .words = { S("xyzzy"), S("") }, .categories = categories_make(p) };
    SHOW(page_search, "search-nothing", &x);
    x = (struct search_page){ .title = L("Boren en schroeven", "Drilling and screwing"), .rows = rows_make(p), .n = 6 };
    SHOW(page_search, "search-category", &x);
}

static struct tool_page tool_make(struct preview *p)
{
    static struct sign signs[3];
    static struct tool_part parts[3];
    signs[0] = (struct sign){ ICON_S_GOGGLES, L("Zet een bril op", "Wear goggles") };
    signs[1] = (struct sign){ ICON_S_EARS, L("Bescherm je oren", "Protect your ears") };
    signs[2] = (struct sign){ ICON_S_PLUG, L("Stekker eruit bij wisselen", "Unplug when changing") };
    parts[0] = (struct tool_part){ L("koffer", "case"), 1, false, false };
    parts[1] = (struct tool_part){ L("accu", "battery"), 2, true, false };
    parts[2] = (struct tool_part){ L("handgreep aan de zijkant", "side handle"), 1, false, true };
    return (struct tool_page){
        .number = S("417"), .letter = S("A"), .code = S("417A"), .icon = ICON_T_DRILL,
        .name = S("Klopboormachine"), .detail = S("Bosch PSB 500"), .also = S("boor, klopboor, drilboor"),
        .state = state_free(), .open = DAY(0), .open_today = true, .until = { 960 }, .back = DAY(7),
        .report = { L("report.nl.html", "report.en.html") }, .period_days = 7, .renewals = 2,
        .careful = true, .read_first = true,
        .notice = L("Boor niet waar een stroomkabel of waterleiding zit. Houd de machine met 2 handen vast.",
                    "Do not drill where a cable or water pipe runs. Hold with both hands."),
        .signs = { signs, 3 }, .text = L("Voor gaten in steen, hout en metaal.", "For holes in stone, wood and metal."),
        .parts = { parts, 3 }, .category = p->look.find, .category_name = L("Boren en schroeven", "Drilling and screwing"),
    };
}

/* Each state of a tool, as a visitor or member sees it. */
static void tool_states(struct preview *p)
{
    struct tool_rows rows = rows_make(p);
    struct state base = { .away = true, .branch = S("Vinkhuizen"), .shelf = S("C1") };
    struct { const char *name; struct state s; } all[] = {
        { "taught", base }, { "here_only", base }, { "elsewhere", base }, { "late", base },
        { "ready", base }, { "ready_mine", base }, { "transit", base }, { "repair", base },
        { "inspection", base }, { "missing", base }, { "retired", base }, { "draft", base },
    };
    all[0].s = (struct state){ .taught = true, .go = true, .branch = S("De Hoogte"), .shelf = S("B4") };
    all[1].s = (struct state){ .here_only = true, .go = true, .branch = S("De Hoogte") };
    all[2].s = (struct state){ .elsewhere = true, .go = true, .branch = S("Vinkhuizen"), .shelf = S("A2") };
    all[3].s.late = all[4].s.ready = all[5].s.ready_mine = all[6].s.transit = all[7].s.repair = true;
    all[8].s.inspection = all[9].s.missing = all[10].s.retired = all[11].s.draft = true;
    all[3].s.found = all[9].s.found = all[5].s.about_you = true;
    all[5].s.due = DAY(4);
    all[6].s.home = S("De Hoogte");
    for (size_t i = 0; i < COUNT(all); i++) {
        struct tool_page x = tool_make(p);
        x.state = all[i].s;
        x.back = DAY_NONE;
        x.taught = i == 0;
        x.here_only = i == 1;
        x.read_first = i > 1;
        x.open_today = false;
        x.open = DAY(2);
        if (i >= 3)
            x.similar = (struct tool_rows){ rows.at, 2 };
        if (i % 2)
            x.queue = URL("/queue");
        SHOW(page_tool, str_z(p->a, str_printf(p->a, "tool-%s", all[i].name)), &x);
    }
}

static void tool(struct preview *p)
{
    struct tool_rows rows = rows_make(p);
    struct tool_page x = tool_make(p);
    SHOW(page_tool, "tool-free", &x);
    x.state = state_out(DAY(7));
    x.back = DAY_NONE;
    x.waiting = 2;
    x.estimate = L("2 weken", "2 weeks");
    x.queue = URL("/queue");
    x.similar = (struct tool_rows){ rows.at, 3 };
    x.others = (struct tool_rows){ rows.at + 1, 2 };
    x.fee = (struct money){ 250 };
    x.deposit = (struct money){ 5000 };
    x.min_age = 18;
    SHOW(page_tool, "tool-out", &x);
    look_make(p, true, false);
    x = tool_make(p);
    x.state = (struct state){ .mine = true, .about_you = true, .away = true, .due = DAY(7), .branch = S("De Hoogte") };
    x.renew = URL("/do/renew");
    x.renew_to = DAY(14);
    x.why = L("Op vrijdag 11 december begint een reservering.\nDaarom kan het niet langer.",
              "A booking begins on Friday 11 December.\nSo longer is not possible.");
    SHOW(page_tool, "tool-mine", &x);
    x.state = (struct state){ .mine = true, .about_you = true, .away = true, .overdue = true, .branch = S("De Hoogte") };
    x.open = DAY(1);
    x.renew = URL("");
    SHOW(page_tool, "tool-mine-missed", &x);
    look_make(p, false, false);
    tool_states(p);
}

static void tool_crew(struct preview *p)
{
    look_make(p, true, true);
    struct link keys[] = {
        { ICON_I_FIX, L("Kapot", "Broken"), S(""), URL("#"), false },
        { ICON_I_PART, L("Deel mist", "Part missing"), S(""), URL("#"), false },
        { ICON_I_NOTE, L("Wijzigen", "Change"), S(""), URL("#"), false },
        { ICON_I_LABEL, L("Label", "Label"), S(""), URL("#"), false },
        { ICON_I_LIST, L("Waarom?", "Why?"), S(""), URL("#"), false },
    };
    struct event events[] = {
        { ICON_I_OUT, L("Uitgeleend aan Anneke Bakker", "Lent to Anneke Bakker"), S("JV"), DAY(0), { 1795511520 }, URL("/undo") },
        { ICON_I_IN, L("Terug van een lid", "Back from a member"), S("MK"), DAY(-10), { 1794650000 }, URL("") },
    };
    struct tool_page x = tool_make(p);
    x.crew = (struct crew_view){ .something = true, .lend = URL("/do/out"), .keys = { keys, 5 },
                                 .events = { events, 2 }, .history = URL("/loans") };
    SHOW(page_tool, "tool-crew-free", &x);
    x.state = state_out(DAY(7));
    x.crew.lend = URL("");
    x.crew.take = URL("/do/in");
    x.crew.renew = URL("/do/renew");
    x.crew.name = S("Anneke Bakker");
    x.crew.code = S("M52318G");
    x.crew.member = URL("/m");
    x.crew.next = L("Leg daarna apart voor Karim Daoudi.", "Then put aside for Karim Daoudi.");
    SHOW(page_tool, "tool-crew-out", &x);
    x.state.overdue = true;
    x.state.due = DAY(-4);
    SHOW(page_tool, "tool-crew-late", &x);
    look_make(p, false, false);
}

static void report(struct preview *p)
{
    struct choice kinds[] = { { S("dead"), text_plain(p->lang, T_PAGE_REPORT_DEAD), false },
                              { S("danger"), text_plain(p->lang, T_PAGE_REPORT_DANGER), true },
                              { S("missing"), text_plain(p->lang, T_PAGE_REPORT_MISSING), false },
                              { S("other"), text_plain(p->lang, T_PAGE_REPORT_OTHER), false } };
    struct report_page x = { .number = S("417"), .name = S("Klopboormachine"), .detail = S("Bosch PSB 500"),
                             .icon = ICON_T_DRILL, .back = { L("tool-free.nl.html", "tool-free.en.html") },
                             .action = URL("/t/417A/report"), .kinds = { kinds, 4 } };
    SHOW(page_report, "report", &x);
    x.kind_error = L("Vul hier nog iets in.", "Please fill this in.");
    x.phone = (struct typed){ S("06 123"), L("Dit nummer heeft 5 cijfers. Een Nederlands nummer heeft er 10.",
                                             "This number has 5 digits. A Dutch number has 10.") };
    x.text = (struct typed){ S("<script>alert(1)</script>"), S("") };
    SHOW(page_report, "report-wrong", &x);
}

static void message(struct preview *p)
{
    struct message_page x = { .head = L("Dit nummer kennen we niet", "We do not know this number"),
                              .text = L("De letter past niet bij het nummer: 417B.\nScan nog eens, of typ alleen het nummer.",
                                        "The letter does not fit the number: 417B.\nScan again, or type just the number."),
                              .number = S("417"), .letter = S("A"), .name = S("Klopboormachine"),
                              .suggestion = { L("tool-free.nl.html", "tool-free.en.html") }, .search = true,
                              .words = { S("417B"), S("") } };
    SHOW(page_message, "message-code", &x);
    x = (struct message_page){ .head = L("Er ging bij ons iets mis.", "Something went wrong here."),
                               .text = L("Kijk of het gelukt is. Zo niet, bel 050 123 45 67.",
                                         "Check whether it worked. If not, call 050 123 45 67."), .fault = true };
    SHOW(page_message, "message-fault", &x);
    x = (struct message_page){ .head = text_plain(p->lang, T_PAGE_REPORT_THANKS),
                               .next = { L("tool-free.nl.html", "tool-free.en.html") },
                               .next_label = L("Terug naar nummer 417", "Back to number 417") };
    SHOW(page_message, "message-thanks", &x);
}

/* ---- Members ---- */

static void login(struct preview *p)
{
    struct login_page x = { .code_action = URL("/login"), .card_action = URL("/login/card"), .next = S("/me") };
    SHOW(page_login, "login", &x);
    x.said = said(p, false, true, L("Je bent uitgelogd. Zo ziet niemand anders jouw gegevens.",
                                    "You are logged out. So no one else sees your data."));
    x.to = (struct typed){ S("anneke"), L("Dit adres klopt niet. Schrijf bijvoorbeeld naam@post.example.",
                                          "This address is not right. Write for example name@post.example.") };
    x.card = (struct typed){ S("M52318"), L("Deze pas lezen we niet goed.", "We cannot read this card well.") };
    SHOW(page_login, "login-wrong", &x);
    struct code_page c = { .action = URL("/login/code"), .again = p->look.login, .next = S("/me") };
    SHOW(page_code, "code", &c);
    c.code.error = L("Deze code klopt niet. Kijk nog eens goed.\nJe kunt het nog 3 keer proberen.",
                     "This code is not right. Please check again.\nYou can try 3 more times.");
    SHOW(page_code, "code-wrong", &c);
}

static void me(struct preview *p)
{
    look_make(p, true, false);
    struct url url = { L("tool-mine.nl.html", "tool-mine.en.html") };
    struct my_loan loans[] = {
        { .icon = ICON_T_HEDGE, .name = S("Heggenschaar"), .number = S("502"), .code = S("502H"), .branch = S("De Hoogte"),
          .url = url, .late = true, .open = DAY(1) },
        { .icon = ICON_T_DRILL, .name = S("Klopboormachine"), .number = S("417"), .code = S("417A"),
          .branch = S("De Hoogte"), .url = url, .due = DAY(7), .days_left = 7, .renew = URL("/me/renew"), .renew_to = DAY(14) },
        { .icon = ICON_T_LADDER, .name = S("Trapladder, 6 treden"), .number = S("133"), .code = S("133D"),
          .branch = S("Vinkhuizen"), .url = url, .due = DAY(0),
          .why = L("Er wacht iemand op.\nGraag terug op dinsdag 24 november.", "Someone is waiting for it.\nPlease return by Tuesday 24 November.") },
    };
    struct my_hold holds[] = {
        { .icon = ICON_T_PAINT, .name = S("Behangtafel"), .number = S("377"), .branch = S("De Hoogte"), .url = url,
          .ready = true, .last = DAY(4), .cancel = URL("/me/cancel") },
        { .icon = ICON_T_CLEAN, .name = S("Hogedrukreiniger"), .url = url, .place = 2, .estimate = L("2 weken", "2 weeks") },
    };
    struct datum data[] = { { L("Naam", "Name"), S("Anneke Bakker") }, { L("Telefoon", "Phone"), S("06 12345678") },
                            { L("Lid tot en met", "Member until"), L("zaterdag 31 juli", "Saturday 31 July") } };
    struct link more[] = { { ICON_I_MAIL, L("Mijn berichten", "My messages"), S(""), URL("#"), false } };
    struct me_page x = { .name = S("Anneke Bakker"), .code = S("M52318G"), .loans = { loans, 3 },
                         .holds = { holds, 2 }, .data = { data, 3 }, .more = { more, 1 },
                         .said = said(p, true, false, L("Verlengd: Klopboormachine\nGraag terug op dinsdag 8 december.",
                                                        "Renewed: Klopboormachine\nPlease return by Tuesday 8 December.")) };
    SHOW(page_me, "me", &x);
    x = (struct me_page){ .name = S("Karim Daoudi"), .code = S("M20417G"), .data = { data, 3 } };
    SHOW(page_me, "me-nothing", &x);
    look_make(p, false, false);
    struct hidden hidden[] = { { S("tool"), S("417A") } };
    struct confirm_page c = { .question = L("Klopboormachine verlengen tot en met dinsdag 8 december?",
                                            "Renew Klopboormachine until Tuesday 8 December?"),
                              .yes = URL("/r/x"), .no = p->look.home, .yes_label = L("Ja, verlengen", "Yes, renew"),
                              .no_label = L("Nee, laat zo", "No, leave it"), .hidden = { hidden, 1 } };
    SHOW(page_confirm, "confirm", &c);
}

/* ---- Volunteers ---- */

static void work(struct preview *p)
{
    look_make(p, true, true);
    struct url url = { L("tool-crew-out.nl.html", "tool-crew-out.en.html") };
    struct work_row rows[] = {
        { ICON_T_HEDGE, S("Heggenschaar"), L("Bij Mo Kaya, graag terug op zaterdag 21 november", "With Mo Kaya, due Saturday 21 November"), S("502"), url, true, true },
        { ICON_T_SAW, S("Decoupeerzaag"), L("Bij Buurtschool De Boom", "With Buurtschool De Boom"), S("212"), url, true, false },
    };
    struct work_row ready[] = { { ICON_T_PAINT, S("Behangtafel"), L("Plank E1. Voor Anneke Bakker", "Shelf E1. For Anneke Bakker"), S("377"), url, false, false } };
    struct work_list lists[] = {
        { S("due"), L("Vandaag terug", "Due today"), { rows + 1, 1 }, 1, URL("") },
        { S("late"), L("Nog niet terug", "Not back yet"), { rows, 1 }, 12, URL("#") },
        { S("ready"), L("Ligt klaar", "Ready"), { ready, 1 }, 1, URL("") },
    };
    struct event events[] = {
        { ICON_I_OUT, L("Uitgeleend aan Anneke Bakker: Klopboormachine, 417A", "Lent to Anneke Bakker: Klopboormachine, 417A"),
          S("JV"), DAY(0), { 1795511520 }, URL("/undo") },
    };
    struct link more[] = { { ICON_I_LIST, L("Alles wat kan", "All that can be done"), L("Leden, gereedschap, openingstijden", "Members, tools, hours"), p->look.ops, false },
                           { ICON_I_NOTE, L("Daglijst", "Day sheet"), S(""), URL("#"), false } };
    struct work_page x = {
        .today = DAY(0), .find = p->look.find, .lend = URL("/work"), .take = URL("/work"), .lists = { lists, 3 },
        .events = { events, 1 }, .more = { more, 2 },
        .said = said(p, true, false, L("Uitgeleend aan Anneke Bakker: Klopboormachine, 417A\nTerug op dinsdag 1 december. Geef mee: koffer, 2 accu's.",
                                       "Lent to Anneke Bakker: Klopboormachine, 417A\nDue on Tuesday 1 December. Hand over: case, 2 batteries.")),
    };
    SHOW(page_work, "work", &x);
    x.said = said(p, false, false, L("De letter past niet bij het nummer: 417B.\nScan nog eens, of typ alleen het nummer.",
                                     "The letter does not fit the number: 417B.\nScan again, or type just the number."));
    x.notes = said(p, false, true, L("Sinds zaterdag 21 november zijn er geen herinneringen verstuurd.", "No reminders were sent since Saturday 21 November."));
    x.member.value = S("M52318G");
    x.tool = (struct typed){ S("417B"), L("De letter past niet bij het nummer.", "The letter does not fit the number.") };
    SHOW(page_work, "work-wrong", &x);
}

static struct form_field field(struct str id, struct str label, struct str hint, struct str error, struct str value)
{
    return (struct form_field){ .id = id, .name = id, .label = label, .hint = hint, .error = error, .value = value,
                           .described = hint.n || error.n };
}

static void op_form(struct preview *p)
{
    struct str none = S(""), reason = L("Leden lezen dit. Bijvoorbeeld: kerstvakantie.", "Members read this. For example: Christmas holidays.");
    struct choice branches[] = { { S("1"), S("De Hoogte"), true }, { S("2"), S("Vinkhuizen"), false } };
    struct choice langs[] = { { S("nl"), S("Nederlands"), true }, { S("en"), S("English"), false } };
    struct form_field f[] = {
        field(S("branch"), L("Uitleenpunt", "Branch"), none, none, none),
        field(S("from"), L("Eerste dag dicht", "First day closed"), none, none, S("2026-12-24")),
        field(S("to"), L("Laatste dag dicht", "Last day closed"), none, L("De laatste dag ligt voor de eerste. Wissel ze om.", "The last day is before the first. Swap them."), S("2026-12-04")),
        field(S("reason_text"), L("Reden", "Reason"), reason, none, S("Kerst \"vakantie\" <2026>")),
        field(S("language"), L("Taal", "Language"), none, none, none),
        field(S("apply"), L("Meteen doen", "Do it now"), L("Anders zie je alleen wat er zou gebeuren.", "Else you only see what would happen."), none, none),
    };
    struct form_field fine[] = { field(S("note"), L("Notitie", "Note"), none, none, none),
                            field(S("file"), L("Bestand", "File"), none, none, none) };
    f[0].select = f[1].line = f[2].line = f[3].line = f[4].radios = f[5].yes = fine[0].area = fine[1].file = true;
    f[0].choices.at = branches;
    f[4].choices.at = langs;
    f[0].choices.n = f[4].choices.n = 2;
    f[1].type = f[2].type = S("date");
    f[3].type = S("text");
    f[0].need = f[1].need = f[2].need = f[3].need = f[1].small = f[2].small = true;
    struct op_form x = { .title = L("Sluiting toevoegen", "Add a closing"), .help = L("Uitleningen op een gesloten dag krijgen een nieuwe dag.", "Loans on a closed day get a new day."),
                         .action = URL("/do/closing/add"), .back = p->look.ops, .upload = true, .fields = { f, COUNT(f) }, .fine = { fine, 2 },
                         .n_wrong = 1, .preview = true, .submit = L("Sluiting toevoegen", "Add a closing"),
                         .command = S("kist closing add \"De Hoogte\" 2026-12-24 2027-01-02 \"Kerstvakantie\"") };
    SHOW(page_op_form, "op_form", &x);
    x.n_wrong = 0;
    x.refused = L("Anneke Bakker heeft al 5 stuks. Dat is het maximum.\nEerst iets terug, of geef een reden.", "Anneke Bakker has 5 tools. That is the limit.\nFirst return one, or give a reason.");
    x.override = x.fine_open = true;
    x.fields.n = 2;
    SHOW(page_op_form, "op_form-refused", &x);
}

static void op_answer(struct preview *p)
{
    struct url url = { L("tool-crew-out.nl.html", "tool-crew-out.en.html") };
    struct cell heads[] = { { L("Gereedschap", "Tool"), URL(""), false }, { L("Naam", "Name"), URL(""), false },
                            { L("Terug op", "Due"), URL(""), false }, { L("Dagen", "Days"), URL(""), true } };
    struct cell one[] = { { S("417A"), url, false }, { S("Klopboormachine Bosch PSB 500"), URL(""), false }, { L("di 1 dec", "Tue 1 Dec"), URL(""), false }, { S("7"), URL(""), true } };
    struct cells rows[] = { { { one, 4 }, S("") }, { { one, 4 }, S("") },
                            { .refused = L("209: Decoupeerzaag is nog uit bij Mo Kaya.", "209: Decoupeerzaag is still out to Mo Kaya.") } };
    struct thing things[] = { { L("Nummer", "Number"), { S("417A"), url, false } }, { L("Model", "Model"), { S("Klopboormachine"), URL(""), false } } };
    struct hidden given[] = { { S("tool"), S("417A") } };
    struct op_answer x = { .title = L("Uitleningen", "Loans"), .list = true, .heads = { heads, 4 }, .rows = { rows, 3 },
                           .csv = url, .again = url, .back = p->look.ops, .back_label = text_plain(p->lang, T_PAGE_OP_BACK),
                           .undo = URL("/undo"), .said = said(p, true, false, L("Uitgeleend: 2 stuks", "Lent: 2 tools")) };
    SHOW(page_op_answer, "op_answer", &x);
    x = (struct op_answer){ .title = L("Gereedschap", "Tool"), .things = { things, 2 }, .back = p->look.ops,
                            .back_label = text_plain(p->lang, T_PAGE_OP_BACK), .confirm = URL("/do"), .given = { given, 1 } };
    SHOW(page_op_answer, "op_answer-one", &x);
    x = (struct op_answer){ .title = L("Uitleningen", "Loans"), .list = true, .back = p->look.ops, .back_label = text_plain(p->lang, T_PAGE_OP_BACK) };
    SHOW(page_op_answer, "op_answer-nothing", &x);
    struct op_link ops[] = { { L("Gereedschap uitlenen", "Lend tools"), S("kist out"), p->look.ops }, { L("Gereedschap terugnemen", "Take tools back"), S("kist in"), p->look.ops } };
    struct op_group groups[] = { { S("counter"), L("Balie", "Counter"), { ops, 2 } }, { S("members"), L("Leden", "Members"), { ops, 2 } } };
    struct op_index i = { { groups, 2 } };
    SHOW(page_op_index, "op_index", &i);
}

int main(int argc, char **argv)
{
    static void (*const pages[])(struct preview *) = { home, search, tool, tool_crew, report, message,
                                                       login, me, work, op_form, op_answer };
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

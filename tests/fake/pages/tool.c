/* Samples: the tool page in each state, for visitors, members and volunteers. */
#include "tests/fake/pages/preview.h"

static struct tool_page tool_make(struct preview *p)
{
    static struct sign signs[3];
    static struct tool_part parts[3];
    signs[0] = (struct sign){ ICON_S_GOGGLES, L("Zet een bril op", "Wear goggles") };
    signs[1] = (struct sign){ ICON_S_EARS, L("Bescherm je oren", "Protect your ears") };
    signs[2] =
        (struct sign){ ICON_S_PLUG, L("Stekker eruit bij wisselen", "Unplug when changing") };
    parts[0] = (struct tool_part){ L("koffer", "case"), 1, false, false };
    parts[1] = (struct tool_part){ L("accu", "battery"), 2, true, false };
    parts[2] = (struct tool_part){ L("handgreep aan de zijkant", "side handle"), 1, false, true };
    return (struct tool_page){
        .number = S("417"),
        .letter = S("A"),
        .code = S("417A"),
        .icon = ICON_T_DRILL,
        .name = S("Klopboormachine"),
        .detail = S("Bosch PSB 500"),
        .also = S("boor, klopboor, drilboor"),
        .state = state_free(),
        .open = DAY(0),
        .open_today = true,
        .until = { 960 },
        .back = DAY(7),
        .report = PAGE("report"),
        .period_days = 7,
        .renewals = 2,
        .careful = true,
        .read_first = true,
        .notice = L("Boor niet waar een stroomkabel of waterleiding zit. Houd de machine met 2 "
                    "handen vast.",
                    "Do not drill where a cable or water pipe runs. Hold with both hands."),
        .signs = { signs, 3 },
        .text = L("Voor gaten in steen, hout en metaal.", "For holes in stone, wood and metal."),
        .parts = { parts, 3 },
        .category = p->look.find,
        .category_name = L("Boren en schroeven", "Drilling and screwing"),
    };
}

/* Each state of a tool, as a visitor or member sees it. */
static void tool_states(struct preview *p)
{
    struct tool_rows rows = rows_make(p);
    struct state base = { .away = true, .branch = S("Vinkhuizen"), .shelf = S("C1") };
    struct {
        const char *name;
        struct state s;
    } all[] = {
        { "taught", base },     { "here_only", base },  { "elsewhere", base }, { "late", base },
        { "ready", base },      { "ready_mine", base }, { "transit", base },   { "repair", base },
        { "inspection", base }, { "missing", base },    { "retired", base },   { "draft", base },
    };
    all[0].s =
        (struct state){ .taught = true, .go = true, .branch = S("De Hoogte"), .shelf = S("B4") };
    all[1].s = (struct state){ .here_only = true, .go = true, .branch = S("De Hoogte") };
    all[2].s = (struct state){
        .elsewhere = true, .go = true, .branch = S("Vinkhuizen"), .shelf = S("A2")
    };
    all[3].s.late = all[4].s.ready = all[5].s.ready_mine = all[6].s.transit = all[7].s.repair =
        true;
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
        if (i == 3 || i == 4 || i == 7)
            x.queue = URL("/queue");
        SHOW(page_tool, str_z(p->a, str_printf(p->a, "tool-%s", all[i].name)), &x);
    }
}

void tool(struct preview *p)
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
    x.state = (struct state){
        .mine = true, .about_you = true, .away = true, .due = DAY(7), .branch = S("De Hoogte")
    };
    x.renew = URL("/do/renew");
    x.renew_to = DAY(14);
    x.why = L("Op vrijdag 11 december begint een reservering.\nDaarom kan het niet langer.",
              "A booking begins on Friday 11 December.\nSo longer is not possible.");
    SHOW(page_tool, "tool-mine", &x);
    x.state = (struct state){
        .mine = true, .about_you = true, .away = true, .overdue = true, .branch = S("De Hoogte")
    };
    x.open = DAY(1);
    x.renew = URL("");
    SHOW(page_tool, "tool-mine-missed", &x);
    look_make(p, false, false);
    tool_states(p);
}

void tool_crew(struct preview *p)
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
        { ICON_I_OUT,
          L("Uitgeleend aan Anneke Bakker", "Lent to Anneke Bakker"),
          S("JV"),
          DAY(0),
          { 1795511520 },
          URL("/undo") },
        { ICON_I_IN,
          L("Terug van een lid", "Back from a member"),
          S("MK"),
          DAY(-10),
          { 1794650000 },
          URL("") },
    };
    struct tool_page x = tool_make(p);
    x.crew = (struct crew_view){ .something = true,
                                 .lend = URL("/do/out"),
                                 .keys = { keys, 5 },
                                 .events = { events, 2 },
                                 .history = URL("/loans") };
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

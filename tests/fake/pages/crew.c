/* Samples: the desk, and any operation as form and answer. */
#include "tests/fake/pages/preview.h"

void labels(struct preview *p)
{
    struct choice what[] = { { S("needs"), L("Gereedschap dat een label nodig heeft", "Tools that need a label"), true },
                             { S("shelves"), L("Planken", "Shelves"), false } };
    struct choice layouts[] = { { S("auto"), L("Wat past", "What fits"), true } };
    struct choice branches[] = { { S(""), L("Overal", "Everywhere"), true }, { S("Vinkhuizen"), S("Vinkhuizen"), false } };
    struct choice printers[] = { { S("zebra"), S("zebra"), false } };
    struct hidden given[] = { { S("needs"), S("1") } };
    struct labels_page x = { .here = URL("/labels"), .sheets = URL("#"), .drawn = URL("#"), .calibrate = URL("#"), .what = { what, 2 },
                             .layouts = { layouts, 1 }, .branches = { branches, 2 } };
    SHOW(page_labels, "labels", &x);
    x.sheet = (struct typed){ S("L99"), L("Dit vel met labels kennen we niet: L99.", "We do not know this sheet: L99.") };
    SHOW(page_labels, "labels-wrong", &x);
    x.sheet.error = S("");
    x.preview = x.make = URL("#");
    x.sum = L("95 labels, met het adres https://kist.example.", "95 labels, with the address https://kist.example.");
    x.given.at = given;
    x.given.n = 1;
    x.printers.at = printers;
    x.printers.n = 1;
    SHOW(page_labels, "labels-shown", &x);
}

static void calls(struct preview *p)
{
    struct call_card cards[] = {
        { .name = S("Karim Daoudi"), .number = S("06 12345678"), .dial = URL("tel:+31612345678"), .call = S("1"),
          .tools = S("417A Klopboormachine Bosch PSB 500"), .tries = L("2 keer geprobeerd.", "Tried 2 times."),
          .words = L("Hoi Karim Daoudi, met VB van Gereedschapskist. Komt het uit? Ik bel over Klopboormachine. Hoe gaat het met de klus?",
                     "Hello Karim Daoudi, VB from Gereedschapskist here. Is this a good time? I am calling about Klopboormachine."),
          .action = URL("#") },
        { .name = S("Trijntje van 't Zand"), .visit = true, .home = S("Bessemoerstraat 12-a, Groningen"), .call = S("2"),
          .tools = S("211G Handzaag"), .words = S("Hoi Trijntje van 't Zand."), .action = URL("#") } };
    struct calls_page x = { .cards = { cards, 2 }, .work = URL("#") };
    SHOW(page_calls, "calls", &x);
    x.cards.n = 0;
    SHOW(page_calls, "calls-none", &x);
}

static void groups(struct preview *p)
{
    struct link rows[] = { { ICON_I_NOTE, L("Hoeveel dagen iemand mag lenen", "How many days somebody may borrow"), S("7"), URL("#"), false },
                           { ICON_I_NOTE, L("Hoe vaak verlengen kan", "How often a loan can be renewed"), L("3; standaard is 2", "3; the usual is 2"), URL("#"), false } };
    struct link langs[] = { { .label = S("Nederlands"), .url = URL("#"), .here = true }, { .label = S("English"), .url = URL("#") } };
    struct link_group at[] = { { L("Lenen en verlengen", "Lending and renewing"), { rows, 2 } } };
    struct groups_page x = { .title = L("Instellingen", "Settings"), .back = URL("#"), .choice = { langs, 2 }, .groups = { at, 1 } };
    SHOW(page_groups, "groups", &x);
}

void work(struct preview *p)
{
    look_make(p, true, true);
    calls(p);
    groups(p);
    struct url url = PAGE("tool-crew-out");
    struct work_row rows[] = {
        { ICON_T_HEDGE, S("Heggenschaar"),
          L("Bij Mo Kaya, graag terug op zaterdag 21 november",
            "With Mo Kaya, due Saturday 21 November"),
          S("502"), url, true, true },
        { ICON_T_SAW, S("Decoupeerzaag"), L("Bij Buurtschool De Boom", "With Buurtschool De Boom"),
          S("212"), url, true, false },
    };
    struct work_row ready[] = { { ICON_T_PAINT, S("Behangtafel"),
                                  L("Plank E1. Voor Anneke Bakker", "Shelf E1. For Anneke Bakker"),
                                  S("377"), url, false, false } };
    struct work_list lists[] = {
        { S("due"), L("Vandaag terug", "Due today"), { rows + 1, 1 }, 1, URL("") },
        { S("late"), L("Nog niet terug", "Not back yet"), { rows, 1 }, 12, URL("#") },
        { S("ready"), L("Ligt klaar", "Ready"), { ready, 1 }, 1, URL("") },
    };
    struct event events[] = {
        { ICON_I_OUT,
          L("Uitgeleend aan Anneke Bakker: Klopboormachine, 417A",
            "Lent to Anneke Bakker: Klopboormachine, 417A"),
          S("JV"),
          DAY(0),
          { 1795511520 },
          URL("/undo") },
    };
    struct link more[] = { { ICON_I_LIST, L("Alles wat kan", "All that can be done"),
                             L("Leden, gereedschap, openingstijden", "Members, tools, hours"),
                             p->look.ops, false },
                           { ICON_I_NOTE, L("Daglijst", "Day sheet"), S(""), URL("#"), false } };
    struct work_page x = {
        .today = DAY(0),
        .find = p->look.find,
        .lend = URL("/work"),
        .take = URL("/work"),
        .lists = { lists, 3 },
        .events = { events, 1 },
        .more = { more, 2 },
        .said = said(p, true, false,
                     L("Uitgeleend aan Anneke Bakker: Klopboormachine, 417A\nTerug op dinsdag 1 "
                       "december. Geef mee: koffer, 2 accu's.",
                       "Lent to Anneke Bakker: Klopboormachine, 417A\nDue on Tuesday 1 December. "
                       "Hand over: case, 2 batteries.")),
    };
    SHOW(page_work, "work", &x);
    x.said = said(
        p, false, false,
        L("De letter past niet bij het nummer: 417B.\nScan nog eens, of typ alleen het nummer.",
          "The letter does not fit the number: 417B.\nScan again, or type just the number."));
    x.notes = said(p, false, true,
                   L("Sinds zaterdag 21 november zijn er geen herinneringen verstuurd.",
                     "No reminders were sent since Saturday 21 November."));
    x.member.value = S("M52318G");
    x.tool = (struct typed){ S("417B"), L("De letter past niet bij het nummer.",
                                          "The letter does not fit the number.") };
    SHOW(page_work, "work-wrong", &x);
}

static struct form_field field(struct str id, struct str label, struct str hint, struct str error,
                               struct str value)
{
    return (struct form_field){ .id = id,
                                .name = id,
                                .label = label,
                                .hint = hint,
                                .error = error,
                                .value = value,
                                .described = hint.n || error.n };
}

void op_form(struct preview *p)
{
    struct str none = S(""), reason = L("Leden lezen dit. Bijvoorbeeld: kerstvakantie.",
                                        "Members read this. For example: Christmas holidays.");
    struct choice branches[] = { { S("1"), S("De Hoogte"), true },
                                 { S("2"), S("Vinkhuizen"), false } };
    struct choice langs[] = { { S("nl"), S("Nederlands"), true },
                              { S("en"), S("English"), false } };
    struct form_field f[] = {
        field(S("branch"), L("Uitleenpunt", "Branch"), none, none, none),
        field(S("from"), L("Eerste dag dicht", "First day closed"), none, none, S("2026-12-24")),
        field(S("to"), L("Laatste dag dicht", "Last day closed"), none,
              L("De laatste dag ligt voor de eerste. Wissel ze om.",
                "The last day is before the first. Swap them."),
              S("2026-12-04")),
        field(S("reason_text"), L("Reden", "Reason"), reason, none, S("Kerst \"vakantie\" <2026>")),
        field(S("language"), L("Taal", "Language"), none, none, none),
        field(
            S("apply"), L("Meteen doen", "Do it now"),
            L("Anders zie je alleen wat er zou gebeuren.", "Else you only see what would happen."),
            none, none),
    };
    struct form_field fine[] = { field(S("note"), L("Notitie", "Note"), none, none, none),
                                 field(S("file"), L("Bestand", "File"), none, none, none) };
    f[0].select = f[1].line = f[2].line = f[3].line = f[4].radios = f[5].yes = fine[0].area =
        fine[1].file = true;
    f[0].choices.at = branches;
    f[4].choices.at = langs;
    f[0].choices.n = f[4].choices.n = 2;
    f[1].type = f[2].type = S("date");
    f[3].type = S("text");
    f[0].need = f[1].need = f[2].need = f[3].need = f[1].small = f[2].small = true;
    struct op_form x = {
        .title = L("Sluiting toevoegen", "Add a closing"),
        .help = L("Uitleningen op een gesloten dag krijgen een nieuwe dag.",
                  "Loans on a closed day get a new day."),
        .action = URL("/do/closing/add"),
        .back = p->look.ops,
        .upload = true,
        .fields = { f, COUNT(f) },
        .fine = { fine, 2 },
        .n_wrong = 1,
        .preview = true,
        .submit = L("Sluiting toevoegen", "Add a closing"),
        .command = S("kist closing add \"De Hoogte\" 2026-12-24 2027-01-02 \"Kerstvakantie\"")
    };
    SHOW(page_op_form, "op_form", &x);
    x.n_wrong = 0;
    x.refused = L(
        "Anneke Bakker heeft al 5 stuks. Dat is het maximum.\nEerst iets terug, of geef een reden.",
        "Anneke Bakker has 5 tools. That is the limit.\nFirst return one, or give a reason.");
    x.override = x.fine_open = true;
    x.fields.n = 2;
    SHOW(page_op_form, "op_form-refused", &x);
}

void op_answer(struct preview *p)
{
    struct url url = PAGE("tool-crew-out");
    struct cell heads[] = { { .text = L("Gereedschap", "Tool") }, { .text = L("Naam", "Name") },
                            { .text = L("Terug op", "Due") }, { .text = L("Dagen", "Days"), .number = true } };
    struct cell one[] = { { S("417A"), url, false, heads[0].text },
                          { .text = S("Klopboormachine Bosch PSB 500"), .head = heads[1].text },
                          { .text = L("di 1 dec", "Tue 1 Dec"), .head = heads[2].text },
                          { .text = S("7"), .number = true, .head = heads[3].text } };
    struct cells rows[] = { { { one, 4 }, S("") },
                            { { one, 4 }, S("") },
                            { .refused = L("209: Decoupeerzaag is nog uit bij Mo Kaya.",
                                           "209: Decoupeerzaag is still out to Mo Kaya.") } };
    struct thing things[] = { { L("Nummer", "Number"), { .text = S("417A"), .url = url } },
                              { L("Model", "Model"), { .text = S("Klopboormachine") } } };
    struct hidden given[] = { { S("tool"), S("417A") } };
    struct op_answer x = { .title = L("Uitleningen", "Loans"),
                           .list = true,
                           .heads = { heads, 4 },
                           .rows = { rows, 3 },
                           .csv = url,
                           .again = url,
                           .back = p->look.ops,
                           .back_label = text_plain(p->lang, T_PAGE_OP_BACK),
                           .undo = URL("/undo"),
                           .said =
                               said(p, true, false, L("Uitgeleend: 2 stuks", "Lent: 2 tools")) };
    SHOW(page_op_answer, "op_answer", &x);
    x = (struct op_answer){ .title = L("Gereedschap", "Tool"),
                            .things = { things, 2 },
                            .back = p->look.ops,
                            .back_label = text_plain(p->lang, T_PAGE_OP_BACK),
                            .confirm = URL("/do"),
                            .given = { given, 1 } };
    SHOW(page_op_answer, "op_answer-one", &x);
    x = (struct op_answer){ .title = L("Uitleningen", "Loans"),
                            .list = true,
                            .back = p->look.ops,
                            .back_label = text_plain(p->lang, T_PAGE_OP_BACK) };
    SHOW(page_op_answer, "op_answer-nothing", &x);
    struct op_link ops[] = {
        { L("Gereedschap uitlenen", "Lend tools"), S("kist out"), p->look.ops },
        { L("Gereedschap terugnemen", "Take tools back"), S("kist in"), p->look.ops }
    };
    struct op_group groups[] = { { S("counter"), L("Balie", "Counter"), { ops, 2 } },
                                 { S("members"), L("Leden", "Members"), { ops, 2 } } };
    struct op_index i = { .groups = { groups, 2 } };
    SHOW(page_op_index, "op_index", &i);
}

/* Samples: logging in, my things, a link that asks first. */
#include "tests/fake/pages/preview.h"

void login(struct preview *p)
{
    struct login_page x = { .code_action = URL("/login"),
                            .card_action = URL("/login/card"),
                            .next = S("/me") };
    SHOW(page_login, "login", &x);
    x.said = said(p, false, true,
                  L("Je bent uitgelogd. Zo ziet niemand anders jouw gegevens.",
                    "You are logged out. So no one else sees your data."));
    x.to = (struct typed){ S("anneke"),
                           L("Dit adres klopt niet. Schrijf bijvoorbeeld naam@post.example.",
                             "This address is not right. Write for example name@post.example.") };
    x.card = (struct typed){ S("M52318"),
                             L("Deze pas lezen we niet goed.", "We cannot read this card well.") };
    SHOW(page_login, "login-wrong", &x);
    struct code_page c = { .action = URL("/login/code"), .again = p->look.login, .next = S("/me") };
    SHOW(page_code, "code", &c);
    c.code.error = L("Deze code klopt niet. Kijk nog eens goed.\nJe kunt het nog 3 keer proberen.",
                     "This code is not right. Please check again.\nYou can try 3 more times.");
    SHOW(page_code, "code-wrong", &c);
}

void me(struct preview *p)
{
    look_make(p, true, false);
    struct url url = PAGE("tool-mine");
    struct my_loan loans[] = {
        { .icon = ICON_T_HEDGE,
          .name = S("Heggenschaar"),
          .number = S("502"),
          .code = S("502H"),
          .branch = S("De Hoogte"),
          .url = url,
          .late = true,
          .open = DAY(1) },
        { .icon = ICON_T_DRILL,
          .name = S("Klopboormachine"),
          .number = S("417"),
          .code = S("417A"),
          .branch = S("De Hoogte"),
          .url = url,
          .due = DAY(7),
          .days_left = 7,
          .renew = URL("/me/renew"),
          .renew_to = DAY(14) },
        { .icon = ICON_T_LADDER,
          .name = S("Trapladder, 6 treden"),
          .number = S("133"),
          .code = S("133D"),
          .branch = S("Vinkhuizen"),
          .url = url,
          .due = DAY(0),
          .why = L("Er wacht iemand op.\nGraag terug op dinsdag 24 november.",
                   "Someone is waiting for it.\nPlease return by Tuesday 24 November.") },
    };
    struct str owes = L("Je hebt nog € 2,50 te betalen. Is dat lastig? Zeg het ons gerust.",
                        "You still have €2.50 to pay. Is that difficult? Just tell us.");
    struct my_hold holds[] = {
        { .icon = ICON_T_PAINT,
          .name = S("Behangtafel"),
          .number = S("377"),
          .branch = S("De Hoogte"),
          .url = url,
          .ready = true,
          .last = DAY(4),
          .cancel = URL("/me/cancel") },
        { .icon = ICON_T_CLEAN,
          .name = S("Hogedrukreiniger"),
          .url = url,
          .place = 2,
          .estimate = L("2 weken", "2 weeks") },
    };
    struct datum data[] = { { L("Naam", "Name"), S("Anneke Bakker") },
                            { L("Telefoon", "Phone"), S("06 12345678") },
                            { L("Lid tot en met", "Member until"),
                              L("zaterdag 31 juli", "Saturday 31 July") } };
    struct link more[] = { { ICON_I_MAIL, L("Mijn berichten", "My messages"), S(""), URL("#"),
                             false } };
    struct me_page x = { .name = S("Anneke Bakker"), .all = { S("#") }, .save = { S("#") },
                         .code = S("M52318G"),
                         .balance = owes,
                         .loans = { loans, 3 },
                         .holds = { holds, 2 },
                         .data = { data, 3 },
                         .more = { more, 1 },
                         .said = said(
                             p, true, false,
                             L("Verlengd: Klopboormachine\nGraag terug op dinsdag 8 december.",
                               "Renewed: Klopboormachine\nPlease return by Tuesday 8 December.")) };
    SHOW(page_me, "me", &x);
    struct offline_page kept = { .known = { 615 }, .loans = { loans, COUNT(loans) }, .holds = { x.holds.at, x.holds.n } };
    SHOW(page_offline, "offline", &kept);
    x = (struct me_page){ .name = S("Karim Daoudi"), .all = { S("#") }, .save = { S("#") }, .code = S("M20417G"), .data = { data, 3 } };
    SHOW(page_me, "me-nothing", &x);
    look_make(p, false, false);
    struct link_ask asks[] = {
        { .question = L("Klopboormachine verlengen tot en met dinsdag 8 december?",
                        "Renew Klopboormachine until Tuesday 8 December?"),
          .step = S("1"), .act = S("renew"), .yes = L("Ja, verlengen", "Yes, renew"),
          .action = URL("/r/x"), .renew = true },
        { .question = S("Ladder"), .why = L("Er wacht iemand op.", "Someone is waiting for it.") },
    };
    struct link_page k = { .head = L("Wat wil je doen?", "What would you like to do?"),
                           .asks = { asks, 2 }, .asks_something = true };
    SHOW(page_link, "link", &k);
}

/* How long a text is in an SMS (N12), with the values of voice.md: long, but real. */
#include "reminders/lint.h"

struct str lint_example(struct arena *a, int lang, struct str body, struct str library, bool by_link)
{
    bool nl = lang == LANG_nl;
    struct val tool = val_z("Boormachine Bosch PSB 500");
    struct val link = val_z("https://kist.example/r/7xq2f9k3");
    struct val when = val_day(nl ? day_of(2026, 9, 24) : day_of(2026, 9, 30));
    struct fact of[] = { F("link", link), F("tool", tool), F("day", when) };
    struct buf renew = { .a = a }, yes = renew, no = renew, list = renew, all = renew;
    text_add(&renew, lang, when.d, by_link ? T_MSG_RENEW_LINK : T_MSG_RENEW_REPLY, of, 3);
    text_add(&yes, lang, when.d, by_link ? T_MSG_YES_LINK : T_MSG_YES_REPLY, of, 3);
    text_add(&no, lang, when.d, by_link ? T_MSG_NO_LINK : T_MSG_NO_REPLY, of, 3);
    text_add(&list, lang, when.d, T_MSG_LIST_ITEM, of, 3);
    buf_z_add(&list, ", ");
    text_add(&list, lang, when.d, T_MSG_LIST_ITEM, of, 3);
    text_fill(&all, lang, when.d, body,
              FACTS(F("library", val_str(library)), F("tool", tool), F("tool2", tool),
                    F("day", when), F("day2", when), F("branch", val_z("Vinkhuizen")),
                    F("time", val_z(nl ? "12.00 uur" : "12:00")), F("link", link),
                    F("phone", val_z("06 12345678")), F("code", val_z("123456")), F("n", val_int(2)),
                    F("list", val_str(buf_str(&list))), F("renew", val_str(buf_str(&renew))),
                    F("yes", val_str(buf_str(&yes))), F("no", val_str(buf_str(&no))),
                    F("why", val_str(text_plain(lang, T_MSG_WHY_RENEW_WAITED))), F("name", val_z("Anna")),
                    F("text", val_z(nl ? "Het snoer is vervangen. Alles werkt weer."
                                       : "The cord was replaced. All works again."))));
    return buf_str(&all);
}

struct sms_size lint_size(struct arena *a, int lang, struct str body, struct str library, bool by_link)
{
    return sms_size(sms_replace(a, lint_example(a, lang, body, library, by_link)));
}

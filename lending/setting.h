/* What a coordinator decides: every [bracket] of the rules, and the library's own facts. Typed,
 * checked when set, journalled. The list is settings.def; explanations are `setting.NAME` in text. */
#ifndef LENDING_SETTING_H
#define LENDING_SETTING_H

#include "base/ctx.h"

enum setting_kind { SK_TEXT, SK_INT, SK_YES, SK_MONEY, SK_ZONE, SK_URL, SK_URLS, SK_LANG, SK_PHONE,
                    SK_EMAIL, SK_COLOUR, SK_STEPS };
enum setting {
#define SETTING(id, name, kind, otherwise, least, most) SET_##id,
#include "lending/settings.def"
#undef SETTING
    SETTING_COUNT
};
struct setting_info {
    const char *name; /* "loan.period" */
    enum setting_kind kind;
    const char *otherwise; /* the default, as it is written */
    int64_t least, most;   /* of a number; of a text: its length; of money: cents */
};
const struct setting_info *setting_info(enum setting);
/* By name; SETTING_COUNT when there is none. */
enum setting setting_find(struct str name);

/* The value in force: read once per context. */
struct str setting_str(struct ctx *, enum setting);
int64_t setting_int(struct ctx *, enum setting); /* SK_MONEY: cents */
bool setting_yes(struct ctx *, enum setting);
/* Checks and writes; FAULT_SETTING_VALUE. Empty text: back to the default. */
MUST enum fault setting_set(struct ctx *, enum setting, struct str value);

/* Facts of the file: "kind" is real, demo or test. */
struct str library_fact(struct ctx *, const char *name);
MUST enum fault library_fact_set(struct ctx *, const char *name, struct str value);
bool library_pretend(struct ctx *); /* demo or test: its clock may be moved */

#endif

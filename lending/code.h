/* Codes on labels and cards (T1, T2, T8): a number and one check letter. Pure. */
#ifndef LENDING_CODE_H
#define LENDING_CODE_H

#include "base/ctx.h"

enum family { FAMILY_TOOL, FAMILY_MEMBER, FAMILY_BRANCH, FAMILY_COMMAND, FAMILY_COUNT };

struct code {
    enum family family;
    int64_t number;
    bool bare; /* digits alone: a tool's number without its letter */
};

char code_letter(int64_t number, enum family);
/* What the codes on the printed sheet of counter commands mean (T1): 1 is done, and so on. */
enum { COMMAND_DONE = 1, COMMAND_RETURN, COMMAND_RENEW, COMMAND_UNDO, COMMAND_BROKEN, COMMAND_HELP,
       COMMAND_COUNT = COMMAND_HELP };
/* "done"; NULL for a number that is none of them. */
const char *command_name(int64_t number);
/* "417A"; "M20417G" for a member (five digits). */
struct str code_text(struct arena *, int64_t number, enum family);
/* Folds a scan as T2 and T8 say: after the last /t/ of an address of ours, upper case, without
 * blanks and dashes. FAULT_CODE_FOREIGN for an address that is not ours. `hosts` are base_url and
 * old_urls, separated by blanks. The result is what an alias is looked up by (T9). */
MUST enum fault code_fold(struct arena *, struct str scan, struct str hosts, struct str *folded);
/* Reads a folded code. FAULT_CODE_CHECK: a letter of no family, or no code at all. A number longer
 * than six digits is FAULT_CODE_UNKNOWN. */
MUST enum fault code_read(struct str folded, struct code *);

#endif

/* Reads numbers as people write them, one a line, and prints how they are stored: "+31612345678 sms",
 * "+31501234567 call", or the refusal. For suite 28-phone-oracle. */
#include <stdio.h>

#include "base/fault.h"
#include "lending/member.h"

int main(void)
{
    static char line[200];
    struct arena a = { 0 };
    while (fgets(line, sizeof line, stdin)) {
        struct str x = { line, strcspn(line, "\n") }, e164;
        enum fault f = phone_parse(&a, x, &e164);
        if (f)
            puts(fault_info(f)->name);
        else
            printf("%.*s %s\n", STR(e164), phone_gets_sms(e164) ? "sms" : "call");
    }
    arena_free(&a);
    return 0;
}

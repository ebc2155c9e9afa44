/* Secrets are asked for: what stands in a command is seen by everybody who lists programs. */
#include "cli/cli.h"

#include <unistd.h>

#include "text/text.h"

/* A line from stdin, unseen where that is a keyboard; nothing at its end. */
static struct str secret_line(struct cli *k, const struct arg *a)
{
    enum { LINE_MOST = 128 };
    char line[LINE_MOST] = "";
    if (!isatty(STDIN_FILENO))
        return fgets(line, sizeof line, stdin) ? str_trim(str_copy(&k->mem, str_of(line))) : S("");
    struct ctx c = k->c; /* the library has not been asked yet which language it speaks */
    c.lang = c.lang < 0 ? LANG_nl : c.lang;
    const char *said = getpass(str_printf(&k->mem, "%.*s: ", STR(text_arg(&c, a->name))).s);
    return said ? str_copy(&k->mem, str_of(said)) : S("");
}

void cli_secrets(struct cli *k)
{
    for (size_t i = 0; i < k->req.n; i++) {
        const struct arg *a = op_arg(k->op, k->at[i].name);
        if (a && a->flags & ARG_SECRET && str_eq(k->at[i].value, S("-")))
            k->at[i].value = secret_line(k, a);
    }
}

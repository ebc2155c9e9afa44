/* Writes docs/settings.md on standard output, from the list of settings and their sentences. Run by
 * `make docs`; the suite 22-docs checks that the file is current. */
#include "lending/setting.h"
#include "text/text.h"

static struct arena mem;

static const char *range(const struct setting_info *i)
{
    switch (i->kind) {
    case SK_INT:
        return str_printf(&mem, "%lld to %lld", (long long)i->least, (long long)i->most).s;
    case SK_MONEY:
        return str_printf(&mem, "euros, up to %lld", (long long)i->most / 100).s;
    case SK_TEXT:
        return str_printf(&mem, "text, up to %lld characters", (long long)i->most).s;
    case SK_YES:
        return "yes or no";
    case SK_ZONE:
        return "a time zone: `Europe/Amsterdam`";
    case SK_URL:
        return "scheme, host, port: `https://kist.example`";
    case SK_URLS:
        return "such addresses, with blanks between";
    case SK_LANG:
        return "nl or en";
    case SK_PHONE:
        return "a phone number";
    case SK_EMAIL:
        return "an e-mail address";
    case SK_COLOUR:
        return "`#rrggbb`";
    case SK_STEPS:
        return "days, each higher than the one before";
    }
    return "";
}

int main(void)
{
    int en = lang_find(S("en"));
    printf("# Settings\n\n"
           "What a coordinator decides, from every door: `kist setting list`, `kist setting set NAME VALUE`, an\n"
           "empty value for the default. The change counts from the next operation on. Money is in euros: `2.50`.\n"
           "(What the administrator decides is in `kist.conf.example`.)\n\n"
           "| name | what it decides | values | default |\n|---|---|---|---|\n");
    for (int i = 0; i < SETTING_COUNT; i++) {
        const struct setting_info *s = setting_info((enum setting)i);
        int key = text_find(str_printf(&mem, "setting.%s", s->name));
        if (key < 0)
            return 65;
        printf("| `%s` | %.*s | %s | %s%s%s |\n", s->name, STR(text_plain(en, (enum text_key)key)),
               range(s), *s->otherwise ? "`" : "", s->otherwise, *s->otherwise ? "`" : "");
    }
    arena_free(&mem);
    return 0;
}

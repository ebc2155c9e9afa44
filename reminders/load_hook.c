/* The keys of a gateway's web hook, checked (reminders/hook.h). */
#include "reminders/loader.h"

#include "base/secret.h"

enum { SECRET_LEAST = 16 };

/* It stands in a path: letters that need no escaping there. */
static bool hook_secret(struct loader *l, const struct conf_entry *e)
{
    struct str why;
    if (secret_read(e->value, l->mem, &l->s->hook, &why))
        return loader_wrong(l, e, "%.*s", STR(why));
    if (l->s->hook.n < SECRET_LEAST)
        return loader_wrong(l, e, "holds less than %d letters", SECRET_LEAST);
    for (size_t i = 0; i < l->s->hook.n; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.",
                    l->s->hook.s[i]))
            return loader_wrong(l, e, "holds something else than letters, digits, - _ and .");
    loader_mask(l->s, l->s->hook);
    return true;
}

bool load_hook(struct loader *l)
{
    const struct {
        const char *key;
        struct str *to;
        bool where;
    } keys[] = {
        { "in_from", &l->s->in_from, true }, { "in_text", &l->s->in_text, true },
        { "in_id", &l->s->in_id, true }, { "report_id", &l->s->report_id, true },
        { "report_ref", &l->s->report_ref, true }, { "report_status", &l->s->report_status, true },
        { "report_ok", &l->s->report_ok, false }, { "report_bad", &l->s->report_bad, false },
    };
    const struct conf_entry *answers = loader_nth(l, "answers", 0), *hook = loader_nth(l, "hook_file", 0);
    struct str why;
    for (size_t i = 0; i < COUNT(keys); i++) {
        *keys[i].to = str_of(loader_get(l, keys[i].key));
        bool pointer = keys[i].where && keys[i].to->n && keys[i].to->s[0] == '/';
        if (pointer && !pick_check(l->mem, *keys[i].to, &why))
            return loader_wrong(l, loader_nth(l, keys[i].key, 0), "%.*s", STR(why));
    }
    if (answers && loader_choice(answers->value, (const char *const[]){ "yes", "no" }, 2) < 0)
        return loader_wrong(l, answers, "is yes or no");
    if (hook && !l->s->in_text.n && !l->s->report_status.n)
        return loader_wrong(l, hook, "needs in_from and in_text, or report_status");
    return !hook || hook_secret(l, hook);
}

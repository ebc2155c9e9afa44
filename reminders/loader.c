/* See loader.h. */
#include "reminders/loader.h"

#include <stdarg.h>

#include "base/buf.h"

bool loader_wrong(struct loader *l, const struct conf_entry *e, const char *fmt, ...)
{
    char text[400];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    *l->why =
        str_shown(l->mem, str_printf(l->mem, "%s:%d: gateway %s: %s%s%s",
                                     e ? e->file : l->section->file, e ? e->line : l->section->line,
                                     l->section->name, e ? e->key : "", e ? ": " : "", text));
    return false;
}

const struct conf_entry *loader_nth(const struct loader *l, const char *key, size_t k)
{
    for (size_t i = 0; i < l->n; i++)
        if (!strcmp(l->at[i].key, key) && !k--)
            return &l->at[i];
    return NULL;
}

const char *loader_get(const struct loader *l, const char *key)
{
    const struct conf_entry *e = loader_nth(l, key, 0);
    return e ? e->value : NULL;
}

bool loader_need(struct loader *l, const char *key, const struct conf_entry **e)
{
    *e = loader_nth(l, key, 0);
    return (*e && (*e)->value[0]) || loader_wrong(l, NULL, "%s is missing", key);
}

int loader_choice(const char *value, const char *const words[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(words[i], value))
            return (int)i;
    return -1;
}

void loader_mask(struct gateway_setup *s, struct str form)
{
    for (size_t i = 0; i < s->n_masks; i++)
        if (str_eq(s->masks[i], form))
            return;
    if (form.n)
        s->masks[s->n_masks++] = form;
}

/* Every placeholder must have a value: of the message, or set in this section. */
static bool vars_known(struct loader *l, const struct conf_entry *e, const struct template *t)
{
    static const struct {
        const char *var, *key;
    } ours[] = { { "account", "account" }, { "user", "user" }, { "alphabet", "alphabet_gsm" },
                 { "alphabet", "alphabet_unicode" } };
    struct outgoing nobody = { 0 };
    struct gateway_vars vars = { .setup = l->s, .msg = &nobody };
    for (size_t i = 0; i < t->n; i++) {
        struct str var = t->at[i].var, value = S("");
        bool known = !var.n || gateway_var(&vars, var, &value);
        for (size_t k = 0; k < COUNT(ours); k++)
            if (str_eq(var, str_of(ours[k].var)) && !loader_nth(l, ours[k].key, 0))
                return loader_wrong(l, NULL, "%s is missing ({%.*s} at %s:%d)", ours[k].key,
                                    STR(var), e->file, e->line);
        if (!known && str_starts(var, S("secret:")))
            return loader_wrong(l, NULL, "%.*s_file is missing ({%.*s} at %s:%d)",
                                STR(str_from(var, 7)), STR(var), e->file, e->line);
        if (!known)
            return loader_wrong(l, e, "{%.*s}: there is no such placeholder", STR(var));
    }
    return true;
}

bool loader_template(struct loader *l, const struct conf_entry *e, enum template_place place,
                        struct template *t)
{
    struct str why;
    if (!template_read(l->mem, str_of(e->value), place, t, &why))
        return loader_wrong(l, e, "%.*s", STR(why));
    return vars_known(l, e, t);
}

/* Values that show whether a template keeps its form. */
static bool sample(const void *self, struct str name, struct str *value)
{
    (void)self;
    *value = str_eq(name, S("to")) ? S("+31612345678") : str_eq(name, S("ref")) ? S("a-1") :
             S("Zo\xc3\xab \"&<\\\n");
    return true;
}

struct str loader_sampled(struct loader *l, const struct template *t)
{
    struct buf b = { .a = l->mem };
    template_fill(&b, t, &(struct template_vars){ sample, NULL });
    return buf_str(&b);
}

bool loader_picks(struct loader *l)
{
    const struct conf_entry *id = loader_nth(l, "id", 0), *error = loader_nth(l, "error", 0);
    struct str why;
    l->s->id = str_of(id ? id->value : NULL);
    l->s->error = str_of(error ? error->value : NULL);
    if (id && !pick_check(l->mem, l->s->id, &why))
        return loader_wrong(l, id, "%.*s", STR(why));
    return !error || pick_check(l->mem, l->s->error, &why) ||
           loader_wrong(l, error, "%.*s", STR(why));
}

/* Loading gateways: what the files that read the configuration share. */
#ifndef REMINDERS_LOADER_H
#define REMINDERS_LOADER_H

#include "reminders/setup.h"

struct loader {
    const struct conf *conf;
    struct arena *mem;
    struct str *why;
    const struct conf_section *section;
    struct conf_entry *at; /* the preset's entries that stand, then the section's own */
    size_t n;
    struct gateway *g;
    struct gateway_setup *s;
};

/* Says where and what in *why; always false. Without an entry: at the section itself. */
bool loader_wrong(struct loader *, const struct conf_entry *, const char *fmt, ...) PRINTF(3, 4);
/* The k-th entry of a key, or NULL. */
const struct conf_entry *loader_nth(const struct loader *, const char *key, size_t k);
const char *loader_get(const struct loader *, const char *key); /* its value, or NULL */
bool loader_need(struct loader *, const char *key, const struct conf_entry **);
/* Which of the words; -1 when it is none. */
int loader_choice(const char *value, const char *const words[], size_t n);
/* Compiles a template whose placeholders all have a value. */
bool loader_template(struct loader *, const struct conf_entry *, enum template_place,
                     struct template *);
/* The template filled with awkward values, to see whether it keeps its form. */
struct str loader_sampled(struct loader *, const struct template *);
/* One more form in which a secret may be echoed. */
void loader_mask(struct gateway_setup *, struct str form);
/* `id` and `error`. */
bool loader_picks(struct loader *);

bool load_http(struct loader *);
bool load_smtp(struct loader *);
bool load_hook(struct loader *); /* `answers`, `hook_file`, `in_*`, `report_*` */

#endif

/* Templates of gateway requests: text with `{name|filter}` placeholders, compiled when the
 * configuration is read. Which filters are safe depends on where the template stands, so that no
 * name or text can add a field to a request; an unsafe placeholder is a mistake of the file. */
#ifndef REMINDERS_TEMPLATE_H
#define REMINDERS_TEMPLATE_H

#include "base/buf.h"

enum template_place {
    PLACE_URL,    /* url, digits */
    PLACE_FORM,   /* url, digits */
    PLACE_JSON,   /* json; digits, e164, base64 within quotes */
    PLACE_XML,    /* xml, digits, e164, base64 */
    PLACE_HEADER, /* anything: a line break in it stops the sending */
    PLACE_TEXT,   /* anything: a plain body, an argument, an envelope address */
};
enum template_filter { FILTER_NONE, FILTER_JSON, FILTER_URL, FILTER_XML, FILTER_DIGITS, FILTER_E164,
                       FILTER_BASE64 };

struct template_part {
    struct str literal;          /* when var is "" */
    struct str var;              /* "to", "text", "secret:token" */
    enum template_filter filter;
};
struct template {
    enum template_place place;
    const struct template_part *at;
    size_t n;
};
/* The value of a placeholder; false when there is no such name. */
struct template_vars {
    bool (*get)(const void *self, struct str name, struct str *value);
    const void *self;
};

/* Compiles. On a mistake returns false and sets *why ("{text} needs a filter here: url"). */
bool template_read(struct arena *, struct str source, enum template_place, struct template *,
                   struct str *why);
void template_fill(struct buf *, const struct template *, const struct template_vars *);
/* One filter by itself: also what masking needs. */
void template_filter(struct buf *, enum template_filter, struct str value);

#endif

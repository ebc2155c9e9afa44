/* The frame around the words of an e-mail: greeting, lines, one button, comfort, close; as plain
 * text and as HTML of the simplest kind (no pictures, no styles from elsewhere). */
#ifndef REMINDERS_MAIL_BODY_H
#define REMINDERS_MAIL_BODY_H

#include "base/ctx.h"
#include "reminders/own_text.h"

struct mail_body {
    int lang;
    struct str library, name, phone;
    const struct str *lines;
    size_t n_lines;
    enum text_key button;
    struct str link;
    bool acts;       /* the link is a button; it is one to click wherever a line names it */
    struct str stop; /* the link that ends reminders before the day; "": none */
    int64_t branch;  /* whose own sentences count */
};
MUST enum fault mail_body_write(struct ctx *, const struct mail_body *, struct str *text, struct str *html);

#endif

/* See own_text.h. */
#include "reminders/own_text.h"

#include "lending/journal.h"
#include "schema/query.h"

bool own_text_may(enum text_key key)
{
    struct str name = str_of(text_name(key));
    return (str_starts(name, S("msg.")) && (str_ends(name, S(".sms")) || str_ends(name, S(".subject"))))
           || str_eq(name, S("mail.greeting")) || str_eq(name, S("mail.comfort"))
           || str_eq(name, S("mail.close"));
}

enum fault own_text_find(struct ctx *c, int64_t branch, int lang, enum text_key key, struct str *out)
{
    *out = (struct str){ 0 };
    QUERY(q, c, Q_OWN_TEXT);
    q_bind_int(&q, "branch", branch);
    q_bind_str(&q, "language", str_of(lang_code(lang)));
    q_bind_str(&q, "text_key", str_of(text_name(key)));
    if (q_row(&q))
        *out = str_copy(c->mem, q_str(&q, "body"));
    return q_end(&q);
}

enum fault own_text_add(struct ctx *c, struct buf *b, int64_t branch, int lang, enum text_key key,
                        const struct fact *facts, size_t n)
{
    struct str own;
    enum fault f = own_text_find(c, branch, lang, key, &own);
    if (!f && own.n)
        text_fill(b, lang, c->today, own, facts, n);
    else if (!f)
        text_add(b, lang, c->today, key, facts, n);
    return f;
}

enum fault own_text_set(struct ctx *c, int64_t branch, int lang, enum text_key key, struct str body)
{
    enum fault f = journal_line(c, "text", (int64_t)key + 1);
    if (f)
        return f;
    QUERY(drop, c, Q_OWN_TEXT_DROP);
    q_bind(&drop, "branch", val_id(branch));
    q_bind_str(&drop, "language", str_of(lang_code(lang)));
    q_bind_str(&drop, "text_key", str_of(text_name(key)));
    f = q_run(&drop);
    if (f || !body.n)
        return f;
    QUERY(q, c, Q_OWN_TEXT_ADD);
    q_bind(&q, "branch", val_id(branch));
    q_bind_str(&q, "language", str_of(lang_code(lang)));
    q_bind_str(&q, "text_key", str_of(text_name(key)));
    q_bind_str(&q, "body", body);
    q_bind(&q, "now", val_time(c->now));
    q_bind_str(&q, "initials", c->initials);
    return q_run(&q);
}

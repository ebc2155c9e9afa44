/* The text lint (N11, N26; voice.md, section 4): what is wrong with a sentence to members, ours or a
 * coordinator's. Refused means that the old one stays in use; warned that the coordinator decides. */
#ifndef REMINDERS_LINT_H
#define REMINDERS_LINT_H

#include "reminders/gsm.h"
#include "text/text.h"

enum lint {
    /* refused */
    LINT_EMPTY, LINT_UNKNOWN, LINT_LACKS, LINT_SIGN, LINT_ADDRESS, LINT_LONG, LINT_PARTS, LINT_WORD,
    LINT_VOICE, LINT_INNER, LINT_NAME, LINT_FIRST,
    /* warned */
    LINT_LONGISH, LINT_PART, LINT_LETTER, LINT_TODAY, LINT_SHOUT, LINT_CAPITALS, LINT_PRONOUN,
    LINT_DOT, LINT_STIFF,
    LINT_COUNT
};
/* From the first warning on it is the coordinator who decides. */
static inline bool lint_refuses(enum lint l)
{
    return l < LINT_LONGISH;
}
enum { LINT_MOST = 16, LINT_WORDS = 15, LINT_WORDS_OURS = 11 };
struct finding {
    enum lint what;
    int line;        /* of the text, from 1 */
    struct str word; /* which; "" when it is about the whole */
};
const char *lint_name(enum lint); /* its sentence is lint.NAME */

/* What is wrong with `body` as the sentence `key` in that language; how many of `out` are filled. The
 * library's own name goes into the count of an SMS. Pure. */
size_t lint_text(struct arena *, int lang, enum text_key key, struct str body, struct str library,
                 struct finding out[static LINT_MOST]);
/* Its length in an SMS with long but real values, answered by SMS or by a link; N12. */
struct sms_size lint_size(struct arena *, int lang, struct str body, struct str library, bool by_link);
/* The same filled: an example to read. */
struct str lint_example(struct arena *, int lang, struct str body, struct str library, bool by_link);
/* A word that no member reads from us; "" when there is none. */
struct str lint_word(struct arena *, struct str text);
/* N26: the most words in any of its sentences. */
int lint_longest(struct str text);
/* The placeholders that a kind must have ("due_soon"); NULL: there is no such kind. */
const char *lint_needs(struct str kind);

#endif

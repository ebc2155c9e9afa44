/* SMS as the network counts it (N12, N23; 3GPP TS 23.038): the 7-bit alphabet with its extension
 * table, else UTF-16, and the replacements that keep a Dutch text in the cheap alphabet. Pure. */
#ifndef REMINDERS_GSM_H
#define REMINDERS_GSM_H

#include "base/arena.h"
#include "base/str.h"

struct sms_size {
    bool ucs2; /* a letter outside the 7-bit alphabet makes the whole text UTF-16 */
    int units; /* septets (extension characters take two), or UTF-16 units */
    int parts; /* what is paid for: 160 or 70 alone, 153 or 67 a part; 0 for an empty text */
};

/* The text as it stands. An escape pair or surrogate pair is never cut, so a part may be one
 * short. */
struct sms_size sms_size(struct str);
/* The septets of one code point: 1, 2, or 0 when the 7-bit alphabet lacks it. */
int sms_septets(uint32_t cp);
/* The text with ë, curly quotes, dashes and the like replaced by plain ones, if it then fits the
 * 7-bit alphabet; else the text itself. é è à ä ö ü ñ are in the alphabet and stay. */
struct str sms_replace(struct arena *, struct str);
/* The first letter that neither is in the alphabet nor has a replacement; 0 when there is none.
 * What `text check` and the dry run report (N12). */
uint32_t sms_odd(struct str);

#endif

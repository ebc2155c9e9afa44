/* An e-mail as bytes (RFC 5322, MIME): headers that no value can break out of, text and HTML. */
#ifndef REMINDERS_MAIL_H
#define REMINDERS_MAIL_H

#include "base/buf.h"
#include "reminders/outgoing.h"

/* Appends the message with CR LF line ends: Date, From, To, Subject, Message-ID, what keeps
 * out-of-office robots silent, List-Unsubscribe when there is a link; multipart/alternative when
 * there is HTML. `from` is the sender's address, `from_name` its display name (may be "").
 * False, and nothing usable, when an address or the link could add a header (X14). */
bool mail_write(struct buf *, const struct outgoing *, struct str from_name, struct str from,
                int64_t now);
/* A header's text: as it is when plain ASCII, else RFC 2047 encoded words; folded. */
void mail_header(struct buf *, struct str name, struct str text);
/* True for an address that cannot add a command or header (X14): plain ASCII without blanks,
 * brackets, quotes, backslash or comma; one @ after 1-64 bytes, a host name behind it. */
bool mail_address_ok(struct str);
/* Splits "Name <a@b>" or "a@b"; false when the address is none. */
bool mail_split(struct str, struct str *name, struct str *address);

#endif

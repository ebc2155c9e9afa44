/* Secrets live in files of their own that only their owner may read (X13), or among systemd's
 * credentials; the configuration names the file. */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include "base/fault.h"
#include "base/str.h"

/* Reads a secret of one line, without the line end. A name without a slash is a credential in
 * $CREDENTIALS_DIRECTORY. FAULT_CONFIG, and one line in *why that names the file and never its
 * content, when it cannot be read, others may read it (mode 0600 or less is asked for), it belongs
 * to neither us nor root, or it is no single line of 1 to 4096 printable ASCII characters. */
MUST enum fault secret_read(const char *name, struct arena *, struct str *secret, struct str *why);

#endif

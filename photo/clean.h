/* Making a picture harmless: runs kist-photo on it. The only header of photo/ that others see. */
#ifndef PHOTO_CLEAN_H
#define PHOTO_CLEAN_H

#include "base/ctx.h"

enum { PHOTO_BYTES = 10 << 20 };

/* Decodes the file elsewhere and gives both sizes, in the context's arena; fits `world.photo`. `arg` is the
 * field it was given in. FAULT_PHOTO_TYPE, _TOO_BIG, _PIXELS, _BROKEN, _MIXED; FAULT_HELPER. The file is
 * read from its beginning. */
MUST enum fault photo_clean(struct ctx *, const char *arg, const struct file *, struct photo *);

#endif

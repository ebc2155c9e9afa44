/* The cage that pictures are decoded in: after this the program may read and write what is open, ask for
 * memory, and end. */
#ifndef PHOTO_CAGE_H
#define PHOTO_CAGE_H

#include "base/base.h"

/* False when the kernel refuses; then nothing may be decoded. */
MUST bool cage_enter(void);
/* Tries what is forbidden; returns only when it was not stopped (X39). */
void cage_probe(void);

#endif

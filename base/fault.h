/* The faults as an enum, and what each means to a script and to a browser. */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#include "base/base.h"

enum fault {
    OK = 0,
#define FAULT(name, status, exit, rule) FAULT_##name,
#include "base/faults.def"
#undef FAULT
    FAULT_COUNT
};

struct fault_info {
    const char *name; /* "TOOL_OUT" */
    int status;       /* HTTP (RFC 9110) */
    int exit;         /* sysexits.h, or 1 for "no" */
    const char *rule; /* of lending-rules or trust, or a standard */
};

const struct fault_info *fault_info(enum fault);

#endif

/* See fault.h. */
#include "base/fault.h"

static const struct fault_info infos[] = {
    { "OK", 200, 0, "" },
#define FAULT(name, status, exit, rule) { #name, status, exit, rule },
#include "base/faults.def"
#undef FAULT
};

const struct fault_info *fault_info(enum fault f)
{
    ASSERT((unsigned)f < FAULT_COUNT);
    return &infos[f];
}

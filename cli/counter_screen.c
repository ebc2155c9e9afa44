/* The full screen. */
#include "cli/counter.h"

int counter_screen(struct counter *t)
{
    return counter_lines(t, false);
}

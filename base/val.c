/* See val.h. */
#include "base/val.h"

bool val_eq(struct val x, struct val y)
{
    if (x.is != y.is)
        return false;
    switch (x.is) {
    case V_NONE:
        return true;
    case V_STR:
        return str_eq(x.s, y.s);
    case V_DAY:
        return day_is(x.d, y.d);
    case V_FILE:
        return x.file == y.file;
    case V_LIST:
        return x.list == y.list;
    case V_INT: case V_TIME: case V_MONEY: case V_BOOL:
        break;
    }
    return x.i == y.i;
}

/* The bytes of a picture (lending/photo.h). What stands at an address never changes, so everybody keeps it;
 * but not what came with a report. */
#include "lending/photo.h"
#include "server/answer.h"
#include "server/pages.h"

enum fault get_photo(struct request *r, struct ctx *c)
{
    struct str name = r->params[0], bytes;
    bool open = false;
    if (!str_ends(name, S(".webp")))
        return FAULT_PAGE_UNKNOWN;
    name = str_upto(name, name.n - 5);
    bool small = str_ends(name, S("-s"));
    enum fault f = photo_bytes(c, small ? str_upto(name, name.n - 2) : name, small, &bytes, &open);
    if (f)
        return f;
    r->answer.status = 200;
    r->answer.type = "image/webp";
    r->answer.body = bytes;
    r->answer.keep = open ? KEEP_EVER : KEEP_NOT;
    return OK;
}

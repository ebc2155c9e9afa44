/* The picture of a tool. */
#include "lending/photo.h"
#include "ops/say.h"
#include "ops/table.h"

static const struct shape photo_shape = { "photo", FIELDS(
    { "tool", FK_TOOL }, { "name", FK_TEXT }, { "photo", FK_PHOTO }, { "width", FK_HIDDEN },
    { "height", FK_HIDDEN } ) };

enum { P_TOOL, P_FILE, P_REMOVE };

static enum fault tool_photo_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct tool t;
    struct photo_about now = { 0 };
    bool file = a[P_FILE].is == V_FILE, was = true;
    if (file == val_true(a[P_REMOVE]))
        return fail(c, file ? FAULT_ARG_TWICE : FAULT_MISSING, "file", val_none());
    enum fault f = tool_get(c, a[P_TOOL].i, &t);
    if (!f)
        f = file ? photo_set(c, &t, a[P_FILE].file->photo) : photo_end(c, &t, &was);
    if (!f && file)
        f = photo_of_tool(c, &t, &now);
    if (f)
        return f;
    OUT(o, val_str(t.code), val_str(t.name), val_text(photo_path(c->mem, &now)),
        file ? val_int(now.width) : val_none(), file ? val_int(now.height) : val_none());
    if (!was)
        say_same(o);
    else
        out_say(o, TONE_YES, text(c, file ? T_PHOTO_SET : T_PHOTO_ENDED,
                                  FACTS(F("tool", val_str(say_tool(c, &t))))));
    return OK;
}

const struct op photo_ops[] = {
    { "tool photo", NULL, "/tools/{tool}/photo", POST, ROLE_VOLUNTEER, OP_UNDO,
      ARGS({ "tool", K_TOOL, ARG_NEED | ARG_PLACE, NULL }, { "file", K_PHOTO, ARG_PLACE, NULL },
           { "remove", K_YES, 0, NULL }), &photo_shape, tool_photo_run },
    { 0 },
};

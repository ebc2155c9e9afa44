/* The manual of a model, and the library's own mark. */
#include "lending/document.h"
#include "lending/tool.h"
#include "ops/say.h"
#include "ops/table.h"

static const struct shape document_shape = { "document", FIELDS(
    { "model", FK_TEXT }, { "file", FK_PHOTO }, { "size", FK_HIDDEN } ) };

/* Exactly one of a file and its removal. */
static enum fault one_of(struct ctx *c, struct val file, struct val remove)
{
    bool there = file.is == V_FILE;
    return there != val_true(remove) ? OK : fail(c, there ? FAULT_ARG_TWICE : FAULT_MISSING, "file", val_none());
}

static enum fault change(struct ctx *c, enum document_kind kind, const struct model *m, struct str content,
                         struct out *o)
{
    struct document now = { 0 };
    bool was = true;
    struct str name = m ? model_name(c->mem, m) : (struct str){ 0 };
    int64_t id = m ? m->id : 0;
    enum fault f = content.n ? document_set(c, kind, id, content) : document_end(c, kind, id, &was);
    if (!f)
        f = document_of(c, kind, id, &now);
    if (f)
        return f;
    OUT(o, val_text(name), val_text(document_path(c->mem, kind, &now)), now.id ? val_int(now.size) : val_none());
    if (!was)
        say_same(o);
    else
        out_say(o, TONE_YES, m ? text(c, content.n ? T_MANUAL_SET : T_MANUAL_ENDED, FACTS(F("model", val_str(name))))
                               : text_plain(c->lang, content.n ? T_LOGO_SET : T_LOGO_ENDED));
    return OK;
}

static enum fault manual_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct model m;
    struct str content = { 0 };
    enum fault f = one_of(c, a[1], a[2]);
    if (!f)
        f = model_get(c, a[0].i, &m);
    if (!f && a[1].is == V_FILE)
        f = document_read(c, "file", a[1].file, &content);
    return f ? f : change(c, DOCUMENT_MANUAL, &m, content, o);
}

static enum fault logo_run(struct ctx *c, const struct val *a, struct out *o)
{
    enum fault f = one_of(c, a[0], a[1]);
    return f ? f : change(c, DOCUMENT_LOGO, NULL, a[0].is == V_FILE ? a[0].file->photo->small : (struct str){ 0 }, o);
}

const struct op document_ops[] = {
    { "model manual", NULL, "/models/{model}/manual", POST, ROLE_VOLUNTEER, OP_UNDO,
      ARGS({ "model", K_MODEL, ARG_NEED | ARG_PLACE, NULL }, { "file", K_FILE, ARG_PLACE, NULL },
           { "remove", K_YES, 0, NULL }), &document_shape, manual_run },
    { "library logo", NULL, "/library/logo", POST, ROLE_COORDINATOR, OP_UNDO,
      ARGS({ "file", K_PHOTO, ARG_PLACE, NULL }, { "remove", K_YES, 0, NULL }), &document_shape, logo_run },
    { 0 },
};

/* Files that the library added (lending/document.h). What stands at an address never changes. A manual is saved, not
 * shown: whatever is in it, it does nothing on our pages. */
#include "lending/document.h"
#include "server/answer.h"
#include "server/page_part.h"
#include "server/pages.h"

struct links manuals_of(struct request *r, struct ctx *c, const struct model *m, const struct document *d)
{
    struct link *at = NEW_N(c->mem, struct link, 2);
    size_t n = 0;
    if (d->id)
        at[n++] = (struct link){ .label = text_plain(r->lang, T_PAGE_TOOL_MANUAL_PDF),
                                 .url = { document_path(c->mem, DOCUMENT_MANUAL, d) } };
    if (str_starts(m->manual_url, S("https://")))
        at[n++] = (struct link){ .label = text_plain(r->lang, T_PAGE_TOOL_MANUAL), .url = { m->manual_url } };
    return (struct links){ at, n };
}

enum fault get_document(struct request *r, struct ctx *c)
{
    struct str name = r->params[0];
    bool pdf = str_ends(name, S(".pdf"));
    enum fault f = document_bytes(c, pdf ? DOCUMENT_MANUAL : DOCUMENT_LOGO, name, &r->answer.body);
    if (f)
        return f;
    r->answer.status = 200;
    r->answer.type = pdf ? "application/pdf" : "image/webp";
    r->answer.policy = POLICY_FILE;
    r->answer.keep = KEEP_EVER;
    if (pdf)
        answer_header(r, "Content-Disposition", S("attachment; filename=\"manual.pdf\""));
    return OK;
}

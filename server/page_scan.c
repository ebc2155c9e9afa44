/* Scanning in the page. What was read, or typed, leads to the page of that tool. */
#include "base/embed.h"
#include "lending/code.h"
#include "lending/tool.h"
#include "server/answer.h"
#include "server/page_part.h"
#include "server/pages.h"

struct camera camera_make(struct request *r)
{
    r->answer.policy = POLICY_SCAN;
    return (struct camera){ static_url(r, "scan.js"), static_url(r, "qr-scanner.js").s };
}

enum fault get_scan(struct request *r, struct ctx *c)
{
    struct page_look look;
    struct buf b = { .a = c->mem };
    struct str code = request_field(r, "code"), folded;
    struct scan_page x = { .here = link_to(r, "/scan"), .code = code, .camera = camera_make(r) };
    enum fault f = code.n ? code_fold(c->mem, code, hosts_ours(c), &folded) : OK;
    if (code.n && !f && folded.n) {
        struct buf to = { .a = c->mem };
        buf_url(&to, folded);
        answer_see(r, link_to(r, "/t/%.*s", STR(buf_str(&to))).s);
        return OK;
    }
    if (code.n) {
        f = code_refused(c, f ? f : FAULT_CODE_UNKNOWN, "tool", code);
        r->fault = f;
        request_wrong(r, c);
        c->n_wrong = 0;
        x.said = notices_of(r, c);
    }
    look_make(r, c, &look);
    page_scan(&b, &look, &x);
    answer_buf(r, r->fault ? fault_info(r->fault)->status : 200, type_html, &b);
    return OK;
}

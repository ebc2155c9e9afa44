/* Codes of ours that are on no tool (T1): on a card, on a branch, on the sheet of counter commands. A
 * phone's camera opens them too, so each leads somewhere or says what it is for. */
#include "lending/member.h"
#include "server/answer.h"
#include "server/known.h"
#include "server/page_part.h"
#include "server/page_tool.h"
#include "server/pages.h"
#include "text/text.h"

static void message(struct request *r, struct ctx *c, struct message_page *x)
{
    struct page_look look;
    struct buf b = { .a = c->mem };
    look_make(r, c, &look);
    page_message(&b, &look, x);
    answer_buf(r, 200, type_html, &b);
}

/* P1: whose card it is, and whether there is such a member, is for those who work here; and for
 * themselves. */
static void card(struct request *r, struct ctx *c, int64_t number)
{
    struct member m = { 0 };
    enum fault f = r->who.role == ROLE_MEMBER ? member_get(c, r->who.member, &m) : OK;
    struct str code = code_text(c->mem, number, FAMILY_MEMBER);
    if (r->who.role >= ROLE_VOLUNTEER)
        answer_see(r, link_to(r, "/members/%.*s", STR(code)).s);
    else if (!f && m.number == number)
        answer_see(r, link_to(r, "/me").s);
    else
        message(r, c, &(struct message_page){ .head = text_plain(r->lang, T_PAGE_CODE_CARD),
                                              .text = text_plain(r->lang, T_PAGE_CODE_CARD_TEXT) });
}

static void command(struct request *r, struct ctx *c, const char *name)
{
    int word = text_find(str_printf(c->mem, "command.%s", name));
    int hint = text_find(str_printf(c->mem, "command.%s_hint", name));
    ASSERT(word >= 0 && hint >= 0);
    struct message_page x = { .head = text_plain(r->lang, (enum text_key)word),
        .text = text(c, T_PAGE_CODE_COMMAND,
                     FACTS(F("text", val_str(text_plain(r->lang, (enum text_key)hint))))) };
    if (r->who.role >= ROLE_VOLUNTEER) {
        x.next = link_to(r, "/work");
        x.next_label = text_plain(r->lang, T_PAGE_WORK_TITLE);
    }
    message(r, c, &x);
}

bool code_page_make(struct request *r, struct ctx *c)
{
    struct code code;
    struct str folded;
    if (code_fold(c->mem, r->params[0], hosts_ours(c), &folded) || code_read(folded, &code) || code.bare)
        return false;
    const char *name = code.family == FAMILY_COMMAND ? command_name(code.number) : NULL;
    bool branch = code.family == FAMILY_BRANCH && known_branch(r->known, code.number);
    if (code.family != FAMILY_MEMBER && !name && !branch)
        return false;
    c->n_wrong = 0;
    if (branch)
        answer_see(r, link_to(r, "/search?branch=%lld", (long long)code.number).s);
    else if (name)
        command(r, c, name);
    else
        card(r, c, code.number);
    return true;
}

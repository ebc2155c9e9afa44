/* Those who have been away for long (M8, M18). See erase.h. */
#include "lending/erase.h"

#include "lending/journal.h"
#include "lending/setting.h"
#include "lending/tell.h"
#include "schema/query.h"

enum asked { ASKED_NOT, ASKED_WAITS, ASKED_SAID };

static enum fault asked_when(struct ctx *c, int64_t member, day active, enum asked *asked, day *on)
{
    QUERY(q, c, Q_AGE_ASKED);
    q_bind_int(&q, "member", member);
    q_bind(&q, "active_day", val_day(active));
    *asked = ASKED_NOT;
    *on = DAY_NONE;
    if (q_row(&q)) {
        struct str state = q_str(&q, "state");
        bool said = str_eq(state, S("sent")) || str_eq(state, S("delivered"));
        *asked = said ? ASKED_SAID : ASKED_WAITS;
        *on = day_at(q_int(&q, "state_at"));
    }
    return q_end(&q);
}

static enum fault age_one(struct ctx *c, int64_t member, day active, struct aged *out)
{
    struct still_open s;
    enum asked asked;
    day on;
    if (day_before(c->today, day_plus_months(active, (int)setting_int(c, SET_ASK_MONTHS))))
        return OK;
    enum fault f = member_still_open(c, member, &s);
    if (f || s.loans || s.holds || s.deposit || s.balance || s.tools)
        return f;
    f = asked_when(c, member, active, &asked, &on);
    if (f)
        return f;
    if (asked == ASKED_NOT) {
        out->asked++;
        return tell(c, &(struct telling){ .kind = "inactive", .member = member, .day = active });
    }
    day last = day_plus(on, (int)setting_int(c, SET_ERASE_DAYS));
    if (asked == ASKED_WAITS || day_before(c->today, last))
        return OK;
    journal_next(c);
    out->erased++;
    return member_erase(c, member, &out->refs);
}

enum fault members_age(struct ctx *c, struct aged *out)
{
    enum { MONTH_LEAST = 28 };
    int64_t months = setting_int(c, SET_ASK_MONTHS);
    *out = (struct aged){ 0 };
    QUERY(q, c, Q_AGE_CANDIDATES);
    q_bind_int(&q, "before", c->today.n - months * MONTH_LEAST);
    enum fault f = OK;
    while (!f && q_row(&q))
        f = age_one(c, q_int(&q, "id"), q_day(&q, "active_day"), out);
    return f ? f : q_end(&q);
}

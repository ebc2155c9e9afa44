/* Writing a row of a list of members: a new one, or one brought up to date. See import_member.h. */
#include "base/random.h"
#include "lending/import_member.h"
#include "lending/journal.h"
#include "lending/secret.h"

/* A card number that neither library nor list has. */
static enum fault number_random(struct import_run *r, int64_t *number)
{
    struct member_run *self = r->self;
    int64_t used = 1;
    enum fault f = OK;
    for (int tries = 0; !f && used && tries < 1000; tries++) {
        *number = 10000 + random_below(r->c, 90000);
        if (self->seen[*number])
            continue;
        QUERY(q, r->c, Q_MEMBER_NUMBER_USED);
        q_bind_int(&q, "number", *number);
        f = q_run_int(&q, &used);
    }
    return f || !used ? f : FAULT_NUMBER_USED;
}

static enum fault contacts_add(struct import_run *r, int64_t id, bool phone, const struct contacts *k)
{
    enum fault f = OK;
    for (size_t i = 0; !f && i < k->n; i++)
        f = contact_add(r->c, id, phone, k->at[i].s);
    return f;
}

static enum fault add(struct import_run *r, struct member_row *m)
{
    struct ctx *c = r->c;
    int64_t id;
    bool made_head = false;
    enum fault f = m->n.number ? OK : number_random(r, &m->n.number);
    if (!f)
        f = member_add(c, &m->n, &id);
    if (!f)
        f = contacts_add(r, id, true, &m->phones);
    if (!f)
        f = contacts_add(r, id, false, &m->emails);
    if (!f && m->n.household.n && r->cell[MF_HEAD].n) {
        struct member now;
        f = member_get(c, id, &now);
        made_head = !f && now.household_contact;
        if (!f)
            f = import_set(r, F_MEMBER_HOUSEHOLD_CONTACT, id, val_bool(made_head), val_bool(m->head));
    }
    if (!f && !day_none(m->active))
        f = import_set(r, F_MEMBER_ACTIVE_DAY, id, val_day(c->today), val_day(m->active));
    r->im->made += !f;
    return f;
}

/* The cell as a change: an empty one leaves what there is. */
static struct val says(struct str cell)
{
    return val_text(cell);
}

static struct val list_of(const struct contacts *k, struct list *l)
{
    *l = (struct list){ NULL, k->at, k->n };
    return k->n ? val_list(l) : val_none();
}

static enum fault state_write(struct import_run *r, const struct member_row *m, const struct member *now)
{
    bool differs = now->stored_state != m->n.state;
    if (m->n.state == MEMBER_BLOCKED)
        differs = differs || !day_is(now->blocked_until, m->n.blocked_until) ||
                  !str_eq(now->blocked_reason, m->n.blocked_reason);
    if (!m->has_state || !differs)
        return OK;
    r->touched = true;
    if (m->n.state == MEMBER_ENDED)
        return member_end(r->c, now);
    return member_state_set(r->c, now, m->n.state, m->n.blocked_until, m->n.blocked_reason);
}

static enum fault pin_write(struct import_run *r, const struct member_row *m, const struct member *now)
{
    if (!m->n.pin.n || pin_right(m->n.pin, now->pin_hash))
        return OK;
    r->touched = true;
    return member_pin_set(r->c, now->id, m->n.pin);
}

static enum fault update(struct import_run *r, const struct member_row *m)
{
    struct member now;
    struct list phones, emails;
    bool changed = false;
    enum fault f = member_get(r->c, m->existing, &now);
    struct member_change w = { .name = says(m->n.name),
        .kind = m->has_kind ? says(m->n.kind) : val_none(),
        .contact_person = says(m->n.contact_person), .household = says(m->n.household),
        .plan = val_id(m->n.plan), .tier = says(m->n.tier), .until = val_day(m->n.until),
        .language = says(m->n.language), .address = says(m->n.address),
        .postcode = says(m->n.postcode), .place = says(m->n.place), .note = says(m->n.note),
        .phones = list_of(&m->phones, &phones), .emails = list_of(&m->emails, &emails) };
    if (!f)
        f = member_change(r->c, &now, &w, &changed);
    r->touched = changed;
    if (!f)
        f = import_set(r, F_MEMBER_SINCE_DAY, now.id, val_day(now.since), val_day(m->n.since));
    if (!f && r->cell[MF_HEAD].n)
        f = import_set(r, F_MEMBER_HOUSEHOLD_CONTACT, now.id, val_bool(now.household_contact),
                       val_bool(m->head));
    if (!f)
        f = state_write(r, m, &now);
    if (!f)
        f = pin_write(r, m, &now);
    if (!f)
        ++*(r->touched ? &r->im->changed : &r->im->same);
    return f;
}

enum fault member_row_write(struct import_run *r)
{
    struct member_run *self = r->self;
    return self->row.existing ? update(r, &self->row) : add(r, &self->row);
}

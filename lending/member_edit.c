/* Changing members: what is known of one, how to reach them (M1), PIN, end. See member.h. */
#include "lending/edit.h"
#include "lending/household.h"
#include "lending/journal.h"
#include "lending/login.h"
#include "lending/secret.h"
#include "schema/query.h"

/* A text as it is stored, to tell whether a contact stays. */
static enum fault value_of(struct ctx *c, bool phone, struct str text, struct str *out)
{
    enum fault f = phone ? phone_parse(c->mem, text, out) : email_parse(c->mem, text, out);
    return f ? fail(c, f, phone ? "phone" : "email", val_str(text)) : OK;
}

static bool stays(const struct contact *k, const struct str *value, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (k->phone ? str_eq(k->value, value[i]) : str_eq_nocase(k->value, value[i]))
            return true;
    return false;
}

static enum fault rank_set(struct ctx *c, int64_t member, bool phone, struct str value, size_t rank)
{
    QUERY(q, c, Q_CONTACT_RANK_SET);
    q_bind_int(&q, "member", member);
    q_bind_str(&q, "kind", phone ? S("phone") : S("email"));
    q_bind_str(&q, "value_key", phone ? value : str_lower(c->mem, value));
    q_bind_int(&q, "rank", (int64_t)rank);
    return q_run(&q);
}

/* Replaces the numbers (or addresses) by those of the list, in its order; phones come first. */
static enum fault contacts_replace(struct ctx *c, const struct member *m, bool phone,
                                   const struct list *list, bool *changed)
{
    enum { PHONES_MOST = 100 };
    const struct contact *k;
    size_t n_k, n = 0;
    struct str *value = NEW_N(c->mem, struct str, list->n + 1);
    enum fault f = member_contacts(c, m->id, &k, &n_k);
    for (size_t i = 0; !f && i < list->n; i++)
        if (list->at[i].is == V_STR && list->at[i].s.n)
            f = value_of(c, phone, list->at[i].s, &value[n++]);
    if (!f)
        f = journal_line(c, "member", m->id);
    for (size_t i = 0; !f && i < n_k; i++) {
        if (k[i].phone != phone || stays(&k[i], value, n))
            continue;
        QUERY(q, c, Q_CONTACT_DROP);
        q_bind_int(&q, "id", k[i].id);
        f = q_run(&q);
        *changed = true;
    }
    for (size_t i = 0; !f && i < n; i++) {
        bool there = false;
        for (size_t j = 0; j < n_k; j++)
            there = there || (k[j].phone == phone && stays(&k[j], &value[i], 1));
        *changed = *changed || !there;
        f = there ? OK : contact_add(c, m->id, phone, value[i]);
        if (!f)
            f = rank_set(c, m->id, phone, value[i], i + 1 + (phone ? 0 : PHONES_MOST));
    }
    return f;
}

/* M1: something must be left. A note counts: "comes by on Thursdays". */
static enum fault reachable(struct ctx *c, int64_t id)
{
    const struct contact *k;
    struct member m;
    size_t n;
    enum fault f = member_get(c, id, &m);
    if (!f)
        f = member_contacts(c, id, &k, &n);
    return f || n || m.address.n || m.note.n ? f : fail(c, FAULT_NO_CONTACT, "phone", val_none());
}

static enum fault contacts_change(struct ctx *c, const struct member *m, const struct member_change *w,
                                  bool *changed)
{
    enum fault f = OK;
    if (w->phones.is == V_LIST)
        f = contacts_replace(c, m, true, w->phones.list, changed);
    if (!f && w->emails.is == V_LIST)
        f = contacts_replace(c, m, false, w->emails.list, changed);
    bool less = w->phones.is == V_LIST || w->emails.is == V_LIST || !val_is_none(w->address) ||
                !val_is_none(w->note);
    return f || !less ? f : reachable(c, m->id);
}

static enum fault household_change(struct ctx *c, const struct member *m, struct val name, bool *changed)
{
    int64_t id;
    bool made;
    if (val_is_none(name))
        return OK;
    enum fault f = household_find_or_add(c, name.s, &id, &made);
    return f || id == m->household ? f : household_join(c, m, id, made, changed);
}

/* The same tier again is a pass seen again. */
static enum fault tier_change(struct ctx *c, const struct member *m, struct val tier, bool *changed)
{
    if (val_is_none(tier))
        return OK;
    bool any = tier.s.n > 0;
    return edits_apply(c, m->id,
        EDITS({ F_MEMBER_TIER, val_text(m->tier), tier },
              { F_MEMBER_TIER_SEEN_DAY, val_day(m->tier_seen), any ? val_day(c->today) : tier },
              { F_MEMBER_TIER_SEEN_BY, val_text(m->tier_seen_by), any ? val_str(c->initials) : tier }),
        changed);
}

enum fault member_change(struct ctx *c, const struct member *m, const struct member_change *w,
                         bool *changed)
{
    struct val key = val_is_none(w->name) ? val_none() : val_str(str_key(c->mem, w->name.s));
    enum fault f = edits_apply(c, m->id,
        EDITS({ F_MEMBER_NAME, val_str(m->name), w->name },
              { F_MEMBER_NAME_KEY, val_str(str_key(c->mem, m->name)), key },
              { F_MEMBER_KIND, val_str(m->kind), w->kind },
              { F_MEMBER_CONTACT_PERSON, val_text(m->contact_person), w->contact_person },
              { F_MEMBER_PLAN, val_id(m->plan), w->plan },
              { F_MEMBER_UNTIL_DAY, val_day(m->until), w->until },
              { F_MEMBER_LANGUAGE, val_str(m->language), w->language },
              { F_MEMBER_ADDRESS, val_text(m->address), w->address },
              { F_MEMBER_POSTCODE, val_text(m->postcode), w->postcode },
              { F_MEMBER_PLACE, val_text(m->place), w->place },
              { F_MEMBER_NO_EARLY, val_bool(m->no_early),
                val_is_none(w->early) ? val_none() : val_bool(!val_true(w->early)) },
              { F_MEMBER_NOTE, val_text(m->note), w->note }), changed);
    if (!f)
        f = tier_change(c, m, w->tier, changed);
    if (!f)
        f = household_change(c, m, w->household, changed);
    return f ? f : contacts_change(c, m, w, changed);
}

enum fault member_seen(struct ctx *c, const struct member *m, bool *changed)
{
    return edits_apply(c, m->id,
        EDITS({ F_MEMBER_SEEN_DAY, val_day(m->seen), val_day(c->today) },
              { F_MEMBER_SEEN_BY, val_text(m->seen_by), val_str(c->initials) }), changed);
}

enum fault member_pin_set(struct ctx *c, int64_t member, struct str pin)
{
    struct str hash;
    enum fault f = pin_hash(c, pin, &hash);
    if (f)
        return f;
    QUERY(q, c, Q_MEMBER_PIN_SET);
    q_bind_int(&q, "id", member);
    q_bind_str(&q, "pin_hash", hash);
    f = q_run(&q);
    if (!f)
        f = journal_line(c, "member", member);
    return f ? f : sessions_end(c, member, 0);
}

static enum fault ended_set(struct ctx *c, const struct member *m, struct val becomes)
{
    int64_t was;
    QUERY(q, c, Q_MEMBER_ENDED_AT);
    q_bind_int(&q, "id", m->id);
    enum fault f = q_run_int(&q, &was);
    return f ? f : thing_set(c, F_MEMBER_ENDED_AT, m->id, was ? val_time(was) : val_none(), becomes);
}

enum fault member_end(struct ctx *c, const struct member *m)
{
    enum fault f = member_state_set(c, m, MEMBER_ENDED, DAY_NONE, (struct str){ 0 });
    if (!f)
        f = ended_set(c, m, val_time(c->now));
    return f ? f : sessions_end(c, m->id, 0);
}

enum fault member_again(struct ctx *c, const struct member *m)
{
    enum fault f = member_state_set(c, m, MEMBER_ACTIVE, DAY_NONE, (struct str){ 0 });
    return f ? f : ended_set(c, m, val_none());
}

enum fault member_texts(struct ctx *c, const struct member *m, bool on, bool *changed)
{
    const struct contact *k;
    size_t n;
    enum fault f = member_contacts(c, m->id, &k, &n);
    if (!f)
        f = journal_line(c, "member", m->id);
    for (size_t i = 0; !f && i < n; i++) {
        bool was = !k[i].stopped;
        if (!k[i].phone || was == on)
            continue;
        *changed = true;
        f = thing_set(c, F_CONTACT_STOPPED_AT, k[i].id, k[i].stopped_at, on ? val_none() : val_time(c->now));
    }
    return f;
}

enum fault member_saved(struct ctx *c, int64_t member, int64_t *loans, int64_t *cents)
{
    QUERY(q, c, Q_MEMBER_SAVED);
    q_bind_int(&q, "member", member);
    *loans = *cents = 0;
    if (q_row(&q)) {
        *loans = q_int(&q, "loans");
        *cents = q_int(&q, "price_cents");
    }
    return q_end(&q);
}

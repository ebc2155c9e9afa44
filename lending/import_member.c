/* Lists of members: their columns, and what a row of one says. See import.h. */
#include "lending/import_member.h"

#include "lending/import_cell.h"
#include "lending/plan.h"
#include "lending/setting.h"

static enum fault plans_load(struct import_run *r, struct member_run *m)
{
    const struct plan *p;
    size_t n;
    enum fault f = plan_all(r->c, &p, &n);
    for (size_t i = 0; !f && i < n; i++)
        *map_at(&m->plans, str_key(r->c->mem, p[i].name)) = p[i].id;
    return f;
}

static enum fault begin(struct import_run *r)
{
    struct member_run *m = r->self = NEW(&r->keep, struct member_run);
    int64_t n;
    QUERY(q, r->c, Q_IMPORT_MEMBERS);
    enum fault f = q_run_int(&q, &n);
    m->seen = NEW_N(&r->keep, int32_t, CARD_MOST + 1);
    m->first = !n;
    return f ? f : plans_load(r, m);
}

/* "Wiel", "van der", "Berg" are one name. */
static void name_read(struct import_run *r, struct member_row *m)
{
    static const int fields[] = { MF_FIRST, MF_INFIX, MF_LAST };
    struct buf b = { .a = r->c->mem };
    for (size_t i = 0; i < COUNT(fields) && !r->cell[MF_NAME].n; i++)
        if (r->cell[fields[i]].n)
            buf_printf(&b, "%s%.*s", b.n ? " " : "", STR(r->cell[fields[i]]));
    m->n.name = r->cell[MF_NAME].n ? r->cell[MF_NAME] : buf_str(&b);
    m->name_key = str_key(r->c->mem, m->n.name);
    if (!m->n.name.n)
        row_wrong(r, r->has[MF_NAME] ? MF_NAME : r->has[MF_LAST] ? MF_LAST : MF_FIRST, FAULT_MISSING);
    else if (!m->name_key.n)
        row_wrong(r, MF_NAME, FAULT_NOT_TEXT);
}

/* A card's number with or without its letters: 52318, M52318G. */
static void number_read(struct import_run *r, struct member_row *m)
{
    struct str x = r->cell[MF_NUMBER], folded;
    struct code code;
    if (!x.n)
        return;
    enum fault f = cell_int(x, 1, CARD_MOST, &m->n.number);
    if (f == FAULT_NUMBER_FORMAT && !code_fold(r->c->mem, x, (struct str){ 0 }, &folded)) {
        f = code_read(folded, &code);
        if (!f && code.family != FAMILY_MEMBER)
            f = FAULT_CODE_FAMILY;
        if (!f)
            m->n.number = code.number;
        else if (f == FAULT_CODE_CHECK && *x.s != 'M' && *x.s != 'm')
            f = FAULT_NUMBER_FORMAT;
    }
    if (f == FAULT_NUMBER_RANGE)
        (void)!fail_facts(r->c, f, member_fields[MF_NUMBER].key, val_str(x),
                          FACTS(F("least", val_int(1)), F("most", val_int(CARD_MOST))));
    else if (f)
        row_wrong(r, MF_NUMBER, f);
}

/* The numbers or addresses of a cell in their stored form. */
static void contacts_read(struct import_run *r, int field, struct contacts *out)
{
    struct str rest = r->cell[field], item, v;
    char sep = cell_separator(rest);
    while (cell_item(&rest, sep, &item)) {
        enum fault f = field == MF_PHONE ? phone_parse(r->c->mem, item, &v)
                                         : email_parse(r->c->mem, item, &v);
        if (f)
            (void)!fail(r->c, f, member_fields[field].key, val_str(item));
        else if (out->n < CONTACTS_MOST)
            out->at[out->n++] = val_str(v);
    }
}

static void address_read(struct import_run *r, struct member_row *m)
{
    struct str street = r->cell[MF_ADDRESS], house = r->cell[MF_HOUSE], more = r->cell[MF_HOUSE_ADD];
    m->n.address = street;
    if (street.n && house.n)
        m->n.address = str_printf(r->c->mem, "%.*s %.*s%s%.*s", STR(street), STR(house),
                                  more.n ? " " : "", STR(more));
    if (r->cell[MF_POSTCODE].n && postcode_parse(r->c->mem, r->cell[MF_POSTCODE], &m->n.postcode))
        row_wrong(r, MF_POSTCODE, FAULT_POSTCODE_FORMAT);
    m->n.place = r->cell[MF_PLACE];
}

static void choices_read(struct import_run *r, struct member_row *m)
{
    struct str key = str_key(r->c->mem, r->cell[MF_KIND]);
    struct str lang = str_key(r->c->mem, r->cell[MF_LANGUAGE]);
    m->n.kind = cell_word(key, "organisation|organisatie|organization|org|bedrijf|stichting|vereniging|"
                          "school|groep|instelling") ? S("organisation") : S("person");
    m->has_kind = key.n;
    if (key.n && str_eq(m->n.kind, S("person")) &&
        !cell_word(key, "person|persoon|particulier|individu|individual|prive"))
        row_wrong(r, MF_KIND, FAULT_CHOICE_UNKNOWN);
    m->n.language = cell_word(lang, "nl|nederlands|dutch|nld|nl nl") ? S("nl")
                  : cell_word(lang, "en|engels|english|eng|en gb|en us") ? S("en") : (struct str){ 0 };
    if (lang.n && !m->n.language.n)
        row_wrong(r, MF_LANGUAGE, FAULT_CHOICE_UNKNOWN);
    m->has_state = r->cell[MF_STATE].n;
    m->n.state = MEMBER_ACTIVE;
    if (m->has_state && cell_member_state(r->c->mem, r->cell[MF_STATE], &m->n.state))
        row_choice(r, MF_STATE, "member", "pending active blocked ended");
    if (r->cell[MF_HEAD].n && cell_yes(r->cell[MF_HEAD], &m->head))
        row_wrong(r, MF_HEAD, FAULT_YES_NO_FORMAT);
}

static void day_read(struct import_run *r, int field, day *out)
{
    *out = DAY_NONE;
    if (r->cell[field].n && cell_day(r->cell[field], out))
        row_wrong(r, field, FAULT_DAY_FORMAT);
}

static void days_read(struct import_run *r, struct member_row *m)
{
    day_read(r, MF_SINCE, &m->n.since);
    day_read(r, MF_UNTIL, &m->n.until);
    day_read(r, MF_BLOCKED_UNTIL, &m->n.blocked_until);
    day_read(r, MF_ACTIVE, &m->active);
    if (!day_none(m->n.since) && !day_none(m->n.until) && day_before(m->n.until, m->n.since))
        row_wrong(r, MF_UNTIL, FAULT_DAY_ORDER);
}

/* A library without members takes the plans of its first list; what they cost is set afterwards. */
static enum fault plan_read(struct import_run *r, struct member_row *m)
{
    struct member_run *self = r->self;
    struct str name = r->cell[MF_PLAN];
    if (!name.n)
        return OK;
    int64_t *id = map_at(&self->plans, str_key(r->c->mem, name));
    enum fault f = OK;
    if (!*id && !self->first)
        f = plan_find(r->c, name, id); /* says which there are */
    else if (!*id && r->writing)
        f = plan_add(r->c, &(struct plan){ .name = name, .months = 12,
                     .limit_tools = (int)setting_int(r->c, SET_LIMIT_TOOLS) }, id);
    m->n.plan = *id;
    return f && fault_info(f)->status < 500 ? OK : f;
}

/* The member who has the number goes by another name: is it this one all the same? */
static void compare(struct import_run *r, struct member_row *m, struct query *q)
{
    struct arena *a = r->c->mem;
    m->like.its_name = q_str(q, "name");
    like_name(&m->like, m->name_key, q_str(q, "name_key"));
    like_text(&m->like, str_key(a, m->n.address), str_key(a, q_str(q, "address")));
    like_text(&m->like, m->n.postcode, q_str(q, "postcode"));
    like_day(&m->like, m->n.since, q_day(q, "since_day"));
}

static enum fault by_number(struct import_run *r, struct member_row *m)
{
    struct member_run *self = r->self;
    if (!m->n.number || !number_once(r, self->seen, m->n.number, MF_NUMBER) || self->first)
        return OK;
    QUERY(q, r->c, Q_IMPORT_MEMBER_BY_NUMBER);
    q_bind_int(&q, "number", m->n.number);
    if (q_row(&q)) {
        m->existing = q_int(&q, "id");
        if (q_int(&q, "erased"))
            row_wrong(r, MF_NUMBER, FAULT_NUMBER_USED);
        else if (!str_eq(q_str(&q, "name_key"), m->name_key))
            compare(r, m, &q);
    }
    return q_end(&q);
}

/* Without a card: name and a way to reach the person. */
static enum fault by_contact(struct import_run *r, struct member_row *m)
{
    struct member_run *self = r->self;
    struct str phone = m->phones.n ? m->phones.at[0].s : (struct str){ 0 };
    struct str email = m->emails.n ? str_lower(r->c->mem, m->emails.at[0].s) : (struct str){ 0 };
    struct str reach = phone.n ? phone : email.n ? email : str_key(r->c->mem, m->n.address);
    if (m->n.number || r->c->n_wrong)
        return OK;
    int64_t *row = map_at(&self->people, str_printf(r->c->mem, "%.*s|%.*s", STR(m->name_key), STR(reach)));
    if (*row && *row != r->csv.row)
        (void)!fail_facts(r->c, FAULT_ROW_TWICE, member_fields[MF_NAME].key, val_str(m->n.name),
                          FACTS(F("n", val_int(*row))));
    *row = *row ? *row : r->csv.row;
    if (self->first)
        return OK;
    QUERY(q, r->c, Q_IMPORT_MEMBER_LIKE);
    q_bind_str(&q, "name_key", m->name_key);
    q_bind_str(&q, "phone", phone);
    q_bind_str(&q, "email", email);
    q_bind_str(&q, "address", m->n.address);
    return q_run_int(&q, &m->existing);
}

static enum fault check(struct import_run *r)
{
    struct member_run *self = r->self;
    struct member_row *m = &self->row;
    int64_t pin;
    *m = (struct member_row){ 0 };
    name_read(r, m);
    number_read(r, m);
    contacts_read(r, MF_PHONE, &m->phones);
    contacts_read(r, MF_EMAIL, &m->emails);
    address_read(r, m);
    choices_read(r, m);
    days_read(r, m);
    m->n.contact_person = r->cell[MF_CONTACT_PERSON];
    m->n.household = r->cell[MF_HOUSEHOLD];
    m->n.tier = r->cell[MF_TIER];
    m->n.note = r->cell[MF_NOTE];
    m->n.blocked_reason = r->cell[MF_BLOCKED_REASON];
    m->n.pin = r->cell[MF_PIN];
    if (m->n.pin.n && (cell_int(m->n.pin, 0, 99999999, &pin) || m->n.pin.n < 4))
        row_wrong(r, MF_PIN, FAULT_PIN_FORMAT);
    enum fault f = plan_read(r, m);
    if (!f)
        f = by_number(r, m);
    if (!f)
        f = by_contact(r, m);
    if (!f && !r->c->n_wrong && m->existing && m->n.number)
        number_known(r, MF_NUMBER, &m->like);
    return f;
}

static void end(struct import_run *r)
{
    struct member_run *m = r->self;
    if (!m)
        return;
    map_free(&m->plans);
    map_free(&m->people);
}

const struct import_kind import_members = {
    member_fields, MF_COUNT, begin, check, member_row_write, end,
};

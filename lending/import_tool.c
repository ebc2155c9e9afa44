/* Lists of tools: their columns, and what a row of one says. See import.h and import_tool.h. */
#include "lending/import_tool.h"

#include "lending/branch.h"
#include "lending/import_cell.h"
#include "lending/tool_row.h"

enum { NAME_MOST = 200 };

const struct import_field tool_fields[TF_COUNT] = {
    [TF_NUMBER] = { "number", "nummer|nr|no|num|id|volgnummer|inventarisnummer|inventory number|"
        "gereedschapsnummer|artikelnummer|objectnummer|labelnummer|itemnummer|itemnr|toolnummer", 0 },
    [TF_CODE] = { "code", "barcode|label|labelcode|stickernummer|sticker|gereedschapscode|sku|qr", 0 },
    [TF_NAME] = { "name", "naam|gereedschap|tool|item|artikel|product|benaming|titel|title|apparaat|"
        "voorwerp|object|itemnaam|artikelnaam|productnaam|wat", CELL_NAME },
    [TF_BRAND] = { "brand", "merk|make|maker|manufacturer|fabrikant|merknaam", 0 },
    [TF_TYPE] = { "type", "model|modelnummer|model number|typenummer|type number|model type|"
        "merktype|typeaanduiding|modelnaam", CELL_NAME },
    [TF_SYNONYMS] = { "other_names", "synonyms|synoniemen|synoniem|andere namen|ook wel|ook bekend als|"
        "also known as|aka|alternative names|zoekwoorden|trefwoorden|keywords|tags|other name",
        CELL_MANY | CELL_LONG },
    [TF_CATEGORY] = { "category", "categories|categorie|categorieen|rubriek|rubrieken|groep|group|soort|"
        "afdeling|section|category path|hoofdgroep", CELL_LONG },
    [TF_SIZE] = { "size", "maat|afmeting|afmetingen|dimensions|formaat|grootte|lengte|length", 0 },
    [TF_SERIAL] = { "serial", "serial number|serienummer|serie nr|serial no|sn|serie|serienr", 0 },
    [TF_STRENGTH] = { "strength", "vermogen|power|kracht|wattage|watt|belastbaarheid|draagvermogen|"
        "capacity|capaciteit|spanning|voltage", 0 },
    [TF_QUANTITY] = { "quantity", "qty|aantal|count|stuks|hoeveelheid|amount|aantal stuks", 0 },
    [TF_STATE] = { "status", "state|toestand|staat|stand", 0 },
    [TF_STATE_SINCE] = { "status_since", "status sinds", 0 },
    [TF_REASON] = { "reason", "reden|status reason|reden status|waarom", 0 },
    [TF_BRANCH] = { "branch", "home|home branch|uitleenpunt|location|locatie|vestiging|filiaal|kist|"
        "thuis|hoort bij", 0 },
    [TF_PRESENT] = { "present_branch", "present|now at|nu bij|ligt nu bij|aanwezig bij", 0 },
    [TF_SHELF] = { "shelf", "plank|schap|kast|stelling|vak|bin|plek|plaats|opbergplek|shelf location|rek",
        0 },
    [TF_BOUGHT] = { "bought", "added|date added|purchase date|purchased|acquired|date acquired|gekocht|"
        "gekocht op|aankoopdatum|aanschafdatum|datum aanschaf|toegevoegd|toegevoegd op|in bezit sinds|"
        "datum|date|created at|aangeschaft", 0 },
    [TF_PRICE] = { "price", "prijs|purchase price|aankoopprijs|aanschafprijs|aanschafwaarde|waarde|value|"
        "nieuwwaarde|nieuwprijs|cost|replacement cost|replacement value|kosten|bedrag", 0 },
    [TF_PRICE_CENTS] = { "price_cents", "prijs in centen", 0 },
    [TF_OWNER] = { "owner", "eigenaar|bruikleen van|van wie", 0 },
    [TF_OWNER_FROM] = { "owner_from_month", "te leen van maand", 0 },
    [TF_OWNER_TO] = { "owner_to_month", "te leen tot en met maand", 0 },
    [TF_OWNER_NOTICE] = { "owner_notice_days", "dagen vooraf terugvragen", 0 },
    [TF_INSPECTED] = { "inspected_until", "gekeurd tot en met|keuring geldig tot|inspection until|"
        "next inspection|volgende keuring", 0 },
    [TF_PARTS] = { "parts", "onderdelen|accessories|accessoires|toebehoren|inhoud|contents|includes|"
        "hoort erbij|wat hoort erbij", CELL_MANY | CELL_LONG },
    [TF_ALIASES] = { "old_codes", "aliases|alias|old code|old number|oude code|oude codes|oud nummer|"
        "oude nummers|vorige code|other codes|andere codes", CELL_MANY | CELL_LONG },
    [TF_NOTE] = { "note", "notes|notitie|notities|opmerking|opmerkingen|bijzonderheden|remarks|remark|"
        "comment|comments|memo", CELL_MANY | CELL_LONG },
    [TF_TEXT] = { "text", "description|omschrijving|beschrijving|toelichting|tekst|details",
        CELL_LONG | CELL_NAME },
    [TF_NOTICE] = { "notice", "check out notice|checkout notice|safety notice|let op|let op tekst|"
        "veiligheid|veiligheidstekst|waarschuwing|warning|uitleenmelding", CELL_LONG },
    [TF_SIGNS] = { "signs", "safety signs|pictogrammen|tekens", 0 },
    [TF_MANUAL] = { "manual", "handleiding|manual url|link handleiding", 0 },
    [TF_SOURCE] = { "source", "bron", 0 },
    [TF_PERIOD] = { "period_days", "loan period|leentermijn|uitleentermijn|leenduur|uitleenduur|"
        "loan days|leendagen|termijn", 0 },
    [TF_HALF_DAY] = { "half_day", "halve dag|per halve dag", 0 },
    [TF_RENEWALS] = { "renewals", "verlengingen|keer verlengen", 0 },
    [TF_RENEWAL_DAYS] = { "renewal_days", "verlengen met", 0 },
    [TF_FEE] = { "fee", "loan fee|leenprijs|huurprijs|tarief", 0 },
    [TF_DEPOSIT] = { "deposit", "borg", 0 },
    [TF_LATE] = { "late_fee", "bedrag voor extra dagen", 0 },
    [TF_SAFETY] = { "safety", "safety level|veiligheidsniveau", 0 },
    [TF_MIN_AGE] = { "min_age", "minimum age|minimumleeftijd|leeftijd", 0 },
    [TF_LIMIT] = { "limit", "limit tools|maximum|hoogstens", 0 },
};

const struct policy_field policy_fields[POLICIES] = {
    [TF_PERIOD - POLICY_FIRST] = { F_POLICY_PERIOD_DAYS, V_INT, 1, 366 },
    [TF_HALF_DAY - POLICY_FIRST] = { F_POLICY_HALF_DAY, V_BOOL, 0, 1 },
    [TF_RENEWALS - POLICY_FIRST] = { F_POLICY_RENEWALS, V_INT, 0, 99 },
    [TF_RENEWAL_DAYS - POLICY_FIRST] = { F_POLICY_RENEWAL_DAYS, V_INT, 1, 366 },
    [TF_FEE - POLICY_FIRST] = { F_POLICY_FEE_CENTS, V_MONEY, 0, 0 },
    [TF_DEPOSIT - POLICY_FIRST] = { F_POLICY_DEPOSIT_CENTS, V_MONEY, 0, 0 },
    [TF_LATE - POLICY_FIRST] = { F_POLICY_LATE_CENTS, V_MONEY, 0, 0 },
    [TF_SAFETY - POLICY_FIRST] = { F_POLICY_SAFETY, V_INT, 0, 3 },
    [TF_MIN_AGE - POLICY_FIRST] = { F_POLICY_MIN_AGE, V_INT, 1, 99 },
    [TF_LIMIT - POLICY_FIRST] = { F_POLICY_LIMIT_TOOLS, V_INT, 0, 999 },
};

static enum fault begin(struct import_run *r)
{
    struct tool_run *t = r->self = NEW(&r->keep, struct tool_run);
    int64_t n;
    QUERY(count, r->c, Q_IMPORT_TOOLS);
    enum fault f = q_run_int(&count, &n);
    if (!f)
        f = branches_begin(r, &t->branches);
    if (f)
        return f;
    if (!t->branches.home && !r->has[TF_BRANCH])
        return branch_of_counter(r->c, &n); /* says which there are */
    QUERY(last, r->c, Q_TOOL_NUMBER_LAST);
    t->first = !n;
    t->seen = NEW_N(&r->keep, int32_t, NUMBER_MOST + 1);
    return q_run_int(&last, &t->highest);
}

/* "Ladder, 3 delen|Altrex|Nevada" in a column "model": all three at once. */
static void name_split(struct import_run *r, struct tool_new *n)
{
    struct str all = n->name, name, brand, type;
    if (r->has[TF_NAME] || !str_next(&all, '|', &name) || !str_next(&all, '|', &brand))
        return;
    type = all;
    n->name = str_trim(name);
    n->brand = str_trim(brand);
    n->type = str_trim(type);
}

static void name_read(struct import_run *r, struct tool_row *t)
{
    int field = r->has[TF_NAME] ? TF_NAME : r->has[TF_TEXT] ? TF_TEXT : TF_TYPE;
    t->n.name = r->cell[field];
    t->n.brand = r->cell[TF_BRAND];
    t->n.type = field == TF_TYPE ? (struct str){ 0 } : r->cell[TF_TYPE];
    if (!t->n.name.n)
        row_wrong(r, field, FAULT_MISSING);
    if (utf8_count(t->n.name) > NAME_MOST)
        row_wrong(r, field, FAULT_TOO_LONG);
    name_split(r, &t->n);
    t->model_key = model_key(r->c, t->n.name, t->n.brand, t->n.type);
    if (t->n.name.n && *t->model_key.s == '|') /* nothing in it that could be found or sorted */
        row_wrong(r, field, FAULT_NOT_TEXT);
    if (field == TF_TEXT)
        r->cell[field] = (struct str){ 0 };
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A number, or our own code with its letter. */
static enum fault number_of(struct import_run *r, struct str x, int64_t *number)
{
    struct str folded;
    struct code code;
    if (is_digit(*x.s) && is_digit(x.s[x.n - 1]))
        return cell_int(x, 1, NUMBER_MOST, number);
    enum fault f = code_fold(r->c->mem, x, (struct str){ 0 }, &folded);
    if (!f)
        f = code_read(folded, &code);
    if (f)
        return f == FAULT_CODE_CHECK && is_digit(*x.s) ? f : FAULT_NUMBER_FORMAT;
    *number = code.number;
    return code.family == FAMILY_TOOL && code.number ? OK : FAULT_CODE_FAMILY;
}

/* What stands in a column "code" and is no number is an old label. */
static void number_read(struct import_run *r, struct tool_row *t)
{
    struct str label = r->cell[TF_CODE], *old = &r->cell[TF_ALIASES];
    int64_t number = 0;
    if (label.n && number_of(r, label, &t->n.number)) {
        t->n.number = 0;
        *old = old->n ? str_printf(r->c->mem, "%.*s; %.*s", STR(*old), STR(label)) : label;
    }
    enum fault f = r->cell[TF_NUMBER].n ? number_of(r, r->cell[TF_NUMBER], &number) : OK;
    if (f == FAULT_NUMBER_RANGE)
        (void)!fail_facts(r->c, f, tool_fields[TF_NUMBER].key, val_str(r->cell[TF_NUMBER]),
                          FACTS(F("least", val_int(1)), F("most", val_int(NUMBER_MOST))));
    else if (f)
        row_wrong(r, TF_NUMBER, f);
    t->n.number = number && !f ? number : t->n.number;
}

static void int_read(struct import_run *r, int field, int64_t least, int64_t most, int64_t *out)
{
    enum fault f = r->cell[field].n ? cell_int(r->cell[field], least, most, out) : OK;
    if (f == FAULT_NUMBER_RANGE)
        (void)!fail_facts(r->c, f, tool_fields[field].key, val_str(r->cell[field]),
                          FACTS(F("least", val_int(least)), F("most", val_int(most))));
    else if (f)
        row_wrong(r, field, f);
}

static void day_read(struct import_run *r, int field, day *out)
{
    *out = DAY_NONE;
    enum fault f = r->cell[field].n ? cell_day(r->cell[field], out) : OK;
    if (f)
        row_wrong(r, field, f);
}

static void money_read(struct import_run *r, int field, int64_t *out)
{
    enum fault f = r->cell[field].n ? cell_money(r->cell[field], out) : OK;
    if (f)
        row_wrong(r, field, f);
}

static void policy_read(struct import_run *r, struct tool_row *t)
{
    for (int i = 0; i < POLICIES; i++) {
        const struct policy_field *p = &policy_fields[i];
        int field = POLICY_FIRST + i;
        int64_t v = 0;
        bool yes = false;
        if (!r->cell[field].n)
            continue;
        if (p->is == V_INT)
            int_read(r, field, p->least, p->most, &v);
        else if (p->is == V_MONEY)
            money_read(r, field, &v);
        else if (cell_yes(r->cell[field], &yes))
            row_wrong(r, field, FAULT_YES_NO_FORMAT);
        t->policy[i] = p->is == V_BOOL ? val_bool(yes) : p->is == V_MONEY ? val_money(v) : val_int(v);
    }
}

static void state_read(struct import_run *r, struct tool_row *t)
{
    t->n.state = TOOL_ACTIVE;
    t->has_state = r->cell[TF_STATE].n;
    if (t->has_state && cell_tool_state(r->c->mem, r->cell[TF_STATE], &t->n.state))
        row_choice(r, TF_STATE, "tool", "draft active repair missing retired");
    t->n.state_reason = r->cell[TF_REASON];
    day_read(r, TF_STATE_SINCE, &t->state_since);
}

static void parts_check(struct import_run *r)
{
    struct str rest = r->cell[TF_PARTS], item;
    char sep = cell_separator(rest);
    int64_t count;
    while (cell_item(&rest, sep, &item)) {
        cell_counted(item, &count);
        if (count < 1 || count > 999)
            row_wrong(r, TF_PARTS, FAULT_NUMBER_RANGE);
    }
}

/* Is that the tool this row without a number made before? */
static enum fault made_by_row(struct import_run *r, const struct tool_row *t, int64_t tool, bool *is)
{
    int64_t id;
    *is = tool == t->existing;
    if (*is || t->n.number)
        return OK;
    QUERY(q, r->c, Q_IMPORT_TOOL_BY_SOURCE);
    q_bind_str(&q, "source_key", str_printf(r->c->mem, "%.*s/1", STR(t->source)));
    enum fault f = q_run_int(&q, &id);
    *is = id == tool;
    return f;
}

/* T2, T9: an old code leads to one tool only, and is no valid code of another. */
static enum fault aliases_check(struct import_run *r, struct tool_row *t)
{
    struct tool_run *self = r->self;
    struct str rest = r->cell[TF_ALIASES], item, folded;
    char sep = cell_separator(rest);
    struct code code;
    while (cell_item(&rest, sep, &item)) {
        if (code_fold(r->c->mem, item, (struct str){ 0 }, &folded) || !folded.n || folded.n > 60) {
            row_wrong(r, TF_ALIASES, FAULT_CODE_FOREIGN);
            continue;
        }
        int64_t other = 0, *row = map_at(&self->aliases, folded);
        if (*row && *row != r->csv.row)
            (void)!fail_facts(r->c, FAULT_ROW_TWICE, tool_fields[TF_ALIASES].key, val_str(item),
                              FACTS(F("n", val_int(*row))));
        *row = *row ? *row : r->csv.row;
        QUERY(q, r->c, Q_TOOL_BY_ALIAS);
        q_bind_str(&q, "code", folded);
        bool mine = true;
        enum fault f = q_run_int(&q, &other);
        if (!f && other)
            f = made_by_row(r, t, other, &mine);
        if (f)
            return f;
        if (!mine)
            row_wrong(r, TF_ALIASES, FAULT_NUMBER_USED);
        bool own = !code_read(folded, &code) && code.family == FAMILY_TOOL && code.number <= NUMBER_MOST;
        if (own && code.number != t->n.number && self->seen[code.number])
            row_wrong(r, TF_ALIASES, FAULT_ALIAS_OWN_CODE);
    }
    return OK;
}

static enum fault number_check(struct import_run *r, struct tool_row *t)
{
    struct tool_run *self = r->self;
    if (!t->n.number)
        return OK;
    if (!number_once(r, self->seen, t->n.number, r->cell[TF_NUMBER].n ? TF_NUMBER : TF_CODE))
        return OK;
    if (t->n.number > self->highest && !r->writing)
        self->highest = t->n.number;
    if (self->first)
        return OK;
    QUERY(q, r->c, Q_IMPORT_TOOL_BY_NUMBER);
    q_bind_int(&q, "number", t->n.number);
    if (q_row(&q)) {
        t->existing = q_int(&q, "id");
        if (!str_eq(q_str(&q, "model_key"), t->model_key))
            t->other_name = q_str(&q, "name");
    }
    return q_end(&q);
}

static enum fault owner_read(struct import_run *r, struct tool_row *t)
{
    size_t before = r->c->n_wrong;
    if (!r->cell[TF_OWNER].n)
        return OK;
    enum fault f = member_find(r->c, tool_fields[TF_OWNER].key, r->cell[TF_OWNER], &t->n.owner);
    if (f && fault_info(f)->status < 500 && r->c->n_wrong == before)
        row_wrong(r, TF_OWNER, f);
    return f && fault_info(f)->status >= 500 ? f : OK;
}

/* What a row without a number is known by. */
static struct str alike_key(struct import_run *r, const struct tool_row *t)
{
    struct str size = str_key(r->c->mem, t->n.size), serial = str_key(r->c->mem, t->n.serial);
    return str_printf(r->c->mem, "%.*s|%.*s|%.*s", STR(t->model_key), STR(size), STR(serial));
}

static void source_read(struct import_run *r, struct tool_row *t)
{
    uint64_t d[2];
    if (r->cell[TF_SOURCE].n) {
        t->source = r->cell[TF_SOURCE];
    } else if (t->n.number) {
        struct buf b = { .a = r->c->mem };
        buf_int(&b, t->n.number);
        t->source = buf_str(&b);
    } else {
        struct str key = r->cell[TF_CODE].n ? r->cell[TF_CODE] : alike_key(r, t);
        digest(key, d);
        t->source = str_printf(r->c->mem, "~%016llx", (unsigned long long)d[0]);
    }
}

static enum fault check(struct import_run *r)
{
    struct tool_run *self = r->self;
    struct tool_row *t = &self->row;
    *t = (struct tool_row){ .quantity = 1, .n = { .price = -1, .bought = DAY_NONE } };
    name_read(r, t);
    number_read(r, t);
    int_read(r, TF_QUANTITY, 1, 999, &t->quantity);
    state_read(r, t);
    t->n.shelf = r->cell[TF_SHELF];
    t->n.serial = r->cell[TF_SERIAL];
    t->n.size = r->cell[TF_SIZE];
    t->n.strength = r->cell[TF_STRENGTH];
    t->n.note = r->cell[TF_NOTE];
    day_read(r, TF_BOUGHT, &t->n.bought);
    money_read(r, TF_PRICE, &t->n.price);
    int_read(r, TF_PRICE_CENTS, 0, 999999999, &t->n.price);
    int_read(r, TF_OWNER_FROM, 1, 12, &t->owner_from);
    int_read(r, TF_OWNER_TO, 1, 12, &t->owner_to);
    int_read(r, TF_OWNER_NOTICE, 1, 366, &t->owner_notice);
    day_read(r, TF_INSPECTED, &t->inspected);
    policy_read(r, t);
    parts_check(r);
    source_read(r, t);
    enum fault f = branch_of_cell(r, &self->branches, TF_BRANCH, &t->n.home);
    t->present = t->n.home;
    if (!f && r->cell[TF_PRESENT].n)
        f = branch_of_cell(r, &self->branches, TF_PRESENT, &t->present);
    if (!f)
        f = owner_read(r, t);
    if (!f)
        f = number_check(r, t);
    if (!f)
        f = aliases_check(r, t);
    if (!f && !r->c->n_wrong && t->existing && t->n.number)
        number_known(r, TF_NUMBER, t->other_name);
    if (!f && !r->c->n_wrong && !r->writing)
        model_want_add(r, t);
    return f;
}

static void end(struct import_run *r)
{
    struct tool_run *t = r->self;
    if (!t)
        return;
    map_free(&t->models);
    map_free(&t->categories);
    map_free(&t->alike);
    map_free(&t->aliases);
    map_free(&t->branches.known);
}

const struct import_kind import_tools = {
    tool_fields, TF_COUNT, begin, check, tool_row_write, end,
};

/* Models without things: what can be borrowed, before the first of it hangs on a shelf. */
static enum fault models_begin(struct import_run *r)
{
    r->self = NEW(&r->keep, struct tool_run);
    return OK;
}

static enum fault model_check(struct import_run *r)
{
    struct tool_run *self = r->self;
    struct tool_row *t = &self->row;
    *t = (struct tool_row){ 0 };
    name_read(r, t);
    policy_read(r, t);
    if (!r->c->n_wrong && !r->writing)
        model_want_add(r, t);
    return OK;
}

static enum fault model_write(struct import_run *r)
{
    struct tool_run *self = r->self;
    int64_t id;
    bool changed;
    enum fault f = model_settle(r, &self->row, &id, &changed);
    r->im->made += !f && changed;
    return f;
}

const struct import_kind import_models = {
    tool_fields, TF_COUNT, models_begin, model_check, model_write, end,
};

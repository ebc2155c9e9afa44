/* See lint.h. The length of a text is in lint_size.c. */
#include "reminders/lint.h"

#include "text/piece.h"

/* The placeholders that each kind must have. */
static const struct { const char *kind, *needs; } kinds[] = {
    { "loan_receipt", "library tool day" },
    { "due_soon", "library tool day time renew" },
    { "due_today", "library tool day time" },
    { "overdue_1", "library tool day" },
    { "overdue_2", "library tool day phone" },
    { "overdue_3", "library tool phone" },
    { "due_many", "library list renew" },
    { "ask_early", "library tool day" },
    { "owner_recall", "library tool day" },
    { "hold_ready", "library tool branch day no" },
    { "hold_ending", "library tool day no" },
    { "hold_passed", "library tool yes" },
    { "hold_passed_2", "library tool no" },
    { "hold_longer", "library tool" },
    { "hold_gone", "library tool" },
    { "hold_withdrawn", "library tool" },
    { "hold_ended", "library tool" },
    { "booking_lapsed", "library tool" },
    { "booking_at_risk", "library tool day phone" },
    { "booking_rearrange", "library tool phone" },
    { "correction", "library tool phone" },
    { "booking_tomorrow", "library tool branch day time no" },
    { "transfer_arrived", "library tool branch day no" },
    { "closing_loan", "library tool day" },
    { "closing_hold", "library tool day" },
    { "closing_booking", "library tool day" },
    { "closing_undone", "library tool day" },
    { "recall_off", "library tool day" },
    { "membership_30", "library day" },
    { "membership_7", "library day link" },
    { "inactive", "library day yes" },
    { "ticket_answer", "library tool text" },
    { "login_code", "code library" },
    { "owner_lent", "library tool day" },
    { "owner_back", "library tool branch" },
    { "a_renewed", "library tool day" },
    { "a_not_renewed", "library tool why day" },
    { "a_renewed_some", "library tool day tool2 why day2" },
    { "a_nothing", "library phone" },
    { "a_yes_early", "library tool" },
    { "a_yes_place", "library tool" },
    { "a_yes_stay", "library" },
    { "a_no", "library tool" },
    { "a_no_early", "library tool day" },
    { "a_help", "library phone" },
    { "a_start", "library" },
    { "a_stop", "library" },
    { "a_unknown", "library" },
};

/* Words that no member reads from us; * is any ending. */
static const char *const refused[] = {
    "aangifte aanman* aansprakelijk* achterstallig* advocaat beschuldig* blokke* boete* "
    "consequentie* deurwaarder* dief diefstal dwang* dwing* eis eisen geblokkeerd geroyeerd "
    "gerechtelijk* geschorst gestolen in_gebreke incasso* invorder* juridisch* laatste_kans "
    "laatste_waarschuwing maatregel* naar_de_rechter nalatig* onacceptabel onmiddellijk "
    "onverantwoord* per_direct per_omgaande politie rechtbank royer* sanctie* schandalig schorsing "
    "schuld schuldig sommatie sommeer* sommeren stelen straf* te_laat teleurgesteld uitgesloten "
    "uitsluit* verboden verduister* verplicht* verzuim* waarschuw* wanbetal* zwarte_lijst",
    "accus* bailiff banned blacklist* blame* blocked charged collection_agency consequence* court "
    "debt* delinquent demand* disappoint* enforce* failed_to failure_to final_notice final_warning "
    "fine fined fines forfeit* guilty immediately irresponsible last_chance late lawyer legal* "
    "liable negligen* obligat* obliged or_else overdue penal* police prosecut* punish* sanction* "
    "shame* steal* stolen suspend* theft thief threat* unacceptable violat* warning",
};


/* Words that sound like a letter from an office: not refused, but there are better ones. */
static const char stiff[] = "moet dient gelieve indien tevens reeds retourneren doneer must donate";
static const char soon_past[] = "vandaag morgen overmorgen gisteren today tomorrow yesterday";
static const char pronouns[] = "hem ze deze it them";
static const char answers[] = "VERLENG RENEW JA YES NEE NO HULP HELP STOP START PIN SMS";
/* Every loan and hold has these, so a coordinator may use them anywhere. */
static const char always[] = "library tool day time renew branch phone no yes link";

const char *lint_name(enum lint l)
{
    static const char *const names[LINT_COUNT] = { "empty", "unknown", "lacks", "sign", "address", "long",
        "parts", "word", "voice", "inner", "name", "first", "longish", "part", "letter", "today", "shout",
        "capitals", "pronoun", "dot", "stiff" };
    return names[l];
}

const char *lint_needs(struct str kind)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (str_eq(kind, str_of(kinds[i].kind)))
            return kinds[i].needs;
    return NULL;
}

int lint_longest(struct str x)
{
    static const char *const own[] = { "{renew}", "{yes}", "{no}", "{why}", "{text}" };
    int n = 0, most = 0;
    struct str word, line;
    while (str_next(&x, '\n', &line)) {
        for (n = 0; str_next(&line, ' ', &word);) {
            bool alone = str_eq(word, S("{library}:")), counts = false;
            for (size_t i = 0; i < COUNT(own); i++)
                alone |= str_eq(word, str_of(own[i]));
            for (size_t i = 0; i < word.n; i++)
                counts |= (unsigned char)word.s[i] >= '0' && !strchr(":;<=>?@[]^`|", word.s[i]);
            n = alone ? 0 : n + counts;
            most = n > most ? n : most;
            if (word.n && strchr(".!?", word.s[word.n - 1]))
                n = 0;
        }
    }
    return most;
}

/* Lower case without accents, a blank at both ends. */
static struct str folded(struct arena *a, struct str x)
{
    return str_printf(a, " %.*s ", STR(str_key(a, x)));
}

/* True when the folded text has the word, as a whole or (with *) as a beginning. */
static bool has_word(struct arena *a, struct str text, struct str word)
{
    bool any = str_ends(word, S("*"));
    struct buf b = { .a = a };
    buf_char(&b, ' ');
    buf_add(&b, str_upto(word, word.n - any));
    for (size_t i = 0; i < b.n; i++)
        if (b.s[i] == '_')
            b.s[i] = ' ';
    if (!any)
        buf_char(&b, ' ');
    return str_find(text, buf_str(&b)) >= 0;
}

static struct str among(struct arena *a, struct str text, const char *words)
{
    for (struct str rest = str_of(words), word; str_next(&rest, ' ', &word);)
        if (has_word(a, text, word))
            return word;
    return (struct str){ 0 };
}

struct str lint_word(struct arena *a, struct str text)
{
    struct str all = folded(a, text), found = { 0 };
    for (size_t i = 0; !found.n && i < COUNT(refused); i++)
        found = among(a, all, refused[i]);
    return found;
}

struct linting {
    struct arena *a;
    int lang;
    struct str key, kind, body, folded, library;
    bool sms, message;
    struct finding *out;
    size_t n;
};

static int line_of(const struct linting *l, struct str word)
{
    int line = 1;
    bool inside = word.n && word.s >= l->body.s && word.s < l->body.s + l->body.n;
    for (size_t i = 0; inside && l->body.s + i < word.s; i++)
        line += l->body.s[i] == '\n';
    return line;
}

static void found(struct linting *l, enum lint what, struct str word)
{
    if (l->n < LINT_MOST)
        l->out[l->n++] = (struct finding){ what, line_of(l, word), word };
}

/* The placeholders of our own sentence of that key. */
static struct str ours(const struct linting *l, enum text_key key)
{
    struct buf b = { .a = l->a }, names = { .a = l->a };
    text_shape(&b, l->lang, key);
    struct str rest = buf_str(&b);
    for (struct piece p; piece_next(&rest, &p);)
        if (p.is != PIECE_TEXT && p.is != PIECE_BAD)
            buf_printf(&names, "%.*s ", STR(p.s));
    return buf_str(&names);
}

static void placeholders(struct linting *l, enum text_key key)
{
    struct str may = ours(l, key), rest = l->body, name;
    bool loan_or_hold = l->message && !str_starts(l->kind, S("a_")) && lint_needs(l->kind);
    struct buf seen = { .a = l->a };
    for (struct piece p; piece_next(&rest, &p);) {
        bool known = str_among(may, p.s) || (loan_or_hold && str_among(str_of(always), p.s));
        if (p.is == PIECE_BAD)
            found(l, LINT_UNKNOWN, str_upto(p.s, p.s.n < 20 ? p.s.n : 20));
        else if (p.is != PIECE_TEXT && !known)
            found(l, LINT_UNKNOWN, p.s);
        if (p.is != PIECE_TEXT)
            buf_printf(&seen, "%.*s ", STR(p.s));
    }
    struct str needs = str_of(l->sms && lint_needs(l->kind) ? lint_needs(l->kind) : "");
    while (str_next(&needs, ' ', &name))
        if (!str_among(buf_str(&seen), name))
            found(l, LINT_LACKS, name);
    if (l->sms && !str_eq(l->kind, S("login_code")) && !str_starts(l->body, S("{library}: ")))
        found(l, LINT_FIRST, S("{library}: "));
    if (str_among(buf_str(&seen), S("name")) &&
        (str_starts(l->kind, S("hold_")) || str_starts(l->kind, S("owner_"))))
        found(l, LINT_NAME, S("{name}"));
}

/* Control, bidirectional and format characters; a web address. */
static void signs(struct linting *l)
{
    for (size_t at = 0; at < l->body.n;) {
        size_t was = at;
        int32_t c = (int32_t)utf8_next(l->body, &at);
        bool control = (c < ' ' && c != '\n') || (c >= 0x7f && c < 0xa0);
        bool format = c == 0xad || c == 0x61c || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e)
                      || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff;
        if (control || format)
            found(l, LINT_SIGN, (struct str){ l->body.s + was, 0 });
    }
    static const char *const webs[] = { "http:", "https:", "www.", "://" };
    for (size_t i = 0; i < COUNT(webs); i++)
        if (str_find(str_lower(l->a, l->body), str_of(webs[i])) >= 0) {
            found(l, LINT_ADDRESS, str_of(webs[i]));
            return;
        }
}

static void words(struct linting *l)
{
    static const char *const inner[] = { "??", "TODO", "XXX", "(intern" };
    struct str bad = lint_word(l->a, l->body);
    if (bad.n)
        found(l, LINT_WORD, bad);
    if (l->lang == LANG_nl && among(l->a, l->folded, "u uw").n && among(l->a, l->folded, "je jij jou jouw").n)
        found(l, LINT_VOICE, among(l->a, l->folded, "u uw"));
    for (size_t i = 0; i < COUNT(inner); i++)
        if (str_find(l->body, str_of(inner[i])) >= 0)
            found(l, LINT_INNER, str_of(inner[i]));
    struct str soft = among(l->a, l->folded, soon_past);
    if (l->message && soft.n)
        found(l, LINT_TODAY, soft);
    soft = among(l->a, l->folded, stiff);
    if (soft.n)
        found(l, LINT_STIFF, soft);
}

/* A tool has no pronoun: "it" in one sentence with it could be anything. */
static void pronoun(struct linting *l)
{
    size_t from = 0;
    for (size_t i = 0; i <= l->body.n; i++) {
        bool end = i == l->body.n || (strchr(".!?", l->body.s[i]) && (i + 1 == l->body.n || l->body.s[i + 1] == ' '));
        if (!end)
            continue;
        struct str one = str_upto(str_from(l->body, from), i - from);
        struct str word = among(l->a, folded(l->a, one), pronouns);
        if (word.n && (str_find(one, S("{tool}")) >= 0 || str_find(one, S("{list}")) >= 0))
            found(l, LINT_PRONOUN, word);
        from = i;
    }
}

static bool capitals(struct str w)
{
    size_t n = 0;
    for (size_t i = 0; i < w.n; i++) {
        if (w.s[i] >= 'a' && w.s[i] <= 'z')
            return false;
        n += w.s[i] >= 'A' && w.s[i] <= 'Z';
    }
    return n > 1;
}

static void shouts(struct linting *l)
{
    struct str rest = l->body, word, line;
    ptrdiff_t first = str_find(l->body, S("!"));
    if (first >= 0 && str_find(str_from(l->body, (size_t)first + 1), S("!")) >= 0)
        found(l, LINT_SHOUT, S("!"));
    while (str_next(&rest, '\n', &line))
        while (str_next(&line, ' ', &word)) {
            struct str bare = word;
            while (bare.n && strchr(".,!?:;)", bare.s[bare.n - 1]))
                bare.n--;
            if (capitals(bare) && !str_among(str_of(answers), bare) && !str_has(bare, '{'))
                found(l, LINT_CAPITALS, bare);
        }
    if (str_find(l->body, S("{link}.")) >= 0)
        found(l, LINT_DOT, S("{link}."));
}

static void length(struct linting *l)
{
    int longest = lint_longest(l->body);
    if (longest > LINT_WORDS)
        found(l, LINT_LONG, str_printf(l->a, "%d", longest));
    else if (longest > LINT_WORDS_OURS)
        found(l, LINT_LONGISH, str_printf(l->a, "%d", longest));
    if (!l->sms)
        return;
    int parts = lint_size(l->a, l->lang, l->body, l->library, true).parts;
    if (parts > 2)
        found(l, LINT_PARTS, str_printf(l->a, "%d", parts));
    else if (parts > 1)
        found(l, LINT_PART, str_printf(l->a, "%d", parts));
    if (!str_eq(sms_replace(l->a, l->body), l->body))
        found(l, LINT_LETTER, (struct str){ 0 });
}

size_t lint_text(struct arena *a, int lang, enum text_key key, struct str body, struct str library,
                 struct finding out[static LINT_MOST])
{
    struct linting l = { .a = a, .lang = lang, .key = str_of(text_name(key)), .body = body,
                         .library = library, .folded = folded(a, body), .out = out };
    l.message = str_starts(l.key, S("msg."));
    l.sms = l.message && str_ends(l.key, S(".sms"));
    if (l.message) {
        l.kind = str_from(l.key, 4);
        struct str rest = l.kind;
        str_next(&rest, '.', &l.kind);
    }
    if (!str_trim(body).n) {
        found(&l, LINT_EMPTY, (struct str){ 0 });
        return l.n;
    }
    words(&l);
    placeholders(&l, key);
    signs(&l);
    length(&l);
    shouts(&l);
    if (l.message)
        pronoun(&l);
    return l.n;
}

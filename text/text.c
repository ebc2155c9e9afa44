/* See text.h. A sentence is a run of pieces (tables.h), filled in one pass without parsing. The
 * sentence of a refusal has a file of its own: refusal.c. */
#include "text/text.h"

#include "text/fill.h"
#include "text/piece.h"
#include "text/tables.h"

int text_find(struct str name)
{
    int low = 0, high = TEXT_COUNT;
    while (low < high) {
        int mid = low + (high - low) / 2;
        int order = str_cmp(str_of(text_name((enum text_key)mid)), name);
        if (!order)
            return mid;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return -1;
}

const char *text_name(enum text_key key)
{
    ASSERT((unsigned)key < TEXT_COUNT);
    return text_pool + text_names[key];
}

static const struct fact *fact_find(const struct fill *f, struct str name)
{
    for (size_t i = 0; i < f->n; i++)
        if (str_eq(str_of(f->facts[i].name), name))
            return &f->facts[i];
    return NULL;
}

static void value_add(struct fill *f, enum piece_is is, struct val v)
{
    if (v.is == V_DAY && is == PIECE_SHORT)
        text_day_short(f->b, f->lang, v.d);
    else if (v.is == V_DAY && is == PIECE_ISO)
        buf_day(f->b, v.d);
    else if (v.is == V_TIME && is == PIECE_ISO)
        buf_instant(f->b, v.i);
    else if (v.is == V_TIME && is == PIECE_CLOCK)
        text_clock(f->b, f->lang, minute_at(v.i));
    else
        text_val(f->b, f->lang, f->today, v);
}

/* A fact in its place. An empty one takes the blank before it along, or the one after it where it
 * begins a line, so that "{why} Bel ons." and "Bel ons. {why}" stay clean without a why. */
static void fact_add(struct fill *f, enum piece_is is, struct str name)
{
    const struct fact *fact = fact_find(f, name);
    ASSERT(fact || f->missing);
    size_t was = f->b->n;
    if (fact)
        value_add(f, is, fact->v);
    else
        buf_z_add(f->b, f->missing);
    if (f->b->n > was && fact)
        return;
    f->lacking = true;
    if (f->b->n > was)
        return;
    if (was > f->from && f->b->s[was - 1] == ' ')
        f->b->n--;
    else
        f->glue = was == f->from || f->b->s[was - 1] == '\n';
}

static void piece_add(struct fill *f, struct piece p)
{
    bool glued = f->glue;
    f->glue = false;
    if (p.is != PIECE_TEXT && p.is != PIECE_BAD)
        fact_add(f, p.is, p.s);
    else
        buf_add(f->b, str_from(p.s, glued && *p.s.s == ' '));
}

static const struct text_sentence *sentence_of(struct fill *f, enum text_key key)
{
    ASSERT(f->lang >= 0 && f->lang < LANG_COUNT && (unsigned)key < TEXT_COUNT);
    uint32_t at = text_index[f->lang * TEXT_COUNT + key];
    if (!at) { /* not translated yet: English, with its days and plurals */
        f->lang = LANG_en;
        at = text_index[f->lang * TEXT_COUNT + key];
    }
    const struct text_sentence *s = &text_sentences[at];
    if (s->forms == 1)
        return s;
    const struct fact *n = fact_find(f, S("n"));
    ASSERT(n || f->missing);
    int64_t i = n ? val_int_or(n->v, 0) : 0;
    unsigned form = text_langs[f->lang].plural(i < 0 ? -(uint64_t)i : (uint64_t)i);
    return s + (form < s->forms ? form : 0);
}

void fill_key(struct fill *f, enum text_key key)
{
    const struct text_sentence *s = sentence_of(f, key);
    for (unsigned i = 0; i < s->n; i++) {
        const struct text_piece *p = &text_pieces[s->piece + i];
        piece_add(f, (struct piece){ (enum piece_is)p->is, { text_pool + p->at, p->n } });
    }
    if (f->lacking) /* a last line that came out empty */
        while (f->b->n > f->from && f->b->s[f->b->n - 1] == '\n')
            f->b->n--;
}

void text_add(struct buf *b, int lang, day today, enum text_key key, const struct fact *facts,
              size_t n)
{
    struct fill f = { .b = b, .from = b->n, .lang = lang, .today = today, .facts = facts, .n = n };
    fill_key(&f, key);
}

struct str text(struct ctx *c, enum text_key key, const struct fact *facts, size_t n)
{
    struct buf b = { .a = c->mem };
    text_add(&b, c->lang, c->today, key, facts, n);
    return buf_str(&b);
}

int lang_of_messages(int lang)
{
    bool has = lang >= 0 && text_index[(size_t)lang * TEXT_COUNT + T_MSG_DUE_SOON_SMS];
    return lang < 0 || has ? lang : LANG_en;
}

void text_shape(struct buf *b, int lang, enum text_key key)
{
    static const char *const form[] = { [PIECE_SHORT] = ":short", [PIECE_ISO] = ":iso",
                                        [PIECE_CLOCK] = ":clock", [PIECE_FACT] = "" };
    struct fill f = { .lang = lang, .missing = "" };
    const struct text_sentence *s = sentence_of(&f, key);
    for (unsigned i = 0; i < s->n; i++) {
        const struct text_piece *p = &text_pieces[s->piece + i];
        if (p->is == PIECE_TEXT)
            buf_add(b, (struct str){ text_pool + p->at, p->n });
        else
            buf_printf(b, "{%.*s%s}", (int)p->n, text_pool + p->at, form[p->is]);
    }
}

struct str text_plain(int lang, enum text_key key)
{
    struct fill f = { .lang = lang };
    const struct text_sentence *s = sentence_of(&f, key);
    const struct text_piece *p = &text_pieces[s->piece];
    ASSERT(s->n == 1 && p->is == PIECE_TEXT);
    return (struct str){ text_pool + p->at, p->n };
}

void text_fill(struct buf *b, int lang, day today, struct str sentence, const struct fact *facts,
               size_t n)
{
    struct fill f = { .b = b, .from = b->n, .lang = lang, .today = today, .facts = facts, .n = n };
    struct str before = sentence;
    for (struct piece p; piece_next(&sentence, &p); before = sentence) {
        /* A brace of the coordinator's own, or a name we do not know, stays as it was written. */
        bool known = p.is == PIECE_TEXT || (p.is != PIECE_BAD && fact_find(&f, p.s));
        piece_add(&f, known ? p : (struct piece){ PIECE_TEXT,
                                                  str_upto(before, before.n - sentence.n) });
    }
}

/* See pdf_text.h. A text shrinks as long as a line would be too many; below a good size long words
 * break at a syllable; at the least size they break anywhere, and what is left over becomes an
 * ellipsis. */
#include "labels/pdf_text.h"

#include "labels/wrap.h"

#define REF TYPE_REF
#define HYPHEN 13.3 /* width of a bold hyphen in layout units */
enum { STEPS = 12, PIECES = 64 };

/* The text on one endless line; its size in layout units goes to w and h. */
void fit_endless(struct type_slot *s, struct str text)
{
    PangoRectangle r;
    pango_layout_set_width(s->layout, -1);
    pango_layout_set_height(s->layout, -1);
    pango_layout_set_ellipsize(s->layout, PANGO_ELLIPSIZE_NONE);
    pango_layout_set_alignment(s->layout, PANGO_ALIGN_LEFT);
    pango_layout_set_text(s->layout, text.s, (int)text.n);
    pango_layout_get_extents(s->layout, NULL, &r);
    s->w = type_units(r.width);
    s->h = type_units(r.height);
    s->squeeze = 1;
}

/* The last resort: words break anywhere, and the end is left out. */
static void cut(struct type_slot *s, const struct box *b, double line)
{
    double w = b->w, h = b->h;
    double size = b->least * line / REF > h ? h * REF / line : b->least;
    int lines = (int)(h / (line / REF * size) + 0.001);
    lines = lines > b->lines ? b->lines : lines < 1 ? 1 : lines;
    s->scale = size / REF;
    s->squeeze = b->squeeze > 0 ? b->squeeze : 1;
    PangoRectangle r;
    pango_layout_set_wrap(s->layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_ellipsize(s->layout, PANGO_ELLIPSIZE_END);
    pango_layout_set_height(s->layout, -lines);
    pango_layout_set_width(s->layout, (int)(w / (s->scale * s->squeeze) * PANGO_SCALE));
    pango_layout_get_extents(s->layout, NULL, &r);
    s->w = w;
    s->h = type_units(r.height) * s->scale;
}

/* The words of a text, cut into syllables on demand, with their widths in layout units. */
struct words {
    struct piece piece[PIECES];
    size_t at[PIECES + 1]; /* first byte of each; the end of the text */
    size_t n;              /* 0: too many */
    double space;
};

static void words_find(struct words *words, struct str text, bool syllables)
{
    words->n = 0;
    for (size_t i = 0; i < text.n && words->n < PIECES;) {
        while (i < text.n && text.s[i] == ' ')
            i++;
        struct str word = str_from(text, i);
        const char *space = word.n ? memchr(word.s, ' ', word.n) : NULL;
        word = str_upto(word, space ? (size_t)(space - word.s) : word.n);
        for (size_t from = 0, to; from < word.n && words->n < PIECES; from = to) {
            to = syllables ? hyphen_next(word, from) : word.n;
            words->at[words->n] = i + from;
            words->piece[words->n++] = (struct piece){ .begins = !from };
        }
        i += word.n;
    }
    words->at[words->n] = text.n;
    if (words->n == PIECES)
        words->n = 0;
}

/* Widths from the clusters of the endless line, which knows kerning and every script. */
static void words_measure(struct words *words, const struct type_slot *s, struct str text)
{
    PangoLayoutIter *it = pango_layout_get_iter(s->layout);
    words->space = 0;
    do {
        PangoRectangle r;
        size_t byte = (size_t)pango_layout_iter_get_index(it), k = 0;
        pango_layout_iter_get_cluster_extents(it, NULL, &r);
        while (k + 1 < words->n && words->at[k + 1] <= byte)
            k++;
        if (byte < text.n && text.s[byte] == ' ')
            words->space = type_units(r.width);
        else if (words->n)
            words->piece[k].w += type_units(r.width);
    } while (pango_layout_iter_next_cluster(it));
    pango_layout_iter_free(it);
}

/* Sets the text again, with the line breaks that were found. */
static void broken(struct type_slot *s, struct str text, const struct words *words,
                   const bool *begin)
{
    char lines[TYPE_TEXT * 2 + PIECES * 2];
    size_t n = 0;
    for (size_t i = 0; i < words->n; i++) {
        struct str piece = { text.s + words->at[i], words->at[i + 1] - words->at[i] };
        bool last = i + 1 == words->n || begin[i + 1];
        if (last || words->piece[i + 1].begins)
            piece = str_trim(piece);
        memcpy(lines + n, piece.s, piece.n);
        n += piece.n;
        if (i + 1 == words->n)
            break;
        if (last && !words->piece[i + 1].begins)
            lines[n++] = '-';
        if (last || words->piece[i + 1].begins)
            lines[n++] = last ? '\n' : ' ';
    }
    double scale = s->scale, squeeze = s->squeeze;
    fit_endless(s, (struct str){ lines, n });
    s->scale = scale;
    s->squeeze = squeeze;
    s->w *= scale * squeeze;
    s->h *= scale;
}

/* Tries sizes from the largest to `least`; true when the text was set. */
static bool wrap(struct type_slot *s, const struct box *b, struct str text, double least,
                 bool syllables)
{
    struct words words;
    bool begin[PIECES];
    double line = s->h;
    words_find(&words, text, syllables);
    words_measure(&words, s, text);
    for (int i = 0; i <= 2 * STEPS + 1 && words.n; i++) {
        double size = b->size + (least - b->size) * (i / 2) / STEPS;
        s->scale = size / REF;
        s->squeeze = i % 2 && b->squeeze > 0 ? b->squeeze : 1;
        double room = b->w / (s->scale * s->squeeze);
        int lines = wrap_lines(words.piece, words.n, room, words.space, HYPHEN, begin);
        if (!lines || lines > b->lines || lines * line * s->scale > b->h + 0.001)
            continue;
        wrap_even(words.piece, words.n, room, words.space, HYPHEN, begin);
        broken(s, text, &words, begin);
        return true;
    }
    return false;
}

void fit_text(struct type_slot *s, const struct box *b, struct str text)
{
    double w = b->w, h = b->h;
    fit_endless(s, text);
    double squeeze = b->squeeze > 0 ? b->squeeze : 1, line = s->h;
    double size = b->size * line / REF > h ? h * REF / line : b->size, needs = s->w / REF * size;
    if (b->lines == 1 || needs <= w) { /* one line: the answer is arithmetic */
        s->squeeze = needs <= w ? 1 : w / needs > squeeze ? w / needs : squeeze;
        if (needs * s->squeeze > w)
            size *= w / (needs * s->squeeze);
        if (size >= b->least * 0.999) {
            s->scale = size / REF;
            s->w *= s->scale * s->squeeze;
            s->h *= s->scale;
            return;
        }
    }
    double good = b->size * 0.63 > b->least ? b->size * 0.63 : b->least;
    if (b->lines > 1 && text.n < TYPE_TEXT &&
        (wrap(s, b, text, good, false) || wrap(s, b, text, b->least, true)))
        return;
    cut(s, b, line);
}

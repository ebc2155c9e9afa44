/* The languages we speak, by their codes (BCP 47; we look at the first part only). */
#include "text/tables.h"
#include "text/text.h"

int lang_find(struct str code)
{
    size_t n = 0;
    while (n < code.n && code.s[n] != '-' && code.s[n] != '_')
        n++;
    for (int lang = 0; lang < LANG_COUNT; lang++)
        if (str_eq_nocase(str_upto(code, n), str_of(text_langs[lang].code)))
            return lang;
    return -1;
}

/* "q=0.8" in thousandths (RFC 9110 12.4.2); without one 1000, malformed 0. */
static int quality(struct str params)
{
    struct str word;
    while (str_next(&params, ';', &word)) {
        word = str_trim(word);
        if (!str_starts_nocase(word, S("q=")))
            continue;
        int64_t whole = 0, part = 0;
        struct str digits, tail = str_upto(str_from(word, 2), 5);
        str_next(&tail, '.', &digits);
        if (!str_int(digits, &whole) || whole < 0 || whole > 1 || (tail.n && !str_int(tail, &part)))
            return 0;
        for (size_t i = tail.n; i < 3; i++)
            part *= 10;
        return (int)(whole * 1000 + part);
    }
    return 1000;
}

int lang_accept(struct str header, int otherwise)
{
    int best = otherwise, most = 0;
    struct str word, tag;
    while (str_next(&header, ',', &word)) {
        tag = (struct str){ 0 };
        str_next(&word, ';', &tag);
        tag = str_trim(tag);
        int q = quality(word), lang = str_eq(tag, S("*")) ? otherwise : lang_find(tag);
        if (lang < 0 || q <= most)
            continue;
        best = lang;
        most = q;
    }
    return best;
}

const char *lang_code(int lang)
{
    ASSERT(lang >= 0 && lang < LANG_COUNT);
    return text_langs[lang].code;
}

int lang_count(void)
{
    return LANG_COUNT;
}

bool lang_rtl(int lang)
{
    ASSERT(lang >= 0 && lang < LANG_COUNT);
    return text_langs[lang].rtl;
}

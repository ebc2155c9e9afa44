/* What a short text means. See answer.h. */
#include "reminders/answer.h"

enum { FORGIVEN_FROM = 4, LETTERS_MOST = 40 };

static const struct {
    const char *word;
    enum meaning means;
} words[] = {
    { "verleng", MEANS_RENEW }, { "verlengen", MEANS_RENEW }, { "renew", MEANS_RENEW },
    { "ja", MEANS_YES }, { "yes", MEANS_YES }, { "nee", MEANS_NO }, { "no", MEANS_NO },
    { "hulp", MEANS_HELP }, { "help", MEANS_HELP }, { "stop", MEANS_STOP }, { "start", MEANS_START },
};

const char *meaning_name(enum meaning m)
{
    static const char *const names[] = { "unclear", "renew", "yes", "no", "help", "stop", "start" };
    return names[m];
}

/* Only the letters, in lower case; false when there are too many to be one word. */
static bool letters_of(struct str text, char out[LETTERS_MOST + 1])
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char ch = (unsigned char)text.s[i], low = ch | 0x20;
        bool letter = low >= 'a' && low <= 'z';
        if (!letter && (ch >= 0x80 || (ch >= '0' && ch <= '9')))
            return false;
        if (letter && n == LETTERS_MOST)
            return false;
        if (letter)
            out[n++] = (char)low;
    }
    out[n] = '\0';
    return n > 0;
}

/* "Ja graag", "verleng aub": the politeness goes. */
static void without_courtesy(char *s)
{
    static const char *const polite[] = { "graag", "hoor", "aub", "svp", "alstublieft", "alsjeblieft",
                                          "dankjewel", "dankuwel", "bedankt", "please", "thanks" };
    size_t n = strlen(s);
    for (size_t i = 0; i < COUNT(polite); i++) {
        size_t k = strlen(polite[i]);
        if (n > k && !strcmp(s + n - k, polite[i]))
            s[n -= k] = '\0';
    }
}

/* One letter more, less, other, or two that changed places. */
static bool nearly(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b), i = 0;
    while (a[i] && a[i] == b[i])
        i++;
    if (n == m)
        return !strcmp(a + i + 1, b + i + 1) ||
               (a[i] == b[i + 1] && a[i + 1] == b[i] && !strcmp(a + i + 2, b + i + 2));
    return n == m + 1 ? !strcmp(a + i + 1, b + i) : m == n + 1 && !strcmp(a + i, b + i + 1);
}

enum meaning answer_meaning(struct str text)
{
    char s[LETTERS_MOST + 1];
    if (!letters_of(text, s))
        return MEANS_UNCLEAR;
    without_courtesy(s);
    for (size_t i = 0; i < COUNT(words); i++)
        if (!strcmp(s, words[i].word))
            return words[i].means;
    for (size_t i = 0; i < COUNT(words); i++)
        if (strlen(words[i].word) >= FORGIVEN_FROM && nearly(s, words[i].word))
            return words[i].means;
    return MEANS_UNCLEAR;
}

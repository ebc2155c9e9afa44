/* See log.h. */
#include "base/log.h"

#include <stdatomic.h>
#include <unistd.h>

static _Atomic int least = LOG_INFO;
static _Atomic int terminal = -1; /* is stderr one? -1: not asked yet */

void log_level_set(enum log_level level)
{
    least = level;
}

static void put(struct log *l, const char *s, size_t n)
{
    for (size_t i = 0; i < n && l->n < sizeof l->line - 2; i++)
        l->line[l->n++] = s[i];
}

struct log log_event(enum log_level level, const char *event)
{
    struct log l = { .level = level };
    if (terminal < 0)
        terminal = isatty(STDERR_FILENO);
    if (!terminal)
        put(&l, (char[]){ '<', (char)('0' + (int)level), '>' }, 3);
    put(&l, event, strlen(event));
    return l;
}

void log_str(struct log *l, const char *key, struct str v)
{
    put(l, " ", 1);
    put(l, key, strlen(key));
    put(l, "=", 1);
    bool quote = !v.n;
    for (size_t i = 0; i < v.n && !quote; i++)
        quote = (unsigned char)v.s[i] <= ' ' || strchr("\"=\\\x7f", v.s[i]);
    if (quote)
        put(l, "\"", 1);
    for (size_t i = 0; i < v.n; i++) {
        unsigned char c = (unsigned char)v.s[i];
        char hex[5];
        if (c < 0x20 || c >= 0x7f) {
            snprintf(hex, sizeof hex, "\\x%02x", c);
            put(l, hex, 4);
        } else {
            if (c == '"' || c == '\\')
                put(l, "\\", 1);
            put(l, (const char *)&c, 1);
        }
    }
    if (quote)
        put(l, "\"", 1);
}

void log_int(struct log *l, const char *key, int64_t v)
{
    char text[24];
    int n = snprintf(text, sizeof text, "%lld", (long long)v);
    log_str(l, key, (struct str){ text, (size_t)n });
}

void log_end(struct log *l)
{
    if ((int)l->level > least)
        return;
    l->line[l->n++] = '\n';
    /* A log that cannot be written is no reason to stop lending. */
    if (write(STDERR_FILENO, l->line, l->n) < 0)
        return;
}

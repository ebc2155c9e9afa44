/* The log: one event a line on stderr, `key=value`, with journald's level prefix when stderr is no
 * terminal. Never holds names, numbers, codes, PINs or tokens (X38); values are cleaned and quoted,
 * so that one event stays one line whatever the input. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/str.h"

enum log_level { LOG_ERROR = 3, LOG_WARNING = 4, LOG_INFO = 6, LOG_DEBUG = 7 }; /* syslog's */

struct log {
    enum log_level level;
    size_t n;
    char line[900]; /* longer values are cut */
};

/* The least important level that is still written; LOG_INFO at start. */
void log_level_set(enum log_level);
struct log log_event(enum log_level, const char *event);
void log_str(struct log *, const char *key, struct str);
void log_int(struct log *, const char *key, int64_t);
/* Writes the line in one write(2). */
void log_end(struct log *);

#endif

/* A value with its kind: what arguments, columns, answers and placeholders of sentences carry. */
#ifndef BASE_VAL_H
#define BASE_VAL_H

#include "base/day.h"

struct shape; /* what the rows of a list look like: ops/op.h */

/* A picture as kist-photo made it: WebP, upright, with nothing else in it. */
struct photo {
    int width, height; /* of the large one; the small one is a square */
    struct str large, small;
};

/* An open file and the name it was given by: from a path on the command line or an upload. */
struct file {
    int fd;
    struct str name;
    const struct photo *photo; /* once it was cleaned; NULL */
};

struct list {
    const struct shape *shape; /* NULL: a list of plain values */
    const struct val *at;      /* row after row, a value for each field of the shape */
    size_t n;                  /* rows (or plain values) */
};

enum val_is { V_NONE, V_INT, V_STR, V_DAY, V_TIME, V_MONEY, V_BOOL, V_FILE, V_LIST };

struct val {
    enum val_is is;
    union {
        int64_t i; /* V_INT, V_BOOL; V_TIME: UTC seconds; V_MONEY: cents */
        struct str s;
        day d;
        const struct file *file;
        const struct list *list;
    };
};

/* A value under a name: a placeholder of a sentence and what to put there. */
struct fact {
    const char *name;
    struct val v;
};

static inline struct val val_none(void) { return (struct val){ V_NONE, { 0 } }; }
static inline struct val val_int(int64_t i) { return (struct val){ V_INT, { .i = i } }; }
static inline struct val val_bool(bool b) { return (struct val){ V_BOOL, { .i = b } }; }
static inline struct val val_time(int64_t t) { return (struct val){ V_TIME, { .i = t } }; }
static inline struct val val_money(int64_t c) { return (struct val){ V_MONEY, { .i = c } }; }
static inline struct val val_str(struct str s) { return (struct val){ V_STR, { .s = s } }; }
static inline struct val val_z(const char *s) { return (struct val){ V_STR, { .s = str_of(s) } }; }
static inline struct val val_list(const struct list *l)
{
    return (struct val){ V_LIST, { .list = l } };
}
/* DAY_NONE is no value. */
static inline struct val val_day(day d)
{
    return day_none(d) ? val_none() : (struct val){ V_DAY, { .d = d } };
}

/* No text and no id are no value. */
static inline struct val val_text(struct str s) { return s.n ? val_str(s) : val_none(); }
static inline struct val val_id(int64_t id) { return id ? val_int(id) : val_none(); }

static inline bool val_is_none(struct val v) { return v.is == V_NONE; }
static inline bool val_true(struct val v) { return v.is == V_BOOL && v.i; }
/* The value, or what stands in for a missing one. */
static inline int64_t val_int_or(struct val v, int64_t or)
{
    return v.is == V_INT || v.is == V_BOOL || v.is == V_MONEY || v.is == V_TIME ? v.i : or;
}
static inline struct str val_str_or(struct val v, struct str or) { return v.is == V_STR ? v.s : or; }
static inline day val_day_or(struct val v, day or) { return v.is == V_DAY ? v.d : or; }
bool val_eq(struct val, struct val);

#endif

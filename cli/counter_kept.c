/* A counter without its server: what is done is kept in a file, each action on the disk before it is
 * said, and sent when the server answers again. Every action has an idempotency key from the first
 * try on, so that one whose answer got lost is not done twice (X36). What changed meanwhile is not
 * overwritten: it is shown, one by one, and a person chooses.
 *
 * The file holds a line for each action (JSON) and a line for each that is settled; it is emptied
 * when none is left. It knows codes and what was typed, no names. */
#include "cli/counter.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ops/say.h"

enum { OWN_SECONDS = 60, FILE_BYTES = 4 << 20 };

/* $XDG_STATE_HOME/kist/counter-HOST, one for each server. */
static bool path_make(struct counter *t, const char *url)
{
    const char *xdg = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    struct buf b = { .a = &t->name_mem };
    if (xdg && *xdg)
        buf_z_add(&b, xdg);
    else
        buf_printf(&b, "%s/.local/state", home ? home : ".");
    buf_z_add(&b, "/kist/counter-");
    for (const char *x = url; *x; x++)
        buf_char(&b, strchr(":/?#@", *x) ? '_' : *x);
    t->kept_path = buf_z(&b);
    for (char *x = b.s + 1; (x = strchr(x, '/')); x++) {
        *x = 0;
        if (mkdir(b.s, 0700) && errno != EEXIST)
            return false;
        *x = '/';
    }
    return true;
}

/* Appends one line; true when it is on the disk. */
static bool line_synced(struct counter *t, struct str line)
{
    int fd = open(t->kept_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    bool good = fd >= 0 && write_all(fd, line) && !fsync(fd);
    return fd >= 0 && !close(fd) && good;
}

static void deed_write(struct buf *b, const struct kept *k)
{
    buf_z_add(b, "{\"key\":");
    buf_json(b, k->key);
    buf_printf(b, ",\"at\":%lld,\"unsure\":%s,\"as\":", (long long)k->at, k->unsure ? "true" : "false");
    buf_json(b, k->as);
    buf_z_add(b, ",\"do\":");
    buf_json(b, str_of(k->deed.op->cmd));
    buf_z_add(b, ",\"with\":[");
    for (size_t i = 0; i < k->deed.n; i++) {
        buf_z_add(b, i ? "," : "");
        buf_json(b, k->deed.at[i].name);
        buf_char(b, ',');
        buf_json(b, k->deed.at[i].value);
    }
    buf_z_add(b, "]}\n");
}

static struct str text_at(struct counter *t, const json_t *j)
{
    return str_copy(&t->kept_mem, (struct str){ json_string_value(j), json_string_length(j) });
}

static struct kept *kept_add(struct counter *t)
{
    if (t->n_kept == KEPT_MOST)
        return NULL;
    struct kept *k = &t->kept[t->n_kept++];
    *k = (struct kept){ 0 };
    return k;
}

static void kept_drop(struct counter *t, size_t i)
{
    memmove(&t->kept[i], &t->kept[i + 1], (--t->n_kept - i) * sizeof *t->kept);
}

static void settled_read(struct counter *t, struct str key)
{
    for (size_t i = 0; i < t->n_kept; i++)
        if (str_eq(t->kept[i].key, key)) {
            kept_drop(t, i);
            return;
        }
}

/* One line of the file. A last line that a power cut left torn was never said to be kept. */
static void line_take(struct counter *t, struct str line)
{
    json_t *j = json_loadb(line.s, line.n, 0, NULL);
    const json_t *with = json_object_get(j, "with");
    struct str key = text_at(t, json_object_get(j, "key"));
    const struct op *op = op_find(text_at(t, json_object_get(j, "do")));
    if (json_is_true(json_object_get(j, "settled")))
        settled_read(t, key);
    struct kept *k = op && key.n && json_array_size(with) <= 2 * GIVEN_FEW ? kept_add(t) : NULL;
    if (k) {
        *k = (struct kept){ .key = key, .as = text_at(t, json_object_get(j, "as")),
                            .at = json_integer_value(json_object_get(j, "at")),
                            .unsure = json_is_true(json_object_get(j, "unsure")), .deed = { .op = op } };
        for (size_t i = 0; i + 1 < json_array_size(with); i += 2)
            deed_give(&k->deed, text_at(t, json_array_get(with, i)).s,
                      text_at(t, json_array_get(with, i + 1)));
    }
    json_decref(j);
}

static void file_take(struct counter *t)
{
    struct buf b = { .a = &t->k->mem };
    char block[4096];
    int fd = open(t->kept_path, O_RDONLY | O_CLOEXEC);
    for (ssize_t n; fd >= 0 && b.n < FILE_BYTES && (n = read(fd, block, sizeof block)) > 0;)
        buf_add(&b, (struct str){ block, (size_t)n });
    if (fd >= 0)
        close(fd);
    struct str rest = buf_str(&b), line;
    while (str_next(&rest, '\n', &line))
        line_take(t, line);
}

void kept_begin(struct counter *t, const char *url)
{
    t->remote = path_make(t, url);
    if (t->remote)
        file_take(t);
}

struct str kept_key(struct counter *t)
{
    unsigned char bytes[16];
    struct buf b = { .a = &t->k->mem };
    t->k->world.random(&t->k->world, bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        buf_printf(&b, "%02x", bytes[i]);
    return buf_str(&b);
}

bool kept_keep(struct counter *t, const struct deed *d, struct str key, bool unsure)
{
    struct kept *k = kept_add(t);
    struct buf b = { .a = &t->k->mem };
    if (!k)
        return false;
    *k = (struct kept){ .key = str_copy(&t->kept_mem, key), .as = str_copy(&t->kept_mem, str_of(t->k->as)),
                        .at = (int64_t)time(NULL), .unsure = unsure, .deed = deed_copy(&t->kept_mem, d) };
    deed_write(&b, k);
    if (line_synced(t, buf_str(&b)))
        return true;
    t->n_kept--;
    return false;
}

/* It was sent, or a person decided: it never comes back. */
static void settled(struct counter *t, size_t i)
{
    struct buf b = { .a = &t->k->mem };
    buf_z_add(&b, "{\"settled\":true,\"key\":");
    buf_json(&b, t->kept[i].key);
    buf_z_add(&b, "}\n");
    kept_drop(t, i);
    if (t->n_kept || truncate(t->kept_path, 0))
        (void)!line_synced(t, buf_str(&b)); /* sent once more, it is answered by its key */
}

static struct str given_of(const struct deed *d, const char *name)
{
    for (size_t i = 0; i < d->n; i++)
        if (str_eq(d->at[i].name, str_of(name)))
            return d->at[i].value;
    return (struct str){ 0 };
}

static bool ours(const struct counter *t, int64_t action)
{
    for (size_t i = 0; i < t->n_sent; i++)
        if (t->sent[i] == action)
            return true;
    return false;
}

/* Did somebody else do something with the tool after this was kept? FAULT_NO_SERVER: cannot say. */
static enum fault meanwhile(struct counter *t, const struct kept *k, bool *changed, struct str *story)
{
    struct deed d = deed_of("journal");
    struct str tool = given_of(&k->deed, "tool");
    struct reply r;
    *changed = false;
    if (!tool.n)
        return OK;
    deed_give(&d, "tool", tool);
    deed_give(&d, "limit", S("1"));
    enum fault f = counter_send(t, &d, (struct str){ 0 }, &t->k->mem, &r);
    if (f || !r.out.n_rows)
        return f == FAULT_NO_SERVER || f == FAULT_UNSURE ? FAULT_NO_SERVER : OK;
    int64_t at = val_int_or(reply_val(&r.out, 0, "at"), 0);
    bool own = k->unsure && str_eq(reply_str(&r.out, 0, "initials"), k->as) && at <= k->at + OWN_SECONDS;
    *changed = at > k->at && !own && !ours(t, val_int_or(reply_val(&r.out, 0, "action"), 0));
    *story = reply_str(&r.out, 0, "story");
    return OK;
}

/* What was kept, in a few words: "uitgeleend, 417A, M52318G". */
static struct str kept_words(struct counter *t, const struct deed *d)
{
    struct buf b = { .a = &t->k->mem };
    buf_add(&b, say_did(&t->k->c, str_of(d->op->cmd)));
    for (size_t i = 0; i < d->n; i++)
        if (str_eq(d->at[i].name, S("tool")) || str_eq(d->at[i].name, S("member"))) {
            struct line l = line_read(&t->k->mem, d->at[i].value);
            const struct known *x = known_find(l.is == LINE_MEMBER ? &t->members : &t->tools, l.code);
            buf_printf(&b, ", %.*s", STR(l.code.n ? l.code : d->at[i].value));
            if (x)
                buf_printf(&b, " %.*s", STR(x->name));
        }
    return buf_str(&b);
}

void kept_said(struct counter *t, const struct deed *d)
{
    SAY(t, TONE_YES, T_COUNTER_KEPT, F("what", val_str(kept_words(t, d))));
}

/* The first conflict: what was meant here, what happened there, and what may be done. */
static void conflict_show(struct counter *t)
{
    for (size_t i = 0; i < t->n_kept; i++) {
        struct kept *k = &t->kept[i];
        if (!k->conflict)
            continue;
        SAY(t, TONE_LOOK, T_COUNTER_CONFLICT_IS, F("what", val_str(kept_words(t, &k->deed))),
            F("why", val_str(k->why)));
        counter_choices_clear(t);
        struct choice *x = counter_choice(t, text_plain(t->k->c.lang, T_COUNTER_CONFLICT_LEAVE));
        x->settles = true;
        x = counter_choice(t, text_plain(t->k->c.lang, T_COUNTER_CONFLICT_DO));
        x->settles = true;
        x->deed = deed_copy(&t->choice_mem, &k->deed);
        return;
    }
}

void kept_settle(struct counter *t)
{
    for (size_t i = 0; i < t->n_kept; i++)
        if (t->kept[i].conflict) {
            settled(t, i);
            return;
        }
}

/* Sends one; true to go on with the next. */
static bool sent(struct counter *t, size_t i, size_t *n)
{
    struct kept *k = &t->kept[i];
    struct reply r;
    bool changed;
    struct str story = { 0 };
    if (meanwhile(t, k, &changed, &story))
        return false;
    if (!changed) {
        const char *as = t->k->as;
        t->k->as = k->as.n ? k->as.s : as;
        enum fault f = counter_send(t, &k->deed, k->key, &t->k->mem, &r);
        t->k->as = as;
        if (f == FAULT_NO_SERVER || f == FAULT_UNSURE || (f && fault_info(f)->status >= 500))
            return false;
        if (!f) {
            if (t->n_sent < KEPT_MOST)
                t->sent[t->n_sent++] = r.out.action;
            settled(t, i);
            ++*n;
            return true;
        }
        story = text_fault(&t->k->c, &t->k->c.wrong[0]);
    }
    k->conflict = true;
    k->why = str_copy(&t->kept_mem, story);
    return true;
}

static bool waiting(const struct counter *t)
{
    for (size_t i = 0; i < t->n_kept; i++)
        if (!t->kept[i].conflict)
            return true;
    return false;
}

/* Does it answer at all? Whoever stands at the counter waits for this as little as can be. */
static bool answers(struct counter *t)
{
    struct deed d = deed_of("branch list");
    struct reply r;
    t->k->patience = PROBE_SECONDS;
    enum fault f = counter_send(t, &d, (struct str){ 0 }, &t->k->mem, &r);
    t->k->patience = ANSWER_SECONDS_MOST;
    t->tried = (int64_t)time(NULL);
    t->pause = t->pause * 2 < RETRY_MOST ? t->pause * 2 : RETRY_MOST;
    return f != FAULT_NO_SERVER && f != FAULT_UNSURE;
}

void kept_retry(struct counter *t)
{
    size_t i = 0, n = 0;
    bool answered = !t->offline || answers(t);
    while (answered && i < t->n_kept)
        if (t->kept[i].conflict)
            i++;
        else
            answered = sent(t, i, &n);
    t->fault = OK;
    t->k->c.n_wrong = 0;
    bool was = t->offline;
    t->offline = !answered;
    if (answered && (was || n))
        SAY(t, TONE_LOOK, T_COUNTER_ONLINE, F("n", val_int((int64_t)n)));
    if (answered && !waiting(t) && !t->n_choices && !t->asked)
        conflict_show(t);
    t->person.stale |= answered;
    if (answered && was)
        known_take(t);
}

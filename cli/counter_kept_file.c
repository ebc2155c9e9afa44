/* A counter without its server: what is done is kept in a file, each action on the disk before it is
 * said, and sent when the server answers again (cli/counter_kept.c). Every action has an idempotency
 * key from the first try on, so that one whose answer got lost is not done twice (X36).
 *
 * The file holds a line for each action (JSON) and a line for each that is settled; it is emptied
 * when none is left. It knows codes and what was typed, no names. */
#include "cli/counter.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_BYTES = 4 << 20 };

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
void kept_settled(struct counter *t, size_t i)
{
    struct buf b = { .a = &t->k->mem };
    buf_z_add(&b, "{\"settled\":true,\"key\":");
    buf_json(&b, t->kept[i].key);
    buf_z_add(&b, "}\n");
    kept_drop(t, i);
    if (t->n_kept || truncate(t->kept_path, 0))
        (void)!line_synced(t, buf_str(&b)); /* sent once more, it is answered by its key */
}

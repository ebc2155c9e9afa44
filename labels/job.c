/* See job.h. One table of fields serves the writer and the reader, so that they cannot differ. */
#include "labels/job.h"

#include "base/helper.h"

#include <jansson.h>

enum is { IS_STR, IS_INT, IS_BOOL, IS_DAY, IS_CHOICE, IS_LIST };
struct field {
    const char *key;
    size_t at;   /* where in the struct */
    enum is is;
    int least, most;            /* IS_INT; IS_LIST: `most` items */
    const char *const *choices; /* IS_CHOICE, ends with NULL */
};

static const char *const formats[] = { "pdf", "svg", "png", "zpl", "terminal", "sheets", NULL };
static const char *const layouts[] = { "auto", "standard", "tiny", "big", "flag", "tag", "kit",
                                       "card", "frames", NULL };

#define JOB(key, is, least, most) { #key, offsetof(struct label_job, key), is, least, most, NULL }
#define LABEL(key, is, most) { #key, offsetof(struct label, key), is, 0, most, NULL }
static const struct field job_fields[] = {
    { "format", offsetof(struct label_job, format), IS_CHOICE, 0, 0, formats },
    { "layout", offsetof(struct label_job, layout), IS_CHOICE, 0, 0, layouts },
    JOB(sheet, IS_STR, 0, 0), JOB(single, IS_BOOL, 0, 1), JOB(start, IS_INT, 0, 10000),
    JOB(page, IS_INT, 0, LABEL_MOST), JOB(x, IS_INT, -10000, 10000), JOB(y, IS_INT, -10000, 10000),
    JOB(dpi, IS_INT, LABEL_DPI_LEAST, LABEL_DPI_MOST), JOB(plain, IS_BOOL, 0, 1),
    JOB(lang, IS_STR, 0, 0), JOB(library, IS_STR, 0, 0), JOB(phone, IS_STR, 0, 0),
};
static const struct field label_fields[] = {
    LABEL(url, IS_STR, 0), LABEL(number, IS_STR, 0), LABEL(letter, IS_STR, 0),
    LABEL(name, IS_STR, 0), LABEL(brand, IS_STR, 0), LABEL(branch, IS_STR, 0),
    LABEL(shelf, IS_STR, 0), LABEL(owner, IS_STR, 0), LABEL(phone, IS_STR, 0),
    LABEL(colour, IS_STR, 0),
    LABEL(inspect, IS_DAY, 0), LABEL(safety, IS_INT, 3), LABEL(parts, IS_LIST, 200),
};

/* Text beyond this is never visible on a label; it is cut before anything measures it. */
enum { TEXT_MOST = 400 };

static const void *in(const void *record, const struct field *f)
{
    return (const char *)record + f->at;
}

static void *into(void *record, const struct field *f)
{
    return (char *)record + f->at;
}

static void list_write(struct buf *b, const struct label *l)
{
    buf_char(b, '[');
    for (size_t i = 0; i < l->n_parts; i++) {
        if (i)
            buf_char(b, ',');
        buf_json(b, l->parts[i]);
    }
    buf_char(b, ']');
}

/* Whether the field differs from what a reader assumes. */
static bool is_set(const void *record, const struct field *f)
{
    switch (f->is) {
    case IS_STR:
        return ((const struct str *)in(record, f))->n > 0;
    case IS_INT: case IS_CHOICE:
        return *(const int *)in(record, f) != 0;
    case IS_BOOL:
        return *(const bool *)in(record, f);
    case IS_DAY:
        return ((const day *)in(record, f))->n > 0;
    case IS_LIST:
        break;
    }
    return ((const struct label *)record)->n_parts > 0;
}

static void fields_write(struct buf *b, const void *record, const struct field *f, size_t n)
{
    for (const struct field *end = f + n; f < end; f++) {
        if (!is_set(record, f))
            continue;
        buf_printf(b, "\"%s\":", f->key);
        if (f->is == IS_STR)
            buf_json(b, *(const struct str *)in(record, f));
        else if (f->is == IS_INT)
            buf_int(b, *(const int *)in(record, f));
        else if (f->is == IS_BOOL)
            buf_z_add(b, "true");
        else if (f->is == IS_CHOICE)
            buf_printf(b, "\"%s\"", f->choices[*(const int *)in(record, f)]);
        else if (f->is == IS_LIST)
            list_write(b, record);
        else {
            buf_char(b, '"');
            buf_day(b, *(const day *)in(record, f));
            buf_char(b, '"');
        }
        buf_char(b, ',');
    }
}

void job_write(struct buf *b, const struct label_job *job)
{
    buf_char(b, '{');
    fields_write(b, job, job_fields, COUNT(job_fields));
    buf_z_add(b, "\"labels\":[");
    for (size_t i = 0; i < job->n_labels; i++) {
        buf_z_add(b, i ? ",{" : "{");
        fields_write(b, &job->labels[i], label_fields, COUNT(label_fields));
        if (b->n && b->s[b->n - 1] == ',')
            b->n--;
        buf_char(b, '}');
    }
    buf_z_add(b, "]}");
}

static struct str text_read(struct arena *a, const json_t *v)
{
    struct str raw = { json_string_value(v), json_string_length(v) };
    return str_trim(str_shown(a, str_copy(a, utf8_upto(raw, TEXT_MOST))));
}

static bool list_read(struct arena *a, const json_t *v, const struct field *f, struct label *l)
{
    size_t n = json_array_size(v);
    if (!json_is_array(v) || n > (size_t)f->most)
        return false;
    struct str *parts = NEW_N(a, struct str, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (!json_is_string(json_array_get(v, i)))
            return false;
        parts[i] = text_read(a, json_array_get(v, i));
    }
    l->parts = parts;
    l->n_parts = n;
    return true;
}

static bool choice_read(const json_t *v, const struct field *f, int *out)
{
    for (int i = 0; f->choices[i] && json_is_string(v); i++)
        if (!strcmp(json_string_value(v), f->choices[i]))
            return *out = i, true;
    return false;
}

static bool field_read(struct arena *a, const json_t *v, const struct field *f, void *record)
{
    switch (f->is) {
    case IS_STR:
        if (json_is_string(v))
            *(struct str *)into(record, f) = text_read(a, v);
        return json_is_string(v);
    case IS_INT:
        if (!json_is_integer(v) || json_integer_value(v) < f->least ||
            json_integer_value(v) > f->most)
            return false;
        *(int *)into(record, f) = (int)json_integer_value(v);
        return true;
    case IS_BOOL:
        *(bool *)into(record, f) = json_is_true(v);
        return json_is_boolean(v);
    case IS_DAY:
        return json_is_string(v) && day_parse(str_of(json_string_value(v)), into(record, f));
    case IS_CHOICE:
        return choice_read(v, f, into(record, f));
    case IS_LIST:
        break;
    }
    return list_read(a, v, f, record);
}

/* Reads every member; *key names the first that is wrong. `labels` of a job is not among them. */
static bool fields_read(struct arena *a, const json_t *object, const struct field *fields, size_t n,
                        void *record, const char **key)
{
    const char *k;
    json_t *v;
    json_object_foreach((json_t *)(uintptr_t)object, k, v) {
        size_t i = 0;
        while (i < n && strcmp(fields[i].key, k))
            i++;
        *key = k;
        if (i < n ? !field_read(a, v, &fields[i], record)
                  : fields != job_fields || strcmp(k, "labels"))
            return false;
    }
    return true;
}

/* A URL that a QR code may carry: printable ASCII, so that no scanner has to guess an encoding. */
static bool url_fine(struct str url)
{
    for (size_t i = 0; i < url.n; i++)
        if (url.s[i] <= ' ' || url.s[i] > '~')
            return false;
    return url.n < TEXT_MOST;
}

static bool colour_fine(struct str colour)
{
    bool fine = !colour.n || (colour.n == 7 && *colour.s == '#');
    for (size_t i = 1; fine && i < colour.n; i++)
        fine = strchr("0123456789abcdefABCDEF", colour.s[i]) != NULL;
    return fine;
}

static bool labels_read(struct arena *a, const json_t *array, struct label_job *job, struct str *where)
{
    size_t n = json_array_size(array);
    *where = S("labels");
    if (!json_is_array(array) || n > LABEL_MOST ||
        (!n && job->format != LABEL_SHEETS && job->layout != LAYOUT_FRAMES))
        return false;
    struct label *labels = NEW_N(a, struct label, n + 1);
    for (size_t i = 0; i < n; i++) {
        const json_t *v = json_array_get(array, i);
        const char *key = "";
        bool good = json_is_object(v) && fields_read(a, v, label_fields, COUNT(label_fields),
                                                     &labels[i], &key);
        if (good && !url_fine(labels[i].url))
            good = false, key = "url";
        if (good && !colour_fine(labels[i].colour))
            good = false, key = "colour";
        if (!good) {
            *where = str_printf(a, "labels[%zu].%s", i, key);
            return false;
        }
    }
    job->labels = labels;
    job->n_labels = n;
    return true;
}

enum fault job_read(struct arena *a, struct str json, struct label_job *job, struct str *where)
{
    *job = (struct label_job){ 0 };
    *where = S("");
    json_t *root = json_loadb(json.n ? json.s : "", json.n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL,
                              NULL);
    const char *key = "";
    bool good = json_is_object(root) &&
                fields_read(a, root, job_fields, COUNT(job_fields), job, &key);
    if (!good)
        *where = str_copy(a, str_of(key));
    good = good && labels_read(a, json_object_get(root, "labels"), job, where);
    json_decref(root);
    return a->full ? FAULT_TOO_BIG : good ? OK : FAULT_BODY_FORMAT;
}

/* The faults that kist-labels may report; what else it says is a mistake of ours. */
static const enum fault ours[] = { FAULT_SHEET_UNKNOWN, FAULT_SHEET_SEVERAL, FAULT_LABEL_TOO_SMALL,
                                   FAULT_LABEL_START, FAULT_LABEL_PAGES };

enum fault job_refused(struct ctx *c, struct str line)
{
    struct str name = { 0 };
    str_next(&line, '\t', &name);
    enum fault f = FAULT_HELPER;
    for (size_t i = 0; i < COUNT(ours); i++)
        if (str_eq(name, str_of(fault_info(ours[i])->name)))
            f = ours[i];
    json_t *root = f == FAULT_HELPER ? NULL : json_loadb(line.n ? line.s : "", line.n, 0, NULL);
    struct fact facts[FACTS_MOST];
    size_t n = 0;
    const char *key;
    json_t *v;
    json_object_foreach(root, key, v) {
        if (n == FACTS_MOST)
            break;
        struct str s = { json_string_value(v), json_string_length(v) };
        facts[n++] = (struct fact){ str_z(c->mem, str_of(key)),
                                    json_is_integer(v) ? val_int(json_integer_value(v))
                                                       : val_str(str_copy(c->mem, s)) };
    }
    json_decref(root);
    const char *arg = f == FAULT_HELPER ? NULL : f == FAULT_LABEL_START ? "start" : "sheet";
    struct val got = f == FAULT_HELPER ? val_z("kist-labels") : n ? facts[0].v : val_none();
    return fail_facts(c, f, arg, got, facts, n);
}

enum fault job_draw(struct ctx *c, struct str job, struct buf *out)
{
    struct helper h = { .name = "kist-labels", .input = job, .limit = (int64_t)256 << 20 };
    enum fault f = helper_run(c, &h, out);
    if (f != FAULT_HELPER)
        return f ? fail(c, f, NULL, val_none()) : OK;
    struct str line = { 0 };
    for (struct str rest = h.said, l; str_next(&rest, '\n', &l);)
        if (l.n)
            line = l;
    return job_refused(c, line);
}

/* See job.h: reading a job exactly. */
#include "labels/job.h"

#include "labels/job_fields.h"

#include <jansson.h>

/* Text beyond this is never visible on a label; it is cut before anything measures it. */
enum { TEXT_MOST = 400 };

static void *into(void *record, const struct job_field *f)
{
    return (char *)record + f->at;
}

static struct str text_read(struct arena *a, const json_t *v)
{
    struct str raw = { json_string_value(v), json_string_length(v) };
    return str_trim(str_shown(a, str_copy(a, utf8_upto(raw, TEXT_MOST))));
}

static bool list_read(struct arena *a, const json_t *v, const struct job_field *f, struct label *l)
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

static bool choice_read(const json_t *v, const struct job_field *f, int *out)
{
    for (int i = 0; f->choices[i] && json_is_string(v); i++)
        if (!strcmp(json_string_value(v), f->choices[i]))
            return *out = i, true;
    return false;
}

static bool field_read(struct arena *a, const json_t *v, const struct job_field *f, void *record)
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
static bool fields_read(struct arena *a, const json_t *object, const struct job_field *fields,
                        size_t n, void *record, const char **key)
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

static bool labels_read(struct arena *a, const json_t *array, struct label_job *job,
                        struct str *where)
{
    size_t n = json_array_size(array);
    *where = S("labels");
    if (!json_is_array(array) || n > LABEL_MOST ||
        (!n && job->format != LABEL_SHEETS && job->layout < LAYOUT_FRAMES))
        return false;
    struct label *labels = NEW_N(a, struct label, n + 1);
    for (size_t i = 0; i < n; i++) {
        const json_t *v = json_array_get(array, i);
        const char *key = "";
        bool good = json_is_object(v) && fields_read(a, v, label_fields, n_label_fields,
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
                fields_read(a, root, job_fields, n_job_fields, job, &key);
    if (!good)
        *where = str_copy(a, str_of(key));
    good = good && labels_read(a, json_object_get(root, "labels"), job, where);
    json_decref(root);
    return a->full ? FAULT_TOO_BIG : good ? OK : FAULT_BODY_FORMAT;
}

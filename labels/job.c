/* See job.h. Writing a job, and what becomes of one; reading is job_read.c, which only kist-labels
 * needs. */
#include "labels/job.h"

#include "base/helper.h"
#include "labels/job_fields.h"

#include <jansson.h>

static const char *const formats[] = { "pdf", "svg", "png", "zpl", "terminal", "sheets", NULL };
static const char *const layouts[] = { "auto", "standard", "tiny", "big", "flag", "tag", "kit",
                                       "card", "sign", "frames", "sheets", NULL };

#define JOB(key, is, least, most) { #key, offsetof(struct label_job, key), is, least, most, NULL }
#define LABEL(key, is, most) { #key, offsetof(struct label, key), is, 0, most, NULL }
const struct job_field job_fields[] = {
    { "format", offsetof(struct label_job, format), IS_CHOICE, 0, 0, formats },
    { "layout", offsetof(struct label_job, layout), IS_CHOICE, 0, 0, layouts },
    JOB(sheet, IS_STR, 0, 0), JOB(templates, IS_STR, 0, 0), JOB(single, IS_BOOL, 0, 1), JOB(start, IS_INT, 0, 10000),
    JOB(page, IS_INT, 0, LABEL_MOST), JOB(x, IS_INT, -10000, 10000), JOB(y, IS_INT, -10000, 10000),
    JOB(dpi, IS_INT, LABEL_DPI_LEAST, LABEL_DPI_MOST), JOB(plain, IS_BOOL, 0, 1),
    JOB(to, IS_STR, 0, 0), JOB(lang, IS_STR, 0, 0), JOB(library, IS_STR, 0, 0), JOB(phone, IS_STR, 0, 0),
};
const struct job_field label_fields[] = {
    LABEL(url, IS_STR, 0), LABEL(number, IS_STR, 0), LABEL(letter, IS_STR, 0),
    LABEL(name, IS_STR, 0), LABEL(brand, IS_STR, 0), LABEL(branch, IS_STR, 0),
    LABEL(shelf, IS_STR, 0), LABEL(owner, IS_STR, 0), LABEL(phone, IS_STR, 0),
    LABEL(colour, IS_STR, 0),
    LABEL(inspect, IS_DAY, 0), LABEL(safety, IS_INT, 3), LABEL(parts, IS_LIST, 200),
};
const size_t n_job_fields = COUNT(job_fields), n_label_fields = COUNT(label_fields);

static const void *in(const void *record, const struct job_field *f)
{
    return (const char *)record + f->at;
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
static bool is_set(const void *record, const struct job_field *f)
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

static void fields_write(struct buf *b, const void *record, const struct job_field *f, size_t n)
{
    for (const struct job_field *end = f + n; f < end; f++) {
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
    fields_write(b, job, job_fields, n_job_fields);
    buf_z_add(b, "\"labels\":[");
    for (size_t i = 0; i < job->n_labels; i++) {
        buf_z_add(b, i ? ",{" : "{");
        fields_write(b, &job->labels[i], label_fields, n_label_fields);
        if (b->n && b->s[b->n - 1] == ',')
            b->n--;
        buf_char(b, '}');
    }
    buf_z_add(b, "]}");
}

void paper_write(struct buf *b, const struct paper *p)
{
    buf_z_add(b, "{\"paper\":");
    buf_json(b, p->size);
    buf_z_add(b, ",\"to\":");
    buf_json(b, p->to);
    buf_z_add(b, ",\"lang\":");
    buf_json(b, p->lang);
    buf_z_add(b, ",\"rows\":[");
    for (size_t i = 0; i < p->n; i++) {
        buf_printf(b, "%s[%d", i ? "," : "", p->rows[i].is);
        for (int k = 0; k < PAPER_CELLS; k++) {
            buf_char(b, ',');
            buf_json(b, p->rows[i].cell[k]);
        }
        buf_char(b, ']');
    }
    buf_z_add(b, "]}");
}

/* The faults that kist-labels may report; what else it says is a mistake of ours. */
static const enum fault ours[] = { FAULT_SHEET_UNKNOWN, FAULT_SHEET_SEVERAL, FAULT_LABEL_TOO_SMALL,
                                   FAULT_LABEL_START, FAULT_LABEL_PAGES, FAULT_PRINTER_UNKNOWN,
                                   FAULT_PRINTER_OFF, FAULT_PRINTER_MEDIA };

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
    bool printer = f == FAULT_PRINTER_UNKNOWN || f == FAULT_PRINTER_OFF;
    const char *arg = f == FAULT_HELPER ? NULL : f == FAULT_LABEL_START ? "start"
                    : printer ? "printer" : "sheet";
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

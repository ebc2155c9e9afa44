/* What is wrong with the rows of a list: noted while a row is read, told when it is done. See
 * import_run.h. */
#include "lending/import_run.h"

#include "text/text.h"

enum { TOLD_TEXT_MOST = 200 }; /* characters of what was given */

void row_wrong(struct import_run *r, int field, enum fault f)
{
    (void)!fail(r->c, f, r->kind->fields[field].key, val_text(r->cell[field]));
}

void row_choice(struct import_run *r, int field, const char *thing, const char *states)
{
    struct buf b = { .a = r->c->mem };
    for (struct str rest = str_of(states), name; str_next(&rest, ' ', &name);) {
        int key = text_find(str_printf(r->c->mem, "state.%s.%.*s", thing, STR(name)));
        buf_z_add(&b, b.n ? ", " : "");
        buf_add(&b, key < 0 ? name : text_plain(r->c->lang, (enum text_key)key));
    }
    (void)!fail_facts(r->c, FAULT_CHOICE_UNKNOWN, r->kind->fields[field].key, val_str(r->cell[field]),
                      FACTS(F("choices", val_str(buf_str(&b)))));
}

bool number_once(struct import_run *r, int32_t *seen, int64_t number, int field)
{
    int64_t before = seen[number];
    if (!before)
        seen[number] = (int32_t)r->csv.row;
    if (!before || before == r->csv.row)
        return true;
    (void)!fail_facts(r->c, FAULT_ROW_TWICE, r->kind->fields[field].key, val_str(r->cell[field]),
                      FACTS(F("n", val_int(before))));
    return false;
}

void like_text(struct likeness *l, struct str x, struct str y)
{
    if (!x.n || !y.n)
        return;
    *(str_eq(x, y) ? &l->alike : &l->unlike) = true;
}

void like_day(struct likeness *l, day x, day y)
{
    if (day_none(x) || day_none(y))
        return;
    *(day_is(x, y) ? &l->alike : &l->unlike) = true;
}

void like_name(struct likeness *l, struct str x, struct str y)
{
    enum { WORD_LEAST = 4 };
    struct str rest = x, word;
    while (str_next(&rest, ' ', &word))
        l->alike = l->alike || (word.n >= WORD_LEAST && str_find(y, word) >= 0);
    rest = y;
    while (str_next(&rest, ' ', &word))
        l->alike = l->alike || (word.n >= WORD_LEAST && str_find(x, word) >= 0);
}

void number_known(struct import_run *r, int field, const struct likeness *l)
{
    bool other = l->its_name.n && !l->alike;
    if (!r->writing)
        ++*(other ? &r->differ : &r->agree);
    if (other && (l->unlike || (r->writing && r->differ > r->agree))) {
        (void)!fail_facts(r->c, FAULT_NUMBER_USED, r->kind->fields[field].key, val_str(r->cell[field]),
                          FACTS(F("name", val_str(l->its_name))));
        return;
    }
    if (!other || r->writing || r->n_others == IMPORT_TOLD_MOST)
        return;
    if (!r->others)
        r->others = NEW_N(&r->keep, struct import_fault, IMPORT_TOLD_MOST);
    r->others[r->n_others++] = (struct import_fault){ r->csv.row, {
        .arg = r->kind->fields[field].key, .fault = FAULT_NUMBER_USED,
        .got = val_str(str_copy(r->told, r->cell[field])),
        .facts = { F("name", val_str(str_copy(r->told, l->its_name))) }, .n_facts = 1 } };
}

static int by_row(const void *x, const void *y)
{
    const struct import_fault *a = x, *b = y;
    return (a->row > b->row) - (a->row < b->row);
}

void others_told(struct import_run *r)
{
    struct import *im = r->im;
    if (!r->n_others)
        return;
    struct import_fault *all = NEW_N(r->told, struct import_fault, im->n_faults + r->n_others);
    if (im->n_faults)
        memcpy(all, im->faults, im->n_faults * sizeof *all);
    memcpy(all + im->n_faults, r->others, r->n_others * sizeof *all);
    im->n_faults += r->n_others;
    qsort(all, im->n_faults, sizeof *all, by_row);
    if (im->n_faults > IMPORT_TOLD_MOST)
        im->n_faults = IMPORT_TOLD_MOST;
    im->faults = all;
    r->room_faults = im->n_faults;
    im->bad += (int64_t)r->n_others;
}

static struct val told(struct import_run *r, struct val v)
{
    return v.is == V_STR ? val_str(str_copy(r->told, utf8_upto(v.s, TOLD_TEXT_MOST))) : v;
}

void row_told(struct import_run *r)
{
    struct import *im = r->im;
    struct import_fault *all = (struct import_fault *)(uintptr_t)im->faults;
    for (size_t i = 0; i < r->c->n_wrong && im->n_faults < IMPORT_TOLD_MOST; i++) {
        if (im->n_faults == r->room_faults) {
            r->room_faults = r->room_faults ? r->room_faults * 2 : 16;
            struct import_fault *more = NEW_N(r->told, struct import_fault, r->room_faults);
            if (im->n_faults)
                memcpy(more, all, im->n_faults * sizeof *all);
            im->faults = all = more;
        }
        struct import_fault *f = &all[im->n_faults++];
        *f = (struct import_fault){ r->csv.row, r->c->wrong[i] };
        f->wrong.got = told(r, f->wrong.got);
        for (size_t k = 0; k < f->wrong.n_facts; k++)
            f->wrong.facts[k].v = told(r, f->wrong.facts[k].v);
    }
}

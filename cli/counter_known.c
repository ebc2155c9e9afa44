/* What a remote counter knows when the connection drops: codes, first names, what blocks somebody, and
 * what tools are called, as they were when it was connected last. In memory only: after the program has
 * ended, or on a stolen laptop, there is nothing. */
#include "cli/counter.h"

enum { KNOWN_MOST = 20000 };

/* One list into `list`, by code; what cannot be fetched is not known. */
static void list_take(struct counter *t, const char *cmd, const char *code, struct known_list *list)
{
    struct deed d = deed_of(cmd);
    struct reply r;
    struct arena fetched = { .limit = (size_t)64 << 20 };
    deed_give(&d, "limit", S("1000"));
    for (bool more = true; more && list->n < KNOWN_MOST;) {
        if (counter_send(t, &d, (struct str){ 0 }, &fetched, &r) || !r.out.n_rows)
            break;
        if (list->n + r.out.n_rows > list->room) {
            list->room = (list->n + r.out.n_rows) * 2;
            struct known *grown = NEW_N(&t->known_mem, struct known, list->room);
            if (list->n)
                memcpy(grown, list->at, list->n * sizeof *grown);
            list->at = grown;
        }
        for (size_t i = 0; i < r.out.n_rows; i++)
            list->at[list->n++] = (struct known){
                .code = str_copy(&t->known_mem, reply_str(&r.out, i, code)),
                .name = str_copy(&t->known_mem, reply_str(&r.out, i, "name")),
                .state = str_copy(&t->known_mem, reply_str(&r.out, i, "state")) };
        more = r.out.n_rows == 1000;
        d.n = 1;
        deed_give(&d, "after", list->at[list->n - 1].code);
    }
    arena_free(&fetched);
}

void known_take(struct counter *t)
{
    arena_free(&t->known_mem);
    t->known_mem.limit = (size_t)64 << 20;
    t->members = t->tools = (struct known_list){ 0 };
    list_take(t, "member list", "member", &t->members);
    list_take(t, "tool list", "tool", &t->tools);
    for (size_t i = 0; i < t->members.n; i++) { /* a first name is enough at a table */
        struct str rest = t->members.at[i].name, first = { 0 };
        str_next(&rest, ' ', &first);
        t->members.at[i].name = first;
    }
    t->k->c.n_wrong = 0;
    t->fault = OK;
}

const struct known *known_find(const struct known_list *l, struct str code)
{
    for (size_t i = 0; i < l->n; i++)
        if (str_eq(l->at[i].code, code))
            return &l->at[i];
    return NULL;
}

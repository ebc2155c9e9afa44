/* Reading what paper_write wrote. See paper.h. */
#include "labels/paper.h"

#include <jansson.h>

static struct str text_of(struct arena *a, const json_t *j)
{
    return str_shown(a, str_copy(a, (struct str){ json_string_value(j), json_string_length(j) }));
}

bool paper_read(struct arena *a, struct str json, struct paper *p)
{
    json_t *j = json_loadb(json.s, json.n, 0, NULL);
    const json_t *rows = json_object_get(j, "rows");
    size_t n = json_array_size(rows);
    struct paper_row *at = NEW_N(a, struct paper_row, n + 1);
    bool good = n && n <= PAPER_ROWS_MOST;
    for (size_t i = 0; good && i < n; i++) {
        const json_t *row = json_array_get(rows, i);
        good = json_array_size(row) == 1 + PAPER_CELLS;
        at[i].is = (int)json_integer_value(json_array_get(row, 0));
        for (size_t k = 0; k < PAPER_CELLS; k++)
            at[i].cell[k] = text_of(a, json_array_get(row, k + 1));
    }
    *p = (struct paper){ .size = text_of(a, json_object_get(j, "paper")),
                         .to = text_of(a, json_object_get(j, "to")),
                         .lang = text_of(a, json_object_get(j, "lang")), .rows = at, .n = n };
    json_decref(j);
    return good;
}

/* What stands in one cell of somebody else's list, in the ways people write it. Pure; the fault says
 * what is wrong with the cell. Empty cells are the caller's. */
#ifndef LENDING_IMPORT_CELL_H
#define LENDING_IMPORT_CELL_H

#include "lending/member.h"
#include "lending/tool.h"

/* Digits only: FAULT_NUMBER_FORMAT, FAULT_NUMBER_RANGE. */
MUST enum fault cell_int(struct str, int64_t least, int64_t most, int64_t *);
/* 12.50, 12,50, € 1.149,-: in cents. FAULT_AMOUNT_FORMAT. */
MUST enum fault cell_money(struct str, int64_t *cents);
/* 2026-11-24, 24-11-2026, 24/11/2026 (the day first), 24 nov 2026, each with or without a time behind
 * it: FAULT_DAY_FORMAT. Years have four digits: 24-11-26 could be three things. */
MUST enum fault cell_day(struct str, day *);
MUST enum fault cell_yes(struct str, bool *); /* ja, nee, yes, no, x, 1, 0: FAULT_YES_NO_FORMAT */
/* Words for a state, Dutch and English: FAULT_CHOICE_UNKNOWN. A list that says a tool is out says
 * that it is a working one. */
MUST enum fault cell_tool_state(struct arena *, struct str, enum tool_state *);
MUST enum fault cell_member_state(struct arena *, struct str, enum member_state *);

/* The folded text is one of the words between bars. */
bool cell_word(struct str key, const char *words);

/* What separates the items of a list in a cell: ; or a line break where there is one, else the comma. */
char cell_separator(struct str);
/* The next item that is not empty, trimmed; false at the end. */
bool cell_item(struct str *rest, char separator, struct str *item);
/* "accu x2", "2x accu", "2 x accu": the name and the count (1 when none is said). */
struct str cell_counted(struct str, int64_t *count);
/* Takes off the ' that keeps a spreadsheet from running = + - @ (buf_csv puts it there). */
struct str cell_unguarded(struct str);

#endif

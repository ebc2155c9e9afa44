/* The small library of the worked examples (examples.md, "Fixture of every block"), and commands on it
 * as they stand there. One story a test: story_begin, then `at`, `kist`, and what is true of it.
 *
 *     at("2026-11-24T10:30:00+01:00");
 *     assert_int_equal(kist("H", "out | member=M20417G | tool=417A"), OK);
 *     assert_day(due("417A"), "2026-12-01"); */
#ifndef TESTS_UNIT_STORY_H
#define TESTS_UNIT_STORY_H

#include "ops/op.h"
#include "tests/unit/library.h"

extern struct library lib; /* c: the context of the last command */
extern struct out out;     /* its answer */

void story_begin(void);
void story_end(void);
/* For cmocka: a fresh library before each test; checked and away after it. */
int story_setup(void **);
int story_teardown(void **);

void at(const char *rfc3339);
/* Runs a command of the table at a branch (NULL: none) as a coordinator. "CMD | name=value | ...". */
enum fault kist(const char *branch, const char *command);
/* The same as somebody else: a visitor (member NULL) or that member. */
enum fault kist_as(const char *member, const char *command);
enum fault kist_volunteer(const char *command); /* who is no coordinator */
/* The refusal of the last command: its argument, or "" when it names none. */
const char *wrong_arg(void);
/* What the last command said, sentences one after the other. */
const char *said(void);
/* The value of a field of a row of its answer; V_NONE when there is no such row. */
struct val answer(size_t row, const char *field);

int64_t tool_id(const char *code);
int64_t member_id(const char *code);
int64_t branch_id(const char *name);
/* The open loan of a tool: its due day, or DAY_NONE when it is not out. */
day due(const char *code);
/* A day as text, for assert_string_equal; "none". */
const char *day_text(day);
#define assert_day(d, text) assert_string_equal(day_text(d), (text))
int64_t journal_last(void);

/* Given: things that are so when the story begins. */
void given_at(const char *tool, const char *branch);
void given_loan(const char *tool, const char *member, const char *out_day, const char *due_day);
void given_loan_at(const char *branch, const char *tool, const char *member, const char *out_day,
                   const char *due_day);
void given_closing(const char *branch, const char *from, const char *to);
/* A hold on the model of the tool; `ready`: that tool is on the shelf for it since that day. */
int64_t given_hold(const char *member, const char *tool, const char *ready);

#endif

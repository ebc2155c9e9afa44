/* Sentences for people, in their language. Each is one key of the .po files (`lent.done`), compiled
 * to T_LENT_DONE, with named placeholders: "Uitgeleend aan {name}: {tool}".
 *
 * A placeholder is filled from a fact of that name, shown by its kind: a day in words ("dinsdag 24
 * november", with the year when it is more than eleven months away), money as "€ 2,50", a time of
 * the day as "12.00 uur" (English "12:00"), a number in figures, text as it is. `{day:short}` is
 * "di 24 nov", `{day:iso}` 2026-11-24, `{time:clock}` 12.00 without "uur". An empty fact takes the
 * blank before it along. A plural sentence chooses its form by the fact `n`. A phone number is given
 * as text_phone makes it. */
#ifndef TEXT_TEXT_H
#define TEXT_TEXT_H

#include "base/buf.h"
#include "base/ctx.h"
/* Generated: enum text_key { T_..., TEXT_COUNT }, enum lang { LANG_nl, LANG_en, ... }. */
#include "text_keys.h"

/* A language by its code ("nl", "nl-NL", an Accept-Language header); -1 when we do not speak it. */
int lang_find(struct str code);
int lang_accept(struct str header, int otherwise);
const char *lang_code(int lang);
int lang_count(void);
bool lang_rtl(int lang);
/* The language of a message to somebody who reads `lang`: itself, or English when it has no messages of its
 * own. A message is never in two languages, and never in an alphabet that its words do not need. */
int lang_of_messages(int lang);

/* The key with that name ("fault.TOOL_OUT"), or -1. */
int text_find(struct str name);
const char *text_name(enum text_key);

/* Appends the sentence. A placeholder without a fact is a mistake of the program. Line breaks in
 * the sentence (between what is, and what can be done) stay. `today` decides when a year is shown. */
void text_add(struct buf *, int lang, day today, enum text_key, const struct fact *, size_t n);
/* The same by context, as a text in its arena. Use FACTS(...) for facts and n. */
struct str text(struct ctx *, enum text_key, const struct fact *, size_t n);
/* A sentence without placeholders. */
struct str text_plain(int lang, enum text_key);
/* Fills the placeholders of a sentence that is not one of ours (a text a coordinator edited). */
void text_fill(struct buf *, int lang, day today, struct str sentence, const struct fact *,
               size_t n);

/* The sentence as it is edited: its placeholders stand as "{name}" and "{time:clock}". */
void text_shape(struct buf *, int lang, enum text_key);

/* Single words and forms. */
void text_day(struct buf *, int lang, day today, day);              /* dinsdag 24 november */
void text_day_short(struct buf *, int lang, day);                   /* di 24 nov */
struct str text_day_words(struct ctx *, day, bool brief);           /* either; "" for none */
void text_minute(struct buf *, int lang, int minute);               /* 12.00 uur; 12:00 */
void text_clock(struct buf *, int lang, int minute);                /* 12.00; 12:00 */
struct str text_weekday(int lang, int weekday);                     /* 1 maandag ... 7 zondag */
struct str text_month(int lang, int month);                         /* 1 januari ... */
void text_money(struct buf *, int lang, int64_t cents);             /* € 2,50; €2.50; € 5 */
void text_phone(struct buf *, struct str e164);                     /* 06 12345678; 050 1234567 */
void text_val(struct buf *, int lang, day today, struct val);       /* by kind */

/* The sentence of a refusal: fault.NAME with its facts, `got` (cleaned, shortened) and `arg` (the
 * argument's name in words) among them. Two lines when there is something to do next. Members and
 * visitors get fault.NAME.own where there is one, and so never another's name; an argument may have
 * its own fault.NAME.ARG. When a fact is missing or empty: fault.NAME.plain, else "…" stands in. */
struct str text_fault(struct ctx *, const struct wrong *);
/* An argument's name in words: arg.COMMAND.ARG of this operation, else arg.ARG, else itself. */
struct str text_arg(struct ctx *, const char *arg);

#endif

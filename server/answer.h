/* Answers: what is sent back, with the headers that every answer carries (X28). */
#ifndef SERVER_ANSWER_H
#define SERVER_ANSWER_H

#include "server/request.h"

/* HTML, JSON or plain text from a buffer of the request's arena. */
void answer_buf(struct request *, int status, const char *type, const struct buf *);
void answer_z(struct request *, int status, const char *type, const char *text);
void answer_header(struct request *, const char *name, struct str value);
/* 303 to a path of ours. */
void answer_see(struct request *, struct str path);
/* An operation's answer or refusal as the client of the API asked for it. */
void answer_api(struct request *, const struct out *, enum fault);
/* The fault of the request: for the API as above, for people a page. */
void answer_fault(struct request *, struct ctx *);
/* The same before anything is known: no database was asked. */
void answer_refuse(struct request *, enum fault);
/* `next=` leads to local paths only (X21): the path, else "/". */
struct str answer_local(struct str next);

extern const char type_html[], type_json[], type_text[], type_csv[];

#endif

/* Pages that visitors get, in finished form. A page without a session depends on its address, its
 * language and what is known of the library (its ETag says which), so it is made once and given
 * again until something changes. Each HTTP thread has its own. */
#ifndef SERVER_KEPT_H
#define SERVER_KEPT_H

#include "server/request.h"

enum { KEPT_MOST = 256, KEPT_BYTES = 1 << 20 };

struct kept_page {
    char *key;    /* address, language, scheme; NULL: none */
    void *page, *same; /* http.c's answers: 200, and 304 where one was asked */
    size_t length;
};
struct kept {
    char etag[80]; /* of all that is kept, without the length */
    size_t bytes;
    struct kept_page at[KEPT_MOST];
};

/* Gives the answer when it is there. Reads one number of the database. */
bool kept_give(struct request *, struct db *);
/* Completes the ETag of an answer that was just made, and keeps it where that is possible. */
void kept_take(struct request *);
void kept_drop(struct kept *);

#endif

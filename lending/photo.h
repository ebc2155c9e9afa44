/* Pictures of tools, seen by everybody, and of what is wrong with one (S4), seen by volunteers and by who
 * sent it. */
#ifndef LENDING_PHOTO_H
#define LENDING_PHOTO_H

#include "lending/tool.h"

/* What a page or an answer says of one; `name` empty: there is none. */
struct photo_about {
    int64_t id, tool;
    struct str name; /* "/photo/NAME.webp" is the large one, "/photo/NAME-s.webp" the small one */
    int width, height;
    int64_t size; /* bytes of the large one */
};

/* The tool's picture; the one it had ends. */
MUST enum fault photo_set(struct ctx *, const struct tool *, const struct photo *);
/* The tool has none any more; *was: it had one. */
MUST enum fault photo_end(struct ctx *, const struct tool *, bool *was);
/* What came with a report. */
MUST enum fault photo_report(struct ctx *, int64_t tool, int64_t ticket, const struct photo *);
/* A tool's own, else that of another of its model. */
MUST enum fault photo_of_tool(struct ctx *, const struct tool *, struct photo_about *);
MUST enum fault photo_of_ticket(struct ctx *, int64_t ticket, struct photo_about *);
/* "/photo/NAME.webp"; empty for none. */
struct str photo_path(struct arena *, const struct photo_about *);
/* The bytes by name, as whoever asks may see them: FAULT_PAGE_UNKNOWN otherwise. *open: everybody may. */
MUST enum fault photo_bytes(struct ctx *, struct str name, bool small, struct str *out, bool *open);

#endif

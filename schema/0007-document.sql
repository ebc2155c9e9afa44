-- Files that a library adds: the manual of a model, and its own mark.

CREATE TABLE document (
    id ID_KEY,
    name TEXT NOT NULL UNIQUE,             -- in its address: random, so what stands there never changes
    kind TEXT NOT NULL CHECK (kind IN ('manual', 'logo')),
    model WHOLE REFERENCES model (id),     -- of a manual
    made_at WHOLE NOT NULL,
    size WHOLE NOT NULL,                   -- bytes
    ended_at WHOLE,                        -- taken away, or another took its place
    undone_at WHOLE,
    content BYTES NOT NULL,                -- a manual: PDF as it came; a logo: WebP as kist-photo made it, a square of 128
    CHECK ((kind = 'manual') = (model IS NOT NULL))
) TABLE_END;
CREATE UNIQUE INDEX document_manual ON document (model)
    WHERE kind = 'manual' AND ended_at IS NULL AND undone_at IS NULL;
CREATE UNIQUE INDEX document_logo ON document (kind)
    WHERE kind = 'logo' AND ended_at IS NULL AND undone_at IS NULL;

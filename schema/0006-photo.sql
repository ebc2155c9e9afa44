-- Pictures of tools, and of what is wrong with one.

-- Both sizes as kist-photo made them (X30): WebP, upright, without what the camera wrote about the place.
CREATE TABLE photo (
    id ID_KEY,
    name TEXT NOT NULL UNIQUE,          -- in its address: random, so what stands there never changes
    tool WHOLE NOT NULL REFERENCES tool (id),
    ticket WHOLE REFERENCES ticket (id),-- sent with a report, for volunteers; NULL: for everybody
    made_at WHOLE NOT NULL,
    width WHOLE NOT NULL,               -- of the large one
    height WHOLE NOT NULL,
    size WHOLE NOT NULL,                -- bytes of the large one
    ended_at WHOLE,                     -- taken away, or another took its place
    undone_at WHOLE,
    small BYTES NOT NULL,               -- a square of 128
    large BYTES NOT NULL                -- 960 at most on its longest side
) TABLE_END;
CREATE UNIQUE INDEX photo_of_tool ON photo (tool)
    WHERE ticket IS NULL AND ended_at IS NULL AND undone_at IS NULL;
CREATE INDEX photo_of_ticket ON photo (ticket) WHERE ticket IS NOT NULL;

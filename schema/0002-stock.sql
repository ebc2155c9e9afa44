-- What is sold, not lent, and how the shelves are counted.

-- Something sold (T13): sandpaper, blades, oil.
CREATE TABLE consumable (
    id ID_KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    price_cents WHOLE NOT NULL CHECK (price_cents >= 0),  -- each
    shelf TEXT,
    made_at WHOLE NOT NULL,
    ended_at WHOLE
) TABLE_END;
CREATE UNIQUE INDEX consumable_by_name ON consumable (name_key) WHERE ended_at IS NULL;

-- What came and went at a branch: the stock is the sum (T13). A count writes the difference.
CREATE TABLE movement (
    id ID_KEY,
    consumable WHOLE NOT NULL REFERENCES consumable (id),
    branch WHOLE NOT NULL REFERENCES branch (id),
    at WHOLE NOT NULL,
    on_day WHOLE NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('bought', 'sold', 'counted')),
    count WHOLE NOT NULL,               -- negative: it went
    undone_at WHOLE
) TABLE_END;
CREATE INDEX movement_of_consumable ON movement (consumable, branch) WHERE undone_at IS NULL;

-- A stock-take of a branch (T14): one at a time, half an hour at a time, by as many as like.
CREATE TABLE stock_take (
    id ID_KEY,
    branch WHOLE NOT NULL REFERENCES branch (id),
    begun_at WHOLE NOT NULL,
    ended_at WHOLE
) TABLE_END;
CREATE UNIQUE INDEX stock_take_open ON stock_take (branch) WHERE ended_at IS NULL;

-- A tool that was seen, and what the library thought of it just before.
CREATE TABLE stock_seen (
    stock_take WHOLE NOT NULL REFERENCES stock_take (id),
    tool WHOLE NOT NULL REFERENCES tool (id),
    at WHOLE NOT NULL,
    was_branch WHOLE NOT NULL REFERENCES branch (id),  -- another branch: it was found elsewhere
    was_state TEXT NOT NULL,
    PRIMARY KEY (stock_take, tool)
) TABLE_END;

-- A shelf that was walked: what of it was not seen by then is listed.
CREATE TABLE stock_shelf (
    stock_take WHOLE NOT NULL REFERENCES stock_take (id),
    shelf_key TEXT NOT NULL,            -- folded; '' is no shelf at all
    at WHOLE NOT NULL,
    PRIMARY KEY (stock_take, shelf_key)
) TABLE_END;

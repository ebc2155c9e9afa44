-- Branches and their calendars.

--= branch.name TEXT
--= branch.name_key TEXT
--= branch.address TEXT
--= branch.postcode TEXT
--= branch.place TEXT
--= branch.phone TEXT
--= branch.email TEXT
--= branch.colour TEXT

--! BRANCH_GET
SELECT id, name, address, postcode, place, phone, email, colour
FROM branch
WHERE id = $id;

--! BRANCH_ALL
SELECT id, name, address, postcode, place, phone, email, colour, count(*) OVER () AS n
FROM branch
WHERE ended_at IS NULL
ORDER BY name_key;

--! BRANCH_ADD
INSERT INTO branch (name, name_key, address, postcode, place, phone, email, colour)
VALUES ($name, $name_key, CAST($address AS TEXT), CAST($postcode AS TEXT), CAST($place AS TEXT),
    CAST($phone AS TEXT), CAST($email AS TEXT), CAST($colour AS TEXT))
RETURNING id;

--! BLOCKS_OF_BRANCH
SELECT weekday, from_minute, to_minute, change_minute, count(*) OVER () AS n
FROM opening_block
WHERE branch = $branch
ORDER BY weekday, from_minute;

--! BLOCKS_DROP
DELETE FROM opening_block
WHERE branch = $branch;

--! BLOCK_ADD
INSERT INTO opening_block (branch, weekday, from_minute, to_minute, change_minute)
VALUES ($branch, $weekday, $from_minute, $to_minute, $change_minute);

--! CLOSINGS_OF_BRANCH
SELECT id, from_day, to_day, reason, count(*) OVER () AS n
FROM closing
WHERE branch = $branch
AND removed_at IS NULL
ORDER BY from_day;

--! CLOSING_ADD
INSERT INTO closing (branch, from_day, to_day, reason, made_at)
VALUES ($branch, $from_day, $to_day, $reason, $made_at)
RETURNING id;

--! HOLIDAYS_OF_BRANCH
SELECT holiday, is_open
FROM branch_holiday
WHERE branch = $branch
ORDER BY holiday;

--! HOLIDAY_SET
INSERT INTO branch_holiday (branch, holiday, is_open)
VALUES ($branch, $holiday, $is_open)
ON CONFLICT (branch, holiday) DO UPDATE SET is_open = excluded.is_open;

--= closing.to_day WHOLE
--= closing.removed_at WHOLE

-- A closing with the journal line that made it, so that it can be taken back (C7).
--! CLOSING_GET
SELECT k.id, k.branch, k.from_day, k.to_day, k.made_at,
    (SELECT min(x.journal) FROM change x WHERE x.thing = 'closing' AND x.thing_id = k.id
        AND x.field = '') AS journal
FROM closing k
WHERE k.id = $id
AND k.removed_at IS NULL;

--! CLOSING_MOVED
SELECT thing_id, was, becomes, count(*) OVER () AS n
FROM change
WHERE journal = $journal
AND thing = 'loan'
AND field = 'due_day'
ORDER BY id;

--! CLOSING_MOVED_HOLDS
SELECT thing_id, field, was, becomes
FROM change
WHERE journal = $journal
AND thing = 'hold'
AND field IN ('from_day', 'to_day', 'rearrange')
ORDER BY id DESC;

-- Returns made at a branch, by day (C11).
--! RETURNS_BY_DAY
SELECT back_day, count(*) AS n
FROM loan
WHERE back_branch = $branch
AND back_day BETWEEN $from_day AND $to_day
AND undone_at IS NULL
AND in_house = 0
GROUP BY back_day
ORDER BY back_day;

--! SPREAD_HOLDS
SELECT h.id, h.member, h.ready_day, t.number, d.name, d.brand, d.type, m.name AS member_name,
    m.number AS member_number
FROM hold h
JOIN tool t ON t.id = h.given_tool
JOIN model d ON d.id = h.model
JOIN member m ON m.id = h.member
WHERE h.pick_up = $branch
AND h.state = 'ready'
AND h.undone_at IS NULL
ORDER BY h.id;

--! SPREAD_BOOKINGS
SELECT h.id, h.member, h.model, h.tool, h.pick_up, h.from_day, h.to_day, d.name, d.brand, d.type,
    m.name AS member_name, m.number AS member_number
FROM hold h
JOIN model d ON d.id = h.model
JOIN member m ON m.id = h.member
WHERE h.pick_up = $branch
AND h.from_day IS NOT NULL
AND h.to_day >= $today
AND h.rearrange = 0
AND h.state IN ('waiting', 'assigned', 'ready')
AND h.undone_at IS NULL
ORDER BY h.from_day, h.id;

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

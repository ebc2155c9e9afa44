-- Money (G1-G11): lines are added and read, never changed.

--! LEDGER_ADD
INSERT INTO ledger (at, on_day, branch, member, loan, part, kind, method, cents, journal)
VALUES ($at, $on_day, CAST($branch AS WHOLE), CAST($member AS WHOLE), CAST($loan AS WHOLE),
    CAST($part AS WHOLE), $kind, CAST($method AS TEXT), $cents, CAST($journal AS WHOLE))
RETURNING id;

-- The line that stands for $id now: itself, or the one that was written for it again.
--! LEDGER_STANDING
SELECT l.id, l.kind
FROM ledger l
WHERE (l.id = $id OR l.again = $id)
AND l.reverses IS NULL
AND NOT EXISTS (SELECT 1 FROM ledger r WHERE r.reverses = l.id);

-- A line of a member, and the one first written for it.
--! LEDGER_GET
SELECT coalesce(again, id) AS root, member, kind, method, cents, reverses
FROM ledger
WHERE id = $id
AND member IS NOT NULL;

-- The same line the other way round: in the till it came from, on the day it is taken back.
--! LEDGER_REVERSE
INSERT INTO ledger (at, on_day, branch, member, loan, part, kind, method, cents, reverses, journal)
SELECT $at, $on_day, branch, member, loan, part, kind, method, 0 - cents, id, CAST($journal AS WHOLE)
FROM ledger
WHERE id = $id
AND reverses IS NULL
RETURNING id;

--! LEDGER_AGAIN
INSERT INTO ledger (at, on_day, branch, member, loan, part, kind, method, cents, again, journal)
SELECT $at, $on_day, branch, member, loan, part, kind, method, cents, id, CAST($journal AS WHOLE)
FROM ledger
WHERE id = $id
AND reverses IS NULL
AND again IS NULL
RETURNING id;

--! MONEY_OF_MEMBER
SELECT coalesce(sum(CASE WHEN kind LIKE 'deposit%' THEN 0 ELSE cents END), 0) AS balance,
    coalesce(sum(CASE WHEN kind LIKE 'deposit%' THEN cents ELSE 0 END), 0) AS deposits
FROM ledger
WHERE member = $member;

--! LEDGER_OF_MEMBER
SELECT l.id, l.on_day, l.kind, l.method, l.cents, l.reverses, t.number AS tool_number, p.name AS part_name,
    b.name AS branch_name, count(*) OVER () AS n
FROM ledger l
LEFT JOIN loan o ON o.id = l.loan
LEFT JOIN tool t ON t.id = o.tool
LEFT JOIN part p ON p.id = l.part
LEFT JOIN branch b ON b.id = l.branch
WHERE l.member = $member
ORDER BY l.id;

--! POT_BALANCE
SELECT coalesce(sum(cents), 0) AS cents
FROM ledger
WHERE kind IN ('pot_in', 'pot_out');

-- By day, and within it by amount: not in the order in which people came (G4).
--! POT_LINES
SELECT on_day, kind, method, cents, count(*) OVER () AS n
FROM ledger
WHERE kind IN ('pot_in', 'pot_out')
ORDER BY on_day, cents DESC, id;

-- What came into each till on a day, less what went out (G8). What the pot paid was in no till.
--! TILL
SELECT coalesce(b.name, '') AS branch_name, l.method,
    sum(CASE WHEN l.kind = 'payment' THEN 0 - l.cents ELSE l.cents END) AS cents,
    count(*) AS lines
FROM ledger l
LEFT JOIN branch b ON b.id = l.branch
WHERE l.on_day = $on_day
AND l.method <> 'pot'
AND ($branch = 0 OR l.branch = $branch)
GROUP BY coalesce(b.name, ''), l.method
ORDER BY coalesce(b.name, ''), l.method;

-- Deposits held of a member, by loan; the oldest first. $tool: only those of its loans.
--! DEPOSITS_HELD
SELECT l.loan, sum(l.cents) AS cents
FROM ledger l
LEFT JOIN loan o ON o.id = l.loan
WHERE l.member = $member
AND l.kind IN ('deposit_taken', 'deposit_returned', 'deposit_kept')
AND ($tool = 0 OR o.tool = $tool)
GROUP BY l.loan
HAVING sum(l.cents) > 0
ORDER BY min(l.id);

--! DEPOSIT_OF_LOAN
SELECT coalesce(sum(cents), 0) AS cents
FROM ledger
WHERE loan = $loan
AND kind IN ('deposit_taken', 'deposit_returned', 'deposit_kept');

-- What a lost tool cost, and the deposit kept for it, as far as it stands (G11). `root` is the line that
-- was written first. (An index finds the loans; that of `reverses` would find nearly every line.)
--! LOSSES_OF_TOOL
SELECT coalesce(l.again, l.id) AS root, l.kind, l.cents, m.name AS member_name
FROM loan o
JOIN ledger l ON l.loan = o.id AND l.kind IN ('loss', 'deposit_kept')
LEFT JOIN member m ON m.id = l.member
WHERE o.tool = $tool
AND o.ending = 'lost'
AND coalesce(l.reverses, 0) = 0
AND NOT EXISTS (SELECT 1 FROM ledger r WHERE r.reverses = l.id)
ORDER BY l.id;

-- The slip of a missing part that may still be paid back: its tool came back on $since or later (L23).
--! SLIP_OF_PART
SELECT coalesce(l.again, l.id) AS root, l.cents, m.name AS member_name
FROM ledger l
JOIN loan o ON o.id = l.loan
LEFT JOIN member m ON m.id = l.member
WHERE o.tool = $tool
AND l.part = $part
AND l.kind = 'part_slip'
AND coalesce(l.reverses, 0) = 0
AND NOT EXISTS (SELECT 1 FROM ledger r WHERE r.reverses = l.id)
AND o.back_day >= $since
ORDER BY l.id DESC
LIMIT 1;

-- Taking actions back.

-- Actions of a counter that stand: not undone, no undo themselves, and not such that changed nothing (a
-- tool scanned where it hangs) or whose changes were erased; newest first (L20).
--! ACTIONS_OF_COUNTER
SELECT j.id, j.at, j.op, j.thing, j.thing_id, j.initials
FROM journal j
WHERE j.counter = $counter
AND j.branch IS NOT DISTINCT FROM CAST($branch AS WHOLE)
AND j.undoes IS NULL
AND NOT EXISTS (SELECT 1 FROM journal u WHERE u.undoes = j.id)
AND EXISTS (SELECT 1 FROM change k WHERE k.journal = j.id)
ORDER BY j.id DESC
LIMIT $limit;

--! ACTION_GET
SELECT j.id, j.at, j.op, j.thing, j.thing_id, j.initials
FROM journal j
WHERE j.id = $id
AND (CAST($branch AS WHOLE) IS NULL OR j.branch IS NOT DISTINCT FROM CAST($branch AS WHOLE))
AND j.undoes IS NULL
AND NOT EXISTS (SELECT 1 FROM journal u WHERE u.undoes = j.id);

-- The first later action that stands and touched the same loan, hold, transfer, ticket or ledger line,
-- or the same fact of anything else: where a tool is, its state. That a member was here stays true.
--! ACTION_LATER
SELECT coalesce(min(later.journal), 0) AS journal
FROM change mine
JOIN change later ON later.thing = mine.thing AND later.thing_id = mine.thing_id
    AND later.journal > mine.journal
JOIN journal j ON j.id = later.journal
WHERE mine.journal = $journal
AND (mine.thing IN ('loan', 'hold', 'transfer', 'ticket', 'ledger') OR (later.field = mine.field AND mine.field <> 'active_day'))
AND j.undoes IS NULL
AND NOT EXISTS (SELECT 1 FROM journal u WHERE u.undoes = later.journal);

-- What it changed, the last first.
--! CHANGES_OF_ACTION
SELECT thing, thing_id, field, was, becomes
FROM change
WHERE journal = $journal
ORDER BY id DESC;

-- Loans that it touched and that are out now, with a due day to come.
--! ACTION_LOANS_DUE
SELECT DISTINCT l.id, l.branch, l.due_day, l.member
FROM change c
JOIN loan l ON l.id = c.thing_id
WHERE c.journal = $journal
AND c.thing = 'loan'
AND l.back_at IS NULL
AND l.undone_at IS NULL
AND l.in_house = 0
AND l.due_day >= $today
ORDER BY l.id;

-- Holds that it touched and that have a tool, with how that tool is now.
--! ACTION_HOLDS_GIVEN
SELECT DISTINCT h.id, h.pick_up, h.state, v.id AS tool, v.present, v.state AS tool_state, v.loan,
    v.transfer, v.transfer_state, x.hold AS transfer_hold
FROM change c
JOIN hold h ON h.id = c.thing_id
JOIN tool_view v ON v.id = h.given_tool
LEFT JOIN transfer x ON x.id = v.transfer
WHERE c.journal = $journal
AND c.thing = 'hold'
AND h.undone_at IS NULL
AND h.state IN ('assigned', 'ready')
ORDER BY h.id;

-- How many were lent by it: more than one is a kit (T12).
--! ACTION_LOANS
SELECT count(*) AS n
FROM change
WHERE journal = $journal
AND thing = 'loan'
AND field = '';

--! ACTION_MODELS
SELECT DISTINCT model FROM (
    SELECT t.model FROM change c JOIN tool t ON t.id = c.thing_id
    WHERE c.journal = $journal AND c.thing = 'tool'
    UNION SELECT t.model FROM change c JOIN loan l ON l.id = c.thing_id JOIN tool t ON t.id = l.tool
    WHERE c.journal = $journal AND c.thing = 'loan'
    UNION SELECT h.model FROM change c JOIN hold h ON h.id = c.thing_id
    WHERE c.journal = $journal AND c.thing = 'hold'
    UNION SELECT t.model FROM change c JOIN transfer x ON x.id = c.thing_id JOIN tool t ON t.id = x.tool
    WHERE c.journal = $journal AND c.thing = 'transfer') AS touched
ORDER BY model;

-- The line of this very action says what it takes back; a line that says it already stays.
--! JOURNAL_UNDOES
UPDATE journal
SET undoes = $undoes
WHERE id = $id
AND undoes IS NULL;

--! LOAN_UNDONE
UPDATE loan
SET undone_at = $at
WHERE id = $id
AND undone_at IS NULL;

--! LOAN_REOPEN
UPDATE loan
SET back_at = NULL, back_day = NULL, back_branch = NULL, ending = NULL
WHERE id = $id
AND back_at IS NOT NULL;

--! RENEWAL_UNDONE
UPDATE renewal
SET undone_at = $at
WHERE id = $id;

--! HOLD_UNDONE
UPDATE hold
SET undone_at = $at
WHERE id = $id;

--! TICKET_UNDONE
UPDATE ticket
SET undone_at = $at
WHERE id = $id;

--! INSTRUCTION_UNDONE
UPDATE instruction
SET undone_at = $at
WHERE id = $id;

--! TRANSFER_UNDONE
UPDATE transfer
SET undone_at = $at
WHERE id = $id;

--! INSPECTION_UNDONE
UPDATE inspection
SET undone_at = $at
WHERE id = $id;

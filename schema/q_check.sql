-- What must always hold, as questions whose answer is zero (T3, T4); and what a bug report needs.

--! CHECK_COUNTS
SELECT (SELECT count(*) FROM tool) AS tools, (SELECT count(*) FROM model) AS models,
    (SELECT count(*) FROM member WHERE state <> 'erased') AS members,
    (SELECT count(*) FROM loan WHERE undone_at IS NULL) AS loans,
    (SELECT count(*) FROM loan WHERE undone_at IS NULL AND back_at IS NULL) AS loans_open,
    (SELECT count(*) FROM hold WHERE undone_at IS NULL
        AND state IN ('waiting', 'assigned', 'ready', 'resting')) AS holds_open,
    (SELECT count(*) FROM journal) AS journal_lines,
    (SELECT count(*) FROM session WHERE ended_at IS NULL) AS sessions;

-- A hold that is assigned or ready has a tool, and no other has one.
--! CHECK_HOLD_TOOL
SELECT count(*) AS n
FROM hold
WHERE undone_at IS NULL
AND (state IN ('assigned', 'ready')) <> (given_tool IS NOT NULL);

-- A tool on the hold shelf is not out.
--! CHECK_HOLD_OUT
SELECT count(*) AS n
FROM hold h
JOIN loan l ON l.tool = h.given_tool AND l.back_at IS NULL AND l.undone_at IS NULL
WHERE h.undone_at IS NULL
AND h.state IN ('assigned', 'ready');

-- An open loan is somebody's.
--! CHECK_LOAN_MEMBER
SELECT count(*) AS n
FROM loan
WHERE back_at IS NULL
AND undone_at IS NULL
AND member IS NULL;

-- A loan counts its renewals.
--! CHECK_RENEWALS
SELECT count(*) AS n
FROM loan l
WHERE l.undone_at IS NULL
AND l.renewals <> (SELECT count(*) FROM renewal r WHERE r.loan = l.id AND r.undone_at IS NULL);

-- A step stands in one message only, which is not dropped, or by hand and then it counts as told.
--! CHECK_STEPS
SELECT count(*) AS n
FROM step s
JOIN message m ON m.id = s.message
WHERE s.dropped_at IS NULL
AND m.state = 'dropped'
AND coalesce(m.error, '') <> 'by hand';

-- A line that takes another back says the opposite of a line that takes none back (G8), and the pot was
-- never asked for more than it had.
--! CHECK_LEDGER
SELECT (SELECT count(*) FROM ledger r JOIN ledger l ON l.id = r.reverses
    WHERE r.cents <> 0 - l.cents OR r.kind <> l.kind OR r.method IS DISTINCT FROM l.method
    OR r.member IS DISTINCT FROM l.member OR l.reverses IS NOT NULL)
    + (SELECT count(*) FROM (SELECT sum(cents) AS cents FROM ledger WHERE kind IN ('pot_in', 'pot_out'))
        AS pot WHERE pot.cents < 0) AS n;

-- Due days of open loans, each with its branch: all must be open days (C3).
--! CHECK_DUE_DAYS
SELECT DISTINCT branch, due_day
FROM loan
WHERE back_at IS NULL
AND undone_at IS NULL
AND in_house = 0
ORDER BY branch, due_day;

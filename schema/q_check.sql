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

-- Rows that contradict one another, by the name of what they break; nothing when all is well (T3, T4).
--! CHECK_WRONG
SELECT what, count(*) AS n, min(id) AS first
FROM (
    -- A hold that is assigned or ready has a tool, and no other has one.
    SELECT 'hold_tool' AS what, id
    FROM hold
    WHERE undone_at IS NULL
    AND (state IN ('assigned', 'ready')) <> (given_tool IS NOT NULL)
    UNION ALL
    -- The shelf clock runs for ready holds alone (H13).
    SELECT 'hold_clock', id
    FROM hold
    WHERE undone_at IS NULL
    AND (state = 'ready') <> (ready_day IS NOT NULL)
    UNION ALL
    -- What is set apart is in order, is what was asked, and is not out (H12).
    SELECT 'hold_given', h.id
    FROM hold h
    JOIN tool_view v ON v.id = h.given_tool
    WHERE h.undone_at IS NULL
    AND h.state IN ('assigned', 'ready')
    AND (v.state <> 'active' OR v.model <> h.model OR h.tool <> v.id OR v.loan IS NOT NULL)
    UNION ALL
    -- A ready hold's tool is at its pick-up branch; an assigned one's is asked for, or on its way, or
    -- waits there for the rest of a kit (T12).
    SELECT 'hold_place', h.id
    FROM hold h
    JOIN tool_view v ON v.id = h.given_tool
    LEFT JOIN transfer x ON x.id = v.transfer AND x.hold = h.id AND x.state IN ('asked', 'sent')
    WHERE h.undone_at IS NULL
    AND ((h.state = 'ready' AND (v.present <> h.pick_up OR v.transfer_state IN ('asked', 'sent')))
        OR (h.state = 'assigned' AND x.id IS NULL AND (h.kit IS NULL OR v.present <> h.pick_up)))
    UNION ALL
    -- A hold that was fulfilled was so by a loan that stands.
    SELECT 'hold_loan', h.id
    FROM hold h
    JOIN loan l ON l.id = h.loan
    WHERE h.undone_at IS NULL
    AND h.state = 'fulfilled'
    AND l.undone_at IS NOT NULL
    UNION ALL
    -- One place a person in the queue of a model (H4); of a kit one a tool.
    SELECT 'hold_twice', h.id
    FROM hold h
    JOIN hold o ON o.member = h.member AND o.model = h.model AND o.id < h.id
    WHERE h.undone_at IS NULL
    AND o.undone_at IS NULL
    AND h.from_day IS NULL
    AND o.from_day IS NULL
    AND h.kit IS NULL
    AND o.kit IS NULL
    AND h.state IN ('waiting', 'assigned', 'ready', 'resting')
    AND o.state IN ('waiting', 'assigned', 'ready', 'resting')
    UNION ALL
    -- Bookings of one tool do not overlap (H7).
    SELECT 'booking', h.id
    FROM hold h
    JOIN hold o ON o.tool = h.tool AND o.id < h.id
    WHERE h.undone_at IS NULL
    AND o.undone_at IS NULL
    AND h.rearrange = 0
    AND o.rearrange = 0
    AND h.state IN ('waiting', 'assigned', 'ready')
    AND o.state IN ('waiting', 'assigned', 'ready')
    AND CASE WHEN h.from_at IS NOT NULL AND o.from_at IS NOT NULL
        THEN h.from_at < o.to_at AND h.to_at > o.from_at
        ELSE h.from_day <= o.to_day AND h.to_day >= o.from_day END
    UNION ALL
    -- An open loan is somebody's.
    SELECT 'loan_member', l.id
    FROM loan l
    LEFT JOIN member m ON m.id = l.member AND m.state <> 'erased'
    WHERE l.back_at IS NULL
    AND l.undone_at IS NULL
    AND m.id IS NULL
    UNION ALL
    -- What is out is neither lost nor gone nor on its way (T15, B3, B4).
    SELECT 'loan_tool', v.loan
    FROM tool_view v
    WHERE v.loan IS NOT NULL
    AND (v.state IN ('missing', 'retired') OR v.transfer IS NOT NULL)
    UNION ALL
    SELECT 'loan_days', id
    FROM loan
    WHERE undone_at IS NULL
    AND back_day < out_day
    UNION ALL
    -- A loan counts its renewals.
    SELECT 'renewals', l.id
    FROM loan l
    WHERE l.undone_at IS NULL
    AND l.renewals <> (SELECT count(*) FROM renewal r WHERE r.loan = l.id AND r.undone_at IS NULL)
    UNION ALL
    -- What is not yet sent begins where the tool is and ends elsewhere (B4).
    SELECT 'transfer', x.id
    FROM transfer x
    JOIN tool t ON t.id = x.tool
    WHERE x.undone_at IS NULL
    AND x.state IN ('proposed', 'asked')
    AND (x.from_branch <> t.present OR x.to_branch = t.present OR t.state = 'retired')
    UNION ALL
    -- What is asked for is asked for a hold that has the tool (B3).
    SELECT 'transfer_hold', x.id
    FROM transfer x
    LEFT JOIN hold h ON h.id = x.hold AND h.given_tool = x.tool AND h.pick_up = x.to_branch
        AND h.state = 'assigned' AND h.undone_at IS NULL
    WHERE x.undone_at IS NULL
    AND x.state = 'asked'
    AND h.id IS NULL
    UNION ALL
    -- A line is reversed whole, and a reversal never (G8).
    SELECT 'ledger', r.id
    FROM ledger r
    JOIN ledger o ON o.id = r.reverses
    WHERE r.cents + o.cents <> 0
    OR r.kind <> o.kind
    OR r.member IS DISTINCT FROM o.member
    OR r.method IS DISTINCT FROM o.method
    OR o.reverses IS NOT NULL
    UNION ALL
    -- Nobody gets more of a deposit back than was taken (G8).
    SELECT 'deposit', min(id)
    FROM ledger
    WHERE kind LIKE 'deposit%'
    GROUP BY member, loan
    HAVING sum(cents) < 0
    UNION ALL
    -- The pot was never asked for more than it had (G8).
    SELECT 'pot_short', max(id)
    FROM ledger
    WHERE kind IN ('pot_in', 'pot_out')
    HAVING sum(cents) < 0
    UNION ALL
    -- What the pot paid is owed by nobody any more: the two lines are of one amount (G8).
    SELECT 'pot', max(id)
    FROM ledger
    WHERE (kind = 'payment' AND method = 'pot')
    OR kind = 'pot_out'
    GROUP BY on_day
    HAVING sum(CASE WHEN kind = 'pot_out' THEN cents ELSE 0 - cents END) <> 0
    UNION ALL
    -- Erased is erased (M11, M16).
    SELECT 'member', m.id
    FROM member m
    WHERE (m.state = 'erased' AND (m.name <> '' OR m.pin_hash IS NOT NULL OR m.note IS NOT NULL
            OR EXISTS (SELECT 1 FROM contact k WHERE k.member = m.id)
            OR EXISTS (SELECT 1 FROM hold h WHERE h.member = m.id AND h.undone_at IS NULL
                AND h.state IN ('waiting', 'assigned', 'ready', 'resting'))))
    OR (m.household_contact = 1 AND m.household IS NULL)
    UNION ALL
    -- Nothing is left in a kit that is no more (T12).
    SELECT 'kit', x.id
    FROM kit_tool x
    JOIN kit k ON k.id = x.kit
    WHERE x.left_at IS NULL
    AND k.ended_at IS NOT NULL
    UNION ALL
    SELECT 'stock', id
    FROM movement
    WHERE undone_at IS NULL
    AND ((kind = 'sold' AND count >= 0) OR (kind = 'bought' AND count <= 0))
    UNION ALL
    -- A step stands in one message only, which is not dropped; by hand it counts as told.
    SELECT 'steps', s.id
    FROM step s
    JOIN message m ON m.id = s.message
    WHERE s.dropped_at IS NULL
    AND m.state = 'dropped'
    AND coalesce(m.error, '') <> 'by hand'
    UNION ALL
    -- Nobody hears of a loan that was undone (L13).
    SELECT 'step_undone', s.id
    FROM step s
    JOIN message m ON m.id = s.message
    JOIN loan l ON l.id = s.loan
    WHERE s.dropped_at IS NULL
    AND m.state = 'due'
    AND s.kind <> 'correction'
    AND l.undone_at IS NOT NULL
) w
GROUP BY what
ORDER BY what;

-- Due days of open loans, each with its branch: all must be open days (C3). One that has passed may be of
-- a weekday that was open then (C14).
--! CHECK_DUE_DAYS
SELECT DISTINCT branch, due_day
FROM loan
WHERE due_day >= $today
AND back_at IS NULL
AND undone_at IS NULL
AND in_house = 0
ORDER BY branch, due_day;

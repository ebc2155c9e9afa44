-- The queue, bookings, and what is free when.

--= hold.since_at WHOLE
--= hold.misses WHOLE
--= hold.rested_day WHOLE
--= hold.from_day WHOLE
--= hold.to_day WHOLE
--= hold.from_at WHOLE
--= hold.to_at WHOLE
--= hold.rearrange WHOLE
--= hold.model WHOLE
--= hold.tool WHOLE
--= hold.member WHOLE

-- All tools of a model that may ever be lent again, with what binds them.
--! AVAIL_TOOLS
SELECT t.id, t.present, t.state, l.id AS loan, l.due_day, l.due_at, h.id AS hold, h.ready_day, h.pick_up,
    t.inspect_day, t.owner_from_month, t.owner_to_month, t.recall_day, count(*) OVER () AS n
FROM tool t
LEFT JOIN loan l ON l.tool = t.id AND l.back_at IS NULL AND l.undone_at IS NULL
LEFT JOIN hold h ON h.given_tool = t.id AND h.undone_at IS NULL AND h.state IN ('assigned', 'ready')
WHERE t.model = $model
AND t.state <> 'retired'
ORDER BY t.number;

--! AVAIL_BOOKINGS
SELECT id, member, tool, from_day, to_day, from_at, to_at, count(*) OVER () AS n
FROM hold
WHERE model = $model
AND from_day IS NOT NULL
AND rearrange = 0
AND undone_at IS NULL
AND state IN ('waiting', 'assigned', 'ready')
ORDER BY from_day, id;

--! HOLD_GET
SELECT h.id, h.state, h.since_at, h.made_at, h.ready_day, h.from_day, h.to_day, h.from_at, h.to_at,
    h.given_tool, h.tool, h.model, h.misses, h.rested_day, h.rearrange, h.pick_up, h.member, h.kit
FROM hold h
WHERE h.id = $id
AND h.undone_at IS NULL;

--! HOLD_INSERT
INSERT INTO hold (member, model, tool, pick_up, since_at, made_at, state, from_day, to_day, from_at,
    to_at, misses, kit)
VALUES ($member, $model, CAST($tool AS WHOLE), $pick_up, $at, $at, 'waiting', CAST($from_day AS WHOLE),
    CAST($to_day AS WHOLE), CAST($from_at AS WHOLE), CAST($to_at AS WHOLE), 0, CAST($kit AS WHOLE))
RETURNING id;

-- What of this member stands in the way of another hold on the model (H4, H15).
--! HOLD_OF_MEMBER
SELECT (SELECT count(*) FROM loan l JOIN tool t ON t.id = l.tool WHERE l.member = $member
        AND t.model = $model AND l.back_at IS NULL AND l.undone_at IS NULL) AS loans,
    (SELECT count(*) FROM hold h WHERE h.member = $member AND h.model = $model AND h.from_day IS NULL
        AND h.undone_at IS NULL AND h.state IN ('waiting', 'assigned', 'ready', 'resting')) AS holds,
    (SELECT count(DISTINCT coalesce(0 - h.kit, h.id)) FROM hold h WHERE h.member = $member
        AND h.undone_at IS NULL
        AND h.state IN ('waiting', 'assigned', 'ready')) AS all_holds;

-- Own bookings of the model that overlap.
--! BOOKING_OWN_OVERLAP
SELECT count(*) AS n
FROM hold
WHERE member = $member
AND model = $model
AND from_day IS NOT NULL
AND id <> $id
AND undone_at IS NULL
AND state IN ('waiting', 'assigned', 'ready')
AND CASE WHEN CAST($from_at AS WHOLE) IS NOT NULL AND from_at IS NOT NULL
    THEN from_at < $to_at AND to_at > $from_at
    ELSE from_day <= $to_day AND to_day >= $from_day END;

-- The queue of a model in the order of H11: those who had it returned less than so many days ago go
-- behind the others; within each by time. Who waits for a kit goes by time alone, so that two who wait
-- for the same kit never have half of it each.
--! QUEUE_OF_MODEL
SELECT h.id, h.member, h.tool, h.pick_up, h.since_at, h.kit, m.state, m.blocked_until_day,
    m.until_day, CASE WHEN h.kit IS NULL AND EXISTS (SELECT 1 FROM loan l JOIN tool t ON t.id = l.tool WHERE l.member = h.member
        AND t.model = h.model AND l.back_day > $since_day AND l.undone_at IS NULL) THEN 1 ELSE 0 END
        AS had_it, count(*) OVER () AS n
FROM hold h
JOIN member m ON m.id = h.member
WHERE h.model = $model
AND h.state = 'waiting'
AND h.from_day IS NULL
AND h.undone_at IS NULL
ORDER BY had_it, h.since_at, h.id;

-- Models for which somebody waits.
--! QUEUE_MODELS
SELECT DISTINCT model
FROM hold
WHERE state = 'waiting'
AND from_day IS NULL
AND undone_at IS NULL
ORDER BY model;

--! QUEUE_MODELS_OF_MEMBER
SELECT DISTINCT model
FROM hold
WHERE member = $member
AND state = 'waiting'
AND from_day IS NULL
AND undone_at IS NULL
ORDER BY model;

-- Tools of a model that nobody has and nobody waits on the shelf for (H12). A tool proposed home is
-- free. `together`: only those who wait for its kit get it (T12). `kept`: only those who fetch it where
-- it is (B5).
--! QUEUE_TOOLS
SELECT v.id, v.number, v.present, v.home, v.inspect_day, v.owner_from_month, v.owner_to_month,
    v.transfer, coalesce(s.together, 0) AS together,
    CASE WHEN EXISTS (SELECT 1 FROM transfer x WHERE x.tool = v.id AND x.kept_at IS NOT NULL
        AND x.undone_at IS NULL) THEN 1 ELSE 0 END AS kept, count(*) OVER () AS n
FROM tool_view v
LEFT JOIN kit_tool k ON k.tool = v.id AND k.left_at IS NULL
LEFT JOIN kit s ON s.id = k.kit
WHERE v.model = $model
AND v.state = 'active'
AND v.loan IS NULL
AND v.hold IS NULL
AND v.recall_day IS NULL
AND (v.transfer IS NULL OR v.transfer_state = 'proposed')
ORDER BY v.number;

-- Ready holds, to see whose shelf days are over (H13), and bookings nobody fetched (H16).
--! HOLDS_READY
SELECT id, member, model, pick_up, ready_day, given_tool, misses, since_at
FROM hold
WHERE state = 'ready'
AND undone_at IS NULL
ORDER BY id;

--! HOLDS_READY_OF_MODEL
SELECT id, member, model, pick_up, ready_day, given_tool, misses, since_at
FROM hold
WHERE model = $model
AND state = 'ready'
AND undone_at IS NULL
ORDER BY since_at, id;

--! BOOKINGS_PASSED
SELECT id, member, model, state
FROM hold
WHERE from_day IS NOT NULL
AND rearrange = 0
AND undone_at IS NULL
AND state IN ('waiting', 'assigned', 'ready')
AND from_day < $today
ORDER BY id;

--! HOLDS_RESTED
SELECT id, member, model
FROM hold
WHERE state = 'resting'
AND undone_at IS NULL
AND rested_day < $before
ORDER BY id;

-- Holds of a tool alone, and of a model, that still want something (T15).
--! HOLDS_WANTING
SELECT id, member, model, tool, state, given_tool, since_at, ready_day
FROM hold
WHERE undone_at IS NULL
AND state IN ('waiting', 'assigned', 'ready', 'resting')
AND ((CAST($tool AS WHOLE) IS NOT NULL AND tool = $tool)
    OR (CAST($tool AS WHOLE) IS NULL AND model = $model))
ORDER BY since_at, id;

--= transfer.state TEXT
--= transfer.sent_at WHOLE
--= transfer.ended_at WHOLE
--= transfer.from_branch WHOLE
--= transfer.to_branch WHOLE
--= transfer.hold WHOLE
--= transfer.arrived_branch WHOLE
--= transfer.kept_at WHOLE

--! TRANSFER_OF_HOLD
SELECT id
FROM transfer
WHERE hold = $hold
AND state = 'asked'
AND undone_at IS NULL;

-- Those by which a tool stays where it is until a scan (B5).
--! TRANSFERS_KEPT
SELECT id, kept_at
FROM transfer
WHERE tool = $tool
AND kept_at IS NOT NULL;

--! TRANSFER_ADD
INSERT INTO transfer (tool, from_branch, to_branch, hold, state, made_at)
VALUES ($tool, $from_branch, $to_branch, CAST($hold AS WHOLE), $state, $made_at)
RETURNING id;

-- The place of a waiting hold in the queue of its model, from 1.
--! HOLD_PLACE
SELECT 1 + count(*) AS n
FROM hold a
JOIN hold b ON b.model = a.model AND b.state = 'waiting' AND b.from_day IS NULL
    AND b.undone_at IS NULL AND (b.since_at < a.since_at OR (b.since_at = a.since_at AND b.id < a.id))
WHERE a.id = $id;

-- The driver's list: what is proposed, asked and on its way; or one of them.
--! TRANSFER_LIST
SELECT x.id, x.tool, x.from_branch, x.to_branch, x.hold, x.state, t.number, d.name, d.brand, d.type,
    a.name AS from_name, b.name AS to_name, m.name AS member_name, m.number AS member_number,
    count(*) OVER () AS n
FROM transfer x
JOIN tool t ON t.id = x.tool
JOIN model d ON d.id = t.model
JOIN branch a ON a.id = x.from_branch
JOIN branch b ON b.id = x.to_branch
LEFT JOIN hold h ON h.id = x.hold
LEFT JOIN member m ON m.id = h.member
WHERE x.undone_at IS NULL
AND x.state IN ('proposed', 'asked', 'sent')
AND ($branch = 0 OR x.from_branch = $branch OR x.to_branch = $branch)
AND ($id = 0 OR x.id = $id)
ORDER BY x.from_branch, x.to_branch, t.number;

--! HOLD_SHOW
SELECT h.id, h.state, h.member, h.pick_up, h.ready_day, h.from_day, h.to_day, h.from_at, h.to_at,
    m.name AS member_name, m.number AS member_number, coalesce(s.name, d.name) AS name,
    CASE WHEN s.id IS NULL THEN d.brand END AS brand, CASE WHEN s.id IS NULL THEN d.type END AS type,
    b.name AS pick_up_name, t.number
FROM hold h
JOIN member m ON m.id = h.member
JOIN model d ON d.id = h.model
JOIN branch b ON b.id = h.pick_up
LEFT JOIN tool t ON t.id = h.given_tool
LEFT JOIN kit s ON s.id = h.kit
WHERE h.id = $id
AND h.undone_at IS NULL;

-- All holds of a hold's kit, made together with it and still wanted, the first one first; itself alone
-- when it is of no kit. Which tool of it still travels is in `transfer`.
--! HOLDS_TOGETHER
SELECT o.id, o.member, o.model, o.state, o.since_at, o.misses, o.given_tool, o.ready_day, x.id AS transfer
FROM hold h
JOIN hold o ON o.member = h.member AND (o.id = h.id OR (o.kit = h.kit AND o.made_at = h.made_at))
LEFT JOIN transfer x ON x.hold = o.id AND x.state IN ('asked', 'sent') AND x.undone_at IS NULL
WHERE h.id = $id
AND o.undone_at IS NULL
AND o.state IN ('waiting', 'assigned', 'ready', 'resting')
ORDER BY o.id;

-- Of holds made together for a kit the first one in the same state speaks for all.
--! HOLD_SPEAKS
SELECT coalesce(min(o.id), CAST($id AS WHOLE)) AS id
FROM hold h
JOIN hold o ON o.member = h.member AND o.kit = h.kit AND o.made_at = h.made_at AND o.undone_at IS NULL
    AND coalesce(o.state, '') = h.state -- found by the member, not by the state
WHERE h.id = $id;

--! QUEUE_BY_TIME
SELECT id, since_at
FROM hold
WHERE model = $model
AND state = 'waiting'
AND from_day IS NULL
AND undone_at IS NULL
ORDER BY since_at, id;

-- Tools of a model that are not retired or missing.
--! TOOLS_LEFT
SELECT count(*) AS n
FROM tool
WHERE model = $model
AND state NOT IN ('retired', 'missing');

-- Open loans of the workshop whose day is over (L21).
--! IN_HOUSE_OVER
SELECT id, tool, out_day
FROM loan
WHERE in_house = 1
AND back_at IS NULL
AND undone_at IS NULL
AND out_day < $today
ORDER BY id;

-- Bookings that begin soon, to see whether a tool will be there (H17).
--! BOOKINGS_SOON
SELECT id, member, model, tool, pick_up, from_day, to_day, from_at, to_at, made_at, state
FROM hold
WHERE from_day IS NOT NULL
AND rearrange = 0
AND undone_at IS NULL
AND state IN ('waiting', 'assigned', 'ready')
AND from_day BETWEEN $today AND $until
ORDER BY from_day, id;

--! INSPECTION_ADD
INSERT INTO inspection (tool, on_day, next_day, initials)
VALUES ($tool, $on_day, $next_day, $initials)
RETURNING id;

-- What is or soon will be past its inspection.
--! INSPECTION_LIST
SELECT t.id, t.number, d.name, d.brand, d.type, t.inspect_day, b.name AS branch
FROM tool t
JOIN model d ON d.id = t.model
JOIN branch b ON b.id = t.present
WHERE t.inspect_day IS NOT NULL
AND t.inspect_day <= $until
AND t.state NOT IN ('retired', 'missing')
AND ($branch = 0 OR t.present = $branch)
ORDER BY t.inspect_day, t.number;

--! TICKET_GET
SELECT k.id, k.tool, k.made_at, k.what, k.words, k.phone, k.member, k.state, k.cost_cents, k.minutes,
    k.answer, k.ended_at
FROM ticket k
WHERE k.id = $id
AND k.undone_at IS NULL;

--! TICKETS_OPEN_OF_TOOL
SELECT count(*) AS n
FROM ticket
WHERE tool = $tool
AND state IN ('open', 'parts', 'repair')
AND undone_at IS NULL;

--= ticket.state TEXT
--= ticket.ended_at WHOLE
--= ticket.answer TEXT
--= ticket.words TEXT
--= ticket.cost_cents WHOLE
--= ticket.minutes WHOLE

-- The last time a recall moved this due day (T10).
--! RECALL_MOVED
SELECT x.was, x.becomes
FROM change x
JOIN journal j ON j.id = x.journal
WHERE x.thing = 'loan'
AND x.thing_id = $loan
AND x.field = 'due_day'
AND j.op = 'tool recall'
ORDER BY x.id DESC
LIMIT 1;

--! BOOKED_BY_OTHERS
SELECT count(*) AS n
FROM hold
WHERE model = $model
AND member <> $member
AND from_day BETWEEN $today AND $until
AND rearrange = 0
AND undone_at IS NULL
AND state IN ('waiting', 'assigned', 'ready');

-- What there is to do at a branch (0: all), beside tickets, inspections and stock to be counted: holds
-- to put ready, tools to send home or to somebody, parts that did not come back.
--! WORK_PARTS
SELECT t.number, d.name, d.brand, d.type, p.name AS part
FROM part p
JOIN tool t ON t.id = p.tool
JOIN model d ON d.id = t.model
WHERE p.missing_day IS NOT NULL
AND p.removed_at IS NULL
AND t.state <> 'retired'
AND ($branch = 0 OR t.present = $branch)
ORDER BY p.missing_day, t.number, p.id;

--! WORK_TRANSFERS
SELECT t.number, d.name, d.brand, d.type, x.state, b.name AS to_name, x.id
FROM transfer x
JOIN tool t ON t.id = x.tool
JOIN model d ON d.id = t.model
JOIN branch b ON b.id = x.to_branch
WHERE x.undone_at IS NULL
AND x.state IN ('proposed', 'asked')
AND ($branch = 0 OR x.from_branch = $branch)
ORDER BY x.state, t.number;

--! WORK_READY
SELECT h.id, t.number, d.name, d.brand, d.type, m.name AS member_name
FROM hold h
JOIN tool t ON t.id = h.given_tool
JOIN model d ON d.id = t.model
JOIN member m ON m.id = h.member
WHERE h.undone_at IS NULL
AND (h.state = 'ready' OR (h.state = 'assigned' AND h.kit IS NOT NULL AND NOT EXISTS
    (SELECT 1 FROM transfer x WHERE x.hold = h.id AND x.state IN ('asked', 'sent')
    AND x.undone_at IS NULL)))
AND ($branch = 0 OR h.pick_up = $branch)
ORDER BY coalesce(h.ready_day, 0), t.number;

-- Who may be asked to return early: a loan that lasts, somebody waits, and nobody was asked for that
-- model; the longest out first (H9).
--! LOANS_TO_ASK_EARLY
SELECT l.id, l.member, l.due_day, t.model
FROM loan l
JOIN tool t ON t.id = l.tool
JOIN member m ON m.id = l.member
WHERE l.back_at IS NULL
AND l.undone_at IS NULL
AND l.in_house = 0
AND l.due_day >= $from
AND m.no_early = 0
AND EXISTS (SELECT 1 FROM hold h WHERE h.model = t.model AND h.undone_at IS NULL
    AND h.state = 'waiting' AND h.from_day IS NULL AND (h.tool IS NULL OR h.tool = t.id)
    AND h.member <> l.member)
AND NOT EXISTS (SELECT 1 FROM step s JOIN loan o ON o.id = s.loan JOIN tool ot ON ot.id = o.tool
    WHERE ot.model = t.model AND s.kind = 'ask_early' AND s.dropped_at IS NULL
    AND o.back_at IS NULL AND o.undone_at IS NULL)
ORDER BY t.model, l.out_day, l.id;

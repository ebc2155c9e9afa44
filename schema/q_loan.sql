-- Loans, renewals, and the holds they meet.

--= loan.due_day WHOLE
--= loan.due_at WHOLE
--= loan.renewals WHOLE
--= loan.renewed_day WHOLE
--= hold.state TEXT
--= hold.given_tool WHOLE
--= hold.ready_day WHOLE
--= hold.loan WHOLE

-- Fails on the partial unique index when the tool is out (T4).
--! LOAN_ADD
INSERT INTO loan (tool, member, branch, out_at, out_day, due_day, due_at, in_house, renewals, shortened,
    override_fault, kit)
VALUES ($tool, $member, $branch, $out_at, $out_day, CAST($due_day AS WHOLE), CAST($due_at AS WHOLE), $in_house, 0,
    $shortened, CAST($override_fault AS TEXT), CAST($kit AS WHOLE))
RETURNING id;

--! LOAN_GET
SELECT l.*, t.number, t.shelf, m.name AS member_name, m.number AS member_number, d.name, d.brand,
    d.type, b.name AS branch_name, 1 AS total
FROM loan l
JOIN tool t ON t.id = l.tool
JOIN model d ON d.id = t.model
JOIN branch b ON b.id = l.branch
LEFT JOIN member m ON m.id = l.member
WHERE l.id = $id;

-- Open loans first by due day; with history the newest first. Each way to ask finds its rows by an
-- index of its own: a library has hundreds of thousands of past loans, a person a few.
--! LOAN_LIST
WITH wanted AS (
    SELECT id FROM loan
    WHERE $member <> 0 AND member = $member
    UNION ALL
    SELECT id FROM loan
    WHERE $member = 0 AND $tool <> 0 AND tool = $tool
    UNION ALL
    SELECT id FROM loan
    WHERE $member = 0 AND $tool = 0 AND $history = 0 AND back_at IS NULL AND undone_at IS NULL
    UNION ALL
    SELECT id FROM loan
    WHERE $member = 0 AND $tool = 0 AND $history = 1
)
SELECT l.*, t.number, t.shelf, m.name AS member_name, m.number AS member_number, d.name, d.brand,
    d.type, b.name AS branch_name, count(*) OVER () AS total
FROM loan l
JOIN tool t ON t.id = l.tool
JOIN model d ON d.id = t.model
JOIN branch b ON b.id = l.branch
LEFT JOIN member m ON m.id = l.member
WHERE l.id IN (SELECT id FROM wanted)
AND l.undone_at IS NULL
AND ($history = 1 OR l.back_at IS NULL)
AND ($tool = 0 OR l.tool = $tool)
AND ($branch = 0 OR l.branch = $branch)
AND ($before = 0 OR (l.back_at IS NULL AND l.due_day < $before))
ORDER BY CASE WHEN $history = 1 THEN 0 - l.out_at ELSE coalesce(l.due_day, 9999999) END, l.id
LIMIT $limit OFFSET $offset;

-- What a member has, and the tool to be lent: for the value of it all (M13).
--! LIMIT_VALUE
SELECT t.price_cents, t.bought_day, t.made_at
FROM tool t
WHERE t.id = $tool
UNION ALL
SELECT t.price_cents, t.bought_day, t.made_at
FROM loan l
JOIN tool t ON t.id = l.tool
WHERE l.member = $member
AND l.back_at IS NULL
AND l.undone_at IS NULL
AND l.in_house = 0
AND (t.owner IS NULL OR t.owner <> $member)
UNION ALL
SELECT t.price_cents, t.bought_day, t.made_at
FROM hold h
JOIN tool t ON t.id = h.given_tool
WHERE h.member = $member
AND h.state = 'ready'
AND h.undone_at IS NULL
AND t.id <> $tool;

-- What a member has of the models that a policy is about, its own or its category's: open loans and
-- holds ready; a kit is one (M13).
--! LIMIT_CATEGORY
SELECT (SELECT count(DISTINCT coalesce(0 - l.kit, l.id))
    FROM loan l
    JOIN tool t ON t.id = l.tool
    JOIN model m ON m.id = t.model
    LEFT JOIN category x ON x.id = m.category
    WHERE l.member = $member AND l.back_at IS NULL AND l.undone_at IS NULL AND l.in_house = 0
    AND (t.owner IS NULL OR t.owner <> $member)
    AND (m.policy = $policy OR EXISTS (SELECT 1 FROM category g WHERE g.policy = $policy
        AND (x.path_key = g.path_key OR x.path_key LIKE g.path_key || ' > %'))))
    + (SELECT count(DISTINCT coalesce(0 - h.kit, h.id))
    FROM hold h
    JOIN model m ON m.id = h.model
    LEFT JOIN category x ON x.id = m.category
    WHERE h.member = $member AND h.state = 'ready' AND h.undone_at IS NULL
    AND (m.policy = $policy OR EXISTS (SELECT 1 FROM category g WHERE g.policy = $policy
        AND (x.path_key = g.path_key OR x.path_key LIKE g.path_key || ' > %')))) AS n;

-- The last thing that happened to a tool, for backdating (L19).
--! LOAN_LAST_DAY
SELECT coalesce(max(coalesce(back_day, out_day)), 0) AS last_day
FROM loan
WHERE tool = $tool
AND undone_at IS NULL;

--! LOAN_CLOSE
UPDATE loan
SET back_at = $back_at, back_day = $back_day, back_branch = $back_branch, ending = $ending
WHERE id = $id
AND back_at IS NULL;

--! RENEWAL_ADD
INSERT INTO renewal (loan, at, due_before_day, due_after_day, override_fault)
VALUES ($loan, $at, $due_before_day, $due_after_day, CAST($override_fault AS TEXT))
RETURNING id;

--! RENEWAL_LAST_AT
SELECT coalesce(max(at), 0) AS at
FROM renewal
WHERE loan = $loan
AND undone_at IS NULL;

-- Holds of people who can borrow now that this tool could serve, less other free tools (R2); those are
-- only counted when somebody waits.
--! RENEW_WAITED
SELECT count(*) - (SELECT count(*) FROM tool_view v WHERE v.model = $model AND v.id <> $tool
    AND v.state = 'active' AND v.loan IS NULL AND v.hold IS NULL) AS n
FROM hold h
JOIN member m ON m.id = h.member
WHERE h.model = $model
AND h.undone_at IS NULL
AND h.state = 'waiting'
AND h.from_day IS NULL
AND (h.tool IS NULL OR h.tool = $tool)
AND h.member <> $member
AND (m.state = 'active' OR (m.state = 'blocked' AND m.blocked_until_day < $today))
AND (m.until_day IS NULL OR m.until_day >= $today)
HAVING count(*) > 0;

-- A member's own hold that a loan of this tool fulfils (H15).
--! HOLD_TO_FULFIL
SELECT id, state, given_tool, ready_day, from_day, to_day, to_at
FROM hold
WHERE member = $member
AND model = $model
AND (tool IS NULL OR tool = $tool)
AND (from_day IS NULL OR (from_day <= $today AND to_day >= $today))
AND undone_at IS NULL
AND state IN ('waiting', 'assigned', 'ready', 'resting')
ORDER BY CASE WHEN given_tool = $tool THEN 0 ELSE 1 END, since_at, id
LIMIT 1;

--! HOLD_ADD
INSERT INTO hold (member, model, tool, pick_up, since_at, made_at, state, given_tool, ready_day, misses)
VALUES ($member, $model, CAST($tool AS WHOLE), $pick_up, $since_at, $made_at, $state,
    CAST($given_tool AS WHOLE), CAST($ready_day AS WHOLE), 0)
RETURNING id;

-- The hold a tool is set apart for.
--! HOLD_OF_TOOL
SELECT id, state, ready_day
FROM hold
WHERE given_tool = $tool
AND undone_at IS NULL
AND state IN ('assigned', 'ready');

-- `place` is that in the queue of the model, whoever asks. A hold on a kit is one line, by its name.
--! HOLD_LIST
SELECT h.id, h.state, h.since_at, h.ready_day, h.from_day, h.to_day, h.given_tool, h.model,
    m.id AS member, m.name AS member_name, m.number AS member_number,
    coalesce(s.name, d.name) AS name, CASE WHEN s.id IS NULL THEN d.brand END AS brand,
    CASE WHEN s.id IS NULL THEN d.type END AS type, b.id AS pick_up, b.name AS pick_up_name, t.number,
    (SELECT count(*) FROM hold w WHERE w.model = h.model AND w.undone_at IS NULL
        AND w.state IN ('waiting', 'assigned', 'ready', 'resting')
        AND (w.since_at, w.id) <= (h.since_at, h.id)) AS place,
    count(*) OVER () AS total
FROM hold h
JOIN member m ON m.id = h.member
JOIN model d ON d.id = h.model
JOIN branch b ON b.id = h.pick_up
LEFT JOIN tool t ON t.id = h.given_tool
LEFT JOIN kit s ON s.id = h.kit
WHERE h.undone_at IS NULL
AND h.state IN ('waiting', 'assigned', 'ready', 'resting')
AND ($model <> 0 OR h.kit IS NULL OR NOT EXISTS (SELECT 1 FROM hold o WHERE o.kit = h.kit
    AND o.member = h.member AND o.made_at = h.made_at AND o.id < h.id AND o.undone_at IS NULL
    AND o.state IN ('waiting', 'assigned', 'ready', 'resting')))
AND ($member = 0 OR h.member = $member)
AND ($model = 0 OR h.model = $model)
AND ($ready = 0 OR h.state = 'ready')
ORDER BY h.since_at, h.id;

--! TICKET_ADD
INSERT INTO ticket (tool, made_at, what, words, phone, member, state, cost_cents, minutes)
VALUES ($tool, $made_at, $what, CAST($words AS TEXT), CAST($phone AS TEXT), CAST($member AS WHOLE),
    'open', 0, 0)
RETURNING id;

--! TICKET_LIST
SELECT k.id, k.made_at, k.what, k.words, k.phone, k.state, t.number, d.name, d.brand, d.type,
    t.present, count(*) OVER () AS total
FROM ticket k
JOIN tool t ON t.id = k.tool
JOIN model d ON d.id = t.model
WHERE k.undone_at IS NULL
AND k.state IN ('open', 'parts', 'repair')
AND ($branch = 0 OR t.present = $branch)
ORDER BY k.made_at, k.id;

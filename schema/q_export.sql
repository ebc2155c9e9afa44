-- Statements of writing the library out (lending/export*.c). All in an order that is the same whenever
-- the library is: by number, by name.

--! EXPORT_TOOLS
SELECT t.id, t.number, t.model, t.shelf, t.state, t.state_reason, t.state_day, t.serial, t.size,
    t.strength, t.price_cents, t.bought_day, t.inspect_day, t.owner_from_month, t.owner_to_month,
    t.notice_days, t.note, t.source_key, bh.name AS home_name, bp.name AS present_name,
    o.number AS owner_number, m.name, m.brand, m.type, m.category, m.text, m.notice, m.signs,
    m.manual_url, p.period_days, p.half_day, p.renewals, p.renewal_days, p.fee_cents, p.deposit_cents,
    p.late_cents, p.safety, p.min_age, p.limit_tools
FROM tool t
JOIN model m ON m.id = t.model
JOIN branch bh ON bh.id = t.home
JOIN branch bp ON bp.id = t.present
LEFT JOIN member o ON o.id = t.owner
LEFT JOIN policy p ON p.id = m.policy
ORDER BY t.number;

--! EXPORT_MEMBERS
SELECT m.id, m.number, m.name, m.kind, m.contact_person, m.household, m.household_contact, m.address,
    m.postcode, m.place, m.language, m.tier, m.state, m.blocked_until_day, m.blocked_reason,
    m.since_day, m.until_day, m.note, m.active_day, h.name AS household_name, p.name AS plan_name
FROM member m
LEFT JOIN household h ON h.id = m.household
LEFT JOIN plan p ON p.id = m.plan
WHERE m.state <> 'erased'
AND m.merged_into IS NULL
ORDER BY m.number;

--! EXPORT_LOANS
SELECT l.id, t.number AS tool_number, d.name, d.brand, d.type, m.number AS member_number,
    m.name AS member_name, b.name AS branch_name, l.out_day, l.due_day, l.due_at, l.back_day, l.renewals,
    l.in_house, l.ending
FROM loan l
JOIN tool t ON t.id = l.tool
JOIN model d ON d.id = t.model
JOIN branch b ON b.id = l.branch
LEFT JOIN member m ON m.id = l.member
WHERE l.undone_at IS NULL
AND ($open = 0 OR l.back_at IS NULL)
ORDER BY CASE WHEN $open = 1 THEN t.number ELSE l.out_at END, t.number, l.id;

--! EXPORT_HOLDS
SELECT h.since_at, h.from_day, h.to_day, h.from_at, h.to_at, h.rearrange, h.state, h.ready_day, h.misses,
    h.rested_day, m.number AS member_number, d.name, d.brand, d.type, t.number AS tool_number,
    g.number AS given_number, b.name AS pick_up_name
FROM hold h
JOIN member m ON m.id = h.member
JOIN model d ON d.id = h.model
JOIN branch b ON b.id = h.pick_up
LEFT JOIN tool t ON t.id = h.tool
LEFT JOIN tool g ON g.id = h.given_tool
WHERE h.undone_at IS NULL
AND h.state IN ('waiting', 'assigned', 'ready', 'resting')
AND ($bookings = 1) = (h.from_day IS NOT NULL)
ORDER BY d.model_key, h.since_at, h.id;

--! EXPORT_BALANCES
SELECT m.number AS member_number,
    sum(CASE WHEN k.kind LIKE 'deposit%' THEN 0 ELSE k.cents END) AS balance_cents,
    sum(CASE WHEN k.kind LIKE 'deposit%' THEN k.cents ELSE 0 END) AS deposit_cents
FROM ledger k
JOIN member m ON m.id = k.member
GROUP BY m.number
HAVING sum(CASE WHEN k.kind LIKE 'deposit%' THEN 0 ELSE k.cents END) <> 0
OR sum(CASE WHEN k.kind LIKE 'deposit%' THEN k.cents ELSE 0 END) <> 0
ORDER BY m.number;

--! EXPORT_MISSING_PARTS
SELECT t.number AS tool_number, p.name, p.count, p.missing_day
FROM part p
JOIN tool t ON t.id = p.tool
WHERE p.removed_at IS NULL
AND p.missing_day IS NOT NULL
ORDER BY t.number, p.name_key;

--! EXPORT_TRANSFERS
SELECT t.number AS tool_number, f.name AS from_name, g.name AS to_name, x.state
FROM transfer x
JOIN tool t ON t.id = x.tool
JOIN branch f ON f.id = x.from_branch
JOIN branch g ON g.id = x.to_branch
WHERE x.undone_at IS NULL
AND x.state IN ('asked', 'sent')
ORDER BY t.number, x.id;

--! EXPORT_CLOSINGS
SELECT b.name AS branch_name, k.from_day, k.to_day, k.reason
FROM closing k
JOIN branch b ON b.id = k.branch
WHERE k.removed_at IS NULL
ORDER BY b.name_key, k.from_day;

--! EXPORT_HOLIDAYS
SELECT b.name AS branch_name, k.holiday, k.is_open
FROM branch_holiday k
JOIN branch b ON b.id = k.branch
ORDER BY b.name_key, k.holiday;

--! EXPORT_LEDGER
SELECT k.on_day, b.name AS branch_name, m.number AS member_number, k.kind, k.method, k.cents
FROM ledger k
LEFT JOIN branch b ON b.id = k.branch
LEFT JOIN member m ON m.id = k.member
ORDER BY k.id;

-- Pictures of tools; those of reports are with the tickets in a backup only.
--! EXPORT_PHOTOS
SELECT t.number AS tool_number, p.made_at, p.width, p.height, p.large
FROM photo p
JOIN tool t ON t.id = p.tool
WHERE p.ticket IS NULL
AND p.ended_at IS NULL
AND p.undone_at IS NULL
ORDER BY t.number;

-- Manuals and the library's mark.
--! EXPORT_DOCUMENTS
SELECT d.kind, m.name AS model_name, d.made_at, d.content
FROM document d
LEFT JOIN model m ON m.id = d.model
WHERE d.ended_at IS NULL
AND d.undone_at IS NULL
ORDER BY d.id;

--! EXPORT_TICKETS
SELECT t.number AS tool_number, k.made_at, k.what, k.words, k.phone, m.number AS member_number, k.state,
    k.cost_cents, k.minutes, k.answer
FROM ticket k
JOIN tool t ON t.id = k.tool
LEFT JOIN member m ON m.id = k.member
WHERE k.undone_at IS NULL
ORDER BY k.id;

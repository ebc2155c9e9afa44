-- Kits, what is sold, and stock-takes.

--= kit.name TEXT
--= kit.name_key TEXT
--= kit.together WHOLE
--= kit.ended_at WHOLE
--= kit_tool.left_at WHOLE
--= consumable.name TEXT
--= consumable.name_key TEXT
--= consumable.price_cents WHOLE
--= consumable.shelf TEXT
--= consumable.ended_at WHOLE
--= stock_take.ended_at WHOLE

--! KIT_BY_NAME
SELECT id
FROM kit
WHERE name_key = $name_key
AND ended_at IS NULL;

--! KIT_ADD
INSERT INTO kit (name, name_key, together, made_at)
VALUES ($name, $name_key, $together, $made_at)
RETURNING id;

-- Kits with how many tools each has, and how many of them can be taken along now; or one of them.
--! KIT_LIST
SELECT k.id, k.name, k.name_key, k.together, count(t.id) AS tools,
    count(CASE WHEN t.state = 'active' AND t.loan IS NULL AND t.hold IS NULL
        AND (t.transfer_state IS NULL OR t.transfer_state <> 'sent')
        AND (t.inspect_day IS NULL OR t.inspect_day >= $today) THEN 1 END) AS free,
    count(*) OVER () AS n
FROM kit k
LEFT JOIN kit_tool x ON x.kit = k.id AND x.left_at IS NULL
LEFT JOIN tool_view t ON t.id = x.tool
WHERE k.ended_at IS NULL
AND ($id = 0 OR k.id = $id)
GROUP BY k.id, k.name, k.name_key, k.together
ORDER BY k.name_key;

--! KIT_TOOLS
SELECT x.id, x.tool, count(*) OVER () AS n
FROM kit_tool x
JOIN tool t ON t.id = x.tool
WHERE x.kit = $kit
AND x.left_at IS NULL
ORDER BY t.number;

-- T12: the kit that keeps what is asked for to itself: every tool of the model (or that tool) is lent with
-- a kit only. No row when one can serve alone.
--! KIT_KEEPS
SELECT min(s.name) AS name
FROM tool t
LEFT JOIN kit_tool x ON x.tool = t.id AND x.left_at IS NULL
LEFT JOIN kit s ON s.id = x.kit AND s.together = 1
WHERE t.model = $model
AND t.state IN ('active', 'repair')
AND (CAST($tool AS WHOLE) IS NULL OR t.id = $tool)
HAVING count(*) > 0 AND count(*) = count(s.id);

--! KIT_OF_TOOL
SELECT x.id, x.kit, k.name, k.together
FROM kit_tool x
JOIN kit k ON k.id = x.kit
WHERE x.tool = $tool
AND x.left_at IS NULL;

--! KIT_TOOL_ADD
INSERT INTO kit_tool (kit, tool)
VALUES ($kit, $tool)
RETURNING id;

--! CONSUMABLE_BY_NAME
SELECT id
FROM consumable
WHERE name_key = $name_key
AND ended_at IS NULL;

--! CONSUMABLE_ADD
INSERT INTO consumable (name, name_key, price_cents, shelf, made_at)
VALUES ($name, $name_key, $price_cents, CAST($shelf AS TEXT), $made_at)
RETURNING id;

-- What is sold with the stock at each branch that ever had any; or one of them, or those to be counted
-- because more was sold than there was (T13).
--! CONSUMABLE_LIST
SELECT c.id, c.name, c.name_key, c.price_cents, c.shelf, b.id AS branch, b.name AS branch_name,
    coalesce(sum(m.count), 0) AS stock, count(*) OVER () AS n
FROM consumable c
LEFT JOIN movement m ON m.consumable = c.id AND m.undone_at IS NULL
LEFT JOIN branch b ON b.id = m.branch
WHERE c.ended_at IS NULL
AND ($id = 0 OR c.id = $id)
AND ($branch = 0 OR b.id IS NULL OR b.id = $branch)
GROUP BY c.id, c.name, c.name_key, c.price_cents, c.shelf, b.id, b.name, b.name_key
HAVING $below = 0 OR coalesce(sum(m.count), 0) < 0
ORDER BY c.name_key, b.name_key;

--! MOVEMENT_ADD
INSERT INTO movement (consumable, branch, at, on_day, kind, count)
VALUES ($consumable, $branch, $at, $on_day, $kind, $count)
RETURNING id;

--! MOVEMENT_LIST
SELECT m.at, m.on_day, m.kind, m.count, b.name AS branch_name, count(*) OVER () AS n
FROM movement m
JOIN branch b ON b.id = m.branch
WHERE m.consumable = $consumable
AND m.undone_at IS NULL
ORDER BY m.id DESC
LIMIT $limit;

--! MOVEMENT_UNDONE
UPDATE movement
SET undone_at = $at
WHERE id = $id;

--! STOCK_TAKE_NOW
SELECT id, begun_at
FROM stock_take
WHERE branch = $branch
AND ended_at IS NULL;

--! STOCK_TAKE_ADD
INSERT INTO stock_take (branch, begun_at)
VALUES ($branch, $begun_at)
RETURNING id;

-- Seen twice is seen once.
--! STOCK_SEEN_ADD
INSERT INTO stock_seen (stock_take, tool, at, was_branch, was_state)
VALUES ($stock_take, $tool, $at, $was_branch, $was_state)
ON CONFLICT (stock_take, tool) DO NOTHING
RETURNING tool;

--! STOCK_SHELF_ADD
INSERT INTO stock_shelf (stock_take, shelf_key, at)
VALUES ($stock_take, $shelf_key, $at)
ON CONFLICT (stock_take, shelf_key) DO UPDATE SET at = excluded.at;

--! STOCK_SHELVES
SELECT shelf_key, at, count(*) OVER () AS n
FROM stock_shelf
WHERE stock_take = $stock_take
ORDER BY shelf_key;

-- What a stock-take is about (T14): the tools that should hang there, seen or not, and all others that
-- were seen. `last_*`: when it was last in somebody's hands.
--! STOCK_TOOLS
SELECT v.*, e.at AS seen_at, e.was_branch, e.was_state,
    CASE WHEN v.state = 'active' AND v.present = $branch AND v.loan IS NULL
        AND (v.transfer_state IS NULL OR v.transfer_state <> 'sent') THEN 1 ELSE 0 END AS expected,
    coalesce((SELECT max(l.out_at) FROM loan l WHERE l.tool = v.id), 0) AS last_out,
    coalesce((SELECT max(l.back_at) FROM loan l WHERE l.tool = v.id), 0) AS last_back,
    coalesce((SELECT max(j.at) FROM change x JOIN journal j ON j.id = x.journal WHERE x.thing = 'tool'
        AND x.thing_id = v.id AND x.field = 'present'), 0) AS last_moved,
    count(*) OVER () AS n
FROM tool_view v
LEFT JOIN stock_seen e ON e.tool = v.id AND e.stock_take = $stock_take
WHERE e.at IS NOT NULL
OR (v.state = 'active' AND v.present = $branch AND v.loan IS NULL
    AND (v.transfer_state IS NULL OR v.transfer_state <> 'sent'))
ORDER BY coalesce(v.shelf, ''), v.number;

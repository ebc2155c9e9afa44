-- Tools, models, categories, parts, other codes.

--= tool.state TEXT
--= tool.state_reason TEXT
--= tool.state_day WHOLE
--= tool.present WHOLE
--= tool.home WHOLE
--= tool.shelf TEXT
--= tool.model WHOLE
--= tool.owner WHOLE
--= tool.serial TEXT
--= tool.size TEXT
--= tool.strength TEXT
--= tool.price_cents WHOLE
--= tool.bought_day WHOLE
--= tool.note TEXT
--= tool.printed_at WHOLE
--= tool.printed_as TEXT
--= tool.worn_at WHOLE
--= tool.source_key TEXT
--= tool.inspect_day WHOLE
--= tool.owner_from_month WHOLE
--= tool.owner_to_month WHOLE
--= tool.notice_days WHOLE
--= tool.recall_day WHOLE
--= model.name TEXT
--= model.brand TEXT
--= model.type TEXT
--= model.model_key TEXT
--= model.text TEXT
--= model.notice TEXT
--= model.signs TEXT
--= model.category WHOLE
--= model.policy WHOLE
--= model.manual_url TEXT
--= policy.period_days WHOLE
--= policy.half_day WHOLE
--= policy.renewals WHOLE
--= policy.renewal_days WHOLE
--= policy.fee_cents WHOLE
--= policy.deposit_cents WHOLE
--= policy.late_cents WHOLE
--= policy.safety WHOLE
--= policy.min_age WHOLE
--= policy.limit_tools WHOLE
--= part.missing_day WHOLE
--= part.removed_at WHOLE
--= part.count WHOLE
--= category.policy WHOLE
--= category.icon TEXT

--! TOOL_GET
SELECT *
FROM tool_view
WHERE id = $id;

--! TOOL_BY_NUMBER
SELECT id
FROM tool
WHERE number = $number;

--! TOOL_BY_ALIAS
SELECT tool
FROM alias
WHERE code = $code;

--! TOOL_NUMBER_LAST
SELECT coalesce(max(number), 0) AS number
FROM tool;

-- Tools by words; an empty word matches all. One whole number also means that number. After the one
-- with $after_number come those that stand behind it in this order. Only what is shown is read whole.
--! TOOL_LIST
SELECT v.*, p.total
FROM (SELECT v.id, count(*) OVER () AS total
    FROM tool_view v
    WHERE ($w1 = '' OR v.search_key LIKE '%' || $w1 || '%' OR v.number = $number)
    AND ($w2 = '' OR v.search_key LIKE '%' || $w2 || '%')
    AND ($w3 = '' OR v.search_key LIKE '%' || $w3 || '%')
    AND ($w4 = '' OR v.search_key LIKE '%' || $w4 || '%')
    AND ($branch = 0 OR v.present = $branch)
    AND ($model = 0 OR v.model = $model)
    AND ($path = '' OR v.category_path = $path OR v.category_path LIKE $path || ' > %'
        OR EXISTS (SELECT 1 FROM model_also a JOIN category x ON x.id = a.category WHERE a.model = v.model
            AND (x.path_key = $path OR x.path_key LIKE $path || ' > %')))
    AND ($shelf = '' OR upper(v.shelf) = $shelf)
    AND ($visible = 0 OR v.state NOT IN ('draft', 'retired'))
    AND ($state = '' OR v.state = $state)
    AND ($free = 0 OR (v.state = 'active' AND v.loan IS NULL AND v.hold IS NULL))
    AND ($after_number = 0 OR (CASE WHEN v.number = $number THEN 0 ELSE 1 END, v.model_key, v.number)
        > (CASE WHEN $after_number = $number THEN 0 ELSE 1 END, $after_key, $after_number))
    ORDER BY CASE WHEN v.number = $number THEN 0 ELSE 1 END, CASE WHEN $newest = 1 THEN 0 - v.made_at
        ELSE 0 END, v.model_key, v.number
    LIMIT $limit OFFSET $offset) p
JOIN tool_view v ON v.id = p.id
ORDER BY CASE WHEN v.number = $number THEN 0 ELSE 1 END, CASE WHEN $newest = 1 THEN 0 - v.made_at
    ELSE 0 END, v.model_key, v.number;

--! TOOL_ADD
INSERT INTO tool (number, model, home, present, shelf, state, state_reason, state_day, owner, serial,
    size, strength, price_cents, bought_day, note, source_key, made_at)
VALUES ($number, $model, $home, $home, CAST($shelf AS TEXT), $state, CAST($state_reason AS TEXT),
    $state_day, CAST($owner AS WHOLE), CAST($serial AS TEXT), CAST($size AS TEXT),
    CAST($strength AS TEXT), CAST($price_cents AS WHOLE), CAST($bought_day AS WHOLE),
    CAST($note AS TEXT), CAST($source_key AS TEXT), $made_at)
RETURNING id;

--! MODEL_GET
SELECT m.*, g.name AS category_name, coalesce(g.icon, gp.icon, gg.icon) AS icon
FROM model m
LEFT JOIN category g ON g.id = m.category
LEFT JOIN category gp ON gp.id = g.parent
LEFT JOIN category gg ON gg.id = gp.parent
WHERE m.id = $id;

--! MODEL_BY_KEY
SELECT id
FROM model
WHERE model_key = $model_key;

--! MODEL_ADD
INSERT INTO model (name, brand, type, model_key, category, search_key, made_at)
VALUES ($name, CAST($brand AS TEXT), CAST($type AS TEXT), $model_key, CAST($category AS WHOLE),
    $search_key, $made_at)
RETURNING id;

-- Models whose search key holds the words; the exact name first.
--! MODEL_FIND
SELECT id, name, brand, type
FROM model
WHERE search_key LIKE '%' || $w1 || '%'
AND ($w2 = '' OR search_key LIKE '%' || $w2 || '%')
AND ($w3 = '' OR search_key LIKE '%' || $w3 || '%')
ORDER BY model_key
LIMIT 12;

-- Models with how many tools are of it and how many of them are free now.
--! MODEL_LIST
SELECT m.id, m.name, m.brand, m.type, m.model_key, m.category, m.text, m.notice, m.signs, m.manual_url,
    g.name AS category_name, coalesce(g.icon, gp.icon, gg.icon) AS icon,
    (SELECT count(*) FROM tool t WHERE t.model = m.id AND t.state <> 'retired'
        AND ($visible = 0 OR t.state <> 'draft')) AS tools,
    (SELECT count(*) FROM tool t WHERE t.model = m.id AND t.state = 'active'
        AND NOT EXISTS (SELECT 1 FROM loan l WHERE l.tool = t.id AND l.back_at IS NULL
            AND l.undone_at IS NULL)
        AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.given_tool = t.id AND h.undone_at IS NULL
            AND h.state IN ('assigned', 'ready'))) AS free,
    count(*) OVER () AS total
FROM model m
LEFT JOIN category g ON g.id = m.category
LEFT JOIN category gp ON gp.id = g.parent
LEFT JOIN category gg ON gg.id = gp.parent
WHERE ($w1 = '' OR m.search_key LIKE '%' || $w1 || '%')
AND ($w2 = '' OR m.search_key LIKE '%' || $w2 || '%')
AND ($w3 = '' OR m.search_key LIKE '%' || $w3 || '%')
AND ($path = '' OR g.path_key = $path OR g.path_key LIKE $path || ' > %')
AND ($visible = 0 OR EXISTS (SELECT 1 FROM tool t WHERE t.model = m.id
    AND t.state NOT IN ('draft', 'retired')))
AND ($after_key = '' OR m.model_key > $after_key)
ORDER BY m.model_key
LIMIT $limit;

--! MODEL_KEYS
SELECT search_key
FROM model
ORDER BY id;

--! MODEL_SEARCH_SET
UPDATE model
SET search_key = $search_key
WHERE id = $id;

--! SYNONYMS_OF_MODEL
SELECT word, count(*) OVER () AS n
FROM synonym
WHERE model = $model
ORDER BY word_key;

--! SYNONYM_ADD
INSERT INTO synonym (model, word, word_key)
VALUES ($model, $word, $word_key)
ON CONFLICT (model, word_key) DO NOTHING;

--! SYNONYM_DROP
DELETE FROM synonym
WHERE model = $model
AND word_key = $word_key
RETURNING model;

-- Other categories of a model.
--! ALSO_OF_MODEL
SELECT a.category, g.name
FROM model_also a
JOIN category g ON g.id = a.category
WHERE a.model = $model
ORDER BY g.path_key;

--! ALSO_ADD
INSERT INTO model_also (model, category)
VALUES ($model, $category)
ON CONFLICT (model, category) DO NOTHING;

--! ALSO_DROP
DELETE FROM model_also
WHERE model = $model
AND category = $category;

--! CATEGORY_BY_PATH
SELECT id
FROM category
WHERE path_key = $path_key;

--! CATEGORY_GET
SELECT id, parent, name, path_key, icon, policy
FROM category
WHERE id = $id;

--! CATEGORY_ADD
INSERT INTO category (parent, name, name_key, path_key)
VALUES (CAST($parent AS WHOLE), $name, $name_key, $path_key)
RETURNING id;

-- Every category with how many tools visitors see in it and below it.
--! CATEGORY_LIST
SELECT g.id, g.parent, g.name, g.path_key, coalesce(g.icon, gp.icon) AS icon,
    (SELECT count(DISTINCT t.id) FROM category x
        JOIN (SELECT id AS model, category FROM model UNION ALL
            SELECT model, category FROM model_also) k ON k.category = x.id
        JOIN tool t ON t.model = k.model
        WHERE t.state NOT IN ('draft', 'retired')
        AND (x.id = g.id OR x.path_key LIKE g.path_key || ' > %')) AS tools,
    count(*) OVER () AS n
FROM category g
LEFT JOIN category gp ON gp.id = g.parent
ORDER BY g.path_key;

--! CATEGORY_BY_NAME
SELECT id
FROM category
WHERE name_key = $name_key
ORDER BY id
LIMIT 2;

--! POLICY_GET
SELECT period_days, half_day, renewals, renewal_days, fee_cents, deposit_cents, late_cents, safety,
    min_age, limit_tools
FROM policy
WHERE id = $id;

--! POLICY_ADD
INSERT INTO policy (period_days)
VALUES (NULL)
RETURNING id;

-- The policies that hold for a model, nearest first: its own, its category's, and those above.
--! POLICIES_OF_MODEL
SELECT p.id AS policy, p.period_days, p.half_day, p.renewals, p.renewal_days, p.fee_cents,
    p.deposit_cents, p.late_cents, p.safety, p.min_age, p.limit_tools, '' AS category_name, 0 AS distance
FROM model m
JOIN policy p ON p.id = m.policy
WHERE m.id = $model
UNION ALL
SELECT p.id AS policy, p.period_days, p.half_day, p.renewals, p.renewal_days, p.fee_cents,
    p.deposit_cents, p.late_cents, p.safety, p.min_age, p.limit_tools, g.name AS category_name,
    1000 - length(g.path_key) AS distance
FROM model m
JOIN category x ON x.id = m.category
JOIN category g ON g.policy IS NOT NULL AND (g.id = x.id OR x.path_key LIKE g.path_key || ' > %')
JOIN policy p ON p.id = g.policy
WHERE m.id = $model
ORDER BY distance;

--! ALIAS_ADD
INSERT INTO alias (code, tool, written)
VALUES ($code, $tool, $written);

--! ALIASES_OF_TOOL
SELECT written, count(*) OVER () AS n
FROM alias
WHERE tool = $tool
ORDER BY code;

--! PARTS_OF_TOOL
SELECT id, name, count, missing_day, count(*) OVER () AS n
FROM part
WHERE tool = $tool
AND removed_at IS NULL
ORDER BY id;

--! PART_BY_NAME
SELECT id
FROM part
WHERE tool = $tool
AND name_key = $name_key
AND removed_at IS NULL;

--! PART_ADD
INSERT INTO part (tool, name, name_key, count)
VALUES ($tool, $name, $name_key, $count)
RETURNING id;

-- A new word is counted while there is room for it; what is there is always counted.
--! SEARCH_MISSED
INSERT INTO missed_search (search_key, times, last_day)
SELECT CAST($search_key AS TEXT), 1, CAST($today AS WHOLE)
WHERE (SELECT count(*) FROM missed_search) < $most
OR EXISTS (SELECT 1 FROM missed_search WHERE search_key = $search_key)
ON CONFLICT (search_key) DO UPDATE SET times = missed_search.times + 1, last_day = excluded.last_day;

-- Room is made by words that were asked once, long ago.
--! SEARCH_MISSED_OLD
DELETE FROM missed_search
WHERE times = 1
AND last_day < $before;

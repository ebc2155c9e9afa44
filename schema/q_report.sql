-- Reports: sums over a period, both days included; $branch 0 is all. Nobody's name is in them but in the
-- list of what is overdue.

-- How each model was used: how many tools, loans, days out within the period, and when last.
--! REPORT_USE
SELECT m.id, m.name, m.brand, m.type, m.model_key, g.name AS category_name, count(DISTINCT t.id) AS tools,
    count(l.id) AS loans, max(l.out_day) AS last_day,
    sum(CASE WHEN l.id IS NULL THEN 0
        ELSE CASE WHEN coalesce(l.back_day, $to_day) < $to_day THEN l.back_day ELSE $to_day END
        - CASE WHEN l.out_day > $from_day THEN l.out_day ELSE $from_day END + 1 END) AS days_out
FROM model m
JOIN tool t ON t.model = m.id AND t.state NOT IN ('draft', 'retired')
LEFT JOIN category g ON g.id = m.category
LEFT JOIN loan l ON l.tool = t.id AND l.undone_at IS NULL AND l.in_house = 0 AND l.out_day <= $to_day
    AND coalesce(l.back_day, $to_day) >= $from_day
WHERE ($branch = 0 OR t.home = $branch)
GROUP BY m.id, m.name, m.brand, m.type, m.model_key, g.name
ORDER BY loans, m.model_key;

-- Loans by week, counted from $from_day.
--! LOANS_BY_WEEK
SELECT w.week, count(*) AS loans
FROM (SELECT (l.out_day - $from_day) / 7 AS week
    FROM loan l
    WHERE l.undone_at IS NULL
    AND l.in_house = 0
    AND l.out_day BETWEEN $from_day AND $to_day
    AND ($branch = 0 OR l.branch = $branch)) AS w
GROUP BY w.week
ORDER BY w.week;

-- Searches that found nothing, the most asked first (T5).
--! DEMAND_MISSED
SELECT search_key, times, last_day
FROM missed_search
WHERE last_day >= $from_day
ORDER BY times DESC, search_key
LIMIT $limit;

-- Models that people wait for, the longest first.
--! DEMAND_HOLDS
SELECT d.id, d.name, d.brand, d.type, d.model_key, count(*) AS waiting, min(h.made_at) AS since_at
FROM hold h
JOIN model d ON d.id = h.model
WHERE h.state = 'waiting'
AND h.from_day IS NULL
AND h.undone_at IS NULL
AND ($branch = 0 OR h.pick_up = $branch)
GROUP BY d.id, d.name, d.brand, d.type, d.model_key
ORDER BY since_at, d.model_key;

--! REPORT_LOANS
SELECT b.name, (SELECT count(*) FROM loan l WHERE l.branch = b.id AND l.undone_at IS NULL
        AND l.in_house = 0 AND l.out_day BETWEEN $from_day AND $to_day) AS loans,
    (SELECT count(DISTINCT l.member) FROM loan l WHERE l.branch = b.id AND l.undone_at IS NULL
        AND l.in_house = 0 AND l.out_day BETWEEN $from_day AND $to_day) AS members,
    (SELECT count(*) FROM loan l WHERE l.branch = b.id AND l.undone_at IS NULL
        AND l.in_house = 1 AND l.out_day BETWEEN $from_day AND $to_day) AS in_house,
    (SELECT count(*) FROM loan l WHERE l.back_branch = b.id AND l.undone_at IS NULL
        AND l.in_house = 0 AND l.back_day BETWEEN $from_day AND $to_day) AS returns,
    (SELECT count(*) FROM renewal r JOIN loan l ON l.id = r.loan WHERE l.branch = b.id
        AND l.undone_at IS NULL AND r.undone_at IS NULL AND r.at BETWEEN $from_at AND $to_at) AS renewals
FROM branch b
WHERE b.ended_at IS NULL
AND ($branch = 0 OR b.id = $branch)
ORDER BY b.name_key;

-- What sharing came to: one row. Who borrowed a model, however often, need not buy one.
--! REPORT_IMPACT
SELECT count(l.id) AS loans, count(DISTINCT l.member) AS members, count(DISTINCT l.tool) AS tools,
    (SELECT coalesce(sum(e.price_cents), 0) FROM (SELECT o.member, x.model,
            max(x.price_cents) AS price_cents
        FROM loan o JOIN tool x ON x.id = o.tool WHERE o.undone_at IS NULL
        AND o.out_day BETWEEN $from_day AND $to_day AND ($branch = 0 OR o.branch = $branch)
        GROUP BY o.member, x.model) AS e) AS price_cents,
    (SELECT count(*) FROM ticket k WHERE k.state = 'solved' AND k.undone_at IS NULL
        AND k.ended_at BETWEEN $from_at AND $to_at) AS repaired,
    (SELECT coalesce(sum(k.minutes), 0) FROM ticket k WHERE k.undone_at IS NULL
        AND k.ended_at BETWEEN $from_at AND $to_at) AS minutes
FROM loan l
WHERE l.undone_at IS NULL
AND l.out_day BETWEEN $from_day AND $to_day
AND ($branch = 0 OR l.branch = $branch);

-- Members now by state, and what changed in the period: one row.
--! REPORT_MEMBERS
SELECT count(CASE WHEN state = 'active' THEN 1 END) AS active,
    count(CASE WHEN state = 'pending' THEN 1 END) AS pending,
    count(CASE WHEN state = 'blocked' THEN 1 END) AS blocked,
    count(CASE WHEN state <> 'ended' AND until_day < $today THEN 1 END) AS expired,
    count(CASE WHEN since_day BETWEEN $from_day AND $to_day THEN 1 END) AS joined,
    count(CASE WHEN ended_at BETWEEN $from_at AND $to_at THEN 1 END) AS ended,
    (SELECT count(DISTINCT l.member) FROM loan l WHERE l.undone_at IS NULL
        AND l.out_day BETWEEN $from_day AND $to_day AND ($branch = 0 OR l.branch = $branch)) AS borrowed
FROM member
WHERE state <> 'erased'
AND merged_into IS NULL;

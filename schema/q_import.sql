-- Statements of reading lists into the library (lending/import_*.c) and of writing them (export.c).

--! IMPORT_TOOLS
SELECT count(*) AS n
FROM tool;

-- Who has a number, and what tells that tool from another (T9).
--! IMPORT_TOOL_BY_NUMBER
SELECT t.id, t.serial, t.size, t.bought_day, m.model_key, m.name, m.brand, m.type
FROM tool t
JOIN model m ON m.id = t.model
WHERE t.number = $number;

--! IMPORT_TOOL_BY_SOURCE
SELECT min(id) AS id
FROM tool
WHERE source_key = $source_key;

--! IMPORT_TOOL_GET
SELECT t.model, t.home, t.present, t.shelf, t.state, t.state_reason, t.state_day, t.owner,
    t.serial, t.size, t.strength, t.price_cents, t.bought_day, t.note, t.inspect_day,
    t.owner_from_month, t.owner_to_month, t.notice_days,
    (SELECT count(*) FROM loan l WHERE l.tool = t.id AND l.back_at IS NULL AND l.undone_at IS NULL)
        AS out,
    (SELECT count(*) FROM tool x WHERE x.model = t.model) AS of_model
FROM tool t
WHERE t.id = $id;

--! IMPORT_MODEL_GET
SELECT m.name, m.brand, m.type, m.model_key, m.category, m.text, m.notice, m.signs, m.manual_url,
    p.period_days, p.half_day, p.renewals, p.renewal_days, p.fee_cents, p.deposit_cents, p.late_cents,
    p.safety, p.min_age, p.limit_tools
FROM model m
LEFT JOIN policy p ON p.id = m.policy
WHERE m.id = $id;

--= member.since_day WHOLE

--! IMPORT_MEMBERS
SELECT count(*) AS n
FROM member;

--! IMPORT_MEMBER_BY_NUMBER
SELECT id, name, name_key, address, postcode, since_day, CASE WHEN state = 'erased' THEN 1 ELSE 0 END AS erased
FROM member
WHERE number = $number;

-- A member by name and a way to reach the person; of one without any, by name and address.
--! IMPORT_MEMBER_LIKE
SELECT min(m.id) AS id
FROM member m
WHERE m.name_key = $name_key
AND m.state <> 'erased'
AND m.merged_into IS NULL
AND (EXISTS (SELECT 1 FROM contact k WHERE k.member = m.id AND k.value_key IN ($phone, $email))
    OR ($phone = '' AND $email = '' AND coalesce(m.address, '') = $address
        AND NOT EXISTS (SELECT 1 FROM contact k WHERE k.member = m.id)));

--! IMPORT_LOAN_LIKE
SELECT min(id) AS id
FROM loan
WHERE tool = $tool
AND member = $member
AND out_day = $out_day
AND undone_at IS NULL;

--! IMPORT_LOAN_OPEN
SELECT count(*) AS n
FROM loan
WHERE tool = $tool
AND back_at IS NULL
AND undone_at IS NULL;

--! IMPORT_LOAN_ADD
INSERT INTO loan (tool, member, branch, out_at, out_day, due_day, in_house, renewals, shortened,
    back_at, back_day, back_branch, ending)
VALUES ($tool, $member, $branch, $out_at, $out_day, $due_day, 0, 0, 0,
    CAST($back_at AS WHOLE), CAST($back_day AS WHOLE), CAST($back_branch AS WHOLE),
    CAST($ending AS TEXT))
RETURNING id;

-- Members, their ways to be reached, plans and households.

--= member.state TEXT
--= member.blocked_until_day WHOLE
--= member.blocked_reason TEXT
--= member.name TEXT
--= member.name_key TEXT
--= member.kind TEXT
--= member.contact_person TEXT
--= member.household WHOLE
--= member.household_contact WHOLE
--= member.plan WHOLE
--= member.tier TEXT
--= member.tier_seen_day WHOLE
--= member.tier_seen_by TEXT
--= member.seen_day WHOLE
--= member.seen_by TEXT
--= member.until_day WHOLE
--= member.language TEXT
--= member.address TEXT
--= member.postcode TEXT
--= member.place TEXT
--= member.note TEXT
--= member.no_early WHOLE
--= member.active_day WHOLE
--= member.ended_at WHOLE
--= contact.value TEXT
--= contact.bad_at WHOLE
--= contact.stopped_at WHOLE
--= plan.name TEXT
--= plan.name_key TEXT
--= plan.price_cents WHOLE
--= plan.months WHOLE
--= plan.limit_tools WHOLE
--= plan.ended_at WHOLE

--! MEMBER_GET
SELECT *
FROM member_view
WHERE id = $id;

-- A merged record's number leads to the one it was merged into.
--! MEMBER_BY_NUMBER
SELECT y.id
FROM member x
JOIN member y ON y.id = coalesce(x.merged_into, x.id)
WHERE x.number = $number
AND y.state <> 'erased';

--! MEMBER_NUMBER_USED
SELECT count(*) AS n
FROM member
WHERE number = $number;

--! MEMBER_BY_CONTACT
SELECT c.member
FROM contact c
JOIN member m ON m.id = c.member
WHERE c.kind = $kind
AND c.value_key = $value_key
AND m.state <> 'erased'
ORDER BY m.since_day, m.id;

--! MEMBER_LIST
SELECT v.*, count(*) OVER () AS total
FROM member_view v
WHERE v.state <> 'erased'
AND v.merged_into IS NULL
AND ($all = 1 OR v.state <> 'ended')
AND ($w1 = '' OR ' ' || v.name_key LIKE '% ' || $w1 || '%')
AND ($w2 = '' OR ' ' || v.name_key LIKE '% ' || $w2 || '%')
AND ($w3 = '' OR ' ' || v.name_key LIKE '% ' || $w3 || '%')
AND (CAST($after_number AS WHOLE) < 0 OR (v.name_key, v.number) > ($after_key, $after_number))
ORDER BY v.name_key, v.number
LIMIT $limit OFFSET $offset;

--! MEMBER_ADD
INSERT INTO member (number, kind, name, name_key, contact_person, household, household_contact, state,
    blocked_until_day, blocked_reason, plan, tier, tier_seen_day, tier_seen_by, since_day, until_day,
    language, address, postcode, place, note, pin_hash, active_day, made_at)
VALUES ($number, $kind, $name, $name_key, CAST($contact_person AS TEXT), CAST($household AS WHOLE),
    $household_contact, $state, CAST($blocked_until_day AS WHOLE), CAST($blocked_reason AS TEXT),
    CAST($plan AS WHOLE), CAST($tier AS TEXT), CAST($tier_seen_day AS WHOLE),
    CAST($tier_seen_by AS TEXT), $since_day, CAST($until_day AS WHOLE), $language, CAST($address AS TEXT), CAST($postcode AS TEXT), CAST($place AS TEXT), CAST($note AS TEXT),
    CAST($pin_hash AS TEXT), $active_day, $made_at)
RETURNING id;

--! MEMBER_ENDED_AT
SELECT coalesce(ended_at, 0) AS at
FROM member
WHERE id = $id;

-- A PIN is no change that anybody takes back: it is not journalled with its value.
--! MEMBER_PIN_SET
UPDATE member
SET pin_hash = CAST($pin_hash AS TEXT)
WHERE id = $id;

--! CONTACTS_OF_MEMBER
SELECT id, member, kind, value, sms, stopped_at, bad_at, count(*) OVER () AS n
FROM contact
WHERE member = $member
ORDER BY rank, id;

--! CONTACT_ADD
INSERT INTO contact (member, kind, value, value_key, rank, sms, failures)
VALUES ($member, $kind, $value, $value_key,
    (SELECT count(*) + 1 FROM contact x WHERE x.member = $member), $sms, 0)
ON CONFLICT (member, kind, value_key) DO NOTHING
RETURNING id;

--! CONTACT_DROP
DELETE FROM contact
WHERE id = $id;

-- What borrowing spared somebody: who borrowed a model, however often, need not buy one.
--! MEMBER_SAVED
SELECT count(l.id) AS loans, (SELECT coalesce(sum(e.price_cents), 0) FROM (SELECT x.model,
        max(x.price_cents) AS price_cents
    FROM loan o JOIN tool x ON x.id = o.tool WHERE o.undone_at IS NULL AND o.in_house = 0
    AND o.member = $member GROUP BY x.model) AS e) AS price_cents
FROM loan l
WHERE l.member = $member
AND l.undone_at IS NULL
AND l.in_house = 0;

-- A number that stays keeps what is known of it (stopped, bad); only its place may change.
--! CONTACT_RANK_SET
UPDATE contact
SET rank = $rank
WHERE member = $member
AND kind = $kind
AND value_key = $value_key;

-- Households somebody lives in, with whom to ask.
--! HOUSEHOLD_LIST
SELECT h.id, h.name, count(m.id) AS members,
    min(CASE WHEN m.household_contact = 1 THEN m.name END) AS contact, count(*) OVER () AS n
FROM household h
JOIN member m ON m.household = h.id AND m.state <> 'erased' AND m.merged_into IS NULL
GROUP BY h.id, h.name, h.name_key
ORDER BY h.name_key;

--! HOUSEHOLD_MEMBERS
SELECT id, household_contact, count(*) OVER () AS n
FROM member
WHERE household = $household
AND state <> 'erased'
AND merged_into IS NULL
ORDER BY household_contact DESC, since_day, id;

--! HOUSEHOLD_GET
SELECT id, name
FROM household
WHERE id = $id;

--! HOUSEHOLD_BY_NAME
SELECT id
FROM household
WHERE name_key = $name_key;

--! HOUSEHOLD_ADD
INSERT INTO household (name, name_key)
VALUES ($name, $name_key)
RETURNING id;

--! PLAN_ADD
INSERT INTO plan (name, name_key, price_cents, months, limit_tools)
VALUES ($name, $name_key, $price_cents, $months, $limit_tools)
RETURNING id;

--! PLAN_GET
SELECT id, name, price_cents, months, limit_tools
FROM plan
WHERE id = $id;

--! TIERS_OF_PLAN
SELECT id, name, price_cents, count(*) OVER () AS n
FROM tier
WHERE plan = $plan
ORDER BY name_key;

--! TIER_SET
INSERT INTO tier (plan, name, name_key, price_cents)
VALUES ($plan, $name, $name_key, $price_cents)
ON CONFLICT (plan, name_key) DO UPDATE SET price_cents = excluded.price_cents
RETURNING id;

--! TIER_DROP
DELETE FROM tier
WHERE id = $id;

--! PLAN_ALL
SELECT id, name, price_cents, months, limit_tools, count(*) OVER () AS n
FROM plan
WHERE ended_at IS NULL
ORDER BY name_key;

--! INSTRUCTION_LAST
SELECT coalesce(max(on_day), 0) AS on_day
FROM instruction
WHERE member = $member
AND model = $model
AND undone_at IS NULL;

--! INSTRUCTION_ADD
INSERT INTO instruction (member, model, on_day, initials)
VALUES ($member, $model, $on_day, $initials)
RETURNING id;

--! VOLUNTEER_ADD
INSERT INTO volunteer (name, initials, role, pin_hash, made_at)
VALUES ($name, $initials, $role, CAST($pin_hash AS TEXT), $made_at)
RETURNING id;

--! VOLUNTEER_ALL
SELECT id, name, initials, role, count(*) OVER () AS n
FROM volunteer
WHERE ended_at IS NULL
ORDER BY initials;

--! VOLUNTEER_BY_INITIALS
SELECT id, name, initials, role, pin_hash
FROM volunteer
WHERE initials = $initials
AND ended_at IS NULL;

--! VOLUNTEER_END
UPDATE volunteer
SET ended_at = $at
WHERE initials = $initials
AND ended_at IS NULL
RETURNING id;

--! VOLUNTEER_PIN_SET
UPDATE volunteer
SET pin_hash = CAST($pin_hash AS TEXT)
WHERE id = $id
RETURNING id;

--! TOKEN_ADD
INSERT INTO token (name, hash, role, branch, made_at)
VALUES ($name, $hash, $role, CAST($branch AS WHOLE), $made_at)
RETURNING id;

--! TOKEN_ALL
SELECT t.id, t.name, t.role, b.name AS branch, t.made_at, t.seen_day, count(*) OVER () AS n
FROM token t
LEFT JOIN branch b ON b.id = t.branch
WHERE t.revoked_at IS NULL
ORDER BY t.id;

--! TOKEN_REVOKE
UPDATE token
SET revoked_at = $at
WHERE id = $id
AND revoked_at IS NULL
RETURNING id;

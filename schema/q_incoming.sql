-- Texts that come in (N13, N27).

-- Who has that number; the first reads for all (N21).
--! PHONE_MEMBERS
SELECT k.id AS contact, k.member, k.stopped_at, m.language
FROM contact k
JOIN member m ON m.id = k.member
WHERE k.kind = 'phone'
AND k.value_key = $phone
ORDER BY m.household_contact DESC, m.since_day, m.id;

-- What that number was told since then, newest first.
--! PHONE_TOLD
SELECT id
FROM message
WHERE address = $phone
AND channel = 'sms'
AND state IN ('sent', 'delivered', 'unknown')
AND state_at >= $since
AND EXISTS (SELECT 1 FROM step s WHERE s.message = message.id)
ORDER BY state_at DESC, id DESC;

-- What still waits to be told to that number.
--! PHONE_WAITS
SELECT s.id AS step, m.id AS message, m.urgent, s.member, s.loan, s.hold, s.kind, s.n, s.due_day
FROM message m
JOIN step s ON s.message = m.id
WHERE m.address = $phone
AND m.channel = 'sms'
AND m.state = 'due'
AND s.dropped_at IS NULL
ORDER BY s.id;

--! PHONE_LOANS
SELECT count(*) AS n
FROM contact k
JOIN loan l ON l.member = k.member
WHERE k.kind = 'phone'
AND k.value_key = $phone
AND l.back_at IS NULL
AND l.undone_at IS NULL;

--! INCOMING_ADD
INSERT INTO incoming (at, gateway, gateway_ref, phone, member, body, meant, read_at)
VALUES ($at, CAST($gateway AS TEXT), CAST($gateway_ref AS TEXT), $phone, CAST($member AS WHOLE), $body,
    $meant, CAST($read_at AS WHOLE))
RETURNING id;

--! INCOMING_SEEN
SELECT count(*) AS n
FROM incoming
WHERE gateway = $gateway
AND gateway_ref = $gateway_ref;

-- How often that number was not understood since then: it hears so once a day.
--! INCOMING_UNCLEAR
SELECT count(*) AS n
FROM incoming
WHERE phone = $phone
AND meant = 'unclear'
AND at >= $since;

--! INCOMING_LIST
SELECT i.id, i.at, i.phone, i.body, i.meant, i.read_at, m.name AS member_name, m.number AS member_number
FROM incoming i
LEFT JOIN member m ON m.id = i.member
WHERE ($all = 1 OR i.read_at IS NULL)
AND ($id = 0 OR i.id = $id)
ORDER BY i.id DESC
LIMIT $limit;

--! INCOMING_READ
UPDATE incoming
SET read_at = $now
WHERE id = $id
AND read_at IS NULL;

-- Thirty days after it was read (M11).
--! INCOMING_AGE
DELETE FROM incoming
WHERE read_at < $before;

-- How many wait for a reader.
--! INCOMING_UNREAD
SELECT count(*) AS n
FROM incoming
WHERE read_at IS NULL;

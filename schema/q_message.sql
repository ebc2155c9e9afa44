-- Reminders and the outbox.

--= message.state TEXT
--= step.dropped_at WHOLE

-- Open loans that may be owed a step, with what was told about their present due day.
--! REMIND_LOANS
SELECT l.id, l.member, l.branch, l.out_day, l.renewed_day, l.due_day, s.kind, s.n
FROM loan l
LEFT JOIN step s ON s.loan = l.id AND s.due_day = l.due_day AND s.dropped_at IS NULL
WHERE l.back_at IS NULL
AND l.undone_at IS NULL
AND l.in_house = 0
AND l.member IS NOT NULL
AND l.due_day <= $until
ORDER BY l.id;

--! MESSAGE_ADD
INSERT INTO message (ref, made_at, member, channel, address, language, kind, subject, body, urgent,
    exempt, not_before_at, state, state_at, tries)
VALUES ($ref, $made_at, CAST($member AS WHOLE), $channel, CAST($address AS TEXT), $language, $kind,
    CAST($subject AS TEXT), CAST($body AS TEXT), $urgent, $exempt, $not_before_at, 'due', $made_at, 0)
RETURNING id;

--! STEP_ADD
INSERT INTO step (message, step_key, member, loan, hold, kind, n, due_day)
VALUES ($message, $step_key, $member, CAST($loan AS WHOLE), CAST($hold AS WHOLE), $kind, $n,
    CAST($due_day AS WHOLE))
RETURNING id;

-- A message to the same address that waits to be sent: more steps join it (N5).
--! MESSAGE_WAITING
SELECT m.id
FROM message m
WHERE m.state = 'due'
AND m.tries = 0
AND m.urgent = $urgent
AND m.channel = $channel
AND m.address IS NOT DISTINCT FROM CAST($address AS TEXT)
AND ($member = 0 OR m.member = $member)
AND m.body IS NULL
ORDER BY m.id
LIMIT 1;

-- Texts and e-mail that have not been tried yet: quiet hours, a gateway that is down.
--! MESSAGES_WAIT
SELECT count(*) AS n
FROM message
WHERE state = 'due'
AND tries = 0
AND channel IN ('sms', 'email');

-- What may be sent by now; whether it is still so is asked at the claim.
--! MESSAGE_TO_SEND
SELECT id, count(*) OVER () AS total
FROM message
WHERE state = 'due'
AND channel = $channel
AND not_before_at <= $now
AND urgent >= $urgent
AND id > $after
ORDER BY id;

-- In quiet hours no text but an answer to one and a log-in code (N20).
--! MESSAGE_CLAIM
UPDATE message
SET state = 'claimed', state_at = $now, claimed_until_at = $until, tries = tries + 1
WHERE id = $id
AND state = 'due'
AND ($quiet = 0 OR channel = 'email' OR exempt = 1)
RETURNING id;

--! MESSAGE_MADE_AT
SELECT made_at
FROM message
WHERE id = $id;

--! MESSAGE_GET
SELECT m.*, p.name AS member_name, p.number AS member_number
FROM message m
LEFT JOIN member p ON p.id = m.member
WHERE m.id = $id;

-- What became of a try.
--! MESSAGE_MARK
UPDATE message
SET state = $state, state_at = $now, claimed_until_at = NULL, not_before_at = $not_before_at,
    maybe_at = CASE WHEN $maybe = 1 THEN $now ELSE maybe_at END,
    cost_cents = coalesce(cost_cents, 0) + $cost_cents,
    gateway = CAST($gateway AS TEXT), gateway_ref = CAST($gateway_ref AS TEXT),
    error = CAST($error AS TEXT), subject = CAST($subject AS TEXT), body = CAST($body AS TEXT),
    parts = CAST($parts AS WHOLE)
WHERE id = $id
AND state IN ('claimed', 'due')
RETURNING id;

-- A claim that nobody finished: its process died (N9). One from the future is of a clock set back since.
--! MESSAGE_EXPIRED
SELECT id, channel, tries
FROM message
WHERE state = 'claimed'
AND (claimed_until_at < $now OR claimed_until_at > $latest)
ORDER BY id;

-- The clock was set back: what waits for an hour that is far away again waits for the next that is allowed.
--! MESSAGE_SOONER
UPDATE message
SET not_before_at = $text_at
WHERE state = 'due'
AND channel IN ('sms', 'email')
AND ((tries = 0 AND not_before_at > $text_at) OR not_before_at > $latest);

--! MESSAGE_AGAIN
UPDATE message
SET state = $state, state_at = $now, claimed_until_at = NULL, maybe_at = $now,
    error = CAST($error AS TEXT)
WHERE id = $id
AND state = 'claimed';

-- Steps of a message as they stand now: is the loan still out, with the same due day?
--! STEPS_OF_MESSAGE
SELECT s.id, s.kind, s.n, s.due_day, s.loan, s.hold, s.member, coalesce(CASE WHEN s.kind = 'owner_back' THEN
    l.back_branch END, l.branch, h.pick_up) AS branch,
    l.due_day AS due_now, l.out_day, l.renewed_day, coalesce(l.renewals, 0) AS renewals, l.back_at,
    l.undone_at, h.state AS hold_state, h.ready_day, h.from_day, h.undone_at AS hold_undone_at,
    coalesce(t.number, 0) AS number, d.id AS model, coalesce(kt.name, d.name) AS name,
    CASE WHEN kt.id IS NULL THEN d.brand END AS brand, CASE WHEN kt.id IS NULL THEN d.type END AS type,
    m.name AS member_name, m.language, m.since_day, m.active_day, m.household_contact,
    coalesce(t.id, 0) AS tool, g.maybe_at, m.until_day, k.state AS ticket_state,
    CASE WHEN k.undone_at IS NULL THEN k.answer END AS answer, CASE WHEN EXISTS (SELECT 1 FROM transfer r
        WHERE r.hold = h.id AND r.tool = h.given_tool AND r.state = 'arrived' AND r.undone_at IS NULL)
        THEN 1 ELSE 0 END AS arrived, count(*) OVER () AS total
FROM step s
JOIN message g ON g.id = s.message
JOIN member m ON m.id = s.member
LEFT JOIN loan l ON l.id = s.loan
LEFT JOIN hold h ON h.id = s.hold
LEFT JOIN ticket k ON k.id = s.n AND s.kind = 'ticket_answer'
LEFT JOIN tool t ON t.id = coalesce(l.tool, h.given_tool, k.tool)
LEFT JOIN model d ON d.id = coalesce(t.model, h.model)
LEFT JOIN kit kt ON kt.id = h.kit
WHERE s.message = $message
AND s.dropped_at IS NULL
ORDER BY s.id;

--! STEP_DROP
UPDATE step
SET dropped_at = $at, dropped_why = $why
WHERE id = $id
AND dropped_at IS NULL;

-- Messages that wait (quiet hours, a retry, the call list), to be read again first (N6).
--! MESSAGE_DUE_ALL
SELECT id, count(*) OVER () AS total
FROM message
WHERE state = 'due'
AND body IS NULL
ORDER BY id;

-- The next channel of that person takes over what was for them (N28).
--! STEPS_MOVE
UPDATE step
SET message = $into
WHERE message = $message
AND member = $member
AND dropped_at IS NULL;

--! CONTACT_FAILED
UPDATE contact
SET failures = failures + 1, bad_at = CASE WHEN failures >= 2 THEN $now ELSE bad_at END
WHERE kind = $kind
AND value_key = $value_key;

--! CONTACT_WORKS
UPDATE contact
SET failures = 0
WHERE kind = $kind
AND value_key = $value_key
AND failures > 0;

--! MESSAGE_LIST
SELECT m.id, m.made_at, m.channel, m.kind, m.state, m.state_at, m.tries, m.gateway, m.error, m.parts,
    m.not_before_at, m.subject, m.body, p.name AS member_name, p.number AS member_number,
    count(*) OVER () AS total
FROM message m
LEFT JOIN member p ON p.id = m.member
WHERE ($state = '' OR m.state = $state)
AND ($member = 0 OR m.member = $member)
ORDER BY m.id DESC
LIMIT $limit;

--! MESSAGE_COUNTS
SELECT state, channel, count(*) AS n
FROM message
WHERE state IN ('due', 'claimed', 'failed', 'unknown')
GROUP BY state, channel
ORDER BY state, channel;

-- Bodies go thirty days after the last try (M11).
--! MESSAGE_AGE
UPDATE message
SET body = '', subject = NULL, address = NULL
WHERE state IN ('sent', 'delivered', 'failed', 'unknown', 'dropped')
AND state_at < $before
AND body <> '';

-- Every message that waits, for the dry run.
--! MESSAGE_DUE
SELECT id, channel, not_before_at, count(*) OVER () AS total
FROM message
WHERE state = 'due'
ORDER BY id;

--! GATEWAY_SENT
SELECT count(*) AS n
FROM message
WHERE gateway = $gateway
AND state IN ('sent', 'delivered');

--! STEP_TOLD
SELECT count(*) AS n
FROM step
WHERE step_key = $step_key
AND dropped_at IS NULL;

-- What was told about a loan or a hold (the other is 0), or about one day of it, and whether it has left.
--! STEPS_ABOUT
SELECT s.id, s.message, s.kind, s.member, m.state
FROM step s
JOIN message m ON m.id = s.message
WHERE s.dropped_at IS NULL
AND (s.loan = $loan OR s.hold = $hold)
AND ($kind = '' OR s.kind = $kind)
AND (CAST($due_day AS WHOLE) IS NULL OR s.due_day = $due_day)
ORDER BY s.id;

--! MESSAGE_DROP_EMPTY
UPDATE message
SET state = 'dropped', state_at = $now, error = 'no longer needed'
WHERE id = $id
AND state = 'due'
AND body IS NULL
AND NOT EXISTS (SELECT 1 FROM step s WHERE s.message = message.id AND s.dropped_at IS NULL);

-- The call and visit list (N7, N22): who is to be called or visited, and what was tried.
--! CALL_LIST
SELECT m.id, m.channel, m.address, m.kind, m.tries, m.member, p.name AS member_name,
    p.number AS member_number, p.address AS home, p.postcode, p.place
FROM message m
JOIN member p ON p.id = m.member
WHERE m.state = 'due'
AND m.channel IN ('call', 'visit')
AND m.not_before_at <= $now
AND ($id = 0 OR m.id = $id)
ORDER BY m.channel, m.made_at, m.id;

--! CALL_MARK
UPDATE message
SET state = $state, state_at = $now, tries = tries + 1, not_before_at = $not_before_at,
    channel = $channel, address = CAST($address AS TEXT), body = CAST($body AS TEXT)
WHERE id = $id
AND state = 'due'
RETURNING id;

--! CONTACT_BAD
UPDATE contact
SET bad_at = $now
WHERE member = $member
AND value_key = $value_key;

-- Once more by hand: what it says is written anew where it tells steps, and is still there in an answer.
-- What went another way since has no steps left and stays as it is.
--! MESSAGE_RETRY
UPDATE message
SET state = 'due', state_at = CAST($now AS WHOLE), tries = 0, error = NULL,
    not_before_at = CASE WHEN channel = 'sms' AND exempt = 0 THEN CAST($text_at AS WHOLE)
        ELSE CAST($now AS WHOLE) END,
    body = CASE WHEN kind = 'answer' THEN body END
WHERE id = $id
AND state IN ('failed', 'unknown')
AND (EXISTS (SELECT 1 FROM step s WHERE s.message = message.id AND s.dropped_at IS NULL)
    OR (kind = 'answer' AND body <> ''))
RETURNING id;

-- Not wanted any more. Its steps count as told, so that no run writes it again.
--! MESSAGE_DROP
UPDATE message
SET state = 'dropped', state_at = $now, error = 'by hand'
WHERE id = $id
AND state IN ('due', 'failed', 'unknown')
RETURNING id;

-- The message that a gateway reports about, by its own name for it or by ours.
--! MESSAGE_REPORTED
SELECT id
FROM message
WHERE gateway = $gateway
AND gateway_ref = $gateway_ref
AND $gateway_ref <> ''
UNION ALL
SELECT id
FROM message
WHERE ref = $ref
AND gateway = $gateway
LIMIT 1;

--! MESSAGE_REPORT
UPDATE message
SET state = $state, state_at = $now, error = CAST($error AS TEXT)
WHERE id = $id
AND state IN ('sent', 'unknown')
RETURNING id, member, address, kind, language;

-- What texts cost from one moment to another (N12).
--! MESSAGE_SPENT
SELECT coalesce(sum(cost_cents), 0) AS n
FROM message
WHERE cost_cents > 0
AND state_at >= $from
AND state_at < $to;

-- What left in a month, by channel.
--! MESSAGE_MONTH
SELECT channel, count(*) AS messages, coalesce(sum(parts), 0) AS parts,
    coalesce(sum(cost_cents), 0) AS cost
FROM message
WHERE state IN ('sent', 'delivered', 'unknown')
AND state_at >= $from
AND state_at < $to
GROUP BY channel
ORDER BY channel;

-- Somebody is to look at these: told nobody, or nobody knows. A text waits for its delivery report first (N9).
--! WORK_MESSAGES
SELECT m.id, m.kind, m.state, p.number, p.name AS member_name
FROM message m
JOIN member p ON p.id = m.member
WHERE m.state IN ('failed', 'unknown')
AND m.state_at >= $since
AND (m.state = 'failed' OR m.channel <> 'sms' OR m.state_at <= $reported)
AND EXISTS (SELECT 1 FROM step s WHERE s.message = m.id AND s.dropped_at IS NULL)
ORDER BY m.id;

-- Numbers and addresses that do not work, of people who still are members (N10).
--! WORK_CONTACTS
SELECT c.value, p.number, p.name AS member_name
FROM contact c
JOIN member p ON p.id = c.member
WHERE c.bad_at IS NOT NULL
AND p.state IN ('pending', 'active', 'blocked')
ORDER BY p.name_key, c.id;

-- Memberships whose last day is near (N4).
--! MEMBERSHIPS_ENDING
SELECT id, until_day
FROM member
WHERE state = 'active'
AND until_day BETWEEN $today AND $until
ORDER BY id;

-- An address that asked for no reminders before the day (RFC 8058).
--! SOON_OFF
SELECT count(*) AS n
FROM contact
WHERE kind = 'email'
AND value_key = $value_key
AND soon_off_at IS NOT NULL;

--! SOON_SET
UPDATE contact
SET soon_off_at = CAST($at AS WHOLE)
WHERE kind = 'email'
AND value_key = $value_key;

-- A sentence of the library's own: of that branch, else of all.
--! OWN_TEXT
SELECT body
FROM own_text
WHERE language = $language
AND text_key = $text_key
AND (branch = $branch OR branch IS NULL)
ORDER BY CASE WHEN branch IS NULL THEN 1 ELSE 0 END
LIMIT 1;

--! OWN_TEXT_LIST
SELECT o.*, b.name AS branch_name
FROM own_text o
LEFT JOIN branch b ON b.id = o.branch
ORDER BY o.text_key, o.language, o.branch;

--! OWN_TEXT_DROP
DELETE FROM own_text
WHERE branch IS NOT DISTINCT FROM CAST($branch AS WHOLE)
AND language = $language
AND text_key = $text_key
RETURNING id;

--! OWN_TEXT_ADD
INSERT INTO own_text (branch, language, text_key, body, set_at, initials)
VALUES (CAST($branch AS WHOLE), $language, $text_key, $body, $now, $initials)
RETURNING id;

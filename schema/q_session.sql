-- Sessions, log-in codes, tokens, and counted tries.

--! SESSION_ADD
INSERT INTO session (hash, member, volunteer, role, branch, language, made_at, seen_at)
VALUES ($hash, CAST($member AS WHOLE), CAST($volunteer AS WHOLE), $role, CAST($branch AS WHOLE),
    $language, $at, $at)
RETURNING id;

--! MEMBER_ACTIVE
UPDATE member
SET active_day = $today
WHERE id = $id
AND active_day < $today;

-- A session whose member ended, or whose volunteer ended or changed role, is over (X20).
--! SESSION_GET
SELECT s.id, s.member, s.volunteer, s.role, s.branch, s.language, s.made_at, s.seen_at,
    coalesce(v.initials, '') AS initials
FROM session s
LEFT JOIN member m ON m.id = s.member
LEFT JOIN volunteer v ON v.id = s.volunteer
WHERE s.hash = $hash
AND s.ended_at IS NULL
AND (s.member IS NULL OR m.state NOT IN ('ended', 'erased'))
AND (s.volunteer IS NULL OR (v.ended_at IS NULL AND v.role = s.role));

--! SESSION_SEEN
UPDATE session
SET seen_at = $at
WHERE id = $id
AND seen_at < $at;

--! SESSION_BRANCH
UPDATE session
SET branch = CAST($branch AS WHOLE)
WHERE id = $id;

--! SESSION_END
UPDATE session
SET ended_at = $at
WHERE id = $id
AND ended_at IS NULL;

--! SESSION_END_ALL
UPDATE session
SET ended_at = $at
WHERE ended_at IS NULL
AND (member = CAST($member AS WHOLE) OR volunteer = CAST($volunteer AS WHOLE));

--! SESSION_AGE
DELETE FROM session
WHERE ended_at < $before
OR seen_at < $idle_before;

--! TOKEN_GET
SELECT id, name, role, branch, seen_day
FROM token
WHERE hash = $hash
AND revoked_at IS NULL;

--! TOKEN_SEEN
UPDATE token
SET seen_day = $today
WHERE id = $id;

-- Whom a code for this number or address would log in: one person, or nobody.
--! LOGIN_CONTACT
SELECT c.member, c.kind, c.value, m.language, c.sms
FROM contact c
JOIN member m ON m.id = c.member
WHERE c.kind = $kind
AND c.value_key = $value_key
AND m.state NOT IN ('ended', 'erased')
ORDER BY c.rank, m.household_contact DESC, c.member
LIMIT 1;

--! LOGIN_CODE_ADD
INSERT INTO login_code (browser_hash, member, code_hash, made_at, guesses)
VALUES ($browser_hash, CAST($member AS WHOLE), $code_hash, $at, 0)
RETURNING id;

--! LOGIN_CODE_GET
SELECT id, member, code_hash, made_at, guesses
FROM login_code
WHERE browser_hash = $browser_hash
AND used_at IS NULL
ORDER BY id DESC
LIMIT 1;

--! LOGIN_CODE_GUESS
UPDATE login_code
SET guesses = guesses + 1
WHERE id = $id;

--! LOGIN_CODE_USED
UPDATE login_code
SET used_at = $at
WHERE id = $id;

-- Codes that were sent to who is no member (yet).
--! STRANGER_AGE
DELETE FROM message
WHERE member IS NULL
AND kind = 'login_code'
AND made_at < $before;

--! LOGIN_CODE_AGE
DELETE FROM login_code
WHERE made_at < $before;

--! LOGIN_MEMBER
SELECT id, pin_hash, state, language
FROM member
WHERE id = (SELECT coalesce(a.merged_into, a.id) FROM member a WHERE a.number = $number)
AND state NOT IN ('ended', 'erased');

--! LOGIN_MEMBER_ID
SELECT id, language
FROM member
WHERE id = $id
AND state NOT IN ('ended', 'erased');

--! LOGIN_VOLUNTEER
SELECT id, pin_hash, role, initials
FROM volunteer
WHERE initials = $initials
AND ended_at IS NULL;

--! LOGIN_VOLUNTEER_ID
SELECT id, role, initials
FROM volunteer
WHERE id = $id
AND ended_at IS NULL;

--! ATTEMPT_COUNT
SELECT count(*) AS n, coalesce(min(at), 0) AS first_at
FROM attempt
WHERE what = $what
AND who_hash = $who_hash
AND at > $since;

--! ATTEMPT_ADD
INSERT INTO attempt (what, who_hash, at)
VALUES ($what, $who_hash, $at)
RETURNING id;

--! ATTEMPT_DROP
DELETE FROM attempt
WHERE id = $id;

--! ATTEMPT_AGE
DELETE FROM attempt
WHERE at < $before;

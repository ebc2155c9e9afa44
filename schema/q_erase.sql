-- Erasing a person (M11) and asking whether somebody is still there (M8, M18).

-- What is open with a member (M16): nothing of it may be there when the record is emptied.
--! ERASE_OPEN
SELECT (SELECT count(*) FROM loan WHERE member = $member AND back_at IS NULL AND undone_at IS NULL)
        AS loans,
    (SELECT count(*) FROM hold WHERE member = $member AND undone_at IS NULL
        AND state IN ('waiting', 'assigned', 'ready', 'resting')) AS holds,
    (SELECT count(*) FROM tool WHERE owner = $member AND state <> 'retired') AS tools;

--! ERASE_HOLDS
SELECT id, model
FROM hold
WHERE member = $member
AND undone_at IS NULL
AND state IN ('waiting', 'assigned', 'ready', 'resting')
ORDER BY id;

-- Words that were said about them: in lines of their own, with their loans, holds and money.
--! ERASE_WORDS
DELETE FROM words
WHERE member = $member
OR journal IN (SELECT j.id FROM journal j JOIN member m ON m.id = j.thing_id
    WHERE j.thing = 'member' AND (m.id = $member OR m.merged_into = $member))
OR journal IN (SELECT x.journal FROM change x JOIN loan l ON l.id = x.thing_id
    WHERE x.thing = 'loan' AND l.member = $member)
OR journal IN (SELECT x.journal FROM change x JOIN hold h ON h.id = x.thing_id
    WHERE x.thing = 'hold' AND h.member = $member)
OR journal IN (SELECT k.journal FROM ledger k WHERE k.member = $member);

-- With them goes what an undo would need: nothing of a person who is gone is taken back.
--! ERASE_CHANGES
DELETE FROM change
WHERE (thing = 'member'
    AND thing_id IN (SELECT id FROM member WHERE id = $member OR merged_into = $member))
OR (thing = 'contact' AND NOT EXISTS (SELECT 1 FROM contact k WHERE k.id = change.thing_id
    AND k.member <> $member))
OR (thing = 'loan' AND thing_id IN (SELECT id FROM loan WHERE member = $member))
OR (thing = 'hold' AND thing_id IN (SELECT id FROM hold WHERE member = $member))
OR (thing = 'ledger' AND thing_id IN (SELECT id FROM ledger WHERE member = $member));

-- Our names of the messages they were told something by, alone or with others on their phone.
--! ERASE_REFS
SELECT m.ref
FROM message m
WHERE m.member = $member
OR EXISTS (SELECT 1 FROM step s WHERE s.message = m.id AND s.member = $member);

-- A text that several people on one phone got stays theirs, without its words; one that is not yet sent
-- is composed anew.
--! ERASE_SHARED_WORDS
UPDATE message
SET subject = NULL, body = CASE WHEN state = 'due' THEN NULL ELSE '' END
WHERE EXISTS (SELECT 1 FROM step s WHERE s.message = message.id AND s.member = $member)
AND EXISTS (SELECT 1 FROM step s WHERE s.message = message.id AND s.member <> $member);

--! ERASE_SHARED_MESSAGES
UPDATE message
SET member = (SELECT min(s.member) FROM step s WHERE s.message = message.id AND s.member <> $member)
WHERE member = $member
AND EXISTS (SELECT 1 FROM step s WHERE s.message = message.id AND s.member <> $member);

--! ERASE_STEPS
DELETE FROM step
WHERE member = $member;

--! ERASE_MESSAGES
DELETE FROM message
WHERE member = $member
OR (member IS NULL AND address IN (SELECT k.value FROM contact k WHERE k.member = $member));

-- What they sent along with a report, under their name or number.
--! ERASE_PHOTOS
DELETE FROM photo
WHERE ticket IN (SELECT t.id FROM ticket t WHERE t.member = $member
    OR t.phone IN (SELECT k.value FROM contact k WHERE k.member = $member));

-- A number somebody else has too stays theirs, in their own row.
--! ERASE_TICKET_PHONES
UPDATE ticket
SET phone = NULL
WHERE phone IN (SELECT k.value FROM contact k WHERE k.member = $member);

--! ERASE_TICKETS
UPDATE ticket
SET member = NULL, phone = NULL, words = CASE WHEN ended_at IS NULL THEN words END,
    answer = CASE WHEN ended_at IS NULL THEN answer END
WHERE member = $member;

--! ERASE_INCOMING
DELETE FROM incoming
WHERE member = $member
OR phone IN (SELECT k.value FROM contact k WHERE k.member = $member);

--! ERASE_CONTACTS
DELETE FROM contact
WHERE member = $member;

--! ERASE_INSTRUCTIONS
DELETE FROM instruction
WHERE member = $member;

--! ERASE_SESSIONS
DELETE FROM session
WHERE member = $member;

--! ERASE_CODES
DELETE FROM login_code
WHERE member = $member;

-- Stored answers may show anybody. They only serve a request that is made twice within a day.
--! ERASE_ANSWERS
DELETE FROM answer;

-- Notes from one shift to the next may name anybody, and are for a day.
--! ERASE_HANDOVER
DELETE FROM library
WHERE name LIKE 'handover.%';

--! ERASE_LOANS
UPDATE loan
SET member = NULL, member_postcode4 = CAST($postcode4 AS TEXT)
WHERE member = $member;

-- The row stays, empty, so that sums and places keep their footing; its number is never given again.
--! ERASE_MEMBER
UPDATE member
SET state = 'erased', kind = 'person', name = '', name_key = '', contact_person = NULL,
    household = NULL, household_contact = 0, blocked_until_day = NULL, blocked_reason = NULL,
    plan = NULL, tier = NULL, tier_seen_day = NULL, tier_seen_by = NULL, until_day = NULL,
    address = NULL, postcode = NULL, place = NULL, note = NULL, seen_day = NULL, seen_by = NULL,
    pin_hash = NULL, since_day = $today, active_day = $today, ended_at = $now
WHERE id = $member
OR merged_into = $member;

-- A household's name may be a family's: it goes with the last of them.
--! ERASE_HOUSEHOLDS
DELETE FROM household
WHERE NOT EXISTS (SELECT 1 FROM member m WHERE m.household = household.id);

-- What a copy still shows as out to somebody who was erased since had come back by then.
--! ERASE_LOANS_BACK
UPDATE loan
SET back_at = $now, back_day = $today, back_branch = branch, ending = 'returned'
WHERE member = $member
AND back_at IS NULL
AND undone_at IS NULL;

--! ERASED_ALL
SELECT id
FROM member
WHERE state = 'erased'
ORDER BY id;

-- Who may have been away for long enough; the exact day is counted in C.
--! AGE_CANDIDATES
SELECT id, active_day
FROM member
WHERE state <> 'erased'
AND merged_into IS NULL
AND active_day <= $before
ORDER BY id;

-- Was the question asked since they were last active, and when was it sent or spoken?
--! AGE_ASKED
SELECT m.state, m.state_at
FROM step s
JOIN message m ON m.id = s.message
WHERE s.member = $member
AND s.kind = 'inactive'
AND s.due_day = $active_day
AND s.dropped_at IS NULL
LIMIT 1;

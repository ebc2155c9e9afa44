-- Two records of one person become one (M10, M15): what hung on $from_member hangs on $into. No change
-- rows are written of it: nobody takes a merge back, and an earlier action is undone as before.

--= member.merged_into WHOLE

--! MERGE_LOANS
UPDATE loan
SET member = $into
WHERE member = $from_member;

--! MERGE_HOLDS
UPDATE hold
SET member = $into
WHERE member = $from_member;

--! MERGE_LEDGER
UPDATE ledger
SET member = $into
WHERE member = $from_member;

--! MERGE_MESSAGES
UPDATE message
SET member = $into
WHERE member = $from_member;

--! MERGE_INCOMING
UPDATE incoming
SET member = $into
WHERE member = $from_member;

--! MERGE_STEPS
UPDATE step
SET member = $into
WHERE member = $from_member;

--! MERGE_INSTRUCTIONS
UPDATE instruction
SET member = $into
WHERE member = $from_member;

--! MERGE_TICKETS
UPDATE ticket
SET member = $into
WHERE member = $from_member;

--! MERGE_TOOLS
UPDATE tool
SET owner = $into
WHERE owner = $from_member;

--! MERGE_WORDS
UPDATE words
SET member = $into
WHERE member = $from_member;

-- A number both have stays once, as the record that stays has it.
--! MERGE_CONTACTS_TWICE
DELETE FROM contact
WHERE member = $from_member
AND EXISTS (SELECT 1 FROM contact k WHERE k.member = $into AND k.kind = contact.kind
    AND k.value_key = contact.value_key);

--! MERGE_CONTACTS
UPDATE contact
SET member = $into,
    rank = rank + (SELECT coalesce(max(k.rank), 0) FROM contact k WHERE k.member = $into)
WHERE member = $from_member;

--! MERGE_SESSIONS
UPDATE session
SET member = $into
WHERE member = $from_member;

--! MERGE_CODES
UPDATE login_code
SET member = $into
WHERE member = $from_member;

--! MERGE_ALIASES
UPDATE member
SET merged_into = $into
WHERE merged_into = $from_member;

--! MERGE_PIN
UPDATE member
SET pin_hash = coalesce(pin_hash, (SELECT f.pin_hash FROM member f WHERE f.id = $from_member))
WHERE id = $into;

-- Places in the queue that one person has twice on a model: what is ready before what is on its way,
-- before what waits, before what rests; then the earlier. The first of each model stays.
--! MERGE_HOLDS_TWICE
SELECT h.id, h.model, h.since_at
FROM hold h
WHERE h.member = $member
AND h.from_day IS NULL
AND h.undone_at IS NULL
AND h.state IN ('ready', 'assigned', 'waiting', 'resting')
AND (SELECT count(*) FROM hold o WHERE o.member = h.member AND o.model = h.model
    AND o.from_day IS NULL AND o.undone_at IS NULL
    AND o.state IN ('ready', 'assigned', 'waiting', 'resting')) > 1
ORDER BY h.model, CASE h.state WHEN 'ready' THEN 0 WHEN 'assigned' THEN 1 WHEN 'waiting' THEN 2
    ELSE 3 END, h.since_at, h.id;

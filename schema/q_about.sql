-- Everything stored about one person, for the right of access (M9): columns have the names of the fields
-- that show them (ops/member_all.c).

--! ABOUT_CARDS
SELECT number AS member, name, address, note
FROM member
WHERE merged_into = $member
ORDER BY id;

--! ABOUT_CONTACTS
SELECT kind AS what, value, CASE WHEN stopped_at IS NULL THEN 0 ELSE 1 END AS stopped,
    CASE WHEN bad_at IS NULL THEN 0 ELSE 1 END AS bad
FROM contact
WHERE member = $member
ORDER BY rank, id;

--! ABOUT_LOANS
SELECT t.number AS tool, d.name AS tool_name, b.name AS branch, l.out_day AS "out", l.due_day AS due,
    l.back_day AS returned, l.renewals, CASE WHEN l.undone_at IS NULL THEN 0 ELSE 1 END AS undone
FROM loan l
JOIN tool t ON t.id = l.tool
JOIN model d ON d.id = t.model
JOIN branch b ON b.id = l.branch
WHERE l.member = $member
ORDER BY l.id;

--! ABOUT_HOLDS
SELECT d.name AS model, b.name AS branch, h.since_at AS asked, h.from_day AS "from", h.to_day AS "to",
    h.state, CASE WHEN h.undone_at IS NULL THEN 0 ELSE 1 END AS undone
FROM hold h
JOIN model d ON d.id = h.model
JOIN branch b ON b.id = h.pick_up
WHERE h.member = $member
ORDER BY h.id;

--! ABOUT_MONEY
SELECT on_day AS day, kind AS what, method, cents AS amount
FROM ledger
WHERE member = $member
ORDER BY id;

--! ABOUT_MESSAGES
SELECT made_at AS made, kind AS about, channel, address AS value, state, body AS text
FROM message m
WHERE m.member = $member
OR EXISTS (SELECT 1 FROM step s WHERE s.message = m.id AND s.member = $member)
ORDER BY id;

--! ABOUT_INSTRUCTIONS
SELECT d.name AS model, i.on_day AS day, i.initials
FROM instruction i
JOIN model d ON d.id = i.model
WHERE i.member = $member
ORDER BY i.id;

--! ABOUT_TICKETS
SELECT t.number AS tool, k.made_at AS made, k.words, k.phone, k.answer,
    (SELECT '/photo/' || p.name || '.webp' FROM photo p WHERE p.ticket = k.id AND p.undone_at IS NULL)
        AS photo
FROM ticket k
JOIN tool t ON t.id = k.tool
WHERE k.member = $member
ORDER BY k.id;

--! ABOUT_INCOMING
SELECT at AS made, phone, body AS text
FROM incoming
WHERE member = $member
ORDER BY id;

--! ABOUT_TOOLS
SELECT t.number AS tool, d.name AS tool_name, t.state
FROM tool t
JOIN model d ON d.id = t.model
WHERE t.owner = $member
ORDER BY t.number;

--! ABOUT_SESSIONS
SELECT made_at AS made, seen_at AS at, language
FROM session
WHERE member = $member
ORDER BY id;

-- What was changed in the record, and what was said with it. Folded names and empty rows tell nothing.
--! ABOUT_CHANGES
SELECT j.at, j.initials, j.op AS did, x.field, x.was, x.becomes
FROM change x
JOIN journal j ON j.id = x.journal
JOIN member m ON m.id = x.thing_id
WHERE x.thing = 'member'
AND x.field NOT IN ('', 'name_key', 'active_day')
AND (m.id = $member OR m.merged_into = $member)
ORDER BY x.id;

--! ABOUT_WORDS
SELECT j.at, j.initials, j.op AS did, w.said
FROM words w
JOIN journal j ON j.id = w.journal
WHERE w.member = $member
OR (j.thing = 'member' AND EXISTS (SELECT 1 FROM member m WHERE m.id = j.thing_id
    AND (m.id = $member OR m.merged_into = $member)))
OR EXISTS (SELECT 1 FROM change x JOIN loan l ON l.id = x.thing_id
    WHERE x.journal = w.journal AND x.thing = 'loan' AND l.member = $member)
OR EXISTS (SELECT 1 FROM change x JOIN hold h ON h.id = x.thing_id
    WHERE x.journal = w.journal AND x.thing = 'hold' AND h.member = $member)
OR EXISTS (SELECT 1 FROM ledger k WHERE k.journal = w.journal AND k.member = $member)
ORDER BY w.id;

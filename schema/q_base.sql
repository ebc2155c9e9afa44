-- Statements about the file itself, its settings and its journal.

--! LIBRARY_GET
SELECT value
FROM library
WHERE name = $name;

--! LIBRARY_SET
INSERT INTO library (name, value)
VALUES ($name, $value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;

--! SETTING_ALL
SELECT name, value
FROM setting
ORDER BY name;

--! SETTING_SET
INSERT INTO setting (name, value)
VALUES ($name, $value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;

--! SETTING_UNSET
DELETE FROM setting
WHERE name = $name;

--! JOURNAL_ADD
INSERT INTO journal (at, initials, role, counter, branch, op, thing, thing_id, override_fault)
VALUES ($at, $initials, $role, $counter, CAST($branch AS WHOLE), $op, $thing, $thing_id,
    CAST($override_fault AS TEXT))
RETURNING id;

--! JOURNAL_LAST
SELECT coalesce(max(id), 0) AS id
FROM journal;

--! CHANGE_ADD
INSERT INTO change (journal, thing, thing_id, field, was, becomes)
VALUES ($journal, $thing, $thing_id, $field, CAST($was AS TEXT), CAST($becomes AS TEXT));

--! WORDS_ADD
INSERT INTO words (journal, member, said)
VALUES ($journal, CAST($member AS WHOLE), $said);

-- The story of a thing, newest first; of a member also that of the records merged into it (M15).
-- `due_day`: of the loan it touched, as it was right after: what the next change of it found.
--! JOURNAL_OF_THING
SELECT j.id, j.at, j.initials, j.role, j.op, j.thing, j.thing_id, j.override_fault,
    (SELECT b.name FROM branch b WHERE b.id = j.branch) AS branch_name,
    (SELECT t.number FROM tool t WHERE j.thing = 'tool' AND t.id = j.thing_id) AS number,
    (SELECT min(w.said) FROM words w WHERE w.journal = j.id) AS said,
    (SELECT min(m.name) FROM change x JOIN loan l ON l.id = x.thing_id JOIN member m ON m.id = l.member
        WHERE x.journal = j.id AND x.thing = 'loan') AS member_name,
    (SELECT min(coalesce(CAST((SELECT z.was FROM change z WHERE z.id = (SELECT min(y.id) FROM change y
            WHERE y.thing = 'loan' AND y.thing_id = l.id AND y.field = 'due_day' AND y.journal > j.id))
        AS WHOLE), l.due_day)) FROM change x JOIN loan l ON l.id = x.thing_id
        WHERE x.journal = j.id AND x.thing = 'loan') AS due_day,
    CASE WHEN EXISTS (SELECT 1 FROM journal u WHERE u.undoes = j.id) THEN 1 ELSE 0 END AS undone
FROM journal j
WHERE j.thing = $thing
AND (j.thing_id = $thing_id OR ($thing = 'member'
    AND j.thing_id IN (SELECT a.id FROM member a WHERE a.merged_into = $thing_id)))
AND j.id < $before
ORDER BY j.id DESC
LIMIT $limit;

-- The last actions at a branch, newest first; of a tool, which.
--! JOURNAL_OF_BRANCH
SELECT j.id, j.at, j.initials, j.role, j.op, j.thing, j.thing_id, j.override_fault,
    (SELECT b.name FROM branch b WHERE b.id = j.branch) AS branch_name,
    (SELECT t.number FROM tool t WHERE j.thing = 'tool' AND t.id = j.thing_id) AS number,
    (SELECT min(w.said) FROM words w WHERE w.journal = j.id) AS said,
    (SELECT min(m.name) FROM change x JOIN loan l ON l.id = x.thing_id JOIN member m ON m.id = l.member
        WHERE x.journal = j.id AND x.thing = 'loan') AS member_name,
    (SELECT min(l.due_day) FROM change x JOIN loan l ON l.id = x.thing_id
        WHERE x.journal = j.id AND x.thing = 'loan') AS due_day,
    CASE WHEN EXISTS (SELECT 1 FROM journal u WHERE u.undoes = j.id) THEN 1 ELSE 0 END AS undone
FROM journal j
WHERE j.branch = $branch
AND j.id < $before
ORDER BY j.id DESC
LIMIT $limit;

--! ANSWER_GET
SELECT body_hash, status, body
FROM answer
WHERE actor = $actor
AND op = $op
AND key_hash = $key_hash
AND made_at > $since;

--! ANSWER_ADD
INSERT INTO answer (actor, op, key_hash, body_hash, made_at, status, body)
VALUES ($actor, $op, $key_hash, $body_hash, $made_at, $status, $body)
ON CONFLICT (actor, op, key_hash) DO UPDATE
SET body_hash = excluded.body_hash, made_at = excluded.made_at, status = excluded.status,
    body = excluded.body;

--! ANSWER_AGE
DELETE FROM answer
WHERE made_at < $before;

--! RUN_ADD
INSERT INTO run (kind, at, good, summary)
VALUES ($kind, $at, $good, $summary);

--! RUN_LAST
SELECT at, good, summary
FROM run
WHERE kind = $kind
AND good >= $good
ORDER BY at DESC, id DESC
LIMIT 1;

--! RUN_AGE
DELETE FROM run
WHERE at < $before;

-- Pictures.

--= photo.ended_at WHOLE

--! PHOTO_ADD
INSERT INTO photo (name, tool, ticket, made_at, width, height, size, small, large)
VALUES ($name, $tool, CAST($ticket AS WHOLE), $made_at, $width, $height, $size, CAST($small AS BYTES),
    CAST($large AS BYTES))
RETURNING id;

-- The picture of a tool, else of another of its model: they look alike.
--! PHOTO_OF_TOOL
SELECT p.id, p.name, p.tool, p.width, p.height, p.size
FROM tool s
JOIN photo p ON p.tool = s.id
WHERE s.model = $model
AND p.ticket IS NULL
AND p.ended_at IS NULL
AND p.undone_at IS NULL
ORDER BY CASE WHEN s.id = $tool THEN 0 ELSE 1 END, p.id DESC
LIMIT 1;

--! PHOTO_OF_TICKET
SELECT id, name, tool, width, height, size
FROM photo
WHERE ticket = $ticket
AND undone_at IS NULL
ORDER BY id DESC
LIMIT 1;

--! PHOTO_GET
SELECT p.ticket, k.member, p.small, p.large
FROM photo p
LEFT JOIN ticket k ON k.id = p.ticket
WHERE p.name = $name
AND p.ended_at IS NULL
AND p.undone_at IS NULL;

--! PHOTO_UNDONE
UPDATE photo
SET undone_at = $at
WHERE id = $id;

-- What nobody sees any more, and pictures of what was solved.
--! PHOTO_AGE
DELETE FROM photo
WHERE ended_at < $before
OR undone_at < $before
OR ticket IN (SELECT id FROM ticket WHERE ended_at < $before OR undone_at < $before);

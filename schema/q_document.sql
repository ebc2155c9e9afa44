-- Manuals and the library's mark.

--= document.ended_at WHOLE

--! DOCUMENT_ADD
INSERT INTO document (name, kind, model, made_at, size, content)
VALUES ($name, $kind, CAST($model AS WHOLE), $made_at, $size, CAST($content AS BYTES))
RETURNING id;

--! DOCUMENT_OF
SELECT id, name, size
FROM document
WHERE kind = $kind
AND model IS NOT DISTINCT FROM CAST($model AS WHOLE)
AND ended_at IS NULL
AND undone_at IS NULL;

--! DOCUMENT_GET
SELECT kind, content
FROM document
WHERE name = $name
AND ended_at IS NULL
AND undone_at IS NULL;

--! DOCUMENT_UNDONE
UPDATE document
SET undone_at = $at
WHERE id = $id;

-- What nobody sees any more.
--! DOCUMENT_AGE
DELETE FROM document
WHERE ended_at < $before
OR undone_at < $before;

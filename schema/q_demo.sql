-- The demo library's own: what the rules have no operation for yet, and the days things came.

--! DEMO_TICKET_ADD
INSERT INTO ticket (tool, made_at, what, words, state, cost_cents, minutes)
VALUES ($tool, $made_at, $what, $words, $state, 0, 0)
RETURNING id;

-- At ten o'clock UTC of the day it was bought, if that is past.
--! DEMO_TOOL_DATES
UPDATE tool
SET made_at = bought_day * 86400 + 36000
WHERE bought_day IS NOT NULL
AND bought_day * 86400 + 36000 < $now;

--! DEMO_MEMBER_DATES
UPDATE member
SET active_day = since_day, made_at = since_day * 86400 + 36000;

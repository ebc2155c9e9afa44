-- A large library in bulk: 2.5 tools and 1.25 members a model, 20 past loans a tool (with their
-- journal), 2 000 waiting holds on the last 200 models, a booking on every fourth model. With
-- size.models = 4000: 10 000 tools, 5 000 members, 200 000 past loans, 1 000 bookings.
-- size.today is the day of the clock; all other days are counted from it.

INSERT INTO branch (id, name, name_key) VALUES (1, 'Noord', 'noord'), (2, 'Zuid', 'zuid'), (3, 'West', 'west');
INSERT INTO opening_block (branch, weekday, from_minute, to_minute, change_minute)
SELECT b.id, d.column1, 600, 1020, 780 FROM branch b, (VALUES (2), (3), (4), (5), (6)) d;
INSERT INTO closing (branch, from_day, to_day, reason, made_at)
SELECT b.id, s.today + 30, s.today + 40, 'winter', 0 FROM branch b, size s;

INSERT INTO policy (id, period_days) VALUES (1, 14), (2, 7);
INSERT INTO category (id, parent, name, name_key, path_key, policy)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10)
SELECT i, NULL, 'Groep ' || i, 'groep ' || i, 'groep ' || i, CASE WHEN i < 3 THEN i END FROM n;
INSERT INTO category (id, parent, name, name_key, path_key)
SELECT p.id * 10 + k.id, p.id, 'Soort ' || k.id, 'soort ' || k.id, p.path_key || ' > soort ' || k.id
FROM category p, category k WHERE p.parent IS NULL AND k.parent IS NULL;

INSERT INTO model (id, name, brand, type, model_key, category, search_key, made_at)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n, size s WHERE i < s.models)
SELECT i, 'Gereedschap ' || i, 'Merk', 'T' || i, 'gereedschap ' || i || '|merk|t' || i, 11 + i % 100,
    'gereedschap ' || i || ' merk t' || i, 0 FROM n;

INSERT INTO tool (id, number, model, home, present, shelf, state, price_cents, made_at)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n, size s WHERE i < s.models * 5 / 2)
SELECT i, i, 1 + i % s.models, 1 + i % 3, 1 + i % 3, 'B' || i % 9, 'active', 4950, 0 FROM n, size s;
INSERT INTO part (tool, name, name_key, count)
SELECT id, 'koffer', 'koffer', 1 FROM tool WHERE id % 2 = 0;

INSERT INTO member (id, number, kind, name, name_key, household_contact, state, since_day, until_day,
    language, active_day, made_at)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n, size s WHERE i < s.models * 5 / 4)
SELECT i, i * 19, 'person', 'Lid ' || i, 'lid ' || i, 0, 'active', s.today - 1000, s.today + 300, 'nl',
    s.today - 5, 0 FROM n, size s;
INSERT INTO contact (member, kind, value, value_key, rank, sms, failures)
SELECT id, 'phone', '+3161234' || (5000 + id), '+3161234' || (5000 + id), 1, 1, 0 FROM member;

INSERT INTO loan (id, tool, member, branch, out_at, out_day, due_day, in_house, renewals, shortened,
    back_at, back_day, back_branch, ending)
WITH RECURSIVE n (i, day) AS (
    SELECT 1, s.today - 1010 FROM size s
    UNION ALL
    SELECT i + 1, s.today - 1010 + i * 20 / s.models FROM n, size s WHERE i < s.models * 50)
SELECT i, 1 + i % (s.models * 5 / 2), 1 + (i * 7919) % (s.models * 5 / 4), 1 + i % 3, day * 86400 + 36000,
    day, day + 7, 0, 0, 0, (day + 5) * 86400 + 36000, day + 5, 1 + i % 3, 'returned' FROM n, size s;

-- Out now: all tools of the models with a queue, and a tenth of the others.
INSERT INTO loan (tool, member, branch, out_at, out_day, due_day, in_house, renewals, shortened)
SELECT t.id, 1 + (t.id * 11) % (s.models * 5 / 4), t.present, (s.today - 3) * 86400 + 36000, s.today - 3,
    s.today + 11, 0, 0, 0
FROM tool t, size s
WHERE t.model > s.models - 200 OR (t.id > s.models * 2 AND t.id <= s.models * 9 / 4);

INSERT INTO journal (at, initials, role, counter, branch, op, thing, thing_id)
SELECT out_at, 'JV', 'volunteer', 't:1', branch, 'out', 'tool', tool FROM loan ORDER BY id;
INSERT INTO change (journal, thing, thing_id, field, was, becomes)
SELECT id, 'loan', id, '', NULL, NULL FROM loan ORDER BY id;
INSERT INTO journal (at, initials, role, counter, branch, op, thing, thing_id)
SELECT back_at, 'JV', 'volunteer', 't:1', branch, 'in', 'tool', tool
FROM loan WHERE back_at IS NOT NULL ORDER BY id;

INSERT INTO hold (member, model, pick_up, since_at, made_at, state, misses)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
SELECT 1 + (i * 13) % (s.models * 5 / 4), s.models - i % 200, 1 + i % 3, (s.today - 60) * 86400 + i,
    (s.today - 60) * 86400 + i, 'waiting', 0 FROM n, size s;
INSERT INTO hold (member, model, pick_up, since_at, made_at, from_day, to_day, state, misses)
SELECT 1 + (m.id * 17) % (s.models * 5 / 4), m.id, 1 + m.id % 3, (s.today - 9) * 86400,
    (s.today - 9) * 86400, s.today + 3 + m.id % 80, s.today + 9 + m.id % 80, 'waiting', 0
FROM model m, size s WHERE m.id <= s.models / 4;

-- One model that everybody wants: twenty more tools and thirty bookings.
INSERT INTO tool (number, model, home, present, shelf, state, made_at)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
SELECT 20000 + i, 1, 1, 1, 'B1', 'active', 0 FROM n;
INSERT INTO hold (member, model, pick_up, since_at, made_at, from_day, to_day, state, misses)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30)
SELECT 1 + i * 3, 1, 1, (s.today - 9) * 86400, (s.today - 9) * 86400, s.today + i * 2, s.today + i * 2 + 6,
    'waiting', 0 FROM n, size s;

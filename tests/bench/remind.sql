-- To a small library of big.sql: 100 000 open loans of 40 000 people, 2.5 tools a model; due on any of 28 days,
-- so that something over a third are owed a step. Half of the people have a phone, half e-mail.
INSERT INTO model (id, name, brand, type, model_key, category, search_key, made_at)
WITH RECURSIVE n (i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 40999)
SELECT i, 'Gereedschap ' || i, 'Merk', 'T' || i, 'gereedschap ' || i || '|merk|t' || i, 11 + i % 100,
    'gereedschap ' || i || ' merk t' || i, 0 FROM n;
INSERT INTO member (number, kind, name, name_key, household_contact, state, since_day, until_day, language,
    active_day, made_at)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000)
SELECT 10000 + i, 'person', 'Wie ' || i, 'wie ' || i, 0, 'active', s.today - 1000, s.today + 300, 'nl',
    s.today - 5, 0 FROM n, size s;
INSERT INTO contact (member, kind, value, value_key, rank, sms, failures)
SELECT id, 'phone', '+316' || (20000000 + id), '+316' || (20000000 + id), 1, 1, 0
FROM member WHERE number > 10000 AND id % 2 = 1;
INSERT INTO contact (member, kind, value, value_key, rank, sms, failures)
SELECT id, 'email', 'm' || id || '@kist.example', 'm' || id || '@kist.example', 1, 1, 0
FROM member WHERE number > 10000 AND id % 2 = 0;
INSERT INTO tool (number, model, home, present, shelf, state, price_cents, made_at)
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
SELECT 100000 + i, 1000 + i % 40000, 1 + i % 3, 1 + i % 3, 'B1', 'active', 4950, 0 FROM n;
INSERT INTO loan (tool, member, branch, out_at, out_day, due_day, in_house, renewals, shortened)
SELECT t.id, m.id, t.present, (s.today - 20) * 86400 + 36000, s.today - 20, s.today + 25 - t.number % 28,
    0, 0, 0
FROM tool t JOIN member m ON m.number = 10001 + t.number % 40000, size s WHERE t.number > 100000;

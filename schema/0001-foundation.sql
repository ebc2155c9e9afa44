-- The first version of a library's database.
--
-- Four words are expanded per engine by sql2c: ID_KEY (a number of our own choosing that identifies
-- the row), WHOLE (64-bit integer), BYTES, TABLE_END. Instants are UTC seconds and end in _at, civil
-- days are days since 1970-01-01 and end in _day, money is in cents, yes/no is 1/0. Rows that others
-- point to are never deleted; what was undone keeps its row with undone_at, and every "open" index
-- says `undone_at IS NULL`.

-- Facts of the file itself: kind (real, demo, test), made_at, program.
CREATE TABLE library (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) TABLE_END;

-- What a coordinator decides; the list with types, defaults and explanations is lending/setting.c.
CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) TABLE_END;

-- A place where tools hang and are lent (B1).
CREATE TABLE branch (
    id ID_KEY,
    name TEXT NOT NULL CHECK (length(name) > 0),
    name_key TEXT NOT NULL UNIQUE,      -- folded, for finding and sorting
    address TEXT,                       -- NULL: the library keeps it quiet
    postcode TEXT,
    place TEXT,
    phone TEXT,                         -- E.164
    email TEXT,
    colour TEXT,                        -- #rrggbb, on labels and pages
    ended_at WHOLE
) TABLE_END;

-- When a branch is open: weekly blocks (C2, C10). Minutes of the civil day.
CREATE TABLE opening_block (
    id ID_KEY,
    branch WHOLE NOT NULL REFERENCES branch (id),
    weekday WHOLE NOT NULL CHECK (weekday BETWEEN 1 AND 7),  -- 1 Monday
    from_minute WHOLE NOT NULL CHECK (from_minute BETWEEN 0 AND 1439),
    to_minute WHOLE NOT NULL CHECK (to_minute BETWEEN 1 AND 1440),
    change_minute WHOLE NOT NULL,       -- the changeover of half-day loans
    CHECK (from_minute < to_minute),
    CHECK (change_minute BETWEEN from_minute AND to_minute),
    UNIQUE (branch, weekday, from_minute)
) TABLE_END;

-- Days on which a branch is shut although its week says open (C6); both ends included.
CREATE TABLE closing (
    id ID_KEY,
    branch WHOLE NOT NULL REFERENCES branch (id),
    from_day WHOLE NOT NULL,
    to_day WHOLE NOT NULL,
    reason TEXT NOT NULL,
    made_at WHOLE NOT NULL,
    removed_at WHOLE,
    CHECK (from_day <= to_day)
) TABLE_END;
CREATE INDEX closing_of_branch ON closing (branch, from_day);

-- Holidays that a branch handles otherwise than the default list of C9.
CREATE TABLE branch_holiday (
    branch WHOLE NOT NULL REFERENCES branch (id),
    holiday TEXT NOT NULL,              -- new_year, easter_sunday, ... (lending/calendar.c)
    is_open WHOLE NOT NULL CHECK (is_open IN (0, 1)),
    PRIMARY KEY (branch, holiday)
) TABLE_END;

-- Lending terms; NULL means "as the next wider one says": model, category, library.
CREATE TABLE policy (
    id ID_KEY,
    period_days WHOLE CHECK (period_days BETWEEN 1 AND 366),
    half_day WHOLE CHECK (half_day IN (0, 1)),
    renewals WHOLE CHECK (renewals BETWEEN 0 AND 99),
    renewal_days WHOLE CHECK (renewal_days BETWEEN 1 AND 366),
    fee_cents WHOLE CHECK (fee_cents >= 0),
    deposit_cents WHOLE CHECK (deposit_cents >= 0),
    late_cents WHOLE CHECK (late_cents >= 0),       -- per open day (G3)
    safety WHOLE CHECK (safety BETWEEN 0 AND 3),    -- S1
    min_age WHOLE CHECK (min_age BETWEEN 1 AND 99), -- S3
    limit_tools WHOLE CHECK (limit_tools >= 0)      -- of this category or model at once (M5)
) TABLE_END;

-- The tree visitors browse.
CREATE TABLE category (
    id ID_KEY,
    parent WHOLE REFERENCES category (id),
    name TEXT NOT NULL CHECK (length(name) > 0),
    name_key TEXT NOT NULL,
    path_key TEXT NOT NULL UNIQUE,      -- folded names from the root, joined by " > "
    icon TEXT,                          -- a symbol of server/pages/icons.svg
    policy WHOLE REFERENCES policy (id)
) TABLE_END;

-- What a visitor sees: "Klopboormachine Bosch PSB 500"; one or more tools are of it.
CREATE TABLE model (
    id ID_KEY,
    name TEXT NOT NULL CHECK (length(name) > 0),
    brand TEXT,
    type TEXT,                          -- the maker's own name of it
    model_key TEXT NOT NULL UNIQUE,     -- folded name|brand|type: what makes two the same model
    category WHOLE REFERENCES category (id),
    text TEXT,
    notice TEXT,                        -- to read before use (S1)
    signs TEXT,                         -- pictograms: goggles ears read plug warn
    manual_url TEXT,
    search_key TEXT NOT NULL,           -- name, brand, type, synonyms, category: folded (T5)
    policy WHOLE REFERENCES policy (id),
    made_at WHOLE NOT NULL
) TABLE_END;
CREATE INDEX model_of_category ON model (category);

-- Other categories in which a model is found too.
CREATE TABLE model_also (
    model WHOLE NOT NULL REFERENCES model (id),
    category WHOLE NOT NULL REFERENCES category (id),
    PRIMARY KEY (model, category)
) TABLE_END;
CREATE INDEX model_also_in ON model_also (category);

-- Other names people use: "flex" for an angle grinder (T5).
CREATE TABLE synonym (
    model WHOLE NOT NULL REFERENCES model (id),
    word TEXT NOT NULL,
    word_key TEXT NOT NULL,
    PRIMARY KEY (model, word_key)
) TABLE_END;

-- What a membership costs and allows (M5).
CREATE TABLE plan (
    id ID_KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    price_cents WHOLE NOT NULL CHECK (price_cents >= 0),
    months WHOLE NOT NULL CHECK (months BETWEEN 1 AND 120),
    limit_tools WHOLE NOT NULL CHECK (limit_tools BETWEEN 0 AND 999),
    ended_at WHOLE
) TABLE_END;

-- What a plan costs for who shows a pass: the solidarity price. The pass itself is never kept.
CREATE TABLE tier (
    id ID_KEY,
    plan WHOLE NOT NULL REFERENCES plan (id),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    price_cents WHOLE NOT NULL CHECK (price_cents >= 0),
    UNIQUE (plan, name_key)
) TABLE_END;

-- People who live together; they share one reminder per phone (M6).
CREATE TABLE household (
    id ID_KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE
) TABLE_END;

-- A person, or an organisation with a contact person. An erased one keeps its row, emptied (M11).
CREATE TABLE member (
    id ID_KEY,
    number WHOLE NOT NULL UNIQUE CHECK (number BETWEEN 0 AND 99999),  -- five random digits (T1)
    kind TEXT NOT NULL CHECK (kind IN ('person', 'organisation')),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    contact_person TEXT,
    household WHOLE REFERENCES household (id),
    household_contact WHOLE NOT NULL CHECK (household_contact IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('pending', 'active', 'blocked', 'ended', 'erased')),  -- M3
    blocked_until_day WHOLE,            -- inclusive (M14); NULL while blocked: without end
    blocked_reason TEXT,
    plan WHOLE REFERENCES plan (id),
    tier TEXT,                          -- solidarity: which pass was seen, when, by whom
    tier_seen_day WHOLE,
    tier_seen_by TEXT,                  -- initials
    since_day WHOLE NOT NULL,
    until_day WHOLE,                    -- last day of the membership (M14); NULL: without end
    language TEXT NOT NULL,
    address TEXT,
    postcode TEXT,
    place TEXT,
    note TEXT,                          -- for volunteers
    no_early WHOLE NOT NULL DEFAULT 0 CHECK (no_early IN (0, 1)),  -- is not asked to return early (H9)
    seen_day WHOLE,                     -- identity was seen (M7)
    seen_by TEXT,
    pin_hash TEXT,                      -- argon2id; NULL: no PIN
    active_day WHOLE NOT NULL,          -- last activity (M18)
    merged_into WHOLE REFERENCES member (id),
    made_at WHOLE NOT NULL,
    ended_at WHOLE
) TABLE_END;
CREATE INDEX member_by_name ON member (name_key);
CREATE INDEX member_of_household ON member (household);

-- Ways to reach a member, in order (N7). A number may be shared by several people (N5).
CREATE TABLE contact (
    id ID_KEY,
    member WHOLE NOT NULL REFERENCES member (id),
    kind TEXT NOT NULL CHECK (kind IN ('phone', 'email')),
    value TEXT NOT NULL,                -- E.164 (M2), or an address as typed
    value_key TEXT NOT NULL,            -- for finding: the number, or the address in lower case
    rank WHOLE NOT NULL,                -- 1 is asked first
    sms WHOLE NOT NULL CHECK (sms IN (0, 1)),  -- a number that gets texts (M17)
    stopped_at WHOLE,                   -- STOP was sent from it (N13)
    failures WHOLE NOT NULL,            -- hard failures in a row (N10)
    bad_at WHOLE                        -- marked as not working
) TABLE_END;
CREATE UNIQUE INDEX contact_once ON contact (member, kind, value_key);
CREATE INDEX contact_by_value ON contact (kind, value_key);

-- One physical thing with one number and one label (T1).
CREATE TABLE tool (
    id ID_KEY,
    number WHOLE NOT NULL UNIQUE CHECK (number BETWEEN 1 AND 999999),  -- never given twice (T9)
    model WHOLE NOT NULL REFERENCES model (id),
    home WHOLE NOT NULL REFERENCES branch (id),
    present WHOLE NOT NULL REFERENCES branch (id),
    shelf TEXT,
    state TEXT NOT NULL CHECK (state IN ('draft', 'active', 'repair', 'missing', 'retired')),  -- T3
    state_reason TEXT,
    state_day WHOLE,                    -- since when
    owner WHOLE REFERENCES member (id), -- lent to us by a neighbour (T6)
    serial TEXT,
    size TEXT,
    strength TEXT,
    price_cents WHOLE CHECK (price_cents >= 0),
    bought_day WHOLE,
    inspect_day WHOLE,                  -- the inspection is valid through this day (S6); NULL: none
    owner_from_month WHOLE CHECK (owner_from_month BETWEEN 1 AND 12),  -- months it may be lent (T11)
    owner_to_month WHOLE CHECK (owner_to_month BETWEEN 1 AND 12),
    notice_days WHOLE,                  -- how long before a recall (T6); NULL: as the setting
    recall_day WHOLE,                   -- the owner wants it back by then (T10)
    note TEXT,
    source_key TEXT,                    -- which row of an import made it: "101" or "101/2"
    made_at WHOLE NOT NULL,
    printed_at WHOLE,                   -- its label was printed
    printed_as TEXT,                    -- what it says, to see whether that changed since
    worn_at WHOLE                       -- its label was reported as worn
) TABLE_END;
CREATE INDEX tool_of_model ON tool (model);
CREATE INDEX tool_by_source ON tool (source_key);
CREATE INDEX tool_by_present ON tool (present, state);

-- Other codes of a tool: labels of an older system, numbers it had before (T9).
CREATE TABLE alias (
    code TEXT PRIMARY KEY,              -- upper case, without blanks and dashes
    tool WHOLE NOT NULL REFERENCES tool (id),
    written TEXT NOT NULL               -- as it stands on the label
) TABLE_END;
CREATE INDEX alias_of_tool ON alias (tool);

-- What must come back with a tool (L8).
CREATE TABLE part (
    id ID_KEY,
    tool WHOLE NOT NULL REFERENCES tool (id),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    count WHOLE NOT NULL CHECK (count BETWEEN 1 AND 999),
    missing_day WHOLE,                  -- NULL: it is there
    removed_at WHOLE
) TABLE_END;
CREATE UNIQUE INDEX part_once ON part (tool, name_key) WHERE removed_at IS NULL;

-- Tools that are lent together but keep their own codes (T12).
CREATE TABLE kit (
    id ID_KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    together WHOLE NOT NULL CHECK (together IN (0, 1)),  -- none of them is lent alone
    made_at WHOLE NOT NULL,
    ended_at WHOLE
) TABLE_END;
CREATE UNIQUE INDEX kit_by_name ON kit (name_key) WHERE ended_at IS NULL;

-- A tool is in one kit at most.
CREATE TABLE kit_tool (
    id ID_KEY,
    kit WHOLE NOT NULL REFERENCES kit (id),
    tool WHOLE NOT NULL REFERENCES tool (id),
    left_at WHOLE
) TABLE_END;
CREATE UNIQUE INDEX kit_of_tool ON kit_tool (tool) WHERE left_at IS NULL;
CREATE INDEX tools_of_kit ON kit_tool (kit) WHERE left_at IS NULL;

-- One tool out to one member (T4: at most one open loan per tool, whatever program writes).
CREATE TABLE loan (
    id ID_KEY,
    tool WHOLE NOT NULL REFERENCES tool (id),
    member WHOLE REFERENCES member (id),     -- NULL once the person was erased (M11)
    member_postcode4 TEXT,                   -- kept after erasure
    branch WHOLE NOT NULL REFERENCES branch (id),  -- return branch: its calendar counts (C3)
    out_at WHOLE NOT NULL,
    out_day WHOLE NOT NULL,
    due_day WHOLE,                           -- NULL: the owner's own, which is never due (T10)
    due_at WHOLE,                            -- half-day loans: the changeover (C4)
    in_house WHOLE NOT NULL CHECK (in_house IN (0, 1)),  -- L15
    renewals WHOLE NOT NULL,                 -- how often renewed
    renewed_day WHOLE,                       -- the last time (N18)
    shortened WHOLE NOT NULL CHECK (shortened IN (0, 1)),  -- for a booking (L3)
    override_fault TEXT,                     -- the refusal a volunteer passed over (L1)
    kit WHOLE REFERENCES kit (id),           -- lent as part of it; NULL: alone (T12)
    back_at WHOLE,
    back_day WHOLE,
    back_branch WHOLE REFERENCES branch (id),
    ending TEXT CHECK (ending IN ('returned', 'lost', 'in_house')),
    undone_at WHOLE,
    CHECK ((back_at IS NULL) = (ending IS NULL))
) TABLE_END;
CREATE UNIQUE INDEX loan_open_of_tool ON loan (tool) WHERE back_at IS NULL AND undone_at IS NULL;
CREATE INDEX loan_open_of_member ON loan (member) WHERE back_at IS NULL AND undone_at IS NULL;
CREATE INDEX loan_of_member ON loan (member, out_at);
CREATE INDEX loan_of_tool ON loan (tool, out_at);
CREATE INDEX loan_due ON loan (due_day) WHERE back_at IS NULL AND undone_at IS NULL;

-- A later due day (R1).
CREATE TABLE renewal (
    id ID_KEY,
    loan WHOLE NOT NULL REFERENCES loan (id),
    at WHOLE NOT NULL,
    due_before_day WHOLE NOT NULL,
    due_after_day WHOLE NOT NULL,
    override_fault TEXT,
    undone_at WHOLE
) TABLE_END;
CREATE INDEX renewal_of_loan ON renewal (loan);

-- A place in the queue of a model or of one tool (H1); with days it is a booking (H7).
CREATE TABLE hold (
    id ID_KEY,
    member WHOLE NOT NULL REFERENCES member (id),
    model WHOLE NOT NULL REFERENCES model (id),
    tool WHOLE REFERENCES tool (id),    -- NULL: any tool of the model
    pick_up WHOLE NOT NULL REFERENCES branch (id),
    since_at WHOLE NOT NULL,            -- its place
    made_at WHOLE NOT NULL,
    from_day WHOLE,                     -- a booking
    to_day WHOLE,
    from_at WHOLE,                      -- half days: from this changeover (C10)
    to_at WHOLE,                        -- to this one
    rearrange WHOLE NOT NULL DEFAULT 0 CHECK (rearrange IN (0, 1)),  -- its days no longer work (C6)
    state TEXT NOT NULL CHECK (state IN
        ('waiting', 'assigned', 'ready', 'resting', 'fulfilled', 'cancelled', 'ended')),
    given_tool WHOLE REFERENCES tool (id),  -- assigned or ready: this one
    ready_day WHOLE,                    -- the shelf clock is derived from it (H13)
    misses WHOLE NOT NULL,              -- how often not fetched (H14)
    rested_day WHOLE,
    loan WHOLE REFERENCES loan (id),    -- the loan that fulfilled it
    kit WHOLE REFERENCES kit (id),      -- asked as part of it: one hold each, made together (T12)
    undone_at WHOLE,
    CHECK ((from_day IS NULL) = (to_day IS NULL)),
    CHECK (from_day IS NULL OR from_day <= to_day)
) TABLE_END;
-- The condition of an index must stand in a statement word for word, or the index is not used.
CREATE INDEX hold_of_model ON hold (model, state, since_at) WHERE undone_at IS NULL;
CREATE INDEX hold_by_state ON hold (state) WHERE undone_at IS NULL;
CREATE INDEX hold_of_loan ON hold (loan);
CREATE INDEX hold_of_member ON hold (member, since_at);
CREATE UNIQUE INDEX hold_ready_tool ON hold (given_tool)
    WHERE undone_at IS NULL AND state IN ('assigned', 'ready');

-- A tool on its way between branches (B3).
CREATE TABLE transfer (
    id ID_KEY,
    tool WHOLE NOT NULL REFERENCES tool (id),
    from_branch WHOLE NOT NULL REFERENCES branch (id),
    to_branch WHOLE NOT NULL REFERENCES branch (id),
    hold WHOLE REFERENCES hold (id),    -- for whom; NULL: home
    state TEXT NOT NULL CHECK (state IN ('proposed', 'asked', 'sent', 'arrived', 'cancelled')),
    made_at WHOLE NOT NULL,
    sent_at WHOLE,
    ended_at WHOLE,
    arrived_branch WHOLE REFERENCES branch (id),
    undone_at WHOLE
) TABLE_END;
CREATE UNIQUE INDEX transfer_open_of_tool ON transfer (tool)
    WHERE undone_at IS NULL AND state IN ('proposed', 'asked', 'sent');
CREATE INDEX transfer_of_hold ON transfer (hold);

-- A safety check that was passed (S2).
CREATE TABLE inspection (
    id ID_KEY,
    tool WHOLE NOT NULL REFERENCES tool (id),
    on_day WHOLE NOT NULL,
    next_day WHOLE NOT NULL,
    initials TEXT NOT NULL,
    undone_at WHOLE
) TABLE_END;
CREATE INDEX inspection_of_tool ON inspection (tool);

-- Money, append-only, in cents (G1); positive: the member owes more (G8). Lines without a member: the
-- shared pot's (pot_in +, pot_out -), and what a visitor buys. Deposits held are their own sum (+, -, -).
CREATE TABLE ledger (
    id ID_KEY,
    at WHOLE NOT NULL,                  -- of the pot's own lines: when their day began, no more (G8)
    on_day WHOLE NOT NULL,              -- civil day of the till
    branch WHOLE REFERENCES branch (id),
    member WHOLE REFERENCES member (id),
    loan WHOLE REFERENCES loan (id),
    part WHOLE REFERENCES part (id),    -- which part a slip is for (L23)
    kind TEXT NOT NULL CHECK (kind IN ('membership', 'loan_fee', 'late_fee', 'deposit_taken',
        'deposit_returned', 'deposit_kept', 'part_slip', 'loss', 'damage', 'consumable', 'donation',
        'pot_in', 'pot_out', 'correction', 'payment')),  -- G2
    method TEXT CHECK (method IN ('cash', 'card', 'transfer', 'request', 'voucher', 'hours', 'pot')),
    cents WHOLE NOT NULL,
    reverses WHOLE UNIQUE REFERENCES ledger (id),  -- at most once
    again WHOLE REFERENCES ledger (id), -- its reversal was taken back: this line stands for that one
    journal WHOLE,                      -- NULL: the pot's, which knows nobody (G4)
    CHECK (kind NOT IN ('pot_in', 'pot_out') OR member IS NULL),
    CHECK (reverses IS NULL OR again IS NULL),
    CHECK (kind <> 'payment' OR method IS NOT NULL)
) TABLE_END;
CREATE INDEX ledger_of_member ON ledger (member);
CREATE INDEX ledger_of_loan ON ledger (loan);
CREATE INDEX ledger_of_day ON ledger (on_day, branch);
CREATE INDEX ledger_of_pot ON ledger (on_day) WHERE kind IN ('pot_in', 'pot_out');
CREATE INDEX ledger_again ON ledger (again) WHERE again IS NOT NULL;

-- One text to one person by one channel (N9). The outbox.
CREATE TABLE message (
    id ID_KEY,
    ref TEXT NOT NULL UNIQUE,           -- our own name for it, told to the gateway
    made_at WHOLE NOT NULL,
    member WHOLE REFERENCES member (id),
    channel TEXT NOT NULL CHECK (channel IN ('sms', 'email', 'call', 'visit')),
    address TEXT,                       -- a number in E.164, an address; NULL for a visit
    language TEXT NOT NULL,
    kind TEXT NOT NULL,                 -- of its first step
    subject TEXT,
    body TEXT,                          -- NULL: not composed yet, or cleaned away (M11)
    urgent WHOLE NOT NULL CHECK (urgent IN (0, 1)),  -- sent by the daemon within seconds (N17)
    exempt WHOLE NOT NULL CHECK (exempt IN (0, 1)),  -- from quiet hours (N8)
    not_before_at WHOLE NOT NULL,
    state TEXT NOT NULL CHECK (state IN
        ('due', 'claimed', 'sent', 'delivered', 'failed', 'unknown', 'dropped')),
    state_at WHOLE NOT NULL,
    claimed_until_at WHOLE,
    tries WHOLE NOT NULL,
    gateway TEXT,
    gateway_ref TEXT,                   -- the gateway's name for it
    error TEXT,                         -- in words, without personal data
    parts WHOLE                         -- SMS parts (N12)
) TABLE_END;
CREATE INDEX message_to_do ON message (state, not_before_at);
CREATE INDEX message_of_member ON message (member, made_at);

-- What somebody should have heard: one step of a loan or hold, told by a message (N2).
CREATE TABLE step (
    id ID_KEY,
    message WHOLE NOT NULL REFERENCES message (id),
    step_key TEXT NOT NULL,             -- "loan 12 20454 overdue-7"
    member WHOLE NOT NULL REFERENCES member (id),
    loan WHOLE REFERENCES loan (id),
    hold WHOLE REFERENCES hold (id),
    kind TEXT NOT NULL,                 -- due_soon, overdue, hold_ready ...
    n WHOLE NOT NULL,                   -- which overdue step: 1, 7, 14
    due_day WHOLE,
    dropped_at WHOLE,                   -- a dropped one does not use up its key
    dropped_why TEXT
) TABLE_END;
CREATE UNIQUE INDEX step_once ON step (step_key) WHERE dropped_at IS NULL;
CREATE INDEX step_of_message ON step (message);
CREATE INDEX step_of_loan ON step (loan);
CREATE INDEX step_of_hold ON step (hold);

-- A volunteer showed a member how a model works (S1, S7).
CREATE TABLE instruction (
    id ID_KEY,
    member WHOLE NOT NULL REFERENCES member (id),
    model WHOLE NOT NULL REFERENCES model (id),
    on_day WHOLE NOT NULL,
    initials TEXT NOT NULL,
    undone_at WHOLE
) TABLE_END;
CREATE INDEX instruction_of_member ON instruction (member, model);

-- Something to repair, clean, find or buy a part for (S5).
CREATE TABLE ticket (
    id ID_KEY,
    tool WHOLE NOT NULL REFERENCES tool (id),
    made_at WHOLE NOT NULL,
    what TEXT NOT NULL,                 -- the reporter's choice: dead, danger, missing, other
    words TEXT,
    phone TEXT,                         -- of a visitor who may be asked (S4)
    member WHOLE REFERENCES member (id),
    state TEXT NOT NULL CHECK (state IN ('open', 'parts', 'repair', 'solved', 'given_up')),
    cost_cents WHOLE NOT NULL,
    minutes WHOLE NOT NULL,
    answer TEXT,
    ended_at WHOLE,
    undone_at WHOLE
) TABLE_END;
CREATE INDEX ticket_of_tool ON ticket (tool);

-- Who works here (P1).
CREATE TABLE volunteer (
    id ID_KEY,
    name TEXT NOT NULL,
    initials TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('volunteer', 'coordinator')),
    pin_hash TEXT,
    made_at WHOLE NOT NULL,
    ended_at WHOLE
) TABLE_END;
CREATE UNIQUE INDEX volunteer_initials ON volunteer (initials) WHERE ended_at IS NULL;

-- A key for a counter laptop or a script (X25): only its hash is kept.
CREATE TABLE token (
    id ID_KEY,
    name TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('volunteer', 'coordinator')),
    branch WHOLE REFERENCES branch (id),
    made_at WHOLE NOT NULL,
    seen_day WHOLE,
    revoked_at WHOLE
) TABLE_END;

-- A logged-in browser (X20): only the hash of its id is kept.
CREATE TABLE session (
    id ID_KEY,
    hash TEXT NOT NULL UNIQUE,
    member WHOLE REFERENCES member (id),
    volunteer WHOLE REFERENCES volunteer (id),
    role TEXT NOT NULL CHECK (role IN ('member', 'volunteer', 'coordinator')),
    branch WHOLE REFERENCES branch (id),
    language TEXT NOT NULL,
    made_at WHOLE NOT NULL,
    seen_at WHOLE NOT NULL,             -- written at most once a minute
    ended_at WHOLE
) TABLE_END;

-- A one-time log-in code, for the browser that asked (X16).
CREATE TABLE login_code (
    id ID_KEY,
    browser_hash TEXT NOT NULL,
    member WHOLE REFERENCES member (id),  -- NULL: nobody has that address, and nobody is told
    code_hash TEXT NOT NULL,
    made_at WHOLE NOT NULL,
    guesses WHOLE NOT NULL,
    used_at WHOLE
) TABLE_END;
CREATE INDEX login_code_of_browser ON login_code (browser_hash);

-- Tries that are counted (X16, X18, X19, S4): what, by whom as a hash, when.
CREATE TABLE attempt (
    id ID_KEY,
    what TEXT NOT NULL,
    who_hash TEXT NOT NULL,
    at WHOLE NOT NULL
) TABLE_END;
CREATE INDEX attempt_recent ON attempt (what, who_hash, at);

-- Answers kept for a day, so that the same request has the same effect once (X35).
CREATE TABLE answer (
    id ID_KEY,
    actor TEXT NOT NULL,
    op TEXT NOT NULL,
    key_hash TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    made_at WHOLE NOT NULL,
    status WHOLE NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (actor, op, key_hash)
) TABLE_END;
CREATE INDEX answer_by_age ON answer (made_at);

-- Who did what and when: for ever, append-only, without personal data or free text (M11).
CREATE TABLE journal (
    id ID_KEY,
    at WHOLE NOT NULL,
    initials TEXT NOT NULL,             -- '' for a member or visitor
    role TEXT NOT NULL,
    counter TEXT NOT NULL,              -- token, session or user: whose `undo` takes it back (L20)
    branch WHOLE REFERENCES branch (id),
    op TEXT NOT NULL,                   -- the command: "out"
    thing TEXT NOT NULL,                -- tool, member, ...: what it was about
    thing_id WHOLE NOT NULL,
    override_fault TEXT,                -- the rule passed over
    undoes WHOLE UNIQUE REFERENCES journal (id)
) TABLE_END;
CREATE INDEX journal_of_thing ON journal (thing, thing_id);
CREATE INDEX journal_of_counter ON journal (counter, branch, id);

-- What a journal line changed: field by field, so that it can be taken back (L13). `field` '' is
-- the making of the row. Erased with the person.
CREATE TABLE change (
    id ID_KEY,
    journal WHOLE NOT NULL REFERENCES journal (id),
    thing TEXT NOT NULL,
    thing_id WHOLE NOT NULL,
    field TEXT NOT NULL,
    was TEXT,
    becomes TEXT
) TABLE_END;
CREATE INDEX change_of_journal ON change (journal);
CREATE INDEX change_of_thing ON change (thing, thing_id);

-- The words said with it: the reason of an override, what was broken. Erased with the person.
CREATE TABLE words (
    id ID_KEY,
    journal WHOLE NOT NULL REFERENCES journal (id),
    member WHOLE REFERENCES member (id),
    said TEXT NOT NULL
) TABLE_END;
CREATE INDEX words_of_journal ON words (journal);

-- When the regular work last ran (N16): remind, backup, age.
CREATE TABLE run (
    id ID_KEY,
    kind TEXT NOT NULL,
    at WHOLE NOT NULL,
    good WHOLE NOT NULL CHECK (good IN (0, 1)),
    summary TEXT NOT NULL               -- counts only
) TABLE_END;
CREATE INDEX run_by_kind ON run (kind, at);

-- Searches that found nothing: buying advice (T5). Words only, never who.
CREATE TABLE missed_search (
    search_key TEXT PRIMARY KEY,
    times WHOLE NOT NULL,
    last_day WHOLE NOT NULL
) TABLE_END;

-- A tool with all that its situation follows from (T3): open loan, the hold it is set apart for.
CREATE VIEW tool_view AS
SELECT t.id, t.number, t.model, t.home, t.present, t.shelf, t.state, t.state_reason, t.state_day,
    t.owner, t.serial, t.size, t.strength, t.price_cents, t.bought_day, t.note, t.made_at,
    t.source_key, t.printed_at, t.printed_as, t.worn_at, t.inspect_day, t.owner_from_month,
    t.owner_to_month, t.notice_days, t.recall_day, x.id AS transfer, x.state AS transfer_state, x.to_branch, xb.name AS to_branch_name,
    m.name, m.brand, m.type, m.text, m.notice, m.signs, m.manual_url, m.category, m.model_key,
    m.search_key,
    g.name AS category_name, g.path_key AS category_path,
    coalesce(g.icon, gp.icon, gg.icon) AS icon,
    bh.name AS home_name, bp.name AS present_name,
    l.id AS loan, l.member AS loan_member, l.due_day, l.due_at, l.in_house, l.out_at,
    h.id AS hold, h.member AS hold_member, h.state AS hold_state,
    (SELECT count(*) FROM hold w WHERE w.model = t.model AND w.undone_at IS NULL
        AND w.state = 'waiting' AND w.from_day IS NULL
        AND (w.tool IS NULL OR w.tool = t.id)) AS waiting
FROM tool t
JOIN model m ON m.id = t.model
JOIN branch bh ON bh.id = t.home
JOIN branch bp ON bp.id = t.present
LEFT JOIN category g ON g.id = m.category
LEFT JOIN category gp ON gp.id = g.parent
LEFT JOIN category gg ON gg.id = gp.parent
LEFT JOIN loan l ON l.tool = t.id AND l.back_at IS NULL AND l.undone_at IS NULL
LEFT JOIN hold h ON h.given_tool = t.id AND h.undone_at IS NULL AND h.state IN ('assigned', 'ready')
LEFT JOIN transfer x ON x.tool = t.id AND x.undone_at IS NULL
    AND x.state IN ('proposed', 'asked', 'sent')
LEFT JOIN branch xb ON xb.id = x.to_branch;

-- A member with what counts for the limit (M13): tools out, holds ready; a kit is one.
CREATE VIEW member_view AS
SELECT m.id, m.number, m.kind, m.name, m.name_key, m.contact_person, m.household,
    m.household_contact, m.state, m.blocked_until_day, m.blocked_reason, m.plan, m.tier,
    m.tier_seen_day, m.tier_seen_by, m.seen_day, m.seen_by, m.since_day, m.until_day, m.ended_at,
    m.merged_into, m.language, m.address, m.postcode, m.place, m.note, m.no_early, m.pin_hash, m.made_at,
    m.active_day, p.name AS plan_name, p.limit_tools, hh.name AS household_name,
    coalesce(ti.price_cents, p.price_cents) AS price_cents,
    (SELECT count(DISTINCT coalesce(0 - l.kit, l.id)) FROM loan l JOIN tool t ON t.id = l.tool
        WHERE l.member = m.id AND l.back_at IS NULL AND l.undone_at IS NULL
        AND l.in_house = 0 AND (t.owner IS NULL OR t.owner <> m.id)) AS tools_out,
    (SELECT count(DISTINCT coalesce(0 - h.kit, h.id)) FROM hold h WHERE h.member = m.id
        AND h.state = 'ready' AND h.undone_at IS NULL) AS holds_ready
FROM member m
LEFT JOIN plan p ON p.id = m.plan
LEFT JOIN tier ti ON ti.plan = m.plan AND ti.name = m.tier
LEFT JOIN household hh ON hh.id = m.household;

-- What is known of a message beyond its state, and texts of a library's own.

ALTER TABLE message ADD COLUMN maybe_at WHOLE;    -- a try of which nobody knows whether it arrived (N9)
ALTER TABLE message ADD COLUMN cost_cents WHOLE;  -- what its tries cost (N12)
CREATE INDEX message_cost ON message (state_at) WHERE cost_cents > 0;

-- Asked by one click in an e-mail (RFC 8058): no more reminders before the due day to this address.
ALTER TABLE contact ADD COLUMN soon_off_at WHOLE;

-- A sentence that stands in for ours (N11), at one branch or at all of them.
CREATE TABLE own_text (
    id ID_KEY,
    branch WHOLE REFERENCES branch (id),  -- NULL: every branch that has none of its own
    language TEXT NOT NULL,
    text_key TEXT NOT NULL,               -- "msg.due_soon.sms"
    body TEXT NOT NULL,
    set_at WHOLE NOT NULL,
    initials TEXT NOT NULL
) TABLE_END;
CREATE UNIQUE INDEX own_text_at ON own_text (branch, language, text_key) WHERE branch IS NOT NULL;
CREATE UNIQUE INDEX own_text_all ON own_text (language, text_key) WHERE branch IS NULL;

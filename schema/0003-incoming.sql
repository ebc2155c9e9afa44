-- What people text to us.

-- One text that came in (N13): what it was taken to mean, and whether a volunteer still has to read it.
CREATE TABLE incoming (
    id ID_KEY,
    at WHOLE NOT NULL,
    gateway TEXT,
    gateway_ref TEXT,                   -- the gateway's name for it: delivered twice it counts once
    phone TEXT NOT NULL,                -- E.164; of a sender that is no number as it came
    member WHOLE REFERENCES member (id),-- of several on one phone the one who reads for all (N21)
    body TEXT NOT NULL,
    meant TEXT NOT NULL CHECK (meant IN ('renew', 'yes', 'no', 'help', 'stop', 'start', 'unclear')),
    read_at WHOLE                       -- NULL: a volunteer is to read it
) TABLE_END;
CREATE UNIQUE INDEX incoming_once ON incoming (gateway, gateway_ref) WHERE gateway_ref IS NOT NULL;
CREATE INDEX incoming_unread ON incoming (at) WHERE read_at IS NULL;
CREATE INDEX incoming_by_phone ON incoming (phone, at);

-- A delivery report names a message as the gateway does.
CREATE INDEX message_by_gateway_ref ON message (gateway_ref) WHERE gateway_ref IS NOT NULL;

-- What was said to a number last: an answer is about that.
CREATE INDEX message_by_address ON message (address, state_at);

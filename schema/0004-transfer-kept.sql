-- A tool that was to travel and stays.

-- Taken off the driver's list by hand before it left: the tool stays where it is, and nobody's hold
-- makes it travel, until it is scanned (B5).
ALTER TABLE transfer ADD COLUMN kept_at WHOLE;
CREATE INDEX transfer_kept ON transfer (tool) WHERE kept_at IS NOT NULL;

-- The version of the event that gave the layout its present prices. Old instances write layouts without it: the next message that has
-- other prices has a higher one.
ALTER TABLE tbl_event_layout ADD COLUMN version bigint NOT NULL DEFAULT 0 CHECK (version >= 0);

-- The start of the event when the booking was made. Null in older rows and in those of old instances: unknown.
ALTER TABLE tbl_booking ADD COLUMN starts_at_as_sold timestamptz;

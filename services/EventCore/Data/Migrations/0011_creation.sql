-- What each user has created within a day, for its quotas. Not read from events and venues: a deleted one counts too. Instances of the version
-- before do not write it; what they create while both run is not counted.
CREATE TABLE tbl_creation (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id    uuid NOT NULL REFERENCES tbl_user ON DELETE CASCADE,
  kind       text NOT NULL CHECK (kind IN ('EVENT', 'VENUE')),
  -- Of an event; 0 of a venue, which makes none.
  seats      int NOT NULL CHECK (seats >= 0),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ix_creation_user ON tbl_creation (user_id, created_at);

INSERT INTO tbl_creation (user_id, kind, seats, created_at)
SELECT created_by, 'VENUE', 0, created_at FROM tbl_venue WHERE created_at > now() - interval '1 day'
UNION ALL
SELECT event.created_by, 'EVENT', venue.capacity, event.created_at
FROM tbl_event event JOIN tbl_venue venue ON venue.id = event.venue_id WHERE event.created_at > now() - interval '1 day';

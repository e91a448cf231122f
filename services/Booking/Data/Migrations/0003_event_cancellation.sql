-- Who may see how far a cancellation is; unknown for rules stored before.
ALTER TABLE tbl_event_rules ADD COLUMN created_by uuid;

-- An event that was called off and whose bookings end, until all of them have.
CREATE TABLE tbl_event_cancellation (
  event_id    uuid PRIMARY KEY REFERENCES tbl_event_rules,
  version     bigint NOT NULL,
  begun_at    timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz
);
CREATE INDEX ix_event_cancellation_unfinished ON tbl_event_cancellation (begun_at) WHERE finished_at IS NULL;
CREATE INDEX ix_booking_of_event ON tbl_booking (event_id, id);

-- Every batch of changes that is applied to an event's seats gets the next number. The event's row is locked until the batch is committed,
-- so numbers become visible in their order and without gaps.
ALTER TABLE tbl_event ADD COLUMN seq bigint NOT NULL DEFAULT 0 CHECK (seq >= 0);

-- The latest batches, so that whoever missed some can catch up. Pruned by age and number: what is gone is answered with the whole state.
CREATE TABLE tbl_seat_change (
    event_id    uuid NOT NULL REFERENCES tbl_event (id) ON DELETE CASCADE,
    seq         bigint NOT NULL CHECK (seq >= 1),
    seat_number text NOT NULL,
    status      text NOT NULL CHECK (status IN ('AVAILABLE', 'HELD', 'BOOKED')),
    changed_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (event_id, seq, seat_number)
);

CREATE INDEX ix_seat_change_changed_at ON tbl_seat_change (changed_at);

CREATE INDEX ix_seat_taken ON tbl_seat (event_id) WHERE status <> 'AVAILABLE';

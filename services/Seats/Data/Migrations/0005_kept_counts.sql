-- Seats of each section, and how many of them are available, kept by the statement that changes seats. A page of available seats has a
-- total then that costs one look at a few rows. Room is left on each page, because these rows are updated all the time.
CREATE TABLE tbl_section_count (
    event_id   uuid NOT NULL REFERENCES tbl_event (id) ON DELETE CASCADE,
    section    text NOT NULL,
    -- From 0, in the venue's order.
    position   int NOT NULL CHECK (position >= 0),
    seat_count int NOT NULL CHECK (seat_count >= 1),
    available  int NOT NULL CHECK (available BETWEEN 0 AND seat_count),
    PRIMARY KEY (event_id, section)
) WITH (fillfactor = 50);

-- When the last seats.availability of an event was written. The row is locked by the instance that writes the next one.
CREATE TABLE tbl_availability (
    event_id uuid PRIMARY KEY REFERENCES tbl_event (id) ON DELETE CASCADE,
    told_at  timestamptz NOT NULL DEFAULT '-infinity'
);

-- Changes of counts that no seats.availability tells yet. Only added and deleted: a row that all changes of an event wrote to would be
-- locked so often that the instance that tells of it would never get it.
CREATE TABLE tbl_availability_change (
    event_id uuid NOT NULL REFERENCES tbl_event (id) ON DELETE CASCADE,
    seq      bigint NOT NULL,
    PRIMARY KEY (event_id, seq)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- Big events whose seats are not in the planner's statistics yet.
CREATE TABLE tbl_unanalysed_event (
    event_id uuid PRIMARY KEY
);

-- No seat changes between the count and the end of this migration.
LOCK TABLE tbl_seat IN SHARE ROW EXCLUSIVE MODE;

INSERT INTO tbl_section_count (event_id, section, position, seat_count, available)
SELECT event_id, section, row_number() OVER (PARTITION BY event_id ORDER BY min(position)) - 1,
    count(*), count(*) FILTER (WHERE status = 'AVAILABLE')
FROM tbl_seat
GROUP BY event_id, section;

INSERT INTO tbl_availability (event_id) SELECT id FROM tbl_event;

-- Every event that has had a change is told of once.
INSERT INTO tbl_availability_change (event_id, seq) SELECT id, seq FROM tbl_event WHERE seq > 0;

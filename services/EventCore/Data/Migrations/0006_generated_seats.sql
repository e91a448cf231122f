-- That the seats of an event exist. Not a column of tbl_event, and no reference to it: the message that says so may come before the event's
-- row can be seen, because change data capture reads a commit before other transactions do.
CREATE TABLE tbl_generated_seats (
  event_id   uuid PRIMARY KEY,
  seat_count int NOT NULL CHECK (seat_count > 0)
);
INSERT INTO tbl_generated_seats SELECT id, seat_count FROM tbl_event WHERE seat_count IS NOT NULL;
-- tbl_event.seat_count stays for instances of the version before, which run beside this one for a while; the next release drops it.

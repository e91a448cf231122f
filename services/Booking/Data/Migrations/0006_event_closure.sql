-- Events that sell nothing any more because event-core is about to delete them, or has. Kept apart from the rules, which a message may
-- replace, and which may not be here yet.
CREATE TABLE tbl_event_closure (
  event_id  uuid PRIMARY KEY,
  closed_at timestamptz NOT NULL DEFAULT now()
);

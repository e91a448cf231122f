-- What Debezium reads (deploy/debezium). It may read the outbox and nothing else; a role that is made later is given the same by hand.
CREATE PUBLICATION outbox FOR TABLE tbl_seat_outbox WITH (publish = 'insert');
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'debezium') THEN
    GRANT SELECT ON tbl_seat_outbox TO debezium;
  END IF;
END $$;

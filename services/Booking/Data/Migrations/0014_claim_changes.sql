-- The transaction that changed a claim last, so that an instance reads what changed since it read before, and no more (Data/SeatAvailability.cs).
-- A trigger sets it: no statement can forget it, and instances of the version before set it as well. Claims from before have none; they are in
-- the first reading of an event, which reads all.
ALTER TABLE tbl_seat_claim ADD COLUMN changed_in bigint;

CREATE FUNCTION set_changed_in() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  NEW.changed_in := pg_current_xact_id()::text::bigint;
  RETURN NEW;
END $$;
CREATE TRIGGER tr_seat_claim_changed BEFORE INSERT OR UPDATE ON tbl_seat_claim FOR EACH ROW EXECUTE FUNCTION set_changed_in();

CREATE INDEX ix_seat_claim_changed ON tbl_seat_claim (event_id, changed_in) WHERE changed_in IS NOT NULL;

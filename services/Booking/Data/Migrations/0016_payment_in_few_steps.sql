-- The workflow of an attempt starts with its first news, or when its time to pay is over. This is when: a trigger sets it, so that no statement
-- can forget it, and instances of the version before, which start it at once, set it as well. Starting it is leased by setting it later.
ALTER TABLE tbl_payment_attempt ADD COLUMN workflow_due_at timestamptz NOT NULL DEFAULT now();
UPDATE tbl_payment_attempt AS attempt SET workflow_due_at = booking.expires_at
FROM tbl_booking booking WHERE booking.id = attempt.booking_id AND attempt.outcome = 'OPEN';

CREATE FUNCTION set_workflow_due() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  NEW.workflow_due_at := (SELECT expires_at FROM tbl_booking WHERE id = NEW.booking_id);
  RETURN NEW;
END $$;
CREATE TRIGGER tr_attempt_workflow_due BEFORE INSERT ON tbl_payment_attempt FOR EACH ROW EXECUTE FUNCTION set_workflow_due();

CREATE INDEX ix_attempt_workflow_due ON tbl_payment_attempt (workflow_due_at) WHERE scheduled_at IS NULL AND outcome = 'OPEN';
DROP INDEX ix_attempt_unscheduled;

-- The intent that a webhook is about, so that its attempt is found without reading it again. Null where an instance of the version before
-- stored it, and where it is about something else.
ALTER TABLE tbl_webhook_inbox ADD COLUMN payment_intent_id text;
CREATE INDEX ix_webhook_waiting_of_intent ON tbl_webhook_inbox (payment_intent_id) WHERE delivered_at IS NULL;

-- Stores an attempt's intent, once, under the lock of its booking; returns the attempt's outcome then.
CREATE FUNCTION store_intent(p_attempt uuid, p_intent text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  result text;
BEGIN
  PERFORM FROM tbl_booking WHERE id = (SELECT booking_id FROM tbl_payment_attempt WHERE id = p_attempt) FOR UPDATE;
  UPDATE tbl_payment_attempt SET payment_intent_id = p_intent, provider_settled_at = NULL, provider_due_at = now()
  WHERE id = p_attempt AND payment_intent_id IS NULL
  RETURNING outcome INTO result;
  IF NOT FOUND THEN
    SELECT outcome INTO STRICT result FROM tbl_payment_attempt WHERE id = p_attempt;
  END IF;
  RETURN result;
END $$;

-- Money has arrived for a booking that waits for it and has its seats: confirms it. By its workflow, this finishes the webhooks that told of the
-- money, and the workflow counts as started. Returns nothing, and changes nothing, in every other case: then the automaton is asked
-- (docs/payments.md). Order of locks: booking, event gate, claims.
CREATE FUNCTION confirm_booking(
  p_attempt uuid, p_by_workflow boolean, p_event_gate int, p_message uuid, p_traceparent text,
  OUT confirmed uuid, OUT webhooks int)
LANGUAGE plpgsql AS $$
DECLARE
  found_booking tbl_booking;
  intent text;
  seats uuid[];
  booked jsonb;
BEGIN
  SELECT booking.* INTO found_booking FROM tbl_booking booking
  WHERE booking.id = (SELECT attempt.booking_id FROM tbl_payment_attempt attempt WHERE attempt.id = p_attempt) FOR UPDATE;
  SELECT attempt.payment_intent_id INTO intent FROM tbl_payment_attempt attempt WHERE attempt.id = p_attempt AND attempt.outcome = 'OPEN';
  IF NOT FOUND OR found_booking.status <> 'PENDING_PAYMENT' OR found_booking.cancelled_at IS NOT NULL THEN
    RETURN;
  END IF;

  PERFORM pg_advisory_xact_lock_shared(p_event_gate, hashtext(found_booking.event_id::text));
  IF event_is_closed(found_booking.event_id) THEN
    RETURN;
  END IF;

  seats := ARRAY (SELECT seat_id FROM tbl_booking_seat seat WHERE seat.booking_id = found_booking.id AND seat.cancelled_at IS NULL);
  PERFORM FROM tbl_seat_claim claim
  WHERE claim.event_id = found_booking.event_id AND claim.seat_id = ANY (seats) AND claim.booking_id = found_booking.id AND claim.status = 'HELD'
  ORDER BY claim.seat_id FOR UPDATE;
  GET DIAGNOSTICS webhooks = ROW_COUNT;
  IF webhooks < cardinality(seats) THEN
    webhooks := NULL;
    RETURN;
  END IF;

  WITH changed AS (
    UPDATE tbl_seat_claim AS claim SET status = 'BOOKED', expires_at = NULL, version = version + 1
    WHERE claim.event_id = found_booking.event_id AND claim.seat_id = ANY (seats)
    RETURNING claim.seat_id, claim.seat_number, claim.status, claim.version)
  SELECT jsonb_agg(jsonb_build_object(
    'seatId', changed.seat_id, 'seatNumber', changed.seat_number, 'status', changed.status, 'version', changed.version) ORDER BY changed.seat_id)
  INTO booked FROM changed;

  confirmed := found_booking.id;
  UPDATE tbl_booking SET status = 'CONFIRMED' WHERE id = confirmed;
  UPDATE tbl_payment_attempt SET outcome = 'PAID', settled_at = now(), refund_due_at = now(),
    scheduled_at = CASE WHEN p_by_workflow THEN coalesce(scheduled_at, now()) ELSE scheduled_at END
  WHERE id = p_attempt;
  UPDATE tbl_webhook_inbox SET delivered_at = now(), outcome = 'DELIVERED'
  WHERE p_by_workflow AND payment_intent_id = intent AND type = 'payment_intent.succeeded' AND delivered_at IS NULL;
  GET DIAGNOSTICS webhooks = ROW_COUNT;
  INSERT INTO tbl_booking_outbox (id, aggregate_type, aggregate_id, type, payload, traceparent, occurred_at)
  VALUES (
    p_message, 'booking', confirmed::text, 'booking.changed',
    jsonb_build_object(
      'bookingId', confirmed, 'eventId', found_booking.event_id, 'status', 'CONFIRMED', 'seats', booked,
      'occurredAt', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')),
    p_traceparent, clock_timestamp());
END $$;

-- Begins the payment of a hold that has its seats, for a buyer that may pay. Returns nothing, and changes nothing, in every other case: then
-- Payments/PaymentStart.cs says why. Order of locks: booking, buyer, claims.
CREATE FUNCTION begin_payment(
  p_booking uuid, p_user uuid, p_attempt uuid, p_least interval, p_grace interval, p_buyer_gate int, p_most_pending int,
  p_message uuid, p_traceparent text,
  OUT event uuid, OUT amount bigint, OUT currency text, OUT ends_at timestamptz, OUT age interval)
LANGUAGE plpgsql AS $$
DECLARE
  hold tbl_booking;
  seats uuid[];
  own int;
  kept jsonb;
BEGIN
  SELECT booking.* INTO hold FROM tbl_booking booking WHERE booking.id = p_booking AND booking.user_id = p_user FOR UPDATE;
  IF NOT FOUND OR hold.status <> 'HELD' OR hold.cancelled_at IS NOT NULL OR hold.expires_at <= now() OR hold.amount_minor = 0
    OR EXISTS (SELECT FROM tbl_event_rules rules WHERE rules.event_id = hold.event_id AND rules.status = 'CANCELLED') THEN
    RETURN;
  END IF;

  PERFORM pg_advisory_xact_lock(p_buyer_gate, hashtext(p_user::text));
  IF (SELECT count(*) FROM tbl_booking WHERE user_id = p_user AND status = 'PENDING_PAYMENT') >= p_most_pending THEN
    RETURN;
  END IF;

  seats := ARRAY (SELECT seat_id FROM tbl_booking_seat seat WHERE seat.booking_id = p_booking AND seat.cancelled_at IS NULL);
  PERFORM FROM tbl_seat_claim claim
  WHERE claim.event_id = hold.event_id AND claim.seat_id = ANY (seats) AND claim.booking_id = p_booking AND claim.status = 'HELD'
  ORDER BY claim.seat_id FOR UPDATE;
  GET DIAGNOSTICS own = ROW_COUNT;
  IF own < cardinality(seats) THEN
    RETURN;
  END IF;

  UPDATE tbl_booking booking SET status = 'PENDING_PAYMENT', payment_begun_at = coalesce(booking.payment_begun_at, now()),
    expires_at = CASE WHEN booking.payment_begun_at IS NULL THEN greatest(booking.expires_at, now() + p_least) ELSE booking.expires_at END
  WHERE booking.id = p_booking
  RETURNING booking.event_id, booking.amount_minor, booking.currency, booking.expires_at, now() - booking.created_at
  INTO event, amount, currency, ends_at, age;
  WITH changed AS (
    UPDATE tbl_seat_claim AS claim SET expires_at = ends_at + p_grace, version = version + 1
    WHERE claim.event_id = hold.event_id AND claim.seat_id = ANY (seats)
    RETURNING claim.seat_id, claim.seat_number, claim.status, claim.version)
  SELECT jsonb_agg(jsonb_build_object(
    'seatId', changed.seat_id, 'seatNumber', changed.seat_number, 'status', changed.status, 'version', changed.version) ORDER BY changed.seat_id)
  INTO kept FROM changed;

  INSERT INTO tbl_payment_attempt (id, booking_id, number, traceparent)
  SELECT p_attempt, p_booking, count(*) + 1, p_traceparent FROM tbl_payment_attempt attempt WHERE attempt.booking_id = p_booking;
  INSERT INTO tbl_booking_outbox (id, aggregate_type, aggregate_id, type, payload, traceparent, occurred_at)
  VALUES (
    p_message, 'booking', p_booking::text, 'booking.changed',
    jsonb_build_object(
      'bookingId', p_booking, 'eventId', event, 'status', 'PENDING_PAYMENT', 'seats', kept,
      'occurredAt', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')),
    p_traceparent, clock_timestamp());
END $$;

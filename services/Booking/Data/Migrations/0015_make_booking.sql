-- A sale in one statement, which is a transaction of its own (docs/seat-locking.md). In a function each statement sees what was committed before
-- it began, so what is read behind a lock is true until the commit. Names of parameters begin with p_.

-- The trace of the request that began the payment: its workflow, which starts later, continues it.
ALTER TABLE tbl_payment_attempt ADD COLUMN traceparent text;

CREATE FUNCTION event_is_closed(p_event uuid) RETURNS boolean STABLE LANGUAGE sql AS $$
  SELECT EXISTS (SELECT FROM tbl_event_rules WHERE event_id = p_event AND status <> 'SCHEDULED')
    OR EXISTS (SELECT FROM tbl_event_closure WHERE event_id = p_event)
$$;

-- Live seats of an event, payments begun, and how long too many expired holds count yet (null: they are few). In plpgsql, because it keeps its plan:
-- a function in SQL that is not inlined is planned at each call, which cost more than all the rest of a sale.
CREATE FUNCTION buyer_use(p_user uuid, p_event uuid, p_expired_holds int, p_cool_down interval, OUT live int, OUT pending int, OUT pause interval)
STABLE LANGUAGE plpgsql AS $$ BEGIN
  SELECT
    (SELECT count(*) FROM tbl_booking booking JOIN tbl_booking_seat seat ON seat.booking_id = booking.id AND seat.cancelled_at IS NULL
     WHERE booking.user_id = p_user AND booking.event_id = p_event AND booking.status IN ('HELD', 'PENDING_PAYMENT', 'CONFIRMED')
       AND NOT (booking.status = 'HELD' AND booking.expires_at <= now()))::int,
    (SELECT count(*) FROM tbl_booking WHERE user_id = p_user AND status = 'PENDING_PAYMENT')::int,
    (SELECT expires_at - now() + p_cool_down FROM tbl_booking WHERE user_id = p_user AND status = 'EXPIRED' AND expires_at > now() - p_cool_down
     ORDER BY expires_at DESC OFFSET p_expired_holds - 1 LIMIT 1)
  INTO live, pending, pause;
END $$;

-- Makes a booking, or says why not. Order of locks: event gate, buyer, claims. Raises SEAT1 when another booking has a seat, and SEAT2 when the
-- event has newer rules or prices or its sale is not open: then nothing of it stays.
CREATE FUNCTION make_booking(
  p_booking uuid, p_user uuid, p_event uuid, p_status text, p_amount bigint, p_currency text, p_duration interval, p_claim interval,
  p_seats uuid[], p_numbers text[], p_prices bigint[], p_rules_version bigint, p_prices_version bigint, p_attempt uuid,
  p_event_gate int, p_buyer_gate int, p_most_seats int, p_most_pending int, p_expired_holds int, p_cool_down interval,
  p_message uuid, p_traceparent text,
  OUT outcome text, OUT ends_at timestamptz, OUT live int, OUT pause interval)
LANGUAGE plpgsql AS $$
DECLARE
  pending int;
  taken jsonb;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(p_event_gate, hashtext(p_event::text));
  IF event_is_closed(p_event) THEN
    outcome := 'closed';
    RETURN;
  END IF;

  PERFORM pg_advisory_xact_lock(p_buyer_gate, hashtext(p_user::text));
  SELECT use.live, use.pending, use.pause INTO live, pending, pause FROM buyer_use(p_user, p_event, p_expired_holds, p_cool_down) use;
  outcome := CASE
    WHEN pause IS NOT NULL THEN 'cool-down'
    WHEN live + cardinality(p_seats) > p_most_seats THEN 'buyer-limit'
    WHEN p_attempt IS NOT NULL AND pending >= p_most_pending THEN 'too-many-pending'
  END;
  IF outcome IS NOT NULL THEN
    RETURN;
  END IF;

  -- Each seat that is free: never claimed, released, or held by a hold that has ended.
  WITH claimed AS (
    INSERT INTO tbl_seat_claim AS claim (event_id, seat_id, seat_number, booking_id, status, expires_at, version)
    SELECT p_event, seat.id, seat.number, p_booking, 'HELD', now() + p_claim, 1
    FROM unnest(p_seats, p_numbers) AS seat (id, number)
    ORDER BY seat.id
    ON CONFLICT (event_id, seat_id) DO UPDATE SET
      booking_id = excluded.booking_id, status = excluded.status, expires_at = excluded.expires_at, version = claim.version + 1
    WHERE claim.status = 'RELEASED' OR (claim.status = 'HELD' AND claim.expires_at <= now())
    RETURNING claim.seat_id, claim.seat_number, claim.status, claim.version)
  SELECT jsonb_agg(jsonb_build_object(
    'seatId', claimed.seat_id, 'seatNumber', claimed.seat_number, 'status', claimed.status, 'version', claimed.version) ORDER BY claimed.seat_id)
  INTO taken FROM claimed;
  IF taken IS NULL OR jsonb_array_length(taken) < cardinality(p_seats) THEN
    RAISE EXCEPTION USING ERRCODE = 'SEAT1', MESSAGE = 'Another booking has a seat.';
  END IF;

  -- After the claims, however long they waited: no price is sold after another one is stored.
  INSERT INTO tbl_booking (id, user_id, event_id, status, amount_minor, currency, created_at, expires_at, payment_begun_at, starts_at_as_sold)
  SELECT p_booking, p_user, p_event, p_status, p_amount, p_currency, now(), now() + p_duration,
    CASE WHEN p_status = 'PENDING_PAYMENT' THEN now() END, (SELECT starts_at FROM tbl_event_rules WHERE event_id = p_event)
  WHERE NOT EXISTS (SELECT FROM tbl_event_layout WHERE event_id = p_event AND version > p_prices_version)
    AND NOT EXISTS (
      SELECT FROM tbl_event_rules WHERE event_id = p_event AND (version > p_rules_version OR now() >= starts_at OR now() < on_sale_at))
  RETURNING expires_at INTO ends_at;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'SEAT2', MESSAGE = 'The event has newer rules or prices, or its sale is not open.';
  END IF;

  INSERT INTO tbl_booking_seat (booking_id, position, seat_id, seat_number, price_minor)
  SELECT p_booking, seat.position, seat.id, seat.number, seat.price
  FROM unnest(p_seats, p_numbers, p_prices) WITH ORDINALITY AS seat (id, number, price, position);
  IF p_attempt IS NOT NULL THEN
    INSERT INTO tbl_payment_attempt (id, booking_id, number, traceparent) VALUES (p_attempt, p_booking, 1, p_traceparent);
  END IF;

  INSERT INTO tbl_booking_outbox (id, aggregate_type, aggregate_id, type, payload, traceparent, occurred_at)
  VALUES (
    p_message, 'booking', p_booking::text, 'booking.changed',
    jsonb_build_object(
      'bookingId', p_booking, 'eventId', p_event, 'status', p_status, 'seats', taken,
      'occurredAt', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')),
    p_traceparent, clock_timestamp());
  outcome := 'made';
END $$;

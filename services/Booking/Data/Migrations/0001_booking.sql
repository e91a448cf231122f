-- What may be sold and how: booking's own copy of the sale rules that event-core publishes.
CREATE TABLE tbl_event_rules (
  event_id     uuid PRIMARY KEY,
  version      bigint NOT NULL,
  status       text NOT NULL,
  on_sale_at   timestamptz,
  starts_at    timestamptz NOT NULL,
  currency     text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  max_seats    int NOT NULL CHECK (max_seats > 0),
  hold_seconds int NOT NULL CHECK (hold_seconds > 0)
);

CREATE TABLE tbl_booking (
  id           uuid PRIMARY KEY,
  user_id      uuid NOT NULL,
  event_id     uuid NOT NULL,
  status       text NOT NULL CHECK (status IN
    ('HELD', 'PENDING_PAYMENT', 'CONFIRMED', 'RELEASED', 'EXPIRED', 'PAYMENT_FAILED', 'REFUND_PENDING', 'REFUNDED')),
  amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
  currency     text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL CHECK (expires_at > created_at)
);
CREATE INDEX ix_booking_of_user ON tbl_booking (user_id, created_at DESC, id DESC);
CREATE INDEX ix_booking_held ON tbl_booking (expires_at) WHERE status = 'HELD';
CREATE INDEX ix_booking_pending ON tbl_booking (expires_at) WHERE status = 'PENDING_PAYMENT';

CREATE TABLE tbl_booking_seat (
  booking_id  uuid NOT NULL REFERENCES tbl_booking,
  position    int NOT NULL,
  seat_id     uuid NOT NULL,
  seat_number text NOT NULL,
  price_minor bigint NOT NULL CHECK (price_minor >= 0),
  PRIMARY KEY (booking_id, position),
  UNIQUE (booking_id, seat_id)
);

-- The guarantee: one row a seat, so a seat has one owner. Rows are never deleted; version is the fencing number.
-- The reference is checked at commit: a refused hold then writes nothing at all.
CREATE TABLE tbl_seat_claim (
  event_id    uuid NOT NULL,
  seat_id     uuid NOT NULL,
  seat_number text NOT NULL,
  booking_id  uuid NOT NULL REFERENCES tbl_booking DEFERRABLE INITIALLY DEFERRED,
  status      text NOT NULL CHECK (status IN ('HELD', 'BOOKED', 'RELEASED')),
  expires_at  timestamptz,
  version     bigint NOT NULL CHECK (version > 0),
  PRIMARY KEY (event_id, seat_id),
  CONSTRAINT held_claims_expire CHECK ((status = 'HELD') = (expires_at IS NOT NULL))
);
CREATE INDEX ix_seat_claim_of_booking ON tbl_seat_claim (booking_id);

-- id is the workflow's instance id and the idempotency key of the payment intent; it is never used twice.
CREATE TABLE tbl_payment_attempt (
  id                uuid PRIMARY KEY,
  booking_id        uuid NOT NULL REFERENCES tbl_booking,
  number            int NOT NULL CHECK (number > 0),
  payment_intent_id text UNIQUE,
  client_secret     text,
  outcome           text NOT NULL DEFAULT 'OPEN' CHECK (outcome IN
    ('OPEN', 'PAID', 'FAILED', 'EXPIRED', 'ABANDONED', 'REFUND_PENDING', 'REFUNDED')),
  created_at        timestamptz NOT NULL DEFAULT now(),
  settled_at        timestamptz,
  scheduled_at      timestamptz,
  purged_at         timestamptz,
  UNIQUE (booking_id, number),
  CHECK ((payment_intent_id IS NULL) = (client_secret IS NULL)),
  CHECK ((outcome = 'OPEN') = (settled_at IS NULL))
);
CREATE UNIQUE INDEX ux_one_open_attempt ON tbl_payment_attempt (booking_id) WHERE outcome = 'OPEN';
CREATE UNIQUE INDEX ux_one_paid_attempt ON tbl_payment_attempt (booking_id) WHERE outcome = 'PAID';
CREATE INDEX ix_attempt_unscheduled ON tbl_payment_attempt (created_at) WHERE scheduled_at IS NULL;
CREATE INDEX ix_attempt_unpurged ON tbl_payment_attempt (settled_at) WHERE purged_at IS NULL;
CREATE INDEX ix_attempt_to_refund ON tbl_payment_attempt (settled_at) WHERE outcome = 'REFUND_PENDING';

-- Evidence first: a webhook is stored, answered, and only then acted upon. Kept longer than the provider retries.
CREATE TABLE tbl_webhook_inbox (
  event_id     text PRIMARY KEY,
  type         text NOT NULL,
  payload      text NOT NULL,
  received_at  timestamptz NOT NULL DEFAULT now(),
  due_at       timestamptz NOT NULL DEFAULT now(),
  attempts     int NOT NULL DEFAULT 0,
  delivered_at timestamptz,
  outcome      text CHECK (outcome IN ('DELIVERED', 'APPLIED', 'IGNORED')),
  CHECK ((outcome IS NULL) = (delivered_at IS NULL))
);
CREATE INDEX ix_webhook_due ON tbl_webhook_inbox (due_at) WHERE delivered_at IS NULL;
CREATE INDEX ix_webhook_received ON tbl_webhook_inbox (received_at);

CREATE TABLE tbl_booking_outbox (
  id             uuid PRIMARY KEY,
  aggregate_type text NOT NULL,
  aggregate_id   text NOT NULL,
  type           text NOT NULL,
  payload        jsonb NOT NULL,
  traceparent    text,
  occurred_at    timestamptz NOT NULL
);
CREATE INDEX ix_booking_outbox_occurred_at ON tbl_booking_outbox (occurred_at);

-- Objects are kept exactly as the API shows them; what must be searched or checked is generated from that.
CREATE TABLE payment_intent (
  id          text PRIMARY KEY,
  seq         bigint GENERATED ALWAYS AS IDENTITY,
  settles_at  timestamptz,
  body        jsonb NOT NULL,
  status      text GENERATED ALWAYS AS (body ->> 'status') STORED,
  CONSTRAINT received_within_amount CHECK ((body ->> 'amount_received')::bigint BETWEEN 0 AND (body ->> 'amount')::bigint)
);
CREATE INDEX payment_intent_settling ON payment_intent (settles_at) WHERE settles_at IS NOT NULL;
CREATE INDEX payment_intent_seq ON payment_intent (seq);

CREATE TABLE charge (
  id              text PRIMARY KEY,
  seq             bigint GENERATED ALWAYS AS IDENTITY,
  payment_intent  text NOT NULL REFERENCES payment_intent (id),
  body            jsonb NOT NULL,
  CONSTRAINT refunded_within_captured
    CHECK ((body ->> 'amount_refunded')::bigint BETWEEN 0 AND (body ->> 'amount_captured')::bigint)
);
CREATE INDEX charge_of_intent ON charge (payment_intent);

CREATE TABLE refund (
  id              text PRIMARY KEY,
  seq             bigint GENERATED ALWAYS AS IDENTITY,
  payment_intent  text NOT NULL REFERENCES payment_intent (id),
  body            jsonb NOT NULL
);
CREATE INDEX refund_of_intent ON refund (payment_intent);

-- Written in the transaction of the change it tells of. The body is text: it is signed, so its bytes must not change.
CREATE TABLE event (
  id              text PRIMARY KEY,
  seq             bigint GENERATED ALWAYS AS IDENTITY,
  payment_intent  text NOT NULL,
  type            text NOT NULL,
  body            text NOT NULL
);

CREATE TABLE webhook_delivery (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_id      text NOT NULL REFERENCES event (id),
  lane          text NOT NULL,
  position      bigint NOT NULL,
  not_before    timestamptz NOT NULL,
  attempts      int NOT NULL DEFAULT 0,
  held          boolean NOT NULL DEFAULT false,
  dropped       boolean NOT NULL DEFAULT false,
  delivered_at  timestamptz
);
CREATE SEQUENCE webhook_position;
CREATE INDEX webhook_delivery_open ON webhook_delivery (not_before) WHERE delivered_at IS NULL AND NOT dropped;

CREATE TABLE idempotency_key (
  key          text PRIMARY KEY,
  fingerprint  text NOT NULL,
  request_id   text NOT NULL,
  status       int NOT NULL,
  body         text NOT NULL,
  created_at   timestamptz NOT NULL
);
CREATE INDEX idempotency_key_age ON idempotency_key (created_at);

CREATE FUNCTION created_in(body jsonb) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$ SELECT (body ->> 'created')::bigint $$;
CREATE FUNCTION created_in(body text) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$ SELECT (body::jsonb ->> 'created')::bigint $$;

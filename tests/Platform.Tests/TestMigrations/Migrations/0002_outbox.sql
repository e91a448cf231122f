CREATE TABLE tbl_thing_outbox (
  id             uuid PRIMARY KEY,
  aggregate_type text NOT NULL,
  aggregate_id   text NOT NULL,
  type           text NOT NULL,
  payload        jsonb NOT NULL,
  traceparent    text,
  occurred_at    timestamptz NOT NULL
);

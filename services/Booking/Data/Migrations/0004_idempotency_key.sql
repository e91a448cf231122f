-- A request that named itself with Idempotency-Key, and its answer once there is one. claim_id is who runs it.
CREATE TABLE tbl_idempotency_key (
  user_id      uuid NOT NULL,
  key          text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
  fingerprint  bytea NOT NULL CHECK (length(fingerprint) = 32),
  claim_id     uuid NOT NULL,
  claimed_at   timestamptz NOT NULL,
  completed_at timestamptz,
  status       int CHECK (status BETWEEN 200 AND 499),
  content_type text,
  location     text,
  etag         text,
  body         bytea,
  PRIMARY KEY (user_id, key),
  CHECK (num_nulls(completed_at, status, body) IN (0, 3))
);
CREATE INDEX ix_idempotency_key_claimed_at ON tbl_idempotency_key (claimed_at);

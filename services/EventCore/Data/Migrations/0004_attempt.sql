-- Attempts that count against somebody: logins that failed (or are under way), and accounts that were created. The key is a SHA-256, so
-- that the table says neither whose account nor whose address it is.
CREATE TABLE tbl_attempt (
  key           bytea PRIMARY KEY CHECK (length(key) = 32),
  count         int NOT NULL CHECK (count >= 0),
  last_at       timestamptz NOT NULL DEFAULT now(),
  blocked_until timestamptz,
  -- Set for an account and an address from which its owner has logged in.
  known_at      timestamptz
);
CREATE INDEX ix_attempt_last_at ON tbl_attempt (last_at);

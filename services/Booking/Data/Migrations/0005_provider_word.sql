-- An attempt that has ended without money stays on the sweeper's list until the provider's intent has ended too: money may still come, and
-- the webhook that tells of it may be lost.
ALTER TABLE tbl_payment_attempt
  DROP COLUMN client_secret,
  ADD COLUMN provider_settled_at timestamptz,
  ADD COLUMN provider_asks int NOT NULL DEFAULT 0 CHECK (provider_asks >= 0),
  ADD COLUMN provider_due_at timestamptz NOT NULL DEFAULT now();

CREATE INDEX ix_attempt_to_ask ON tbl_payment_attempt (provider_due_at)
  WHERE provider_settled_at IS NULL AND outcome NOT IN ('OPEN', 'PAID', 'REFUND_PENDING', 'REFUNDED');

DROP INDEX ix_booking_pending;

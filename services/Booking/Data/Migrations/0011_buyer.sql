-- The time to pay is lengthened once when a hold is taken to payment, and a hold once when its buyer asks.
ALTER TABLE tbl_booking
  ADD COLUMN payment_begun_at timestamptz,
  ADD COLUMN extended_at timestamptz;

-- What a buyer has is counted before it gets more.
CREATE INDEX ix_booking_live_of_user ON tbl_booking (user_id, event_id) WHERE status IN ('HELD', 'PENDING_PAYMENT', 'CONFIRMED');
CREATE INDEX ix_booking_expired_of_user ON tbl_booking (user_id, expires_at) WHERE status = 'EXPIRED';

-- Seats that were given back while the booking kept others, and what is owed for them.
ALTER TABLE tbl_booking_seat ADD COLUMN cancelled_at timestamptz;

-- The attempt that paid for them stays PAID. refund_ask_minor is what the refund of the next number asks for, from its first try on; null means
-- all that is left.
ALTER TABLE tbl_payment_attempt
  DROP CONSTRAINT a_blocked_refund_has_a_reason,
  ADD CONSTRAINT a_blocked_refund_has_a_reason CHECK (CASE outcome
    WHEN 'REFUND_BLOCKED' THEN refund_block IS NOT NULL WHEN 'PAID' THEN true ELSE refund_block IS NULL END),
  ADD COLUMN owed_minor bigint NOT NULL DEFAULT 0 CHECK (owed_minor >= 0),
  ADD COLUMN refund_ask_minor bigint CHECK (refund_ask_minor > 0),
  ADD COLUMN refund_last_failed int NOT NULL DEFAULT 0 CHECK (refund_last_failed >= 0);
UPDATE tbl_payment_attempt SET refund_last_failed = refund_number - 1 WHERE refund_number > 1;

DROP INDEX ix_attempt_refund_due;
CREATE INDEX ix_attempt_refund_due ON tbl_payment_attempt (refund_due_at)
  WHERE outcome = 'REFUND_PENDING' OR (outcome = 'PAID' AND owed_minor > refunded_minor AND refund_block IS NULL);
DROP INDEX ix_attempt_refund_blocked;
CREATE INDEX ix_attempt_refund_blocked ON tbl_payment_attempt (settled_at) WHERE refund_block IS NOT NULL;

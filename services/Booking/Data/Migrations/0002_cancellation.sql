-- When somebody decided that the booking is to end. From then on no money buys its seats, whatever its status is.
ALTER TABLE tbl_booking ADD COLUMN cancelled_at timestamptz;
CREATE INDEX ix_booking_cancelled_pending ON tbl_booking (cancelled_at) WHERE status = 'PENDING_PAYMENT' AND cancelled_at IS NOT NULL;
ALTER TABLE tbl_booking ADD CONSTRAINT a_cancelled_booking_is_not_confirmed CHECK (cancelled_at IS NULL OR status <> 'CONFIRMED');

ALTER TABLE tbl_payment_attempt
  DROP CONSTRAINT tbl_payment_attempt_outcome_check,
  ADD CONSTRAINT tbl_payment_attempt_outcome_check CHECK (outcome IN
    ('OPEN', 'PAID', 'FAILED', 'EXPIRED', 'CANCELLED', 'ABANDONED', 'REFUND_PENDING', 'REFUNDED'));

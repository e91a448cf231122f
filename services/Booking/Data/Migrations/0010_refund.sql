-- What the provider says about the money of a paid attempt, and when its refund is tried next. Old instances write none of these columns:
-- their defaults make a refund that such an instance decides due at once.
ALTER TABLE tbl_payment_attempt
  DROP CONSTRAINT tbl_payment_attempt_outcome_check,
  ADD CONSTRAINT tbl_payment_attempt_outcome_check CHECK (outcome IN
    ('OPEN', 'PAID', 'FAILED', 'EXPIRED', 'CANCELLED', 'ABANDONED', 'REFUND_PENDING', 'REFUND_BLOCKED', 'REFUNDED')),
  ADD COLUMN money_version bigint NOT NULL DEFAULT 0,
  ADD COLUMN refunded_minor bigint NOT NULL DEFAULT 0 CHECK (refunded_minor >= 0),
  ADD COLUMN returning_minor bigint NOT NULL DEFAULT 0 CHECK (returning_minor >= 0),
  ADD COLUMN refund_number int NOT NULL DEFAULT 1 CHECK (refund_number > 0),
  ADD COLUMN refund_tries int NOT NULL DEFAULT 0 CHECK (refund_tries >= 0),
  ADD COLUMN refund_due_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN refund_block text CHECK (length(refund_block) BETWEEN 1 AND 255);
ALTER TABLE tbl_payment_attempt
  ADD CONSTRAINT a_blocked_refund_has_a_reason CHECK ((outcome = 'REFUND_BLOCKED') = (refund_block IS NOT NULL)),
  ADD CONSTRAINT only_paid_money_goes_back CHECK (
    outcome IN ('PAID', 'REFUND_PENDING', 'REFUND_BLOCKED', 'REFUNDED') OR refunded_minor + returning_minor = 0);

CREATE INDEX ix_attempt_refund_due ON tbl_payment_attempt (refund_due_at) WHERE outcome = 'REFUND_PENDING';
CREATE INDEX ix_attempt_refund_blocked ON tbl_payment_attempt (settled_at) WHERE outcome = 'REFUND_BLOCKED';

-- Why a booking has ended by no decision of ours.
ALTER TABLE tbl_booking
  DROP CONSTRAINT tbl_booking_status_check,
  ADD CONSTRAINT tbl_booking_status_check CHECK (status IN
    ('HELD', 'PENDING_PAYMENT', 'CONFIRMED', 'RELEASED', 'EXPIRED', 'PAYMENT_FAILED', 'REFUND_PENDING', 'REFUND_BLOCKED', 'REFUNDED')),
  ADD COLUMN end_reason text CHECK (end_reason IN ('disputed', 'refunded_at_provider')),
  ADD CONSTRAINT only_an_ended_booking_has_a_reason CHECK (
    end_reason IS NULL OR status IN ('REFUND_PENDING', 'REFUND_BLOCKED', 'REFUNDED'));

UPDATE tbl_payment_attempt AS attempt SET refunded_minor = booking.amount_minor
FROM tbl_booking booking WHERE booking.id = attempt.booking_id AND attempt.outcome = 'REFUNDED';

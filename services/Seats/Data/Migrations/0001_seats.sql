-- An event is here when its seats are: both come in one transaction.
CREATE TABLE tbl_event (
    id           uuid PRIMARY KEY,
    currency     text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    seat_count   int NOT NULL CHECK (seat_count BETWEEN 1 AND 200000),
    generated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE tbl_seat (
    id          uuid PRIMARY KEY,
    event_id    uuid NOT NULL REFERENCES tbl_event (id),
    -- From 0 without gaps, in the venue's order: section, row, number.
    position    int NOT NULL CHECK (position >= 0),
    seat_number text NOT NULL,
    section     text NOT NULL,
    row_letters text NOT NULL CHECK (row_letters ~ '^[A-Z]+$'),
    number      int NOT NULL CHECK (number >= 1),
    accessible  boolean NOT NULL,
    price_minor bigint NOT NULL CHECK (price_minor >= 0),
    status      text NOT NULL DEFAULT 'AVAILABLE' CHECK (status IN ('AVAILABLE', 'HELD', 'BOOKED')),
    -- The version of the seat's claim that gave it this status; 0 before there was one.
    version     bigint NOT NULL DEFAULT 0,
    UNIQUE (event_id, position),
    UNIQUE (event_id, seat_number)
);

CREATE INDEX ix_seat_available ON tbl_seat (event_id, position) WHERE status = 'AVAILABLE';

CREATE TABLE tbl_seat_outbox (
    id             uuid PRIMARY KEY,
    aggregate_type text NOT NULL,
    aggregate_id   text NOT NULL,
    type           text NOT NULL,
    payload        jsonb NOT NULL,
    traceparent    text,
    occurred_at    timestamptz NOT NULL
);

CREATE INDEX ix_seat_outbox_occurred_at ON tbl_seat_outbox (occurred_at);

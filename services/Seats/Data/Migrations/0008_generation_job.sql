-- Events whose seats are still to be generated. A row is committed before its message is acknowledged, and goes in the transaction that makes the
-- seats, which locks it meanwhile. Instances of the version before generate at once and write no rows here; both may run side by side.
CREATE TABLE tbl_generation_job (
    event_id    uuid PRIMARY KEY,
    owner_id    uuid NOT NULL,
    -- Of the message, which is the newest one about the event.
    version     bigint NOT NULL,
    message     jsonb NOT NULL,
    seat_count  int NOT NULL CHECK (seat_count BETWEEN 1 AND 200000),
    traceparent text,
    -- Jobs are taken in this order: when each would end if its owner had a generator of its own.
    turn        timestamptz NOT NULL,
    tries       int NOT NULL DEFAULT 0,
    due_at      timestamptz NOT NULL DEFAULT now(),
    created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX ix_generation_job_turn ON tbl_generation_job (turn);
CREATE INDEX ix_generation_job_owner ON tbl_generation_job (owner_id, turn);

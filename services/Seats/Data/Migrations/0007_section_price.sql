-- version: of the last message about the event that was applied. prices_version: of the one that changed prices last; 0 before one did.
-- Old instances write neither: an event of theirs takes the prices of the next message.
ALTER TABLE tbl_event
    ADD COLUMN version bigint NOT NULL DEFAULT 0 CHECK (version >= 0),
    ADD COLUMN prices_version bigint NOT NULL DEFAULT 0 CHECK (prices_version BETWEEN 0 AND version);

-- What the next buyer of a seat pays, once a message has changed prices. Without a row it is tbl_seat.price_minor, with which the seat was
-- generated. By section, because a change of 200,000 seats would write each of them, and as many dead rows.
CREATE TABLE tbl_section_price (
    event_id    uuid NOT NULL,
    section     text NOT NULL,
    price_minor bigint NOT NULL CHECK (price_minor >= 0),
    PRIMARY KEY (event_id, section),
    FOREIGN KEY (event_id, section) REFERENCES tbl_section_count ON DELETE CASCADE
);

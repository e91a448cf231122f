-- version: of the last message about the event that was applied. prices_version: of the one that changed prices last; 0 before one did.
-- Old instances write neither version nor prices: an event of theirs takes those of the next message.
ALTER TABLE tbl_event
    ADD COLUMN version bigint NOT NULL DEFAULT 0 CHECK (version >= 0),
    ADD COLUMN prices_version bigint NOT NULL DEFAULT 0 CHECK (prices_version BETWEEN 0 AND version);

-- What the next buyer of a seat pays. By section: to change the prices of 200,000 seats would write each of them, and leave as many dead rows.
-- tbl_seat.price_minor, with which a seat was generated, counts for events without rows here. It stays for them and for instances of the
-- version before; it can go when no event without rows has yet to begin.
CREATE TABLE tbl_section_price (
    event_id    uuid NOT NULL,
    section     text NOT NULL,
    price_minor bigint NOT NULL CHECK (price_minor >= 0),
    PRIMARY KEY (event_id, section),
    FOREIGN KEY (event_id, section) REFERENCES tbl_section_count ON DELETE CASCADE
);

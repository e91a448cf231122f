-- Whether named seats that would leave a single seat alone are refused. The default is for rows that instances of the version before write.
ALTER TABLE tbl_event_rules ADD COLUMN no_single_seats boolean NOT NULL DEFAULT false;

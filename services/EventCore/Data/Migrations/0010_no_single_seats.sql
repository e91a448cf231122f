-- Whether seats by number are refused when they would leave a single seat alone. The default is for rows that instances of the version before write.
ALTER TABLE tbl_event ADD COLUMN no_single_seats boolean NOT NULL DEFAULT false;

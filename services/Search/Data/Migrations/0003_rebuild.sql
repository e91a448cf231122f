-- One row once the truth has been read from the other services as a whole. Without it, a start does so.
CREATE TABLE tbl_rebuild (
  only_row    boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  finished_at timestamptz NOT NULL
);

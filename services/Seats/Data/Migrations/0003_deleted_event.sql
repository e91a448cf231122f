-- Events that were deleted: their seats are gone and do not come back, though messages about them still may.
CREATE TABLE tbl_deleted_event (
    id         uuid PRIMARY KEY,
    deleted_at timestamptz NOT NULL DEFAULT now()
);

-- IANA id of the zone in which people attend. The default is for rows that instances of the version before write.
ALTER TABLE tbl_event ADD COLUMN time_zone text NOT NULL DEFAULT 'UTC'
  CHECK (length(time_zone) <= 64 AND time_zone ~ '^[A-Za-z0-9+_-]+(/[A-Za-z0-9+_-]+)*$');

-- BCP 47 tag of title and description. The default is for rows that instances of the version before write.
ALTER TABLE tbl_event ADD COLUMN language text NOT NULL DEFAULT 'en'
  CHECK (length(language) <= 35 AND language ~ '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$');

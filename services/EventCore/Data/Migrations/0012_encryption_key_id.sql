-- Id of the key that the private key is encrypted with (Auth:KeyEncryptionKeys). The default is for rows that instances of the version before
-- write, and for all that are there: Auth:KeyEncryptionKey has the id 1.
ALTER TABLE tbl_signing_key ADD COLUMN encryption_key_id text NOT NULL DEFAULT '1' CHECK (encryption_key_id <> '');

-- One version sequence for all keys: a key deleted and written again never shows an old ETag.
CREATE SEQUENCE state_version;
CREATE TABLE state_item (
  store text NOT NULL,
  key text NOT NULL,
  value bytea NOT NULL,
  version bigint NOT NULL,
  expires_at timestamptz,
  PRIMARY KEY (store, key)
);
CREATE INDEX state_item_expires_at ON state_item (expires_at) WHERE expires_at IS NOT NULL;

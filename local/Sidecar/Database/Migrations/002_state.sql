-- One version sequence for all keys: a key deleted and written again never shows an old ETag.
create sequence state_version;
create table state_item (
  store text not null,
  key text not null,
  value bytea not null,
  version bigint not null,
  expires_at timestamptz,
  primary key (store, key)
);
create index state_item_expires_at on state_item (expires_at) where expires_at is not null;

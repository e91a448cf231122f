-- The log. Positions come from one sequence, written by one transaction at a time, so commit order is position order.
create table pubsub_message (
  pubsub text not null,
  topic text not null,
  partition smallint not null,
  position bigint generated always as identity,
  key text,
  metadata jsonb not null,
  data bytea not null,
  published_at timestamptz not null default clock_timestamp(),
  primary key (pubsub, topic, partition, position)
);
create index pubsub_message_published_at on pubsub_message (published_at);

-- The last position a consumer group (an app-id) has finished with.
create table pubsub_offset (
  pubsub text not null,
  topic text not null,
  group_id text not null,
  partition smallint not null,
  position bigint not null,
  primary key (pubsub, topic, group_id, partition)
);

-- The log. Positions come from one sequence, written by one transaction at a time, so commit order is position order.
CREATE TABLE pubsub_message (
  pubsub text NOT NULL,
  topic text NOT NULL,
  partition smallint NOT NULL,
  position bigint GENERATED ALWAYS AS IDENTITY,
  key text,
  metadata jsonb NOT NULL,
  data bytea NOT NULL,
  published_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (pubsub, topic, partition, position)
);
CREATE INDEX pubsub_message_published_at ON pubsub_message (published_at);

-- The last position a consumer group (an app-id) has finished with.
CREATE TABLE pubsub_offset (
  pubsub text NOT NULL,
  topic text NOT NULL,
  group_id text NOT NULL,
  partition smallint NOT NULL,
  position bigint NOT NULL,
  PRIMARY KEY (pubsub, topic, group_id, partition)
);

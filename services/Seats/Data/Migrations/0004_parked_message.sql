-- Messages that could not be applied yet. They are tried again from here, so that they hold up no later ones. Without due_at a message is
-- dead: only an operator tries it again.
CREATE TABLE tbl_parked_message (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic      text NOT NULL,
  message_id text NOT NULL,
  key        text,
  body       bytea NOT NULL,
  error      text NOT NULL,
  waits_for  text,
  tries      int NOT NULL DEFAULT 0,
  due_at     timestamptz,
  parked_at  timestamptz NOT NULL DEFAULT now(),
  UNIQUE (topic, message_id)
);
CREATE INDEX ix_parked_message_due ON tbl_parked_message (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX ix_parked_message_waiting ON tbl_parked_message (waits_for) WHERE waits_for IS NOT NULL;

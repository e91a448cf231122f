-- The seats of an event with their prices, as its first message has them: they are derived from the sections and never change.
-- An event stored before has none until it is published again.
CREATE TABLE tbl_event_layout (
  event_id uuid PRIMARY KEY,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  sections jsonb NOT NULL CHECK (jsonb_typeof(sections) = 'array' AND jsonb_array_length(sections) > 0)
);

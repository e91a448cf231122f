CREATE TABLE dispute (
  id              text PRIMARY KEY,
  seq             bigint GENERATED ALWAYS AS IDENTITY,
  payment_intent  text NOT NULL REFERENCES payment_intent (id),
  body            jsonb NOT NULL
);
CREATE INDEX dispute_of_intent ON dispute (payment_intent);

-- The keys are the lower-case forms: a name or an address is taken whatever its case.
CREATE TABLE tbl_user (
  id            uuid PRIMARY KEY,
  username      text NOT NULL CHECK (username ~ '^[A-Za-z0-9._-]{3,50}$'),
  username_key  text NOT NULL UNIQUE,
  email         text NOT NULL CHECK (length(email) <= 254),
  email_key     text NOT NULL UNIQUE,
  password_hash text NOT NULL,
  role          text NOT NULL CHECK (role IN ('USER', 'ADMIN')),
  banned_at     timestamptz,
  created_at    timestamptz NOT NULL
);

-- A login. All refresh tokens that descend from it are one family and end together.
CREATE TABLE tbl_session (
  id         uuid PRIMARY KEY,
  user_id    uuid NOT NULL REFERENCES tbl_user ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz
);
CREATE INDEX ix_session_user ON tbl_session (user_id);

CREATE TABLE tbl_refresh_token (
  hash       bytea PRIMARY KEY CHECK (length(hash) = 32),
  session_id uuid NOT NULL REFERENCES tbl_session ON DELETE CASCADE,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);
CREATE INDEX ix_refresh_token_session ON tbl_refresh_token (session_id);
-- The invariant of rotation: a session has one token that can still be used.
CREATE UNIQUE INDEX ux_refresh_token_unused ON tbl_refresh_token (session_id) WHERE used_at IS NULL;

-- The newest active key signs; every key is published until it retires, also before it is active.
CREATE TABLE tbl_signing_key (
  kid          text PRIMARY KEY,
  public_key   bytea NOT NULL,
  private_key  bytea NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  activates_at timestamptz NOT NULL,
  retires_at   timestamptz CHECK (retires_at > activates_at)
);

CREATE TABLE tbl_venue (
  id         uuid PRIMARY KEY,
  name       text NOT NULL,
  address    text NOT NULL,
  city       text NOT NULL,
  country    text,
  sections   jsonb NOT NULL CHECK (jsonb_array_length(sections) > 0),
  capacity   int NOT NULL CHECK (capacity BETWEEN 1 AND 200000),
  created_by uuid NOT NULL REFERENCES tbl_user,
  created_at timestamptz NOT NULL
);
CREATE INDEX ix_venue_name ON tbl_venue (name, id);

-- sections: the venue's layout with prices, frozen when the event is created.
CREATE TABLE tbl_event (
  id                    uuid PRIMARY KEY,
  version               bigint NOT NULL CHECK (version >= 1),
  status                text NOT NULL CHECK (status IN ('SCHEDULED', 'CANCELLED')),
  title                 text NOT NULL CHECK (title <> ''),
  description           text,
  category              text,
  venue_id              uuid NOT NULL REFERENCES tbl_venue,
  starts_at             timestamptz NOT NULL,
  ends_at               timestamptz CHECK (ends_at > starts_at),
  on_sale_at            timestamptz CHECK (on_sale_at < starts_at),
  currency              text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  sections              jsonb NOT NULL CHECK (jsonb_array_length(sections) > 0),
  max_seats_per_booking int NOT NULL CHECK (max_seats_per_booking BETWEEN 1 AND 100),
  hold_seconds          int NOT NULL CHECK (hold_seconds BETWEEN 5 AND 3600),
  seat_count            int CHECK (seat_count > 0),
  created_by            uuid NOT NULL REFERENCES tbl_user,
  created_at            timestamptz NOT NULL
);
CREATE INDEX ix_event_created_by ON tbl_event (created_by, id);
CREATE INDEX ix_event_venue ON tbl_event (venue_id);

CREATE TABLE tbl_event_outbox (
  id             uuid PRIMARY KEY,
  aggregate_type text NOT NULL,
  aggregate_id   text NOT NULL,
  type           text NOT NULL,
  payload        jsonb NOT NULL,
  traceparent    text,
  occurred_at    timestamptz NOT NULL
);
CREATE INDEX ix_event_outbox_occurred_at ON tbl_event_outbox (occurred_at);

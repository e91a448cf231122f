-- Both are trusted extensions: the owner of the database may create them.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

-- Without a Unicode character type, words in other scripts than ASCII are no words, and accents stay.
DO $$
BEGIN
  IF unaccent('É') <> 'E' OR lower('Ж') <> 'ж' THEN
    RAISE EXCEPTION 'The database of search needs a Unicode LC_CTYPE: CREATE DATABASE search TEMPLATE template0 ENCODING UTF8 LC_COLLATE ''C'' LC_CTYPE ''C.UTF-8''';
  END IF;
END $$;

-- How all text is compared: without case, accents and compatibility forms.
CREATE FUNCTION fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT lower(public.unaccent('public.unaccent', normalize($1, NFKC))) $$;

-- The truth for every engine: one row an event, as its newest message says. Cancelled and deleted are marks; no row goes. document_version
-- rises with each change of the row, whatever changed it.
CREATE TABLE tbl_event (
  id               uuid PRIMARY KEY,
  version          bigint NOT NULL CHECK (version >= 1),
  document_version bigint NOT NULL DEFAULT 1 CHECK (document_version >= 1),
  status           text NOT NULL CHECK (status IN ('SCHEDULED', 'CANCELLED', 'DELETED')),
  title            text NOT NULL,
  description      text,
  category         text,
  language         text NOT NULL,
  venue_id         uuid NOT NULL,
  venue            text NOT NULL,
  city             text NOT NULL,
  starts_at        timestamptz NOT NULL,
  ends_at          timestamptz,
  currency         text NOT NULL,
  min_price_minor  bigint NOT NULL,
  max_price_minor  bigint NOT NULL CHECK (max_price_minor >= min_price_minor),
  -- What PostgreSQL's own search reads. Words come from the service, which cuts text the same way for queries.
  over_at          timestamptz NOT NULL GENERATED ALWAYS AS (coalesce(ends_at, starts_at)) STORED,
  city_key         text NOT NULL GENERATED ALWAYS AS (fold(city)) STORED,
  category_key     text GENERATED ALWAYS AS (fold(category)) STORED,
  configuration    text NOT NULL DEFAULT 'simple', -- PostgreSQL's text search configuration of the language
  title_key        text NOT NULL,
  head             tsvector NOT NULL,
  document         tsvector NOT NULL
);
-- Descriptions and their words are kept apart from the row, so that a search that ranks many events reads few pages.
ALTER TABLE tbl_event SET (toast_tuple_target = 128),
  ALTER status SET STORAGE MAIN, ALTER title SET STORAGE MAIN, ALTER category SET STORAGE MAIN, ALTER language SET STORAGE MAIN,
  ALTER venue SET STORAGE MAIN, ALTER city SET STORAGE MAIN, ALTER currency SET STORAGE MAIN, ALTER city_key SET STORAGE MAIN,
  ALTER category_key SET STORAGE MAIN, ALTER configuration SET STORAGE MAIN, ALTER title_key SET STORAGE MAIN, ALTER head SET STORAGE MAIN;

-- Seats that can be held, as Seats tells. A row of its own, because it changes every second during a sale and is searched by nothing.
CREATE TABLE tbl_availability (
  event_id   uuid PRIMARY KEY,
  seq        bigint NOT NULL,
  available  int NOT NULL CHECK (available >= 0),
  seat_count int NOT NULL
) WITH (fillfactor = 70);

-- Events whose present document an index outside this database may not have yet. due_at is when an instance may take it; taking sets it on.
CREATE TABLE tbl_dirty_event (
  event_id         uuid PRIMARY KEY,
  document_version bigint NOT NULL,
  due_at           timestamptz NOT NULL DEFAULT now(),
  tries            int NOT NULL DEFAULT 0,
  since            timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ix_dirty_event_due ON tbl_dirty_event (due_at);

-- Indexes outside this database: at most one serves, and one is being built beside it. Every change goes to all.
CREATE TABLE tbl_search_index (
  name       text PRIMARY KEY,
  serves     boolean NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX ux_search_index_serves ON tbl_search_index (serves);

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

-- What PostgreSQL's own search needs. Inserts go to the indexes at once (fastupdate off), so that no search has to read a list of pending ones.
CREATE INDEX ix_event_document ON tbl_event USING gin (document) WITH (fastupdate = off);
CREATE INDEX ix_event_head ON tbl_event USING gin (head) WITH (fastupdate = off);
CREATE INDEX ix_event_title_key ON tbl_event (title_key COLLATE "C") WHERE status = 'SCHEDULED';
CREATE INDEX ix_event_starts_at ON tbl_event (starts_at, id) WHERE status = 'SCHEDULED';
CREATE INDEX ix_event_city ON tbl_event (city_key, starts_at);
CREATE INDEX ix_event_category ON tbl_event (category_key, starts_at);

-- Every word of every document, as it is: what a misspelt word may have meant. No word goes: it costs a row.
CREATE TABLE tbl_word (
  word text COLLATE "C" PRIMARY KEY
);
CREATE INDEX ix_word_trigrams ON tbl_word USING gin (word gin_trgm_ops) WITH (fastupdate = off);

-- The text search configurations of the events' languages: a query is read in each of them.
CREATE TABLE tbl_language (
  configuration text PRIMARY KEY
);
INSERT INTO tbl_language VALUES ('simple');

-- For highlights, which read texts as they were written: search_x is x for words without their accents.
DO $$
DECLARE
  base text;
BEGIN
  FOREACH base IN ARRAY ARRAY['simple', 'arabic', 'catalan', 'danish', 'dutch', 'english', 'finnish', 'french', 'german', 'greek', 'hindi',
    'hungarian', 'indonesian', 'italian', 'norwegian', 'portuguese', 'romanian', 'russian', 'spanish', 'swedish', 'turkish']
  LOOP
    EXECUTE format('CREATE TEXT SEARCH CONFIGURATION search_%1$s (COPY = %1$I)', base);
    EXECUTE format('ALTER TEXT SEARCH CONFIGURATION search_%s ALTER MAPPING FOR hword, hword_part, word WITH unaccent, %s',
      base, CASE base WHEN 'simple' THEN 'simple' ELSE base || '_stem' END);
  END LOOP;
END $$;

-- For the Redis set, after databases.sql: its relay reads the log as the owners of the outboxes. With Debezium they need not.
-- psql -h localhost -U postgres -f deploy/postgres/relay.sql
\set ON_ERROR_STOP on
ALTER ROLE event_core REPLICATION;
ALTER ROLE seats REPLICATION;
ALTER ROLE booking REPLICATION;

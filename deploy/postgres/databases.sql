-- A role and a database for each service, on a server with wal_level=logical. Once, before the services start:
-- psql -h localhost -U postgres -v event_core=PASSWORD -v seats=PASSWORD -v booking=PASSWORD -v search=PASSWORD -v dapr_state=PASSWORD -v debezium=PASSWORD -f deploy/postgres/databases.sql
\set ON_ERROR_STOP on
CREATE ROLE event_core LOGIN PASSWORD :'event_core';
CREATE ROLE seats LOGIN PASSWORD :'seats';
CREATE ROLE booking LOGIN PASSWORD :'booking';
CREATE ROLE search LOGIN PASSWORD :'search';
-- Workflow histories, through daprd.
CREATE ROLE dapr_state LOGIN PASSWORD :'dapr_state';
-- Reads the outboxes: each service lets it, when it makes its tables.
CREATE ROLE debezium LOGIN REPLICATION PASSWORD :'debezium';

-- Text is compared byte by byte, and letters of all scripts are letters.
CREATE DATABASE event_core OWNER event_core TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8';
CREATE DATABASE seats OWNER seats TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8';
CREATE DATABASE booking OWNER booking TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8';
CREATE DATABASE search OWNER search TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8';
CREATE DATABASE dapr_state OWNER dapr_state TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8';

-- A database lets in its owner, and Debezium where an outbox is.
REVOKE CONNECT, TEMPORARY ON DATABASE event_core, seats, booking, search, dapr_state FROM PUBLIC;
GRANT CONNECT ON DATABASE event_core, seats, booking TO debezium;

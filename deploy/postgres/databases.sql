-- Roles and databases of dapr.yaml, on a server with wal_level=logical. Once, before the services start:
-- psql -h localhost -U postgres -v ticketing=PASSWORD -v dapr_state=PASSWORD -v debezium=PASSWORD -f deploy/postgres/databases.sql
\set ON_ERROR_STOP on
CREATE ROLE ticketing LOGIN PASSWORD :'ticketing';
-- Workflow histories, through daprd.
CREATE ROLE dapr_state LOGIN PASSWORD :'dapr_state';
-- Reads the outboxes: each service lets it, when it makes its tables.
CREATE ROLE debezium LOGIN REPLICATION PASSWORD :'debezium';

-- Text is compared byte by byte, and letters of all scripts are letters.
CREATE DATABASE event_core OWNER ticketing TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8';
CREATE DATABASE seats OWNER ticketing TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8';
CREATE DATABASE booking OWNER ticketing TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8';
CREATE DATABASE search OWNER ticketing TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8';
CREATE DATABASE dapr_state OWNER dapr_state TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8';

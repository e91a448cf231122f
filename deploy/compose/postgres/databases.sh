#!/usr/bin/env bash
# Runs once, when the server has no data yet: the roles and databases of the services, and those of the Stripe simulator.
set -euo pipefail
scripts=${DATABASE_SCRIPTS:-/deploy/postgres}
psql -U postgres -v "event_core=$EVENT_CORE_PASSWORD" -v "seats=$SEATS_PASSWORD" -v "booking=$BOOKING_PASSWORD" -v "search=$SEARCH_PASSWORD" \
  -v "dapr_state=$DAPR_STATE_PASSWORD" -v "debezium=$DEBEZIUM_PASSWORD" -f "$scripts/databases.sql"
psql -U postgres -v ON_ERROR_STOP=1 -v "password=$STRIPE_SIMULATOR_PASSWORD" <<'SQL'
CREATE ROLE stripe_simulator LOGIN PASSWORD :'password';
CREATE DATABASE stripe_simulator OWNER stripe_simulator;
SQL

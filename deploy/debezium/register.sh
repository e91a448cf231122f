#!/usr/bin/env bash
# Registers the connectors at Kafka Connect, or changes them to what the files say. Run it as often as you like.
# usage: register.sh [http://localhost:18083]
set -euo pipefail
cd "$(dirname "$0")"
connect=${1:-http://localhost:18083}
for file in *.json; do
  curl --fail-with-body -sS -X PUT "$connect/connectors/${file%.json}/config" -H 'Content-Type: application/json' --data "@$file"
  echo
done

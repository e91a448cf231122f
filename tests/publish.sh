#!/usr/bin/env bash
# Publishes the services, what stands in for other systems, and the suites that are programs, each to a folder of its own. They need the .NET runtime only.
# usage: tests/publish.sh DIR [option of dotnet publish ...]; PROJECTS names other projects than all
set -euo pipefail
target=$(realpath -m "${1:?says where to}")
shift
cd "$(dirname "$0")/.."
: "${PROJECTS:=services/EventCore services/Seats services/Booking services/Search services/Gateway local/Launcher local/Sidecar local/OutboxRelay local/StripeSimulator \
  tests/Sidecar.Conformance tests/system/Journey tests/system/Kill}"
for project in $PROJECTS; do
  dotnet publish "$project" --output "$target/$(basename "$project")" "$@"
done

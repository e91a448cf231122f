#!/usr/bin/env bash
# Measures the operator's commands over many bookings: time and peak memory of compare-seats and of republish.
# Usage: tests/bench/books.sh [EVENTS]   200,000 bookings an event; 50 events are 10 million and take some 10 GB and half an hour to fill.
# Starts the local system on a directory of its own, which it deletes again. Build first.
set -euo pipefail
cd "$(dirname "$0")/../.."
events=${1:-50}
data=$(mktemp -d)
chmod 755 "$data" # PostgreSQL, started by root, runs as another user
launcher() { dotnet artifacts/bin/Launcher/debug/Launcher.dll --data "$data" "$@"; }
dotnet artifacts/bin/Launcher/debug/Launcher.dll --data "$data" > "$data.log" 2>&1 &
system=$!
trap 'kill -TERM $system 2>/dev/null; wait $system || true; rm -rf "$data" "$data.log"' EXIT
until grep -q 'runs at' "$data.log"; do kill -0 $system; sleep 0.2; done
launcher kill outbox-relay > /dev/null # it would read the whole filling from the log

password=$(grep -o '"PostgresPassword": *"[^"]*' "$data/secrets.json" | cut -d'"' -f4)
sql() { PGPASSWORD=$password "$(ls /usr/lib/postgresql/*/bin/psql | tail -1)" -h 127.0.0.1 -p 15432 -U ticketing -qAt -v ON_ERROR_STOP=1 -d "$1" -c "$2"; }
places="generate_series(1, $events) e, generate_series(1, 200000) s"
echo "filling $events events of 200,000 bookings"
sql booking "INSERT INTO tbl_event_rules (event_id, version, status, starts_at, currency, max_seats, hold_seconds, created_by)
  SELECT md5('event' || e)::uuid, 1, 'SCHEDULED', now() + interval '1 day', 'EUR', 10, 600, md5('organiser')::uuid FROM generate_series(1, $events) e"
sql booking "INSERT INTO tbl_booking (id, user_id, event_id, status, amount_minor, currency, created_at, expires_at)
  SELECT md5(e || 'booking' || s)::uuid, md5('user' || s)::uuid, md5('event' || e)::uuid, 'CONFIRMED', 4500, 'EUR', now() - interval '30 days', now() - interval '29 days' FROM $places"
sql booking "INSERT INTO tbl_seat_claim (event_id, seat_id, seat_number, booking_id, status, version)
  SELECT md5('event' || e)::uuid, md5(e || 'seat' || s)::uuid, 'A' || s, md5(e || 'booking' || s)::uuid, 'BOOKED', 2 FROM $places"
sql seats "INSERT INTO tbl_event (id, currency, seat_count) SELECT md5('event' || e)::uuid, 'EUR', 200000 FROM generate_series(1, $events) e"
sql seats "INSERT INTO tbl_seat (id, event_id, position, seat_number, section, row_letters, number, accessible, price_minor, status, version)
  SELECT md5(e || 'seat' || s)::uuid, md5('event' || e)::uuid, s - 1, 'A' || s, 'Stalls', 'A', s, false, 4500, 'BOOKED', 2 FROM $places"
sql booking ANALYZE; sql seats ANALYZE

# Runs a command of Booking and prints its output, its time and the most memory that it had.
measure() {
  local begun peak=0 now
  begun=$(date +%s.%N)
  launcher run booking "$@" & local command=$!
  while kill -0 $command 2>/dev/null; do
    now=$(for pid in $(pgrep -f "Booking.dll $1"); do grep -h VmHWM "/proc/$pid/status" 2>/dev/null || true; done | awk '{print $2}' | sort -n | tail -1)
    if [ "${now:-0}" -gt "$peak" ]; then peak=$now; fi
    sleep 0.1
  done
  wait $command
  awk -v a="$begun" -v b="$(date +%s.%N)" -v peak="$peak" -v what="$1" 'BEGIN { printf "%s: %.1f s, %d MB\n", what, b - a, peak / 1024 }'
}
measure compare-seats --settle-seconds 1
measure republish "$(sql booking "SELECT md5('event1')::uuid")"

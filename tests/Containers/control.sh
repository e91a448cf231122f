#!/bin/sh
# Gives a command to the test process that keeps the system, prints its answer, and fails as it did.
# usage: control.sh http://localhost:PORT kill PART | restart PART | run APP WORD...
set -eu
address=$1
shift
exec curl --fail-with-body -sS --data-binary "$*" "$address"

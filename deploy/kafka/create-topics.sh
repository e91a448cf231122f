#!/usr/bin/env bash
# Makes the topics of the file beside it that are not there yet. A partition is read by one instance at a time, one message after the other.
# usage: KAFKA_HOME=/opt/kafka create-topics.sh [localhost:9092]; REPLICATION (1) is the number of copies
set -euo pipefail
cd "$(dirname "$0")"
servers=${1:-localhost:9092}
grep -v '^#' topics | while read -r name partitions retention size; do
  "${KAFKA_HOME:?says where Kafka is}/bin/kafka-topics.sh" --bootstrap-server "$servers" --create --if-not-exists --topic "$name" \
    --partitions "$partitions" --replication-factor "${REPLICATION:-1}" \
    --config "retention.ms=$retention" --config "max.message.bytes=$size" </dev/null
done

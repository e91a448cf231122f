#!/usr/bin/env python3
"""Prints a connector's settings as application.properties of Debezium Server, which needs no Kafka Connect: one server for each connector.

usage: server-properties.py event-core|seats|booking [localhost:9092] > conf/application.properties
"""
import json
import pathlib
import re
import sys

name = sys.argv[1]
brokers = sys.argv[2] if len(sys.argv) > 2 else "localhost:9092"
settings = json.loads((pathlib.Path(__file__).parent / f"{name}.json").read_text())

properties = {
    "debezium.sink.type": "kafka",
    "debezium.sink.kafka.producer.bootstrap.servers": brokers,
    "debezium.sink.kafka.producer.key.serializer": "org.apache.kafka.common.serialization.StringSerializer",
    "debezium.sink.kafka.producer.value.serializer": "org.apache.kafka.common.serialization.StringSerializer",
    "debezium.format.key": "json",
    "debezium.format.key.schemas.enable": "false",
    "debezium.format.value": "json",
    "debezium.format.value.schemas.enable": "false",
    # Beside the server: without this file everything is read and sent anew, which changes nothing at the subscribers.
    "debezium.source.offset.storage.file.filename": f"data/{name}.offsets",
    "debezium.source.offset.flush.interval.ms": "1000",
}
for key, value in settings.items():
    if key.startswith("transforms"):
        properties[f"debezium.{key}"] = value
    elif "converter" not in key and key != "tasks.max":
        properties[f"debezium.source.{key}"] = value

for key, value in properties.items():
    print(f"{key}={re.sub(r'[$][{]env:', '${', value)}".replace("\\", "\\\\"))

"""An app behind a sidecar in Python's standard library alone: what a service in another language has to do, and no more.

Prints the port it listens on. When the sidecar has seen it, it calls another app, takes and gives back a lock, publishes, and waits for
what it subscribes to. The last line it prints is what it has seen, as JSON.
"""
import http.server
import json
import os
import queue
import threading
import time
import urllib.error
import urllib.request

SIDECAR = f"http://127.0.0.1:{os.environ['DAPR_HTTP_PORT']}"
TIMEOUT_SECONDS = 30
SUBSCRIPTIONS = [
    {"pubsubname": "pubsub", "topic": "single", "route": "/on/single"},
    {"pubsubname": "pubsub", "topic": "many", "route": "/on/many",
     "bulkSubscribe": {"enabled": True, "maxMessagesCount": 10, "maxAwaitDurationMs": 50}},
]
singles, entries, tokens = queue.Queue(), queue.Queue(), set()


class App(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer(SUBSCRIPTIONS if self.path == "/dapr/subscribe" else None)

    def do_POST(self):
        tokens.add(self.headers.get("dapr-api-token"))
        event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/on/single":
            singles.put(event["data"])
            self.answer({"status": "SUCCESS"})
        elif self.path == "/on/many":
            for entry in event["entries"]:
                entries.put(entry["event"]["data"])
            self.answer({"statuses": [{"entryId": entry["entryId"], "status": "SUCCESS"} for entry in event["entries"]]})
        else:
            self.answer(None)

    def answer(self, body):
        content = json.dumps(body).encode()
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


def call(path, body=None):
    request = urllib.request.Request(SIDECAR + path, data=None if body is None else json.dumps(body).encode())
    request.add_header("dapr-api-token", os.environ["DAPR_API_TOKEN"])
    if body is not None:
        request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:
        content = response.read()
        return json.loads(content) if content else None


def wait_for_sidecar():
    end = time.monotonic() + TIMEOUT_SECONDS
    while True:
        try:
            return call("/v1.0/healthz")
        except urllib.error.URLError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def lock(owner, verb="lock"):
    return call(f"/v1.0-alpha1/{verb}/lockstore", {"resourceId": "seat-1", "lockOwner": owner, "expiryInSeconds": 30})


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), App)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_port, flush=True)
wait_for_sidecar()
seen = {
    "invoked": call("/v1.0/invoke/neighbour/method/seats?row=A", {"from": "python"}),
    "taken": lock("one")["success"],
    "refused": lock("two")["success"],
    "notMine": lock("two", "unlock")["status"],
    "released": lock("one", "unlock")["status"],
}
call("/v1.0/publish/pubsub/single", {"n": 1})
call("/v1.0/publish/bulk/pubsub/many", [{"entryId": str(n), "event": {"n": n}, "contentType": "application/json"} for n in range(3)])
seen["single"] = singles.get(timeout=TIMEOUT_SECONDS)
seen["many"] = sorted(entries.get(timeout=TIMEOUT_SECONDS)["n"] for _ in range(3))
seen["token"] = tokens == {os.environ["APP_API_TOKEN"]}
print(json.dumps(seen), flush=True)

"""An adapter for a client, with nothing but the standard library.

It shows the driver protocol (../../PROTOCOL.md) in a language other than the harness's. The client
it adapts never pays: where `plain_client` is called, call yours.
"""

import base64
import http.client
import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

KEPT = 65536  # bytes of a body that are reported
started = set()
writing = threading.Lock()


class Unsupported(Exception):
    """This adapter cannot do that; never a failure of the client."""


def plain_client(url, method, headers, body, wallets):
    """The client under test: gets the request and the wallets' keys, returns what its caller sees."""
    parts = urlsplit(url)
    target = (parts.path or "/") + ("?" + parts.query if parts.query else "")
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    try:
        connection.putrequest(method, target)
        for name, value in headers:
            connection.putheader(name, value)
        if body:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body or None)
        response = connection.getresponse()
        return response.status, response.getheaders(), response.read()
    finally:
        connection.close()


def hello(_request):
    capabilities = {"schemes": ["exact"], "networks": ["eip155:84532"], "extensions": [], "transports": ["http"], "features": ["request", "instances"]}
    return {"name": "python-client", "version": "1.0.0", "role": "client", "capabilities": capabilities}


def start(request):
    if request["config"]["role"] != "client":
        raise Unsupported("this is a client")
    started.add(request["instance"])
    return {}


def fetch(request):
    if request["instance"] not in started:
        raise ValueError("no instance %s was started" % request["instance"])
    asked = request["request"]
    try:
        status, headers, body = plain_client(asked["url"], asked["method"], asked["headers"], base64.b64decode(asked.get("body", "")), request["wallets"])
    except OSError as error:  # what the client throws is an outcome
        return {"outcome": "error", "message": str(error)}
    return {"outcome": "response", "status": status, "headers": headers, "body": base64.b64encode(body[:KEPT]).decode()}


def stop(request):
    if "instance" in request:
        started.discard(request["instance"])
    else:
        started.clear()
    return {}


OPS = {"hello": hello, "start": start, "fetch": fetch, "reset": lambda _request: {}, "stop": stop}


def answer(line):
    request = json.loads(line)
    reply = {"id": request["id"], "ok": True}
    try:
        if request["op"] not in OPS:
            raise Unsupported("unknown op " + request["op"])
        reply["result"] = OPS[request["op"]](request)
    except Exception as error:
        code = "unsupported" if isinstance(error, Unsupported) else "failed"
        reply = {"id": request["id"], "ok": False, "error": {"code": code, "message": str(error)}}
    with writing:
        print(json.dumps(reply), flush=True)


# Requests run side by side, and the end of stdin is the end of the adapter.
with ThreadPoolExecutor(max_workers=16) as pool:
    for line in sys.stdin:
        pool.submit(answer, line)
